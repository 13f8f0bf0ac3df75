"""An address as a QR code: in the terminal with half blocks, on a page as one path."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

import segno

QUIET = 2
"""Modules of light around it; four are in the standard, cameras are content with two."""

BLOCKS = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
"""Two modules above each other, each dark or not."""

BLACK_ON_WHITE, USUAL = "\x1b[38;5;16;48;5;231m", "\x1b[0m"
"""Colours that no terminal's theme changes: many cameras read no light code on a dark ground."""


@dataclass(frozen=True)
class Code:
    """A QR code: its rows of modules, True where they are dark, and the address in it."""

    address: str
    rows: tuple[tuple[bool, ...], ...]

    @property
    def size(self) -> int:
        """Modules along a side."""
        return len(self.rows)

    @property
    def path(self) -> str:
        """The dark modules as the path of an SVG."""
        return "".join(
            f"M{x} {y}h1v1h-1z"
            for y, row in enumerate(self.rows)
            for x, is_dark in enumerate(row)
            if is_dark
        )

    def draw(self) -> str:
        """The code for a terminal, black on white, two rows on a line."""
        lines = zip_longest(self.rows[::2], self.rows[1::2], fillvalue=(False,) * self.size)
        drawn = ("".join(BLOCKS[pair] for pair in zip(*pairs, strict=True)) for pairs in lines)
        return "\n".join(f"{BLACK_ON_WHITE}{line}{USUAL}" for line in drawn)


def make_code(address: str) -> Code:
    """The QR code of an address.

    >>> code = make_code("http://kitchen-pi.local:8765")
    >>> code.size, len(code.draw().splitlines())
    (33, 17)
    """
    made = segno.make(address, error="m", micro=False)
    rows = made.matrix_iter(border=QUIET)
    return Code(address, tuple(tuple(bool(one) for one in row) for row in rows))
