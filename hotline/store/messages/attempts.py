"""Attempts: each try to hand a text to the provider. An attempt's id stands in its callback path,
so that a late callback cannot settle another try."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select

from hotline.domain.states import OPEN_ATTEMPTS, AttemptState
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


_COLUMNS = [table.c[name] for name in Attempt.__dataclass_fields__]
_BEGIN = Prepared(insert(table))
_MOMENT = timedelta(milliseconds=1)


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
        begun = max(now, after.get(message_id, now))
        _BEGIN.run(db, id=attempt_id, message_id=message_id, state=state, started_at=begun)
    return ids


def _last_begun(db: Connection, message_ids: Collection[int]) -> dict[int, datetime]:
    """The moment right after the last try of each message."""
    query = select(table.c.message_id, func.max(table.c.started_at))
    found = db.execute(
        query.where(table.c.message_id.in_(message_ids)).group_by(table.c.message_id)
    )
    return {message_id: begun + _MOMENT for message_id, begun in found}


def get(db: Connection, attempt_id: int) -> Attempt | None:
    """The attempt of this id, None for one that was never made (or was forgotten since)."""
    row = db.execute(select(*_COLUMNS).where(table.c.id == attempt_id)).one_or_none()
    return None if row is None else Attempt(*row)


def latest(db: Connection, message_id: int) -> Attempt:
    """The last try of a message. Raises NoResultFound for one that has not been tried."""
    query = select(*_COLUMNS).where(table.c.message_id == message_id)
    newest_first = query.order_by(table.c.started_at.desc(), table.c.id.desc())
    return Attempt(*db.execute(newest_first.limit(1)).one())


def end(
    db: Connection,
    attempt_id: int,
    to: AttemptState,
    now: datetime,
    provider_sid: str | None = None,
) -> bool:
    """Note how an open try ended (accepted, refused, unclear or lost); False if it had ended before.

    An unclear or lost one can still turn out accepted or refused.
    """
    ending = ATTEMPTS.moving(to, ended_at=now, **_known(provider_sid))
    mine = table.c.id == attempt_id, table.c.state.in_((*OPEN_ATTEMPTS, "lost"))
    return db.execute(ending.where(*mine)).rowcount == 1


def give_up(db: Connection, attempt_id: int, now: datetime, provider_sid: str | None) -> None:
    """The text of a try went wrong at the far end; what is reported of it later changes nothing."""
    ATTEMPTS.move(db, attempt_id, "refused", ended_at=now, **_known(provider_sid))


def _known(provider_sid: str | None) -> dict[str, str]:
    return {} if provider_sid is None else {"provider_sid": provider_sid}


def known_sids(db: Connection, sids: Collection[str]) -> set[str]:
    """Those of the provider's ids that belong to a try already."""
    query = select(table.c.provider_sid).where(table.c.provider_sid.in_(list(sids)))
    return {sid for sid in db.execute(query).scalars() if sid is not None}
