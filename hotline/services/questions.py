"""A question that we put to a member by ourselves: a talk begun with a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows import engine
from flows.turns import Context
from hotline.services import talk
from hotline.services.scene import Desk
from hotline.store import members, sessions


def put(
    desk: Desk, member_id: int, flow: str, answers: Mapping[str, Any], need_id: int | None
) -> bool:
    """Text the first question of a flow; False where there is nobody to ask any more.

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
    where = {"kind": "question", "need_id": need_id, "session_id": kept, "waits": True}
    posted = desk.post(member_id, turn.prompts, **where)
    if not posted:
        sessions.end(desk.db, [kept])
    return posted
