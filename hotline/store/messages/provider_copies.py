"""What the provider still holds of our texts and calls: noted with the message, removed afterwards.

A row is due for the first time a little after its text or call is over: the provider refuses before.
Nothing else of ours is needed to remove it, so that it outlives whom it was about.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Executable,
    bindparam,
    case,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from hotline.store.db.encryption import PROVIDER_SID, Vault
from hotline.store.db.ids import new_id
from hotline.store.db.prepared import Prepared
from hotline.store.schema import members, provider_copies
from hotline.store.tables.types import MomentLike

# "Please wait at least 1 minute": Twilio, error 20009.
SETTLED_AFTER = timedelta(minutes=1)
# For a text or a call of whose end we may never hear, the first try, and when it is surely over: the
# provider keeps a text waiting for ten hours.
UNHEARD_AFTER, OVER_BY = timedelta(hours=1), timedelta(hours=12)
# Of somebody erased it is to go within a minute of the provider's allowing it.
HURRIED_AGAIN = timedelta(seconds=30)

_MISSED = timedelta(minutes=1)  # due for so long, and nobody has tried
_TOO_LONG = timedelta(hours=1)  # past its time for so long, whoever is to blame

T = TypeVar("T")

_C = provider_copies.c


@dataclass(frozen=True)
class Copy:
    """A copy to be removed; `sid` is the provider's id of the message or call."""

    id: int
    kind: str
    sid: str = field(repr=False)
    hurried: bool
    tries: int
    created_at: datetime


def note(
    db: Connection,
    vault: Vault,
    sid: str,
    now: datetime,
    *,
    member_id: int | None,
    kind: str = "message",
    over: bool = False,
    hurried: bool = False,
) -> None:
    """The provider holds a text or a call; `over`: it has come to its end, as far as we know.

    Of a member who is erased, or `hurried`, it is to go as soon as the provider lets it.

    Safe to say any number of times, in any order: what is over stays so.
    """
    row_id = new_id()
    values = {
        "id": row_id,
        "sid_hash": vault.message_index(sid),
        "sid": vault.seal(PROVIDER_SID, row_id, sid),
        "kind": kind,
        "gone_by": now + (SETTLED_AFTER if over else OVER_BY),
        "created_at": now,
        "of_member": member_id,
        "in_a_hurry": hurried,
        "first_try": now + (SETTLED_AFTER if over else UNHEARD_AFTER),
        "at_once": now,
    }
    _NOTE.run(db, **values)


def _note(dialect: str) -> Executable:
    """One statement: of somebody erased a copy is due at once, and nobody's; a copy that was noted
    before is at most made due sooner."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    this = select(members.c.id).where(members.c.id == bindparam("of_member"))
    erased = or_(
        this.where(members.c.state == "erased").exists(), bindparam("in_a_hurry", type_=Boolean)
    )
    moment = _C.due_at.type
    new = insert(provider_copies).values(
        **{name: bindparam(name) for name in ("id", "sid_hash", "sid", "kind", "gone_by")},
        created_at=bindparam("created_at"),
        member_id=this.where(members.c.state != "erased").scalar_subquery(),
        hurried=erased,
        tries=0,
        due_at=case(
            (erased, bindparam("at_once", type_=moment)), else_=bindparam("first_try", type_=moment)
        ),
    )
    known: dict[str, object] = {
        name: _least(_C[name], new.excluded[name]) for name in ("due_at", "gone_by")
    }
    known["member_id"] = func.coalesce(_C.member_id, new.excluded.member_id)
    known["hurried"] = or_(_C.hurried, new.excluded.hurried)
    return new.on_conflict_do_update(index_elements=[_C.sid_hash], set_=known)


_NOTE = Prepared(_note)


def _least(old: ColumnElement[T], new: ColumnElement[T]) -> ColumnElement[T]:
    return case((new < old, new), else_=old)


def any_due(now: MomentLike) -> tuple[ColumnElement[bool], ...]:
    """What holds for a copy whose removal is to be tried."""
    return (_C.due_at <= now,)


def claim(db: Connection, vault: Vault, now: datetime, until: datetime, limit: int) -> list[Copy]:
    """Take on up to `limit` that are due, until then; of somebody erased first."""
    due = select(_C.id).where(*any_due(now)).order_by(_C.hurried.desc(), _C.due_at).limit(limit)
    ids = list(db.execute(due.with_for_update(skip_locked=True)).scalars())
    if not ids:
        return []
    db.execute(update(provider_copies).where(_C.id.in_(ids)).values(due_at=until))
    columns = _C.id, _C.kind, _C.sid, _C.hurried, _C.tries, _C.created_at
    rows = db.execute(
        select(*columns).where(_C.id.in_(ids)).order_by(_C.hurried.desc(), _C.created_at, _C.id)
    )
    return [
        Copy(r.id, r.kind, vault.open(PROVIDER_SID, r.id, r.sid), r.hurried, r.tries, r.created_at)
        for r in rows
    ]


def gone(db: Connection, ids: Collection[int]) -> None:
    """The provider holds nothing of these any more: nor do we."""
    db.execute(delete(provider_copies).where(_C.id.in_(list(ids))))


def put_back(db: Connection, ids: Collection[int], at: datetime) -> None:
    """These have not been tried: they are due at `at`."""
    db.execute(update(provider_copies).where(_C.id.in_(list(ids))).values(due_at=at))


def again(db: Connection, copy_id: int, now: datetime, at: datetime) -> None:
    """It was tried in vain: once more at `at`, and soon where its member has been erased."""
    moment = _C.due_at.type
    due = case((_C.hurried, literal(now + HURRIED_AGAIN, moment)), else_=literal(at, moment))
    later = update(provider_copies).where(_C.id == copy_id)
    db.execute(later.values(due_at=due, tries=_C.tries + 1))


def overdue(db: Connection, now: datetime, most: int) -> int:
    """How many the provider holds past their time, or nobody has seen to; counted up to `most`."""
    late = or_(_C.due_at <= now - _MISSED, _C.gone_by <= now - _TOO_LONG)
    some = select(_C.id).where(late).limit(most).subquery()
    return int(db.execute(select(func.count()).select_from(some)).scalar_one())
