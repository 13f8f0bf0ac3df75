"""The pages of a server: templates around the same blocks as the saved page, with linked assets.

Nothing is inline. A template escapes every text; what someone typed stands in a form as it was
typed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from planner.errors import Speaker, write_mentions
from planner.render.blocks import SIGNS, Block, say_fields
from planner.render.formats.html import DRAWN, TEMPLATES, build_environment, write_assets

SITE = TEMPLATES / "site"
STATIC = ("site.css", "site.js", "day.js", "job.js", "list.js")
VENDORED = ("vendor/htmx/htmx.min.js",)
WORKER = "worker.js"
ASSETS = "/assets"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


class Typed(str):
    """A text that stands in a page as someone typed it: escaped, and otherwise as it is."""

    __slots__ = ()


def render_view(name: str, say: Speaker, **values: Any) -> str:
    """A page of a server by its template's name; `say` writes the fields that texts mention."""
    template = _build(say).get_template(f"site/{name}.html")
    return str(
        template.render(
            assets=f"{ASSETS}/{find_digest()}",
            icons=f"{ASSETS}/{find_digest()}/icons.svg",
            drawn=DRAWN,
            signs=SIGNS,
            **values,
        )
    )


@lru_cache(maxsize=4)
def _build(say: Speaker) -> Any:
    environment = build_environment()
    environment.filters |= {
        "typed": lambda value: Typed("" if value is None else value),
        "said": lambda text: write_mentions(str(text), say),
        "spoken": lambda blocks: say_blocks(blocks, say),
    }
    return environment


def say_blocks(blocks: Any, say: Speaker) -> list[Block]:
    """Blocks whose fields are in the words of a page."""
    return say_fields(blocks, say)


@lru_cache(maxsize=1)
def read_assets() -> Mapping[str, tuple[bytes, str]]:
    """Every file that pages link to, by its name: what it holds, and its type."""
    found = {name: text.encode() for name, text in write_assets().items()}
    found |= {Path(name).name: (SITE / name).read_bytes() for name in (*STATIC, *VENDORED)}
    return {name: (data, TYPES[Path(name).suffix]) for name, data in found.items()}


@lru_cache(maxsize=1)
def write_worker() -> str:
    """The service worker that opens the list offline, with its version and the list's files."""
    source = (SITE / WORKER).read_text(encoding="utf-8")
    digest = hashlib.sha256(source.encode() + find_digest().encode()).hexdigest()[:12]
    files = [f"{ASSETS}/{find_digest()}/{name}" for name in sorted(read_assets())]
    return f"const VERSION = {json.dumps(digest)};\nconst FILES = {json.dumps(files)};\n{source}"


@lru_cache(maxsize=1)
def find_digest() -> str:
    """A name of all assets together: a new version of any has a new address."""
    digest = hashlib.sha256()
    for name, (data, _) in sorted(read_assets().items()):
        digest.update(name.encode() + data)
    return digest.hexdigest()[:12]
