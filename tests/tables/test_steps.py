"""The language of steps, and what is said of a table whose steps are wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planner.errors import Problem
from planner.tables.dishes import read_dishes
from planner.tables.steps import Part, parse_step

DISH = """
# a comment, so that lines and dishes differ

[[dish]]
id = "bowl"
name = "Grain bowl"
meals = ["snack"]
minutes = 10
seasonings = ["cumin"]
served_as = "{grain} bowl with {greens}"
short = ["{grain} bowl", "Grain bowl"]
steps = [
  "{cook: grain}.",
  "{cook: greens} with {spices}.",
]
slots = [
  { name = "grain", foods = ["quinoa"], smallest = 1, usual = 1, largest = 2 },
  { name = "greens", foods = ["raw-spinach"], smallest = 1, usual = 1, largest = 2 },
]
"""


def read_faults(text: str, folder: Path) -> list[str]:
    """The faults of a file of dishes, as they are printed."""
    path = folder / "dishes.toml"
    path.write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    read_dishes(path, problems)
    return [str(problem) for problem in problems]


def test_a_step_is_words_and_parts() -> None:
    """Slots may have spaces, commas and an "or" in their names; water says how much."""
    assert parse_step("Fry {fry: a, b or c + d} at {200 °C}.") == (
        Part("Fry "),
        Part(verb="fry", slots=("a, b or c", "d")),
        Part(" at "),
        Part(verb="°C", number=200.0),
        Part("."),
    )
    assert parse_step("{water: 0.5 a + b}") == (Part(verb="water", slots=("a", "b"), number=0.5),)
    assert parse_step("{plates: 2 tbsp}") == (Part("tbsp", "plates", number=2.0),)


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        ("{grain", "without its other half"),
        ("grain}", "without its other half"),
        ("{boil: grain}", "'boil' before a colon, which is none of a, cut, pack, fold"),
        ("{water: grain}", "{water: 0.5 slot}"),
        ("{plates: 2 cups}", "{plates: 100 ml} or {plates: 2 tbsp}"),
        ("{soak: milk}", "{soak: liquid + slot}"),
        ("{}", "braces that name no slot"),
        ("{cook: grain + }", "braces that name no slot"),
    ],
)
def test_a_step_that_is_not_understood_says_why(step: str, fault: str) -> None:
    """One message for each way to get it wrong."""
    with pytest.raises(ValueError, match=re.escape(fault)):
        parse_step(step)


def test_a_sound_dish_has_no_fault(tmp_path: Path) -> None:
    """The dish that the others below are made of."""
    assert read_faults(DISH, tmp_path) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (
            '"{cook: grain}."',
            '"{cook: grains}."',
            (
                "dishes.toml, line 13, dish 1 'bowl': steps: the dish has no slot 'grains'\n"
                "  Did you mean grain?"
            ),
        ),
        (
            '"{cook: grain}."',
            '"Eat."',
            (
                "dishes.toml, line 4, dish 1 'bowl': no step uses the slot 'grain'\n"
                "  Write {grain} where it is used."
            ),
        ),
        (
            '"{cook: greens}',
            '"{bake: greens}',
            (
                "dishes.toml, line 14, dish 1 'bowl': steps: '{bake: greens} with {spices}.' has"
                " 'bake' before a colon, which is none of a, cut, pack, fold, some, half, soak,"
                " rest, cook, cold, in, blend, fry, simmer, roast, water, plates"
            ),
        ),
        (
            'short = ["{grain} bowl", "Grain bowl"]\n',
            "",
            (
                "dishes.toml, line 4, dish 1 'bowl': has no short name\n"
                '  Add short = ["..."], 14 letters at most.'
            ),
        ),
        (
            '"{grain} bowl", "Grain bowl"',
            '"{grain} bowl"',
            (
                "dishes.toml, line 11, dish 1 'bowl': short: '{grain} bowl' doesn't always fit\n"
                "  Let the last one have no slot, and 14 letters at most."
            ),
        ),
        (
            "{grain} bowl with {greens}",
            "{cook: grain} bowl",
            (
                "dishes.toml, line 10, dish 1 'bowl': served_as: {cook} is for steps alone\n"
                "  Name a slot: {slot}."
            ),
        ),
        (
            'served_as = "{grain} bowl with {greens}"\n',
            "",
            ("dishes.toml, dish 1 'bowl': has no served_as"),
        ),
    ],
    ids=["slot", "unused", "verb", "short", "long", "name", "unnamed"],
)
def test_a_fault_has_its_line(before: str, after: str, fault: str, tmp_path: Path) -> None:
    """What is wrong, where, and what to do; one fault is one message."""
    assert before in DISH
    assert read_faults(DISH.replace(before, after), tmp_path) == [fault]
