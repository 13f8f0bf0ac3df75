"""Weeks and lists as PDF files."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from planner.render.formats.packages import require_package
from planner.web.house import NoSuchPage
from planner.web.pages.places import parse_day
from planner.web.printing import LIST, PAPERS, WEEK, print_pdf
from planner.web.site import find_site

router = APIRouter(include_in_schema=False)

FILES = {WEEK: "week", LIST: "shopping-list"}
"""What can be on paper, and what its file is called before the week's first day."""


@router.get("/{kind}/{first}/{paper}.pdf")
def send_pdf(request: Request, kind: str, first: str, paper: str) -> Response:
    """A week, or the list of one, on a paper; RequestError where what writes it isn't installed."""
    if kind not in FILES or paper not in PAPERS:
        raise NoSuchPage("There is no such page.")
    site, day = find_site(request), parse_day(first)
    site.house.read_week(day)
    require_package("pdf", "paper")
    data = print_pdf(site.house.folder, site.worker.clock, day, kind, paper)
    headers = {"content-disposition": f'inline; filename="{FILES[kind]}-{first}.pdf"'}
    return Response(data, media_type="application/pdf", headers=headers)
