"""`hotline audit`: does the database keep every promise?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import click

from hotline.audit.record import Event
from hotline.cli import bootstrap
from hotline.config import ConfigFault, Settings

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
@click.option("--json", "as_json", is_flag=True, help="For a program: one object.")
def audit(patience: int, record: Path | None, as_json: bool) -> None:
    """Check that the database keeps every promise: after a crash, or on a restored copy.

    It only reads, and may run while the service does. With the key (HOTLINE_KEY, or unlocked) it also sees
    whether what is encrypted opens. Exits with 1 where something is not as it must be.
    """
    from hotline.audit import report
    from hotline.audit.ledger import LedgerFault
    from hotline.audit.sealed import WrongKey

    with bootstrap.told_plainly():
        settings = bootstrap.with_key(bootstrap.settings(serving=False))
        bootstrap.require_schema(settings)
        masters = _masters(settings, needed=record is not None)
        events = None if record is None else _events(record)
        try:
            found = report.audit(
                settings.database_url,
                patience=timedelta(seconds=patience),
                masters=masters,
                events=events,
            )
        except (LedgerFault, WrongKey) as fault:
            raise click.ClickException(str(fault)) from fault
    click.echo(json.dumps(found.as_json(), indent=2) if as_json else "\n".join(found.lines()))
    raise SystemExit(0 if found.clean else _BROKEN)


def _masters(settings: Settings, *, needed: bool) -> tuple[bytes, ...]:
    if needed and not settings.key:
        raise ConfigFault(("HOTLINE_KEY is not set; --record cannot be compared without it",))
    return (settings.key, *settings.old_keys) if settings.key else ()


def _events(record: Path) -> Sequence[Event]:
    try:
        return [json.loads(line) for line in record.read_text("utf-8").splitlines()]
    except ValueError as fault:
        raise ConfigFault((f"--record: {record} is not lines of JSON",)) from fault
