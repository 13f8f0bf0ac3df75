"""The server in the house: who is let in, each rule with what breaks it."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import RequestError
from planner.tables.bundle import Tables
from planner.web import lan
from planner.web.access import COOKIE, SECURE_COOKIE
from planner.web.app import make_app
from planner.web.gate import MOST_OF_UNKNOWN
from planner.web.house import House
from planner.web.keys import LASTS, parse_name
from planner.web.lan import Lan
from planner.web.pairing import (
    LASTS_S,
    PAUSE_S,
    Entrance,
    Offer,
    Pairing,
    Tried,
    write_link,
)
from planner.web.store import FILE
from planner.web.worker import Worker

PORT = 8765
NAME = "kitchen-pi.local"
IN_THE_HOUSE = Lan((NAME,))
HOUSE = f"http://{NAME}:{PORT}"
ITSELF = f"http://127.0.0.1:{PORT}"
PHONE, OTHER_PHONE, MACHINE = "192.168.1.31", "192.168.1.32", "127.0.0.1"
PAGES = ("/", "/list", "/pantry", "/devices", "/week/2026-11-30", "/weeks", "/nowhere", "/start")


@dataclass
class Clock:
    """The clock on the wall, which a test may turn."""

    now: datetime = datetime(2026, 11, 30, 12)  # noqa: DTZ001  (the wall's)

    def __call__(self) -> datetime:
        """What time it is."""
        return self.now


@dataclass
class Server:
    """A server in the house, and the codes that its terminal showed."""

    app: Any
    clock: Clock
    shown: list[Offer] = field(default_factory=list)


class Device:
    """A browser in the house: over plain HTTP it sends an Origin and no Sec-Fetch-Site."""

    def __init__(self, server: Server, ip: str = PHONE, base: str = HOUSE) -> None:
        """At an address, which calls the server by a name."""
        self.server, self.ip, self.base = server, ip, base
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, headers: Any = None, **more: Any) -> Response:
        """The answer to a request, without following where it leads."""
        own = {"host": self.base.partition("//")[2]}
        if method != "GET":
            own["origin"] = self.base
        sent = {name: text for name, text in (own | (headers or {})).items() if text is not None}

        async def run() -> Response:
            transport = ASGITransport(
                self.server.app, raise_app_exceptions=False, client=(self.ip, 5000)
            )
            async with AsyncClient(
                transport=transport, base_url=self.base, cookies=self.cookies
            ) as client:
                return await client.request(method, path, headers=sent, **more)

        answer = asyncio.run(run())
        self.cookies |= dict(answer.cookies)
        return answer

    def get(self, path: str, **more: Any) -> Response:
        """Open a page."""
        return self.ask("GET", path, **more)

    def post(self, path: str, **more: Any) -> Response:
        """Send a form."""
        return self.ask("POST", path, **more)

    def pair(self, name: str = "Ana's phone") -> Response:
        """Open the page, and type the code of the terminal."""
        self.get("/pair")
        return self.post("/pair", data={"code": self.server.shown[-1].typed, "name": name})


def make_server(
    kitchen: Path, tables: Tables, worker: Worker, house: Lan | None = IN_THE_HOUSE
) -> Server:
    """A server of a kitchen."""
    clock = Clock()
    shown: list[Offer] = []
    app = make_app(
        House(kitchen, tables, clock),
        worker,
        PORT,
        "the-token",
        house,
        None if house is None else Entrance(HOUSE, house.is_secure, Pairing(shown.append)),
    )
    return Server(app, clock, shown)


@pytest.fixture
def server(kitchen: Path, tables: Tables, worker: Worker) -> Server:
    """A server that the house may open."""
    return make_server(kitchen, tables, worker)


@pytest.fixture
def itself(server: Server) -> Device:
    """The browser of the machine where the server runs."""
    return Device(server, MACHINE, ITSELF)


def test_a_device_that_isnt_paired_sees_the_page_to_pair_alone(server: Server) -> None:
    """Whatever it opens: no page of the kitchen, not whether there is one, not a form's token."""
    phone = Device(server)
    for path in PAGES:
        found = phone.get(path)
        assert (found.status_code, found.headers["location"]) == (303, "/pair"), path
    page = phone.get("/pair")
    assert page.status_code == 200
    assert "the-token" not in page.text
    assert "<nav" not in page.text
    for path in ("/list/2026-11-30/ticks", "/undo", "/devices/code", "/devices/add", "/weeks"):
        assert phone.post(path, data={"kind": "program", "name": "x"}).status_code == 401, path
    assert phone.get("/api/v1/openapi.json").status_code == 401


