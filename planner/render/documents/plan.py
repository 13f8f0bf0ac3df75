"""A plan composed as blocks: its summary, its days, then its coverage and its list."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from planner.checking.findings import CheckReport
from planner.checking.variety import bought_alone
from planner.people.eating_rules import EATING_RULES
from planner.people.exclusions import season
from planner.people.person import CAUTION_KCAL, Person
from planner.plans.leftovers import find_doubled, find_fresh, find_work
from planner.plans.names import join_words, name_food, name_meal
from planner.plans.pots import Pot, find_thawed
from planner.plans.records import DayPlan, Meal, Serving, WeekPlan
from planner.render.blocks import (
    Bars,
    BarTable,
    Block,
    Card,
    Cell,
    Grid,
    Heading,
    Mark,
    Paragraph,
    Steps,
    Week,
)
from planner.render.documents.advice import (
    write_conditions,
    write_diets,
    write_plates,
    write_swapped_seasonings,
)
from planner.render.documents.ahead import (
    FRIDGE,
    find_batches,
    write_before,
    write_in_fridge,
    write_thawed,
    write_whole_recipe,
)
from planner.render.documents.allergies import write_allergies, write_not_for
from planner.render.documents.coverage import (
    Coverage,
    compose_coverage,
    compose_verdict,
    write_points,
)
from planner.render.documents.overview import (
    compose_bar_table,
    compose_bars,
    compose_title,
    compose_week,
    write_place,
    write_unserved,
)
from planner.render.documents.salting import Salt, find_salt, write_pot_salt, write_salt
from planner.render.documents.shopping_list import compose_lists, write_budget
from planner.render.documents.shortfall import compose_shortfalls, compose_unusual
from planner.render.documents.supplements import compose_supplements
from planner.render.documents.targets import write_removals
from planner.render.phrases import (
    PLAIN,
    Style,
    Units,
    add_as_written,
    name_day,
    write_assumption,
    write_day,
    write_eaten,
    write_person,
    write_portions,
    write_weight,
)
from planner.render.recipes import Batch, write_bought_weight
from planner.report.meal_figures import compute_meal
from planner.tables.bundle import Tables
from planner.tables.cooking import SOAKED
from planner.tables.cuisines import match_cuisine, write_cuisine
from planner.tables.dishes import LIGHT_MEALS, MAIN_MEALS
from planner.tables.foods import Food
from planner.tables.nutrients import ENERGY
from planner.tables.timing import Timing

APART = (
    " Cook them apart: where a step names both, or stirs one into the rest, take a second pot or"
    " pan and part the rest between the two."
)
BOWLS = (
    " Keep them apart: where a step names both, take a second bowl and part the rest between them."
)
FIGURE_WORDS = {
    ENERGY: "",
    "protein_g": " protein",
    "carbohydrate_g": " carbohydrate",
    "fat_g": " fat",
}
FROM_DRY = 0.6  # grams bought for a gram eaten, of what is bought dry and boiled


@dataclass(frozen=True)
class About:
    """Whom a plan serves, its verdict, and what one should know before eating by it.

    `needs` are why something is missed and what would help, what a condition asks, a caution.
    """

    whom: tuple[Block, ...]
    verdict: Paragraph
    needs: tuple[Block, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All of it."""
        return (*self.whom, self.verdict, *self.needs)


@dataclass(frozen=True)
class Parts:
    """What a plan's document is made of, in whatever order a format puts it.

    `alerts` concern everyone; `preparations` say what is done before day 1, cooked double or
    seasoned otherwise. `everyone` (their five), `notes` and `together` are there for several
    people. `about`, `five`, `last` (what was left out, what is unusual) and `coverage` have a part
    for each person, `shopping` one for each week. Days, supplements, coverage, the part for all
    together and the lists begin with a heading.
    """

    title: Heading
    alerts: tuple[Block, ...]
    preparations: tuple[Block, ...]
    everyone: tuple[BarTable, ...]
    notes: tuple[Block, ...]
    about: tuple[About, ...]
    five: tuple[Bars, ...]
    last: tuple[tuple[Block, ...], ...]
    weeks: tuple[Week, ...]
    days: tuple[tuple[Block, ...], ...]
    supplements: tuple[Block, ...]
    coverage: tuple[Coverage, ...]
    together: tuple[Block, ...]
    shopping: tuple[tuple[Block, ...], ...]


