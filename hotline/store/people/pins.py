"""PINs: what a member types in calls before anything private. Only a sealed, slow hash is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select

from hotline.domain.pins import DAY, LINE_WINDOW, Tries, Way
from hotline.store.db.encryption import PIN_DIGEST, Vault
from hotline.store.db.ids import new_id
from hotline.store.db.prepared import Prepared
from hotline.store.schema import pin_misses, pin_tries, pins


@dataclass(frozen=True)
class Pin:
    """A PIN's salt and hash, as `put` was given them, and how the tries by one way went."""

    digest: bytes = field(repr=False)
    tries: Tries


_P, _T = pins.c, pin_tries.c
_IS_SET = Prepared(select(exists().where(_P.member_id == bindparam("member"))))


def put(db: Connection, vault: Vault, member_id: int, digest: bytes, now: datetime) -> None:
    """Give a member a PIN in place of any other; wrong tries of that one are forgotten."""
    remove(db, member_id)
    sealed = vault.seal_bytes(PIN_DIGEST, member_id, digest)
    db.execute(insert(pins).values(member_id=member_id, digest=sealed, set_at=now))


def remove(db: Connection, member_id: int) -> bool:
    """Take a member's PIN away; whether there was one."""
    db.execute(delete(pin_tries).where(_T.member_id == member_id))
    return db.execute(delete(pins).where(_P.member_id == member_id)).rowcount == 1


def is_set(db: Connection, member_id: int) -> bool:
    """Whether a member has a PIN."""
    return bool(_IS_SET.scalar(db, member=member_id))


def find(db: Connection, vault: Vault, member_id: int, way: Way) -> Pin | None:
    """A member's PIN, and its tries by this way. Raises VaultFault where its hash was moved or changed."""
    joined = pins.outerjoin(pin_tries, (_T.member_id == _P.member_id) & (_T.way == way))
    query = select(_P.digest, _T.misses, _T.locks, _T.locked_until).select_from(joined)
    row = db.execute(query.where(_P.member_id == member_id)).one_or_none()
    if row is None:
        return None
    tries = Tries(row.misses or 0, row.locks or 0, row.locked_until)
    return Pin(vault.open_bytes(PIN_DIGEST, member_id, row.digest), tries)


def note_right(db: Connection, member_id: int, way: Way) -> None:
    """A right try: earlier wrong ones by this way do not count any more."""
    db.execute(delete(pin_tries).where(_T.member_id == member_id, _T.way == way))


def note_wrong(db: Connection, member_id: int, way: Way, now: datetime, tries: Tries) -> None:
    """A wrong try, which makes `tries` of them; it counts for the whole line too. The member is locked."""
    note_right(db, member_id, way)
    values = {"misses": tries.misses, "locks": tries.locks, "locked_until": tries.locked_until}
    db.execute(insert(pin_tries).values(member_id=member_id, way=way, **values))
    db.execute(insert(pin_misses).values(id=new_id(), missed_at=now))


def wrong_of_the_line(db: Connection, now: datetime) -> tuple[int, int]:
    """Wrong tries of the whole line in the last hour, and in the last day; older ones are forgotten."""
    missed_at = pin_misses.c.missed_at
    db.execute(delete(pin_misses).where(missed_at < now - DAY))
    lately = func.count().filter(missed_at >= now - LINE_WINDOW)
    row = db.execute(select(lately, func.count()).select_from(pin_misses)).one()
    return int(row[0]), int(row[1])
