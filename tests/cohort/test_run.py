"""A cohort's run: every row has its result, once; what is left is done, and nothing else."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from planner import WeekPlan, check_plan
from planner.actions.answers import answer_request
from planner.cohort import process, store
from planner.cohort.people import PersonRow
from planner.cohort.records import PLANNED, Settings, Status, blank_row
from planner.cohort.rows import find_problems, plan_row
from planner.cohort.store import name_file
from planner.errors import CohortError, PeopleFileError
from planner.request.from_words import make_request
from planner.search.effort import Work
from planner.tables.bundle import Tables
from tests.cohort.conftest import Runs, count, read_all, read_rows

SOUND = process.COMMAND
FAULTY = (sys.executable, str(Path(__file__).with_name("faulty_server.py")))
FOUR = """
a,Ana,34,vegan,2.5,1
b,Ben,40,omnivore,,2
c,Cy,0,omnivore,,1
d,Di,50,vegetarian,1,1
"""


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of certain names crash, hang or die."""
    monkeypatch.setattr(process, "COMMAND", FAULTY)


def test_every_row_has_a_plan_or_the_reason_why_not(run: Runs, tmp_path: Path) -> None:
    """The plan is the answer to the row's request, its figures those that the check finds."""
    summary = run(FOUR, plans=("b",))
    assert count(summary) == {"planned": 3, "no plan": 1}
    rows = {row["id"]: row for row in read_rows(tmp_path / "out")}
    assert [*rows] == ["a", "b", "c", "d"]
    assert [rows[one]["survey_weight"] for one in rows] == [2.5, 1.0, 1.0, 1.0]
    assert "0 is out of range" in str(rows["c"]["reason"])
    assert (rows["c"]["age"], rows["c"]["points"]) == (0, None)
    text = (tmp_path / "out" / "plans" / "b.json").read_text(encoding="utf-8")
    plan = WeekPlan.from_json(text)
    assert plan.request.people[0].name == "Ben"
    report = check_plan(plan, plan.tables)
    assert not report.faults
    found = {
        str(row["nutrient"]): row
        for row in read_rows(tmp_path / "out", "nutrients")
        if row["id"] == "b"
    }
    for nutrient, row in found.items():
        daily = report.daily["Ben", nutrient].tolist()
        if row["daily"] is None:
            assert report.known[nutrient] == 0
        else:
            assert row["daily"] == pytest.approx(daily)
            assert row["mean"] == pytest.approx(sum(daily) / 2)
    grams = {
        row["food_id"]: row["grams"]
        for row in read_rows(tmp_path / "out", "foods")
        if row["id"] == "b"
    }
    assert grams == pytest.approx(plan.sum_grams("Ben"))
    meals = [row for row in read_rows(tmp_path / "out", "meals") if row["id"] == "b"]
    assert [row["dish"] for row in meals] == [m.dish for day in plan.days for m in day.meals]


def test_the_library_finds_the_same(tiny: Tables, settings: Settings) -> None:
    """A row is what `answer_request` answers, without the changes that it would look for."""
    words: dict[str, Any] = {"age": 34, "diet": "vegan", "days": 1}
    row = plan_row(words, tiny, settings, keep_plan=True)
    plan = answer_request(make_request(tiny, **words), tiny, Work("quick"), changes=False)
    assert row["plan"] == plan.to_json()
    assert {one["nutrient"] for one in row["problems"]} == {s.nutrient for s in plan.shortfalls}
    assert row["status"] in PLANNED


def test_a_result_depends_on_its_row_alone(tiny: Tables, settings: Settings) -> None:
    """Whatever was planned before with the same tables, and however often."""
    people: list[dict[str, Any]] = [{"age": 34, "diet": "vegan"}, {"sex": "male"}, {"age": 12}]
    people = [{**one, "days": 1} for one in people]
    there = [plan_row(one, tiny, settings, keep_plan=True) for one in people]
    back = [plan_row(one, tiny, settings, keep_plan=True) for one in reversed(people)]
    assert there == back[::-1]


def test_the_bound_alone_is_that_of_the_plan(tiny: Tables, settings: Settings) -> None:
    """No plan is nearer to usual or misses less, and what must be missed is missed by the plan."""
    words = {"age": 34, "diet": "vegan", "days": 1}
    plan = plan_row(words, tiny, settings)
    bound = plan_row(words, tiny, replace(settings, bound_only=True))
    assert bound["status"] == Status.IMPOSSIBLE
    assert bound["bound"] == pytest.approx(plan["bound"], abs=1e-3)
    assert bound["bound_missed_points"] <= plan["missed_points"] + 1e-3
    missed = {(one["nutrient"], one["side"]) for one in plan["problems"]}
    out = {
        (one["nutrient"], one["side"])
        for one in bound["problems"]
        if one["cause"] == "out of reach"
    }
    assert out
    assert out <= missed
    assert not bound["meals"]


