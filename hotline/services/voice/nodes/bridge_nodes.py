"""The two sides of a match on the phone: one of them waits, the other one is rung and presses 1."""

from __future__ import annotations

from hotline.gateway.voiceml import Document
from hotline.services.bridging import bridge
from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.outbound import facts
from hotline.services.voice.events import Digits, Event
from hotline.services.voice.nodes import hunt_group
from hotline.services.voice.nodes.node import gather
from hotline.store.needs import matches
from hotline.store.needs.matches import Match
from hotline.store.voice import bridges
from hotline.store.voice.bridges import Bridge


def connect(interaction: CallInteraction) -> None:
    """Ring the other side of the match that the call is `about`, for one who is on the phone."""
    match = bridge.match_of(interaction, interaction.memory["about"])
    if match is not None and facts.is_unvouched(interaction, match.helper_id, match.category):
        interaction.say(bridge.no_call_yet(match, interaction.member.id), reference=match.reference)
        return interaction.go("goodbye")
    wish = bridge.begin_in_call(interaction, match) if match else None
    if match is None or wish is None:
        return _not_now(interaction)
    interaction.memory["bridge"] = wish.id
    return _ring_other(interaction, match, wish)


def _ring_other(interaction: CallInteraction, match: Match, wish: Bridge) -> None:
    other = match.other_side(interaction.member.id)
    new = facts.is_unvouched(interaction, match.helper_id, match.category)
    if new or not hunt_group.ring_up(interaction, other, "joining", wish.id):
        _fail(interaction, match, wish)


def _fail(interaction: CallInteraction, match: Match, wish: Bridge) -> None:
    """Whoever waits hears it; the other one reads it, if a call had been announced to them."""
    announced = (
        [match.other_side(interaction.member.id)] if interaction.memory.get("announced") else []
    )
    bridge.came_to_nothing(interaction, wish, announced, match.need_id)
    _not_now(interaction)


def _not_now(interaction: CallInteraction) -> None:
    interaction.say("call-not-now")
    interaction.go("goodbye")


class Helper:
    """The helper has picked up: 1, or the call is not to be. No 0 and no *, as for any who is rung."""

    def enter(self, interaction: CallInteraction) -> None:
        found = _waiting(interaction)
        if found is None:
            interaction.say("v-whisper-gone")
            interaction.go("goodbye")
        else:
            interaction.say("v-whisper")

    def hear(self, interaction: CallInteraction, event: Event) -> None:
        found = _waiting(interaction)
        if found is None:
            interaction.say("v-whisper-gone")
            interaction.go("goodbye")
        elif isinstance(event, Digits) and event.keys == "1":
            _ring_other(interaction, *found)
        else:
            _fail(interaction, *found)

    def document(self, interaction: CallInteraction) -> Document:
        return gather(interaction)


class Joining:
    """The other one's phone rings, or the two are speaking."""

    def enter(self, interaction: CallInteraction) -> None:
        """Who is rung has been settled by whoever leads here."""

    def hear(self, interaction: CallInteraction, event: Event) -> None:
        spoken, found = hunt_group.has_spoken(interaction, event), _waiting(interaction)
        if not spoken and found is not None:
            return _fail(interaction, *found)
        bridges.move(interaction.db, interaction.memory["bridge"], "over")
        return interaction.go("goodbye") if spoken else _not_now(interaction)

    def document(self, interaction: CallInteraction) -> Document:
        return hunt_group.dial(interaction)


def _waiting(interaction: CallInteraction) -> tuple[Match, Bridge] | None:
    """The match and the wish to speak, while both still stand."""
    wish = bridges.locked(interaction.db, interaction.memory["bridge"])
    if wish is None or wish.state == "over":
        return None
    match = matches.get(interaction.db, wish.match_id)
    return (match, wish) if match.state == "open" else None
