"""Explanations composed: a nutrient, the limits that bind, cramps, conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from planner.actions import explain
from planner.actions.explaining import (
    CRAMPS,
    HEALTHY_EATING,
    Contribution,
    LimitCost,
    NutrientStory,
    Richness,
    compute_costs,
    find_narrowest,
    find_richest,
    find_subject,
)
from planner.checking.findings import CheckReport
from planner.errors import mention
from planner.people.intakes import IODINE, find_intakes, not_assessed
from planner.people.meals_out import home_shares
from planner.people.person import Person
from planner.people.targets import DAY, PERCENT_OF_ENERGY
from planner.plans.records import Verdict, WeekPlan
from planner.render.blocks import Block, Cell, Grid, Heading, Mark, Paragraph
from planner.render.documents.iodine import compose_iodine, compose_richest_in_iodine
from planner.render.documents.targets import compose_target_grid
from planner.render.phrases import (
    write_amount,
    write_percent,
    write_person,
    write_portions,
    write_range,
    write_share,
    write_weight,
)
from planner.report.healthy_eating import STANDARDS, HealthyEating, compute_healthy_eating
from planner.report.iodine_estimate import compute_iodine
from planner.tables.bundle import Tables
from planner.tables.conditions import Condition
from planner.tables.cramps import AT_ONCE, CARE, CAUSE, DOCTOR, CrampFact
from planner.tables.foods import MEASURED, POORLY, Food
from planner.tables.nutrients import CALCIUM, ENERGY, THE_FIVE, Nutrient
from planner.tables.unmeasured import Unmeasured

MOST_FOODS = 12  # of a plan that are named with what they bring
KNOWN_ENOUGH = 0.995  # of the food's grams: below it the share that is known is said
NOT_ASSESSED = (
    "Not assessed: the food tables have no figures for it. No plan aims at it, and none says"
    " whether it is met."
)
ESTIMATED = (
    "An estimate: it is known from samples of foods, which differ widely, and of most foods only"
    " from one near to them. A plan says about how much its food brings, and is held to nothing."
)
MOST_LESS = 8  # foods whose calcium is absorbed less well than milk's that are named
ABSORPTION_SOURCE = (
    "Weaver et al., Current Osteoporosis Reports 15:214 (2017), table 1; Weaver, Proulx and Heaney,"
    " American Journal of Clinical Nutrition 70:543S (1999); beside milk by the equation of Heaney"
    " et al. (1990), absorbed = 0.889 - 0.0964 ln(mg)"
)
SLIGHT = 0.005  # points that read as 0.00
EVIDENCE_WORDS = {
    "none": "none is known here",
    "weak": "weak (few trials, small ones)",
    "mixed": "mixed (trials or reviews disagree)",
}
SIDE_WORDS = {
    "minimum": "at least",
    "floor": "at least, each day",
    "maximum": "at most",
    "aim": "aim",
}
PRICES_NOTE = (
    "These figures come from the linear program of the average day, which may serve parts of a dish"
    " and any part of a portion. A change of one percent brings at most so much; a larger one"
    " brings less for each percent. A portion is one food one usual portion away from usual."
)
MISSES_NOTE = (
    "Even the average day misses something required, and that counts here too: 100 points are one"
    " percent of it on one day."
)


def compose_explanation(  # noqa: PLR0911  (an answer for each kind of subject)
    subject: str, tables: Tables, plan: WeekPlan | None = None, report: CheckReport | None = None
) -> list[Block]:
    """The explanation of a word, in a plan that was checked or without one.

    With a plan and an empty word: of the limits that shape the plan.
    """
    found = None if plan and not subject else find_subject(subject, tables)
    if isinstance(found, Condition):
        return compose_condition(found)
    if isinstance(found, Unmeasured):
        return compose_unmeasured(found, tables, plan, report)
    if found == CRAMPS:
        return compose_cramps(tables, plan, report)
    if found == HEALTHY_EATING:
        return compose_healthy_eating(tables, plan, report)
    if isinstance(found, str):
        return compose_conditions(tables.conditions)
    if plan is None or report is None:
        assert isinstance(found, Nutrient)
        return compose_nutrient(found, tables)
    if isinstance(found, Nutrient):
        return compose_story(plan, [*explain(plan, found.id, tables).values()], tables)
    costs = [(one, *compute_costs(plan, one, tables)) for one in plan.request.people]
    return compose_costs(plan, report, costs, tables)


def compose_nutrient(nutrient: Nutrient, tables: Tables) -> list[Block]:
    """What is known of a nutrient without a plan."""
    foods = tables.foods.values()
    blocks = [*_compose_head(nutrient)]
    if nutrient.id == CALCIUM:
        blocks += _compose_absorption([(food, None) for food in foods])
    blocks += _compose_richest(
        find_richest(foods, nutrient, by_energy=True), find_richest(foods, nutrient), nutrient
    )
    how = (
        "Name a plan too (`planner explain plan.json NUTRIENT`) to see its targets, where the"
        " plan's amount comes from, and what a target costs."
    )
    return [*blocks, Paragraph(how)]


def compose_unmeasured(
    unmeasured: Unmeasured,
    tables: Tables,
    plan: WeekPlan | None = None,
    report: CheckReport | None = None,
) -> list[Block]:
    """A nutrient that no plan is held to: what it does, how much people need, and any estimate."""
    people = plan.request.people if plan else (Person(),)
    blocks: list[Block] = [Heading(_capital(unmeasured.label), 1)]
    estimated = unmeasured.nutrient == IODINE and tables.estimates_iodine
    blocks.append(Paragraph(ESTIMATED if estimated else NOT_ASSESSED))
    blocks += [Paragraph(unmeasured.does), Paragraph(unmeasured.says)]
    for person in people:
        rows = [row for row in find_intakes(person, tables) if row.nutrient == unmeasured.nutrient]
        if rows:
            parts = []
            for row in rows:
                side, figure = ("least", row.minimum) if row.minimum else ("most", row.maximum)
                unit = "% of energy" if row.per == PERCENT_OF_ENERGY else f"{unmeasured.unit} a day"
                parts.append(f"at {side} {figure:,.4g} {unit} ({row.kind})")
            sources = "; ".join(dict.fromkeys(row.source for row in rows))
            text = f"{write_person(person)}: {', '.join(parts)}. Source: {sources}."
            blocks.append(Paragraph(_capital(text)))
    blocks.append(Paragraph(f"Source: {unmeasured.source}."))
    if estimated and plan and report:
        for person in people:
            found = compute_iodine(plan, report, person, tables)
            if len(people) > 1:
                blocks.append(Heading(person.name, 2))
            blocks += compose_iodine(found) if found else []
    elif estimated:
        blocks += compose_richest_in_iodine(tables.foods.values())
    return blocks


def compose_story(plan: WeekPlan, stories: Sequence[NutrientStory], tables: Tables) -> list[Block]:
    """A nutrient in a plan, for each person: its target, its days, its sources, its costs."""
    nutrient = stories[0].nutrient
    blocks = [*_compose_head(nutrient)]
    for story in stories:
        if len(stories) > 1:
            blocks.append(Heading(story.person.name, 2))
        blocks += _compose_targets(story, tables)
        blocks += _compose_days(plan, story)
        blocks += _compose_contributions(story)
        if nutrient.id == CALCIUM:
            blocks += _compose_absorption([(one.food, one.grams) for one in story.contributions])
        blocks += _compose_price(plan, story)
        blocks.append(Heading("Foods that give most", 3))
        if story.by_helping:
            blocks.append(Paragraph("Only foods that you may eat, and one of each kind."))
        blocks += _compose_richest(story.by_energy, story.by_helping, nutrient)
    return blocks


def _compose_head(nutrient: Nutrient) -> Iterator[Block]:
    yield Heading(_capital(nutrient.label), 1)
    if nutrient.does:
        yield Paragraph(nutrient.does)
    if nutrient.cramps:
        yield Paragraph(
            f"Cramps: {nutrient.cramps} Evidence that more of it prevents cramps where the body"
            f" doesn't lack it: {EVIDENCE_WORDS[nutrient.evidence]}."
            f" Source: {nutrient.cramps_source}."
        )
    elif nutrient.cramps is not None:
        yield Paragraph("Cramps: no link with them is known.")


def _compose_targets(story: NutrientStory, tables: Tables) -> Iterator[Block]:
    yield Heading("Target", 3)
    if story.targets:
        yield compose_target_grid(story.targets, tables)
    else:
        yield Paragraph("The plan is held to no reference value for it: it is only added up.")
    label = story.nutrient.label
    for name, reason in not_assessed(story.person, tables).items():
        if name == f"upper level of {label}":
            yield Paragraph(f"Not assessed: {name} ({reason}).")


def _compose_days(plan: WeekPlan, story: NutrientStory) -> Iterator[Block]:
    yield Heading("In this plan", 3)
    nutrient, daily = story.nutrient, story.daily
    lows = [t.minimum or t.aim for t in story.targets if t.basis == "amount" and t.maximum is None]
    full = max((low for low in lows if low), default=None)
    shares = home_shares(story.person, tuple(day.day for day in plan.days))
    for first in range(0, len(daily), 7):
        days = plan.days[first : first + 7]
        values = daily[first : first + 7]
        held = shares[first : first + 7]
        mean = sum(values) / len(values)
        rows = [
            (Cell("amount"), *(Cell(write_amount(v, nutrient)) for v in (*values, mean))),
        ]
        if full:
            pairs = zip((*values, mean), (*held, sum(held) / len(held)), strict=True)
            percents = (write_percent(value, full * own) if own else "out" for value, own in pairs)
            rows.append((Cell("of the target"), *map(Cell, percents)))
        if min(held) < 1.0:
            rows.append((Cell("held to"), *(Cell(f"{own:.0%}") for own in held), Cell("")))
        headers = ("", *(f"day {day.day}" for day in days), "average")
        yield Grid(headers, tuple(rows), ("left", *["right"] * (len(days) + 1)))


def _compose_contributions(story: NutrientStory) -> Iterator[Block]:
    known = [contribution for contribution in story.contributions if contribution.amount]
    unknown = [contribution for contribution in story.contributions if contribution.amount is None]
    if known:
        rows = [
            _contribution_row(contribution, story.nutrient) for contribution in known[:MOST_FOODS]
        ]
        rest = known[MOST_FOODS:]
        if rest:
            amount = sum(contribution.amount or 0.0 for contribution in rest)
            rows.append(
                (
                    Cell(f"{len(rest)} other foods"),
                    Cell(write_weight(sum(contribution.grams for contribution in rest))),
                    Cell(write_amount(amount, story.nutrient)),
                    Cell(write_share(sum(contribution.share for contribution in rest))),
                )
            )
        headers = ("from, in all the days", "eaten", story.nutrient.label, "share")
        yield Grid(headers, tuple(rows), ("left", "right", "right", "right"))
    else:
        yield Paragraph("None of its foods is known to have any.")
    if story.taken:
        dose = write_amount(story.taken, story.nutrient)
        yield Paragraph(f"A supplement brings {dose} a day more; the shares are of the food.")
    if unknown:
        names = ", ".join(
            f"{contribution.food.name} ({write_weight(contribution.grams)})"
            for contribution in unknown
        )
        yield Paragraph(f"Unknown, and not counted: {names}.")


def _compose_absorption(foods: Sequence[tuple[Food, float | None]]) -> Iterator[Block]:
    """How calcium counts: which of these foods by their share, and how well others are absorbed.

    Beside a food stands how much of it is eaten in all the days, in grams, None without a plan.
    """
    known = [pair for pair in foods if pair[0].calcium_absorbed is not None]
    if not known:
        return
    poorly = [pair for pair in known if pair[0].share_that_counts(CALCIUM) < 1.0]
    less = [food for food, _ in known if POORLY <= (food.calcium_absorbed or 0.0) < 1.0]
    text = (
        "How it counts: people absorb about 32 % of the calcium in a glass of milk. Where they"
        f" absorb less than {POORLY:g} times as much of a food's, only that share counts"
    )
    text += f": {', '.join(_write_poorly(*pair) for pair in poorly)}." if poorly else "; none here."
    text += " All other calcium counts in full, as in the mixed diets behind the reference intakes."
    if less:
        listed = sorted(less, key=lambda food: food.calcium_absorbed or 0.0)
        shares = ", ".join(
            f"{food.name} {food.calcium_absorbed:.2f}" for food in listed[:MOST_LESS]
        )
        rest = len(listed) - MOST_LESS
        text += f" Absorbed less well than milk's, and counted in full all the same: {shares}"
        text += f" and {rest} more." if rest > 0 else "."
    own = sum(food.calcium_match == MEASURED for food, _ in known)
    unknown = len(foods) - len(known)
    text += (
        f" Absorption was measured in {own} of these {len(foods)} foods;"
        f" {len(known) - own} stand as a food near to them does, of {unknown} it isn't known. The"
        f" upper level is held against all of the calcium. Source: {ABSORPTION_SOURCE}."
    )
    yield Paragraph(text)


def _write_poorly(food: Food, grams: float | None) -> str:
    """A food's share that counts; with the amounts, of what is eaten of it."""
    share = f"{food.name} {food.share_that_counts(CALCIUM):.2f}"
    if grams is None:
        return share
    held, counted = (per * grams / 100 for per in _calcium(food))
    return f"{share} ({write_weight(grams)}: {counted:,.0f} of {held:,.0f} mg)"


