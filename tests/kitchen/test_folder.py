"""A kitchen is found where it is, made private, and nothing named from outside leaves it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner.errors import KitchenError
from planner.kitchen.folder import Kitchen, find_kitchen, find_open_modes, make_kitchen
from planner.request.profile_file import read_profile

PROFILE = 'diet = "vegan"\n'


def test_a_new_kitchen_is_private_and_has_its_files(tmp_path: Path) -> None:
    """Nobody else may look in, and the profile is read as any other."""
    kitchen = make_kitchen(tmp_path / "kitchen", PROFILE, "sunday")
    assert kitchen.folder.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in kitchen.folder.iterdir()) == [
        *(".gitignore", "journal.txt", "pantry.csv", "planner.toml", "recipes", "weeks")
    ]
    assert read_profile(kitchen.profile).words["diet"] == "vegan"
    assert kitchen.shopping_day == 6
    assert not list(find_open_modes(kitchen))
    kitchen.folder.chmod(0o755)
    (problem,) = find_open_modes(kitchen)
    assert "chmod 700" in problem.remedy


def test_it_is_found_by_name_then_by_variable_then_here(tmp_path: Path) -> None:
    """The nearest way wins; without any there is none."""
    named, meant, here = (make_kitchen(tmp_path / name, PROFILE).folder for name in ("a", "b", "c"))
    environ = {"PLANNER_KITCHEN": str(meant)}
    found = find_kitchen(named, here, environ), find_kitchen(None, here, environ)
    assert [one.folder for one in found if one] == [named, meant]
    at_hand = find_kitchen(None, here, {})
    assert at_hand is not None
    assert at_hand.folder == here
    assert find_kitchen(None, tmp_path, {}) is None


def test_an_older_profile_is_no_kitchen(tmp_path: Path) -> None:
    """A planner.toml without the table is left alone, even one that can't be read."""
    path = tmp_path / "planner.toml"
    for text in (PROFILE, 'diet = "vegan\n', "# [kitchen]\n", 'cuisine = "[kitchen]"\n'):
        path.write_text(text, encoding="utf-8")
        assert find_kitchen(None, tmp_path, {}) is None, text
    with pytest.raises(KitchenError, match="has no table"):
        find_kitchen(tmp_path, None, {}) if path.write_text(PROFILE, encoding="utf-8") else None
    with pytest.raises(KitchenError, match="is a profile already"):
        make_kitchen(tmp_path, PROFILE)
    assert path.read_text(encoding="utf-8") == PROFILE


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('[kitchen]\nshopping_day = "someday"', "not a day of the week"),
        ("[kitchen]\nshopping_day = 3", "not a day of the week"),
        ('[kitchen]\nshoping_day = "monday"', "Did you mean shopping_day"),
        ("[[kitchen]]", "is not a table"),
        ("[kitchen]\nshopping_day = ", "is not TOML"),
    ],
)
def test_a_wrong_table_is_named_with_what_to_write(tmp_path: Path, table: str, said: str) -> None:
    """The person meant a kitchen, so nothing goes on as if there were none."""
    (tmp_path / "planner.toml").write_text(f"{PROFILE}{table}\n", encoding="utf-8")
    with pytest.raises(KitchenError, match=said):
        find_kitchen(None, tmp_path, {})


@pytest.mark.parametrize(
    "name", [*("../x", "/etc/passwd", "weeks/../../x"), ".", "", "link/x", "a\0b"]
)
def test_no_name_leads_out_of_the_folder(kitchen: Kitchen, name: str) -> None:
    """Neither dots, nor a path from the root, nor a link that leads out."""
    (kitchen.folder / "link").symlink_to(kitchen.folder.parent)
    with pytest.raises(KitchenError, match="outside the kitchen"):
        kitchen.find_inside(name)


def test_a_name_inside_is_found(kitchen: Kitchen) -> None:
    """As recipes name each other."""
    inside = kitchen.find_inside("./recipes/Sauces/x.cook")
    assert inside == (kitchen.folder / "recipes" / "Sauces" / "x.cook").resolve()


def test_weeks_begin_on_shopping_days(kitchen: Kitchen) -> None:
    """Saturday, if nothing else is said; a Saturday is one itself."""
    assert kitchen.next_shopping_day(date(2026, 11, 27)) == date(2026, 11, 28)
    assert kitchen.next_shopping_day(date(2026, 11, 28)) == date(2026, 11, 28)
    assert kitchen.next_shopping_day(date(2026, 11, 29)) == date(2026, 12, 5)


def test_only_plans_are_weeks(kitchen: Kitchen) -> None:
    """Other files in the folder, such as an editor's, are no weeks."""
    for name in ("2026-11-28.json", "2026-13-28.json", "2026-11-28.json~", "notes.txt"):
        (kitchen.folder / "weeks" / name).write_text("", encoding="utf-8")
    assert kitchen.list_weeks() == [date(2026, 11, 28)]
