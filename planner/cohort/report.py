"""A cohort's results as DataFrames: who is covered, what fails, what it costs, what another run is.

    from planner.cohort.report import coverage, failing, read_people

    people = read_people("out")
    failing("out")

Numbers of people are weighted: `people` of a row are those that it stands for by its
`survey_weight`, `rows` how many rows there are. Every share is of the people with a result, 1 being
all of them. What isn't known is NaN, never zero. A folder is read a shard after the other, so that
a million people need no more memory than their table of people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from planner.cohort.records import BOUNDED, PLANNED, SHORT
from planner.cohort.store import FOODS, NUTRIENTS, PEOPLE, PROBLEMS, read_manifest, read_table
from planner.errors import CohortError, Problem
from planner.tables.nutrients import THE_FIVE

Folder = str | PathLike[str]

AGES = ((9, 13), (14, 18), (19, 30), (31, 50), (51, 70), (71, 120))
"""The ages, in years, for which reference intakes are published alike (NASEM)."""

CHILD, UNSAID = "below 9", "not said"
GROUPS = ("age", "sex", "diet")
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
OUT_OF_REACH = "out of reach"


def read_people(folder: Folder) -> pd.DataFrame:
    """Read the table of people: a row a person, in the order of the file.

    `group_age` is the person's group of AGES. Raises CohortError for what is no cohort.
    """
    frame = _read(folder, PEOPLE)
    frame["group_age"] = [_name_age(age) for age in frame["age"].tolist()]
    frame["group_sex"] = frame["sex"].fillna(UNSAID)
    frame["group_diet"] = frame["diet"].fillna(UNSAID)
    return frame


def read_problems(folder: Folder) -> pd.DataFrame:
    """Read what is missed, a row for each person, nutrient and side.

    `limit` and `reach` are in the nutrient's unit a day, or percent of energy as `basis` says;
    `shadow_points` are the points that all the days would save were the limit 1 % easier.
    """
    return _read(folder, PROBLEMS)


def read_foods(folder: Folder) -> pd.DataFrame:
    """Read the grams of each food that each person has in all the days."""
    return _read(folder, FOODS)


def statuses(folder: Folder) -> pd.DataFrame:
    """Count the rows by how they ended: `status`, `rows`, `people`, `share` of all people."""
    people: Any = read_people(folder)
    counts: pd.DataFrame = people.groupby("status").agg(
        rows=("id", "size"), people=("survey_weight", "sum")
    )
    counts["share"] = counts["people"] / counts["people"].sum()
    return counts.sort_values("people", ascending=False).reset_index()


def coverage(folder: Folder, by: Sequence[str] = GROUPS) -> pd.DataFrame:
    """Which part of each group has each nutrient covered, a row for each group and nutrient.

    Columns: `by` ("age", "sex" or "diet"), `group`, `nutrient`, `rows`, `people`, `covered` (those
    who miss nothing of it), `share` (covered over people) and `mean_share`: what the plans bring on
    the average, of the minimum; NaN where only the bound was found.
    """
    people: Any = _with_result(read_people(folder))
    means = _average_shares(folder, people, by)
    missed = people[["id", "missed"]].explode("missed").dropna()
    nutrients = dict.fromkeys([*THE_FIVE, *missed["missed"]])
    rows = []
    for name in by:
        for group, own in people.groupby(f"group_{name}", sort=False):
            total = own["survey_weight"].sum()
            lacking = missed[missed["id"].isin(own["id"])].merge(own, on="id")
            weights = lacking.groupby("missed_x")["survey_weight"].sum()
            for nutrient in nutrients:
                covered = total - weights.get(nutrient, 0.0)
                share = covered / total if total else np.nan
                mean = means.get((name, group, nutrient), np.nan)
                rows.append((name, group, nutrient, len(own), total, covered, share, mean))
    columns = ["by", "group", "nutrient", "rows", "people", "covered", "share", "mean_share"]
    return pd.DataFrame(rows, columns=columns).sort_values(
        ["by", "group"], key=lambda cells: cells.map(_sort_group), kind="stable", ignore_index=True
    )


def failing(folder: Folder) -> pd.DataFrame:
    """The nutrients that are missed, and for how many, the most people first.

    Columns: `nutrient`, `side` ("minimum" or "maximum"), `rows`, `people`, `share` of all with a
    result, `out_of_reach` (people for whom no food that is allowed can do it), `reach_share` (the
    median of what is reachable, of the limit) and `shadow_points` (their median).
    """
    people: Any = _with_result(read_people(folder))
    weights = people.set_index("id")["survey_weight"]
    problems: Any = read_problems(folder)
    problems["people"] = problems["id"].map(weights).astype(float)
    problems["out"] = problems["people"].where(problems["cause"] == OUT_OF_REACH, 0.0)
    problems["reach_share"] = problems["reach"] / problems["limit"]
    frame: pd.DataFrame = (
        problems.groupby(["nutrient", "side"])
        .agg(
            rows=("id", "nunique"),
            people=("people", "sum"),
            out_of_reach=("out", "sum"),
            reach_share=("reach_share", "median"),
            shadow_points=("shadow_points", "median"),
        )
        .reset_index()
    )
    total = people["survey_weight"].sum()
    frame.insert(4, "share", frame["people"] / total if total else np.nan)
    return frame.sort_values(["people", "nutrient"], ascending=[False, True], ignore_index=True)


def costs(folder: Folder, by: str = "diet") -> pd.DataFrame:
    """What the packs of a plan cost in US dollars a day, by group: weighted quantiles.

    Columns: `group`, `rows`, `people`, and a column for each of QUANTILES, such as `p50`.
    """
    people: Any = read_people(folder)
    people = people[people["status"].isin(PLANNED) & people["cost_usd"].notna()]
    rows = []
    for group, own in _groups(people, by):
        daily = (own["cost_usd"] / own["days"]).to_numpy()
        weights = own["survey_weight"].to_numpy()
        found = (_find_quantile(daily, weights, one) for one in QUANTILES)
        rows.append((group, len(own), weights.sum(), *found))
    names = [f"p{100 * one:.0f}" for one in QUANTILES]
    return pd.DataFrame(rows, columns=["group", "rows", "people", *names])


def compare(before: Folder, after: Folder) -> pd.DataFrame:
    """What a second run of the same people changes, a row for each nutrient that either misses.

    Columns: `nutrient`, `before` and `after` (people who miss it), `mended` (who miss it before
    alone) and `new`. People are those with a result in both runs. Raises CohortError where the two
    runs share no id.
    """
    first, second = _pair(before, after)
    weights = first["survey_weight"]
    rows = []
    missed = [frame["missed"].map(set) for frame in (first, second)]
    for nutrient in dict.fromkeys(one for own in missed for lacking in own for one in lacking):
        was, now = (own.map(lambda lacking, one=nutrient: one in lacking) for own in missed)
        sums = (weights[which].sum() for which in (was, now, was & ~now, ~was & now))
        rows.append((nutrient, *sums))
    frame = pd.DataFrame(rows, columns=["nutrient", "before", "after", "mended", "new"])
    return frame.sort_values(["before", "nutrient"], ascending=[False, True], ignore_index=True)


def compare_totals(before: Folder, after: Folder) -> pd.DataFrame:
    """The two runs beside one another: `before` and `after` of each figure in `figure`.

    The figures are the people who miss something, and for plans the weighted means of their cost
    and of their distance from the bound, in US dollars and points a day.
    """
    rows: list[tuple[Any, ...]] = []
    pair = _pair(before, after)
    weights = pair[0]["survey_weight"]
    rows.append(("people who miss something", *(weights[_is_short(one)].sum() for one in pair)))
    both = pair[0]["status"].isin(PLANNED) & pair[1]["status"].isin(PLANNED)
    for label, column in (("dollars a day", "cost_usd"), ("points a day", "points")):
        daily = [(one[column] / one["days"])[both] for one in pair]
        known = daily[0].notna() & daily[1].notna()
        if known.any() and weights[both][known].sum():
            held = weights[both][known]
            means = (float(np.average(one[known], weights=held)) for one in daily)
            rows.append((label, *means))
    return pd.DataFrame(rows, columns=["figure", "before", "after"])


def _is_short(people: Any) -> Any:
    return people["status"].isin(SHORT)


def _pair(before: Folder, after: Folder) -> tuple[Any, Any]:
    """The people with a result in both runs, by id."""
    frames = [_with_result(read_people(one)).set_index("id") for one in (before, after)]
    shared = frames[0].index.intersection(frames[1].index)
    if not len(shared):
        what = f"has nobody of {before}"
        remedy = "Compare two runs of the same people."
        raise CohortError(Problem(str(after), what, remedy))
    return frames[0].loc[shared], frames[1].loc[shared]


def _average_shares(
    folder: Folder, people: Any, by: Sequence[str]
) -> dict[tuple[str, str, str], float]:
    """By group and nutrient, the weighted mean of what plans bring over the minimum."""
    columns = ["id", *(f"group_{name}" for name in by)]
    known = people[[*columns, "survey_weight"]]
    sums: dict[tuple[str, str, str], tuple[float, float]] = {}
    for table in read_table(Path(folder), NUTRIENTS, ["id", "nutrient", "mean", "minimum"]):
        frame = table.to_pandas().dropna()
        frame = frame[frame["minimum"] > 0].merge(known, on="id")
        frame["held"] = frame["mean"] / frame["minimum"] * frame["survey_weight"]
        for name in by:
            parts = frame.groupby([f"group_{name}", "nutrient"])[["held", "survey_weight"]].sum()
            for (group, nutrient), row in zip(parts.index, parts.to_numpy(), strict=True):
                key = (name, group, nutrient)
                held, weight = sums.get(key, (0.0, 0.0))
                sums[key] = (held + float(row[0]), weight + float(row[1]))
    return {key: held / weight for key, (held, weight) in sums.items() if weight}


def _with_result(people: Any) -> Any:
    return people[people["status"].isin(BOUNDED)]


def _groups(people: Any, by: str) -> Iterable[tuple[str, Any]]:
    """Everyone, then each group, in its order."""
    yield "all", people
    for group in sorted(people[f"group_{by}"].unique(), key=_sort_group):
        yield str(group), people[people[f"group_{by}"] == group]


def _find_quantile(values: Any, weights: Any, share: float) -> float:
    """The least value at or below which a share of the people is; NaN of nobody."""
    order = np.argsort(values, kind="stable")
    sums = np.cumsum(weights[order])
    if not len(sums) or not sums[-1]:
        return float("nan")
    place = int(np.searchsorted(sums, share * sums[-1] * (1 - 1e-12)))
    return float(values[order][min(place, len(order) - 1)])


def _name_age(age: float | None) -> str:
    if age is None or np.isnan(age):
        return UNSAID
    names = [f"{low}-{high}" for low, high in AGES if low <= age <= high]
    names = [name.replace("71-120", "71 and older") for name in names]
    return names[0] if names else CHILD


def _sort_group(group: str) -> tuple[int, str]:
    """Ages by their years, all else by name; what isn't said comes last."""
    head = str(group).split("-")[0].split(" ")[0]
    place = int(head) if head.isdigit() else 0
    return (1000 if group == UNSAID else place, str(group))


def _read(folder: Folder, name: str) -> pd.DataFrame:
    read_manifest(Path(folder))
    frames = [table.to_pandas() for table in read_table(Path(folder), name)]
    if not frames:
        remedy = "Run the same `planner cohort` again to go on with it."
        raise CohortError(Problem(str(folder), "has no shard yet", remedy))
    whole: pd.DataFrame = pd.concat(frames, ignore_index=True)
    return whole
