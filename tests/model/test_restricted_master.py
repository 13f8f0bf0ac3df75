"""The filled dishes' optimum is the full program's, with its proof, whatever is changed."""

from __future__ import annotations

import numpy as np
import pytest

from planner import Person, find_targets, make_request
from planner.arrays import Floats
from planner.errors import NoPlanExists
from planner.model.bound import build_program
from planner.model.day_program import DayProgram
from planner.model.linear_program import INFINITY, Optimum
from planner.model.restricted_master import RestrictedMaster, open_program
from planner.tables.bundle import Tables
from planner.tables.dishes import MEALS

PEOPLE = (
    Person(diet="vegan"),
    Person(diet="omnivore", energy_kcal=1500),
    Person(diet="vegetarian", allergies=("soy", "tree-nut")),
)


def build(tables: Tables, person: Person) -> DayProgram:
    """The average day of a person's week, who may eat everything that the tables have."""
    return DayProgram(person, find_targets(person, tables), list(tables.foods.values()), tables)


def assert_optimal(
    program: DayProgram, optimum: Optimum, costs: Floats, limits: dict[int, float] | None = None
) -> None:
    """The rows are kept, no column would pay, and the duals are worth the objective.

    The worth of duals of the right sign is at most what any solution costs, so both are optimal.
    `limits` has other low limits of some rows.
    """
    linear = program.linear
    low = np.array([-INFINITY if row.low is None else row.low for row in linear.rows])
    high = np.array([INFINITY if row.high is None else row.high for row in linear.rows])
    for row, limit in (limits or {}).items():
        low[row] = limit
    _, rows, values = linear.matrix
    counts = np.bincount(rows, values * optimum.values[linear.owners], minlength=len(low))
    assert (counts >= low - 1e-5).all()
    assert (counts <= high + 1e-5).all()
    assert (optimum.values >= -1e-9).all()
    assert optimum.objective == pytest.approx(float(costs @ optimum.values), abs=1e-6)
    reduced = linear.price_out(optimum.duals, costs)
    assert reduced == pytest.approx(optimum.reduced_costs, abs=1e-9)
    assert (reduced >= -1e-6).all()
    assert (optimum.duals[high == INFINITY] >= -1e-9).all()
    assert (optimum.duals[low == -INFINITY] <= 1e-9).all()
    priced = np.flatnonzero(np.abs(optimum.duals) > 1e-9)  # less has no side, as above
    bounds = np.where(optimum.duals > 0, low, high)[priced]
    worth = float((bounds * optimum.duals[priced]).sum())
    assert worth == pytest.approx(optimum.objective, abs=1e-5)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.diet)
def test_it_finds_the_optimum_of_the_full_program(person: Person, tables: Tables) -> None:
    """A few filled dishes and caps lead to an optimum with the full program's own proof."""
    program = build(tables, person)
    master = RestrictedMaster(program)
    assert_optimal(program, master.solve(), program.linear.costs)


def test_a_target_that_cannot_be_met_is_missed_alike(tables: Tables) -> None:
    """Where much must be missed, the caps bind, and the full program agrees."""
    request = make_request(tables, diet="vegan", targets=["zinc=36", "potassium=12000"])
    program = build_program(request, tables)
    optimum = RestrictedMaster(program).solve()
    assert program.misses(optimum) > 100
    assert optimum.values[[*program.extras.values()]].any()
    assert_optimal(program, optimum, program.linear.costs)
    assert optimum.objective == pytest.approx(program.linear.solve().objective, rel=1e-7)


def test_it_starts_from_the_options_of_a_plan(tiny: Tables) -> None:
    """The dishes that given options fill are among the first, and change no optimum."""
    program = build(tiny, Person(diet="vegan"))
    options = np.unique(program.options.slot, return_index=True)[1]
    fewer = RestrictedMaster(program)
    more = RestrictedMaster(program, options)
    assert len(more._dish) > len(fewer._dish)  # noqa: SLF001
    assert more.solve().objective == pytest.approx(fewer.solve().objective, abs=1e-9)


