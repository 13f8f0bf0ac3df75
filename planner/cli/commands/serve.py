"""The command that opens the kitchen in a browser: serve."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.options import KitchenOption, whole_number
from planner.cli.output import tell

PortOption = Annotated[
    int | None,
    typer.Option(
        parser=whole_number, metavar="NUMBER", help="The port to listen on. [default: 8765]"
    ),
]


LanOption = Annotated[
    bool, typer.Option("--lan", help="Open it to phones in the house, each paired by a code.")
]
HostOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME", help="With --lan, what phones call this machine: a name or an address."
    ),
]
CertOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="With --lan, a certificate (PEM), for HTTPS."),
]
KeyOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The private key of --cert (PEM).")
]


def serve(
    kitchen: KitchenOption = None,
    port: PortOption = None,
    lan: LanOption = False,
    host: HostOption = None,
    cert: CertOption = None,
    key: KeyOption = None,
) -> None:
    """Open your kitchen in a browser: the week, the list, the pantry.

    It prints an address to open, on this machine alone. Where there is no kitchen yet, the first
    page asks who eats and makes one, in the folder `kitchen` if you name none. Ctrl-C ends it.

    `--lan --host NAME` opens it to phones in the house. Each is paired once, by a code that the
    terminal shows.
    """
    from planner.web.start import PORT
    from planner.web.start import serve as begin

    where = PORT if port is None else port
    begin(kitchen, where, tell, is_lan=lan, hosts=host or (), cert=cert, key=key)
