"""Who eats: everyone's targets and coverage, and the form that changes who they are.

The form is that of the first visit, with what the profile says. It is written into the profile as
`planner init` writes it: comments stay, and so does what the form doesn't ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from planner.actions import keeping
from planner.errors import OutputError, PlannerError, ProfileError
from planner.parsing.files import read_file
from planner.render.blocks import Block, Heading
from planner.render.documents.coverage import compose_others
from planner.render.documents.overview import compose_bars
from planner.render.documents.pantry import name_date
from planner.render.documents.targets import compose_targets
from planner.request.interview import ABOUT_A_PERSON, Question, write_answer
from planner.request.profile_file import LISTS, Profile, edit_profile, read_profile
from planner.tables.bundle import Tables
from planner.web.house import House, Week, hash_text
from planner.web.pages.first_visit import (
    NAME,
    TABLE,
    find_fields,
    make_field,
    make_people,
    read_answer,
    read_count,
    read_name,
)
from planner.web.pages.places import find_today
from planner.web.pages.reading import show_blocks
from planner.web.site import Fault, find_site, go, read_form, show, sort_problems
from planner.web.words import find_shown

router = APIRouter(include_in_schema=False)

WAS, VERSION = "was", "version"
ASKED = (NAME, *(one.word for one in TABLE), *(one.word for one in ABOUT_A_PERSON))
"""The words of a profile that the form asks for."""

KEPT = "Kept. The next week is planned for this; the weeks that are planned stay as they are."
CHANGED = "was changed by someone else since you opened this page"
COMPARE = (
    "What you typed stands below, and isn't kept yet. Where the file says something else now, it"
    " stands beside the field. Keep it to have what stands in the fields."
)


@router.get("/people")
def people(request: Request) -> Response:
    """Who eats, with everyone's targets and how far this week meets them."""
    house = find_site(request).house
    tables = house.know().tables
    asked = keeping.make_kitchen_request(house.open(), tables)
    found = find_today(house)
    blocks: list[Block] = []
    for person in asked.people:
        own = compose_targets(replace(asked, people=(person,)), tables)
        blocks += [replace(one, level=2) if isinstance(one, Heading) else one for one in own]
        if found is not None:
            blocks += compose_coverage_of(found[0], person.name)
    buttons = [("/people/edit", "Change who eats")]
    return show_blocks(request, "People", [Heading("People", 1), *blocks], buttons=buttons)


def compose_coverage_of(week: Week, name: str) -> list[Block]:
    """How far a week meets the targets of a person; nothing where they aren't in it."""
    opened = week.opened
    for person in opened.plan.request.people:
        if person.name == name:
            return [
                Heading(f"Coverage in the week of {name_date(week.first_day)}", 3),
                compose_bars(opened.plan, opened.report, person, opened.tables, week.first_day),
                *compose_others(opened.report, person, opened.tables),
            ]
    return []


@dataclass(frozen=True)
class Before:
    """The profile as it is: its text, what it says, and how the form shows that."""

    text: str
    profile: Profile
    form: Mapping[str, str]

    @property
    def version(self) -> str:
        """What tells the file from what it is after a change."""
        return hash_text(self.text)

    @property
    def people(self) -> Sequence[Mapping[str, Any]]:
        """The words of each person; of a file without [[person]] those of the whole."""
        return self.profile.people or (self.profile.words,)

    def find(self, name: str) -> int | None:
        """The place of a person by their name."""
        names = [shown.casefold() for shown in self.names]
        return names.index(name.casefold()) if name.casefold() in names else None

    @property
    def names(self) -> list[str]:
        """The names as the form shows them."""
        return [self.form[f"{place}-{NAME}"] for place in range(len(self.people))]


def read_before(house: House) -> Before:
    """The profile; ProfileError where it isn't understood."""
    path = house.open().profile
    text = read_file(path, ProfileError, "Mend it.")
    profile = read_profile(path)
    form = {"people": str(len(profile.people) or 1)}
    for place, own in enumerate(profile.people or (profile.words,)):
        shared = {word: said for word, said in profile.words.items() if word not in LISTS}
        words = {**shared, **own}
        form[f"{place}-{NAME}"] = profile.names[place] or "you"
        form |= {f"{place}-{one.word}": find_shown(one, words) for one in ABOUT_A_PERSON}
    form |= {one.word: write_answer(one, profile.words) for one in TABLE}
    return Before(text, profile, form)


@router.get("/people/edit")
def edit(request: Request) -> Response:
    """The form of who eats, with what the profile says."""
    before = read_before(find_site(request).house)
    names = {f"{place}-{WAS}": name for place, name in enumerate(before.names)}
    form = {**before.form, **names, VERSION: before.version}
    return show_form(request, form, len(before.people), {})


