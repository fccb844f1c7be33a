"""Joining the two sides of a match, neither number shown: CALL 47 by text, 1 in a call.

By text both must have said that calls to them are safe; whoever has not been asked yet is asked, once.
Then the helper's phone rings, and when they press 1 the asker's. Whoever wishes for it in a call of
their own is on the phone already: only the other one is rung. However it fails, both read or hear the
same words, so that they tell nobody why.

The wish is a row (hotline/store/bridges.py), one for each match at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Literal

from flows.prompts import Prompt
from flows.turns import Performed
from hotline.domain.messages import Kind
from hotline.domain.reachability import Decision, Drop, Reason, Send, waits_for_own_hours
from hotline.services import questions, talk
from hotline.services.calls import ordering, unheard
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, for_each_due
from hotline.services.outbound import facts
from hotline.services.outbound.notify import foreseen, tell
from hotline.services.scene import Scene
from hotline.store import bridges, call_orders, matches, needs, ringing
from hotline.store.bridges import Bridge
from hotline.store.calls import Call
from hotline.store.matches import Match

FLOW = "call-safe"
ANSWER_WITHIN = timedelta(minutes=15)  # whether it is safe: afterwards there is no call
# A call that nobody has told us the end of; longer than the order of one waits to be placed.
CALLED_WITHIN = ordering.UNPLACED + timedelta(minutes=5)
_BATCH = 50


def call(scene: Scene, reference: str) -> bool:
    """CALL 47, by text, from either side of an open match; False for everybody else."""
    match = match_of(scene, reference)
    if match is None:
        return False
    bridges.begin(scene.db, match.id, scene.member.id, scene.now)
    bridge = bridges.live(scene.db, match.id)
    if bridge is None or bridge.state == "joined":
        scene.say("call-not-now")
    elif bridge.state == "calling":
        scene.say("call-coming")
    else:
        _wish(scene, match, bridge)
    return True


def match_of(scene: Scene, reference: str) -> Match | None:
    """The open match of this reference, if the member is one of its sides."""
    need = needs.by_reference(scene.db, reference)
    match = matches.open_for_need(scene.db, need.id) if need else None
    return match if match and scene.member.id in _sides(match) else None


def begin_in_call(scene: Scene, match: Match) -> Bridge | None:
    """The wish of one who is on the phone: the bridge, if the other may be rung now.

    Where they have never said whether calls are safe they are asked by text, for another time soon.
    """
    bridges.begin(scene.db, match.id, scene.member.id, scene.now)
    bridge = bridges.live(scene.db, match.id)
    if bridge is None or bridge.state != "asking":
        return None
    other = match.other_side(scene.member.id)
    decision = _may_be_rung(scene, match, other)
    if _is_unasked(decision):
        _ask(scene, match, bridge, other)
    elif not isinstance(decision, Send):
        bridges.move(scene.db, bridge.id, "over")
    elif bridges.move(scene.db, bridge.id, "calling", scene.now + CALLED_WITHIN):
        return bridge
    return None


def about_oneself(scene: Scene) -> bool:
    """CALL, with nobody to be called: whoever has said once whether calls are safe is asked anew."""
    member = scene.member
    if member.call_safe == "unknown" and not member.by_call:
        return False
    _ask_anew(scene, member.call_safe)
    return True


def none_any_more(scene: Scene) -> None:
    """NO CALLS: none to this phone, for whatever reason; texts in their place."""
    _keep_safe(scene, "no")
    call_orders.cancel_for_member(scene.db, scene.member.id, scene.now)
    for kept in talk.open_talks(scene):
        if kept.session.flow == FLOW:
            talk.drop(scene, kept)
    before = len(scene.said)
    _go_on_without_asking(scene)
    scene.said[before:] = [Prompt("calls-off")]


def answered(scene: Scene, answers: Mapping[str, Any]) -> Performed[Literal["kept"]]:
    """ "Are calls to this phone all right?" Kept, and what waited for it goes on."""
    _keep_safe(scene, answers["safe"])
    if not _go_on_without_asking(scene):
        scene.say("neutral")
    return Performed("kept")


def _keep_safe(scene: Scene, answer: str) -> None:
    """Whether calls are safe. Where they are not, even one who had calls for texts gets texts."""
    scene.change_member(call_safe=answer)
    if answer == "no" and scene.member.by_call:
        scene.change_member(by_call=False)
        unheard.text_instead(scene)


def _go_on_without_asking(scene: Scene) -> bool:
    """Wishes that waited for this member's answer go on, or end; whether there were any."""
    waiting = bridges.waiting_for(scene.db, scene.member.id)
    for match in matches.all_with(scene.db, scene.member.id):
        bridge = bridges.live(scene.db, match.id) if match.id in waiting else None
        if bridge is not None:
            _advance(scene, match, bridge)
    return bool(waiting)


def _may_be_rung(scene: Scene, match: Match, side: int) -> Decision:
    """Whether this side may be rung now; whoever writes or calls has chosen the hour."""
    wanted = side == scene.member.id
    return facts.may_be_joined(scene, side, match.need_id, wanted=wanted)


def _reads_later(scene: Scene, side: int) -> bool:
    """Whether the question would reach the other one only when their hours begin: too late for this wish."""
    question = foreseen(scene, side, Kind.QUESTION)
    return side != scene.member.id and waits_for_own_hours(question)


