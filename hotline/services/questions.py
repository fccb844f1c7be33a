"""A question that we put to a member by ourselves: a talk begun with a text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flows import engine
from flows.turns import Context
from hotline.services import talk
from hotline.services.scene import Desk
from hotline.store import members, sessions


def put(
    desk: Desk,
    member_id: int,
    flow: str,
    answers: Mapping[str, Any],
    need_id: int | None,
    *,
    due_at: datetime | None = None,
) -> int | None:
    """Text the first question of a flow, not before `due_at`; the session, or None where there is nobody
    to ask any more.

    It waits while they are in the middle of something else, and counts as asked once it was sent: a
    bare answer belongs to the last question that was. Raises TalkError for a flow that asks nothing.
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
    where: dict[str, Any] = {"kind": "question", "need_id": need_id, "session_id": kept}
    if desk.post(member_id, turn.prompts, **where, waits=True, due_at=due_at):
        return kept
    sessions.end(desk.db, [kept])
    return None
