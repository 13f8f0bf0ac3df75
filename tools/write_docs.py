"""Write again what the documentation shows of the program: outputs, reference pages, the picture.

On a page, each line of a ```console block that begins with `$ ` is run, in the order of the page,
in an empty folder that holds links to `data` and `examples`; ```python blocks are run too. Lines
under a command are what it prints; write `?` there to have them filled in. A command may end in a
pipe (`| head -n 5`) and in the exit code that it has (`# exit code 3`); without one it ends with 0.
A block of another kind with a title is a file of that name. Where another good plan would print
something else, the line `<!-- may differ -->` stands above the block, and the tests compare no
output there.

A plan that answers the request of a stored example is replaced by that example, so that pages show
the same plan as examples/.

python tools/write_docs.py            write everything again
python tools/write_docs.py guides     only pages whose path has this word
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import typer
from rich.console import Console
from rich.text import Text

from planner import WeekPlan, check_plan, cli, find_data, read_tables
from planner.render.documents.overview import compose_overview
from planner.render.formats.text import NARROW, render_text
from planner.request.fields import BY_NAME, BY_STORED, FIELDS, Asked, Field, Kind, Scope

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
AGAIN = "python tools/write_docs.py writes it again"
PAGES = ("tutorial", "guides", "explanation")  # folders whose commands are run
MAY_DIFFER = "<!-- may differ -->\n"
BLOCK = re.compile(
    rf'^(?P<differs>{MAY_DIFFER})?```(?P<kind>\w+)(?: title="(?P<title>[^"]+)")?\n'
    r"(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
ASKED = "?"  # stands for an output that is not written yet
PROGRAMS = ("cat", "cp", "cut", "grep", "head", "sed", "tail")  # besides the planner


class Ran(NamedTuple):
    """A command of a page: what the page shows of it, what it printed and how it ended."""

    line: str
    shown: str
    printed: str
    exit_code: int
    expected_code: int
    may_differ: bool


def find_pages() -> list[Path]:
    """The pages whose commands are run."""
    return sorted(page for folder in PAGES for page in (DOCS / folder).glob("*.md"))


def run_planner(words: list[str]) -> tuple[str, str, int]:
    """Standard output, standard error and exit code of the planner, run in this process."""
    out, err = io.StringIO(), io.StringIO()
    typed, sys.argv = sys.argv, ["planner", *words]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            cli.main()
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        sys.argv = typed
    return out.getvalue(), err.getvalue(), code


def run_once(words: list[str]) -> tuple[str, str, int]:
    """As `run_planner`; a plan that several pages begin with is made once, its file written again.

    Only plans that follow from their words alone are kept: no file is read for them.
    """
    output = Path(words[-1])
    if words[:1] != ["plan"] or words[-2] != "--output" or output.suffix != ".json":
        return run_planner(words)
    if {"--profile", "--pantry", "--tables"}.intersection(words):
        return run_planner(words)
    if tuple(words) not in PLANNED:
        ran = run_planner(words)
        PLANNED[tuple(words)] = (ran, output.read_text(encoding="utf-8"))
    ran, text = PLANNED[tuple(words)]
    output.write_text(text, encoding="utf-8")
    return ran


PLANNED: dict[tuple[str, ...], tuple[tuple[str, str, int], str]] = {}
"""What `planner plan` printed for some words, and the file that it wrote."""


def run(line: str, folder: Path) -> tuple[str, int, int]:
    """What a command line prints in a folder, its exit code, and the code that its comment says."""
    said = re.search(r"# exit code (\d)$", line)
    steps: list[list[str]] = [[]]
    for word in shlex.split(line, comments=True):
        if word == "|":
            steps.append([])
        else:
            steps[-1].append(word)
    before, errors, code = "", "", 0
    with contextlib.chdir(folder):
        for step in steps:
            if step[0] == "planner":
                before, errors, code = run_once(step[1:])
                take_stored(step)
            elif step[0] in PROGRAMS:
                done = subprocess.run(
                    step, input=before, capture_output=True, text=True, check=True
                )
                before = done.stdout
            else:
                message = f"{step[0]!r} is not a program that pages run"
                raise ValueError(message)
    printed = re.sub(r" +$", "", before + errors, flags=re.MULTILINE)
    return printed, code, int(said[1]) if said else 0


def take_stored(step: list[str]) -> None:
    """Put the stored example in the place of a plan just made that answers the same request."""
    output = next((word for word in step if word.endswith(".json") and Path(word).exists()), None)
    if step[1] != "plan" or output is None:
        return
    made = json.loads(Path(output).read_text(encoding="utf-8"))
    for path in sorted((ROOT / "examples").glob("*.json")):
        stored = path.read_text(encoding="utf-8")
        if json.loads(stored)["request"] == made["request"]:
            Path(output).write_text(stored, encoding="utf-8")


@contextlib.contextmanager
def page_folder() -> Iterator[Path]:
    """A folder to run a page in: as a checkout, with its data and its examples."""
    with tempfile.TemporaryDirectory() as name:
        for linked in ("data", "examples"):
            (Path(name) / linked).symlink_to(ROOT / linked)
        yield Path(name)


def run_page(text: str) -> tuple[str, list[Ran]]:
    """A page with its outputs written again, and what its commands did."""
    ran: list[Ran] = []
    names: dict[str, Any] = {}
    with page_folder() as folder:

        def replace(block: re.Match[str]) -> str:
            if block["title"]:
                (folder / block["title"]).write_text(block["body"], encoding="utf-8")
            if block["kind"] == "python":
                with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
                    exec(block["body"], names)  # noqa: S102  (what pages show is run)
            if block["kind"] != "console":
                return block[0]
            body = ""
            for part in re.findall(r"^\$ .*\n(?:(?!\$ ).*\n)*", block["body"], re.MULTILINE):
                line, shown = part.removeprefix("$ ").split("\n", 1)
                printed, code, expected = run(line, folder)
                ran.append(Ran(line, shown, printed, code, expected, bool(block["differs"])))
                body += f"$ {line}\n{printed if shown else ''}"
            return f"{block['differs'] or ''}```console\n{body}```"

        return BLOCK.sub(replace, text), ran


def write_commands() -> str:
    """The page of every command: its help, as the program prints it."""
    parts = [
        "# Commands",
        "Every command with every option, as `planner COMMAND --help` prints them.",
        "[The commands by example](examples.md) shows what to type for what.",
    ]
    names = [""]
    for name, command in find_commands().items():
        names += [name, *(f"{name} {own}" for own in getattr(command, "commands", ()))]
    for name in names:
        help_text, _, _ = run_planner([*name.split(), "--help"])
        parts += [f"## planner {name}".rstrip(), f"```text\n{help_text.rstrip()}\n```"]
    return "\n\n".join(parts) + "\n"


def find_commands() -> dict[str, Any]:
    """The commands of the planner, by name."""
    return typer.main.get_command(cli.app).commands  # type: ignore[attr-defined,no-any-return]


def escape(text: str) -> str:
    """A text that stands in a cell of a Markdown table."""
    return text.replace("|", "\\|")


def write_fields() -> str:
    """The page of every word of a request: its option, its key in a profile, its name in Python."""
    rows = []
    for scope in Scope:
        for field in FIELDS:
            if field.scope == scope and field.kind is not None:
                keys = [(field.key, field.kind), (field.number_key, Kind.NUMBER)]
                rows += [_write_field(field, key, kind) for key, kind in keys if key]
    return FIELDS_PAGE.format(rows="\n".join([*rows, *map(_write_option_alone, ALONE)]))


ALONE = {"start": "a date", "at_home": "a CSV file; in Python what `find_at_home` gives"}
"""Fields that a request has, and no profile; the value of each."""


def _write_option_alone(name: str) -> str:
    """The row of a field that no profile has, which says what the help of its option says."""
    option = BY_NAME[name].option
    params = {f"--{option}": one for one in find_commands()["plan"].params if one.name == option}
    ((typed, param),) = params.items()
    return f"|  | everyone | {ALONE[name]} | `{typed}` | `{name}` | {escape(param.help)} |"


def _write_field(field: Field, key: str, kind: Kind) -> str:
    """The row of a profile's key."""
    scope = "everyone" if field.scope == Scope.PLAN else "everyone, a person"
    typed = f"`--{field.option}`" if field.asked != Asked.NOWHERE else ""
    default = f" [default: {field.default_help}]" if field.default_help else ""
    says = escape(field.help + default)
    return f"| `{key}` | {scope} | {kind} | {typed} | `{field.name}` | {says} |"


