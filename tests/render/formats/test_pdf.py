"""Paper: how many pages, how large the type, and that all of it is there."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader

from planner import WeekPlan, check_plan, make_request, plan_week
from planner.people.eating_rules import is_drink
from planner.plans.names import find_minutes, name_food, name_meal
from planner.render.blocks import SIGNS, Block, Cell, Checklist, Grid, Heading, Paragraph
from planner.render.documents.overview import compose_bars, compose_week
from planner.render.documents.print_sheets import (
    Section,
    compose_list_sheet,
    compose_sheet,
    compose_sheets,
)
from planner.render.formats.pdf import find_size, measure_fits, render_pdf
from planner.render.recipes import write_recipe
from planner.request.from_words import join_requests
from planner.search.effort import Work
from planner.tables.bundle import Tables


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
    """One page for two people's week, two at most for six, in 11 points or more for one diet.

    On letter, which is shorter than A4, and for six people it may be half a point smaller.
    """
    plan = shared(people) if people > 1 else week
    (section,) = compose_list_sheet(plan, tables)
    size = find_size(section, paper)
    assert sum(fit.pages for fit in measure_fits(section, size, paper)) <= most
    assert size >= (10.5 if people == 6 or paper == "letter" else 11)


@pytest.mark.long
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
    plan = plan_week(household, tables, Work("quick"))
    (section,) = compose_list_sheet(plan, tables)
    fits = measure_fits(section, find_size(section, "a4"), "a4")
    assert sum(fit.pages for fit in fits) <= most


def test_the_plan_is_a_page_for_the_fridge_cards_and_a_page_of_coverage(
    week: WeekPlan, tables: Tables
) -> None:
    """The first page lies on its side and has every dish; each day's cards have its foods."""
    pdf = render_pdf(compose_sheets(week, check_plan(week, tables), tables), "Week")
    reader = PdfReader(io.BytesIO(pdf))
    pages = read(pdf)
    assert len(pages) == 1 + 14 + 1 + 1
    cards = [
        f"{first} {second}" for first, second in zip(pages[1:15:2], pages[2:15:2], strict=True)
    ]
    for row in compose_bars(week, check_plan(week, tables), week.request.people[0], tables).rows:
        assert f"{SIGNS[row.mark]} {row.percent}" in pages[0]
    box = reader.pages[0].mediabox
    assert box.width > box.height
    for day, page in zip(week.days, cards, strict=True):
        assert f"Day {day.day}" in page
        for meal in day.meals:
            assert "".join(name_meal(meal, tables).split()) in "".join(page.split())
            assert f"{find_minutes(meal, tables)} min" in page
            for step in write_recipe(tables.dishes[meal.dish], meal.servings, tables).steps:
                for sentence in re.split(r"(?<=\.)\s+(?=[A-Z])", step):  # salt may come between
                    assert "".join(sentence.split()) in "".join(page.split())
            dish = tables.dishes[meal.dish]
            for one in meal.servings:
                assert name_food(one.food_id, dish, one.slot, tables) in page
    assert "Coverage by day" in pages[15]
    assert "Shopping list" in pages[16]
    assert reader.metadata is not None
    assert reader.metadata.title == "Week"


def test_several_people_have_their_amounts_and_those_together(
    shared: Callable[[int], WeekPlan], tables: Tables
) -> None:
    """Two people's dinner shows each one's portion and the sum; each has a page of coverage."""
    plan = shared(2)
    pages = read(render_pdf(compose_sheets(plan, check_plan(plan, tables), tables), "Week"))
    assert len(pages) == 1 + 14 + 2 + 1
    serving = next(
        one
        for one in plan.days[0].meals[0].servings
        if not is_drink(tables.foods[one.food_id])  # what is poured has its volume
    )
    assert f"{serving.grams:.0f} g" in pages[1]
    assert f"{2 * serving.grams:,.0f} g" in pages[1]
    assert all(word in pages[1] for word in ("Ana", "Ben", "together"))
    assert "Coverage: Ana" in pages[15]
    assert "Coverage: Ben" in pages[16]
    assert "Coverage: all together" in pages[16]


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
    assert "food199" in pages[-1].replace(" ", "")  # pypdf may put spaces between letters


def test_the_same_plan_is_the_same_file(week: WeekPlan, tables: Tables) -> None:
    """No date or number at random is in it."""
    sections = compose_list_sheet(week, tables)
    assert render_pdf(sections, "List") == render_pdf(sections, "List")


@pytest.mark.parametrize(
    "words",
    [
        {"diet": "vegan", "avoid": ["fortified"]},
        {"diet": "vegan", "avoid": ["fortified"], "supplements": ["all"]},
        {"age": 72, "sex": "female", "allergies": ["milk"]},
    ],
)
def test_coverage_is_one_page_a_person(words: dict[str, Any], tables: Tables) -> None:
    """However much is missed, taken or left out; in a type of its own, 6.5 points at least."""
    plan = plan_week(make_request(tables, **words), tables)
    *_, coverage, _ = compose_sheets(plan, check_plan(plan, tables), tables)
    for paper in ("a4", "letter"):
        size = find_size(coverage, paper)
        assert [fit.pages for fit in measure_fits(coverage, size, paper)] == [1]
        assert size >= 6.5


def test_words_stay_whole_in_their_columns() -> None:
    """Type grows until a column is narrower than a word; a word that no type fits is broken."""
    long = ("Mediterranean", "Mediterranean", *["a"] * 6)

    def table(words: tuple[str, ...]) -> Section:
        row = tuple(Cell(word) for word in words)
        grid = Grid(tuple(" " * place for place in range(8)), (row,), ("left",) * 8)
        return Section(((grid,),), (24.0, 9.0), landscape=True, fill=True)

    section = table(long)
    size = find_size(section, "a4")
    assert 9 < size < 24
    assert measure_fits(section, size, "a4")[0].broken == 0
    assert measure_fits(section, 24.0, "a4")[0].broken > 0
    endless = table(("a", "x" * 24, *["a"] * 6))
    assert find_size(endless, "a4") == 24.0
    text = "".join("".join(read(render_pdf((endless,), ""))).split())
    assert text.replace("\u200b", "").count("x") == 24


def test_paper_says_what_the_text_says(tables: Tables) -> None:
    """What concerns everyone stands on the fridge's page: the budget, and what is cooked double."""
    request = make_request(tables, leftovers=2, budget=10.0, days=4)
    plan = plan_week(request, tables)
    fridge = read(render_pdf(compose_sheets(plan, check_plan(plan, tables), tables), "Week"))[0]
    assert "Over the budget" in fridge
    assert "two hours" in fridge


def test_a_meal_that_everyone_has_elsewhere_is_called_so(tables: Tables) -> None:
    """Meals stand in the order of a day, whichever the first day has."""
    plan = plan_week(make_request(tables, out=["day 1 dinner", "day 2"], days=3), tables)
    (grid,) = compose_week(plan, plan.days, check_plan(plan, tables), tables).plain
    assert [row[0].text for row in grid.rows] == ["Breakfast", "Lunch", "Dinner", "Snack"]
    assert [row[2].text for row in grid.rows] == ["out"] * 4
    assert grid.rows[2][1].text == "out"
    assert grid.rows[2][3].text != "out"
