"""Whether the record is the chain that it was: nothing changed, taken out, put in, moved or cut off.

Written from the format's description (docs/ARCHITECTURE.md, "The chain of the record"), without the code
that makes it. The first row that does not fit is named; what follows it can then not be judged.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hotline.audit.checks import BrokenPromise
from hotline.audit.ledger import Ledger

HEAD_FILE = "record.head"
_START = bytes(32)
_NOTED = re.compile(r"(\d{1,18})-([0-9a-f]{16,64})", re.ASCII)
_QUESTIONS = {
    "events": """SELECT seq, link, id, member_id, member_mark, member_proof,
        actor_id, actor_mark, actor_proof, at, kind, need_id FROM events
        WHERE seq IS NOT NULL ORDER BY seq""",
    "console_actions": """SELECT seq, link, id, target_id, target_mark, target_proof,
        at, staff_id, action, kind FROM console_actions
        WHERE seq IS NOT NULL ORDER BY seq""",
}
_EDITED = "this row was changed, or moved from where it stood"
_MISSING = "the row before this one is missing, or this one was put in"
_NAMED = "whom this row names was changed, or taken out by somebody else than ERASE"
_ENDS = "the record's ends are not those that were set"
_CUT_OFF = "rows are missing at the end"
_OTHER = (
    "the record is not the one that was noted elsewhere: rows were cut off, or all of it is another"
)


class BadNote(ValueError):
    """A mark of the record that nobody can have noted."""


@dataclass(frozen=True)
class Note:
    """A link that was noted elsewhere: its number, and the hexadecimal digits that its hash begins with."""

    seq: int
    digits: str


@dataclass(frozen=True)
class _Named:
    """A member's id in a row, the mark that the link covers, and what proves that they belong together."""

    column: str
    id: int | None
    mark: bytes | None
    proof: bytes | None


@dataclass(frozen=True)
class _Row:
    table: str
    seq: int
    link: bytes
    id: int
    said: tuple[object, ...]
    named: tuple[_Named, ...]


def note(text: str) -> Note:
    """A mark as people wrote it down or a file holds it: `1042-7f3a9b…`. Raises BadNote."""
    found = _NOTED.fullmatch(text.strip().lower())
    if found is None:
        raise BadNote("a mark of the record is a number, a hyphen, and 16 to 64 digits from 0 to f")
    return Note(int(found[1]), found[2])


def findings(ledger: Ledger, index_key: bytes, notes: Sequence[Note] = ()) -> list[BrokenPromise]:
    """The first row that does not fit, and notes that the record does not hold."""
    key = hmac.new(index_key, b"record chain", hashlib.sha256).digest()
    rows = sorted([*_events(ledger), *_actions(ledger)], key=lambda row: row.seq)
    ends = {
        place: (seq, bytes(link), bytes(seal)) for place, seq, link, seal in ledger.rows(_ENDS_SQL)
    }
    broken = _first_broken(key, rows, ends)
    return [*broken, *_unheld(rows, ends, notes)]


_ENDS_SQL = "SELECT place, seq, link, seal FROM record_ends"
_Ends = dict[str, tuple[int, bytes, bytes]]


def _first_broken(key: bytes, rows: Sequence[_Row], ends: _Ends) -> list[BrokenPromise]:
    if not ends and not rows:
        return []
    if set(ends) != {"first", "last"} or not all(_is_sealed(key, *end) for end in ends.items()):
        return [BrokenPromise("record", _ENDS, "record_ends", tuple(sorted(ends)) or ("none",))]
    before = ends["first"][:2]
    for row in rows:
        says = _what_is_wrong(key, row, *before)
        if says:
            return [BrokenPromise("record", says, row.table, (row.id,))]
        before = row.seq, row.link
    if before != ends["last"][:2]:
        return [BrokenPromise("record", _CUT_OFF, "record_ends", ("last",))]
    return []


def _is_sealed(key: bytes, place: str, end: tuple[int, bytes, bytes]) -> bool:
    seq, link, seal = end
    return _hashed(key, b"end:", [place, f"{seq}-{link.hex()}"]) == seal


def _what_is_wrong(key: bytes, row: _Row, seq: int, link: bytes) -> str | None:
    if row.seq != seq + 1:
        return _MISSING
    if _hashed(key, b"link:" + link, [row.seq, row.table, row.id, *row.said]) != row.link:
        return _EDITED
    return None if all(_belongs(key, row, each) for each in row.named) else _NAMED


def _belongs(key: bytes, row: _Row, named: _Named) -> bool:
    """Whether an id is the one that was marked, or was cut by us."""
    if named.mark is None:
        return named.id is None
    if named.proof is None:
        return False
    if named.id is None:
        place = f"{row.table}.{named.column}"
        return _hashed(key, b"cut:" + named.mark, [place, row.id]) == named.proof
    return _hashed(key, b"mark:" + named.proof, [named.id]) == named.mark


def _unheld(rows: Sequence[_Row], ends: _Ends, notes: Sequence[Note]) -> list[BrokenPromise]:
    """Notes of links that are not there; nothing can be said of those that went with their time."""
    known = {row.seq: row.link.hex() for row in rows}
    first, first_link, _ = ends.get("first", (0, _START, b""))
    known[first] = first_link.hex()
    lost = [
        note.seq
        for note in notes
        if note.seq >= first and not known.get(note.seq, "").startswith(note.digits)
    ]
    return [BrokenPromise("record noted", _OTHER, "record_ends", tuple(lost))] if lost else []


def _events(ledger: Ledger) -> Iterator[_Row]:
    for seq, link, id_, *rest in ledger.rows(_QUESTIONS["events"]):
        member, actor = (
            _Named("member_id", *_hashes(*rest[:3])),
            _Named("actor_id", *_hashes(*rest[3:6])),
        )
        said = (*rest[6:], _hex(member.mark), _hex(actor.mark))
        yield _Row("events", seq, bytes(link), id_, said, (member, actor))


def _actions(ledger: Ledger) -> Iterator[_Row]:
    for seq, link, id_, *rest in ledger.rows(_QUESTIONS["console_actions"]):
        target, kind = _Named("target_id", *_hashes(*rest[:3])), rest[-1]
        of_member = kind == "member"
        said = (*rest[3:], _hex(target.mark) if of_member else target.id)
        yield _Row("console_actions", seq, bytes(link), id_, said, (target,) if of_member else ())


def _hashes(
    id_: int | None, mark: bytes | None, proof: bytes | None
) -> tuple[int | None, bytes | None, bytes | None]:
    return id_, None if mark is None else bytes(mark), None if proof is None else bytes(proof)


def _hex(mark: bytes | None) -> str | None:
    return None if mark is None else mark.hex()


def _hashed(key: bytes, head: bytes, said: Sequence[object]) -> bytes:
    spelled = json.dumps(list(said), separators=(",", ":")).encode()
    return hmac.new(key, head + spelled, hashlib.sha256).digest()
