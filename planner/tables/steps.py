"""The language of recipe steps: plain words, and braces that name slots and what is done to them.

    "{cook: grain} Heat {some: oil} in a pan; {fry: protein + mushrooms}."

`{grain}` is the food that fills the slot. `{fry: a + b}` says what is done to several, in the order
and for the minutes that the foods' rows give. docs/guides/own-tables.md lists every word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

NAME = ""
CUT, BLEND, SOME, COOK, COLD, IN = "cut", "blend", "some", "cook", "cold", "in"
FRY, SIMMER, ROAST, WATER = "fry", "simmer", "roast", "water"
SPICES, FINISH, REMOVED, PLATES, ARTICLE = "spices", "finish", "removed", "plates", "a"
PACK, SOAK, REST, HALF, FOLD = "pack", "soak", "rest", "half", "fold"
TIMED = {FRY: "fry_min", SIMMER: "simmer_min", ROAST: "roast_min"}
"""What takes its minutes from which column of cooking.csv."""
VERBS = (
    ARTICLE,
    CUT,
    PACK,
    FOLD,
    SOME,
    HALF,
    SOAK,
    REST,
    COOK,
    COLD,
    IN,
    BLEND,
    *TIMED,
    WATER,
    PLATES,
)
COOKS = (COOK, COLD, IN)
"""What cooks foods by themselves, as their rows say; the first slot of IN is the liquid."""

BRACES = re.compile(r"\{([^{}]*)\}")
DEGREES = re.compile(r"(\d+) °C")
PLATE = re.compile(r"(\d+(?:\.\d+)?) (ml|tbsp)")
RATIO = re.compile(r"(\d+(?:\.\d+)?) +(.*)")


@dataclass(frozen=True)
class Part:
    """A piece of a step: `words` as they stand, or what `verb` does to `slots`.

    `number` is the ml of water for each gram of the slots, the ml or spoons (`words`) for each
    plate, or the degrees Celsius of a part whose verb is "°C".
    """

    words: str = ""
    verb: str = NAME
    slots: tuple[str, ...] = ()
    number: float = 0.0


DEGREES_VERB = "°C"


@lru_cache(maxsize=4096)
def parse_step(text: str) -> tuple[Part, ...]:
    """The parts of a step; ValueError says what isn't understood.

    >>> parse_step("Toast {bread}.")
    (Part(words='Toast ', verb='', slots=(), number=0.0), \
Part(words='', verb='', slots=('bread',), number=0.0), \
Part(words='.', verb='', slots=(), number=0.0))
    """
    parts, end = [], 0
    for found in BRACES.finditer(text):
        if found.start() > end:
            parts.append(Part(text[end : found.start()]))
        parts.append(_parse_braces(found[1].strip()))
        end = found.end()
    rest = text[end:]
    if set("{}") & set(rest) or any(set("{}") & set(part.words) for part in parts):
        message = "has a brace without its other half"
        raise ValueError(message)
    return (*parts, Part(rest)) if rest else tuple(parts)


def _parse_braces(text: str) -> Part:
    degrees = DEGREES.fullmatch(text)
    if degrees:
        return Part(verb=DEGREES_VERB, number=float(degrees[1]))
    if text in (SPICES, FINISH, REMOVED):
        return Part(verb=text)
    verb, colon, slots = text.partition(":")
    verb = verb.strip()
    if not colon:
        verb, slots = NAME, text
    elif verb not in VERBS:
        message = f"has {verb!r} before a colon, which is none of {', '.join(VERBS)}"
        raise ValueError(message)
    number = 0.0
    if verb == PLATES:
        amount = PLATE.fullmatch(slots.strip())
        if amount is None:
            message = "should say {plates: 100 ml} or {plates: 2 tbsp}: so much for each plate"
            raise ValueError(message)
        return Part(amount[2], verb, (), float(amount[1]))
    if verb == WATER:
        ratio = RATIO.fullmatch(slots.strip())
        if ratio is None:
            message = "should say {water: 0.5 slot}: so many ml for each gram of the slot"
            raise ValueError(message)
        number, slots = float(ratio[1]), ratio[2]
    names = tuple(name.strip() for name in slots.split("+"))
    if not all(names):
        message = "has braces that name no slot"
        raise ValueError(message)
    if verb in (SOAK, REST) and len(names) < 2:
        message = f"should say {{{verb}: liquid + slot}}: the liquid first, then what takes it up"
        raise ValueError(message)
    if verb == IN and len(names) != 2:
        message = "should say {in: liquid + slot}: what is cooked, and in what"
        raise ValueError(message)
    return Part(verb=verb, slots=names, number=number)
