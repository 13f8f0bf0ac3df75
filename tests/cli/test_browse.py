"""`dishes` and `foods` list what fits, print one in full, and answer wrong words."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from planner import Tables, cli
from planner.errors import ExitCode

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


def test_a_list_has_what_was_asked_for(run: Run) -> None:
    """A row a dish, the richest first, with its unit."""
    code, out, err = run("dishes", "--diet", "vegan", "--minutes", "20", "--rich-in", "magnesium")
    assert (code, err) == (ExitCode.MET, "")
    rows = [line for line in out.splitlines() if line.endswith(" mg")]
    assert out.startswith(f"{len(rows)} dishes\n")
    amounts = [float(re.findall(r"([\d.]+) mg", row)[0]) for row in rows]
    assert amounts == sorted(amounts, reverse=True)
    assert all(int(re.findall(r"  (\d+)  ", row)[0]) <= 20 for row in rows)


@pytest.mark.parametrize("things", ["dishes", "foods"])
def test_a_slip_of_a_nutrient_is_understood(run: Run, things: str) -> None:
    """The nearest one is taken, and said on the screen alone."""
    told = "planner: nothing is called 'magnesum'; this is for 'magnesium'\n"
    listed = run(things, "oat", "--rich-in", "magnesium")
    assert run(things, "oat", "--rich-in", "magnesum") == (*listed[:2], told)


def test_one_dish_comes_with_its_recipe(run: Run, tables: Tables) -> None:
    """Its steps are numbered, its figures follow; ounces where they are asked for."""
    code, out, _ = run("dishes", "Shakshuka", "--units", "us")
    assert code == ExitCode.MET
    assert "    1. " in out
    assert " oz" in out
    assert all(nutrient.label in out for nutrient in tables.nutrients.values())


def test_one_food_comes_with_all_that_is_known(run: Run, tables: Tables) -> None:
    """Source, price, absorption, each figure, and the dishes that it is in."""
    code, out, _ = run("foods", "cooked", "spinach")
    assert code == ExitCode.MET
    food = next(food for food in tables.foods.values() if food.name == "cooked spinach")
    plain = " ".join(out.split())
    assert f"Source: USDA SR Legacy, FDC ID {food.source_id}." in plain
    assert "only that share counts" in plain
    assert "calcium that counts" in plain
    assert "A serving costs $" in plain
    assert any(dish.name in out for dish in tables.dishes.values())


def test_json_has_the_same_figures(run: Run, tables: Tables) -> None:
    """A list of objects; the only one has its recipe too. Unknown figures are null."""
    _, out, _ = run("dishes", "--cuisine", "thai", "--format", "json")
    dishes = json.loads(out)["dishes"]
    assert {dish["cuisine"] for dish in dishes} == {"Thai"}
    assert all(set(tables.nutrients) <= set(dish) for dish in dishes)
    _, out, _ = run("dishes", "pad thai", "--diet", "vegan", "--format", "json")
    (dish,) = json.loads(out)["dishes"]
    kcal = sum(
        (tables.foods[one["food_id"]].per_100g["energy_kcal"] or 0.0) * one["grams"] / 100
        for one in dish["foods"]
    )
    assert dish["energy_kcal"] == pytest.approx(kcal)
    assert dish["steps"]
    _, out, _ = run("foods", "--format", "json")
    manganese = [food["manganese_mg"] for food in json.loads(out)["foods"]]
    unknown = sum(food.per_100g["manganese_mg"] is None for food in tables.foods.values())
    assert manganese.count(None) == unknown > 0


def test_csv_has_a_line_each(run: Run, tables: Tables, tmp_path: Path) -> None:
    """A blank cell is unknown; a file begins with the mark that spreadsheets know."""
    _, out, _ = run("foods", "--per", "gram", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == len(tables.foods)
    for row in rows:
        for nutrient, amount in tables.foods[row["id"]].per_100g.items():
            assert (row[nutrient] == "") == (amount is None)
            assert amount is None or float(row[nutrient]) == pytest.approx(amount)
    path = tmp_path / "dishes.csv"
    code, out, err = run("dishes", "soup", "--output", str(path))
    assert (code, out, err) == (ExitCode.MET, "", f"Wrote {path}\n")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,name,")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("dishes", "qqqqq"), "no dish or food is called 'qqqqq'"),
        (
            ("dishes", "soop", "qqqqq"),
            "no dish or food is called 'soop'\n  Did you mean soup",
        ),
        (("foods", "cheddar", "tofu"), "cheddar 2, tofu"),
        (("dishes", "--cuisine", "tai"), "--cuisine: 'tai' is not a known cuisine\n  Did you mean"),
        (("dishes", "--cuisine", "martian"), "The cuisines are: American, British"),
        (("dishes", "--minutes", "0"), "--minutes: 0 is out of range\n  Write 1 to 600."),
        (("dishes", "--minutes", "soon"), "'soon' is not a whole number"),
        (("foods", "--diet", "vegn"), "--diet: 'vegn' is not a known diet\n  Did you mean vegan?"),
        (("foods", "--rich-in", "zzz"), "--rich-in: 'zzz' is not a nutrient"),
        (("foods", "--rich-in", "iron", "--per", "cup"), "--per: 'cup' is not known"),
        (("foods", "--per", "kcal"), "--per: no nutrient is listed\n  Name one with --rich-in"),
        (("foods", "--format", "pdf"), "this command doesn't write 'pdf'"),
    ],
)
def test_a_wrong_word_is_one_message(words: tuple[str, ...], says: str, run: Run) -> None:
    """With what is near, on standard error, and 2."""
    code, out, err = run(*words)
    assert (code, out) == (ExitCode.USAGE, "")
    assert says in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("typed", "meant", "told"),
    [
        (("dishes", "soop"), ("dishes", "soup"), "nothing is called 'soop'; this is for 'soup'"),
        (("foods", "tofoo"), ("foods", "tofu"), "'tofoo'; this is for 'tofu'"),
        (("dishes", "lentl", "soop"), ("dishes", "lentil", "soup"), "'lentl'; this is for"),
        (("foods", "spinch", "--format", "json"), ("foods", "spinach", "--format", "json"), "spi"),
    ],
)
def test_a_word_with_a_slip_finds_what_is_near(
    typed: tuple[str, ...], meant: tuple[str, ...], told: str, run: Run
) -> None:
    """It prints what the right word does, and says what was taken for what."""
    code, out, err = run(*typed)
    assert (code, out) == (ExitCode.MET, run(*meant)[1])
    assert told in err


def test_nothing_that_fits_is_an_empty_list(run: Run) -> None:
    """It says what would find some; a program gets an empty list, the words go to the screen."""
    words = ("dishes", "tuna", "--diet", "vegan")
    code, out, err = run(*words)
    assert (code, err) == (ExitCode.MET, "")
    assert out.startswith("No dish fits all of that. Without --diet there are ")
    code, out, err = run(*words, "--format", "json")
    assert (code, json.loads(out)) == (ExitCode.MET, {"dishes": []})
    assert err.startswith("No dish fits all of that. Without --diet there are ")
    code, out, err = run(*words, "--format", "csv")
    assert code == ExitCode.MET
    assert len(out.splitlines()) == 1


def test_the_command_lists_prefers_and_refuses(run: Run) -> None:
    """One option for `planner plan` and `planner dishes`; a wrong word ends with exit code 2."""
    code, _, err = run("plan", "--only-cuisine", "indain", "--days", "1")
    assert code == 2
    assert "--only-cuisine: 'indain' is not a known cuisine" in err
    assert "Did you mean Indian" in err
    code, out, _ = run("dishes", "--cuisine", "lebanese")
    assert code == 0
    assert "Middle Eastern" in out
