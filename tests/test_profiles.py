"""Profile files hold the words of the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner import make_request
from planner.errors import ProfileError, RequestError
from planner.profiles import read_profile
from planner.tables import Tables

HOME = """
days = 3
minutes = 30
every_day = ["vitamin d"]

[[diet]]
name = "no-red-meat"
excludes = ["meat"]

[[person]]
name = "Ana"
age = 34
sex = "female"
diet = "no-red-meat"
allergies = ["peanut"]
avoid = ["mushrooms"]
weight_kg = 63
height_cm = 165
activity = "active"

[person.target]
magnesium = "400mg"

[person.limit]
sodium = 2000

[[person]]
name = "Ben"
age = 12
"""


def write(tmp_path: Path, text: str) -> Path:
    """A profile file with this text."""
    path = tmp_path / "home.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_profile_makes_the_request(tables: Tables, tmp_path: Path) -> None:
    """Every word of the file reaches the person or the plan."""
    profile = read_profile(write(tmp_path, HOME))
    request = make_request(tables, **profile.person("Ana"))
    (person,) = request.people
    assert (request.days, request.minutes, request.every_day) == (3, 30, ("vitamin_d_ug",))
    assert (person.name, person.age, person.diet, person.own_diet) == (
        "Ana",
        34,
        "no-red-meat",
        ("meat",),
    )
    assert person.minimum == {"magnesium_mg": 400}
    assert person.maximum == {"sodium_mg": 2000}
    assert "EER, active" in person.energy_source
    (ben,) = make_request(tables, **profile.person("Ben")).people
    assert ben.age == 12


def test_several_people_need_a_name(tmp_path: Path) -> None:
    """One is planned for at a time: the names are listed, a wrong one is answered with the near."""
    profile = read_profile(write(tmp_path, HOME))
    with pytest.raises(ProfileError, match="--person: Ana, Ben"):
        profile.person()
    with pytest.raises(ProfileError, match="Did you mean Ana"):
        profile.person("Anna")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("dayz = 7", "Did you mean days"),
        ("days = 'seven'", "a whole number"),
        ("days = true", "a whole number"),
        ("[[person]]\nagee = 3", "person 1: the key 'agee'"),
        ("[[person]]\nallergies = 'peanut'", "a list of texts"),
        ("[[person]]\nname = 'A'\n[[person]]\nname = 'A'", "two people have one name"),
        ("[[diet]]\nname = 'x'", "needs a name and excludes"),
        ("[[diet]]\nname = 'x'\nexcludes = ['mlk']", "Did you mean milk"),
        ("days = 7\nx = = 2\n", "line 2"),
        ("person = 3", "person = 3"),
    ],
)
def test_what_is_not_understood_is_named(text: str, says: str, tmp_path: Path) -> None:
    """Unknown keys with close matches, wrong kinds, syntax with its line."""
    with pytest.raises(ProfileError) as error:
        read_profile(write(tmp_path, text))
    assert says in str(error.value)
    assert "home.toml" in str(error.value)


def test_a_missing_profile_is_named(tmp_path: Path) -> None:
    """A file the user named that isn't there is an error."""
    with pytest.raises(ProfileError, match="can't be read"):
        read_profile(tmp_path / "nowhere.toml")


def test_options_add_to_a_profiles_allergies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Naming another allergy on the command line loses none of the file."""
    from planner import cli

    path = write(tmp_path, "days = 1\n[[person]]\nallergies = ['peanut']\n")
    words = ["planner", "plan", "--profile", str(path), "--allergy", "milk", "--format", "json"]
    monkeypatch.setattr("sys.argv", words)
    with pytest.raises(SystemExit):
        cli.main()
    (person,) = json.loads(capsys.readouterr().out)["request"]["people"]
    assert person["allergies"] == ["peanut", "milk"]


def test_a_diet_of_ones_own_keeps_off_the_tables_names(tables: Tables, tmp_path: Path) -> None:
    """A profile can't make "vegan" mean something else."""
    text = "[[diet]]\nname = 'vegan'\nexcludes = ['meat']\n[[person]]\ndiet = 'vegan'\n"
    profile = read_profile(write(tmp_path, text))
    with pytest.raises(RequestError, match="is a diet of the tables"):
        make_request(tables, **profile.person())
