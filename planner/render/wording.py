"""The words of a country: British English, and lists without prices in US dollars."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from planner.checking.findings import CheckReport
from planner.errors import Problem, RequestError, close_matches, quote
from planner.plans.records import WeekPlan
from planner.tables.bundle import Tables
from planner.tables.english import speak_british, write_british


class English(StrEnum):
    """Whose English names foods and dishes."""

    US = "us"
    UK = "uk"


class Currency(StrEnum):
    """What prices are in; the tables have US dollars, so the other choice is to print none."""

    USD = "usd"
    NONE = "none"


Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class Wording:
    """Whose English a document is written in, and in which currency its prices are."""

    english: English = English.US
    currency: Currency = Currency.USD

    def speak(self, tables: Tables) -> Tables:
        """The tables in these words; in British English foods, dishes and steps have other names.

        Figures, ids and the hash stay. Without a currency no item has a price.
        """
        if self.english is English.UK:
            tables = speak_british(tables)
        if self.currency is Currency.NONE:
            groceries = {
                name: replace(grocery, price_usd_per_100g=None)
                for name, grocery in tables.groceries.items()
            }
            tables = replace(tables, groceries=groceries)
        return tables

    def speak_plan(
        self, plan: WeekPlan, report: CheckReport, tables: Tables
    ) -> tuple[WeekPlan, CheckReport, Tables]:
        """A plan, its check and its tables in these words, for a document that people read.

        RequestError where a plan was asked to keep a budget and prices aren't to be printed.
        """
        if self == AMERICAN:
            return plan, report, tables
        if self.currency is Currency.NONE and plan.request.weighs_cost:
            what = "prints no prices, and the plan keeps to a price"
            remedy = "Leave it out, or plan without --budget and --cheap."
            raise RequestError(Problem(("currency",), what, remedy))
        spoken = self.speak(tables)
        if self.currency is Currency.NONE:
            shopping = tuple(replace(line, cost_usd=None) for line in plan.shopping)
            plan = replace(plan, shopping=shopping)
        if self.english is English.UK:
            report = replace(report, notes=tuple(map(write_british, report.notes)))
        return replace(plan, tables=spoken), report, spoken


AMERICAN = Wording()


def find_wording(english: str | None = None, currency: str | None = None) -> Wording:
    """The wording of these names; RequestError for one that isn't known.

    >>> find_wording("uk").english
    <English.UK: 'uk'>
    """
    return Wording(
        English.US if english is None else _find(english, English, "english"),
        Currency.USD if currency is None else _find(currency, Currency, "currency"),
    )


def _find(word: str, words: type[Word], field: str) -> Word:
    try:
        return words(word.strip().lower())
    except ValueError:
        remedy = close_matches(word, list(words)) or f"Choose one of {', '.join(words)}."
        raise RequestError(Problem((field,), f"{quote(word)} is not known", remedy)) from None
