"""A missed call is answered with a call back, so that asking costs nothing (`missed_call: call_back`).

Caller ID is easily forged, so forged calls must not make us ring people, or spend, without end: one call
back per number and window, to allowed countries only, and so many a day for the whole line. A call is
refused as busy only while a call back to it is on its way; whoever cannot be called back is answered.
"""

from __future__ import annotations

from datetime import timedelta

import structlog

from hotline.domain.phones import webhook_number
from hotline.gateway.voiceml import Document
from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.outbound import facts, order_calls
from hotline.services.sessions import spending
from hotline.services.voice.events import Event
from hotline.services.voice.nodes import greeting
from hotline.services.voice.nodes.node import gather
from hotline.store.db import leases
from hotline.store.people import members
from hotline.store.people.members import Member
from hotline.store.voice import call_orders

PURPOSE = NODE = facts.CALL_BACK
WINDOW = timedelta(minutes=10)
DAY = timedelta(days=1)
_ONE_AT_A_TIME = "call_backs"  # whoever counts holds this row until the count is committed

log = structlog.get_logger(__name__)


def refuses(uow: UnitOfWork, sender: str) -> bool:
    """Whether this call is to be refused as busy: a call back is on its way, ordered here if need be.

    `sender` is the caller as the provider gives it.
    """
    app = uow.app
    number = webhook_number(sender)
    if app.community.missed_call != "call_back" or number is None:
        return False
    member = members.by_index(uow.db, app.vault.phone_index(number))
    if not facts.may_be_called_back(uow, member, number):
        return False
    leases.hold(uow.db, _ONE_AT_A_TIME, "all", uow.now, timedelta())
    index = app.vault.phone_index(number)
    if call_orders.under_way(uow.db, PURPOSE, index):
        return True
    return _may_be_called(uow, index) and _order(uow, number, member)


def _may_be_called(uow: UnitOfWork, index: bytes) -> bool:
    lately = call_orders.count_since(uow.db, PURPOSE, uow.now - WINDOW, index)
    today = call_orders.count_since(uow.db, PURPOSE, uow.now - DAY)
    if spending.is_spent(uow.app, uow.db, uow.now):
        return False  # answered, and not called back
    if today >= uow.app.community.call_backs_per_day:
        log.warning("call.no_call_backs_left", limit=uow.app.community.call_backs_per_day)
        return False
    return lately == 0


def _order(uow: UnitOfWork, number: str, member: Member | None) -> bool:
    if member is None:
        order_calls.order_to(uow, number, purpose=PURPOSE, node=NODE)
        return True
    return order_calls.order(uow, member.id, purpose=PURPOSE, node=NODE) is not None


class CalledBack:
    """ "A call came from this phone just now", and then the line as usual."""

    def enter(self, interaction: CallInteraction) -> None:
        if interaction.is_stranger:
            for language in interaction.app.community.languages:
                interaction.say_in(language, "v-callback")
        else:
            interaction.say("v-callback")
        greeting.begin(interaction)

    def hear(self, interaction: CallInteraction, event: Event) -> None:
        """Nothing is asked here."""

    def document(self, interaction: CallInteraction) -> Document:
        return gather(interaction)