def write_plan_page() -> str:
    """The page of plan files, with the fields of a request and of a person written again."""
    text = (DOCS / "reference" / "plan-json.md").read_text(encoding="utf-8")
    for part, scope in (("request", Scope.PLAN), ("request.people[]", Scope.PERSON)):
        rows = ["| field | type | what |", "| --- | --- | --- |"]
        for name, field in BY_STORED[scope].items():
            rows.append(f"| {name} | {field.json_type} | {field.json_help or field.help} |")
        head, _, rest = text.partition(f"`{part}`:\n\n")
        _, _, after = rest.partition("\n\n")
        text = "".join([head, f"`{part}`:\n\n", "\n".join(rows), "\n\n", after])
    return text


FIELDS_PAGE = """\
# Fields of a request

You can say the same thing in three places: as an option of a command, as a key of a
[profile](../guides/household.md), and as an argument of `make_request` in [Python](api.md). This
table has all three names of each.

A key for everyone stands at the top of a profile. A key of a person stands under that person's
`[[person]]`, or at the top, where it holds for everyone.

| profile key | stands for | value | option | in Python | what it says |
| --- | --- | --- | --- | --- | --- |
{rows}

`weight_kg` and `height_cm` say the same as `weight` and `height`, in plain numbers. What has no
profile key differs from plan to plan, so a profile doesn't keep it.

A `[[diet]]` of your own has two keys: `name`, and `excludes`, a list of tags, groups, kinds or
foods.
"""


