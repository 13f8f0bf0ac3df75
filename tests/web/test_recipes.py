"""Recipes and foods of one's own on pages: what isn't clear is asked, and names are text."""

from __future__ import annotations

import re
import tomllib
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from planner.web.multipart import parse_multipart

SOUP = """Lentil soup
Serves 4

200 g red lentils
1 onion, chopped
2 tbsp zorbelfruit
a handful of spinach

Fry the onion. Add the lentils and simmer for 20 minutes.
"""
PAGE = (
    '<html><script type="application/ld+json">{"@type": "Recipe", "name": "Dal",'
    ' "recipeYield": "2", "recipeIngredient": ["200 g red lentils"],'
    ' "recipeInstructions": "Boil the lentils."}</script></html>'
)
EVIL = "<script>alert(1)</script>"


def read(page: Any) -> str:
    """A page with spaces that break."""
    return str(page.text).replace("\u00a0", " ")


def find_form(page: Any) -> dict[str, str]:
    """What the form of a page sends as it is: hidden fields, hidden texts, what is chosen."""
    text = page.text.split("<form", 1)[1]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
    areas = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', text, re.DOTALL)
    fields |= dict(areas)
    fields |= dict(
        re.findall(r'<input type="radio"[^>]* name="([^"]+)" value="([^"]*)" checked', text)
    )
    return {name: unescape(value) for name, value in fields.items()}


def test_a_recipe_is_pasted_asked_about_and_kept(client: Any, kitchen: Path) -> None:
    """What nobody knows may stay unknown; the answers lie beside the recipe."""
    asked = client.post("/recipes/add", data={"text": SOUP, "do": "read"})
    assert asked.status_code == 200, asked.text
    assert "Which food is" in read(asked)
    assert "zorbelfruit" in asked.text
    assert not list((kitchen / "recipes").iterdir())
    fields = find_form(asked)
    page = client.post("/recipes/add", data={**fields, "do": "answer"})
    for _ in range(3):
        if page.url.path != "/recipes/add":
            break
        page = client.post("/recipes/add", data={**find_form(page), "do": "answer"})
    assert page.url.path == "/recipes/own-lentil-soup"
    assert "Kept: Lentil soup." in read(page)
    settings = tomllib.loads((kitchen / "recipes" / "lentil-soup.toml").read_text())
    assert settings["foods"]["zorbelfruit"] == "unknown"
    assert (kitchen / "recipes" / "lentil-soup.cook").exists()
    assert 'href="/recipes/own-lentil-soup"' in client.get("/recipes").text


def test_a_food_is_named_or_refused_beside_its_field(client: Any, kitchen: Path) -> None:
    """What was typed stays, and a food that was named is remembered for its word."""
    asked = client.post("/recipes/add", data={"text": SOUP, "do": "read"})
    fields = find_form(asked)
    field = next(name[:-3] for name, value in fields.items() if value == "which food: zorbelfruit")
    wrong = {**fields, field: "other", f"{field}-other": "tofoo & <b>", "do": "answer"}
    refused = client.post("/recipes/add", data=wrong)
    assert refused.status_code == 422
    assert f'id="e-{field}-other"' in refused.text
    assert 'value="tofoo &amp; &lt;b&gt;"' in refused.text
    assert not list((kitchen / "recipes").iterdir())
    page = client.post(
        "/recipes/add",
        data={**find_form(refused), field: "unknown", f"{field}-other": "banana", "do": "answer"},
    )
    weighed = re.search(r'name="(q\d+)-of" value="how much: zorbelfruit"', page.text)
    if weighed:
        wrong = {**find_form(page), weighed[1]: "a lot", "do": "answer"}
        assert f'id="e-{weighed[1]}"' in client.post("/recipes/add", data=wrong).text
        page = client.post(
            "/recipes/add", data={**find_form(page), weighed[1]: "30 g", "do": "answer"}
        )
    assert page.url.path == "/recipes/own-lentil-soup", page.text
    assert tomllib.loads((kitchen / "aliases.toml").read_text()) == {"zorbelfruit": "banana"}


