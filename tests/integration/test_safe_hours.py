"""Safe hours where a story cannot look: texts that wait in the outbox, calls, and who may be rung."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

import pytest

from flows.prompts import Prompt
from hotline.domain.messages import Kind
from hotline.domain.reachability import Message, Recipient, Send, decide
from hotline.services import deliver, safe_hours
from hotline.services.calls import ordering
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk
from hotline.services.outbound import facts
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify, tell
from hotline.services.receive import Inbound, receive
from hotline.store import members
from hotline.store.members import Member
from hotline.store.ringing import team
from hotline.store.schema import call_orders, outbox
from tests.conftest import FakeClock
from tests.integration.texts import add_member, add_text, new_number, text
from tests.support_house import rows

# The test clock stands at eleven in Beirut, two hours ahead of UTC.
LATER = {"safe_from": 18 * 60, "safe_until": 20 * 60}
NOW = {"safe_from": 9 * 60, "safe_until": 17 * 60 + 30}
AT_SIX = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
_sids = count(1)


@pytest.mark.parametrize("kind", [Kind.NOTICE, Kind.RELAY, Kind.ASK, Kind.QUESTION])
def test_what_we_begin_waits_until_the_hours_begin(house: House, kind: Kind) -> None:
    member_id = add_member(house, new_number(), greeted_at=house.clock(), **LATER)
    with house.database.writing() as db:
        prompts = [Prompt("call-coming"), Prompt("call-asked")]
        envelope = Envelope(member_id=member_id, prompts=prompts, kind=kind, urgent=True)
        assert notify(Desk(house, db, house.clock()), envelope).told
    assert {row.due_at for row in rows(house, outbox)} == {AT_SIX}


def test_within_the_hours_nothing_waits(house: House) -> None:
    member_id = add_member(house, new_number(), greeted_at=house.clock(), **NOW)
    with house.database.writing() as db:
        assert tell(Desk(house, db, house.clock()), member_id, "call-coming")
    assert {row.due_at for row in rows(house, outbox)} == {house.clock()}


def test_answers_come_at_any_hour(house: House) -> None:
    number = new_number()
    add_member(house, number, greeted_at=house.clock(), **LATER)
    sent = receive(house, Inbound(f"SM{next(_sids):032x}", number, "menu"))
    assert sent[0].body.startswith("I need: ")


def test_a_text_that_waited_already_is_held_when_the_hours_are_set(house: House) -> None:
    member_id = add_member(house, new_number(), greeted_at=house.clock())
    waiting, answer = add_text(house, member_id), add_text(house, member_id, kind="reply")
    with house.database.writing() as db:
        members.change(db, member_id, **LATER)
    deliver.run(house)
    assert (text(house, waiting).state, text(house, waiting).due_at) == ("queued", AT_SIX)
    assert text(house, answer).state == "sent"


def test_a_call_is_ordered_for_when_the_hours_begin(house: House) -> None:
    member_id = add_member(house, new_number(), **LATER)
    with house.database.writing() as db:
        desk = Desk(house, db, house.clock())
        ordering.order(desk, member_id, purpose="news", place="news")
        ordering.order(desk, add_member_in(desk), purpose="callback", place="callback")
    due = {row.member_id: row.due_at for row in rows(house, call_orders)}
    assert due.pop(member_id) == AT_SIX
    assert list(due.values()) == [house.clock()]


def test_more_news_does_not_bring_a_call_forward_into_hours_that_are_not_safe(
    house: House,
) -> None:
    member_id = add_member(house, new_number(), by_call=True, call_safe="yes", **LATER)
    for _ in range(2):
        with house.database.writing() as db:
            assert tell(Desk(house, db, house.clock()), member_id, "expired-asker", reference="47")
    (order,) = rows(house, call_orders)
    assert order.due_at == AT_SIX


def add_member_in(desk: Desk) -> int:
    """Another member with the same hours, in the open transaction."""
    number = new_number()
    found, _ = members.get_or_add(desk.db, desk.house.vault, number, "en", desk.now)
    members.change(desk.db, found.id, **LATER)
    return found.id


def test_whose_phone_may_ring_is_known_with_their_hours(house: House, clock: FakeClock) -> None:
    member_id = add_member(house, new_number(), level=3, **LATER)
    with house.database.reading() as db:
        (one,) = team(db, 3)
        member = members.get(db, member_id)
    assert one.member == member
    assert not may_ring(house, member)
    clock.now = AT_SIX
    assert may_ring(house, member)
    clock.advance(hours=2)
    assert not may_ring(house, member)


def may_ring(house: House, member: Member) -> bool:
    """Whether their phone may ring now for somebody who looks for a person."""
    with house.database.reading() as db:
        desk = Desk(house, db, house.clock())
        return facts.may_ring_for(desk, member, on_shift=False, kept_apart=False)


def test_without_hours_everything_may_be_sent(house: House) -> None:
    assert safe_hours.unsafe(house, None, None) is None
    quiet = house.community.quiet_hours
    assert decide(Message(Kind.NOTICE), Recipient("active"), AT_SIX, quiet) == Send()
