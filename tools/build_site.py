"""Build the site with MkDocs and with Zensical, strictly, and look for what comes from elsewhere.

python tools/build_site.py            into build/site/mkdocs and build/site/zensical

It needs `pip install '.[docs]'`. A broken link, a page that the navigation lacks, and a script, a
style, a typeface or a picture from another host end it with exit code 1. The site is read through
a server, since its search needs one: python -m http.server --directory build/site/mkdocs
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILDERS = {
    "mkdocs": ["mkdocs", "build", "--strict", "--quiet"],
    "zensical": ["zensical", "build", "--strict", "--clean"],
}
ADDRESS = r"((?:https?:)?//[^\"')\s>]+)"
OUTSIDE = (
    re.compile(rf"<(?:script|img|iframe|source|video|audio)\b[^>]*?\bsrc=\"?{ADDRESS}"),
    re.compile(
        rf"<link\b(?=[^>]*\brel=\"?(?:stylesheet|icon|preload|preconnect))[^>]*?\bhref=\"?{ADDRESS}"
    ),
    re.compile(rf"\burl\([\"']?{ADDRESS}"),
)
"""What a browser fetches by itself when it opens a page; a link that is clicked isn't fetched."""


def find_outside(text: str) -> list[str]:
    """The addresses of other hosts that a page or a style sheet has a browser fetch."""
    return [address for pattern in OUTSIDE for address in pattern.findall(text)]


def build(builder: str) -> Path:
    """Build the site with one of the builders; the folder that it went to."""
    folder = ROOT / "build" / "site" / builder
    shutil.rmtree(folder, ignore_errors=True)
    environment = {
        **os.environ,
        "PLANNER_SITE": str(folder.relative_to(ROOT)),
        "NO_MKDOCS_2_WARNING": "1",  # an advertisement of the builder
    }
    words = [sys.executable, "-m", *BUILDERS[builder]]
    subprocess.run(words, cwd=ROOT, env=environment, check=True)
    return folder


def main() -> None:
    """Build with each and say what was found."""
    found = []
    for builder in BUILDERS:
        folder = build(builder)
        pages = [path for path in folder.rglob("*") if path.suffix in (".html", ".css")]
        for path in pages:
            text = path.read_text(encoding="utf-8")
            found += [f"{path.relative_to(ROOT)}: {address}" for address in find_outside(text)]
        print(f"{builder}: {len(pages)} pages and style sheets in {folder.relative_to(ROOT)}")
    if found:
        sys.exit("From elsewhere:\n" + "\n".join(found))


if __name__ == "__main__":
    main()