def compose_parts(
    plan: WeekPlan, report: CheckReport, tables: Tables, style: Style = PLAIN
) -> Parts:
    """Every part of a plan's document; with pictures, all of the coverage is drawn."""
    people = plan.request.people
    several = len(people) > 1
    alerts = []
    if report.over_budget_usd:
        alerts.append(Paragraph(write_budget(plan, tables), Mark.MISS))
    alerts += map(Paragraph, write_cuisines(plan, tables))
    alerts += map(Paragraph, write_allergies(plan, tables))
    told = (
        write_doubled(plan, style.start),
        write_before(plan, tables, style),
        write_swapped_seasonings(plan, tables),
    )
    preparations = tuple(Paragraph(text) for text in told if text)
    notes = compose_unusual(plan, report, tables)
    points = Paragraph(write_points(plan))
    about, five, last, coverage = [], [], [], []
    for person in people:
        own_plan, own_report = narrow(plan, report, person)
        own = compose_about(own_plan, own_report, tables, style, shared=several)
        unserved = (Paragraph(text) for text in write_unserved(person, plan, tables))
        about.append(replace(own, needs=(*own.needs, *unserved)))
        five.append(compose_bars(own_plan, own_report, person, tables, style.start))
        removals = map(Paragraph, write_removals(person, tables, brief=style.brief))
        last.append((*removals, *([] if several else notes)))
        known = compose_coverage(own_plan, own_report, tables, style)
        if several:
            known = replace(known, heading=Heading(f"Coverage: {person.name}", 2))
        else:
            known = replace(known, remarks=(*known.remarks, points))
        coverage.append(known)
    weeks = [plan.days[first : first + 7] for first in range(0, len(plan.days), 7)]
    salt = find_salt(plan, report, tables)
    return Parts(
        title=compose_title(plan),
        alerts=tuple(alerts),
        preparations=preparations,
        everyone=(compose_bar_table(plan, report, tables, style.start),) if several else (),
        notes=tuple(notes) if several else (),
        about=tuple(about),
        five=tuple(five),
        last=tuple(last),
        weeks=tuple(compose_week(plan, days, report, tables, style.start) for days in weeks),
        days=tuple(
            tuple(compose_day(day, report, plan, tables, style, salt=salt)) for day in plan.days
        ),
        supplements=tuple(compose_supplements(plan, report, tables)),
        coverage=tuple(coverage),
        together=(Heading("Coverage: all together", 2), points) if several else (),
        shopping=compose_lists(plan, tables, style),
    )


def compose_plan(
    plan: WeekPlan, report: CheckReport, tables: Tables, style: Style = PLAIN
) -> list[Block]:
    """The whole document of a plan, one thing below the other."""
    parts = compose_parts(plan, report, tables, style)
    people = plan.request.people
    blocks: list[Block] = [parts.title, *parts.alerts, *parts.preparations]
    blocks += [*(table.numbers for table in parts.everyone), *parts.notes]
    for person, about, last in zip(people, parts.about, parts.last, strict=True):
        if len(people) > 1:
            head = f"{person.name}: {person.diet}, {person.energy_kcal:,.0f} kcal a day"
            blocks.append(Heading(head, 2))
        blocks += [*about.blocks, *last]
    coverage = [one.blocks for one in parts.coverage]
    for part in (*parts.days, parts.supplements, *coverage, parts.together, *parts.shopping):
        blocks += part
    return blocks


