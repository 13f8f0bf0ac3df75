"""Certificates of a linear program: its optimum is one, by whatever way it was found."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import highspy
import numpy as np
import pulp
import pytest

from planner import Person, find_targets, make_request
from planner.arrays import Floats
from planner.errors import NoPlanExists, OutputError, RequestError
from planner.model.bound import build_program
from planner.model.day_program import DayProgram
from planner.model.linear_program import INFINITY, LinearProgram, Optimum
from planner.model.restricted_master import RestrictedMaster
from planner.tables.bundle import Tables

SEEDS = range(12)


def make_random(seed: int) -> LinearProgram:
    """A program of demands and caps, with columns that make every demand optional at a price.

    Half of the caps may be passed at a price too.
    """
    rng = np.random.default_rng(seed)
    linear = LinearProgram()
    foods = int(rng.integers(20, 60))
    limits = rng.choice([0.5, 1.0, INFINITY], foods)
    for place, limit in enumerate(limits.tolist()):
        linear.add_column(f"take__{place}", float(rng.uniform(0.1, 3)), limit)
    every = np.arange(foods)
    for demand in range(int(rng.integers(3, 9))):
        row = linear.add_row(f"demand__{demand}", float(rng.uniform(1, 8)), None)
        filled = rng.uniform(0, 2, foods) * (rng.random(foods) < 0.4)
        linear.add_entries(row, every, filled)
        short = linear.add_column(f"short__{demand}", float(rng.uniform(5, 50)))
        linear.add_entries(row, short, 1.0)
    for cap in range(int(rng.integers(2, 7))):
        row = linear.add_row(f"cap__{cap}", None, float(rng.uniform(0.2, 2)), cap=True)
        linear.add_entries(row, rng.choice(every, foods // 3, replace=False), 1.0)
        if cap % 2:
            extra = linear.add_column(f"extra__{cap}", float(rng.uniform(0.5, 4)))
            linear.add_entries(row, extra, -1.0)
    return linear


def count_rows(linear: LinearProgram, values: Floats) -> Floats:
    """What each row adds up to."""
    starts, rows, entries = linear.matrix
    owners = np.repeat(np.arange(linear.columns), np.diff(starts))
    counts = np.bincount(rows, entries * values[owners], minlength=len(linear.rows))
    return np.asarray(counts, dtype=float)


def worth(linear: LinearProgram, optimum: Optimum) -> float:
    """The objective of the duals: each limit at its dual, each column's limit at what it saves."""
    limits = np.array(
        [
            (row.low if dual > 0 else row.high) or 0.0
            for row, dual in zip(linear.rows, optimum.duals.tolist(), strict=True)
        ]
    )
    full = np.isfinite(linear.limits)
    saved = np.minimum(optimum.reduced_costs[full], 0.0) @ linear.limits[full]
    return float(limits @ optimum.duals + saved)


@pytest.mark.parametrize("seed", SEEDS)
def test_solvers_agree(seed: int) -> None:
    """HiGHS and CBC find the same optimum, and so does CBC as PuLP calls it."""
    linear = make_random(seed)
    optimum = linear.solve()
    written = linear.write().problem
    written.solve(pulp.COIN_CMD(msg=False))
    assert written.status == pulp.LpStatusOptimal
    assert optimum.objective == pytest.approx(written.objective.value(), abs=1e-6)
    assert linear.solve("cbc").objective == pytest.approx(optimum.objective, abs=1e-6)


def test_other_costs_are_solved_for(tiny: Tables) -> None:
    """With other costs each solver finds the optimum of those."""
    linear = build_tiny(tiny, 3)
    costs = np.where(np.arange(linear.columns) % 2, linear.costs, 1.0)
    found = linear.solve(costs=costs)
    assert found.objective == pytest.approx(float(costs @ found.values), abs=1e-9)
    assert found.objective < float(costs @ linear.solve().values) - 1
    assert linear.solve("cbc", costs).objective == pytest.approx(found.objective, rel=1e-7)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_optimum_carries_its_own_proof(seed: int) -> None:
    """Limits kept, duals of the right sign that are worth the objective, no column that would pay.

    The worth of any such duals is at most what any solution costs; so the two are both optimal.
    """
    linear = make_random(seed)
    optimum = linear.solve()
    counts = count_rows(linear, optimum.values)
    for row, count, dual in zip(linear.rows, counts, optimum.duals, strict=True):
        assert row.low is None or count >= row.low - 1e-6
        assert row.high is None or count <= row.high + 1e-6
        assert (dual >= -1e-9) if row.high is None else (dual <= 1e-9), row.name
    assert (optimum.values >= -1e-9).all()
    assert (optimum.values <= linear.limits + 1e-9).all()
    assert linear.costs @ optimum.values == pytest.approx(optimum.objective, abs=1e-6)
    assert worth(linear, optimum) == pytest.approx(optimum.objective, abs=1e-6)
    assert (optimum.reduced_costs[optimum.values < 1e-9] >= -1e-6).all()
    between = (optimum.values > 1e-6) & (optimum.values < linear.limits - 1e-6)
    assert np.abs(optimum.reduced_costs[between]).max() < 1e-6


