"""DONE and CANT, by whoever helps, was asked, or asks."""

from __future__ import annotations

from datetime import timedelta

from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.needs import asking, matching, responses
from hotline.services.outbound.notify import tell
from hotline.services.sessions import spending, team_pin
from hotline.services.team import coordinators
from hotline.store.needs import asks, matches, needs
from hotline.store.needs.matches import Match
from hotline.store.needs.needs import Need
from hotline.store.upkeep import audit_log

RELAY_GRACE = timedelta(minutes=30)  # after DONE, for the last words


def done(interaction: Interaction, reference: str) -> bool:
    """DONE 47, from the helper or the asker of an open match, or from the team for a thread."""
    if coordinators.may_finish(interaction, reference):
        held = team_pin.holds(interaction, "DONE", reference)
        return held or coordinators.finish(interaction, reference)
    need = needs.by_reference(interaction.db, reference)
    if need is None:
        return False
    match = matches.open_for_need(interaction.db, need.id)
    if match is None or interaction.member.id not in (match.helper_id, match.asker_id):
        return _only_asked(interaction, need) and responses.maybe(interaction, reference)
    finish(interaction, needs.locked(interaction.db, need.id), match)
    if interaction.member.id == match.helper_id:
        interaction.say("done-helper", reference=reference)
    else:
        tell(interaction, match.helper_id, "done-helper", about=need.id, reference=reference)
        interaction.say("follow-up-closed", reference=reference)
    return True


def finish(uow: UnitOfWork, need: Need, match: Match | None) -> None:
    """The help happened: the need is done, the relay stays open for a short grace. Locked before."""
    if needs.move(uow.db, need.id, "done", closed_at=uow.now):
        audit_log.note(uow.db, "need_done", uow.now, member_id=need.asker_id, need_id=need.id)
        until = uow.now + RELAY_GRACE
        if match is not None:
            matches.move(uow.db, match.id, "done", ended_at=uow.now, relay_until=until)


def cannot(interaction: Interaction, reference: str) -> bool:
    """CANT 47: the need is open again at once; with only an ask waiting, it is a no."""
    need = needs.by_reference(interaction.db, reference)
    if need is None:
        return False
    match = matches.open_for_need(interaction.db, need.id)
    if match is None or match.helper_id != interaction.member.id:
        return _only_asked(interaction, need) and responses.no(interaction, reference)
    let_go(interaction, match)
    put_off = spending.held_until(interaction, urgent=need.urgent) is not None
    interaction.say("cant-helper-later" if put_off else "cant-helper", reference=reference)
    return True


def let_go(uow: UnitOfWork, match: Match) -> None:
    """A helper gives a need back; the asker hears so, and others are asked."""
    need = needs.locked(uow.db, match.need_id)
    if matching.reopen(uow, need, match):
        asking.tell_reopened(uow, need)


def _only_asked(interaction: Interaction, need: Need) -> bool:
    ask = asks.last_for(interaction.db, need.id, interaction.member.id)
    return ask is not None and ask.state in ("sent", "lapsed")
