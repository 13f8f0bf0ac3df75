"""Store the plan of the tiny kitchen and its printed forms again."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from planner import check_plan, find_data, make_request, plan_week, read_tables
from planner.render.documents.plan import compose_plan
from planner.render.formats.markdown import render_markdown
from planner.render.formats.text import render_text
from planner.tables.bundle import FILES

HERE = Path(__file__).parent
TINY = HERE.parent / "tiny"


def main() -> None:
    """Write plan.json, plan.txt and plan.md."""
    with tempfile.TemporaryDirectory() as folder:
        for name in FILES:
            own = TINY / name
            shutil.copy(own if own.exists() else find_data() / name, Path(folder) / name)
        tables = read_tables(Path(folder))
    request = make_request(tables, diet="vegan", days=2, calories=1900)
    plan = plan_week(request, tables)
    blocks = compose_plan(plan, check_plan(plan, tables), tables)
    text = json.dumps(plan.to_json(), indent=1, ensure_ascii=False) + "\n"
    (HERE / "plan.json").write_text(text, encoding="utf-8")
    (HERE / "plan.txt").write_text(render_text(blocks), encoding="utf-8")
    (HERE / "plan.md").write_text(render_markdown(blocks), encoding="utf-8")


if __name__ == "__main__":
    main()
