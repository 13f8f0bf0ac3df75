"""A plan's coverage composed: whether it meets everything, and by how much."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from planner.checking.findings import CheckReport
from planner.checking.targets import find_share
from planner.errors import mention
from planner.people.eating_rules import PENALTIES
from planner.people.intakes import not_assessed
from planner.people.meals_out import home_shares
from planner.people.person import Person
from planner.people.targets import DAY, PERCENT_OF_ENERGY, SUPPLEMENTAL, WEEK, find_targets
from planner.plans.names import join_words
from planner.plans.records import Verdict, WeekPlan
from planner.render.blocks import Block, Cell, Chips, Fold, Grid, Heading, Mark, Paragraph
from planner.render.charts import (
    NEAR,
    compose_pictures,
    mark_level,
    name_columns,
    name_worst,
    tabulate_sources,
    write_maximum,
    write_value,
)
from planner.render.documents.advice import write_advice, write_serving
from planner.render.documents.iodine import write_iodine
from planner.render.documents.shortfall import compose_hardest
from planner.render.phrases import (
    PLAIN,
    Style,
    Units,
    name_days,
    write_amount,
    write_label,
    write_length,
    write_percent,
    write_volume,
)
from planner.report.coverage_levels import compute_coverage, compute_minima
from planner.report.drink_and_salt import SALT_G_A_TSP, compute_drink, compute_salt_room
from planner.report.iodine_estimate import compute_iodine
from planner.report.limit_use import LimitUse, compute_limits
from planner.report.nutrient_sources import compute_sources
from planner.tables.bundle import Tables
from planner.tables.nutrients import DHA, ENERGY, EPA, THE_FIVE

GLASS_G = 237.0  # a US cup of water, as in the USDA measures; a gram of it is a millilitre
FISH_MG = 250  # EPA and DHA; Dietary Guidelines 2015-2020, in PMC5946201 (2018), table 1
AT_LEAST, NOT_JUDGED = "at least", "not judged"
WELL_KNOWN = 0.995  # of the week's grams: below it the share that is known is printed

LONGER = f"{mention('effort', 'high')} looks longer"
AVERAGE = ", average"  # ends the head of a column that has averages
NOTHING = 1e-3  # of what a plan misses: a bound that misses less shows no cause


def compose_verdict(report: CheckReport, tables: Tables, start: date | None = None) -> Paragraph:
    """Whether a plan meets everything; what it misses and when."""
    if not report.misses:
        counted = " and the supplements" if report.taken else ""
        kept = "Energy and the upper limits of these are kept."
        if report.uncounted:
            days = name_days(sorted({day for _, day in report.uncounted}), start)
            own = join_words(dict.fromkeys(chain.from_iterable(report.uncounted.values())))
            kept = (
                f"On {days} that is {AT_LEAST} what they bring, and energy and upper limits are"
                f" {NOT_JUDGED}: {own} of your own recipes isn't known and counts for nothing."
            )
        return Paragraph(
            f"Checked from the portions{counted}: magnesium, potassium, calcium and vitamin"
            " B12 reach their targets every day. Vitamin D and every other RDA that the tables"
            f" measure are reached on average. {kept}"
        )
    parts = find_missed(report, tables, start)
    return Paragraph(f"Missed: {'; '.join(parts)}. The coverage says by how much.", Mark.MISS)


def find_missed(report: CheckReport, tables: Tables, start: date | None = None) -> list[str]:
    """What a plan misses and when: "calcium for Ana (day 3)"; empty if it misses nothing."""
    several = len({verdict.person for verdict in report.verdicts}) > 1
    names: dict[str, list[Verdict]] = {}
    for miss in report.misses:
        label = tables.nutrients[miss.nutrient].label
        if miss.maximum is not None and miss.value > miss.maximum:
            label = f"too much {label}"
        named = f"{label} for {miss.person}" if several else label
        names.setdefault(named, []).append(miss)
    return [f"{name} ({_write_when(own, report, start)})" for name, own in names.items()]


def _write_when(verdicts: Sequence[Verdict], report: CheckReport, start: date | None) -> str:
    """On which days, or that on average, something is missed."""
    days = sorted({verdict.number for verdict in verdicts if verdict.period == DAY})
    whens = [name_days(days, start)] if days else []
    if len(days) == len(report.days) > 1:
        whens = ["every day"]
    if any(verdict.period == WEEK for verdict in verdicts):
        whens.append("on average")
    return ", ".join(whens)


@dataclass(frozen=True)
class Coverage:
    """How far every target of one person is met: its heading, meals out, figures, remarks."""

    heading: Heading
    outs: tuple[Block, ...]
    figures: tuple[Block, ...]
    remarks: tuple[Paragraph, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All of it."""
        return (self.heading, *self.outs, *self.figures, *self.remarks)


