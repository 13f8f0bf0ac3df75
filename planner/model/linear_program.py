"""A linear program as arrays, written with PuLP and solved by HiGHS or CBC.

    minimise  cost · x   with   low <= A x <= high   and   0 <= x <= limit

Rows and columns are added one by one, or columns by the thousand as arrays. PuLP needs an object
for each column it sees, which takes longer than solving, so an optimum is found by generation:
PuLP writes the program with a few of the columns and without the rows that seldom bind, HiGHS
solves it, the missing columns are priced with the rows' duals, those that would pay are added to
the live model, as are rows that the solution breaks, and the solver goes on from its last basis
until there are none. What comes out is the optimum of the whole.
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

import highspy
import numpy as np
import pulp
from numpy.typing import NDArray

from planner.errors import NoPlanExists, OutputError, Problem, RequestError, close_matches, mention

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SOLVERS = ("highs", "cbc")
PAYS = 1e-7  # a column is added where its reduced cost is below minus this
WRITTEN = 100  # columns that PuLP writes, which takes an object for each; arrays are faster
AT_ONCE = 1000  # columns that are added before the solver goes on, those that pay most
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


@dataclass(frozen=True)
class Written:
    """A program in PuLP: its variables in the order of the columns, its constraints of the rows.

    Over days, a column or row that is not the week's has one of them for each day.
    """

    problem: pulp.LpProblem
    variables: Sequence[pulp.LpVariable]
    constraints: Sequence[pulp.LpConstraint]

    def render(self) -> str:
        """The program in the LP format, which CBC, HiGHS and glpsol read.

        PuLP has written `-` in a name as `_`. Raises OutputError for a name that some reader
        doesn't take, and where two have become one.
        """
        seen: set[str] = set()
        for one in (*self.variables, *self.constraints):
            if not LP_NAME.fullmatch(one.name) or one.name in seen:
                what = "is no name that stands for itself in an LP file"
                remedy = "Call foods and dishes by short ids of plain letters, digits and dashes."
                raise OutputError(Problem(one.name, what, remedy))
            seen.add(one.name)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "program.lp"
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
        self._weeks: list[NDArray[np.bool_]] = []
        self._entries: list[tuple[Ints, Ints, Floats]] = []
        self._sums: list[tuple[Ints, Ints]] = []

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

    def add_sums(self, rows: Ints, columns: Ints) -> None:
        """Let each of these columns be what the others of its row add up to; the row is at 0."""
        self._sums.append((rows, columns))
        self.add_entries(rows, columns, -1.0)

    @cached_property
    def costs(self) -> Floats:
        """What a unit of each column costs."""
        return np.concatenate(self._costs)

    @cached_property
    def limits(self) -> Floats:
        """The most of each column."""
        return np.concatenate(self._limits)

    @cached_property
    def weeks(self) -> NDArray[np.bool_]:
        """Which columns are one for all the days of a week."""
        return np.concatenate(self._weeks)

    @cached_property
    def sums(self) -> tuple[Ints, Ints]:
        """The rows that add up to a column, and that column of each."""
        none = np.zeros(0, dtype=np.int64)
        rows, columns = zip((none, none), *self._sums, strict=True)
        return np.concatenate(rows), np.concatenate(columns)

    @cached_property
    def matrix(self) -> tuple[Ints, Ints, Floats]:
        """The entries by column: those of column j are at starts[j] to starts[j + 1]."""
        rows, columns, values = (np.concatenate(part) for part in zip(*self._entries, strict=True))
        order = np.argsort(columns, kind="stable")
        starts = np.searchsorted(columns[order], np.arange(self.columns + 1))
        return starts, rows[order], values[order]

    def names(self, columns: Ints) -> list[str]:
        """The names of columns given in rising order."""
        edges = [*(first for first, _ in self._names), self.columns]
        found = []
        for (low, high), (_, name) in zip(pairwise(edges), self._names, strict=True):
            first, last = np.searchsorted(columns, [low, high])
            found += [name(column - low) for column in columns[first:last].tolist()]
        return found

    def entries(self, columns: Ints) -> tuple[Ints, Ints, Floats]:
        """The matrix of some of the columns: starts, rows and values."""
        starts, rows, values = self.matrix
        lengths = starts[columns + 1] - starts[columns]
        ends = np.cumsum(lengths)
        places = np.repeat(starts[columns] - (ends - lengths), lengths)
        places += np.arange(len(places))
        return np.concatenate([[0], ends]), rows[places], values[places]

    def price(self, duals: Floats, costs: Floats | None = None) -> Floats:
        """The reduced cost of every column, with a dual for every row; of other costs if given."""
        starts, rows, values = self.matrix
        owners = np.repeat(np.arange(self.columns), np.diff(starts))
        worth = np.bincount(owners, weights=values * duals[rows], minlength=self.columns)
        return np.asarray((self.costs if costs is None else costs) - worth)

    def write(
        self,
        columns: Ints | None = None,
        *,
        caps: bool = True,
        days: int | None = None,
        whole: bool = False,
    ) -> Written:
        """The program, or some of its columns (rising), in PuLP; without `caps` but for them.

        With `days` it is written once for each day: rows and columns of the week are one for all,
        the rows' limits times the days. `whole` makes every column that is limited a binary.
        """
        chosen = np.arange(self.columns) if columns is None else columns
        starts, rows, values = (part.tolist() for part in self.entries(chosen))
        names, costs = self.names(chosen), self.costs[chosen].tolist()
        limits, weeks = self.limits[chosen].tolist(), self.weeks[chosen].tolist()
        problem = pulp.LpProblem("day" if days is None else "week", pulp.LpMinimize)
        marks = [""] if days is None else [f"__day{day + 1}" for day in range(days)]
        terms: dict[tuple[int, str], dict[pulp.LpVariable, float]] = {
            (number, mark): {}
            for number, row in enumerate(self.rows)
            if caps or not row.cap
            for mark in (marks[:1] if row.week else marks)
        }
        objective: dict[pulp.LpVariable, float] = {}
        variables = []
        for place, name in enumerate(names):
            limit = None if limits[place] == INFINITY else limits[place]
            kind = pulp.LpBinary if whole and limit is not None else pulp.LpContinuous
            for mark in marks[:1] if weeks[place] else marks:
                label = name if weeks[place] else name + mark
                variable = problem.add_variable(label, 0, limit, kind)
                variables.append(variable)
                if costs[place]:
                    objective[variable] = costs[place]
                for entry in range(starts[place], starts[place + 1]):
                    row = rows[entry]
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

    def solve(self, start: Ints | None = None, solver: str = "highs") -> Optimum:
        """The optimum, found from the columns in `start` (rising), which can keep the rows.

        Raises NoPlanExists where the rows contradict one another, RequestError for a solver that
        is not known or not installed.
        """
        return self.open(start, solver)(self.costs)

    def open(self, start: Ints | None = None, solver: str = "highs") -> Callable[[Floats], Optimum]:
        """What finds the optimum for costs, one a column, each time from where it was left.

        Raises as `solve` does; what it gives raises NoPlanExists.
        """
        check_solver(solver)
        if solver == "cbc":
            return self._solve_with_cbc
        model = Model(self, np.arange(self.columns) if start is None else start)

        def minimise(costs: Floats) -> Optimum:
            model.set_costs(costs)
            return model.solve()

        return minimise

    def _solve_with_cbc(self, costs: Floats) -> Optimum:
        """The optimum by CBC, of everything at once.

        CBC narrows a column's limit where a row implies a narrower one, and may count there what
        is the row's: a dual is the program's own only where columns have no limit.
        """
        written = self.write()
        priced = zip(written.variables, costs.tolist(), strict=True)
        objective = {variable: cost for variable, cost in priced if cost}
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
        return Optimum(float(costs @ values), values, duals, self.price(duals, costs))


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


class Model:
    """The live model of some of a program's columns and rows, solved again after changes.

    Each `solve` goes on from the last basis. What it finds is the optimum of the whole program
    with the costs, the limits and the columns that are open then.
    """

    def __init__(self, linear: LinearProgram, columns: Ints) -> None:
        """Begin with some of the columns (rising), which can keep the rows."""
        self.linear = linear
        self.costs, self.closed = linear.costs, np.zeros(linear.columns, dtype=bool)
        few = columns[:WRITTEN]
        written = linear.write(few, caps=False)
        self.model = QuietHighs()
        for option, value in HIGHS_OPTIONS.items():
            self.model.setOptionValue(option, value)
        written.problem.solverModel = self.model  # in place of the one that PuLP would make
        pulp.HiGHS().buildSolverModel(written.problem)
        caps = np.array([row.cap for row in linear.rows])
        self.caps = np.flatnonzero(caps)
        self.most = np.array([linear.rows[row].high for row in self.caps.tolist()], dtype=float)
        self.column_at = np.full(linear.columns, -1)  # in the model; -1 where it isn't there
        self.column_at[few] = [variable.index for variable in written.variables]
        self.row_at = np.full(len(linear.rows), -1)
        self.row_at[~caps] = np.arange(int((~caps).sum()))
        self.add_columns(columns[WRITTEN:])

    def solve(self, enough: Callable[[Optimum], bool] = lambda _: False) -> Optimum:
        """The optimum, or the first solution seen that keeps all rows and is `enough`.

        Raises NoPlanExists where the rows contradict one another.
        """
        while True:
            optimum = self.run()
            broken, pays = self.find_missing(optimum)
            if not len(broken) and (not len(pays) or enough(optimum)):
                return optimum
            self.add_rows(broken)
            self.add_columns(pays)

    def keep_basis(self) -> None:
        """Let `restart` return to the basis of now."""
        basis = self.model.getBasis()
        self.kept = list(basis.col_status), list(basis.row_status)

    def restart(self) -> None:
        """Go on from the basis that was kept; what was added since is not in it."""
        columns, rows = self.kept
        lower, basic = highspy.HighsBasisStatus.kLower, highspy.HighsBasisStatus.kBasic
        basis = highspy.HighsBasis()
        basis.col_status = columns + [lower] * (self.model.getNumCol() - len(columns))
        basis.row_status = rows + [basic] * (self.model.getNumRow() - len(rows))
        basis.valid = True
        self.model.setBasis(basis)

    def set_costs(self, costs: Floats) -> None:
        """Minimise other costs, one a column, from now on."""
        self.costs = costs
        there = np.flatnonzero(self.column_at >= 0)
        self.model.changeColsCost(len(there), self.column_at[there], costs[there])

    def set_closed(self, closed: NDArray[np.bool_]) -> None:
        """Keep these columns, and no others, at 0 from now on."""
        there = np.flatnonzero((self.closed != closed) & (self.column_at >= 0))
        self.closed = closed.copy()
        most = np.where(closed[there], 0.0, self.linear.limits[there])
        lows = np.zeros(len(there))
        self.model.changeColsBounds(len(there), self.column_at[there], lows, most)

    def set_limits(self, row: int, low: float | None, high: float | None) -> None:
        """Give a row that is no cap other limits from now on."""
        lowest = -INFINITY if low is None else low
        highest = INFINITY if high is None else high
        self.model.changeRowBounds(int(self.row_at[row]), lowest, highest)

    def run(self) -> Optimum:
        """The optimum of what is there, with nothing of the columns that aren't."""
        self.model.run()
        if self.model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise NoPlanExists(CONTRADICTION)
        solution = self.model.getSolution()
        values, duals = np.append(solution.col_value, 0.0), np.append(solution.row_dual, 0.0)
        dual = duals[self.row_at]
        rows, columns = self.linear.sums
        absent = self.column_at[columns] < 0
        rows, columns = rows[absent], columns[absent]
        dual[rows] = 0.0  # no column is there to say what a unit of the sum is worth: its rows do
        dual[rows] = -self.linear.price(dual, self.costs)[columns]
        objective = float(self.model.getObjectiveValue())
        reduced = self.linear.price(dual, self.costs)
        return Optimum(objective, values[self.column_at], dual, reduced)

    def find_missing(self, optimum: Optimum) -> tuple[Ints, Ints]:
        """The caps that aren't there and are broken, the columns that aren't and would pay.

        Of those that would pay the best are enough. A column that relieves a broken cap is one of
        them, so that the rows can always be kept; so is the sum that a column adds to.
        """
        starts, rows, values = self.linear.matrix
        owners = np.repeat(np.arange(self.linear.columns), np.diff(starts))
        counts = np.bincount(rows, values * optimum.values[owners], minlength=len(self.row_at))
        over = counts[self.caps] > self.most + PAYS
        broken = self.caps[over & (self.row_at[self.caps] < 0)]
        absent = (self.column_at < 0) & ~self.closed
        pays = np.flatnonzero(absent & (optimum.reduced_costs < -PAYS))
        pays = pays[np.argsort(optimum.reduced_costs[pays], kind="stable")[:AT_ONCE]]
        relieves = owners[np.isin(rows, broken) & (values < 0)]
        found = np.union1d(pays, relieves[self.column_at[relieves] < 0])
        sum_rows, sums = self.linear.sums
        summed = sums[np.isin(sum_rows, self.linear.entries(found)[1])]
        return broken, np.union1d(found, summed[self.column_at[summed] < 0])

    def add_rows(self, added: Ints) -> None:
        """Add caps, with the columns that are there."""
        starts, rows, values = self.linear.matrix
        places = np.repeat(self.column_at, np.diff(starts))
        for row in added.tolist():
            own = np.flatnonzero((rows == row) & (places >= 0))
            high = float(self.linear.rows[row].high or 0.0)
            self.model.addRow(-INFINITY, high, len(own), places[own], values[own])
            self.row_at[row] = self.model.getNumRow() - 1

    def add_columns(self, added: Ints) -> None:
        """Add columns, with the rows that are there."""
        starts, rows, values = self.linear.entries(added)
        kept = self.row_at[rows] >= 0
        starts = np.concatenate([[0], np.cumsum(kept)])[starts]
        rows, values = self.row_at[rows[kept]], values[kept]
        self.column_at[added] = self.model.getNumCol() + np.arange(len(added))
        costs, lows, highs = (
            self.costs[added],
            np.zeros(len(added)),
            np.where(self.closed[added], 0.0, self.linear.limits[added]),
        )
        self.model.addCols(len(added), costs, lows, highs, len(rows), starts[:-1], rows, values)
