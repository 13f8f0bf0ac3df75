"""The commands for who may open a kitchen that is served: devices."""

from __future__ import annotations

from typing import Annotated

import typer

from planner.cli.inputs import need_kitchen
from planner.cli.options import KitchenOption
from planner.cli.output import print_blocks, tell, write

devices = typer.Typer(
    invoke_without_command=True,
    help="List the devices, programs and calendars that may open your kitchen.",
)

NamesArgument = Annotated[
    list[str], typer.Argument(metavar="NAME", help="What it is called, or its id.")
]
WriteOption = Annotated[bool, typer.Option("--write", help="It may change something, too.")]


@devices.callback()
def list_devices(context: typer.Context, kitchen: KitchenOption = None) -> None:
    """List the devices, programs and calendars that may open your kitchen."""
    if context.invoked_subcommand is not None:
        context.obj = kitchen
        return
    from planner.render.blocks import Cell, Grid, Paragraph
    from planner.web.start import list_keys

    rows = list_keys(need_kitchen(kitchen).folder)
    if not rows:
        print_blocks([Paragraph("Nothing is paired with your kitchen.")])
        return
    heads = ("id", "name", "kind", "since", "last seen", "may")
    cells = tuple(tuple(Cell(one) for one in row) for row in rows)
    print_blocks([Grid(heads, cells, ("left",) * len(heads))])


@devices.command("token")
def make_token(
    context: typer.Context,
    name: NamesArgument,
    may_write: WriteOption = False,
    kitchen: KitchenOption = None,
) -> None:
    """Make a token for a program, such as Home Assistant, and print it this once.

    It opens what is below /api/v1/ while `planner serve` runs, and reads alone unless you add
    --write.
    """
    from planner.web.start import add_token

    folder = need_kitchen(kitchen or context.obj).folder
    write(f"{add_token(folder, ' '.join(name), may_write=may_write)}\n", None)
    tell("Send it as: Authorization: Bearer TOKEN")


@devices.command("remove")
def remove(context: typer.Context, name: NamesArgument, kitchen: KitchenOption = None) -> None:
    """Take out a device, a program or a calendar: from now on nothing opens for it."""
    from planner.web.start import remove_key

    folder = need_kitchen(kitchen or context.obj).folder
    tell(f"{remove_key(folder, ' '.join(name))} is taken out.")
