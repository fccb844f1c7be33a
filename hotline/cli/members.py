"""`hotline members`: whole lists of members from a spreadsheet."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

import click

from hotline.cli import bootstrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotline.services.kernel.app import App
    from hotline.services.members.member_import import ImportReport

BAD_ROWS = 2  # exit status: the good rows are in, some were not taken


@click.group()
def members() -> None:
    """The people of the community."""


@members.command("import")
@click.argument("file", type=click.File("rb"))
def import_file(file: BinaryIO) -> None:
    """Add members with a standing offer from FILE, or update those who are there.

    FILE (- is standard input) is CSV in UTF-8 with the columns name, phone, language (ar, or ar;en),
    categories and areas (ids with ; between them) and level (0 to 3). A column by may say "call" for
    members who take no texts: they are asked by a call. Nobody is texted.

    Good rows are taken even where others are not. Exit status: 0 all rows taken, 2 some rows not
    taken (each is named on stderr with its line), 1 nothing could be done.
    """
    from hotline.services.members.member_import import import_members
    from hotline.wiring import build

    with bootstrap.told_plainly():
        app = build(bootstrap.serving_settings())
    try:
        report = import_members(app, io.TextIOWrapper(file, encoding="utf-8-sig", newline=""))
    except UnicodeDecodeError as fault:
        raise click.ClickException(
            f"{file.name}: not UTF-8; save the sheet as “CSV UTF-8” and try again"
        ) from fault
    finally:
        app.doorbell.close()
        app.database.dispose()
    _tell(report, file.name)


_SIDE = click.option(
    "--side",
    type=click.Choice(["asker", "helper"]),
    default="asker",
    show_default=True,
    help="Who of the two: of a thread with the team, whoever wrote counts as the asker.",
)


@members.command("block")
@click.argument("reference")
@_SIDE
def block(reference: str, side: str) -> None:
    """Block whoever stands behind REFERENCE, the number of a request or of a thread with the team.

    What they have open ends, as with STOP, and each text and call of theirs gets one neutral answer. No
    number is shown or needed. Exit status: 0 done, 1 nobody there.
    """
    from hotline.services.members import blocking

    _change(reference, side, blocking.block_by_operator, "Blocked.")


@members.command("unblock")
@click.argument("reference")
@_SIDE
def unblock(reference: str, side: str) -> None:
    """Let somebody write and call again who was blocked. Their offer rests until they text RESUME.

    Exit status: 0 done, 1 nobody there who is blocked.
    """
    from hotline.services.members import blocking

    _change(reference, side, blocking.unblock_by_operator, "Not blocked any more.")


def _change(reference: str, side: str, work: Callable[[App, str, str], bool], done: str) -> None:
    from hotline.wiring import build

    with bootstrap.told_plainly():
        app = build(bootstrap.serving_settings())
    try:
        changed = work(app, reference, side)
    finally:
        app.doorbell.close()
        app.database.dispose()
    if not changed:
        raise click.ClickException(
            f"nothing changed: no {side} is known by {reference}, or it was done before"
        )
    click.echo(done)


def _tell(report: ImportReport, file: str) -> None:
    click.echo(f"{report.added} added, {report.updated} updated, {len(report.bad)} not taken.")
    for line, message in report.bad:
        click.echo(f"{file}:{line}: {message}", err=True)
    if report.bad:
        raise SystemExit(BAD_ROWS)
