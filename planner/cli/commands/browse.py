"""The commands that list what the tables have: dishes, foods."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.inputs import find_units, find_wording, read_known
from planner.cli.options import (
    TABLE_FORMATS,
    CuisineOption,
    CurrencyOption,
    DietOption,
    EnglishOption,
    FastOption,
    Format,
    KitchenOption,
    OutputOption,
    PerOption,
    RichOption,
    TableFormatOption,
    TablesOption,
    UnitsOption,
    WordsArgument,
)
from planner.cli.output import choose_format, print_blocks, render_blocks, tell, write
from planner.errors import Problem, RequestError, quote, write_mentions
from planner.request.fields import write_option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.render.documents.catalogue import Listed


def dishes(
    words: WordsArgument = None,
    diet: DietOption = None,
    minutes: FastOption = None,
    cuisine: CuisineOption = None,
    rich_in: RichOption = None,
    units: UnitsOption = None,
    english: EnglishOption = None,
    currency: CurrencyOption = None,
    format: TableFormatOption = None,  # noqa: A002  (the option's name)
    output: OutputOption = None,
    tables: TablesOption = None,
    kitchen: KitchenOption = None,
) -> None:
    """List dishes, or print the recipe of one.

    Words are looked for in the names of dishes, cuisines and meals, and in the foods that a dish
    can be made with: `planner dishes tofu`. A whole name or id, or words that only one dish has,
    give its recipe and its figures.
    """
    written, written_in = choose_format(format, output, TABLE_FORMATS), find_units(units)
    from planner.render.documents.catalogue import compose_dishes
    from planner.report.catalogue import find_rich, list_dishes, make_search, mend_words

    known = read_known(tables, kitchen)
    spoken = find_wording(english, currency).speak(known)
    rich, slips = find_rich(rich_in, known)
    search = make_search(
        known,
        " ".join(words or ()),
        diet=", ".join(diet) if diet else None,
        minutes=minutes,
        cuisines=cuisine or (),
        rich_in=rich,
    )
    search, found, mended = mend_words(search, list_dishes, known)
    _tell_mended((*mended, *slips))
    _write(compose_dishes(found, search, spoken, written_in), written, output)


def foods(
    words: WordsArgument = None,
    diet: DietOption = None,
    rich_in: RichOption = None,
    per: PerOption = None,
    units: UnitsOption = None,
    english: EnglishOption = None,
    currency: CurrencyOption = None,
    format: TableFormatOption = None,  # noqa: A002  (the option's name)
    output: OutputOption = None,
    tables: TablesOption = None,
    kitchen: KitchenOption = None,
) -> None:
    """List foods, or print all that is known of one.

    Words are looked for in the names, kinds and groups of foods: `planner foods cheese`. A whole
    name or id, or words that only one food has, give every figure with its source, the price, and
    the dishes that it is served in.
    """
    written, written_in = choose_format(format, output, TABLE_FORMATS), find_units(units)
    if per is not None and rich_in is None and written in (Format.TEXT, Format.MARKDOWN):
        what = "no nutrient is listed"
        raise RequestError(Problem("--per", what, "Name one with --rich-in, or leave it out."))
    from planner.render.documents.catalogue import compose_foods
    from planner.report.catalogue import find_rich, list_foods, make_search, mend_words
    from planner.tables.foods import SERVING

    known = read_known(tables, kitchen)
    spoken = find_wording(english, currency).speak(known)
    rich, slips = find_rich(rich_in, known)
    search = make_search(
        known,
        " ".join(words or ()),
        diet=", ".join(diet) if diet else None,
        rich_in=rich,
        per=per or SERVING,
    )
    search, found, mended = mend_words(search, list_foods, known)
    _tell_mended((*mended, *slips))
    _write(compose_foods(found, search, spoken, written_in), written, output)


def _tell_mended(mended: Iterable[tuple[str, str]]) -> None:
    """Say which words nothing is called, and what was looked for in their place."""
    for word, near in mended:
        tell(f"planner: nothing is called {quote(word)}; this is for {quote(near)}")


def _write(listed: Listed, written: Format, output: Path | None) -> None:
    """Write what was found; a file or a program gets no sentence, so that goes to the screen."""
    match written:
        case Format.JSON:
            from planner.parsing.json_values import tidy_numbers
            from planner.render.formats.json_text import write_json

            write(write_json(tidy_numbers({listed.things: listed.rows})), output)
        case Format.CSV:
            from planner.render.formats.csv import BYTE_ORDER_MARK, render_rows

            text = render_rows(listed.columns, listed.rows)
            write((BYTE_ORDER_MARK if output else "") + text, output)
        case Format.TEXT if output is None:
            print_blocks(listed.blocks)
        case _:
            write(render_blocks(written, output, listed.blocks), output)
    if listed.nothing and written not in (Format.TEXT, Format.MARKDOWN):
        tell(write_mentions(listed.nothing, write_option))
