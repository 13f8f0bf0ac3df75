"""Flip one small thing of the code at a time, and see whether a test notices.

    python tools/flip_comparisons.py --list
    nice python tools/flip_comparisons.py
    nice python tools/flip_comparisons.py --packages people,checking
    nice python tools/flip_comparisons.py --count 10 --seed 3

A flip turns `<` into `<=`, `==` into `!=`, `and` into `or`, `+` into `-`, `min` into `max`, or adds
one to a number. The flips are drawn from all those of `people`, `checking`, `model`, `search` and
`request`; the same code and the same seed draw the same ones. `--packages` runs only the drawn
flips that lie in these packages.

The numbers of the constants of `search` are left out, such as `SWEEPS = 2`: they only tune it. A
tuned number has no right value that a test could hold; the benchmarks measure what it does. The
numbers of the other packages are rules or facts, and stay in.

For each flip the tests run that concern its module, until one fails: in a first round the tests of
the same name, then the others of its package, then some of other packages, each time the quickest
file first. One process runs at a time. They run in a copy of the checkout in a temporary folder;
the checkout itself is never written to. One line a flip:

    killed    planner/people/intakes.py:33  if old <= age:  ->  if old < age:  (tests/people/...)
    survived  planner/model/bound.py:134  if missed > 0:  ->  if missed >= 0:

A flip whose tests run three times longer than without it counts as killed, "out of time": it made a
loop endless. On a busy machine look whether it did.
Nothing says that a flip that survived is a fault: `a <= b` and `a < b` are the same where `a` is
never `b`. Look at each. The exit code is 1 if any survived, 2 if the tests fail without a flip.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BESIDE = {
    "people": ("tests/request", "tests/checking", "tests/model/test_day_program.py"),
    "request": ("tests/people", "tests/actions/test_api.py", "tests/plans"),
    "checking": (
        "tests/plans",
        "tests/search/test_pack_costs.py",
        "tests/search/test_no_repeat.py",
    ),
    "model": ("tests/checking", "tests/test_stigler.py", "tests/actions/test_planning.py"),
    "search": ("tests/actions/test_swapping.py", "tests/actions/test_planning.py"),
}
"""Each package that flips are drawn from, and the tests to run after its own."""
TUNED = "search"  # the package whose constants only tune it
ROUNDS = 3
LONGER, GRACE = 3.0, 20.0  # times the time that the tests take without a flip, and seconds
LEFT_BEHIND = (".git", ".ci", "__pycache__", ".venv", "build", "dist", ".*_cache", ".hypothesis")

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Flip:
    """One change of one expression: where it is, and the lines it is on before and after.

    `start` and `end` are the places of the expression in the file's bytes, `text` replaces it.
    """

    path: str
    line: int
    start: int
    end: int
    text: bytes
    before: str
    after: str

    def __str__(self) -> str:
        """The place and the change on one line."""
        return f"{self.path}:{self.line}  {self.before}  ->  {self.after}"

    def apply(self, source: bytes) -> bytes:
        """The source of the file with the change made."""
        return source[: self.start] + self.text + source[self.end :]


def find_flips(path: str, source: bytes, *, tuned: bool = False) -> list[Flip]:
    """Every flip that a file's source allows, in the order of the source.

    `path` is only written into the flips. Annotations and the texts of f-strings are left alone,
    and so is a `+` between texts. With `tuned` the numbers of the module's constants are left alone
    too.

    >>> [str(flip) for flip in find_flips("a.py", b"x = 1 < y")]
    ['a.py:1  x = 1 < y  ->  x = 1 <= y', 'a.py:1  x = 1 < y  ->  x = 2 < y']
    """
    tree = ast.parse(source)
    constants = [line for line in tree.body if isinstance(line, ast.Assign | ast.AnnAssign)]
    parts = (part for line in constants for part in ast.walk(line) if tuned)
    left_alone = {part for part in parts if isinstance(part, ast.Constant)}
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    flips = []
    for node in _walk(tree):
        if node in left_alone:
            continue
        last = node.end_lineno or node.lineno
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[last - 1] + (node.end_col_offset or 0)
        begin, stop = starts[node.lineno - 1], starts[last]
        for turned in _turn(node):
            after = ast.unparse(turned)
            split = isinstance(node, ast.expr) and b"\n" in source[start:end]
            if split or isinstance(node, ast.BoolOp | ast.BinOp):
                after = f"({after})"  # binds as it did, and on as many lines as it did
            text = after.encode()
            lines = source[begin:stop], source[begin:start] + text + source[end:stop]
            shown = (" ".join(line.decode().split()) for line in lines)
            flips.append(Flip(path, node.lineno, start, end, text, *shown))
    return sorted(flips, key=lambda flip: (flip.start, -flip.end, flip.text))


def _walk(node: ast.AST) -> Iterator[ast.expr | ast.AugAssign]:
    """Every expression and every `+=` below a node, without annotations and f-strings."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.JoinedStr):
                continue
            if isinstance(child, ast.expr | ast.AugAssign):
                yield child
            yield from _walk(child)


