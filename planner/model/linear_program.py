"""A linear program as arrays, written with PuLP and solved by HiGHS or CBC.

    minimise  cost · x   with   low <= A x <= high   and   0 <= x <= limit

Rows and columns are added one by one, or columns by the thousand as arrays. PuLP needs an object
for each column that it writes, which takes longer than solving. So this writes and solves small
programs, and whole ones as a witness: `restricted_master` finds the same optimum of a day's program
from a few of its columns.
"""

from __future__ import annotations

import re
import shutil
import sysconfig
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Literal

import highspy
import numpy as np
import pulp

from planner.arrays import Bools, Floats, Ints
from planner.errors import NoPlanExists, OutputError, Problem, RequestError, close_matches, mention

SOLVERS = ("highs", "cbc")
INFINITY = highspy.kHighsInf
LP_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{,254}")  # what every reader of LP files takes
CONTRADICTION = Problem("", "the rows of the program contradict one another")
HIGHS_OPTIONS = {"threads": 1, "random_seed": 1, "presolve": "off"}


class QuietHighs(highspy.Highs):  # type: ignore[misc]  # highspy has no types
    """HiGHS that writes nothing, so that standard output holds the plan alone.

    From 1.16 on the first `Highs()` writes two lines to descriptor 1: its constructor sets the
    callbacks, a call that may log, before anyone can set `output_flag`. Here the flag comes first.
    """

    def enableCallbacks(self) -> None:  # noqa: N802  (what highspy's constructor calls)
        """Turn the output off, then do what highspy does."""
        self.setOptionValue("output_flag", False)  # noqa: FBT003  (highspy takes it by place)
        super().enableCallbacks()


def check_solver(name: str) -> None:
    """Refuse a solver that isn't known or isn't installed: RequestError."""
    if name not in SOLVERS:
        remedy = close_matches(name, SOLVERS) or f"Choose one of {', '.join(SOLVERS)}."
        raise RequestError(Problem(("solver",), f"{name!r} is not known", remedy))
    if name == "cbc" and not _find_cbc().available():
        remedy = "Install it with: pip install 'pulp[cbc]'"
        raise RequestError(Problem(("solver",), "CBC is not installed", remedy))


def _find_cbc() -> pulp.COIN_CMD:
    """CBC as pip puts it beside this Python, or from the PATH."""
    return pulp.COIN_CMD(msg=False, path=shutil.which("cbc", path=sysconfig.get_path("scripts")))


@dataclass(frozen=True)
class Row:
    """A row: its name and limits, None where it has none.

    A row of the `week` is one for all its days; a `cap` has a high limit that seldom binds.
    """

    name: str
    low: float | None
    high: float | None
    week: bool
    cap: bool


@dataclass(frozen=True)
class Optimum:
    """The optimum of a linear program: a value and a reduced cost a column, a dual a row.

    A dual says by how much the objective rises for each unit that the row's limit rises.
    """

    objective: float
    values: Floats
    duals: Floats
    reduced_costs: Floats


Form = Literal["lp", "mps"]
"""The formats in which a program is written."""


@dataclass(frozen=True)
class Written:
    """A program in PuLP: its variables in the order of the columns, its constraints of the rows.

    Over days, a column or row that is not the week's has one of them for each day.
    """

    problem: pulp.LpProblem
    variables: Sequence[pulp.LpVariable]
    constraints: Sequence[pulp.LpConstraint]

    def render(self, form: str = "lp") -> str:
        """The program as text: `lp`, which CBC, HiGHS and glpsol read, or `mps`, for OR-Tools too.

        PuLP has written `-` in a name as `_`. Raises OutputError for a name that some reader
        doesn't take, and where two have become one.
        """
        seen: set[str] = set()
        for item in (*self.variables, *self.constraints):
            if not LP_NAME.fullmatch(item.name) or item.name in seen:
                fault = "is no name that stands for itself in an LP file"
                remedy = "Call foods and dishes by short ids of plain letters, digits and dashes."
                raise OutputError(Problem(item.name, fault, remedy))
            seen.add(item.name)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"program.{form}"
            if form == "mps":
                self.problem.writeMPS(str(path))
            else:
                self.problem.writeLP(str(path), max_length=255)
            return path.read_text()


