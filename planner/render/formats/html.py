"""Blocks as one HTML page that runs nothing, and that fetches nothing but what it is told to.

The template escapes every text; a picture's drawing, which its room has escaped, goes in as it is.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from planner.errors import Speaker
from planner.render.blocks import (
    SIGNS,
    Bar,
    Basket,
    Block,
    Card,
    Fold,
    Heading,
    Week,
    bind_units,
    say_fields,
)
from planner.render.house_style import write_variables
from planner.render.phrases import write_percent
from planner.request.fields import write_option
from planner.tables.dishes import MEALS

TEMPLATES = Path(__file__).parents[1] / "templates"
DRAWN = (
    *("produce", "bakery", "dairy-chilled", "meat-fish", "frozen", "cereals", "grains-pasta"),
    *("canned", "nuts-dried-fruit", "oils-condiments", "baking-spices", "drinks", *MEALS),
)
"""Aisles and meals that have a drawing in icons.svg."""


NEEDLESS = re.compile(r"</(?:td|th|tr|li)>\s*|(?<=\n)\s+")
"""End tags that HTML lets one leave out, a fifth of a long table; and blank lines."""


def render_page(blocks: Iterable[Block], say: Speaker = write_option, assets: str = "") -> str:
    """The document as HTML, with links to its parts where it has several.

    The page holds its style and drawings, and its policy allows nothing else. With `assets`, an
    address, it links to these files there instead (see `write_assets`), and has nothing inline: a
    server may say `Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'`.
    `say` writes the fields that it mentions.
    """
    return write_page(blocks, say, assets)


@dataclass(frozen=True)
class Ticks:
    """What a page that keeps its ticks needs: `whose` list it is, what is `ticked`, its script.

    `file` tells this file from others of the same list. `home` is the address of the list on a
    server, which the ticks can be brought to; empty without one. `allowed` is what its policy
    calls the script, `style` is added to that of a page. `lift` is by how many levels
    headings are higher, so that none is left out.
    """

    whose: str
    file: str
    ticked: frozenset[str]
    home: str
    script: str
    allowed: str
    style: str
    lift: int


def write_page(
    blocks: Iterable[Block], say: Speaker, assets: str = "", ticks: Ticks | None = None
) -> str:
    """The document as `render_page` has it; with `ticks`, boxes have names and a script."""
    sections = split_sections(say_fields(blocks, say))
    titles = [block.text for block in sections[0] if isinstance(block, Heading)]
    heads = [section[0] for section in sections]
    style = read_style() + (ticks.style if ticks else "")
    page = _find_template().render(
        sections=sections,
        title=titles[0] if titles else "Plan",
        links=[head for head in heads if isinstance(head, Heading) and head.label],
        assets=assets,
        icons=f"{assets}/icons.svg" if assets else "",
        style=style,
        allowed=hash_inline(style),
        sprite=_read("icons.svg"),
        drawn=DRAWN if _has_drawings(blocks for section in sections for blocks in section) else (),
        signs=SIGNS,
        ticks=ticks,
    )
    return NEEDLESS.sub("", page)


def hash_inline(text: str) -> str:
    """What a policy calls a style or a script that stands in the page itself."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def write_assets() -> dict[str, str]:
    """The files that a page with linked assets needs, by their names.

    >>> sorted(write_assets())
    ['icons.svg', 'page.css']
    """
    return {"page.css": read_style(), "icons.svg": _read("icons.svg")}


def read_style() -> str:
    """The style sheet: the house style's variables, then the rules of a page."""
    rules = re.sub(r"/\*.*?\*/\n?|\n +", "", _read("page.css"))
    return write_variables() + re.sub(r" *([{};,]) +", r"\1", rules)


@lru_cache
def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@lru_cache
def _find_template() -> Template:
    return build_environment().get_template("page.html")


def build_environment() -> Environment:
    """What renders templates: every text is escaped, and a number stays with its unit."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=lambda value: bind_units(value) if type(value) is str else value,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "shelve": _shelve,
        "by_mark": _sort_by_mark,
        "percent": _round_down,
        "tick_key": make_tick_key,
        "short": lambda number: f"{number:.1f}".removesuffix(".0"),
    }
    return environment


def _shelve(blocks: Iterable[Block]) -> Iterator[tuple[bool, list[Block]]]:
    """The blocks in stretches: aisles of the list, which stand in columns, and all else."""
    for is_shelf, own in groupby(blocks, lambda block: isinstance(block, Basket)):
        yield is_shelf, list(own)


def make_tick_key(text: str) -> str:
    """What a tick of an entry is kept by where the entry is no grocery with an id."""
    return f"text-{sha256(text.encode()).hexdigest()[:12]}"


def _sort_by_mark(bars: Iterable[Bar]) -> dict[str, list[tuple[int, float]]]:
    """The places and shares of a row's bars, by what they mean."""
    found: dict[str, list[tuple[int, float]]] = {}
    for place, bar in enumerate(bars):
        if bar.share is not None:
            found.setdefault(bar.mark.value, []).append((place, bar.share))
    return found


def _round_down(share: float) -> str:
    """A share in whole percent, so that 99.9 never reads as 100."""
    return write_percent(share, 1.0).removesuffix(" %")


def _has_drawings(blocks: Iterable[Block]) -> bool:
    """Whether any of the blocks has a small drawing."""
    return any(
        isinstance(block, Week | Card | Basket)
        or (isinstance(block, Fold) and _has_drawings(block.blocks))
        for block in blocks
    )


def split_sections(blocks: Iterable[Block]) -> list[list[Block]]:
    """The blocks before the first heading of level 2, then those from each such heading on."""
    sections: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            sections.append([])
        sections[-1].append(block)
    return [section for section in sections if section]
