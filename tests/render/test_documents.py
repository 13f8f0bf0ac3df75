"""What people read, from a stored plan of a tiny kitchen."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from pypdf import PdfReader

from planner import Person, WeekPlan, check_plan, make_request
from planner.errors import BETWEEN, CLOSE, OPEN, FieldPath
from planner.plans.records import Meal, Serving
from planner.render.blocks import (
    Block,
    Cell,
    Checklist,
    Grid,
    Heading,
    Mark,
    Paragraph,
    bind_units,
    say_fields,
)
from planner.render.documents.coverage import compose_verdict
from planner.render.documents.explanation import compose_conditions
from planner.render.documents.plan import boiled_ahead, compose_plan, write_splits
from planner.render.documents.print_sheets import compose_sheet
from planner.render.documents.targets import compose_targets
from planner.render.formats.html import render_page
from planner.render.formats.markdown import escape, render_markdown
from planner.render.formats.pdf import render_pdf
from planner.render.formats.text import render_text
from planner.render.phrases import (
    Units,
    write_count,
    write_percent,
    write_person,
    write_portions,
    write_volume,
    write_weight,
)
from planner.tables.bundle import Tables

SNAPSHOTS = Path(__file__).parents[1] / "snapshots"


@pytest.fixture
def stored(tiny: Tables) -> WeekPlan:
    """The stored plan, which needs no solver."""
    text = (SNAPSHOTS / "plan.json").read_text(encoding="utf-8")
    plan = WeekPlan.from_json(text, "plan.json")
    assert not check_plan(plan, tiny).faults, "store the plan again: tests/snapshots/README.md"
    return plan


def test_a_plan_as_text(stored: WeekPlan, tiny: Tables) -> None:
    """The printed week: days, coverage with its misses marked, the list."""
    text = render_text(compose_plan(stored, check_plan(stored, tiny), tiny))
    assert text == (SNAPSHOTS / "plan.txt").read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 110


def test_a_plan_as_markdown(stored: WeekPlan, tiny: Tables) -> None:
    """The same in Markdown, with boxes to tick."""
    text = render_markdown(compose_plan(stored, check_plan(stored, tiny), tiny))
    assert text == (SNAPSHOTS / "plan.md").read_text(encoding="utf-8")
    assert "- [ ] " in text


def test_an_upper_limit_that_is_passed_is_called_too_much(stored: WeekPlan, tiny: Tables) -> None:
    """What lies above its limit is no lack."""
    report = check_plan(stored, tiny)
    assert report.misses
    miss = replace(report.misses[0], minimum=None, maximum=1.0, value=2.0)
    report = replace(report, verdicts=(miss,))
    words = compose_verdict(report, tiny).text
    assert words.startswith(f"Missed: too much {tiny.nutrients[miss.nutrient].label} (")


def test_colour_changes_no_word(stored: WeekPlan, tiny: Tables) -> None:
    """On a terminal the words are the same, with colour around them."""
    blocks = compose_plan(stored, check_plan(stored, tiny), tiny)
    coloured = render_text(blocks, color=True)
    assert "\x1b[" in coloured
    bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    plain = render_text(blocks)
    words = [line.split() for line in plain.splitlines() if set(line) - set("=- ")]
    assert [word for line in words for word in line if word != "!"] == [
        word
        for line in bare.splitlines()
        if set(line) - set("=- ")
        for word in line.split()
        if word != "!"
    ]


def test_a_miss_stands_out_without_colour() -> None:
    """A missed cell carries a sign in text and is bold in Markdown."""
    grid = Grid(("", "day 1"), ((Cell("iron"), Cell("80 %", Mark.MISS)),), ("left", "right"))
    assert "80 % !" in render_text([grid])
    assert "**80 %**" in render_markdown([grid])


def test_markdown_shows_hostile_text_as_written() -> None:
    """Text from tables can't become markup."""
    hostile = "<b>|*x*_[y](z)`#"
    assert escape(hostile) == r"\<b\>\|\*x\*\_\[y\](z)\`\#"
    blocks: list[Block] = [Heading(hostile, 1), Paragraph(hostile), Checklist((hostile,))]
    assert "<b>" not in render_markdown(blocks)


