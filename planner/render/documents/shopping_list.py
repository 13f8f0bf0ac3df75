"""The shopping list composed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from planner.people.diet_rules import find_person_diets
from planner.people.eating_rules import WEEK_DAYS
from planner.people.exclusions import season
from planner.plans.records import DayPlan, ShoppingLine, WeekPlan
from planner.plans.shopping import (
    SPOILS_DAYS,
    Cost,
    arrange,
    compute_cost,
    find_spoiled,
    find_stale,
    find_uneaten,
    find_week_needs,
    is_served_raw,
)
from planner.render.blocks import Basket, Block, Cell, Checklist, Fold, Heading, Item, Paragraph
from planner.render.documents.salting import is_salted
from planner.render.documents.supplements import compose_supplement_list
from planner.render.phrases import (
    PLAIN,
    Style,
    Units,
    is_loose,
    is_worth_saying,
    name_day,
    write_bought,
    write_length,
    write_packs,
    write_price,
    write_quantity,
    write_weight,
)
from planner.render.recipes import write_measure
from planner.tables.bundle import Tables
from planner.tables.groceries import Grocery

STEP_USD = 10.0  # by which a list gets cheaper from one figure to the next
WORTH_KEEPING = 0.1  # of the smallest pack: less that is left isn't listed
CENT = 0.005  # US dollars: less is nothing
TENTH = 0.1  # of the packs: what differs by less from the need isn't told on a page
TELLS = 0.05  # portions: less is printed as none


FRESH = "fresh"
CUTS = re.compile(r"^(chopped|grated|ground|sliced|torn|bruised|rinsed) | in strips$")
"""What a cook does with a seasoning, which a shop doesn't."""


def compose_list(plan: WeekPlan, tables: Tables, style: Style = PLAIN) -> list[Block]:
    """The shopping list as one document."""
    return [block for part in compose_lists(plan, tables, style) for block in part]


def compose_lists(
    plan: WeekPlan, tables: Tables, style: Style = PLAIN
) -> tuple[tuple[Block, ...], ...]:
    """The shopping list, a part for each week; the last also has the price and all leftovers."""
    people = "one" if len(plan.request.people) == 1 else str(len(plan.request.people))
    days = write_length(len(plan.days))
    if style.start is not None:
        days += f"{' from' if len(plan.days) > 1 else ','} {name_day(1, style.start)}"
    head: list[Block] = [Heading(f"Shopping list for {people}, {days}", 2)]
    doubled = plan.find_leftovers()
    if doubled:
        again = "one lunch that is" if len(doubled) == 1 else f"{len(doubled)} lunches that are"
        head.append(Paragraph(f"It includes the food for {again} left over from dinner."))
    spans = split_weeks(plan, style.start)
    several = len(spans) > 1
    if several:
        head.append(
            Paragraph(
                "There is a list for each week: shop by its first day. What is left in a pack, and"
                " still keeps, counts as yours in later weeks; what is left in a can doesn't."
            )
        )
    head += [Paragraph(text) for text in write_how_to_buy(plan, tables)]
    lines = arrange(plan.shopping, tables, style.aisles)
    seasoned = season(tables, plan.request.people)
    parts: list[list[Block]] = []
    for week, (days_of_week, span) in spans.items():
        blocks = [] if parts else head
        if several:
            blocks = [*blocks, Heading(f"Week {week}, {span}", 2)]
        own = [line for line in lines if line.week == week]
        blocks = [*blocks, *_compose_items(own, tables, style)]
        seasonings = find_seasonings(days_of_week, seasoned)
        if seasonings:
            words = [write_seasoned(name, plates, tables) for name, plates in seasonings.items()]
            meals = (meal for day in days_of_week for meal in day.meals)
            words += ["salt"] if any(is_salted(meal, tables) for meal in meals) else []
            blocks += [Heading("Seasonings", 3), Checklist((", ".join(words),))]
        if not parts:
            blocks += compose_supplement_list(plan, tables)
        if several:
            texts = [_write_week_cost(compute_cost(own, tables))]
            needs = find_week_needs(plan, tables, (week - 1) * WEEK_DAYS)
            texts += write_spoiling(own, days_of_week, tables, style, needs)
            blocks += [Heading("This week", 3), *(Paragraph(text) for text in texts if text)]
        parts.append(blocks)
    if several:
        parts[-1].append(Heading(f"All {len(spans)} weeks", 2))
    cost = compute_cost(lines, tables)
    to_buy = [line for line in lines if line.packs]
    texts = write_cost(cost, to_buy, tables, style.units)
    texts += write_thrift(plan, cost, tables, style)
    if not several:
        needs = find_week_needs(plan, tables, 0)
        texts += write_spoiling(lines, plan.days, tables, style, needs)
    price = tuple(Cell(text) for text in write_total(cost))
    parts[-1].append(Fold("Price and what is left over", tuple(map(Paragraph, texts)), price))
    return tuple(map(tuple, parts))


