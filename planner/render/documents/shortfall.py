"""What can't be met, why, and what would help, composed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.checking.findings import CheckReport
from planner.errors import mention
from planner.people.eating_rules import EATING_RULES, EGGS, WEEK_DAYS
from planner.people.person import CAUTION_KCAL
from planner.people.targets import PERCENT_OF_ENERGY
from planner.plans.records import Change, HardMinimum, Shortfall, WeekPlan
from planner.render.blocks import Block, Paragraph
from planner.render.phrases import write_amount, write_percent
from planner.request.fields import BY_NAME
from planner.request.request import write_caps
from planner.tables.bundle import Tables
from planner.tables.diets import make_id
from planner.tables.nutrients import ENERGY, OF_MUSHROOMS

MOST_NAMED = 3  # of what a target conflicts with, the hardest first
MANY_TRIED = 14  # days of a person: for a larger plan few changes are tried, or none

SUPPLEMENT_CAUTION = (
    "Ask a doctor or dietitian before you take a supplement, above all if you are pregnant, take"
    " medicines or have a kidney or other condition."
)

WHOLE = (
    "With fractions of portions these could be kept. No plan in whole portions was found that keeps"
    " them."
)
SHARED = (
    "If each ate dishes of their own, these could be kept with fractions of portions. No plan of"
    " dishes for all was found that keeps them."
)


def compose_shortfalls(plan: WeekPlan, tables: Tables, *, shared: bool = False) -> list[Block]:
    """Why each nutrient falls short, then the changes that would help; empty if none does.

    With `shared` the plan is one person's part of a plan for several who share dishes.
    """
    if not plan.shortfalls:
        return []
    kcal = {person.name: person.energy_kcal for person in plan.request.people}
    texts = [
        _explain(shortfall, kcal[shortfall.person], tables)
        for shortfall in plan.shortfalls
        if shortfall.cause != "not found"
    ]
    loose = [shortfall for shortfall in plan.shortfalls if shortfall.cause == "not found"]
    if loose and plan.misses:
        texts.append(_explain_loose(loose, plan, tables, SHARED if shared else WHOLE))
    if plan.supplements:
        names = " and ".join(
            tables.nutrients[supplement.nutrient].label for supplement in plan.supplements
        )
        texts.append(f"A supplement brings what food lacks of {names}: see Supplements.")
    if plan.misses:
        texts.append(_propose(plan, tables, shared=shared))
    return [Paragraph(text) for text in dict.fromkeys(texts)]


def compose_unusual(plan: WeekPlan, report: CheckReport, tables: Tables) -> list[Block]:
    """The eating rules that a plan breaks, then for each child what keeps it there and helps."""
    if not report.notes:
        return []
    return [Paragraph(f"Unusual: {'; '.join(report.notes)}."), *compose_hardest(plan, tables)]


def compose_hardest(plan: WeekPlan, tables: Tables) -> list[Block]:
    """What keeps each child's plan from being usual, and what would bring it nearer."""
    return [Paragraph(_explain_hardest(hardest, plan, tables)) for hardest in plan.hard_minima]


def _explain_hardest(hardest: HardMinimum, plan: WeekPlan, tables: Tables) -> str:
    """Why a child's plan isn't usual, and what would bring it nearer.

    "Why, for Tom: of all that is required, 15 µg of vitamin D a day is the hardest to keep ..."
    """
    nutrient = tables.nutrients[hardest.nutrient]
    (person,) = [person for person in plan.request.people if person.name == hardest.person]
    several = len(plan.request.people) > 1
    whose = f", for {person.name}" if several else ""
    own = f" under {person.name}'s name in the profile" if several else ""
    need = write_amount(hardest.limit, nutrient)
    alone = f", even for {person.name} alone," if several else ""
    text = (
        f"Why{whose}: of all that is required, {need} of {nutrient.label} a day is the hardest to"
        f" keep within {person.energy_kcal:,.0f} kcal. Any plan{alone} is at least"
        f" {hardest.points:.2g} portions a day away from usual."
    )
    if hardest.dose is not None and hardest.dosed_points is not None:
        rest = hardest.limit - hardest.dose
        target = mention("targets", f"{make_id(nutrient.label)}={rest:g}")
        text += (
            f" With a supplement of {write_amount(hardest.dose, nutrient)} a day that falls to"
            f" {hardest.dosed_points:.2g}. Ask a doctor; if your child takes it, plan for the rest:"
            f" {target}{own}."
        )
    if hardest.word is not None and hardest.allowed_points is not None:
        text += (
            f" With {hardest.word} allowed again ({mention('allow', hardest.word)}{own}) it falls"
            f" to {hardest.allowed_points:.2g}."
        )
    return text


