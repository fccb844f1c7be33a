"""Every kind of message against every reason not to be told, through the real way out: nothing leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from flows.text.prompts import Prompt
from hotline.domain.messages import About, Kind
from hotline.domain.reachability import Drop, Message, Send, Way
from hotline.services.delivery import deliver
from hotline.services.kernel.app import App
from hotline.services.kernel.call_memory import CallMemory
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.outbound import facts, order_calls
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.news import News, remembered
from hotline.services.outbound.notify import notify
from hotline.services.voice import originate
from hotline.simulator.server import Simulator
from hotline.store.db.encryption import MEMBER_PHONE
from hotline.store.messages import broadcast_readers
from hotline.store.needs import asks, needs
from hotline.store.people import members
from hotline.store.schema import members as members_table
from hotline.store.schema import needs as needs_table
from hotline.store.schema import outbox
from hotline.store.voice import ringing
from tests.conftest import FakeClock
from tests.integration.texts import new_number
from tests.support_app import enrol, greet_everybody, id_of, rows
from tests.support_rows import change_row

BEGUN = (Kind.RELAY, Kind.NOTICE, Kind.ASK, Kind.QUESTION, Kind.BROADCAST)
PURPOSES = (facts.ASK, facts.NEWS, facts.QUESTION, facts.BRIDGE)
_SAID = News("expired-asker", {"reference": "47"}, datetime(2026, 3, 2, 9, tzinfo=UTC))
NEWS: CallMemory = {"news": [remembered(_SAID)], "tries": 0}
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


Reason = Callable[[UnitOfWork, Case], None]


def setting(**values: object) -> Reason:
    return lambda uow, case: change_row(uow.db, members_table, case.member_id, **values)


def erased(uow: UnitOfWork, case: Case) -> None:
    gone = {"state": "erased", "phone": None, "phone_index": None}
    change_row(uow.db, members_table, case.member_id, **gone)


def hidden(uow: UnitOfWork, case: Case) -> None:
    members.change(uow.db, case.member_id, hidden_at=uow.now)


def abroad(uow: UnitOfWork, case: Case) -> None:
    sealed = uow.app.vault.seal(MEMBER_PHONE, case.member_id, "+447911123456")
    change_row(uow.db, members_table, case.member_id, phone=sealed)


def kept_apart(uow: UnitOfWork, case: Case) -> None:
    members.avoid(uow.db, case.other_id, case.member_id)


def for_the_ear(uow: UnitOfWork, case: Case) -> None:
    change_row(uow.db, needs_table, case.need_id, asker_id=case.member_id, heard_only=True)


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
def cases(app: App) -> Iterator[Callable[[], Case]]:
    """Members who may be told everything, each with a need to be told of; a new one each time."""

    def new() -> Case:
        numbers = new_number(), new_number()
        enrol(app, *(("", number, "en", "food", "all", "1") for number in numbers))
        greet_everybody(app)
        return in_unit_of_work(app, lambda uow: _with_need(uow, *numbers))

    yield new


def _with_need(uow: UnitOfWork, number: str, other: str) -> Case:
    me, them = id_of(uow.app, number), id_of(uow.app, other)
    members.change(uow.db, me, call_safe="yes")
    need = needs.open_new(
        uow.db,
        uow.app.vault,
        words=None,
        now=uow.now,
        asker_id=them,
        category="food",
        area="harbour",
        wanted="today",
        people=2,
        language="en",
        urgent=False,
        due_at=None,
        asking_at=None,
        expires_at=uow.now + timedelta(days=2),
    )
    ask_id = asks.add(uow.db, need.id, me, 1, uow.now, uow.now + timedelta(minutes=10))
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


def begin(app: App, case: Case, kind: Kind) -> None:
    in_unit_of_work(app, lambda uow: notify(uow, envelope(case, kind)))


def standing(app: App, how: Reason, case: Case) -> None:
    """Let it be so with this member."""
    in_unit_of_work(app, lambda uow: how(uow, case))


def order(app: App, case: Case, purpose: str) -> None:
    """A call for this purpose, if it may be ordered."""
    question: CallMemory = {"session": 0}
    memory = {facts.NEWS: NEWS, facts.QUESTION: question}.get(purpose)
    ask_id = case.ask_id if purpose == facts.ASK else None
    in_unit_of_work(
        app,
        lambda uow: order_calls.order(
            uow, case.member_id, purpose=purpose, node=purpose, memory=memory, ask_id=ask_id
        ),
    )


def work(app: App) -> None:
    """Everything leaves that may."""
    deliver.run(app, monotonic=lambda: 0.0)  # however slow this machine is
    originate.run(app)


def left(carrier: Simulator) -> list[str]:
    """The numbers that anything left for, but that words wait for the PIN."""
    texts = [text.to for text in carrier.messages() if "secret number" not in text.body]
    return texts + [call.to for call in carrier.calls()]


# --- texts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", BEGUN)
def test_nothing_stands_in_the_way_of_anybody_else(
    app: App, carrier: Simulator, cases: Callable[[], Case], kind: Kind
) -> None:
    case = cases()
    begin(app, case, kind)
    work(app)
    assert left(carrier) == [case.number]


@pytest.mark.parametrize("why", NOT_BY_TEXT)
def test_nothing_is_begun_to_be_told(
    app: App, carrier: Simulator, cases: Callable[[], Case], why: str
) -> None:
    stands, kinds = NOT_BY_TEXT[why]
    for kind in kinds:
        case = cases()
        standing(app, stands, case)
        begin(app, case, kind)
    work(app)
    assert not left(carrier)


@pytest.mark.parametrize("why", NOT_BY_TEXT)
def test_nothing_leaves_that_was_begun_before(
    app: App, carrier: Simulator, cases: Callable[[], Case], why: str
) -> None:
    stands, kinds = NOT_BY_TEXT[why]
    for kind in kinds:
        case = cases()
        begin(app, case, kind)
        standing(app, stands, case)
    work(app)
    assert not left(carrier)


@pytest.mark.parametrize("kind", BEGUN)
def test_in_quiet_hours_nobody_is_asked_and_many_are_not_written_to(
    app: App, carrier: Simulator, clock: FakeClock, cases: Callable[[], Case], kind: Kind
) -> None:
    before, after = cases(), cases()
    begin(app, before, kind)
    clock.now = MIDNIGHT
    begin(app, after, kind)
    work(app)
    held = kind in IN_QUIET_HOURS
    assert len(left(carrier)) == (0 if held else 2)
    if kind is Kind.ASK:  # it does not count as silence
        with app.database.reading() as db:
            assert asks.get(db, before.ask_id).lapses_at >= MIDNIGHT + timedelta(hours=8)
    clock.now = MIDNIGHT + timedelta(hours=9)
    work(app)
    assert sorted(left(carrier)) == sorted([before.number, after.number])


def test_words_that_waited_do_not_reach_whoever_was_kept_apart_since_and_nobody_hears_of_it(
    app: App, carrier: Simulator, cases: Callable[[], Case]
) -> None:
    case = cases()
    begin(app, case, Kind.RELAY)
    in_unit_of_work(app, lambda uow: kept_apart(uow, case))
    work(app)
    (row,) = rows(app, outbox)
    assert (row.state, row.error) == ("canceled", "stopped")


def test_an_answer_from_before_they_hid_is_not_sent_again(
    app: App, carrier: Simulator, clock: FakeClock, cases: Callable[[], Case]
) -> None:
    """It got lost on its way back, and would be sent by itself now."""
    old, new = cases(), cases()
    for case in (old, new):
        begin(app, case, Kind.NOTICE)
    with app.database.writing() as db:
        db.execute(update(outbox).values(kind="reply"))
        members.change(db, old.member_id, hidden_at=clock() + timedelta(seconds=1))
        members.change(db, new.member_id, hidden_at=clock())
    work(app)
    assert left(carrier) == [new.number]


# --- calls ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", PURPOSES)
def test_nothing_stands_in_the_way_of_a_call(
    app: App, carrier: Simulator, cases: Callable[[], Case], purpose: str
) -> None:
    case = cases()
    order(app, case, purpose)
    work(app)
    assert left(carrier) == [case.number]


@pytest.mark.parametrize("why", NOT_BY_CALL)
def test_no_phone_rings_whose_member_may_not_be_rung(
    app: App, carrier: Simulator, cases: Callable[[], Case], why: str
) -> None:
    for purpose in PURPOSES:
        before, after = cases(), cases()
        order(app, before, purpose)
        for case in (before, after):
            standing(app, NOT_BY_CALL[why], case)
        order(app, after, purpose)
    work(app)
    assert not left(carrier)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_no_phone_rings_in_quiet_hours_about_what_can_wait(
    app: App, carrier: Simulator, clock: FakeClock, cases: Callable[[], Case], purpose: str
) -> None:
    before, after = cases(), cases()
    order(app, before, purpose)
    clock.now = MIDNIGHT
    order(app, after, purpose)
    work(app)
    assert len(left(carrier)) == (0 if purpose in IN_QUIET_HOURS_BY_CALL else 2)
    clock.now = MIDNIGHT + timedelta(hours=8, minutes=1)
    work(app)
    assert sorted(left(carrier)) == sorted([before.number, after.number])


# --- the statements that choose many at once ------------------------------------------------------


def test_whom_statements_choose_is_whom_the_decision_lets(
    app: App, cases: Callable[[], Case]
) -> None:
    """Those that look through everybody leave out nobody who may be reached, and whoever else they
    bring is dropped by the decision."""
    people = [cases() for _ in range(2 * 4)]
    values = [
        dict(zip(("state", "hidden_at", "call_safe", "by_call"), each, strict=True))
        for each in _STANDINGS
    ]
    for case, each in zip(people, values, strict=True):
        standing(app, setting(**each), case)
    ids = [case.member_id for case in people]
    with app.database.reading() as db:
        uow = UnitOfWork(app, db, app.clock())
        every = {one: members.get(db, one) for one in ids}
        ring = Message(Kind.RING, Way.CALL)
        rung = {one for one, who in every.items() if isinstance(facts.may(uow, who, ring), Send)}
        assert {one.member_id for one in ringing.rostered(db, ids)} == rung
        many = Message(Kind.BROADCAST)
        written = {o for o, who in every.items() if not isinstance(facts.may(uow, who, many), Drop)}
        meant = {one for one in ids if broadcast_readers.still_meant(db, one, 0)}
        assert meant == written
        db.rollback()
    with app.database.writing() as db:
        db.execute(update(members_table).values(level=3))
    with app.database.reading() as db:
        uow = UnitOfWork(app, db, app.clock())
        told = {
            one
            for one in ids
            if not isinstance(facts.may(uow, members.get(db, one), Message(Kind.NOTICE)), Drop)
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