def narrow(plan: WeekPlan, report: CheckReport, person: Person) -> tuple[WeekPlan, CheckReport]:
    """A plan and its check as one of its people sees them: their servings, their verdicts."""
    if len(plan.request.people) == 1:
        return plan, report
    days = []
    for day in plan.days:
        meals = (
            replace(meal, servings=tuple(s for s in meal.servings if s.person == person.name))
            for meal in day.meals
        )
        days.append(replace(day, meals=tuple(meal for meal in meals if meal.servings)))
    own_plan = replace(
        plan,
        request=replace(plan.request, people=(person,)),
        days=tuple(days),
        misses=tuple(miss for miss in plan.misses if miss.person == person.name),
        supplements=tuple(dose for dose in plan.supplements if dose.person == person.name),
        shortfalls=tuple(
            shortfall for shortfall in plan.shortfalls if shortfall.person == person.name
        ),
        changes=tuple(change for change in plan.changes if change.person == person.name),
    )
    own_report = replace(
        report,
        verdicts=tuple(v for v in report.verdicts if v.person == person.name),
        over_budget_usd=0.0,
        notes=(),
        daily={key: value for key, value in report.daily.items() if key[0] == person.name},
        taken={key: dose for key, dose in report.taken.items() if key[0] == person.name},
    )
    return own_plan, own_report


def write_cuisines(plan: WeekPlan, tables: Tables) -> list[str]:
    """Write how many meals are of the cuisines that were asked for, and where others come too."""
    request, dishes = plan.request, tables.dishes
    meals = [
        (request.kinds.get(meal.meal, ""), dishes[meal.dish].cuisine)
        for day in plan.days
        for meal in day.meals
        if meal.dish in dishes
    ]
    texts = []
    for words, only in ((request.cuisine, False), (request.only_cuisine, True)):
        if not words:
            continue
        known = {cuisine for _, cuisine in meals}
        meant = {one for word in words for one in match_cuisine(word, known)}
        counts = []
        for names, said in ((MAIN_MEALS, "lunches and dinners"), (LIGHT_MEALS, "other meals")):
            served = [cuisine in meant for meal, cuisine in meals if meal in names]
            if served:
                counts.append(f"{sum(served)} of {len(served)} {said}")
        text = f"{'Only' if only else 'Preferred'}: {join_words([*map(write_cuisine, words)])}. "
        text += f"Such dishes are {' and '.join(counts)}."
        others = sorted(
            {meal for meal, cuisine in meals if cuisine not in meant and meal in LIGHT_MEALS}
        )
        if only and others:
            text += f" For {' and '.join(others)} there are too few of them, so others come too."
        texts.append(text)
    return texts


def compose_about(
    plan: WeekPlan,
    report: CheckReport,
    tables: Tables,
    style: Style = PLAIN,
    *,
    shared: bool = False,
) -> About:
    """Whom the plan of one person serves, whether it meets everything, and what would help.

    With `shared` the plan is one person's part of a plan for several.
    """
    (person,) = plan.request.people
    who = f"For {write_person(person)}; energy: {person.energy_source}."
    unnamed = [word for word in ("age", "sex") if getattr(person, word) is None]
    if unnamed:
        naming = "both" if len(unnamed) > 1 else f"the {unnamed[0]}"
        who += (
            f" Where needs differ by {' or '.join(unnamed)}, the plan keeps the highest minimum and"
            f" the lowest upper level; naming {naming} narrows it down."
        )
    needs = compose_shortfalls(plan, tables, shared=shared)
    needs += [Paragraph(text) for text in write_conditions(plan.request.people, tables, report)]
    needs += [Paragraph(text) for text in write_diets(plan.request.people, tables)]
    if person.energy_kcal < CAUTION_KCAL and EATING_RULES.find_size(person) == 1.0:
        caution = f"Eat below {CAUTION_KCAL:,.0f} kcal a day only with a doctor's advice."
        needs.append(Paragraph(caution, Mark.MISS))
    return About(
        whom=tuple(Paragraph(text) for text in (who, write_assumption(person)) if text),
        verdict=compose_verdict(report, tables, style.start),
        needs=tuple(needs),
    )


