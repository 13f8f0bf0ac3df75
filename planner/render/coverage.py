"""A plan's coverage composed: whether it meets everything, and by how much."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from planner.check import CheckReport, find_full, find_share
from planner.customs import PRICES, home_shares
from planner.nutrients import ENERGY, SODIUM, THE_FIVE, WATER
from planner.person import Person
from planner.plan import Verdict, WeekPlan
from planner.render.advice import write_advice
from planner.render.blocks import Block, Cell, Grid, Heading, Mark, Paragraph
from planner.render.words import Units, write_amount, write_percent, write_volume
from planner.tables import Tables
from planner.targets import (
    DAY,
    PERCENT_OF_ENERGY,
    SUPPLEMENTAL,
    WEEK,
    find_targets,
    not_assessed,
    water_aim_g,
)

GLASS_G = 237.0  # a US cup of water, as in the USDA measures; a gram of it is a millilitre
SALT_G_A_TSP = 6.0  # USDA SR Legacy, table salt: a teaspoon
SODIUM_SHARE_OF_SALT = 0.3934  # by atomic weights, 22.99 / 58.44
WELL_KNOWN = 0.995  # of the week's grams: below it the share that is known is said

NOTHING = 1e-3  # of what a plan misses: a bound that misses less shows no cause


def compose_verdict(report: CheckReport, tables: Tables) -> Paragraph:
    """Whether a plan meets everything; what it misses and when."""
    if not report.misses:
        counted = " and the supplements" if report.taken else ""
        return Paragraph(
            f"Checked from the portions{counted} below: magnesium, potassium, calcium and vitamin"
            " B12 reach their targets every day, vitamin D and every other RDA that the tables"
            " measure on the average; energy and the upper limits of these are kept."
        )
    several = len({verdict.person for verdict in report.verdicts}) > 1
    names: dict[str, list[str]] = {}
    for miss in report.misses:
        label = tables.nutrients[miss.nutrient].label
        if miss.maximum is not None and miss.value > miss.maximum:
            label = f"too much {label}"
        named = f"{label} for {miss.person}" if several else label
        names.setdefault(named, []).append(_when(miss))
    parts = [f"{name} ({', '.join(dict.fromkeys(when))})" for name, when in names.items()]
    return Paragraph(f"Missed: {'; '.join(parts)}. See the coverage below.", Mark.MISS)


def _when(verdict: Verdict) -> str:
    return f"day {verdict.number}" if verdict.period == DAY else "on the average"


def compose_coverage(
    plan: WeekPlan, report: CheckReport, tables: Tables, units: Units = Units.METRIC
) -> list[Block]:
    """How far every target is met: the five by day, the others, limits, what isn't known."""
    (person,) = plan.request.people
    blocks: list[Block] = [Heading("Coverage", 2)]
    blocks += [Paragraph(text) for text in write_outs(person, report)]
    blocks.append(Paragraph("The five, in percent of the target, day by day; energy in kcal."))
    blocks += _five_by_day(plan, report, tables)
    blocks.append(Paragraph("Other minima, on the average of the days, with the lowest day."))
    blocks.append(_others(report, person, tables))
    blocks.append(Paragraph("Limits and ranges, with the highest day where they hold daily."))
    blocks.append(_limits(report, person, tables))
    return blocks + compose_remarks(plan, report, tables, units)


def compose_everyone(plan: WeekPlan, report: CheckReport, tables: Tables) -> Grid:
    """The five of all people at a glance: the lowest day, or the average where that counts."""
    rows, averages = [], set()
    for person in plan.request.people:
        shares = np.array(home_shares(person, report.days))
        at_home = shares > NOTHING
        cells = [Cell(person.name)]
        for nutrient in THE_FIVE:
            found = [
                v
                for v in report.verdicts
                if (v.person, v.nutrient) == (person.name, nutrient)
                and v.minimum is not None
                and v.basis != PERCENT_OF_ENERGY
            ]
            full = max((find_full(v, person, report.days) for v in found), default=0.0)
            daily = np.asarray(report.daily[person.name, nutrient])
            value = float((daily[at_home] / shares[at_home]).min(initial=np.inf))
            if all(v.period == WEEK for v in found if not v.kind.endswith("floor")):
                averages.add(nutrient)
                value = float(daily.sum() / max(shares.sum(), NOTHING))
            missed = any(v.required and not v.met for v in found)
            percent = write_percent(value, full) if at_home.any() else "out"
            cells.append(Cell(percent, Mark.MISS if missed else Mark.PLAIN))
        rows.append(tuple(cells))
    headers = (
        "lowest day",
        *(
            tables.nutrients[nutrient].label + (", average" if nutrient in averages else "")
            for nutrient in THE_FIVE
        ),
    )
    return Grid(headers, tuple(rows), ("left", *["right"] * len(THE_FIVE)))


