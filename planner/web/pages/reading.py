"""Pages to read: who eats, recipes, foods, dishes, and why a week is as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from planner.errors import RequestError
from planner.render.blocks import Block, Heading
from planner.render.documents.catalogue import compose_dishes, compose_foods
from planner.render.phrases import PLAIN
from planner.report.catalogue import list_dishes, list_foods, make_search
from planner.web.house import NoSuchPage
from planner.web.pages.places import parse_day
from planner.web.site import find_site, show, sort_problems

router = APIRouter(include_in_schema=False)

MOST_LISTED = 60
LONGEST_WORDS = 100


def show_blocks(request: Request, title: str, blocks: Sequence[Block], **more: Any) -> Response:
    """A page of blocks; a title among them is the page's."""
    title, blocks = lift_title(title, blocks)
    given = {"note": "", "links": (), "buttons": (), **more}
    return show(request, "reading", title=title, blocks=blocks, **given)


def lift_title(title: str, blocks: Sequence[Block]) -> tuple[str, Sequence[Block]]:
    """The title of a page and what stands below it; a title among the blocks comes first."""
    head = blocks[0] if blocks else None
    if isinstance(head, Heading) and head.level == 1:
        title, blocks = head.text, blocks[1:]
    heads = [one for one in blocks if isinstance(one, Heading)]
    if heads and heads[0].level > 2:  # no level is left out
        blocks = [
            replace(one, level=one.level - 1) if isinstance(one, Heading) else one for one in blocks
        ]
    return title, blocks


@router.get("/more")
def more(request: Request) -> Response:
    """What else there is."""
    site = find_site(request)
    is_lan = site.entrance.pairing is not None
    where = "the machine where planner serve runs" if is_lan else "this machine alone"
    return show(request, "more", title="More", folder=str(site.house.folder), where=where)


@router.get("/foods")
def foods(request: Request) -> Response:
    """Foods by words, or all that is known of one."""
    return find(request, "Foods", "/foods", list_foods, compose_foods)


@router.get("/dishes")
def dishes(request: Request) -> Response:
    """Dishes by words, or the recipe and the figures of one."""
    return find(request, "Dishes", "/dishes", list_dishes, compose_dishes)


def find(request: Request, title: str, action: str, look: Any, compose: Any) -> Response:
    """What words find; what is wrong with them stands beside their field."""
    tables = find_site(request).house.know().tables
    words = request.query_params.get("words", "")[:LONGEST_WORDS]
    try:
        search = make_search(tables, words)
        listed = compose(look(tables, search), search, tables, PLAIN.units)
    except RequestError as error:
        problems = sort_problems(error.problems, {"words": "words"})
        return show(
            request,
            "find",
            422,
            title=title,
            action=action,
            words=words,
            blocks=[],
            problems=problems,
        )
    title, blocks = lift_title(title, listed.blocks)
    return show(
        request, "find", title=title, action=action, words=words, blocks=blocks, problems={}
    )


@router.get("/explain/{subject}")
def explain(request: Request, subject: str) -> Response:
    """Where a nutrient comes from in a week, and what limits it."""
    site = find_site(request)
    named = request.query_params.get("week", "")
    first = parse_day(named) if named else site.house.find_first_day()
    if first is None:
        raise NoSuchPage("No week is planned yet.")
    site.house.read_week(first)
    words = subject[:LONGEST_WORDS]
    blocks = site.worker.do("explain", first=first.isoformat(), subject=words)
    return show_blocks(request, "Why", blocks)
