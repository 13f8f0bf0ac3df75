"""The command that says what to cook today: today."""

from __future__ import annotations

from planner.cli.inputs import (
    find_plan_file,
    find_style,
    find_units,
    find_wording,
    note_changes,
    read_sound_plan,
    read_wall,
    tell_frozen,
)
from planner.cli.options import (
    CurrencyOption,
    EnglishOption,
    KitchenOption,
    NoPagerOption,
    OneDayOption,
    TablesOption,
    TodayOption,
    UnitsOption,
    WeekArgument,
)
from planner.cli.output import print_blocks


def today(
    plan: WeekArgument = None,
    date: TodayOption = None,
    day: OneDayOption = None,
    units: UnitsOption = None,
    english: EnglishOption = None,
    currency: CurrencyOption = None,
    no_pager: NoPagerOption = False,
    kitchen: KitchenOption = None,
    tables: TablesOption = None,
) -> None:
    """Print what to cook today, and what to soak or thaw for tomorrow.

    The plan must know the date of its first day (--start when you plan it); or say which --day.
    In a kitchen it is the week that has the date.
    The day before its first, or --day 0, has what to soak or thaw for the first.
    """
    from planner.render.documents.today import compose_today, find_today
    from planner.request.day_wishes import find_day

    written_in, wording = find_units(units), find_wording(english, currency)
    plan_file, own = find_plan_file(plan, kitchen, tables, today=date)
    opened, known = read_sound_plan(plan_file, tables, kitchen)
    week = opened.plan
    number = find_today(week, date, day, read_wall())
    if number:
        find_day(number, len(week.days), ("day",))
    if own is not None:
        from planner.actions import keeping

        note_changes(own, known, week)
        home = keeping.find_home(own, known, date or read_wall())
        tell_frozen(home, known, week, max(1, number))
    style = find_style(written_in, wording, start=week.request.start)
    said = wording.speak_plan(week, opened.report, opened.tables)
    print_blocks(compose_today(number, *said, style), paged=not no_pager)
