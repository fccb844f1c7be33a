"""What a member without text is told by a call, in place of the texts that others get.

Only what they would miss is worth a call: news of a request of theirs or that they help with, words from
the other side, and how it went. What comes meanwhile joins the call that waits to be placed. A call that
nobody hears out is placed again, and what is not heard then either waits for the next call of theirs. So
does news of a request whose asker wants no text of it on that phone (`needs.heard_only`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flows.prompts import Prompt
from hotline.domain.schedule import in_quiet_hours, quiet_end
from hotline.services.calls import ordering
from hotline.store import bridges, call_orders, calls, members, needs

if TYPE_CHECKING:
    from hotline.services.scene import Desk

NEWS, QUESTION = "news", "question"
"""What such a call is for, and the places where it begins."""
TELLING = (NEWS, QUESTION)

GATHERING = timedelta(seconds=30)  # words rarely come alone: one call for those of half a minute
OF_USE = timedelta(hours=6)  # late news is better than none
AGAIN = (timedelta(minutes=15), timedelta(hours=2))  # after a call that nobody heard out
KEPT = timedelta(days=30)  # for whoever calls by themselves

_WORDS = frozenset({"relay-to-helper", "relay-to-asker", "relay-from-team"})
NEEDLESS = frozenset(
    {
        # Looking goes on: whoever wants to know calls.
        *("still-looking-1", "still-looking-2", "still-looking-more"),
        *("started-asking", "waiting-hours"),
        # They need do nothing; `v-ask-off` is for whoever answers late.
        *("covered", "coordinator-taken", "person-closed"),
        # Of a call: it comes, or they have heard in one of their own that it will not.
        *("call-coming", "call-not-now"),
    }
)
"""What nobody is called about. Everything else that can be spoken is told; what cannot (the team's work,
which is done by text) is not taken for told."""


def tell(
    desk: Desk,
    member_id: int,
    prompts: Sequence[Prompt],
    *,
    kind: str = "notice",
    session_id: int | None = None,
    **_: Any,
) -> bool:
    """Have a member called about this, if it is worth a call; whether nothing of it is lost to them.

    In quiet hours they are called when those end.
    """
    if not members.get(desk.db, member_id).may_be_told:
        return False
    if bridges.call_safe(desk.db, member_id) == "no":
        return False
    if session_id is not None:
        return _order(desk, member_id, QUESTION, {"talk": session_id}, _due(desk))
    news = _worth_a_call(desk, member_id, prompts)
    if not news:
        return kind == "notice" and all(prompt.id in NEEDLESS for prompt in prompts)
    words = any(message in _WORDS for message, *_ in news)
    due = _due(desk, GATHERING if words else timedelta())
    waiting = call_orders.waiting(desk.db, member_id, NEWS)
    if waiting is not None:
        _join(desk, waiting, news)
        ordering.bring_forward(desk, waiting, due, due + OF_USE)
        return True
    return _order(desk, member_id, NEWS, _remembered(news), due)


def keep(
    desk: Desk,
    member_id: int,
    prompts: Sequence[Prompt],
    *,
    session_id: int | None = None,
    **_: Any,
) -> bool:
    """Have a member hear this when they call; nobody is texted or rung. Whether they can.

    A question waits as the talk that it is (services/calls/unheard.py).
    """
    if not members.get(desk.db, member_id).may_be_told:
        return False
    if session_id is not None:
        return True
    news = _worth_a_call(desk, member_id, prompts)
    waiting = call_orders.waiting(desk.db, member_id, NEWS)
    if news and waiting is not None:
        _join(desk, waiting, news)
    elif news:
        _keep(desk, member_id, _remembered(news))
    return True


def is_kept(desk: Desk, member_id: int, need_id: int | None) -> bool:
    """Whether what is about this need is for the member's ear alone, and no text or call of ours."""
    return need_id is not None and needs.is_heard_only(desk.db, need_id, member_id)


def again(desk: Desk, member_id: int, purpose: str, memory: dict[str, Any]) -> bool:
    """Nobody has heard a call of ours out: place it again; once that was enough it is kept for a call
    of theirs, and the answer is False."""
    if purpose == NEWS:
        memory = memory | {"news": [one for one in memory["news"] if _is_of_use(desk, one)]}
        if not memory["news"]:
            return True  # it has waited for a call of theirs, and is of no use any more
    tries = memory.get("tries", 0)
    remembered = memory | {"tries": tries + 1}
    waiting = call_orders.waiting(desk.db, member_id, NEWS) if purpose == NEWS else None
    if waiting is not None:  # something new is about to be told anyway
        _join(desk, waiting, memory["news"], first=True)
        return True
    if tries < len(AGAIN):
        return _order(desk, member_id, purpose, remembered, _due(desk, AGAIN[tries]))
    if purpose == NEWS:
        _keep(desk, member_id, memory)
    return False


def are_words(message: str) -> bool:
    """Whether this message passes on somebody's words."""
    return message in _WORDS


def _worth_a_call(desk: Desk, member_id: int, prompts: Sequence[Prompt]) -> list[Any]:
    language = members.get(desk.db, member_id).language
    told = (
        p for p in prompts if p.id not in NEEDLESS and desk.house.speaker.speaks(p.id, language)
    )
    return [[prompt.id, dict(prompt.args), desk.now.isoformat()] for prompt in told]


def _is_of_use(desk: Desk, one: list[Any]) -> bool:
    return datetime.fromisoformat(one[2]) + KEPT > desk.now


def _due(desk: Desk, after: timedelta = timedelta()) -> datetime:
    due, quiet = desk.now + after, desk.house.community.quiet_hours
    return quiet_end(due, quiet) if in_quiet_hours(due, quiet) else due


def _order(desk: Desk, member_id: int, purpose: str, memory: dict[str, Any], due: datetime) -> bool:
    ordered = ordering.order(
        desk, member_id, purpose=purpose, place=purpose, memory=memory, due_at=due, within=OF_USE
    )
    return ordered is not None


def take_back(desk: Desk, member_id: int, reference: str) -> None:
    """Words about this that wait to be told in a call are not told any more: their writer is erased."""
    waiting = call_orders.waiting(desk.db, member_id, NEWS)
    call = None if waiting is None else calls.locked(desk.db, desk.house.vault, waiting)
    if call is None:
        return
    memory = call.data["memory"]
    memory["news"] = [
        one
        for one in memory["news"]
        if one[0] not in _WORDS or one[1].get("reference") != reference
    ]
    calls.save(desk.db, desk.house.vault, call.id, {"memory": memory, "lines": []})
    if not memory["news"]:
        call_orders.cancel(desk.db, call.id, desk.now)


def _keep(desk: Desk, member_id: int, memory: dict[str, Any]) -> None:
    until = desk.now + KEPT
    ordering.keep(desk, member_id, purpose=NEWS, place=NEWS, memory=memory, until=until)


def _remembered(news: list[Any]) -> dict[str, Any]:
    """What a call of news remembers: each message with its arguments and when it came, and how often it
    was tried to tell them."""
    return {"news": news, "tries": 0}


def _join(desk: Desk, call_id: int, news: list[Any], *, first: bool = False) -> None:
    call = calls.locked(desk.db, desk.house.vault, call_id)
    if call is None:
        raise LookupError("a call vanished while its order was locked")
    waiting = call.data["memory"]["news"]
    memory = _remembered(news + waiting if first else waiting + news)
    calls.save(desk.db, desk.house.vault, call_id, {"memory": memory, "lines": []})
