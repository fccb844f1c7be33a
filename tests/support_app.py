"""A community and its people for tests, and the work of the background processes done at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Table, select, update

from hotline.services.delivery import deliver, reconcile, redaction, send_broadcasts
from hotline.services.kernel.app import App
from hotline.services.members.member_import import import_members
from hotline.services.needs import dispatch, follow_up, held_words
from hotline.services.operations import chaining, expiry
from hotline.services.roster import handover
from hotline.services.sessions import recordings
from hotline.services.team import crisis_alarms
from hotline.services.voice import originate
from hotline.store.people import members as members_store
from hotline.store.people.members import COORDINATOR_LEVEL
from hotline.store.schema import members
from hotline.store.upkeep import due

COLUMNS = ("name", "phone", "language", "categories", "areas", "level")
MOST_ROUNDS = 200  # what has not come to rest by then goes round in circles

_JOBS: dict[str, Callable[[App], object]] = {
    "dispatch": dispatch.run_due,
    "follow_up": follow_up.run_due,
    "expire": expiry.run_due,
    "broadcast": send_broadcasts.run_due,
    "roster": handover.run_due,
    "crisis": crisis_alarms.run_due,
    "held": held_words.run_due,
    "settle": reconcile.run,
    "deliver": deliver.run,
    "call": originate.run,
    "recordings": recordings.run_due,
    "forget": redaction.run_due,
    "chain": chaining.run_due,
}


class Restless(AssertionError):
    """What is due stays due, whatever is done about it."""


def write_community(path: Path, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Write the default community to a file, with some of its settings (dotted names) changed."""
    settings = deepcopy(_packaged())
    for dotted, value in changes.items():
        *above, last = dotted.split(".")
        place = settings
        for name in above:
            place = place[name]
        place[last] = value
    # By libyaml where it is there, as hundreds of tests write one.
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    path.write_text(yaml.dump(settings, Dumper=dumper, allow_unicode=True), "utf-8")
    return settings


@cache
def _packaged() -> dict[str, Any]:
    packaged = files("hotline").joinpath("default_community.yaml").read_text("utf-8")
    settings: dict[str, Any] = yaml.safe_load(packaged)
    return settings


A_LONG_TIME = timedelta(days=3650)


def enrol(app: App, *rows: tuple[str, ...], closed: bool = False) -> None:
    """Add members from rows of a spreadsheet: name, phone, language, categories, areas, level.

    Coordinators are as if they had typed their PIN a moment ago, unless they are `closed`.
    """
    file = io.StringIO()
    csv.writer(file).writerows([COLUMNS, *rows])
    file.seek(0)
    report = import_members(app, file)
    assert not report.bad, report.bad
    if not closed:
        open_the_team(app)


def open_the_team(app: App) -> None:
    """Let every coordinator have typed their PIN, so that the test is about something else."""
    team = members.c.level >= COORDINATOR_LEVEL
    with app.database.writing() as db:
        db.execute(update(members).where(team).values(unlocked_until=app.clock() + A_LONG_TIME))


def id_of(app: App, number: str) -> int:
    """The id of the member with this number, who must be there."""
    with app.database.reading() as db:
        found = members_store.by_index(db, app.vault.phone_index(number))
    assert found is not None
    return found.id


def greet_everybody(app: App) -> None:
    """Let every member have had the first-contact notice, so that texts stand alone."""
    with app.database.writing() as db:
        db.execute(update(members).values(greeted_at=app.clock()))


def settle_down(app: App) -> None:
    """Do what the clock would ring for, until nothing is due. Raises Restless."""
    for _ in range(MOST_ROUNDS):
        with app.database.reading() as db:
            rings = due.kinds(db, app.clock())
        if not rings:
            return
        for name, job in _JOBS.items():
            if name in rings:
                job(app)
    raise Restless(f"still due: {sorted(rings)}")


def rows(app: App, table: Table) -> list[Any]:
    """Every row of a table, in the order in which they were made: ids rise in tests (tests/conftest.py)."""
    with app.database.reading() as db:
        return list(db.execute(select(table).order_by(*table.primary_key.columns)))
