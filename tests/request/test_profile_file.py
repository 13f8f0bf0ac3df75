"""Profile files hold the words of the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner import make_request
from planner.errors import ProfileError, RequestError
from planner.request.fields import write_option
from planner.request.from_words import find_differences, join_requests
from planner.request.profile_file import Words, overlay, read_profile, write_profile
from planner.tables.bundle import Tables
from planner.tables.dishes import MEALS

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
    assert (request.days, request.every_day) == (3, ("vitamin_d_ug",))
    assert request.minutes == dict.fromkeys(MEALS, 30)
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


@pytest.mark.parametrize(
    ("line", "options", "minutes"),
    [
        ("minutes = {dinner = 40}", {}, {"dinner": 40}),
        ("minutes = {dinner = 40}", {"minutes": ["15", "lunch=20"]}, {"dinner": 15, "lunch": 20}),
        ("minutes = 30", {"minutes": ["dinner=40"]}, {"dinner": 40, "lunch": 30}),
        ("minutes = {diner = 40}", {}, "home.toml, minutes: no meal is called 'diner'"),
        ("minutes = 1.5", {}, "should be a whole number, such as 30, or a table"),
    ],
)
def test_minutes_are_of_every_meal_or_of_some(
    line: str, options: Words, minutes: dict[str, int] | str, tables: Tables, tmp_path: Path
) -> None:
    """A number in a file or an option is for all that is cooked; what is said later holds."""
    path = write(tmp_path, line)
    if isinstance(minutes, str):
        with pytest.raises((ProfileError, RequestError), match=minutes):
            make_request(tables, **read_profile(path).person())
        return
    profile = read_profile(path)
    made = make_request(tables, **overlay(profile.person(), options)).minutes
    assert {meal: made[meal] for meal in minutes} == minutes
    assert len(made) == (1 if len(minutes) == 1 else len(MEALS))
    again = write_profile(profile)
    assert make_request(tables, **read_profile(write(tmp_path, again)).person()) == make_request(
        tables, **profile.person()
    )


def test_several_people_need_a_name(tmp_path: Path) -> None:
    """One is planned for at a time: the names are listed, a wrong one is answered with the near."""
    profile = read_profile(write(tmp_path, HOME))
    with pytest.raises(RequestError, match="person: Ana, Ben"):
        profile.person()
    with pytest.raises(RequestError, match="Did you mean Ana"):
        profile.person("Anna")
    assert profile.person(" aNA ")["name"] == "Ana"


TWO = """
diet = "vegetarian"
calories = 2100
avoid = ["mushrooms"]
like = ["lentils", "tofu"]

[target]
iron = 20
zinc = 12

[[person]]
name = "Ana"
avoid = ["celery"]
dislike = ["lentils"]

[person.target]
zinc = "13mg"

[[person]]
name = "Ben"
diet = "vegan"
age = 40
sex = "male"
weight = "180 lb"
height = "5ft10in"
"""


def test_words_at_the_top_hold_for_everyone(tables: Tables, tmp_path: Path) -> None:
    """A person's own words win, lists add; an own weight wins over shared calories."""
    profile = read_profile(write(tmp_path, TWO))
    (ana,) = make_request(tables, **profile.person("Ana")).people
    assert (ana.diet, ana.energy_kcal, ana.avoid) == ("vegetarian", 2100, ("mushrooms", "celery"))
    assert (ana.like, ana.dislike) == (("tofu",), ("lentils",))
    assert ana.minimum == {"iron_mg": 20, "zinc_mg": 13}
    (ben,) = make_request(tables, **profile.person("Ben")).people
    assert (ben.diet, ben.avoid, ben.like) == ("vegan", ("mushrooms",), ("lentils", "tofu"))
    assert ben.weight_kg == pytest.approx(81.6)
    assert "EER" in ben.energy_source


def test_one_person_needs_no_table(tables: Tables, tmp_path: Path) -> None:
    """A file for one has everything at the top, and answers to its name."""
    profile = read_profile(write(tmp_path, "name = 'Ana'\nage = 34\nsex = 'female'\n"))
    assert make_request(tables, **profile.person()) == make_request(tables, **profile.person("ana"))
    assert profile.person()["age"] == 34
    with pytest.raises(RequestError, match="It holds Ana"):
        profile.person("Bob")


