"""Cooklang is parsed as its canonical tests say, and nothing in a recipe does harm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from planner.importers.cooklang import (
    find_servings,
    parse_cooklang,
    read_cooklang,
    write_title,
)
from planner.importers.ingredient_lines import Amount

CANONICAL = yaml.safe_load(
    (Path(__file__).parent / "cooklang_canonical.yaml").read_text(encoding="utf-8")
)["tests"]


@pytest.mark.parametrize("name", CANONICAL)
def test_the_canonical_tests_pass(name: str) -> None:
    """Each text has the steps and the metadata that the specification gives."""
    wanted = CANONICAL[name]["result"]
    parsed = parse_cooklang(CANONICAL[name]["source"])
    found = [
        [
            {"type": "text", "value": item.name}
            if item.kind == "text"
            else {
                "type": item.kind,
                "name": item.name,
                "quantity": item.quantity,
                **({} if item.kind == "cookware" else {"units": item.units}),
            }
            for item in step
        ]
        for step in parsed.steps
    ]

    def plain(item: dict[str, Any]) -> dict[str, Any]:
        cookware = item["type"] == "cookware"
        return {key: value for key, value in item.items() if not (cookware and key == "units")}

    assert found == [[plain(item) for item in step] for step in wanted["steps"]]
    assert parsed.metadata == wanted["metadata"]


def test_both_kinds_of_metadata_are_read() -> None:
    """Front matter, and lines that begin with >>."""
    text = "servings: 4|8\nprep time: 10 min\ncook time: 1 hour\ntags: [soup, quick]"
    front = read_cooklang(f"---\n{text}\n---\nBoil @water{{1%l}}.", "x")
    older = ">> servings: 4|8\n>> prep time: 10 min\n>> cook time: 1 hour\n\nBoil @water{1%l}."
    lines = read_cooklang(older, "x")
    assert (front.servings, front.minutes, front.tags) == (4.0, 70, ("soup", "quick"))
    assert (lines.servings, lines.minutes, lines.steps) == (4.0, 70, ("Boil water.",))


def test_what_programs_write_beside_the_specification_is_read() -> None:
    """Sections, notes, preparations, fixed amounts, and units in the quantity."""
    text = (
        "== Soup ==\n\n> Better the next day.\n\nFry @onion{1}(diced) with @salt{=1%tsp}.\n"
        "[- a comment -]\nAdd @gelatine{3tsp} and @beans{1%can (400 g)}. -- another"
    )
    recipe = read_cooklang(text, "x")
    onion, salt, gelatine, beans = (one.line for one in recipe.ingredients)
    assert (onion.name, onion.preparation) == ("onion", "diced")
    assert [one.fixed for one in recipe.ingredients] == [False, True, False, False]
    assert salt.amounts == (Amount(1, 1, "tsp"),)
    assert gelatine.amounts == (Amount(3, 3, "tsp"),)
    assert (beans.amounts, beans.size) == ((Amount(1, 1, "can"),), Amount(400, 400, "g"))
    assert recipe.notes == ("Better the next day.",)
    assert "comment" not in " ".join(recipe.steps)


def test_a_reference_is_no_ingredient() -> None:
    """Its path is kept as it is written; who reads the folder decides."""
    recipe = read_cooklang("Serve with @./Sauces/pesto{2} and @../../etc/passwd{}.", "x")
    assert [one.recipe for one in recipe.ingredients] == ["./Sauces/pesto", "../../etc/passwd"]


@pytest.mark.parametrize(
    "front",
    [
        "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]",
        "a: !!python/object/apply:os.system ['true']",
        "[" * 3000,
        "a: {b: [c",
        "\x00: \x01",
    ],
)
def test_metadata_do_no_harm(front: str) -> None:
    """No anchor is followed, no object made; what is broken is read line by line."""
    recipe = read_cooklang(f"---\n{front}\nservings: 2\n---\nBoil @water{{1%l}}.", "x")
    assert [one.line.name for one in recipe.ingredients] == ["water"]


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("4", 4.0),
        ("2|4", 2.0),
        ("Serves 4 to 6", 4.0),
        ("6 people", 6.0),
        (["1 loaf", "8 servings"], 8.0),
        (12, 12.0),
        ("1 loaf", None),
        ("Makes 6 cups", None),
        ("24 cookies", None),
        ("", None),
    ],
)
def test_servings_are_those_of_people(said: Any, number: float | None) -> None:
    """A loaf is no serving: then there is a question."""
    assert find_servings(said) == number


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("an hour", 60),
        ("half an hour", 30),
        ("1 1/2 hours", 90),
        ("1½ hours", 90),
        ("an hour and a half", 90),
        ("10-15 minutes", 15),
        ("1 hour 20 minutes", 80),
        ("overnight", 480),
    ],
)
def test_times_in_words(said: str, minutes: int) -> None:
    """As a step says them, and as metadata do."""
    step = read_cooklang(f"Simmer @rice{{1%cup}} for {said}, stirring every 5 minutes.", "x")
    told = read_cooklang(f"---\ntime: {said}\n---\nSimmer @rice{{1%cup}}.", "x")
    assert (step.minutes, told.minutes) == (minutes, minutes)


def test_a_title_is_one_text() -> None:
    """Of a list the first; a table is none."""
    names = ["[Stew, Soup]", "{en: Stew}"]
    texts = [f"---\ntitle: {name}\n---\nBoil @rice{{1%cup}}." for name in names]
    assert [read_cooklang(text, "file").name for text in texts] == ["Stew", "file"]


@pytest.mark.parametrize(
    "text",
    [
        "Boil @rice{1%cup}.\n",
        ">> title: Old\n>> servings: 2\n\nBoil @rice{1%cup}.\n",
        "---\nservings: 2\ntitle:\n  - Old\n  - Older\n---\n\nBoil @rice{1%cup}.\n",
    ],
)
def test_a_text_under_another_title(text: str) -> None:
    """Everything else stays."""
    before, after = (read_cooklang(one, "file") for one in (text, write_title(text, "New: one")))
    lines = [one.line for one in before.ingredients]
    assert [one.line for one in after.ingredients] == lines
    assert after == replace(before, name="New: one", ingredients=after.ingredients)