def list_addresses(server: Server) -> list[tuple[str, str]]:
    """Every method and address that the application has, with something in each gap."""
    app = server.app.app.app.app
    schema = set(app.openapi()["paths"])
    found = [
        (method, re.sub(r"{\w+}", "1", path))
        for path, methods in find_routes(app.routes)
        for method in sorted(methods)
    ]
    assert len(found) > len(schema) > 10
    return found


def find_routes(routes: Any) -> Iterator[tuple[str, set[str]]]:
    """The addresses of routes with their methods, those of routers within them too."""
    for one in routes:
        inner = getattr(one, "original_router", None)
        if inner is not None:
            yield from find_routes(inner.routes)
        else:
            yield one.path, set(one.methods)


def test_nothing_else_is_open_to_who_isnt_known(server: Server, kitchen: Path) -> None:
    """Every address that the application has, and those that a later page adds."""
    before = (kitchen / "journal.txt").read_bytes()
    stranger = Device(server)
    opened = set()
    for method, path in list_addresses(server):
        answer = stranger.ask(method, path)
        if answer.status_code not in {303, 401}:
            opened.add((method, path, answer.status_code))
        elif answer.status_code == 303:
            assert answer.headers["location"] == "/pair"
    assert opened == {
        ("GET", "/pair", 200),
        ("POST", "/pair", 403),
        ("GET", "/calendar.ics", 404),
        ("GET", "/assets/1/1", 404),
        ("GET", "/favicon.ico", 204),
    }
    assert (kitchen / "journal.txt").read_bytes() == before


def test_a_token_that_reads_changes_nothing_and_opens_no_page(
    server: Server, itself: Device, kitchen: Path
) -> None:
    """At every address; and what changes something needs our own page or a token, at every one."""
    token = {"authorization": f"Bearer {make_token(itself)}", "origin": None}
    phone, program = Device(server), Device(server, OTHER_PHONE)
    phone.pair()
    before = (kitchen / "journal.txt").read_bytes()
    for method, path in list_addresses(server):
        reads = method in {"GET", "HEAD"}
        answer = program.ask(method, path, headers=token)
        if not reads or not path.startswith("/api/"):
            assert answer.status_code == 403, (method, path)
        if not reads:
            evil = phone.ask(method, path, headers={"origin": "http://evil.example"})
            assert evil.status_code == 403, (method, path)
    assert (kitchen / "journal.txt").read_bytes() == before


def test_the_page_to_pair_says_that_the_wifi_reads_along(
    server: Server, kitchen: Path, tables: Tables, worker: Worker
) -> None:
    """Over plain HTTP; over HTTPS there is nothing to say."""
    assert "can read along" in Device(server).get("/pair").text.replace("\u00a0", " ")
    secure = make_server(kitchen, tables, worker, Lan((NAME,), Path("c"), Path("k")))
    phone = Device(secure, base=f"https://{NAME}:{PORT}")
    assert "can read along" not in phone.get("/pair").text.replace("\u00a0", " ")


def test_a_code_typed_pairs_a_device_once(server: Server) -> None:
    """Then it sees the kitchen; with the same code no other device does."""
    phone, other = Device(server), Device(server, OTHER_PHONE)
    found = phone.pair()
    assert found.status_code == 303
    assert phone.get("/").status_code == 200
    assert "Ana&#39;s phone" in phone.get("/devices").text
    again = other.post("/pair", data={"code": server.shown[-1].typed, "name": "Thief"})
    assert again.status_code == 403
    assert other.get("/").status_code == 303


def test_a_code_scanned_is_sent_by_a_button(server: Server) -> None:
    """Opening the address pairs nothing: a messenger that looks at links would use the code up."""
    phone = Device(server)
    phone.get("/pair")
    address = write_link(HOUSE, server.shown[-1])
    page = phone.get(address.removeprefix(HOUSE), headers={"user-agent": "Mozilla/5.0 (iPhone)"})
    code = re.search(r'name="code" value="([^"]+)"', page.text)
    assert code
    assert 'value="iPhone"' in page.text
    assert phone.get("/").status_code == 303
    assert len(code[1]) * 6 >= 128  # bits, in base 64
    assert phone.post("/pair", data={"code": code[1], "name": "iPhone"}).status_code == 303
    assert phone.get("/").status_code == 200


