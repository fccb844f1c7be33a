"""Every check of the auditor finds what it is for: each broken promise, planted in a real database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hotline.audit import sealed, shape
from hotline.audit.report import CHECKS, AuditReport, audit
from hotline.domain import transitions
from hotline.store.db.encryption import SEALED
from hotline.store.schema import metadata
from tests.audit.planting import LONG_AGO, NOW, Soil, soil

Plant = Callable[[Soil], Any]
_LATER = NOW + timedelta(hours=1)


def _need(ground: Soil, state: str, **values: Any) -> int:
    return ground.row("needs", state=state, **values)


def _member(ground: Soil, state: str = "active", **values: Any) -> int:
    return ground.row("members", state=state, phone_index=None, **values)


def _text(ground: Soil, state: str = "sent", **values: Any) -> int:
    return ground.row("outbox", **{"state": state, "tries": 0, "kind": "notice", **values})


def _two_winners(ground: Soil, overlap: timedelta = timedelta(minutes=4)) -> None:
    ended = NOW + timedelta(minutes=5)
    for helper, opened in ((1, NOW), (2, ended - overlap)):
        ground.row(
            "matches", need_id=7, helper_id=helper, state="done", opened_at=opened, ended_at=ended
        )


def _match_without_its_need(ground: Soil) -> None:
    ground.row("matches", need_id=_need(ground, "done"), state="open")


def _helps_themselves(ground: Soil) -> None:
    need = _need(ground, "done", asker_id=5)
    ground.row("matches", need_id=need, state="done", asker_id=5, helper_id=5)


def _nobody_hears(ground: Soil) -> None:
    ground.row("asks", need_id=_need(ground, "done"), state="sent")


def _asked_again(ground: Soil) -> None:
    for wave, state in ((1, "declined"), (2, "sent")):
        ground.row("asks", need_id=7, member_id=5, wave=wave, state=state)


def _ask_never_left(ground: Soil) -> None:
    _text(ground, "queued", ask_id=ground.row("asks", state="sent", sent_at=NOW))


def _nobody_told(ground: Soil) -> None:
    for kind in ("reply", "notice"):  # from before: what is missing was not deleted with time
        _text(ground, kind=kind, created_at=LONG_AGO)
    two = {"asker_id": _member(ground), "helper_id": _member(ground)}
    ground.row("matches", state="done", opened_at=NOW, **two)


def _told_twice(ground: Soil) -> None:
    asker = _member(ground)
    ground.row("matches", state="done", need_id=7, asker_id=asker, opened_at=NOW)
    for _ in range(2):
        _text(ground, member_id=asker, need_id=7, created_at=NOW)


def _not_told_covered(ground: Soil) -> None:
    ground.row("asks", state="covered", member_id=_member(ground), sent_at=NOW)


def _gone_and_in_it(ground: Soil) -> None:
    _need(ground, "seeking", asker_id=_member(ground, "opted_out"))


def _claimed_twice(ground: Soil) -> None:
    ground.run("ALTER TABLE inbound_messages RENAME TO inbound_kept")
    ground.run("CREATE TABLE inbound_messages AS SELECT * FROM inbound_kept")
    for _ in range(2):
        ground.row("inbound_messages", sid_hash=bytes(32))


def _answered_twice(ground: Soil) -> None:
    for moment in (NOW, _LATER):
        _text(ground, inline=True, inbound_id=7, created_at=moment)


def _under_way_and_not(ground: Soil) -> None:
    ground.row("attempts", message_id=_text(ground, "queued", tries=1), state="started")


def _one_for_two(ground: Soil) -> None:
    for _ in range(2):
        ground.row("attempts", state="accepted", sid_hash=b"s" * 32)


def _ring_after_the_call(ground: Soil) -> None:
    call = ground.row("calls", state="closed", ended_at=LONG_AGO)
    ground.row("rings", call_id=call, state="ringing")


def _in_time(table: str, **values: Any) -> Plant:
    return lambda ground: ground.row(table, **values)


def _goes_on(ground: Soil) -> None:
    ended = ground.row("broadcasts", state="stopped", approved_at=NOW)
    ground.row(
        "broadcast_recipients",
        broadcast_id=ended,
        message_id=_text(ground, "queued", due_at=LONG_AGO),
    )


PLANTS: dict[str, Plant] = {
    "broadcast without a second person": _in_time(
        "broadcasts", state="going", approved_at=NOW, written_by=7, approved_by=7
    ),
    "agreed to by whoever proposed it": _in_time(
        "proposals", state="agreed", written_by=7, agreed_by=7
    ),
    "broadcast going on after its stop": _goes_on,
    "broadcast nobody counts": lambda g: _text(g, "delivered", kind="broadcast"),
    "stuck: broadcast": _in_time("broadcasts", state="going", due_at=LONG_AGO),
    "stuck: shift that nobody takes": _in_time("shifts", state="offered", due_at=LONG_AGO),
    "stuck: event to be chained": _in_time("events", seq=None, at=LONG_AGO),
    "stuck: act of the staff to be chained": _in_time("console_actions", seq=None, at=LONG_AGO),
    "dangling reference": _in_time("reference_numbers", free_at=None),
    "need without a dispatch": lambda g: _need(g, "seeking", due_at=None),
    "need with nobody looking after it": lambda g: _need(g, "escalated"),
    "need matched with nobody": lambda g: _need(g, "matched"),
    "closed need without its end": lambda g: _need(g, "done", closed_at=None),
    "reference lost": lambda g: _need(g, "seeking", reference="4711"),
    "two winners": _two_winners,
    "match without its need": _match_without_its_need,
    "asker helps themselves": _helps_themselves,
    "acceptance without a match": _in_time("asks", state="accepted"),
    "ask nobody hears of": _nobody_hears,
    "ask without its text": _in_time("asks", state="queued"),
    "asked twice": lambda g: [_text(g, ask_id=7) for _ in range(2)],
    "asked again": _asked_again,
    "ask counted as sent that never left": _ask_never_left,
    "asker not told": _nobody_told,
    "helper not told": _nobody_told,
    "asker told twice": _told_twice,
    "covered and not told": _not_told_covered,
    "gone, and still in it": _gone_and_in_it,
    "erased and still known": lambda g: _member(g, "erased", phone=b"x"),
    "inbound answered twice": _answered_twice,
    "answer to nothing": lambda g: _text(g, inline=True),
    "sent without a try": lambda g: _text(g, "sent"),
    "tries do not add up": lambda g: _text(g, tries=3),
    "text under way and not": _under_way_and_not,
    "left, and nobody knows when": lambda g: _text(g, "delivered", sent_at=None),
    "one text of the provider for two of ours": _one_for_two,
    "stuck: dispatch": lambda g: _need(g, "seeking", due_at=LONG_AGO),
    "stuck: expiry": lambda g: _need(g, "seeking", due_at=_LATER, expires_at=LONG_AGO),
    "stuck: follow-up": lambda g: _need(g, "matched", follow_up_at=LONG_AGO),
    "stuck: text to be sent": lambda g: _text(g, "queued", due_at=LONG_AGO),
    "stuck: text nobody knows about": lambda g: _text(g, "unclear", due_at=LONG_AGO),
    "stuck: call to be placed": _in_time("call_orders", state="queued", due_at=LONG_AGO),
    "stuck: call that is over": _in_time("calls", state="open", closes_at=LONG_AGO),
    "stuck: recording": _in_time("recordings", state="kept", due_at=LONG_AGO),
    "stuck: copy at the provider": _in_time("provider_copies", due_at=LONG_AGO),
    "stuck: bridge": _in_time("bridges", state="asking", due_at=LONG_AGO),
    "stuck: ring of a call that is over": _ring_after_the_call,
}
PLANTS |= {f"state of {table}": _in_time(table, state="strange"[:8]) for table in shape.STATES}
PLANTS |= {
    f"dangling {table}.{column}": _in_time(table, **{column: "9" if column == "version" else 9})
    for table, links in shape.LINKS.items()
    for column in links
}
PLANTS["inbound claimed twice"] = _claimed_twice  # the last: its table has no references any more


def test_every_check_has_something_planted_for_it() -> None:
    assert {check.name for check in CHECKS} == set(PLANTS)
    assert len(CHECKS) == len(PLANTS)


def test_whatever_is_planted_is_named(database_url: str) -> None:
    """One after the other in one database: each adds rows to what its check finds."""
    before = audit(database_url, now=NOW)
    for name, plant in PLANTS.items():
        with soil(database_url) as ground:
            plant(ground)
        after = audit(database_url, now=NOW)
        assert found_by(name, after) > found_by(name, before), name
        before = after


def test_a_clock_set_right_between_two_matches_makes_no_second_winner(database_url: str) -> None:
    with soil(database_url) as ground:
        _two_winners(ground, overlap=timedelta(seconds=20))
    assert not found_by("two winners", audit(database_url, now=NOW))


def found_by(name: str, report: AuditReport) -> set[Any]:
    return {i for finding in report.findings if finding.check == name for i in finding.ids}


def test_every_state_and_every_link_of_the_schema_is_looked_at() -> None:
    kept_open = {"flow_sessions"}  # its state is the sealed session, no word of a table
    with_state = {name for name, table in metadata.tables.items() if "state" in table.columns}
    assert with_state - kept_open == set(shape.STATES)
    links = {
        (table.name, key.parent.name, key.column.table.name)
        for table in metadata.sorted_tables
        for key in table.foreign_keys
    }
    assert links == {(t, c, to) for t, columns in shape.LINKS.items() for c, to in columns.items()}
    assert {table.states for table in transitions.TABLES} <= set(shape.STATES.values())


def test_everything_sealed_is_opened() -> None:
    assert {f"{table}.{column}" for table, column, _ in sealed.COLUMNS} == {c.place for c in SEALED}
