"""A dish's steps as sentences, from the foods that are served and how each of them is cooked.

No dish is known here by name. What happens comes from the steps of its row. What a food is called,
how it is cut and how long it takes come from its row in cooking.csv.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from types import MappingProxyType

from planner.plans.names import HALF as HALF_PORTION
from planner.plans.names import find_noun, join_words
from planner.plans.pots import make_pot
from planner.plans.records import Serving
from planner.render.phrases import Units, write_count, write_portions, write_volume, write_weight
from planner.render.pots import write_pot, write_thawed_pot, write_warmed_pot
from planner.tables.bundle import Tables
from planner.tables.cooking import (
    CANNED,
    DRY,
    END,
    FROZEN,
    RAW,
    SOAKED,
    START,
    UNCOOKED,
    Cooking,
    Method,
    Seasoning,
    find_own_minutes,
)
from planner.tables.dishes import Dish, find_removed, split_seasonings
from planner.tables.foods import Food
from planner.tables.steps import (
    ARTICLE,
    BLEND,
    COLD,
    COOK,
    COOKS,
    CUT,
    DEGREES_VERB,
    FINISH,
    FOLD,
    FRY,
    HALF,
    IN,
    NAME,
    PACK,
    PLATES,
    REMOVED,
    REST,
    ROAST,
    SIMMER,
    SOAK,
    SOME,
    SPICES,
    TIMED,
    WATER,
    Part,
    parse_step,
)
from planner.tables.timing import LAST, MEANWHILE, find_pans

STEAM = 1.1  # of the water that goes in, so much more than what the food takes up: our estimate
TOGETHER_MIN = 2  # minutes: foods that differ by less go in at once
WARMED_MIN = 5  # what is ready to eat and in the pan for no longer is only warmed
ORDINALS = ("second", "third", "fourth", "further")
COUNTED = {2: "two", 3: "three", 4: "four"}
WHOLE = "roast-whole"  # the method of what isn't cut before it goes into the oven
SERVED = re.compile(r"(?i)\b(serve|spoon|eat|top|scatter|sprinkle|toss|pile|lay)\b")
"""A word of a step from which on nothing goes into the pot any more."""
STIRRED = re.compile(r"(?i)\b(stir|fold|add|put)\b")
POURED = re.compile(r"\bpour (everything )?over\b")
"""Words of a later step that puts more into the pot, or a whole pan."""
CLAUSE_END = re.compile(r"(?<=[.;])\s")
MIXES = re.compile(r"(?i)\b(add|stir|fold|toss|mash|crush|whisk|ovenproof dish, spread)\b(?! half)")
MEETS = re.compile(r"(?i)\b(add|stir in|fold in|fold everything|toss with)\b")
JOINS = re.compile(r"into the vegetables|on top and bake")
INTO = re.compile(r"\b(stir in with|into the sauce)\b")
DISHED = re.compile(
    r"(?i)\b(serve|spoon (?!it into)|eat|top|scatter|lay|fill|wrap|stuff|arrange|dress)\b"
)
TAKEN_OUT = re.compile(r"\bTake out\b")
"""How steps say that foods are mixed in a pan or a bowl, and that they no longer are."""
FEW_G = 75.0  # of dry beans: few soak and boil less for its own sake, our estimate
MINOR = 0.15  # of the weight of a mixture: a smaller part isn't named
UNLIKE = 0.05  # by which somebody's share of a food may differ from that of all it is mixed with
OVEN = re.compile(r"(?i)(heat the oven to \d+ °[CF](?: and |[.;] ))")
HOT = re.compile(r"(?i)heat the oven to ")
NOTHING = re.compile(r"(^|[.;] )[.;] ?")  # the end of a sentence of which nothing is left
SENTENCE = re.compile(r"(^|[.!?:] )([a-z])")
AND = re.compile(r" and $")
AND_INSIDE = re.compile(r" and ")
GOES_ON = (" and ", ", ")
FIRST = {FRY: "fry {} over medium heat for {} min", ROAST: "roast {} for {} min"}
FIRST[SIMMER] = "add {} and simmer, covered, over low heat for {} min"
NEXT = {
    FRY: "add {} and fry for {} min more",
    ROAST: "add {} and roast for {} min more",
    SIMMER: "add {} and simmer for {} min more",
}
WARM = ("warm {} over medium heat for {} min", "add {} and warm for {} min")
SLICE = "slice"  # the household measure of a bread that two of make a sandwich
LIQUID = "{liquid"  # of the words of what is cooked in milk as well as in water
LEAST_ML = 30.0  # less water than that isn't worth its place in a sentence
MILK_G_A_ML = 1.03
SIP_ML = 50.0  # of milk on a plate: nobody pours a glass of less
TSP_A_TBSP = 3.0
ML_A_TBSP = 15.0
MOST_TBSP = 4.0  # spoonfuls: nobody counts more of them
TBSP_A_CUP = 16.0
PINCH = "a pinch"
BOUGHT_WORDS = {RAW: "raw", DRY: "dry", FROZEN: "frozen", CANNED: "with liquid"}
BAKED_GROUPS = ("breads",)
VEGETABLE_GROUPS = ("leafy-greens", "vegetables", "starchy-vegetables", "mushrooms")
ALIKE = 0.05  # of a weight: what is bought so near it isn't told


@dataclass(frozen=True)
class Recipe:
    """How a dish is made: what is done the day before, and the steps at the meal, in order.

    `shares` says how several people share out the pot; it is empty where there is none.
    """

    ahead: tuple[str, ...]
    steps: tuple[str, ...]
    shares: str = ""


@dataclass(frozen=True)
class Batch:
    """Dry beans that are boiled at once for several days.

    `portions` and `grams` are those of all of the days; `days` is how they are called after the
    first, "Tuesday and Wednesday". It is `done` where an earlier day has boiled them.
    """

    portions: float
    grams: float
    days: str
    done: bool = False


@dataclass(frozen=True)
class Ingredient:
    """A food in all its plates together; `whose` are its eaters, where others have another."""

    food: Food
    cooking: Cooking
    portions: float
    grams: float
    whose: tuple[str, ...]

    @property
    def bought_g(self) -> float:
        """Its weight as bought."""
        return self.grams * self.food.bought_g_per_eaten_g

    @property
    def several(self) -> bool:
        """Whether a sentence says "them" of it."""
        return find_noun(self.cooking, self.portions) == self.cooking.plural

    def write(self, *, cut: bool = False) -> str:
        """The food in a sentence: "the carrots", "the carrots for Ben (in slices)"."""
        noun = find_noun(self.cooking, self.portions)
        half = "half " if self.portions <= HALF_PORTION and self.food.group in BAKED_GROUPS else ""
        text = f"the {half if self.cooking.plural not in ('', noun) else ''}{noun}"
        if self.whose:
            text += f" for {join_words(self.whose)}"
        return f"{text} ({self.cooking.cut})" if cut and self.cooking.cut else text


def write_recipe(
    dish: Dish,
    servings: Sequence[Serving],
    tables: Tables,
    units: Units = Units.METRIC,
    batches: Mapping[str, Batch] = MappingProxyType({}),
    frozen: float = 0.0,
) -> Recipe:
    """The steps of a dish for all its plates; a dish without steps has none.

    `servings` are those that are cooked at once, so that the amounts are the pot's. `batches` are
    the beans, by food id, that are boiled for other days as well. `frozen` are servings of a dish
    of one's own that come out of the freezer.
    """
    if dish.ingredients and servings:
        pot = make_pot(dish, servings, tables, frozen=frozen)
        steps: tuple[str, ...] = ()
        if pot.servings:
            ingredients, *rest = write_pot(pot)
            steps = (ingredients, *dish.steps, *rest)
        return Recipe(write_thawed_pot(pot), (*steps, *write_warmed_pot(pot)))
    if not dish.steps:
        return Recipe((), ())
    writer = _Writer(dish, servings, tables, units)
    ahead = [*writer.write_ahead(batches), *map(writer.write, dish.ahead)]
    return Recipe(tuple(ahead), tuple(writer.write_steps()), write_shares(dish, servings, tables))


def write_thawing(servings: Iterable[Serving], tables: Tables, units: Units) -> list[str]:
    """What of these was frozen at home: a sentence for each food that comes out of the freezer.

    Vegetables are cooked from frozen, and fruit that is eaten whole isn't frozen.
    """
    portions: dict[str, float] = {}
    grams: dict[str, float] = {}
    for one in servings:
        bought = one.grams * tables.foods[one.food_id].bought_g_per_eaten_g
        grams[one.food_id] = grams.get(one.food_id, 0.0) + bought
        portions[one.food_id] = portions.get(one.food_id, 0.0) + one.portions
    texts = []
    for food_id, own in grams.items():
        food, cooking = tables.foods[food_id], tables.find_cooking(food_id)
        what = f"{write_weight(own, units)} of {find_noun(cooking, portions[food_id])}"
        if food.group in BAKED_GROUPS:
            texts.append(f"Take {what} out of the freezer.")
        elif food.group not in VEGETABLE_GROUPS and not cooking.whole:
            texts.append(f"Thaw {what} in the fridge overnight.")
    return texts


def write_shares(dish: Dish, servings: Iterable[Serving], tables: Tables) -> str:
    """How eaters share out what is cooked together: "Share out the pot: Ana 55 %, Ben 45 %.".

    What doesn't simmer, but is folded or tossed together, is named. Of that, and of what is tossed
    with a pot in the end, a food that somebody has much more or less of is shared out by itself. It
    is empty where each food lies by itself, and where people have different ones.
    """
    simmered, mixed = find_pot_slots(dish), find_mixed_slots(dish)
    weights: dict[str, dict[str, float]] = {}  # grams of each slot, by person
    foods: dict[str, dict[str, float]] = {}  # portions of each slot, by food
    for one in servings:
        if one.slot in simmered | mixed:
            plates = weights.setdefault(one.slot, {})
            plates[one.person] = plates.get(one.person, 0.0) + one.grams
            filling = foods.setdefault(one.slot, {})
            filling[one.food_id] = filling.get(one.food_id, 0.0) + one.portions
    together = [slot for slot in weights if slot in (simmered or mixed)]
    people = [*dict.fromkeys(who for slot in together for who in weights[slot])]
    if len(people) < 2 or any(len(foods[slot]) > 1 for slot in together):
        return ""

    def share(slots: Iterable[str]) -> dict[str, float]:
        own = [*slots]
        grams = {who: sum(weights[slot].get(who, 0.0) for slot in own) for who in people}
        return {who: some / sum(grams.values()) for who, some in grams.items()}

    def write(slots: Iterable[str]) -> str:
        return ", ".join(f"{who} {part * 100:.0f} %" for who, part in share(slots).items())

    def name(slot: str) -> str:
        ((food_id, portions),) = foods[slot].items()
        return f"the {find_noun(tables.find_cooking(food_id), portions)}"

    def differ(slot: str, slots: Sequence[str]) -> float:
        """By how much anyone's share of a food differs at most from their mean one of several."""
        own, all_ = share([slot]), [share([one]) for one in slots]
        return max(abs(own[who] - sum(one[who] for one in all_) / len(all_)) for who in people)

    rest, texts = [*together], list[str]()
    if simmered:
        usual = share(together)
        apart = [
            slot
            for slot in weights
            if slot not in simmered and len(foods[slot]) == 1 and weights[slot].keys() & {*people}
            if any(abs(part - usual[who]) > UNLIKE for who, part in share([slot]).items())
        ]
        before = f" before you add {join_words([*map(name, apart)])}" if apart else ""
        texts = [f"the pot{before}: {write(together)}"]
    else:
        heavy = {slot: sum(weights[slot].values()) for slot in together}
        least = MINOR * sum(heavy.values())
        apart, told = [], [slot for slot in together if heavy[slot] >= least / 3]
        while (odd := max(told, key=lambda slot: differ(slot, told))) and differ(
            odd, told
        ) > UNLIKE:
            told.remove(odd)
            rest.remove(odd)
            apart.append(odd)
        main = [slot for slot in rest if heavy[slot] >= least]
        if len(main) > 1:
            texts = [f"{join_words([*map(name, main)])} together: {write(rest)}"]
        elif apart:
            apart = [*main, *apart]
    texts += [f"{name(slot)}: {write([slot])}" for slot in apart]
    return f"Share out {'; '.join(texts)}." if texts else ""


