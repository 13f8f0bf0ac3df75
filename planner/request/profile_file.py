"""Profile files: the words of the command line, kept in a TOML file.

days = 7
minutes = 30
avoid = ["mushrooms"]

[[diet]]
name = "no-red-meat"
excludes = ["meat"]

[[person]]
name = "Ana"
age = 34
sex = "female"
weight = "139 lb"
height = "5ft5in"
diet = "no-red-meat"
allergies = ["peanut"]

[person.target]
magnesium = "400mg"

What stands at the top holds for everyone; a person's own words win over it, and lists add.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from planner.errors import Problem, ProfileError, RequestError, clip, close_matches, mention, quote
from planner.parsing.files import SMALL, TWICE, parse_toml, read_file
from planner.people.ages import explain_age
from planner.people.person import tidy_name
from planner.request.fields import BY_NAME, FIELDS, Kind, Scope
from planner.tables.diets import make_id


def _find_keys(scope: Scope) -> dict[str, Kind]:
    """The keys of a profile for the fields of a scope, each with the kind of its value."""
    keys: dict[str, Kind] = {}
    for field in FIELDS:
        if field.scope == scope and field.kind is not None:
            keys[field.key] = field.kind
            if field.number_key:
                keys[field.number_key] = Kind.NUMBER
    return keys


PERSON = _find_keys(Scope.PERSON)
PRICES = "prices"  # the key that names a file of prices; it is no field of a request
KITCHEN = "kitchen"  # the table of a kitchen, which `planner.kitchen.folder` reads
TOP = {**_find_keys(Scope.PLAN), **PERSON, PRICES: Kind.TEXT}
DIET = {"name": Kind.TEXT, "excludes": Kind.TEXTS}
KINDS: Mapping[Kind, Any] = {
    Kind.WHOLE: int,
    Kind.FLAG: bool,
    Kind.TEXT: str,
    Kind.TEXTS: list,
    Kind.WORDS: (str, list),
    Kind.AMOUNTS: dict,
    Kind.NUMBER: (int, float),
    Kind.MEALS: (int, dict),
    Kind.NUMBER_OR_TEXT: (int, float, str),
}
"""The Python types that TOML gives for each kind of value."""

EXAMPLES = {
    Kind.WHOLE: "a whole number, in digits without quotes",
    Kind.FLAG: "true or false",
    Kind.TEXT: "a text in quotes",
    Kind.TEXTS: 'a list of texts, such as ["tofu", "milk"]',
    Kind.WORDS: 'a text in quotes, or a list such as ["vegan", "gluten-free"]',
    Kind.AMOUNTS: 'a table, such as {magnesium = 400, vitamin-d = "800IU"}',
    Kind.NUMBER: "a number, such as 1800",
    Kind.MEALS: "a whole number, such as 30, or a table, such as {dinner = 40}",
    Kind.NUMBER_OR_TEXT: 'a number or a text, such as "139 lb"',
}
NAMES = {
    key: field.name
    for field in FIELDS
    if field.kind
    for key in (field.key, field.number_key)
    if key
}
"""The field's name for each key."""

LISTS = tuple(
    field.name
    for field in FIELDS
    if field.kind in (Kind.TEXTS, Kind.AMOUNTS, Kind.MEALS) and field.name != "meals"
)
BODY = ("weight", "height", "activity")  # from which energy is computed

LONGEST_WORD, MOST_WORDS, DEEPEST = 200, 500, 4
"""Of a profile: the letters of a word, the words of its lists (meals out aside), lists in lists."""

Words = dict[str, Any]
"""Arguments of `make_request`, by name."""


def overlay(below: Mapping[str, Any], above: Mapping[str, Any]) -> Words:
    """The words of `above` over those of `below`: lists add, everything else wins.

    Calories give way to a weight or a height said above them, a like to a dislike.
    """
    words, own = dict(below), dict(above)
    places, own_places = dict(words.pop("places", {})), own.pop("places", {})
    if not own.keys().isdisjoint(BODY):
        words.pop("calories", None)
    for name, other in (("like", "dislike"), ("dislike", "like")):
        words[other] = [word for word in words.get(other, ()) if word not in own.get(name, ())]
    for name, value in own.items():
        place = own_places.get(name) or mention(name)
        if name in LISTS and words.get(name):
            words[name] = [*words[name], *value]
            places[name] = f"{places.get(name) or mention(name)} or {place}"
        else:
            words[name] = value
            places[name] = place
    return {**words, "places": places}