def compose_remarks(
    plan: WeekPlan, report: CheckReport, tables: Tables, units: Units = Units.METRIC
) -> list[Block]:
    """What is to be known beside the numbers: water, salt, what isn't assessed, whom to ask."""
    (person,) = plan.request.people
    return [Paragraph(text) for text in _remarks(plan, report, person, tables, units)]


def write_outs(person: Person, report: CheckReport) -> Iterable[str]:
    """What a person's days are held to on which some meals are eaten elsewhere."""
    shares = dict(zip(report.days, home_shares(person, report.days), strict=True))
    parts = []
    for share in sorted({share for share in shares.values() if share < 1.0}, reverse=True):
        days = [str(day) for day, own in shares.items() if own == share]
        named = f"day{'s' if len(days) > 1 else ''} {', '.join(days)}"
        held = f"{share:.0%} of a day's targets" if share > NOTHING else "nothing"
        parts.append(f"{named} to {held}")
    if parts:
        yield (
            f"Out for {len(person.out)} meal{'s' if len(person.out) > 1 else ''}: what is eaten at"
            f" home is held to the share of a day's energy that such meals usually have,"
            f" {'; '.join(parts)}. Percents and limits are of that."
        )


def _five_by_day(plan: WeekPlan, report: CheckReport, tables: Tables) -> list[Block]:
    (person,) = plan.request.people
    grids: list[Block] = []
    for first in range(0, len(plan.days), 7):
        days = [day.day for day in plan.days[first : first + 7]]
        shares = home_shares(person, report.days)[first : first + 7]
        rows = []
        for nutrient in THE_FIVE:
            found = [
                v
                for v in report.verdicts
                if v.nutrient == nutrient and v.minimum is not None and v.basis != PERCENT_OF_ENERGY
            ]
            full = max((find_full(v, person, report.days) for v in found), default=0.0)
            cells = [Cell(_label(nutrient, person, report, tables))]
            for day, share in zip(days, shares, strict=True):
                value = report.amount(person.name, day, nutrient)
                missed = any(
                    v.period == DAY and v.number == day and v.required and not v.met for v in found
                )
                percent = write_percent(value, full * share) if share > NOTHING else "out"
                cells.append(Cell(percent, Mark.MISS if missed else Mark.PLAIN))
            mean = report.mean(person.name, nutrient, days)
            missed = any(v.period == WEEK and v.required and not v.met for v in found)
            at_home = sum(shares) / len(shares)
            percent = write_percent(mean, full * at_home) if at_home > NOTHING else "out"
            cells.append(Cell(percent, Mark.MISS if missed else Mark.PLAIN))
            cells.append(Cell(write_amount(full, tables.nutrients[nutrient])))
            rows.append(tuple(cells))
        energy = [v for v in report.verdicts if v.nutrient == ENERGY and v.number in days]
        judged = {v.number: v for v in energy if v.period == DAY and v.kind == "energy"}
        kcal = [
            Cell(f"{judged[day].value:,.0f}", Mark.PLAIN if judged[day].met else Mark.MISS)
            if day in judged
            else Cell("out")
            for day in days
        ]
        mean = report.mean(person.name, ENERGY, days)
        aim = f"{person.energy_kcal:,.0f} kcal"
        rows.append((Cell("energy"), *kcal, Cell(f"{mean:,.0f}"), Cell(aim)))
        headers = ("", *(f"day {day}" for day in days), "average", "target")
        grids.append(Grid(headers, tuple(rows), ("left", *["right"] * (len(days) + 2))))
    return grids


def _label(nutrient: str, person: Person, report: CheckReport, tables: Tables) -> str:
    """A nutrient's name, with a plus sign where a supplement is counted besides food."""
    sign = " +" if (person.name, nutrient) in report.taken else ""
    return tables.nutrients[nutrient].label + sign