class LinearProgram:
    """Rows, columns and the entries of their matrix."""

    def __init__(self) -> None:
        """Begin without rows or columns."""
        self.rows: list[Row] = []
        self.columns = 0
        self._names: list[tuple[int, Callable[[int], str]]] = []
        self._costs: list[Floats] = []
        self._limits: list[Floats] = []
        self._weeks: list[Bools] = []
        self._entries: list[tuple[Ints, Ints, Floats]] = []

    def add_row(
        self,
        name: str,
        low: float | None,
        high: float | None,
        *,
        week: bool = False,
        cap: bool = False,
    ) -> int:
        """Add an empty row and return its number."""
        self.rows.append(Row(name, low, high, week, cap))
        return len(self.rows) - 1

    def add_columns(
        self,
        name: Callable[[int], str],
        costs: Sequence[float] | Floats,
        limit: float = INFINITY,
        *,
        week: bool = False,
    ) -> int:
        """Add a column for each cost and return the first one's number; `name` names each."""
        first, count = self.columns, len(costs)
        self._names.append((first, name))
        self._costs.append(np.asarray(costs, dtype=float))
        self._limits.append(np.full(count, limit))
        self._weeks.append(np.full(count, week))
        self.columns += count
        return first

    def add_column(
        self, name: str, cost: float, limit: float = INFINITY, *, week: bool = False
    ) -> int:
        """Add one column and return its number."""
        return self.add_columns(lambda _: name, [cost], limit, week=week)

    def add_entries(
        self, rows: int | Ints, columns: int | Ints | Sequence[int], values: float | Floats
    ) -> None:
        """Put values where rows and columns meet; one of each serves for many of the others."""
        parts = np.ravel(rows), np.ravel(columns), np.ravel(values)
        count = max(len(part) for part in parts)
        row, column, value = (
            part if len(part) == count else np.repeat(part, count) for part in parts
        )
        keep = value != 0
        self._entries.append((row[keep], column[keep], value[keep]))

    @cached_property
    def costs(self) -> Floats:
        """What a unit of each column costs."""
        return np.concatenate(self._costs)

    @cached_property
    def limits(self) -> Floats:
        """The most of each column."""
        return np.concatenate(self._limits)

    @cached_property
    def weeks(self) -> Bools:
        """Which columns are one for all the days of a week."""
        return np.concatenate(self._weeks)

    @cached_property
    def matrix(self) -> tuple[Ints, Ints, Floats]:
        """The entries by column: those of column j are at starts[j] to starts[j + 1].

        The program is complete then: entries that are added later aren't part of it.
        """
        rows, columns, values = (np.concatenate(part) for part in zip(*self._entries, strict=True))
        self._entries.clear()
        order = np.argsort(columns, kind="stable")
        starts = np.searchsorted(columns[order], np.arange(self.columns + 1))
        return starts, rows[order], values[order]

    @cached_property
    def owners(self) -> Ints:
        """The column of each entry of the matrix."""
        return np.repeat(np.arange(self.columns), np.diff(self.matrix[0]))

    def names(self, columns: Ints) -> list[str]:
        """The names of columns given in rising order."""
        edges = [*(first for first, _ in self._names), self.columns]
        names = []
        for (low, high), (_, name) in zip(pairwise(edges), self._names, strict=True):
            first, last = np.searchsorted(columns, [low, high])
            names += [name(column - low) for column in columns[first:last].tolist()]
        return names

    def entries(self, columns: Ints) -> tuple[Ints, Ints, Floats]:
        """The matrix of some of the columns: starts, rows and values."""
        starts, rows, values = self.matrix
        lengths = starts[columns + 1] - starts[columns]
        ends = np.cumsum(lengths)
        places = np.repeat(starts[columns] - (ends - lengths), lengths)
        places += np.arange(len(places))
        return np.concatenate([[0], ends]), rows[places], values[places]

    def price_out(self, duals: Floats, costs: Floats | None = None) -> Floats:
        """The reduced cost of every column, with a dual for every row; of other costs if given."""
        _, rows, values = self.matrix
        worth = np.bincount(self.owners, weights=values * duals[rows], minlength=self.columns)
        return np.asarray((self.costs if costs is None else costs) - worth)

    def write(
        self,
        columns: Ints | None = None,
        *,
        rows: Bools | None = None,
        days: int | None = None,
        whole: bool = False,
    ) -> Written:
        """The program in PuLP, or some of its columns (rising) and the `rows` marked true.

        With `days` it is written once for each day: rows and columns of the week are one for all,
        the rows' limits times the days. `whole` makes every column that is limited a binary.
        """
        chosen = np.arange(self.columns) if columns is None else columns
        starts, owners, values = (part.tolist() for part in self.entries(chosen))
        names, costs = self.names(chosen), self.costs[chosen].tolist()
        limits, weeks = self.limits[chosen].tolist(), self.weeks[chosen].tolist()
        problem = pulp.LpProblem("day" if days is None else "week", pulp.LpMinimize)
        marks = [""] if days is None else [f"__day{day + 1}" for day in range(days)]
        terms: dict[tuple[int, str], dict[pulp.LpVariable, float]] = {
            (number, mark): {}
            for number, row in enumerate(self.rows)
            if rows is None or rows[number]
            for mark in (marks[:1] if row.week else marks)
        }
        objective: dict[pulp.LpVariable, float] = {}
        variables = []
        for number, name in enumerate(names):
            limit = None if limits[number] == INFINITY else limits[number]
            kind = pulp.LpBinary if whole and limit is not None else pulp.LpContinuous
            for mark in marks[:1] if weeks[number] else marks:
                label = name if weeks[number] else name + mark
                variable = problem.add_variable(label, 0, limit, kind)
                variables.append(variable)
                if costs[number]:
                    objective[variable] = costs[number]
                for entry in range(starts[number], starts[number + 1]):
                    row = owners[entry]
                    home = marks[0] if self.rows[row].week else mark
                    if (row, home) in terms:
                        terms[row, home][variable] = values[entry]
        problem.setObjective(pulp.LpAffineExpression(objective))
        constraints = []
        for (number, mark), own_terms in terms.items():
            entry_row = self.rows[number]
            times = (days or 1) if entry_row.week else 1
            label = entry_row.name if entry_row.week else entry_row.name + mark
            constraint = _write_row(own_terms, entry_row, label, times)
            problem.addConstraint(constraint)
            constraints.append(constraint)
        return Written(problem, variables, constraints)

    def solve(self, solver: str = "highs", costs: Floats | None = None) -> Optimum:
        """The optimum with its costs, or with others, one a column: all rows and columns at once.

        Raises NoPlanExists where the rows contradict one another, RequestError for a solver that
        is not known or not installed.
        """
        check_solver(solver)
        costs = self.costs if costs is None else costs
        return self._solve_with_cbc(costs) if solver == "cbc" else self._solve_with_highs(costs)

    def _solve_with_highs(self, costs: Floats) -> Optimum:
        """The optimum by HiGHS."""
        highs, order = load_highs(self.write())
        highs.changeColsCost(self.columns, order, costs)
        values, duals = run_highs(highs)
        return self.complete(values[order], duals, costs)

    def complete(self, values: Floats, duals: Floats, costs: Floats) -> Optimum:
        """An optimum of all columns and rows, with its objective and its reduced costs."""
        return Optimum(float(costs @ values), values, duals, self.price_out(duals, costs))

    def _solve_with_cbc(self, costs: Floats) -> Optimum:
        """The optimum by CBC, of everything at once.

        CBC narrows a column's limit where a row implies a narrower one, and may count there what
        is the row's: a dual is the program's own only where columns have no limit.
        """
        written = self.write()
        pairs = zip(written.variables, costs.tolist(), strict=True)
        objective = {variable: cost for variable, cost in pairs if cost}
        written.problem.setObjective(pulp.LpAffineExpression(objective))
        try:
            written.problem.solve(_find_cbc())
        except pulp.PulpSolverError as error:
            remedy = f"Use {mention('solver', 'highs')}."
            raise RequestError(Problem(("solver",), f"CBC failed: {error}", remedy)) from error
        if written.problem.status != pulp.LpStatusOptimal:
            raise NoPlanExists(CONTRADICTION)
        values = np.array([variable.varValue or 0.0 for variable in written.variables])
        duals = np.array([constraint.pi or 0.0 for constraint in written.constraints])
        return self.complete(values, duals, costs)


