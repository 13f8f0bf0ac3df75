"""Chooses the format that a command writes, and writes it to the screen or a file.

Results go to standard output or to a file, notes and errors to standard error.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from shutil import get_terminal_size, which
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import typer

from planner.cli.options import LACKS, PLAIN, USED_BY, Format, Paper, write_writer
from planner.errors import OutputError, Problem, RequestError
from planner.render.formats.json_text import STEERS, write_json
from planner.render.formats.packages import require_package

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.checking.findings import CheckReport
    from planner.plans.records import WeekPlan
    from planner.render.blocks import Block
    from planner.render.phrases import Style
    from planner.tables.bundle import Tables

EXTENSIONS = {
    ".txt": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".json": Format.JSON,
    ".csv": Format.CSV,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".pdf": Format.PDF,
    ".ics": Format.ICS,
}


def choose_format(
    asked: Format | None, output: Path | None, offered: Sequence[Format] = PLAIN
) -> Format:
    """The format to write; RequestError or OutputError, before any planning, if it can't be."""
    if output is not None:
        find_folder(output)
    written = asked or (Format.TEXT if output is None else _read_extension(output, offered))
    require_package(written, "output" if asked is None else "format")
    if written is Format.PDF and output is None and is_screen():
        remedy = "Write it to a file: --output plan.pdf."
        raise RequestError(Problem("--format", "a screen can't show a pdf", remedy))
    return written


def refuse_unused(written: Format, given: dict[str, Any]) -> None:
    """Raise RequestError for options that have no effect on the format."""
    problems = []
    for option, formats in USED_BY.items():
        if given.get(option) is not None and written not in formats:
            what = f"{written} has no {LACKS.get(option, 'times of meals')}"
            fit = f"Write {formats[0]}, or leave it out." if len(formats) == 1 else "Leave it out."
            problems.append(Problem(f"--{option}", what, fit))
    if problems:
        raise RequestError(*problems)


def _read_extension(output: Path, offered: Sequence[Format]) -> Format:
    """The format that a file's name asks for."""
    suffix = (output.suffix or output.name).lower()  # a file may be called .pdf and no more
    if EXTENSIONS.get(suffix) in offered:
        return EXTENSIONS[suffix]
    what = f"{str(output)!r} has no extension that says which format you want"
    if suffix in EXTENSIONS:
        what = f"{str(output)!r}: this command doesn't write {EXTENSIONS[suffix]}"
    known = [extension for extension, written in EXTENSIONS.items() if written in offered]
    remedy = f"Use one of {', '.join(known)}, or --format."
    remedy += write_writer(EXTENSIONS[suffix]) if suffix in EXTENSIONS else ""
    raise RequestError(Problem("--output", what, remedy))


def find_folder(output: Path) -> None:
    """Raise OutputError if the folder of a file doesn't exist."""
    if not output.parent.is_dir():
        remedy = "Create the folder first, or choose another place."
        raise OutputError(Problem(str(output), f"there is no folder {output.parent}", remedy))


def find_screen() -> TextIO:
    """Standard error without cleaning, for the progress bar, which moves the cursor."""
    stream = sys.stderr.stream if isinstance(sys.stderr, CleanErrors) else sys.stderr
    return stream or io.StringIO()


def is_screen() -> bool:
    """Whether standard output is open and is a screen."""
    return sys.stdout is not None and sys.stdout.isatty()


def use_color() -> bool:
    """Whether the screen shows colours."""
    if not is_screen():
        return False
    if os.environ.get("NO_COLOR"):
        return False
    from rich.console import Console

    return Console().color_system is not None


def find_columns() -> int | None:
    """The columns of the screen; None where standard output is none."""
    return get_terminal_size().columns if is_screen() else None


def find_pager() -> list[str] | None:
    """The program that shows a text page by page, and its arguments.

    None where there is none, where standard input is no keyboard, or where PAGER says cat.
    """
    if sys.stdin is None or not (is_screen() and sys.stdin.isatty()):
        return None
    if os.environ.get("TERM", "dumb") == "dumb":
        return None
    named = os.environ.get("PAGER")
    for words in [shlex.split(named)] if named is not None else [["less"], ["more"]]:
        if words and words != ["cat"] and which(words[0]):
            return words
    return None