def _others(report: CheckReport, person: Person, tables: Tables) -> Grid:
    shares = np.array(home_shares(person, report.days))
    at_home = shares > NOTHING
    rows = []
    weekly = [
        v
        for v in report.verdicts
        if v.minimum is not None
        and v.basis != PERCENT_OF_ENERGY
        and v.nutrient not in (*THE_FIVE, ENERGY)
        and not v.kind.endswith("floor")
    ]
    for nutrient in dict.fromkeys(v.nutrient for v in weekly):
        own = [v for v in weekly if v.nutrient == nutrient]
        full = max(find_full(v, person, report.days) for v in own)
        daily = report.daily[person.name, nutrient]
        floors = [v for v in report.verdicts if v.nutrient == nutrient and v.kind.endswith("floor")]
        missed = [v for v in (*own, *floors) if v.required and not v.met]
        short = any(not v.met for v in own)
        average = write_percent(float(daily.mean()), full * float(shares.mean()))
        lowest = (daily[at_home] / shares[at_home]).min(initial=np.inf)
        if short and not missed:
            average += " (aimed at)"
        known = report.known[nutrient]
        rests = f"known for {known:.0%} of the food" if known < WELL_KNOWN else ""
        rows.append(
            (
                Cell(_label(nutrient, person, report, tables)),
                Cell(average, Mark.MISS if missed else Mark.PLAIN),
                Cell(write_percent(float(lowest), full) if at_home.any() else "out"),
                Cell(f"{own[0].kind} {write_amount(full, tables.nutrients[nutrient])}"),
                Cell(rests),
            )
        )
    headers = ("", "average", "lowest day", "target", "")
    return Grid(headers, tuple(rows), ("left", "right", "right", "left", "left"))


def _limits(report: CheckReport, person: Person, tables: Tables) -> Grid:
    rows = []
    limited = [v for v in report.verdicts if v.maximum is not None and v.nutrient != ENERGY]
    for nutrient, kind in dict.fromkeys((v.nutrient, v.kind) for v in limited):
        own = [v for v in limited if (v.nutrient, v.kind) == (nutrient, kind)]
        worst = max(own, key=lambda v: v.value / (v.maximum or 1.0))
        label = tables.nutrients[nutrient].label
        missed = any(v.required and not v.met for v in own)
        if worst.basis == PERCENT_OF_ENERGY:
            value = f"{worst.value:.1f} % of energy"
            low = f"{worst.minimum:g} to " if worst.minimum is not None else "at most "
            limit = f"{low}{worst.maximum:g} %"
        else:
            value = write_amount(worst.value, tables.nutrients[nutrient])
            limit = f"at most {write_amount(worst.maximum or 0.0, tables.nutrients[nutrient])}"
            share = find_share(worst, person, report.days)
            limit += f", {share:.0%} of its days" if share < 1.0 else ""
        if any(not v.met for v in own) and not missed:
            value += " (outside, reported only)" if worst.maximum else " (outside)"
        period = "daily" if worst.period == DAY else "average"
        mark = Mark.MISS if missed else Mark.PLAIN
        rows.append((Cell(label), Cell(value, mark), Cell(f"{kind} {limit}"), Cell(period)))
    return Grid(("", "plan", "limit", "holds"), tuple(rows), ("left", "right", "left", "left"))