def write_how_to_buy(plan: WeekPlan, tables: Tables) -> list[str]:
    """Write which foods diets ask to buy in some way: "Buy halal: chicken breast, lean beef.".

    A food counts if someone with the diet eats it.
    """
    found: dict[str, dict[str, None]] = {}
    for person in plan.request.people:
        eaten = [tables.foods[food_id] for food_id in plan.sum_grams(person.name)]
        for diet in find_person_diets(person, tables):
            for word, how in diet.buy.items():
                for food in eaten:
                    if word in food.tags | {food.group, food.kind}:
                        item = tables.groceries[food.grocery_id].name
                        found.setdefault(how, {})[item] = None
    return [f"Buy {how}: {', '.join(sorted(items))}." for how, items in found.items()]


def write_total(cost: Cost) -> list[str]:
    """What a list costs, and the cupboard's items if they must be bought."""
    if cost.total_usd is None:
        return []
    total = [f"Together ${cost.total_usd:,.2f}"]
    if cost.cupboard_usd:
        total.append(f"and ${cost.cupboard_usd:,.2f} for the cupboard")
    return total


def split_weeks(
    plan: WeekPlan, start: date | None = None
) -> dict[int, tuple[tuple[DayPlan, ...], str]]:
    """The days of each week of a plan, and how they are called: "days 8 to 14"."""
    weeks = {}
    for week, first in enumerate(range(0, len(plan.days), WEEK_DAYS), start=1):
        days = plan.days[first : first + WEEK_DAYS]
        first_day, last_day = days[0].day, days[-1].day
        if first_day == last_day:
            span = name_day(first_day, start)
        elif start is None:
            span = f"days {first_day} to {last_day}"
        else:
            span = f"{name_day(first_day, start)} to {name_day(last_day, start)}"
        weeks[week] = days, span
    return weeks


def _compose_items(lines: Sequence[ShoppingLine], tables: Tables, style: Style) -> list[Block]:
    """A week's items by aisle, then the cupboard and what is at home."""
    blocks: list[Block] = []
    to_buy = [line for line in lines if line.packs]
    cupboard = [line for line in to_buy if tables.groceries[line.grocery_id].cupboard]
    headings = tables.aisles if style.aisles is None else style.aisles.headings
    for aisle, heading in headings.items():
        items = [line for line in to_buy if line.aisle == aisle and line not in cupboard]
        if items:
            blocks.append(_compose_basket(heading, items, tables, style, aisle))
    if cupboard:
        blocks.append(_compose_basket("Look in the cupboard first", cupboard, tables, style))
    at_home = [line for line in lines if not line.packs]
    if at_home:
        enough = ", ".join(
            f"{_name(line, tables)} ({_need(line, tables, style.units)})" for line in at_home
        )
        blocks += [Heading("You have enough of", 3), Paragraph(f"{enough}.")]
    return blocks


def _compose_basket(
    heading: str, lines: Sequence[ShoppingLine], tables: Tables, style: Style, aisle: str = ""
) -> Basket:
    """What to buy in an aisle, and what that comes to."""
    items = []
    for line in lines:
        grocery = tables.groceries[line.grocery_id]
        items.append(
            Item(
                name=grocery.name,
                buy=write_packs(line, grocery, style.units),
                price="" if line.cost_usd is None else write_price(line),
                note=write_difference(line, grocery, style.units),
                text=write_bought(line, grocery, style),
                key=line.grocery_id,
            )
        )
    costs = [line.cost_usd for line in lines if line.cost_usd is not None]
    total = f"${sum(costs):,.2f}" if costs else ""
    return Basket(Heading(heading, 3), tuple(items), total, aisle)


