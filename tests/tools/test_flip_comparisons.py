"""The flips are small, the same for a seed, and only those that no test notices survive."""

from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.documents

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """tools/flip_comparisons.py, which is a script and no part of a package."""
    spec = importlib.util.spec_from_file_location(
        "flip_comparisons", ROOT / "tools" / "flip_comparisons.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its records look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a < b", ["a <= b"]),
        ("a >= b", ["a > b"]),
        ("a == b != c", ["a != b != c", "a == b == c"]),
        ("a is None", ["a is not None"]),
        ("a not in b", ["a in b"]),
        ("(a and b) or c", ["((a and b) and c)", "((a or b)) or c"]),
        ("a + b", ["(a - b)"]),
        ("a * (b - c)", ["(a / (b - c))", "a * ((b + c))"]),
        ("min(a, b)", ["max(a, b)"]),
        ("a.any()", ["a.all()"]),
        ("a[7]", ["a[8]"]),
        ("a[-0.5]", ["a[-1.5]"]),
        ("a += b", ["a -= b"]),
        ("'ü' and a < b", ["('ü' or a < b)", "'ü' and a <= b"]),
        ("f'{a < b} {c:5.1f}'", []),
        ("'a' + b", []),
        ("a += f'{b}'", []),
        ("a: Literal[7]", []),
        ("True", []),
    ],
)
def test_each_flip_changes_one_thing(before: str, after: list[str], tool: ModuleType) -> None:
    """What is flipped, and what is left alone: texts, annotations and f-strings."""
    source = before.encode()
    found = [flip.apply(source).decode() for flip in tool.find_flips("a.py", source)]
    assert found == after


def test_an_expression_on_several_lines_stays_whole(tool: ModuleType) -> None:
    """Only the expression is written anew, the lines around it stay."""
    source = b"# above\nreturn_ = (\n    a < 1  # why\n    and b\n)\n# below\n"
    flips = tool.find_flips("a.py", source)
    assert [flip.line for flip in flips] == [3, 3, 3]
    for flip in flips:
        text = flip.apply(source).decode()
        assert ast.dump(ast.parse(text)) != ast.dump(ast.parse(source))
        assert text.startswith("# above\n")
        assert text.endswith("\n# below\n")


def test_numbers_that_only_tune_are_left_alone(tool: ModuleType) -> None:
    """A tuned constant has no right value; a number in a function is flipped as everywhere."""
    source = b"SWEEPS = 2\nKEPT: tuple = (2, 3)\nSAVED = 2 * SWEEPS\ndef f():\n    return 4\n"
    flips = tool.find_flips("a.py", source, tuned=True)
    assert [flip.after for flip in flips] == ["SAVED = (2 / SWEEPS)", "return 5"]
    assert len(tool.find_flips("a.py", source)) == 6
    every = tool.draw_flips(ROOT, 10**6, 14)
    changed = {flip.after.split(" = ")[0] for flip in every if flip.path.endswith("_rules.py")}
    assert "WEEK_DAYS" in changed
    assert not any(flip.before.startswith("SWEEPS = ") for flip in every)


def test_the_draw_is_the_same_for_a_seed(tool: ModuleType) -> None:
    """A draw is repeatable, and a larger one has the smaller one's flips."""
    drawn = tool.draw_flips(ROOT, 60, 14)
    assert len(drawn) == len(set(drawn)) == 60
    assert drawn == tool.draw_flips(ROOT, 60, 14)
    assert set(tool.draw_flips(ROOT, 20, 14)) < set(drawn)
    assert set(drawn) != set(tool.draw_flips(ROOT, 60, 15))
    for flip in drawn:
        source = (ROOT / flip.path).read_bytes()
        assert ast.dump(ast.parse(flip.apply(source))) != ast.dump(ast.parse(source)), str(flip)
        rounds = tool.find_tests(ROOT, flip.path)
        files = [file for tests in rounds for file in tests]
        assert len(files) == len(set(files))
        assert all((ROOT / file).exists() for file in files)


def test_a_modules_own_tests_come_first(tool: ModuleType) -> None:
    """Then those of its package, then those beside it, each once."""
    first, second, third = tool.find_tests(ROOT, "planner/people/targets.py")
    assert first == ("tests/people/test_targets.py",)
    assert "tests/people/test_person.py" in second
    assert "tests/checking/test_findings.py" in third


def test_only_what_no_test_notices_survives(
    tmp_path: Path, tool: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    """A flip that a test notices is killed, another survives, and the checkout stays as it was."""
    module, test = tmp_path / "planner/people/ages.py", tmp_path / "tests/people/test_ages.py"
    for path in (module, test):
        path.parent.mkdir(parents=True)
    (tmp_path / "planner" / "__init__.py").touch()
    module.write_text(
        "def young(age):\n    return age < 19\n\n\ndef old(age):\n    return age > 70\n"
    )
    test.write_text(
        "from planner.people.ages import old, young\n\n\n"
        "def test_ages():\n    assert young(18) and not young(19)\n    assert old(80)\n"
    )
    before = module.read_bytes()
    flips = tool.find_flips("planner/people/ages.py", before)
    assert tool.check_flips([flips[0], flips[2]], tmp_path) == 1
    killed, survived, total = capsys.readouterr().out.splitlines()
    assert killed.startswith("killed    planner/people/ages.py:2  return age < 19  ->  ")
    assert killed.endswith("  (tests/people/test_ages.py::test_ages)")
    assert survived.startswith("survived  planner/people/ages.py:6  return age > 70  ->  ")
    assert total == "1 of 2 killed"
    assert module.read_bytes() == before


def test_tests_that_fail_anyway_end_it(
    tmp_path: Path, tool: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where they fail without a flip, nothing is called killed."""
    (tmp_path / "planner/people").mkdir(parents=True)
    (tmp_path / "tests/people").mkdir(parents=True)
    (tmp_path / "planner/people/ages.py").write_text("AGE = 1 < 2\n")
    (tmp_path / "tests/people/test_ages.py").write_text("def test_it():\n    assert False\n")
    flips = tool.find_flips("planner/people/ages.py", b"AGE = 1 < 2\n")
    with pytest.raises(SystemExit) as ended:
        tool.check_flips(flips, tmp_path)
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert not out
    assert err == "These tests fail without a flip: tests/people/test_ages.py\n"
