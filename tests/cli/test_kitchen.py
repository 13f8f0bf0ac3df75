"""A kitchen from outside: in new processes and through the commands, week after week."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from planner import Tables, WeekPlan, cli
from planner.actions import keeping
from planner.checking.findings import check_plan
from planner.cli import app, fill_in
from planner.kitchen.folder import Kitchen, make_kitchen, open_kitchen
from planner.kitchen.journal import read_journal

ROOT = Path(__file__).parents[2]
PROFILE = 'diet = "vegan"\ndays = 3\n\n[[person]]\nname = "you"\n'
SATURDAY, NEXT = "2026-11-28", "2026-12-05"


def run(folder: Path, *words: str, code: int = 0) -> str:
    """Run a command in a folder; what it prints on both streams."""
    printed, ended = io.StringIO(), 0
    arguments = sys.argv
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
    ):
        try:
            sys.argv = ["planner", *words]
            cli.main()
        except SystemExit as end:
            ended = int(end.code or 0)
        finally:
            sys.argv = arguments
    assert ended == code, printed.getvalue()
    return printed.getvalue()


def run_outside(folder: Path, *words: str, code: int = 0) -> str:
    """The same in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "planner", *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kitchen with its first week, made and planned from outside."""
    folder = tmp_path_factory.mktemp("home")
    run_outside(folder, "init", "--kitchen", "--yes")
    kitchen = folder / "kitchen"
    profile = kitchen / "planner.toml"
    text = profile.read_text(encoding="utf-8").replace("omnivore", "vegan").replace("7", "3")
    profile.write_text(text, encoding="utf-8")
    run_outside(kitchen, "next", "--date", SATURDAY, "--short")
    return kitchen


@pytest.fixture
def home(planned: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    run_copy = tmp_path / "kitchen"
    subprocess.run(["cp", "-rp", str(planned), str(run_copy)], check=True)
    return run_copy


def read_dinners(path: Path) -> set[str]:
    """The dinners of a week's file."""
    days = json.loads(path.read_text(encoding="utf-8"))["days"]
    return {m["dish"] for day in days for m in day["meals"] if m["meal"] == "dinner"}


def test_the_second_week_goes_on_from_the_first(home: Path, tables: Tables) -> None:
    """Other dinners, less to buy, nothing missed; the same kitchen gives the same plan."""
    assert "Made the kitchen" in run(home.parent, "init", "--yes", "--kitchen", "other")
    run(home, "bought", "--list", "--date", SATURDAY)
    run(home, "cooked", "today", "--date", SATURDAY)
    said = run_outside(home, "next", "--date", NEXT, "--short")
    assert "count as cooked" in said
    first, second = (home / "weeks" / f"{day}.json" for day in (SATURDAY, NEXT))
    assert read_dinners(first).isdisjoint(read_dinners(second))
    kitchen = open_kitchen(home)
    opened = keeping.read_week(kitchen, tables, second_day := kitchen.list_weeks()[1])
    assert second_day.isoformat() == NEXT
    assert opened.report.exit_code == 0
    assert not check_plan(opened.plan, tables).faults
    bought = keeping.find_home(kitchen, tables, second_day).pantry.grams
    taken = {line.grocery_id: line.at_home_grams for line in opened.plan.shopping}
    assert sum(taken.values()) > 0
    assert all(grams <= bought.get(item, 0.0) + 0.1 for item, grams in taken.items())
    before = second.read_bytes()
    assert "is planned already" in run(home, "next", "--date", NEXT, "--short")
    run(home, "next", "--date", NEXT, "--again", "--short")
    assert second.read_bytes() == before
    uses_up = "uses up what is there: nothing is bought for it alone"
    shown, checked = (" ".join(run(home, word, NEXT).split()) for word in ("show", "check"))
    assert shown.count(f"This dinner {uses_up}") == checked.count(f"The dinner of day 3 {uses_up}")
    assert shown.count(uses_up) == 1


def test_a_meal_is_marked_without_words_and_taken_back(home: Path) -> None:
    """The dinner at the end of a day; a second time it is said to be marked."""
    assert "Cooked: Saturday's dinner" in run(home, "cooked", "--date", SATURDAY)
    assert "is marked already" in run(home, "cooked", "--date", SATURDAY, code=2)
    assert "Skipped: Saturday's lunch" in run(home, "skipped", "lunch", "--date", SATURDAY)
    assert "Ate out: Sunday's dinner" in run(
        home, "ate-out", "day", "2", "dinner", "--date", SATURDAY
    )
    run(home, "undo", "--date", SATURDAY)
    assert (home / "journal.txt").read_text(encoding="utf-8").splitlines() == [
        f"{SATURDAY} cooked {SATURDAY} day 1 dinner",
        f"{SATURDAY} skipped {SATURDAY} day 1 lunch",
        f"{SATURDAY} ate-out {SATURDAY} day 2 dinner",
        f"{SATURDAY} undone ate-out {SATURDAY} day 2 dinner",
    ]


