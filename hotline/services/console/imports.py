"""Members from a spreadsheet: looked at first, with each bad row named, then taken.

Between the two the sheet is a sealed row of the database, for some minutes; nothing is texted.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection

from hotline.domain import two_people
from hotline.domain.console import SHEET_LIFE
from hotline.services.kernel.app import App
from hotline.services.members import member_import
from hotline.services.members.member_import import BadRow, ImportedRow, SheetLine
from hotline.store.console import console_actions, staff, uploads
from hotline.store.console.staff import Staff
from hotline.store.people import members
from hotline.store.people.members import COORDINATOR_LEVEL

MOST_BYTES = 256 * 1024
MOST_ROWS = 1_000
MOST_SHOWN = 100  # of each kind, so that the page stays light


@dataclass(frozen=True)
class Coming:
    """What becomes of one good row: `fate` is new, changed, same, or twice for a number again."""

    line: int
    name: str
    level: int
    fate: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bad:
    """A row that is not taken."""

    line: int
    fault: BadRow


@dataclass(frozen=True)
class Plan:
    """What an import will do: the first of each kind, and how many of each there are."""

    upload_id: int
    coming: tuple[Coming, ...]
    bad: tuple[Bad, ...]
    counts: dict[str, int]


@dataclass(frozen=True)
class Done:
    """What an import did."""

    added: int
    updated: int
    bad: int


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
    uploads.put(db, app.vault, who.id, text, now, now + SHEET_LIFE)


def _lines(app: App, text: str) -> Iterator[SheetLine]:
    return member_import.read(app, io.StringIO(text, newline=""))


def plan(app: App, who: Staff) -> Plan | None:
    """What the sheet of this account will do; None where none waits any more."""
    with app.database.reading() as db:
        kept = uploads.of_staff(db, app.vault, who.id, app.clock())
        if kept is None:
            return None
        return _plan(app, db, *kept)


def _plan(app: App, db: Connection, upload_id: int, text: str) -> Plan:
    lines = list(_lines(app, text))
    coming = _coming(app, db, lines)
    bad = [Bad(line.number, line.fault) for line in lines if line.fault is not None]
    counts = dict.fromkeys(("new", "changed", "same", "twice"), 0)
    for one in coming:
        counts[one.fate] += 1
    shown = [one for one in coming if one.fate != "same"][:MOST_SHOWN]
    return Plan(upload_id, tuple(shown), tuple(bad[:MOST_SHOWN]), counts | {"bad": len(bad)})


def _coming(app: App, db: Connection, lines: Sequence[SheetLine]) -> list[Coming]:
    good = [(line.number, line.row) for line in lines if line.row is not None]
    known = member_import.known(app, db, [row for _, row in good])
    coming, numbers = [], set[str]()
    for line, row in good:
        changes = known[row.number].changes(row) if row.number in known else None
        again = row.number in numbers
        fate = "twice" if again else "new" if changes is None else "changed" if changes else "same"
        coming.append(Coming(line, row.name, row.level, fate, changes or ()))
        numbers.add(row.number)
    return coming


def take(app: App, who: Staff, upload_id: int) -> Done | None:
    """Take the good rows of a sheet that was looked at, once; None where it does not wait any more."""
    with app.database.reading() as db:
        kept = uploads.of_staff(db, app.vault, who.id, app.clock())
    if kept is None or kept[0] != upload_id:
        return None
    if not app.database.write(lambda db: _use(app, db, who, upload_id)):
        return None
    lines = list(_lines(app, kept[1]))
    rows = [line.row for line in lines if line.row is not None]
    added = sum(_taken(app, who, row) for row in rows)
    return Done(added, len(rows) - added, len(lines) - len(rows))


def _use(app: App, db: Connection, who: Staff, upload_id: int) -> bool:
    used = uploads.use(db, upload_id, who.id)
    if used:
        console_actions.add(db, who.id, app.clock(), "imported", "sheet", upload_id)
    return used


def _taken(app: App, who: Staff, row: ImportedRow) -> bool:
    return app.database.write(lambda db: _take(app, db, who, row))


def _take(app: App, db: Connection, who: Staff, row: ImportedRow) -> bool:
    """One row, in a transaction of its own: nobody else's row is held meanwhile."""
    member_id, added = member_import.take(app, db, row, _raised_to(app, db))
    level = members.levels_of(db, [member_id])[member_id]
    console_actions.add(db, who.id, app.clock(), f"enrolled-{level}", "member", member_id)
    return added


def _raised_to(app: App, db: Connection) -> int:
    """Up to which level one person may raise somebody alone."""
    enough = two_people.one_is_enough(app.community.two_people, staff.active(db))
    return COORDINATOR_LEVEL if enough else two_people.RAISED_BY_TWO - 1