def _calcium(food: Food) -> tuple[float, float]:
    """The mg of calcium in 100 g, and how many count."""
    return food.per_100g[CALCIUM] or 0.0, food.counts(CALCIUM) or 0.0


def _contribution_row(contribution: Contribution, nutrient: Nutrient) -> tuple[Cell, ...]:
    return (
        Cell(contribution.food.name),
        Cell(write_weight(contribution.grams)),
        Cell(write_amount(contribution.amount or 0.0, nutrient)),
        Cell(write_share(contribution.share)),
    )


def _compose_price(plan: WeekPlan, story: NutrientStory) -> Iterator[Block]:
    yield Heading("What its limits cost", 3)
    if not story.costs:
        yield Paragraph("Nothing: no limit on it guides the plan.")
        return
    for cost in story.costs:
        yield Paragraph(write_cost(cost, len(plan.days), misses=story.misses))
    if any(cost.points >= SLIGHT and not cost.astray for cost in story.costs):
        yield Paragraph(f"{PRICES_NOTE}{f' {MISSES_NOTE}' if story.misses else ''}")


def write_cost(cost: LimitCost, days: int, *, misses: bool) -> str:
    """A limit's price as a sentence."""
    limit = cost.limit
    when = "" if limit.side == "floor" else " on average" if cost.weekly else " a day"
    name = f"{limit.kind}, {SIDE_WORDS[limit.side]} {limit.value:.5g} {limit.unit}{when}"
    if cost.astray:
        far = "over" if limit.side == "maximum" else "short of"
        return (
            f"{name}: even the average day stays {cost.missed:.3g} {limit.unit} {far} it, with any"
            " fraction of a portion of what may be eaten."
        )
    if cost.points == 0:
        return f"{name}: it doesn't bind, so it costs nothing."
    span = "the week" if days == 7 else "the day" if days == 1 else f"the {days} days"
    eased = f"one percent {'higher' if cost.raised else 'lower'}"
    if cost.points < SLIGHT:
        return f"{name}: {eased}, it would bring {span} less than 0.01 portions closer to usual."
    unit = "points closer to what you ask for" if misses else "portions closer to usual"
    return f"{name}: {eased}, it would bring {span} up to {cost.points:.2f} {unit}."


