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
from hotline.services import spending
from hotline.services.calls import arriving, ordering
from hotline.services.calls.events import Event
from hotline.services.calls.places import gather
from hotline.services.calls.scene import CallScene
from hotline.services.kernel.unit_of_work import Desk
from hotline.services.outbound import facts
from hotline.store import call_orders, leases, members
from hotline.store.members import Member

PURPOSE = PLACE = facts.CALL_BACK
WINDOW = timedelta(minutes=10)
DAY = timedelta(days=1)
_ONE_AT_A_TIME = "call_backs"  # whoever counts holds this row until the count is committed

log = structlog.get_logger(__name__)


def refuses(desk: Desk, sender: str) -> bool:
    """Whether this call is to be refused as busy: a call back is on its way, ordered here if need be.

    `sender` is the caller as the provider gives it.
    """
    house = desk.house
    number = webhook_number(sender)
    if house.community.missed_call != "call_back" or number is None:
        return False
    member = members.by_index(desk.db, house.vault.phone_index(number))
    if not facts.may_be_called_back(desk, member, number):
        return False
    leases.hold(desk.db, _ONE_AT_A_TIME, "all", desk.now, timedelta())
    index = house.vault.phone_index(number)
    if call_orders.under_way(desk.db, PURPOSE, index):
        return True
    return _may_be_called(desk, index) and _order(desk, number, member)


def _may_be_called(desk: Desk, index: bytes) -> bool:
    lately = call_orders.count_since(desk.db, PURPOSE, desk.now - WINDOW, index)
    today = call_orders.count_since(desk.db, PURPOSE, desk.now - DAY)
    if spending.is_spent(desk.house, desk.db, desk.now):
        return False  # answered, and not called back
    if today >= desk.house.community.call_backs_per_day:
        log.warning("call.no_call_backs_left", limit=desk.house.community.call_backs_per_day)
        return False
    return lately == 0


def _order(desk: Desk, number: str, member: Member | None) -> bool:
    if member is None:
        ordering.order_to(desk, number, purpose=PURPOSE, place=PLACE)
        return True
    return ordering.order(desk, member.id, purpose=PURPOSE, place=PLACE) is not None


class CalledBack:
    """ "A call came from this phone just now", and then the line as usual."""

    def enter(self, scene: CallScene) -> None:
        if scene.is_stranger:
            for language in scene.house.community.languages:
                scene.say_in(language, "v-callback")
        else:
            scene.say("v-callback")
        arriving.begin(scene)

    def hear(self, scene: CallScene, event: Event) -> None:
        """Nothing is asked here."""

    def document(self, scene: CallScene) -> Document:
        return gather(scene)
