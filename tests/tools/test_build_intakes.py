"""data/dri.csv and data/eer.csv are what tools/build_intakes.py makes of the transcriptions."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.documents

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    """tools/build_intakes.py, which is a script and no part of a package."""
    spec = importlib.util.spec_from_file_location(
        "build_intakes_script", ROOT / "tools" / "build_intakes.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def sources() -> Path:
    """The folder of transcriptions; the test that asks is skipped where there is none."""
    folder = os.environ.get("PLANNER_SOURCE_TABLES")
    if not folder:
        pytest.skip("PLANNER_SOURCE_TABLES names no folder of source tables")
    return Path(folder)


def test_rebuilds_reference_intakes(builder: ModuleType, sources: Path) -> None:
    """The tool rebuilds data/dri.csv byte for byte."""
    text: str = builder.build_intakes(sources)

    assert text.encode() == (ROOT / "data" / "dri.csv").read_bytes()


def test_rebuilds_energy_equations(builder: ModuleType, sources: Path) -> None:
    """The tool rebuilds data/eer.csv byte for byte."""
    text: str = builder.build_energy(sources)

    assert text.encode() == (ROOT / "data" / "eer.csv").read_bytes()


def transcribed(nutrient: str, **cells: str) -> dict[str, str]:
    """A transcribed row of a man of 19 to 30."""
    row = dict.fromkeys(("target_type", "target", "ul", "cdrr"), "")
    who = {"life_stage": "male_19_30", "sex": "male", "stage": "none"}
    ages = {"age_min": "19", "age_max": "30", "n_sources": "2"}
    return {"nutrient": nutrient, **who, **ages, **row, **cells}


WHO = "male_19_30,male,none,19,30"
MACRONUTRIENTS = "IOM 2002/2005; 2 transcriptions agree"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(
            transcribed("calcium_mg", target_type="RDA", target="1000.0", ul="2500.0"),
            [
                f"calcium_mg,{WHO},RDA,1000,,day,total,IOM 2011; 2 transcriptions agree",
                f"calcium_mg,{WHO},UL,,2500,day,total,IOM 2011; 2 transcriptions agree",
            ],
            id="an upper level stands in a row of its own",
        ),
        pytest.param(
            transcribed("sodium_mg", target_type="AI", target="1500", cdrr="2300"),
            [f"sodium_mg,{WHO},CDRR,,2300,day,total,NASEM 2019; 2 transcriptions agree"],
            id="sodium has no minimum",
        ),
        pytest.param(
            transcribed("vitamin_a_rae_ug", ul="3000"),
            [f"retinol_ug,{WHO},UL,,3000,day,total,IOM 2001; 2 transcriptions agree"],
            id="vitamin A's upper level counts retinol",
        ),
        pytest.param(
            transcribed("folate_dfe_ug", ul="1000"),
            [f"folic_acid_ug,{WHO},UL,,1000,day,total,IOM 1998; 2 transcriptions agree"],
            id="folate's upper level counts folic acid",
        ),
        pytest.param(
            transcribed("magnesium_mg", ul="350", n_sources="1"),
            [f"magnesium_mg,{WHO},UL,,350,day,supplements,IOM 1997; one transcription"],
            id="magnesium's upper level counts supplements",
        ),
        pytest.param(
            transcribed("fat_pct_kcal", target_type="AMDR", target="20", ul="35"),
            [f"fat_g,{WHO},AMDR,20,35,percent of energy,total,{MACRONUTRIENTS}"],
            id="a range is one row in percent of energy",
        ),
    ],
)
def test_transcribed_row_becomes_reference_values(
    row: dict[str, str], expected: list[str], builder: ModuleType
) -> None:
    """Each value of a transcription becomes a row that names the form it counts."""
    assert [",".join(cells) for cells in builder.intake_rows(row)] == expected


def test_a_row_for_both_sexes_becomes_one_of_each(builder: ModuleType, tmp_path: Path) -> None:
    """Children of both sexes have the same values, and saturated fat has a limit from two years."""
    (tmp_path / "dri.csv").write_text(
        "nutrient,life_stage,sex,stage,age_min,age_max,target_type,target,ul,cdrr,n_sources\n"
        "iron_mg,child_4_8,both,none,4,8,RDA,10,,,2\n"
        "saturated_fat_pct_kcal,child_1_3,both,none,1,3,DGA_limit,,10,,1\n",
        encoding="utf-8",
    )
    dga = "Dietary Guidelines 2020-2025; one transcription"

    assert builder.build_intakes(tmp_path).splitlines()[1:] == [
        "iron_mg,child_4_8,male,none,4,8,RDA,10,,day,total,IOM 2001; 2 transcriptions agree",
        "iron_mg,child_4_8,female,none,4,8,RDA,10,,day,total,IOM 2001; 2 transcriptions agree",
        f"saturated_fat_g,child_1_3,male,none,2,3,DGA,,10,percent of energy,total,{dga}",
        f"saturated_fat_g,child_1_3,female,none,2,3,DGA,,10,percent of energy,total,{dga}",
    ]


def test_rebuilds_calorie_needs(builder: ModuleType, sources: Path) -> None:
    """The tool rebuilds data/calorie_needs.csv byte for byte."""
    text: str = builder.build_calorie_needs(sources)

    assert text.encode() == (ROOT / "data" / "calorie_needs.csv").read_bytes()
