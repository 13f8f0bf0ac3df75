"""Prices of one's own shop: read, used, kept in the plan's file, refused where they can't be."""

from __future__ import annotations

import doctest
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from planner import WeekPlan, make_request, plan, read_prices
from planner.actions import swap
from planner.actions.opening import open_plan, recheck
from planner.cli import app
from planner.errors import HouseholdFileError
from planner.request import own_prices
from planner.tables.bundle import Tables

PRICES = "item,price,per\nfirm tofu,2.49,397 g\nsoy milk,$3.19,946 ml\napples,1.99,lb\n"


def write(folder: Path, text: str) -> Path:
    """A file of prices."""
    path = folder / "prices.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "item", "usd", "pack_g"),
    [
        ("apples,1.99,lb", "apples", 1.99 / 4.5359237, None),
        ("apples,0.80,each", "apples", 0.40, None),
        ("large eggs,$2.99,dozen", "eggs", 2.99 / 6.816, 681.6),
        ("whole milk,4.10,gallon", "whole-milk", 4.10 / 39.04, 3904),
        ("whole milk,1.10,per l", "whole-milk", 1.10 / 10.313, None),
        ("peanut sauce,3,230 g", "peanut-sauce", 3 / 2.3, 230),
        ("tempeh,3.40,pack", "tempeh", 3.40 / 2.27, None),
        ("chicken-breast,9,kg", "chicken-breast", 0.9, None),
    ],
)
def test_a_price_is_for_what_it_says(
    line: str, item: str, usd: float, pack_g: float | None, tables: Tables, tmp_path: Path
) -> None:
    """By weight, volume, piece or pack; one for a pack is that pack's."""
    mine = read_prices(write(tmp_path, f"item,price,per\n{line}\n"), tables)
    assert mine.prices[item].known
    assert mine.prices[item].usd_per_100g == pytest.approx(usd, rel=1e-3)
    named = mine.groceries[item].price_pack_g
    assert named == (None if pack_g is None else pytest.approx(pack_g, rel=1e-3))
    assert mine.groceries[item].price_is_own
    assert mine.hash != tables.hash
    others = {name: price for name, price in tables.prices.items() if price.known and name != item}
    assert others.items() <= mine.prices.items()


@pytest.mark.parametrize(
    ("line", "column", "what", "remedy"),
    [
        ("firm tofoo,2,pack", "item", "'firm tofoo' is not an item", "Did you mean firm tofu"),
        ("apples,0,lb", "price", "'0' is not above 0", "such as 2.49"),
        ("apples,-1,lb", "price", "'-1' is not above 0", "such as 2.49"),
        ("apples,€2,lb", "price", "'€2' is in €", "Convert it"),
        ("apples,cheap,lb", "price", "'cheap' is not a sum of money", "such as 2.49"),
        ("apples,,lb", "price", "is blank", "Fill it in"),
        ("apples,2,", "per", "is blank", "Fill it in"),
        ("raisins,900,100 g", "price", "'900' comes to $900 for 100 g", "mend the price"),
        ("rolled oats,3,2 g", "per", "'2 g' is less than the smallest portion", "of the pack"),
        ("rolled oats,3,0 g", "per", "'0 g' is not what rolled oats is sold by", "100 g, kg or"),
        ("soy milk,3,carton", "per", "'carton' is not what soy milk", "946 ml and 1893 ml"),
        ("chicken-breast,4,pack", "per", "'pack' is not what", "100 g, kg or lb"),
        ("broccoli,3,litre", "per", "'litre' is not what fresh broccoli", "by weight"),
    ],
)
def test_a_price_that_cant_be_is_refused(
    line: str, column: str, what: str, remedy: str, tables: Tables, tmp_path: Path
) -> None:
    """With its line, its column, what was seen and what to write."""
    with pytest.raises(HouseholdFileError) as caught:
        read_prices(write(tmp_path, f"item,price,per\nbananas,0.6,lb\n{line}\n"), tables)
    (problem,) = caught.value.problems
    assert problem.where == f"prices.csv, line 3, column {column}"
    assert problem.what.startswith(what)
    assert remedy in problem.remedy


def test_all_faults_of_a_file_are_told_at_once(tables: Tables, tmp_path: Path) -> None:
    """One price for an item: the second is named with the line of the first."""
    text = "item,price,per\napples,1,lb\napples,2,kg\nbananas,0,lb\n"
    with pytest.raises(HouseholdFileError) as caught:
        read_prices(write(tmp_path, text), tables)
    assert [problem.what for problem in caught.value.problems] == [
        "'apples' is already in line 2",
        "'0' is not above 0",
    ]


def test_a_file_without_a_line_changes_nothing(tables: Tables, tmp_path: Path) -> None:
    """Nor does it make other tables."""
    assert read_prices(write(tmp_path, "item,price,per\n"), tables) is tables


@pytest.fixture(scope="module")
def mine(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> WeekPlan:
    """Two vegan days at one's own prices."""
    own = read_prices(write(tmp_path_factory.mktemp("own"), PRICES), tables)
    return plan(make_request(own, diet="vegan", days=2, like=["apple with skin"]), own)


def test_a_plan_keeps_the_prices_that_it_was_made_with(mine: WeekPlan, tables: Tables) -> None:
    """Opened with the bundled tables it is the same plan, counted again; so is a change of it."""
    opened = recheck(open_plan(json.dumps(mine.to_json()), "plan.json", tables))
    assert opened.recounted
    assert not opened.differences
    assert opened.plan.shopping == mine.shopping
    line = next(one for one in mine.shopping if one.grocery_id == "apples")
    grams = sum(size * count for size, count in line.packs)
    assert line.cost_usd == pytest.approx(grams / 453.59237 * 1.99, abs=0.0051)
    swapped = swap(opened.plan, opened.tables, day=1, meal="snack").plan
    assert swapped.tables.groceries["apples"].price_is_own


def test_the_list_says_which_prices_are_yours(tmp_path: Path) -> None:
    """On its line, and at the end; a profile may name the file, which lies beside it."""
    write(tmp_path, PRICES)
    profile = tmp_path / "me.toml"
    profile.write_text(
        'diet = "vegan"\ndays = 2\nlike = ["apple with skin"]\nprices = "prices.csv"\n'
    )
    out = tmp_path / "plan.json"
    done = CliRunner().invoke(app, ["plan", "--profile", str(profile), "--output", str(out)])
    assert done.exit_code == 0, done.output
    listed = " ".join(CliRunner().invoke(app, ["shop", str(out)]).stdout.split())
    assert "(your price)" in listed
    assert "yours. The others are national averages" in listed
    write(tmp_path, "item,price,per\nbananas,0.60,lb\n")
    prices = str(tmp_path / "prices.csv")
    again = CliRunner().invoke(app, ["shop", str(out), "--prices", prices])
    assert again.exit_code == 0, again.output


def test_a_file_of_prices_that_isnt_there_is_named(tmp_path: Path) -> None:
    """With what to do; nothing is planned."""
    done = CliRunner().invoke(app, ["plan", "--prices", str(tmp_path / "none.csv")])
    assert done.exit_code == 1
    assert "none.csv: doesn't exist" in str(done.exception)


def test_the_example_runs(tables: Tables, tmp_path: Path) -> None:
    """That of `read_prices`."""
    given = {"tables": tables, "folder": tmp_path}
    (found,) = doctest.DocTestFinder(recurse=False).find(
        read_prices, "read_prices", module=own_prices, extraglobs=given
    )
    assert found.examples
    assert not doctest.DocTestRunner(verbose=False).run(found).failed
