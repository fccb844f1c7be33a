"""What the provider's answers mean."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.outcomes import PROVIDER_STATES, Verdict, judge, merge_status, next_try
from hotline.domain.states import MessageState
from hotline.domain.transitions import MESSAGE

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("verdict", "codes"),
    [
        (Verdict.NEVER, (21211, 21214, 21265, 21610, 21614, 30005, 30006)),
        (
            Verdict.OPERATOR,
            (20003, 21408, 21215, 21606, 21612, 21617, 30002, 30007, 30034, 30450),
        ),
        (Verdict.LATER, (20429, 21611, 30001, 14107)),
        (Verdict.ONCE_MORE, (30003, 30008)),
    ],
)
def test_codes_decide(verdict: Verdict, codes: tuple[int, ...]) -> None:
    for code in codes:
        assert judge(400, code) is verdict
        assert judge(None, code) is verdict  # as a status callback reports it


@pytest.mark.parametrize(
    ("status", "code", "verdict"),
    [
        (429, None, Verdict.LATER),
        (429, 77777, Verdict.LATER),
        (None, None, Verdict.UNCLEAR),
        (500, None, Verdict.UNCLEAR),
        (500, 20500, Verdict.UNCLEAR),
        (503, None, Verdict.UNCLEAR),
        (504, None, Verdict.UNCLEAR),
        (408, None, Verdict.UNCLEAR),
        (201, None, Verdict.UNCLEAR),  # an answer that could not be read
        (401, None, Verdict.OPERATOR),
        (404, 20404, Verdict.OPERATOR),
        (400, 77777, Verdict.OPERATOR),
        (None, 30999, Verdict.OPERATOR),
    ],
)
def test_without_a_known_code_the_status_decides(
    status: int | None, code: int | None, verdict: Verdict
) -> None:
    assert judge(status, code) is verdict


@pytest.mark.parametrize("verdict", [Verdict.NEVER, Verdict.OPERATOR])
def test_what_will_never_work_is_not_tried_again(verdict: Verdict) -> None:
    assert next_try(1, verdict, 5.0, NOW) is None


def test_waits_grow_up_to_a_limit_and_then_we_give_up() -> None:
    moments = [next_try(tries, Verdict.LATER, None, NOW) for tries in range(1, 13)]
    waits = [moment - NOW for moment in moments if moment]
    assert waits[:3] == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8)]
    assert waits == sorted(waits)
    assert max(waits) == timedelta(minutes=10)
    assert moments[-1] is None


def test_retry_after_is_the_least_we_wait() -> None:
    assert next_try(1, Verdict.LATER, 90.0, NOW) == NOW + timedelta(seconds=90)
    assert next_try(1, Verdict.LATER, 0.5, NOW) == NOW + timedelta(seconds=2)
    assert next_try(1, Verdict.LATER, -7.0, NOW) == NOW + timedelta(seconds=2)


def test_a_phone_that_was_away_is_tried_twice_more() -> None:
    moments = [next_try(tries, Verdict.ONCE_MORE, None, NOW) for tries in (1, 2, 3)]
    assert moments == [NOW + timedelta(seconds=30), NOW + timedelta(minutes=5), None]


@given(st.integers(1, 10_000))
def test_the_unclear_is_looked_up_for_as_long_as_it_takes(tries: int) -> None:
    moment = next_try(tries, Verdict.UNCLEAR, None, NOW)
    assert moment is not None
    assert NOW < moment <= NOW + timedelta(seconds=20)


REPORTS = st.lists(st.sampled_from([*PROVIDER_STATES, "read", "no such word"]), max_size=8)


@given(st.sampled_from(MESSAGE.states), REPORTS)
def test_a_final_state_is_never_overwritten(state: MessageState, reports: list[str]) -> None:
    for report in reports:
        new = merge_status(state, report)
        assert new == state or (state not in MESSAGE.terminal and new in MESSAGE.moves[state])
        state = new


@given(st.permutations(["queued", "sending", "sent", "delivered"]))
def test_the_order_of_reports_does_not_matter(reports: list[str]) -> None:
    for start in ("queued", "sending", "unclear", "sent"):
        state: MessageState = start
        for report in [*reports, *reports]:
            state = merge_status(state, report)
        assert state == "delivered"


def test_single_reports() -> None:
    assert merge_status("sending", "accepted") == "sent"
    assert merge_status("sent", "queued") == "sent"
    assert merge_status("sending", "undelivered") == "undelivered"
    assert merge_status("unclear", "canceled") == "failed"
    # An earlier attempt failed, and the text waits to be sent again: it still waits.
    assert merge_status("queued", "failed") == "queued"
