"""Each eating rule of the check: as often as is usual is not noted, once more is.

The days are written here dish by dish, of foods that have nothing but what the rules look at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from planner import WeekPlan, make_request
from planner.checking.broken_rules import find_unusual
from planner.plans.records import DayPlan, Meal, Points, Serving, ShoppingLine
from planner.tables.bundle import Tables
from planner.tables.dishes import MEALS

FOODS = """
food_id     kind     group      everyday rare
rice        rice     grains     1        0
apple       apple    fruit      1        0
pear        pear     fruit      1        0
figs        figs     dried-fruit 1       0
beans       beans    legumes    0        0
black-beans beans    legumes    0        0
caviar      caviar   fish       1        1
truffle     truffle  mushrooms  1        1
sardine     sardine  fish       1        0
ham         ham      meat       1        0
cep         cep      mushrooms  1        0
spelt       rice     grains     1        0
omelet      egg      eggs       1        0
"""
DISHES = """
rice-bowl  | breakfast, lunch, dinner, snack |         | rice 1 1 1
spelt-bowl | lunch, dinner                   |         | spelt 1 1 1
porridge   | breakfast, snack                |         | rice 1 1 1
fruit      | breakfast, snack                |         | apple or pear 1 1 1
dried      | breakfast, snack                |         | figs 1 1 1
two-fruits | breakfast, snack                |         | apple 1 1 1, pear 1 1 1
beans      | lunch, dinner                   | legumes | beans or black-beans 1 1 1, rice 1 1 1
chili      | lunch, dinner                   | legumes | beans or black-beans 1 1 1, rice 1 1 1
stew       | lunch, dinner, snack            | legumes | rice 1 1 1
broth      | lunch, dinner                   | soup    | rice 1 1 1
minestrone | lunch, dinner                   | soup    | spelt 1 1 1
feast      | lunch, dinner                   |         | caviar or truffle 1 1 1, rice 1 1 1
nibbles    | snack                           |         | rice 1 1 1
other      | lunch, dinner                   |         | sardine or ham or cep 1 1 1, rice 1 1 1
omelet     | breakfast, lunch, dinner, snack |         | omelet 1 1 1, rice 1 1 1
mixed      | lunch, dinner                   |         | rice 1 1 1, spelt 1 1 1
"""

Day = Mapping[str, str]


@pytest.fixture(scope="module")
def kitchen(small_tables: Callable[[str, str], Tables]) -> Tables:
    """The foods and dishes above."""
    return small_tables(FOODS, DISHES)


def notes(
    kitchen: Tables, *days: str, people: Mapping[str, tuple[str, ...]] | None = None
) -> list[str]:
    """The notes about days, each written as "breakfast / lunch / dinner / snack".

    A meal is its dish and then, where a slot may hold several, the food: "fruit pear". A dash is a
    meal without anything. `people` have, by name, the meals they are out for: "day 1 dinner".
    """
    people = {"you": ()} if people is None else people
    request = make_request(kitchen, days=len(days))
    eaters = [
        make_request(kitchen, name=name, days=len(days), out=out).people[0]
        for name, out in people.items()
    ]
    object.__setattr__(request, "people", tuple(eaters))
    written = []
    for number, day in enumerate(days, start=1):
        meals = []
        for meal, text in zip(MEALS, day.split(" / "), strict=True):
            name, *named = text.split()
            if name == "-":
                continue
            slots = kitchen.dishes[name].slots
            foods = [next((f for f in named if f in slot.foods), slot.foods[0]) for slot in slots]
            servings = tuple(
                Serving(eater.name, slot.name, food, 1.0, 100.0)
                for eater in eaters
                if (number, meal) not in eater.out
                for slot, food in zip(slots, foods, strict=True)
            )
            meals.append(Meal(meal, name, servings))
        written.append(DayPlan(number, tuple(meals)))
    plan = WeekPlan(request, kitchen, tuple(written), Points(0.0, 0.0, 0.0, 0.0))
    return find_unusual(plan, kitchen)


ONE_DISH = "days 1 to 1: 1 different dishes among 2 lunches and dinners"
FRUIT = "two-fruits / rice-bowl / spelt-bowl / porridge"


def rest(days: int, *others: str) -> list[str]:
    """So many days, the first as given and the others with fruit alone."""
    return [*others, *["two-fruits / - / - / -"] * (days - len(others))]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (FRUIT, []),
        ("fruit / rice-bowl / spelt-bowl / dried", []),
        ("fruit / rice-bowl / spelt-bowl / porridge", ["day 1: fruit 1 of 2 times"]),
        ("porridge / rice-bowl / spelt-bowl / -", ["day 1: fruit 0 of 2 times"]),
        ("two-fruits / rice-bowl / beans / fruit", ["day 1: apple 2 times"]),
        ("two-fruits / beans black-beans / chili / -", ["day 1: beans 2 times"]),
        ("two-fruits / rice-bowl / mixed / -", ["day 1: rice 2 times"]),
        ("two-fruits / beans / stew / -", []),
        (
            "two-fruits / beans / rice-bowl / stew",
            [],
        ),
        ("two-fruits / broth / rice-bowl / -", []),
        (
            "two-fruits / broth / minestrone / -",
            ["day 1: 2 dishes tagged soup, at most 1 is usual"],
        ),
        (
            "two-fruits / beans black-beans / chili / stew",
            ["day 1: beans 2 times", "day 1: 3 dishes tagged legumes, at most 2 is usual"],
        ),
        ("two-fruits / rice-bowl / rice-bowl / -", ["days 1 to 1: rice bowl 2 times", ONE_DISH]),
    ],
)
def test_a_day_has_enough_fruit_and_nothing_too_often(
    day: str, said: list[str], kitchen: Tables
) -> None:
    """Two kinds of fruit; a kind once unless it is everyday, and then once a meal; tags."""
    assert notes(kitchen, day) == said


@pytest.mark.parametrize(
    ("out", "fruit", "said"),
    [
        ((), "fruit", ["day 1: fruit 1 of 2 times"]),
        (("day 1 snack",), "fruit", []),  # 0.9 of the day's energy is eaten at home
        (("day 1 lunch", "day 1 dinner"), "porridge", []),  # 0.35
        (("day 1 dinner", "day 1 snack"), "porridge", ["day 1: fruit 0 of 1 times"]),  # 0.55
    ],
)
def test_who_is_out_needs_less_fruit_at_home(
    out: tuple[str, ...], fruit: str, said: list[str], kitchen: Tables
) -> None:
    """As much as their meals at home are of the day, rounded down."""
    meals = ["-" if f"day 1 {meal}" in out else "rice-bowl" for meal in MEALS]
    meals[0] = fruit
    meals[3] = "porridge" if meals[3] != "-" and fruit != "porridge" else "-"
    meals[2] = "spelt-bowl" if meals[2] != "-" else "-"
    assert notes(kitchen, " / ".join(meals), people={"you": out}) == said


@pytest.mark.parametrize(("days", "most"), [(1, 1), (3, 2), (5, 3), (7, 4)], ids=str)
def test_a_food_comes_on_some_days_of_seven(days: int, most: int, kitchen: Tables) -> None:
    """On four, or in proportion; what is everyday comes as often as it likes."""
    dishes = ["beans", "chili"] * 4
    had = [f"two-fruits / {dish} / - / -" for dish in dishes]

    def noted(times: int) -> bool:
        text = f"days 1 to {days}: beans on {times} days, at most {most} is usual"
        return text in notes(kitchen, *rest(days, *had[:times]))

    assert not noted(most)
    if most < days:
        assert noted(most + 1)
    assert not any(" apple on " in note for note in notes(kitchen, *rest(days)))


def test_seven_days_are_counted_anew_from_each_day(kitchen: Tables) -> None:
    """Five times within eight days is too often only where seven of them have all five."""
    beans, none = "two-fruits / beans / - / -", "two-fruits / - / - / -"
    said = "beans on 5 days"
    apart = notes(kitchen, beans, beans, beans, none, none, none, beans, beans)
    assert not any(said in note for note in apart)
    last = notes(kitchen, none, beans, beans, beans, none, none, beans, beans)
    assert [note[:11] for note in last if said in note] == ["days 2 to 8"]


@pytest.mark.parametrize(
    ("dish", "meal", "most"),
    [("porridge", 0, 3), ("porridge", 3, 3), ("nibbles", 3, 2), ("broth", 1, 2), ("stew", 3, 2)],
)
def test_a_dish_comes_some_times_a_week(dish: str, meal: int, most: int, kitchen: Tables) -> None:
    """Three times of breakfast; twice a snack, and what is for lunch and dinner too."""
    meals = ["-"] * 4
    meals[meal] = dish
    day = " / ".join(meals)
    usual = notes(kitchen, *rest(7, *[day] * most))
    assert not any(f"{dish} {most} times" in note for note in usual)
    said = f"days 1 to 7: {dish} {most + 1} times"
    assert said in notes(kitchen, *rest(7, *[day] * (most + 1)))


@pytest.mark.parametrize(
    ("food", "name", "most"),
    [("sardine", "fish", 4), ("ham", "red meat", 2), ("cep", "mushrooms", 3)],
)
def test_a_group_of_foods_comes_on_some_days_of_seven(
    food: str, name: str, most: int, kitchen: Tables
) -> None:
    """Fish on two to four days, red meat on two, mushrooms on three, whichever they are."""
    day = f"two-fruits / other {food} / - / -"
    said = f"days 1 to 7: {name} on"
    assert not any(
        note.startswith(said) and "most" in note for note in notes(kitchen, *rest(7, *[day] * most))
    )
    too_often = notes(kitchen, *rest(7, *[day] * (most + 1)))
    assert f"{said} {most + 1} days, at most {most} is usual" in too_often


def test_fish_and_legumes_are_missed(kitchen: Tables) -> None:
    """Two days of fish and three of legumes a week, for who may have them and is at home."""
    fish, legumes = "two-fruits / other sardine / - / -", "two-fruits / beans / - / -"

    def missed(*days: str, out: tuple[str, ...] = ()) -> list[str]:
        found = notes(kitchen, *rest(7, *days), people={"you": out})
        return [note[13:] for note in found if "at least" in note]

    fewer = "on 1 days, at least 2 is usual"
    assert missed(fish, legumes) == [f"fish {fewer}", "legumes on 1 days, at least 3 is usual"]
    assert missed(fish, fish, legumes, legumes, legumes) == []
    assert missed(out=("day 7 snack",)) == []


def test_ten_dishes_are_different_among_the_lunches_and_dinners(kitchen: Tables) -> None:
    """Four may come again in a week, fewer in less."""
    said = "different dishes among"
    again = ["two-fruits / beans / chili / -", "two-fruits / feast / broth / -"]
    assert not any(said in note for note in notes(kitchen, *rest(7, *again * 2)))
    assert any(said in note for note in notes(kitchen, *rest(7, *again * 3)))


def test_few_breads_are_opened_in_a_week(small_tables: Callable[[str, str], Tables]) -> None:
    """Two different ones for one person, three for two, whoever has them."""
    kitchen = small_tables(
        "\n".join(["food_id group", *(f"bread-{number} breads" for number in range(4))]),
        "\n".join(
            f"toast-{n} | breakfast, lunch, dinner, snack | | bread-{n} 1 1 1" for n in range(4)
        ),
    )

    def noted(breads: int, *people: str) -> list[str]:
        days = [f"toast-{number} / - / - / -" for number in range(breads)]
        found = notes(kitchen, *days, people=dict.fromkeys(people, ()))
        return [note for note in found if "different breads" in note]

    assert noted(2, "Ana") == noted(3, "Ana", "Ben") == []
    assert noted(3, "Ana") == ["days 1 to 3: 3 different breads, at most 2 is usual"]
    assert noted(4, "Ana", "Ben") == ["days 1 to 4: 4 different breads, at most 3 is usual"]


@pytest.mark.parametrize(
    ("days", "left_g", "said"),
    [
        (7, 85.0, None),  # 15 of 100 g
        (7, 86.0, "14 of 100 g of rice are eaten, at least 15 % of its packs is usual"),
        (14, 86.0, "week 1: 14 of 100 g of rice are eaten, at least 15 % of its packs is usual"),
        (1, 97.0, None),  # a seventh of that share in a seventh of a week
        (1, 98.0, "2 of 100 g of rice are eaten, at least 2 % of its packs is usual"),
    ],
)
@pytest.mark.parametrize("cupboard", [False, True])
def test_no_pack_is_opened_for_a_spoonful(
    days: int, left_g: float, said: str | None, kitchen: Tables, *, cupboard: bool
) -> None:
    """Whatever isn't of the cupboard is eaten to a seventh at least, in a week."""
    request = make_request(kitchen, days=days)
    item = next(iter(kitchen.groceries.values()))
    rice = replace(item, name="rice", cupboard=cupboard)
    tables = replace(kitchen, groceries={**kitchen.groceries, item.id: rice})
    line = ShoppingLine(
        1,
        item.id,
        item.aisle,
        100.0 - left_g,
        0.0,
        0.0,
        ((100.0, 1),),
        left_g,
        None,
        price_known=False,
    )
    written = tuple(DayPlan(number, ()) for number in range(1, days + 1))
    plan = WeekPlan(request, tables, written, Points(0.0, 0.0, 0.0, 0.0), shopping=(line,))
    found = [note for note in find_unusual(plan, tables) if "packs" in note]
    assert found == ([] if said is None or cupboard else [said])