def compose_coverage(
    plan: WeekPlan, report: CheckReport, tables: Tables, style: Style = PLAIN
) -> Coverage:
    """How far every target of one person is met, what isn't known, and what to know besides.

    With pictures, drawn; else as tables: the five by day, the others, limits.
    """
    (person,) = plan.request.people
    figures: list[Block]
    if style.pictures:
        drawn = compose_pictures(plan, report, person, tables, style.start)
        figures = [*drawn, Heading("Besides", 3)]
    else:
        five = "The five, day by day, in percent of the target; energy in kcal."
        five = f"At least: {five[0].lower()}{five[1:]}" if report.uncounted else five
        figures = [Paragraph(five), *_five_by_day(plan, report, tables, style.start)]
        figures += compose_others(report, person, tables)
    return Coverage(
        heading=Heading("Coverage", 2),
        outs=tuple(map(Paragraph, write_outs(person, report, style.start))),
        figures=tuple(figures),
        remarks=tuple(map(Paragraph, _remarks(plan, report, person, tables, style))),
    )


def compose_others(report: CheckReport, person: Person, tables: Tables) -> list[Block]:
    """The other minima and all limits, as tables."""
    return [
        Paragraph("The other minima: the average of the days, and the lowest day."),
        _others(report, person, tables),
        Paragraph("Limits and ranges: the average, or the highest day where a limit holds daily."),
        _limits(report, person, tables),
    ]


def compose_details(
    plan: WeekPlan, report: CheckReport, tables: Tables, start: date | None = None
) -> list[Block]:
    """What a page has of a person beside the five: alarms of limits, then all else folded."""
    (person,) = plan.request.people
    limits = compute_limits(report, person)
    near = [use for use in limits if use.exceeded or (use.share >= NEAR and _is_required(use))]
    alarms = [
        Cell(
            f"{'Over' if use.exceeded else 'Near'} the limit:"
            f" {tables.nutrients[use.worst.nutrient].label},"
            f" {write_value(use.worst, tables)} of at most {write_maximum(use.worst, tables)}"
            f" ({name_worst(use, start)})",
            Mark.OVER if use.exceeded else Mark.UNDER,
        )
        for use in near
    ]
    others = [one for one in compute_minima(report, person) if one.nutrient not in THE_FIVE]
    lacking = [one for one in others if one.missed or one.short]
    named = ", ".join(
        f"{tables.nutrients[one.nutrient].label} {write_percent(one.average, one.average_target)}"
        for one in lacking
    )
    judged = all(report.is_judged(verdict) for use in limits for verdict in use.verdicts)
    kept = "all kept" if judged else f"some {NOT_JUDGED}"
    kept = "not all kept" if any(use.missed for use in limits) else kept
    summary = f"{len(others)} other nutrients: {f'below are {named}' if named else 'all reached'};"
    summary += f" {len(limits)} limits: {kept}"
    sources = _join_rows(tabulate_sources(compute_sources(plan, report, person, tables), tables))
    blocks = [
        *compose_others(report, person, tables),
        Paragraph("What brings most of the five, in percent of what all the days bring."),
        sources,
    ]
    return [*([Chips(tuple(alarms))] if alarms else []), Fold(summary, tuple(blocks))]


def _join_rows(sources: Grid) -> Grid:
    """The foods of each nutrient in one row: "oat milk 9 %, tempeh 5 %"."""
    foods: dict[str, list[str]] = {}
    for nutrient, food, share in sources.rows:
        foods.setdefault(nutrient.text, []).append(f"{food.text} {share.text}")
    rows = tuple((Cell(name), Cell(", ".join(own))) for name, own in foods.items())
    return Grid(("nutrient", "foods"), rows, ("left", "left"))


def _is_required(use: LimitUse) -> bool:
    return any(verdict.required for verdict in use.verdicts)


