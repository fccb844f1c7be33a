"""Who is asked next: single cases first, then what always holds, over searches played to the end."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.domain.community.community import DispatchRules
from hotline.domain.planning import (
    LIVE,
    AskThese,
    AskView,
    Candidate,
    Escalate,
    Later,
    Move,
    NeedView,
    Wait,
    next_move,
)
from hotline.domain.schedule import QuietHours, askable_from
from hotline.domain.states import AskState

BEIRUT = ZoneInfo("Asia/Beirut")
NIGHT = QuietHours(time(22), time(8), BEIRUT)
NOON = datetime(2026, 1, 7, 10, tzinfo=UTC)  # a Wednesday, 12:00 in Beirut
MIDNIGHT = NOON + timedelta(hours=12)
RULES = DispatchRules(waves=(3, 3, 5), urgent_waves=(7, 7))
ASKER = 1


def need(**changes: Any) -> NeedView:
    plain = NeedView("food", False, ("ar",), ASKER, 0, NOON + timedelta(days=1))
    return replace(plain, **changes)


def person(member_id: int, **changes: Any) -> Candidate:
    return replace(Candidate(member_id, 1, frozenset({"ar"}), True), **changes)


def crowd(count: int, **changes: Any) -> list[Candidate]:
    return [person(member_id, **changes) for member_id in range(10, 10 + count)]


def wave(number: int, *states: AskState, first: int = 10) -> list[AskView]:
    lapse = NOON + timedelta(minutes=4)
    return [AskView(first + i, number, state, lapse) for i, state in enumerate(states)]


def plan(
    people: Sequence[Candidate],
    asks: Sequence[AskView] = (),
    wanted: NeedView | None = None,
    now: datetime = NOON,
) -> Move:
    return next_move(wanted or need(), asks, people, RULES, now, NIGHT)


def test_the_first_wave_is_as_large_as_the_rules_say() -> None:
    assert plan(crowd(9)) == AskThese((10, 11, 12), 1, opens=True, still_looking=False)
    urgent = plan(crowd(9), wanted=need(urgent=True))
    assert urgent == AskThese((10, 11, 12, 13, 14, 15, 16), 1, opens=True, still_looking=False)


def test_fewer_than_the_wave_has_places_are_asked_all_the_same() -> None:
    assert plan(crowd(2)) == AskThese((10, 11), 1, opens=True, still_looking=False)


def test_with_nobody_to_ask_coordinators_are_told_at_once() -> None:
    assert plan([]) == Escalate("nobody")
    assert plan([person(ASKER)]) == Escalate("nobody")


@pytest.mark.parametrize(
    "changes",
    [
        {"member_id": ASKER},
        {"languages": frozenset({"en"})},
        {"asks_this_week": 3},
        {"already_asked": True},
        {"avoided": True},
    ],
)
def test_who_is_never_asked(changes: dict[str, Any]) -> None:
    assert plan([replace(person(10), **changes)]) == Escalate("nobody")
    assert isinstance(plan([person(10)]), AskThese)


def test_the_level_of_a_need_is_asked_for() -> None:
    people = [person(10, level=1), person(11, level=2)]
    assert plan(people, wanted=need(min_level=2)) == AskThese((11,), 1, True, False)


def newcomers(count: int, first: int = 100) -> list[Candidate]:
    return [person(member_id, level=0) for member_id in range(first, first + count)]


def test_newcomers_stand_behind_the_known_however_well_they_answer() -> None:
    eager = [replace(who, asks_ever=9, answers_ever=9) for who in newcomers(5)]
    elsewhere = crowd(3, in_area=False, in_flow=True, asks_ever=9, last_asked_at=NOON)
    assert plan([*eager, *elsewhere]) == AskThese((10, 11, 12), 1, True, False)


def test_a_wave_takes_one_newcomer_and_only_where_nobody_known_is_left() -> None:
    assert plan([*newcomers(5), *crowd(1)]) == AskThese((10, 100), 1, True, False)
    assert plan(newcomers(5)) == AskThese((100,), 1, True, False)
    assert plan([*newcomers(5), person(10, busy=True)]) == AskThese((10, 100), 1, True, False)


def test_while_a_newcomer_may_answer_no_other_is_asked() -> None:
    lapse = NOON + timedelta(minutes=4)
    known, new = AskView(10, 1, "declined"), AskView(100, 1, "sent", lapse, newcomer=True)
    assert plan(newcomers(5), [known, new]) == Wait(lapse)
    assert plan([*newcomers(5), person(11)], [known, new]) == AskThese((11,), 1, False, False)
    pressing = need(pressing=True, waves_before=1)
    assert plan(newcomers(5), [known, new], pressing) == Wait(lapse)
    assert plan([], [known, new], pressing) == Escalate("nobody")


def test_a_newcomers_no_is_replaced_at_once_and_silence_by_the_next_wave() -> None:
    refused = AskView(100, 1, "declined", newcomer=True)
    assert plan(newcomers(5), [refused]) == AskThese((101,), 1, False, False)
    silent = AskView(100, 1, "lapsed", newcomer=True)
    assert plan(newcomers(5), [silent]) == AskThese((101,), 2, True, True)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"in_area": True}, {"in_area": False}),
        ({"languages": frozenset({"ar"})}, {"languages": frozenset({"en"})}),
        ({"asks_ever": 4, "answers_ever": 4}, {"asks_ever": 4, "answers_ever": 1}),
        ({"last_asked_at": None}, {"last_asked_at": NOON - timedelta(days=9)}),
        (
            {"last_asked_at": NOON - timedelta(days=9)},
            {"last_asked_at": NOON - timedelta(days=2)},
        ),
        ({"in_area": True, "last_asked_at": NOON}, {"in_area": False}),
        ({"in_flow": False, "in_area": False}, {"in_flow": True}),
        ({}, {}),  # nothing decides but the order of joining
    ],
)
def test_who_comes_first(better: dict[str, Any], worse: dict[str, Any]) -> None:
    wanted = need(languages=("ar", "en"))
    people = [person(11, **worse), person(10, **better)]
    assert plan(people, wanted=wanted) == AskThese((10, 11), 1, True, False)
    if better != worse:
        people = [person(10, **worse), person(11, **better)]
        assert plan(people, wanted=wanted) == AskThese((11, 10), 1, True, False)


def test_busy_people_are_asked_only_where_no_free_one_is_left() -> None:
    assert plan([person(10, busy=True), person(11)]) == AskThese((11,), 1, True, False)
    assert plan([person(10, busy=True)]) == AskThese((10,), 1, True, False)


def test_while_somebody_may_answer_we_wait_for_the_next_to_lapse() -> None:
    asks = wave(1, "sent", "lapsed", "sent")
    asks[0] = replace(asks[0], lapses_at=NOON + timedelta(minutes=2))
    assert plan(crowd(9), asks) == Wait(NOON + timedelta(minutes=2))


def test_asks_that_have_not_left_yet_are_waited_for() -> None:
    asks = [AskView(10, 1, "queued"), AskView(11, 1, "queued")]
    assert plan(crowd(9), asks) == Wait(NOON + RULES.wave_gap)


def test_a_no_is_replaced_at_once() -> None:
    move = plan(crowd(9), wave(1, "sent", "declined", "sent"))
    assert move == AskThese((13,), 1, opens=False, still_looking=False)


def test_a_text_that_cannot_be_sent_is_replaced_at_once() -> None:
    move = plan(crowd(9), wave(1, "failed", "failed", "sent"))
    assert move == AskThese((13, 14), 1, opens=False, still_looking=False)


def test_a_place_is_filled_again_once() -> None:
    asks = wave(1, "sent", "declined", "sent", "declined", "sent")
    assert isinstance(plan(crowd(9), asks), Wait)
    six: list[AskState] = ["declined"] * 6
    asks = wave(1, *six)
    assert plan(crowd(9), asks) == AskThese((16, 17, 18), 2, opens=True, still_looking=True)


def test_silence_is_not_replaced() -> None:
    assert isinstance(plan(crowd(9), wave(1, "sent", "lapsed", "lapsed")), Wait)


def test_a_wave_lapsed_to_the_end_is_followed_by_the_next() -> None:
    move = plan(crowd(9), wave(1, "lapsed", "lapsed", "lapsed"))
    assert move == AskThese((13, 14, 15), 2, opens=True, still_looking=True)


def test_silence_counts_from_its_moment_even_before_it_was_written_down() -> None:
    asks = wave(1, "sent", "sent", "sent")
    assert isinstance(plan(crowd(9), asks), Wait)
    move = plan(crowd(9), asks, now=NOON + timedelta(minutes=4))
    assert move == AskThese((13, 14, 15), 2, opens=True, still_looking=True)


def test_after_the_last_wave_coordinators_are_told() -> None:
    asks = [*wave(1, "lapsed"), *wave(2, "lapsed", first=20), *wave(3, "lapsed", first=30)]
    assert plan(crowd(30), asks) == Escalate("spent")


def test_when_everybody_was_asked_coordinators_are_told_before_the_last_wave() -> None:
    assert plan(crowd(3), wave(1, "lapsed", "lapsed", "lapsed")) == Escalate("spent")


def test_at_night_asking_waits_for_the_morning() -> None:
    morning = datetime(2026, 1, 8, 6, tzinfo=UTC)
    assert plan(crowd(3), now=MIDNIGHT, wanted=need()) == Later(morning)
    evenings = crowd(3, hours="evenings")
    wanted = need(expires_at=NOON + timedelta(days=3))
    assert plan(evenings, wanted=wanted, now=NOON) == Later(NOON + timedelta(hours=5))


def test_what_runs_out_before_anybody_may_be_asked_goes_to_coordinators_now() -> None:
    wanted = need(expires_at=datetime(2026, 1, 8, 5, tzinfo=UTC))
    assert plan(crowd(3), now=MIDNIGHT, wanted=wanted) == Escalate("nobody")


def test_urgent_needs_ask_at_night_those_who_said_any_hour() -> None:
    people = [*crowd(2), person(20, hours="days")]
    move = plan(people, now=MIDNIGHT, wanted=need(urgent=True))
    assert move == AskThese((10, 11), 1, True, False)


def test_a_need_that_opens_again_gets_all_its_waves_and_nobody_twice() -> None:
    given_back = wave(1, "released", "covered", "lapsed")
    assert plan(crowd(9), given_back) == AskThese((13, 14, 15), 2, opens=True, still_looking=False)
    last = [*wave(1, "lapsed"), *wave(2, "lapsed", first=11), *wave(3, "released", first=12)]
    assert plan(crowd(9), last) == AskThese((13, 14, 15), 4, opens=True, still_looking=False)
    widened = plan(crowd(9), wave(3, "lapsed"), wanted=need(waves_before=3))
    assert widened == AskThese((11, 12, 13), 4, opens=True, still_looking=False)


def test_waves_that_the_rules_no_longer_have_are_spent() -> None:
    asks = [*wave(1, "lapsed"), *wave(4, "declined", first=20)]
    assert plan(crowd(30), asks) == Escalate("spent")


# What always holds. A search is played by strangers who answer as they like.

HOURS = st.sampled_from(["any", "any", "days", "evenings", "weekends"])
TONGUES = st.sampled_from([frozenset({"ar"}), frozenset({"en"}), frozenset({"ar", "en"})])


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    ids = draw(st.lists(st.integers(1, 60), max_size=40, unique=True))
    return [
        Candidate(
            member_id=member_id,
            level=draw(st.integers(0, 3)),
            languages=draw(TONGUES),
            in_area=draw(st.booleans()),
            hours=draw(HOURS),
            asks_this_week=draw(st.sampled_from([0, 0, 0, 2, 3, 4])),
            asks_ever=draw(st.integers(5, 9)),
            answers_ever=draw(st.integers(0, 5)),
            busy=draw(st.sampled_from([False, False, True])),
            in_flow=draw(st.sampled_from([False, False, True])),
            avoided=draw(st.sampled_from([False, False, False, True])),
        )
        for member_id in ids
    ]


NEEDS = st.builds(
    lambda urgent, level, languages, hours: need(
        urgent=urgent,
        min_level=level,
        languages=languages,
        expires_at=NOON + timedelta(hours=hours),
    ),
    st.booleans(),
    st.sampled_from([0, 0, 2]),
    st.sampled_from([("ar",), ("en",), ("ar", "en")]),
    st.integers(12, 168),
)
RULE_SETS = st.builds(
    lambda waves, urgent: DispatchRules(tuple(waves), tuple(urgent)),
    st.lists(st.integers(1, 7), min_size=1, max_size=4),
    st.lists(st.integers(1, 7), min_size=1, max_size=3),
)
ANSWERS = st.lists(st.sampled_from(["declined", "lapsed", "failed", "late"]), max_size=60)


def suitable(wanted: NeedView, rules: DispatchRules, who: Candidate, now: datetime) -> bool:
    """May be asked now, by the letter of the rules."""
    open_now = askable_from(who.hours, wanted.urgent, now, NIGHT) == now
    return (
        open_now
        and who.member_id != ASKER
        and not who.avoided
        and who.level >= wanted.min_level
        and who.asks_this_week < rules.asks_per_week
        and bool(who.languages & set(wanted.languages))
    )


Answer = AskState | Literal["late"]


class Play:
    """One search: moves are carried out, and people answer from a list until it is used up."""

    def __init__(self, wanted: NeedView, people: list[Candidate], rules: DispatchRules) -> None:
        self.need, self.people, self.rules = wanted, people, rules
        self.now, self.asks = NOON, list[AskView]()
        self.moves = list[Move]()
        self.new = {who.member_id for who in people if who.is_newcomer}

    def step(self, answers: list[Answer]) -> Move:
        move = next_move(self.need, self.asks, self.people, self.rules, self.now, NIGHT)
        self.moves.append(move)
        if isinstance(move, AskThese):
            self.check(move)
            lapse = self.now + self.rules.gap(self.need.urgent)
            self.asks += [
                AskView(m, move.wave, "sent", lapse, m in self.new) for m in move.member_ids
            ]
            assert self.newcomers_asked() <= 1
        elif isinstance(move, Wait | Later):
            assert move.until > self.now
            self.pass_time(move.until, answers)
        return move

    def pass_time(self, until: datetime, answers: list[Answer]) -> None:
        live = [i for i, ask in enumerate(self.asks) if ask.state in LIVE]
        answer: Answer = answers.pop(0) if answers else "lapsed"
        if live and answer in ("declined", "failed"):
            self.now += timedelta(seconds=1)
            self.asks[live[0]] = replace(self.asks[live[0]], state=answer)
        else:
            self.now = until
            self.lapse(late=answer == "late")

    def lapse(self, late: bool) -> None:
        """The clock notes who stayed silent, unless it is late itself."""
        for i, ask in enumerate(self.asks):
            if not late and ask.state == "sent" and ask.lapses_at and ask.lapses_at <= self.now:
                self.asks[i] = replace(ask, state="lapsed")

    def check(self, move: AskThese) -> None:
        by_id = {who.member_id: who for who in self.people}
        asked = {ask.member_id for ask in self.asks}
        chosen = [by_id[member_id] for member_id in move.member_ids]
        assert chosen
        assert asked.isdisjoint(move.member_ids)
        assert len(set(move.member_ids)) == len(move.member_ids)
        assert all(suitable(self.need, self.rules, who, self.now) for who in chosen)
        left = [who for who in self.people if who.member_id not in asked]
        could = [who for who in left if suitable(self.need, self.rules, who, self.now)]
        for alike in (
            True,
            False,
        ):  # of the known and of the newcomers: no busy one before a free one
            if any(who.busy for who in chosen if who.is_newcomer == alike):
                assert all(who.busy for who in could if who.is_newcomer == alike)
        if any(who.is_newcomer for who in chosen):  # nobody known and free is passed over
            known = {who.member_id for who in could if not (who.is_newcomer or who.busy)}
            assert known <= set(move.member_ids)

    def newcomers_asked(self) -> int:
        """How many of them could still answer."""
        live = (ask for ask in self.asks if ask.state in LIVE and ask.newcomer)
        return sum(ask.lapses_at is None or ask.lapses_at > self.now for ask in live)

    def wave_sizes(self) -> list[int]:
        numbers = sorted({ask.wave for ask in self.asks})
        assert numbers == list(range(1, len(numbers) + 1))
        return [sum(ask.wave == number for ask in self.asks) for number in numbers]


@settings(max_examples=150, deadline=None)
@given(NEEDS, candidates(), RULE_SETS, ANSWERS)
def test_every_search_ends_and_keeps_the_rules(
    wanted: NeedView, people: list[Candidate], rules: DispatchRules, answers: list[Answer]
) -> None:
    play = Play(wanted, people, rules)
    bound = 4 * len(people) + 2 * len(rules.sizes(wanted.urgent)) + len(answers) + 20
    for _ in range(bound):
        if isinstance(play.step(answers), Escalate):
            break
    else:
        pytest.fail(f"no end after {bound} moves")
    sizes = rules.sizes(wanted.urgent)
    asked = play.wave_sizes()
    assert len(asked) <= len(sizes)
    assert all(count <= 2 * size for count, size in zip(asked, sizes, strict=False))
    assert not any(
        ask.state == "sent" and ask.lapses_at and ask.lapses_at > play.now for ask in play.asks
    )


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 9), st.integers(0, 30), RULE_SETS, st.booleans())
def test_a_search_in_silence_ends_when_it_was_said_to_however_many_newcomers_there_are(
    known: int, new: int, rules: DispatchRules, urgent: bool
) -> None:
    wanted = need(urgent=urgent, expires_at=NOON + timedelta(days=30))
    play = Play(wanted, [*crowd(known), *newcomers(new)], rules)
    while not isinstance(play.step([]), Escalate):
        pass
    assert play.now <= NOON + len(rules.sizes(urgent)) * rules.gap(urgent)


@settings(max_examples=100, deadline=None)
@given(NEEDS, candidates(), RULE_SETS, st.randoms(use_true_random=False))
def test_the_plan_does_not_depend_on_the_order_of_the_list(
    wanted: NeedView, people: list[Candidate], rules: DispatchRules, chance: Any
) -> None:
    shuffled = list(people)
    chance.shuffle(shuffled)
    moves = [next_move(wanted, [], order, rules, NOON, NIGHT) for order in (people, shuffled)]
    assert moves[0] == moves[1]


@settings(max_examples=100, deadline=None)
@given(NEEDS, candidates(), RULE_SETS)
def test_nobody_free_and_suitable_is_left_out_while_a_wave_has_places(
    wanted: NeedView, people: list[Candidate], rules: DispatchRules
) -> None:
    move = next_move(wanted, [], people, rules, NOON, NIGHT)
    ready = [who for who in people if suitable(wanted, rules, who, NOON)]
    known = [who for who in ready if not who.is_newcomer]
    line = [who for who in known if not who.busy] or known
    one_more = len(ready) > len(known)
    chosen = move.member_ids if isinstance(move, AskThese) else ()
    assert len(chosen) == min(len(line) + one_more, rules.sizes(wanted.urgent)[0])
