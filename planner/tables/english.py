"""British English: what people in Britain call the foods of the tables, and how they spell.

The tables are written in American English. `speak_british` gives the same tables with British
words wherever a person reads them; ids, kinds and figures stay, and so does the hash.
`find_american` turns a word that somebody types, or that stands in a recipe, into the word of the
tables. This is the only home of British words; food_aliases.csv has what else people call foods.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from planner.tables.bundle import Tables

BRITISH: Mapping[str, str] = {
    "arugula": "rocket",
    "baked potato": "jacket potato",
    "baking soda": "bicarbonate of soda",
    "beet": "beetroot",
    "beet greens": "beetroot leaves",
    "beets": "beetroot",
    "bell pepper": "pepper",
    "bell peppers": "peppers",
    "broiled": "grilled",
    "broth": "stock",
    "canned": "tinned",
    "canned tomato sauce": "passata",
    "canola oil": "rapeseed oil",
    "cans": "tins",
    "chickpea flour": "gram flour",
    "cilantro": "coriander leaves",
    "corn kernels": "sweetcorn",
    "cornstarch": "cornflour",
    "crushed tomatoes": "chopped tomatoes",
    "dill pickles": "gherkins",
    "eggplant": "aubergine",
    "eggplants": "aubergines",
    "fava beans": "broad beans",
    "fiber": "fibre",
    "flaxseed": "linseed",
    "ground beef": "beef mince",
    "ground chicken": "chicken mince",
    "ground flaxseed": "milled linseed",
    "ground lamb": "lamb mince",
    "ground pork": "pork mince",
    "ground turkey": "turkey mince",
    "hamburger": "burger",
    "hamburger bun": "burger bun",
    "heavy cream": "double cream",
    "instant oatmeal": "instant porridge",
    "iodized": "iodised",
    "light cream": "single cream",
    "lima beans": "butter beans",
    "liter": "litre",
    "liters": "litres",
    "molasses": "black treacle",
    "navy beans": "haricot beans",
    "nonfat": "fat-free",
    "oatmeal": "porridge",
    "oatmeal bread": "oat bread",
    "pasteurized": "pasteurised",
    "portabella": "portobello",
    "portabella mushrooms": "portobello mushrooms",
    "powdered sugar": "icing sugar",
    "rolled oats": "porridge oats",
    "romaine lettuce": "cos lettuce",
    "scallion": "spring onion",
    "scallions": "spring onions",
    "semisweet chocolate chips": "dark chocolate chips",
    "shrimp": "prawns",
    "shrimp and": "prawn and",
    "skim milk": "skimmed milk",
    "snow peas": "mangetout",
    "soy milk": "soya milk",
    "soy yogurt": "soya yoghurt",
    "soybeans": "soya beans",
    "swiss chard": "chard",
    "tomato paste": "tomato purée",
    "tomato sauce": "passata",
    "vegetable shortening": "vegetable fat",
    "whole wheat": "wholemeal",
    "whole-wheat": "wholemeal",
    "yogurt": "yoghurt",
    "yogurts": "yoghurts",
    "zucchini": "courgette",
}
"""British by American words, in small letters; longer words win over shorter ones."""

ONLY_SPOKEN: Mapping[str, str] = {
    "coriander": "cilantro",
    "mince": "ground beef",
    "prawn": "shrimp",
    "sugar snap": "snow peas",
    "broad bean": "fava beans",
    "butter bean": "lima beans",
    "haricot bean": "navy beans",
    "courgettes": "zucchini",
}
"""American by British words that somebody types and that nothing is called by itself."""

AMBIGUOUS = frozenset(
    ("burger", "chard", "pepper", "peppers", "porridge", "prawn and", "stock", "tins")
)
"""British words that mean something else in the tables: they aren't turned back."""

TEXTS: Mapping[str, tuple[str, ...]] = {
    "Advice": ("says",),
    "Caution": ("reason", "serve"),
    "Condition": ("says",),
    "Cooking": ("noun", "plural", "cut"),
    "CrampFact": ("says",),
    "Dish": ("name", "how", "served_as", "short", "ahead", "steps"),
    "Food": ("name", "note", "advice"),
    "Grocery": ("name", "pack", "pack_plural"),
    "Method": ("hot", "cold", "ahead"),
    "Nutrient": ("label", "does", "cramps", "evidence"),
    "Seasoning": ("words",),
    "Unmeasured": ("does", "says"),
}
"""The fields that people read, by the rows' classes."""


def _find_any(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of these words, the longest first."""
    longest = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest)})\b", re.IGNORECASE)


WORDS = _find_any(BRITISH)
FILLED = re.compile(r"(\{[^}]*\})")  # the name of a slot in a dish's text


def write_british(text: str) -> str:
    """A text in British words, capitals as they were; what stands in braces stays.

    >>> write_british("Zucchini and chickpea flour fritters with {yogurt}")
    'Courgette and gram flour fritters with {yogurt}'
    """
    parts = FILLED.split(text)
    return "".join(part if part[:1] == "{" else WORDS.sub(_swap, part) for part in parts)


def _swap(match: re.Match[str]) -> str:
    british = BRITISH[match[0].lower()]
    return british[0].upper() + british[1:] if match[0][0].isupper() else british


def find_american(words: str) -> str | None:
    """What the tables call something that is called otherwise in Britain; None for other words.

    >>> find_american("Gram flour"), find_american("wholemeal bread"), find_american("pepper")
    ('chickpea flour', 'whole-wheat bread', None)
    """
    words = " ".join(words.lower().split())
    american = _find_british_words().sub(lambda match: list_british()[match[0]], words)
    return None if american == words else american


@cache
def list_british() -> Mapping[str, str]:
    """The British words that `find_american` knows, with the American ones."""
    back = {british: american for american, british in BRITISH.items()}
    known = {british: back[british] for british in sorted(back.keys() - AMBIGUOUS)}
    return {**known, **ONLY_SPOKEN}


@cache
def _find_british_words() -> re.Pattern[str]:
    return _find_any(list_british())


def speak_british(tables: Tables) -> Tables:
    """The same tables with British words in every text that people read."""
    changed: dict[str, Any] = {}
    for one in fields(tables):
        value = getattr(tables, one.name)
        if isinstance(value, Mapping):
            changed[one.name] = {key: _speak(row) for key, row in value.items()}
        elif isinstance(value, tuple):
            changed[one.name] = tuple(map(_speak, value))
    return replace(tables, **changed)


def _speak(row: Any) -> Any:
    if not is_dataclass(row) or isinstance(row, type):
        return row
    texts = {name: _translate(getattr(row, name)) for name in TEXTS.get(type(row).__name__, ())}
    return replace(row, **texts) if texts else row


def _translate(value: Any) -> Any:
    if isinstance(value, str):
        return write_british(value)
    return tuple(map(_translate, value)) if isinstance(value, tuple) else value
