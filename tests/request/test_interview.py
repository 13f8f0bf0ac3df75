"""What a profile is asked for is checked at once, and what is written is read back."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import cli, make_request
from planner.errors import NoPlanExists, Problem, RequestError
from planner.model import bound as programs
from planner.model.bound import build_households
from planner.model.household import Household
from planner.people.person import tidy_name
from planner.request.interview import (
    ABOUT_A_PERSON,
    DAYS,
    find_answer,
    find_name,
    find_people,
    is_asked,
)
from planner.request.profile_file import LONGEST_WORD, Profile, read_profile, write_profile
from planner.request.request import Request
from planner.tables.bundle import Tables
from planner.tables.diets import make_id

QUESTIONS = {question.word: question for question in ABOUT_A_PERSON}
AGE, SEX, DIET, ALLERGIES = (QUESTIONS[word] for word in ("age", "sex", "diet", "allergies"))

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=LONGEST_WORD).filter(
    str.strip
)
WORDS = st.fixed_dictionaries(
    {},
    optional={
        "age": st.integers(9, 120),
        "diet": TEXTS,
        "allergies": st.lists(TEXTS, max_size=3),
        "out": st.lists(TEXTS, max_size=2),
        "weight": st.one_of(TEXTS, st.floats(20, 300), st.integers(20, 300)),
        "calories": st.floats(600, 6000),
        "targets": st.lists(st.integers(1, 99).map("magnesium={}mg".format), max_size=1),
    },
)


@settings(deadline=None, max_examples=50)
@given(
    days=st.integers(1, 366),
    people=st.dictionaries(TEXTS.map(tidy_name), WORDS, min_size=1, max_size=6),
    own=st.dictionaries(TEXTS.map(tidy_name), st.lists(TEXTS, max_size=2), max_size=2),
)
def test_what_is_written_is_read_back(
    days: int,
    people: dict[str, dict[str, object]],
    own: dict[str, list[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Any words that a profile can have come back as they were, whatever signs are in them."""
    folded = {name.casefold(): (name, words) for name, words in people.items()}
    everyone = tuple({"name": name, **words} for name, words in folded.values())
    ids = {make_id(name): name for name in own}
    profile = Profile(
        {"days": days, "own_diets": {name: own[name] for name in ids.values()}}, everyone
    )
    path = tmp_path_factory.mktemp("profile") / "home.toml"
    path.write_text(write_profile(profile), encoding="utf-8", newline="")
    found = read_profile(path)

    def plain(words: object) -> dict[str, object]:
        assert isinstance(words, dict)
        return {word: value for word, value in words.items() if word != "places" and value != []}

    assert plain(found.words) == plain(profile.words)
    assert [plain(one) for one in found.people] == [plain(one) for one in everyone]


@pytest.mark.parametrize(
    ("question", "text", "says"),
    [
        (DAYS, "seven", "'seven' is not a whole number"),
        (DAYS, "400", "out of range"),
        (AGE, "1985", "not the year of birth"),
        (AGE, "0", "Below one year"),
        (SEX, "cat", "female and male"),
        (DIET, "vegen", "Did you mean vegan"),
        (ALLERGIES, "milk, sesme", "Did you mean sesame"),
    ],
)
def test_a_wrong_answer_is_said_as_an_option_is(
    question: object, text: str, says: str, tables: Tables
) -> None:
    """The message is that of the option, with what may have been meant."""
    assert isinstance(question, type(DAYS))
    with pytest.raises(RequestError, match=says):
        find_answer(text, question, {}, tables)


def test_answers_add_up_to_a_request(tables: Tables) -> None:
    """Enter takes the default, a word that says nothing leaves the word out."""
    words = find_answer("34", AGE, {"name": "Ana"}, tables)
    words = find_answer(" woman ", SEX, words, tables)
    words = find_answer("", DIET, words, tables)
    words = find_answer("none", ALLERGIES, words, tables)
    assert words == {"name": "Ana", "age": 34, "sex": "woman", "diet": "omnivore"}
    (person,) = make_request(tables, **words).people
    assert (person.name, person.sex) == ("Ana", "female")


def test_names_and_numbers_of_people() -> None:
    """Two people don't share a name; one to ten eat together."""
    assert find_name("", 1, []) == "you"
    assert find_name("", 2, ["you"]) == "person 2"
    with pytest.raises(RequestError, match="someone else is called"):
        find_name(" ANA ", 2, ["Ana"])
    assert find_people("") == 1
    with pytest.raises(RequestError, match="Between 1 and 10"):
        find_people("11")