def _compose_richest(
    by_energy: Sequence[Richness], by_helping: Sequence[Richness], nutrient: Nutrient
) -> Iterator[Block]:
    if not by_helping:
        yield Paragraph(f"No such food of the table is known to hold any {nutrient.label}.")
        return
    if nutrient.id != ENERGY:
        dense = tuple(
            (Cell(richness.food.name), Cell(write_amount(richness.per_100kcal or 0.0, nutrient)))
            for richness in by_energy
        )
        yield Grid(("most in 100 kcal", nutrient.label), dense, ("left", "right"))
    rows = tuple(
        (
            Cell(richness.food.name),
            Cell(write_portions(richness.food, richness.portions)),
            Cell(write_amount(richness.per_helping, nutrient)),
        )
        for richness in by_helping
    )
    headers = ("most in a usual helping", "of", nutrient.label)
    yield Grid(headers, rows, ("left", "left", "right"))


def compose_costs(
    plan: WeekPlan,
    report: CheckReport,
    costs: Sequence[tuple[Person, Sequence[LimitCost], bool]],
    tables: Tables,
) -> list[Block]:
    """The limits that bind in each person's average day, the dearest first; the narrowest met."""
    days = len(plan.days)
    blocks: list[Block] = [Heading("What the limits cost", 1)]
    for person, own, misses in costs:
        if len(costs) > 1:
            blocks.append(Heading(f"{person.name}, planned for alone", 2))
        blocks.append(Paragraph(f"For {write_person(person)}, {person.diet}, {days} days."))
        missed = [cost for cost in own if cost.required and cost.astray]
        for cost in missed:
            sentence = write_cost(cost, days, misses=misses)
            blocks.append(Paragraph(f"{_capital(cost.limit.label)}, {sentence}", Mark.MISS))
        binding = [cost for cost in own if cost.points >= SLIGHT and cost not in missed]
        slight = [cost for cost in own if 0 < cost.points < SLIGHT and cost not in missed]
        if binding:
            unit = "points" if misses else "portions"
            headers = ("limit", "kind", "", "", "", "eased by 1 %", unit)
            rows = tuple(_cost_row(cost) for cost in binding)
            align = ("left", "left", "left", "right", "left", "left", "right")
            blocks.append(Grid(headers, rows, align))
            what = "how many points closer to what you ask for"
            what = what if misses else "how many portions closer to usual"
            note = f"The last column says {what} all the days together could be."
            blocks.append(Paragraph(f"{note} {PRICES_NOTE}{f' {MISSES_NOTE}' if misses else ''}"))
        else:
            blocks.append(Paragraph("No limit costs as much as 0.01 portions for one percent."))
        if slight:
            names = dict.fromkeys(cost.limit.label for cost in slight)
            blocks.append(Paragraph(f"These bind, but cost less than that: {', '.join(names)}."))
        narrow = [
            write_narrow(*verdict_and_room, tables)
            for verdict_and_room in find_narrowest(report, person)
        ]
        if narrow:
            blocks.append(Paragraph(f"Met most narrowly in the plan itself: {'; '.join(narrow)}."))
    blocks.append(Paragraph("All other limits cost nothing: usual portions keep them anyway."))
    points = plan.points.written
    if not points.misses:
        blocks.append(
            Paragraph(
                f"The average day is {points.bound / days:.2f} points from usual, the plan"
                f" {points.total / days:.2f} a day: the difference is what whole dishes and"
                " portions cost, and days that differ."
            )
        )
    return blocks


