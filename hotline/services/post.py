"""Texts that we begin: put into the reader's language, sealed, left in the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from flows.prompts import Prompt
from flows.segments import segments_for
from hotline.services import safe_hours
from hotline.services.house import House
from hotline.store import held_words, members, outbox
from hotline.store.members import Member

# Replies and relayed words never wait behind what goes out to many.
PRIORITY = {
    "reply": 0, "relay": 0, "notice": 1, "urgent": 2, "ask": 3, "question": 4, "broadcast": 5,
}  # fmt: skip
_IN_HASTE = {"ask": PRIORITY["urgent"], "notice": PRIORITY["reply"]}
_AT_MOST = 2  # segments: a first-contact notice that does not fit beside its text goes ahead of it

_OF_ALL = ("need_id", "author_id", "thread_id")  # of each of several texts

WELCOME: Final = "welcome-imported"


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
    priority = _IN_HASTE.get(kind, PRIORITY[kind]) if urgent else PRIORITY[kind]
    _leave(house, db, member, texts, kind, priority, now, **where)
    return True


def send_words(
    house: House, db: Connection, member_id: int, words: str, *, kind: str, now: datetime
) -> list[int]:
    """Leave a text whose words somebody of the team has typed; the ids of its rows.

    There are two where the first-contact notice goes ahead of it, and none where nobody is to be told.
    """
    member = members.get(db, member_id)
    if not member.may_be_told:
        return []
    return _leave(house, db, member, [words], kind, PRIORITY[kind], now, waits=True)


def segments_of(house: House, words: str, language: str, *, greeted: bool) -> int:
    """What these words cost a member, with the first-contact notice for one who has not had it."""
    texts = [words] if greeted else _introduced(house, [words], language)
    return sum(segments_for(text).segments for text in texts)


def _leave(
    house: House,
    db: Connection,
    member: Member,
    texts: list[str],
    kind: str,
    priority: int,
    now: datetime,
    **where: Any,
) -> list[int]:
    greets = member.greeted_at is None
    if greets:
        texts = _introduced(house, texts, member.language)
    due_at = where.pop("due_at", None) or now
    due_at = safe_hours.opening(house, member.safe_from, member.safe_until, due_at)
    if kind in held_words.KINDS and member.is_locked(now):
        _tell_of_words(house, db, member, now)
        due_at = max(due_at, now + held_words.HELD_FOR)
    ids = []
    # Only the last of several carries the question or the ask: when it has gone, all have.
    for number, text in enumerate(texts, 1):
        about = where if number == len(texts) else {k: where[k] for k in where if k in _OF_ALL}
        added = outbox.add(
            db,
            house.vault,
            member_id=member.id,
            body=text,
            kind=kind,
            priority=priority,
            now=now,
            due_at=due_at,
            greets=greets and number == 1,
            **about,
        )
        ids.append(added)
    return ids


def _tell_of_words(house: House, db: Connection, member: Member, now: datetime) -> None:
    """Words wait behind the PIN: that is said once, and nothing of them."""
    if not held_words.any_for(db, member.id):
        send(house, db, member.id, [Prompt("pin-words-wait")], now=now)


def _introduced(house: House, texts: list[str], language: str) -> list[str]:
    """The first text ever says what this is: in the same text where both fit two segments."""
    joined = house.speaker.introduced(texts[0], language)
    if segments_for(joined).segments <= _AT_MOST:
        return [joined, *texts[1:]]
    return [house.speaker.text(Prompt(WELCOME), language), *texts]
