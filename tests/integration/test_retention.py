"""Retention on both databases: what goes when, what it leaves, and how one sees that it is late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from hotline.domain.statistics.counting import week_of
from hotline.services.delivery import redaction
from hotline.services.kernel.app import App
from hotline.services.members import erasure
from hotline.services.operations import health, retention
from hotline.services.sessions import recordings
from hotline.services.voice import call_steps
from hotline.services.voice.call_steps import Caller
from hotline.services.voice.events import HungUp
from hotline.store.needs import references
from hotline.store.schema import (
    asks,
    attempts,
    calls,
    events,
    flow_sessions,
    inbound_messages,
    matches,
    members,
    metadata,
    need_counts,
    needs,
    outbox,
    rings,
    threads,
)
from hotline.store.schema import references as reference_numbers
from tests.conftest import FakeClock
from tests.integration.texts import add_member, add_text, new_number
from tests.support_app import enrol, greet_everybody, rows, settle_down
from tests.support_line import Line, served
from tests.support_rows import add_row

MAYA, SAM, LINA, KIM = "+9613000001", "+9613000003", "+9613000004", "+96170000001"


@dataclass(frozen=True)
class Town:
    line: Line
    app: App
    clock: FakeClock

    def text(self, number: str, *words: str) -> None:
        for one in words:
            assert self.line.text(number, one).status == 200

    def ask(self) -> Any:
        """A new need of Maya's with words, asked about; its row."""
        self.text(MAYA, "need food harbour today 2", "some wisteria please", "1")
        settle_down(self.app)
        return rows(self.app, needs)[-1]

    def done(self) -> Any:
        """A need that Sam has met after seven minutes; its row."""
        need = self.ask()
        self.clock.advance(minutes=7)
        self.text(SAM, f"YES {need.reference}")
        self.text(MAYA, "marzipan at the gate")
        settle_down(self.app)
        self.text(SAM, f"DONE {need.reference}")
        settle_down(self.app)
        return need

    def dropped(self) -> Any:
        need = self.ask()
        self.text(MAYA, f"DROP {need.reference}")
        settle_down(self.app)
        return need

    def pass_time(self, **how_far: float) -> None:
        """What is due meanwhile is done, and the provider forgets."""
        self.clock.advance(**how_far)
        settle_down(self.app)
        recordings.run_due(self.app)
        self.clock.advance(minutes=1)
        settle_down(self.app)

    def retain(self) -> int:
        return retention.run_due(self.app, monotonic=lambda: 0.0)  # however slow this machine is

    @property
    def overdue(self) -> int:
        return health.current_health(self.app).removals_overdue

    def kept_words(self) -> int:
        with self.app.database.reading() as db:
            bodies = select(func.count()).where(outbox.c.body.is_not(None))
            words = select(func.count()).where(needs.c.words.is_not(None))
            return int(db.execute(bodies).scalar_one() + db.execute(words).scalar_one())


@pytest.fixture
def town(make_house: Callable[..., App], clock: FakeClock) -> Iterator[Town]:
    with served(make_house) as (line, app):
        enrol(
            app,
            ("Maya", MAYA, "en", "", "", "0"),
            ("Sam", SAM, "en", "food", "harbour", "1"),
            ("Lina", LINA, "en", "food", "harbour", "1"),
            ("Kim", KIM, "en", "", "", "3"),
        )
        greet_everybody(app)
        yield Town(line, app, clock)


def test_words_go_after_their_time_and_not_before(town: Town) -> None:
    town.done()
    town.pass_time(days=13)
    town.retain()
    before = town.kept_words()
    assert before > 5
    town.pass_time(days=1, hours=1)
    assert town.retain() >= before - 1  # what was asked afterwards is younger
    assert town.kept_words() <= 1
    assert town.retain() == 0


def test_the_words_of_a_need_that_nobody_will_meet_go_at_once(town: Town) -> None:
    town.dropped()
    town.retain()
    assert [row.words for row in rows(town.app, needs)] == [None]
    assert [row.state for row in rows(town.app, needs)] == ["withdrawn"]