def _figure(value: float, shortfall: Shortfall, tables: Tables) -> str:
    if shortfall.basis == PERCENT_OF_ENERGY:
        return f"{value:.3g} % of energy"
    return write_amount(value, tables.nutrients[shortfall.nutrient])


def _explain(shortfall: Shortfall, energy_kcal: float, tables: Tables) -> str:
    label, limit = (
        tables.nutrients[shortfall.nutrient].label,
        _figure(shortfall.limit, shortfall, tables),
    )
    label = label[0].upper() + label[1:]
    rules = _write_rules(shortfall.conflicts)
    if shortfall.reach is None:
        return f"{label}: none of the dishes left fits into the calories of a day."
    reach = _figure(shortfall.reach, shortfall, tables)
    below = shortfall.side == "minimum"
    if shortfall.cause == "out of reach":
        inside = f"from the foods allowed inside {energy_kcal:,.0f} kcal"
        if below:
            share = write_percent(shortfall.reach, shortfall.limit)
            number = reach.split(" ", 1)[0]
            return f"{label}: at most {number} of {limit} a day, {share}, {inside}{rules}."
        return f"{label}: at least {reach} a day {inside}{rules}, above the limit of {limit}."
    if shortfall.conflicts == (shortfall.nutrient,):
        return f"{label}: the minimum lies above a limit of your own."
    if shortfall.conflicts[:1] == (OF_MUSHROOMS,):
        return (
            f"{label}: {limit} is within reach{rules} only if more than a third of it rests on"
            " mushrooms treated with ultraviolet light, whose packs differ too much for that."
        )
    names = " and ".join(_write_others(shortfall.conflicts, tables))
    alone = f"{'up to' if below else 'down to'} {reach} a day"
    return (
        f"{label}: {limit} is within reach by itself ({alone}), but{rules} not together with what"
        f" you ask of {names}."
    )


def _write_others(conflicts: Sequence[str], tables: Tables) -> list[str]:
    nutrients = [conflict for conflict in conflicts if conflict != EGGS]
    return [
        "energy (the calories)" if conflict == ENERGY else tables.nutrients[conflict].label
        for conflict in nutrients[:MOST_NAMED]
    ]


def _write_rules(conflicts: Sequence[str]) -> str:
    """The rules that hold a nutrient back, to stand in its sentence."""
    eggs = EATING_RULES.eggs_a_day * WEEK_DAYS
    return f" with at most {eggs:g} eggs a week" if EGGS in conflicts else ""


def _explain_loose(loose: Sequence[Shortfall], plan: WeekPlan, tables: Tables, known: str) -> str:
    parts = []
    for shortfall in loose:
        label, limit = (
            tables.nutrients[shortfall.nutrient].label,
            _figure(shortfall.limit, shortfall, tables),
        )
        if shortfall.nutrient == ENERGY:
            parts.append(f"{label} (within 5 %)")
        elif shortfall.reach is not None:
            way = f"{'up to' if shortfall.side == 'minimum' else 'down to'}"
            parts.append(
                f"{label} ({limit}; by itself {way} {_figure(shortfall.reach, shortfall, tables)})"
            )
    names = ", ".join(dict.fromkeys(parts))
    lacking = [shortfall for shortfall in plan.shortfalls if shortfall.cause != "not found"]
    if lacking:
        others = " and ".join(
            dict.fromkeys(tables.nutrients[shortfall.nutrient].label for shortfall in lacking)
        )
        return (
            f"Missed here too, though within reach by themselves: {names}. In whole portions the"
            f" plan gives some of these up to come closer to what you ask of {others}."
        )
    return (
        f"Not known to be out of reach: {names}. {known}"
        f" {mention('effort', 'high')} looks longer, another {mention('seed')} elsewhere."
    )


