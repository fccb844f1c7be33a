"""Every kind of message against every reason not to be told, through the real way out: nothing leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from flows.prompts import Prompt
from hotline.carrier.server import Carrier
from hotline.domain.messages import About, Kind
from hotline.domain.reachability import Drop, Message, Send, Way
from hotline.services import deliver
from hotline.services.calls import ordering, placing
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, at_a_desk
from hotline.services.outbound import facts
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.news import News, remembered
from hotline.services.outbound.notify import notify
from hotline.store import asks, broadcast_readers, members, needs, ringing
from hotline.store.schema import members as members_table
from hotline.store.schema import outbox
from hotline.store.vault import MEMBER_PHONE
from tests.conftest import FakeClock
from tests.integration.texts import new_number
from tests.support_house import enrol, greet_everybody, id_of, rows

BEGUN = (Kind.RELAY, Kind.NOTICE, Kind.ASK, Kind.QUESTION, Kind.BROADCAST)
PURPOSES = (facts.ASK, facts.NEWS, facts.QUESTION, facts.BRIDGE)
_SAID = News("expired-asker", {"reference": "47"}, datetime(2026, 3, 2, 9, tzinfo=UTC))
NEWS = {"news": [remembered(_SAID)], "tries": 0}
# The test clock stands at eleven in Beirut, two hours ahead of UTC.
MIDNIGHT = datetime(2026, 3, 2, 22, tzinfo=UTC)


@dataclass
class Case:
    """One member, and what is to be told to them: about the need of another one, or of their own."""

    member_id: int
    number: str
    other_id: int
    need_id: int
    ask_id: int


Reason = Callable[[Desk, Case], None]


def setting(**values: object) -> Reason:
    return lambda desk, case: members.change(desk.db, case.member_id, **values)


def erased(desk: Desk, case: Case) -> None:
    members.change(desk.db, case.member_id, state="erased", phone=None, phone_index=None)


def hidden(desk: Desk, case: Case) -> None:
    members.change(desk.db, case.member_id, hidden_at=desk.now)


def abroad(desk: Desk, case: Case) -> None:
    sealed = desk.house.vault.seal(MEMBER_PHONE, case.member_id, "+447911123456")
    members.change(desk.db, case.member_id, phone=sealed)


def kept_apart(desk: Desk, case: Case) -> None:
    members.avoid(desk.db, case.other_id, case.member_id)


def for_the_ear(desk: Desk, case: Case) -> None:
    needs.change(desk.db, case.need_id, asker_id=case.member_id, heard_only=True)


NOT_BY_TEXT: dict[str, tuple[Reason, tuple[Kind, ...]]] = {
    "blocked": (setting(state="blocked"), BEGUN),
    "opted out": (setting(state="opted_out"), BEGUN),
    "erased": (erased, BEGUN),
    "hidden": (hidden, BEGUN),
    "abroad": (abroad, BEGUN),
    "no texts": (setting(by_call=True, call_safe="no"), BEGUN),
    "own hours": (setting(safe_from=18 * 60, safe_until=20 * 60), BEGUN),
    "the PIN": (setting(pin_in_texts=True), (Kind.RELAY, Kind.BROADCAST)),
    "kept apart": (kept_apart, (Kind.RELAY, Kind.ASK)),
    "for the ear": (for_the_ear, (Kind.RELAY, Kind.NOTICE, Kind.QUESTION)),
}
NOT_BY_CALL: dict[str, Reason] = {
    "blocked": setting(state="blocked"),
    "opted out": setting(state="opted_out"),
    "erased": erased,
    "hidden": hidden,
    "abroad": abroad,
    "no calls": setting(call_safe="no"),
    "own hours": setting(safe_from=18 * 60, safe_until=20 * 60),
}
IN_QUIET_HOURS = (Kind.ASK, Kind.QUESTION, Kind.BROADCAST)
IN_QUIET_HOURS_BY_CALL = (facts.ASK, facts.NEWS, facts.QUESTION)


@pytest.fixture
def cases(house: House) -> Iterator[Callable[[], Case]]:
    """Members who may be told everything, each with a need to be told of; a new one each time."""

    def new() -> Case:
        numbers = new_number(), new_number()
        enrol(house, *(("", number, "en", "food", "all", "0") for number in numbers))
        greet_everybody(house)
        return at_a_desk(house, lambda desk: _with_need(desk, *numbers))

    yield new


def _with_need(desk: Desk, number: str, other: str) -> Case:
    me, them = id_of(desk.house, number), id_of(desk.house, other)
    members.change(desk.db, me, call_safe="yes")
    need = needs.open_new(
        desk.db,
        desk.house.vault,
        words=None,
        now=desk.now,
        asker_id=them,
        category="food",
        area="harbour",
        wanted="today",
        people=2,
        language="en",
        urgent=False,
        due_at=None,
        asking_at=None,
        expires_at=desk.now + timedelta(days=2),
    )
    ask_id = asks.add(desk.db, need.id, me, 1, desk.now, desk.now + timedelta(minutes=10))
    return Case(me, number, them, need.id, ask_id)


def envelope(case: Case, kind: Kind) -> Envelope:
    """Something of this kind to be told."""
    ask_id = case.ask_id if kind is Kind.ASK else None
    author_id = case.other_id if kind is Kind.RELAY else None
    return Envelope(
        member_id=case.member_id,
        prompts=[] if kind is Kind.BROADCAST else [Prompt("expired-asker", {"reference": "47"})],
        words="Bread at the school." if kind is Kind.BROADCAST else None,
        kind=kind,
        about=About(need_id=case.need_id, ask_id=ask_id, author_id=author_id),
    )


def begin(house: House, case: Case, kind: Kind) -> None:
    at_a_desk(house, lambda desk: notify(desk, envelope(case, kind)))


def order(house: House, case: Case, purpose: str) -> None:
    """A call for this purpose, if it may be ordered."""
    memory = {facts.NEWS: NEWS, facts.QUESTION: {"talk": 0}}.get(purpose)
    about = {"ask_id": case.ask_id} if purpose == facts.ASK else {}
    at_a_desk(
        house,
        lambda desk: ordering.order(
            desk, case.member_id, purpose=purpose, place=purpose, memory=memory, **about
        ),
    )


def work(house: House) -> None:
    """Everything leaves that may."""
    deliver.run(house)
    placing.run(house)


def left(carrier: Carrier) -> list[str]:
    """The numbers that anything left for, but that words wait for the PIN."""
    texts = [text.to for text in carrier.messages() if "secret number" not in text.body]
    return texts + [call.to for call in carrier.calls()]


# --- texts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", BEGUN)
def test_nothing_stands_in_the_way_of_anybody_else(
    house: House, carrier: Carrier, cases: Callable[[], Case], kind: Kind
) -> None:
    case = cases()
    begin(house, case, kind)
    work(house)
    assert left(carrier) == [case.number]


@pytest.mark.parametrize("why", NOT_BY_TEXT)
def test_nothing_is_begun_to_be_told(
    house: House, carrier: Carrier, cases: Callable[[], Case], why: str
) -> None:
    stands, kinds = NOT_BY_TEXT[why]
    for kind in kinds:
        case = cases()
        at_a_desk(house, lambda desk, one=case: stands(desk, one))  # type: ignore[misc]
        begin(house, case, kind)
    work(house)
    assert not left(carrier)


@pytest.mark.parametrize("why", NOT_BY_TEXT)
def test_nothing_leaves_that_was_begun_before(
    house: House, carrier: Carrier, cases: Callable[[], Case], why: str
) -> None:
    stands, kinds = NOT_BY_TEXT[why]
    for kind in kinds:
        case = cases()
        begin(house, case, kind)
        at_a_desk(house, lambda desk, one=case: stands(desk, one))  # type: ignore[misc]
    work(house)
    assert not left(carrier)


@pytest.mark.parametrize("kind", BEGUN)
def test_in_quiet_hours_nobody_is_asked_and_many_are_not_written_to(
    house: House, carrier: Carrier, clock: FakeClock, cases: Callable[[], Case], kind: Kind
) -> None:
    before, after = cases(), cases()
    begin(house, before, kind)
    clock.now = MIDNIGHT
    begin(house, after, kind)
    work(house)
    held = kind in IN_QUIET_HOURS
    assert len(left(carrier)) == (0 if held else 2)
    if kind is Kind.ASK:  # it does not count as silence
        with house.database.reading() as db:
            assert asks.get(db, before.ask_id).lapses_at >= MIDNIGHT + timedelta(hours=8)
    clock.now = MIDNIGHT + timedelta(hours=9)
    work(house)
    assert sorted(left(carrier)) == sorted([before.number, after.number])


def test_words_that_waited_do_not_reach_whoever_was_kept_apart_since_and_nobody_hears_of_it(
    house: House, carrier: Carrier, cases: Callable[[], Case]
) -> None:
    case = cases()
    begin(house, case, Kind.RELAY)
    at_a_desk(house, lambda desk: kept_apart(desk, case))
    work(house)
    (row,) = rows(house, outbox)
    assert (row.state, row.error) == ("canceled", "stopped")


def test_an_answer_from_before_they_hid_is_not_sent_again(
    house: House, carrier: Carrier, clock: FakeClock, cases: Callable[[], Case]
) -> None:
    """It got lost on its way back, and would be sent by itself now."""
    old, new = cases(), cases()
    for case in (old, new):
        begin(house, case, Kind.NOTICE)
    with house.database.writing() as db:
        db.execute(update(outbox).values(kind="reply"))
        members.change(db, old.member_id, hidden_at=clock() + timedelta(seconds=1))
        members.change(db, new.member_id, hidden_at=clock())
    work(house)
    assert left(carrier) == [new.number]


# --- calls ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", PURPOSES)
def test_nothing_stands_in_the_way_of_a_call(
    house: House, carrier: Carrier, cases: Callable[[], Case], purpose: str
) -> None:
    case = cases()
    order(house, case, purpose)
    work(house)
    assert left(carrier) == [case.number]


@pytest.mark.parametrize("why", NOT_BY_CALL)
def test_no_phone_rings_whose_member_may_not_be_rung(
    house: House, carrier: Carrier, cases: Callable[[], Case], why: str
) -> None:
    for purpose in PURPOSES:
        before, after = cases(), cases()
        order(house, before, purpose)
        for case in (before, after):
            at_a_desk(house, lambda desk, one=case: NOT_BY_CALL[why](desk, one))  # type: ignore[misc]
        order(house, after, purpose)
    work(house)
    assert not left(carrier)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_no_phone_rings_in_quiet_hours_about_what_can_wait(
    house: House, carrier: Carrier, clock: FakeClock, cases: Callable[[], Case], purpose: str
) -> None:
    before, after = cases(), cases()
    order(house, before, purpose)
    clock.now = MIDNIGHT
    order(house, after, purpose)
    work(house)
    assert len(left(carrier)) == (0 if purpose in IN_QUIET_HOURS_BY_CALL else 2)


# --- the statements that choose many at once ------------------------------------------------------


def test_whom_statements_choose_is_whom_the_decision_lets(
    house: House, cases: Callable[[], Case]
) -> None:
    """Those that look through everybody leave out nobody who may be reached, and whoever else they
    bring is dropped by the decision."""
    people = [cases() for _ in range(2 * 4)]
    values = [
        dict(zip(("state", "hidden_at", "call_safe", "by_call"), each, strict=True))
        for each in _STANDINGS
    ]
    for case, each in zip(people, values, strict=True):
        at_a_desk(
            house, lambda desk, one=case, to=each: members.change(desk.db, one.member_id, **to)
        )  # type: ignore[misc]
    ids = [case.member_id for case in people]
    with house.database.reading() as db:
        desk = Desk(house, db, house.clock())
        every = {one: members.get(db, one) for one in ids}
        ring = Message(Kind.RING, Way.CALL)
        rung = {one for one, who in every.items() if isinstance(facts.may(desk, who, ring), Send)}
        assert {one.member_id for one in ringing.rostered(db, ids)} == rung
        many = Message(Kind.BROADCAST)
        written = {
            o for o, who in every.items() if not isinstance(facts.may(desk, who, many), Drop)
        }
        meant = {one for one in ids if broadcast_readers.still_meant(db, one, 0)}
        assert meant == written
        db.rollback()
    with house.database.writing() as db:
        db.execute(update(members_table).values(level=3))
    with house.database.reading() as db:
        desk = Desk(house, db, house.clock())
        told = {
            one
            for one in ids
            if not isinstance(facts.may(desk, members.get(db, one), Message(Kind.NOTICE)), Drop)
        }
        assert told <= set(members.coordinators(db)) & set(ids)


_AT = datetime(2026, 3, 2, tzinfo=UTC)
_STANDINGS = (
    ("active", None, "unknown", False),
    ("active", None, "yes", True),
    ("active", None, "no", False),
    ("active", _AT, "yes", False),
    ("opted_out", None, "yes", False),
    ("blocked", None, "yes", False),
    ("erased", None, "unknown", False),
    ("active", None, "no", True),
)