def test_a_text_that_has_waited_so_long_is_not_sent_and_one_on_its_way_is_let_alone(
    town: Town,
) -> None:
    member_id = add_member(town.app, new_number())
    waiting = add_text(town.app, member_id)
    away = add_text(town.app, member_id)
    with town.app.database.writing() as db:
        need = add_row(db, needs)
        db.execute(update(outbox).where(outbox.c.id == waiting).values(need_id=need))
        db.execute(update(outbox).where(outbox.c.id == away).values(state="unclear"))
    town.clock.advance(days=15)
    town.retain()
    left = {row.id: (row.state, row.body is None) for row in rows(town.app, outbox)}
    assert left == {waiting: ("canceled", True), away: ("unclear", False)}
    assert town.overdue > 0  # it cannot be told what became of it: somebody must look


def test_closed_needs_are_reduced_to_counts(town: Town) -> None:
    done = town.done()
    town.clock.advance(hours=1)
    dropped = town.dropped()
    town.pass_time(days=29)
    town.retain()
    assert {row.id for row in rows(town.app, needs)} == {done.id, dropped.id}
    before = len([row for row in rows(town.app, outbox) if row.need_id == done.id])
    asked = len([row for row in rows(town.app, asks) if row.need_id == done.id])
    town.pass_time(days=2)
    town.retain()
    for table in (needs, asks, matches, outbox, attempts, threads):
        assert rows(town.app, table) == [], table.name
    counts = {row.outcome: row for row in rows(town.app, need_counts)}
    assert set(counts) == {"done", "withdrawn"}
    met = counts["done"]
    assert (met.week, met.category, met.yes_within) == (week_of(done.opened_at), "food", "15m")
    assert (met.needs, met.asks, met.texts) == (1, asked, before) and met.asks and met.texts
    assert counts["withdrawn"].yes_within == "never"
    assert rows(town.app, events)


def test_counts_of_the_same_kind_add_up(town: Town) -> None:
    for _ in range(3):
        town.dropped()
    town.pass_time(days=31)
    town.retain()
    assert town.retain() == 0
    (only,) = rows(town.app, need_counts)
    assert only.needs == 3


def test_a_need_that_is_open_stays_however_old(town: Town) -> None:
    need = town.ask()
    with town.app.database.writing() as db:
        values = {"expires_at": town.clock() + timedelta(days=100), "due_at": None}
        db.execute(update(needs).values(state="escalated", **values))
    town.clock.advance(days=60)
    town.retain()
    assert [row.id for row in rows(town.app, needs)] == [need.id]


def test_a_reference_rests_for_its_ninety_days_though_its_need_has_gone(town: Town) -> None:
    need = town.done()
    town.pass_time(days=31)
    town.retain()
    (kept,) = rows(town.app, reference_numbers)
    assert (kept.code, kept.free_at) == (need.reference, town.clock() + references.REST)
    town.text(MAYA, f"STATUS {need.reference}", f"DROP {need.reference}")  # means nothing any more
    town.clock.advance(days=90)
    town.retain()
    assert rows(town.app, reference_numbers) == []


def test_many_are_done_a_batch_at_a_time_and_nothing_is_left(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 3)
    monkeypatch.setattr(retention, "_NEEDS", 2)
    with town.app.database.writing() as db:
        for _ in range(5):
            add_row(db, needs, state="expired", closed_at=town.clock())
    member_id = add_member(town.app, new_number())
    for _ in range(7):
        add_text(town.app, member_id)
    town.clock.advance(days=31)
    assert town.retain() == 12
    assert rows(town.app, needs) == rows(town.app, outbox) == []


