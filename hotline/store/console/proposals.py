"""Proposals: what one of the staff wants to do, and whether another has agreed to it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, RowMapping, and_, delete, func, insert, or_, select, update

from hotline.domain.states import ProposalState
from hotline.domain.transitions import PROPOSAL
from hotline.store.db.encryption import PROPOSAL_DETAILS, Vault
from hotline.store.db.ids import new_id
from hotline.store.db.lifecycle import PROPOSALS
from hotline.store.schema import proposals


@dataclass(frozen=True)
class Proposal:
    """One of them. `by` is who wrote it, `second` who agreed (None as well where one is enough).

    `member_id` is the member whom it is about, where it is about one; `target_id` is the same then.
    """

    id: int
    kind: str
    target_id: int | None
    member_id: int | None
    details: Mapping[str, str] = field(repr=False)
    state: ProposalState
    by: int | None
    second: int | None
    made_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True)
class Mark:
    """A proposal as far as it matters whether somebody still has to look at it."""

    kind: str
    state: ProposalState
    member_id: int | None
    by: int | None
    second: int | None


_P = proposals.c
_ALL = select(
    _P.id, _P.kind, _P.target_id, _P.member_id, _P.details, _P.state, _P.written_by.label("by"),
    _P.agreed_by.label("second"), _P.made_at, _P.expires_at, _P.ended_at, _P.used_at,
)  # fmt: skip


def add(
    db: Connection,
    vault: Vault,
    kind: str,
    *,
    by: int,
    target_id: int | None,
    member_id: int | None,
    details: Mapping[str, str],
    now: datetime,
    expires_at: datetime,
) -> int:
    """Write down what somebody proposes; its id."""
    row_id = new_id()
    sealed = vault.seal(PROPOSAL_DETAILS, row_id, json.dumps(dict(details), ensure_ascii=False))
    about = {"kind": kind, "target_id": target_id, "member_id": member_id, "written_by": by}
    times = {"made_at": now, "expires_at": expires_at}
    values = {"id": row_id, "state": PROPOSAL.initial, "details": sealed}
    db.execute(insert(proposals).values(**values, **about, **times))
    return row_id


def find(db: Connection, vault: Vault, proposal_id: int) -> Proposal | None:
    """One of them; None where there is none."""
    query = _ALL.where(_P.id == proposal_id)
    return next(_opened(vault, db.execute(query).mappings()), None)


def locked(db: Connection, vault: Vault, proposal_id: int) -> Proposal | None:
    """The same, its row locked."""
    query = _ALL.where(_P.id == proposal_id).with_for_update(key_share=True)
    return next(_opened(vault, db.execute(query).mappings()), None)


def waiting(db: Connection, vault: Vault, now: datetime, limit: int) -> list[Proposal]:
    """What waits for a second person, the oldest first."""
    query = _ALL.where(_P.state == "open", _P.expires_at > now)
    ordered = query.order_by(_P.made_at, _P.id).limit(limit)
    return list(_opened(vault, db.execute(ordered).mappings()))


def agreed(
    db: Connection,
    vault: Vault,
    since: datetime,
    published: datetime,
    words: Collection[str],
    limit: int,
) -> list[Proposal]:
    """What was agreed to since then, of the kinds `words` since `published`, the newest first."""
    long = and_(_P.kind.in_(list(words)), _P.ended_at > published)
    query = _ALL.where(_P.state == "agreed", or_(_P.ended_at > since, long))
    ordered = query.order_by(_P.ended_at.desc(), _P.id.desc()).limit(limit)
    return list(_opened(vault, db.execute(ordered).mappings()))


def marked(db: Connection, now: datetime, since: datetime, limit: int) -> list[Mark]:
    """What waits, and what was agreed to since then, in any order."""
    waits = and_(_P.state == "open", _P.expires_at > now)
    done = and_(_P.state == "agreed", _P.ended_at > since)
    query = select(_P.kind, _P.state, _P.member_id, _P.written_by, _P.agreed_by).where(
        or_(waits, done)
    )
    return [Mark(*row) for row in db.execute(query.limit(limit))]


def open_of(db: Connection, staff_id: int, now: datetime) -> int:
    """How many proposals of one account wait."""
    mine = _P.written_by == staff_id, _P.state == "open", _P.expires_at > now
    return int(db.execute(select(func.count()).select_from(proposals).where(*mine)).scalar_one())


def open_about(db: Connection, kind: str, target_id: int) -> int | None:
    """The id of what waits of this kind about one thing; None where nothing does."""
    query = select(_P.id).where(_P.kind == kind, _P.target_id == target_id, _P.state == "open")
    found: int | None = db.execute(query.order_by(_P.made_at.desc()).limit(1)).scalar_one_or_none()
    return found


def end(
    db: Connection, proposal_id: int, to: ProposalState, now: datetime, second: int | None = None
) -> bool:
    """Agree to one, take it back, or let it run out; whether it was open."""
    return PROPOSALS.move(db, proposal_id, to, ended_at=now, agreed_by=second)


def use(db: Connection, proposal_id: int, since: datetime, now: datetime) -> bool:
    """Use what was agreed to after `since`, once; whether that was still to be had."""
    fresh = _P.state == "agreed", _P.ended_at > since, _P.used_at.is_(None)
    used = update(proposals).where(_P.id == proposal_id, *fresh).values(used_at=now)
    return db.execute(used).rowcount == 1


def forget(
    db: Connection,
    now: datetime,
    *,
    old: datetime,
    published: datetime,
    words: Collection[str],
    limit: int,
) -> int:
    """Let run out what nobody agreed to, and delete what ended before `old`; how many were deleted.

    Of the kinds `words` what was agreed to stays until it is older than `published`.
    """
    db.execute(PROPOSALS.moving("expired", ended_at=_P.expires_at).where(_P.expires_at <= now))
    kept = and_(_P.state == "agreed", _P.kind.in_(list(words)), _P.ended_at > published)
    query = select(_P.id).where(_P.state != "open", _P.ended_at <= old, ~kept).limit(limit)
    ids = list(db.execute(query.with_for_update(skip_locked=True)).scalars())
    db.execute(delete(proposals).where(_P.id.in_(ids)))
    return len(ids)


def _opened(vault: Vault, found: Iterable[RowMapping]) -> Iterator[Proposal]:
    for row in found:
        details = json.loads(vault.open(PROPOSAL_DETAILS, row["id"], row["details"]))
        yield Proposal(**{**row, "details": details})