@pytest.mark.parametrize("key", ["weight_kg", "weight"])
def test_a_weight_in_pounds_taken_for_kilograms_is_noticed(
    key: str, tables: Tables, tmp_path: Path
) -> None:
    """180 at 165 cm gets the hint that --weight 180 gets; with its unit it is believed."""
    text = f"age = 30\nsex = 'female'\n{key} = 180\nheight_cm = 165\n"
    with pytest.raises(RequestError) as error:
        make_request(tables, **read_profile(write(tmp_path, text)).person())
    assert f"home.toml, {key}: 180 kg at 165 cm" in str(error.value)
    assert "Did you mean 180lb" in str(error.value)
    text = text.replace(f"{key} = 180", 'weight = "180kg"')
    (person,) = make_request(tables, **read_profile(write(tmp_path, text)).person()).people
    assert person.weight_kg == 180


WRONG = """
allergies = ["sesme"]

[[diet]]
name = "Low Meat"
excludes = ["mlk"]

[[person]]
name = "Ben"
age = 0

[[person]]
name = "Ana"
age = 0
like = ["minestron"]

[person.limit]
sodium = "lots"
"""


def test_wrong_words_are_said_with_their_place(tables: Tables, tmp_path: Path) -> None:
    """All of one person's at once, each with file, person and key; the others' are theirs."""
    words = read_profile(write(tmp_path, WRONG)).person("Ana")
    with pytest.raises(RequestError) as error:
        make_request(tables, **words)
    assert [problem.where for problem in error.value.problems] == [
        "home.toml, diet 1 (Low Meat)",
        "home.toml, person 2 (Ana), like",
        "home.toml, allergies",
        "home.toml, person 2 (Ana), limit",
        "home.toml, person 2 (Ana), age",
    ]
    both = overlay(words, {"allergies": ["milk"], "age": 30, "avoid": ["tufo"]})
    with pytest.raises(RequestError) as error:
        make_request(tables, **both)
    said = [problem.write(write_option) for problem in error.value.problems]
    for where in ("home.toml, allergies or --allergy: ", "--avoid: "):
        assert any(one.startswith(where) for one in said)
    assert not any(one.startswith("home.toml, person 2 (Ana), age") for one in said)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("dayz = 7", "Did you mean days"),
        ("days = 'seven'", "a whole number"),
        ("days = true", "a whole number"),
        ("[[person]]\nagee = 3", "person 1: the key 'agee'"),
        ("[[person]]\nallergies = 'peanut'", "a list of texts"),
        ("[[person]]\nname = 'A'\n[[person]]\nname = 'a '", "two people have one name"),
        ("[[person]]\nage = 30\n[[person]]\nage = 40", "two people have no name"),
        ("[[person]]\nname = 'A'\ndays = 3", "person 1 (A): the key 'days'"),
        ("[[person]]\ndays = 3", "put it above the first [[ ]]"),
        ("[target]\niron = 9\ndiet = 'vegan'", "'diet' is among the nutrients"),
        ("[person]\nname = 'A'", "Write [[person]]"),
        ("diet = ['vegan', 3]", 'Write diet = "vegan"'),
        ("diet = 'vegan'\n[[diet]]\nname = 'x'", "move it to a [[person]]"),
        ("diet = vegan", "Texts stand in quotes"),
        ("weight = 63\nweight_kg = 63", "weight is written twice"),
        ("weight = true", "a number or a text"),
        ("name = ' '", "a text in quotes"),
        ("format = 'json'", "the key 'format' is not known"),
        ("[[diet]]\nname = 'x'", "needs a name and excludes"),
        ("[[diet]]\nname = 'x'\nexcludes = ['a']\n[[diet]]\nname = 'X'\nexcludes = []", "already"),
        ("days = 7\nx = = 2\n", "line 2"),
        ("person = 3", "person = 3"),
        ("[[people]]\nname = 'A'", "Did you mean [[person]]?"),
        ("[[persons]]\nname = 'A'", "Did you mean [[person]]?"),
    ],
)
def test_what_is_not_understood_is_named(text: str, says: str, tmp_path: Path) -> None:
    """Unknown keys with close matches, wrong kinds, syntax with its line."""
    with pytest.raises(ProfileError) as error:
        read_profile(write(tmp_path, text))
    assert says in str(error.value)
    assert "home.toml" in str(error.value)


def test_every_wrong_key_is_said_at_once(tmp_path: Path) -> None:
    """Of the file, of each person and of each diet: one run tells all the keys to mend."""
    text = """
    dayz = 7
    minutes = "30"
    [[people]]
    name = "Ana"
    [[diet]]
    named = "mine"
    [[person]]
    name = "Ben"
    agee = 34
    sex = 3
    """
    with pytest.raises(ProfileError) as error:
        read_profile(write(tmp_path, text))
    said = str(error.value)
    for word in ("'dayz'", "minutes =", "'people'", "'named'", "'agee'", "sex = 3"):
        assert word in said


