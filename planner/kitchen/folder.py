"""The folder of a kitchen: how it is found and made, and what its files are called.

    planner.toml      who eats and what they want, and a table [kitchen]
    foods.toml        foods of one's own
    recipes/          recipes of one's own
    aliases.toml      what words in recipes stand for
    pantry.csv        what was at home when the kitchen began
    aisles.csv        one's shop
    prices.csv        one's prices
    weeks/            plans, each named by its first day
    journal.txt       what happened, one line an event

All of it is plain text that a person can read, edit and keep under git. Of these files the planner
writes those in weeks/, and it adds lines to journal.txt. It never needs a kitchen.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from planner.errors import (
    KITCHEN_VARIABLE,
    MAKE_KITCHEN,
    KitchenError,
    Problem,
    RequestError,
    close_matches,
    mention,
    quote,
)
from planner.parsing.files import SMALL, parse_toml, read_file, write_file
from planner.parsing.weekdays import WEEKDAYS, find_weekday

PROFILE, JOURNAL, WEEKS, RECIPES = "planner.toml", "journal.txt", "weeks", "recipes"
PANTRY, AISLES, PRICES = "pantry.csv", "aisles.csv", "prices.csv"
FOODS, ALIASES = "foods.toml", "aliases.toml"
LOCK, CACHE, IGNORE = ".planner.lock", ".planner.cache", ".gitignore"
TABLE = "kitchen"
"""The table of planner.toml that makes a folder a kitchen."""

PRIVATE = 0o700  # the folder tells of illness
OTHERS = 0o077
WEEK_DAYS = 7
SHOPPING_DAY = "shopping_day"
USUAL_SHOPPING_DAY = "saturday"
MAKE = (
    f"Name its folder with {mention('kitchen')}, or set {KITCHEN_VARIABLE}."
    f" If you have none yet, make one with {mention(MAKE_KITCHEN)}."
)
IGNORED = ".planner*\n"
MOST_LOOKED = 100  # folders in which a kitchen is looked for
PANTRY_HEADER = "item,grams,best_before\n"


@dataclass(frozen=True)
class Kitchen:
    """A kitchen's folder. `shopping_day` is a weekday, 0 for Monday, on which its weeks begin."""

    folder: Path
    shopping_day: int = WEEKDAYS.index(USUAL_SHOPPING_DAY)

    @property
    def profile(self) -> Path:
        """Who eats, and what they want."""
        return self.folder / PROFILE

    @property
    def journal(self) -> Path:
        """What happened."""
        return self.folder / JOURNAL

    @property
    def pantry(self) -> Path:
        """What was at home when the kitchen began."""
        return self.folder / PANTRY

    @property
    def aisles(self) -> Path | None:
        """One's shop; None where there is no such file."""
        return self._find(AISLES)

    @property
    def prices(self) -> Path | None:
        """One's prices; None where there is no such file."""
        return self._find(PRICES)

    @property
    def lock(self) -> Path:
        """Which command is writing."""
        return self.folder / LOCK

    @property
    def cache(self) -> Path:
        """What the meals of the weeks need; it can be deleted."""
        return self.folder / CACHE

    def _find(self, name: str) -> Path | None:
        path = self.folder / name
        return path if path.exists() else None

    def find_inside(self, name: str) -> Path:
        """The path of a file in the folder that a text names; KitchenError if it lies outside.

        For names that a recipe or a visitor gives: "./Sauces/x" is inside, "../x", "/x" and links
        that lead out aren't.
        """
        root = Path(os.path.realpath(self.folder))
        path = Path(os.path.realpath(root / name)) if "\0" not in name else root.parent
        if path == root or not path.is_relative_to(root):
            what = f"{quote(name)} is outside the kitchen {self.folder}"
            raise KitchenError(Problem("kitchen", what, "Name a file in the folder."))
        return path

    def find_week(self, first_day: date) -> Path:
        """The file of the week that begins on a day, whether it is there or not."""
        return self.folder / WEEKS / f"{first_day.isoformat()}.json"

    def list_weeks(self) -> list[date]:
        """The first days of the weeks that are planned, the earliest first."""
        days = []
        with suppress(FileNotFoundError):
            for name in os.listdir(self.folder / WEEKS):  # noqa: PTH208  (hundreds, on each command)
                if len(name) == 15 and name.endswith(".json"):
                    with suppress(ValueError):
                        days.append(date.fromisoformat(name[:10]))
        return sorted(days)

    def next_shopping_day(self, day: date) -> date:
        """The first shopping day that isn't before a day."""
        return day + timedelta(days=(self.shopping_day - day.weekday()) % WEEK_DAYS)


