"""The two sides of a match on the phone: one of them waits, the other one is rung and presses 1."""

from __future__ import annotations

from hotline.gateway.voiceml import Document
from hotline.services.calls import bridge, ringing
from hotline.services.calls.events import Event, Keys
from hotline.services.calls.places import gather
from hotline.services.calls.scene import CallScene
from hotline.store import bridges, matches
from hotline.store.bridges import Bridge
from hotline.store.matches import Match


def connect(scene: CallScene) -> None:
    """Ring the other side of the match that the call is `about`, for one who is on the phone."""
    match = bridge.match_of(scene, scene.memory["about"])
    wish = bridge.begin_in_call(scene, match) if match else None
    if match is None or wish is None:
        return _not_now(scene)
    scene.memory["bridge"] = wish.id
    return _ring_other(scene, match, wish)


def _ring_other(scene: CallScene, match: Match, wish: Bridge) -> None:
    other = match.other_side(scene.member.id)
    if not ringing.ring_up(scene, other, "joining", wish.id):
        _fail(scene, match, wish)


def _fail(scene: CallScene, match: Match, wish: Bridge) -> None:
    """Whoever waits hears it; the other one reads it, if a call had been announced to them."""
    announced = [match.other_side(scene.member.id)] if scene.memory.get("announced") else []
    bridge.came_to_nothing(scene, wish, announced, match.need_id)
    _not_now(scene)


def _not_now(scene: CallScene) -> None:
    scene.say("call-not-now")
    scene.go("goodbye")


class Helper:
    """The helper has picked up: 1, or the call is not to be. No 0 and no *, as for any who is rung."""

    def enter(self, scene: CallScene) -> None:
        found = _waiting(scene)
        if found is None:
            scene.say("v-whisper-gone")
            scene.go("goodbye")
        else:
            scene.say("v-whisper")

    def hear(self, scene: CallScene, event: Event) -> None:
        found = _waiting(scene)
        if found is None:
            scene.say("v-whisper-gone")
            scene.go("goodbye")
        elif isinstance(event, Keys) and event.keys == "1":
            _ring_other(scene, *found)
        else:
            _fail(scene, *found)

    def document(self, scene: CallScene) -> Document:
        return gather(scene)


class Joining:
    """The other one's phone rings, or the two are speaking."""

    def enter(self, scene: CallScene) -> None:
        """Who is rung has been settled by whoever leads here."""

    def hear(self, scene: CallScene, event: Event) -> None:
        spoken, found = ringing.has_spoken(scene, event), _waiting(scene)
        if not spoken and found is not None:
            return _fail(scene, *found)
        bridges.move(scene.db, scene.memory["bridge"], "over")
        return scene.go("goodbye") if spoken else _not_now(scene)

    def document(self, scene: CallScene) -> Document:
        return ringing.dial(scene)


def _waiting(scene: CallScene) -> tuple[Match, Bridge] | None:
    """The match and the wish to speak, while both still stand."""
    wish = bridges.locked(scene.db, scene.memory["bridge"])
    if wish is None or wish.state == "over":
        return None
    match = matches.get(scene.db, wish.match_id)
    return (match, wish) if match.state == "open" else None
