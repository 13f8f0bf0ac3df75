"""What a profile is asked for is checked at once, and what is written is read back."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator
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
from planner.request.interview import ABOUT_A_PERSON, DAYS, find_answer, find_name, find_people
from planner.request.profile_file import LONGEST_WORD, Profile, read_profile, write_profile
from planner.request.request import Request
from planner.tables.bundle import Tables
from planner.tables.diets import make_id

AGE, SEX, DIET, ALLERGIES = ABOUT_A_PERSON

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


def test_questions_make_a_profile(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tables: Tables,
) -> None:
    """A wrong answer is asked again, the file is what a plan reads, and it isn't written over."""
    path = tmp_path / "home.toml"
    said = ["3", "2", "Ana", "34", "f", "vegen", "vegan", "peanut", "ana", "Ben", "", "", "", ""]
    assert answer(monkeypatch, iter(said), "--output", str(path)) == 0
    assert "Did you mean vegan" in capsys.readouterr().err
    profile = read_profile(path)
    assert profile.names == ["Ana", "Ben"]
    request = make_request(tables, **profile.person("Ana"))
    assert (request.days, request.people[0].diet) == (3, "vegan")
    before = path.read_bytes()
    assert answer(monkeypatch, iter(said), "--output", str(path)) == 1
    assert "exists already" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert answer(monkeypatch, iter([]), "--yes", "--force", "--output", str(path)) == 0
    assert read_profile(path).names == ["you"]


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
    ana, ben = ["7", "2", "Ana", "34", "f", "vegan", ""], ["Ben", "", "", ""]
    assert answer(monkeypatch, iter([*ana, *ben, "milk", *ben, ""]), "--output", str(path)) == 0
    found = capsys.readouterr().err
    assert "no dish for breakfast is left" in found
    assert "last person again" in found
    assert read_profile(path).names == ["Ana", "Ben"]
    assert "milk" not in path.read_text(encoding="utf-8")


def test_questions_that_are_left_write_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The end of input among the questions leaves no file and no traceback."""
    path = tmp_path / "home.toml"
    assert answer(monkeypatch, iter(["7", "1", "Ana"]), "--output", str(path)) == 1
    assert "is not written" in capsys.readouterr().err
    assert not any(tmp_path.iterdir())