def test_what_is_taken_back_can_be_said_again(home: Path) -> None:
    """A refused command wrote nothing: undo names what it takes back, and how to say it again."""
    monday = "2026-11-30"
    for words in (
        ("skipped", "lunch"),
        ("bought", "firm", "tofu", "454", "g"),
        ("liked", "pad thai"),
        ("bought", "--list"),
    ):
        run(home, *words, "--date", SATURDAY)
        before = read_journal(home / "journal.txt").events
        run(home, "cooked", "pizza", "--date", monday, code=2)
        said = run(home, "undo", "--date", monday)
        assert f"said on {SATURDAY}" in said
        again = said.partition("planner ")[2].split()
        run(home, *again, "--date", SATURDAY)
        events = read_journal(home / "journal.txt").events
        assert [one.text for one in events] == [one.text for one in before]


def test_a_kitchen_is_made_where_the_variable_names_a_folder_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its folder is the one without a name too; every other command says that there is none."""
    monkeypatch.setenv("PLANNER_KITCHEN", str(tmp_path / "mine"))
    assert "init --kitchen" in run(tmp_path, "today", code=1)
    run(tmp_path, "init", "--kitchen", "--yes")
    assert open_kitchen(tmp_path / "mine").folder == tmp_path / "mine"
    assert "no week is planned yet" in run(tmp_path, "today", code=1)


def test_a_weekday_to_come_is_meant_where_no_week_has_the_last_one(home: Path) -> None:
    """On the first Saturday nobody has eaten on a planned Monday yet."""
    assert "Ate out: Monday's dinner" in run(
        home, "ate-out", "monday", "dinner", "--date", SATURDAY
    )
    assert "day 3 dinner" in (home / "journal.txt").read_text(encoding="utf-8").splitlines()[-1]
    assert "no week of this kitchen has 2026-11-26" in run(
        home, "ate-out", "thursday", "--date", SATURDAY, code=2
    )


def test_init_changes_a_kitchen_that_is_there(home: Path) -> None:
    """Earlier answers stand in brackets, the shopping day among them; nothing else changes."""
    profile = home / "planner.toml"
    profile.write_text(f"# ours\n{profile.read_text(encoding='utf-8')}", encoding="utf-8")
    before = profile.read_text(encoding="utf-8")
    weeks = sorted((home / "weeks").iterdir())
    last = 'shopping_day = "saturday"'
    assert last in before
    for words, folder in (
        (("--kitchen", "."), home),
        (("--kitchen", str(home)), home.parent),
        ((), home),
    ):
        with contextlib.chdir(folder):
            asked = CliRunner().invoke(app, ["init", *words], input="\n" * 16 + "monday\nno\n")
        assert asked.exit_code == 0, asked.output
        assert "The day you shop [" in asked.output
        assert profile.read_text(encoding="utf-8") == before.replace("saturday", "monday")
    assert sorted((home / "weeks").iterdir()) == weeks
    assert "exists already" in run(home, "init", "--kitchen", ".", "--yes", code=1)
    with contextlib.chdir(home):
        CliRunner().invoke(app, ["init"], input="4\n")
    assert profile.read_text(encoding="utf-8") == before.replace("saturday", "monday").replace(
        "days = 3", "days = 4"
    )


def test_the_list_is_bought_in_one_word_and_taken_back_in_one(home: Path) -> None:
    """Afterwards there is nothing to buy; a second time nothing more is at home."""
    said = run(home, "bought", "--list", "--date", SATURDAY)
    count = len(read_journal(home / "journal.txt").events)
    assert f"At home now: {count} items" in said
    assert "is at home already" in run(home, "bought", "--list", "--date", SATURDAY)
    lines = run(home, "shop", SATURDAY, "--format", "csv").splitlines()[1:]
    assert lines
    assert "bananas" in run(home, "pantry", "--date", SATURDAY) or count
    assert f"Undone: {count} items" in run(home, "undo", "--date", SATURDAY)
    assert not read_journal(home / "journal.txt").events


def test_commands_find_the_week_by_themselves(home: Path) -> None:
    """By its first day, from inside, from outside and by the variable."""
    assert "vegan" in run(home, "show", "--short")
    assert "Breakfast" in run(home, "today", SATURDAY, "--day", "1")
    outside = run(home.parent, "show", SATURDAY, "--short", "--kitchen", str(home))
    assert outside == run(home, "show", SATURDAY, "--short")
    years_later = run(home, "explain", "magnesium", "--date", "2032-11-28")
    assert years_later == run(home, "explain", SATURDAY, "magnesium")
    swapped = run(home, "swap", "--day", "3", "--meal", "dinner", "--date", SATURDAY)
    assert f"Wrote {Path('weeks', SATURDAY)}.json" in swapped
    assert "Check of 3 days" in run(home, "check")
    assert "What the limits cost" in run(home, "explain")
    assert "In this plan" in run(home, "explain", SATURDAY, "magnesium")
    assert run(home, "explain", "magnesium") == run(home, "explain", SATURDAY, "magnesium")
    for command in ("show", "check", "explain"):
        assert "no plan is named" in run(home.parent, command, code=2)
    said = run(home.parent, "devices", code=1)
    assert "there is none in this folder" in said
    assert f"Did you mean --kitchen {home.name}?" in said
    assert "--kitchen .." in run(home / "weeks", "cooked", code=1)


def test_today_is_of_the_week_that_has_the_date(home: Path) -> None:
    """Not of the week of the clock; what the profile has otherwise by now is said."""
    week = json.loads((home / "weeks" / f"{SATURDAY}.json").read_text(encoding="utf-8"))
    week["request"]["start"] = NEXT
    (home / "weeks" / f"{NEXT}.json").write_text(json.dumps(week), encoding="utf-8")
    assert "Sunday 29 November" in run(home, "today", "--date", "2026-11-29")
    said = run(home, "today", "--date", "2026-12-06")
    assert "Sunday 6 December" in said
    assert "has changed" not in said
    profile = home / "planner.toml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace("vegan", "vegetarian"), encoding="utf-8")
    said = run(home, "today", "--date", "2026-12-06")
    assert "diet vegan in the plan, vegetarian in the profile" in said
    torn = home / "weeks" / f"{NEXT}.json"
    torn.write_text(torn.read_text(encoding="utf-8")[:2000], encoding="utf-8")
    said = run(home, "today", "--date", "2026-12-06", code=1)
    assert f"{NEXT}.json: is not JSON" in said


def test_what_is_liked_and_skipped_is_listed_with_its_line(home: Path) -> None:
    """And is forgotten once the line is deleted."""
    run(home, "liked", "pad", "thai", "--date", "2026-11-20")
    said = run(home, "explain", "taste", "--date", SATURDAY)
    assert re.search(r"pad thai style +more +-0\.\d+ +1 \(liked 2026-11-20\)", said), said
    (home / "journal.txt").write_text("", encoding="utf-8")
    assert "says nothing of what you like" in run(home, "explain", "taste")


def test_what_was_eaten_elsewhere_isnt_what_was_liked(home: Path) -> None:
    """Without words it is the last meal of today that was eaten at home."""
    week = json.loads((home / "weeks" / f"{SATURDAY}.json").read_text(encoding="utf-8"))
    dishes = {meal["meal"]: meal["dish"] for meal in week["days"][0]["meals"]}
    run(home, "ate-out", "dinner", "--date", SATURDAY)
    run(home, "skipped", "snack", "--date", SATURDAY)
    run(home, "liked", "--date", SATURDAY)
    journal = (home / "journal.txt").read_text(encoding="utf-8")
    assert journal.endswith(f"liked {dishes['lunch']}\n")


def test_dates_are_the_same_in_every_locale(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the locale isn't installed: the words are English, and the day comes first."""
    said = run_outside(home, "today", "--date", SATURDAY)
    assert "Saturday 28 November" in said
    for name in ("de_DE.UTF-8", "xx_XX.nothing"):
        for variable in ("LC_ALL", "LC_TIME", "LANG"):
            monkeypatch.setenv(variable, name)
        assert run_outside(home, "today", "--date", SATURDAY) == said