def write_picture() -> str:
    """The first screen of `planner show` of the stored example, in a terminal, as SVG."""
    tables = read_tables(find_data())
    path = ROOT / "examples" / "vegan-week.json"
    plan = WeekPlan.from_json(path.read_text(encoding="utf-8"), path.name)
    blocks = compose_overview(plan, check_plan(plan, tables), tables)
    text = render_text(blocks, color=True, screen=NARROW)
    console = Console(record=True, width=NARROW, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_markup("[bold]$ planner plan --diet vegan[/bold]"))
    for line in text.splitlines():
        console.print(Text.from_ansi(line), no_wrap=True, crop=True)
    return console.export_svg(title="planner", code_format=FRAME, unique_id="planner")


FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width;
}}
.{unique_id}-title {{ font-family: sans-serif; font-size: 18px; font-weight: bold; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""The frame that rich draws, without the typeface that it would fetch from elsewhere."""

WRITTEN = {
    DOCS / "reference" / "commands.md": write_commands,
    DOCS / "reference" / "fields.md": write_fields,
    DOCS / "reference" / "plan-json.md": write_plan_page,
    DOCS / "pictures" / "week.svg": write_picture,
}
"""What is written from the program alone, by its path."""


def main() -> None:
    """Write what was asked for again."""
    os.environ.pop("PLANNER_TABLES", None)
    os.environ["COLUMNS"] = "80"
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    for path, make in WRITTEN.items():
        if asked in str(path):
            path.parent.mkdir(exist_ok=True)
            path.write_text(make(), encoding="utf-8")
    for page in find_pages():
        if asked in str(page):
            written, ran = run_page(page.read_text(encoding="utf-8"))
            for one in ran:
                if one.exit_code != one.expected_code:
                    print(f"{page.name}: {one.line}\n{one.printed}exit code {one.exit_code}")
            page.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