@pytest.mark.parametrize("person", PEOPLE[:2], ids=lambda person: person.diet)
def test_changes_are_solved_as_if_from_the_start(person: Person, tables: Tables) -> None:
    """Other costs, closed foods and dishes, other limits: each optimum has its own proof.

    With all of it undone the optimum is the first one again.
    """
    program = build(tables, person)
    linear = program.linear
    master = RestrictedMaster(program)
    first = master.solve()
    master.keep_basis()

    master.set_costs(program.miss_costs)
    assert_optimal(program, master.solve(), program.miss_costs)

    reach = np.zeros(linear.columns)  # the most magnesium of any day, whatever it costs
    grams = slice(program.first_gram, program.first_gram + len(program.foods))
    reach[grams] = -program.per_100g["magnesium_mg"] / 100
    master.set_costs(reach)
    assert_optimal(program, master.solve(), reach)

    master.restart()
    master.set_costs(linear.costs)
    closed = np.zeros(linear.columns, dtype=bool)
    beans = np.array([food.group in {"legumes", "soy"} for food in program.foods])
    closed[program.first_option :][: len(program.options)] = beans[program.options.food]
    soups = [number for number, (_, dish) in enumerate(program.served) if "soup" in dish.tags]
    closed[program.first_served + np.array(soups)] = True
    master.set_closed(closed)
    without = master.solve()
    assert (without.values[closed] == 0).all()
    assert without.objective >= first.objective - 1e-9
    kept = [food for food, bean in zip(program.foods, beans.tolist(), strict=True) if not bean]
    smaller = DayProgram(person, find_targets(person, tables), kept, tables)
    master.set_closed(closed & (np.arange(linear.columns) >= program.first_option))
    (legumes,) = [row for row in program.soft_rows if row.name == "food_rule__legumes__least"]
    master.set_limits(legumes.row, None, None)  # who has no legumes has no rule about them
    expected = RestrictedMaster(smaller).solve().objective
    assert master.solve().objective == pytest.approx(expected, abs=1e-6)

    master.set_closed(np.zeros(linear.columns, dtype=bool))
    row = next(row for row in program.soft_rows if row.name.endswith("magnesium_mg__minimum"))
    assert row.low is not None
    master.set_limits(row.row, row.low * 3, None)
    assert_optimal(program, master.solve(), linear.costs, {row.row: row.low * 3})
    master.set_limits(row.row, row.low, row.high)
    master.restart()
    assert master.solve().objective == pytest.approx(first.objective, abs=1e-9)


def test_a_closed_option_is_told_what_it_would_save(tables: Tables) -> None:
    """Reduced costs of what is closed say what comes back when it opens, at most."""
    person = Person(diet="vegan", energy_kcal=1400)
    program = build(tables, person)
    master = RestrictedMaster(program)
    first = master.solve()
    opened, grams = first.objective, first.values[program.first_gram :][: len(program.foods)]
    eaten = np.zeros(len(program.foods), dtype=bool)
    eaten[np.argsort(grams)[-8:]] = True
    closed = np.zeros(program.linear.columns, dtype=bool)
    shut = eaten[program.options.food]
    closed[program.first_option :][: len(program.options)] = shut
    master.set_closed(closed)
    optimum = master.solve()
    saved = -optimum.reduced_costs[program.first_option :][: len(program.options)][shut]
    assert optimum.objective > opened + 1e-3
    assert saved.max() > 1e-3
    most = max(len(dish.slots) for _, dish in program.served)  # options of a dish, one dish a meal
    assert opened >= optimum.objective - len(MEALS) * most * saved.max()
    empty = np.ones(len(program.slots), dtype=bool)  # slots that no option is open for
    empty[program.options.slot[~shut]] = False
    dishes = np.unique(
        [place.served for place, own in zip(program.slots, empty, strict=True) if own]
    )
    assert len(dishes)
    at_par = optimum.reduced_costs[program.first_served + dishes]  # its options lack all it lacks
    assert np.abs(at_par).max() < 1e-6