@pytest.mark.parametrize("is_secure", [False, True])
def test_the_cookie_is_for_this_server_alone(
    kitchen: Path, tables: Tables, worker: Worker, is_secure: bool
) -> None:
    """No script reads it, no other site sends it, and with a certificate no plain HTTP has it."""
    files = (Path("c"), Path("k")) if is_secure else (None, None)
    server = make_server(kitchen, tables, worker, Lan((NAME,), *files))
    phone = Device(server, base=HOUSE.replace("http:", "https:") if is_secure else HOUSE)
    said = phone.pair().headers["set-cookie"]
    name, *flags = said.split("; ")
    assert name.startswith(f"{SECURE_COOKIE if is_secure else COOKIE}=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(flags)
    assert ("Secure" in flags) is is_secure
    assert not [flag for flag in flags if flag.startswith("Domain")]


def test_five_wrong_codes_end_it(server: Server) -> None:
    """A new one is shown, and even that counts only after a minute."""
    phone = Device(server)
    phone.get("/pair")
    (first,) = server.shown
    statuses = [
        phone.post("/pair", data={"code": "AAAA-AAAA", "name": "x"}).status_code for _ in range(5)
    ]
    assert statuses == [403, 403, 403, 403, 429]
    assert len(server.shown) == 2
    for offer in (first, server.shown[-1]):
        assert phone.post("/pair", data={"code": offer.typed, "name": "x"}).status_code == 429
    assert phone.get("/").status_code == 303


def test_a_code_ends_after_its_time_and_its_tries() -> None:
    """Five minutes; and after five wrong ones a minute in which nothing counts."""
    shown: list[Offer] = []
    now = [0.0]
    pairing = Pairing(shown.append, lambda: now[0])
    pairing.ask()
    pairing.ask()
    assert len(shown) == 1  # one that holds isn't shown twice
    now[0] += LASTS_S
    assert pairing.try_code(shown[0].typed) is Tried.OVER
    assert len(shown) == 2
    assert pairing.try_code(shown[1].typed.lower().replace("-", " ")) is Tried.RIGHT
    assert pairing.try_code(shown[1].typed) is Tried.OVER
    for _ in range(5):
        pairing.try_code("wrong")
    newest = shown[-1]
    assert pairing.try_code(newest.scanned) is Tried.TOO_OFTEN
    now[0] += PAUSE_S
    assert pairing.try_code(newest.scanned) is Tried.RIGHT


def test_no_secret_is_kept_or_written(server: Server, kitchen: Path, itself: Device) -> None:
    """The store has hashes alone, and so has what the server holds of a code."""
    phone = Device(server)
    phone.pair()
    token = make_token(itself)
    address = make_calendar(phone)
    typed, scanned = server.shown[-1].typed.replace("-", ""), server.shown[-1].scanned
    stored = b"".join(path.read_bytes() for path in kitchen.glob(f"{FILE}*"))
    for secret in (typed, scanned, phone.cookies[COOKIE], token, address.partition("=")[2]):
        for part in (secret, secret.partition(".")[2] or secret):
            assert part.encode() not in stored


def make_token(device: Device, may_write: bool = False) -> str:
    """A token, from the page that shows it once."""
    data = {"kind": "program", "name": "Home Assistant", "may_write": "yes" if may_write else ""}
    page = device.post("/devices/add", data=data).text
    found = re.search(r'class="secret">([^<]+)<', page)
    assert found, page
    assert found[1] not in device.get("/devices").text
    return found[1]


def make_calendar(device: Device) -> str:
    """The path of a calendar's address, from the page that shows it once."""
    page = device.post("/devices/add", data={"kind": "calendar", "name": "Calendar"}).text
    found = re.search(r'class="secret">([^<]+)<', page)
    assert found, page
    assert found[1].startswith(HOUSE)
    return found[1].removeprefix(HOUSE)


def test_a_device_that_was_taken_out_sees_nothing_any_more(server: Server, itself: Device) -> None:
    """From the next request on, and neither does what it made."""
    phone, other = Device(server), Device(server, OTHER_PHONE)
    phone.pair("Lost phone")
    other.pair("Ben's phone")
    calendar = make_calendar(phone)
    assert phone.get(calendar).status_code == 200
    id_ = phone.cookies[COOKIE].partition(".")[0]
    assert other.post("/devices/revoke", data={"id": id_}).status_code == 303
    assert phone.get("/").headers["location"] == "/pair"
    assert phone.post("/undo").status_code == 401
    assert itself.get(calendar).status_code == 404
    assert other.get("/").status_code == 200
    assert "Lost phone" not in itself.get("/devices").text


def test_a_device_can_take_itself_out(server: Server) -> None:
    """Then it has no cookie any more."""
    phone = Device(server)
    phone.pair()
    id_ = phone.cookies[COOKIE].partition(".")[0]
    found = phone.post("/devices/revoke", data={"id": id_})
    assert found.headers["location"] == "/pair"
    assert "Max-Age=0" in found.headers["set-cookie"]


def test_when_a_device_was_seen_last_is_kept_to_five_minutes(
    server: Server, itself: Device
) -> None:
    """So that not every page writes to the disk."""
    phone = Device(server)
    phone.pair()
    for minutes, seen in ((4, "12:00"), (2, "12:06"), (3, "12:06"), (60, "13:09")):
        server.clock.now += timedelta(minutes=minutes)
        phone.get("/")
        assert f"last seen 2026-11-30 {seen}" in itself.get("/devices").text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("method", "headers", "content", "status"),
    [
        ("GET", {"host": "evil.example"}, b"", 421),
        ("POST", {"origin": "http://evil.example"}, b"", 403),
        ("POST", {}, b"x" * (MOST_OF_UNKNOWN + 1), 413),
    ],
)
def test_a_program_is_refused_in_its_own_words(
    server: Server, method: str, headers: dict[str, str], content: bytes, status: int
) -> None:
    """As JSON, with what to do."""
    answer = Device(server).ask(method, "/api/v1/undo", headers=headers, content=content)
    assert answer.status_code == status
    (problem,) = answer.json()["problems"]
    assert problem["what"]
    assert problem["remedy"]