def test_what_must_not_be_planned_is_no_fault(tiny: Tables, settings: Settings) -> None:
    """A child, an illness: answers. A word that isn't known is a fault, in a child's row too."""
    assert not find_problems({"age": 0, "weight": 14.0, "calories": 550.0}, tiny)
    assert not find_problems({"conditions": ["kidney disease"]}, tiny)
    assert plan_row({"conditions": ["kidney disease"]}, tiny, settings)["status"] == Status.NO_PLAN
    (problem,) = [
        one for one in find_problems({"age": 0, "diet": "moon"}, tiny) if "diet" in one["place"]
    ]
    assert "moon" in problem["what"]
    assert find_problems({"age": 130}, tiny)
    assert plan_row({"age": 130}, tiny, settings)["status"] == Status.INVALID


def test_two_runs_are_the_same_byte_for_byte(
    run: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a run in other pieces has the same rows."""
    run(FOUR, output="one", plans=("all",))
    run(FOUR, output="two", plans=("all",))
    assert read_all(tmp_path / "one") == read_all(tmp_path / "two")
    monkeypatch.setattr("planner.cohort.run.SHARD_ROWS", 3)
    run(FOUR, output="three")
    assert read_rows(tmp_path / "three") == read_rows(tmp_path / "one")


def test_a_run_goes_on_with_what_is_missing(
    run: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shard that isn't whole is planned again, the others aren't touched."""
    monkeypatch.setattr("planner.cohort.run.SHARD_ROWS", 2)
    assert run(FOUR).done_now == 4
    whole = read_all(tmp_path / "out")
    (tmp_path / "out" / "people" / "00001.parquet").unlink()
    kept = tmp_path / "out" / "people" / "00000.parquet"
    written = kept.stat().st_mtime_ns
    assert run(FOUR).done_now == 2
    assert read_all(tmp_path / "out") == whole
    assert kept.stat().st_mtime_ns == written
    monkeypatch.setattr(process, "COMMAND", ("/nowhere",))  # nothing is left, nothing is started
    assert run(FOUR).done_now == 0


@pytest.mark.long
@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("segfault", "signal 11"),
        ("exit", "exit code 3"),
        ("hang", "took longer than"),
        ("error", "KeyError: 'nobody expected this'"),
    ],
)
def test_a_row_that_fails_costs_only_itself(
    run: Runs,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    why: str,
) -> None:
    """The others are as in a run without a fault; run again, only the failed one is planned."""
    rows = FOUR.replace("Ben", name)
    monkeypatch.setattr(process, "GRACE", 0.5)
    limited = replace(settings, limit_seconds=1.0 if name == "hang" else 120.0)
    summary = run(rows, output="out", settings=limited)
    assert summary.counts[Status.FAILED] == 1
    assert summary.unfinished == 1
    (failed,) = [row for row in read_rows(tmp_path / "out") if row["status"] == Status.FAILED]
    assert failed["id"] == "b"
    assert why in str(failed["reason"])
    assert "b,failed" in (tmp_path / "out" / "faults.csv").read_text(encoding="utf-8")
    monkeypatch.setattr(process, "COMMAND", SOUND)
    again = run(rows, output="out", settings=settings)
    assert (again.done_now, again.unfinished) == (1, 0)
    assert not (tmp_path / "out" / "faults.csv").exists()
    run(rows, output="undisturbed", settings=settings)
    assert read_all(tmp_path / "out") == read_all(tmp_path / "undisturbed")


@pytest.mark.usefixtures("faulty")
def test_a_row_whose_process_died_once_is_tried_again(run: Runs, tmp_path: Path) -> None:
    """Somebody killed it; the row itself is sound."""
    summary = run(f"a,once:{tmp_path}/died,34,vegan,,1\nb,Ben,40,omnivore,,1")
    assert (tmp_path / "died").exists()
    assert not summary.counts[Status.FAILED]


def test_rows_that_are_not_understood_stop_the_run(run: Runs, tmp_path: Path) -> None:
    """All are listed in a file, the first twenty in the message, and nothing is planned."""
    rows = "\n".join(f"{number},Ana,34,moon,," for number in range(30))
    with pytest.raises(PeopleFileError) as refused:
        run(f"x,Ben,40,omnivore,,1\n{rows}")
    first, *_, last = refused.value.problems
    assert len(refused.value.problems) == 21
    assert first.where == "people.csv, line 3, column diet"
    assert "'moon'" in first.what
    assert "30 cells" in last.what
    listed = (tmp_path / "out" / "faults.csv").read_text(encoding="utf-8").splitlines()
    assert len(listed) == 31
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"faults.csv", ".lock"}
    assert count(run("x,Ben,40,omnivore,,1")) == {"planned": 1}
    assert not (tmp_path / "out" / "faults.csv").exists()


