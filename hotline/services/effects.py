"""What flows ask for by name (flows/effects.py), performed: one function for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flows.prompts import Prompt
from flows.turns import Effect, Performed
from hotline.services import (
    asking,
    blocking,
    commands,
    erasing,
    finding,
    follow_up,
    hiding,
    leaving,
    locks,
    offering,
    pins,
    relay,
    safe_hours,
    status,
    swapping,
    talk,
    team,
)
from hotline.services.calls import bridge
from hotline.services.scene import Scene
from hotline.store.sessions import Kept

Answers = Mapping[str, Any]


def perform(scene: Scene, effect: Effect) -> Performed:
    """Do it, in the open transaction. Raises KeyError for an effect that nobody knows."""
    return PERFORMERS[effect.name](scene, effect.args)


def _set_language(scene: Scene, answers: Answers) -> Performed:
    asking.speak(scene, answers["language"])
    return Performed("set")


def _erase(scene: Scene, _: Answers) -> Performed:
    erasing.erase(scene)
    return Performed("erased")


def _pause(scene: Scene, _: Answers) -> Performed:
    leaving.pause(scene)
    return Performed("paused")


def _stop_all(scene: Scene, _: Answers) -> Performed:
    leaving.stop(scene)
    scene.say("optout-ack")
    return Performed("stopped")


def _word(name: str, outcome: str) -> Callable[[Scene, Answers], Performed]:
    """A global word that was meant after all: for the one thing it can be about, or for the latest."""

    def act(scene: Scene, _: Answers) -> Performed:
        meant = finding.candidates(scene, name)
        if meant:
            commands.act_on(scene, name, meant[-1].reference)
        else:
            scene.say("done-needs-one")
        return Performed(outcome)

    return act


def _act(scene: Scene, answers: Answers) -> Performed:
    commands.act_on(scene, answers["verb"], answers["reference"])
    return Performed("acted")


def _pass_words(scene: Scene, answers: Answers) -> Performed:
    relay.pass_held(scene, answers["reference"], answers["words"])
    return Performed("passed")


def _continue(scene: Scene, _: Answers) -> Performed:
    """The talk that was left: its open question again."""
    left = _left_talk(scene)
    if left is None:
        talk.begin(scene, "menu")
    else:
        talk.ask_again(scene, left)
    return Performed("continued")


def _restart(scene: Scene, _: Answers) -> Performed:
    left = _left_talk(scene)
    talk.begin(scene, left.session.flow if left else "menu")
    return Performed("restarted")


def _left_talk(scene: Scene) -> Kept | None:
    """The request or offer that was left half-way; a menu looked at since is none."""
    left = [kept for kept in talk.open_talks(scene) if kept.session.flow in talk.INTAKES]
    return left[0] if left else None


def _ask_person(scene: Scene, _: Answers) -> Performed:
    if team.call_person(scene):
        return Performed("asked", prompts=(Prompt("person-asked"),))
    return Performed("nobody", prompts=(Prompt("person-none"),))


PERFORMERS: Mapping[str, Callable[[Scene, Answers], Performed]] = {
    "check-open": asking.check_open,
    "open-need": asking.open_need,
    "update-need": asking.update_need,
    "make-urgent": asking.make_urgent,
    "record-words": lambda *_: Performed("none"),  # a text has nothing to record with
    "find-offer": offering.find,
    "save-offer": offering.save,
    "pause-offer": offering.pause,
    "end-offer": offering.end,
    "tell-status": status.tell_status,
    "set-language": _set_language,
    "find-pin": pins.find,
    "set-pin": pins.put,
    "set-pin-texts": locks.choose,
    "remove-pin": pins.remove,
    "find-safe-hours": safe_hours.find,
    "set-safe-hours": safe_hours.put,
    "remove-safe-hours": safe_hours.remove,
    "find-safe-word": hiding.find,
    "check-safe-word": hiding.check,
    "set-safe-word": hiding.put,
    "remove-safe-word": hiding.remove,
    "find-shifts": swapping.find,
    "offer-shift": swapping.offer,
    "take-shift": swapping.take,
    "leave-shift": swapping.decline,
    "block": blocking.perform,
    "erase": _erase,
    "pause": _pause,
    "stop-all": _stop_all,
    "done": _word("DONE", "done"),
    "drop": _word("DROP", "dropped"),
    "confirm-done": follow_up.confirm_done,
    "pass-thanks": follow_up.pass_thanks,
    "reopen-need": follow_up.reopen_need,
    "close-need": follow_up.close_need,
    "hand-over": follow_up.hand_over,
    "act": _act,
    "pass-words": _pass_words,
    "continue-session": _continue,
    "restart-session": _restart,
    "ask-person": _ask_person,
    "keep-call-safe": bridge.answered,
}
