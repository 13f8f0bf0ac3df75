"""Lines of ingredients are read as people write them; the lines are our own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.importers.ingredient_lines import Amount, read_line, read_number, tidy

LINES: dict[str, dict[str, Any]] = {
    "200 g red lentils, rinsed": {"amounts": [(200, 200, "g")], "name": "red lentils"},
    "1½ cups oat milk": {"amounts": [(1.5, 1.5, "cup")], "name": "oat milk"},
    "1 ½ tbsp. tahini": {"amounts": [(1.5, 1.5, "tbsp")], "name": "tahini"},
    "2-3 carrots": {"amounts": [(2, 3, "")], "name": "carrots"},
    "2 \u2013 3 tsp sugar": {"amounts": [(2, 3, "tsp")], "name": "sugar"},
    "1 to 2 tablespoons lemon juice": {"amounts": [(1, 2, "tbsp")], "name": "lemon juice"},
    "1,5 dl milk": {"amounts": [(1.5, 1.5, "dl")], "name": "milk"},
    "1 (400 g) can black beans, drained": {
        "amounts": [(1, 1, "can")],
        "size": (400, 400, "g"),
        "name": "black beans",
        "preparation": "drained",
    },
    "2 x 400g tins of chickpeas": {
        "amounts": [(2, 2, "can")],
        "size": (400, 400, "g"),
        "name": "chickpeas",
    },
    "1 14-ounce can coconut milk": {
        "amounts": [(1, 1, "can")],
        "size": (14, 14, "oz"),
        "name": "coconut milk",
    },
    "250 g pack tempeh": {
        "amounts": [(1, 1, "package")],
        "size": (250, 250, "g"),
        "name": "tempeh",
    },
    "100 g/4 oz feta": {"amounts": [(100, 100, "g")], "name": "feta"},
    "1/4 cup plus 1 tablespoon olive oil": {
        "amounts": [(0.25, 0.25, "cup"), (1, 1, "tbsp")],
        "name": "olive oil",
    },
    "1 cup (125 g) flour": {
        "amounts": [(1, 1, "cup")],
        "weight": (125, 125, "g"),
        "name": "flour",
    },
    "3 large cloves garlic, crushed": {"amounts": [(3, 3, "clove")], "name": "garlic"},
    "3 garlic cloves": {"amounts": [(3, 3, "clove")], "name": "garlic"},
    "2 sticks celery": {"amounts": [(2, 2, "stalk")], "name": "celery"},
    "1 stick butter": {"amounts": [(1, 1, "stick")], "name": "butter"},
    "a handful of mint": {"amounts": [(1, 1, "handful")], "name": "mint"},
    "Pinch of saffron": {"amounts": [(1, 1, "pinch")], "name": "saffron"},
    "Juice of 2 limes": {"amounts": [(2, 2, "")], "name": "limes", "part": "juice"},
    "grated zest of ½ orange": {"amounts": [(0.5, 0.5, "")], "name": "orange", "part": "zest"},
    "salt and black pepper, to taste": {
        "amounts": [],
        "name": "salt",
        "beside": ("black pepper",),
        "optional": True,
    },
    "1 tbsp soy sauce or tamari": {
        "amounts": [(1, 1, "tbsp")],
        "name": "soy sauce",
        "others": ("tamari",),
    },
    "2 tbsp sunflower or rapeseed oil": {"name": "sunflower oil", "others": ("rapeseed oil",)},
    "2 large, ripe tomatoes, diced": {"amounts": [(2, 2, "")], "name": "tomatoes"},
    "finely chopped parsley (optional)": {"amounts": [], "name": "parsley", "optional": True},
    "Flour: 200 g": {"amounts": [(200, 200, "g")], "name": "flour"},
    "oil for frying": {"amounts": [], "name": "oil"},
    "- 3 eggs": {"amounts": [(3, 3, "")], "name": "eggs"},
    "&frac12; onion": {"amounts": [(0.5, 0.5, "")], "name": "onion"},
    "<b>2 cups</b> kale": {"amounts": [(2, 2, "cup")], "name": "kale"},
    "ten cloves": {"amounts": [(10, 10, "")], "name": "cloves"},
    "half and half": {"amounts": [], "name": "half and half"},
}


@pytest.mark.parametrize("text", LINES)
def test_a_line_is_read(text: str) -> None:
    """How much, of what size, of what food, and what stands beside it."""
    line = read_line(text)
    for name, value in LINES[text].items():
        wanted: Any = value
        if name == "amounts":
            wanted = tuple(Amount(*one) for one in value)
        elif name in ("size", "weight"):
            wanted = Amount(*value)
        assert getattr(line, name) == wanted, name


@pytest.mark.parametrize(
    ("text", "number"),
    [("1 1/2", 1.5), ("¾", 0.75), ("1,5", 1.5), (".5", 0.5), ("three", 3.0), ("1/0", None)],
)
def test_a_number_is_read(text: str, number: float | None) -> None:
    """As people write it; what is none is None."""
    assert read_number(text) == number


@given(st.text(max_size=600))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text: str) -> None:
    """Nothing raises, and no amount is negative or endless."""
    line = read_line(text)
    assert all(0 <= one.low < 1e200 and one.high < 1e200 for one in line.amounts)
    assert len(line.text) <= len(tidy(text))


@pytest.mark.parametrize("text", ["1 " * 300, "(" * 500, "1/2 " * 200, "a or " * 100, ", " * 250])
def test_a_hostile_line_is_read(text: str) -> None:
    """The patterns don't backtrack without end: with those that do this test never ends."""
    assert read_line(text).text == tidy(text)
