"""The journal reads what the planner and people write, and never loses a line."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import OutputError
from planner.kitchen.journal import (
    BOUGHT,
    COOKED,
    LIKED,
    MEAL_VERBS,
    THREW,
    add_lines,
    find_last,
    parse_journal,
    read_journal,
    undo_texts,
    write_item,
    write_meal,
)

FILE = Path("journal.txt")
TODAY = date(2026, 11, 30)
BRIEF = """\
2026-11-26 bought tofu-firm 454 g
2026-11-28 cooked 2026-11-26 day 3 dinner
2026-11-29 skipped 2026-11-26 day 4 lunch
2026-11-29 undone skipped 2026-11-26 day 4 lunch
2026-11-30 threw spinach 80 g
2026-11-30 liked ghanaian-bean-stew
"""


def test_what_was_undone_is_as_if_it_was_never_said() -> None:
    """The other events stay, in their order, each with its line."""
    journal = parse_journal(BRIEF, FILE)
    assert [(event.line, event.verb) for event in journal.events] == [
        *((1, BOUGHT), (2, COOKED), (5, THREW), (6, LIKED))
    ]
    bought, cooked = journal.events[:2]
    assert (bought.thing, bought.grams) == ("tofu-firm", 454.0)
    assert (cooked.week, cooked.number, cooked.meal) == ("2026-11-26", 3, "dinner")
    assert not journal.problems
    assert not journal.torn


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2026-11-26  Bought  Tofu-firm 454g", "bought tofu-firm 454 g"),
        ("2026-11-26 bought firm tofu 0.5 kg", "bought firm-tofu 500 g"),
        ("2026-11-26 threw spinach 3 oz", "threw spinach 85 g"),
        ("2026-11-26 liked pad thai", "liked pad-thai"),
        ("2026-11-26 cooked 2026-11-26, day 3, dinner ", "cooked 2026-11-26 day 3 dinner"),
        ("2026-11-26 bought rice 1000 g for 2026-11-26", "bought rice 1000 g for 2026-11-26"),
    ],
)
def test_lines_that_people_type_are_read(typed: str, read: str) -> None:
    """Other spaces, capitals and units mean the same."""
    (event,) = parse_journal(f"{typed}\n", FILE).events
    assert event.text == read


@pytest.mark.parametrize(
    "typed",
    [
        *("2026-11-31 liked pad-thai", "liked pad-thai", "2026-11-26", "2026-11-26 bougt rice 3 g"),
        *("2026-11-26 bought rice", "2026-11-26 bought rice -3 g", "2026-11-26 bought rice nan g"),
        *("2026-11-26 cooked 2026-11-26 day three dinner", "2026-11-26 cooked dinner"),
        "2026-11-26 bought rice 1e9 g",
    ],
)
def test_a_line_that_says_nothing_is_reported_with_its_number(typed: str) -> None:
    """It stops nothing, and nothing is made of it."""
    journal = parse_journal(f"# a note\n\n{typed}\n2026-11-26 liked pad-thai\n", FILE)
    assert [event.line for event in journal.events] == [4]
    (problem,) = journal.problems
    assert problem.where == "journal.txt, line 3"
    assert problem.remedy


def test_notes_and_blank_lines_are_no_events() -> None:
    """And Windows' line ends do no harm."""
    journal = parse_journal("# moved in\n\n  \n2026-11-26 liked pad-thai\r\n", FILE)
    assert [event.thing for event in journal.events] == ["pad-thai"]
    assert not journal.problems


def test_undo_takes_back_the_last_event_and_can_itself_be_said_again() -> None:
    """Two of the same need two lines to undo them; a third undoes nothing."""
    line, undone = "2026-11-26 liked pad-thai\n", "2026-11-26 undone liked pad-thai\n"
    assert len(parse_journal(line * 2 + undone, FILE).events) == 1
    assert len(parse_journal(line * 2 + undone * 2 + line, FILE).events) == 1
    astray = parse_journal(line + undone * 2, FILE)
    assert (len(astray.events), len(astray.unmatched)) == (0, 1)


def test_a_list_is_undone_as_a_whole(tmp_path: Path) -> None:
    """What was bought beside it stays."""
    path = tmp_path / "journal.txt"
    add_lines(path, TODAY, [write_item(BOUGHT, "rice", 500)])
    texts = [write_item(BOUGHT, item, 100, TODAY) for item in ("oats", "kale")]
    add_lines(path, TODAY, texts)
    last = find_last(read_journal(path))
    assert [event.thing for event in last] == ["oats", "kale"]
    add_lines(path, TODAY, undo_texts(last))
    assert [event.thing for event in read_journal(path).events] == ["rice"]


