"""Texts that were not understood, for tests: from people of different parts, and their words opened."""

from __future__ import annotations

from secrets import token_hex

from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.store.conversation import unread_words
from hotline.store.conversation.unread_words import UnreadText
from tests.support_app import id_of


def write(app: App, number: str, *texts: str) -> list[str]:
    """Somebody texts; the answers to the last."""
    answer = [
        message.body
        for words in texts
        for message in receive(app, Inbound(f"SM{token_hex(16)}", number, words))
    ]
    return answer[-2:]


def strangers(app: App, many: int = 2) -> list[str]:
    """Numbers that have been greeted, each in another sixteenth of the members."""
    found: dict[int, str] = {}
    for n in range(200):
        number = f"+96131{n:05d}"
        write(app, number, "menu")
        found.setdefault(app.vault.sixteenth(id_of(app, number)), number)
        if len(found) == many:
            break
    return list(found.values())


def unread(app: App) -> list[UnreadText]:
    """What stands for the team to read."""
    with app.database.reading() as db:
        return unread_words.everything(db, app.vault)


def unread_of(app: App, words: str) -> int:
    """The id of the one that holds these words."""
    return next(text.id for text in unread(app) if words in text.words)