def _is_unasked(decision: Decision) -> bool:
    return isinstance(decision, Drop) and decision.reason is Reason.NOT_ASKED


def _is_refused(decision: Decision) -> bool:
    return isinstance(decision, Drop) and not _is_unasked(decision)


def _ask_anew(scene: Scene, before: str) -> None:
    talk.begin(scene, FLOW, {"calls": "refused"} if before == "no" else None)


def _wish(scene: Scene, match: Match, bridge: Bridge) -> None:
    """Whoever has said that calls to them are not safe may think otherwise now: they are asked anew."""
    if _is_refused(_may_be_rung(scene, match, scene.member.id)):
        bridges.wait_until(scene.db, bridge.id, scene.now + ANSWER_WITHIN)
        return _ask_anew(scene, "no")
    return _advance(scene, match, bridge)


def _advance(scene: Scene, match: Match, bridge: Bridge) -> None:
    """Ask whoever has not been asked, else call; or it is not to be."""
    may = {side: _may_be_rung(scene, match, side) for side in _sides(match)}
    unknown = [side for side, decision in may.items() if _is_unasked(decision)]
    asked = [decision for side, decision in may.items() if side not in unknown]
    possible = match.state == "open" and all(isinstance(decision, Send) for decision in asked)
    if not possible or any(_reads_later(scene, side) for side in unknown):
        return _not_to_be(scene, match, bridge)
    if scene.member.id in unknown:
        return talk.begin(scene, FLOW)
    if unknown:
        scene.say("call-asked")
        return _ask(scene, match, bridge, unknown[0])
    return _order(scene, match, bridge)


def _ask(scene: Scene, match: Match, bridge: Bridge, member_id: int) -> None:
    bridges.wait_until(scene.db, bridge.id, scene.now + ANSWER_WITHIN)
    if not bridges.is_being_asked(scene.db, member_id, FLOW, scene.now):
        questions.put(scene, member_id, FLOW, {}, match.need_id, urgent=True)


def _not_to_be(scene: Scene, match: Match, bridge: Bridge) -> None:
    """Whoever wished for a call hears that there is none; whoever would rather not, a thank-you."""
    bridges.move(scene.db, bridge.id, "over")
    if scene.member.id == bridge.wanted_by:
        scene.say("call-not-now")
    else:
        scene.say("neutral")
        tell(scene, bridge.wanted_by, "call-not-now", about=match.need_id)


def _order(scene: Scene, match: Match, bridge: Bridge) -> None:
    remember = {"bridge": bridge.id, "announced": True}
    ordered = ordering.order(
        scene,
        match.helper_id,
        purpose=facts.BRIDGE,
        place="bridge",
        memory=remember,
        wanted=bridge.wanted_by == match.helper_id,
        match_id=match.id,
    )
    if ordered is None:
        return _not_to_be(scene, match, bridge)
    bridges.move(scene.db, bridge.id, "calling", scene.now + CALLED_WITHIN)
    scene.say("call-coming")
    tell(scene, match.other_side(scene.member.id), "call-coming", about=match.need_id)
    return None


# --- how it ends -------------------------------------------------------------------------------


def came_to_nothing(desk: Desk, bridge: Bridge, told: Iterable[int], need_id: int) -> None:
    """The two could not be joined: these are texted so, once."""
    if bridges.move(desk.db, bridge.id, "over"):
        for member_id in told:
            tell(desk, member_id, "call-not-now", about=need_id)


def left(desk: Desk, call: Call) -> None:
    """A call has ended: nobody is rung for it any more, and a bridge that it was for is over."""
    ringing.end_of_call(desk.db, call.id, desk.now)
    memory = call.data.get("memory", {})
    bridge = bridges.locked(desk.db, memory["bridge"]) if "bridge" in memory else None
    if bridge is None:
        return
    if bridge.state == "calling" and memory.get("announced"):
        _tell_both(desk, bridge)
    bridges.move(desk.db, bridge.id, "over")


def after(desk: Desk, call: Call, _outcome: str) -> None:
    """The helper's call is over, or was never placed."""
    left(desk, call)


def run_due(house: House) -> int:
    """Wishes nobody has answered, calls whose end nobody told: come to nothing; how many."""
    with house.database.reading() as db:
        due = bridges.due(db, house.clock(), _BATCH)
    return for_each_due(house, due, _give_up)


def _give_up(desk: Desk, bridge_id: int) -> bool:
    bridge = bridges.locked(desk.db, bridge_id)
    if bridge is None or bridge.due_at is None or bridge.due_at > desk.now:
        return False
    if bridge.state == "calling":
        _tell_both(desk, bridge)
    elif bridge.state == "asking":
        need_id = matches.get(desk.db, bridge.match_id).need_id
        came_to_nothing(desk, bridge, [bridge.wanted_by], need_id)
    return True


def _tell_both(desk: Desk, bridge: Bridge) -> None:
    match = matches.get(desk.db, bridge.match_id)
    came_to_nothing(desk, bridge, _sides(match), match.need_id)


def _sides(match: Match) -> tuple[int, int]:
    return match.helper_id, match.asker_id