def answer(monkeypatch: pytest.MonkeyPatch, answers: Iterator[str], *words: str) -> int:
    """The exit code of `planner init` with these answers; the end of input after them."""

    def ask() -> str:
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr(builtins, "input", ask)
    monkeypatch.setattr(sys, "argv", ["planner", "init", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


ANA = ["Ana", "34", "f", "", "63 kg", "168", "active", "vegen", "vegan", "peanut", "", "", ""]
ANA += ["brunch", "Mon. supper"]
BEN = ["Ben", "", "", "", "", "", "", "", "", ""]


def test_questions_make_a_profile(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tables: Tables,
) -> None:
    """A wrong answer is asked again, and the file is what a plan reads."""
    path = tmp_path / "home.toml"
    about = ["3", "brunch, lunch, supper", "30, supper=40", "lunch=20, supper=40", "", "80", "2"]
    said = [*about, *ANA, "ana", *BEN, "n"]
    assert answer(monkeypatch, iter(said), "--output", str(path)) == 0
    printed = capsys.readouterr().err
    assert "Did you mean vegan" in printed
    assert "someone else is called" in printed
    today = date.today()  # noqa: DTZ011  (as the command has it)
    again = f"planner plan --profile {path} --start {today.isoformat()}"
    assert again in printed  # a weekday needs the first day's date
    profile = read_profile(path)
    assert profile.names == ["Ana", "Ben"]
    request = make_request(tables, start=date(2026, 12, 6), **profile.person("Ana"))
    assert list(request.kinds) == ["brunch", "lunch", "supper"]
    assert (request.people[0].skip, request.people[0].out) == (
        ("brunch",),
        ((2, "supper"),),
    )
    assert (request.days, request.people[0].diet) == (3, "vegan")
    assert (request.budget_usd, request.minutes["supper"]) == (80, 40)
    alone = make_request(tables, age=34, sex="f", weight="63 kg", height="168", activity="active")
    assert request.people[0].energy_kcal == alone.people[0].energy_kcal
    before = path.read_bytes()
    assert answer(monkeypatch, iter([]), "--yes", "--output", str(path)) == 1
    assert "exists already" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert answer(monkeypatch, iter([]), "--yes", "--force", "--output", str(path)) == 0
    assert read_profile(path).names == ["you"]


BY_HAND = """\
# ours
days = 3  # a few
avoid = ["tofu"]

[[person]]
name = "Ana"
age = 34
dislike = ["kale"]

[person.target]
magnesium = "400mg"
"""


def test_a_profile_is_asked_again_over_its_own_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter keeps each answer, "none" takes it back, and what someone wrote by hand stays."""
    path = tmp_path / "home.toml"
    path.write_text(BY_HAND, encoding="utf-8")
    said = ["", "", "", "", "", "1", "", "35", "", "", "", "", "", "none", "", "", "n"]
    assert answer(monkeypatch, iter(said), "--output", str(path)) == 0
    changed = BY_HAND.replace("34", "35").replace('dislike = ["kale"]', 'diet = "omnivore"')
    assert path.read_text(encoding="utf-8") == changed


def test_what_was_answered_is_kept_when_someone_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The people who weren't asked yet stay, and so does a file that can't be read."""
    path = tmp_path / "home.toml"
    ben = '[[person]]\nname = "Ben"\nage = 5\n'
    path.write_text(f'[[person]]\nname = "Ana"\nage = 34\n\n{ben}', encoding="utf-8")
    assert answer(monkeypatch, iter(["4", "", "", "", "", "2", "", "36"]), "-o", str(path)) == 1
    assert "has what you answered" in capsys.readouterr().err
    assert ben in path.read_text(encoding="utf-8")
    found = read_profile(path)
    assert (found.words["days"], found.people[0]["age"]) == (4, 36)
    path.write_text("days = ", encoding="utf-8")
    assert answer(monkeypatch, iter(["7"]), "-o", str(path)) == 1
    assert path.read_text(encoding="utf-8") == "days = "


def test_pregnancy_is_asked_of_those_who_may_be_pregnant(tables: Tables) -> None:
    """A boy isn't asked, nor a woman of 70; a height is asked only beside a weight."""
    stage, height = QUESTIONS["life_stage"], QUESTIONS["height"]
    assert is_asked(stage, {"age": 30, "sex": "woman"}, tables)
    assert not is_asked(stage, {"age": 30, "sex": "male"}, tables)
    assert not is_asked(stage, {"age": 70, "sex": "f"}, tables)
    assert not is_asked(stage, {"age": 30}, tables)
    assert not is_asked(height, {"age": 30, "sex": "f"}, tables)
    body = {"age": 30, "sex": "f", "weight": "60 kg"}
    assert is_asked(height, body, tables)
    assert find_answer("", height, body, tables) == {"age": 30, "sex": "f"}


def test_who_shares_no_dish_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answers before are kept, what there isn't is said, and other ones will do."""
    path = tmp_path / "home.toml"

    def share(request: Request, known: Tables) -> list[Household]:
        if any(person.allergies for person in request.people):
            raise NoPlanExists(Problem("", "no dish for breakfast is left"))
        return build_households(request, known)

    monkeypatch.setattr(programs, "build_households", share)
    ana = ["Ana", "34", "m", "", "vegan", "", "", "", "", "", ""]
    with_milk = ["Ben", "", "", "", "milk", "", "", "", "", ""]
    said = ["7", "", "", "", "", "2", *ana, *with_milk, *BEN, "n"]
    assert answer(monkeypatch, iter(said), "--output", str(path)) == 0
    found = capsys.readouterr().err
    assert "no dish for breakfast is left" in found
    assert "last person again" in found
    assert read_profile(path).names == ["Ana", "Ben"]
    assert "milk" not in path.read_text(encoding="utf-8")


def test_questions_that_are_left_write_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The end of input before the first answer leaves no file and no traceback."""
    path = tmp_path / "home.toml"
    assert answer(monkeypatch, iter([]), "--output", str(path)) == 1
    assert "not written" in capsys.readouterr().err
    assert not any(tmp_path.iterdir())
