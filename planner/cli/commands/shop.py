"""The command that prints a plan's shopping list again: shop."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.inputs import (
    date_plan,
    find_plan_file,
    find_style,
    find_units,
    find_wording,
    note_differences,
    read_aisles,
    read_home,
    read_prices,
    read_sound_plan,
    tell_home,
)
from planner.cli.options import (
    LIST_FORMATS,
    AislesOption,
    ComparedPersonOption,
    ComparedProfileOption,
    CurrencyOption,
    EnglishOption,
    Format,
    KitchenOption,
    ListFormatOption,
    OutputOption,
    PantryOption,
    Paper,
    PaperOption,
    PricesOption,
    StartOption,
    TablesOption,
    UnitsOption,
    WeekArgument,
)
from planner.cli.output import choose_format, refuse_unused, render, write

if TYPE_CHECKING:
    from planner.plans.records import WeekPlan
    from planner.render.phrases import Style
    from planner.tables.bundle import Tables


def shop(
    plan: WeekArgument = None,
    pantry: PantryOption = None,
    start: StartOption = None,
    aisles: AislesOption = None,
    prices: PricesOption = None,
    units: UnitsOption = None,
    english: EnglishOption = None,
    currency: CurrencyOption = None,
    profile: ComparedProfileOption = None,
    person: ComparedPersonOption = None,
    format: ListFormatOption = None,  # noqa: A002  (the option's name)
    output: OutputOption = None,
    paper: PaperOption = None,
    kitchen: KitchenOption = None,
    tables: TablesOption = None,
) -> None:
    """Print the shopping list of a plan again.

    With --pantry, the list counts this pantry instead of the one that the plan was made with: what
    is still good on the first day, or today if the plan has no date.
    With --prices, it has the prices of your shop. In a kitchen it is the list of its newest
    week, with your aisles and prices, and without what is at home by now.
    With --profile, note where the profile has changed since the plan was made.
    """
    written, written_in = choose_format(format, output, LIST_FORMATS), find_units(units)
    wording = find_wording(english, currency)
    refuse_unused(written, {"paper": paper})
    from planner.plans.excerpt import widen

    plan_file, own = find_plan_file(plan, kitchen, tables, to_shop=True)
    opened, today = read_sound_plan(plan_file, tables, kitchen)
    if own is not None:
        prices, aisles = prices or own.prices, aisles or own.aisles
    week, known = date_plan(opened.plan, start), widen(opened.tables, today)
    known = read_prices(prices, known)
    first_day = week.request.start
    style = find_style(written_in, wording, read_aisles(aisles, known), first_day)
    if own is not None and pantry is None and first_day is not None:
        from planner.actions import keeping

        week, home = keeping.compute_list(own, known, first_day, week)
        tell_home(home, known)
    elif pantry is not None or prices is not None:
        from planner import actions
        from planner.request.from_words import find_at_home

        there = week.request.at_home
        if pantry is not None:
            there = find_at_home(*read_home(pantry, known, first_day))
        request = replace(week.request, at_home=there)
        shopping = actions.shop(week, known, there)
        week = replace(week, request=request, shopping=shopping)
    note_differences(week, today, profile, person)
    if written is not Format.JSON:  # which other programs read
        week, _, known = wording.speak_plan(week, opened.report, known)
    write(_render_list(written, output, week, known, style, paper), output)


def _render_list(
    written: Format,
    output: Path | None,
    week: WeekPlan,
    known: Tables,
    style: Style,
    paper: Paper | None,
) -> str | bytes:
    """A plan's shopping list in any of LIST_FORMATS."""
    match written:
        case Format.JSON:
            from planner.plans.shopping import arrange
            from planner.render.formats.json_text import write_json

            week = replace(week, shopping=arrange(week.shopping, known, style.aisles))
            return write_json(week.to_json()["shopping"])
        case Format.CSV:
            from planner.render.formats.csv import BYTE_ORDER_MARK, render_spreadsheet

            return (BYTE_ORDER_MARK if output else "") + render_spreadsheet(week, known, style)
        case Format.HTML:
            from planner.render.documents.shopping_list import compose_list
            from planner.render.formats.list_file import render_list_file

            return render_list_file(compose_list(week, known, style), week, style)
        case Format.PDF:
            from planner.render.documents.print_sheets import compose_list_sheet
            from planner.render.formats.pdf import render_pdf

            return render_pdf(
                compose_list_sheet(week, known, style), "Shopping list", paper or Paper.A4
            )
        case _:
            from planner.render.documents.shopping_list import compose_list

            return render(written, output, compose_list(week, known, style), week)