def test_swap_and_explain_take_a_date(home: Path) -> None:
    """It says which week is meant, and which of its days are over; a plan's file has no such."""
    run(home, "swap", "--day", "1", "--meal", "dinner", "--date", SATURDAY)
    said = run(home, "swap", "--day", "1", "--meal", "dinner", "--date", "2026-11-29", code=2)
    assert "day 1" in said
    assert "magnesium" in run(home, "explain", "magnesium", "--date", SATURDAY)
    run(home, "liked", "--date", SATURDAY)
    assert "journal" in run(home, "explain", "taste", "--date", SATURDAY)
    file = f"weeks/{SATURDAY}.json"
    for words in (("explain", file, "iron"), ("swap", file, "--day", "1", "--meal", "dinner")):
        assert "--date: says which week" in run(home, *words, "--date", SATURDAY, code=2)


def test_a_wrong_line_of_the_pantry_stops_nothing(home: Path) -> None:
    """It is named with its line and column, and the others count; a file without any stops all."""
    file = home / "pantry.csv"
    file.write_text("item,grams\nrolled oats,400\nolive oil,lots\n", encoding="utf-8")
    said = run(home, "pantry", "--date", SATURDAY)
    assert "pantry.csv, line 3, column grams: 'lots' is not a weight" in said
    assert "1 thing to mend; the rest is counted" in said
    assert re.search(r"rolled oats +400 g", said)
    file.write_text("what,much\nrolled oats,400\n", encoding="utf-8")
    assert "pantry.csv, line 1" in run(home, "pantry", "--date", SATURDAY, code=1)


