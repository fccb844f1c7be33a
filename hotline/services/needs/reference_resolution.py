"""Which thing a word without a reference may mean."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from hotline.domain.states import LIVE_ASKS
from hotline.services.kernel.interaction import Interaction
from hotline.store.needs import asks, matches, needs, team_threads


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


def is_past(interaction: Interaction, reference: str) -> bool:
    """Whether a number stands for something of theirs from before they hid, and for nothing since: it tells
    them no more than it would tell anybody. The team's own work is none of it."""
    member = interaction.member
    if member.veiled_at is None or member.is_coordinator:
        return False
    began = list(_theirs(interaction, reference))
    return all(moment is not None and member.is_veiled(moment) for moment in began)


def _theirs(interaction: Interaction, reference: str) -> Iterable[datetime | None]:
    """When each thing began that this number stands for, for this member; None where it is under way.

    Hiding ends all that is under way, so what is has begun since, however coarse its moment is by now.
    """
    db, member_id = interaction.db, interaction.member.id
    thread = team_threads.last_by_reference(db, reference)
    if thread is not None and thread.member_id == member_id:
        yield None if thread.state == "open" else thread.opened_at
    need = needs.by_reference(db, reference)
    if need is None:
        return
    if need.asker_id == member_id:
        yield None if need.is_live else need.opened_at
    ask = asks.last_for(db, need.id, member_id)
    if ask is not None:
        yield None if ask.state in LIVE_ASKS else ask.created_at
    mine = matches.last_for_need(db, need.id)
    if mine is not None and mine.helper_id == member_id:
        yield None if mine.state == "open" else mine.opened_at


def _pending(interaction: Interaction) -> list[Meant]:
    waiting = asks.waiting_for(interaction.db, interaction.member.id)
    return [
        Meant(reference, category) for ask, reference, category in waiting if ask.state == "sent"
    ]


def _listed(things: Iterable[needs.Need | matches.Match]) -> list[Meant]:
    return [Meant(thing.reference, thing.category) for thing in things]
