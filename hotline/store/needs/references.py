"""Reference numbers: short, not sequential, the same for everybody, not used again for 90 days."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select, update

from hotline.store.db.database import insert_new
from hotline.store.db.prepared import Prepared
from hotline.store.schema import references

REST = timedelta(days=90)

# Three digits at least, so that a reference is never mistaken for an area's code or a number of people.
_LENGTHS = (3, 4, 5)
_TRIES = 12
# Numbers that people take for an emergency line.
_TAKEN = {"100", "101", "110", "112", "113", "115", "117", "119", "120", "122", "123", "140"}
_TAKEN |= {"175", "180", "190", "193", "197", "198", "199", "911", "997", "998", "999"}


class NoReferenceLeft(Exception):
    """Every reference of every length is in use."""


_SUBJECT = Prepared(select(references.c.subject_id).where(references.c.code == bindparam("code")))
_IN_USE = Prepared(select(func.count()).select_from(references))
_RELEASE = Prepared(update(references).where(references.c.subject_id == bindparam("subject")))


def take(db: Connection, subject_id: int, now: datetime) -> str:
    """Give a need or a thread its reference: as short as leaves most numbers unused."""
    in_use = _IN_USE.scalar(db)
    for length in _LENGTHS:
        if in_use > 9 * 10 ** (length - 1) // 2 and length != _LENGTHS[-1]:
            continue
        for _ in range(_TRIES):
            code = str(10 ** (length - 1) + secrets.randbelow(9 * 10 ** (length - 1)))
            if code not in _TAKEN and _claim(db, code, subject_id, now):
                return code
    raise NoReferenceLeft("all references up to five digits are in use")


def release(db: Connection, subject_id: int, now: datetime) -> None:
    """Let the reference rest, and be given again after its rest."""
    _RELEASE.run(db, subject=subject_id, free_at=now + REST)


def rest(db: Connection, subject_id: int, now: datetime) -> None:
    """As `release`, of one that may be resting already."""
    mine = references.c.subject_id == subject_id, references.c.free_at.is_(None)
    db.execute(update(references).where(*mine).values(free_at=now + REST))


def subject(db: Connection, code: str) -> int | None:
    """The need or thread that this reference stands for, closed ones included."""
    found = _SUBJECT.rows(db, code=code)
    return found[0].subject_id if found else None


def reclaim(db: Connection, code: str, subject_id: int) -> None:
    """Keep a resting reference in use: what it stands for was opened again."""
    db.execute(
        update(references)
        .where(references.c.code == code, references.c.subject_id == subject_id)
        .values(free_at=None)
    )


def _claim(db: Connection, code: str, subject_id: int, now: datetime) -> bool:
    if insert_new(db, references, code=code, subject_id=subject_id):
        return True
    query = update(references).where(references.c.code == code, references.c.free_at < now)
    return db.execute(query.values(subject_id=subject_id, free_at=None)).rowcount == 1
