"""Joining the two sides of a match, neither number shown: CALL 47 by text, 1 in a call.

By text both must have said that calls to them are safe; whoever has not been asked yet is asked, once.
Then the helper's phone rings, and when they press 1 the asker's. Whoever wishes for it in a call of
their own is on the phone already: only the other one is rung. However it fails, both read or hear the
same words, so that they tell nobody why.

The wish is a row (hotline/store/voice/bridges.py), one for each match at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Literal

from flows.engine.effects import Answers
from flows.engine.events import EffectResult
from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt
from hotline.domain.messages import Kind
from hotline.domain.reachability import Consent, Decision, Drop, Reason, Send, waits_for_own_hours
from hotline.services.bridging import voice_inbox
from hotline.services.kernel.answers import text
from hotline.services.kernel.app import App
from hotline.services.kernel.call_memory import CallMemory, memory_of
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork, for_each_due
from hotline.services.outbound import facts, order_calls
from hotline.services.outbound.notify import foreseen, tell
from hotline.services.sessions import flow_sessions, prompted
from hotline.store.needs import matches, needs
from hotline.store.needs.matches import Match
from hotline.store.voice import bridges, call_orders, ringing
from hotline.store.voice.bridges import Bridge
from hotline.store.voice.calls import Call

FLOW = "call-safe"
ANSWER_WITHIN = timedelta(minutes=15)  # whether it is safe: afterwards there is no call
# A call that nobody has told us the end of; longer than the order of one waits to be placed.
CALLED_WITHIN = order_calls.UNPLACED + timedelta(minutes=5)
_BATCH = 50


def call(interaction: Interaction, reference: str) -> bool:
    """CALL 47, by text, from either side of an open match; False for everybody else."""
    match = match_of(interaction, reference)
    if match is None:
        return False
    if facts.is_unvouched(interaction, match.helper_id, match.category):
        interaction.say(no_call_yet(match, interaction.member.id), reference=match.reference)
        return True
    bridges.begin(interaction.db, match.id, interaction.member.id, interaction.now)
    bridge = bridges.live(interaction.db, match.id)
    if bridge is None or bridge.state == "joined":
        interaction.say("call-not-now")
    elif bridge.state == "calling":
        interaction.say("call-coming")
    else:
        _wish(interaction, match, bridge)
    return True


def match_of(interaction: Interaction, reference: str) -> Match | None:
    """The open match of this reference, if the member is one of its sides."""
    need = needs.by_reference(interaction.db, reference)
    match = matches.open_for_need(interaction.db, need.id) if need else None
    return match if match and interaction.member.id in _sides(match) else None


def no_call_yet(match: Match, side: int) -> MessageId:
    """What this side of a match learns while the team does not know who helps: no call joins the two."""
    return "call-unvouched-helper" if side == match.helper_id else "call-unvouched-asker"


def begin_in_call(interaction: Interaction, match: Match) -> Bridge | None:
    """The wish of one who is on the phone: the bridge, if the other may be rung now.

    Where they have never said whether calls are safe they are asked by text, for another time soon.
    """
    bridges.begin(interaction.db, match.id, interaction.member.id, interaction.now)
    bridge = bridges.live(interaction.db, match.id)
    if bridge is None or bridge.state != "asking":
        return None
    other = match.other_side(interaction.member.id)
    decision = _may_be_rung(interaction, match, other)
    if _is_unasked(decision):
        _ask(interaction, match, bridge, other)
    elif not isinstance(decision, Send):
        bridges.move(interaction.db, bridge.id, "over")
    elif bridges.move(interaction.db, bridge.id, "calling", interaction.now + CALLED_WITHIN):
        return bridge
    return None


def about_oneself(interaction: Interaction) -> bool:
    """CALL, with nobody to be called: whoever has said once whether calls are safe is asked anew."""
    member = interaction.member
    if member.call_safe == "unknown" and not member.by_call:
        return False
    _ask_anew(interaction, member.call_safe)
    return True


def none_any_more(interaction: Interaction) -> None:
    """NO CALLS: none to this phone, for whatever reason; texts in their place."""
    _keep_safe(interaction, "no")
    call_orders.cancel_for_member(interaction.db, interaction.member.id, interaction.now)
    for kept in flow_sessions.open_sessions(interaction):
        if kept.session.flow == FLOW:
            flow_sessions.drop(interaction, kept)
    before = len(interaction.said)
    _go_on_without_asking(interaction)
    interaction.said[before:] = [Prompt("calls-off")]


def answered(interaction: Interaction, answers: Answers) -> EffectResult[Literal["kept"]]:
    """ "Are calls to this phone all right?" Kept, and what waited for it goes on."""
    _keep_safe(interaction, "yes" if text(answers, "safe") == "yes" else "no")
    if not _go_on_without_asking(interaction):
        interaction.say("neutral")
    return EffectResult("kept")


def _keep_safe(interaction: Interaction, answer: Consent) -> None:
    """Whether calls are safe. Where they are not, even one who had calls for texts gets texts."""
    interaction.change_member(call_safe=answer)
    if answer == "no" and interaction.member.by_call:
        interaction.change_member(by_call=False)
        voice_inbox.text_instead(interaction)


def _go_on_without_asking(interaction: Interaction) -> bool:
    """Wishes that waited for this member's answer go on, or end; whether there were any."""
    waiting = bridges.waiting_for(interaction.db, interaction.member.id)
    for match in matches.all_with(interaction.db, interaction.member.id):
        bridge = bridges.live(interaction.db, match.id) if match.id in waiting else None
        if bridge is not None:
            _advance(interaction, match, bridge)
    return bool(waiting)