def compose_day(
    day: DayPlan,
    report: CheckReport,
    plan: WeekPlan,
    tables: Tables,
    style: Style = PLAIN,
    meals: Sequence[str] | None = None,
    *,
    salt: Salt | None = None,
) -> list[Block]:
    """A day, dish by dish: its foods for each and together, how it is made, its seasonings.

    Of all its `meals`, or of some. `salt` is the plan's, where it is known already.
    """
    people = plan.request.people
    energies = []
    for person in people:
        kcal = f"{report.amount(person.name, day.day, ENERGY):,.0f} kcal"
        if all((day.day, meal.name) in person.out for meal in person.meals):
            kcal = "out"
        energies.append(f"{person.name} {kcal}" if len(people) > 1 else kcal)
    title = f"{write_day(day.day, style.start)} · {', '.join(energies)}"
    blocks: list[Block] = [Heading(title, 2)]
    salt = find_salt(plan, report, tables) if salt is None else salt
    text = write_salt(day, salt, style.units)
    blocks += [Paragraph(text, Mark.QUIET)] if text else []
    served = {meal.meal: meal for meal in day.meals}
    for name in [meal.name for meal in plan.request.meals] if meals is None else meals:
        out = [person.name for person in people if (day.day, name) in person.out]
        away = (Paragraph(write_out(out, len(people))),) if out else ()
        if name in served:
            pot = write_pot_salt(salt.pots.get((day.day, name), 0), style.units)
            card = compose_card(day, served[name], plan, tables, style.units, salt=pot)
            blocks.append(replace(card, before=away))
        elif out:
            blocks += [Heading(name.capitalize(), 3), *away]
    return blocks


def write_minutes(
    meal: Meal,
    timing: Timing,
    tables: Tables,
    batches: Mapping[str, Batch] | None = None,
    pot: Pot | None = None,
) -> str:
    """Write the minutes of a meal and of the day before, or that it is left over.

    What is boiled already, of `batches`, takes none, and neither does a `pot` that is all thawed.
    """
    if meal.leftover_of is not None:
        return f"left over, {timing.minutes} min to heat" if timing.minutes else "left over"
    if pot is not None and not pot.servings:
        return "from the freezer"
    texts = [f"{timing.minutes} min"] if timing.minutes else []
    done = [food_id for food_id, batch in (batches or {}).items() if batch.done]
    soaked = {
        one.food_id
        for one in meal.servings
        if tables.find_cooking(one.food_id).method == SOAKED and one.food_id not in done
    }
    if timing.ahead_minutes and (soaked or not done):
        texts.append(f"{timing.ahead_minutes} min the day before")
    return " + ".join(texts)


def write_out(names: Sequence[str], people: int) -> str:
    """Write which of `people` eaters eat a meal elsewhere."""
    if people == 1:
        return "You are out." if names[0] == "you" else f"{names[0]} is out."
    if len(names) == people:
        return "Everyone is out."
    return f"{join_words(names)} {'are' if len(names) > 1 else 'is'} out."


USES_UP = "This dinner uses up what is there: nothing is bought for it alone."


def uses_up(day: DayPlan, meal: Meal, plan: WeekPlan, tables: Tables) -> bool:
    """Whether a meal is the dinner that was to use up what there is, and does."""
    is_it = day.day == plan.request.use_up_dinner and meal == plan.find_dinner(day)
    return is_it and not any(bought_alone(plan, tables))