def find_pot_slots(dish: Dish) -> frozenset[str]:
    """The slots whose foods are in the pot in which something simmers, empty where nothing does.

    Up to there they are all that steps name, but for what cooks by itself or roasts. Later steps
    stir in some more. What a step puts beside, below or on top of the pot's contents isn't in it.
    """
    steps = [*map(parse_step, dish.steps)]
    simmers = [any(part.verb == SIMMER for part in parts) for parts in steps]
    slots: set[str] = set()
    for place, parts in enumerate(steps):
        goes_in = any(simmers[place:])
        pan: set[str] = set()  # what a later step heats apart
        for part in parts:
            if not part.verb and not part.slots:
                if SERVED.search(part.words):
                    break
                if POURED.search(part.words):
                    slots |= pan
                goes_in = goes_in or (any(simmers) and STIRRED.search(part.words) is not None)
            elif part.verb not in (*COOKS, ROAST):
                (slots if goes_in else pan).update(part.slots)
    return frozenset(slots) if any(simmers) else frozenset()


def find_mixed_slots(dish: Dish) -> frozenset[str]:
    """The slots whose foods end up mixed in a pan or a bowl of which nothing simmers.

    They are what is fried together, and what steps fold, toss or stir. What goes into a pan meets
    what is there already, unless that was taken out. From where it is served on nothing is mixed.
    """
    mixed: set[str] = set()
    pan: set[str] = set()
    for parts in map(parse_step, dish.steps):
        own: set[str] = set()  # mixed in this step
        cooked: set[str] = set()
        words = ""  # of what goes in next, where it is mixed
        for part in parts:
            if part.verb in COOKS:
                cooked.update(part.slots)
            elif part.verb in (FRY, SOME, HALF, ROAST):
                pan.update(part.slots)
                mixed.update(part.slots if part.verb == FRY and len(part.slots) > 1 else ())
            elif part.slots and words:
                own.update(part.slots)
                own.update(pan | cooked if MEETS.search(words) else ())
            if part.verb or part.slots:
                continue
            if TAKEN_OUT.search(part.words):
                pan.clear()
            if JOINS.search(part.words):
                mixed |= own
            if DISHED.search(part.words):
                break
            *before, last = CLAUSE_END.split(part.words)
            if INTO.search(last) and (own or cooked):
                own |= pan | cooked
            if before or MIXES.search(last):
                words = last if MIXES.search(last) else ""
        mixed |= own if len(own) > 1 else set()
    return frozenset(mixed)