def _may_be_rung(interaction: Interaction, match: Match, side: int) -> Decision:
    """Whether this side may be rung now; whoever writes or calls has chosen the hour."""
    wanted = side == interaction.member.id
    return facts.may_be_joined(interaction, side, match, wanted=wanted)


def _reads_later(interaction: Interaction, side: int) -> bool:
    """Whether the question would reach the other one only when their hours begin: too late for this wish."""
    question = foreseen(interaction, side, Kind.QUESTION)
    return side != interaction.member.id and waits_for_own_hours(question)


def _is_unasked(decision: Decision) -> bool:
    return isinstance(decision, Drop) and decision.reason is Reason.NOT_ASKED


def _is_refused(decision: Decision) -> bool:
    return isinstance(decision, Drop) and not _is_unasked(decision)


def _ask_anew(interaction: Interaction, before: str) -> None:
    flow_sessions.begin(interaction, FLOW, {"calls": "refused"} if before == "no" else None)


def _wish(interaction: Interaction, match: Match, bridge: Bridge) -> None:
    """Whoever has said that calls to them are not safe may think otherwise now: they are asked anew."""
    if _is_refused(_may_be_rung(interaction, match, interaction.member.id)):
        bridges.wait_until(interaction.db, bridge.id, interaction.now + ANSWER_WITHIN)
        return _ask_anew(interaction, "no")
    return _advance(interaction, match, bridge)


def _advance(interaction: Interaction, match: Match, bridge: Bridge) -> None:
    """Ask whoever has not been asked, else call; or it is not to be."""
    may = {side: _may_be_rung(interaction, match, side) for side in _sides(match)}
    unknown = [side for side, decision in may.items() if _is_unasked(decision)]
    asked = [decision for side, decision in may.items() if side not in unknown]
    possible = match.state == "open" and all(isinstance(decision, Send) for decision in asked)
    if not possible or any(_reads_later(interaction, side) for side in unknown):
        return _not_to_be(interaction, match, bridge)
    if interaction.member.id in unknown:
        return flow_sessions.begin(interaction, FLOW)
    if unknown:
        interaction.say("call-asked")
        return _ask(interaction, match, bridge, unknown[0])
    return _order(interaction, match, bridge)


def _ask(interaction: Interaction, match: Match, bridge: Bridge, member_id: int) -> None:
    bridges.wait_until(interaction.db, bridge.id, interaction.now + ANSWER_WITHIN)
    if not bridges.is_being_asked(interaction.db, member_id, FLOW, interaction.now):
        prompted.put(interaction, member_id, FLOW, {}, match.need_id, urgent=True)


def _not_to_be(interaction: Interaction, match: Match, bridge: Bridge) -> None:
    """Whoever wished for a call hears that there is none; whoever would rather not, a thank-you."""
    bridges.move(interaction.db, bridge.id, "over")
    if interaction.member.id == bridge.wanted_by:
        interaction.say("call-not-now")
    else:
        interaction.say("neutral")
        tell(interaction, bridge.wanted_by, "call-not-now", about=match.need_id)


def _order(interaction: Interaction, match: Match, bridge: Bridge) -> None:
    remember: CallMemory = {"bridge": bridge.id, "announced": True}
    ordered = order_calls.order(
        interaction,
        match.helper_id,
        purpose=facts.BRIDGE,
        node="bridge",
        memory=remember,
        wanted=bridge.wanted_by == match.helper_id,
        match_id=match.id,
    )
    if ordered is None:
        return _not_to_be(interaction, match, bridge)
    bridges.move(interaction.db, bridge.id, "calling", interaction.now + CALLED_WITHIN)
    interaction.say("call-coming")
    tell(interaction, match.other_side(interaction.member.id), "call-coming", about=match.need_id)
    return None


# --- how it ends -------------------------------------------------------------------------------


def came_to_nothing(uow: UnitOfWork, bridge: Bridge, told: Iterable[int], need_id: int) -> None:
    """The two could not be joined: these are texted so, once."""
    if bridges.move(uow.db, bridge.id, "over"):
        for member_id in told:
            tell(uow, member_id, "call-not-now", about=need_id)


def left(uow: UnitOfWork, call: Call) -> None:
    """A call has ended: nobody is rung for it any more, and a bridge that it was for is over."""
    ringing.end_of_call(uow.db, call.id, uow.now)
    memory = memory_of(call)
    bridge = bridges.locked(uow.db, memory["bridge"]) if "bridge" in memory else None
    if bridge is None:
        return
    if bridge.state == "calling" and memory.get("announced"):
        _tell_both(uow, bridge)
    bridges.move(uow.db, bridge.id, "over")


def after(uow: UnitOfWork, call: Call, _outcome: str) -> None:
    """The helper's call is over, or was never placed."""
    left(uow, call)


def run_due(app: App) -> int:
    """Wishes nobody has answered, calls whose end nobody told: come to nothing; how many."""
    with app.database.reading() as db:
        due = bridges.due(db, app.clock(), _BATCH)
    return for_each_due(app, due, _give_up)


def _give_up(uow: UnitOfWork, bridge_id: int) -> bool:
    bridge = bridges.locked(uow.db, bridge_id)
    if bridge is None or bridge.due_at is None or bridge.due_at > uow.now:
        return False
    if bridge.state == "calling":
        _tell_both(uow, bridge)
    elif bridge.state == "asking":
        need_id = matches.get(uow.db, bridge.match_id).need_id
        came_to_nothing(uow, bridge, [bridge.wanted_by], need_id)
    return True


def _tell_both(uow: UnitOfWork, bridge: Bridge) -> None:
    match = matches.get(uow.db, bridge.match_id)
    came_to_nothing(uow, bridge, _sides(match), match.need_id)


def _sides(match: Match) -> tuple[int, int]:
    return match.helper_id, match.asker_id