def write_difference(line: ShoppingLine, grocery: Grocery, units: Units) -> str:
    """What is needed of an item, where the packs hold a tenth more or less, and what you have."""
    bought = sum(size * count for size, count in line.packs)
    had = line.at_home_grams + line.carried_grams
    parts = []
    if abs(bought - line.grams) >= TENTH * bought:
        parts.append(f"needs {write_quantity(line.grams, grocery, units)}")
    if line.at_home_grams or is_worth_saying(line.carried_grams, grocery):
        parts.append(f"you have {write_quantity(had, grocery, units, rest=True)}")
    if parts == [f"needs {write_packs(line, grocery, units)}"]:
        parts = []
    if grocery.price_is_own:
        parts.append("your price")
    return ", ".join(parts)


def _write_week_cost(cost: Cost) -> str:
    """Write what the packs of one week cost; empty if no price is known."""
    if cost.total_usd is None:
        return ""
    also = f", and ${cost.cupboard_usd:,.2f} for the cupboard's items" if cost.cupboard_usd else ""
    return f"Estimated price of this list: ${cost.total_usd:,.2f}{also}."


def write_thrift(plan: WeekPlan, cost: Cost, tables: Tables, style: Style) -> list[str]:
    """Write whether the budget was kept, what saving costs in portions, and the pantry's use."""
    request, texts = plan.request, []
    total = cost.total_usd or 0.0
    if request.budget_usd is not None:
        texts.append(write_budget(plan, tables))
    if plan.usual is not None:
        saved = plan.usual.total_usd - total
        further = plan.points.total - plan.usual.points
        text = f"The days closest to usual that were found cost ${plan.usual.total_usd:,.2f}"
        if saved < CENT and request.wishes:
            text += " before they were changed"
        elif saved < CENT:
            text += ": nothing cheaper was needed, or none was found that misses no more"
        else:
            text += f"; these are ${saved:,.2f} cheaper, and"
            text += f" {further:.1f} portions" if further >= TELLS else " no"
            text += " further from usual"
        texts.append(f"{text}.")
    return texts + write_pantry(plan, tables, style)


def write_savings(
    plan: WeekPlan,
    tables: Tables,
    without_usd: Mapping[str, float],
    tried: Iterable[tuple[float, float]],
) -> list[str]:
    """Write what leftovers and the pantry save, and what each ten dollars less cost in portions.

    `without_usd` has what the list costs without "leftovers" and "use_up", `tried` the US dollars
    and points of the plans that a budget was weighed among.
    """
    total = compute_cost(plan.shopping, tables).total_usd or 0.0
    texts = []
    if plan.find_leftovers() and "leftovers" in without_usd and not plan.request.weighs_cost:
        saved = without_usd["leftovers"] - total
        text = "Lunches left over from dinner save cooking"
        if saved >= CENT:
            texts.append(f"{text} and ${saved:,.2f}: without them the list costs that much more.")
        elif saved <= -CENT:
            texts.append(f"{text}, not money: without them the list costs ${-saved:,.2f} less.")
        else:
            texts.append(f"{text}, not money: without them the list costs the same.")
    if "use_up" in without_usd and not plan.request.weighs_cost:
        saved = without_usd["use_up"] - total
        text = f"Using up what is at home saves ${saved:,.2f}"
        if saved < CENT:
            text = "Using up more of what is at home would save nothing, so the plan doesn't"
        texts.append(f"{text}.")
    return texts + _write_steps(plan, tried)


def _write_steps(plan: WeekPlan, tried: Iterable[tuple[float, float]]) -> list[str]:
    """Write how many portions further from usual the plans are for each ten dollars less."""
    if plan.usual is None:
        return []
    plans = sorted(tried)
    nearest = plan.usual
    count = int((nearest.total_usd - plans[0][0]) / STEP_USD) if plans else 0
    steps = []
    for usd in (nearest.total_usd - step * STEP_USD for step in range(1, count + 1)):
        further = min(points for total, points in plans if total <= usd) - nearest.points
        steps.append(f"{further:.1f} for ${usd:,.0f}")
    if not steps:
        return []
    text = (
        f"Of the plans that were tried, the closest to usual costs ${nearest.total_usd:,.0f}. For"
    )
    return [f"{text} less they are further from usual, in portions: {', '.join(steps)}."]


