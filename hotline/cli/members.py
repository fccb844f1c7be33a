"""`hotline members`: whole lists of members from a spreadsheet."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

import click

from hotline.cli import start

if TYPE_CHECKING:
    from hotline.services.enrol import Report

BAD_ROWS = 2  # exit status: the good rows are in, some were not taken


def register(main: click.Group) -> None:
    """Add this family."""
    main.add_command(members)


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
    from hotline.services.enrol import import_members
    from hotline.wiring import build

    with start.told_plainly():
        house = build(start.serving_settings())
    try:
        report = import_members(house, io.TextIOWrapper(file, encoding="utf-8-sig", newline=""))
    except UnicodeDecodeError as fault:
        raise click.ClickException(
            f"{file.name}: not UTF-8; save the sheet as “CSV UTF-8” and try again"
        ) from fault
    finally:
        house.doorbell.close()
        house.database.dispose()
    _tell(report, file.name)


def _tell(report: Report, file: str) -> None:
    click.echo(f"{report.added} added, {report.updated} updated, {len(report.bad)} not taken.")
    for line, message in report.bad:
        click.echo(f"{file}:{line}: {message}", err=True)
    if report.bad:
        raise SystemExit(BAD_ROWS)
