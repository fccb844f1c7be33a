"""Looking for a person: one phone after the other is rung, and the caller is asked about waiting.

Each one rung hears who it is (services/voice/whisper.py) and joins by pressing 1. Once everybody has been,
those who did not pick up are rung a second time, if the caller says that they wait. Nobody waits longer than
LONGEST_WAIT: then, or when there is nobody left to ring, the caller can leave a message.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.text.prompts import Prompt
from hotline.gateway.voiceml import Dial, Document, Redirect
from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.kernel.call_memory import Search
from hotline.services.outbound import facts
from hotline.services.voice import on_duty, spoken_lines
from hotline.services.voice.events import Dialled, Event
from hotline.services.voice.nodes.node import Menu
from hotline.store.people import members
from hotline.store.voice import ringing as wakeups
from hotline.store.voice.ringing import Ring

RING_SECONDS = 20
LONGEST_WAIT = timedelta(minutes=5)
# After so long a caller is asked whether to go on waiting: a ring may then have begun just before.
ASKED_EVERY = timedelta(seconds=50)
# A ring that is answered in its last second, the words to whoever answers, and their silence.
_LONGEST_RING = timedelta(seconds=RING_SECONDS + 15)


def begin(interaction: CallInteraction, wish: str) -> None:
    """Begin to look for somebody; with nobody to ring, a message at once and no false promise."""
    now = interaction.now.isoformat()
    interaction.memory["search"] = {
        "wish": wish,
        "since": now,
        "asked": now,
        "missed": [],
        "through": False,
    }
    if _ring_next(interaction):
        interaction.say("v-connecting")
    else:
        interaction.go("message")


def somebody(interaction: CallInteraction, wish: str) -> bool:
    """Whether there is anybody to ring."""
    return bool(on_duty.on_duty(interaction, wish))


def look_on(interaction: CallInteraction) -> None:
    """Nobody has joined yet: the next one, unless the caller is to be asked, or has waited enough."""
    search, people = interaction.memory["search"], _people(interaction)
    since, asked = map(datetime.fromisoformat, (search["since"], search["asked"]))
    if not people or interaction.now + _LONGEST_RING > since + LONGEST_WAIT:
        interaction.go("message")
    elif interaction.now >= asked + ASKED_EVERY or _list_is_through(search, people[0]):
        interaction.go("searching")
    elif not _ring_next(interaction):
        interaction.go("message")


def _list_is_through(search: Search, following: int) -> bool:
    """Whether only those are left who did not pick up, which the caller has not been asked about."""
    if search["through"] or following not in search["missed"]:
        return False
    search["through"] = True
    return True


def _people(interaction: CallInteraction) -> list[int]:
    search = interaction.memory["search"]
    return on_duty.on_duty(interaction, search["wish"], search["missed"])


def _ring_next(interaction: CallInteraction) -> bool:
    """Ring the next one on duty; whether there was one. Nobody is rung a third time."""
    rung = next((one for one in _people(interaction) if ring_up(interaction, one, "ringing")), None)
    missed = interaction.memory["search"]["missed"]
    interaction.memory["search"]["missed"] = [one for one in missed if one != rung]
    return rung is not None


def _not_picked_up(interaction: CallInteraction, event: Event) -> None:
    """Whoever did not hear their phone may be rung once more; a refusal and a voicemail are a no."""
    ring = wakeups.find(interaction.db, interaction.memory["ring"])
    if ring is None or not (isinstance(event, Dialled) and event.unanswered):
        return
    if wakeups.times_rung(interaction.db, interaction.call.id, ring.member_id) == 1:
        interaction.memory["search"]["missed"] += [ring.member_id]


def ring_up(
    interaction: CallInteraction, member_id: int, node: str, bridge_id: int | None = None
) -> bool:
    """Have this member's phone rung by the document of `node`; False where that cannot be.

    Of two callers who want the same member at the same time, one is told so.
    """
    number = members.number_of(interaction.db, interaction.app.vault, member_id)
    if not facts.may_be_dialled(interaction, member_id, number):
        return False
    ring_id = wakeups.begin(
        interaction.db, interaction.call.id, member_id, interaction.now, bridge_id
    )
    if ring_id is None:
        return False
    interaction.memory["ring"] = ring_id
    interaction.go(node)
    return True


class Ringing:
    """Somebody's phone rings; the caller hears it ring."""

    def enter(self, interaction: CallInteraction) -> None:
        """Who is rung has been settled by whoever leads here."""

    def hear(self, interaction: CallInteraction, event: Event) -> None:
        if has_spoken(interaction, event):
            return interaction.go("goodbye")
        _not_picked_up(interaction, event)
        return look_on(interaction)

    def document(self, interaction: CallInteraction) -> Document:
        return dial(interaction)


def has_spoken(interaction: CallInteraction, event: Event) -> bool:
    """The ring is over; whether the two were joined."""
    ring = wakeups.find(interaction.db, interaction.memory["ring"])
    wakeups.move(interaction.db, interaction.memory["ring"], "over", ended_at=interaction.now)
    if isinstance(event, Dialled) and event.joined is not None:
        return event.joined
    return ring is not None and ring.joined_at is not None


def dial(interaction: CallInteraction) -> Document:
    """The document that rings; our number is all that the phone shows."""
    ring = wakeups.find(interaction.db, interaction.memory["ring"])
    number = _number(interaction, ring)
    here, lines = spoken_lines.step_url(interaction), spoken_lines.spoken(interaction)
    if (
        ring is None
        or number is None
        or not facts.may_be_dialled(interaction, ring.member_id, number)
    ):
        # They have left since: the next one, then.
        return Redirect(here, lines)
    whisper, over = (
        spoken_lines.ring_url(interaction.app, ring.id, what) for what in ("whisper", "over")
    )
    ours = interaction.app.settings.number
    return Dial(number, ours, here, whisper, over, RING_SECONDS, lines)


def _number(interaction: CallInteraction, ring: Ring | None) -> str | None:
    return (
        members.number_of(interaction.db, interaction.app.vault, ring.member_id) if ring else None
    )


def searching() -> Menu:
    """ "We are still looking for someone": 0, a person, is to keep waiting as well."""
    return Menu(
        lambda _: Prompt("v-still-searching"),
        lambda _: {"1": _wait, "0": _wait, "2": _message},
        on_max_retries=_message,
    )


def _wait(interaction: CallInteraction) -> None:
    interaction.memory["search"]["asked"] = interaction.now.isoformat()
    look_on(interaction)


def _message(interaction: CallInteraction) -> None:
    interaction.go("message")
