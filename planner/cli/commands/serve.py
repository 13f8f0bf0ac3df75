"""The command that opens the kitchen in a browser: serve."""

from __future__ import annotations

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


def serve(kitchen: KitchenOption = None, port: PortOption = None) -> None:
    """Open your kitchen in a browser: the week, the list, the pantry, on this machine alone.

    It prints an address to open. Where there is no kitchen yet, the first page asks who eats and
    makes one, in the folder `kitchen` if you name none. Ctrl-C ends it.
    """
    from planner.web.start import PORT
    from planner.web.start import serve as begin

    begin(kitchen, PORT if port is None else port, tell)
