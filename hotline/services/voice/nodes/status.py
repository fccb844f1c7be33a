"""How things stand, by keys: one thing at a time, each with what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from flows.text.prompts import Prompt
from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.needs import asking, fulfilment, requests, status
from hotline.services.voice.nodes import playback
from hotline.services.voice.nodes.node import Act, Menu, TypedMenu
from hotline.store.needs import matches, needs
from hotline.store.needs.needs import Need

MOST_TOLD = 6  # things of which one can be chosen


def tell(interaction: CallInteraction) -> None:
    """Say what is open; of several things the caller chooses one."""
    things = _things(interaction)
    if len(things) > 1:
        return interaction.go("which")
    if things:
        return _about(interaction, things[0][0])
    interaction.said.extend(status.nothing_to_do(interaction))
    return interaction.go("menu")


def _things(interaction: CallInteraction) -> list[list[str]]:
    """References with their categories: requests of the caller's, and what they help with."""
    mine: list[Need | matches.Match] = [*needs.live_of(interaction.db, interaction.member.id)]
    mine += [
        m
        for m in matches.open_with(interaction.db, interaction.member.id)
        if _helps(interaction, m)
    ]
    return [[thing.reference, thing.category] for thing in mine][:MOST_TOLD]


def _helps(interaction: CallInteraction, match: matches.Match) -> bool:
    return match.helper_id == interaction.member.id


def _about(interaction: CallInteraction, reference: str) -> None:
    interaction.memory["about"] = reference
    interaction.go("helping" if _match(interaction) else "request")


def _need(interaction: CallInteraction) -> Need | None:
    live = needs.live_of(interaction.db, interaction.member.id)
    return next((need for need in live if need.reference == interaction.memory["about"]), None)


def _match(interaction: CallInteraction) -> matches.Match | None:
    mine = matches.open_with(interaction.db, interaction.member.id)
    about = (
        m for m in mine if m.reference == interaction.memory["about"] and _helps(interaction, m)
    )
    return next(about, None)


# --- which one ---------------------------------------------------------------------------------


def which() -> Menu:
    """Several things: the reference of one, then #."""
    return TypedMenu(_several, _by_reference)


def _several(interaction: CallInteraction) -> Prompt | None:
    things = _things(interaction)
    return Prompt("status-several", {"requests": things}) if things else None


def _by_reference(interaction: CallInteraction) -> Mapping[str, Act]:
    return {ref: partial(_about, reference=ref) for ref, _ in _things(interaction)}


# --- one's own request -------------------------------------------------------------------------


def request() -> Menu:
    """A request of the caller's."""
    return Menu(_how_it_stands, _for_a_request, on_missing=_closed)


def _how_it_stands(interaction: CallInteraction) -> Prompt | None:
    need = _need(interaction)
    return status.of_need(interaction, need) if need else None


def _for_a_request(interaction: CallInteraction) -> Mapping[str, Act]:
    need = _need(interaction)
    if need is None:
        return {}
    choices: dict[str, Act] = {"8": _close}
    if asking.is_put_off(interaction, need) and not need.urgent:
        choices["6"] = _hurry
    if need.state == "matched":
        choices["1"] = _connect
    return choices


def _close(interaction: CallInteraction) -> None:
    requests.drop(interaction, interaction.memory["about"])
    interaction.go("menu")


def _hurry(interaction: CallInteraction) -> None:
    requests.make_urgent(interaction, {"reference": interaction.memory["about"]})
    interaction.say("need-urgent-now", reference=interaction.memory["about"])
    interaction.go("goodbye")


def _connect(interaction: CallInteraction) -> None:
    interaction.go("connect")


def _closed(interaction: CallInteraction) -> None:
    interaction.say("status-closed", reference=interaction.memory["about"])
    interaction.go("menu")


# --- what one helps with -----------------------------------------------------------------------


def helping_with() -> Menu:
    """Somebody else's request that the caller has accepted."""
    return Menu(_how_it_goes, _for_a_helper, on_missing=_closed)


def _how_it_goes(interaction: CallInteraction) -> Prompt | None:
    match = _match(interaction)
    if match is None:
        return None
    if playback.is_unvouched(interaction, match.need_id):
        return Prompt("v-helping-new")
    words = playback.words_of(interaction, match.need_id)
    return Prompt("v-helping-words" if words else "status-matched-helper")


def _for_a_helper(interaction: CallInteraction) -> Mapping[str, Act]:
    match = _match(interaction)
    if match is None:
        return {}
    choices: dict[str, Act] = {"1": _done, "2": _cannot, "4": _connect}
    if playback.words_of(interaction, match.need_id):
        choices["3"] = _words
    return choices


def _words(interaction: CallInteraction) -> None:
    """What the asker has said, as often as it is wanted."""
    match, prompt = _match(interaction), _how_it_goes(interaction)
    if match is not None and prompt is not None:
        playback.play_words(interaction, match.need_id)
        interaction.ask(prompt)


def _done(interaction: CallInteraction) -> None:
    fulfilment.done(interaction, interaction.memory["about"])
    interaction.go("goodbye")


def _cannot(interaction: CallInteraction) -> None:
    fulfilment.cannot(interaction, interaction.memory["about"])
    interaction.go("goodbye")