def write_pantry(plan: WeekPlan, tables: Tables, style: Style) -> list[str]:
    """Write how much of what is at home the plan uses, and what stays, if it should use that up.

    Otherwise write only what isn't used by its date.
    """
    request, units, stays = plan.request, style.units, []
    for stock, rest in find_uneaten(plan, tables):
        grocery, until = tables.groceries[stock.grocery_id], ""
        if stock.until is not None and stock.until <= len(plan.days):
            until = f", best before {name_day(stock.until, style.start)}"
        if (until or request.use_up) and is_worth_saying(rest, grocery):
            stays.append(f"{grocery.name} ({write_quantity(rest, grocery, units)}{until})")
    if not request.use_up:
        return [f"At home, and not used by its date: {', '.join(stays)}."] if stays else []
    at_home_g = sum(request.grams_at_home.values())
    eaten_g = sum(line.at_home_grams for line in plan.shopping)
    text = f"The plan uses {write_weight(eaten_g, units)}"
    text += f" of the {write_weight(at_home_g, units)} at home."
    return [f"{text} Not used: {', '.join(stays)}." if stays else text]


def write_spoiling(
    lines: Sequence[ShoppingLine],
    days: Sequence[DayPlan],
    tables: Tables,
    style: Style,
    needs: Mapping[str, Sequence[float]] | None = None,
) -> list[str]:
    """Write what of a week's list doesn't keep until it is eaten, and how long the rest does."""
    texts = []
    when = name_day(days[0].day, style.start)
    spoiled = find_spoiled(lines, days, tables, needs)
    for frozen, what in ((True, "freeze them"), (False, "buy them later")):
        late = [
            f"{one.item.name} ({name_day(one.day, style.start)})"
            for one in spoiled
            if one.freezes == frozen
        ]
        if late:
            texts.append(f"Bought for {when}, these won't keep; {what}: {', '.join(late)}.")
    stale: dict[bool, list[str]] = {}
    for item, opened, day in find_stale(lines, days, tables, needs):
        after = [one for one in days if one.day > opened + (item.opened_days or 0)]
        freezes = bool(item.freezer_days) and not is_served_raw(item, after, tables)
        stale.setdefault(freezes, []).append(
            f"{item.name} (from {name_day(opened, style.start)} to {name_day(day, style.start)};"
            f" {_count_days(item.opened_days or 0)})"
        )
    for freezes, names in stale.items():
        what = "freeze a part, or buy smaller packs" if freezes else "buy smaller packs"
        texts.append(
            f"These are eaten for longer than they keep once opened; {what}: {', '.join(names)}."
        )
    return texts + _write_rests(lines, tables, style)


def _write_rests(lines: Iterable[ShoppingLine], tables: Tables, style: Style) -> list[str]:
    """Write how long what is left in the packs keeps, where that is no longer than SPOILS_DAYS.

    Days count from when a pack is opened, or bought where opening it changes nothing.
    """
    by_days: dict[float, list[str]] = {}
    for line in lines:
        item = tables.groceries[line.grocery_id]
        worth = line.left_grams >= WORTH_KEEPING * item.pack_g[0]
        worth = worth and is_worth_saying(line.left_grams, item) and not item.cupboard
        if line.packs and worth and item.left_days <= SPOILS_DAYS:
            left = write_quantity(line.left_grams, item, style.units, rest=True)
            freezes = ", freezes" if item.freezer_days else ""
            by_days.setdefault(item.left_days, []).append(f"{item.name} ({left}{freezes})")
    if not by_days:
        return []
    kept = "; ".join(
        f"{_count_days(days)}: {', '.join(names)}" for days, names in sorted(by_days.items())
    )
    return [f"Once bought or opened, the rest keeps for {kept}."]


def _count_days(days: float) -> str:
    return "1 day" if days == 1 else f"{days:g} days"


