"""The shopping list as one HTML file that keeps its ticks without a server.

It holds its style, its drawings and its script, and its policy allows nothing else: no request
leaves it. Ticks are kept by the ids of groceries, in the browser that opens the file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from hashlib import sha256

from planner.errors import Speaker
from planner.plans.records import WeekPlan
from planner.render.blocks import Basket, Block, Heading
from planner.render.formats.html import TEMPLATES, Ticks, hash_inline, write_page
from planner.render.phrases import Style
from planner.request.fields import write_option

NAME_LENGTH = 12  # hexadecimal digits that tell one list from another


STYLE = (
    ".aisle h2{display:flex;gap:.4rem;align-items:center;margin:.1rem 0 .2rem}"
    ".aisle h2{font-size:var(--type-body)}"
    ".aisle h2 small{margin-left:auto;white-space:nowrap;font-size:var(--type-small)}"
    "main label{min-height:2.4rem;align-items:center}"
    "main label input{width:1.4rem;height:1.4rem;margin:0}"
    "main .aisle td{vertical-align:middle}"
    "@media print{#says,#home{display:none}main label{min-height:0}}"
)
"""What a list that a thumb ticks has beside the style of a page."""


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
    weeks = sum(isinstance(one, Heading) and one.level == 2 for one in blocks)
    ticks = Ticks(
        whose=whose,
        file=content,
        ticked=frozenset(ticked),
        home=home,
        script=script,
        allowed=hash_inline(script),
        style=STYLE,
        lift=0 if weeks > 1 else 1,
    )
    return write_page(blocks, say, ticks=ticks)


def _name(*texts: str) -> str:
    return sha256("\n".join(texts).encode()).hexdigest()[:NAME_LENGTH]


@lru_cache(maxsize=1)
def _read_script() -> str:
    """The script without its comments, as it stands in the page to the byte."""
    text = (TEMPLATES / "list_file.js").read_text(encoding="utf-8")
    return re.sub(r"^//.*\n", "", text, flags=re.MULTILINE).strip()
