"""Requests drawn at random, targets up to the absurd among them: each ends, in seconds of CPU.

    python benchmarks/endings.py [--count N] [--seed N] [--first N] [--limit SECONDS]

One to six people, one to 28 days, whatever they may say. Each is answered at normal effort, with
why and what would help where something is missed. One that takes longer than the limit is stopped
and printed with its words, and so is one that fails.
"""

from __future__ import annotations

import argparse
import itertools
import signal
import statistics
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from planner import find_data, make_request, read_tables
from planner.actions.answers import answer_request
from planner.errors import PlannerError
from planner.request.from_words import join_requests
from planner.request.request import Request
from planner.tables.bundle import Tables
from planner.tables.diets import ALLERGENS
from planner.tables.foods import CONTAINS, GROUPS
from planner.tables.reference_intakes import ACTIVITIES

LIMIT_S = 30
NAMES = ("Ana", "Ben", "Chloë", "Daniel", "Eva", "Felix")
PEOPLE = (1, 1, 1, 1, 1, 2, 2, 3, 4, 6)
DAYS = (1, 2, 3, 5, 7, 7, 7, 14, 28)
MEALS = ("breakfast", "lunch", "dinner", "snack")

Words = dict[str, Any]


class TooLongError(Exception):
    """A request isn't answered within the limit."""


class Draw:
    """What is drawn for requests, from one seed."""

    def __init__(self, seed: int, tables: Tables) -> None:
        """Begin."""
        self.rng, self.tables = np.random.default_rng(seed), tables
        self.words = [*GROUPS, *CONTAINS, *sorted({f.kind for f in tables.foods.values()})]
        self.words += sorted(tables.foods)

    def some(self, words: Sequence[Any], most: int, least: int = 0) -> list[Any]:
        """A few of some words."""
        count = int(self.rng.integers(least, most + 1))
        return [words[at] for at in self.rng.permutation(len(words))[:count].tolist()]

    def one(self, words: Sequence[Any]) -> Any:
        """One of some words."""
        return self.some(words, 1, 1)[0]

    def maybe(self, chance: float) -> bool:
        """Whether something is said that is said so often."""
        return bool(self.rng.random() < chance)

    def amounts(self, most: int) -> list[str]:
        """Amounts of nutrients, from a hundredth to a hundred times what is usual of each."""
        found = []
        for nutrient in self.some(list(self.tables.nutrients.values()), most):
            usual = 10 ** self.rng.uniform(0, 3)
            amount = usual * 10 ** self.rng.normal(0.0, 0.7)
            found.append(f"{nutrient.id}={amount:.4g}")
        return found

    def person(self) -> Words:
        """What one person says."""
        words: Words = {
            "diet": self.one(sorted(self.tables.diets)),
            "avoid": self.some(self.words, 5),
            "allergies": self.some(sorted(ALLERGENS), 2),
            "like": self.some(sorted(self.tables.foods), 2),
            "dislike": self.some(sorted(self.tables.foods), 4),
            "targets": self.amounts(2),
            "limits": self.amounts(2),
        }
        if self.maybe(0.8):
            words |= {"age": int(self.rng.integers(9, 96)), "sex": self.one(("female", "male"))}
        if self.maybe(0.2):
            words["calories"] = int(self.rng.integers(600, 6001))
        elif self.maybe(0.3):
            words |= {"weight": int(self.rng.integers(40, 130)), "height": 170}
            words["activity"] = self.one(sorted(ACTIVITIES))
        if self.maybe(0.2):
            words["conditions"] = [self.one(sorted(self.tables.conditions))]
        if self.maybe(0.2):
            words["supplements"] = [self.one(("vitamin-d", "vitamin-b12", "calcium", "iron"))]
        return words

    def request(self) -> Request:
        """What people say who eat together; raises PlannerError where it can't be."""
        days = int(self.one(DAYS))
        shared: Words = {"days": days, "seed": int(self.rng.integers(0, 20))}
        if self.maybe(0.2):
            shared["minutes"] = self.one((15, 20, 30, 60))
        if self.maybe(0.2):
            shared["leftovers"] = int(self.rng.integers(1, 5))
        if self.maybe(0.1):
            shared["budget"] = int(self.rng.integers(5, 400))
        elif self.maybe(0.1):
            shared["cheap"] = True
        if self.maybe(0.1):
            shared["every_day"] = self.some(("vitamin-d", "iron", "zinc", "vitamin-e"), 2)
        people = []
        for name in NAMES[: self.one(PEOPLE)]:
            out = [f"day {self.rng.integers(1, days + 1)} {self.one(MEALS)}"] * self.maybe(0.2)
            words = self.person()
            people.append(make_request(self.tables, name=name, out=out, **words, **shared))
        return join_requests(people)

    def requests(self, count: int) -> list[Request]:
        """So many requests that can be made."""
        found: list[Request] = []
        while len(found) < count:
            with suppress(PlannerError):
                found.append(self.request())
        return found


def answer(request: Request, tables: Tables, limit_s: float) -> tuple[str, float]:
    """How a request ends, and after how many seconds of CPU; TooLongError beyond the limit."""

    def end(_number: int, _frame: object) -> None:
        raise TooLongError

    signal.signal(signal.SIGPROF, end)
    began = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, limit_s)
    try:
        plan = answer_request(request, tables)
        how = "missed" if plan.misses else "met"
    except PlannerError:
        how = "no plan"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return how, time.process_time() - began


def main() -> None:
    """Answer the requests and print how they ended."""
    parser = argparse.ArgumentParser(description="Whether random requests end.")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=1, help="the request to begin with")
    parser.add_argument("--limit", type=float, default=LIMIT_S, help="seconds of CPU for each")
    given = parser.parse_args()
    tables = read_tables(find_data())
    requests = Draw(given.seed, tables).requests(given.first - 1 + given.count)
    ends: dict[str, list[float]] = {"met": [], "missed": [], "no plan": []}
    longer = 0
    for number, request in enumerate(requests[given.first - 1 :], start=given.first):
        size = f"{number}: {len(request.people)} people, {request.days} days"
        try:
            how, seconds = answer(request, tables, given.limit)
        except TooLongError:
            longer += 1
            print(f"{size}: longer than {given.limit:g} CPU s: {request.to_json()}", flush=True)
            continue
        ends[how].append(seconds)
        print(f"{size}: {how} after {seconds:.1f} CPU s", flush=True)
    every = sorted(itertools.chain.from_iterable(ends.values()))
    counts = ", ".join(f"{len(found)} {how}" for how, found in ends.items())
    print(f"\n{given.count} requests: {counts}, {longer} longer than {given.limit:g} CPU s")
    if every:
        median, high = statistics.median(every), every[int(0.99 * (len(every) - 1))]
        print(f"CPU s: median {median:.1f}, 99 % within {high:.1f}, most {every[-1]:.1f}")


if __name__ == "__main__":
    main()
