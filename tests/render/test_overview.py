"""A plan at a glance, as wide as the terminal; what is said again for tomorrow."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from planner import WeekPlan, check_plan, make_request, plan_week
from planner.errors import RequestError
from planner.plans.names import shorten_meal
from planner.plans.records import Meal, Serving, Verdict
from planner.plans.shopping import compute_shopping, find_from_freezer
from planner.render.blocks import AGAIN, Bars, Basket, Checklist, Mark, Paragraph, Week
from planner.render.documents.ahead import (
    compose_ahead,
    shorten_ahead,
    write_ahead,
    write_before,
)
from planner.render.documents.overview import (
    compose_bar_table,
    compose_bars,
    compose_overview,
    compose_week,
)
from planner.render.documents.page import compose_page
from planner.render.documents.plan import compose_plan, write_amounts
from planner.render.documents.print_sheets import compose_sheets
from planner.render.documents.shopping_list import compose_lists
from planner.render.documents.today import compose_today, find_today
from planner.render.formats.text import render_text
from planner.render.formats.text_layout import GLUE
from planner.render.house_style import (
    CONTRAST,
    DARK,
    GROUNDS,
    LIGHT,
    SPACES_REM,
    TEXTS,
    TYPE_REM,
    find_contrast,
)
from planner.render.phrases import Style
from planner.search.effort import Work
from planner.tables.bundle import Tables
from planner.tables.nutrients import THE_FIVE

HINTS = ("Space: recipes, coverage and the list · q: quit", "planner today week.json --day 1")


@pytest.fixture(scope="module")
def plans(
    week: WeekPlan, vegan: WeekPlan, shared: Callable[[int], WeekPlan], tables: Tables
) -> dict[str, WeekPlan]:
    """A week of one, of four and of six, a day that misses something, and sixty days."""
    days = tuple(replace(week.days[day % 7], day=day + 1) for day in range(60))
    request = replace(week.request, days=60)
    long = replace(week, request=request, days=days, shopping=compute_shopping(days, tables))
    return {
        "one": week,
        "four": shared(4),
        "six": shared(6),
        "missing": vegan,
        "long": long,
    }


def show_first(plan: WeekPlan, tables: Tables, columns: int) -> str:
    """The first screen of a terminal of so many columns."""
    report = check_plan(plan, tables)
    return render_text(
        compose_overview(plan, report, tables, Style(), HINTS), color=False, screen=columns
    )


@pytest.mark.parametrize("name", ["one", "four", "missing", "long"])
def test_it_fits_one_screen(name: str, plans: dict[str, WeekPlan], tables: Tables) -> None:
    """80 columns and 24 lines, of which the pager has the last."""
    lines = show_first(plans[name], tables, 80).splitlines()
    assert len(lines) <= 23
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("columns", [20, 60, 80, 160])
@pytest.mark.parametrize("name", ["one", "six", "missing", "long"])
def test_no_line_is_too_long_and_no_word_is_broken(
    name: str, columns: int, plans: dict[str, WeekPlan], tables: Tables
) -> None:
    """Every word of every dish of the first week stands whole."""
    text = show_first(plans[name], tables, columns)
    assert max(map(len, text.splitlines())) <= columns
    words = set(text.split())
    for day in plans[name].days[:7]:
        for meal in day.meals:
            assert set(shorten_meal(meal, tables).split()) <= words


@pytest.mark.parametrize("columns", [60, 80, 160])
@pytest.mark.parametrize("name", ["one", "four"])
def test_a_whole_plan_fits_a_terminal(
    name: str, columns: int, plans: dict[str, WeekPlan], tables: Tables
) -> None:
    """Tables fold or part; with room for all they hold the words of the plan in a file."""
    plan = plans[name]
    blocks = compose_plan(plan, check_plan(plan, tables), tables)
    text, plain = render_text(blocks, screen=columns), render_text(blocks)
    assert max(map(len, text.splitlines())) <= columns
    if name == "one":  # of several people a table may give way to lines of other words
        assert not {word for word in plain.split() if set(word) - set("=-")} - set(text.split())


def test_a_name_of_90_letters_is_shown_whole(week: WeekPlan, tables: Tables) -> None:
    """A person's, on a terminal of 60 columns: broken, since it has no space."""
    (person,) = week.request.people
    people = tuple(replace(person, name=name) for name in ("x" * 90, "Ben"))
    days = tuple(
        replace(
            day,
            meals=tuple(
                replace(
                    meal,
                    servings=tuple(
                        replace(one, person=own.name) for own in people for one in meal.servings
                    ),
                )
                for meal in day.meals
            ),
        )
        for day in week.days
    )
    request = replace(week.request)
    object.__setattr__(request, "people", people)
    plan = replace(week, request=request, days=days, shopping=compute_shopping(days, tables))
    text = show_first(plan, tables, 60)
    assert max(map(len, text.splitlines())) <= 60
    assert "x" * 90 in "".join(text.split())


