"""Recordings for the caller: messages for the team, thanks, the words of whom one helps."""

from __future__ import annotations

from collections.abc import Mapping

from flows.text.prompts import Prompt
from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.outbound import facts
from hotline.services.sessions import flow_sessions, pins, recorded_answers
from hotline.services.sessions import recordings as waiting
from hotline.services.voice.nodes.node import Act, Menu
from hotline.store.needs import needs
from hotline.store.voice import recording_audio, recordings
from hotline.store.voice.recordings import Recording

MOST_AT_ONCE = 20  # recordings offered in one call


def there_are(interaction: CallInteraction) -> bool:
    """Whether recordings wait for this caller."""
    return interaction.member.hidden_at is None and bool(_waiting(interaction))


def _waiting(interaction: CallInteraction) -> list[int]:
    """What members said to the team is for coordinators with a PIN: anybody can show their number."""
    team = interaction.member.is_coordinator and pins.asked(interaction, interaction.member.id)
    unvouched = interaction.app.community.without_words(interaction.member.level)
    found = waiting.waiting_for(interaction, interaction.member.id, team=team, unvouched=unvouched)
    return list(found)[:MOST_AT_ONCE]


def wants_pin(interaction: CallInteraction) -> bool:
    """Whether messages for the team wait that this coordinator may not hear for want of a PIN."""
    if not interaction.member.is_coordinator or pins.asked(interaction, interaction.member.id):
        return False
    return bool(waiting.waiting_for(interaction, interaction.member.id, team=True))


def on(interaction: CallInteraction) -> None:
    """Where a call goes on that has heard what waited: where the caller stopped, or the menu."""
    interaction.go("resume" if flow_sessions.unfinished(interaction) else "menu")


# --- what waits --------------------------------------------------------------------------------


def offered() -> Menu:
    """ "Voice messages wait for you: three. To hear, press one." """
    return Menu(
        lambda interaction: Prompt("v-waiting", {"count": len(_waiting(interaction))}),
        lambda _: {"1": lambda interaction: interaction.go("listen"), "2": on},
    )


class Listen(Menu):
    """One recording after the other; after each the caller says what becomes of it."""

    def __init__(self) -> None:
        super().__init__(_afterwards, _for_a_recording, on_missing=_next)

    def enter(self, interaction: CallInteraction) -> None:
        interaction.memory |= {"queue": _waiting(interaction), "listening": None, "retries": 0}
        _next(interaction)


def _next(interaction: CallInteraction) -> None:
    """The next one that is still there, else on with the call."""
    interaction.memory["retries"] = 0
    while interaction.memory["queue"]:
        interaction.memory["listening"] = interaction.memory["queue"].pop(0)
        recording = _this(interaction)
        if recording is not None:
            _introduce(interaction, recording)
            return _play(interaction, recording)
    interaction.memory["listening"] = None
    interaction.say("v-waiting-over")
    return on(interaction)


def _introduce(interaction: CallInteraction, recording: Recording) -> None:
    if recording.purpose == recorded_answers.THANKS:
        interaction.say("thanks-recorded")
    elif recording.reference:
        interaction.say("v-message-number", reference=recording.reference)


def _play(interaction: CallInteraction, recording: Recording) -> None:
    interaction.play_back(recording.id)
    prompt = _afterwards(interaction)
    if prompt is not None:
        interaction.ask(prompt)


def _this(interaction: CallInteraction) -> Recording | None:
    """The recording of which this call speaks, unless somebody has done with it meanwhile."""
    listening = interaction.memory.get("listening")
    found = recordings.find(interaction.db, listening) if listening else None
    return found if found and found.state == "kept" else None


def _listening(interaction: CallInteraction) -> int:
    """The recording of which this call has just spoken."""
    listening = interaction.memory["listening"]
    if listening is None:
        raise LookupError("a recording is spoken of, and none was played")
    return listening


def _afterwards(interaction: CallInteraction) -> Prompt | None:
    recording = _this(interaction)
    if recording is None:
        return None
    return Prompt(
        "v-thanks-heard" if recording.purpose == recorded_answers.THANKS else "v-message-heard"
    )


def _for_a_recording(interaction: CallInteraction) -> Mapping[str, Act]:
    recording = _this(interaction)
    if recording is None:
        return dict.fromkeys("123", _next)
    choices: dict[str, Act] = {"1": _again, "2": _on_to_the_next}
    if recording.purpose != recorded_answers.THANKS:
        choices["3"] = _done
    return choices


def _again(interaction: CallInteraction) -> None:
    recording = _this(interaction)
    if recording is not None:
        recording_audio.heard(interaction.db, recording.id, interaction.now)
        _play(interaction, recording)


def _on_to_the_next(interaction: CallInteraction) -> None:
    recording_audio.heard(interaction.db, _listening(interaction), interaction.now)
    _next(interaction)


def _done(interaction: CallInteraction) -> None:
    """Nobody needs this message any more."""
    recordings.drop(interaction.db, _listening(interaction), interaction.now)
    interaction.wakeups.add("recordings")
    _next(interaction)


# --- the words of a request --------------------------------------------------------------------


def words_of(interaction: CallInteraction, need_id: int) -> Recording | None:
    """The spoken words of a request, for its helper alone: the caller must have accepted it. None before
    somebody of the team has vouched for them."""
    if is_unvouched(interaction, need_id):
        return None
    return recordings.of_need(interaction.db, need_id, recorded_answers.WORDS)


def is_unvouched(interaction: CallInteraction, need_id: int) -> bool:
    """Whether the caller helps with a request whose asker's words are not for them yet."""
    category = needs.get(interaction.db, need_id).category
    return facts.is_unvouched(interaction, interaction.member.id, category)


def play_words(interaction: CallInteraction, need_id: int) -> bool:
    """Say the spoken words of a request to whoever has accepted it; whether there are any."""
    recording = words_of(interaction, need_id)
    if recording is None:
        return False
    interaction.say("words-recorded")
    interaction.play_back(recording.id)
    return True