def _remarks(
    plan: WeekPlan, report: CheckReport, person: Person, tables: Tables, units: Units
) -> Iterable[str]:
    water = water_aim_g(person, tables)
    if water is not None:
        water *= float(np.mean(home_shares(person, report.days)))
        eaten = report.mean(person.name, WATER)
        glasses = max(0.0, (water - eaten) / GLASS_G)
        yield (
            f"To drink: about {glasses:.0f} glasses of water a day"
            f" ({write_volume(GLASS_G, units)} each); the food brings"
            f" {write_volume(eaten, units)} of the {write_volume(water, units)} that are adequate."
        )
    sodium = report.mean(person.name, SODIUM)
    caps = [v.maximum for v in report.verdicts if v.nutrient == SODIUM and v.maximum is not None]
    if caps:
        room = max(0.0, (min(caps) - sodium) / SODIUM_SHARE_OF_SALT / 1000)
        spoons = f" ({room / SALT_G_A_TSP:.1f} teaspoons)" if units is Units.US else ""
        yield (
            f"Salt: the sodium counted is the food's own, {sodium:,.0f} mg a day; that leaves room"
            f" for {room:.1f} g{spoons} of salt a day that you add, in the kitchen and at table."
        )
    if report.taken:
        yield "+ with what a supplement brings; the table of supplements says what food does alone."
    judged = {
        f"upper level of {tables.nutrients[v.nutrient].label}"
        for v in report.verdicts
        if v.kind == SUPPLEMENTAL
    }
    absent = {what: why for what, why in not_assessed(person, tables).items() if what not in judged}
    if absent:
        parts = [f"{name} ({reason})" for name, reason in absent.items()]
        yield f"Not assessed, neither met nor missed: {'; '.join(parts)}."
    quiet = [
        tables.nutrients[t.nutrient].label
        for t in find_targets(person, tables, plan.request.every_day)
        if not t.steers
    ]
    if quiet:
        yield (
            f"Reported only, since too few foods have a figure: {', '.join(dict.fromkeys(quiet))}."
        )
    advised: dict[str, set[str]] = {}
    for day in plan.days:
        for meal in day.meals:
            for one in meal.servings:
                food = tables.foods[one.food_id]
                if food.advice:
                    advised.setdefault(food.advice, set()).add(food.name)
    for text, names in advised.items():
        named = ", ".join(sorted(names))
        yield f"{named[0].upper()}{named[1:]}: {text}."
    yield from write_advice(plan.request.people, tables, report)


def write_points(plan: WeekPlan) -> str:
    """How far a plan is from usual, or how much it misses, beside its bound: of all its people."""
    days, several = len(plan.days), len(plan.request.people) > 1
    above = (plan.points.total - plan.points.bound) / days
    meaning = "A point is one food one usual portion away from usual."
    if plan.points.misses:
        percent = PRICES.required / 100
        over = "days, people and targets" if several else "days and targets"
        missed = f"Added up over {over} {plan.points.misses / percent:.1f} % are missed"
        if plan.points.bound_misses > NOTHING * plan.points.misses:
            alone = "if each ate dishes of their own, " if several else ""
            return (
                f"{missed}; {alone}with any fraction of a portion"
                f" {plan.points.bound_misses / percent:.1f} % would be, so these foods and dishes"
                " don't hold enough."
            )
        if several:
            return (
                f"{missed}. If each ate dishes of their own, with fractions of portions, nothing"
                " would be: whether dishes for all can meet everything isn't known, and --effort"
                " high looks longer."
            )
        return (
            f"{missed}. With fractions of portions nothing would be: it isn't proven that no plan"
            " in whole portions meets all, and --effort high looks longer."
        )
    return (
        f"The plan is {plan.points.total / days:.2f} points a day from usual portions"
        f"{', for all together' if several else ''}; no plan can"
        f" be nearer than {plan.points.bound / days:.2f}. In all days together none is more than"
        f" {above * days:.1f} portions nearer to usual. {meaning}"
    )


def compose_check(plan: WeekPlan, report: CheckReport, tables: Tables) -> list[Block]:
    """Every limit of a plan with its value: each daily one for each day."""
    blocks: list[Block] = [Heading(f"Check of {len(plan.days)} days", 1)]
    blocks.append(compose_verdict(report, tables))
    several = len(plan.request.people) > 1
    rows = []
    for verdict in report.verdicts:
        nutrient = tables.nutrients[verdict.nutrient]
        unit = "% of energy" if verdict.basis == PERCENT_OF_ENERGY else nutrient.unit
        word = "met" if verdict.met else "missed" if verdict.required else "outside, not required"
        mark = Mark.MISS if word == "missed" else Mark.PLAIN
        low = "" if verdict.minimum is None else f"{verdict.minimum:.5g}"
        high = "" if verdict.maximum is None else f"{verdict.maximum:.5g}"
        rows.append(
            (
                *([Cell(verdict.person)] if several else []),
                Cell(nutrient.label),
                Cell(verdict.kind),
                Cell(f"{verdict.period} {verdict.number}"),
                Cell(f"{verdict.value:.5g}"),
                Cell(low),
                Cell(high),
                Cell(unit),
                Cell(word, mark),
            )
        )
    headers: tuple[str, ...] = ("", "kind", "when", "value", "at least", "at most", "unit", "")
    align: tuple[str, ...] = ("left", "left", "left", "right", "right", "right", "left", "left")
    if several:
        headers, align = ("of", *headers), ("left", *align)
    blocks.append(Grid(headers, tuple(rows), align))
    return blocks + [Paragraph(f"Unusual: {note}.") for note in report.notes]