@given(
    st.lists(
        st.one_of(
            st.builds(
                write_meal,
                st.sampled_from(MEAL_VERBS),
                st.dates(date(2000, 1, 1), date(2099, 1, 1)),
                st.integers(1, 366),
                st.sampled_from(["breakfast", "lunch", "dinner", "snack"]),
            ),
            st.builds(
                write_item,
                st.sampled_from([BOUGHT, THREW]),
                st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True),
                st.floats(0, 99_999),
            ),
        )
    )
)
def test_what_is_written_is_read(texts: list[str]) -> None:
    """Every event comes back with its own words."""
    lines = "".join(f"2026-11-30 {text}\n" for text in texts)
    journal = parse_journal(lines, FILE)
    assert [event.text for event in journal.events] == texts
    assert not journal.problems


@given(st.text())
def test_any_text_is_read_without_a_fault(text: str) -> None:
    """Whatever stands in the file, each line is an event, a note, blank, or a problem."""
    journal = parse_journal(text, FILE)
    assert len(journal.events) + len(journal.problems) <= text.count("\n") + 1


def test_a_torn_last_line_is_kept_and_reported_and_the_next_one_is_whole(tmp_path: Path) -> None:
    """At whichever letter it was cut, the lines before it and after it are read."""
    path = tmp_path / "journal.txt"
    whole = b"2026-11-26 bought tofu-firm 454 g\n"
    last = b"2026-11-28 cooked 2026-11-26 day 3 dinner"
    for cut in range(len(last)):
        path.write_bytes(whole + last[:cut])
        torn = read_journal(path)
        assert torn.torn == (cut > 0)
        add_lines(path, TODAY, ["liked pad-thai"])
        journal = read_journal(path)
        named = [event.verb for event in journal.events]
        assert named[0] == BOUGHT
        assert named[-1] == LIKED
        assert len(named) + len(journal.problems) == 2 + (cut > 0)
        assert whole + last[:cut] in path.read_bytes()


def test_a_line_without_an_end_that_a_person_typed_counts(tmp_path: Path) -> None:
    """Editors may leave the last line without one."""
    path = tmp_path / "journal.txt"
    path.write_text("2026-11-26 liked pad-thai", encoding="utf-8")
    add_lines(path, TODAY, ["liked shakshuka"])
    assert [event.thing for event in read_journal(path).events] == ["pad-thai", "shakshuka"]


FULL = """
import resource, sys
from datetime import date
from pathlib import Path
from planner.errors import OutputError
from planner.kitchen.journal import add_lines
path, size = Path(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
try:
    add_lines(path, date(2026, 11, 30), ["liked pad-thai", "liked shakshuka"])
except OutputError as error:
    print(error)
    sys.exit(1)
"""


def test_a_disk_that_fills_up_leaves_the_journal_as_it_was(tmp_path: Path) -> None:
    """Whether nothing, a part of a line or one of two lines would have fitted."""
    path = tmp_path / "journal.txt"
    before = b"2026-11-26 bought tofu-firm 454 g\n"
    added = len("2026-11-30 liked pad-thai\n2026-11-30 liked shakshuka\n")
    for room in (0, 1, 10, 26, 30, added - 1):
        path.write_bytes(before)
        done = subprocess.run(
            [sys.executable, "-c", FULL, str(path), str(len(before) + room)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert done.returncode == 1, done.stderr
        assert "can't be written" in done.stdout
        assert path.read_bytes() == before, room


def test_a_file_that_an_editor_replaces_meanwhile_gets_the_line_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The editor saves between the planner's opening of the file and its end."""
    path = tmp_path / "journal.txt"
    path.write_text("2026-11-26 liked pad-thai\n", encoding="utf-8")
    edited = tmp_path / "edited"
    edited.write_text("2026-11-26 liked pad-thai\n# a note\n", encoding="utf-8")
    sync = os.fsync

    def save(descriptor: int) -> None:
        sync(descriptor)
        if edited.exists():
            edited.replace(path)

    monkeypatch.setattr(os, "fsync", save)
    add_lines(path, TODAY, ["liked shakshuka"])
    text = path.read_text(encoding="utf-8")
    assert text == "2026-11-26 liked pad-thai\n# a note\n2026-11-30 liked shakshuka\n"


def test_a_journal_that_is_replaced_each_time_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person is told; nothing is tried for ever."""
    path = tmp_path / "journal.txt"
    path.write_text("", encoding="utf-8")

    def save(_descriptor: int) -> None:
        path.rename(tmp_path / "old")
        path.write_text("", encoding="utf-8")

    monkeypatch.setattr(os, "fsync", save)
    with pytest.raises(OutputError, match="again and again"):
        add_lines(path, TODAY, ["liked shakshuka"])


def test_the_journal_is_for_its_owner_alone(tmp_path: Path) -> None:
    """It tells what a household eats."""
    add_lines(tmp_path / "journal.txt", TODAY, ["liked shakshuka"])
    assert (tmp_path / "journal.txt").stat().st_mode & 0o077 == 0
