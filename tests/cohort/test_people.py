"""The rows of a cohort: cells by the kinds of their fields, and every fault with its place."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from planner.cohort.people import COLUMNS, Naming, find_people, parse_naming, say_column
from planner.errors import PeopleFileError, mention, write_mentions
from planner.request.fields import FIELDS, Kind


def write(folder: Path, text: str, name: str = "people.csv") -> Path:
    """A file of people."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_field_of_a_profile_is_a_column() -> None:
    """By its name in Python, its key in a profile and its option, each of the field's kind."""
    for field in FIELDS:
        if field.kind is not None:
            for name in (field.name, field.key, field.option.replace("-", "_")):
                assert COLUMNS[name].word == field.name
                assert COLUMNS[name].kind == field.kind
    assert COLUMNS["weight_kg"].word == "weight"
    assert COLUMNS["weight_kg"].kind == Kind.NUMBER


def test_cells_are_read_as_the_kinds_of_their_fields(tmp_path: Path) -> None:
    """Lists have semicolons; a blank is a word that isn't given; columns may be carried along."""
    path = write(
        tmp_path,
        "id,Age,weight kg,allergies,target,minutes,cheap,region,survey_weight,height\n"
        'x,34,"1,063",soy; peanut,magnesium = 400; vitamin-d=800IU,dinner=40,yes,north,2.5,5ft5in\n'
        "y,,,,,30,0,,,165\n",
    )
    people = find_people(path, Naming(carried=("region",)))
    first, second = people.read()
    places = first.words["places"]
    assert dict(first.words) == {
        "age": 34,
        "weight": 1063.0,
        "allergies": ["soy", "peanut"],
        "targets": ["magnesium=400", "vitamin-d=800IU"],
        "minutes": ["dinner=40"],
        "cheap": True,
        "height": "5ft5in",
        "places": places,
    }
    assert places["age"] == "people.csv, line 2, column age"
    assert (first.survey_weight, first.carried) == (2.5, {"region": "north"})
    assert {**second.words, "places": {}} == {
        "minutes": ["30"],
        "cheap": False,
        "height": 165.0,
        "places": {},
    }
    assert (second.survey_weight, second.carried) == (1.0, {"region": ""})


def test_a_row_without_an_id_has_its_number(tmp_path: Path) -> None:
    """The first row is 1."""
    people = find_people(write(tmp_path, "age\n30\n40\n"), Naming())
    assert people.ids == ("1", "2")