def test_what_comes_again_is_marked(week: WeekPlan, tables: Tables) -> None:
    """A dish that the week had before, or one of its family, and no other."""
    grid = compose_week(week, week.days, check_plan(week, tables), tables)
    had: set[str] = set()
    for day, own in zip(week.days, grid.days, strict=True):
        for meal, tile in zip(day.meals, own.tiles, strict=True):
            assert tile.name == shorten_meal(meal, tables)
            assert tile.again == (tables.families[meal.dish] in had)
            had.add(tables.families[meal.dish])
    text = show_first(week, tables, 80)
    assert text.count(f"{GLUE}{AGAIN}") + text.count(f" {AGAIN}") == sum(
        tile.again for day in grid.days for tile in day.tiles
    )


def test_a_bar_says_what_the_check_says(vegan: WeekPlan, tables: Tables) -> None:
    """Missed where a verdict is, over where an upper limit is passed, else by its share."""
    report = check_plan(vegan, tables)
    (person,) = vegan.request.people
    bars = compose_bars(vegan, report, person, tables)
    missed = {one.nutrient for one in report.misses if one.period == "day"}
    for nutrient, row in zip(THE_FIVE, bars.rows, strict=True):
        (bar,) = row.bars
        if nutrient in missed:
            assert (bar.mark, row.mark) == (Mark.MISS, Mark.MISS)
        else:
            assert (bar.mark is Mark.REACHED) == ((bar.share or 0.0) >= 1.0)

    calcium = next(one for one in report.verdicts if one.nutrient == THE_FIVE[2] and one.maximum)
    passed = replace(calcium, value=(calcium.maximum or 0.0) * 1.1, met=False)

    def pass_limit(one: Verdict) -> Verdict:
        return passed if one is calcium else one

    report = replace(report, verdicts=tuple(map(pass_limit, report.verdicts)))
    row = compose_bars(vegan, report, person, tables).rows[2]
    assert (row.bars[0].mark, row.mark) == (Mark.OVER, Mark.OVER)


def test_colour_adds_no_word_to_the_first_screen(week: WeekPlan, tables: Tables) -> None:
    """What colour says, a sign, a number or the height of a bar says too."""
    blocks = compose_overview(week, check_plan(week, tables), tables)
    painted = render_text(blocks, color=True, screen=80)
    assert "\x1b[32m" in painted
    bare = re.sub(r"\x1b\[[0-9;]*m", "", painted)
    plain = render_text(blocks, screen=80)
    assert [line.rstrip() for line in plain.splitlines()] == [
        line.rstrip() for line in bare.splitlines()
    ]


def test_amounts_are_said_once() -> None:
    """What most have comes first; a unit is written again only where it is another."""
    units, all_of = ("cup", "cups"), ("Ana", "Ben", "Dad")
    cups = {"Ana": "1 cup", "Ben": "1 cup", "Dad": "1½ cups"}
    assert write_amounts(cups, units, everyone=all_of) == "each 1 cup, Dad 1½"
    some = {"Ana": "1 cup", "Ben": "½ cup"}
    assert write_amounts(some, units, everyone=all_of) == "Ana 1 cup, Ben ½"
    spoons = {"Ana": "2 tbsp", "Ben": "2 tbsp", "Dad": "about ½ cup"}
    assert write_amounts(spoons, units, everyone=all_of) == "each 2 tbsp, Dad about ½ cup"
    assert write_amounts({"Ana": "1 cup"}, units, everyone=all_of) == "Ana 1 cup"


