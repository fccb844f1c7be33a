"""`hotline audit`: does the database keep every promise?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hotline.audit.record import Event
from hotline.cli import bootstrap
from hotline.config import ConfigFault, Settings

if TYPE_CHECKING:
    from hotline.audit.chain import Note

_BROKEN = 1  # the exit status where a promise is not kept


@click.command()
@click.option(
    "--patience",
    default=300,
    show_default=True,
    type=click.IntRange(1),
    metavar="SECONDS",
    help="How late what is due may be.",
)
@click.option(
    "--record",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file that `hotline carrier --record` wrote, from the database's first day on.",
)
@click.option(
    "--mark",
    "marks",
    multiple=True,
    help="A mark of the record, as the console showed it and somebody noted it; may be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="For a program: one object.")
def audit(patience: int, record: Path | None, marks: tuple[str, ...], as_json: bool) -> None:
    """Check that the database keeps every promise: after a crash, or on a restored copy.

    It only reads, and may run while the service does. With the key (HOTLINE_KEY, or unlocked) it also sees
    whether what is encrypted opens, and whether the record of who saw and did what is whole: nothing changed,
    put in, moved or taken out, and the links in it that were noted in HOTLINE_DATA or given by --mark. Exits
    with 1 where something is not as it must be.
    """
    from hotline.audit import report
    from hotline.audit.ledger import LedgerFault
    from hotline.audit.sealed import WrongKey

    with bootstrap.told_plainly():
        settings = bootstrap.with_key(bootstrap.settings(serving=False))
        bootstrap.require_schema(settings)
        masters = _masters(settings, needed="--record" if record else "--mark" if marks else None)
        events = None if record is None else _events(record)
        try:
            found = report.audit(
                settings.database_url,
                patience=timedelta(seconds=patience),
                masters=masters,
                events=events,
                notes=_notes(settings, marks),
            )
        except (LedgerFault, WrongKey) as fault:
            raise click.ClickException(str(fault)) from fault
    click.echo(json.dumps(found.as_json(), indent=2) if as_json else "\n".join(found.lines()))
    raise SystemExit(0 if found.clean else _BROKEN)


def _notes(settings: Settings, marks: Sequence[str]) -> list[Note]:
    from hotline.audit import chain

    file = settings.data / chain.HEAD_FILE
    noted = [file.read_text("ascii", "replace")] if file.exists() else []
    try:
        return [chain.note(each) for each in (*noted, *marks)]
    except chain.BadNote as fault:
        raise ConfigFault((f"{file.name} or --mark: {fault}",)) from fault


def _masters(settings: Settings, *, needed: str | None) -> tuple[bytes, ...]:
    if needed and not settings.key:
        raise ConfigFault((f"HOTLINE_KEY is not set; {needed} cannot be compared without it",))
    return (settings.key, *settings.old_keys) if settings.key else ()


def _events(record: Path) -> Sequence[Event]:
    try:
        return [json.loads(line) for line in record.read_text("utf-8").splitlines()]
    except ValueError as fault:
        raise ConfigFault((f"--record: {record} is not lines of JSON",)) from fault
