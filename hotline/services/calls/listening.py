"""Recordings for the caller: messages for the team, thanks, the words of whom one helps."""

from __future__ import annotations

from collections.abc import Mapping

from flows.prompts import Prompt
from hotline.services import pins, spoken, talk
from hotline.services import recordings as waiting
from hotline.services.calls.places import Act, Menu
from hotline.services.calls.scene import CallScene
from hotline.store import recordings, sounds
from hotline.store.recordings import Recording

MOST_AT_ONCE = 20  # recordings offered in one call


def there_are(scene: CallScene) -> bool:
    """Whether recordings wait for this caller."""
    return scene.member.hidden_at is None and bool(_waiting(scene))


def _waiting(scene: CallScene) -> list[int]:
    """What members said to the team is for coordinators with a PIN: anybody can show their number."""
    team = scene.member.is_coordinator and pins.asked(scene, scene.member.id)
    return list(waiting.waiting_for(scene, scene.member.id, team=team))[:MOST_AT_ONCE]


def wants_pin(scene: CallScene) -> bool:
    """Whether messages for the team wait that this coordinator may not hear for want of a PIN."""
    if not scene.member.is_coordinator or pins.asked(scene, scene.member.id):
        return False
    return bool(waiting.waiting_for(scene, scene.member.id, team=True))


def on(scene: CallScene) -> None:
    """Where a call goes on that has heard what waited: where the caller stopped, or the menu."""
    scene.go("resume" if talk.unfinished(scene) else "menu")


# --- what waits --------------------------------------------------------------------------------


def offered() -> Menu:
    """ "Voice messages wait for you: three. To hear, press one." """
    return Menu(
        lambda scene: Prompt("v-waiting", {"count": len(_waiting(scene))}),
        lambda _: {"1": lambda scene: scene.go("listen"), "2": on},
    )


class Listen(Menu):
    """One recording after the other; after each the caller says what becomes of it."""

    def __init__(self) -> None:
        super().__init__(_afterwards, _for_a_recording, gone=_next)

    def enter(self, scene: CallScene) -> None:
        scene.memory |= {"queue": _waiting(scene), "listening": None, "misses": 0}
        _next(scene)


def _next(scene: CallScene) -> None:
    """The next one that is still there, else on with the call."""
    scene.memory["misses"] = 0
    while scene.memory["queue"]:
        scene.memory["listening"] = scene.memory["queue"].pop(0)
        recording = _this(scene)
        if recording is not None:
            _introduce(scene, recording)
            return _play(scene, recording)
    scene.memory["listening"] = None
    scene.say("v-waiting-over")
    return on(scene)


def _introduce(scene: CallScene, recording: Recording) -> None:
    if recording.purpose == spoken.THANKS:
        scene.say("thanks-recorded")
    elif recording.reference:
        scene.say("v-message-number", reference=recording.reference)


def _play(scene: CallScene, recording: Recording) -> None:
    scene.play_back(recording.id)
    prompt = _afterwards(scene)
    if prompt is not None:
        scene.ask(prompt)


def _this(scene: CallScene) -> Recording | None:
    """The recording of which this call speaks, unless somebody has done with it meanwhile."""
    listening = scene.memory.get("listening")
    found = recordings.find(scene.db, listening) if listening else None
    return found if found and found.state == "kept" else None


def _afterwards(scene: CallScene) -> Prompt | None:
    recording = _this(scene)
    if recording is None:
        return None
    return Prompt("v-thanks-heard" if recording.purpose == spoken.THANKS else "v-message-heard")


def _for_a_recording(scene: CallScene) -> Mapping[str, Act]:
    recording = _this(scene)
    if recording is None:
        return dict.fromkeys("123", _next)
    choices: dict[str, Act] = {"1": _again, "2": _on_to_the_next}
    if recording.purpose != spoken.THANKS:
        choices["3"] = _done
    return choices


def _again(scene: CallScene) -> None:
    recording = _this(scene)
    if recording is not None:
        sounds.heard(scene.db, recording.id, scene.now)
        _play(scene, recording)


def _on_to_the_next(scene: CallScene) -> None:
    sounds.heard(scene.db, scene.memory["listening"], scene.now)
    _next(scene)


def _done(scene: CallScene) -> None:
    """Nobody needs this message any more."""
    recordings.drop(scene.db, scene.memory["listening"], scene.now)
    scene.rings.add("recordings")
    _next(scene)


# --- the words of a request --------------------------------------------------------------------


def words_of(scene: CallScene, need_id: int) -> Recording | None:
    """The spoken words of a request, for its helper alone: the caller must have accepted it."""
    return recordings.of_need(scene.db, need_id, spoken.WORDS)


def play_words(scene: CallScene, need_id: int) -> bool:
    """Say the spoken words of a request to whoever has accepted it; whether there are any."""
    recording = words_of(scene, need_id)
    if recording is None:
        return False
    scene.say("words-recorded")
    scene.play_back(recording.id)
    return True