def find_kitchen(
    named: Path | None = None, here: Path | None = None, environ: Mapping[str, str] = os.environ
) -> Kitchen | None:
    """The kitchen that is meant: `named`, else that of PLANNER_KITCHEN, else the folder `here`.

    `here` is a kitchen if its planner.toml has a table [kitchen]. None where there is no kitchen.
    KitchenError where one is named and isn't a kitchen, and for a table that isn't understood.
    """
    named = find_named(named, environ)
    if named is not None:
        return open_kitchen(named)
    folder = here or Path()
    path = folder / PROFILE
    if not path.is_file():
        return None
    try:
        table = _read_tables(path).get(TABLE)
    except KitchenError:
        if mentions_table(path):
            raise
        return None  # whoever needs the profile says what is wrong with it
    return open_kitchen(folder) if isinstance(table, dict | list) else None


def find_named(named: Path | None = None, environ: Mapping[str, str] = os.environ) -> Path | None:
    """The folder that is named, else that of PLANNER_KITCHEN, be it a kitchen or not yet one."""
    return named or (Path(environ[KITCHEN_VARIABLE]) if environ.get(KITCHEN_VARIABLE) else None)


def find_damaged(
    named: Path | None = None, environ: Mapping[str, str] = os.environ
) -> Kitchen | None:
    """The kitchen that is meant though its planner.toml isn't understood; None if there is none.

    Its weeks are taken to begin on the usual shopping day.
    """
    folder = find_named(named, environ) or Path()
    return Kitchen(folder) if mentions_table(folder / PROFILE) else None


def open_kitchen(folder: Path) -> Kitchen:
    """The kitchen in a folder; KitchenError if it is none, or its table isn't understood."""
    path = folder / PROFILE
    if not path.is_file():
        what = "is not a kitchen: it has no planner.toml" if folder.is_dir() else "is no folder"
        raise KitchenError(Problem(str(folder), what, MAKE))
    table = _read_tables(path).get(TABLE)
    if table is None:
        remedy = f"To make it one, write [{TABLE}] on a line of its own at the end of {path}."
        raise KitchenError(Problem(str(path), f"has no table [{TABLE}]", remedy))
    if not isinstance(table, dict):
        what = f"{TABLE} = {quote(table)} is not a table"
        raise KitchenError(Problem(str(path), what, f"Write [{TABLE}] on a line of its own."))
    problems = [
        Problem(
            f"{path}, [{TABLE}]",
            f"the key {quote(key)} is not known",
            close_matches(key, [SHOPPING_DAY]) or f"Its only key is {SHOPPING_DAY}.",
        )
        for key in table
        if key != SHOPPING_DAY
    ]
    word = table.get(SHOPPING_DAY, USUAL_SHOPPING_DAY)
    number = find_weekday(word) if isinstance(word, str) else None
    if number is None:
        what = f"{SHOPPING_DAY} = {quote(word)} is not a day of the week"
        remedy = f'Write one of them in quotes, such as "{USUAL_SHOPPING_DAY}".'
        problems.append(Problem(f"{path}, [{TABLE}]", what, remedy))
    if problems:
        raise KitchenError(*problems)
    assert number is not None
    return Kitchen(folder, number)


def find_shopping_day(word: str) -> str:
    """The day of the week that an answer names, the usual one if it is empty; else RequestError."""
    number = find_weekday(word or USUAL_SHOPPING_DAY)
    if number is None:
        what = f"{quote(word)} is not a day of the week"
        raise RequestError(Problem((SHOPPING_DAY,), what, f"Write {', '.join(WEEKDAYS)}."))
    return WEEKDAYS[number]