def test_a_pairing_ends_after_its_time(server: Server) -> None:
    """As its cookie does, whatever a browser keeps."""
    phone = Device(server)
    phone.pair()
    server.clock.now += LASTS
    assert phone.get("/").status_code == 200
    server.clock.now += timedelta(seconds=1)
    assert phone.get("/").status_code == 303


def test_deleting_the_store_ends_the_pairings(
    server: Server, kitchen: Path, itself: Device
) -> None:
    """As the page says."""
    phone = Device(server)
    phone.pair()
    assert f"{FILE} in your kitchen" in itself.get("/devices").text.replace("\u00a0", " ")
    for path in kitchen.glob(f"{FILE}*"):
        path.unlink()
    assert phone.get("/").status_code == 303


def test_a_broken_store_lets_nobody_in(server: Server, kitchen: Path, itself: Device) -> None:
    """But this machine, which hears what to do."""
    phone = Device(server)
    phone.pair()
    (kitchen / FILE).write_bytes(b"no database " * 100)
    assert phone.get("/").status_code == 303
    page = itself.get("/devices")
    assert page.status_code == 500
    assert "Delete it" in page.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "change",
    [
        lambda _: "",
        lambda key: key[:-1],
        lambda key: key + "x",
        lambda key: key.partition(".")[0],
        lambda key: key.partition(".")[0] + ".",
        lambda key: "000000000000." + key.partition(".")[2],
        lambda key: "." + key.partition(".")[2],
        lambda key: key.upper(),
    ],
)
def test_no_other_cookie_is_a_key(server: Server, change: Callable[[str], str]) -> None:
    """Neither an id alone, nor a secret alone, nor one with a letter changed."""
    phone = Device(server)
    phone.pair()
    phone.cookies[COOKIE] = change(phone.cookies[COOKIE])
    assert phone.get("/").status_code == 303


@pytest.mark.parametrize("host", ["evil.example:8765", "192.168.1.31:8765", NAME, "localhost:80"])
def test_another_host_is_refused_before_all_else(server: Server, host: str) -> None:
    """DNS rebinding: a page of another name that points here, with a cookie that is right."""
    phone = Device(server)
    phone.pair()
    assert phone.get("/", headers={"host": host}).status_code == 421
    assert phone.post("/undo", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": f"http://{NAME}:8080"},
        {"origin": f"https://{NAME}:{PORT}"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": None, "x-planner-token": "wrong"},
        {"origin": None},
    ],
)
def test_another_site_changes_nothing_with_a_paired_browser(
    server: Server, kitchen: Path, headers: dict[str, str | None]
) -> None:
    """What comes without one of our pages' headers is refused, also at the page to pair."""
    phone = Device(server)
    phone.pair()
    journal = (kitchen / "journal.txt").read_bytes()
    data = {"meal": "dinner", "verb": "cooked"}
    found = phone.post("/week/2026-11-30/day/1/mark", data=data, headers=headers)
    assert found.status_code == 403
    assert (kitchen / "journal.txt").read_bytes() == journal
    assert Device(server).post("/pair", data={"code": "x"}, headers=headers).status_code == 403