def test_keep_going_plans_the_others(run: Runs, tmp_path: Path) -> None:
    """A row that isn't understood, or isn't a row, is there with its reason."""
    rows = "a,Ana,34,moon,,1\nb,Ben,forty,omnivore,,1\nc,Cy,40\nd,Di,40,omnivore,,1"
    summary = run(rows, keep_going=True)
    assert count(summary) == {"invalid": 3, "planned": 1}
    found = {row["id"]: row for row in read_rows(tmp_path / "out")}
    assert [*found] == ["a", "b", "line 4", "d"]
    assert "line 2, column diet: 'moon'" in str(found["a"]["reason"])
    assert "line 3, column age: 'forty'" in str(found["b"]["reason"])
    assert "has 3 cells" in str(found["line 4"]["reason"])


def test_the_folder_of_another_run_is_refused(
    run: Runs, settings: Settings, tmp_path: Path
) -> None:
    """With what differs; nothing in it is touched. So is a folder with anything else."""
    run("a,Ana,34,vegan,,1")
    before = read_all(tmp_path / "out", seconds=True)
    for given, said in (
        (
            {"settings": replace(settings, effort="normal")},
            "effort was 'quick', and is 'normal' now",
        ),
        ({"settings": replace(settings, tables_hash="f00")}, "tables hash was"),
        ({"words": {"seed": 3}}, "seed was"),
        ({"version": "1"}, "planner was '0', and is '1' now"),
        ({"plans": ("a",)}, "plans was not said, and is ['a'] now"),
    ):
        with pytest.raises(CohortError, match="holds another run") as refused:
            run("a,Ana,34,vegan,,1", **given)
        assert said in str(refused.value)
    with pytest.raises(CohortError, match="people was"):
        run("a,Ana,35,vegan,,1")
    assert read_all(tmp_path / "out", seconds=True) == before
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CohortError, match=r"holds other files, such as letter\.txt"):
        run("a,Ana,34,vegan,,1", output="other")


def test_one_run_at_a_time_writes_into_a_folder(tmp_path: Path) -> None:
    """A second one is refused until the first is done, however it ended."""
    first, second = store.Store(tmp_path / "out"), store.Store(tmp_path / "out")
    with first.open({}), pytest.raises(CohortError, match="another run is"), second.open({}):
        pass
    with second.open({}):
        pass


def test_other_tables_are_refused(run: Runs, settings: Settings) -> None:
    """Who plans must have the tables that the run has."""
    with pytest.raises(CohortError, match="and the run has f00"):
        run("a,Ana,34,vegan,,1", settings=replace(settings, tables_hash="f00"))


def test_plans_of_ids_that_are_not_there_are_refused(run: Runs) -> None:
    """With what was meant."""
    with pytest.raises(PeopleFileError, match="'anna' is not an id"):
        run("ana,Ana,34,vegan,,1", plans=("anna",))


def test_a_module_of_the_folder_is_not_run(
    run: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a run is begun, files may have any name."""
    for name in ("json", "select", "planner"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(9)\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert count(run("a,Ana,34,vegan,,1")) == {"planned": 1}


def test_words_for_everyone_win_over_a_row(run: Runs, tmp_path: Path) -> None:
    """A seed, a budget, another diet; the manifest says so."""
    run(FOUR, words={"diet": "vegan", "seed": 4, "places": {}})
    assert {row["diet"] for row in read_rows(tmp_path / "out") if row["age"] != 0} == {"vegan"}
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["options"] == {"diet": "vegan", "seed": 4}
    assert manifest["seed"] == 4


@pytest.mark.parametrize("own_id", ["../../etc/passwd", ".", "a/b", "Zoë 1", "con\x00"])
def test_an_id_is_no_path(own_id: str) -> None:
    """Its plan stands in the folder of plans, whatever the id is."""
    name = name_file(own_id)
    assert Path(name).name == name
    assert "." not in name
    assert "\x00" not in name


def test_the_tables_of_a_shard_hold_what_the_rows_gave(tmp_path: Path) -> None:
    """A column that was carried along stands beside them, unless a result is called so."""
    row = PersonRow("a", "line 2", carried={"region": "north"})
    (tmp_path / "out").mkdir()
    shard = store.Store(tmp_path / "out", ("region",))
    manifest: dict[str, Any] = {"plans": []}
    with shard.open(manifest):
        shard.begin(manifest)
        shard.write(0, [(row, blank_row())], ["a"])
    table = pq.read_table(tmp_path / "out" / "people" / "00000.parquet")
    assert table["region"].to_pylist() == ["north"]
    assert shard.find_failed(0) == {"a"}
    assert shard.find_failed(1) is None
    with pytest.raises(CohortError, match="'status' is the name"):
        store.Store(tmp_path, ("status",))
