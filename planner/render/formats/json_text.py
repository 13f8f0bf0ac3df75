"""Values as JSON, as the commands write it: no character in it steers a terminal."""

from __future__ import annotations

import json
import re
from typing import Any

from planner.render.blocks import CONTROLS, SPACES

STEERS = re.compile(f"{CONTROLS.pattern}|{SPACES.pattern}")
"""Characters that JSON output and messages write as escapes: they could steer a terminal."""


def write_json(value: Any) -> str:
    """A value as JSON; characters that could steer a terminal become Unicode escapes."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    lines = (STEERS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", line) for line in text.split("\n"))
    return "\n".join(lines) + "\n"