def print_blocks(blocks: Iterable[Block], *, paged: bool = True, width: int | None = None) -> None:
    """Print blocks as text; page by page where they are longer than the screen."""
    from planner.render.formats.text import WIDTH, render_text

    text = render_text(blocks, color=use_color(), width=width or WIDTH, screen=find_columns())
    pager = find_pager() if paged and text.count("\n") >= get_terminal_size().lines else None
    if pager is None:
        write(text, None)
    else:
        show_pages(text, pager)


def show_pages(text: str, pager: Sequence[str]) -> None:
    """Show a text in a pager, and wait until it is left."""
    own = {"LESS": "RX", "LESSCHARSET": "utf-8"}  # colours as they are; the last page stays
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the pager's
    try:
        with subprocess.Popen(  # noqa: S603  (the reader's own)
            pager, stdin=subprocess.PIPE, env=own | dict(os.environ)
        ) as shown:
            shown.communicate(text.encode(errors="replace"))
    except OSError as error:
        refuse_output(error)
    finally:
        signal.signal(signal.SIGINT, before)


def render(
    written: Format,
    output: Path | None,
    blocks: Iterable[Block],
    week: WeekPlan,
    paper: Paper | None = None,
) -> str | bytes:
    """Blocks in a format for any of them, or as JSON the plan they were composed from."""
    if written is Format.JSON:
        return write_json(week.to_json())
    return render_blocks(written, output, blocks, paper)


def render_blocks(
    written: Format, output: Path | None, blocks: Iterable[Block], paper: Paper | None = None
) -> str | bytes:
    """Blocks in a format for any of them."""
    match written:
        case Format.MARKDOWN:
            from planner.render.formats.markdown import render_markdown

            return render_markdown(blocks)
        case Format.HTML:
            from planner.render.formats.html import render_page

            return render_page(blocks)
        case Format.PDF:
            from planner.render.documents.print_sheets import compose_sheet
            from planner.render.formats.pdf import render_pdf

            section = compose_sheet(blocks)
            return render_pdf((section,), "planner", paper or Paper.A4)
        case Format.TEXT:
            from planner.render.formats.text import render_text

            if output is not None:
                return render_text(blocks)
            return render_text(blocks, color=use_color(), screen=find_columns())
        case Format.JSON | Format.CSV | Format.ICS:
            message = f"blocks have no {written}"
            raise ValueError(message)


def render_plan(
    written: Format,
    output: Path | None,
    week: WeekPlan,
    report: CheckReport,
    known: Tables,
    style: Style,
    paper: Paper | None = None,
) -> str | bytes:
    """A plan in any of PLAN_FORMATS, with pictures on pages and on paper."""
    from planner.render.documents.overview import compose_title
    from planner.render.documents.plan import compose_plan

    if written is Format.PDF:
        from planner.render.documents.print_sheets import compose_sheets
        from planner.render.formats.pdf import render_pdf

        sections = compose_sheets(week, report, known, style)
        return render_pdf(sections, compose_title(week).text, paper or Paper.A4)
    blocks: Iterable[Block] = ()
    if written is Format.HTML:
        from planner.render.documents.page import compose_page

        blocks = compose_page(week, report, known, style)
    elif written is not Format.JSON:
        blocks = compose_plan(week, report, known, style)
    return render(written, output, blocks, week)


def write_plan(
    written: Format,
    output: Path | None,
    week: WeekPlan,
    report: CheckReport,
    known: Tables,
    style: Style,
    paper: Paper | None = None,
    *,
    paged: bool = True,
    short: bool = False,
    plan_file: Path | None = None,
) -> None:
    """Write a plan to a file or to standard output; a screen begins with the days at a glance.

    `short` writes these alone. `plan_file` is where the plan can be read again.
    """
    said = style.wording.speak_plan(week, report, known)
    if short or (is_screen() and (written is Format.TEXT or output is not None)):
        pages = paged and not short and output is None
        first = _render_overview(written, output, *said, style, plan_file, paged=pages, short=short)
        if short:
            write(first, output)
            return
    if written is not Format.JSON:  # which other programs read
        week, report, known = said
    if output is not None:
        write(render_plan(written, output, week, report, known, style, paper), output)
        if is_screen():
            write(first, None)
        return
    whole = render_plan(written, output, week, report, known, style, paper)
    if not is_screen() or written is not Format.TEXT:
        write(whole, None)
        return
    assert isinstance(whole, str)
    pager = find_pager() if paged else None
    if pager is None:
        write(f"{first}\n{whole}", None)
        return
    room = get_terminal_size().lines - 1 - first.count("\n")  # the pager waits on the last line
    blank = "\n" * (room if room >= 0 else 1)
    show_pages(f"{first}{blank}{whole}", pager)