def write_narrow(verdict: Verdict, room: float, tables: Tables) -> str:
    """How narrowly a limit is met: "vitamin D at 101 % of its RDA on average"."""
    low = verdict.minimum is not None
    when = f"on day {verdict.number}" if verdict.period == DAY else "on average"
    kind = verdict.kind if verdict.kind != "own" else "own minimum" if low else "own maximum"
    label = tables.nutrients[verdict.nutrient].label
    return f"{label} at {write_percent(1 + room if low else 1 - room, 1)} of its {kind} {when}"


def _cost_row(cost: LimitCost) -> tuple[Cell, ...]:
    limit = cost.limit
    return (
        Cell(limit.label),
        Cell(limit.kind),
        Cell(SIDE_WORDS[limit.side]),
        Cell(f"{limit.value:.5g}"),
        Cell(limit.unit + ("" if limit.side == "floor" or not cost.weekly else ", on average")),
        Cell("higher" if cost.raised else "lower"),
        Cell(f"{cost.points:.2f}"),
    )


def compose_cramps(
    tables: Tables, plan: WeekPlan | None = None, report: CheckReport | None = None
) -> list[Block]:
    """What brings cramps on, what may help, when to see a doctor, and what food has to do with it.

    Sources are numbered, and listed at the end.
    """
    numbers: dict[str, int] = {}

    def write_fact(fact: CrampFact) -> str:
        cited = (numbers.setdefault(source, len(numbers) + 1) for source in fact.sources)
        return f"{fact.says} [{', '.join(map(str, cited))}]"

    blocks: list[Block] = [Heading("Cramps", 1)]
    blocks.append(
        Paragraph(
            "Food is one cause of many, and seldom the only one. A plan that brings enough of what"
            " muscles need takes that one away. It doesn't treat, and promises no cure."
        )
    )
    parts = (
        ("What brings them on", CAUSE),
        ("What may help", CARE),
        ("See a doctor about them when", DOCTOR),
        ("Call for help at once when", AT_ONCE),
    )
    for heading, part in parts:
        facts = [fact for fact in tables.cramps if fact.part == part]
        if facts:
            blocks.append(Heading(heading, 3 if part == AT_ONCE else 2))
            blocks += [Paragraph(f"- {write_fact(fact)}") for fact in facts]
    blocks.append(Heading("What nutrients have to do with them", 2))
    told = dict.fromkeys((*THE_FIVE, *tables.nutrients))
    facts = [fact for name in told for fact in tables.cramps if fact.part == name]
    if facts:
        what = "Evidence says whether more prevents cramps in those who don't lack it."
        blocks.append(Paragraph(what))
    for fact in facts:
        nutrient = tables.nutrients[fact.part]
        text = f"- {_capital(nutrient.label)}. {write_fact(fact)}"
        if nutrient.evidence:
            text += f" Evidence: {nutrient.evidence}."
        if plan and report:
            amounts = (
                ("" if len(plan.request.people) == 1 else f"{person.name} ")
                + write_range(report.daily[person.name, nutrient.id], nutrient)
                for person in plan.request.people
            )
            text += f" This plan brings {', '.join(amounts)} a day."
        blocks.append(Paragraph(text))
    told_of = {fact.part for fact in facts}
    others = [n.label for n in tables.nutrients.values() if n.cramps and n.id not in told_of]
    if others:
        blocks.append(Paragraph(f"See also `planner explain`: {', '.join(others)}."))
    if numbers:
        blocks.append(Heading("Sources", 3))
        listed = (f"[{number}] {source}." for source, number in numbers.items())
        blocks.append(Paragraph(" ".join(listed)))
    return blocks


