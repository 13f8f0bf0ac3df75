"""Recipes of one's own at the command line: added, asked about, listed, exported, planned."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from planner import cli
from planner.errors import ExitCode
from planner.importers.cooklang import read_cooklang
from planner.importers.schemaorg import read_schemaorg

ROOT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str, str]]
SOUP = """My red lentil soup
Serves 4

300 g red lentils
2 onions, chopped
1 (400 g) can chopped tomatoes
1 l vegetable stock
2 tbsp olive oil
1 stock cube
1 cup milk
salt

Fry the onions in the olive oil for 8 minutes. Add all else and simmer for 20 minutes.
"""


@pytest.fixture
def kitchen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kitchen, and a soup beside it; the commands run in a folder that is none."""
    folder = tmp_path / "kitchen"
    folder.mkdir(mode=0o700)
    (folder / "planner.toml").write_text('diet = "omnivore"\n[kitchen]\n', encoding="utf-8")
    (tmp_path / "soup.txt").write_text(SOUP, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLANNER_KITCHEN", str(folder))
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Exit code, standard output and standard error of a command, with answers if it asks."""

    def command(*words: str, answers: str | None = None) -> tuple[int, str, str]:
        lines = iter((answers or "").splitlines())

        def ask(_: str = "") -> str:
            try:
                return next(lines)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", ask)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: answers is not None, raising=False)
        monkeypatch.setattr(sys, "argv", ["planner", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return command


def test_without_a_terminal_it_says_what_is_open(run: Run, kitchen: Path) -> None:
    """Nothing is answered for the person: neither with --yes."""
    for extra in ((), ("--yes",)):
        code, _, err = run("add", "recipe", "soup.txt", *extra)
        assert code == ExitCode.MISSED
        assert "'1 stock cube' (which food)" in err
        assert "'1 cup milk' (which food)" in err
    text = (kitchen / "recipes" / "my-red-lentil-soup.toml").read_text(encoding="utf-8")
    assert "stock cube" not in text
    code, out, _ = run("recipes", "check")
    assert code == ExitCode.MISSED
    assert "recipes/my-red-lentil-soup.cook, line " in out
    assert "planner add recipe" in out


def test_questions_are_answered_once(run: Run, kitchen: Path) -> None:
    """With a number, a letter or a name; a food's word is remembered for other recipes."""
    code, _, err = run("add", "recipe", "soup.txt", answers="99\nu\nnonsense\nwhole milk\n")
    assert code == ExitCode.MET, err
    assert "Which food is '1 stock cube'?" in err
    assert "no food is called 'nonsense'" in err
    recipe = kitchen / "recipes" / "my-red-lentil-soup.cook"
    answers = recipe.with_suffix(".toml").read_text(encoding="utf-8")
    assert '"stock cube" = "unknown"' in answers
    assert '"milk" = "whole-milk"' in (kitchen / "aliases.toml").read_text(encoding="utf-8")
    assert run("recipes", "check")[0] == ExitCode.MET
    assert run("add", "recipe", str(recipe), answers="")[0] == ExitCode.MET


def test_a_recipe_is_shown_with_what_isnt_counted(run: Run, kitchen: Path) -> None:
    """Steps, figures a serving, and what each line was taken for."""
    run("add", "recipe", "soup.txt", answers="u\nwhole milk\n")
    code, out, _ = run("recipes", "show", "my red lentil soup")
    assert code == ExitCode.MET
    shown = out
    for text in ("Serves 4", "boiled", "unknown: counts for nothing", "at least", "1. Fry"):
        assert text in out.replace("canned tomatoes", "boiled"), text
    code, out, _ = run("recipes")
    assert "My red lentil soup" in out
    assert "served" in out
    for words in (("my", "red", "lentil", "soup"), ("lentil", "soup"), ("my red lentl soup",)):
        code, again, err = run("recipes", "show", *words)
        assert (code, again) == (ExitCode.MET, shown)
        assert ("this is 'My red lentil soup'" in err) == (len(words) == 1)
    code, _, err = run("recipes", "show", "pancakes")
    assert code == ExitCode.USAGE
    assert "Yours are: My red lentil soup." in err
    again = SOUP.replace("My red lentil", "Another red lentil")
    Path("again.txt").write_text(again, encoding="utf-8")
    run("add", "recipe", "again.txt", "--yes")
    code, _, err = run("recipes", "show", "red", "lentil")
    assert code == ExitCode.USAGE
    assert "2 recipes have 'red lentil' in their names" in err
    assert kitchen.exists()


def test_own_dishes_and_foods_stand_beside_the_bundled_ones(run: Run, kitchen: Path) -> None:
    """`dishes` and `foods` find them; without the kitchen they don't."""
    run("add", "recipe", "soup.txt", answers="water\nwhole milk\n")
    code, _, err = run("add", "food", "Barista oat milk", "like oat milk, with 150 mg calcium")
    assert code == ExitCode.MET, err
    assert "My red lentil soup" in run("dishes", "lentil")[1]
    assert "150 mg" in run("foods", "Barista oat milk")[1]
    code, _, err = run("add", "food", "Barista oat milk", "like oat milk")
    assert code == ExitCode.BAD_DATA
    assert "is there twice" in err
    assert kitchen.exists()


def test_a_plain_recipe_keeps_its_words_and_its_order(run: Run, kitchen: Path) -> None:
    """Units, what stands before a food, and steps; what is written twice counts once, together."""
    lines = ("2 rashers bacon", "1 (400 g) tin chopped tomatoes", "3 cloves garlic", "1 onion")
    steps = "Fry the onion with the garlic. Add the tomatoes and simmer for 20 minutes."
    text = "\n".join(["Sauce", "Serves 2", "", *lines, "1 clove garlic", "", steps])
    Path("sauce.txt").write_text(text, encoding="utf-8")
    assert run("add", "recipe", "sauce.txt")[0] == ExitCode.MET
    _, out, _ = run("recipes", "show", "sauce")
    shown = [line for line in out.splitlines() if re.search(r"bacon|tomatoes|garlic|onion", line)]
    for line, said in zip(
        shown, ("2 rashers bacon", "1 tin (400 g) chopped", "4 cloves", "1 onion"), strict=False
    ):
        assert line.startswith(said), shown
    assert steps in " ".join(out.split())
    _, out, _ = run("dishes", "sauce")
    assert "1 rasher bacon; ½ tin (400 g) tomatoes, chopped; 2 cloves garlic; ½ onion." in (
        " ".join(out.split())
    )
    assert kitchen.exists()


def test_dishes_say_at_least_where_something_isnt_known(run: Run, kitchen: Path) -> None:
    """In the list, in the figures of the one dish, and for programs; bundled dishes have none."""
    run("add", "recipe", "soup.txt", answers="u\nwhole milk\n")
    listed = run("dishes", "lentil")[1]
    (own,) = (line for line in listed.splitlines() if "My red" in line)
    assert re.search(r"at least \d+ kcal", own)
    assert listed.count("at least") == 1
    assert "Not known, so not counted: stock cube." in listed
    for command in ("dishes", "foods"):
        shown = run(command, "my red lentil soup")[1]
        assert re.search(r"energy +at least", shown), shown
        rows = json.loads(run(command, "lentil", "--format", "json")[1])[command]
        assert [row["name"] for row in rows if row["not_counted"]] == ["My red lentil soup"]
    assert kitchen.exists()


def test_exports_are_read_again(run: Run, kitchen: Path) -> None:
    """Cooklang and schema.org, of one's own and of bundled dishes."""
    run("add", "recipe", "soup.txt", answers="w\nwhole milk\n")
    for form in ("cook", "json"):
        code, _, err = run("export", "recipes", "My red lentil soup", "shakshuka", "--format", form)
        assert code == ExitCode.MET, err
    text = Path("my-red-lentil-soup.json").read_text(encoding="utf-8")
    (again,) = read_schemaorg(text, "x")
    assert (again.name, again.servings, len(again.ingredients)) == ("My red lentil soup", 4.0, 8)
    assert "nutrition" in json.loads(text)
    own = read_cooklang(Path("my-red-lentil-soup.cook").read_text(encoding="utf-8"), "x")
    assert {one.line.name for one in own.ingredients} == {
        one.line.name for one in again.ingredients
    }
    bundled = read_cooklang(Path("shakshuka.cook").read_text(encoding="utf-8"), "x")
    assert bundled.servings == 1.0
    assert all(one.line.amounts or one.line.name for one in bundled.ingredients)
    code, _, err = run("export", "recipes", "no such dish")
    assert code == ExitCode.USAGE
    assert kitchen.exists()


def test_what_cant_be_read_is_told(run: Run, kitchen: Path) -> None:
    """A file that isn't there, one without a recipe, one of another name; nothing is written."""
    Path("empty.html").write_text("<html></html>", encoding="utf-8")
    Path("other.txt").write_text(SOUP.replace("300 g", "200 g"), encoding="utf-8")
    assert run("add", "recipe", "none.cook")[0] == ExitCode.BAD_DATA
    assert run("add", "recipe", "empty.html")[0] == ExitCode.BAD_DATA
    assert not (kitchen / "recipes").exists()
    run("add", "recipe", "soup.txt")
    code, _, err = run("add", "recipe", "other.txt")
    assert code == ExitCode.BAD_DATA
    assert "--name" in err
    assert run("add", "recipe", "other.txt", "--name", "Soup two")[0] == ExitCode.MISSED


def test_the_doctor_looks_over_recipes_and_foods(run: Run, kitchen: Path) -> None:
    """What isn't clear, references to no recipe or out of the folder, energy that isn't so."""
    assert run("doctor")[0] == ExitCode.MET
    run("add", "recipe", "soup.txt")
    text = "---\nservings: 2\n---\nBoil @bulgur{150%g} with @./nope{1} and @./../../etc/passwd{}.\n"
    (kitchen / "recipes" / "bulgur.cook").write_text(text, encoding="utf-8")
    sound = 'name = "A"\nenergy_kcal = 570\nfat_g = 50\nprotein_g = 10\ncarbohydrate_g = 20\n'
    wrong = sound.replace("570", "2400").replace('"A"', '"B"')
    foods = f"[[food]]\n{sound}\n[[food]]\n{wrong}"
    (kitchen / "foods.toml").write_text(foods, encoding="utf-8")
    code, _, err = run("doctor")
    assert code == ExitCode.BAD_DATA
    assert "bulgur.cook, line 4: './nope' is no recipe of this kitchen" in err
    assert "'./../../etc/passwd' leads out of the folder" in err
    assert "foods.toml, line 8: 'B' has 2400 kcal in 100 g" in err
    assert "'A'" not in err
    assert "'1 stock cube': which food isn't clear" in err
    assert "'./nope'" in run("recipes", "check")[1]


def test_a_week_serves_it_with_its_list(kitchen: Path) -> None:
    """From outside, in new processes: added, planned, checked."""

    def planner(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "planner", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    text = SOUP.replace("1 stock cube\n", "").replace("1 cup milk\n", "")
    Path("soup.txt").write_text(text, encoding="utf-8")
    added = planner("add", "recipe", "soup.txt")
    assert added.returncode == ExitCode.MET, added.stderr
    like = ("--like", "my red lentil soup", "--days", "2", "--diet", "vegan")
    planned = planner("plan", *like, "--output", "week.json")
    assert planned.returncode in (ExitCode.MET, ExitCode.MISSED), planned.stderr
    plan = json.loads(Path("week.json").read_text(encoding="utf-8"))
    assert "my-red-lentil-soup" in {m["dish"] for day in plan["days"] for m in day["meals"]}
    assert "red-lentils" in {line["grocery_id"] for line in plan["shopping"]}
    assert planner("check", "week.json").returncode == planned.returncode
    shown = planner("show", "week.json").stdout
    assert "g red lentils" in shown
    assert (kitchen / "recipes").stat().st_mode & 0o077 == 0


def test_what_a_pot_has_to_spare_is_frozen(run: Run, kitchen: Path) -> None:
    """Half a serving of the pot is offered until someone says it is gone; so is what isn't known.

    The pot takes its ingredients from home, as the other meals do.
    """
    profile = 'days = 2\nlike = ["my red lentil soup"]\n[[person]]\nname = "you"\n[kitchen]\n'
    (kitchen / "planner.toml").write_text(profile, encoding="utf-8")
    assert run("add", "recipe", "soup.txt")[0] == ExitCode.MISSED
    code, _, err = run("next", "--date", "2026-11-28", "--short")
    assert code in (ExitCode.MET, ExitCode.MISSED), err
    whole = run("show")[1]
    assert "not judged" in " ".join(whole.split())
    file = kitchen / "weeks" / "2026-11-28.json"
    days = json.loads(file.read_text(encoding="utf-8"))["days"]
    own = [
        (day["day"], meal["meal"], sum(one["portions"] for one in meal["servings"]))
        for day in days
        for meal in day["meals"]
        if meal["dish"] == "my-red-lentil-soup"
    ]
    assert own
    spare = sum(-portions % 1 for _, _, portions in own)
    run("bought", "--list", "--date", "2026-11-28")
    eaten = run("pantry", "--date", "2026-11-30")[1]
    assert ("In the freezer" in eaten) == (spare > 0)
    for day, meal, _ in own:
        run("skipped", "day", str(day), meal, "--date", "2026-11-29")
    skipped = run("pantry", "--date", "2026-11-30")[1]
    assert "In the freezer" not in skipped
    assert _weigh(skipped, "onions") > _weigh(eaten, "onions")
    said = run("counted", "my red lentil soup", "1.5", "servings", "--date", "2026-11-30")
    assert said[0] == ExitCode.MET, said
    assert "1½" in run("pantry", "--date", "2026-12-01")[1]
    err = run("today", "--date", "2026-11-29")[2]
    assert "In the freezer: My red lentil soup (1½ servings" in err
    run("counted", "my red lentil soup", "0", "servings", "--date", "2026-12-01")
    assert "In the freezer" not in run("pantry", "--date", "2026-12-02")[1]


def _weigh(printed: str, item: str) -> int:
    """The grams of an item that a pantry prints, 0 for none."""
    return sum(int(grams) for grams in re.findall(rf"(?m)^{item} +(\d+) g", printed))


def test_the_doctor_finds_what_is_there_twice(run: Run, kitchen: Path) -> None:
    """A word of aliases.toml for two foods, a key that stands twice, two recipes of one name."""
    assert run("add", "recipe", "soup.txt")[0] == ExitCode.MISSED
    (soup,) = (kitchen / "recipes").glob("*.cook")
    text = soup.read_text(encoding="utf-8")
    (soup.parent / "another.cook").write_text(text, encoding="utf-8")
    err = run("doctor")[2]
    assert "is called 'My red lentil soup', as recipes/another.cook is" in err
    aliases = kitchen / "aliases.toml"
    words = '"double cream" = "heavy-cream"\n"lentils" = "red-lentils"\n'
    for more, said in (
        ('"Double  Cream" = "olive-oil"\n', "aliases.toml, line 3: 'Double  Cream' stands for"),
        ('"lentil" = "olive-oil"\n', "aliases.toml, line 3: 'lentil' stands for"),
        ('"double cream" = "heavy-cream"\n', "its name is there twice (at line 3"),
    ):
        aliases.write_text(words + more, encoding="utf-8")
        code, _, err = run("doctor")
        assert code == ExitCode.BAD_DATA
        assert said in err, err
    aliases.write_text(words + '"lentil" = "red-lentils"\n', encoding="utf-8")
    assert "aliases.toml" not in run("doctor")[2]


def test_the_doctor_goes_on_after_a_broken_file(run: Run, kitchen: Path) -> None:
    """Each file is named once, with its line; what hangs on a broken file isn't judged."""
    run("add", "recipe", "soup.txt")
    code, _, err = run("doctor")
    assert code == ExitCode.BAD_DATA
    assert "'1 stock cube': which food isn't clear" in err
    foods = '[[food]]\nname = "A"\nlike = "oat-milk"\n\n[[food]]\nname = "B"\nfat_g = -1\n'
    (kitchen / "foods.toml").write_text(foods, encoding="utf-8")
    (kitchen / "pantry.csv").write_text("item,grams\nrolled oats,x\n", encoding="utf-8")
    (kitchen / "journal.txt").write_bytes(b"2026-11-30 liked pad-thai\n\xff\n")
    (kitchen / "weeks").mkdir()
    (kitchen / "weeks" / "2026-11-28.json").write_text('{"plan', encoding="utf-8")
    _, _, err = run("doctor", "--date", "2026-11-30")
    told = [line for line in err.splitlines() if line.startswith("planner: ")]
    for place in (
        "foods.toml, line 7: fat_g = -1",
        "pantry.csv, line 2, column grams",
        "journal.txt, line 2: is not UTF-8 text",
        "weeks/2026-11-28.json",
        "'1 stock cube'",
    ):
        assert len([line for line in told if place in line]) == 1, (place, err)
    (kitchen / "foods.toml").write_text("[[food]]\nname = \n", encoding="utf-8")
    profile = kitchen / "planner.toml"
    profile.write_text(f"{profile.read_text(encoding='utf-8')}x = [", encoding="utf-8")
    code, _, err = run("doctor", "--date", "2026-11-30")
    assert code == ExitCode.BAD_DATA
    for place in ("planner.toml: is not TOML", "foods.toml: is not TOML", "pantry.csv, line 2"):
        assert err.count(place) == 1, (place, err)
    assert "stock cube" not in err
    assert "recipes: isn't looked over while foods.toml" in err


def _wait_for(text: bytes, stream: IO[bytes]) -> None:
    """Read until a text comes; AssertionError if the stream ends before."""
    said = b""
    while text not in said:
        more = stream.read(1)
        assert more, said
        said += more


def test_a_kitchens_own_folder_gets_no_exports(run: Run, kitchen: Path) -> None:
    """They stand in a folder of their own; its files are the kitchen's alone."""
    os.chdir(kitchen)
    before = set(kitchen.iterdir())
    code, _, err = run("export", "recipes", "shakshuka")
    assert (code, err) == (ExitCode.MET, "Wrote exports/shakshuka.cook\n")
    assert set(kitchen.iterdir()) - before == {kitchen / "exports"}


def test_a_notice_is_told_once(run: Run, kitchen: Path) -> None:
    """Though a kitchen's files are read twice by one command; an argument's name isn't told."""
    (kitchen / "recipes").mkdir()
    (kitchen / "recipes" / "x.toml").write_text("[foods]\n", encoding="utf-8")
    for words in (("explain", "iron"), ("bought", "nothing", "3 g"), ("recipes", "show", "y")):
        _, _, err = run(*words)
        assert err.count("x.toml: has answers for a recipe that isn't beside it") <= 1
        assert not re.search(r"WORDS|NAME", err)
    assert "'nothing' is not an item" in run("bought", "nothing", "3 g")[2]


def test_adding_goes_on_after_it_was_killed(kitchen: Path) -> None:
    """What was answered stays; the next command says what it found and what to type."""
    pty = pytest.importorskip("pty")
    terminal, inner = pty.openpty()
    command = [sys.executable, "-m", "planner"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    adding = subprocess.Popen(
        [*command, "add", "recipe", "soup.txt", "--name", "Gran's soup"],
        stdin=inner,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environ,
    )
    assert adding.stderr is not None
    _wait_for(b"stock cube'?", adding.stderr)
    os.write(terminal, b"w\n")
    _wait_for(b"1 cup milk'?", adding.stderr)
    adding.kill()
    adding.wait()
    adding.stderr.close()
    os.close(terminal)
    os.close(inner)
    assert not (kitchen / "recipes" / "grans-soup.cook").exists()
    found = subprocess.run(
        [*command, "recipes"], capture_output=True, text=True, check=False, env=environ
    )
    assert found.returncode == ExitCode.MET, found.stderr
    assert "grans-soup.toml: has the answers so far" in found.stderr
    told = re.search(r"To go on, type: planner (.+)", found.stderr)
    assert told is not None
    words = shlex.split(told[1])
    again = subprocess.run(
        [*command, *words], capture_output=True, text=True, check=False, env=environ, input=""
    )
    assert "stock cube" not in again.stderr
    assert "'1 cup milk' (which food)" in again.stderr
    assert (kitchen / "recipes" / "grans-soup.cook").exists()
    answers = (kitchen / "recipes" / "grans-soup.toml").read_text(encoding="utf-8")
    assert '"stock cube" = "water"' in answers
    assert "Not finished" not in answers
    found = subprocess.run(
        [*command, "recipes"], capture_output=True, text=True, check=False, env=environ
    )
    assert found.stderr == ""
