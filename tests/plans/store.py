"""Store the plan of two people in the tiny kitchen as a file of the version of today.

Files of older versions stay as they are: no planner of today can write them.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from planner import find_data, make_request, read_tables
from planner.actions.answers import answer_request
from planner.plans.json_file import SCHEMA_VERSION
from planner.request.from_words import join_requests
from planner.request.request import AtHome
from planner.tables.bundle import FILES

HERE = Path(__file__).parent
TINY = HERE.parent / "tiny"


def main() -> None:
    """Write schema-N.json."""
    with tempfile.TemporaryDirectory() as folder:
        for name in FILES:
            own = TINY / name
            shutil.copy(own if own.exists() else find_data() / name, Path(folder) / name)
        tables = read_tables(Path(folder))
    ana = make_request(
        tables,
        name="Ana",
        diet="vegan",
        calories=1900,
        age=34,
        sex="female",
        days=2,
        like=["oats"],
        supplements=["vitamin-b12", "vitamin-d"],
        out=["day 1 lunch"],
    )
    ben = make_request(tables, name="Ben", diet="vegan", calories=2300, days=2, avoid=["banana"])
    home = (AtHome("whole-wheat-bread", 100.0, 1),)
    request = replace(join_requests([ana, ben]), at_home=home, start=date(2026, 11, 30))
    plan = answer_request(request, tables)
    text = json.dumps(plan.to_json(), indent=1, ensure_ascii=False) + "\n"
    (HERE / f"schema-{SCHEMA_VERSION}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
