"""Cuisines: where a dish is at home, and what people call that.

A dish names one cuisine. People may name it, a region with several ("Mediterranean") or a place
within one ("Lebanese").
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from planner.errors import FieldPath, Problem, RequestError, close_matches, quote
from planner.tables.diets import make_id
from planner.tables.dishes import Dish

ASIA = ("Chinese", "Indian", "Japanese", "Korean", "Thai", "Vietnamese")
SPOKEN_CUISINES: Mapping[str, tuple[str, ...]] = {
    "african": ("Ethiopian", "North African", "West African"),
    "east-african": ("Ethiopian",),
    "asian": ASIA,
    "east-asian": ("Chinese", "Japanese", "Korean"),
    "southeast-asian": ("Thai", "Vietnamese"),
    "mediterranean": ("Greek", "Italian", "Middle Eastern", "North African"),
    "latin-american": ("Mexican",),
    "nordic": ("Scandinavian",),
    **dict.fromkeys(
        ("arab", "arabic", "israeli", "lebanese", "levantine", "persian", "syrian", "turkish"),
        ("Middle Eastern",),
    ),
    **dict.fromkeys(("eritrean",), ("Ethiopian",)),
    **dict.fromkeys(("cantonese", "sichuan", "szechuan"), ("Chinese",)),
    **dict.fromkeys(("english", "irish", "scottish", "welsh"), ("British",)),
    **dict.fromkeys(("austrian", "czech", "german", "hungarian", "swiss"), ("Central European",)),
    **dict.fromkeys(("polish", "russian", "ukrainian"), ("Eastern European",)),
    **dict.fromkeys(("danish", "norwegian", "swedish"), ("Scandinavian",)),
    **dict.fromkeys(("ghanaian", "nigerian", "senegalese"), ("West African",)),
    **dict.fromkeys(("algerian", "egyptian", "moroccan", "tunisian"), ("North African",)),
    **dict.fromkeys(("bengali", "gujarati", "pakistani", "punjabi"), ("Indian",)),
    "tex-mex": ("Mexican",),
}
"""What people say, as an id, and the cuisines of the tables that are meant."""


def list_cuisines(dishes: Iterable[Dish]) -> list[str]:
    """The cuisines of some dishes, by the alphabet."""
    return sorted({dish.cuisine for dish in dishes} - {""})


def match_cuisine(word: str, known: Collection[str]) -> tuple[str, ...]:
    """Those of the known cuisines that a word means, by itself or as a region; maybe none.

    >>> match_cuisine("greek", ["Greek", "Thai"]), match_cuisine("asian", ["Greek", "Thai"])
    (('Greek',), ('Thai',))
    """
    said = make_id(word).removesuffix("-cuisine").removesuffix("-food")
    named = tuple(cuisine for cuisine in known if make_id(cuisine) == said)
    return named or tuple(one for one in known if one in SPOKEN_CUISINES.get(said, ()))


def write_cuisine(word: str) -> str:
    """A cuisine that somebody named, as the tables write cuisines.

    >>> write_cuisine("central-european")
    'Central European'
    """
    return " ".join(part[:1].upper() + part[1:] for part in word.replace("-", " ").split())


def split_cuisines(texts: Iterable[str]) -> tuple[str, ...]:
    """Each cuisine that was named, also those that commas part: "Mexican, thai"."""
    return tuple(word.strip() for text in texts for word in text.split(",") if word.strip())


def find_cuisines(
    words: Iterable[str], dishes: Iterable[Dish], field: FieldPath = ("cuisine",)
) -> frozenset[str]:
    """The cuisines that words name; RequestError, with those that are near, for any other."""
    known = list_cuisines(dishes)
    problems = []
    found: set[str] = set()
    for word in words:
        meant = match_cuisine(word, known)
        if not meant:
            remedy = close_matches(word.strip(), known)
            remedy = remedy or f"The cuisines are: {', '.join(known)}."
            problems.append(Problem(field, f"{quote(word)} is not a known cuisine", remedy))
        found.update(meant)
    if problems:
        raise RequestError(*problems)
    return frozenset(found)
