"""`hotline needs`: what is open, without names, numbers or words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from hotline.cli import bootstrap
from hotline.config import load_community
from hotline.services.operations.listing import OpenNeed, open_needs
from hotline.store.db.database import Database

_HEADINGS = ("ref", "state", "kind", "area", "when", "people", "wave", "asked", "opened")


@click.group()
def needs() -> None:
    """What people have asked for."""


@needs.command("list")
@click.option("--json", "as_json", is_flag=True, help="For a program: a list of objects.")
def list_open(as_json: bool) -> None:
    """Show every open need: its number, kind, area and how the search goes. Never who asked."""
    with bootstrap.told_plainly():
        settings = bootstrap.settings(serving=False)
        zone = load_community(settings).zone
        bootstrap.require_schema(settings)
        database = Database(settings.database_url, pool_size=1)
        with database.reading() as db:
            found = open_needs(db)
        database.dispose()
    if as_json:
        click.echo(json.dumps([need.as_json() for need in found], indent=2))
    else:
        click.echo(_table([_HEADINGS, *(_row(need, zone) for need in found)]))


def _row(need: OpenNeed, zone: ZoneInfo) -> tuple[str, ...]:
    state = f"{need.state}, urgent" if need.urgent else need.state
    people = "" if need.people is None else str(need.people)
    opened = _local(need.opened_at, zone)
    told = (need.category, need.area, need.when, people, str(need.wave), str(need.asked), opened)
    return (need.reference, state, *told)


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%a %d %b %H:%M")


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    if len(rows) == 1:
        return "Nothing is open."
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_padded(row, widths) for row in rows)


def _padded(cells: Iterable[str], widths: Iterable[int]) -> str:
    pairs = zip(cells, widths, strict=True)
    return "  ".join(cell.ljust(width) for cell, width in pairs).rstrip()