@dataclass(frozen=True)
class Profile:
    """What a profile file says, as arguments of `make_request`.

    `words` hold for everyone, `people` are each person's own. `faults` are what of the file can't
    be read. `prices` names a file of prices, which lies beside the profile; it is empty for none.
    """

    words: Mapping[str, Any]
    people: tuple[Mapping[str, Any], ...]
    faults: tuple[Problem, ...] = ()
    prices: str = ""

    @property
    def names(self) -> list[str]:
        """The names of the people, in order; an empty text for one without."""
        shared = self.words.get("name", "")
        return [str(person.get("name", shared)) for person in self.people or ({},)]

    def person(self, name: str | None = None) -> Words:
        """The words for the person of that name; for the only one where no name is given."""
        names = self.names
        if name is None and len(names) > 1:
            remedy = f"Say which with {mention('person')}: {', '.join(names)}."
            what = f"has {len(names)} people, but this is for one"
            raise RequestError(Problem(("profile",), what, remedy))
        folded = [known.casefold() for known in names]
        place = 0
        if name is not None:
            name = tidy_name(name)
            if name.casefold() not in folded:
                held = ", ".join(filter(None, names)) or "one person without a name"
                remedy = close_matches(name, filter(None, names)) or f"It holds {held}."
                raise RequestError(
                    Problem(("person",), f"the profile has no {quote(name)}", remedy)
                )
            place = folded.index(name.casefold())
        return overlay(self.words, self.people[place] if self.people else {})


def read_profile(path: Path) -> Profile:
    """Read a profile file; ProfileError with every fault, its line or its key's path."""
    profile = parse_profile(path)
    if profile.faults:
        raise ProfileError(*profile.faults)
    return profile


def parse_profile(path: Path) -> Profile:
    """What can be read of a profile file, with its faults; ProfileError where nothing can."""
    remedy = "Name a profile: a text file in TOML, saved as UTF-8."
    text = read_file(path, ProfileError, remedy, SMALL)
    try:
        value = parse_toml(text)
    except ValueError as error:
        remedy = 'Texts stand in quotes and lists in brackets: diet = "vegan", avoid = ["tofu"].'
        if TWICE in str(error):
            remedy = "Write each key once. `diet` at the top can't stand beside [[diet]]: move it"
            remedy += " to a [[person]]."
        raise ProfileError(Problem(str(path), f"is not TOML: {error}", remedy)) from error
    if isinstance(value.get(KITCHEN), dict):
        value.pop(KITCHEN)
    _refuse_oversize(value, path.name)
    problems: list[Problem] = []
    if value.get("person") == []:
        remedy = "Write [[person]] for each, or leave the key out to plan for one."
        problems.append(Problem(path.name, "person = [] is a household without people", remedy))
    said = value.get("diet")  # for everyone, in a text or texts; else diets of one's own
    texts = isinstance(said, list) and said and all(isinstance(word, str) for word in said)
    diets = (
        [] if isinstance(said, str) or texts else _take_tables(value, "diet", path.name, problems)
    )
    entries = _take_tables(value, "person", path.name, problems)
    words = _read(value, TOP, path.name, problems)
    words["places"].pop(PRICES, None)
    prices = words.pop(PRICES, "")
    people = []
    for place, entry in enumerate(entries, start=1):
        named = f" ({entry['name']})" if isinstance(entry.get("name"), str) else ""
        people.append(_read(entry, PERSON, f"{path.name}, person {place}{named}", problems))
    words |= _read_diets(diets, path.name, words.pop("places"), problems)
    profile = Profile(words, tuple(people), prices=prices)
    folded = [name.casefold() for name in profile.names]
    if len(set(folded)) < len(folded):
        what = "two people have one name" if all(folded) else "two people have no name"
        problems.append(Problem(path.name, what, "Give each a name of their own."))
    return replace(profile, faults=tuple(problems))


def _refuse_oversize(value: dict[str, Any], where: str) -> None:
    """Refuse a file larger than anyone types: its messages would fill the screen."""
    waiting: list[tuple[str, Any, int]] = [(where, value, 0)]
    words = 0
    while waiting:
        here, part, depth = waiting.pop()
        what = ""
        if isinstance(part, dict):
            waiting += [(f"{where}, {clip(key)}", item, depth + 1) for key, item in part.items()]
            waiting += [(here, key, depth) for key in part]
        elif isinstance(part, list):
            words += 0 if here.endswith(", out") else sum(isinstance(item, str) for item in part)
            waiting += [(here, item, depth + 1) for item in part]
        elif isinstance(part, str) and len(part) > LONGEST_WORD:
            what = f"a word has {len(part):,} letters"
            remedy = f"Write at most {LONGEST_WORD}."
        if depth > DEEPEST:
            what = "its lists or tables are nested too deeply"
            remedy = "A list holds texts, a table numbers and texts."
        if words > MOST_WORDS:
            what = f"the lists hold more than {MOST_WORDS} words"
            remedy = "Keep those that matter; a kind or a group is one word for many foods."
        if what:
            raise ProfileError(Problem(here, what, remedy))