def write_bought_weight(food: Food, grams: float, tables: Tables, units: Units) -> str:
    """What weighs otherwise when bought: "90 g dry", "145 g raw"; empty if it weighs the same.

    That is before peeling and trimming. What is eaten raw is "whole" then.
    """
    cooking = tables.find_cooking(food.id)
    word = BOUGHT_WORDS.get(cooking.bought, "")
    if not word or abs(food.bought_g_per_eaten_g - 1) < ALIKE:
        return ""
    if cooking.method == UNCOOKED and food.group != "mushrooms":
        word = "whole"
    return f"{write_weight(grams * food.bought_g_per_eaten_g, units)} {word}"


def write_seasoning(name: str, plates: int, tables: Tables) -> str:
    """A seasoning with its amount for so many plates: "½ tsp of ground cumin"."""
    seasoning = tables.seasonings.get(name)
    if seasoning is None:
        return f"{name} to taste"
    amount = write_measure(seasoning, plates)
    if seasoning.measure or amount == PINCH:
        return f"{amount} of {seasoning.words}"
    several = seasoning.amount * plates > 1 and seasoning.measure_plural
    return f"{amount} {several or seasoning.words}"


def write_measure(seasoning: Seasoning, plates: int) -> str:
    """What so many plates take of a seasoning, in spoons or pieces that a cook can measure."""
    amount = seasoning.amount * plates
    measure, plural = seasoning.measure, seasoning.measure_plural
    if measure == "tsp":
        if amount < 0.25:
            return PINCH
        if amount >= TSP_A_TBSP:
            return f"{write_count(max(1, round(amount / TSP_A_TBSP * 2) / 2))} tbsp"
        return f"{write_count(max(0.25, round(amount * 4) / 4))} tsp"
    if not measure:
        return write_count(ceil(amount))
    if measure == "tbsp" and amount >= TBSP_A_CUP / 4:
        count = round(amount / TBSP_A_CUP * 4) / 4
        return f"{write_count(count)} {'cups' if count > 1 else 'cup'}"
    count = max(0.5, ceil(amount * 2) / 2)
    return f"{write_count(count)} {plural if count > 1 else measure}"