def _render_overview(
    written: Format,
    output: Path | None,
    week: WeekPlan,
    report: CheckReport,
    known: Tables,
    style: Style,
    plan_file: Path | None,
    *,
    paged: bool,
    short: bool,
) -> str:
    """The first screen of a plan, as wide as the screen, or as one that nobody made wider."""
    from planner.render.documents.overview import compose_overview
    from planner.render.formats.markdown import render_markdown
    from planner.render.formats.text import NARROW, render_text

    hints: tuple[str, ...] = ()
    if is_screen():
        hints = write_hints(week, plan_file, paged=paged)
    to_screen = not short or output is None

    def lay_out(hints: tuple[str, ...]) -> str:
        blocks = compose_overview(week, report, known, style, hints)
        if short and written is Format.MARKDOWN:
            return render_markdown(blocks)
        return render_text(
            blocks, color=to_screen and use_color(), screen=(to_screen and find_columns()) or NARROW
        )

    text = lay_out(hints)
    if paged and hints[1:] and text.count("\n") >= get_terminal_size().lines:
        return lay_out(hints[:1])
    return text


def write_hints(week: WeekPlan, plan_file: Path | None, *, paged: bool) -> tuple[str, ...]:
    """Write what to type next: in the pager, if there is one, and then with the plan's file."""
    from planner.render.formats.text import NARROW

    hints = []
    if paged and find_pager():
        hints.append("Space: recipes, coverage and the list · q: quit")
    named = "week.json" if plan_file is None else shlex.quote(str(plan_file))
    if plan_file is None:
        hints.append(f"Keep it: planner plan … --output {named}")
    else:
        day = "" if week.request.start is not None else " --day 1"
        today, shop = f"Next: planner today {named}{day}", f" · planner shop {named}"
        hints.append(today + shop if len(today + shop) < NARROW else today)
    return tuple(hints)


def write(content: str | bytes, output: Path | None) -> None:
    """Write to a file, or to standard output where none is named."""
    if output is not None:
        from planner.parsing.files import write_file

        write_file(output, content)
        tell(f"Wrote {output}")
    else:
        _print(content)


def _print(content: str | bytes) -> None:
    """Write all of it to standard output; OutputError if that fails."""
    if sys.stdout is None:
        remedy = "Write to a file with --output."
        raise OutputError(Problem("standard output", "is closed", remedy))
    try:
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            sys.stdout.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        raise  # who reads it has read enough
    except OSError as error:
        refuse_output(error)


def refuse_output(error: OSError) -> NoReturn:
    """Raise OutputError because standard output can't be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is still held
    what = f"can't be written: {error.strerror or error}"
    raise OutputError(Problem("standard output", what, "Choose another place.")) from error


def _escape(sign: re.Match[str]) -> str:
    """Characters as `repr` shows them."""
    return sign[0].encode("unicode_escape").decode()


def tell(text: str, *, nl: bool = True) -> None:
    """Print a text on standard error, with a line break unless `nl` is false.

    Its control characters are for CleanErrors to show: typer would drop them, and a file's name
    without them may be another file's.
    """
    typer.echo(text, err=True, nl=nl, color=True)


class CleanErrors(io.TextIOBase):
    """Standard error with control characters as Python escapes: no text steers the terminal.

    A message that can't be written is dropped: the plan matters more.
    """

    def __init__(self, stream: TextIO | None) -> None:
        """Wrap a stream; None stands for a closed one."""
        self.stream = stream

    def write(self, text: str) -> int:
        """Write text; its line breaks stay."""
        if self.stream is not None:
            lines = (STEERS.sub(_escape, line) for line in text.split("\n"))
            try:
                self.stream.write("\n".join(lines))
            except OSError:
                self._drop()
        return len(text)

    def flush(self) -> None:
        """Flush the stream."""
        if self.stream is not None:
            try:
                self.stream.flush()
            except OSError:
                self._drop()

    def _drop(self) -> None:
        """Send what waits nowhere, so that it doesn't change how the process ends."""
        with suppress(OSError, ValueError):
            if self.stream is not None:
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, self.stream.fileno())
                os.close(nowhere)

    def isatty(self) -> bool:
        """Whether it is a screen."""
        return self.stream is not None and self.stream.isatty()

    def fileno(self) -> int:
        """Its descriptor."""
        return -1 if self.stream is None else self.stream.fileno()