@pytest.mark.parametrize(
    ("cells", "column", "what"),
    [
        ("x,thirty,,", "age", "'thirty' is not a whole number"),
        ("x,30.5,,", "age", "'30.5' is not a whole number"),
        ("x,30,maybe,", "cheap", "'maybe' is not yes or no"),
        ("x,30,,-1", "survey_weight", "'-1' is not a survey weight"),
        ("x,inf,,", "age", "'inf' is not a whole number"),
        ("x,30,,nan", "survey_weight", "'nan' is not a survey weight"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place(
    tmp_path: Path, cells: str, column: str, what: str
) -> None:
    """File, line, column, the value seen and what to write; the other rows are read."""
    path = write(tmp_path, f"id,age,cheap,survey_weight\n{cells}\nz,40,,\n")
    wrong, right = find_people(path, Naming()).read()
    (problem,) = wrong.problems
    assert problem.where == f"people.csv, line 2, column {column}"
    assert problem.what == what
    assert problem.remedy
    assert right.words["age"] == 40
    assert not right.problems


def test_a_line_that_cannot_be_read_is_a_row_with_its_fault(tmp_path: Path) -> None:
    """Nothing is lost: a line of too many cells is a row, and the next one too."""
    path = write(tmp_path, "id,age\na,30,40\nb,50\n")
    broken, sound = find_people(path, Naming()).read()
    assert (broken.id, broken.place) == ("line 2", "people.csv, line 2")
    assert "3 cells" in broken.problems[0].what
    assert sound.id == "b"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,agee\na,30\n", "'agee' is not known\n  Did you mean age"),
        ("id,income\na,30\n", "--carry income"),
        ("id,age,years\na,30,30\n", "'years' is not known"),
        ("id,target,targets\na,,\n", "both targets"),
        ("id,age\na,30\na,40\n", "line 3: the id 'a' is already in people.csv, line 2"),
        ("id;age\na;30\n", "separates its columns with semicolons"),
        ("id,age\n", "no person"),
        ("", "no person"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """Its columns and ids come first: without them no row can be trusted."""
    with pytest.raises(PeopleFileError) as refused:
        find_people(write(tmp_path, text), Naming())
    assert said in str(refused.value)


def test_a_wrong_column_and_wrong_cells_are_told_at_once(tmp_path: Path) -> None:
    """Whoever mends the file needn't run it again to hear of the rest."""
    path = write(tmp_path, "id,agee,calories\na,30,20x\nb,40\n")
    with pytest.raises(PeopleFileError) as refused:
        find_people(path, Naming())
    header, cell, line = refused.value.problems
    assert "'agee' is not known" in header.what
    assert (cell.where, cell.what) == (
        "people.csv, line 2, column calories",
        "'20x' is not a number",
    )
    assert str(line.where) == "people.csv, line 3"


def test_columns_are_renamed(tmp_path: Path) -> None:
    """Theirs by ours, however they are capitalised; one that isn't there is named."""
    path = write(tmp_path, "SEQN,RIDAGEYR,WTDRD1\n7,30,2.5\n")
    naming = parse_naming(["seqn=id", "RIDAGEYR = age", "WTDRD1=survey_weight"], [])
    (row,) = find_people(path, naming).read()
    assert (row.id, row.words["age"], row.survey_weight) == ("7", 30, 2.5)
    with pytest.raises(PeopleFileError, match="no column 'sex'"):
        find_people(path, parse_naming([*("SEQN=id", "sex=sex"), "RIDAGEYR=age"], ["wtdrd1"]))
    with pytest.raises(PeopleFileError, match="names no two columns"):
        parse_naming(["age"], [])
    with pytest.raises(PeopleFileError, match="Did you mean age"):
        parse_naming(["x=agee"], [])


def test_a_parquet_file_reads_as_a_csv_file_does(tmp_path: Path) -> None:
    """Numbers, blanks and lists; and a file that is none is refused."""
    path = tmp_path / "people.parquet"
    columns = {"id": [1, 2], "age": [30.0, None], "avoid": [["soy", "milk"], []]}
    pq.write_table(pa.table(columns), path)
    first, second = find_people(path, Naming()).read()
    assert (first.id, first.words["age"], first.words["avoid"]) == ("1", 30, ["soy", "milk"])
    assert second.id == "2"
    assert set(second.words) == {"places"}
    path.write_bytes(b"PAR1 no more")
    with pytest.raises(PeopleFileError, match="can't be read"):
        find_people(path, Naming())


def test_a_folder_of_profiles_is_a_row_a_person(tmp_path: Path) -> None:
    """What holds for all of a profile holds for each; a broken one is a row with its faults."""
    write(tmp_path, 'diet = "vegan"\nage = 30\n', "ana.toml")
    write(tmp_path, 'days = 3\n[[person]]\nname = "Ben"\n[[person]]\nname = "Cy"\n', "home.toml")
    write(tmp_path, "agee = 3\n", "zoe.toml")
    people = find_people(tmp_path, Naming())
    assert people.ids == ("ana", "home/Ben", "home/Cy", "zoe")
    ana, ben, _, zoe = people.read()
    assert (ana.words["diet"], ben.words["days"], ben.words["name"]) == ("vegan", 3, "Ben")
    assert "agee" in zoe.problems[0].what


def test_a_message_names_columns() -> None:
    """What the command line says as options, a file of people has as columns."""
    text = f"Add {mention('targets', ['magnesium=400'])}, or leave out {mention('allergies')}."
    said = "Add magnesium=400 in the column target, or leave out the column allergies."
    assert write_mentions(text, say_column) == said
