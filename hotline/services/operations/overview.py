"""What is going on right now, with each member's number: for the demo's page, and nothing else.

There the numbers belong to nobody. No other page shows them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hotline.services.kernel.app import App
from hotline.store.people import members
from hotline.store.upkeep import overview
from hotline.store.upkeep.overview import AskSeen, MessageSeen, NeedSeen

_NEEDS, _MESSAGES = 4, 10


@dataclass(frozen=True)
class Overview:
    """The newest needs, their asks, and the newest texts; `numbers` by member's id."""

    needs: Sequence[NeedSeen]
    asks: Sequence[AskSeen]
    messages: Sequence[MessageSeen]
    numbers: Mapping[int, str] = field(repr=False)


def current_overview(app: App) -> Overview:
    """Read it. Raises RuntimeError outside the demo, whose numbers alone may be shown."""
    if not app.settings.demo:
        raise RuntimeError("numbers are shown in the demo alone")
    with app.database.reading() as db:
        needs = overview.newest_needs(db, _NEEDS)
        asks = overview.asks_of(db, [need.id for need in needs])
        messages = overview.newest_messages(db, _MESSAGES)
        ids = {ask.member_id for ask in asks} | {message.member_id for message in messages}
        numbers = {each: members.number_of(db, app.vault, each) or "" for each in ids}
    return Overview(needs, asks, messages, numbers)