def _turn(node: ast.expr | ast.AugAssign) -> Iterator[ast.AST]:
    """The node with one thing of it changed, each way that there is."""
    match node:
        case ast.Compare(ops=ops):
            for place, operation in enumerate(ops):
                turned = [*ops[:place], COMPARISONS[type(operation)](), *ops[place + 1 :]]
                yield ast.Compare(node.left, turned, node.comparators)
        case ast.BoolOp(op=ast.And()):
            yield ast.BoolOp(ast.Or(), node.values)
        case ast.BoolOp():
            yield ast.BoolOp(ast.And(), node.values)
        case ast.BinOp(left, op, right) if type(op) in OPERATORS:
            if not (_is_text(left) or _is_text(right)):
                yield ast.BinOp(left, OPERATORS[type(op)](), right)
        case ast.AugAssign(target, op, value) if type(op) in OPERATORS and not _is_text(value):
            yield ast.AugAssign(target, OPERATORS[type(op)](), value)
        case ast.Constant(int() | float() as number) if not isinstance(number, bool):
            yield ast.Constant(number + 1)
        case ast.Call(ast.Name(name)) if name in CALLS:
            yield ast.Call(ast.Name(CALLS[name]), node.args, node.keywords)
        case ast.Call(ast.Attribute(value, name)) if name in CALLS:
            yield ast.Call(ast.Attribute(value, CALLS[name]), node.args, node.keywords)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def draw_flips(root: Path, count: int, seed: int) -> list[Flip]:
    """So many flips of a checkout's packages, in the order of the code; all, if there are fewer.

    Each flip has a number of its own, made of the seed and its text, and the smallest are drawn. So
    a change of the code changes few of those that are drawn.
    """
    numbered: list[tuple[bytes, int, Flip]] = []
    for package in BESIDE:
        for path in sorted((root / "planner" / package).rglob("*.py")):
            alike: Counter[str] = Counter()
            name, tuned = path.relative_to(root).as_posix(), package == TUNED
            for flip in find_flips(name, path.read_bytes(), tuned=tuned):
                text = f"{seed} {flip.path} {flip.before} {flip.after}"
                alike[text] += 1
                number = hashlib.sha256(f"{text} {alike[text]}".encode()).digest()
                numbered.append((number, len(numbered), flip))
    drawn = sorted(numbered)[:count]
    return [flip for _, _, flip in sorted(drawn, key=lambda one: one[1])]


def find_package(path: str) -> str:
    """The package that a module of the planner lies in.

    >>> find_package("planner/people/targets.py")
    'people'
    """
    return path.split("/")[1]


