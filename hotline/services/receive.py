"""An inbound text: handled once, in one transaction, with its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from hotline.domain.messages import Kind
from hotline.domain.phones import may_reach
from hotline.services import effects, limits, talk
from hotline.services.converse import converse
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, at_a_desk
from hotline.services.scene import Scene
from hotline.store import copies, inbound, members, outbox
from hotline.store.members import Member
from hotline.store.outbox import InlineMessage

_ARABIC = range(0x0600, 0x0780)


@dataclass(frozen=True)
class Inbound:
    """A text as the provider delivered it. `opt_out` says that the carrier answered it already."""

    sid: str
    sender: str  # E.164
    body: str
    opt_out: str | None = None


def receive(house: House, message: Inbound) -> Sequence[InlineMessage]:
    """Handle a text and give its answer; the same answer again where it was handled before."""
    if not may_reach(message.sender, house.community.allowed_countries):
        return []  # an answer would be a text to where none may go
    return at_a_desk(house, lambda desk: _handle(desk, message))


def _handle(desk: Desk, message: Inbound) -> Sequence[InlineMessage]:
    house, db, now = desk.house, desk.db, desk.now
    inbound_id = inbound.claim(db, house.vault, message.sid, now)
    if inbound_id is None:
        return outbox.inline_answer(db, house.vault, inbound.find(db, house.vault, message.sid))
    member = _member(house, db, message, now)
    known = None if member is None else member.id
    copies.note(db, house.vault, message.sid, now, member_id=known, over=True)
    if member is None:
        return []
    count = limits.Count(house, db, now, message.sender, member)
    scene = Scene(house, db, now, desk.rings, member=member, perform=effects.perform)
    converse(scene, message.body, message.opt_out, count.mood)
    return _answer(scene, inbound_id, message.body, count)


def _member(house: House, db: Connection, message: Inbound, now: datetime) -> Member | None:
    """Whoever wrote, locked; None where the line takes on nobody new at this moment."""
    found = members.locked(db, house.vault.phone_index(message.sender))
    if found is not None:
        return found
    if not limits.admits(house, db, now):
        return None
    language = _language(house, message.body)
    return members.get_or_add(db, house.vault, message.sender, language, now)[0]


def _language(house: House, words: str) -> str:
    """A new member's language is the script of their first text."""
    spoken = house.community.languages
    letters = [character for character in words if character.isalpha()]
    if any(ord(letter) in _ARABIC for letter in letters) and "ar" in spoken:
        return "ar"
    latin = any(letter.isascii() for letter in letters)
    return "en" if latin and "en" in spoken else house.community.default_language


def _answer(
    scene: Scene, inbound_id: int, words: str, count: limits.Count
) -> Sequence[InlineMessage]:
    """Leave the answer in the outbox as inline rows, and note whether a question is open now."""
    house, member = scene.house, scene.member
    answer = outbox.answer(
        scene.db,
        house.vault,
        count.answer(words, house.speaker.texts(scene.said, member.language)),
        member_id=member.id,
        inbound_id=inbound_id,
        priority=Kind.REPLY.priority(),
        now=scene.now,
        author_id=scene.quoted,
    )
    if count.mood == "within":
        talk.note_busy(scene, scene.asked)
    return answer
