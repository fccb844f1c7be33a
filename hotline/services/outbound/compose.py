"""Texts that we begin: put into the reader's language, sealed, left in the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from flows.text.prompts import Prompt
from flows.text.segments import segments_for
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.outbound.envelope import Envelope
from hotline.store.messages import outbox
from hotline.store.messages.outbox import Outgoing
from hotline.store.people.members import Member

_AT_MOST = 2  # segments: a first-contact notice that does not fit beside its text goes ahead of it

WELCOME: Final = "welcome-imported"


def leave(uow: UnitOfWork, member: Member, envelope: Envelope, due_at: datetime) -> tuple[int, ...]:
    """Leave an envelope in the outbox as texts, to be sent from `due_at` on; their ids."""
    greets = member.greeted_at is None
    texts = _worded(uow.app, envelope, member.language)
    if greets:
        texts = _introduced(uow.app, texts, member.language)
    return tuple(
        outbox.add(
            uow.db,
            uow.app.vault,
            Outgoing(
                member_id=member.id,
                body=text,
                kind=envelope.kind,
                priority=envelope.kind.priority(urgent=envelope.urgent),
                now=uow.now,
                due_at=due_at,
                about=envelope.about if number == len(texts) else envelope.about.aside(),
                waits=envelope.waits and number == len(texts),
                greets=greets and number == 1,
            ),
        )
        for number, text in enumerate(texts, 1)
    )


def segments_of(app: App, words: str, language: str, *, greeted: bool) -> int:
    """What these words cost a member, with the first-contact notice for one who has not had it."""
    texts = [words] if greeted else _introduced(app, [words], language)
    return sum(segments_for(text).segments for text in texts)


def _worded(app: App, envelope: Envelope, language: str) -> list[str]:
    if envelope.words is not None:
        return [envelope.words]
    return app.speaker.texts(envelope.prompts, language)


def _introduced(app: App, texts: list[str], language: str) -> list[str]:
    """The first text ever says what this is: in the same text where both fit two segments."""
    joined = app.speaker.introduced(texts[0], language)
    if segments_for(joined).segments <= _AT_MOST:
        return [joined, *texts[1:]]
    return [app.speaker.text(Prompt(WELCOME), language), *texts]