def build_tiny(tiny: Tables, days: int) -> LinearProgram:
    """The average day of a vegan's plan in the tiny kitchen."""
    person = Person(diet="vegan")
    foods = list(tiny.foods.values())
    return DayProgram(person, find_targets(person, tiny), foods, tiny, days).linear


@pytest.mark.parametrize("days", [2, 3])
def test_a_week_written_whole_has_the_days_times_the_bound(days: int, tiny: Tables) -> None:
    """Relaxed, the week's file has the average day's optimum, times the days; whole, no less."""
    linear = build_tiny(tiny, days)
    bound = linear.solve().objective * days
    assert bound > 0
    relaxed = linear.write(days=days).problem
    relaxed.solve(pulp.HiGHS(msg=False))
    assert relaxed.objective.value() == pytest.approx(bound, rel=1e-7)
    whole = linear.write(days=days, whole=True).problem
    binaries = [one for one in whole.variables() if one.isBinary()]
    assert len(binaries) == days * int((linear.limits == 1).sum())
    whole.solve(pulp.HiGHS(msg=False, timeLimit=20))
    assert all(abs(one.varValue - round(one.varValue)) < 1e-5 for one in binaries)
    assert whole.objective.value() >= bound - 1e-6


def read_with_highs(path: Path) -> float:
    """The optimum of an LP file by HiGHS."""
    model = highspy.Highs()
    model.silent()
    assert model.readModel(str(path)) == highspy.HighsStatus.kOk
    model.run()
    assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(model.getObjectiveValue())


def read_with_glpsol(path: Path) -> float:
    """The optimum of an LP file's relaxation by glpsol."""
    solution = path.with_suffix(".out")
    command = ["glpsol", "--lp", str(path), "--nomip", "--write", str(solution)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=100)
    head = next(line for line in solution.read_text().splitlines() if line.startswith("s "))
    _, kind, _, _, primal, dual, objective = head.split()
    assert (kind, primal, dual) == ("bas", "f", "f"), said.stdout
    return float(objective)


@pytest.mark.parametrize("reader", [read_with_highs, read_with_glpsol])
def test_other_programs_read_the_files(
    reader: Callable[[Path], float], tiny: Tables, tmp_path: Path
) -> None:
    """HiGHS and glpsol find the bound in the day's file; glpsol finds it in the week's as well."""
    if reader is read_with_glpsol and not shutil.which("glpsol"):
        pytest.skip("glpsol is not installed (apt-get install glpk-utils)")
    linear, path = build_tiny(tiny, 3), tmp_path / "day.lp"
    path.write_text(linear.write().render())
    bound = linear.solve().objective
    assert reader(path) == pytest.approx(bound, rel=1e-7)
    path.write_text(linear.write(days=3, whole=reader is read_with_glpsol).render())
    assert reader(path) == pytest.approx(bound * 3, rel=1e-7)


def test_glpsol_finds_the_bound_of_a_real_day(tables: Tables, tmp_path: Path) -> None:
    """With every column and row in its file it agrees with what a few of them led to."""
    if not shutil.which("glpsol"):
        pytest.skip("glpsol is not installed (apt-get install glpk-utils)")
    program = build_program(make_request(tables, diet="vegan"), tables)
    path = tmp_path / "day.lp"
    path.write_text(program.linear.write().render())
    bound = RestrictedMaster(program).solve().objective
    assert read_with_glpsol(path) == pytest.approx(bound, abs=1e-6)


@pytest.mark.parametrize("names", [["50%"], ["x" * 300], ["1st"], ["egg-white", "egg_white"]])
def test_a_name_that_a_reader_refuses_is_said(names: list[str]) -> None:
    """Neither a strange nor a long name, nor two that become one, is written."""
    linear = LinearProgram()
    linear.add_columns(lambda place: names[place], np.ones(len(names)))
    linear.add_entries(linear.add_row("least", 1, None), np.arange(len(names)), 1.0)
    with pytest.raises(OutputError, match="no name that stands for itself"):
        linear.write().render()


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_a_contradiction_has_no_plan(solver: str) -> None:
    """Rows that can't be kept together are an error, not a solution of zeros."""
    linear = LinearProgram()
    column = linear.add_column("option", 1.0, 1.0)
    linear.add_entries(linear.add_row("least", 2, None), column, 1.0)
    with pytest.raises(NoPlanExists, match="contradict"):
        linear.solve(solver=solver)


def test_a_solver_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown one lists the known; CBC without its package names what to install."""
    linear = make_random(0)
    with pytest.raises(RequestError, match="'gurobi' is not known") as unknown:
        linear.solve(solver="gurobi")
    assert "Choose one of highs, cbc." in str(unknown.value)
    monkeypatch.setattr(pulp.COIN_CMD, "available", lambda _self: False)
    with pytest.raises(RequestError, match="CBC is not installed") as missing:
        linear.solve(solver="cbc")
    assert "pip install 'pulp[cbc]'" in str(missing.value)