@pytest.mark.parametrize(
    ("filename", "text", "name"),
    [
        ("soup.cook", "Boil @red lentils{200%g} in @water{1%l}.\n", "Pot"),
        ("../../planner.toml", SOUP, ""),
        (
            "page.html",
            PAGE,
            "",
        ),
        ("r.json", '{"@type": "Recipe", "name": "Dal", "recipeIngredient": ["1 banana"]}', ""),
    ],
)
def test_a_file_is_read_and_its_name_names_no_file(
    client: Any, kitchen: Path, filename: str, text: str, name: str
) -> None:
    """Cooklang, a page, JSON or lines, whatever it is called; nothing else is changed."""
    before = {path: path.read_bytes() for path in kitchen.rglob("*") if path.is_file()}
    files = {"file": (filename, text.encode(), "application/octet-stream")}
    page = client.post("/recipes/add", data={"name": name, "text": "", "do": "read"}, files=files)
    for _ in range(4):
        if page.url.path != "/recipes/add":
            break
        page = client.post(
            "/recipes/add", data={**find_form(page), "servings": "2", "do": "answer"}
        )
    assert page.url.path.startswith("/recipes/"), page.text
    assert page.status_code == 200
    after = {path: path.read_bytes() for path in kitchen.rglob("*") if path.is_file()}
    new = {path.relative_to(kitchen).as_posix() for path in after.keys() - before.keys()}
    new = {one for one in new if not one.startswith(".planner")}
    assert new
    assert all(re.fullmatch(r"recipes/[a-z0-9-]+\.(cook|toml)", one) for one in new)
    kept = {p: text for p, text in before.items() if not p.name.startswith(".planner")}
    assert {path: after[path] for path in kept} == kept
    assert [*kitchen.parent.iterdir()] == [kitchen]


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": "nothing that is food\n"},
        {"text": "{not json"},
        {"text": "[" * 100_000},
        {"text": "<html><p>no recipe</p></html>"},
    ],
)
def test_what_is_no_recipe_is_said_beside_the_field(
    client: Any, kitchen: Path, fields: dict[str, str]
) -> None:
    """And what was typed stays."""
    refused = client.post("/recipes/add", data=fields)
    assert refused.status_code == 422
    assert 'id="e-text"' in refused.text
    kept = re.search(r'<textarea id="f-text".*?>\n(.*?)</textarea>', refused.text, re.DOTALL)
    assert kept
    assert unescape(kept[1]) == fields["text"]
    assert not list((kitchen / "recipes").iterdir())


def test_what_is_no_text_or_too_large_is_refused(client: Any, kitchen: Path) -> None:
    """A picture, or a film."""
    files = {"file": ("x.cook", b"\xff\xd8\xff\xe0" * 100, "image/jpeg")}
    refused = client.post("/recipes/add", data={"text": ""}, files=files)
    assert refused.status_code == 422
    assert "is not UTF-8 text" in read(refused).replace("Is not", "is not")
    files = {"file": ("x.cook", b"a" * 2_100_000, "text/plain")}
    assert client.post("/recipes/add", data={"text": ""}, files=files).status_code == 413
    assert not list((kitchen / "recipes").iterdir())


def test_names_are_text_everywhere(client: Any, kitchen: Path) -> None:
    """Of the recipe, of what is in it, of its steps, and of where it comes from."""
    text = (
        f"{EVIL}\nServes 2\n\n200 g red lentils {EVIL}\n1 {EVIL}\n\nBoil {EVIL} for 20 minutes.\n"
    )
    page = client.post("/recipes/add", data={"text": text, "do": "read"})
    seen = [page.text]
    for _ in range(4):
        if page.url.path != "/recipes/add":
            break
        page = client.post("/recipes/add", data={**find_form(page), "do": "answer"})
        seen.append(page.text)
    assert page.url.path != "/recipes/add"
    name = page.url.path.rsplit("/", 1)[1]
    seen += [client.get(address).text for address in ("/recipes", f"/recipes/{name}", "/")]
    for one in seen:
        assert "<script>alert" not in one
    for path in (kitchen / "recipes").glob("*.toml"):
        tomllib.loads(path.read_text())


def test_a_name_that_is_taken_is_said(client: Any, kitchen: Path) -> None:
    """The recipe that has it stays."""
    (kitchen / "recipes" / "lentil-soup.cook").write_text("Boil @red lentils{200%g}.\n")
    refused = client.post("/recipes/add", data={"text": SOUP})
    assert refused.status_code == 422
    assert 'id="e-name"' in refused.text
    assert "Another recipe has this name" in read(refused)
    other = client.post("/recipes/add", data={"text": SOUP, "name": "Other soup"})
    assert other.status_code == 200


