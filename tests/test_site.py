"""What the documentation shows is what the program does: commands, outputs, reference, links."""

from __future__ import annotations

import importlib.util
import re
import shlex
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

from planner import cli

pytestmark = pytest.mark.documents

ROOT = Path(__file__).parent.parent
WRITTEN_WITH = (0, 29)
"""The Typer that wrote the reference of commands."""
DOCS = ROOT / "docs"


def load(name: str) -> ModuleType:
    """A script of tools/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


write_docs = load("write_docs")
build_site = load("build_site")
PAGES = [*sorted(ROOT.glob("*.md")), ROOT / "examples" / "README.md", *sorted(DOCS.rglob("*.md"))]


def find_commands() -> list[tuple[str, str]]:
    """Every line of a code block, in any page, that begins with the planner; with its page."""
    found = []
    for page in PAGES:
        text = re.sub(r"(?ms)^````.*?^````$", "", page.read_text(encoding="utf-8"))
        blocks = re.findall(r"^```(?:sh|console)[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        blocks += re.findall(r"(?:^(?: {4}.*)\n)+", text, re.MULTILINE)
        found += [
            (str(page.relative_to(ROOT)), line)
            for block in blocks
            for line in re.findall(r"^(?:\$ |    )?(planner .*)", block, re.MULTILINE)
        ]
    return found


@pytest.fixture(autouse=True)
def _bundled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundled tables, and help for a terminal of 80 columns."""
    monkeypatch.delenv("PLANNER_TABLES", raising=False)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize(
    "page", write_docs.find_pages(), ids=lambda page: str(page.relative_to(DOCS))
)
def test_each_page_shows_what_its_commands_do(page: Path) -> None:
    """Every command ends with the exit code that the page says, and prints what it shows."""
    _, ran = write_docs.run_page(page.read_text(encoding="utf-8"))
    for one in ran:
        assert one.exit_code == one.expected_code, f"{one.line}\n{one.printed}"
        if one.shown and not one.may_differ:
            assert one.shown == one.printed, f"{one.line}: {write_docs.AGAIN}"


def test_the_tutorial_and_the_guides_run_commands() -> None:
    """Each of these pages has commands that the test above runs, so none is empty of them."""
    for folder in ("tutorial", "guides"):
        for page in (DOCS / folder).glob("*.md"):
            assert "```console" in page.read_text(encoding="utf-8"), page


def test_a_page_whose_command_fails_is_found() -> None:
    """A wrong option and a changed output are seen, as is the exit code that a comment says."""
    page = "```console\n$ planner diets --no-such-option\n$ planner diets\nnothing\n```\n"
    _, (wrong, changed) = write_docs.run_page(page)
    assert wrong.exit_code != wrong.expected_code
    assert changed.shown != changed.printed
    _, (said,) = write_docs.run_page("```console\n$ planner plan --diet moon  # exit code 2\n```\n")
    assert said.exit_code == said.expected_code == 2


@pytest.mark.parametrize(("page", "line"), find_commands())
def test_every_command_of_every_page_is_understood(page: str, line: str) -> None:
    """Its options exist and take such values; nothing is planned."""
    words = shlex.split(line, comments=True)
    end = next((i for i, word in enumerate(words) if word in ("|", "&&")), len(words))
    command, *rest = cli.fill_in(words[1:end])
    known = write_docs.find_commands()
    assert command in known, page
    known[command].make_context(command, list(rest))


@pytest.mark.parametrize("path", write_docs.WRITTEN, ids=lambda path: path.name)
def test_what_is_written_from_the_program_is_current(path: Path) -> None:
    """The reference of commands and fields and the picture are what the program says today."""
    if tuple(map(int, version("typer").split(".")[:2])) < WRITTEN_WITH:
        pytest.skip("an older Typer writes a command's help otherwise")
    assert path.read_text(encoding="utf-8") == write_docs.WRITTEN[path](), write_docs.AGAIN


def test_the_picture_fetches_nothing() -> None:
    """Its typeface is the reader's own: no address is in it but that of the SVG format."""
    picture = (DOCS / "pictures" / "week.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[^\"' )]+", picture)) == {"http://www.w3.org/2000/svg"}


def test_the_site_names_every_page_once() -> None:
    """The navigation of mkdocs.yml and the files under docs/ are the same."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    named = re.findall(r"^ +- .*?([\w/-]+\.md)$", text, re.MULTILINE)
    assert sorted(named) == sorted(str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md"))


def test_the_site_takes_nothing_from_elsewhere() -> None:
    """No typeface, no script, no picture of a page has another host's address."""
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "font: false" in config
    assert "http" not in config
    for page in DOCS.rglob("*.md"):
        assert not re.search(r"!\[[^\]]*\]\(http|<(img|script|link)\b", page.read_text("utf-8"))


def test_what_a_built_page_takes_from_elsewhere_is_found() -> None:
    """A script, a style or a picture of another host counts; a link to read there doesn't."""
    found = build_site.find_outside
    assert found('<script src="https://elsewhere.example/a.js">') == [
        "https://elsewhere.example/a.js"
    ]
    assert found('<link rel="stylesheet" href="//elsewhere.example/a.css">')
    assert found('<img alt="" src="http://elsewhere.example/a.png">')
    assert found("@import url('https://elsewhere.example/font.css');")
    assert not found('<a href="https://elsewhere.example">read</a><script src="assets/a.js">')


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    """Each file that a page links to is there."""
    text = re.sub(r"(?ms)^(`{3,}).*?^\1", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not target.startswith(("http:", "https:", "#")):
            assert (page.parent / target.split("#")[0]).exists(), target


def test_every_chore_is_described() -> None:
    """CONTRIBUTING.md has a row for each word, and no other."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\w+) \| ", page, re.MULTILINE)
    assert rows == ["word", *load("chore").CHORES]


def test_nothing_is_fetched_before_a_commit() -> None:
    """Every hook is local and runs a tool that is installed."""
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"repo: (\S+)", text) == ["local"]
    assert set(re.findall(r"language: (\S+)", text)) == {"system"}
