"""An inbound text: handled once, in one transaction, with its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from flows.vocabulary.arabizi import is_arabizi
from hotline.domain.messages import Kind
from hotline.domain.phones import may_reach
from hotline.services.inbound import effects
from hotline.services.inbound.router import converse
from hotline.services.kernel.app import App
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.members import safe_word
from hotline.services.needs import requests
from hotline.services.sessions import flow_sessions, rate_limits
from hotline.store.messages import inbound, outbox, provider_copies
from hotline.store.messages.outbox import InlineMessage
from hotline.store.people import members
from hotline.store.people.members import Member

_ARABIC = range(0x0600, 0x0780)


@dataclass(frozen=True)
class Inbound:
    """A text as the provider delivered it. `opt_out` says that the carrier answered it already."""

    sid: str
    sender: str  # E.164
    body: str
    opt_out: str | None = None


def receive(app: App, message: Inbound) -> Sequence[InlineMessage]:
    """Handle a text and give its answer; the same answer again where it was handled before."""
    if not may_reach(message.sender, app.community.allowed_countries):
        return []  # an answer would be a text to where none may go
    return in_unit_of_work(app, lambda uow: _handle(uow, message))


def _handle(uow: UnitOfWork, message: Inbound) -> Sequence[InlineMessage]:
    app, db, now = uow.app, uow.db, uow.now
    inbound_id = inbound.claim(db, app.vault, message.sid, now)
    if inbound_id is None:
        return outbox.inline_answer(db, app.vault, inbound.find(db, app.vault, message.sid))
    member = _member(app, db, message, now)
    known = None if member is None else member.id
    provider_copies.note(db, app.vault, message.sid, now, member_id=known, over=True)
    if member is None:
        inbound.note_past_limit(db, inbound_id)
        return []
    count = rate_limits.Count(app, db, now, message.sender, member)
    if count.is_past_own:
        inbound.note_past_limit(db, inbound_id)
    interaction = Interaction(
        app, db, now, uow.wakeups, member=member, effect_handler=effects.perform
    )
    if safe_word.is_new_again(interaction):
        requests.speak(interaction, _language(app, message.body))
    converse(interaction, message.body, message.opt_out, count.limit_state)
    return _answer(interaction, inbound_id, message.body, count)


def _member(app: App, db: Connection, message: Inbound, now: datetime) -> Member | None:
    """Whoever wrote, locked; None where the line takes on nobody new at this moment."""
    found = members.locked(db, app.vault.phone_index(message.sender))
    if found is not None:
        return found
    if not rate_limits.admits(app, db, now):
        return None
    language = _language(app, message.body)
    return members.get_or_add(db, app.vault, message.sender, language, now)[0]


def _language(app: App, words: str) -> str:
    """A new member's language is that of their first text; Arabic in Latin letters is Arabic."""
    spoken = app.community.languages
    letters = [character for character in words if character.isalpha()]
    arabic = any(ord(letter) in _ARABIC for letter in letters) or is_arabizi(words)
    if arabic and "ar" in spoken:
        return "ar"
    latin = any(letter.isascii() for letter in letters)
    return "en" if latin and "en" in spoken else app.community.default_language


def _answer(
    interaction: Interaction, inbound_id: int, words: str, count: rate_limits.Count
) -> Sequence[InlineMessage]:
    """Leave the answer in the outbox as inline rows, and note whether a question is open now."""
    app, member = interaction.app, interaction.member
    answer = outbox.answer(
        interaction.db,
        app.vault,
        count.answer(words, app.speaker.texts(interaction.said, member.language)),
        member_id=member.id,
        inbound_id=inbound_id,
        priority=Kind.REPLY.priority(),
        now=interaction.now,
        author_id=interaction.author_id,
    )
    if count.limit_state == "within":
        flow_sessions.note_busy(interaction, interaction.asked)
    return answer
