"""What a person is told beside the figures: risks of a group, conditions, when to see a doctor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.checking.findings import CheckReport
from planner.people.exclusions import find_advice
from planner.people.intakes import IRON, advised_iron_mg
from planner.people.person import Person
from planner.people.targets import find_targets
from planner.render.phrases import write_range
from planner.tables.bundle import Tables


def write_advice(
    people: Sequence[Person], tables: Tables, report: CheckReport | None = None
) -> Iterator[str]:
    """Write the advice for the people of a request, with the plan's amounts if you give its check.

    A line that isn't for everyone begins with the names of those it is for.
    """
    names: dict[str, list[str]] = {}
    for person in people:
        for line in _lines(person, tables, report):
            names.setdefault(line, []).append(person.name)
    for line, own in sorted(names.items(), key=lambda item: len(item[1]) == len(people)):
        yield line if len(own) == len(people) else f"{' and '.join(own)}: {line}"


def _lines(person: Person, tables: Tables, report: CheckReport | None) -> Iterator[str]:
    iron = write_iron_advice(person, tables)
    if iron:
        brings = f"; the plan brings {report.mean(person.name, IRON):.0f} mg" if report else ""
        yield f"{iron}{brings}. It is advice, not a target."
    for advice in find_advice(person, tables):
        yield f"{advice.says} Source: {advice.source}."


def write_conditions(
    people: Sequence[Person], tables: Tables, report: CheckReport | None = None
) -> Iterator[str]:
    """Write the text of each person's conditions, with the amounts that the plan's days bring."""
    for person in people:
        who = "With" if len(people) == 1 else f"{person.name}, with"
        for name in person.conditions:
            condition = tables.conditions[name]
            brings = ", ".join(
                f"{tables.nutrients[nutrient].label}"
                f" {write_range(report.daily[person.name, nutrient], tables.nutrients[nutrient])}"
                for nutrient in condition.nutrients
                if report
            )
            text = f"{who} {condition.name}: {condition.says}"
            text += f" This plan brings {brings} a day." if brings else ""
            yield f"{text} Source: {condition.source}."


def write_iron_advice(person: Person, tables: Tables) -> str:
    """Write how much iron is advised without meat and fish; empty if the advice doesn't apply."""
    iron = advised_iron_mg(person, tables)
    if iron is None:
        return ""
    advice = (
        f"Iron: without meat and fish 1.8 times the RDA is advised, {iron:.0f} mg a day (IOM 2001)"
    )
    limits = [
        target.maximum
        for target in find_targets(person, tables)
        if target.nutrient == IRON and target.kind == "UL" and target.maximum is not None
    ]
    if limits and iron > min(limits):
        advice += f", which is above the upper level of {min(limits):.0f} mg: ask a doctor first"
    return advice