@pytest.mark.parametrize(
    ("count", "words"), [(0.5, "½"), (1, "1"), (1.5, "1½"), (0.25, "¼"), (2.75, "2¾"), (0.3, "0.3")]
)
def test_counts_are_said_in_fractions(count: float, words: str) -> None:
    """Halves and quarters as people say them."""
    assert write_count(count) == words


def test_percent_never_flatters() -> None:
    """99.9 % doesn't read as 100."""
    assert write_percent(99.9, 100) == "99 %"
    assert write_percent(100, 100) == "100 %"


def test_weights_are_written_as_a_kitchen_scale_shows_them() -> None:
    """No false precision: tenths below ten, kilograms from a thousand grams, pounds by halves."""
    kitchen = (5.25, 7, 62.4, 100, 999.7, 1234)
    assert [write_weight(grams) for grams in kitchen] == [
        *("5.2 g", "7 g", "62 g", "100 g", "1 kg", "1.23 kg")
    ]
    packs = (5, 100, 425, 454, 680, 794, 907, 1234)
    assert [write_weight(grams, Units.US) for grams in packs] == [
        *("0.2 oz", "3.5 oz", "15 oz", "1 lb", "1½ lb", "28 oz", "2 lb", "2.7 lb")
    ]


def test_volumes_are_written_as_on_a_carton() -> None:
    """Millilitres and litres, or fluid ounces with the names of the large ones."""
    volumes = (15, 237, 946, 1893, 3785)
    assert [write_volume(ml) for ml in volumes] == ["15 ml", "237 ml", "946 ml", "1.89 l", "3.79 l"]
    assert [write_volume(ml, Units.US) for ml in volumes] == [
        *("0.5 fl oz", "8 fl oz", "1 quart", "½ gallon", "1 gallon")
    ]


def test_spoons_become_cups_where_they_are_many(tables: Tables) -> None:
    """Nobody counts out nine tablespoons or five teaspoons."""
    oil, butter = tables.foods["olive-oil"], tables.foods["butter"]
    counts = (0.5, 3, 4, 5.5, 7.5, 8, 9, 16, 19)
    assert [write_portions(oil, count) for count in counts] == [
        *("½ tbsp", "3 tbsp", "¼ cup", "5½ tbsp", "about ½ cup", "½ cup", "about ½ cup"),
        *("1 cup", "about 1¼ cups"),
    ]
    paneer = replace(oil, portion="quarter cup", portion_plural="quarter cups")
    told = [write_portions(paneer, count) for count in (1, 1.5, 2, 6)]
    assert told == ["¼ cup", "6 tbsp", "½ cup", "1½ cups"]
    assert [write_portions(butter, count) for count in (1, 2.5, 3, 4, 4.5)] == [
        *("1 tsp", "2½ tsp", "1 tbsp", "about 1½ tbsp", "1½ tbsp")
    ]


def test_people_are_named_as_they_came() -> None:
    """The plan says whom it serves."""
    assert write_person(Person()) == "any adult of 19 to 50"
    assert write_person(Person(age=12, sex="male")) == "a boy of 12"
    assert write_person(Person(age=30)) == "an adult of 30"
    assert write_person(Person(sex="female")) == "any woman of 19 to 50"
    assert write_person(Person(age=75, sex="female")) == "a woman of 75"


def test_beans_boiled_ahead_are_said_with_their_dish(tables: Tables) -> None:
    """A dish of beans from dry ones says so below; others of its day don't."""
    texts = []
    for name in ("black-beans-boiled", "black-beans-canned"):
        serving = Serving("you", "beans", name, 1.0, tables.foods[name].portion_g)
        texts.append(boiled_ahead(Meal("dinner", "burrito-bowl", (serving,)), tables))
    assert "boiled black beans" in texts[0]
    assert texts[1] == ""


