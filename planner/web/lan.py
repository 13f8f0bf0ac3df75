"""What opens the server to the house: the names that it goes by there, and its certificate."""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from planner.errors import Problem, RequestError, quote

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""What this machine calls itself."""

EVERYWHERE = "0.0.0.0"  # noqa: S104  (that is what --lan asks for)
LOCAL = ".local"
"""What a machine's name ends with where it tells the house of itself (mDNS)."""

LONGEST_NAME = 253
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
READ_ALONG = "Without HTTPS, whoever is in your Wi-Fi can read along."

ANYWHERE = ("192.0.2.1", 9)
"""An address of nobody: asking the way to it sends nothing, and says which address is one's own."""


@dataclass(frozen=True)
class Lan:
    """How the house calls this machine: names or addresses, the first one in what is printed."""

    hosts: tuple[str, ...]
    cert: Path | None = None
    key: Path | None = None

    @property
    def is_secure(self) -> bool:
        """Whether nobody in the Wi-Fi can read along."""
        return self.cert is not None


def find_scheme(lan: Lan | None) -> str:
    """How a browser calls the server: https where it has a certificate."""
    return "https" if lan is not None and lan.is_secure else "http"


def find_address(lan: Lan | None, port: int) -> str:
    """What to open in a browser: in the house if it may, else on this machine."""
    host = LOOPBACK[0] if lan is None else lan.hosts[0]
    return f"{find_scheme(lan)}://{host}:{port}"


def open_to_house(
    named: Sequence[str], cert: Path | None, key: Path | None, *, is_lan: bool
) -> Lan | None:
    """What was asked of the network; None for this machine alone.

    RequestError where no name was given, for a name that no browser calls, for words that need
    --lan, and for a certificate that isn't one or isn't the key's.
    """
    if not is_lan:
        given = [("--host", bool(named)), ("--cert", cert is not None), ("--key", key is not None)]
        for word, is_given in given:
            if is_given:
                what = "counts only with --lan: without it this machine alone opens your kitchen"
                raise RequestError(Problem(word, what, f"Add --lan, or leave {word} out."))
        return None
    if not named:
        offers = [f"planner serve --lan --host {one}" for one in list_own_names()]
        remedy = f"Type {' or '.join(offers)}." if offers else "Add --host and that name."
        what = "needs the name by which your phone calls this machine"
        raise RequestError(Problem("--lan", what, remedy))
    hosts = [parse_host(one) for one in named]
    check_certificate(cert, key)
    if socket.gethostname().partition(".")[0].lower() in hosts:
        hosts += [f"{one}{LOCAL}" for one in hosts if "." not in one]
    hosts += list_own_addresses()
    return Lan(tuple(dict.fromkeys(hosts)), cert, key)


def parse_host(text: str) -> str:
    """A name or an IPv4 address, as a browser sends it; RequestError for what is neither.

    >>> parse_host("Kitchen-Pi.local")
    'kitchen-pi.local'
    """
    name = text.strip().lower().removesuffix(".")
    labels = name.split(".")
    if "/" in name or ":" in name:
        refuse_host(text, "isn't a name alone", "Write no http://, no port and no path.")
    if labels[-1].isdigit():
        try:
            address = ipaddress.IPv4Address(name)
        except ValueError:
            refuse_host(text, "is no IPv4 address", "Write one such as 192.168.1.20.")
        if address.is_loopback or address.is_unspecified or address.is_multicast:
            refuse_host(text, "is no address that a phone can call", offer())
    elif len(name) > LONGEST_NAME or not all(LABEL.fullmatch(one) for one in labels):
        remedy = "Write a name such as kitchen-pi.local: letters a to z, digits, dots and hyphens."
        refuse_host(text, "is no name that a browser can call", remedy)
    elif labels[-1] == "localhost":
        refuse_host(text, "means the phone itself, on a phone", offer())
    return name


def refuse_host(text: str, what: str, remedy: str) -> None:
    """Raise RequestError for a name."""
    raise RequestError(Problem("--host", f"{quote(text)} {what}", remedy))


def offer() -> str:
    """What of this machine's names one may write."""
    own = list_own_names()
    return f"This machine may be called {' or '.join(own)}." if own else "Write its own name."


def list_own_names() -> list[str]:
    """What a phone in the house may call this machine: its name, its addresses."""
    name = socket.gethostname().partition(".")[0].lower()
    own = [f"{name}{LOCAL}"] if LABEL.fullmatch(name) and name != "localhost" else []
    return [*own, *list_own_addresses()]


def list_own_addresses() -> list[str]:
    """The IPv4 addresses of this machine in the house, the one of the way out first."""
    return [
        one
        for one in dict.fromkeys(_find_addresses())
        if not ipaddress.IPv4Address(one).is_loopback
    ]


def _find_addresses() -> Iterator[str]:
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        way.connect(ANYWHERE)
        yield way.getsockname()[0]
    with suppress(OSError):
        for *_, address in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET):
            yield str(address[0])


def check_certificate(cert: Path | None, key: Path | None) -> None:
    """Raise RequestError for one of both without the other, and for two that don't go together."""
    if cert is None and key is None:
        return
    if cert is None or key is None:
        missing, given = ("--cert", "--key") if cert is None else ("--key", "--cert")
        what = f"needs {missing} beside it"
        raise RequestError(Problem(given, what, f"Add {missing} FILE, both in PEM."))
    for word, file in (("--cert", cert), ("--key", key)):
        try:
            file.read_bytes()
        except OSError as error:
            what = f"{file} can't be read: {error.strerror or error}"
            raise RequestError(
                Problem(word, what, "Name a file in PEM that you may read.")
            ) from error
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key, _refuse_password)
    except (ssl.SSLError, ValueError, OSError) as error:
        reason = getattr(error, "reason", None) or str(error)
        what, remedy = WRONG.get(reason, WRONG["PEM_LIB"])
        raise RequestError(Problem("--cert", what.format(cert=cert, key=key), remedy)) from error


LOCKED = "locked"
WRONG = {
    "KEY_VALUES_MISMATCH": (
        "{cert} doesn't go with the key {key}",
        "Name the key that the certificate was made for.",
    ),
    LOCKED: ("the key {key} has a password", "Name a key without one."),
    "PEM_LIB": (
        "{cert} and {key} aren't a certificate and its key in PEM",
        "Name the file of the certificate with --cert, that of its private key with --key.",
    ),
}
"""What is wrong with a certificate, by the reason that OpenSSL gives."""


def _refuse_password() -> str:
    raise ValueError(LOCKED)