def test_what_is_rarely_bought_comes_twice_a_week(kitchen: Tables) -> None:
    """Whichever foods they are."""
    days = [f"two-fruits / feast {food} / - / -" for food in ("caviar", "truffle", "caviar")]
    twice = notes(kitchen, *rest(7, *days[:2]))
    assert not any("rarely bought" in note for note in twice)
    assert "days 1 to 7: rarely bought foods 3 times" in notes(kitchen, *rest(7, *days))


@pytest.mark.parametrize(
    ("foods", "out", "noted"),
    [
        (39, (), True),
        (40, (), False),
        (60, (), False),
        (61, (), True),
        (39, ("day 3 snack",), False),
        (61, ("day 3 snack",), True),
    ],
)
def test_a_week_has_forty_to_sixty_foods(
    foods: int, out: tuple[str, ...], noted: bool, small_tables: Callable[[str, str], Tables]
) -> None:
    """Fewer do for who is out; a plan of fewer days has none to reach."""
    names = [f"food-{number}" for number in range(foods)]
    slots = ", ".join(f"{name} 1 1 1" for name in names)
    kitchen = small_tables(
        "\n".join(["food_id group", *(f"{name} grains" for name in names)]),
        f"everything | breakfast, lunch, dinner, snack | | {slots}",
    )
    said = f"{foods} different foods"
    week = ["everything / - / - / -"] * 7
    found = notes(kitchen, *week, people={"you": out})
    assert (f"days 1 to 7: {said}" in found) == noted
    assert not any(said in note for note in notes(kitchen, *week[:6]))