def compose_everyone(plan: WeekPlan, report: CheckReport, tables: Tables) -> Grid:
    """The five for all people in one table: the lowest day, or the average if that one counts."""
    rows, averages = [], set()
    for person in plan.request.people:
        minima = {minimum.nutrient: minimum for minimum in compute_minima(report, person)}
        cells = [Cell(person.name)]
        for nutrient in THE_FIVE:
            minimum = minima.get(nutrient)
            if minimum is None:
                cells.append(Cell("-"))
                continue
            if minimum.weekly:
                averages.add(nutrient)
                percent = write_percent(minimum.average, minimum.average_target)
            else:
                percent = write_percent(minimum.lowest or 0.0, minimum.target)
            if minimum.lowest is None:
                cells.append(Cell("out"))
                continue
            mark = Mark.MISS if minimum.missed else Mark.UNDER if minimum.short else Mark.REACHED
            cells.append(Cell(percent, mark))
        rows.append(tuple(cells))
    headers = (
        "lowest day",
        *(
            tables.nutrients[nutrient].label + (AVERAGE if nutrient in averages else "")
            for nutrient in THE_FIVE
        ),
    )
    return Grid(headers, tuple(rows), ("left", *["right"] * len(THE_FIVE)))


def write_outs(person: Person, report: CheckReport, start: date | None = None) -> Iterable[str]:
    """Write the share of the targets that holds on days with meals eaten elsewhere."""
    shares = dict(zip(report.days, home_shares(person, report.days), strict=True))
    parts = []
    for share in sorted({share for share in shares.values() if share < 1.0}, reverse=True):
        named = name_days([day for day, own in shares.items() if own == share], start)
        held = f"{share:.0%} of a day's targets" if share > NOTHING else "nothing"
        parts.append(f"{named} to {held}")
    if parts:
        yield (
            f"Out for {len(person.out)} meal{'s' if len(person.out) > 1 else ''}. The meals at home"
            f" are held to the share of a day's energy that they usually have: {'; '.join(parts)}."
            " Percents and limits are of that."
        )


def _five_by_day(
    plan: WeekPlan, report: CheckReport, tables: Tables, start: date | None
) -> list[Block]:
    (person,) = plan.request.people
    grids: list[Block] = []
    for first in range(0, len(plan.days), 7):
        days = [day.day for day in plan.days[first : first + 7]]
        rows = [
            (
                Cell(write_label(row.nutrient, person, report, tables)),
                *map(mark_level, row.levels),
                Cell(write_amount(row.target, tables.nutrients[row.nutrient])),
            )
            for row in compute_coverage(days, report, person)
            if row.nutrient in THE_FIVE
        ]
        energy = [v for v in report.verdicts if v.nutrient == ENERGY and v.number in days]
        judged = {v.number: v for v in energy if v.period == DAY and v.kind == "energy"}
        kcal = [
            Cell(f"{judged[day].value:,.0f}", Mark.PLAIN if judged[day].met else Mark.MISS)
            if day in judged
            else Cell("out")
            for day in days
        ]
        if len(days) > 1:
            kcal.append(Cell(f"{report.mean(person.name, ENERGY, days):,.0f}"))
        rows.append((Cell("energy"), *kcal, Cell(f"{person.energy_kcal:,.0f} kcal")))
        headers = ("", *name_columns(days, start), "target")
        grids.append(Grid(headers, tuple(rows), ("left", *["right"] * (len(headers) - 1))))
    return grids


def _find_unaimed(person: Person, tables: Tables) -> list[str]:
    """The nutrients whose targets steer no plan, because too few foods have a figure."""
    targets = find_targets(person, tables)
    return list(dict.fromkeys(target.nutrient for target in targets if not target.steers))


def _others(report: CheckReport, person: Person, tables: Tables) -> Grid:
    rows, unaimed = [], _find_unaimed(person, tables)
    for minimum in compute_minima(report, person):
        if minimum.nutrient in THE_FIVE:
            continue
        nutrient = tables.nutrients[minimum.nutrient]
        average = write_percent(minimum.average, minimum.average_target)
        average += " (aimed at)" if minimum.short and minimum.nutrient not in unaimed else ""
        rests = f"known for {minimum.known:.0%} of the food" if minimum.known < WELL_KNOWN else ""
        rows.append(
            (
                Cell(write_label(minimum.nutrient, person, report, tables)),
                Cell(average, Mark.MISS if minimum.missed else Mark.PLAIN),
                Cell(
                    "out"
                    if minimum.lowest is None
                    else write_percent(minimum.lowest, minimum.target)
                ),
                Cell(f"{minimum.kind} {write_amount(minimum.target, nutrient)}"),
                Cell(rests),
            )
        )
    headers = ("", "average", "lowest day", "target", "")
    return Grid(headers, tuple(rows), ("left", "right", "right", "left", "left"))


