"""What members text in the tests of this folder, and what they are texted."""

from __future__ import annotations

from itertools import count

from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.store.db.encryption import OUTBOX_BODY
from hotline.store.schema import outbox
from tests.support_app import id_of, rows, settle_down

_sids = count(1)


def say(app: App, number: str, *texts: str) -> list[str]:
    """Text these, one after the other, what follows from each done at once; the answers to the last."""
    sent: list[str] = []
    for words in texts:
        sent = unsettled(app, number, words)
        settle_down(app)
    return sent


def unsettled(app: App, number: str, words: str) -> list[str]:
    """Text this, and nothing that follows from it is done yet; the answers."""
    return [one.body for one in receive(app, Inbound(f"SM{next(_sids):032x}", number, words))]


def texts_to(app: App, number: str) -> list[str]:
    """Every text to a member, the earliest first."""
    mine = [row for row in rows(app, outbox) if row.member_id == id_of(app, number) and row.body]
    return [app.vault.open(OUTBOX_BODY, row.id, row.body) for row in mine]
