"""What a member without text is told by a call, in place of the texts that others get.

Only what they would miss is worth a call: news of a request of theirs or that they help with, and words
from the other side. What comes meanwhile joins the call that waits to be placed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flows.prompts import Prompt
from hotline.domain.schedule import in_quiet_hours, quiet_end
from hotline.services.calls import ordering
from hotline.store import call_orders, calls, members

if TYPE_CHECKING:
    from hotline.services.scene import Desk

PURPOSE = PLACE = "news"
GATHERING = timedelta(seconds=30)  # words rarely come alone: one call for those of half a minute
OF_USE = timedelta(hours=6)  # late news is better than none

_NEWS = frozenset(
    {
        "accepted-asker",
        "reopened-asker",
        "nobody-asker",
        "nobody-asker-urgent",
        "nobody-asker-alone",
        "nobody-asker-alone-urgent",
        "withdrawn-helper",
        "expired-asker",
    }
)
_WORDS = frozenset({"relay-to-helper", "relay-to-asker", "relay-from-team"})


def tell(
    desk: Desk, member_id: int, prompts: Sequence[Prompt], *, kind: str = "notice", **_: Any
) -> bool:
    """Have a member called about this, if it is worth a call; whether nothing of it is lost to them.

    In quiet hours they are called when those end.
    """
    if not members.get(desk.db, member_id).may_be_told:
        return False
    told = [prompt for prompt in prompts if prompt.id in _NEWS | _WORDS]
    if not told:
        return kind == "notice"
    news = [[prompt.id, dict(prompt.args)] for prompt in told]
    waiting = call_orders.waiting(desk.db, member_id, PURPOSE)
    if waiting is not None:
        return _join(desk, waiting, news)
    due = _due(desk, any(prompt.id in _WORDS for prompt in told))
    call = {"purpose": PURPOSE, "place": PLACE, "memory": {"news": news}}
    ordered = ordering.order(desk, member_id, **call, due_at=due, within=OF_USE)  # type: ignore[arg-type]
    return ordered is not None


def take_back(desk: Desk, member_id: int, reference: str) -> None:
    """Words about this that wait to be told in a call are not told any more: their writer is erased."""
    waiting = call_orders.waiting(desk.db, member_id, PURPOSE)
    call = None if waiting is None else calls.locked(desk.db, desk.house.vault, waiting)
    if call is None:
        return
    memory = call.data["memory"]
    memory["news"] = [
        [message, args]
        for message, args in memory["news"]
        if message not in _WORDS or args.get("reference") != reference
    ]
    calls.save(desk.db, desk.house.vault, call.id, {"memory": memory, "lines": []})
    if not memory["news"]:
        call_orders.cancel(desk.db, call.id, desk.now)


def _due(desk: Desk, words: bool) -> datetime:
    quiet = desk.house.community.quiet_hours
    if in_quiet_hours(desk.now, quiet):
        return quiet_end(desk.now, quiet)
    return desk.now + GATHERING if words else desk.now


def _join(desk: Desk, call_id: int, news: list[Any]) -> bool:
    call = calls.locked(desk.db, desk.house.vault, call_id)
    if call is None:
        raise LookupError("a call vanished while its order was locked")
    memory = call.data["memory"]
    memory["news"] += news
    calls.save(desk.db, desk.house.vault, call_id, {"memory": memory, "lines": []})
    return True
