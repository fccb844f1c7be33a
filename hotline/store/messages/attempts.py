"""Attempts: each try to hand a text to the provider. An attempt's id stands in its callback path,
so that a late callback cannot settle another try."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Connection, bindparam, func, insert, select, update

from hotline.domain.states import OPEN_ATTEMPTS, AttemptState
from hotline.store.db.encryption import Vault
from hotline.store.db.ids import new_id
from hotline.store.db.lifecycle import ATTEMPTS
from hotline.store.db.prepared import Prepared
from hotline.store.schema import attempts as table


@dataclass(frozen=True)
class Attempt:
    """One try; `message_id` is the text's."""

    id: int
    message_id: int
    state: AttemptState
    started_at: datetime
    sid_hash: bytes | None = field(repr=False)  # of the provider's id, where it is known


_COLUMNS = [table.c[name] for name in Attempt.__dataclass_fields__]
_BEGIN = Prepared(insert(table))
_BY_ID = Prepared(select(*_COLUMNS).where(table.c.id == bindparam("attempt")))
_MOMENT = timedelta(milliseconds=1)
_FIRST = 1


def begin(
    db: Connection,
    message_ids: Iterable[int],
    now: datetime,
    state: AttemptState = "started",
    again: Collection[int] = (),
) -> dict[int, int]:
    """Note a try for each message before it is made; the attempts' ids by message.

    `again` are those tried before: a try begins after the last one, also by a clock that was set back.
    """
    ids = {message_id: new_id() for message_id in message_ids}
    after = _last_begun(db, again) if again else {}
    for message_id, attempt_id in ids.items():
        number, earliest = after.get(message_id, (_FIRST, now))
        begun = {"state": state, "number": number, "started_at": max(now, earliest)}
        _BEGIN.run(db, id=attempt_id, message_id=message_id, **begun)
    return ids


def _last_begun(db: Connection, message_ids: Collection[int]) -> dict[int, tuple[int, datetime]]:
    """The number of each message's next try, and the moment right after its last one."""
    last = func.max(table.c.number), func.max(table.c.started_at)
    query = select(table.c.message_id, *last).where(table.c.message_id.in_(message_ids))
    found = db.execute(query.group_by(table.c.message_id))
    return {message_id: (number + 1, begun + _MOMENT) for message_id, number, begun in found}


def get(db: Connection, attempt_id: int) -> Attempt | None:
    """The attempt of this id, None for one that was never made (or was forgotten since)."""
    row = _BY_ID.first(db, attempt=attempt_id)
    return None if row is None else Attempt(*row)


def latest(db: Connection, message_id: int) -> Attempt:
    """The last try of a message. Raises NoResultFound for one that has not been tried."""
    query = select(*_COLUMNS).where(table.c.message_id == message_id)
    return Attempt(*db.execute(query.order_by(table.c.number.desc()).limit(1)).one())


def end(
    db: Connection,
    attempt_id: int,
    to: AttemptState,
    now: datetime,
    sid_hash: bytes | None = None,
) -> bool:
    """Note how an open try ended (accepted, refused, unclear or lost); False if it had ended before.

    An unclear or lost one can still turn out accepted or refused. `sid_hash` is `Vault.message_index` of
    the provider's id, where it has given one.
    """
    ended = _ending(to).run(db, attempt=attempt_id, ended_at=now, **_known(sid_hash)) == 1
    if ended:
        _let_go(db, attempt_id, sid_hash)
    return ended


@cache
def _ending(to: AttemptState) -> Prepared:
    mine = table.c.id == bindparam("attempt"), table.c.state.in_((*OPEN_ATTEMPTS, "lost"))
    return Prepared(ATTEMPTS.moving(to).where(*mine))


def give_up(db: Connection, attempt_id: int, now: datetime, sid_hash: bytes | None) -> None:
    """The text of a try went wrong at the far end; what is reported of it later changes nothing."""
    _let_go(db, attempt_id, sid_hash)
    ATTEMPTS.move(db, attempt_id, "refused", ended_at=now, **_known(sid_hash))


def name(db: Connection, attempt_id: int, sid_hash: bytes) -> None:
    """Note the provider's id of a try that had ended before it was known."""
    _let_go(db, attempt_id, sid_hash)
    _NAME.run(db, attempt=attempt_id, sid_hash=sid_hash)


def _let_go(db: Connection, attempt_id: int, sid_hash: bytes | None) -> None:
    """Another try may have been given this id by its words alone, when it was looked up: they were the
    same, and it is not its own."""
    if sid_hash is not None:
        _LET_GO.run(db, attempt=attempt_id, theirs=sid_hash, sid_hash=None)


_LET_GO = Prepared(
    update(table).where(table.c.sid_hash == bindparam("theirs"), table.c.id != bindparam("attempt"))
)
_NAME = Prepared(update(table).where(table.c.id == bindparam("attempt")))


def _known(sid_hash: bytes | None) -> dict[str, bytes]:
    return {} if sid_hash is None else {"sid_hash": sid_hash}


def known_sids(db: Connection, vault: Vault, sids: Collection[str]) -> set[str]:
    """Those of the provider's ids that belong to a try already."""
    hashes = {vault.message_index(sid): sid for sid in sids}
    query = select(table.c.sid_hash).where(table.c.sid_hash.in_(list(hashes)))
    return {hashes[one] for one in db.execute(query).scalars() if one is not None}