def compose_card(
    day: DayPlan,
    meal: Meal,
    plan: WeekPlan,
    tables: Tables,
    units: Units = Units.METRIC,
    *,
    salt: str = "",
) -> Card:
    """A meal: its name, minutes and figures, its foods for each and together, how it is made.

    A dinner that is cooked double says how much of each food that is, the lunch only that it is
    there. Where diets differ, it says whose food is which. `salt` is the sentence that salts it.
    """
    batches = find_batches(day, meal, plan, tables, plan.request.start)
    pot = find_thawed(day, meal, plan, tables)
    name = name_meal(meal, tables)
    minutes = write_minutes(meal, find_work(day.day, meal, plan, tables), tables, batches, pot)
    title = f"{meal.meal.capitalize()}: {name}{minutes and f' · {minutes}'}"
    figures = write_figures(meal, plan, tables)
    notes: list[Block] = []
    if uses_up(day, meal, plan, tables):
        notes.append(Paragraph(USES_UP, Mark.QUIET))
    several = len(plan.request.people) > 1
    plates = write_plates(meal, plan.request.people, tables)
    if not several:
        foods = lines = compose_plate(meal, tables, units)
    else:
        foods = _shared_plates(meal, plan, tables, units)
        lines = _shared_lines(meal, plan, tables, units)
        notes += [Paragraph(text) for text in write_splits(meal, tables)]
        notes += [Paragraph(text, Mark.MISS) for text in write_not_for(meal, plan, tables)]
    recipe: list[Block] = []
    if meal.leftover_of is not None:
        notes.append(Paragraph(write_leftover(meal, tables), Mark.QUIET))
        notes += map(Paragraph, plates)
    else:
        lunch = find_doubled(day.day, meal, plan)
        if lunch is not None:
            notes.append(Paragraph(write_double(meal, lunch, tables, units), Mark.QUIET))
        seasoned = season(tables, plan.request.people)
        thawed = write_thawed(day, meal, plan, tables, units)
        kept = write_in_fridge(batches, tables)
        notes += [Paragraph(kept, Mark.QUIET)] if kept else []
        recipe = compose_recipe(
            meal, lunch, seasoned, units, thawed, batches, plates, salt, pot.thawed if pot else 0.0
        )
    return Card(
        meal=meal.meal,
        title=Heading(title, 3, place=write_place(day.day, meal.meal)),
        name=name,
        minutes=minutes,
        brief=write_energies(meal, plan, tables) if several else "".join(figures),
        facts=tuple(Paragraph(text, Mark.QUIET) for text in figures),
        foods=(foods,),
        lines=(lines,),
        notes=tuple(notes),
        recipe=tuple(recipe),
        served_as=plan.request.kinds.get(meal.meal, ""),
    )


DISHING_UP = (
    *("Serve", "Eat", "Scatter", "Sprinkle", "Spoon", "Pile", "Top", "Lay", "Ladle", "Fill"),
    *("Wrap", "Stuff", "Arrange", "Split", "Scoop", "Mop", "Have"),
)
"""With which the sentences begin after which nothing is cooked any more."""


def compose_recipe(
    meal: Meal,
    lunch: Meal | None,
    tables: Tables,
    units: Units = Units.METRIC,
    thawed: Sequence[str] = (),
    batches: Mapping[str, Batch] = MappingProxyType({}),
    plates: Sequence[str] = (),
    salt: str = "",
    frozen: float = 0.0,
) -> list[Block]:
    """How a meal is made: what is done the day before, then its steps; in a line where it has none.

    `lunch` is the next day's, which is cooked with it; what that has fresh isn't. `thawed` says
    what comes out of the freezer the day before. `batches` are boiled for other meals as well.
    `plates` say how a young child's plate is served: the last step. `salt` is the sentence that
    salts the pot, before it is served. `frozen` are servings of a dish of one's own that come out
    of the freezer.
    """
    dish = tables.dishes[meal.dish]
    recipe = write_whole_recipe(meal, lunch, tables, units, batches, frozen)
    before = " ".join((*recipe.ahead, *thawed))
    ahead = [Paragraph(f"The day before: {before}", Mark.QUIET)] if before else []
    if not recipe.steps:
        seasonings = f" Season with {', '.join(dish.seasonings)}." if dish.seasonings else ""
        how = dish.how + seasonings + boiled_ahead(meal, tables)
        return [*ahead, Paragraph(how, Mark.QUIET), *map(Paragraph, plates)]
    shares = [Paragraph(recipe.shares, Mark.QUIET)] if recipe.shares else []
    *steps, last = recipe.steps
    if salt:
        last = add_salt(last, salt)
    return [*ahead, Steps((*steps, last, *plates)), *shares]