def test_what_is_open_of_a_recipe_is_answered_later(client: Any, kitchen: Path) -> None:
    """On the recipe's page, as when it was added."""
    path = kitchen / "recipes" / "stew.cook"
    path.write_text("---\nservings: 2\n---\n\nBoil @red lentils{200%g} and @zorbelfruit{30%g}.\n")
    page = client.get("/recipes/stew")
    assert 'href="/recipes/stew/answer"' in page.text
    form = client.get("/recipes/stew/answer")
    field = next(n[:-3] for n, v in find_form(form).items() if v == "which food: zorbelfruit")
    fields = {**find_form(form), field: "other", f"{field}-other": "banana", "do": "answer"}
    page = client.post("/recipes/stew/answer", data=fields)
    assert page.url.path == "/recipes/stew"
    assert "/answer" not in page.text
    assert "banana" in path.with_suffix(".toml").read_text()


@pytest.mark.parametrize(
    "known", ["", "{", "[]", "[1, 2, 3]", '[{"a": "x"}, {"b": -1}, "many"]', "[" * 9000]
)
def test_a_form_that_was_tampered_with_is_asked_again(client: Any, known: str) -> None:
    """Nothing of it is believed that no answer could be."""
    page = client.post("/recipes/add", data={"text": SOUP, "known": known, "do": "read"})
    assert page.status_code == 200
    assert "Which food is" in read(page)


def test_a_food_is_added_from_its_label(client: Any, kitchen: Path) -> None:
    """What the label doesn't say is unknown."""
    fields = {"name": "Corner houmous", "label": "per 100 g: 280 kcal, fat 22 g", "price": "2.49"}
    page = client.post("/foods/add", data={**fields, "contains": "sesame", "serve_like": "hummus"})
    assert "Kept: Corner houmous." in read(page)
    (entry,) = tomllib.loads((kitchen / "foods.toml").read_text())["food"]
    assert entry["energy_kcal"] == 280
    assert entry["contains"] == ["sesame"]
    assert "calcium_mg" not in entry
    assert "Corner houmous" in client.get("/foods?words=houmous").text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "", "label": "280 kcal"}, "e-name"),
        ({"name": "X", "label": "tasty"}, "e-label"),
        ({"name": "X", "label": ""}, "e-label"),
        ({"name": "X", "label": "280 kcal", "price": "cheap"}, "e-price"),
        ({"name": "X", "label": "280 kcal", "contains": "moonlight"}, "faults"),
    ],
)
def test_what_no_food_is_is_said_beside_its_field(
    client: Any, kitchen: Path, fields: dict[str, str], field: str
) -> None:
    """Nothing is written, and what was typed stays."""
    refused = client.post("/foods/add", data=fields)
    assert refused.status_code == 422
    assert field in refused.text
    assert fields["label"] in refused.text
    assert not (kitchen / "foods.toml").exists()


@pytest.mark.parametrize("body", [b"", b"--x", b"--x\r\n\r\n", b"\xff" * 100, b"--x\r\n" * 1000])
def test_a_broken_form_has_no_fields(body: bytes) -> None:
    """And breaks nothing."""
    fields, files = parse_multipart("multipart/form-data; boundary=x", body)
    assert not files
    assert not [name for name, _ in fields if name]


def test_what_was_typed_stays_where_another_question_is_settled(client: Any) -> None:
    """A question keeps its field, its words and its problem when one before it is answered."""
    text = SOUP.replace("a handful of spinach", "1 cup snorkelberries")
    asked = client.post("/recipes/add", data={"text": text, "do": "read"})
    fields = find_form(asked)
    first, second = (
        next(name for name, said in fields.items() if word in said and name.endswith("-of"))[:-3]
        for word in ("zorbelfruit", "snorkelberries")
    )
    typed = {first: "unknown", second: "other", f"{second}-other": "dragonfruit"}
    page = client.post("/recipes/add", data={**fields, **typed, "do": "answer"})
    assert page.status_code == 422
    assert "dragonfruit" in page.text
    assert f'name="{first}"' not in page.text
    assert f'name="{second}-other"' in page.text
    assert "no food is called" in read(page).lower()
