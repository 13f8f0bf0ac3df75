"""Reads a line of a list of ingredients: how much, in what unit, of what food, and how prepared.

    >>> line = read_line("1 (400 g) can chickpeas, drained and rinsed")
    >>> line.amounts, line.size, line.name, line.preparation
    ((Amount(low=1.0, high=1.0, unit='can'),), Amount(low=400.0, high=400.0, unit='g'), \
'chickpeas', 'drained and rinsed')

The reader knows words of kitchens (units, sizes, what a knife does) and no foods. It never guesses
an amount: "salt to taste" has none.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from planner.importers.ingredient_words import (
    AFTER_NAME,
    ALONE,
    COLOURS,
    DONE,
    GENERIC,
    LOOSE,
    MANNERS,
    MEASURES,
    NOT_SPLIT,
    NUMBER_WORDS,
    PACKS,
    STATES,
    WITHOUT_NUMBER,
    WORDS_OF_UNITS,
)

LONGEST = 500
"""Letters of a line that are read: what is longer is no ingredient."""

END_OF_NAME = re.compile(
    r"\s(?:such as|like|for (?!cooking spray)|to (?:taste|serve|garnish|glaze|decorate|finish"
    r"|yield|make|fry|cover|coat|dust|grease|sprinkle|drizzle|season|top)\b"
    r"|as (?:needed|required)\b|plus\b|\+|or (?:more|less|to taste|as needed|so)\b"
    r"|with (?!skin\b)|without\b|including\b"
    r"|in bulk\b|in (?:\d|a|an|the|half|halves|thin|thick|small|large|chunks|pieces|slices|strips"
    r"|quarters|bite)|into\b|cut\b|at room\b|if\b|and (?:their|its|cut|more)\b|about\b"
    r"|preferably\b|approximately\b|separated\b|see\b|each\b|total\b|from the\b|on the\b"
    r"|enough\b|available\b|leaves? picked\b|skin on\b)",
    re.IGNORECASE,
)
OPTIONAL = re.compile(
    r"\boptional\b|\bto taste\b|\bto serve\b|\bif desired\b|\bas needed\b|\b(?:for|to) garnish"
    r"|\bfor (?:serving|topping|decoration|dusting|greasing|sprinkling)\b",
    re.IGNORECASE,
)
PART_OF = re.compile(
    r"^,?\s*(?P<part>(?:(?:finely|freshly)\s+)?(?:(?:grated|squeezed|minced|strained)\s+)*"
    r"(?:zest|juice|rind|peel)(?:\s*(?:,|and|&)\s*(?:(?:finely|freshly)\s+)?"
    r"(?:(?:grated|squeezed|minced)\s+)*(?:zest|juice|rind|peel))*)\s+(?:of|from)\s+",
    re.IGNORECASE,
)
VULGAR = re.compile(r"(?:(\d)\s*)?([¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])")
BULLET = re.compile(r"^\s*(?:[-*•▢□◦·\u2013]|\[[ x]?\])\s+")
TAG = re.compile(r"<[^<>]*>")
NUMBER = r"(?:\d+\s+\d+\s*/\s*\d+|\d+\s*/\s*\d+|\d+[.,]\d+|\d+|\.\d+)"
UNIT_WORDS = "|".join(
    re.escape(word).replace(r"\ ", r"\s+") for word in sorted(WORDS_OF_UNITS, key=len, reverse=True)
)
MEASURE_WORDS = "|".join(
    re.escape(word).replace(r"\ ", r"\s+")
    for word in sorted((w for w, u in WORDS_OF_UNITS.items() if u in MEASURES), key=len)[::-1]
)
RANGE = rf"(?P<low>{NUMBER})(?:\s*(?:-|to|or)\s*(?P<high>{NUMBER}))?"
SIZE = re.compile(
    rf"(?P<low>{NUMBER})(?:\s*-?\s*(?:-|to|or)\s*-?\s*(?P<high>{NUMBER}))?"
    rf"\s*-?\s*(?P<unit>{MEASURE_WORDS})\b\.?(?!/)",
    re.IGNORECASE,
)
HYPHENED = re.compile(
    r"\b(one|two|three|four|five|six|eight|ten|twelve)-(?=(?:ounce|pound|inch|gram|cup))",
    re.IGNORECASE,
)
LENGTH = re.compile(
    rf"^{NUMBER}(?:\s*(?:-|to|by|x)\s*{NUMBER})*\s*-?\s*(?:inch(?:es)?|in|cm|mm)\b"
    r"(?:-?\s*(?:thick|long|wide|square|cubed?|piece))?",
    re.IGNORECASE,
)

SAME_AMOUNT = re.compile(
    rf"^or\s+(?:about\s+)?{NUMBER}\s*(?:{UNIT_WORDS})\b\.?\s*,\s*", re.IGNORECASE
)
BEHIND = re.compile(
    rf"^(?P<food>[^\d,:]{{2,60}}?)\s*(?:,\s*(?:about\s+)?|:\s*|-\s+|\s)"
    rf"(?P<amount>{NUMBER}(?:\s*(?:-|to)\s*{NUMBER})?\s*(?:{UNIT_WORDS})?)\.?$",
    re.IGNORECASE,
)
WEIGHT_UNITS = ("g", "kg", "oz", "lb", "ml", "l")


@dataclass(frozen=True)
class Amount:
    """A number from `low` to `high`, which are the same where it is no range, of a unit.

    The unit is one of UNITS; it is empty for what is counted: 2 onions.
    """

    low: float
    high: float
    unit: str

    @property
    def middle(self) -> float:
        """The number, or the middle of the range."""
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class IngredientLine:
    """What a line says.

    `amounts` add up ("1/2 cup plus 1 tablespoon") and are empty where there is none. `size` is that
    of one pack or piece, `weight` the same amount in weight or volume where it stands in brackets:
    "1 cup (125 g)". `name` is the food, without what says how it is prepared; `others` are
    foods that may stand for it ("parsley or tarragon"), `beside` those that come with it ("salt and
    pepper"). It is `optional` where the line says so, or gives the amount to taste. `part` is what
    is used of the food: "juice", "zest".
    """

    text: str
    amounts: tuple[Amount, ...]
    size: Amount | None
    name: str
    weight: Amount | None = None
    others: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    preparation: str = ""
    part: str = ""
    optional: bool = False


@lru_cache(maxsize=4096)
def read_number(text: str) -> float | None:
    """A number as people write it: "1 1/2", "1,5", "3/4", "two"; None for anything else.

    >>> read_number("1 1/2"), read_number("half"), read_number("some")
    (1.5, 0.5, None)
    """
    text = VULGAR.sub(_write_vulgar, text).strip().lower()
    if text in NUMBER_WORDS:
        return float(NUMBER_WORDS[text])
    if not re.fullmatch(NUMBER, text):
        return None
    try:
        parts = re.sub(r"\s*/\s*", "/", text.replace(",", ".")).split()
        return float(sum(Fraction(part if part[0] != "." else f"0{part}") for part in parts))
    except (ValueError, ZeroDivisionError):
        return None


def find_unit(word: str) -> str | None:
    """The unit that a word names; None if it names none. "T" is a tablespoon, "t" a teaspoon."""
    if word in ("T", "Tb", "Tbs"):
        return "tbsp"
    if word == "t":
        return "tsp"
    return WORDS_OF_UNITS.get(" ".join(word.lower().replace(".", " ").split()))


def find_said_unit(line: IngredientLine, unit: str) -> str:
    """The word that a line has for one of its units; the unit itself where it has none.

    >>> find_said_unit(read_line("3 cloves garlic"), "clove")
    'cloves'
    """
    words = re.findall(r"[^\W\d_]+", line.text)
    pairs = (f"{one} {other}" for one, other in pairwise(words))
    return next((word for word in (*pairs, *words) if find_unit(word) == unit), unit)


@lru_cache(maxsize=8192)  # recipes share most of their words
def read_line(text: str) -> IngredientLine:
    """Read one line of a list of ingredients."""
    whole = tidy(text)
    rest, notes = _take_brackets(whole)
    optional = bool(OPTIONAL.search(whole))
    found_part = PART_OF.match(rest)
    part = ""
    if found_part:
        part = " ".join(found_part["part"].split())
        rest = re.sub(r"^(?:(1/2)\s+)?an?\s+", r"\1 ", rest[found_part.end() :]).strip()
    rest = rest.lstrip(", ")
    behind = BEHIND.match(rest)
    if behind and not rest[0].isdigit() and _read_amount(rest)[0] is None:
        rest = f"{behind['amount']} {behind['food']}"  # "Flour: 200 g"
    several = re.match(r"^(?:a\s+)?(?:few|several|some|couple of)\s+(?=\S)", rest, re.IGNORECASE)
    if found_part:
        rest = re.sub(r"^(\d+/\d+)\s+an?\s+", r"\1 ", rest)
    amounts, size, rest = _read_amounts(rest)
    if several and not amounts:
        rest = rest[several.end() :]
    size = size or _find_size(notes, amounts)
    weight = _find_weight(notes, amounts)
    name, preparation = _split_name(rest)
    amounts, name = _read_unit_behind(amounts, name)
    amounts = _settle_sticks(amounts, name)
    notes = [note for note in notes if note]
    told = ", ".join(filter(None, [part, preparation, *notes]))
    names, others = _split_names(name, counted=bool(amounts))
    if found_part and not others:
        names = [re.sub(r"\s(?:juice|zest)$", "", one) for one in names]
    return IngredientLine(
        text=whole,
        amounts=tuple(amounts),
        size=size,
        name=names[0] if names else "",
        weight=weight,
        others=tuple(others),
        beside=tuple(names[1:]),
        preparation=told,
        part=re.sub(r"\b(?:finely|freshly|grated|squeezed)\s+", "", part).lower(),
        optional=optional,
    )


def tidy(text: str) -> str:
    """A line in plain signs: no tags, no bullets, fractions as 1/2, single spaces."""
    text = html.unescape(html.unescape(text[:LONGEST]))
    text = TAG.sub("", text).replace("\u2044", "/")
    text = VULGAR.sub(_write_vulgar, text)
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\u2010-\u2015\u2212]", "-", text)
    text = text.replace("\u2019", "'").replace("\u00d7", "x")
    text = re.sub(r"(?<=\w)[*†‡]+", "", BULLET.sub("", text))  # signs of footnotes
    text = re.sub(r"(?<=\d)#(?=\d+\$)|\$", " ", text)
    text = re.sub(r"(\d)\s*/\s*(\d)", r"\1/\2", text)
    text = HYPHENED.sub(lambda found: f"{NUMBER_WORDS[found[1].lower()]}-", text)
    return " ".join(text.split())


def _write_vulgar(found: re.Match[str]) -> str:
    """A fraction of one sign as 1/2, apart from a number before it."""
    number = Fraction(unicodedata.numeric(found[2])).limit_denominator(10)
    return f"{found[1] + ' ' if found[1] else ''}{number.numerator}/{number.denominator}"


def _take_brackets(text: str) -> tuple[str, list[str]]:
    """A line without what stands in brackets, and that."""
    notes: list[str] = []

    def take(found: re.Match[str]) -> str:
        notes.append(found[1].strip())
        return " "

    while True:
        shorter = re.sub(r"\s*[(\[]([^()\[\]]*)[)\]]", take, text)
        if shorter == text:
            break
        text = shorter
    text = re.sub(r"[()\[\]]", " ", text)
    return re.sub(r"\s+,", ",", " ".join(text.split())), notes


def _find_size(notes: list[str], amounts: Sequence[Amount]) -> Amount | None:
    """The size that stands in brackets behind a number of packs: "1 (400 g) can"."""
    if len(amounts) != 1 or amounts[0].unit not in (*PACKS, ""):
        return None
    for number, note in enumerate(notes):
        found = SIZE.match(note)
        if found and (
            amounts[0].unit or re.fullmatch(r"\s*(?:each|in total)?\s*", note[found.end() :])
        ):
            if not amounts[0].unit and "each" not in note:
                return None
            size = _make_amount(found)
            notes[number] = ""
            return size
    return None


def _find_weight(notes: Sequence[str], amounts: Sequence[Amount]) -> Amount | None:
    """The same amount in weight or volume that stands in brackets: "1 cup (125 g)"."""
    if len(amounts) != 1 or amounts[0].unit in (*PACKS, *WEIGHT_UNITS):
        return None
    for note in notes:
        for found in SIZE.finditer(re.sub(r"^about\s+", "", note)):
            weight = _make_amount(found)
            if weight.unit in WEIGHT_UNITS and weight.unit != amounts[0].unit:
                times = amounts[0].middle if re.search(r"\beach\b", note) else 1.0
                return Amount(weight.low * times, weight.high * times, weight.unit)
    return None


def _settle_sticks(amounts: list[Amount], name: str) -> list[Amount]:
    """A stick of butter is a weight; of anything else it is a stalk."""
    butter = re.search(r"\b(?:butter|margarine|shortening)\b", name)
    return [
        Amount(one.low, one.high, "stalk") if one.unit == "stick" and not butter else one
        for one in amounts
    ]


def _make_amount(found: re.Match[str]) -> Amount:
    low = read_number(found["low"]) or 0.0
    high = read_number(found["high"]) if found["high"] else low
    unit = find_unit(found["unit"]) or ""
    return Amount(low, low if high is None else high, unit)


def _read_amounts(text: str) -> tuple[list[Amount], Amount | None, str]:
    """The amounts at the beginning of a line, the size of a pack, and the rest."""
    amounts: list[Amount] = []
    size: Amount | None = None
    rest = text
    while True:
        amount, own_size, after = _read_amount(rest)
        if amount is None:
            break
        amounts.append(amount)
        size = size or own_size
        rest = after
        joined = re.match(r"^,?\s*(?:plus|\+|and|&)?\s+(?=\d)", rest, re.IGNORECASE)
        more = re.match(
            rf"^,?\s*(?:plus|\+|and|&)?\s*{RANGE}\s*(?:{UNIT_WORDS})\b", rest, re.IGNORECASE
        )
        if joined is None or more is None or not amount.unit:
            break
        word = re.match(r"^,?\s*(?:plus|\+|and|&)", rest, re.IGNORECASE)
        if word is None and amount.unit not in ("lb", "kg", "cup", "pint"):
            break
        rest = rest[joined.end() :]
    if amounts:
        rest = re.sub(r"^\s*,\s*", "", rest)
        rest = SAME_AMOUNT.sub("", rest)
        rest = re.sub(r"^\s*(?:each\s+)?(?:of\s+)?", "", rest, flags=re.IGNORECASE)
    return amounts, size, rest.strip()


def _read_amount(text: str) -> tuple[Amount | None, Amount | None, str]:
    """One amount: its number and unit, the size of what is counted, and the rest."""
    text = text.strip()
    lead = re.match(
        r"^(?:about|approximately|approx\.?|around|ca\.?|scant|generous|heaped|heaping"
        r"|rounded|level|a generous|a scant|a good|at least|up to)\s+(?=[\da])",
        text,
        re.IGNORECASE,
    )
    if lead:
        text = text[lead.end() :]
    low, high, rest = _read_range(text)
    if low is None:
        return _read_bare_unit(text)
    rest = re.sub(r"^\s*of\s+(?:an?|one)\s+", "", rest, flags=re.IGNORECASE)
    size, rest = _read_own_size(rest)
    unit, after = _read_unit(rest)
    if unit in MEASURES and size is None:
        pack = re.match(
            r"^[\s-]*(can|tin|jar|bottle|pack(?:age|et)?|pkt|bag|box|carton|tub|pot"
            r"|punnet|container|block|loaf|sachet|pouch)s?\b(?!\s*of\s*\d)",
            after,
            re.IGNORECASE,
        )
        if pack:
            size = Amount(low, high or low, unit)
            return Amount(1.0, 1.0, find_unit(pack[1]) or "package"), size, after[pack.end() :]
    if unit in MEASURES:  # the same in another measure: "100 g/4 oz"
        after = re.sub(
            rf"^\s*/\s*{NUMBER}(?:\s*-\s*{NUMBER})?\s*(?:{MEASURE_WORDS})\b\.?",
            "",
            after,
            flags=re.IGNORECASE,
        )
    return Amount(low, low if high is None else high, unit or ""), size, after


def _read_range(text: str) -> tuple[float | None, float | None, str]:
    """A number or a range at the beginning of a text; None where there is none."""
    several = re.match(r"^(?:a\s+)?(few|several|some|couple)\b\s*(?:of\s+)?", text, re.IGNORECASE)
    if several or re.match(r"half\s+(?:and|&)\s+half", text, re.IGNORECASE):
        return None, None, text
    count = _find_count(text)
    if count:  # "8 1/2-inch slices" are eight
        return float(count[1]), None, text[count.end(1) :]
    return (None if text[:1].isdigit() else _read_word_range(text)) or _read_digits(text)


def _find_count(text: str) -> re.Match[str] | None:
    """The number of what is counted, where the size of each follows it: 1 in "1 4-ounce can"."""
    mixed = re.match(r"^(\d+)\s+(\d+/\d+)(?=-(?:inch|cm|ounce|oz|pound|lb))", text, re.IGNORECASE)
    counted = re.match(
        rf"^(\d+)\s+(?={NUMBER}\s*-\s*(?:to|inch|ounce|oz|pound|lb|g|kg|ml|cm)\b)",
        text,
        re.IGNORECASE,
    )
    if mixed or (counted and not re.match(r"^\d+\s+\d+/\d+\s", text)):
        return mixed or counted
    return None


def _read_word_range(text: str) -> tuple[float | None, float | None, str] | None:
    """A number or a range in words; None where there is none."""
    word = re.match(
        rf"^(?:{'|'.join(NUMBER_WORDS)})\b(?:\s+(?:a|an)\b)?(?:\s+(dozen)\b)?\s*(?=\S)",
        text,
        re.IGNORECASE,
    )
    if not word:
        return None
    low = float(NUMBER_WORDS[word[0].split()[0].lower()]) * (12 if word[1] else 1)
    rest = text[word.end() :]
    again = re.match(rf"^(?:or|to|-)\s+({'|'.join(NUMBER_WORDS)})\b\s*", rest, re.IGNORECASE)
    if again:
        return low, float(NUMBER_WORDS[again[1].lower()]), rest[again.end() :]
    return low, None, rest


def _read_digits(text: str) -> tuple[float | None, float | None, str]:
    """A number or a range in digits at the beginning of a text; None where there is none."""
    found = re.match(rf"^{RANGE}", text, re.IGNORECASE)
    if not found:
        return None, None, text
    low, end = read_number(found["low"]), found.end("low")
    high: float | None = None
    if found["high"]:
        high, end = read_number(found["high"]), found.end()
        between = text[found.end("low") : found.start("high")].strip().lower()
        unlike = high is not None and low is not None and high <= low
        hyphen = re.match(r"^-(?:ounce|oz|pound|lb|inch|cm)", text[end:], re.IGNORECASE)
        if unlike or (between == "or" and hyphen):
            high, end = None, found.end("low")
    rest = text[end:]
    either = re.match(
        rf"^\s*(?:{MEASURE_WORDS})?\s*(?:-|to)\s*(?={NUMBER}\s*(?:{UNIT_WORDS})\b)",
        rest,
        re.IGNORECASE,
    )
    if high is None and low is not None and either and either[0].strip() != "-":
        again = re.match(rf"^({NUMBER})", rest[either.end() :])
        if again:  # "2 cups to 3 cups"
            return low, read_number(again[1]), rest[either.end() + again.end() :]
    return low, high, rest


def _read_own_size(text: str) -> tuple[Amount | None, str]:
    """The size of each of what is counted: "x 400 g", "4-ounce", "3- to 3 1/2-pound"."""
    times = re.match(r"^\s*x\s*", text, re.IGNORECASE)
    rest = text[times.end() :] if times else text.lstrip()
    found = SIZE.match(rest)
    if found and (times or "-" in found[0]):
        return _make_amount(found), rest[found.end() :]
    if times:
        return None, rest
    length = LENGTH.match(rest)
    if length:
        return None, rest[length.end() :].lstrip("- ")
    return None, text


BEHIND_SIZES = (
    *WITHOUT_NUMBER,
    *("cup", "tbsp", "tsp", "head", "stalk", "fillet", "can", "bulb", "package", "loaf", "jar"),
    *("strip", "ear"),
)
"""Units before which a line may say "large" or "heaped"."""


def _read_unit(text: str) -> tuple[str | None, str]:
    """The unit at the beginning of a text, behind words such as "heaped", and what follows it."""
    rest = text.lstrip(" ")
    skipped = rest
    while True:
        word = re.match(r"^,?\s*([\w-]+)\b,?\s*", skipped)
        joins = word is not None and word[1].lower() in ("to", "or", "and") and skipped != rest
        if not word or (word[1].lower() not in LOOSE and not joins):
            break
        skipped = skipped[word.end() :]
    for begin in dict.fromkeys((rest, skipped)):
        found = re.match(rf"^(?:{UNIT_WORDS}|T|t)(?![\w'])\.?", begin, re.IGNORECASE)
        unit = find_unit(found[0].rstrip(".")) if found else None
        if found is None or unit is None:
            continue
        after = begin[found.end() :]
        if begin == skipped != rest and unit not in BEHIND_SIZES:
            continue
        if re.match(r"^-\w", after) or (unit in ("can", "container") and not after.strip()):
            continue
        if unit in ("clove", "leaf") and after.strip(" ,").lower() in ("", "whole"):
            continue  # cloves are a spice
        return unit, after
    return None, text


def _read_bare_unit(text: str) -> tuple[Amount | None, Amount | None, str]:
    """A unit without a number: "large handful basil", "pinch of nutmeg", "few sprigs thyme"."""
    several = re.match(r"^(?:an?\s+)?(few|several|some|couple)\b\s*(?:of\s+)?", text, re.IGNORECASE)
    rest = text[several.end() :] if several else text
    unit, after = _read_unit(rest)
    if unit not in WITHOUT_NUMBER or not after.strip():
        return None, None, text
    if several or unit in ("sprig", "slice", "clove"):
        return Amount(0.0, 0.0, unit), None, after
    return Amount(1.0, 1.0, unit), None, after


def _read_unit_behind(amounts: list[Amount], name: str) -> tuple[list[Amount], str]:
    """The unit that stands behind a food: "2 garlic cloves", "4 thyme sprigs"."""
    if len(amounts) != 1 or amounts[0].unit:
        return amounts, name
    words = name.split()
    if len(words) < 2:
        return amounts, name
    unit = find_unit(words[-1])
    if unit not in AFTER_NAME or (unit == "stalk" and words[-1].startswith("stick")):
        return amounts, name
    one = amounts[0]
    return [Amount(one.low, one.high, unit)], " ".join(words[:-1])


def _split_name(text: str) -> tuple[str, str]:
    """The food, and how it is prepared, which begins at a comma or at a word that ends a name."""
    text = text.strip(" ,.;:")
    end = END_OF_NAME.search(f" {text}")
    before, after = (
        (text[: max(0, end.start() - 1)], text[max(0, end.start() - 1) :]) if end else (text, "")
    )
    pieces = re.split(r"\s*[,;:]\s+|\s+-\s+", before)
    kept: list[str] = []
    for number, piece in enumerate(pieces):
        words = piece.lower().split()
        kept.append(piece)
        if words and not all(_is_loose(word) for word in words):
            told = pieces[number + 1 :]
            break
    else:
        told = []
    if not _lists(pieces, before):
        name = " ".join(kept)
        preparation = ", ".join(filter(None, [*told, after.strip(" ,")]))
    else:
        name, preparation = before, after.strip(" ,")
    name, done = _strip_done(name)
    return name, ", ".join(filter(None, [done, preparation]))


def _lists(pieces: Sequence[str], text: str) -> bool:
    """Whether commas part foods, and no food from how it is prepared: "jam, honey or syrup"."""
    if len(pieces) < 2 or not re.search(r"\s(?:and|or)\s[^,]*$", text):
        return False
    for piece in pieces:
        words = re.split(r"\s+", piece.lower())
        if len(words) > 5 or any(word in DONE or word.endswith("ly") for word in words):
            return False
    return True


def _is_loose(word: str) -> bool:
    return word in LOOSE or word in COLOURS or word in STATES or word in ("and", "or", "to")


def _strip_done(name: str) -> tuple[str, str]:
    """A name without the words before it that say nothing of which food it is."""
    words = name.split()
    taken: list[str] = []
    while len(words) > 1:
        word = words[0].lower().strip(",")
        joined = word in ("and", "to", "or", "&") and taken and words[1].lower() in LOOSE
        if word in MANNERS and words[1].lower() == "ground":
            taken += [words.pop(0), words.pop(0)]  # "freshly ground pepper"
            continue
        if word == "freshly" and words[1].lower() == "milled":
            taken += [words.pop(0), words.pop(0)]
            continue
        if word not in LOOSE and not joined:
            break
        taken.append(words.pop(0))
    while len(words) > 1 and words[-1].lower() in DONE:
        taken.append(words.pop())
    inside = [word for word in words[:-1] if word.lower() in DONE]
    words = [word for word in words[:-1] if word.lower() not in DONE] + words[-1:]
    return " ".join(words).strip(" ,"), " ".join([*taken, *inside])


def _split_names(name: str, *, counted: bool) -> tuple[list[str], list[str]]:
    """The foods of a name: those that come together, and those that may stand for the first."""
    low = " ".join(name.lower().split())
    if any(one in low for one in NOT_SPLIT):
        return [low], []
    either = re.split(r"\s*,?\s+or\s+|\s*,\s+(?=[^,]*\s+or\s)|/(?=[a-z])", low)
    either = [one for one in (piece.strip(" ,") for piece in either) if one]
    if len(either) > 1:
        first = either[0].split()
        if all(_is_loose(word) for word in first):  # "fresh or canned broth" is one food
            either[:2] = [f"{either[0]} or {either[1]}"]
        either = [_strip_done(either[0])[0], *(_tidy_other(one) for one in either[1:])]
        alone = [one for one in either if not all(_is_loose(word) for word in one.split())]
        return _share_noun(alone, counted=counted)
    if counted:
        return [low.replace(",", "")], []
    both = re.split(r"\s*,?\s+(?:and|&|\+)\s+|\s*,\s+", low)
    both = [_strip_done(one)[0] for one in (piece.strip(" ,") for piece in both) if one]
    return both or [low], []


def _share_noun(foods: list[str], *, counted: bool) -> tuple[list[str], list[str]]:
    """Foods of which the first ones may leave out their noun: "McIntosh or Granny Smith apples"."""
    noun = foods[-1].split()[-1] if foods else ""
    plural = counted and _is_plural(noun)
    told = [
        f"{one} {noun}"
        if one.split()[-1] not in ALONE | GENERIC
        and (noun in GENERIC or (plural and not _is_plural(one)))
        else one
        for one in foods[:-1]
    ]
    every = [*told, *foods[-1:]]
    return every[:1], every[1:]


def _is_plural(name: str) -> bool:
    return name.endswith("s") and not name.endswith("ss")


def _tidy_other(name: str) -> str:
    """A food that may stand for another, without an amount of its own."""
    amounts, _, rest = _read_amounts(name)
    rest = rest if amounts else name
    return _split_name(rest)[0].lower()