def _propose(plan: WeekPlan, tables: Tables, *, shared: bool) -> str:
    early = "The search was stopped early" if plan.stopped else ""
    if not plan.changes:
        if early:
            return f"{early}, so not every change that could help was tried."
        text = "No single change that was tried is enough to meet everything."
        if len(plan.days) * len(plan.request.people) > MANY_TRIED:
            text += (
                " For so many days and people, few changes are tried or none: ask for one person"
                " and one week to see more."
            )
        if any(
            person.energy_kcal < CAUTION_KCAL and EATING_RULES.find_size(person) == 1.0
            for person in plan.request.people
        ):
            text += (
                f" Below {CAUTION_KCAL:,.0f} kcal a day food hardly has room for all that a body"
                f" needs: plan more ({mention('calories', f'{CAUTION_KCAL:g}')} or above)."
            )
        return text
    ways = "; or with ".join(_write_change(change, plan, tables) for change in plan.changes)
    text = f"Everything would be met (planned and checked) with {ways}."
    if shared:
        (person,) = plan.request.people
        text += f" That is for {person.name} alone: write it under their name in the profile."
    if any(
        not {"limits", "targets", "calories"}.isdisjoint(change.values) for change in plan.changes
    ):
        text = f"{text} A smaller step may be enough too: not every one was tried."
    short = [change for change in plan.changes if change.not_enough is not None]
    if short:
        names = " or ".join(map(_write_not_enough, short))
        text = f"{text} But no plan meets everything with {names}, whatever the portions."
    if early:
        text = f"{text} {early}, so a smaller change may exist."
    if any(change.doses for change in plan.changes):
        text = f"{text} {SUPPLEMENT_CAUTION}"
    return text


def _write_not_enough(change: Change) -> str:
    ((name, value),) = change.words
    nutrient, equals, _ = value.rpartition("=")
    return mention(name, f"{nutrient}{equals}{change.not_enough:g}")


def _write_minutes(said: Sequence[str], before: Mapping[str, int]) -> str:
    """Write the new limits of minutes for meals, and what they were."""
    parts = []
    for cap in said:
        meal, _, most = cap.rpartition("=")
        whose, then = (f"a {meal}", str(before[meal])) if meal else ("a meal", write_caps(before))
        parts.append(f"{most} minutes for {whose} instead of {then}")
    return " and ".join(parts)


def _write_change(change: Change, plan: WeekPlan, tables: Tables) -> str:
    (person,) = [person for person in plan.request.people if person.name == change.person]
    said = " ".join(mention(name, value) for name, value in change.words)
    values = [value for _, value in change.words]
    match next(iter(change.values)):
        case "allow":
            names = [
                tables.foods[value].name if value in tables.foods else value.replace("-", " ")
                for value in values
            ]
            what = f"{' and '.join(names)} allowed again"
        case "minutes":
            what = _write_minutes(values, plan.request.minutes)
        case "calories":
            more = float(values[0]) - person.energy_kcal
            what = f"{more:,.0f} kcal a day more, {float(values[0]):,.0f} in all"
        case "diet":
            what = f"a {values[0]} diet, if you can choose it"
        case "supplements":
            doses = [
                f"{write_amount(dose.dose, tables.nutrients[dose.nutrient])} of"
                f" {tables.nutrients[dose.nutrient].label}"
                for dose in change.doses
            ]
            many = "supplements" if len(doses) > 1 else "a supplement"
            what = f"{many} of {' and '.join(doses)} a day"
        case _:
            kinds = [BY_NAME[name].key for name in change.values]
            few = "a " if len(change.words) == 1 else ""
            own = [f"{few}{'lower' if kind == 'target' else 'higher'} {kind}" for kind in kinds]
            what = f"{' and '.join(own)}{'' if few else 's'} of your own"
    return f"{what} ({said})"