def _take_tables(
    value: dict[str, Any], key: str, where: str, problems: list[Problem]
) -> list[dict[str, Any]]:
    """The tables that stand under [[key]], taken out of the file's `value`."""
    entries = value.pop(key, [])
    if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
        return entries
    seen = f"[{key}]" if isinstance(entries, dict) else f"{key} = {quote(entries)}"
    remedy = 'Write diet = "vegan"; a diet of your own stands under [[diet]].'
    if key == "person":
        remedy = "Write [[person]] on a line of its own, and the person's words below it."
    problems.append(Problem(where, f"{seen} is not understood", remedy))
    return []


def _read_diets(
    entries: list[dict[str, Any]], where: str, places: dict[str, str], problems: list[Problem]
) -> Words:
    """The person's own diets, what each leaves out by its name."""
    diets: dict[str, list[str]] = {}
    for place, entry in enumerate(entries, start=1):
        here = f"{where}, diet {place}"
        diet = _read(entry, DIET, here, problems)
        if not diet.keys() >= DIET.keys():
            remedy = 'Such as name = "no-red-meat" and excludes = ["meat"].'
            problems.append(Problem(here, "needs a name and excludes", remedy))
            continue
        if make_id(diet["name"]) in map(make_id, diets):
            what = f"the name {quote(diet['name'])} is already in the file"
            problems.append(Problem(here, what, "Give each diet a name of its own."))
        diets[diet["name"]] = diet["excludes"]
        places[f"diet {diet['name']!r}"] = f"{here} ({diet['name']})"
    return {"own_diets": diets, "places": places}


def _read(
    value: Mapping[str, Any], known: Mapping[str, Kind], where: str, problems: list[Problem]
) -> Words:
    """The known keys of a table whose values are of their kind, as words with their places."""
    words: Words = {"places": {}}
    for key, entry in value.items():
        if key not in known:
            remedy = _suggest_key(key, known)
            if key in TOP:
                remedy = "It belongs to the whole file: put it above the first [[ ]]."
            problems.append(Problem(where, f"the key {quote(key)} is not known", remedy))
            continue
        kind = known[key]
        sound = isinstance(entry, KINDS[kind])
        sound = sound and (kind == Kind.FLAG or not isinstance(entry, bool))
        if isinstance(entry, list) and sound:
            sound = all(isinstance(word, str) for word in entry)
        blank = isinstance(entry, str) and not entry.strip()
        if not sound or (kind in (Kind.TEXT, Kind.WORDS) and (blank or entry == [])):
            wanted = EXAMPLES[kind]
            if kind == Kind.TEXTS and isinstance(entry, str) and entry.strip():
                named = (_quote(word.strip()) for word in entry.split(",") if word.strip())
                wanted = f"a list of texts: [{', '.join(named)}]"
            remedy = explain_age(entry) if key == "age" else ""
            problems.append(Problem(where, f"{key} = {quote(entry)} should be {wanted}", remedy))
            continue
        word = NAMES.get(key, key)
        if word in words:
            problems.append(Problem(where, f"{word} is written twice", "Keep one."))
        words[word] = tidy_name(entry) if word == "name" else entry
        words["places"][word] = f"{where}, {key}"
        if kind == Kind.MEALS:
            own = entry.items() if isinstance(entry, dict) else [("", entry)]
            words[word] = [f"{meal}={most}".removeprefix("=") for meal, most in own]
        if kind == Kind.AMOUNTS:
            words[word] = [f"{name}={amount}" for name, amount in entry.items()]
            astray = [f"{quote(name)}" for name in entry if name in TOP]
            if astray:
                what = f"{', '.join(astray)} is among the nutrients of {key}"
                problems.append(Problem(where, what, f"Put it above the table of {key}."))
    return words


def _suggest_key(key: str, known: Mapping[str, Kind]) -> str:
    """The key that was meant in place of an unknown one, or a person's heading; else all keys."""
    headings = ["person"] if known is TOP else []
    near = close_matches("person" if key == "people" else key, [*known, *headings]).replace(
        "person", "[[person]]"
    )
    return near or f"The keys are {', '.join(known)}."


