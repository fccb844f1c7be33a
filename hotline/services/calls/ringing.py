"""Looking for a person: one phone after the other is rung, and the caller is asked about waiting.

Each one rung hears who it is (services/calls/whisper.py) and joins by pressing 1. Once everybody has been,
those who did not pick up are rung a second time, if the caller says that they wait. Nobody waits longer than
LONGEST_WAIT: then, or when there is nobody left to ring, the caller can leave a message.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flows.prompts import Prompt
from hotline.gateway.voiceml import Dial, Document, Redirect
from hotline.services.calls import listeners, wording
from hotline.services.calls.events import Dialled, Event
from hotline.services.calls.places import Menu
from hotline.services.calls.scene import CallScene
from hotline.services.outbound import facts
from hotline.store import members
from hotline.store import ringing as rings
from hotline.store.ringing import Ring

RING_SECONDS = 20
LONGEST_WAIT = timedelta(minutes=5)
# After so long a caller is asked whether to go on waiting: a ring may then have begun just before.
ASKED_EVERY = timedelta(seconds=50)
# A ring that is answered in its last second, the words to whoever answers, and their silence.
_LONGEST_RING = timedelta(seconds=RING_SECONDS + 15)


def begin(scene: CallScene, wish: str) -> None:
    """Begin to look for somebody; with nobody to ring, a message at once and no false promise."""
    now = scene.now.isoformat()
    scene.memory["search"] = {
        "wish": wish,
        "since": now,
        "asked": now,
        "missed": [],
        "through": False,
    }
    if _ring_next(scene):
        scene.say("v-connecting")
    else:
        scene.go("message")


def somebody(scene: CallScene, wish: str) -> bool:
    """Whether there is anybody to ring."""
    return bool(listeners.on_duty(scene, wish))


def look_on(scene: CallScene) -> None:
    """Nobody has joined yet: the next one, unless the caller is to be asked, or has waited enough."""
    search, people = scene.memory["search"], _people(scene)
    since, asked = (datetime.fromisoformat(search[name]) for name in ("since", "asked"))
    if not people or scene.now + _LONGEST_RING > since + LONGEST_WAIT:
        scene.go("message")
    elif scene.now >= asked + ASKED_EVERY or _list_is_through(search, people[0]):
        scene.go("searching")
    elif not _ring_next(scene):
        scene.go("message")


def _list_is_through(search: dict[str, Any], following: int) -> bool:
    """Whether only those are left who did not pick up, which the caller has not been asked about."""
    if search["through"] or following not in search["missed"]:
        return False
    search["through"] = True
    return True


def _people(scene: CallScene) -> list[int]:
    search = scene.memory["search"]
    return listeners.on_duty(scene, search["wish"], search["missed"])


def _ring_next(scene: CallScene) -> bool:
    """Ring the next one on duty; whether there was one. Nobody is rung a third time."""
    rung = next((one for one in _people(scene) if ring_up(scene, one, "ringing")), None)
    missed = scene.memory["search"]["missed"]
    scene.memory["search"]["missed"] = [one for one in missed if one != rung]
    return rung is not None


def _not_picked_up(scene: CallScene, event: Event) -> None:
    """Whoever did not hear their phone may be rung once more; a refusal and a voicemail are a no."""
    ring = rings.find(scene.db, scene.memory["ring"])
    if ring is None or not (isinstance(event, Dialled) and event.unanswered):
        return
    if rings.times_rung(scene.db, scene.call.id, ring.member_id) == 1:
        scene.memory["search"]["missed"] += [ring.member_id]


def ring_up(scene: CallScene, member_id: int, place: str, bridge_id: int | None = None) -> bool:
    """Have this member's phone rung by the document of `place`; False where that cannot be.

    Of two callers who want the same member at the same time, one is told so.
    """
    number = members.number_of(scene.db, scene.house.vault, member_id)
    if not facts.may_be_dialled(scene, member_id, number):
        return False
    ring_id = rings.begin(scene.db, scene.call.id, member_id, scene.now, bridge_id)
    if ring_id is None:
        return False
    scene.memory["ring"] = ring_id
    scene.go(place)
    return True


class Ringing:
    """Somebody's phone rings; the caller hears it ring."""

    def enter(self, scene: CallScene) -> None:
        """Who is rung has been settled by whoever leads here."""

    def hear(self, scene: CallScene, event: Event) -> None:
        if has_spoken(scene, event):
            return scene.go("goodbye")
        _not_picked_up(scene, event)
        return look_on(scene)

    def document(self, scene: CallScene) -> Document:
        return dial(scene)


def has_spoken(scene: CallScene, event: Event) -> bool:
    """The ring is over; whether the two were joined."""
    ring = rings.find(scene.db, scene.memory["ring"])
    rings.move(scene.db, scene.memory["ring"], "over", ended_at=scene.now)
    if isinstance(event, Dialled) and event.joined is not None:
        return event.joined
    return ring is not None and ring.joined_at is not None


def dial(scene: CallScene) -> Document:
    """The document that rings; our number is all that the phone shows."""
    ring = rings.find(scene.db, scene.memory["ring"])
    number = _number(scene, ring)
    here, lines = wording.step_url(scene), wording.spoken(scene)
    if ring is None or number is None or not facts.may_be_dialled(scene, ring.member_id, number):
        # They have left since: the next one, then.
        return Redirect(here, lines)
    whisper, over = (wording.ring_url(scene.house, ring.id, what) for what in ("whisper", "over"))
    ours = scene.house.settings.number
    return Dial(number, ours, here, whisper, over, RING_SECONDS, lines)


def _number(scene: CallScene, ring: Ring | None) -> str | None:
    return members.number_of(scene.db, scene.house.vault, ring.member_id) if ring else None


def searching() -> Menu:
    """ "We are still looking for someone": 0, a person, is to keep waiting as well."""
    return Menu(
        lambda _: Prompt("v-still-searching"),
        lambda _: {"1": _wait, "0": _wait, "2": _message},
        tired=_message,
    )


def _wait(scene: CallScene) -> None:
    scene.memory["search"]["asked"] = scene.now.isoformat()
    look_on(scene)


def _message(scene: CallScene) -> None:
    scene.go("message")
