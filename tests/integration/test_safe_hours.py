"""Safe hours where a story cannot look: texts that wait in the outbox, calls, and who may be rung."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

import pytest

from flows.text.prompts import Prompt
from hotline.domain.messages import Kind
from hotline.domain.reachability import Message, Recipient, Send, decide
from hotline.services.delivery import deliver
from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.outbound import facts, order_calls, safe_hours
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify, tell
from hotline.store.people import members
from hotline.store.people.members import Member
from hotline.store.schema import call_orders, outbox
from hotline.store.schema import members as members_table
from hotline.store.voice.ringing import team
from tests.conftest import FakeClock
from tests.integration.texts import add_member, add_text, new_number, text
from tests.support_app import rows
from tests.support_rows import change_row

# The test clock stands at eleven in Beirut, two hours ahead of UTC.
LATER = {"safe_from": 18 * 60, "safe_until": 20 * 60}
NOW = {"safe_from": 9 * 60, "safe_until": 17 * 60 + 30}
AT_SIX = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
_sids = count(1)


@pytest.mark.parametrize("kind", [Kind.NOTICE, Kind.RELAY, Kind.ASK, Kind.QUESTION])
def test_what_we_begin_waits_until_the_hours_begin(app: App, kind: Kind) -> None:
    member_id = add_member(app, new_number(), greeted_at=app.clock(), **LATER)
    with app.database.writing() as db:
        prompts = [Prompt("call-coming"), Prompt("call-asked")]
        envelope = Envelope(member_id=member_id, prompts=prompts, kind=kind, urgent=True)
        assert notify(UnitOfWork(app, db, app.clock()), envelope).told
    assert {row.due_at for row in rows(app, outbox)} == {AT_SIX}


def test_within_the_hours_nothing_waits(app: App) -> None:
    member_id = add_member(app, new_number(), greeted_at=app.clock(), **NOW)
    with app.database.writing() as db:
        assert tell(UnitOfWork(app, db, app.clock()), member_id, "call-coming")
    assert {row.due_at for row in rows(app, outbox)} == {app.clock()}


def test_answers_come_at_any_hour(app: App) -> None:
    number = new_number()
    add_member(app, number, greeted_at=app.clock(), **LATER)
    sent = receive(app, Inbound(f"SM{next(_sids):032x}", number, "menu"))
    assert sent[0].body.startswith("I need: ")


def test_a_text_that_waited_already_is_held_when_the_hours_are_set(app: App) -> None:
    member_id = add_member(app, new_number(), greeted_at=app.clock())
    waiting, answer = add_text(app, member_id), add_text(app, member_id, kind="reply")
    with app.database.writing() as db:
        change_row(db, members_table, member_id, **LATER)
    deliver.run(app)
    assert (text(app, waiting).state, text(app, waiting).due_at) == ("queued", AT_SIX)
    assert text(app, answer).state == "sent"


def test_a_call_is_ordered_for_when_the_hours_begin(app: App) -> None:
    member_id = add_member(app, new_number(), **LATER)
    with app.database.writing() as db:
        uow = UnitOfWork(app, db, app.clock())
        order_calls.order(uow, member_id, purpose="news", node="news")
        order_calls.order(uow, add_member_in(uow), purpose="callback", node="callback")
    due = {row.member_id: row.due_at for row in rows(app, call_orders)}
    assert due.pop(member_id) == AT_SIX
    assert list(due.values()) == [app.clock()]


def test_more_news_does_not_bring_a_call_forward_into_hours_that_are_not_safe(
    app: App,
) -> None:
    member_id = add_member(app, new_number(), by_call=True, call_safe="yes", **LATER)
    for _ in range(2):
        with app.database.writing() as db:
            assert tell(
                UnitOfWork(app, db, app.clock()), member_id, "expired-asker", reference="47"
            )
    (order,) = rows(app, call_orders)
    assert order.due_at == AT_SIX


def add_member_in(uow: UnitOfWork) -> int:
    """Another member with the same hours, in the open transaction."""
    number = new_number()
    found, _ = members.get_or_add(uow.db, uow.app.vault, number, "en", uow.now)
    change_row(uow.db, members_table, found.id, **LATER)
    return found.id


def test_whose_phone_may_ring_is_known_with_their_hours(app: App, clock: FakeClock) -> None:
    member_id = add_member(app, new_number(), level=3, **LATER)
    with app.database.reading() as db:
        (one,) = team(db, 3)
        member = members.get(db, member_id)
    assert one.member == member
    assert not may_ring(app, member)
    clock.now = AT_SIX
    assert may_ring(app, member)
    clock.advance(hours=2)
    assert not may_ring(app, member)


def may_ring(app: App, member: Member) -> bool:
    """Whether their phone may ring now for somebody who looks for a person."""
    with app.database.reading() as db:
        uow = UnitOfWork(app, db, app.clock())
        return facts.may_ring_for(uow, member, on_shift=False, kept_apart=False)


def test_without_hours_everything_may_be_sent(app: App) -> None:
    assert safe_hours.unsafe(app, None, None) is None
    quiet = app.community.quiet_hours
    assert decide(Message(Kind.NOTICE), Recipient("active"), AT_SIX, quiet) == Send()