def test_an_aisle_says_what_it_costs(week: WeekPlan, tables: Tables) -> None:
    """The cents that an eye adds are those of the aisle, and of all aisles together."""
    (blocks,) = compose_lists(week, tables)
    baskets = [block for block in blocks if isinstance(block, Basket)]
    assert sum(len(basket.items) for basket in baskets) == sum(
        bool(line.packs) for line in week.shopping
    )
    for basket in baskets:
        cents = [round(float(item.price.strip("$*")) * 100) for item in basket.items]
        assert f"${sum(cents) / 100:,.2f}" == basket.total


def test_tomorrow_is_prepared_today(week: WeekPlan, tables: Tables) -> None:
    """What recipes of tomorrow do the day before is said today, the last day says that it is it."""
    report = check_plan(week, tables)
    seen = 0
    for day, tomorrow in zip(week.days, week.days[1:], strict=False):
        text = render_text(compose_today(day.day, week, report, tables))
        for item in write_ahead(tomorrow, week, tables):
            seen += 1
            assert " ".join(item.split()) in " ".join(text.split())
    assert seen
    assert "last day" in render_text(compose_today(len(week.days), week, report, tables))


def test_the_first_day_says_what_comes_before_it(week: WeekPlan, tables: Tables) -> None:
    """At the head of the plan, in today's first day, and on the day before, with its date."""
    report = check_plan(week, tables)
    found = next(day for day in week.days if [*write_ahead(day, week, tables)])
    first = replace(found, day=1)
    plan = replace(week, days=(first, *week.days[1:]))
    needs = [shorten_ahead(item) for item in write_ahead(first, plan, tables)]
    told = write_before(plan, tables, Style())
    assert told.startswith("Begin the day before day 1. For ")
    assert all(item in told for item in needs)
    start = date(2026, 11, 30)
    assert "on Sun 29 Nov" in write_before(plan, tables, Style(start=start))
    for document in (
        compose_plan(plan, report, tables),
        compose_today(1, plan, report, tables),
    ):
        assert told in [block.text for block in document if isinstance(block, Paragraph)]
    eve = render_text(compose_today(0, plan, report, tables))
    assert "For tomorrow, day 1" in eve
    assert eve.count("[ ]") == len(needs)
    dated = replace(plan, request=replace(plan.request, start=start))
    assert find_today(dated, None, None, date(2026, 11, 29)) == 0
    nothing = replace(plan, days=(replace(first, meals=()), *plan.days[1:]))
    assert write_before(nothing, tables, Style()) == ""


def test_beans_are_boiled_once_for_the_days_that_follow(week: WeekPlan, tables: Tables) -> None:
    """A pot serves three days; page, paper and text say to boil it, its later meals where it is."""
    beans = tables.foods["chickpeas-boiled"]
    serving = Serving(week.request.people[0].name, "chickpeas", beans.id, 1.0, beans.portion_g)
    meal = Meal("dinner", "chana-masala", (serving,))
    days = tuple(replace(day, meals=(meal,) if day.day in (2, 4, 5) else ()) for day in week.days)
    plan = replace(week, days=days, shopping=compute_shopping(days, tables))
    (first,) = write_ahead(days[1], plan, tables)
    dry = beans.portion_g * beans.bought_g_per_eaten_g
    assert f"soak {2 * dry:.0f} g of dry chickpeas" in first
    assert "boil in fresh water, covered, for 90 min" in shorten_ahead(first)
    assert "also for dinner of day 4" in shorten_ahead(first)
    assert [*write_ahead(days[3], plan, tables)] == []
    (alone,) = write_ahead(days[4], plan, tables)
    assert f"soak {dry:.0f} g of dry chickpeas" in alone
    report = check_plan(week, tables)
    text = render_text(compose_today(4, plan, report, tables))
    assert "The chickpeas are in the fridge" in text
    assert "90 min the day before" not in text
    assert "90 min the day before" in render_text(compose_today(5, plan, report, tables))
    (item,) = [
        item
        for block in compose_ahead(days[0], plan, tables, Style())
        if isinstance(block, Checklist)
        for item in block.items
    ]
    assert item == shorten_ahead(first)
    pages = [block for section in compose_sheets(plan, report, tables) for block in section.parts]
    page = str(compose_page(plan, report, tables))
    paper = str(pages)
    assert "boil in fresh water" in page.partition("For tomorrow")[2]
    assert "boil in fresh water" in paper.partition("For tomorrow")[2]


