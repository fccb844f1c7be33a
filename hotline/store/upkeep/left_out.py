"""What of the record its reader is not shown: whatever is about those they are kept apart from, and reports
about themselves."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, or_, select

from hotline.domain.console import LeftOut
from hotline.domain.two_people import LET_BACK
from hotline.store.needs import needs
from hotline.store.schema import proposals, recordings, threads


def of(db: Connection, apart: Collection[int], own: int | None) -> LeftOut:
    """For a reader who is kept apart from these members."""
    talks = set(db.execute(select(threads.c.id).where(threads.c.member_id.in_(apart))).scalars())
    requests = needs.of_sides(db, apart)
    targets = {
        "member": set(apart),
        "need": requests,
        "thread": talks,
        "recording": _recordings(db, apart, talks, requests),
        "proposal": _proposals(db, apart, own),
    }
    return LeftOut(targets, own)


def _recordings(
    db: Connection, apart: Collection[int], talks: Collection[int], requests: Collection[int]
) -> set[int]:
    c = recordings.c
    theirs = or_(c.member_id.in_(apart), c.thread_id.in_(talks), c.need_id.in_(requests))
    return set(db.execute(select(c.id).where(theirs)).scalars())


def _proposals(db: Connection, apart: Collection[int], own: int | None) -> set[int]:
    c = proposals.c
    mine = (c.kind == LET_BACK) & (c.member_id == own)
    return set(db.execute(select(c.id).where(or_(c.member_id.in_(apart), mine))).scalars())