def write_budget(plan: WeekPlan, tables: Tables) -> str:
    """Write whether the list's packs stay within the budget."""
    budget = plan.request.budget_usd or 0.0
    total = compute_cost(plan.shopping, tables).total_usd or 0.0
    if total <= budget + CENT:
        return f"Within the budget of ${budget:,.2f}."
    over = f"Over the budget of ${budget:,.2f} by ${total - budget:,.2f}"
    if plan.request.wishes:
        return f"{over}: the changes made later weren't chosen by price."
    return f"{over}: the cheapest plan that was found costs ${total:,.2f}."


def find_seasonings(days: Iterable[DayPlan], tables: Tables) -> dict[str, int]:
    """The seasonings of the dishes of some days, by name, and how many plates each is for."""
    plates: dict[str, int] = {}
    for day in days:
        for meal in day.meals:
            eaters = len({serving.person for serving in meal.servings})
            for name in tables.dishes[meal.dish].seasonings:
                plates[name] = plates.get(name, 0) + eaters
    return dict(sorted(plates.items()))


def write_seasoned(name: str, plates: int, tables: Tables) -> str:
    """Write a seasoning and how much of it so many plates take: "cumin (2½ tsp)".

    It says whether a herb is fresh or dried, and not how it is cut.
    """
    seasoning = tables.seasonings.get(name)
    if seasoning is None:
        return name
    whole = FRESH in name or name == seasoning.words
    words = name if whole else CUTS.sub("", seasoning.words)
    return f"{words} ({write_measure(seasoning, plates)})"


def write_cost(
    cost: Cost, to_buy: Sequence[ShoppingLine], tables: Tables, units: Units
) -> list[str]:
    """Write what the list costs, the source of its prices, and what its packs leave over."""
    texts = []
    if cost.total_usd is not None:
        text = f"Estimated price: ${cost.total_usd:,.2f}"
        if cost.cupboard_usd:
            text += f", and ${cost.cupboard_usd:,.2f} for the cupboard's items if you have none of"
            text += " them"
        text += f". The plan uses ${cost.used_usd or 0:,.2f} of it."
        text += " Seasonings are not included: what you lack of them costs extra."
        if cost.guessed:
            lines = "one line" if cost.guessed == 1 else f"{cost.guessed} lines"
            text += (
                f" The price of {lines}, marked *, is an estimate: the upper quartile of similar"
            )
            text += " foods, or what a shop asks."
        texts.append(text + _sources(to_buy, tables))
    left = f"Left over in the packs: {write_weight(cost.left_grams, units)}"
    if cost.spoiling_grams:
        left += f"; {write_weight(cost.spoiling_grams, units)} of that keeps"
        left += f" {SPOILS_DAYS:.0f} days at most"
    left += ". Pack sizes are estimates of what shops sell; needs are computed."
    if any(
        is_loose(size, tables.groceries[line.grocery_id])
        for line in to_buy
        for size, _ in line.packs
    ):
        left += " If your shop has no bulk bin, buy the smallest pack there is."
    return [*texts, left]


def _sources(to_buy: Iterable[ShoppingLine], tables: Tables) -> str:
    """Where the known prices of a list come from, and of which year's dollars they are."""
    known = [tables.groceries[line.grocery_id] for line in to_buy if line.price_known]
    by_year: dict[int, set[str]] = {}
    for item in known:
        if not item.price_is_own:
            by_year.setdefault(item.price_year or 0, set()).add(item.price_source.partition(":")[0])
    own = sum(item.price_is_own for item in known)
    yours = "" if not own else " One price is yours." if own == 1 else f" {own} prices are yours."
    if not by_year:
        return yours
    named = (
        f"{' and '.join(sorted(sources))} in dollars of {year}"
        for year, sources in sorted(by_year.items())
    )
    averages = "Prices" if not own else "The others"
    return f"{yours} {averages} are national averages: {', '.join(named)}."


def _name(line: ShoppingLine, tables: Tables) -> str:
    return tables.groceries[line.grocery_id].name


def _need(line: ShoppingLine, tables: Tables, units: Units) -> str:
    return write_quantity(line.grams, tables.groceries[line.grocery_id], units)