def add_salt(step: str, salt: str) -> str:
    """A last step with the sentence that salts: behind what cooks, before what only dishes up.

    >>> add_salt("Add the peas and simmer for 5 min. Serve with the rice.", "Season.")
    'Add the peas and simmer for 5 min. Season. Serve with the rice.'
    """
    sentences = re.split(r"(?<=\.)\s+(?=[A-Z])", step)
    place = len(sentences)
    while place and sentences[place - 1].split()[0] in DISHING_UP:
        place -= 1
    return " ".join((*sentences[:place], salt, *sentences[place:]))


def write_figures(meal: Meal, plan: WeekPlan, tables: Tables) -> list[str]:
    """Write the energy, protein, carbohydrate and fat of a meal, a line for each eater."""
    texts = []
    for person in plan.request.people:
        if not any(one.person == person.name for one in meal.servings):
            continue
        found = compute_meal(meal, person.name, tables)
        parts = [
            f"{amount:,.0f} {tables.nutrients[name].unit}{FIGURE_WORDS[name]}"
            for name, amount in found.items()
            if name in tables.nutrients
        ]
        who = f"{person.name}: " if len(plan.request.people) > 1 else ""
        texts.append(f"{who}{' · '.join(parts)}" if parts else "")
    return [text for text in texts if text]


def write_energies(meal: Meal, plan: WeekPlan, tables: Tables) -> str:
    """Write the energy that each eater has of a meal: "Ana 430 kcal, Ben 574 kcal"."""
    found = {one.name: compute_meal(meal, one.name, tables) for one in plan.request.people}
    eaters = {serving.person for serving in meal.servings}
    return ", ".join(
        f"{name} {own[ENERGY]:,.0f} kcal"
        for name, own in found.items()
        if name in eaters and ENERGY in own
    )


def compose_plate(meal: Meal, tables: Tables, units: Units) -> Grid:
    """What one person has of a meal: the food, its measure, its weight, and that as bought."""
    rows = []
    for serving in meal.servings:
        food = tables.foods[serving.food_id]
        eaten = write_eaten(food, serving.grams, tables.groceries[food.grocery_id], units)
        portions = write_portions(food, serving.portions, units)
        measure = "" if portions == eaten else portions
        raw = write_bought_weight(food, serving.grams, tables, units)
        name = name_food(food.id, tables.dishes[meal.dish], serving.slot, tables)
        rows.append((Cell(name), Cell(measure), Cell(eaten), Cell(raw, Mark.QUIET)))
    if not any(row[-1].text for row in rows):
        return Grid((), tuple(row[:-1] for row in rows), ("left", "left", "right"))
    return Grid((), tuple(rows), ("left", "left", "right", "left"))


def write_splits(meal: Meal, tables: Tables) -> list[str]:
    """Write who gets which food, for each slot of a dish that has several foods."""
    hot = "hot" in tables.dishes[meal.dish].tags
    apart = "" if meal.leftover_of is not None else APART if hot else BOWLS
    whose: dict[str, dict[str, list[str]]] = {}
    for serving in meal.servings:
        whose.setdefault(serving.slot, {}).setdefault(serving.food_id, []).append(serving.person)
    splits = []
    for slot, foods in whose.items():
        if len(foods) > 1:
            said = [
                f"{name_food(food, tables.dishes[meal.dish], slot, tables)} for {join_words(who)}"
                for food, who in foods.items()
            ]
            text = "; ".join(said)
            splits.append(f"{text[0].upper()}{text[1:]}.{apart}")
    return splits


def write_leftover(meal: Meal, tables: Tables) -> str:
    """Write what to do with a lunch that is left over."""
    fresh = [tables.foods[food_id].name for food_id in find_fresh(meal, tables)]
    hot = "hot" in tables.dishes[meal.dish].tags
    text = "Heat it until it steams all through" if hot else "Eat it cold"
    if fresh:
        text += f"; add the {join_words(fresh)} fresh"
    return f"Left over from yesterday's dinner: nothing to cook. {text}."


