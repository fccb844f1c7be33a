"""A question that we put to a member by ourselves: a session begun with a text."""

from __future__ import annotations

from collections.abc import Mapping

from flows.engine import engine
from flows.engine.events import Context
from flows.text.prompts import Value
from hotline.domain.messages import About, Kind
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify
from hotline.services.sessions import flow_sessions
from hotline.store.conversation import sessions
from hotline.store.people import members


def put(
    uow: UnitOfWork,
    member_id: int,
    flow: str,
    answers: Mapping[str, Value],
    need_id: int | None,
    *,
    urgent: bool = False,
) -> int | None:
    """Text the first question of a flow, or have them called for it; the session, or None where there is
    nobody to ask any more.

    `urgent`: quiet hours do not hold it. It waits while they are in the middle of something else, and
    counts as asked once it was sent: a bare answer belongs to the last question that was. Raises
    FlowError for a flow that asks nothing.
    """
    app, member = uow.app, members.get(uow.db, member_id)
    turn = engine.start(app.flows[flow], Context(app.lexicon, member.language), answers)
    if turn.session is None:
        raise engine.FlowError(f"the flow {flow} asks nothing")
    kept = sessions.begin(
        uow.db,
        app.vault,
        member_id,
        turn.session,
        now=uow.now,
        expires_at=uow.now + flow_sessions.LIFE,
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
    if notify(uow, question).told:
        return kept
    sessions.end(uow.db, [kept])
    return None