def compose_healthy_eating(
    tables: Tables, plan: WeekPlan | None = None, report: CheckReport | None = None
) -> list[Block]:
    """The Healthy Eating Index of each person's plan, or what it is made of."""
    blocks: list[Block] = [Heading("Healthy Eating Index 2020", 1)]
    blocks.append(
        Paragraph(
            "It says how well what is eaten follows the Dietary Guidelines for Americans, whatever"
            " the energy: 13 components, 100 points in all. Of these the planner aims at whole"
            " grains only."
        )
    )
    if plan is None or report is None:
        blocks += [
            _compose_standards(),
            Paragraph("`planner explain plan.json hei` scores a plan."),
        ]
    else:
        for person in plan.request.people:
            if len(plan.request.people) > 1:
                blocks.append(Heading(person.name, 2))
            blocks += _compose_index(compute_healthy_eating(plan, report, person, tables))
    blocks.append(
        Paragraph(
            "Sodium is that of the food: salt that you add costs points. Beans and peas count as"
            " vegetables and as protein. Source: National Cancer Institute, HEI-2015 table 1, whose"
            " standards HEI-2020 kept; food groups: USDA, Food Patterns Equivalents Database"
            " 2017-2020."
        )
    )
    return blocks


def _compose_standards() -> Grid:
    rows = tuple(
        (
            Cell(one.name),
            Cell(f"{one.most:g}"),
            Cell(f"{'at least' if one.best > one.worst else 'at most'} {one.best:g}"),
            Cell(f"{one.worst:g}"),
            Cell(one.unit),
        )
        for one in STANDARDS
    )
    headers = ("", "points", "all of them for", "none for", "")
    return Grid(headers, rows, ("left", "right", "left", "right", "left"))