def make_kitchen(folder: Path, profile: str, shopping_day: str = USUAL_SHOPPING_DAY) -> Kitchen:
    """Make a kitchen in a folder, of the text of a profile; a new folder is private.

    Files that are there already stay as they are. KitchenError where the folder holds a profile
    already, or can't be made.
    """
    path = folder / PROFILE
    refuse_profile(folder)
    try:
        made = not folder.exists()
        folder.mkdir(mode=PRIVATE, exist_ok=True)
        if made or not any(folder.iterdir()):
            folder.chmod(PRIVATE)
        (folder / WEEKS).mkdir(exist_ok=True)
        (folder / RECIPES).mkdir(exist_ok=True)
    except OSError as error:
        what = f"can't be made: {error.strerror or error}"
        raise KitchenError(Problem(str(folder), what, "Choose another place.")) from error
    for name, text in ((JOURNAL, ""), (PANTRY, PANTRY_HEADER), (IGNORE, IGNORED)):
        if not (folder / name).exists():
            write_file(folder / name, text)
    table = f'\n[{TABLE}]\n{SHOPPING_DAY} = "{shopping_day}"\n'
    write_file(path, profile + table)  # last: without it the folder is no kitchen
    return open_kitchen(folder)


def refuse_profile(folder: Path) -> None:
    """Raise KitchenError if a folder has a profile, of a kitchen or not: it stays as it is."""
    path = folder / PROFILE
    if path.exists():
        remedy = f"To make it a kitchen, write [{TABLE}] on a line of its own at its end."
        what = "is a profile already"
        if mentions_table(path):
            what, remedy = "is a kitchen already", "Choose another folder."
        raise KitchenError(Problem(str(path), what, remedy))


def set_shopping_day(text: str, word: str = "") -> str:
    """The text of a profile with a table [kitchen] that names a shopping day.

    Without a `word` what it has stays.
    """
    import tomlkit  # noqa: PLC0415  (only `init` needs it)

    file = tomlkit.parse(text)
    if TABLE not in file:
        file.add(tomlkit.nl())
        file.add(TABLE, tomlkit.table())
    if word or SHOPPING_DAY not in file[TABLE]:
        file[TABLE][SHOPPING_DAY] = word or USUAL_SHOPPING_DAY
    return tomlkit.dumps(file)


def refuse_none(here: Path | None = None) -> KitchenError:
    """The error for a folder that is no kitchen, with the one that lies in it or around it."""
    folder = (here or Path()).resolve()
    around = [*sorted(folder.glob(f"*/{PROFILE}"))[:MOST_LOOKED], folder.parent / PROFILE]
    near = next((path.parent for path in around if mentions_table(path)), None)
    remedy = MAKE
    if near is not None:
        name = near.name if near.parent == folder else ".."
        remedy = f"Did you mean {mention('kitchen', name)}?"
        remedy += f" {KITCHEN_VARIABLE} names it for every command."
    return KitchenError(Problem("kitchen", "there is none in this folder", remedy))


def find_open_modes(kitchen: Kitchen) -> Iterator[Problem]:
    """Whether others on this machine can look into the folder."""
    with suppress(OSError):
        mode = stat.S_IMODE(kitchen.folder.stat().st_mode)
        if os.name == "posix" and mode & OTHERS:
            what = "can be read by others on this machine, and may tell them of illness"
            remedy = f"Type: chmod 700 {kitchen.folder}"
            yield Problem(str(kitchen.folder), what, remedy)


def _read_tables(path: Path) -> dict[str, Any]:
    remedy = "Mend the line that it names."
    text = read_file(path, KitchenError, "Save it as UTF-8 text.", SMALL)
    try:
        return parse_toml(text)
    except ValueError as error:
        raise KitchenError(Problem(str(path), f"is not TOML: {error}", remedy)) from error


def mentions_table(path: Path) -> bool:
    """Whether a profile has the line that makes a kitchen, even if it can't be read as a whole."""
    with suppress(OSError, ValueError):
        lines = path.read_text(encoding="utf-8").splitlines()
        return any(line.split("#")[0].strip() == f"[{TABLE}]" for line in lines)
    return False
