"""Composes a person's targets, the foods that are left out, and the diets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from planner.people.exclusions import find_left_out
from planner.people.intakes import not_assessed
from planner.people.person import Person
from planner.people.targets import DAY, PERCENT_OF_ENERGY, Target, find_targets
from planner.render.blocks import Block, Cell, Grid, Heading, Paragraph
from planner.render.documents.advice import (
    write_advice,
    write_conditions,
    write_diets,
    write_serving,
)
from planner.render.phrases import write_amount, write_assumption, write_person
from planner.request.request import Request
from planner.tables.bundle import Tables
from planner.tables.diets import Diet

MOST_NAMED = 12  # foods left out for one reason, where room counts


def write_removals(person: Person, tables: Tables, *, brief: bool = False) -> list[str]:
    """Write which foods are left out, a sentence for each reason.

    Foods are named; with `brief`, many are only counted.
    """
    return [
        f"Left out ({reason}):"
        f" {f'{len(names)} foods' if brief and len(names) > MOST_NAMED else ', '.join(names)}."
        for reason, names in find_left_out(person, tables).items()
    ]


def compose_targets(request: Request, tables: Tables) -> list[Block]:
    """Each person's targets, with their kind, period and source."""
    return [
        block
        for person in request.people
        for block in _compose_own(replace(request, people=(person,)), tables)
    ]


def _compose_own(request: Request, tables: Tables) -> list[Block]:
    (person,) = request.people
    blocks: list[Block] = [Heading(f"Targets for {write_person(person)}", 1)]
    assumption = write_assumption(person)
    if assumption:
        blocks.append(Paragraph(assumption))
    targets = find_targets(person, tables, request.every_day)
    blocks.append(compose_target_grid(targets, tables))
    blocks += [Paragraph(text) for text in write_conditions(request.people, tables)]
    blocks += [Paragraph(text) for text in write_diets(request.people, tables)]
    blocks += [Paragraph(text) for text in write_removals(person, tables)]
    absent = not_assessed(person, tables)
    parts = [f"{name} ({reason})" for name, reason in absent.items()]
    if parts:
        blocks.append(Paragraph(f"Not assessed: {'; '.join(parts)}."))
    blocks += [Paragraph(text) for text in write_serving(request.people, tables)]
    return blocks + [Paragraph(text) for text in write_advice(request.people, tables)]


def compose_target_grid(targets: Iterable[Target], tables: Tables) -> Grid:
    """Targets as a table: kind, limits, when they hold, who says so."""
    rows = []
    for target in targets:
        nutrient = tables.nutrients[target.nutrient]
        unit = "% of energy" if target.basis == PERCENT_OF_ENERGY else nutrient.unit
        low = target.minimum if target.minimum is not None else target.aim
        period = "every day" if target.period == DAY else "average"
        if target.floor is not None:
            period += f", {write_amount(target.floor, nutrient)} a day at least"
        if not target.steers:
            period = "reported only"
        elif target.minimum is None and target.maximum is None:
            period += ", aimed at"
        rows.append(
            (
                Cell(nutrient.label),
                Cell(target.kind),
                Cell("" if low is None else f"{low:.5g}"),
                Cell("" if target.maximum is None else f"{target.maximum:.5g}"),
                Cell(unit),
                Cell(period),
                Cell(target.source),
            )
        )
    headers = ("", "kind", "at least", "at most", "unit", "holds", "source")
    align = ("left", "left", "right", "right", "left", "left", "left")
    return Grid(headers, tuple(rows), align)


def compose_diets(diets: Iterable[Diet]) -> list[Block]:
    """Diets and what each leaves out."""
    rows = tuple(
        (Cell(diet.id), Cell(", ".join(sorted(diet.excludes)) or "nothing"), Cell(diet.note))
        for diet in diets
    )
    return [Grid(("diet", "leaves out", ""), rows, ("left", "left", "left"))]
