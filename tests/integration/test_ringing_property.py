"""Whatever a caller and whoever is rung do: everybody is heard to an end, and nobody stays engaged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.domain.transitions import RING, legal
from hotline.services.kernel.app import App
from hotline.simulator.calls.handset import PhoneCall
from hotline.simulator.server import Simulator
from hotline.store.schema import rings
from tests.conftest import FakeClock
from tests.integration.switchboard import MAYA, NOUR, RANA, SAM, Switchboard
from tests.integration.switchboard import switchboard as built
from tests.support_app import rows

LISTENERS = (SAM, NOUR, RANA)
MOST_STEPS = 60

# What the caller does while nobody is rung, and what whoever is rung does; with the seconds it takes.
CALLER = st.sampled_from(("1", "2", "0", "*", "#", "9", "wait", "speak", "gone"))
RUNG = st.sampled_from(("1", "1", "2", "wait", "refuse", "gone", "caller gone"))
DOINGS = st.lists(st.tuples(CALLER, RUNG, st.integers(0, 40)), max_size=25)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def here(
    make_house: Callable[..., App], carrier: Simulator, clock: FakeClock, tmp_path: Path
) -> Iterator[Switchboard]:
    with built(make_house, carrier, clock, tmp_path) as here:
        here.people((MAYA, "en", "", "0"), *((one, "en", "talk", "2") for one in LISTENERS))
        yield here


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(doings=DOINGS)
def test_every_call_for_a_person_ends_well(
    here: Switchboard, doings: list[tuple[str, str, int]]
) -> None:
    began = here.clock.now
    call = here.call(MAYA, "0")
    for number in range(MOST_STEPS):
        if call.ended:
            break
        caller, rung, seconds = doings[number] if number < len(doings) else ("wait", "wait", 8)
        here.clock.advance(seconds=seconds)
        step(here, call, caller, rung)
    assert call.ended, call.said[-3:]
    assert here.carrier.wait_for(lambda: here.open_calls() == 0)
    assert here.carrier.wait_for(lambda: set(here.states()) <= {"over"})
    for ring in rows(here.app, rings):
        assert legal(RING, "joined" if ring.joined_at else "ringing", ring.state)
        assert ring.ended_at is not None
    here.clock.now = max(began, here.clock.now)
    if here.clock.now.hour >= 18:
        here.clock.advance(hours=15)  # another day: the next call comes in no quiet hour


def step(here: Switchboard, call: PhoneCall, caller: str, rung: str) -> None:
    """One doing: of whoever is rung, if somebody is, else of the caller."""
    if call.waiting is not None and call.waiting.what in ("dial", "talk"):
        ringing = [each for one in LISTENERS for each in here.carrier.phone(one).calls]
        live = [each for each in ringing if not each.ended]
        return called(call, live[0], rung)
    if caller == "gone":
        call.hang_up()
    elif caller == "wait":
        call.silence()
    elif caller == "speak" and call.waiting and call.waiting.what == "words":
        call.speak("please call me", 3)
    else:
        call.press(caller if caller != "speak" else "1")
    return None


def called(call: PhoneCall, rung: PhoneCall, does: str) -> None:
    if does == "caller gone":
        call.hang_up()
    elif rung.status == "ringing":
        rung.refuse() if does in ("refuse", "gone", "wait") else rung.answer()
    elif does in ("refuse", "gone"):
        rung.hang_up()
    elif does == "wait":
        rung.silence()
    else:
        rung.press(does)
