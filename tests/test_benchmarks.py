"""The benchmarks have something to measure: their profiles, and the large food table."""

from __future__ import annotations

import csv
import gzip
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from planner import WeekPlan
from planner.request.from_words import make_request
from planner.tables.bundle import Tables, find_data, read_tables

pytestmark = pytest.mark.documents

TESTS = Path(__file__).parent


def load(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A benchmark as a module."""
    spec = importlib.util.spec_from_file_location(name, TESTS.parent / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


def test_eighty_different_profiles_can_be_planned_for(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every profile's words are understood, leave a dish for each meal, and stand once."""
    benchmark = load("profiles", monkeypatch)
    everyone = benchmark.profiles()
    requests = [make_request(tables, **words) for words in everyone]
    assert len(everyone) >= 80
    assert len({repr(request) for request in requests}) == len(everyone)
    assert all(map(benchmark.describe, everyone))


def test_the_large_food_table_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of SR Legacy stand beside the bundled foods, with nutrients of their own."""
    text = (TESTS / "source_tables" / "sr_legacy.csv").read_text(encoding="utf-8")
    source = tmp_path / "sr_legacy.csv.gz"
    source.write_bytes(gzip.compress(text.encode()))
    folder = tmp_path / "tables"
    folder.mkdir()
    count = load("speed", monkeypatch).write_large_tables(folder, find_data(), source)
    foods = read_tables(folder).foods
    assert len(foods) == count
    for row in csv.DictReader(text.splitlines()):
        added = foods[f"sr-{row['fdc_id']}"]
        assert added.per_100g["potassium_mg"] == float(row["potassium_mg"])


def test_the_impossible_requests_are_understood(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dozen or more that can't be met and five that can, each with its words; one is answered."""
    benchmark = load("impossible", monkeypatch)
    assert len(benchmark.IMPOSSIBLE) >= 12
    assert len(benchmark.POSSIBLE) == 5
    for words in (*benchmark.IMPOSSIBLE, *benchmark.POSSIBLE):
        make_request(tables, **words)
        assert benchmark.describe(words)
    row, met = benchmark.answer({**benchmark.IMPOSSIBLE[8], "days": 1}, tables)
    assert "(conflict)" in row[1]
    assert met


def test_the_lists_sums_are_checked_without_the_planner(
    week: WeekPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list adds up by the CSV files alone; a gram, a rest or a cent that is off is seen."""
    benchmark = load("household", monkeypatch)
    assert not benchmark.find_wrong_sums(week.to_json(), find_data())
    for field, says in (("grams", "needed"), ("left_grams", "are"), ("cost_usd", "by the table")):
        value = week.to_json()
        line = next(one for one in value["shopping"] if one["price_known"])
        line[field] += 1.0
        assert any(says in wrong for wrong in benchmark.find_wrong_sums(value, find_data()))
    value = week.to_json()
    value["shopping"].pop()
    assert benchmark.find_wrong_sums(value, find_data())


@pytest.mark.parametrize("number", [1, 2, 8])
def test_the_changes_on_the_page_do_what_it_says(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows of impossible.md, each change typed anew: a plan with it misses nothing."""
    benchmark = load("impossible", monkeypatch)
    words = benchmark.IMPOSSIBLE[number]
    page = (TESTS.parent / "docs" / "explanation" / "impossible.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines()]
    ((_, _, change, *_),) = [row for row in rows if row and row[0] == benchmark.describe(words)]
    assert change
    for said in change.split("; or "):
        assert benchmark.type_words(f"{benchmark.describe(words)} {said}")


def test_narrow_requests_are_drawn_alike_from_a_seed(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same count and seed give the same requests, and a later first one the rest of them."""
    benchmark = load("narrow", monkeypatch)
    drawn = benchmark.draw_requests(3, 5, tables)
    assert drawn == benchmark.draw_requests(3, 5, tables)
    assert drawn[1:] == benchmark.draw_requests(2, 5, tables, first=2)
    assert len({repr(request) for _, request in drawn}) == len(drawn)


def test_random_requests_are_drawn_alike_and_stopped_beyond_the_limit(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same seed gives the same requests; what takes longer than the limit is an error."""
    benchmark = load("endings", monkeypatch)
    requests = benchmark.Draw(2, tables).requests(4)
    assert requests == benchmark.Draw(2, tables).requests(4)
    with pytest.raises(benchmark.TooLongError):
        benchmark.answer(make_request(tables, days=28), tables, 0.01)
