"""Whether people are asked for a request now, and what its asker is told of that.

Nobody reads "we are asking now" while there is no money to ask with: the request is kept and stays due, so
that asking goes on by itself once there is some; and of an urgent one the team is told.
"""

from __future__ import annotations

from datetime import datetime

from flows.text.prompts import Prompt
from hotline.domain.messages import About
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify, tell
from hotline.services.sessions import spending
from hotline.services.team import coordinators
from hotline.store.needs import needs, team_threads
from hotline.store.needs.needs import Need


def is_put_off(uow: UnitOfWork, need: Need) -> bool:
    """Whether its asker knows that asking begins only later."""
    return need.state == "seeking" and need.asking_at is not None and need.asking_at > uow.now


def wait(uow: UnitOfWork, need: Need, until: datetime) -> Prompt:
    """Note that nobody can be asked before then for want of money; how its asker reads that.

    An urgent request, which should have been asked for all the same, goes to the team.
    """
    needs.change(uow.db, need.id, asking_at=until)
    if not need.urgent:
        args = {"reference": need.reference, "time": uow.clock_time(until)}
        return Prompt("waiting-money", args)
    if team_threads.open_for_need(uow.db, need.id) is None:
        coordinators.hand_over(uow, need, "coordinator-unasked", **need.details)
    return of_urgent(uow, need, until)


def of_urgent(uow: UnitOfWork, need: Need, until: datetime) -> Prompt:
    """What the asker of an urgent request reads, for which nobody can be asked before then."""
    team = coordinators.reachable(uow, but=need.asker_id)
    args = {"reference": need.reference, "time": uow.clock_time(until)}
    return Prompt("unasked-urgent" if team else "unasked-urgent-alone", args)


def tell_reopened(uow: UnitOfWork, need: Need) -> None:
    """Whoever said yes has given it back: others are asked, or that is said as well."""
    until = spending.held_until(uow, urgent=need.urgent)
    if until is None:
        tell(uow, need.asker_id, "reopened-asker", about=need.id, reference=need.reference)
        return
    prompts = [Prompt("reopened-unasked", {"reference": need.reference}), wait(uow, need, until)]
    about = About(need_id=need.id)
    for prompt in prompts:
        notify(uow, Envelope(member_id=need.asker_id, prompts=[prompt], urgent=True, about=about))
