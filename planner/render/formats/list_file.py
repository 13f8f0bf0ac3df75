"""The shopping list as one HTML file that keeps its ticks without a server.

It holds its style, its drawings and its script, and its policy allows nothing else: no request
leaves it. Ticks are kept by the ids of groceries, in the browser that opens the file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from planner.errors import Speaker
from planner.plans.records import WeekPlan
from planner.render.blocks import Basket, Block
from planner.render.formats.html import TEMPLATES, hash_inline, write_page
from planner.render.phrases import Style
from planner.request.fields import write_option

NAME_LENGTH = 12  # hexadecimal digits that tell one list from another


@dataclass(frozen=True)
class Ticks:
    """What a page with ticks needs: `whose` list it is, what is `ticked` and its script.

    `file` tells this file from others of the same list. `home` is the address of the list on a
    server, which the ticks can be brought to; empty without one.
    """

    whose: str
    file: str
    ticked: frozenset[str]
    home: str
    script: str
    allowed: str


def render_list_file(
    blocks: Iterable[Block],
    plan: WeekPlan,
    style: Style,
    ticked: Collection[str] = (),
    home: str = "",
    say: Speaker = write_option,
) -> str:
    """The list of a plan, composed as blocks, as HTML with these groceries ticked.

    The plan and the first day of the style say whose list it is, so that a list written again
    has the ticks of the one before.
    """
    blocks = tuple(blocks)
    items = [
        f"{item.key} {item.buy}" for one in blocks if isinstance(one, Basket) for item in one.items
    ]
    content = _name(*items, *sorted(ticked))
    people = [one.name for one in plan.request.people]
    whose = f"{style.start} {_name(*people)}" if style.start else content
    script = _read_script()
    ticks = Ticks(whose, content, frozenset(ticked), home, script, hash_inline(script))
    return write_page(blocks, say, ticks=ticks)


def _name(*texts: str) -> str:
    return sha256("\n".join(texts).encode()).hexdigest()[:NAME_LENGTH]


@lru_cache(maxsize=1)
def _read_script() -> str:
    """The script without its comments, as it stands in the page to the byte."""
    text = (TEMPLATES / "list_file.js").read_text(encoding="utf-8")
    return re.sub(r"^//.*\n", "", text, flags=re.MULTILINE).strip()
