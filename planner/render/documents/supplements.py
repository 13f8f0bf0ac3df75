"""Composes the supplements of a plan: what they bring beside food, and what to buy."""

from __future__ import annotations

from planner.checking.findings import CheckReport
from planner.plans.records import WeekPlan
from planner.render.blocks import Block, Cell, Checklist, Grid, Heading, Paragraph
from planner.render.documents.shortfall import SUPPLEMENT_CAUTION
from planner.render.phrases import write_amount, write_length, write_percent
from planner.report.supplement_use import compute_supplements
from planner.tables.bundle import Tables


def compose_supplements(plan: WeekPlan, report: CheckReport, tables: Tables) -> list[Block]:
    """Each supplement with the shares that food and it bring; empty if there is none."""
    if not plan.supplements:
        return []
    several = len(plan.request.people) > 1
    rows = []
    for one in compute_supplements(plan, report):
        nutrient = tables.nutrients[one.nutrient]
        name = f"{one.person}: {nutrient.label}" if several else nutrient.label
        rows.append(
            (
                Cell(name),
                Cell(write_amount(one.dose, nutrient)),
                Cell(_find_form(one.nutrient, one.dose, tables)),
                Cell(write_percent(one.food, one.target)),
                Cell(write_percent(one.taken, one.target)),
                Cell(write_amount(one.target, nutrient)),
            )
        )
    headers = ("", "a day", "sold as", "food brings", "supplement brings", "target")
    align = ("left", "right", "left", "right", "right", "right")
    return [
        Heading("Supplements", 2),
        Paragraph(
            "Take these every day: the foods allowed can't bring enough. The coverage counts them."
        ),
        Grid(headers, tuple(rows), align),
        Paragraph(SUPPLEMENT_CAUTION),
    ]


def _find_form(nutrient: str, dose: float, tables: Tables) -> str:
    for one in tables.supplements:
        if (one.nutrient, one.dose) == (nutrient, dose):
            return one.form
    return ""


def compose_supplement_list(plan: WeekPlan, tables: Tables) -> list[Block]:
    """The supplements to buy for the whole plan."""
    if not plan.supplements:
        return []
    days = len(plan.days)
    lasts = write_length(days)
    items = tuple(
        f"{tables.nutrients[one.nutrient].label},"
        f" {write_amount(one.dose, tables.nutrients[one.nutrient])}:"
        f" {days} for {lasts} ({_find_form(one.nutrient, one.dose, tables)})"
        for one in plan.supplements
    )
    return [Heading("Supplements, from the pharmacy", 3), Checklist(items)]