def test_where_time_is_up_the_rest_is_left_for_the_next_ring(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_text(town.app, add_member(town.app, new_number()))
    town.clock.advance(days=15)
    rung: list[str] = []
    monkeypatch.setattr(town.app.doorbell, "ring", rung.append)
    times = iter([0.0, *[9.0] * 100])
    assert retention.run_due(town.app, monotonic=lambda: next(times)) == 0
    assert rung == ["retain"] and town.kept_words() == 1


def test_what_comes_before_may_take_its_time_and_words_are_forgotten_all_the_same(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_text(town.app, add_member(town.app, new_number()))
    town.clock.advance(days=15)
    seconds = [0.0]
    monkeypatch.setattr(erasure, "sweep", lambda _: seconds.append(9.0))
    assert retention.run_due(town.app, monotonic=lambda: seconds[-1]) == 1
    assert town.kept_words() == 0


def test_talks_that_nobody_went_on_with_go_and_so_do_closed_ones_with_the_team(town: Town) -> None:
    town.text(MAYA, "need")
    town.text(LINA, "0")
    settle_down(town.app)
    (talk,) = rows(town.app, threads)
    town.text(KIM, f"DONE {talk.reference}")
    assert rows(town.app, flow_sessions) and rows(town.app, threads)
    town.pass_time(days=15)
    town.retain()
    assert rows(town.app, flow_sessions) == rows(town.app, threads) == []


def test_old_calls_are_nobodys_and_still_known_again(town: Town) -> None:
    caller = Caller("CA" + "3" * 32, MAYA)
    call_steps.arrive(town.app, caller)
    (call,) = rows(town.app, calls)
    call_steps.step(town.app, caller, call.id, 0, HungUp())
    with town.app.database.writing() as db:
        add_row(db, rings, call_id=call.id, state="over", rung_at=town.clock())
    (before,) = [row for row in rows(town.app, calls) if row.id == call.id]
    assert before.member_id is not None
    town.clock.advance(days=15)
    town.retain()
    (after,) = [row for row in rows(town.app, calls) if row.id == call.id]
    assert (after.member_id, after.language, after.state) == (None, None, "closed")
    assert rows(town.app, rings) == []
    call_steps.arrive(town.app, caller)
    assert len([row for row in rows(town.app, calls) if row.sid_hash == call.sid_hash]) == 1


def test_texts_that_were_handled_are_known_for_good(town: Town) -> None:
    sid = "SM" + "5" * 32
    town.line.text(MAYA, "need food harbour", sid)
    handled = len(rows(town.app, inbound_messages))
    town.pass_time(days=200)
    town.retain()
    assert town.line.text(MAYA, "need food harbour", sid).texts == []
    assert len(rows(town.app, inbound_messages)) == handled


def test_the_gauge_rises_an_hour_after_and_falls_when_it_is_done(town: Town) -> None:
    town.done()
    town.dropped()
    redaction.run_due(town.app)
    town.pass_time(days=13)
    town.retain()
    assert town.overdue == 0
    town.pass_time(days=1, minutes=30)
    assert town.overdue == 0
    town.pass_time(hours=1)
    assert town.overdue > 0
    town.retain()
    assert town.overdue == 0
    town.pass_time(days=17)
    assert town.overdue > 0
    town.retain()
    assert town.overdue == 0


def test_every_table_is_looked_after_or_said_to_stay() -> None:
    """A new table is to be put here, with a thought about how long its rows are kept."""
    looked_after = {
        "outbox", "attempts", "needs", "asks", "matches", "threads", "flow_sessions", "calls",
        "call_orders", "rings", "bridges", "recordings", "reference_numbers", "provider_copies",
        "pin_misses", "carried_asks", "carried_sides", "reports", "tallies", "forgotten_spend",
        "sign_in_misses", "console_sessions", "invitations",
        "broadcasts", "broadcast_texts", "broadcast_recipients", "uploads", "proposals",
        "shifts", "shift_asks", "events", "console_actions",
        "enrolments", "answered_challenges", "console_devices", "notices",
        "unread_words", "learned_words",
    }  # fmt: skip
    of_members = {
        "members",
        "member_languages",
        "offers",
        "offer_cells",
        "avoidances",
        "pins",
        "pin_tries",
        "blocks",
    }
    stay = {
        "data_keys", "suppressions", "kept_apart", "inbound_messages", "flow_versions", "leases", "processes",
        "record_ends", "need_counts", "reading_counts", "staff", "wordings", "recovery_codes", "passkeys",
    }  # fmt: skip
    assert set(metadata.tables) == looked_after | of_members | stay
    assert members.name in of_members
