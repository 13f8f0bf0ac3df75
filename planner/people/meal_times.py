"""The meals of a day: what people call them, and which of the planner's meals each is."""

from __future__ import annotations

from dataclasses import dataclass

from planner.tables.dishes import MEALS


@dataclass(frozen=True)
class MealTime:
    """A meal of the day: its own name, and which of MEALS is served at it."""

    name: str
    served_as: str

    def __str__(self) -> str:
        """As people write it: "lunch", or "tea=snack" where the two differ."""
        return self.name if self.name == self.served_as else f"{self.name}={self.served_as}"


MEAL_TIMES = tuple(MealTime(name, name) for name in MEALS)
"""The meals of a day where nothing else is asked for."""