def test_without_an_origin_a_form_needs_its_token(server: Server) -> None:
    """A browser that sends neither header has it from the page, once it is paired."""
    phone = Device(server)
    phone.pair()
    token = re.search(r'name="token" value="([^"]+)"', phone.get("/devices").text)
    assert token
    for data, status in (({}, 403), ({"token": "wrong"}, 403), ({"token": token[1]}, 303)):
        assert phone.post("/undo", data=data, headers={"origin": None}).status_code == status


@pytest.mark.parametrize(
    ("ip", "host", "headers"),
    [
        (PHONE, f"127.0.0.1:{PORT}", {}),
        (MACHINE, f"{NAME}:{PORT}", {}),
        (MACHINE, f"127.0.0.1:{PORT}", {"x-forwarded-for": "127.0.0.1"}),
        (MACHINE, f"127.0.0.1:{PORT}", {"forwarded": "for=127.0.0.1"}),
        (MACHINE, f"127.0.0.1:{PORT}", {"via": "1.1 proxy"}),
    ],
)
def test_nobody_passes_for_this_machine(
    server: Server, ip: str, host: str, headers: dict[str, str]
) -> None:
    """By its address and its name together, and not through a proxy."""
    stranger = Device(server, ip)
    assert stranger.get("/devices", headers={"host": host, **headers}).status_code == 303


def test_codes_and_tokens_are_made_at_this_machine_alone(server: Server, itself: Device) -> None:
    """A paired device that is taken out later has no other way in."""
    phone = Device(server)
    phone.pair()
    assert phone.post("/devices/code").status_code == 404
    data = {"kind": "program", "name": "x"}
    assert phone.post("/devices/add", data=data).status_code == 404
    page = itself.post("/devices/code")
    assert page.status_code == 200
    typed = re.search(r"type ([A-Z]{4}-[A-Z]{4})", page.text.replace("\u00a0", " "))
    assert typed
    assert "<svg" in page.text
    other = Device(server, OTHER_PHONE)
    assert other.post("/pair", data={"code": typed[1], "name": "x"}).status_code == 303


def test_bodies_of_nobody_known_are_small(server: Server) -> None:
    """A code and a name fit; what is larger isn't read."""
    body = b"x" * (MOST_OF_UNKNOWN + 1)
    assert Device(server).post("/pair", content=body).status_code == 413
    phone = Device(server)
    phone.pair()
    assert phone.post("/undo", content=body).status_code == 303


@pytest.mark.parametrize(
    "path",
    [
        "/assets/x/..%2f..%2fplanner.toml",
        "/assets/../planner.toml",
        "/assets/%2e%2e/%2e%2e/planner.toml",
        "/week/..%2f..%2fplanner.toml",
        "/recipes/..%2f..%2fplanner.toml",
        "/list/%2e%2e%2fjournal.txt",
        "/calendar.ics?key=../../planner.toml",
        "/pair/../planner.toml",
    ],
)
def test_no_path_reaches_a_file(server: Server, path: str) -> None:
    """Neither of a paired device nor of another."""
    phone = Device(server)
    for _ in range(2):
        found = phone.get(path)
        assert found.status_code in {303, 404}, (path, found.status_code)
        assert "vegan" not in found.text
        phone.pair()


def test_names_are_text(server: Server, itself: Device) -> None:
    """What a device calls itself steers no page."""
    Device(server).pair("<script>alert(1)</script>\u202e\x07")
    page = itself.get("/devices").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\u202e" not in page
    assert "\x07" not in page


@pytest.mark.parametrize("text", ["", "   ", "\x00", "x" * 41])
def test_what_is_no_name_is_said(text: str) -> None:
    """Beside its field."""
    with pytest.raises(RequestError):
        parse_name(text)