def test_where_diets_differ_it_is_said_whose_food_is_which(tables: Tables) -> None:
    """Two foods of one slot are told apart by name; what all have alike isn't repeated."""
    eaten = {"Ana": "tofu-firm", "Ben": "roasted-chicken-thigh", "Mia": "roasted-chicken-thigh"}
    servings = tuple(
        Serving(name, slot, food, 1.0, tables.foods[food].portion_g)
        for name, own in eaten.items()
        for slot, food in (("protein", own), ("rice", "brown-rice"))
    )
    dinner = Meal("dinner", "stir-fry-rice", servings)
    whose = "Firm tofu for Ana; cooked chicken thigh for Ben and Mia."
    apart = (
        "Cook them apart: where a step names both, or stirs one into the rest, take a second pot or"
        " pan and part the rest between the two."
    )
    assert write_splits(dinner, tables) == [f"{whose} {apart}"]
    assert write_splits(replace(dinner, meal="lunch", leftover_of=1), tables) == [whose]
    assert write_splits(replace(dinner, servings=servings[:2]), tables) == []


def test_iron_advised_beyond_the_upper_level_is_said_to_be(tables: Tables) -> None:
    """A pregnant vegan is advised 49 mg of iron, more than the 45 of the upper level."""
    request = make_request(tables, diet="vegan", age=30, life_stage="pregnant")
    text = " ".join(render_text(compose_targets(request, tables)).split())
    assert "48.6 mg a day (IOM 2001), which is above the upper level of 45 mg" in text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("1 cup, 237 ml", "1~cup, 237~ml"),
        ("½ small handful, 2.5 oz or 8 fl oz", "½~small handful, 2.5~oz or 8~fl~oz"),
        ("900 µg RAE a day, 64 %", "900~µg~RAE a day, 64~%"),
        ("Lentil stew · 35 min", "Lentil stew ·~35~min"),
        ("up to ⅛ tsp, until it is 63 °C inside", "up to ⅛~tsp, until it is 63~°C inside"),
    ],
)
def test_a_number_keeps_to_what_it_counts(text: str, kept: str) -> None:
    """Lines are broken elsewhere, on a page and on paper."""
    assert bind_units(text) == kept.replace("~", "\u00a0")


@pytest.mark.parametrize("text", ["www.example.com", "a@b.com", "@user", "http://a.b", "WWW.X.org"])
def test_markdown_makes_no_link_of_an_address(text: str) -> None:
    """GitHub would of each of these; what is read is the same."""
    parser = MarkdownIt("gfm-like", {"linkify": False})
    (token,) = [one for one in parser.parse(escape(text)) if one.type == "inline"]
    shown = "".join(child.content for child in token.children or ())
    assert shown.replace("\u2060", "") == text
    assert not re.search(r"www\.|\w://|@\w", escape(text))


def test_fields_are_named_in_the_words_of_whoever_shows_them(
    vegan: WeekPlan, tables: Tables
) -> None:
    """The command line's options by default; a page names the labels of its form instead."""
    blocks = [
        *compose_plan(vegan, check_plan(vegan, tables), tables),
        *compose_conditions(tables.conditions),
        *compose_targets(make_request(tables, life_stage="pregnant"), tables),
    ]

    def name_label(path: FieldPath, value: str) -> str:
        return f"<{path[-1]}: {value}>" if value else f"<{path[-1]}>"

    own = [one for one, said in zip(blocks, say_fields(blocks), strict=True) if one != said]
    assert own
    text = render_text(blocks)
    assert "--condition NAME" in text
    assert "--trimester" in text
    for written in (
        render_text(blocks, say=name_label),
        render_markdown(blocks, say=name_label),
        render_page(blocks, say=name_label),
    ):
        assert "conditions: NAME" in written
        assert not {OPEN, BETWEEN, CLOSE} & {*written}
    labelled = " ".join(render_text(own, say=name_label).split())
    assert "<trimester>" in labelled
    assert "--" not in labelled
    pdf = render_pdf((compose_sheet(own),), "Labels", say=name_label)
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert "<trimester>" in "".join(page.extract_text() for page in pages)
