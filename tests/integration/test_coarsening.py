"""Moments lose the minute when nobody needs it any more, and nothing that is still to be done does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hotline.services.kernel.app import App
from hotline.services.operations import coarsening
from hotline.store.messages import spending
from hotline.store.schema import (
    asks,
    calls,
    flow_sessions,
    matches,
    members,
    metadata,
    needs,
    outbox,
    rings,
)
from hotline.store.upkeep import coarsening as rows_of
from hotline.store.upkeep.moments import DECISIONS, Ahead, Passing, Past
from tests.conftest import FakeClock
from tests.support_app import rows
from tests.support_rows import add_row

AT = datetime(2026, 3, 2, 9, 17, 43, 219_000, tzinfo=UTC)
HOUR_OF = AT.replace(minute=0, second=0, microsecond=0)
DAY_OF = HOUR_OF.replace(hour=0)


def plant(app: App, table: Any, **values: object) -> int:
    with app.database.writing() as db:
        found = add_row(db, table, **values)
    assert found is not None
    return found


def swept(app: App, clock: FakeClock, later: timedelta) -> int:
    clock.now = AT + later
    return coarsening.run_due(app, monotonic=lambda: 0.0)  # to the end, however long it takes


def test_what_has_happened_keeps_the_hour_and_then_the_day(app: App, clock: FakeClock) -> None:
    plant(app, members, created_at=AT)
    moments = []
    for hours in (0.9, 1.1, 47, 49):
        swept(app, clock, timedelta(hours=hours))
        moments.append(rows(app, members)[0].created_at)
    assert moments == [AT, HOUR_OF, HOUR_OF, DAY_OF]


def test_a_sweep_ends_and_finds_nothing_more(app: App, clock: FakeClock) -> None:
    for table in map(metadata.tables.__getitem__, rows_of.tables()):
        plant(app, table, **{c.name: AT for c in table.columns if _is_swept(table, c.name)})
    assert swept(app, clock, timedelta(days=3)) > 20
    assert swept(app, clock, timedelta(days=3)) == 0
    for name in rows_of.tables():
        with app.database.reading() as db:
            assert rows_of.find(db, name, clock.now, 10) == []


def _is_swept(table: Any, column: str) -> bool:
    decided = DECISIONS.get(f"{table.name}.{column}")
    return isinstance(decided, Past | Ahead | Passing) and column != "last_asked_at"


def test_what_is_still_to_be_sent_or_answered_stays_exact(app: App, clock: FakeClock) -> None:
    plant(app, outbox, state="queued", due_at=AT, created_at=AT, turn=77)
    plant(app, asks, state="sent", created_at=AT, lapses_at=AT)
    plant(app, calls, state="open", started_at=AT, touched_at=AT, closes_at=AT)
    swept(app, clock, timedelta(hours=3))
    (text,), (ask,), (call,) = rows(app, outbox), rows(app, asks), rows(app, calls)
    assert (text.due_at, text.created_at, text.turn) == (AT, AT, 77)
    assert (ask.lapses_at, call.started_at, call.closes_at) == (AT, AT, AT)


def test_the_order_of_a_members_questions_outlives_their_minutes(
    app: App, clock: FakeClock
) -> None:
    member = plant(app, members)
    asked = [AT + timedelta(minutes=n) for n in (3, 1, 2)]
    ids = [plant(app, flow_sessions, member_id=member, asked_at=at, turn=50) for at in asked]
    swept(app, clock, timedelta(hours=2))
    found = {row.id: row for row in rows(app, flow_sessions)}
    assert {row.asked_at.replace(microsecond=0) for row in found.values()} == {HOUR_OF}
    assert sorted(ids, key=lambda one: found[one].asked_at) == [ids[1], ids[2], ids[0]]
    assert {row.turn for row in found.values()} == {0}


def test_the_texts_of_an_answer_stay_in_order_and_their_turns_tell_nothing(
    app: App, clock: FakeClock
) -> None:
    inbound = plant(app, metadata.tables["inbound_messages"])
    said = {"state": "delivered", "created_at": AT, "inbound_id": inbound}
    ids = [plant(app, outbox, turn=turn, **said) for turn in (5012, 5010, 5011)]
    swept(app, clock, timedelta(hours=2))
    turns = {row.id: row.turn for row in rows(app, outbox)}
    assert [turns[one] for one in ids] == [2, 0, 1]


def test_what_a_call_has_cost_is_the_same_afterwards(app: App, clock: FakeClock) -> None:
    times = {"started_at": AT, "ended_at": AT + timedelta(minutes=7, seconds=12)}
    call = plant(app, calls, state="closed", direction="inbound", sid_hash=b"c" * 32, **times)
    joined = {"joined_at": AT, "ended_at": AT + timedelta(minutes=4)}
    plant(app, rings, call_id=call, state="over", **joined)
    swept(app, clock, timedelta(hours=2))
    with app.database.reading() as db:
        lengths = spending.call_lengths(db, AT, clock.now)
    assert sorted(lengths["reply"]) == [timedelta(minutes=4), timedelta(minutes=8)]
    assert rows(app, calls)[0].started_at == HOUR_OF


def test_time_limits_far_off_are_put_off_to_the_hour(app: App, clock: FakeClock) -> None:
    soon, far = AT + timedelta(minutes=20), AT + timedelta(days=7)
    plant(app, needs, opened_at=AT, follow_up_at=soon, expires_at=far)
    swept(app, clock, timedelta(minutes=1))
    (need,) = rows(app, needs)
    assert (need.follow_up_at, need.expires_at) == (
        soon,
        HOUR_OF + timedelta(days=7, hours=1),
    )


def test_what_means_nothing_any_more_is_gone(app: App, clock: FakeClock) -> None:
    plant(app, members, in_flow_until=AT, unlocked_until=AT + timedelta(hours=2))
    plant(app, matches, state="done", relay_until=AT)
    swept(app, clock, timedelta(minutes=5))
    assert any(row.unlocked_until is not None for row in rows(app, members))
    assert {row.in_flow_until for row in rows(app, members)} == {None}
    assert rows(app, matches)[0].relay_until is None


def test_whoever_hides_has_hidden_before_anything_they_wrote_since(
    app: App, clock: FakeClock
) -> None:
    plant(app, members, hidden_at=AT)
    swept(app, clock, timedelta(hours=2))
    assert rows(app, members)[0].hidden_at == HOUR_OF + timedelta(hours=1)
