"""Whoever may not be told is never told: by any kind of message, by either way, at any hour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.domain.messages import Kind
from hotline.domain.reachability import (
    GATHERING,
    HELD_FOR,
    LOOKED_AFTER,
    CallInstead,
    Decision,
    Drop,
    HoldUntil,
    KeepForTheEar,
    Message,
    Reason,
    Recipient,
    Send,
    Way,
    decide,
    waits_for_morning,
    waits_for_own_hours,
    waits_for_vouching,
)
from hotline.domain.schedule import QuietHours, in_quiet_hours

BEIRUT = ZoneInfo("Asia/Beirut")
NIGHT = QuietHours(time(22), time(8), BEIRUT)
NOON = datetime(2026, 3, 2, 10, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 2, 22, tzinfo=UTC)
TEXTS = (Kind.REPLY, Kind.RELAY, Kind.NOTICE, Kind.ASK, Kind.QUESTION, Kind.BROADCAST)
CALLS = (Kind.NOTICE, Kind.ASK, Kind.QUESTION, Kind.BRIDGE, Kind.RING, Kind.CALL_BACK)
ANSWERS = (Kind.REPLY, Kind.CALL_BACK)
WAYS = [(kind, Way.TEXT) for kind in TEXTS] + [(kind, Way.CALL) for kind in CALLS]
BETWEEN_TWO = [way for way in WAYS if way[0] in (Kind.RELAY, Kind.ASK, Kind.BRIDGE, Kind.RING)]

clocks = st.integers(0, 24 * 60 - 1).map(lambda minutes: time(*divmod(minutes, 60)))
# The nights on which Beirut's clocks change are among them.
moments = st.integers(0, 365 * 24 * 12).map(
    lambda steps: datetime(2026, 1, 1, tzinfo=UTC) + steps * timedelta(minutes=5)
)
hours = st.builds(QuietHours, clocks, clocks, st.just(BEIRUT))
maybe = st.booleans()


@st.composite
def messages(
    draw: st.DrawFn, kinds: list[tuple[Kind, Way]] = WAYS, *, plain: bool = False
) -> Message:
    """Any message; a `plain` one has nothing of its own that speaks against it for good."""
    kind, way = draw(st.sampled_from(kinds))
    against = st.just(False) if plain else maybe
    return Message(
        kind,
        way,
        urgent=draw(maybe),
        said_at=draw(st.none() | moments),
        due_at=draw(st.none() | moments),
        wanted=draw(maybe) if kind is Kind.BRIDGE else False,
        waits=draw(maybe),
        gathers=draw(maybe),
        needless_by_call=draw(against),
        for_the_ear=draw(against),
        kept_apart=draw(against),
        withdrawn=draw(against),
        forgotten=draw(against),
    )


recipients = st.builds(
    Recipient,
    state=st.sampled_from(("active", "opted_out", "blocked", "erased", "stranger")),
    hidden_at=st.none() | moments,
    in_reach=maybe,
    no_texts=maybe,
    calls=st.sampled_from(("unknown", "yes", "no")),
    unsafe=st.none() | hours,
    locked=maybe,
    busy_until=st.none() | moments,
)
# Nothing that stands for good in the way, so that the hours are what is looked at.
free = st.builds(
    Recipient,
    state=st.just("active"),
    calls=st.sampled_from(("unknown", "yes")),
    no_texts=maybe,
    unsafe=st.none() | hours,
    locked=maybe,
    busy_until=st.none() | moments,
)


# --- never ---------------------------------------------------------------------------------------

Against = Callable[[Message, Recipient, datetime], tuple[Message, Recipient]]
AGAINST: dict[str, Against] = {
    **{
        state: lambda message, to, _, state=state: (message, replace(to, state=state))  # type: ignore[misc]
        for state in ("opted_out", "blocked", "erased", "stranger")
    },
    "hidden": lambda message, to, then: (message, replace(to, hidden_at=then)),
    "out of reach": lambda message, to, _: (message, replace(to, in_reach=False)),
    "withdrawn": lambda message, to, _: (replace(message, withdrawn=True), to),
    "forgotten": lambda message, to, _: (replace(message, forgotten=True), to),
}
BEGUN = [way for way in WAYS if way[0] not in ANSWERS]
BEGUN_TEXTS = [way for way in BEGUN if way[1] is Way.TEXT]


@pytest.mark.parametrize("why", AGAINST)
@settings(max_examples=60)
@given(messages(BEGUN, plain=True), free, moments, moments, hours)
def test_whoever_may_not_be_told_is_never_told(
    why: str, message: Message, to: Recipient, then: datetime, now: datetime, quiet: QuietHours
) -> None:
    """One reason is enough, whatever it is and at any hour; nothing else speaks against it here."""
    assert isinstance(decide(*AGAINST[why](message, to, then), now, quiet), Drop)


@given(messages(), recipients, moments, hours)
def test_nor_where_many_reasons_meet(
    message: Message, to: Recipient, now: datetime, quiet: QuietHours
) -> None:
    decision = decide(message, to, now, quiet)
    if to.state in ("blocked", "erased") or not to.in_reach or message.forgotten:
        assert isinstance(decision, Drop)
    if message.kind in ANSWERS:
        assert decision == Send(Reason.ANSWERS) or isinstance(decision, Drop)
    elif to.state != "active" or to.hidden_at is not None:
        assert isinstance(decision, Drop)


@given(messages([(Kind.REPLY, Way.TEXT)], plain=True), free, moments, moments, moments, hours)
def test_an_answer_from_before_they_hid_is_not_sent_again(
    message: Message,
    to: Recipient,
    said: datetime,
    hidden: datetime,
    now: datetime,
    quiet: QuietHours,
) -> None:
    decision = decide(replace(message, said_at=said), replace(to, hidden_at=hidden), now, quiet)
    assert isinstance(decision, Drop) is (said < hidden)


@given(messages(BETWEEN_TWO, plain=True), free, moments, hours)
def test_two_who_are_kept_apart_are_brought_together_by_nothing(
    message: Message, to: Recipient, now: datetime, quiet: QuietHours
) -> None:
    assert isinstance(decide(replace(message, kept_apart=True), to, now, quiet), Drop)


# --- by which way --------------------------------------------------------------------------------


@given(messages(BEGUN_TEXTS, plain=True), free, moments, hours)
def test_nothing_is_texted_to_whoever_gets_no_texts(
    message: Message, to: Recipient, now: datetime, quiet: QuietHours
) -> None:
    decision = decide(message, replace(to, no_texts=True), now, quiet)
    assert isinstance(decision, CallInstead | Drop)
    assert isinstance(decision, Drop) is (message.kind is Kind.BROADCAST)


@given(messages(BEGUN_TEXTS, plain=True), free, moments, hours)
def test_nothing_leaves_that_is_for_the_ear_alone(
    message: Message, to: Recipient, now: datetime, quiet: QuietHours
) -> None:
    decision = decide(replace(message, for_the_ear=True), to, now, quiet)
    assert decision == KeepForTheEar()


@given(messages(BEGUN, plain=True), free, moments, hours)
def test_no_phone_rings_where_calls_are_not_safe(
    message: Message, to: Recipient, now: datetime, quiet: QuietHours
) -> None:
    decision = decide(message, replace(to, calls="no"), now, quiet)
    by_call = message.way is Way.CALL or to.no_texts
    assert isinstance(decision, Drop) is by_call


@given(messages([(Kind.BRIDGE, Way.CALL)], plain=True), free, maybe, moments, hours)
def test_two_are_joined_only_where_they_have_agreed_and_on_a_phone_of_their_own(
    message: Message, to: Recipient, ear: bool, now: datetime, quiet: QuietHours
) -> None:
    decision = decide(replace(message, for_the_ear=ear), to, now, quiet)
    refused = ear or (to.calls == "unknown" and not to.no_texts)
    assert isinstance(decision, Drop) is refused


@given(
    messages([(Kind.RELAY, Way.TEXT), (Kind.BROADCAST, Way.TEXT)], plain=True), free, moments, hours
)
def test_words_of_others_wait_for_the_pin(
    message: Message, to: Recipient, now: datetime, quiet: QuietHours
) -> None:
    decision = decide(message, replace(to, locked=True, no_texts=False), now, quiet)
    assert isinstance(decision, HoldUntil)
    assert Reason.PIN_LOCK in decision.reasons
    assert decision.moment >= now + HELD_FOR


@given(messages([(Kind.RELAY, Way.TEXT)], plain=True), free, moments, hours)
def test_an_askers_words_wait_for_who_vouches_whatever_else_there_is(
    message: Message, to: Recipient, now: datetime, quiet: QuietHours
) -> None:
    """Nor are they told in a call in place of a text."""
    unvouched = replace(message, unvouched=True)
    decision = decide(unvouched, to, now, quiet)
    assert decision == HoldUntil(now + LOOKED_AFTER, (Reason.NOT_VOUCHED,))
    assert waits_for_vouching(decision)
    assert isinstance(decide(replace(unvouched, kept_apart=True), to, now, quiet), Drop)


@given(messages([(Kind.BRIDGE, Way.CALL)], plain=True), free, moments, hours)
def test_no_call_joins_an_asker_with_somebody_for_whom_nobody_has_vouched(
    message: Message, to: Recipient, now: datetime, quiet: QuietHours
) -> None:
    decision = decide(replace(message, unvouched=True), to, now, quiet)
    assert decision == Drop(Reason.NOT_VOUCHED) and waits_for_vouching(decision)


@given(messages(plain=True), free, moments, hours)
def test_nothing_but_words_and_calls_between_the_two_waits_for_who_vouches(
    message: Message, to: Recipient, now: datetime, quiet: QuietHours
) -> None:
    if message.kind not in (Kind.RELAY, Kind.BRIDGE):
        unvouched = replace(message, unvouched=True)
        assert decide(unvouched, to, now, quiet) == decide(message, to, now, quiet)


# --- when ----------------------------------------------------------------------------------------


def leaves_at(decision: Decision, now: datetime) -> datetime | None:
    """The moment at which it would leave, if it does."""
    if isinstance(decision, Send):
        return now
    if isinstance(decision, HoldUntil):
        return decision.moment
    return decision.due if isinstance(decision, CallInstead) else None


@given(messages(plain=True), free, moments, hours, hours)
def test_nothing_leaves_outside_their_own_hours(
    message: Message, to: Recipient, now: datetime, quiet: QuietHours, unsafe: QuietHours
) -> None:
    decision = decide(message, replace(to, unsafe=unsafe), now, quiet)
    moment = leaves_at(decision, now)
    if moment is None:
        assert isinstance(decision, Drop)
    elif message.kind in ANSWERS or message.wanted:
        assert moment == now
    elif not _asked_again(decision):
        assert not in_quiet_hours(moment, unsafe)


def _asked_again(decision: Decision) -> bool:
    """Whether something else holds it as well, which does not end with an hour."""
    later = {Reason.PIN_LOCK, Reason.MID_FLOW}
    return isinstance(decision, HoldUntil) and bool(later & set(decision.reasons))


@given(messages(plain=True), free, moments, hours)
def test_nobody_is_asked_or_rung_in_quiet_hours_about_what_can_wait(
    message: Message, to: Recipient, now: datetime, quiet: QuietHours
) -> None:
    to = replace(to, unsafe=None)
    decision = decide(replace(message, urgent=False, due_at=None), to, now, quiet)
    moment = leaves_at(decision, now)
    if moment is None or _asked_again(decision):
        return
    by_call = message.way is Way.CALL or isinstance(decision, CallInstead)
    many = message.kind in (Kind.ASK, Kind.QUESTION, Kind.BROADCAST)
    if message.kind not in (*ANSWERS, Kind.BRIDGE) and (by_call or many):
        assert not in_quiet_hours(moment, quiet)


@given(messages(plain=True), free, moments, hours)
def test_what_is_held_may_leave_when_it_is_asked_about_again(
    message: Message, to: Recipient, now: datetime, quiet: QuietHours
) -> None:
    decision = decide(message, to, now, quiet)
    if not isinstance(decision, HoldUntil):
        return
    assert decision.moment > now and decision.reasons
    for _ in range(3):  # the PIN and the flow have come to an end meanwhile
        to = replace(to, locked=False, busy_until=None)
        again, now = decide(message, to, decision.moment, quiet), decision.moment
        if isinstance(again, Send):
            return
        assert isinstance(again, HoldUntil)
        decision = again
    raise AssertionError("held for ever")


# --- and everybody else is told -----------------------------------------------------------------


@pytest.mark.parametrize(("kind", "way"), WAYS)
def test_whoever_nothing_speaks_against_is_told_at_once(kind: Kind, way: Way) -> None:
    to = Recipient("active", calls="yes")
    assert isinstance(decide(Message(kind, way), to, NOON, NIGHT), Send)


@pytest.mark.parametrize("kind", TEXTS[1:5])
def test_whoever_gets_no_texts_is_called_instead(kind: Kind) -> None:
    to = Recipient("active", no_texts=True)
    assert decide(Message(kind), to, NOON, NIGHT) == CallInstead(NOON)
    at_eight = datetime(2026, 3, 3, 6, tzinfo=UTC)
    late = decide(Message(kind), to, MIDNIGHT, NIGHT)
    assert late == CallInstead(at_eight, (Reason.QUIET_HOURS, Reason.NO_TEXTS))
    soon = decide(Message(kind, gathers=True), to, NOON, NIGHT)
    assert soon == CallInstead(NOON + GATHERING)


def test_whoever_has_said_stop_reads_the_answers_to_their_own_texts() -> None:
    gone = Recipient("opted_out")
    assert decide(Message(Kind.REPLY), gone, NOON, NIGHT) == Send(Reason.ANSWERS)
    assert decide(Message(Kind.NOTICE), gone, NOON, NIGHT) == Drop(Reason.OPTED_OUT)
    back = Message(Kind.CALL_BACK, Way.CALL)
    assert decide(back, gone, NOON, NIGHT) == Send(Reason.ANSWERS)


def test_what_is_urgent_is_asked_in_the_night_but_not_outside_their_own_hours() -> None:
    urgent = Message(Kind.ASK, urgent=True)
    assert decide(urgent, Recipient("active"), MIDNIGHT, NIGHT) == Send()
    at_home = Recipient("active", unsafe=QuietHours(time(20), time(6), BEIRUT))
    held = decide(urgent, at_home, MIDNIGHT, NIGHT)
    assert held == HoldUntil(datetime(2026, 3, 3, 4, tzinfo=UTC), (Reason.SAFE_HOURS,))
    assert waits_for_own_hours(held) and not waits_for_morning(held)
    plain = decide(Message(Kind.ASK), Recipient("active"), MIDNIGHT, NIGHT)
    assert waits_for_morning(plain) and not waits_for_own_hours(plain)


def test_hours_of_ones_own_within_the_quiet_ones_count() -> None:
    """Safe between one and three at night alone: what would wait for both for ever comes then."""
    owl = Recipient("active", no_texts=True, unsafe=QuietHours(time(3), time(1), BEIRUT))
    decision = decide(Message(Kind.NOTICE), owl, NOON, NIGHT)
    assert isinstance(decision, CallInstead)
    assert decision.due == datetime(2026, 3, 2, 23, tzinfo=UTC)


def test_the_whole_of_what_holds_it_is_said() -> None:
    shared = Recipient(
        "active",
        unsafe=QuietHours(time(9), time(18), BEIRUT),
        locked=True,
        busy_until=NOON + timedelta(minutes=5),
    )
    held = decide(Message(Kind.RELAY, waits=True), shared, NOON, NIGHT)
    assert isinstance(held, HoldUntil)
    assert held.reasons == (Reason.SAFE_HOURS, Reason.PIN_LOCK, Reason.MID_FLOW)
    assert held.reason is Reason.SAFE_HOURS
    assert held.moment == NOON + HELD_FOR