def load_highs(written: Written) -> tuple[QuietHighs, Ints]:
    """HiGHS with a program that PuLP has written, to solve and change and solve again.

    The second value is where HiGHS has each variable, for PuLP hands them over in another order.
    """
    highs = QuietHighs()
    for option, value in HIGHS_OPTIONS.items():
        highs.setOptionValue(option, value)
    written.problem.solverModel = highs  # in place of the one that PuLP would make
    pulp.HiGHS().buildSolverModel(written.problem)
    return highs, np.array([variable.index for variable in written.variables])


def run_highs(highs: QuietHighs) -> tuple[Floats, Floats]:
    """The values of the columns and the duals of the rows that HiGHS finds.

    It goes on from the last basis, and begins anew where that leads to no optimum: beside large
    numbers HiGHS may then call a program unbounded that isn't. Raises NoPlanExists where the rows
    contradict one another.
    """
    optimal = highspy.HighsModelStatus.kOptimal
    highs.run()
    if highs.getModelStatus() != optimal:
        highs.clearSolver()
        highs.run()
    if highs.getModelStatus() != optimal:
        raise NoPlanExists(CONTRADICTION)
    solution = highs.getSolution()
    return np.array(solution.col_value), np.array(solution.row_dual)


def _write_row(
    terms: dict[pulp.LpVariable, float], row: Row, name: str, times: int
) -> pulp.LpConstraint:
    if row.low is not None and row.high is not None:
        if row.low != row.high:
            raise ValueError(f"{name} has two limits; give each a row of its own")
        sense, limit = pulp.LpConstraintEQ, row.low
    elif row.high is not None:
        sense, limit = pulp.LpConstraintLE, row.high
    else:
        sense, limit = pulp.LpConstraintGE, row.low or 0.0
    return pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, name, limit * times)