def write_double(dinner: Meal, lunch: Meal, tables: Tables, units: Units) -> str:
    """Write how much of each food is cooked at once for a dinner and the next lunch."""
    fresh = find_fresh(dinner, tables)
    cooked: dict[str, list[Serving]] = {}
    for serving in (*dinner.servings, *lunch.servings):
        if serving.food_id not in fresh:
            cooked.setdefault(serving.food_id, []).append(serving)
    amounts = []
    for food_id, servings in cooked.items():
        food = tables.foods[food_id]
        portions, eaten = _write_together(food, servings, tables, units)
        name = name_food(food_id, tables.dishes[dinner.dish], servings[0].slot, tables)
        amounts.append(f"{name} {portions}{'' if portions == eaten else f' ({eaten})'}")
    text = f"Cook double: with tomorrow's lunch that is {'; '.join(amounts)}."
    if fresh:
        names = join_words([tables.foods[food_id].name for food_id in fresh])
        text += f" Leave out the {names}: add tomorrow's fresh."
    now, later = (
        sum(one.grams for one in meal.servings if one.food_id not in fresh)
        for meal in (dinner, lunch)
    )
    share = round(later / (now + later) * 100)
    return (
        f"{text} Divide what is cooked by weight: {100 - share} % for now"
        f" ({write_weight(now, units)} of its foods), {share} % into a box for tomorrow's lunch"
        f" ({write_weight(later, units)})."
    )


def _write_together(
    food: Food, servings: Sequence[Serving], tables: Tables, units: Units
) -> tuple[str, str]:
    """The household measure and the weight of several plates: what each of them says, added up."""
    grocery = tables.groceries[food.grocery_id]
    portions = write_portions(food, sum(serving.portions for serving in servings), units)
    grams = add_as_written(food, [serving.grams for serving in servings], grocery, units)
    eaten = write_eaten(food, grams, grocery, units)
    return (eaten if food.portion == "oz" and units is Units.METRIC else portions), eaten


def write_doubled(plan: WeekPlan, start: date | None = None) -> str:
    """Write which dinners are cooked double and how they keep; empty if nobody asked for it."""
    doubled = sorted(plan.find_leftovers())
    days = [str(day) if start is None else name_day(day, start) for day in doubled]
    asked = plan.request.leftovers
    if not days:
        return "No dinner was found that could be the next day's lunch too." if asked else ""
    weeks = [plan.days[first : first + 7] for first in range(0, len(plan.days), 7)]
    most = sum(min(asked, len(week)) for week in weeks)
    fewer = (
        " No other was found that could be." if len(days) < min(most, len(plan.days) - 1) else ""
    )
    named = join_words(days)
    word = "" if start else "day " if len(days) == 1 else "days "
    are, lunch = ("is", "lunch") if len(days) == 1 else ("are", "lunches")
    dinners = "dinner" if len(days) == 1 else "dinners"
    return (
        f"Cook once, eat twice: the {dinners} of {word}{named} {are} cooked double and {are} the"
        f" {lunch} of the day after.{fewer} {FRIDGE}"
    )


def _shared_plates(meal: Meal, plan: WeekPlan, tables: Tables, units: Units) -> Grid:
    """What each person has of a dish, slot by slot, and all of them together."""
    eaters = {serving.person for serving in meal.servings}
    names = [person.name for person in plan.request.people if person.name in eaters]
    slots = [slot.name for slot in tables.dishes[meal.dish].slots]
    by_food: dict[str, list[Serving]] = {}
    for serving in sorted(meal.servings, key=lambda served: slots.index(served.slot)):
        by_food.setdefault(serving.food_id, []).append(serving)

    def amount(food_id: str, servings: list[Serving]) -> Cell:
        if not servings:
            return Cell("-", Mark.QUIET)
        portions, eaten = _write_together(tables.foods[food_id], servings, tables, units)
        return Cell(portions if portions == eaten else f"{portions}, {eaten}")

    rows = []
    for food_id, servings in by_food.items():
        own = [amount(food_id, [s for s in servings if s.person == name]) for name in names]
        together = [amount(food_id, servings)] if len(names) > 1 else []
        grams = sum(serving.grams for serving in servings)
        raw = Cell(write_bought_weight(tables.foods[food_id], grams, tables, units), Mark.QUIET)
        name = name_food(food_id, tables.dishes[meal.dish], servings[0].slot, tables)
        rows.append((Cell(name), *own, *together, raw))
    everyone = "together" if "together" not in names else "all together"
    headers = ("", *names, *([everyone] if len(names) > 1 else []), "as bought")
    if not any(row[-1].text for row in rows):
        headers, rows = headers[:-1], [row[:-1] for row in rows]
    return Grid(headers, tuple(rows), ("left",) * len(headers))


