"""Plan files open after any change of tables or version; what differs is said."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from planner import WeekPlan, check_plan, cli, make_request, plan_week
from planner.actions.answers import answer_request
from planner.actions.opening import open_plan, recheck, renew
from planner.errors import REQUEST, ExitCode, PlanFileError
from planner.plans.again import find_words
from planner.plans.json_file import OLDEST_VERSION, SCHEMA_VERSION
from planner.render.documents.plan import compose_plan
from planner.render.documents.shopping_list import compose_list
from planner.render.formats.text import render_text
from planner.request.day_wishes import Wish
from planner.request.fields import write_option
from planner.request.from_words import join_requests
from planner.request.request import AtHome
from planner.search.effort import Work
from planner.tables.bundle import FILES, Tables, find_data, read_tables

PLANS = Path(__file__).parents[1] / "plans"
STORED = [PLANS / f"schema-{one}.json" for one in range(OLDEST_VERSION, SCHEMA_VERSION + 1)]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Exit code, standard output and standard error of a command."""

    def command(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["planner", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return command


@pytest.fixture
def kitchen(tmp_path: Path) -> Path:
    """The folder of the tiny kitchen's tables, to change."""
    folder = tmp_path / "kitchen"
    folder.mkdir()
    own = Path(__file__).parents[1] / "tiny"
    for name in FILES:
        shutil.copy(own / name if (own / name).exists() else find_data() / name, folder / name)
    return folder


def change(path: Path, before: str, after: str) -> None:
    """Put other words in the place of a file's own."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_a_stored_file_of_each_version_opens(path: Path, run: Run, kitchen: Path) -> None:
    """It is shown, shopped for, checked, swapped and explained with the tables it was made with."""
    known = ("--tables", str(kitchen))
    code, out, _ = run("show", str(path), *known)
    assert code == ExitCode.MET
    for words in ("2 days for Ana and Ben", "Lentil stew with rice", "rolled oats", "broccoli"):
        assert words in out
    code, out, _ = run("shop", str(path), *known)
    assert code == ExitCode.MET
    assert "rolled oats" in out
    code, out, _ = run("check", str(path), *known)
    assert code == ExitCode.MISSED
    assert "vitamin D" in out
    code, _, err = run("swap", str(path), "--day", "2", "--meal", "breakfast", *known)
    assert code in (ExitCode.MET, ExitCode.MISSED)
    assert "breakfast" in err
    assert run("explain", str(path), "magnesium", *known)[0] == ExitCode.MET


@pytest.mark.parametrize("path", STORED[1:], ids=lambda path: path.stem)
@pytest.mark.parametrize("name", ["w.txt", "w.md", "w.html", "w.pdf", "w.ics", "w.json"])
def test_a_stored_file_needs_no_tables_of_its_own(
    path: Path, name: str, run: Run, tmp_path: Path
) -> None:
    """With the bundled tables, which have none of its dishes, it is written in every format."""
    output = tmp_path / name
    code, out, err = run("show", str(path), "--output", str(output), "--start", "2026-11-30")
    assert (code, out) == (ExitCode.MET, "")
    assert "planned with other tables; `planner check` says what differs" in err
    written = output.read_bytes()
    assert written.startswith(b"%PDF") or b"Lentil stew with rice" in written.replace(b"\r\n ", b"")


@pytest.mark.parametrize("path", STORED[1:], ids=lambda path: path.stem)
def test_a_stored_file_is_shopped_for_and_checked_without_its_tables(
    path: Path, run: Run, tmp_path: Path
) -> None:
    """Its list is written in every format, and the check says what the bundled tables lack."""
    for list_name in ("list.txt", "list.csv", "list.pdf"):
        assert run("shop", str(path), "--output", str(tmp_path / list_name))[0] == ExitCode.MET
    assert "rolled oats" in (tmp_path / "list.csv").read_text(encoding="utf-8")
    code, out, _ = run("check", str(path))
    assert code == ExitCode.MISSED
    assert "the dish Lentil stew with rice (lentil-stew) is not in the tables in use" in out
    assert "aren't counted again" in out
    assert "agree with the file" not in out


def test_headings_of_aisles_that_changed_are_listed(run: Run, kitchen: Path) -> None:
    """The list is printed as it was; the check says which headings are others, or gone."""
    path, aisles = str(PLANS / "schema-5.json"), kitchen / "aisles.csv"
    _, listed, _ = run("shop", path, "--tables", str(kitchen))
    change(aisles, "produce,Fruit and vegetables", "produce,Obst")
    change(aisles, "drinks,Drinks\n", "")  # in which the kitchen has nothing
    assert run("shop", path, "--tables", str(kitchen))[1] == listed
    _, out, _ = run("check", path, "--tables", str(kitchen))
    assert "- the aisle produce: heading Fruit and vegetables in the file, Obst now\n" in out
    assert "- the aisle Drinks (drinks) is not in the tables in use\n" in out


def test_ids_alone_are_named_where_tables_lack_them(run: Run) -> None:
    """A file of version 4 that names what is gone says what, once each, and what to do."""
    code, out, err = run("show", str(PLANS / "schema-4.json"))
    assert (code, out) == (ExitCode.BAD_DATA, "")
    assert err.startswith(f"planner: {PLANS / 'schema-4.json'}: needs what the tables in use don't")
    assert err.count("lentil-stew") == 1
    assert err.count("--tables") == 1


def test_ids_alone_are_shown_with_the_figures_of_today(run: Run, kitchen: Path) -> None:
    """A file of version 4 opens with a changed portion: grams and list are counted anew."""
    change(kitchen / "foods.csv", "cooked oatmeal", "oats that were cooked")
    path, tables = str(PLANS / "schema-4.json"), read_tables(kitchen)
    food = next(f for f in tables.foods.values() if f.name == "oats that were cooked")
    heavier = replace(food, portion_g=food.portion_g * 1.5)
    tables = replace(tables, foods={**tables.foods, food.id: heavier}, hash="1" * 16)
    opened = open_plan(Path(path).read_text(encoding="utf-8"), path, tables)
    assert not recheck(opened).report.faults
    assert not recheck(opened).recounted  # they are no longer those of the file
    assert len(opened.differences) == 1
    grams = [
        one.grams / one.portions
        for day in opened.plan.days
        for meal in day.meals
        for one in meal.servings
        if one.food_id == food.id
    ]
    assert grams
    assert all(abs(one - heavier.portion_g) < 0.01 for one in grams)
    code, out, err = run("show", path, "--tables", str(kitchen))
    assert code == ExitCode.MET
    assert "oats that were cooked" in out
    assert "other tables" in err


def test_a_file_keeps_its_figures(run: Run, kitchen: Path, tmp_path: Path) -> None:
    """What was printed is printed again after foods changed, and the check says which did."""
    path = str(tmp_path / "days.json")
    known = ("--tables", str(kitchen))
    ended, _, _ = run("plan", "--diet", "vegan", "--days", "2", "--output", path, *known)
    _, shown, _ = run("show", path, *known)
    _, listed, _ = run("shop", path, *known)
    _, checked, _ = run("check", path, *known)
    foods = kitchen / "foods.csv"
    head, *lines = foods.read_text(encoding="utf-8").splitlines()
    column = head.split(",").index("magnesium_mg")
    oats = next(line for line in lines if line.startswith("oatmeal,"))
    cells = oats.split(",")
    assert cells[column] != "1234"
    change(foods, oats, ",".join([*cells[:column], "1234", *cells[column + 1 :]]))
    change(foods, "cooked oatmeal", "hot oatmeal")
    code, out, err = run("show", path, *known)
    assert (code, out) == (ExitCode.MET, shown)
    assert "other tables" in err
    assert run("shop", path, *known)[1] == listed
    code, out, _ = run("check", path, *known)
    assert code == ended
    agree = "The points, counted again, agree with the file, and their bound holds.\n"
    assert agree in checked
    assert out.startswith(checked.replace(agree, "").rstrip("\n"))
    assert f"the food cooked oatmeal: magnesium_mg {cells[column]} in the file, 1234 now" in out
    assert "the food cooked oatmeal: name cooked oatmeal in the file, hot oatmeal now" in out
    assert "aren't counted again" in out


def test_targets_that_changed_are_said(run: Run, kitchen: Path) -> None:
    """A reference value that is another now: the file is held to its own, the check names it."""
    dri = kitchen / "dri.csv"
    rows = dri.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(
        n
        for n, row in enumerate(rows)
        if row.startswith("magnesium_mg,") and ",female,none,31,50,RDA,320," in row
    )
    rows[place] = rows[place].replace(",320,", ",333,")
    dri.write_text("".join(rows), encoding="utf-8")
    _, out, _ = run("check", str(PLANS / "schema-5.json"), "--tables", str(kitchen))
    assert "Ana, RDA of magnesium_mg: at least 320 in the file, at least 333 now" in out


def test_what_needs_all_tables_says_what_is_gone(run: Run) -> None:
    """A swap and an explanation of a plan whose dishes are gone name them and say what to do."""
    path = str(PLANS / "schema-5.json")
    for words in (("swap", path, "--day", "1", "--meal", "dinner"), ("explain", path)):
        code, out, err = run(*words)
        assert (code, out) == (ExitCode.BAD_DATA, "")
        assert "no dish Lentil stew with rice (lentil-stew)" in err
        assert "--tables" in err


@pytest.mark.parametrize("version", [3, SCHEMA_VERSION + 1, True, "5", None])
def test_other_versions_are_refused_with_what_to_do(version: Any, run: Run, tmp_path: Path) -> None:
    """An older file says how to plan it again, a newer one which planner to take."""
    value = json.loads((PLANS / "schema-3.json").read_text(encoding="utf-8"))
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({**value, "schema_version": version}), encoding="utf-8")
    code, _, err = run("show", str(path))
    assert code == ExitCode.BAD_DATA
    assert f"has schema version {version!r}, this planner reads 4 to {SCHEMA_VERSION}" in err
    if version == 3:
        assert "Plan it again: planner plan --days 2 --diet vegan --calories 1900" in err
    if version == 6:
        assert "a later planner" in err


def test_the_command_that_plans_again_asks_for_the_same(run: Run, tables: Tables) -> None:
    """The command of a request, run, gives a plan for that request."""
    request = make_request(
        tables,
        diet="vegetarian",
        days=1,
        seed=3,
        age=30,
        sex="female",
        life_stage="pregnant",
        trimester=2,
        calories=2150,
        allergies=["peanut"],
        avoid=["mushrooms", "red meat"],
        like=["lentils"],
        dislike=["tofu"],
        targets=["magnesium=400"],
        limits=["sodium=2000"],
        minutes=45,
        out=["day 1 lunch"],
        every_day=["iron"],
    )
    _, *words = shlex.split(write_option((REQUEST,), find_words(request.to_json())))
    _, out, _ = run(*words, "--format", "json")
    assert json.loads(out)["request"] == request.to_json()
    assert find_words({"people": 3}) == {}
    several = join_requests([replace(request, days=1)])
    two = replace(several, people=(*request.people, replace(request.people[0], name="Ben")))
    assert "--profile FILE" in write_option((REQUEST,), find_words(two.to_json()))


REQUESTS: dict[str, dict[str, Any]] = {
    "plain": {"diet": "omnivore"},
    "words": {
        "diet": "vegetarian",
        "avoid": ["mushrooms", "milk"],
        "allow": ["yogurt"],
        "like": ["lentils", "shakshuka"],
        "dislike": ["tofu"],
        "allergies": ["peanut", "kiwifruit"],
    },
    "missed": {"diet": "vegan", "avoid": ["fortified"], "supplements": ["vitamin-b12"]},
    "pregnant": {"life_stage": "pregnant", "age": 31, "diet": "pescatarian"},
    "condition": {"conditions": ["warfarin"], "age": 75, "sex": "male"},
    "own diet": {"diet": "mine", "own_diets": {"mine": ["meat", "mushrooms", "salmon"]}},
    "out": {"out": ["day 1 dinner", "day 2 lunch"], "budget": 30},
}


@pytest.mark.parametrize("name", REQUESTS)
def test_rows_of_a_file_say_what_all_tables_do(name: str, tables: Tables) -> None:
    """The document and the check made from a file's own rows are those made from the tables."""
    request = make_request(tables, days=2, **REQUESTS[name])
    plan = answer_request(request, tables)
    value = plan.to_json()
    read = WeekPlan.from_json(json.dumps(value), "plan.json")
    assert read.tables.digest is not None
    assert read.to_json() == value
    report, own = check_plan(plan, tables), check_plan(read, read.tables)
    assert not own.faults
    assert own.notes == report.notes
    assert [one.met for one in own.verdicts] == [one.met for one in report.verdicts]
    for compose in (
        lambda one, known: compose_plan(one, check_plan(one, known), known),
        compose_list,
    ):
        assert render_text(compose(read, read.tables)) == render_text(compose(plan, tables))
    moved = replace(tables, hash="0" * 16)
    opened = open_plan(json.dumps(value), "plan.json", moved)
    assert opened.differences == ()
    assert opened.tables is opened.plan.tables
    assert not recheck(open_plan(json.dumps(value), "plan.json", tables)).report.faults


def test_several_people_wishes_and_a_pantry_stand_in_the_file(tables: Tables) -> None:
    """What is said of one person isn't said of another, and wishes are held without tables."""
    people = [
        make_request(tables, name="Ana", diet="vegan", age=30, sex="female", days=2),
        make_request(tables, name="Ben", age=75, sex="male", days=2, like=["salmon"]),
    ]
    home = (AtHome("rolled-oats", 400.0, 1), AtHome("butter", 9.0, None))
    request = replace(join_requests(people), at_home=home)
    plan = plan_week(request, tables)
    wishes = (
        Wish(1, "dinner", "without dish", "shakshuka"),
        Wish(1, "dinner", "with dish", plan.days[0].meals[2].dish),
    )
    plan = replace(plan, request=replace(request, wishes=wishes))
    read = WeekPlan.from_json(json.dumps(plan.to_json()), "plan.json")
    report = check_plan(read, read.tables)
    assert not report.faults
    assert render_text(compose_plan(read, report, read.tables)) == render_text(
        compose_plan(plan, check_plan(plan, tables), tables)
    )
    dinner = replace(wishes[1], word="shakshuka")
    broken = replace(plan, request=replace(request, wishes=(dinner,)))
    read = WeekPlan.from_json(json.dumps(broken.to_json()), "plan.json")
    assert any("with shakshuka" in str(one) for one in check_plan(read, read.tables).faults)


def test_rows_that_were_edited_are_caught(week: WeekPlan, tables: Tables) -> None:
    """With the tables that the file names, every changed row of its own is a fault."""
    text = json.dumps(week.to_json())
    assert not recheck(open_plan(text, "plan.json", tables)).report.faults
    for sheet, lines in json.loads(text)["tables"]["rows"].items():
        if not lines:
            continue
        value = json.loads(text)
        del value["tables"]["rows"][sheet][-1]
        try:
            opened = recheck(open_plan(json.dumps(value), "plan.json", tables))
        except PlanFileError:
            continue
        assert opened.report.faults, sheet


def test_a_plan_is_renewed_with_other_figures(week: WeekPlan, tables: Tables) -> None:
    """Grams, list and misses are those of the tables it is renewed with, portions its own."""
    plan = WeekPlan.from_json(json.dumps(week.to_json()), "plan.json")
    heavy = {
        name: replace(food, portion_g=round(food.portion_g * 1.01, 3))
        for name, food in tables.foods.items()
    }
    other = replace(tables, foods=heavy, hash="2" * 16)
    renewed = renew(plan, other)
    report = check_plan(renewed, other)
    assert not report.faults
    assert renewed.days != plan.days
    pairs = zip(renewed.days, plan.days, strict=True)
    assert all(
        [one.portions for meal in a.meals for one in meal.servings]
        == [one.portions for meal in b.meals for one in meal.servings]
        for a, b in pairs
    )


def test_the_first_day_is_kept(run: Run, tmp_path: Path) -> None:
    """What --start said is in the file, and dates everything made of it; another may be said."""
    path = str(tmp_path / "plan.json")
    run("plan", "--days", "2", "--start", "2026-11-30", "--output", path)
    assert json.loads(Path(path).read_text(encoding="utf-8"))["request"]["start"] == "2026-11-30"
    for written in ("text", "markdown", "html"):
        for command, words in (("show", "Monday 30 November"), ("shop", "from Mon 30 Nov")):
            out = run(command, path, "--format", written)[1]
            assert words in out.replace("&nbsp;", " ").replace("\u00a0", " ")
    assert ",2026-11-30" in run("shop", path, "--format", "csv")[1]
    assert "DTSTART:20261130T" in run("show", path, "--format", "ics")[1]
    assert "DTSTART:20261207T" in run("show", path, "--format", "ics", "--start", "2026-12-07")[1]
    assert "Monday 7 December" in run("show", path, "--start", "2026-12-07")[1]
    again = json.loads(run("show", path, "--format", "json", "--start", "2026-12-07")[1])
    assert again["request"]["start"] == "2026-12-07"
    code, out, _ = run("swap", path, "--day", "1", "--meal", "dinner")
    assert code == ExitCode.MET
    assert "Monday 30 November" in out


def test_no_number_of_a_file_has_float_noise(tables: Tables) -> None:
    """Each has ten digits at most, however it was computed."""
    request = make_request(
        tables, diet="vegan", days=1, avoid=["fortified"], calories=2013, limits=["sodium=0.3g"]
    )
    plan = answer_request(request, tables, Work("quick"))
    assert plan.misses

    def numbers(value: Any) -> list[float]:
        if isinstance(value, dict | list):
            inner = value.values() if isinstance(value, dict) else value
            return [number for one in inner for number in numbers(one)]
        return [value] if isinstance(value, float) else []

    found = numbers(plan.to_json())
    assert found
    assert all(len(repr(one).replace(".", "").lstrip("-0")) <= 10 for one in found)


def test_a_file_of_an_earlier_planner_may_miss_more_than_it_lists(
    vegan: WeekPlan, tables: Tables
) -> None:
    """A limit that came later is no fault of the file: what it misses is said all the same."""
    assert vegan.misses
    older = {**vegan.to_json(), "misses": [], "tables_hash": "0" * 16}
    report = open_plan(json.dumps(older), "plan.json", tables).report
    assert not report.faults
    assert report.misses == vegan.misses
    own = {**older, "tables_hash": tables.hash}
    assert open_plan(json.dumps(own), "plan.json", tables).report.faults
    other = older["days"][0]["meals"][0]["servings"][0]["person"]
    odd = {**vegan.to_json()["misses"][0], "nutrient": "iron_mg", "person": other}
    more = {**vegan.to_json(), "misses": [odd], "tables_hash": "0" * 16}
    assert open_plan(json.dumps(more), "plan.json", tables).report.faults
