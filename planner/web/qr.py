"""An address as a QR code: in the terminal with half blocks, on a page as one path."""

from __future__ import annotations

from dataclasses import dataclass

import segno

QUIET = 2
"""Modules of light around it; four are in the standard, cameras are content with two."""

BLOCKS = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
"""Two modules above each other, each light or not: what is light is drawn, for a dark terminal."""


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
        """The code for a terminal, two rows on a line."""
        light = [[not one for one in row] for row in self.rows]
        if len(light) % 2:
            light.append([False] * self.size)
        return "\n".join(
            "".join(BLOCKS[pair] for pair in zip(upper, lower, strict=True))
            for upper, lower in zip(light[::2], light[1::2], strict=True)
        )


def make_code(address: str) -> Code:
    """The QR code of an address.

    >>> code = make_code("http://kitchen-pi.local:8765")
    >>> code.size == len(code.draw().splitlines()[0])
    True
    """
    made = segno.make(address, error="m", micro=False)
    rows = made.matrix_iter(border=QUIET)
    return Code(address, tuple(tuple(bool(one) for one in row) for row in rows))
