"""Resting, stopping, and what that means for everybody else."""

from __future__ import annotations

from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.needs import fulfilment, requests, responses
from hotline.services.roster import handover
from hotline.store.conversation import sessions
from hotline.store.messages import cancellation
from hotline.store.needs import matches, needs, team_threads
from hotline.store.people import offers
from hotline.store.upkeep import audit_log
from hotline.store.voice import call_orders


def stop(uow: Interaction) -> None:
    """No more texts: an asker's needs are withdrawn, a helper's given back, nothing is left waiting."""
    stop_member(uow, uow.member.id)
    uow.open_sessions = None
    audit_log.note(uow.db, "member_left", uow.now, member_id=uow.member.id)
    uow.move_member("opted_out")


def stop_member(uow: UnitOfWork, member_id: int) -> None:
    """The consequences of leaving, for everybody else."""
    for need in needs.live_of(uow.db, member_id):
        requests.close(uow, needs.locked(uow.db, need.id), "withdrawn", "withdrawn-helper")
    for match in matches.open_with(uow.db, member_id):
        fulfilment.let_go(uow, match)
    for thread in team_threads.open_of(uow.db, member_id):
        team_threads.close(uow.db, thread, uow.now)
    responses.decline_all(uow, member_id)
    offers.move(uow.db, member_id, "paused")
    handover.leave(uow, member_id)
    sessions.end_all(uow.db, member_id)
    cancellation.cancel_of_member(uow.db, member_id)
    call_orders.cancel_for_member(uow.db, member_id, uow.now)


def pause(interaction: Interaction) -> None:
    """PAUSE: no asks until RESUME; one that waits for an answer is a no."""
    offer = offers.of_member(interaction.db, interaction.member.id)
    if offer is None or interaction.member.hidden_at is not None:
        return interaction.say("no-offer")
    responses.decline_all(interaction, interaction.member.id)
    offers.move(interaction.db, interaction.member.id, "paused")
    return interaction.say("paused")


def resume(interaction: Interaction) -> None:
    """RESUME: asks may come again."""
    interaction.come_back()
    if offers.of_member(interaction.db, interaction.member.id) is None:
        return interaction.say("no-offer")
    offers.move(interaction.db, interaction.member.id, "active")
    return interaction.say("resumed")
