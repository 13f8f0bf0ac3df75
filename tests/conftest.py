"""What the tests share: the bundled tables, read once, and a folder of them to break."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from planner import WeekPlan, make_request, plan_week
from planner.actions.answers import answer_request
from planner.plans.shopping import compute_shopping
from planner.tables.bundle import FILES, Tables, find_data, read_tables


@pytest.fixture(scope="session")
def tables() -> Tables:
    """The bundled tables."""
    return read_tables(find_data())


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """A copy of the bundled tables that a test may break."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in FILES:
        shutil.copy(find_data() / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A handful of foods and dishes, with the bundled nutrients, diets and reference intakes."""
    folder = tmp_path_factory.mktemp("tiny")
    own = Path(__file__).parent / "tiny"
    for name in FILES:
        shutil.copy(own / name if (own / name).exists() else find_data() / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> Tables:
    """The same as tables."""
    return read_tables(tiny_folder)


@pytest.fixture(scope="session")
def week(tables: Tables) -> WeekPlan:
    """A vegan week of one person, planned once."""
    return plan_week(make_request(tables, diet="vegan"), tables)


@pytest.fixture(scope="session")
def vegan(tables: Tables) -> WeekPlan:
    """The answer to a vegan who avoids what is fortified, for three days."""
    return answer_request(make_request(tables, diet="vegan", avoid=["fortified"], days=3), tables)


def share_plan(plan: WeekPlan, names: tuple[str, ...], tables: Tables) -> WeekPlan:
    """A plan of one person for several who eat the same, with the list that they need."""
    (person,) = plan.request.people
    request = replace(plan.request)
    # Past the check of names: what is printed is asked for, whoever the people are.
    object.__setattr__(request, "people", tuple(replace(person, name=name) for name in names))
    days = tuple(
        replace(
            day,
            meals=tuple(
                replace(
                    meal,
                    servings=tuple(
                        replace(one, person=name) for name in names for one in meal.servings
                    ),
                )
                for meal in day.meals
            ),
        )
        for day in plan.days
    )
    misses = tuple(replace(miss, person=name) for name in names for miss in plan.misses)
    shopping = compute_shopping(days, tables)
    return replace(plan, request=request, days=days, misses=misses, shopping=shopping)


@pytest.fixture(scope="session")
def shared(week: WeekPlan, tables: Tables) -> Callable[[int], WeekPlan]:
    """The vegan week for so many people."""
    names = ("Ana", "Ben", "Chloë", "Daniel", "Eva", "Felix")
    return lambda people: share_plan(week, names[:people], tables)


@pytest.fixture(scope="session")
def share() -> Callable[[WeekPlan, tuple[str, ...], Tables], WeekPlan]:
    """How any plan of one person becomes one for several."""
    return share_plan