class _Writer:
    """Writes the templates of one dish as it is served."""

    def __init__(
        self, dish: Dish, servings: Sequence[Serving], tables: Tables, units: Units
    ) -> None:
        self.dish, self.tables, self.units = dish, tables, units
        self.servings = servings
        self.slots: dict[str, list[Ingredient]] = {slot.name: [] for slot in dish.slots}
        for slot in dish.slots:
            own = [serving for serving in servings if serving.slot == slot.name]
            foods = dict.fromkeys(serving.food_id for serving in own)
            for food_id in foods:
                eaten = [serving for serving in own if serving.food_id == food_id]
                eaters = dict.fromkeys(serving.person for serving in eaten)
                self.slots[slot.name].append(
                    Ingredient(
                        food=tables.foods[food_id],
                        cooking=tables.find_cooking(food_id),
                        portions=sum(serving.portions for serving in eaten),
                        grams=sum(serving.grams for serving in eaten),
                        whose=tuple(eaters) if len(foods) > 1 else (),
                    )
                )
        first = dish.slots[0].name
        self.cut: set[int] = set()  # what a sentence has cut already
        self.parted: list[Ingredient] = []  # kept, for `cut` knows foods by their ids
        self.raw: set[int] = set()  # what is only cut: where it is named next
        parts = [part for text in dish.steps for part in parse_step(text)]
        self.tray = {slot for part in parts if part.verb == ROAST for slot in part.slots}
        cooked = {slot for part in parts if part.verb in COOKS for slot in part.slots}
        simmered = {slot for part in parts if part.verb == SIMMER for slot in part.slots}
        self.dry = {  # what goes into the pot dry
            id(one)
            for slot in simmered - cooked
            for one in self.slots[slot]
            if one.cooking.bought == DRY and one.cooking.method != SOAKED
        }
        self.plates = max(1, sum(serving.slot == first for serving in servings))
        self.timing = tables.find_timing(
            dish,
            [(slot, one.food.id, one.portions) for slot in self.slots for one in self.slots[slot]],
        )
        self.season = split_seasonings(dish, tables.seasonings)

    def find(self, slots: Iterable[str]) -> list[Ingredient]:
        return [one for slot in slots for one in self.slots[slot]]

    def write(self, template: str) -> str:
        """A template as one or more sentences."""
        text = ""
        parts = parse_step(template)
        for part, after in zip(parts, (*parts[1:], Part()), strict=False):
            words = self.write_part(part)
            if part.verb in (SPICES, FINISH) and after.words in GOES_ON:
                words = AND_INSIDE.sub(", ", words)  # more of the same list follows
            elif part.verb in (SPICES, FINISH) and " and " in words:
                text = AND.sub(
                    ", ", text
                )  # what it is listed with, and the seasonings, are one list
            text += words
        text = NOTHING.sub(r"\1", text).strip()
        return SENTENCE.sub(lambda found: found[1] + found[2].upper(), text)

    def write_steps(self) -> list[str]:
        """All steps in order; a step beside one that needs no watching begins with "Meanwhile".

        An oven that is hot isn't heated again.
        """
        texts: list[str] = []
        heated = False
        for template, beside in zip(self.dish.steps, self.timing.beside, strict=True):
            text = self.write(template)
            text, heated = heat_once(text, heated)
            if beside and text and not text.startswith(MEANWHILE) and not LAST.match(text):
                text = f"{MEANWHILE} {text[0].lower()}{text[1:]}"
            texts += [text] if text else []
        return texts

    def write_ahead(self, batches: Mapping[str, Batch]) -> list[str]:
        """What the methods of the foods need the day before; a batch is boiled once."""
        texts = []
        used = [part for text in (*self.dish.ahead, *self.dish.steps) for part in parse_step(text)]
        slots = dict.fromkeys(slot for part in used if part.verb != BLEND for slot in part.slots)
        for one in self.find(slots):
            method = self.tables.methods.get(one.cooking.method)
            if method is None or not method.ahead:
                continue
            batch = batches.get(one.food.id)
            if batch is None:
                texts.append(self.fill(method.ahead, [one]))
            elif not batch.done:
                pot = replace(one, portions=batch.portions, grams=batch.grams)
                first, stop, rest = self.fill(method.ahead, [pot]).partition(". ")
                texts.append(f"{first}, also for {batch.days}{stop}{rest}")
        return texts

    def write_part(self, part: Part) -> str:
        if not part.verb and not part.slots:
            return part.words
        if part.verb in (SPICES, FINISH):
            names = self.season[START if part.verb == SPICES else END]
            return join_words([write_seasoning(n, self.plates, self.tables) for n in names])
        if part.verb == REMOVED:
            return self.write_removed()
        found = self.find(part.slots)
        if part.verb in TIMED:
            return self.write_timed(part.verb, found)
        writers: dict[str, Callable[[], str]] = {
            NAME: lambda: join_words(
                dict.fromkeys(self.write_once(one, cut=id(one) in self.raw) for one in found)
            ),
            ARTICLE: lambda: self.join(found),
            CUT: lambda: self.join_cut(found, tray=not self.tray.isdisjoint(part.slots)),
            PACK: lambda: join_words(
                [self.write_once(one, cut=not one.cooking.whole) for one in found]
            ),
            BLEND: lambda: self.join_blended(found),
            SOME: lambda: join_words([*map(self.write_some, found)]),
            COOK: lambda: self.write_cooked(found, cold=False),
            COLD: lambda: self.write_cooked(found, cold=True),
            IN: lambda: self.write_cooked_in(*map(self.find, zip(part.slots))),
            HALF: lambda: join_words([*map(self.write_half, found)]),
            FOLD: lambda: self.write_fold(part.slots),
            SOAK: lambda: self.write_soak(*self.split_soak(part.slots)),
            REST: lambda: self.write_rest_of(*self.split_soak(part.slots)),
            WATER: lambda: self.write_water(part.number, found),
            PLATES: lambda: self.write_plates(part.number, part.words),
            DEGREES_VERB: lambda: self.write_degrees(part.number),
        }
        return writers[part.verb]()

    def write_once(
        self, one: Ingredient, *, cut: bool = True, written: Ingredient | None = None
    ) -> str:
        """A food with how it is cut, if no sentence has said so yet; `written` stands for it."""
        first = cut and id(one) not in self.cut
        if cut:
            self.cut.add(id(one))
        return (written or one).write(cut=first)

    def join(self, found: Iterable[Ingredient]) -> str:
        return join_words(dict.fromkeys(one.write() for one in found))

    def list(self, found: Iterable[Ingredient]) -> str:
        """Foods without an article: "chickpeas", "shrimp for Ben"."""
        return self.join(found).removeprefix("the ")

    def join_cut(self, found: Iterable[Ingredient], *, tray: bool = False) -> str:
        """Foods with how they are cut, but what roasts whole goes onto a tray whole."""
        return join_words(
            dict.fromkeys(
                self.write_once(one, cut=not tray or one.cooking.method != WHOLE) for one in found
            )
        )

    def join_blended(self, found: Iterable[Ingredient]) -> str:
        """What goes into a blender: without what nobody eats; frozen fruit as it is."""
        names = []
        for one in found:
            whole = replace(one, cooking=replace(one.cooking, cut=one.cooking.cut.split(",")[0]))
            names.append(self.write_once(one, cut=one.cooking.bought != FROZEN, written=whole))
        return join_words(dict.fromkeys(names))

    def write_fold(self, slots: Collection[str]) -> str:
        """How one slice makes a sandwich; empty where everyone has two, or a roll."""
        whose = dict.fromkeys(
            one.person
            for one in self.servings
            if one.slot in slots
            and one.portions == 1
            and self.tables.foods[one.food_id].portion == SLICE
        )
        if not whose:
            return ""
        everyone = len(whose) == self.plates
        words = "cut each slice in half and lay one half on the other"
        if self.plates == 1:
            return words.replace("each", "the")
        return words if everyone else f"for {join_words(whose)}, {words.replace('each', 'the')}"

    def write_removed(self) -> str:
        """What is taken out before anyone eats: "the bay leaf"."""
        texts = []
        for name in find_removed(self.dish, self.tables.seasonings):
            one = self.tables.seasonings[name]
            several = not one.measure and ceil(one.amount * self.plates) > 1
            texts.append(f"the {one.measure_plural if several else name}")
        return join_words(texts)

    def write_half(self, one: Ingredient) -> str:
        """A food with half of its amount, in spoons that a cook has: "1½ tsp of olive oil"."""
        half = one.portions / 2
        if one.food.portion == "tbsp" and half < 1:
            return f"{write_count(round(half * TSP_A_TBSP * 4) / 4)} tsp of {one.cooking.noun}"
        return self.write_some(replace(one, portions=half))

    def write_some(self, one: Ingredient) -> str:
        """A food with its amount: "½ tbsp of olive oil", "1 cup of soy milk"."""
        amount = write_portions(one.food, one.portions, self.units)
        whose = f" for {join_words(one.whose)}" if one.whose else ""
        return f"{amount} of {find_noun(one.cooking, one.portions)}{whose}"

    def split_soak(self, slots: Sequence[str]) -> tuple[Sequence[Ingredient], float]:
        """The liquids of the first slot, and the share of them that the other slots take up."""
        liquids = self.find(slots[:1])
        takes = sum(one.grams * one.cooking.soaks_ml for one in self.find(slots[1:]))
        return liquids, self.find_share(takes, liquids)

    def write_soak(self, liquids: Sequence[Ingredient], share: float) -> str:
        """What goes in of the liquids: "150 ml of oat milk"."""
        if share == 1:
            return join_words([*map(self.write_some, liquids)])
        return join_words([self.write_share(one, share) for one in liquids])

    def write_rest_of(self, liquids: Sequence[Ingredient], share: float) -> str:
        """What is left of the liquids for a glass beside; empty where nothing is."""
        if share == 1:
            return ""
        left = join_words([self.write_share(one, 1 - share) for one in liquids])
        return f"drink the other {left} with it"

    def write_share(self, one: Ingredient, share: float) -> str:
        whose = f" for {join_words(one.whose)}" if one.whose else ""
        ml = self.write_ml(one.grams * share / MILK_G_A_ML)
        return f"{ml} of {find_noun(one.cooking, one.portions)}{whose}"

    def write_degrees(self, celsius: float) -> str:
        if self.units is Units.US:
            return f"{round((celsius * 9 / 5 + 32) / 5) * 5:.0f} °F"
        return f"{celsius:.0f} °C"

    def write_cooked(self, found: Iterable[Ingredient], *, cold: bool) -> str:
        """Each food cooked in its own way; those of one way together."""
        alike: dict[tuple[object, ...], list[Ingredient]] = {}
        for one in found:
            row = one.cooking
            if row.method == UNCOOKED and row.cut:
                self.raw.add(id(one))
                continue
            alike.setdefault((row.method, row.minutes, row.rest_min, row.inside_c), []).append(one)
        texts = []
        for (name, *_), own in alike.items():
            method = self.tables.methods.get(str(name))
            words = "have {cut} ready" if method is None else method.cold if cold else method.hot
            texts.append(self.fill(words, own))
        return "; ".join(texts)

    def write_cooked_in(self, liquids: Sequence[Ingredient], found: Sequence[Ingredient]) -> str:
        """What is cooked in milk, with the water that it takes beside it.

        Where people have different ones, or it isn't a porridge, they are cooked in water, and the
        milk is stirred in.
        """
        methods = {one.cooking.method for one in found}
        method = self.tables.methods.get(next(iter(methods)))
        if len(found) == 1 and method is not None and LIQUID in method.hot:
            return self.fill(method.hot, found, liquids)
        milk = join_words([*map(self.write_some, liquids)])
        return f"{self.write_cooked(found, cold=False)}; stir in {milk} and heat for 2 min"

    def write_liquid(self, takes: float, liquids: Sequence[Ingredient]) -> str:
        """The water that something takes; what is milk of it comes first, and no more than that."""
        share = self.find_share(takes, liquids)
        if share < 1:
            return self.write_soak(liquids, share)
        water = takes - sum(one.grams for one in liquids)
        texts = [*map(self.write_some, liquids)]
        if water >= LEAST_ML or not texts:
            texts.append(f"{self.write_ml(water)} of water")
        return join_words(texts)

    def find_share(self, takes_ml: float, liquids: Sequence[Ingredient]) -> float:
        """The share of the liquids that something takes; 1 where no more than a sip is left."""
        ml = sum(one.grams for one in liquids) / MILK_G_A_ML
        return takes_ml / ml if liquids and ml - takes_ml > SIP_ML * self.plates else 1.0

    def fill(
        self, words: str, own: Sequence[Ingredient], liquids: Sequence[Ingredient] = ()
    ) -> str:
        """The words of a method with what is cooked in its braces."""
        first = own[0].cooking
        method = self.tables.methods.get(first.method)
        several = len(own) > 1 or own[0].several
        dry = sum(one.bought_g for one in own)
        takes = STEAM * (sum(one.grams for one in own) - dry)
        takes += method.steam_ml if method is not None else 0.0
        values = {
            "the": self.join(own),
            "cut": self.join_cut(own) if "{cut}" in words else "",
            "it": "them" if several else "it",
            "min": f"{first.minutes or 0:g}",
            "power": f"{find_own_minutes(first, sum(one.portions for one in own)):g}",
            "rest": f"{first.rest_min or 0:g}",
            "ahead": f"{first.ahead_min or 0:g}",
            "water": self.write_ml(takes),
            "liquid": self.write_liquid(takes, liquids),
            "dry": f"{write_weight(dry, self.units)} of dry {self.list(own)}",
            "bought": join_words(
                [f"{write_weight(one.bought_g, self.units)} of {self.list([one])}" for one in own]
            ),
            "eaten": write_weight(sum(one.grams for one in own), self.units),
            "inside": "" if first.inside_c is None else self.write_safe(first.inside_c),
            "batches": write_batches(method, own),
            "done": self.write_done(own),
            "rested": self.write_rest(own),
            "few": ", the easier way for so few" if dry < FEW_G * len(own) else "",
        }
        text = ""
        for place, piece in enumerate(re.split(r"\{([^{}]*)\}", words)):
            if place % 2 == 0:
                text += piece
            elif piece in values:
                text += values[piece]
            else:
                text += self.write_degrees(float(piece.split()[0]))
        rest = self.write_rest_of(liquids, self.find_share(takes, liquids))
        return f"{text}; {rest}" if rest else text

    def write_safe(self, celsius: float) -> str:
        """A temperature that is safe, which isn't rounded."""
        if self.units is Units.US:
            return f"{celsius * 9 / 5 + 32:.0f} °F"
        return f"{celsius:.0f} °C"

    def write_done(self, own: Collection[Ingredient]) -> str:
        """Until when meat, poultry and fish are cooked."""
        by_degrees: dict[float, list[Ingredient]] = {}
        for one in own:
            if one.cooking.inside_c is not None:
                by_degrees.setdefault(one.cooking.inside_c, []).append(one)
        several = len([*own]) > 1
        texts = [
            f"{self.join(foods) if several else _it(foods)} {_be(foods)}"
            f" {self.write_safe(degrees)} inside"
            for degrees, foods in by_degrees.items()
        ]
        return f", until {join_words(texts)}" if texts else ""

    def write_rest(self, own: Collection[Ingredient]) -> str:
        foods = [one for one in own if one.cooking.inside_c and one.cooking.rest_min]
        if not foods:
            return ""
        rest = max(one.cooking.rest_min or 0 for one in foods)
        named = self.join(foods) if len(own) > 1 else _it(foods, "it", "them")
        return f"; let {named} rest for {rest:g} min"

    def write_timed(self, verb: str, found: Sequence[Ingredient]) -> str:
        """Foods in a pan, a pot or on a tray; those of some eaters alone have their own.

        What simmers for all goes into each pot; what is fried or roasted for all is in the first.
        """
        apart = dict.fromkeys(one.whose for one in found if one.whose)
        if len(apart) < 2:
            return self.write_together(verb, found)
        common = [one for one in found if not one.whose]
        own = {whose: [one for one in found if one.whose == whose] for whose in apart}
        if verb == SIMMER:
            texts = []
            for whose, foods in own.items():
                named = [replace(one, whose=()) for one in foods]  # the clause says whose pot it is
                self.parted += named
                clause = self.write_together(verb, [*named, *common])
                texts.append(f"for {join_words(whose)}, {clause}")
                self.cut.update(map(id, foods))
            return f"part it between {COUNTED.get(len(own), len(own))} pots; {'; '.join(texts)}"
        groups = [common, *own.values()] if common else [*own.values()]
        texts = [self.write_together(verb, foods) for foods in groups]
        where = "on a {} tray" if verb == ROAST else "in a {} pan"
        later = [
            f"{where.format(ORDINALS[min(place, len(ORDINALS) - 1)])}, {text}"
            for place, text in enumerate(texts[1:])
        ]
        return "; ".join((texts[0], *later))

    def write_together(self, verb: str, found: Sequence[Ingredient]) -> str:
        """Foods that share a pan, a pot or a tray: each goes in when it has its minutes left."""
        left = {id(one): getattr(one.cooking, TIMED[verb]) or 1 for one in found}
        groups: list[list[Ingredient]] = []
        for one in sorted(found, key=lambda one: -left[id(one)]):
            if groups and left[id(groups[-1][0])] - left[id(one)] < TOGETHER_MIN:
                groups[-1].append(one)
            else:
                groups.append([one])
        clauses = []
        for place, group in enumerate(groups):
            after = left[id(groups[place + 1][0])] if place + 1 < len(groups) else 0
            minutes = f"{left[id(group[0])] - after:g}"
            warmed = verb == FRY and all(map(_is_warmed, group))
            words = WARM[bool(place)] if warmed else (NEXT if place else FIRST)[verb]
            foods = self.join_cut(group, tray=verb == ROAST)
            clauses.append(words.format(foods, minutes))
        pans = find_pans(sum(one.grams for one in found)) if verb == FRY else 1
        if pans > 1:
            clauses[0] = f"in {pans} batches, {clauses[0]}"
        return "; ".join(clauses) + self.write_done(found) + self.write_rest(found)

    def write_water(self, ratio: float, found: Iterable[Ingredient]) -> str:
        """The water of a pot: so much for what is in it, and what goes in dry takes up."""
        ml = sum(
            ratio * one.grams + (one.grams - one.bought_g if id(one) in self.dry else 0)
            for one in found
        )
        return f"{self.write_ml(ml)} of water"

    def write_plates(self, amount: float, measure: str) -> str:
        """What a plate takes, for all of them."""
        if measure == "ml":
            return self.write_ml(amount * self.plates)
        if amount * self.plates > MOST_TBSP:
            return self.write_ml(amount * self.plates * ML_A_TBSP)
        return f"{write_count(amount * self.plates)} {measure}"

    def write_ml(self, ml: float) -> str:
        """Millilitres that a jug can measure."""
        step = 10 if ml < 200 else 25 if ml < 500 else 50
        return write_volume(max(step, round(ml / step) * step), self.units)


