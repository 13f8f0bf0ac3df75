"""Conditions: illnesses and medicines with which you read a plan with care, or get none.

The plan prints each condition beside the amounts it is about. With a condition that `stops`,
general targets could do harm, so nothing is planned.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from planner.errors import (
    CONDITIONS,
    Problem,
    RequestError,
    close_matches,
    mention,
    offer_one_by_one,
    quote,
)
from planner.parsing.csv_rows import read_rows
from planner.parsing.files import Source
from planner.tables.diets import ALLERGENS, make_id

COLUMNS = (
    "condition",
    "words",
    "stops",
    "nutrients",
    "allergies",
    "avoid",
    "steady",
    "says",
    "source",
)
OPTIONAL = ("words", "nutrients", "steady")
"""Columns that a table may lack; their values are then unknown."""


@dataclass(frozen=True)
class Condition:
    """An illness or a medicine, and what the plan says about it.

    `words` are other names for it, `nutrients` the ones it is about. The plan leaves out the
    allergens in `allergies` and the kinds of food in `avoid`. Of each nutrient in `steady` every
    day brings at least this amount, in its unit, and at most a quarter more. If it `stops` a plan,
    `says` is the reason.
    """

    id: str
    words: tuple[str, ...]
    stops: bool
    nutrients: tuple[str, ...]
    allergies: tuple[str, ...]
    avoid: tuple[str, ...]
    steady: Mapping[str, float] = field(hash=False)
    says: str
    source: str

    @property
    def name(self) -> str:
        """Its name in a sentence."""
        return self.id.replace("-", " ")


def read_conditions(
    path: Source,
    nutrients: Collection[str],
    kinds: Collection[str] | None,
    problems: list[Problem],
) -> dict[str, Condition]:
    """The conditions of `conditions.csv` by id; a word may stand for one of them only.

    What they leave out must be among `kinds` of food where those are given.
    """
    conditions: dict[str, Condition] = {}
    taken: dict[str, str] = {}
    for row in read_rows(path, COLUMNS, problems, key="condition", optional=OPTIONAL):
        condition = Condition(
            id=row.text("condition"),
            words=row.words("words", blank=True),
            stops=row.flag("stops"),
            nutrients=row.words("nutrients", nutrients, blank=True),
            allergies=row.words("allergies", ALLERGENS, blank=True),
            avoid=row.words("avoid", kinds, blank=True),
            steady=row.amounts("steady", nutrients, "vitamin_k_ug=250"),
            says=row.text("says"),
            source=row.text("source"),
        )
        for word in (condition.id, *condition.words):
            if make_id(word) != word:
                row.fault(
                    "words",
                    f"{quote(word)} is not in lower case with dashes",
                    f"Write {make_id(word)}.",
                )
            if word in taken:
                row.fault("words", f"{quote(word)} already means {taken[word]}")
            taken[word] = condition.id
        conditions[condition.id] = condition
    return conditions


def condition_names(conditions: Mapping[str, Condition]) -> dict[str, Condition]:
    """The conditions by every name they have."""
    return {word: one for one in conditions.values() for word in (one.id, *one.words)}


def find_condition(word: str, conditions: Mapping[str, Condition]) -> Condition:
    """The condition that a word names; RequestError, with similar names, if there is none."""
    names, key = condition_names(conditions), make_id(word)
    if key not in names:
        remedy = offer_one_by_one(word, ("conditions",)) or close_matches(key, names)
        remedy = remedy or f"{mention(CONDITIONS)} lists them. About others, ask a doctor."
        raise RequestError(
            Problem(("conditions",), f"{quote(word)} is not a condition in the tables", remedy)
        )
    return names[key]
