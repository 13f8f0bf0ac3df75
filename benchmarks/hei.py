"""The Healthy Eating Index 2020 of 28 weeks, from their printed portions.

    python benchmarks/hei.py [--first N] [--count N]

A line for each week: its index, how far from usual it is in points a day, what its packs cost, and
the components that don't have all their points. Then the mean, the lowest week, and the mean of
each component. Sodium is the food's own: salt that is added would cost points.
"""

from __future__ import annotations

import argparse
from typing import Any

from planner import check_plan, find_data, make_request, plan_week, read_tables
from planner.report.healthy_eating import STANDARDS, compute_healthy_eating

VEGAN = {"diet": "vegan"}
WEEKS: dict[str, dict[str, Any]] = {
    "omnivore": {},
    **{f"omnivore, seed {seed}": {"seed": seed} for seed in range(1, 6)},
    "vegan": VEGAN,
    **{f"vegan, seed {seed}": {**VEGAN, "seed": seed} for seed in range(1, 6)},
    "vegetarian": {"diet": "vegetarian"},
    "pescatarian": {"diet": "pescatarian"},
    "woman of 75, 1,700 kcal": {"age": 75, "sex": "female", "calories": 1700},
    "woman of 75": {"age": 75, "sex": "female"},
    "boy of 12": {"age": 12, "sex": "male"},
    "active boy of 12": {
        "age": 12,
        "sex": "male",
        "weight": "41",
        "height": "150",
        "activity": "active",
    },
    "pregnant vegan": {**VEGAN, "age": 30, "life_stage": "pregnant"},
    "lactating": {"age": 30, "life_stage": "lactating"},
    "active man of 25": {"age": 25, "sex": "male", "calories": 3200, "activity": "active"},
    "vegan, 1,400 kcal": {**VEGAN, "sex": "female", "calories": 1400, "age": 35},
    "cheap": {"cheap": True},
    "budget 45": {"budget": 45},
    "vegan, cheap": {**VEGAN, "cheap": True},
    "vegan, budget 45": {**VEGAN, "budget": 45},
    "leftovers": {"leftovers": 3},
    "vegan, leftovers": {**VEGAN, "leftovers": 3},
}
LACKING = 0.05  # points below its most: what reads as less than all of them


def main() -> None:
    """Plan each week, score it, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=len(WEEKS))
    options = parser.parse_args()
    tables = read_tables(find_data())
    totals: list[float] = []
    points = {one.name: 0.0 for one in STANDARDS}
    for name, words in list(WEEKS.items())[options.first :][: options.count]:
        week = plan_week(make_request(tables, **words), tables)
        report = check_plan(week, tables)
        index = compute_healthy_eating(week, report, week.request.people[0], tables)
        if index is None:
            parser.error("the tables have no food patterns")
        totals.append(index.total)
        for one in index.components:
            points[one.standard.name] += one.points
        away = week.points.written.total / len(week.days)
        cost = sum(line.cost_usd or 0.0 for line in week.shopping)
        lacks = ", ".join(
            f"{one.standard.name} {one.points:.1f} of {one.standard.most:g}"
            for one in index.components
            if one.points < one.standard.most - LACKING
        )
        print(f"{name:<24} {index.total:5.1f}  {away:6.2f} points a day  ${cost:6.2f}  {lacks}")
    print(f"\n{len(totals)} weeks: mean {sum(totals) / len(totals):.1f}, lowest {min(totals):.1f}")
    for standard in STANDARDS:
        mean = points[standard.name] / len(totals)
        print(f"{standard.name:<28} {mean:5.2f} of {standard.most:g}")


if __name__ == "__main__":
    main()