def test_what_was_frozen_at_home_thaws_the_day_before(week: WeekPlan, tables: Tables) -> None:
    """What the list says to freeze is taken out for its day, raw weight, once for each meal."""
    salmon = tables.foods["baked-salmon"]
    serving = Serving(week.request.people[0].name, "fish", salmon.id, 1.0, salmon.portion_g)
    meal = Meal("dinner", "baked-fish-potatoes", (serving,))
    days = tuple(replace(day, meals=(meal,) if day.day in (1, 6) else ()) for day in week.days)
    plan = replace(week, days=days, shopping=compute_shopping(days, tables))
    assert find_from_freezer(plan, tables) == {(6, salmon.grocery_id)}
    grams = round(salmon.portion_g * salmon.bought_g_per_eaten_g)
    thawed = f"For dinner: thaw {grams} g of salmon in the fridge overnight."
    assert [*write_ahead(days[5], plan, tables)] == [thawed]
    assert [*write_ahead(days[0], plan, tables)] == []
    report = check_plan(week, tables)
    today = render_text(compose_today(5, plan, report, tables))
    assert today.count("thaw ") == 1
    assert "The day before: Thaw" in render_text(compose_today(6, plan, report, tables))


def test_a_pot_for_two_days_is_prepared_whole(tables: Tables) -> None:
    """Of a dinner that is cooked double, today soaks for both; tonight keeps what is for lunch."""
    request = make_request(tables, diet="vegan", leftovers=2, seed=1)
    plan = plan_week(request, tables, Work("quick"))
    doubled = plan.find_leftovers()
    assert doubled
    for day in doubled:
        kept = [item for item in write_ahead(plan.days[day], plan, tables) if "two hours" in item]
        assert len(kept) == 1


def test_today_is_found_by_its_date(week: WeekPlan) -> None:
    """By the wall, by --date or by --day; where there is none, one message says why."""
    start = date(2026, 11, 30)
    dated = replace(week, request=replace(week.request, start=start))
    assert find_today(dated, None, None, date(2026, 12, 2)) == 3
    assert find_today(dated, date(2026, 12, 6), None, start) == 7
    assert find_today(week, None, 4, start) == 4
    for plan, asked, day, says in (
        (week, None, None, "the plan has no dates"),
        (dated, date(2026, 12, 7), None, "2026-12-07 is not in the plan"),
        (dated, date(2026, 11, 28), None, "2026-11-28 is not in the plan"),
        (dated, date(2026, 12, 2), 3, "the day is said twice"),
    ):
        with pytest.raises(RequestError, match=says):
            find_today(plan, asked, day, start)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_text_stands_out_from_every_ground(palette: object) -> None:
    """The contrast that WCAG asks of small type, of each text colour on each ground."""
    for text in TEXTS:
        for ground in GROUNDS:
            found = find_contrast(getattr(palette, text), getattr(palette, ground))
            assert found >= CONTRAST, (text, ground, found)


