"""What flows ask for by name (flows/effects.py), performed: one function for each."""

from __future__ import annotations

from typing import Literal

from flows.effects import Answers, AskPerson, Effects, OutcomeT, Performer
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


def perform(scene: Scene, effect: Effect) -> Performed[str] | None:
    """Do it, in the open transaction. Raises KeyError for an effect that nobody knows."""
    return PERFORMERS.named(effect.name)(scene, effect.args)


def _set_language(scene: Scene, answers: Answers) -> Performed[Literal["set"]]:
    asking.speak(scene, answers["language"])
    return Performed("set")


def _erase(scene: Scene, _: Answers) -> Performed[Literal["erased"]]:
    erasing.erase(scene)
    return Performed("erased")


def _pause(scene: Scene, _: Answers) -> Performed[Literal["paused"]]:
    leaving.pause(scene)
    return Performed("paused")


def _stop_all(scene: Scene, _: Answers) -> Performed[Literal["stopped"]]:
    leaving.stop(scene)
    scene.say("optout-ack")
    return Performed("stopped")


def _word(name: str, outcome: OutcomeT) -> Performer[Scene, OutcomeT]:
    """A global word that was meant after all: for the one thing it can be about, or for the latest."""

    def act(scene: Scene, _: Answers) -> Performed[OutcomeT]:
        meant = finding.candidates(scene, name)
        if meant:
            commands.act_on(scene, name, meant[-1].reference)
        else:
            scene.say("done-needs-one")
        return Performed(outcome)

    return act


def _act(scene: Scene, answers: Answers) -> Performed[Literal["acted"]]:
    commands.act_on(scene, answers["verb"], answers["reference"])
    return Performed("acted")


def _pass_words(scene: Scene, answers: Answers) -> Performed[Literal["passed"]]:
    relay.pass_held(scene, answers["reference"], answers["words"])
    return Performed("passed")


def _continue(scene: Scene, _: Answers) -> Performed[Literal["continued"]]:
    """The talk that was left: its open question again."""
    left = _left_talk(scene)
    if left is None:
        talk.begin(scene, "menu")
    else:
        talk.ask_again(scene, left)
    return Performed("continued")


def _restart(scene: Scene, _: Answers) -> Performed[Literal["restarted"]]:
    left = _left_talk(scene)
    talk.begin(scene, left.session.flow if left else "menu")
    return Performed("restarted")


def _left_talk(scene: Scene) -> Kept | None:
    """The request or offer that was left half-way; a menu looked at since is none."""
    left = [kept for kept in talk.open_talks(scene) if kept.session.flow in talk.INTAKES]
    return left[0] if left else None


def _ask_person(scene: Scene, _: Answers) -> Performed[AskPerson]:
    if team.call_person(scene):
        return Performed("asked", prompts=(Prompt("person-asked"),))
    return Performed("nobody", prompts=(Prompt("person-none"),))


PERFORMERS = Effects[Scene](
    check_open=asking.check_open,
    open_need=asking.open_need,
    update_need=asking.update_need,
    make_urgent=asking.make_urgent,
    record_words=lambda *_: Performed("none"),  # a text has nothing to record with
    find_offer=offering.find,
    save_offer=offering.save,
    pause_offer=offering.pause,
    end_offer=offering.end,
    tell_status=status.tell_status,
    set_language=_set_language,
    find_pin=pins.find,
    set_pin=pins.put,
    set_pin_texts=locks.choose,
    remove_pin=pins.remove,
    find_safe_hours=safe_hours.find,
    set_safe_hours=safe_hours.put,
    remove_safe_hours=safe_hours.remove,
    find_safe_word=hiding.find,
    check_safe_word=hiding.check,
    set_safe_word=hiding.put,
    remove_safe_word=hiding.remove,
    find_shifts=swapping.find,
    offer_shift=swapping.offer,
    take_shift=swapping.take,
    leave_shift=swapping.decline,
    block=blocking.perform,
    erase=_erase,
    pause=_pause,
    stop_all=_stop_all,
    done=_word("DONE", "done"),
    drop=_word("DROP", "dropped"),
    confirm_done=follow_up.confirm_done,
    pass_thanks=follow_up.pass_thanks,
    reopen_need=follow_up.reopen_need,
    close_need=follow_up.close_need,
    hand_over=follow_up.hand_over,
    act=_act,
    pass_words=_pass_words,
    continue_session=_continue,
    restart_session=_restart,
    ask_person=_ask_person,
    keep_call_safe=bridge.answered,
)
