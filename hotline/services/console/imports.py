"""Members from a spreadsheet: looked at first, with each bad row named, then taken.

Before they are taken nobody is told which of them, or how many, are members already: else a sheet would
tell of any seven hundred numbers who is on this line. So many rows a day are taken of one account.

Between the two the sheet is a sealed row of the database, for some minutes; nothing is texted.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from sqlalchemy import Connection

from hotline.domain import console as rules
from hotline.domain import two_people
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.members import member_import
from hotline.services.members.member_import import BadRow, ImportedRow, SheetLine
from hotline.store.console import console_actions, staff, uploads
from hotline.store.console.staff import Staff
from hotline.store.people import members
from hotline.store.people.members import COORDINATOR_LEVEL

MOST_BYTES = 256 * 1024
MOST_ROWS = rules.SHEET_ROWS_OF_ONE
MOST_SHOWN = 100  # bad rows, so that the page stays light


@dataclass(frozen=True)
class Bad:
    """A row that is not taken."""

    line: int
    fault: BadRow


@dataclass(frozen=True)
class Plan:
    """A sheet that waits: how many rows are good, how many of these have a number that stood further up,
    the first bad ones and how many those are; and how many rows this account may take in today."""

    upload_id: int
    good: int
    twice: int
    bad: tuple[Bad, ...]
    bad_count: int
    left_today: int


@dataclass(frozen=True)
class Done:
    """What an import did; `late` are the rows that another import of this account, at the same time, left
    no place for today."""

    added: int
    updated: int
    bad: int
    late: int


def put(app: App, who: Staff, content: bytes) -> str:
    """Keep a sheet to be looked at; `kept`, or what is wrong: `workbook|encoding|empty|long`."""
    if content.startswith(b"PK"):
        return "workbook"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "encoding"
    if not text.strip():
        return "empty"
    if len(content) > MOST_BYTES or sum(1 for _ in islice(_lines(app, text), MOST_ROWS + 1)) > (
        MOST_ROWS
    ):
        return "long"
    app.database.write(lambda db: _put(app, db, who, text))
    return "kept"


def _put(app: App, db: Connection, who: Staff, text: str) -> None:
    now = app.clock()
    uploads.put(db, app.vault, who.id, text, now, now + rules.SHEET_LIFE)


def _lines(app: App, text: str) -> Iterator[SheetLine]:
    return member_import.read(app, io.StringIO(text, newline=""))


def plan(app: App, who: Staff) -> Plan | None:
    """What is in the sheet of this account; None where none waits any more."""
    with app.database.reading() as db:
        kept = uploads.of_staff(db, app.vault, who.id, app.clock())
        if kept is None:
            return None
        left = _left_today(app, db, who)
    lines = list(_lines(app, kept[1]))
    numbers = [line.row.number for line in lines if line.row is not None]
    bad = [Bad(line.number, line.fault) for line in lines if line.fault is not None]
    twice = len(numbers) - len(set(numbers))
    return Plan(kept[0], len(numbers), twice, tuple(bad[:MOST_SHOWN]), len(bad), left)


def _left_today(app: App, db: Connection, who: Staff) -> int:
    """How many rows this account may take in now."""
    since = app.clock() - rules.LOOKING_WINDOW
    taken = console_actions.count(db, "enrolled-", since, who.id)
    return max(rules.SHEET_ROWS_OF_ONE - taken, 0)


def take(app: App, who: Staff, upload_id: int) -> Done | Literal["gone", "too-many"]:
    """Take the good rows of a sheet that was looked at, once; `gone` where it does not wait any more,
    `too-many` where they are more than this account may take in today: then none is taken."""
    with app.database.reading() as db:
        kept = uploads.of_staff(db, app.vault, who.id, app.clock())
    if kept is None or kept[0] != upload_id:
        return "gone"
    lines = list(_lines(app, kept[1]))
    rows = [line.row for line in lines if line.row is not None]
    outcome = app.database.write(lambda db: _use(app, db, who, upload_id, len(rows)))
    if outcome != "used":
        return outcome
    taken = [_taken(app, who, row) for row in rows]
    added, late = taken.count("added"), taken.count("late")
    return Done(added, len(rows) - added - late, len(lines) - len(rows), late)


def _use(
    app: App, db: Connection, who: Staff, upload_id: int, many: int
) -> Literal["used", "gone", "too-many"]:
    staff.hold(db, who.id)
    if many > _left_today(app, db, who):
        return "too-many"
    if not uploads.use(db, upload_id, who.id):
        return "gone"
    console_actions.add(db, who.id, app.clock(), "imported", "sheet", upload_id)
    return "used"


def _taken(app: App, who: Staff, row: ImportedRow) -> Literal["added", "updated", "late"]:
    return in_unit_of_work(app, lambda uow: _take(uow, who, row))


def _take(uow: UnitOfWork, who: Staff, row: ImportedRow) -> Literal["added", "updated", "late"]:
    """One row, in a transaction of its own: no other member's row is held meanwhile."""
    app, db = uow.app, uow.db
    staff.hold(db, who.id)
    if not _left_today(app, db, who):
        return "late"
    member_id, added = member_import.take(uow, row, _raised_to(app, db))
    level = members.levels_of(db, [member_id])[member_id]
    console_actions.add(db, who.id, uow.now, f"enrolled-{level}", "member", member_id)
    return "added" if added else "updated"


def _raised_to(app: App, db: Connection) -> int:
    """Up to which level one person may raise somebody alone."""
    enough = two_people.one_is_enough(app.community.two_people, staff.active(db))
    return COORDINATOR_LEVEL if enough else two_people.RAISED_BY_TWO - 1