def write_profile(profile: Profile) -> str:
    """The TOML of a profile, which `read_profile` reads as the same words."""
    named = {PRICES: profile.prices} if profile.prices else {}
    parts = [_write_table({**named, **profile.words}, "")]
    for name, excludes in profile.words.get("own_diets", {}).items():
        parts.append(f"[[diet]]\n{_write_table({'name': name, 'excludes': excludes}, 'diet.')}")
    parts += [f"[[person]]\n{_write_table(person, 'person.')}" for person in profile.people]
    return "\n".join(filter(None, parts))


def edit_profile(
    text: str,
    profile: Profile,
    asked: Collection[str],
    renamed: Mapping[str, str] | None = None,
) -> str:
    """The text of a profile file with the `asked` words of a profile in place of its own.

    Comments, the order of the lines, and words that weren't asked stay as they are. People are told
    apart by their names: one whom the profile doesn't have is taken out, a new one is added below;
    `renamed` has the new name of each who has another one now. The only person of a file without a
    [[person]] stands at its top; where there are several now, what stood there becomes the first
    one's.

    >>> print(edit_profile("days = 7  # a week", Profile({"days": 3}, ()), ("days",)))
    days = 3  # a week
    """
    import tomlkit  # noqa: PLC0415  (only `init` needs it)

    file, said = tomlkit.parse(text), tomlkit.parse(write_profile(profile))
    _edit_table(file, said, [word for word in asked if BY_NAME[word].scope is Scope.PLAN])
    asked = [word for word in asked if BY_NAME[word].scope is Scope.PERSON]
    people = {_fold_name(person): person for person in said.get("person", ())}
    new_names = {tidy_name(old).casefold(): new for old, new in (renamed or {}).items()}
    if "person" in file:
        for person in file["person"]:
            if _fold_name(person) in new_names:
                person["name"] = new_names[_fold_name(person)]
        for person in list(file["person"]):
            if _fold_name(person) not in people:
                file["person"].remove(person)
        for person in file["person"]:
            _edit_table(person, people.pop(_fold_name(person)), asked)
        for person in people.values():
            file["person"].append(person)
    elif len(people) == 1:
        (person,) = people.values()
        _edit_table(file, person, asked)
    else:
        first = said["person"][0]
        for key in [key for key in PERSON if key in file]:
            value = file.pop(key)
            if NAMES[key] not in asked:
                first[key] = value
        file.add("person", said["person"])
    return tomlkit.dumps(file)


def _fold_name(person: Mapping[str, Any]) -> str:
    return tidy_name(str(person.get("name", ""))).casefold()


def _edit_table(table: Any, said: Mapping[str, Any], asked: Collection[str]) -> None:
    """Give a table the asked words that are said, and take the others of them out."""
    for word in asked:
        keys = [key for key, name in NAMES.items() if name == word]
        new = next((key for key in keys if key in said), None)
        for key in keys:
            if key in table and key != new:
                del table[key]
        if new is not None and (new not in table or table[new] != said[new]):
            table[new] = said[new]


def _write_table(words: Mapping[str, Any], under: str) -> str:
    """The lines of some words, then the tables of amounts among them."""
    lines, tables = [], []
    for word, value in words.items():
        if word in ("places", "own_diets"):
            continue
        field = BY_NAME.get(word)
        if field and field.kind == Kind.MEALS:
            caps = ", ".join(text.replace("=", " = ") for text in value)
            lines.append(f"{word} = {{{caps}}}\n" if "=" in caps else f"{word} = {caps}\n")
        elif field and field.kind == Kind.AMOUNTS:
            rows = (text.partition("=") for text in value)
            amounts = [f"{_quote(name)} = {_quote(amount)}" for name, _, amount in rows]
            tables.append("\n".join(["", f"[{under}{field.key}]", *amounts, ""]))
        elif isinstance(value, str):
            lines.append(f"{word} = {_quote(value)}\n")
        elif isinstance(value, bool):
            lines.append(f"{word} = {str(value).lower()}\n")
        elif isinstance(value, int | float):
            lines.append(f"{word} = {value!r}\n")
        else:
            lines.append(f"{word} = [{', '.join(map(_quote, value))}]\n")
    return "".join([*lines, *tables])


def _quote(text: str) -> str:
    """A text in quotes: TOML escapes as JSON does, and one sign more."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