def test_no_dish_comes_on_two_days_running(kitchen: Tables) -> None:
    """Neither does a day share more than two dishes with another."""
    broth, feast, none = "- / - / broth / -", "- / - / feast / -", "- / - / - / -"
    said = "days 1 and 2 both have broth"
    assert said in notes(kitchen, broth, broth)
    assert said in notes(kitchen, broth, "- / broth / - / -")
    for days in ((broth, feast), (broth, feast, broth), (none, none)):
        assert not any("both have" in note for note in notes(kitchen, *days))
    assert not any(
        "share" in note for note in notes(kitchen, FRUIT, "two-fruits / rice-bowl / - / -")
    )
    shared = notes(kitchen, FRUIT, broth, "two-fruits / rice-bowl / - / porridge")
    assert "days 1 and 3 share 3 dishes" in shared


def test_a_note_names_whom_it_is_about(kitchen: Tables) -> None:
    """Unless it is about everyone."""
    people = {"Ana": (), "Ben": ("day 1 dinner", "day 1 snack")}
    day = "fruit / rice-bowl / spelt-bowl / porridge"
    assert notes(kitchen, day, people=people) == ["day 1: fruit 1 of 2 times (Ana)"]
    day = "porridge / rice-bowl / rice-bowl / -"
    said = notes(kitchen, day, people={"Ana": (), "Ben": ()})
    assert said == ["day 1: fruit 0 of 2 times", "days 1 to 1: rice bowl 2 times", ONE_DISH]


def test_eggs_are_counted_by_the_week(kitchen: Tables) -> None:
    """Two a day on average, of a portion each; whoever is out has fewer at home."""
    two, three = "omelet / omelet / feast / fruit", "omelet / omelet / omelet / fruit"

    def of_eggs(*days: str, out: tuple[str, ...] = ()) -> list[str]:
        return [note for note in notes(kitchen, *days, people={"you": out}) if "eggs" in note]

    assert of_eggs(*[two] * 7) == []
    assert of_eggs(three, *[two] * 6) == ["days 1 to 7: 15 eggs, at most 14 is usual"]
    assert of_eggs(*[two] * 7, three) == ["days 8 to 8: 3 eggs, at most 2 is usual"]
    out = of_eggs(two, "omelet / omelet / - / fruit", out=("day 2 dinner",))
    assert out == ["days 1 to 2: 4 eggs, at most 3.3 is usual"]