def test_the_doctor_names_file_and_line(home: Path) -> None:
    """Of each thing that is wrong, with what to do; of a sound kitchen it says so."""
    assert "Nothing to mend" in run(home, "doctor", "--date", SATURDAY)
    (home / "journal.txt").write_text(
        f"{SATURDAY} bougt rice 5 g\n{SATURDAY} liked pad-tai\n{SATURDAY} undone liked x\n"
        f"{SATURDAY} bought rolled-oat 5 kg\n{SATURDAY} threw rolled-oatz 5 g\n"
        f"{SATURDAY} cooked {SATURDAY} day 9 dinner\n{SATURDAY} bou",
        encoding="utf-8",
    )
    (home / "pantry.csv").write_text("item,grams\ntofou,3\n", encoding="utf-8")
    (home / "weeks" / "2026-12-12.json").write_text("{", encoding="utf-8")
    home.chmod(0o755)
    said = run(home, "doctor", "--date", SATURDAY, code=1)
    for number in (1, 2, 3, 5, 6, 7):
        assert f"journal.txt, line {number}" in said, number
    assert "journal.txt, line 4" not in said
    for words in ("pantry.csv, line 2", "2026-12-12.json", "chmod 700", "Did you mean"):
        assert words in said, words


def test_the_doctor_names_lines_of_no_week_and_of_days_to_come(home: Path) -> None:
    """They are read without a fault, and say nothing."""
    (home / "journal.txt").write_text(
        f"{SATURDAY} cooked {SATURDAY} day 1 dinner\n{SATURDAY} cooked 2026-10-10 day 3 dinner\n"
        "2030-01-01 liked pad-thai\n",
        encoding="utf-8",
    )
    said = run(home, "doctor", "--date", SATURDAY, code=1)
    assert "journal.txt, line 2: no week begins on 2026-10-10" in said
    assert "journal.txt, line 3: 2030-01-01 is still to come" in said
    assert "line 1" not in said


def test_a_journal_with_a_wrong_line_stops_nothing(home: Path) -> None:
    """It is named, and what was said is written all the same."""
    (home / "journal.txt").write_text("nonsense\n", encoding="utf-8")
    run(home, "liked", "pad thai", "--date", SATURDAY)
    assert "'nonsense' says nothing" in run(home, "pantry", "--date", SATURDAY)


def test_wrong_words_are_answered_and_nothing_is_written(home: Path) -> None:
    """Each with what is near, or what to write."""
    for words, says in (
        (("bought", "tofu", "1", "kg"), "Did you mean firm tofu"),
        (("bought", "firm", "tofu"), "Say how much"),
        (("bought",), "nothing is named"),
        (("cooked", "pizza"), "no meal of these weeks is called 'pizza'"),
        (("cooked", "day", "9"), "this week has no day 9"),
        (("cooked", "2027-05-05"), "no week of this kitchen has"),
        (("liked", "xyzzy"), "no dish is called"),
        (("next", "--start", "2026-11-29"), "is in the week that began on 2026-11-28"),
    ):
        assert says in run(home, *words, "--date", SATURDAY, code=2), words
    assert (home / "journal.txt").read_text(encoding="utf-8") == ""


