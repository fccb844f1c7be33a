"""Members without text are asked by a call: one yes, two no, three not now. The same race as by text."""

from __future__ import annotations

from datetime import datetime

from flows.prompts import Prompt
from hotline.services import answering, asking
from hotline.services.calls import listening, pin
from hotline.services.calls.places import CalledMenu, Menu
from hotline.services.calls.scene import CallScene
from hotline.services.kernel.unit_of_work import Desk
from hotline.store import asks, matches, needs
from hotline.store.asks import Ask
from hotline.store.calls import Call
from hotline.store.needs import OPEN, Need

# What those who text are answered; here other words follow.
_WON, _RECORDED = "accepted-helper", "words-recorded"


def after(desk: Desk, call: Call, outcome: str) -> None:
    """The call of an ask is over. One that reached no phone is replaced; silence is waited for."""
    if call.ask_id is None:
        return
    ask = asks.get(desk.db, call.ask_id)
    need = needs.locked(desk.db, ask.need_id)
    if outcome in ("failed", "unknown"):
        if asks.move(desk.db, ask.id, "failed") and need.state == "seeking":
            needs.change(desk.db, need.id, due_at=desk.now)
            desk.rings.add("dispatch")
    elif ask.state == "queued":  # nobody picked up
        _has_reached(desk, ask, need)


def _has_reached(desk: Desk, ask: Ask, need: Need) -> None:
    """Their time to answer begins, as with a text that has left."""
    lapses_at: datetime = desk.now + desk.house.community.dispatch.gap(need.urgent)
    asks.move(desk.db, ask.id, "sent", sent_at=desk.now, lapses_at=lapses_at)


class Asked(CalledMenu):
    """ "There is a request…", to a member whom we rang. Only a key accepts: silence is a no."""

    def __init__(self) -> None:
        super().__init__(lambda scene: asking.summary(_need(scene)), lambda _: _ANSWERS)

    def enter(self, scene: CallScene) -> None:
        scene.memory["chosen"] = True
        found = _still_wanted(scene)
        if found is None:
            scene.say("v-ask-off")
            return scene.go("goodbye")
        _has_reached(scene, *found)
        return super().enter(scene)


def _still_wanted(scene: CallScene) -> tuple[Ask, Need] | None:
    """The ask with its need, locked, where an answer is still of use."""
    if scene.call.ask_id is None:
        return None
    need = needs.locked(scene.db, _need(scene).id)
    ask = asks.get(scene.db, scene.call.ask_id)
    return (ask, need) if need.state in OPEN and ask.state in ("queued", "sent") else None


def _need(scene: CallScene) -> Need:
    if scene.call.ask_id is None:
        raise LookupError("a call without an ask asks nothing")
    return needs.get(scene.db, asks.get(scene.db, scene.call.ask_id).need_id)


def _yes(scene: CallScene) -> None:
    if pin.is_asked(scene):
        pin.before(scene, "ask-yes")
    else:
        accept(scene)


def accept(scene: CallScene) -> None:
    """The same as YES by text; whoever wins hears what came with the request, others that they did
    not."""
    need = _need(scene)
    before = len(scene.said)
    if not answering.yes(scene, need.reference):
        scene.say("v-ask-off")
        return scene.go("goodbye")
    answer = scene.said[before:]
    if all(prompt.id != _WON for prompt in answer):
        return scene.go("goodbye")
    scene.said[before:] = [prompt for prompt in answer if prompt.id not in (_WON, _RECORDED)]
    listening.play_words(scene, need.id)
    scene.memory["about"] = need.reference
    return scene.go("taken")


def taken() -> Menu:
    """To be connected at once, or not; whoever says nothing has accepted all the same."""
    return Menu(
        lambda scene: Prompt("v-taken") if _is_theirs(scene) else None,
        lambda _: {"1": lambda scene: scene.go("connect"), "2": _later},
        tired=_later,
        gone=lambda scene: scene.go("goodbye"),
    )


def _is_theirs(scene: CallScene) -> bool:
    match = matches.open_for_need(scene.db, _need(scene).id)
    return match is not None and match.helper_id == scene.member.id


def _later(scene: CallScene) -> None:
    scene.say("v-accepted")
    scene.go("goodbye")


def _no(scene: CallScene) -> None:
    if not answering.no(scene, _need(scene).reference):
        scene.say("v-ask-off")
    scene.go("goodbye")


def _not_now(scene: CallScene) -> None:
    """A no to this request, and no more than that."""
    reference = _need(scene).reference
    before = len(scene.said)
    answering.no(scene, reference)
    scene.said[before:] = [Prompt("v-ask-later")]
    scene.go("goodbye")


_ANSWERS = {"1": _yes, "2": _no, "3": _not_now}