def _limits(report: CheckReport, person: Person, tables: Tables) -> Grid:
    rows = []
    for use in compute_limits(report, person):
        worst, nutrient = use.worst, tables.nutrients[use.worst.nutrient]
        value = write_value(worst, tables)
        if worst.basis == PERCENT_OF_ENERGY:
            low = f"{worst.minimum:g} to " if worst.minimum is not None else "at most "
            limit = f"{low}{worst.maximum:g} %"
        else:
            limit = f"at most {write_amount(worst.maximum or 0.0, nutrient)}"
            share = find_share(worst, person, report.days)
            limit += f", {share:.0%} of its days" if share < 1.0 else ""
        if use.outside and not use.missed:
            value += " (outside, reported only)" if worst.maximum else " (outside)"
        period = "daily" if worst.period == DAY else "average"
        mark = Mark.MISS if use.missed else Mark.PLAIN
        limit = f"{worst.kind} {limit}"
        if not all(map(report.is_judged, use.verdicts)):
            value, limit = f"{AT_LEAST} {value}", f"{limit}, {NOT_JUDGED}"
        rows.append((Cell(nutrient.label), Cell(value, mark), Cell(limit), Cell(period)))
    return Grid(("", "plan", "limit", "holds"), tuple(rows), ("left", "right", "left", "left"))


def _write_uncounted(report: CheckReport, person: Person, start: date | None) -> Iterable[str]:
    """Write what isn't counted since nobody knows it, and on which days."""
    own = {day: names for (who, day), names in report.uncounted.items() if who == person.name}
    if own:
        names = join_words(dict.fromkeys(name for found in own.values() for name in found))
        yield (
            f"At least: {names} of your own recipes isn't known and counts for nothing. What"
            f" {name_days(sorted(own), start)} bring is at least what is printed, and no upper"
            " level is judged there. `planner recipes check` says what to answer."
        )


def _remarks(
    plan: WeekPlan, report: CheckReport, person: Person, tables: Tables, style: Style
) -> Iterable[str]:
    units = style.units
    yield from _write_uncounted(report, person, style.start)
    drink = compute_drink(person, report, tables)
    if drink is not None:
        glasses = drink.rest_g / GLASS_G
        drinks = f"{glasses:.0f} {'glass' if round(glasses) == 1 else 'glasses'}"
        yield (
            f"To drink: about {drinks} of water a day ({write_volume(GLASS_G, units)} each). The"
            f" food brings {write_volume(drink.food_g, units)} of the"
            f" {write_volume(drink.adequate_g, units)} that are adequate."
        )
    room = compute_salt_room(person, report)
    if room is not None:
        spoons = f" ({room.salt_g / SALT_G_A_TSP:.1f} teaspoons)" if units is Units.US else ""
        yield (
            f"Salt: the sodium counted is the food's own, {room.sodium_mg:,.0f} mg a day. That"
            f" leaves room for {room.salt_g:.1f} g{spoons} of salt a day that you add, in the"
            " kitchen and at table."
        )
    iodine = compute_iodine(plan, report, person, tables)
    if iodine is not None:
        yield write_iodine(iodine, units, brief=style.brief)
    if {EPA, DHA} <= tables.nutrients.keys():
        epa, dha = (report.mean(person.name, name) * 1000 for name in (EPA, DHA))
        yield (
            f"EPA and DHA, the omega-3 of fish: {epa:.0f} and {dha:.0f} mg a day; two servings of"
            f" fish a week bring about {FISH_MG} mg of both a day."
        )
    if report.taken:
        yield "+ counts a supplement too; the table of supplements shows what food brings alone."
    judged = {
        f"upper level of {tables.nutrients[v.nutrient].label}"
        for v in report.verdicts
        if v.kind == SUPPLEMENTAL
    }
    absent = {what: why for what, why in not_assessed(person, tables).items() if what not in judged}
    if absent:
        parts = [f"{name} ({reason})" for name, reason in absent.items()]
        yield f"Not assessed, neither met nor missed: {'; '.join(parts)}."
    unaimed = _find_unaimed(person, tables)
    if unaimed:
        names = ", ".join(tables.nutrients[nutrient].label for nutrient in unaimed)
        yield f"Not aimed at, because too few foods have a figure: {names}."
    advised: dict[str, set[str]] = {}
    for day in plan.days:
        for meal in day.meals:
            for serving in meal.servings:
                food = tables.foods[serving.food_id]
                if food.advice:
                    advised.setdefault(food.advice, set()).add(food.name)
    labels = (f"{', '.join(sorted(names))}: {text}." for text, names in advised.items())
    if advised:
        yield " ".join(f"{label[0].upper()}{label[1:]}" for label in labels)
    yield from write_advice(plan.request.people, tables, report)
    yield from write_serving(plan.request.people, tables, plan)