def test_the_page_of_the_house_style_has_every_colour() -> None:
    """The table of docs/explanation/house-style.md has each name with its two values."""
    page = Path(__file__).parents[2] / "docs" / "explanation" / "house-style.md"
    text = page.read_text(encoding="utf-8")
    found = re.findall(r"^\| `(\w+)` \|.*\| `(#\w+)` \| `(#\w+)` \|$", text, re.MULTILINE)
    light, dark = asdict(LIGHT), asdict(DARK)
    assert found == [(name, light[name], dark[name]) for name in light]
    for sizes in (TYPE_REM, SPACES_REM):
        assert ", ".join(f"{rem:g}" for rem in sizes.values()) in text


def test_blocks_that_are_drawn_have_a_plain_form(week: WeekPlan, tables: Tables) -> None:
    """Formats that don't draw them write a table of the same words."""
    blocks = compose_overview(week, check_plan(week, tables), tables)
    for kind in (Week, Bars):
        (block,) = [one for one in blocks if isinstance(one, kind)]
        assert block.plain


def test_an_amount_keeps_to_its_line(shared: Callable[[int], WeekPlan], tables: Tables) -> None:
    """No line ends within an amount, nor before whose energy a number is."""
    for plan in (shared(1), shared(4)):
        blocks = compose_plan(plan, check_plan(plan, tables), tables)
        for columns in (60, 80):
            lines = render_text(blocks, screen=columns).splitlines()
            for line, after in pairwise(lines):
                number = re.search(r"[\d½¼¾]$", line)
                assert not (number and re.match(r" *(min|kcal|g|ml|cups?|tbsp|tsp)\b", after)), line


def test_each_person_has_bars(shared: Callable[[int], WeekPlan], tables: Tables) -> None:
    """Four people have a line of bars each, whose numbers are those of the table of percents."""
    plan = shared(4)
    report = check_plan(plan, tables)
    table = compose_bar_table(plan, report, tables)
    lines = show_first(plan, tables, 80).splitlines()
    for person, row, bars in zip(plan.request.people, table.numbers.rows, table.bars, strict=True):
        (line,) = [one for one in lines if one.startswith(f"{person.name} ")]
        drawn = re.findall(r"[▁-▇·]+", line)
        assert [len(one) for one in drawn] == [len(own) for own in bars]
        assert re.findall(r"[✓!▽] *(\d+)", line) == [c.text.split()[0] for c in row[1:]]
        for signs, own in zip(drawn, bars, strict=True):
            assert [sign == "▇" for sign in signs] == [one.mark is Mark.REACHED for one in own]


def test_a_short_name_says_what_is_on_the_plate(tables: Tables) -> None:
    """Words that say least give way before the food does; nothing but the food is left out."""

    def name(dish: str, **foods: str) -> str:
        slots = [slot.name for slot in tables.dishes[dish].slots]
        served = {slot: tables.fillings[dish, slot][0].id for slot in slots} | foods
        servings = tuple(
            Serving(person="you", slot=slot, food_id=food, portions=1.0, grams=100.0)
            for slot, food in served.items()
        )
        return shorten_meal(Meal(meal="snack", dish=dish, servings=servings), tables)

    def find(dish: str, slot: str, noun: str) -> str:
        foods = tables.fillings[dish, slot]
        return next(one.id for one in foods if tables.find_cooking(one.id).noun == noun)

    for dish, slot, noun, expected in (
        ("crackers-nut-butter-milk", "crackers", "rice cake", "Rice cake"),
        ("nut-butter-toast-fruit", "nut butter", "almond butter", "Almond toast"),
        ("grain-bowl", "protein", "chicken breast", "Chicken bowl"),
        ("stir-fry-rice", "protein", "tempeh", "Tempeh wok"),
    ):
        assert name(dish, **{slot: find(dish, slot, noun)}) == expected


def test_the_first_screen_says_what_of_your_likes_no_dish_may_serve(tables: Tables) -> None:
    """A vegan who likes beef hears of it on the first screen too, not only below the plan."""
    plan = plan_week(make_request(tables, diet="vegan", like="beef", days=1), tables)
    screen = render_text(compose_overview(plan, check_plan(plan, tables), tables))
    assert "Not served of what you like: beef; no dish that may be served has it." in screen