def test_alone_there_is_nothing_to_pair(kitchen: Path, tables: Tables, worker: Worker) -> None:
    """Without --lan; but tokens and calendars are there for this machine's own programs."""
    itself = Device(make_server(kitchen, tables, worker, None), MACHINE, ITSELF)
    assert itself.get("/pair").status_code == 404
    assert itself.post("/devices/code").status_code == 404
    page = itself.get("/devices").text
    assert "this machine alone" in page.replace("\u00a0", " ")
    assert make_token(itself)
    assert itself.get("/", headers={"authorization": "Bearer wrong"}).status_code == 303


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("http://pi.local", "isn't a name alone"),
        ("pi.local:8765", "isn't a name alone"),
        ("fd00::2", "isn't a name alone"),
        ("localhost", "means the phone itself"),
        ("127.0.0.1", "is no address that a phone can call"),
        (lan.EVERYWHERE, "is no address that a phone can call"),
        ("256.1.1.1", "is no IPv4 address"),
        ("*", "is no name"),
        ("küche.local", "is no name"),
        ("", "is no name"),
        ("a..b", "is no name"),
    ],
)
def test_what_no_phone_can_call_is_refused(text: str, says: str) -> None:
    """With what to write instead."""
    with pytest.raises(RequestError, match=says):
        lan.parse_host(text)


def test_lan_needs_a_name_and_offers_this_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole line to type."""
    monkeypatch.setattr(socket, "gethostname", lambda: "Pi")
    monkeypatch.setattr(lan, "_find_addresses", lambda: iter(["192.168.1.20", "127.0.1.1"]))
    with pytest.raises(RequestError) as error:
        lan.open_to_house((), None, None, is_lan=True)
    assert "planner serve --lan --host pi.local or planner" in str(error.value)
    assert "--host 192.168.1.20." in str(error.value)
    found = lan.open_to_house(["Pi"], None, None, is_lan=True)
    assert found is not None
    assert found.hosts == ("pi", "pi.local", "192.168.1.20")
    for named, cert, key in ((["x"], None, None), ([], Path("c"), None), ([], None, Path("k"))):
        with pytest.raises(RequestError, match="only with --lan"):
            lan.open_to_house(named, cert, key, is_lan=False)


def test_a_first_visit_may_be_a_phones(tmp_path: Path, tables: Tables) -> None:
    """The form that makes the kitchen is behind the pairing, too."""
    folder = tmp_path / "new"
    folder.mkdir()
    worker = Worker(folder, partial(datetime, 2026, 11, 30, 12))  # the process knows no test
    try:
        server = make_server(folder, tables, worker)
        phone = Device(server)
        assert phone.get("/start").headers["location"] == "/pair"
        assert phone.pair().headers["location"].startswith("/?note=")
        assert phone.get("/").headers["location"] == "/start"
        form = {"people": "1", "0-name": "Ana", "0-diet": "vegan", "days": "2"}
        found = phone.post("/start", data={**form, "shopping_day": "sunday", "do": "make"})
        assert found.status_code == 303, found.text
        job = worker.jobs[found.headers["location"].removeprefix("/jobs/")]
        worker.wait(job, 120)
        assert (folder / "planner.toml").exists()
        assert phone.get("/devices").status_code == 200
    finally:
        worker.close()


@settings(deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(["wrong", "typed", "scanned", "old", "wait", "long"]), max_size=40))
def test_nothing_but_the_code_that_holds_is_right(steps: list[str]) -> None:
    """Whatever happened before: not an old one, not one that was used, and none while it waits."""
    shown: list[Offer] = []
    now = [0.0]
    pairing = Pairing(shown.append, lambda: now[0])
    pairing.ask()
    made, used, wrong, paused = 0.0, False, 0, 0.0
    for step in steps:
        now[0] += {"wait": 20.0, "long": LASTS_S}.get(step, 0.0)
        if step in {"wait", "long"}:
            continue
        newest, count = shown[-1], len(shown)
        old = shown[-2].typed if count > 1 else "old"
        sent = {"typed": newest.typed, "scanned": newest.scanned, "old": old}.get(step, "x")
        holds = not used and now[0] < made + LASTS_S
        is_right = step in {"typed", "scanned"}
        found = pairing.try_code(sent)
        if now[0] < paused:
            assert found is Tried.TOO_OFTEN
        elif not holds:
            assert found is Tried.OVER
        else:
            assert (found is Tried.RIGHT) is is_right
            used, wrong = is_right, wrong + (not is_right)
            assert (found is Tried.TOO_OFTEN) is (wrong == 5)
            paused = now[0] + PAUSE_S if wrong == 5 else paused
        if len(shown) > count:
            made, used, wrong = now[0], False, 0
