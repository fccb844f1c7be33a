"""Texts that we begin: put into the reader's language, sealed, left in the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from flows.prompts import Prompt
from flows.segments import segments_for
from hotline.services import safe_hours
from hotline.services.house import House
from hotline.store import members, outbox
from hotline.store.members import Member

# Replies and relayed words never wait behind what goes out to many.
PRIORITY = {"reply": 0, "relay": 0, "notice": 1, "urgent": 2, "ask": 3, "question": 4}
_IN_HASTE = {"ask": PRIORITY["urgent"], "notice": PRIORITY["reply"]}
_AT_MOST = 2  # segments: a first-contact notice that does not fit beside its text goes ahead of it

_OF_ALL = ("need_id", "author_id", "thread_id")  # of each of several texts

WELCOME = "welcome-imported"


def send(
    house: House,
    db: Connection,
    member_id: int,
    prompts: Sequence[Prompt],
    *,
    now: datetime,
    kind: str = "notice",
    urgent: bool = False,
    **where: Any,
) -> bool:
    """Leave a text for one member; False where there is nobody to write to any more.

    `where` ties the row to what it is about: ask_id, need_id, session_id, author_id, thread_id,
    due_at, waits.
    """
    member = members.get(db, member_id)
    if not member.may_be_told:
        return False
    texts = house.speaker.texts(prompts, member.language)
    greets = member.greeted_at is None
    if greets:
        texts = _introduced(house, texts, member.language)
    due_at = where.pop("due_at", None) or now
    due_at = safe_hours.opening(house, member.safe_from, member.safe_until, due_at)
    if kind == "relay" and member.is_locked(now):
        _tell_of_words(house, db, member, now)
        due_at = max(due_at, now + outbox.HELD_FOR)
    priority = _IN_HASTE.get(kind, PRIORITY[kind]) if urgent else PRIORITY[kind]
    # Only the last of several carries the question or the ask: when it has gone, all have.
    for number, text in enumerate(texts, 1):
        about = where if number == len(texts) else {k: where[k] for k in where if k in _OF_ALL}
        outbox.add(
            db,
            house.vault,
            member_id=member_id,
            body=text,
            kind=kind,
            priority=priority,
            now=now,
            due_at=due_at,
            greets=greets and number == 1,
            **about,
        )
    return True


def _tell_of_words(house: House, db: Connection, member: Member, now: datetime) -> None:
    """Words wait behind the PIN: that is said once, and nothing of them."""
    if not outbox.holds_words(db, member.id):
        send(house, db, member.id, [Prompt("pin-words-wait")], now=now)


def _introduced(house: House, texts: list[str], language: str) -> list[str]:
    """The first text ever says what this is: in the same text where both fit two segments."""
    joined = house.speaker.introduced(texts[0], language)
    if segments_for(joined).segments <= _AT_MOST:
        return [joined, *texts[1:]]
    return [house.speaker.text(Prompt(WELCOME), language), *texts]