def _compose_index(index: HealthyEating | None) -> Iterator[Block]:
    if index is None:
        yield Paragraph("It isn't known: no food patterns in the tables, or below two years.")
        return
    yield Paragraph(f"All days together: {index.total:.0f} of 100 points.")
    rows = tuple(
        (
            Cell(one.standard.name),
            Cell(f"{one.points:.1f}"),
            Cell(f"{one.standard.most:g}"),
            Cell(f"{one.value:.3g}"),
            Cell(f"{one.standard.best:g}"),
            Cell(one.standard.unit),
        )
        for one in index.components
    )
    headers = ("", "points", "of", "the plan", "all points for", "")
    yield Grid(headers, rows, ("left", "right", "right", "right", "right", "left"))
    if index.known < KNOWN_ENOUGH:
        yield Paragraph(f"Known for {write_share(index.known)} of the food.")


def compose_condition(condition: Condition) -> list[Block]:
    """One condition: its text, its source, and its other names."""
    return [
        Heading(_capital(condition.name), 1),
        Paragraph(
            f"No plan is made with it: {condition.says}." if condition.stops else condition.says
        ),
        Paragraph(f"Source: {condition.source}."),
        *([Paragraph(f"Also called: {_spoken(condition.words)}.")] if condition.words else []),
    ]


def compose_conditions(conditions: Mapping[str, Condition]) -> list[Block]:
    """All the conditions: what each is also called, and whether a plan is made."""
    rows = tuple(
        (
            Cell(condition.id),
            Cell("no plan is made" if condition.stops else "the plan says what is known"),
            Cell(_spoken(condition.words[:4])),
        )
        for condition in conditions.values()
    )
    return [
        Heading("Conditions", 1),
        Grid(("condition", "with it", "also called, among others"), rows, ("left",) * 3),
        Paragraph(
            f"A plan counts with one that you name: {mention('conditions', 'NAME')}."
            " `planner explain NAME` says what is known of it, and from whom. The"
            " planner knows no others: ask a doctor or a dietitian before you eat by a plan. For"
            f" pregnancy there is {mention('life_stage')}, for allergies {mention('allergies')}."
        ),
    ]


def _spoken(words: Iterable[str]) -> str:
    return ", ".join(word.replace("-", " ") for word in words)


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"