def test_past_days_of_a_week_stay_where_it_is_swapped(
    kitchen_of_a_week: Kitchen, tables: Tables
) -> None:
    """A meal that is over can't change, and no other one moves for a change."""
    from datetime import date

    from planner.actions.swap_request import Words

    first = kitchen_of_a_week.list_weeks()[0]
    plan = keeping.read_week(kitchen_of_a_week, tables, first).plan
    day = date.fromordinal(first.toordinal() + 3)
    words = Words(day=5, meal="dinner")
    swapped = keeping.swap_in_week(kitchen_of_a_week, tables, day, plan, words)
    assert swapped.plan.days[:3] == plan.days[:3]
    assert swapped.plan.days[4] != plan.days[4]
    assert not swapped.plan.request.wishes or all(
        wish.kind != "locked" for wish in swapped.plan.request.wishes
    )
    kept = keeping.read_week(kitchen_of_a_week, tables, first)
    assert kept.plan.days == swapped.plan.days
    assert not kept.report.faults
    from planner.errors import OutputError, RequestError

    with pytest.raises(RequestError, match="is over"):
        keeping.swap_in_week(kitchen_of_a_week, tables, day, kept.plan, Words(day=2, meal="dinner"))
    with pytest.raises(OutputError, match="meanwhile"):  # `plan` is no longer what the file has
        keeping.swap_in_week(kitchen_of_a_week, tables, day, plan, words)


@pytest.fixture
def kitchen_of_a_week(tmp_path: Path, week: WeekPlan) -> Kitchen:
    """A kitchen with the vegan week."""
    from dataclasses import replace
    from datetime import date

    kitchen = make_kitchen(tmp_path / "kitchen", PROFILE)
    first = date.fromisoformat(SATURDAY)
    dated = replace(week, request=replace(week.request, start=first))
    kitchen.find_week(first).write_text(json.dumps(dated.to_json()), encoding="utf-8")
    return kitchen


def test_questions_are_asked_once_on_a_terminal(
    kitchen_of_a_week: Kitchen, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Yes, no, don't know, all: each answer is a line, and no meal is asked about again."""
    from datetime import datetime

    from planner.cli.commands import keep

    answers = iter(["y", "n", "", "all"])
    asked: list[str] = []
    monkeypatch.setattr("builtins.input", lambda: next(answers))
    monkeypatch.setattr(keep, "tell", lambda text, **_: asked.append(text))
    now = datetime(2026, 11, 29, 12)  # noqa: DTZ001
    keep.ask_meals(kitchen_of_a_week, tables, now)
    assert sum("Did you cook" in text for text in asked) == 3
    assert sum("Did you buy" in text for text in asked) == 1
    events = read_journal(kitchen_of_a_week.journal).events
    assert [one.verb for one in events if one.meal] == ["cooked", "cooked", "skipped", "unsure"][
        : len([one for one in events if one.meal])
    ]
    asked.clear()
    keep.ask_meals(kitchen_of_a_week, tables, now)
    assert not [text for text in asked if "Did you cook" in text]


def test_a_bare_option_names_the_folder_kitchen() -> None:
    """`planner init --kitchen` is short for `--kitchen kitchen`."""
    assert fill_in(["init", "--kitchen"]) == ["init", "--kitchen", "kitchen"]
    assert fill_in(["next", "--kitchen", "k"]) == ["next", "--kitchen", "k"]


def test_a_folder_without_a_kitchen_plans_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old profile of that name isn't taken."""
    (tmp_path / "planner.toml").write_text('diet = "vegan"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["targets"])
    assert done.exit_code == 0
    plain: Callable[[list[str]], str] = lambda words: CliRunner().invoke(app, words).stdout  # noqa: E731
    assert plain(["plan", "--days", "1"]) == plain(["plan", "--days", "1", "--diet", "omnivore"])


def test_a_weekday_of_the_profile_is_a_day_of_the_week(tmp_path: Path, tables: Tables) -> None:
    """Someone who eats elsewhere on Mondays does so in every week that is planned."""
    from datetime import date

    from planner import Work
    from planner.kitchen.folder import make_kitchen

    own = make_kitchen(tmp_path / "own", 'name = "Ana"\nout = ["Monday lunch"]\n', "saturday")
    day = date(2026, 12, 5)
    week = keeping.plan_next(own, tables, day, work=Work("quick"))
    assert week.plan.request.people[0].out == ((3, "lunch"),)
    assert keeping.make_kitchen_request(own, tables).people[0].out == ((3, "lunch"),)
    assert not keeping.find_changes(own, tables, week.plan)


def test_the_coming_week_says_for_which_meal_few_dishes_are_left(tmp_path: Path) -> None:
    """As `planner plan` does; once the week is planned it has been said."""
    make_kitchen(
        tmp_path,
        PROFILE.replace(
            "days = 3", 'days = 3\navoid = ["soy", "legumes", "nuts", "seeds", "peanut"]'
        ),
    )
    told = run(
        tmp_path,
        "next",
        "--yes",
        "--date",
        SATURDAY,
        "--effort",
        "quick",
        "--format",
        "json",
        "--output",
        "week.json",
    )
    assert "left for" in told