def find_tests(root: Path, path: str) -> list[tuple[str, ...]]:
    """The tests that concern a module, in three rounds: its own, its package's, others.

    A test file is in one of them only. What is named in `BESIDE` and doesn't exist is left out.
    """
    package, name = find_package(path), Path(path).stem
    own = [root / "tests" / package / f"test_{name}.py"]
    rounds = [own, find_test_files(root / "tests" / package)]
    rounds.append([file for part in BESIDE[package] for file in find_test_files(root / part)])
    seen: set[Path] = set()
    found = []
    for files in rounds:
        new = [file for file in files if file.exists() and file not in seen]
        seen.update(new)
        found.append(tuple(file.relative_to(root).as_posix() for file in new))
    return found


def find_test_files(path: Path) -> list[Path]:
    """The test files below a folder, or the one that the path is."""
    return [path] if path.suffix == ".py" else sorted(path.rglob("test_*.py"))


class Judge:
    """Runs tests in a copy of the checkout, with a flip and without."""

    def __init__(self, root: Path) -> None:
        """`root` is the copy, which flips are written into."""
        self.root = root
        self.usual: dict[str, float] = {}

    def run(self, tests: Sequence[str], limit: float | None = None) -> str | None:
        """None if some tests pass; else why not, with a limit of so many seconds."""
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
        variables = {"PYTHONPATH": str(self.root), "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            ended = subprocess.run(
                command,
                cwd=self.root,
                env={**os.environ, **variables},
                capture_output=True,
                text=True,
                timeout=limit,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return "out of time"
        if not ended.returncode:
            return None
        failed = re.search(r"^(?:FAILED|ERROR) (\S+)", ended.stdout, re.MULTILINE)
        return failed[1] if failed else tests[0]

    def find_seconds(self, test: str) -> float:
        """How long a test file takes without a flip; ends the program if it fails."""
        if test not in self.usual:
            begun = time.monotonic()
            if self.run([test]):
                print(f"These tests fail without a flip: {test}", file=sys.stderr)
                sys.exit(2)
            self.usual[test] = time.monotonic() - begun
        return self.usual[test]

    def find_killer(self, flip: Flip, tests: tuple[str, ...]) -> str | None:
        """Which of the tests fails with the flip, or "out of time"; None if it survives them.

        The quickest file runs first.
        """
        path = self.root / flip.path
        source = path.read_bytes()
        tests = tuple(sorted(tests, key=self.find_seconds))
        limit = LONGER * sum(map(self.find_seconds, tests)) + GRACE
        path.write_bytes(flip.apply(source))
        try:
            return self.run(tests, limit)
        finally:
            path.write_bytes(source)


def check_flips(flips: Sequence[Flip], checkout: Path) -> int:
    """Run each flip in a copy of the checkout and print what became of it; how many survived.

    All flips go through their first round of tests, which is short, before any goes on.
    """
    alive = list(flips)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "planner")
        shutil.copytree(checkout, root, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
        judge = Judge(root)
        for turn in range(ROUNDS):
            for flip in tuple(alive):
                tests = find_tests(root, flip.path)[turn]
                if tests and (killer := judge.find_killer(flip, tests)):
                    alive.remove(flip)
                    print(f"killed    {flip}  ({killer})", flush=True)
    for flip in alive:
        print(f"survived  {flip}")
    print(f"{len(flips) - len(alive)} of {len(flips)} killed")
    return len(alive)


def main() -> None:
    """Draw the flips and run their tests."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=60, help="how many flips to draw")
    parser.add_argument("--seed", type=int, default=14, help="of the draw")
    parser.add_argument("--packages", default=",".join(BESIDE), help="run the flips of these alone")
    parser.add_argument("--list", action="store_true", help="print the flips and run nothing")
    arguments = parser.parse_args()
    packages = arguments.packages.split(",")
    if unknown := sorted(set(packages) - BESIDE.keys()):
        parser.error(f"no flips are drawn from {', '.join(unknown)}, only from {', '.join(BESIDE)}")
    flips = draw_flips(ROOT, arguments.count, arguments.seed)
    flips = [flip for flip in flips if find_package(flip.path) in packages]
    if arguments.list:
        print("\n".join(map(str, flips)))
        return
    sys.exit(1 if check_flips(flips, ROOT) else 0)


if __name__ == "__main__":
    main()
