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
    for use in compute_supplements(plan, report):
        nutrient = tables.nutrients[use.nutrient]
        name = f"{use.person}: {nutrient.label}" if several else nutrient.label
        rows.append(
            (
                Cell(name),
                Cell(write_amount(use.dose, nutrient)),
                Cell(_find_form(use.nutrient, use.dose, tables)),
                Cell(write_percent(use.food, use.target)),
                Cell(write_percent(use.taken, use.target)),
                Cell(write_amount(use.target, nutrient)),
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
    for supplement in tables.supplements:
        if (supplement.nutrient, supplement.dose) == (nutrient, dose):
            return supplement.form
    return ""


def compose_supplement_list(plan: WeekPlan, tables: Tables) -> list[Block]:
    """The supplements to buy for the whole plan."""
    if not plan.supplements:
        return []
    days = len(plan.days)
    lasts = write_length(days)
    items = tuple(
        f"{tables.nutrients[supplement.nutrient].label},"
        f" {write_amount(supplement.dose, tables.nutrients[supplement.nutrient])}:"
        f" {days} for {lasts} ({_find_form(supplement.nutrient, supplement.dose, tables)})"
        for supplement in plan.supplements
    )
    return [Heading("Supplements, from the pharmacy", 3), Checklist(items)]