def test_the_first_that_is_enough_is_given(tables: Tables) -> None:
    """A solution on the way keeps all rows, and costs no less than the optimum."""
    program = build_program(make_request(tables, diet="vegan", targets=["zinc=36"]), tables)
    seen: list[float] = []

    def enough(optimum: Optimum) -> bool:
        seen.append(optimum.objective)
        return True

    early = RestrictedMaster(program).solve(enough)
    assert seen == [early.objective]
    assert early.objective >= RestrictedMaster(program).solve().objective
    _, rows, values = program.linear.matrix
    counts = np.bincount(rows, values * early.values[program.linear.owners])
    for row, count in zip(program.linear.rows, counts.tolist(), strict=True):
        assert row.low is None or count >= row.low - 1e-5, row.name
        assert row.high is None or count <= row.high + 1e-5, row.name


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_one_way_opens_every_solver(solver: str, tiny: Tables) -> None:
    """Each solver finds the optimum for one set of costs after another."""
    program = build(tiny, Person(diet="vegan"))
    minimise = open_program(program, solver=solver)
    for costs in (program.linear.costs, program.miss_costs):
        expected = program.linear.solve(costs=costs).objective
        assert minimise(costs).objective == pytest.approx(expected, abs=1e-6)


def test_no_dish_left_for_a_meal_is_a_contradiction(tiny: Tables) -> None:
    """With every breakfast closed there is no solution, and no filled dish to add."""
    program = build(tiny, Person(diet="vegan"))
    master = RestrictedMaster(program)
    closed = np.zeros(program.linear.columns, dtype=bool)
    breakfasts = [n for n, (meal, _) in enumerate(program.served) if meal == "breakfast"]
    closed[program.first_served + np.array(breakfasts)] = True
    master.set_closed(closed)
    with pytest.raises(NoPlanExists, match="contradict"):
        master.solve()


def test_going_on_from_a_kept_basis_takes_no_step(tiny: Tables) -> None:
    """The optimum that was kept is at hand again, whatever was solved and added since."""
    program = build(tiny, Person(diet="vegan"))
    master = RestrictedMaster(program)
    highs = master._highs  # noqa: SLF001
    kept = master.solve().objective
    master.keep_basis()
    other = np.zeros(program.linear.columns)
    other[program.first_gram :][: len(program.foods)] = -program.per_100g["magnesium_mg"]
    for restarts in (False, True):
        master.set_costs(other)
        master.solve()
        if restarts:
            master.restart()
        master.set_costs(program.linear.costs)
        highs.run()
        assert (highs.getInfo().simplex_iteration_count == 0) == restarts
        assert highs.getInfo().objective_function_value == pytest.approx(kept, rel=1e-12)


def test_what_is_covered_already_is_not_added_again(tiny: Tables) -> None:
    """Closing a food of one dish adds that dish, filled with another food, and nothing besides."""
    program = build(tiny, Person(diet="vegan"))
    master = RestrictedMaster(program)
    before = len(master._dish)  # noqa: SLF001
    served = next(n for n, (meal, d) in enumerate(program.served) if d.id == "tofu-rice")
    slots = [(place.served, place.slot.name) for place in program.slots]
    hits = program.options.slot == slots.index((served, "vegetable"))
    foods = program.options.food[hits]
    assert len(set(foods.tolist())) == 2
    for food in np.unique(foods):
        closed = np.zeros(program.linear.columns, dtype=bool)
        closed[program.first_option + np.flatnonzero(hits & (program.options.food == food))] = True
        master.set_closed(closed)
    assert master._dish[before:].tolist() == [served]  # noqa: SLF001
