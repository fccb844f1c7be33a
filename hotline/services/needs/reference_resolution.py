"""Which thing a word without a reference may mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hotline.services.kernel.interaction import Interaction
from hotline.store.needs import asks, matches, needs


class Meant(NamedTuple):
    """A need or match that a word may be about."""

    reference: str
    category: str


def candidates(interaction: Interaction, word: str) -> list[Meant]:
    """Everything that this word may be about, for this member."""
    if word in ("DROP", "CHANGE"):
        return _listed(needs.live_of(interaction.db, interaction.member.id))
    mine = matches.open_with(interaction.db, interaction.member.id)
    if word == "CALL":
        return _listed(mine)
    if word == "REPORT":
        return _listed(mine) or _listed(
            matches.relaying(interaction.db, interaction.member.id, interaction.now)
        )
    helping = _listed(match for match in mine if match.helper_id == interaction.member.id)
    if (
        word == "DONE"
    ):  # تم is also a yes in the Gulf: with only an ask waiting we ask which was meant
        return helping or _pending(interaction) or _listed(mine)
    return helping + _pending(interaction)


def _pending(interaction: Interaction) -> list[Meant]:
    waiting = asks.waiting_for(interaction.db, interaction.member.id)
    return [
        Meant(reference, category) for ask, reference, category in waiting if ask.state == "sent"
    ]


def _listed(things: Iterable[needs.Need | matches.Match]) -> list[Meant]:
    return [Meant(thing.reference, thing.category) for thing in things]