def _shared_lines(meal: Meal, plan: WeekPlan, tables: Tables, units: Units) -> Grid:
    """The foods of a dish a line each: "each 1 cup, Dad 1½; together 4½ cups", and the weight."""
    eaters = {serving.person for serving in meal.servings}
    slots = [slot.name for slot in tables.dishes[meal.dish].slots]
    by_food: dict[str, list[Serving]] = {}
    for serving in sorted(meal.servings, key=lambda served: slots.index(served.slot)):
        by_food.setdefault(serving.food_id, []).append(serving)
    rows = []
    for food_id, servings in by_food.items():
        food = tables.foods[food_id]
        portions: dict[str, float] = {person.name: 0.0 for person in plan.request.people}
        for serving in servings:
            portions[serving.person] += serving.portions
        own = {name: count for name, count in portions.items() if count}
        amounts = {name: write_portions(food, count, units) for name, count in own.items()}
        together, eaten = _write_together(food, servings, tables, units)
        text = write_amounts(amounts, (food.portion, food.portion_plural), everyone=eaters)
        if len(own) > 1:
            text += f"; together {together}"
        grams = sum(serving.grams for serving in servings)
        raw = write_bought_weight(food, grams, tables, units)
        name = name_food(food_id, tables.dishes[meal.dish], servings[0].slot, tables)
        cells = (name, text, "" if together == eaten else eaten)
        rows.append((*map(Cell, cells), Cell(raw, Mark.QUIET)))
    if not any(row[-1].text for row in rows):
        return Grid((), tuple(row[:-1] for row in rows), ("left", "left", "right"))
    return Grid((), tuple(rows), ("left", "left", "right", "left"))


def write_amounts(
    amounts: Mapping[str, str], units: Collection[str], *, everyone: Collection[str]
) -> str:
    """Who has how much: what most have comes first, and a unit of `units` is written once.

    >>> amounts = {"Ana": "1 cup", "Ben": "1 cup", "Dad": "1½ cups"}
    >>> write_amounts(amounts, ("cup", "cups"), everyone=("Ana", "Ben", "Dad"))
    'each 1 cup, Dad 1½'
    """
    whose: dict[str, list[str]] = {}
    for name, amount in amounts.items():
        whose.setdefault(amount, []).append(name)
    most = max(whose, key=lambda amount: len(whose[amount]))
    texts, said = [], set[str]()
    for amount in sorted(whose, key=lambda amount: amount != most):
        names = join_words(whose[amount])
        if amount == most and amounts.keys() == set(everyone) and len(whose[amount]) > 1:
            names = "each"
        count, _, unit = amount.removeprefix("about ").partition(" ")
        about = "about " if amount.startswith("about ") else ""
        known = {unit} | ({*units} if unit in units else set())
        texts.append(f"{names} {about}{count if known & said else f'{count} {unit}'.strip()}")
        said |= known
    return ", ".join(texts)


def boiled_ahead(meal: Meal, tables: Tables) -> str:
    """Write what is boiled beforehand, which the minutes of the dish leave out."""
    foods = [tables.foods[food_id] for food_id in dict.fromkeys(s.food_id for s in meal.servings)]
    beans = [f.name for f in foods if f.group == "legumes" and f.bought_g_per_eaten_g < FROM_DRY]
    if not beans:
        return ""
    names = " and ".join(beans)
    return f" Not counted in the minutes: {names}, cooked ahead from dry; or use canned."
