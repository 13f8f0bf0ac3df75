"""Paper: how many pages, how large the type, and that all of it is there."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from planner import WeekPlan, check_plan, make_request, plan_week
from planner.render.blocks import Block, Cell, Checklist, Grid, Heading, Paragraph
from planner.render.pdf import find_size, measure_fit, render_pdf
from planner.render.sheets import (
    Section,
    compose_list_sheet,
    compose_sheet,
    compose_sheets,
)
from planner.request import join_requests
from planner.tables import Tables


def read(pdf: bytes) -> list[str]:
    """The text of each page, its spaces made one."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize(("people", "most"), [(1, 1), (2, 1), (4, 2), (6, 2)])
def test_the_list_fits_its_pages_in_a_type_to_read_at_arms_length(
    people: int,
    most: int,
    paper: str,
    week: WeekPlan,
    shared: Callable[[int], WeekPlan],
    tables: Tables,
) -> None:
    """One page for two people's week, two at most for six, in 11 points or more for one diet."""
    plan = shared(people) if people > 1 else week
    (section,) = compose_list_sheet(plan, tables)
    size = find_size(section, paper)
    assert measure_fit(section, size, paper).pages <= most
    assert size >= 11


@pytest.mark.parametrize(("people", "most"), [(2, 1), (6, 2)])
def test_a_household_of_several_diets_has_no_more_pages(
    people: int, most: int, tables: Tables
) -> None:
    """The list of a vegan and an omnivore on one page, of six people on two at most."""
    eaters = [("omnivore", 40, "male"), ("vegan", 35, "female"), ("vegetarian", 12, "female")]
    eaters += [("pescatarian", 70, "female"), ("omnivore", 16, "male"), ("vegan", 72, "male")]
    household = join_requests(
        [
            make_request(tables, name=f"{diet} {age}", diet=diet, age=age, sex=sex)
            for diet, age, sex in eaters[:people]
        ]
    )
    (section,) = compose_list_sheet(plan_week(household, tables), tables)
    assert measure_fit(section, find_size(section, "a4"), "a4").pages <= most


def test_the_plan_is_a_page_for_the_fridge_one_a_day_and_one_of_coverage(
    week: WeekPlan, tables: Tables
) -> None:
    """The first page lies on its side and has every dish; each day's page its foods."""
    pdf = render_pdf(compose_sheets(week, check_plan(week, tables), tables), "Week")
    reader = PdfReader(io.BytesIO(pdf))
    pages = read(pdf)
    assert len(pages) == 1 + 7 + 1 + 1
    box = reader.pages[0].mediabox
    assert box.width > box.height
    for day, page in zip(week.days, pages[1:8], strict=True):
        assert f"Day {day.day}" in page
        for meal in day.meals:
            dish = tables.dishes[meal.dish]
            assert " ".join(dish.how.split()) in page
            assert f"{dish.minutes} min" in page
            assert all(tables.foods[one.food_id].name in page for one in meal.servings)
    assert "Coverage by day" in pages[8]
    assert "Shopping list" in pages[9]
    assert reader.metadata is not None
    assert reader.metadata.title == "Week"


def test_several_people_have_their_amounts_and_those_together(
    shared: Callable[[int], WeekPlan], tables: Tables
) -> None:
    """Two people's dinner shows each one's portion and the sum; each has a page of coverage."""
    plan = shared(2)
    pages = read(render_pdf(compose_sheets(plan, check_plan(plan, tables), tables), "Week"))
    assert len(pages) == 1 + 7 + 2 + 1
    serving = plan.days[0].meals[0].servings[0]
    assert f"{serving.grams:.0f} g" in pages[1]
    assert f"{2 * serving.grams:,.0f} g" in pages[1]
    assert all(word in pages[1] for word in ("Ana", "Ben", "together"))
    assert "Coverage: Ana" in pages[8]
    assert "Coverage: Ben" in pages[9]


def test_an_aisle_stays_in_one_column_where_it_can() -> None:
    """What doesn't fit below goes over whole; only what no page holds is broken."""

    def aisle(name: str, items: int) -> tuple[Heading, Checklist]:
        return Heading(name, 3), Checklist(tuple(f"{name}{one:03}" for one in range(items)))

    aisles = aisle("A", 30) + aisle("B", 30) + aisle("C", 30)
    first, second = read(render_pdf([Section((aisles,), (12.0, 12.0), columns=2)], "List"))
    assert all(word in first for word in ("A000", "A029", "B000", "B029"))
    assert "C0" not in first
    assert all(word in second for word in ("C000", "C029"))
    whole = Section((aisle("D", 200),), (12.0, 12.0), columns=2)
    assert "D199" in "".join(read(render_pdf([whole], "List")))


def test_any_document_can_be_printed() -> None:
    """Headings, text and tables of any other command, over as many pages as it takes."""
    rows = tuple((Cell(f"food {row}"), Cell(f"{row} %")) for row in range(200))
    blocks: list[Block] = [
        Heading("Long", 1),
        Paragraph("Said."),
        Grid(("", "%"), rows, ("left", "right")),
    ]
    pages = read(render_pdf((compose_sheet(blocks),), "Long"))
    assert len(pages) > 1
    assert pages[0].startswith("Long Said.")
    assert "food 199" in pages[-1]


def test_the_same_plan_is_the_same_file(week: WeekPlan, tables: Tables) -> None:
    """No date or number at random is in it."""
    sections = compose_list_sheet(week, tables)
    assert render_pdf(sections, "List") == render_pdf(sections, "List")
