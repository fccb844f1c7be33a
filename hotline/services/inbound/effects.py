"""What flows ask for by name (flows/engine/effects.py), performed: one function for each."""

from __future__ import annotations

from typing import Literal

from flows.engine.effects import Answers, AskPerson, Effects, OutcomeT, Performer
from flows.engine.events import Effect, EffectResult
from flows.text.prompts import Prompt
from hotline.services.bridging import bridge
from hotline.services.inbound import commands, just_asked
from hotline.services.kernel.interaction import Interaction
from hotline.services.members import blocking, erasure, safe_word, subscription
from hotline.services.needs import (
    follow_up,
    held_words,
    offers,
    reference_resolution,
    relay,
    requests,
    status,
)
from hotline.services.outbound import safe_hours
from hotline.services.roster import handover
from hotline.services.sessions import flow_sessions, pin_gate, pins, team_pin
from hotline.services.team import coordinators
from hotline.store.conversation.sessions import StoredSession


def perform(interaction: Interaction, effect: Effect) -> EffectResult[str] | None:
    """Do it, in the open transaction. Raises KeyError for an effect that nobody knows."""
    return PERFORMERS.named(effect.name)(interaction, effect.args)


def _set_language(interaction: Interaction, answers: Answers) -> EffectResult[Literal["set"]]:
    requests.speak(interaction, str(answers["language"]))
    return EffectResult("set")


def _erase(interaction: Interaction, _: Answers) -> EffectResult[Literal["erased"]]:
    erasure.erase(interaction)
    return EffectResult("erased")


def _pause(interaction: Interaction, _: Answers) -> EffectResult[Literal["paused"]]:
    subscription.pause(interaction)
    return EffectResult("paused")


def _stop_all(interaction: Interaction, _: Answers) -> EffectResult[Literal["stopped"]]:
    subscription.stop(interaction)
    interaction.say("optout-ack")
    return EffectResult("stopped")


def _word(name: str, outcome: OutcomeT) -> Performer[Interaction, OutcomeT]:
    """A global word that was meant after all: for the one thing it can be about, or for the latest."""

    def act(interaction: Interaction, _: Answers) -> EffectResult[OutcomeT]:
        meant = reference_resolution.candidates(interaction, name)
        if meant:
            commands.act_on(interaction, name, meant[-1].reference)
        else:
            interaction.say("done-needs-one")
        return EffectResult(outcome)

    return act


def _act(interaction: Interaction, answers: Answers) -> EffectResult[Literal["acted"]]:
    commands.act_on(interaction, str(answers["verb"]), str(answers["reference"]))
    return EffectResult("acted")


def _act_for_team(interaction: Interaction, answers: Answers) -> EffectResult[Literal["acted"]]:
    """What was held until the coordinator's PIN came, in the order in which it was written."""
    for verb, reference, words in team_pin.held_in(answers):
        if verb != team_pin.WORDS:
            commands.act_on(interaction, verb, reference)
        elif not relay.addressed(interaction, reference, words):
            interaction.say("ref-unknown")
    return EffectResult("acted")


def _pass_words(interaction: Interaction, answers: Answers) -> EffectResult[Literal["passed"]]:
    relay.pass_held(interaction, str(answers["reference"]), str(answers["words"]))
    return EffectResult("passed")


def _pass_held(interaction: Interaction, answers: Answers) -> EffectResult[Literal["passed"]]:
    held_words.pass_on(interaction, answers)
    return EffectResult("passed")


def _answer(interaction: Interaction, answers: Answers) -> EffectResult[Literal["answered"]]:
    just_asked.answer_behind(interaction, str(answers["words"]))
    return EffectResult("answered")


def _pass_on(interaction: Interaction, answers: Answers) -> EffectResult[Literal["passed"]]:
    words = "\n".join(str(answers[name]) for name in ("words", "more") if name in answers)
    if not relay.words(interaction, words):
        interaction.say("relay-held-gone")
    return EffectResult("passed")


def _send_words(interaction: Interaction, answers: Answers) -> EffectResult[Literal["sent"]]:
    """What we kept goes on its way, or they are asked to whom."""
    if not relay.words(interaction, str(answers["words"])):
        interaction.say("relay-held-gone")
    return EffectResult("sent")


def _continue(interaction: Interaction, _: Answers) -> EffectResult[Literal["continued"]]:
    """The session that was left: its open question again."""
    left = _left_session(interaction)
    if left is None:
        flow_sessions.begin(interaction, "menu")
    else:
        flow_sessions.ask_again(interaction, left)
    return EffectResult("continued")


def _restart(interaction: Interaction, _: Answers) -> EffectResult[Literal["restarted"]]:
    left = _left_session(interaction)
    flow_sessions.begin(interaction, left.session.flow if left else "menu")
    return EffectResult("restarted")


def _left_session(interaction: Interaction) -> StoredSession | None:
    """The request or offer that was left half-way; a menu looked at since is none."""
    left = [
        kept
        for kept in flow_sessions.open_sessions(interaction)
        if kept.session.flow in flow_sessions.INTAKES
    ]
    return left[0] if left else None


def _ask_person(interaction: Interaction, _: Answers) -> EffectResult[AskPerson]:
    if coordinators.call_person(interaction):
        return EffectResult("asked", prompts=(Prompt("person-asked"),))
    return EffectResult("nobody", prompts=(Prompt("person-none"),))


PERFORMERS = Effects[Interaction](
    check_open=requests.check_open,
    check_day=requests.check_day,
    open_need=requests.open_need,
    update_need=requests.update_need,
    make_urgent=requests.make_urgent,
    record_words=lambda *_: EffectResult("none"),  # a text has nothing to record with
    find_offer=offers.find,
    save_offer=offers.save,
    pause_offer=offers.pause,
    end_offer=offers.end,
    tell_status=status.tell_status,
    set_language=_set_language,
    find_pin=pins.find,
    check_pin=pin_gate.try_typed,
    set_pin=pins.put,
    set_pin_texts=pin_gate.choose,
    remove_pin=pins.remove,
    find_safe_hours=safe_hours.find,
    set_safe_hours=safe_hours.put,
    remove_safe_hours=safe_hours.remove,
    find_safe_word=safe_word.find,
    check_safe_word=safe_word.check,
    set_safe_word=safe_word.put,
    remove_safe_word=safe_word.remove,
    find_shifts=handover.find,
    offer_shift=handover.offer,
    take_shift=handover.take,
    leave_shift=handover.decline,
    make_code=team_pin.make_code,
    check_code=team_pin.check_code,
    set_team_pin=team_pin.put,
    act_for_team=_act_for_team,
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
    pass_held=_pass_held,
    give_team=held_words.give_team,
    answer_question=_answer,
    pass_on=_pass_on,
    send_words=_send_words,
    continue_session=_continue,
    restart_session=_restart,
    ask_person=_ask_person,
    keep_call_safe=bridge.answered,
)
