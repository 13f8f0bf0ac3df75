"""The first visit: a form that makes the kitchen, and then its first week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from planner.errors import NoPlanExists, PlannerError, RequestError
from planner.request.interview import (
    ABOUT_A_PERSON,
    ABOUT_THE_TABLE,
    DAYS,
    Question,
    find_answer,
    find_name,
    is_asked,
)
from planner.request.request import MOST_PEOPLE
from planner.tables.bundle import Tables
from planner.web.kept_jobs import NEXT
from planner.web.site import find_site, go, read_form, show, sort_problems
from planner.web.words import CHOICES, HINTS, LABELS, find_shown, may_be_unsaid

router = APIRouter(include_in_schema=False)

NAME, SHOPPING_DAY = "name", "shopping_day"
FIRST = ("age", "sex", "diet", "allergies")
"""What of a person the form asks first; the rest is folded."""

TABLE = (DAYS, *ABOUT_THE_TABLE)


@dataclass(frozen=True)
class Field:
    """A field of the form, with what was typed; `folded` if it stands below "More about"."""

    name: str
    label: str
    value: str
    hint: str
    choices: tuple[tuple[str, str], ...]
    folded: bool = False


def make_field(word: str, name: str, form: Mapping[str, str], default: str = "") -> Field:
    """The field of a word, as it was typed or with its default."""
    folded = word in {one.word for one in ABOUT_A_PERSON} - set(FIRST)
    value = form.get(name, default)
    return Field(name, LABELS[word], value, HINTS.get(word, ""), CHOICES.get(word, ()), folded)


def make_people(form: Mapping[str, str], count: int) -> list[list[Field]]:
    """The fields of each person."""
    people = []
    order = sorted(ABOUT_A_PERSON, key=lambda one: one.word not in FIRST)
    for place in range(count):
        fields = [make_field(NAME, f"{place}-name", form, "you" if place == 0 else "")]
        fields += [
            make_field(one.word, f"{place}-{one.word}", form, find_shown(one, {})) for one in order
        ]
        people.append(fields)
    return people


def read_people(
    form: Mapping[str, str], count: int, tables: Tables, problems: dict[str, list[Any]]
) -> list[dict[str, Any]]:
    """The words of each person; what is wrong is added to `problems` under the field's name."""
    people: list[dict[str, Any]] = []
    for place in range(count):
        names = [str(one[NAME]) for one in people]
        words: dict[str, Any] = {NAME: read_name(form, place, names, problems)}
        for question in ABOUT_A_PERSON:
            said = form.get(f"{place}-{question.word}", "")
            words = read_answer(said, question, words, tables, f"{place}-{question.word}", problems)
        people.append(words)
    return people


def read_name(
    form: Mapping[str, str], place: int, names: Sequence[str], problems: dict[str, list[Any]]
) -> str:
    """The name of a person, from 0; what is wrong with it is added to `problems`."""
    try:
        return find_name(form.get(f"{place}-{NAME}", ""), place + 1, names)
    except RequestError as error:
        problems |= sort_problems(error.problems, {NAME: f"{place}-{NAME}"})
        return f"person {place + 1}"


def read_answer(
    said: str,
    question: Question,
    words: dict[str, Any],
    tables: Tables,
    name: str,
    problems: dict[str, list[Any]],
) -> dict[str, Any]:
    """The words with an answer; as they were, with a problem beside the field, if it is wrong."""
    if not said.strip() and may_be_unsaid(question):
        return words
    if not is_asked(question, words, tables):
        if said.strip() and said.strip() != find_shown(question, {}):
            needs = " and ".join(f"“{LABELS[word]}”" for word in question.needs)
            problems.setdefault(name, []).append(f"It counts only with {needs}. Say that too.")
        return words
    try:
        return dict(find_answer(said, question, words, tables))
    except (RequestError, NoPlanExists) as error:
        found = sort_problems(error.problems, {question.word: name})
        texts = [f"{one.what}. {one.remedy}".strip() for one in found.pop("", [])]
        problems.setdefault(name, []).extend([*found.get(name, []), *texts])
        return words


@router.get("/start")
def start(request: Request) -> Response:
    """The form of a first visit."""
    if find_site(request).house.is_made:
        return RedirectResponse("/", 303)
    return show_form(request, {}, 1, {})


def show_form(
    request: Request, form: Mapping[str, str], count: int, problems: dict[str, list[Any]]
) -> Response:
    """The form with what was typed, and what is wrong beside each field."""
    shared = [make_field(one.word, one.word, form, one.default) for one in TABLE]
    return show(
        request,
        "start",
        422 if problems else 200,
        title="Your first week",
        lead="Say who eats. Everything can stay empty, and be changed later.",
        action="/start",
        button="Plan the first week",
        people=make_people(form, count),
        shared=[*shared, make_field(SHOPPING_DAY, SHOPPING_DAY, form, "saturday")],
        problems=problems,
        hidden={},
        cancel="",
        more_open=bool(problems),
        folder=str(find_site(request).house.folder),
    )


def read_count(form: Mapping[str, str]) -> int:
    """How many people the form has, after the button that was pressed."""
    said = form.get("people", "1")
    count = int(said) if said.isdigit() and len(said) < 4 else 1
    count += {"add": 1, "drop": -1}.get(form.get("do", ""), 0)
    return min(max(1, count), MOST_PEOPLE)


@router.post("/start")
async def make(request: Request) -> Response:
    """Make the kitchen, and begin to plan its first week."""
    form = await read_form(request)
    return await run_in_threadpool(make_of, request, form)


def make_of(request: Request, form: Mapping[str, str]) -> Response:
    """Make the kitchen of what the form says."""
    site = find_site(request)
    if site.house.is_made:
        return RedirectResponse("/", 303)
    count = read_count(form)
    if form.get("do") in ("add", "drop"):
        return show_form(request, form, count, {})
    problems: dict[str, list[Any]] = {}
    tables = site.house.bundled
    people = read_people(form, count, tables, problems)
    shared: dict[str, Any] = {}
    for question in TABLE:
        said = form.get(question.word, "")
        shared = read_answer(said, question, shared, tables, question.word, problems)
    if problems:
        return show_form(request, form, count, problems)
    day = form.get(SHOPPING_DAY, "")
    try:
        site.worker.do("make", people=people, shared=shared, shopping_day=day)
    except PlannerError as error:
        return show_form(request, form, count, sort_problems(error.problems, find_fields(count)))
    job = site.worker.submit(NEXT, first=True)
    return go(request, f"/jobs/{job.id}")


def find_fields(count: int) -> dict[str, str]:
    """The fields beside which a problem of the whole stands, by their words."""
    fields = {one.word: one.word for one in TABLE} | {SHOPPING_DAY: SHOPPING_DAY}
    if count == 1:
        fields |= {one.word: f"0-{one.word}" for one in ABOUT_A_PERSON}
    return fields