def write_points(plan: WeekPlan) -> str:
    """Write how far a plan is from usual, or how much it misses, and its bound, for all people."""
    days, several = len(plan.days), len(plan.request.people) > 1
    points = plan.points.written
    above = (points.total - points.bound) / days
    span = "this day" if days == 1 else f"these {days} days"
    meaning = "A point is one food one usual portion away from usual."
    stopped = " The search was stopped early; with more time it may come closer."
    if points.misses:
        percent = PENALTIES.required / 100
        over = "days, people and targets" if several else "days and targets"
        missed = f"Added up over {over} {points.misses / percent:.1f} % are missed"
        if points.bound_misses > NOTHING * points.misses:
            alone = "if each ate dishes of their own, " if several else ""
            return (
                f"{missed}; {alone}with any fraction of a portion"
                f" {points.bound_misses / percent:.1f} % would be, so these foods and dishes"
                " don't hold enough. No eating rule is broken for what can't be met, if all else"
                " can be."
            )
        if any(person.out for person in plan.request.people):
            return (
                f"{missed}. Whether some plan meets everything isn't known: days with a meal out"
                f" are in no bound. {LONGER}."
            )
        if several:
            return (
                f"{missed}. If each ate dishes of their own, with fractions of portions, nothing"
                f" would be: whether dishes for all can meet everything isn't known. {LONGER}."
            )
        return (
            f"{missed}. With fractions of portions nothing would be: it isn't proven that no plan"
            f" in whole portions meets all. {LONGER}."
        )
    return (
        f"The plan is {points.total / days:.2f} points a day from usual portions"
        f"{', for all together' if several else ''}; no plan can be closer than"
        f" {points.bound / days:.2f}. No plan for {span} can be more than"
        f" {above * days:.1f} portions closer to usual than this one. {meaning}"
        f"{stopped if plan.stopped else ''}"
    )


def compose_check(
    plan: WeekPlan, report: CheckReport, tables: Tables, *, recounted: bool = False
) -> list[Block]:
    """Every limit of a plan with its value: each daily one for each day.

    `recounted` says that the points and the bound were counted again too, and agree.
    """
    blocks: list[Block] = [Heading(f"Check of {write_length(len(plan.days))}", 1)]
    blocks.append(compose_verdict(report, tables, plan.request.start))
    if recounted:
        agree = "The points, counted again, agree with the file, and their bound holds."
        blocks.append(Paragraph(agree))
    several = len(plan.request.people) > 1
    rows = []
    for verdict in report.verdicts:
        nutrient = tables.nutrients[verdict.nutrient]
        unit = "% of energy" if verdict.basis == PERCENT_OF_ENERGY else nutrient.unit
        word = "met" if verdict.met else "missed" if verdict.required else "outside, not required"
        word = word if report.is_judged(verdict) else NOT_JUDGED
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
    blocks += [Paragraph(sentence) for sentence in report.kept]
    blocks += [Paragraph(f"Unusual: {note}.") for note in report.notes]
    return blocks + (compose_hardest(plan, tables) if report.notes else [])


def compose_differences(differences: Sequence[str]) -> list[Block]:
    """List what changed in the tables since a plan was made; nothing if nothing did."""
    if not differences:
        return []
    lines = [Paragraph(f"- {difference}") for difference in differences]
    return [Heading("What differs from the tables in use", 2), *lines]
