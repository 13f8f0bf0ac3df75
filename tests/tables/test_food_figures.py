"""What counts of a food's nutrients, and the columns of figures that stand in for its own."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from planner import Tables, check_plan, make_request, plan_week
from planner.actions.explaining import find_richest
from planner.errors import TableError
from planner.model.bound import build_program
from planner.people.targets import find_targets
from planner.tables.bundle import read_tables
from planner.tables.foods import ESTIMATES, MEASURED
from planner.tables.nutrients import CALCIUM, OF_MUSHROOMS, VITAMIN_D


@pytest.mark.parametrize(
    ("absorbed", "counts"), [(None, 100.0), (1.0, 100.0), (0.3, 100.0), (0.299, 29.9), (0.0, 0.0)]
)
def test_calcium_hardly_absorbed_counts_by_its_share(
    absorbed: float | None, counts: float, tables: Tables
) -> None:
    """Below three tenths of milk's it counts at that; from there on, and unknown, in full."""
    food = replace(tables.foods["almonds"], calcium_absorbed=absorbed, per_100g={CALCIUM: 100.0})
    assert food.counts(CALCIUM) == pytest.approx(counts)
    other = replace(food, per_100g={CALCIUM: 100.0, "iron_mg": 3.0})
    assert other.counts("iron_mg") == 3.0


def test_spinach_and_its_family_hardly_count_for_calcium(tables: Tables) -> None:
    """What was measured in spinach holds for chard and beet greens; no other food is so poor."""
    poor = {food.id for food in tables.foods.values() if food.share_that_counts(CALCIUM) < 1}
    leaves = {"cooked-beet-greens", "cooked-frozen-spinach", "cooked-spinach"}
    assert poor == leaves | {"cooked-swiss-chard", "raw-spinach"}
    assert all(tables.foods[name].share_that_counts(CALCIUM) == 0.118 for name in poor)
    for by_energy in (True, False):
        best = find_richest(tables.foods.values(), tables.nutrients[CALCIUM], by_energy=by_energy)
        assert not poor & {one.food.id for one in best}


def test_the_program_and_the_check_count_what_is_absorbed(
    small_tables: Callable[[str, str], Tables],
) -> None:
    """Towards the minimum spinach counts by its share, towards the upper level in full."""
    tables = small_tables(
        """
        food_id group        energy_kcal calcium_mg calcium_absorbed calcium_match everyday
        spinach leafy-greens 300         1000       0.118            measured      1
        milk    milk         300         1000       -                -             1
        bread   breads       300         -          -                -             1
        """,
        """
        toast  | breakfast | hot | spinach 1 1 2, milk 0.5 1 2, bread 1 1 2
        greens | lunch     | hot | spinach 1 1 2, milk 0.5 1 2, bread 1 1 2
        soup   | dinner    | hot | spinach 1 1 2, milk 0.5 1 2, bread 1 1 2
        drink  | snack     | hot | milk 0.5 1 2
        """,
    )
    request = make_request(tables, days=1)
    program = build_program(request, tables)
    at = {food.id: place for place, food in enumerate(program.foods)}
    rates = {row.name: row.rates for row in program.soft_rows}
    low, high = rates["RDA__calcium_mg__minimum"], rates["UL__calcium_mg__maximum"]
    assert low[at["spinach"]] == pytest.approx(1.18)
    assert low[at["milk"]] == high[at["milk"]] == high[at["spinach"]] == 10.0
    plan = plan_week(request, tables)
    report = check_plan(plan, tables)
    (person,) = request.people
    eaten = {
        name: sum(
            one.grams for meal in plan.days[0].meals for one in meal.servings if one.food_id == name
        )
        for name in at
    }
    assert min(eaten.values()) > 0
    counted = 1.18 * eaten["spinach"] + 10 * eaten["milk"]
    assert report.amount(person.name, 1, CALCIUM) == pytest.approx(counted)
    values = {one.kind: one.value for one in report.verdicts if one.nutrient == CALCIUM}
    assert values["RDA"] == pytest.approx(counted)
    assert values["UL"] == pytest.approx(10 * (eaten["spinach"] + eaten["milk"]))


def test_vitamin_d_from_mushrooms_is_theirs(tables: Tables) -> None:
    """It is all the vitamin D of a mushroom and none of another food's."""
    for food in tables.foods.values():
        own = food.per_100g[VITAMIN_D] if food.group == "mushrooms" else 0.0
        assert food.per_100g[OF_MUSHROOMS] == own


def test_as_many_foods_are_measured_for_iodine_as_is_said(tables: Tables) -> None:
    """Of most foods the iodine is that of one near to them; three have none."""
    foods = tables.foods.values()
    assert sum(food.iodine_match == MEASURED for food in foods) == 162
    assert {food.id for food in foods if food.iodine_ug is None} == {
        "curry-sauce",
        "dark-chocolate",
        "pesto",
    }


def edit(path: Path, food_id: str, **cells: str) -> None:
    """Change cells of a food in a table."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    for row in rows:
        if row["food_id"] == food_id:
            row.update(cells)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"calcium_absorbed": "1.2"}, "calcium_absorbed", "1.2 is out of range"),
        ({"calcium_absorbed": "half"}, "calcium_absorbed", "'half' is not a number"),
        ({"calcium_match": ""}, "calcium_match", "is blank or not where calcium_absorbed is"),
        ({"calcium_match": "guessed"}, "calcium_match", "'guessed' is not known"),
        ({"iodine_ug": "-1"}, "iodine_ug", "-1 is out of range"),
        ({"iodine_ug": ""}, "iodine_match", "is blank or not where iodine_ug is"),
        ({"iodine_least_ug": "9"}, "iodine_least_ug", "9 is above iodine_ug, 6.7"),
        ({"iodine_most_ug": "6"}, "iodine_most_ug", "6 is below iodine_ug, 6.7"),
        ({"vitamin_d_mushrooms_ug": "x"}, "vitamin_d_mushrooms_ug", "'x' is not a number"),
    ],
)
def test_a_bad_figure_is_named_with_its_place(
    cells: dict[str, str], column: str, says: str, data_copy: Path
) -> None:
    """The new columns are checked as the old ones are."""
    edit(data_copy / "foods.csv", "raw-spinach", **cells)
    with pytest.raises(TableError) as error:
        read_tables(data_copy)
    (problem,) = error.value.problems
    assert re.fullmatch(rf"foods\.csv, line \d+, column {column}", str(problem.where))
    assert says in problem.what


def test_tables_from_before_have_none_of_them(data_copy: Path) -> None:
    """Without the columns all calcium counts, and no vitamin D is known to be from mushrooms."""
    path = data_copy / "foods.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    later = {*ESTIMATES, OF_MUSHROOMS}
    with path.open("w", newline="", encoding="utf-8") as file:
        kept = [column for column in rows[0] if column not in later]
        writer = csv.DictWriter(file, kept, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    tables = read_tables(data_copy)
    spinach = tables.foods["cooked-spinach"]
    assert spinach.counts(CALCIUM) == spinach.per_100g[CALCIUM] == 136
    assert (spinach.iodine_ug, spinach.iodine_match) == (None, "")
    assert spinach.per_100g[OF_MUSHROOMS] is None
    (person,) = make_request(tables).people
    assert OF_MUSHROOMS in {one.nutrient for one in find_targets(person, tables)}
    plan = plan_week(make_request(tables, days=1), tables)
    assert not check_plan(plan, tables).faults
