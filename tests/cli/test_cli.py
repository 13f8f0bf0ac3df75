"""The command line as people type it, right and wrong."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import highspy
import pytest

from planner import cli, find_data, make_request, plan_week, read_tables
from planner.cli.inputs import find_request
from planner.errors import ExitCode, RequestError
from planner.request.from_words import find_differences, join_requests
from planner.tables.bundle import Tables


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str
) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    monkeypatch.setattr(sys, "argv", ["planner", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def test_the_version_is_that_of_the_package(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`planner --version` prints the version that the newest section of the changelog has."""
    code, out, _ = run(capsys, monkeypatch, "--version")
    changes = (Path(__file__).parent.parent.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", changes, re.MULTILINE)
    assert newest
    assert (code, out) == (ExitCode.MET, f"planner {newest[1]}\n")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["plan", "--diet", "lacto-vegetarien"], "Did you mean lacto-vegetarian"),
        (["plan", "--diet", "flesh"], "The diets are"),
        (["plan", "--calories", "200"], "out of range"),
        (["plan", "--calories", "many"], "--calories"),
        (["plan", "--calories", "nan"], "out of range"),
        (["plan", "--days", "0"], "out of range"),
        (["plan", "--days", "9999"], "out of range"),
        (["plan", "--age", "121"], "out of range"),
        (["plan", "--sex", "cat"], "female and male"),
        (["plan", "--avoid", "musrooms"], "Did you mean"),
        (["plan", "--avoid", ""], "a name is missing"),
        (["plan", "--allergy", "sesme"], "Did you mean sesame"),
        (["plan", "--allergy", "moonlight"], "no allergen or food is called"),
        (["plan", "--age", "30.5"], "birthday: write 30."),
        (["plan", "--days", "1,5"], "'1,5' is not a whole number"),
        (["plan", "--calories", "2,000", "--days", "0"], "--days: 0 is out of range"),
        (["plan", "--minutes", "5"], "The quickest, "),
        (["targets", "--like", "minestron"], "Did you mean minestrone"),
        (["targets", "--allergy", "sesme", "--avoid", "tufo"], "Did you mean tofu"),
        (["plan", "--person", "Ana"], "needs a profile"),
        (["shop", "plan.json", "--output", "list.doc"], "'list.doc' has no extension"),
        (["plan", "--target", "magnesim=400"], "Did you mean magnesium"),
        (["plan", "--target", "magnesium"], "has no amount"),
        (["plan", "--target", "magnesium=lots"], "is not an amount"),
        (["plan", "--target", "magnesium=400IU"], "not a unit"),
        (["plan", "--target", "magnesium=-5"], "is not an amount"),
        (["plan", "--target", "iron=60"], "can't both hold"),
        (["plan", "--limit", "sodium=1500miles"], "is not a unit of sodium"),
        (["plan", "--every-day", "happiness"], "is not a nutrient in the tables"),
        (["plan", "--seed", "-1"], "out of range"),
        (["plan", "--output", "week.doc"], "no extension"),
        (["plan", "--output", "week"], "no extension"),
        (["plan", "--format", "poem"], "poem"),
        (["plan", "--vegan"], "--vegan"),
        (["plan", "--effort", "hihg"], "Did you mean high"),
        (["plan", "--solver", "gurobi"], "Choose one of highs, cbc"),
        (["plan", "--time-limit", "0"], "--time-limit: 0 is out of range"),
        (["plan", "--time-limit", "-1"], "--time-limit: -1 is out of range"),
        (["plan", "--time-limit", "nan"], "--time-limit: nan is out of range"),
        (["plan", "--time-limit", "soon"], "--time-limit"),
        (["swap", "examples/vegan-week.json", "--time-limit", "0"], "0 is out of range"),
        (["export-model"], "--lp"),
        (["export-model", "--lp", "day.txt"], "end in .lp or .mps"),
        (["export-model", "--lp", "day.lp", "--days", "29"], "Write at most 28"),
        (["export-model", "--lp", "day.lp", "--diet", "vegann"], "Did you mean vegan"),
        (["plam"], "plam"),
    ],
)
def test_wrong_words_end_with_2_and_a_hint(
    words: list[str],
    says: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One message on standard error that names the word; nothing on standard output."""
    code, out, err = run(capsys, monkeypatch, *words)
    assert code == ExitCode.USAGE
    assert says in err
    assert not out
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("option", "before"),
    [
        *(("--target", "magnesium="), ("--target", ""), ("--minutes", ""), ("--minutes", "x=")),
        *(("--days", ""), ("--seed", ""), ("--calories", ""), ("--age", ""), ("--time-limit", "")),
        *(("--weight", ""), ("--budget", "$"), ("--avoid", ""), ("--diet", ""), ("--out", "")),
        *(("--start", ""), ("--effort", ""), ("--supplements", ""), ("--condition", "")),
    ],
)
def test_a_value_of_thousands_of_signs_is_shortened(
    option: str, before: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message shows how the value begins, and says what to write instead."""
    for signs in ("9" * 4000, "x" * 4000):
        code, out, err = run(capsys, monkeypatch, "plan", option, f"{before}{signs}")
        assert (code, out) == (ExitCode.USAGE, "")
        assert len(err) < 600


def test_a_plan_goes_to_a_file_and_back(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Plan --output, check, and shop in each format."""
    path = tmp_path / "plan.json"
    code, out, err = run(capsys, monkeypatch, "plan", "--days", "1", "--output", str(path))
    assert (code, out) == (ExitCode.MET, "")
    assert f"Wrote {path}" in err
    plan = json.loads(path.read_text(encoding="utf-8"))
    assert plan["request"]["people"][0]["diet"] == "omnivore"
    code, out, _ = run(capsys, monkeypatch, "check", str(path))
    assert code == ExitCode.MET
    assert "magnesium" in out
    assert "missed" not in out
    code, out, _ = run(capsys, monkeypatch, "shop", str(path))
    assert code == ExitCode.MET
    assert "[ ] " in out
    listing = tmp_path / "list.md"
    run(capsys, monkeypatch, "shop", str(path), "--output", str(listing))
    assert "- [ ] " in listing.read_text(encoding="utf-8")
    _, out, _ = run(capsys, monkeypatch, "shop", str(path), "--format", "json")
    assert json.loads(out) == plan["shopping"]


def test_a_changed_plan_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A gram changed by hand ends check and shop with 1 and the place of the change."""
    path = tmp_path / "plan.json"
    run(capsys, monkeypatch, "plan", "--days", "1", "--output", str(path))
    plan = json.loads(path.read_text(encoding="utf-8"))
    plan["days"][0]["meals"][2]["servings"][0]["grams"] += 5
    path.write_text(json.dumps(plan), encoding="utf-8")
    for command in ("check", "shop"):
        code, out, err = run(capsys, monkeypatch, command, str(path))
        assert code == ExitCode.BAD_DATA
        assert "day 1, dinner" in err
        assert not out


def test_a_plan_that_misses_ends_with_3(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The best plan is written all the same, its misses marked in table and JSON."""
    path = tmp_path / "plan.json"
    words = ("--diet", "vegan", "--days", "1", "--avoid", "fortified")
    code, _, _ = run(capsys, monkeypatch, "plan", *words, "--output", str(path))
    assert code == ExitCode.MISSED
    _, out, _ = run(capsys, monkeypatch, "show", str(path))
    assert "Missed: " in out
    assert " % !" in out
    assert "Left out (avoids fortified)" in out
    missed = {miss["nutrient"] for miss in json.loads(path.read_text("utf-8"))["misses"]}
    assert "vitamin_b12_ug" in missed
    assert run(capsys, monkeypatch, "check", str(path))[0] == ExitCode.MISSED


@pytest.mark.parametrize(
    "content", [None, "", "{", "[]", "\x00\xff", "[" * 100_000, "[" + "[]," * 1_000_001 + "[]]"]
)
def test_a_broken_plan_file_ends_with_1(
    content: str | None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Missing, empty, truncated, foreign, too deep, too much: one message with its file."""
    path = tmp_path / "plan.json"
    if content is not None:
        path.write_text(content, encoding="latin-1")
    code, out, err = run(capsys, monkeypatch, "check", str(path))
    assert code == ExitCode.BAD_DATA
    assert "plan.json" in err
    assert not out


def test_broken_tables_end_with_1(
    data_copy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Faults in two tables are reported at once, each with its place."""
    foods = data_copy / "foods.csv"
    foods.write_text(foods.read_text("utf-8").replace(",banana,", ",banana split,,", 1), "utf-8")
    diets = data_copy / "diets.csv"
    diets.write_text(diets.read_text("utf-8").replace("honey", "hony", 1), "utf-8")
    code, out, err = run(capsys, monkeypatch, "plan", "--tables", str(data_copy))
    assert code == ExitCode.BAD_DATA
    assert not out
    assert "foods.csv, line " in err
    assert "diets.csv, line 7, column excludes" in err
    assert "Did you mean honey" in err


def test_an_existing_file_survives_a_failure(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A request that fails leaves last week's plan as it was."""
    path = tmp_path / "plan.json"
    path.write_text("last week", encoding="utf-8")
    code, _, _ = run(capsys, monkeypatch, "plan", "--diet", "vegann", "--output", str(path))
    assert code == ExitCode.USAGE
    assert path.read_text(encoding="utf-8") == "last week"


def test_targets_and_diets_are_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person's targets with their sources; every diet with what it leaves out."""
    code, out, _ = run(capsys, monkeypatch, "targets", "--age", "75", "--sex", "female")
    assert code == ExitCode.MET
    calcium = next(line for line in out.splitlines() if line.startswith("calcium"))
    assert "1200" in calcium
    assert "IOM 2011" in calcium
    code, out, _ = run(capsys, monkeypatch, "diets")
    assert code == ExitCode.MET
    assert "ovo-vegetarian" in out


def test_targets_show_what_is_kept_from_a_stage_of_life(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cautions with reason and source, words and allergies by name, the trimester assumed."""
    words = ("targets", "--life-stage", "pregnant", "--avoid", "tofu", "--allergy", "sesame")
    code, out, _ = run(capsys, monkeypatch, *words)
    said = " ".join(out.split())
    assert code == ExitCode.MET
    assert "No trimester was given, so the second is assumed" in said
    assert "Left out (in pregnancy: high in mercury; FDA and EPA" in said
    assert "grilled swordfish" in said
    assert "Left out (avoids tofu)" in said
    assert "Left out (sesame allergy)" in said
    assert "the RDA is advised" not in said
    _, out, _ = run(capsys, monkeypatch, "targets", "--age", "70", "--diet", "vegan")
    assert "1.8 times the RDA is advised, 14.4 mg a day" in " ".join(out.split())
    _, out, _ = run(capsys, monkeypatch, *words, "--trimester", "3")
    assert "No trimester" not in out
    for age in ("10", "70"):
        _, out, _ = run(capsys, monkeypatch, "targets", "--age", age)
        assert "Left out (at this age: " in out


def test_a_profile_beside_a_plan_says_where_its_words_differ(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A note on standard error; the list, the check and the exit code are as without it."""
    profile, path = tmp_path / "home.toml", str(tmp_path / "plan.json")
    text = "[[person]]\nname = 'Ana'\ncalories = 2000\n[[person]]\nname = 'Ben'\nage = 40\n"
    profile.write_text(text, encoding="utf-8")
    words = ("--profile", str(profile))
    code, _, _ = run(
        capsys, monkeypatch, "plan", *words, "--person", "ana", "--days", "1", "--output", path
    )
    assert code == ExitCode.MET
    for command in ("shop", "check"):
        plain = run(capsys, monkeypatch, command, path)
        assert run(capsys, monkeypatch, command, path, *words) == plain
        _, _, err = run(capsys, monkeypatch, command, path, *words, "--person", "BEN")
        assert "name Ana in the plan, Ben in the profile" in err
        assert "age not said in the plan, 40 in the profile" in err
    profile.write_text(text.replace("2000", "1800\navoid = ['tofu']"), encoding="utf-8")
    code, out, err = run(capsys, monkeypatch, "shop", path, *words)
    assert (code, out) == run(capsys, monkeypatch, "shop", path)[:2]
    assert "home.toml: has changed since the plan was made: " in err
    assert "avoid not said in the plan, tofu in the profile" in err
    assert "calories 2,000 in the plan, 1,800 in the profile" in err
    profile.write_text("nonsense", encoding="utf-8")
    code, out, err = run(capsys, monkeypatch, "shop", path, *words)
    assert (code, out) == (ExitCode.BAD_DATA, "")
    assert run(capsys, monkeypatch, "check", path, "--person", "Ana")[0] == ExitCode.USAGE


def test_a_place_that_is_not_there_is_said_before_planning(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nobody waits for a week that can't be written."""
    monkeypatch.setattr("planner.actions.planning.plan_week", None)
    path = tmp_path / "nowhere" / "plan.json"
    code, out, err = run(capsys, monkeypatch, "plan", "--output", str(path))
    assert (code, out) == (ExitCode.BAD_DATA, "")
    assert "there is no folder" in err


@pytest.mark.parametrize("form", ["lp", "mps"])
def test_the_program_of_a_plan_is_written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str
) -> None:
    """The average day as an LP that has the plan's bound; the days in whole numbers beside it."""
    words = ("--diet", "vegan", "--days", "2", "--calories", "1700", "--minutes", "30")
    path, plan = tmp_path / f"day.{form}", tmp_path / "plan.json"
    code, out, err = run(capsys, monkeypatch, "export-model", "--lp", str(path), *words)
    assert (code, out) == (ExitCode.MET, "")
    week = tmp_path / f"day-week.{form}"
    assert f"Wrote {path}\nWrote {week}\n" in err
    whole = {"lp": "Binaries", "mps": "'INTORG'"}[form]
    assert whole not in path.read_text()
    assert "__day2" in week.read_text().partition(whole)[2]
    run(capsys, monkeypatch, "plan", *words, "--output", str(plan))
    model = highspy.Highs()
    model.silent()
    model.readModel(str(path))
    model.run()
    bound = json.loads(plan.read_text(encoding="utf-8"))["points"]["bound"]
    assert model.getObjectiveValue() * 2 == pytest.approx(bound, abs=1e-4)


def test_a_program_that_cannot_be_written_ends_with_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A folder that isn't there, or one in the file's place, is one message."""
    (tmp_path / "taken.lp").mkdir()
    for name, says in (("nowhere/day.lp", "there is no folder"), ("taken.lp", "can't be written")):
        path = tmp_path / name
        code, _, err = run(capsys, monkeypatch, "export-model", "--days", "1", "--lp", str(path))
        assert code == ExitCode.BAD_DATA
        assert says in err
        assert "Traceback" not in err


def test_a_swap_says_what_changed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The plan goes to standard output or a file, what moved to standard error."""
    path = tmp_path / "plan.json"
    run(capsys, monkeypatch, "plan", "--days", "2", "--output", str(path))
    words = ("--day", "2", "--meal", "dinner")
    code, out, err = run(capsys, monkeypatch, "swap", str(path), *words)
    assert code == ExitCode.MET
    assert out.startswith("2 days, omnivore")
    assert err.startswith("Day 2, dinner: ")
    code, out, err = run(capsys, monkeypatch, "swap", str(path), *words, "--output", str(path))
    assert (code, out) == (ExitCode.MET, "")
    assert json.loads(path.read_text(encoding="utf-8"))["request"]["wishes"]
    assert run(capsys, monkeypatch, "check", str(path))[0] == ExitCode.MET
    before = path.read_bytes()
    code, _, err = run(capsys, monkeypatch, "swap", str(path), "--dish", "shakshuca", "--day", "1")
    assert code == ExitCode.USAGE
    assert "Did you mean shakshuka" in err
    assert path.read_bytes() == before
    edited = json.loads(before)
    edited["points"]["total"] = -1
    path.write_text(json.dumps(edited), encoding="utf-8")
    code, out, err = run(capsys, monkeypatch, "check", str(path))
    assert (code, out) == (ExitCode.BAD_DATA, "")
    assert "points: total is -1" in err


def test_own_diets_are_listed_with_the_others(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`diets --profile` shows them as they are called, or what is wrong with them and where."""
    profile = tmp_path / "home.toml"
    text = "[[diet]]\nname = 'Low Meat'\nexcludes = ['beef', 'ham']\n"
    profile.write_text(text, encoding="utf-8")
    code, out, _ = run(capsys, monkeypatch, "diets", "--profile", str(profile))
    assert code == ExitCode.MET
    assert ["low-meat", "beef,", "ham", "of", "your", "own"] in [
        line.split() for line in out.splitlines()
    ]
    profile.write_text(text.replace("ham", "mlk"), encoding="utf-8")
    code, _, err = run(capsys, monkeypatch, "diets", "--profile", str(profile))
    assert code == ExitCode.USAGE
    assert "home.toml, diet 1 (Low Meat): no food is called 'mlk'" in err


def test_low_energy_is_planned_with_a_caution(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below 1,200 kcal a doctor is named."""
    _, out, _ = run(capsys, monkeypatch, "plan", "--calories", "1100", "--days", "1")
    assert "only with a doctor's advice" in out


@pytest.fixture(scope="module")
def one_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of one vegan day, for the commands that only read it."""
    tables = read_tables(find_data())
    plan = plan_week(make_request(tables, diet="vegan", days=1), tables)
    path = tmp_path_factory.mktemp("plans") / "day.json"
    path.write_text(json.dumps(plan.to_json()), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["PLAN"], "What the limits cost"),
        (["PLAN", "magnesium"], "most in a usual helping"),
        (["PLAN", "vitamin", "d"], "from, in all the days"),
        (["PLAN", "manganese"], "reported only"),
        (["PLAN", "cramps"], "This plan brings"),
        (["PLAN", "warfarin"], "vitamin K"),
        (["cramps"], "See a doctor"),
        (["conditions"], "kidney-disease"),
        (["kidney", "failure"], "No plan is made with it"),
        (["B12"], "Plants have none"),
    ],
)
def test_explain_answers(
    words: list[str],
    says: str,
    one_day: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With a plan and without, words in quotes or not."""
    said = [str(one_day) if word == "PLAN" else word for word in words]
    code, out, err = run(capsys, monkeypatch, "explain", *said)
    assert (code, err) == (ExitCode.MET, "")
    assert says in out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ([], ExitCode.USAGE, "no plan is named"),
        (["magnesum"], ExitCode.USAGE, "Did you mean magnesium"),
        (["week"], ExitCode.USAGE, "name its file first"),
        (["PLAN", "tofu"], ExitCode.USAGE, "'tofu' is not known here"),
        (["PLAN", "magnesium", "calcium"], ExitCode.USAGE, "'magnesium calcium' is not known"),
        (["nothere.json", "magnesium"], ExitCode.BAD_DATA, "can't be read"),
        (["README.md"], ExitCode.BAD_DATA, "is not JSON"),
    ],
)
def test_explain_answers_wrong_words(
    words: list[str],
    code: ExitCode,
    says: str,
    one_day: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One message with what was seen and what to do; nothing on standard output."""
    said = [str(one_day) if word == "PLAN" else word for word in words]
    monkeypatch.chdir(Path(__file__).parents[2])
    ended, out, err = run(capsys, monkeypatch, "explain", *said)
    assert (ended, out) == (code, "")
    assert says in err


def test_explain_takes_the_tables_in_use(
    one_day: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """A plan of tables that differ in nothing it uses is explained as any other."""
    text = one_day.read_text(encoding="utf-8")
    path = tmp_path / "other.json"
    value = json.loads(text)
    path.write_text(text.replace(value["tables_hash"], "0" * 16), encoding="utf-8")
    code, out, err = run(capsys, monkeypatch, "explain", str(path), "magnesium")
    assert (code, err) == (ExitCode.MET, "")
    assert "Magnesium" in out


def test_what_would_harm_is_refused_everywhere(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """plan, targets and export-model end with 4 and the reason, and write nothing."""
    profile = tmp_path / "home.toml"
    profile.write_text('conditions = ["dialysis"]\n', encoding="utf-8")
    files = ("--output", str(tmp_path / "week.json")), (), ("--lp", str(tmp_path / "day.lp"))
    for command, words in zip(("plan", "targets", "export-model"), files, strict=True):
        for said in (["--condition", "ckd"], ["--profile", str(profile)]):
            code, out, err = run(capsys, monkeypatch, command, *words, *said)
            assert (code, out) == (ExitCode.HARMFUL, "")
            assert "no plan is made with kidney disease" in err
            assert "Source: " in err
    assert "home.toml, conditions" in err
    assert [path.name for path in tmp_path.iterdir()] == ["home.toml"]


def test_a_condition_stands_at_the_top_of_the_plan(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the days, with what the plan brings; each is said once, however it was named."""
    words = ("--days", "1", "--condition", "warfarin", "--condition", "Coumadin")
    _, out, _ = run(capsys, monkeypatch, "plan", *words)
    before = out.split("Day 1")[0]
    assert before.count("With warfarin: ") == 1
    assert "This plan brings vitamin K" in " ".join(before.split())


def test_a_list_goes_by_the_pantry_the_aisles_and_the_units(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is at home comes off in plan and shop, order and units are one's own, files stay."""
    path, pantry, aisles = (tmp_path / name for name in ("plan.json", "home.csv", "aisles.csv"))
    run(capsys, monkeypatch, "plan", "--days", "2", "--output", str(path))
    lines = json.loads(path.read_text(encoding="utf-8"))["shopping"]
    first = lines[0]
    pantry.write_text(f"item,grams\n{first['grocery_id']},90000\n", encoding="utf-8")
    aisles.write_text("aisle\ndrinks\ncanned\nfrozen\n", encoding="utf-8")
    before = pantry.read_bytes()
    own = ("--pantry", str(pantry), "--aisles", str(aisles), "--units", "us")
    code, out, _ = run(capsys, monkeypatch, "shop", str(path), *own)
    assert code == ExitCode.MET
    assert "You have enough of" in out
    assert " oz" in out
    assert not re.search(r"\d (g|kg|ml|l)\b", out)
    _, out, _ = run(capsys, monkeypatch, "shop", str(path), *own, "--format", "json")
    listed = json.loads(out)
    taken = next(line for line in listed if line["grocery_id"] == first["grocery_id"])
    assert (taken["at_home_grams"], taken["packs"]) == (first["grams"], [])
    order = ["drinks", "canned", "frozen"]
    places = [order.index(line["aisle"]) if line["aisle"] in order else 9 for line in listed]
    assert places == sorted(places)
    again = tmp_path / "again.json"
    run(capsys, monkeypatch, "plan", "--days", "2", *own, "--output", str(again))
    kept = json.loads(again.read_text(encoding="utf-8"))["shopping"]
    for line in kept:
        if line["grocery_id"] == first["grocery_id"]:
            assert (line["at_home_grams"], line["packs"]) == (line["grams"], [])
    assert run(capsys, monkeypatch, "check", str(again))[0] == ExitCode.MET
    assert pantry.read_bytes() == before


@pytest.mark.parametrize(
    ("option", "text", "code", "said"),
    [
        ("--pantry", "item,grams\nunicorn,5\n", ExitCode.BAD_DATA, "line 2, column item"),
        ("--pantry", "item,grams\nfeta,-5\n", ExitCode.BAD_DATA, "-5 is negative"),
        ("--aisles", "aisle\nfrozn\n", ExitCode.BAD_DATA, "Did you mean frozen"),
    ],
)
def test_a_bad_file_of_the_household_ends_before_planning(
    option: str,
    text: str,
    code: ExitCode,
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """One message with the line, nothing printed and nothing written."""
    path, output = tmp_path / "own.csv", tmp_path / "plan.json"
    path.write_text(text, encoding="utf-8")
    ended, out, err = run(
        capsys, monkeypatch, "plan", "--days", "1", option, str(path), "--output", str(output)
    )
    assert (ended, out) == (code, "")
    assert said in err
    assert not output.exists()


def test_units_that_are_not_known_are_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The two that are known are said."""
    code, out, err = run(capsys, monkeypatch, "plan", "--days", "1", "--units", "imperial")
    assert (code, out) == (ExitCode.USAGE, "")
    assert "metric, us" in err


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (["plan", "--supplements"], ["plan", "--supplements", "all"]),
        (["plan", "--supplements", "--days", "2"], ["plan", "--supplements", "all", "--days", "2"]),
        (["plan", "--supplements", "b12,vitamin-d"], ["plan", "--supplements", "b12,vitamin-d"]),
        (["plan", "--supplements=b12"], ["plan", "--supplements=b12"]),
        (["plan", "--leftovers", "--days", "5"], ["plan", "--leftovers", "3", "--days", "5"]),
        (["plan", "--leftovers", "2"], ["plan", "--leftovers", "2"]),
        (["plan", "--leftovers", "-1"], ["plan", "--leftovers", "-1"]),
        (["shop", "plan.json"], ["shop", "plan.json"]),
    ],
)
def test_options_that_may_stand_without_a_value(typed: list[str], read: list[str]) -> None:
    """With nothing after it, or another option, one says what its help says."""
    assert cli.fill_in(typed) == read


@pytest.mark.parametrize("said", ["\tAna", " ana "])
def test_space_around_a_name_is_not_part_of_it(
    said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A profile's name and the option that names it mean one person, however they are spaced."""
    profile, path = tmp_path / "home.toml", tmp_path / "plan.json"
    names = json.dumps(said.replace("ana", "Ana")), json.dumps("Ben  Lee")
    profile.write_text(f"days = 1\n[[person]]\nname = {names[0]}\n[[person]]\nname = {names[1]}\n")
    where = ("--profile", str(profile), "--output", str(path))
    away = ("--out", f"{said} day 1 dinner", "--out", " Ben Lee  day 1 lunch")
    code, _, err = run(capsys, monkeypatch, "plan", *where, *away)
    assert (code, err) == (ExitCode.MET, f"Wrote {path}\n")
    people = json.loads(path.read_text(encoding="utf-8"))["request"]["people"]
    assert [(one["name"], one["out"][0]["meal"]) for one in people] == [
        ("Ana", "dinner"),
        ("Ben Lee", "lunch"),
    ]
    code, out, _ = run(capsys, monkeypatch, "show", str(path))
    assert (code, "Ana is out." in out) == (ExitCode.MET, True)
    code, _, err = run(capsys, monkeypatch, "plan", *where, "--person", said)
    assert (code, err) == (ExitCode.MET, f"Wrote {path}\n")


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("Bo", ["Bo day 1 dinner", "day 1 lunch"]),
        (" bo ", ["BO 1, dinner", "Bo day 1 lunch"]),
        ("Day 1", ["day 1 dinner", "Day 1 day 1 lunch"]),
    ],
)
def test_one_of_several_is_out_with_or_without_a_name(
    person: str, said: list[str], tables: Tables, tmp_path: Path
) -> None:
    """With --person a meal out may begin with that person's name; what needs none is as it was."""
    given = _give_a_household(tmp_path) | {"person": person, "out": said}
    (one,) = find_request(tables, given).people
    assert one.out == ((1, "lunch"), (1, "dinner"))


def test_a_meal_out_of_somebody_else_is_refused(tables: Tables, tmp_path: Path) -> None:
    """It would be lost; the message says whose it is."""
    given = _give_a_household(tmp_path) | {"person": "Bo", "out": ["Ana day 1 dinner"]}
    with pytest.raises(RequestError, match="'Ana day 1 dinner' is about Ana, who isn't planned"):
        find_request(tables, given)
    with pytest.raises(RequestError, match="'dinner' names no day"):
        find_request(tables, given | {"out": ["Bo dinner"]})


def _give_a_household(folder: Path) -> dict[str, object]:
    """What a command is given that names a profile of three people."""
    profile = folder / "home.toml"
    people = (f'[[person]]\nname = "{name}"\n' for name in (" Ana", "Bo", "Day 1"))
    profile.write_text("".join(["days = 1\n", *people]), encoding="utf-8")
    return {"profile": profile, "person": None, "out": None}


def test_differences_are_said_in_words_of_people(tables: Tables) -> None:
    """Nutrients by their names, and of who isn't named as one speaks to them."""
    made = make_request(tables, targets=["vitamin-d=20"], every_day=["zinc"])
    now = make_request(tables, targets=["vitamin-d=25"], every_day=["vitamin-d"])
    words = "; ".join(find_differences(made, now, {"every_day"}, tables))
    assert "vitamin D 20 µg in the plan, vitamin D 25 µg in the profile" in words
    assert "zinc in the plan, vitamin D in the profile" in words
    assert not [name for name in tables.nutrients if name in words]
    home = join_requests([make_request(tables, name=name) for name in ("Ana", "Ben")])
    assert find_differences(made, home, (), tables) == ["Ana joins", "Ben joins", "you are gone"]
    assert "you join" in find_differences(home, made, (), tables)


def test_a_plan_of_one_day_is_checked_as_one(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tables: Tables,
    tmp_path: Path,
) -> None:
    """No plural of one; and it says of the points what its help promises."""
    path = tmp_path / "plan.json"
    plan = plan_week(make_request(tables, days=1), tables)
    path.write_text(json.dumps(plan.to_json()), encoding="utf-8")
    _, out, _ = run(capsys, monkeypatch, "check", str(path))
    assert out.startswith("Check of one day\n")
    assert "The points, counted again, agree with the file, and their bound holds.\n" in out
