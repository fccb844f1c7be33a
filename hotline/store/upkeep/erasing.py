"""What is left of a member who is erased: for each column that names one, what becomes of its rows.

A test holds `RULES` and the schema against each other, so that no new table can be forgotten. The
member's own row becomes a tombstone: an id without number, name, language or past. It goes as well once
nothing names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)

from hotline.domain.states import UNSETTLED_MESSAGES
from hotline.store.conversation import unread_words
from hotline.store.db import identity_map
from hotline.store.db.encryption import CALL_SID, Vault
from hotline.store.db.lifecycle import CALLS, MEMBERS, RECORDINGS, RINGS
from hotline.store.messages import provider_copies as copies
from hotline.store.messages import spending
from hotline.store.people import carried, reports
from hotline.store.schema import (
    bridges,
    call_orders,
    calls,
    matches,
    members,
    metadata,
    needs,
    outbox,
    provider_copies,
    recordings,
    rings,
    suppressions,
    uploads,
)
from hotline.store.upkeep import record_chain

Fate = Literal["deleted", "unlinked", "kept", "cut"]

# The columns that name a member. `kept` is an id and nothing else of theirs: other people's history, or
# rows that retention reduces (needs, whose words go at once). `cut` is unlinked where a chain goes on
# fitting without the id (record_chain.py).
RULES: Mapping[str, Fate] = {
    "member_languages.member_id": "deleted",
    "avoidances.member_id": "deleted",
    "avoidances.other_id": "deleted",
    "blocks.member_id": "deleted",
    "blocks.by_id": "unlinked",
    "reports.subject_id": "unlinked",
    "reports.reporter_id": "unlinked",
    "flow_sessions.member_id": "deleted",
    "needs.asker_id": "kept",
    "offers.member_id": "deleted",
    "asks.member_id": "kept",
    "matches.helper_id": "kept",
    "matches.asker_id": "kept",
    "threads.coordinator_id": "unlinked",
    "threads.member_id": "deleted",
    "outbox.member_id": "deleted",
    "outbox.author_id": "deleted",
    "call_orders.member_id": "deleted",
    "calls.member_id": "unlinked",
    "recordings.member_id": "unlinked",
    "pins.member_id": "deleted",
    "pin_tries.member_id": "deleted",
    "bridges.wanted_by": "deleted",
    "rings.member_id": "deleted",
    "provider_copies.member_id": "unlinked",
    "staff.member_id": "unlinked",  # an account of the console, which an operator removes
    "invitations.member_id": "deleted",
    "proposals.member_id": "deleted",
    "broadcast_recipients.member_id": "unlinked",  # they still count
    "shifts.member_id": "unlinked",  # somebody else must take them
    "shift_asks.member_id": "deleted",
    "events.member_id": "cut",
    "events.actor_id": "cut",
    "console_actions.target_id": "cut",  # of the rows that are about a member
}

COUNTED = timedelta(days=7)
"""For so long asks count towards how often somebody is asked (asks_per_week)."""
ERASED = select(members.c.id).where(members.c.state == "erased")

_BY_RULE = [(name, fate) for name, fate in RULES.items() if fate not in ("kept", "cut")]
_REPEATED = timedelta(minutes=10)  # so long a webhook that was answered may come again
# Whatever can be empty is.
_NOBODY: dict[str, object] = {c.name: None for c in members.columns if c.nullable}
_NOBODY |= {"level": 0, "call_safe": "unknown", "by_call": False}
_NOBODY |= {"pin_in_texts": False}


def erased_ids(db: Connection) -> set[int]:
    """Everybody of whom this database still knows that they were erased: the tombstones."""
    return set(db.execute(ERASED).scalars())


def entomb(db: Connection, member_id: int, language: str, now: datetime) -> None:
    """Take number, name and past out of a member's row, which is locked, for good.

    A keyed hash of the number stays of one who had said stop or was blocked, is kept apart from somebody, or
    was asked for help within the week. `language` is the community's: it tells nothing.
    """
    mine = members.c.id == member_id
    row = db.execute(select(members.c.phone_index, members.c.state).where(mine)).one()
    index = row.phone_index
    carried.keep(db, member_id, index, now - COUNTED)
    reports.lay_down(db, index)
    db.execute(delete(suppressions).where(suppressions.c.phone_index == index))
    if row.state in ("opted_out", "blocked"):
        db.execute(insert(suppressions).values(phone_index=index, state=row.state, since=now))
    # Calls to the phone from before it was a member's.
    db.execute(delete(call_orders).where(call_orders.c.phone_index == index))
    db.execute(update(members).where(mine).values(**_NOBODY, language=language))
    MEMBERS.move(db, member_id, "erased")
    identity_map.forget(db)


def forget(db: Connection, vault: Vault, member_id: int, now: datetime) -> None:
    """Whatever else is known of a member goes, by RULES."""
    whom = select(members.c.id).where(members.c.id == member_id)
    _end_calls(db, vault, whom, now)
    db.execute(update(needs).where(needs.c.asker_id == member_id).values(words=None))
    _forget(db, whom, now, outbox.c.state.not_in(UNSETTLED_MESSAGES), None)
    record_chain.cut(db, vault, whom)
    db.execute(
        delete(uploads)
    )  # they may be in a sheet that waits to be imported: it is sent again
    unread_words.forget_part(db, vault, vault.sixteenth(member_id))  # theirs are among these
    identity_map.forget(db)


def sweep(db: Connection, vault: Vault, now: datetime) -> int:
    """What came in about somebody while they were erased, or was under way then; how many tombstones.

    The answer to their last text is left for as long as its webhook may be repeated.
    """
    _end_calls(db, vault, ERASED, now)
    old = outbox.c.created_at <= now - _REPEATED
    _forget(db, ERASED, now, outbox.c.state.not_in(UNSETTLED_MESSAGES), old)
    record_chain.cut(db, vault, ERASED)
    identity_map.forget(db)
    return db.execute(delete(members).where(members.c.id.in_(ERASED), *_unnamed())).rowcount


def _forget(
    db: Connection,
    whom: Select[tuple[int]],
    now: datetime,
    written: ColumnElement[bool],
    received: ColumnElement[bool] | None,
) -> None:
    """`written` limits the texts that pass on their words, `received` those to them."""
    _drop_recordings(db, whom, now)
    _drop_bridges(db, whom)
    _hurry(db, whom, now)
    limits = {"outbox.author_id": written, "outbox.member_id": received}
    to_them = and_(outbox.c.member_id.in_(whom), true() if received is None else received)
    spending.remember(db, or_(to_them, outbox.c.author_id.in_(whom) & written), now)
    for name, fate in _BY_RULE:
        table, column = _parts(name)
        where: list[ColumnElement[bool]] = [column.in_(whom)]
        limit = limits.get(name)
        if limit is not None:
            where.append(limit)
        if fate == "deleted":
            db.execute(delete(table).where(*where))
        elif name != "calls.member_id":  # those that are over: see _end_calls
            db.execute(update(table).where(*where).values({column: None}))


def _end_calls(db: Connection, vault: Vault, whom: Select[tuple[int]], now: datetime) -> None:
    """Their calls are nobody's, and over: what is said in one next finds nobody.

    One whose step is under way just now is passed over: a call's row is locked before its member's.
    """
    mine = select(calls.c.id, calls.c.provider_sid).where(calls.c.member_id.in_(whom))
    found = db.execute(mine.with_for_update(skip_locked=True, key_share=True)).all()
    for row in found:
        if row.provider_sid is not None:
            sid = vault.open_sid(CALL_SID, row.id, row.provider_sid)
            copies.note(db, vault, sid, now, member_id=None, kind="call", hurried=True)
    values = {
        "member_id": None,
        "data": None,
        "provider_sid": None,
        "language": None,
        "ended_at": func.coalesce(calls.c.ended_at, literal(now, calls.c.ended_at.type)),
    }
    ids = [row.id for row in found]
    db.execute(update(calls).where(calls.c.id.in_(ids)).values(**values))
    db.execute(CALLS.moving("closed").where(calls.c.id.in_(ids)))
    db.execute(RINGS.moving("over", ended_at=now).where(rings.c.call_id.in_(ids)))


def _drop_recordings(db: Connection, whom: Select[tuple[int]], now: datetime) -> None:
    """Their sound goes now; the row goes when the provider has deleted its own."""
    mine = recordings.c.member_id.in_(whom)
    db.execute(RECORDINGS.moving("dropped").where(mine))
    links = {"call_id": None, "need_id": None, "thread_id": None}
    db.execute(update(recordings).where(mine).values(sound=None, due_at=now, **links))


def _drop_bridges(db: Connection, whom: Select[tuple[int]]) -> None:
    """Nobody is joined with them any more."""
    m = matches.c
    theirs = select(m.id).where(or_(m.helper_id.in_(whom), m.asker_id.in_(whom)))
    db.execute(delete(bridges).where(bridges.c.match_id.in_(theirs)))


def _hurry(db: Connection, whom: Select[tuple[int]], now: datetime) -> None:
    """The provider is made to forget their texts and calls as soon as it lets itself."""
    held = update(provider_copies).where(provider_copies.c.member_id.in_(whom))
    db.execute(held.values(hurried=True, due_at=now, member_id=None))


def _unnamed() -> list[ColumnElement[bool]]:
    """What holds for a tombstone that no row names any more; the trail does not count."""
    columns = [_parts(name)[1] for name in RULES if not name.startswith("events.")]
    return [~select(column).where(column == members.c.id).exists() for column in columns]


def _parts(name: str) -> tuple[Table, Column[int]]:
    table, column = name.split(".")
    return metadata.tables[table], metadata.tables[table].c[column]