def test_keys_and_words_are_said_in_one_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One run of the command tells what isn't a key, and what isn't a word, of all the people."""
    from planner import cli

    text = """
    dayz = 7
    avoid = ["tufo"]
    [[person]]
    name = "Ana"
    agee = 34
    sex = "cat"
    weight = 63
    [[person]]
    name = "Ben"
    age = 0
    """
    words = ["planner", "targets", "--person", "Ana", "--profile", str(write(tmp_path, text))]
    people = str(tmp_path / "people.toml")
    Path(people).write_text("[[people]]\nname = 'Ana'\n", encoding="utf-8")
    monkeypatch.setattr("sys.argv", [*words[:-1], people])
    with pytest.raises(SystemExit):
        cli.main()
    assert "the profile has no" not in capsys.readouterr().err
    for argv in (["planner", "plan", *words[4:]], words):
        monkeypatch.setattr("sys.argv", argv)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code == 1
        said = capsys.readouterr().err
        for word in ("'dayz'", "'agee'", "home.toml, avoid: no food", "(Ana), sex: 'cat'"):
            assert said.count(word) == 1, said
        assert ("(Ben), age: 0 is out of range" in said) == ("--person" not in argv)
        assert "needs age" not in said


def test_a_missing_profile_is_named(tmp_path: Path) -> None:
    """A file the user named that isn't there is an error."""
    with pytest.raises(ProfileError, match="can't be read"):
        read_profile(tmp_path / "nowhere.toml")
    (tmp_path / "home.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ProfileError, match="UTF-8"):
        read_profile(tmp_path / "home.toml")


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
    with pytest.raises(RequestError, match="is already a diet of the tables"):
        make_request(tables, **profile.person())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a = " + "[" * 500 + "]" * 500, "nested too deeply"),
        ("a = " + "[" * 20 + "]" * 20, "nested too deeply"),
        (".".join("a" * 50_000) + " = 1", "nested too deeply (at line 1)"),
        (".".join(["'a'"] * 50_000) + " = 1", "nested too deeply (at line 1)"),
        ("b = 1\n" + ".".join("a" * 500) + " = 1", "nested too deeply (at line 2)"),
        ("[" + ".".join("a" * 50_000) + "]", "nested too deeply (at line 1)"),
        (".".join("a" * 20) + " = 1", "nested too deeply"),
        ("\ndays = " + "9" * 5000, "too many digits (at line 2)"),
        (f'avoid = ["{"x" * 100_000}"]', "a word has 100,000 letters"),
        (f'[[person]]\nname = "{"x" * 201}"', "a word has 201 letters"),
        (f"{'x' * 201} = 1", "a word has 201 letters"),
        ("avoid = [" + "'x'," * 501 + "]", "more than 500 words"),
        ("#" * 250_001, "it has more than 0.25 MB"),
    ],
)
def test_what_nobody_types_is_one_message(text: str, says: str, tmp_path: Path) -> None:
    """A file that would take long to read, or fill the screen, is refused at once."""
    path = tmp_path / "planner.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        read_profile(path)
    (problem,) = caught.value.problems
    assert says in problem.what
    assert len(str(problem)) < 500


def test_a_year_of_meals_out_is_read(tmp_path: Path) -> None:
    """Meals out are as many as there are."""
    path = tmp_path / "planner.toml"
    out = [f"day {day} {meal}" for day in range(1, 367) for meal in ("lunch", "dinner")]
    path.write_text(f"out = {out}", encoding="utf-8")
    assert read_profile(path).words["out"] == out


def test_one_person_is_the_same_whatever_they_are_called(tables: Tables) -> None:
    """A plan of one and a profile of one differ in what they ask, and in no name.

    Of several people each is found by the name, and who joined or is gone is said.
    """
    you = make_request(tables, diet="vegan")
    ana = make_request(tables, name="Ana", diet="vegan")
    assert find_differences(you, ana, (), tables) == ["name you in the plan, Ana in the profile"]
    ben = make_request(tables, name="Ben", diet="vegetarian")
    both = join_requests([ana, ben])
    assert find_differences(both, both, (), tables) == []
    assert find_differences(both, join_requests([ben, ana]), (), tables) == []
    assert find_differences(both, ana, (), tables) == ["Ben is gone"]
    assert find_differences(ana, both, (), tables) == ["Ben joins"]
    other = join_requests([ana, make_request(tables, name="Ben", diet="vegan")])
    (said,) = find_differences(both, other, (), tables)
    assert said == "Ben: diet vegetarian in the plan, vegan in the profile"