def write_batches(method: Method | None, own: Iterable[Ingredient]) -> str:
    """In how many goes a pan or a toaster cooks foods: " in 3 batches"; empty where all fit."""
    if method is None:
        return ""
    count = method.find_batches(sum(one.portions for one in own))
    return "" if count == 1 else " one at a time" if method.holds == 1 else f" in {count} batches"


def heat_once(text: str, heated: bool) -> tuple[str, bool]:
    """A step without heating an oven that is hot, and whether the oven is hot after it.

    >>> heat_once("Heat the oven to 200 °C and bake the cod", True)
    ('Bake the cod', True)
    """
    kept = ""
    for place, piece in enumerate(OVEN.split(text)):
        again = place % 2 == 1 and (heated or HOT.search(kept))
        kept += "" if again else piece
    kept = kept.strip()
    kept = SENTENCE.sub(lambda found: found[1] + found[2].upper(), kept)
    return kept, heated or HOT.search(kept) is not None


def _be(foods: Sequence[Ingredient]) -> str:
    return "are" if len(foods) > 1 or foods[0].several else "is"


def _it(foods: Sequence[Ingredient], one: str = "it", more: str = "they") -> str:
    return more if len(foods) > 1 or foods[0].several else one


def _is_warmed(one: Ingredient) -> bool:
    """Whether a pan only warms a food: it is cooked already, or sold so."""
    cooked = one.cooking.bought not in (RAW, FROZEN)
    return cooked and (one.cooking.fry_min or 0) <= WARMED_MIN
