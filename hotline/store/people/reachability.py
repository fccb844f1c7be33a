"""What bears on whether texts may leave at this moment, read in one statement (hotline/domain/reachability.py
decides by it)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, exists, func, or_, select

from hotline.domain.messages import Kind
from hotline.domain.states import HELPED
from hotline.store.db.prepared import Prepared
from hotline.store.people.members import Member
from hotline.store.schema import avoidances, matches, members, needs, outbox


@dataclass(frozen=True)
class ReaderStanding:
    """The reader of a text as they stand, and how its matter is to them."""

    reader: Member
    for_the_ear: bool  # about a request of theirs of which they want no texts
    kept_apart: bool  # from its writer, or from whose request it is
    asker_in: str | None  # the category, where it is an asker's words for who helps
    is_off: bool  # and who does not help any more, nor did


_READER = [members.c[name] for name in Member.__dataclass_fields__]


def of_texts(db: Connection, message_ids: Iterable[int]) -> Mapping[int, ReaderStanding]:
    """By the id of each of these texts."""
    found = _OF_TEXTS.rows(db, messages=list(message_ids))
    return {
        row[0]: ReaderStanding(Member(*row[5:]), bool(row[1]), bool(row[2]), row[3], bool(row[4]))
        for row in found
    }


def is_helped() -> ColumnElement[bool]:
    """Whether the reader of a text helps with its need, or has done so."""
    ours = matches.c.need_id == outbox.c.need_id, matches.c.helper_id == outbox.c.member_id
    return exists().where(*ours, matches.c.state.in_(HELPED))


def is_from_asker() -> ColumnElement[bool]:
    """Whether a text passes on, from whoever asks, what they wrote for who helps; beside its need's row."""
    o = outbox.c
    return and_(
        o.kind == Kind.RELAY,
        o.author_id == needs.c.asker_id,
        o.member_id != needs.c.asker_id,
        o.thread_id.is_(None),  # else they wrote it to the team
    )


def _kept_apart() -> ColumnElement[bool]:
    a, reader = avoidances.c, outbox.c.member_id
    asker = case((outbox.c.kind == Kind.ASK, needs.c.asker_id))
    other = func.coalesce(outbox.c.author_id, asker)
    either = or_(
        and_(a.member_id == reader, a.other_id == other),
        and_(a.member_id == other, a.other_id == reader),
    )
    return exists().where(either)


_ASKER_IN = case((is_from_asker(), needs.c.category))
_OFF = and_(is_from_asker(), ~is_helped())
_EAR = and_(needs.c.heard_only, needs.c.asker_id == outbox.c.member_id)
_OF_TEXTS = Prepared(
    select(outbox.c.id, func.coalesce(_EAR, False), _kept_apart(), _ASKER_IN, _OFF, *_READER)
    .join(members, members.c.id == outbox.c.member_id)
    .outerjoin(needs, needs.c.id == outbox.c.need_id)
    .where(outbox.c.id.in_(bindparam("messages", expanding=True)))
)
