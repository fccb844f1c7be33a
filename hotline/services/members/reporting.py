"""REPORT: two who were brought together are kept apart from now on, and the team is told.

The other side reads what they would read had the other one given the request back, or closed it: neither
that there was a report, nor whose.
"""

from __future__ import annotations

from flows.text.message_ids import MessageId
from hotline.services.kernel.interaction import Interaction
from hotline.services.needs import matching, responses
from hotline.services.outbound.notify import tell
from hotline.services.team import coordinators
from hotline.store.needs import matches, needs
from hotline.store.needs.matches import Match
from hotline.store.people import members
from hotline.store.upkeep import audit_log
from hotline.store.voice import bridges


def report(interaction: Interaction, reference: str) -> bool:
    """REPORT 47, by either side, also of a match that has ended; False for everybody else."""
    match = _match_of(interaction, reference)
    if match is None:
        return False
    other = match.other_side(interaction.member.id)
    new = members.avoid(interaction.db, interaction.member.id, other)
    ours = matches.between(interaction.db, interaction.member.id, other)
    again = [each for each in ours if _part(interaction, each, the_one=each.id == match.id)]
    _take_back_asks(interaction, other)
    interaction.say("report-done")
    for each in again:
        if each.asker_id == interaction.member.id:
            interaction.say("follow-up-reopened", reference=each.reference)
    if new:
        told = {"member_id": other, "need_id": match.need_id, "actor_id": interaction.member.id}
        audit_log.note(interaction.db, "member_reported", interaction.now, **told)
        _tell_team(interaction, match)
    return True


def _match_of(interaction: Interaction, reference: str) -> Match | None:
    """The latest match of this reference in which the member was a side."""
    need = needs.by_reference(interaction.db, reference)
    ours = matches.of_need(interaction.db, need.id) if need else []
    return next((m for m in ours if interaction.member.id in (m.helper_id, m.asker_id)), None)


def _part(interaction: Interaction, match: Match, *, the_one: bool) -> bool:
    """Nothing passes over a match any more; whether others are asked for what it was about.

    `the_one`: it is what was reported, so it is marked even where it was done already.
    """
    held = match.state == "open"
    bridge = bridges.live(interaction.db, match.id)
    if bridge is not None:
        bridges.move(interaction.db, bridge.id, "over")
    need = needs.locked(interaction.db, match.need_id)
    if held or the_one:
        matches.move(interaction.db, match.id, "reported", ended_at=interaction.now)
    matches.change(interaction.db, match.id, relay_until=None)
    again = held and matching.reopen(interaction, need, match)
    if again:
        by_asker = interaction.member.id == match.asker_id
        reader = match.helper_id if by_asker else match.asker_id
        message: MessageId = "withdrawn-helper" if by_asker else "reopened-asker"
        tell(interaction, reader, message, about=need.id, reference=need.reference)
    return again


def _take_back_asks(interaction: Interaction, other: int) -> None:
    """Neither is asked for the other's requests any more, so the next in line is."""
    responses.decline_those_of(interaction, other, interaction.member.id)
    responses.decline_those_of(interaction, interaction.member.id, other)


def _tell_team(interaction: Interaction, match: Match) -> None:
    """The team learns who of the two reported, by the reference, and may write to them."""
    if not coordinators.reachable(interaction, but=interaction.member.id):
        return
    thread = coordinators.any_thread_of(interaction, interaction.member.id)
    by_asker = interaction.member.id == match.asker_id
    message: MessageId = "coordinator-report-asker" if by_asker else "coordinator-report-helper"
    coordinators.tell(
        interaction,
        interaction.member.id,
        message,
        about=match.need_id,
        reference=match.reference,
        thread=thread.reference,
    )
    interaction.say("report-team")
