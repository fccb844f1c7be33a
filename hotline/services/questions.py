"""A question that we put to a member by ourselves: a talk begun with a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows import engine
from flows.turns import Context
from hotline.domain.messages import About, Kind
from hotline.services import talk
from hotline.services.kernel.unit_of_work import Desk
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify
from hotline.store import members, sessions


def put(
    desk: Desk,
    member_id: int,
    flow: str,
    answers: Mapping[str, Any],
    need_id: int | None,
    *,
    urgent: bool = False,
) -> int | None:
    """Text the first question of a flow, or have them called for it; the session, or None where there is
    nobody to ask any more.

    `urgent`: quiet hours do not hold it. It waits while they are in the middle of something else, and
    counts as asked once it was sent: a bare answer belongs to the last question that was. Raises
    TalkError for a flow that asks nothing.
    """
    house, member = desk.house, members.get(desk.db, member_id)
    turn = engine.start(house.flows[flow], Context(house.lexicon, member.language), answers)
    if turn.session is None:
        raise engine.TalkError(f"the flow {flow} asks nothing")
    kept = sessions.begin(
        desk.db,
        house.vault,
        member_id,
        turn.session,
        now=desk.now,
        expires_at=desk.now + talk.LIFE,
        asked=False,
    )
    question = Envelope(
        member_id=member_id,
        prompts=turn.prompts,
        kind=Kind.QUESTION,
        urgent=urgent,
        about=About(need_id=need_id, session_id=kept),
        waits=True,
    )
    if notify(desk, question).told:
        return kept
    sessions.end(desk.db, [kept])
    return None
