"""Reads numbers as people type them: 1,500."""

from __future__ import annotations

import re


def drop_thousands_commas(text: str) -> str:
    """1,500 as 1500; a comma that doesn't group thousands, as in 1,5 and 0,450, stays."""
    return re.sub(r"\b[1-9]\d{0,2}(,\d{3})+(?![\d,])", lambda m: m[0].replace(",", ""), text)
