"""The provider is made to forget texts and calls: when, how often, and what that must not disturb."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from hotline.services.delivery import deliver, reconcile, redaction
from hotline.services.kernel.app import App
from hotline.services.operations import health
from hotline.simulator.server import Simulator
from hotline.store.messages import provider_copies
from hotline.store.schema import events
from hotline.store.schema import provider_copies as table
from hotline.store.upkeep import audit_log, due
from tests.conftest import FakeClock
from tests.integration.texts import add_member, add_text, new_number, states
from tests.support_app import rows, settle_down
from tests.support_line import Line, served

MAYA = "+9613000001"


@dataclass(frozen=True)
class Town:
    """A hotline and its provider, which posts each text and callback for real."""

    line: Line
    app: App
    carrier: Simulator
    clock: FakeClock

    def forget(self) -> int:
        # However slow this machine is, the pass has time.
        return redaction.run_due(self.app, monotonic=lambda: 0.0)

    def held(self) -> list[Any]:
        return rows(self.app, table)

    def delivered(self) -> None:
        """Wait until the provider has said of every text that it arrived."""
        assert self.carrier.wait_for(lambda: set(states(self.app)) == {"delivered"}, 30)

    @property
    def overdue(self) -> int:
        return health.current_health(self.app).removals_overdue

    def faults(self, **changes: Any) -> None:
        self.carrier.faults = replace(self.carrier.faults, **changes)


@pytest.fixture
def town(make_house: Callable[..., App], carrier: Simulator, clock: FakeClock) -> Iterator[Town]:
    with served(make_house) as (line, app):
        voice = f"{line.url}/twilio/voice"
        carrier.connect(f"{line.url}/twilio/sms", voice, f"{voice}/status")
        yield Town(line, app, carrier, clock)
        carrier.stop()  # once it has posted whatever it has begun to


def test_both_sides_of_a_text_are_gone_a_minute_after(town: Town) -> None:
    town.carrier.text(MAYA, "hello")
    replies = len(town.carrier.messages(MAYA))
    assert replies and len(town.carrier.messages()) == replies + 1
    town.delivered()
    assert len(town.held()) == replies + 1
    assert town.forget() == 0
    with town.app.database.reading() as db:
        assert "forget" not in due.kinds(db, town.clock())
    town.clock.advance(minutes=1)
    with town.app.database.reading() as db:
        assert "forget" in due.kinds(db, town.clock())
    assert town.forget() == replies + 1
    assert town.carrier.messages() == town.held() == []
    assert town.overdue == 0


def test_a_text_that_is_on_its_way_is_let_alone_until_its_end_is_known(town: Town) -> None:
    town.faults(callbacks=False)
    add_text(town.app, add_member(town.app, new_number()))
    deliver.run(town.app)
    town.clock.advance(minutes=30)
    assert town.forget() == 0
    town.clock.advance(minutes=30)  # of its end we hear nothing
    assert town.forget() == 1
    assert town.carrier.messages() == []


def test_not_yet_is_tried_again_later_and_later_and_told_when_it_lasts(town: Town) -> None:
    add_text(town.app, add_member(town.app, new_number()))
    deliver.run(town.app)
    town.delivered()
    town.faults(removals_late=1000)
    waits, tried = [], town.clock.advance(minutes=1)
    while town.held()[0].gone_by > town.clock() - timedelta(hours=1):
        assert town.forget() == 0
        assert town.overdue == 0
        town.clock.now = town.held()[0].due_at
        waits.append(town.clock.now - tried)
        tried = town.clock.now
    assert waits == sorted(waits) and waits[0] >= timedelta(minutes=1)
    assert town.forget() == 0 and town.overdue == 1
    town.faults(removals_late=0)
    town.clock.advance(hours=1)
    assert town.forget() == 1 and town.overdue == 0


def test_one_that_nobody_has_seen_to_is_overdue(town: Town) -> None:
    town.carrier.text(MAYA, "hello")
    town.clock.advance(minutes=3)
    assert town.overdue > 0
    town.forget()
    assert town.overdue == 0


def test_what_is_gone_there_already_is_gone(town: Town) -> None:
    town.line.text(MAYA, "hello")  # with ids of which the carrier knows nothing
    assert len(town.held()) > 1
    town.clock.advance(minutes=1)
    town.forget()
    assert town.held() == []


def test_a_provider_out_of_reach_is_not_pressed(town: Town) -> None:
    for _ in range(20):
        town.line.text(MAYA, "hello")
    town.carrier.stop()
    town.clock.advance(minutes=1)
    assert town.forget() == 0
    tried = [row for row in town.held() if row.tries]
    assert 0 < len(tried) < 20
    assert all(row.due_at > town.clock() for row in town.held())


def test_two_workers_take_on_different_ones(town: Town) -> None:
    for _ in range(5):
        town.line.text(MAYA, "hello")
    town.clock.advance(minutes=1)
    now = town.clock()
    with town.app.database.writing() as db:
        mine = provider_copies.claim(db, town.app.vault, now, now + timedelta(minutes=1), 3)
    with town.app.database.writing() as db:
        theirs = provider_copies.claim(db, town.app.vault, now, now + timedelta(minutes=1), 100)
    assert len(mine) == 3 and not {c.id for c in mine} & {c.id for c in theirs}
    assert town.forget() == 0
    town.clock.advance(minutes=1)  # those workers have died
    assert town.forget() == len(mine) + len(theirs)


def test_a_text_of_unknown_whereabouts_stays_until_it_is_found(town: Town) -> None:
    town.faults(drop_after=1, callbacks=False)
    add_text(town.app, add_member(town.app, new_number()))
    deliver.run(town.app)
    town.clock.advance(hours=2)
    assert town.forget() == 0 and len(town.carrier.messages()) == 1
    reconcile.run(town.app)
    assert states(town.app) in (["sent"], ["delivered"])
    town.clock.advance(hours=2)
    assert town.forget() == 1
    assert town.carrier.messages() == []


def test_a_call_is_forgotten_once_it_is_over(town: Town) -> None:
    call = town.carrier.phone(MAYA).call(pace=0)
    town.clock.advance(hours=2)
    town.forget()
    assert len(town.carrier.calls()) == 1
    call.hang_up()
    assert town.carrier.wait_for(lambda: bool(town.held()))
    town.clock.advance(minutes=1)
    assert town.forget() == 1
    assert town.carrier.calls() == []


def test_a_callback_for_a_text_forgotten_here_still_has_it_removed_there(town: Town) -> None:
    town.line.confirm(f"{town.line.url}/twilio/sms/status/1234567")
    assert [row.member_id for row in town.held()] == [None]


def test_what_is_kept_for_it_holds_no_number_and_no_plain_id(town: Town) -> None:
    town.carrier.text(MAYA, "hello")
    sid = next(m.sid for m in town.carrier.messages() if m.direction == "inbound")
    kept = b"\n".join(
        value if isinstance(value, bytes) else str(value).encode()
        for row in town.held()
        for value in row
    )
    assert sid.encode() not in kept and b"3000001" not in kept


def test_the_trail_of_a_need(town: Town) -> None:
    for words in ("need food harbour today 2", "1", "1", "drop"):
        town.line.text(MAYA, words)
    settle_down(town.app)
    with town.app.database.reading() as db:
        kinds = list(db.execute(select(events.c.kind).order_by(events.c.id)).scalars())
        newest = audit_log.latest(db, 1)[0]
    assert (kinds[0], kinds[-1]) == ("need_opened", "need_withdrawn")
    assert newest.kind == "need_withdrawn" and newest.need_id and newest.member_id


def test_the_trail_takes_no_event_that_it_does_not_know(app: App) -> None:
    with app.database.writing() as db, pytest.raises(audit_log.UnknownEvent):
        audit_log.note(db, "gossip", app.clock())
