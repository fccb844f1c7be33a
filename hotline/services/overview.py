"""What is going on right now, with each member's number: for the demo's page, and nothing else.

There the numbers belong to nobody. No other page shows them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hotline.services.house import House
from hotline.store import members, overview
from hotline.store.overview import AskSeen, MessageSeen, NeedSeen

_NEEDS, _MESSAGES = 4, 10


@dataclass(frozen=True)
class Overview:
    """The newest needs, their asks, and the newest texts; `numbers` by member's id."""

    needs: Sequence[NeedSeen]
    asks: Sequence[AskSeen]
    messages: Sequence[MessageSeen]
    numbers: Mapping[int, str] = field(repr=False)


def look(house: House) -> Overview:
    """Read it. Raises RuntimeError outside the demo, whose numbers alone may be shown."""
    if not house.settings.demo:
        raise RuntimeError("numbers are shown in the demo alone")
    with house.database.reading() as db:
        needs = overview.newest_needs(db, _NEEDS)
        asks = overview.asks_of(db, [need.id for need in needs])
        messages = overview.newest_messages(db, _MESSAGES)
        ids = {ask.member_id for ask in asks} | {message.member_id for message in messages}
        numbers = {each: members.number_of(db, house.vault, each) or "" for each in ids}
    return Overview(needs, asks, messages, numbers)
