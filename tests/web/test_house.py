"""`planner serve --lan` and `planner devices` as they are started: in processes of their own."""

from __future__ import annotations

import json
import re
import socket
import ssl
import subprocess
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from planner.errors import RequestError
from planner.web.access import SECURE_COOKIE
from planner.web.lan import check_certificate
from planner.web.qr import BLACK_ON_WHITE, USUAL, make_code
from tests.web.conftest import COMMAND

TLS = Path(__file__).parent / "tls"
CERT, KEY = TLS / "cert.pem", TLS / "key.pem"
"""Made with openssl for these tests alone: a certificate of NAME by itself, its key, two others."""

NAME = "kitchen-pi.local"
LAN = ("--lan", "--host", NAME)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """A command, once it has ended."""
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, check=False)


def read_until(process: subprocess.Popen[str], text: str) -> list[str]:
    """What the terminal shows until a line has a text, that line too."""
    assert process.stderr is not None
    lines = [process.stderr.readline()]
    while text not in lines[-1]:
        assert lines[-1], lines
        lines.append(process.stderr.readline())
    return lines


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    location: str | None
    body: bytes


def send(link: HTTPConnection, *words: Any) -> tuple[Answer, str]:
    """Send a request and close the connection; the answer, and the cookie that it sets."""
    with closing(link):
        link.request(*words)
        found = link.getresponse()
        said = found.getheader("set-cookie") or ""
        return Answer(found.status, found.getheader("location"), found.read()), said


class Phone:
    """A browser that calls the server by its name in the house."""

    def __init__(self, port: int, *, is_secure: bool) -> None:
        """Of a server's port; it trusts the certificate of the tests alone."""
        self.host, self.port = f"{NAME}:{port}", port
        self.trust = ssl.create_default_context(cafile=str(CERT)) if is_secure else None
        self.origin = f"{'https' if is_secure else 'http'}://{self.host}"
        self.cookie = ""

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> Answer:
        """The answer to a request."""
        link = HTTPConnection("127.0.0.1", self.port, timeout=60)
        if self.trust is not None:
            link = HTTPSConnection(NAME, self.port, timeout=60, context=self.trust)
            link._create_connection = (  # type: ignore[attr-defined]  # noqa: SLF001  (no DNS here)
                lambda _address, *_more: socket.create_connection(("127.0.0.1", self.port), 60)
            )
        headers = {"host": self.host, "cookie": self.cookie}
        if form is not None:
            headers |= {"origin": self.origin, "content-type": "application/x-www-form-urlencoded"}
        body = urlencode(form) if form is not None else None
        answer, said = send(link, method, path, body, headers)
        if said:
            self.cookie = said.partition(";")[0]
        return answer


def pair(process: subprocess.Popen[str], phone: Phone) -> Answer:
    """Pair a phone by the code that the terminal shows once the phone asks."""
    assert phone.ask("GET", "/pair").status == 200
    line = read_until(process, "To pair a device")[-1]
    typed = re.search(r"type ([A-Z-]{9})", line)
    assert typed, line
    return phone.ask("POST", "/pair", {"code": typed[1], "name": "Ana's phone"})


def test_a_phone_is_paired_over_https(kitchen: Path, serve: Any, find_port: Any) -> None:
    """With the certificate of the name; the cookie goes over HTTPS alone."""
    port = find_port()
    with serve(kitchen, port, *LAN, "--cert", str(CERT), "--key", str(KEY)) as process:
        phone = Phone(port, is_secure=True)
        found = phone.ask("GET", "/")
        assert (found.status, found.location) == (303, "/pair")
        assert pair(process, phone).status == 303
        assert phone.cookie.startswith(f"{SECURE_COOKIE}=")
        assert b"The week" in phone.ask("GET", "/").body
        listed = run("devices", "--kitchen", str(kitchen)).stdout
        assert "Ana's phone" in listed
        assert run("devices", "remove", "Ana's phone", "--kitchen", str(kitchen)).returncode == 0
        assert phone.ask("GET", "/").status == 303


