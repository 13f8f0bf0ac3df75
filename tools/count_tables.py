"""Write the counts of data/README.md again: rows by table, by group and source, blanks, cuisines.

python tools/count_tables.py
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from pathlib import Path

from planner import find_data, read_tables
from planner.tables.diets import breaks_rule
from planner.tables.dishes import NO_STARCH

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "data" / "README.md"
SOURCES = ("sr_legacy", "fndds", "sr28")
MEALS = ("breakfast", "lunch", "dinner", "snack")


def read(name: str) -> list[dict[str, str]]:
    """The rows of one bundled CSV table."""
    with (ROOT / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def count(page: str) -> str:
    """The page with its counts as the tables have them."""
    foods = read("foods.csv")
    nutrients = [row["nutrient"] for row in read("nutrients.csv")]
    for path in sorted((ROOT / "data").glob("*.csv")):
        rows = len(read(path.name))
        page = re.sub(rf"(\| {path.name} \|) \d+ \|", rf"\1 {rows} |", page)
    dishes = tomllib.loads((ROOT / "data" / "dishes.toml").read_text(encoding="utf-8"))["dish"]
    page = re.sub(r"(\| dishes\.toml \|) \d+ \|", rf"\1 {len(dishes)} |", page)
    by_group = Counter((row["group"], row["source"]) for row in foods)
    lines = ["| group | sr_legacy | fndds | sr28 | all |", "| --- | ---: | ---: | ---: | ---: |"]
    for group in dict.fromkeys(row["group"] for row in foods):
        own = [by_group[group, source] for source in SOURCES]
        lines.append(f"| {group} | {' | '.join(map(str, own))} | {sum(own)} |")
    totals = [sum(row["source"] == source for row in foods) for source in SOURCES]
    lines.append(f"| **all** | {' | '.join(f'**{n}**' for n in totals)} | **{len(foods)}** |")
    page = replace_table(page, lines[0], lines)
    lines = [
        "| column | blank rows | of them sr_legacy | of them fndds | of them sr28 |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    nutrients = [name for name in nutrients if name in foods[0]]  # not the added sugars
    blanks = {n: [row["source"] for row in foods if not row[n]] for n in nutrients}
    for nutrient, sources in sorted(blanks.items(), key=lambda item: -len(item[1])):
        if sources:
            own = [sources.count(source) for source in SOURCES]
            lines.append(f"| {nutrient} | {len(sources)} | {' | '.join(map(str, own))} |")
    page = replace_table(page, lines[0], lines)
    lines = [
        "| cuisine | breakfast | lunch | dinner | snack | dishes | of them for vegans |",
        f"| --- |{' ---: |' * 6}",
    ]
    vegan = count_vegan()
    cuisines = Counter(dish["cuisine"] for dish in dishes)
    meals = Counter((dish["cuisine"], meal) for dish in dishes for meal in dish["meals"])
    for cuisine, total in sorted(cuisines.items(), key=lambda item: (-item[1], item[0])):
        served = [str(meals[cuisine, meal] or "") for meal in MEALS]
        lines.append(f"| {cuisine} | {' | '.join(served)} | {total} | {vegan[cuisine]} |")
    totals = [sum(meal in dish["meals"] for dish in dishes) for meal in MEALS]
    totals += [len(dishes), vegan.total()]
    lines.append(f"| **all** | {' | '.join(f'**{n}**' for n in totals)} |")
    return replace_table(page, lines[0], lines)


def count_vegan() -> Counter[str]:
    """How many dishes of each cuisine vegans can be served; none that only keto and such have."""
    tables = read_tables(find_data())
    excludes = tables.diets["vegan"].excludes
    served = (
        dish.cuisine
        for dish in tables.dishes.values()
        if NO_STARCH not in dish.tags
        and all(
            any(not breaks_rule(food, excludes) for food in tables.fillings[dish.id, slot.name])
            for slot in dish.slots
        )
    )
    return Counter(served)


def replace_table(page: str, start: str, lines: list[str]) -> str:
    """The page with the table that begins with `start` written anew."""
    first = page.index(start)
    end = page.index("\n\n", first)
    return page[:first] + "\n".join(lines) + page[end:]


if __name__ == "__main__":
    PAGE.write_text(count(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
