"""Members from a spreadsheet: looked at first, with each bad row named, then taken.

Between the two the sheet is a sealed row of the database, for some minutes; nothing is texted.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection

from hotline.domain.console import SHEET_LIFE
from hotline.services import enrol
from hotline.services.enrol import BadRow, Line, Row
from hotline.services.house import House
from hotline.store import console_actions, uploads
from hotline.store.staff import Staff

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


def put(house: House, who: Staff, content: bytes) -> str:
    """Keep a sheet to be looked at; `kept`, or what is wrong: `workbook|encoding|empty|long`."""
    if content.startswith(b"PK"):
        return "workbook"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "encoding"
    if not text.strip():
        return "empty"
    if len(content) > MOST_BYTES or sum(1 for _ in islice(_lines(house, text), MOST_ROWS + 1)) > (
        MOST_ROWS
    ):
        return "long"
    house.database.write(lambda db: _put(house, db, who, text))
    return "kept"


def _put(house: House, db: Connection, who: Staff, text: str) -> None:
    now = house.clock()
    uploads.put(db, house.vault, who.id, text, now, now + SHEET_LIFE)


def _lines(house: House, text: str) -> Iterator[Line]:
    return enrol.read(house, io.StringIO(text, newline=""))


def plan(house: House, who: Staff) -> Plan | None:
    """What the sheet of this account will do; None where none waits any more."""
    with house.database.reading() as db:
        kept = uploads.of_staff(db, house.vault, who.id, house.clock())
        if kept is None:
            return None
        return _plan(house, db, *kept)


def _plan(house: House, db: Connection, upload_id: int, text: str) -> Plan:
    lines = list(_lines(house, text))
    coming = _coming(house, db, lines)
    bad = [Bad(line.number, line.fault) for line in lines if line.fault is not None]
    counts = dict.fromkeys(("new", "changed", "same", "twice"), 0)
    for one in coming:
        counts[one.fate] += 1
    shown = [one for one in coming if one.fate != "same"][:MOST_SHOWN]
    return Plan(upload_id, tuple(shown), tuple(bad[:MOST_SHOWN]), counts | {"bad": len(bad)})


def _coming(house: House, db: Connection, lines: Sequence[Line]) -> list[Coming]:
    good = [(line.number, line.row) for line in lines if line.row is not None]
    known = enrol.known(house, db, [row for _, row in good])
    coming, numbers = [], set[str]()
    for line, row in good:
        changes = known[row.number].changes(row) if row.number in known else None
        again = row.number in numbers
        fate = "twice" if again else "new" if changes is None else "changed" if changes else "same"
        coming.append(Coming(line, row.name, row.level, fate, changes or ()))
        numbers.add(row.number)
    return coming


def take(house: House, who: Staff, upload_id: int) -> Done | None:
    """Take the good rows of a sheet that was looked at, once; None where it does not wait any more."""
    with house.database.reading() as db:
        kept = uploads.of_staff(db, house.vault, who.id, house.clock())
    if kept is None or kept[0] != upload_id:
        return None
    if not house.database.write(lambda db: _use(house, db, who, upload_id)):
        return None
    lines = list(_lines(house, kept[1]))
    rows = [line.row for line in lines if line.row is not None]
    added = sum(_taken(house, who, row) for row in rows)
    return Done(added, len(rows) - added, len(lines) - len(rows))


def _use(house: House, db: Connection, who: Staff, upload_id: int) -> bool:
    used = uploads.use(db, upload_id, who.id)
    if used:
        console_actions.add(db, who.id, house.clock(), "imported", "sheet", upload_id)
    return used


def _taken(house: House, who: Staff, row: Row) -> bool:
    return house.database.write(lambda db: _take(house, db, who, row))


def _take(house: House, db: Connection, who: Staff, row: Row) -> bool:
    """One row, in a transaction of its own: nobody else's row is held meanwhile."""
    member_id, added = enrol.take(house, db, row)
    console_actions.add(db, who.id, house.clock(), f"enrolled-{row.level}", "member", member_id)
    return added