def show_form(
    request: Request, form: Mapping[str, str], count: int, problems: dict[str, list[Any]]
) -> Response:
    """The form with what was typed, and what is wrong beside each field."""
    hidden = {f"{place}-{WAS}": form.get(f"{place}-{WAS}", "") for place in range(count)}
    return show(
        request,
        "start",
        422 if problems else 200,
        title="Who eats",
        lead="What you write into the file yourself stays as it is, with its comments.",
        action="/people/edit",
        button="Keep it",
        cancel="/people",
        people=make_people(form, count),
        shared=[make_field(one.word, one.word, form, one.default) for one in TABLE],
        hidden={**hidden, VERSION: form.get(VERSION, "")},
        problems=problems,
        more_open=True,
        folder=str(find_site(request).house.folder),
    )


@router.post("/people/edit")
async def keep(request: Request) -> Response:
    """Keep who eats in the profile."""
    return await run_in_threadpool(keep_of, request, await read_form(request))


def keep_of(request: Request, form: dict[str, str]) -> Response:
    """Keep what a form says of who eats, unless the profile was changed meanwhile."""
    site = find_site(request)
    before, count = read_before(site.house), read_count(form)
    if form.get("do") in ("add", "drop"):
        return show_form(request, form, count, {})
    if form.get(VERSION) != before.version:
        return show_changed(request, form, count, before)
    problems: dict[str, list[Any]] = {}
    tables = site.house.know().tables
    profile, renamed = read_profile_of(form, count, before, tables, problems)
    if problems:
        return show_form(request, form, count, problems)
    text = edit_profile(before.text, profile, ASKED, renamed)
    try:
        site.worker.do("keep_profile", before=before.text, text=text)
    except PlannerError as error:
        now = read_before(site.house)
        if isinstance(error, OutputError) and now.version != before.version:
            return show_changed(request, form, count, now)
        fields = find_fields(count)
        return show_form(request, form, count, sort_problems(error.problems, fields))
    return go(request, "/people", KEPT)


def read_profile_of(
    form: Mapping[str, str],
    count: int,
    before: Before,
    tables: Tables,
    problems: dict[str, list[Any]],
) -> tuple[Profile, dict[str, str]]:
    """The profile that a form says, and who has another name now; problems beside their fields."""
    people: list[Mapping[str, Any]] = []
    renamed: dict[str, str] = {}
    for place in range(count):
        names = [str(one[NAME]) for one in people]
        name = read_name(form, place, names, problems)
        was = before.find(form.get(f"{place}-{WAS}", ""))
        own = before.people[was] if was is not None else {}
        if was is not None and name != before.names[was]:
            renamed[before.names[was]] = name
        answers = read_answers(
            ABOUT_A_PERSON, form, f"{place}-", own, before, was, tables, problems
        )
        people.append({NAME: name, **answers})
    shared = read_answers(TABLE, form, "", before.profile.words, before, 0, tables, problems)
    return Profile(shared, tuple(people)), renamed


def read_answers(
    questions: Sequence[Question],
    form: Mapping[str, str],
    prefix: str,
    own: Mapping[str, Any],
    before: Before,
    was: int | None,
    tables: Tables,
    problems: dict[str, list[Any]],
) -> dict[str, Any]:
    """The words that a form answers; what it shows as it was stays as the file has it."""
    words: dict[str, Any] = {}
    for question in questions:
        field = f"{prefix}{question.word}"
        said = form.get(field, "")
        shown = f"{was}-{question.word}" if prefix else question.word
        if was is not None and said.strip() == before.form.get(shown, "").strip():
            if question.word in own:
                words[question.word] = own[question.word]
            continue
        words = read_answer(said, question, words, tables, field, problems)
    return words


def show_changed(request: Request, form: Mapping[str, str], count: int, now: Before) -> Response:
    """The form with what was typed, and beside it what someone else wrote meanwhile."""
    problems: dict[str, list[Any]] = {
        "": [Fault(f"{find_site(request).house.open().profile} {CHANGED}.", COMPARE)]
    }
    for place in range(count):
        was = now.find(form.get(f"{place}-{WAS}", ""))
        if was is None:
            continue
        for word in (NAME, *(one.word for one in ABOUT_A_PERSON)):
            compare(form, f"{place}-{word}", now.form.get(f"{was}-{word}", ""), problems)
    for question in TABLE:
        compare(form, question.word, now.form.get(question.word, ""), problems)
    return show_form(request, {**form, VERSION: now.version}, count, problems)


def compare(form: Mapping[str, str], field: str, now: str, problems: dict[str, list[Any]]) -> None:
    """Say beside a field what the file says now, where that is something else."""
    if form.get(field, "").strip() != now.strip():
        problems[field] = [f"The file says “{now}” now." if now else "The file says nothing now."]