def test_over_plain_http_the_terminal_says_who_reads_along(
    kitchen: Path, serve: Any, find_port: Any
) -> None:
    """And no code or key stands in anything that it writes afterwards."""
    port = find_port()
    with serve(kitchen, port, *LAN) as process:
        read_until(process, "whoever is in your Wi-Fi can read along")
        phone = Phone(port, is_secure=False)
        assert pair(process, phone).status == 303
        token = run("devices", "token", "Home Assistant", "--kitchen", str(kitchen)).stdout.strip()
        link = HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"host": phone.host, "authorization": f"Bearer {token}"}
        answer, _ = send(link, "GET", "/api/v1/weeks", None, headers)
        assert json.loads(answer.body)["current"] == "2026-11-30"
        phone.ask("GET", f"/calendar.ics?key={token}")
        phone.ask("GET", f"/pair?code={token}")
        process.terminate()
        assert process.stderr is not None
        rest = process.stderr.read()
        assert token not in rest
        assert phone.cookie not in rest


def test_devices_are_listed_and_taken_out(kitchen: Path) -> None:
    """Without a server; a name that nothing or two have is said."""
    where = ("--kitchen", str(kitchen))
    assert "Nothing is paired" in run("devices", *where).stdout
    for _ in range(2):
        assert run("devices", "token", "Home", "Assistant", "--write", *where).returncode == 0
    listed = run("devices", *where).stdout
    assert listed.count("read and change") == 2
    two = run("devices", "remove", "Home Assistant", *where)
    assert (two.returncode, "2 are called" in two.stderr) == (2, True)
    none = run("devices", "remove", "Fridge", *where)
    assert (none.returncode, "nothing is called 'Fridge'" in none.stderr) == (2, True)
    for id_ in re.findall(r"[0-9a-f]{12}", listed):
        assert run("devices", "remove", id_, *where).returncode == 0
    assert "Nothing is paired" in run("devices", *where).stdout
    nameless = run("devices", "token", " ", *where)
    assert (nameless.returncode, "name: is missing" in nameless.stderr) == (2, True)
    nowhere = run("devices", "--kitchen", str(kitchen / "nowhere"))
    assert nowhere.returncode == 1
    assert not (kitchen / "nowhere").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--lan",), "needs the name by which your phone calls this machine"),
        (("--host", NAME), "counts only with --lan"),
        (("--lan", "--host", "http://x/"), "isn't a name alone"),
        (("--lan", "--host", NAME, "--cert", str(CERT)), "needs --key beside it"),
    ],
)
def test_what_cant_be_is_one_message(kitchen: Path, words: tuple[str, ...], says: str) -> None:
    """Before anything is served, with exit code 2."""
    found = run("serve", "--kitchen", str(kitchen), *words)
    assert found.returncode == 2
    assert says in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize(
    ("cert", "key", "says"),
    [
        (CERT, None, "--cert: needs --key beside it"),
        (None, KEY, "--key: needs --cert beside it"),
        (TLS / "none.pem", KEY, "can't be read: No such file"),
        (TLS, KEY, "can't be read: Is a directory"),
        (CERT, TLS / "other-key.pem", "doesn't go with the key"),
        (CERT, TLS / "locked-key.pem", "has a password"),
        (KEY, CERT, "aren't a certificate and its key"),
        (Path(__file__), KEY, "aren't a certificate and its key"),
    ],
)
def test_a_certificate_is_looked_at_first(cert: Path | None, key: Path | None, says: str) -> None:
    """Each fault with what to do."""
    with pytest.raises(RequestError) as error:
        check_certificate(cert, key)
    assert says in str(error.value)
    assert error.value.problems[0].remedy
    check_certificate(CERT, KEY)


def test_a_qr_code_is_drawn_as_it_is() -> None:
    """The terminal's half blocks and the page's path have the same modules."""
    code = make_code(f"http://{NAME}:8765/pair?code={'A' * 22}")
    lines = [line.removeprefix(BLACK_ON_WHITE) for line in code.draw().splitlines()]
    assert all(line.endswith(USUAL) for line in lines)
    lines = [line.removesuffix(USUAL) for line in lines]
    assert {len(line) for line in lines} == {code.size}
    drawn = [
        [one in ({"█", "▀"}, {"█", "▄"})[half] for one in line] for line in lines for half in (0, 1)
    ][: code.size]
    assert drawn == [list(row) for row in code.rows]
    assert code.path.count("M") == sum(map(sum, code.rows))
    for x, y in re.findall(r"M(\d+) (\d+)h", code.path):
        assert code.rows[int(y)][int(x)]
