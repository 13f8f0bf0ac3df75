"""The house style: colours by what they mean, sizes of type, spaces.

Every text colour has a contrast of at least 4.5 : 1 on every ground that it stands on. No colour
stands alone: a sign, a number or a word says the same.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from planner.render.blocks import Mark


@dataclass(frozen=True)
class Palette:
    """Colours by their meaning, as hexadecimal RGB."""

    ground: str
    card: str
    ink: str
    soft: str
    line: str
    track: str
    accent: str
    reached: str
    under: str
    miss: str
    breakfast: str
    lunch: str
    dinner: str
    snack: str


LIGHT = Palette(
    ground="#fbfaf6",
    card="#ffffff",
    ink="#1f2620",
    soft="#525b54",
    line="#d9d5c9",
    track="#e6e3da",
    accent="#2c6a4b",
    reached="#2c6a4b",
    under="#8a5600",
    miss="#b3361d",
    breakfast="#fbeecf",
    lunch="#e1efdf",
    dinner="#f7e0d6",
    snack="#e0e8f3",
)
DARK = Palette(
    ground="#151816",
    card="#1e2320",
    ink="#ecefe9",
    soft="#b1bbb3",
    line="#3a423c",
    track="#39413b",
    accent="#8fd0ac",
    reached="#8fd0ac",
    under="#f0b95a",
    miss="#ff9a80",
    breakfast="#3a321c",
    lunch="#22342a",
    dinner="#3b2a24",
    snack="#242f3d",
)

TEXTS = ("ink", "soft", "accent", "reached", "under", "miss")
GROUNDS = ("ground", "card", "breakfast", "lunch", "dinner", "snack")
CONTRAST = 4.5  # of each of TEXTS on each of GROUNDS (WCAG 2.2, criterion 1.4.3)

TYPE_REM = {"tiny": 0.78, "small": 0.88, "body": 1.0, "head": 1.25, "title": 1.75}
"""The five sizes of type on a page, in rem; a rem is the reader's own size, 16 pixels mostly."""

SPACES_REM = {"hair": 0.25, "near": 0.5, "apart": 0.8, "far": 1.6}
"""The four spaces of a page, in rem."""

RADIUS_REM = 0.7

TERMINAL = {
    Mark.PLAIN: "",
    Mark.QUIET: "dim",
    Mark.REACHED: "green",
    Mark.UNDER: "yellow",
    Mark.MISS: "bold red",
    Mark.OVER: "bold red",
}
"""The colours of a terminal, which has names for them and shows its own."""


def write_variables() -> str:
    """The style as variables of CSS, in light and in dark, and on paper as in light on white."""
    sizes = {f"type-{name}": f"{rem:g}rem" for name, rem in TYPE_REM.items()}
    sizes |= {f"space-{name}": f"{rem:g}rem" for name, rem in SPACES_REM.items()}
    sizes["radius"] = f"{RADIUS_REM:g}rem"
    names = [field.name for field in fields(Palette)]
    printed = asdict(LIGHT) | {"ground": "#ffffff", "soft": "#444444", "line": "#999999"}

    def write(values: dict[str, str]) -> str:
        return "".join(f"--{name}:{value};" for name, value in values.items())

    colours = [{name: own[name] for name in names} for own in (asdict(LIGHT), asdict(DARK))]
    return (
        f":root{{color-scheme:light dark;{write(sizes)}{write(colours[0])}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{write(colours[1])}}}}}\n"
        f"@media print{{:root{{color-scheme:light;{write(printed)}}}}}\n"
    )


def find_contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 defines it, from 1 to 21.

    >>> round(find_contrast("#000000", "#ffffff"), 1)
    21.0
    """
    darker, lighter = sorted(map(_find_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _find_luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
