"""The end of a run: all that was begun comes to its end, and the phones are put away."""

from __future__ import annotations

import time
from datetime import timedelta

from tests.faults import looking
from tests.faults.crowd import Players
from tests.faults.ground import Ground
from tests.support_processes import wait_until

_A_WHILE = 30.0  # seconds of real time, in which most runs come to their end


def calm(where: Ground, crowd: Players) -> None:
    """Nothing breaks any more, everything runs: all that was begun comes to its end."""
    crowd.come_to_an_end()
    _let_time_pass(where)
    try:
        wait_until(lambda: looking.all_over(where), "every need has come to its end")
    except AssertionError as fault:
        raise AssertionError(looking.unended(where, crowd)) from fault
    crowd.leave()
    wait_until(lambda: looking.all_sent(where), "everything has been sent")
    _skip(where, timedelta(seconds=90))  # what waits for a minute to pass need not
    wait_until(lambda: looking.at_rest(where), "nothing is under way")


def _let_time_pass(where: Ground) -> None:
    """Asks, and questions behind a question, wait ten minutes each; tests need not."""
    for _ in range(6):
        until = time.monotonic() + _A_WHILE
        while time.monotonic() < until:
            if looking.all_over(where):
                return
            time.sleep(0.1)
        wait_until(lambda: looking.all_sent(where), "everything has been sent")
        _skip(where, timedelta(minutes=11))


def _skip(where: Ground, how_long: timedelta) -> None:
    """Step the clock over a time in which the provider would long have told what it has to tell.

    Else an answer whose callbacks wait on a busy machine is looked up as one that nobody confirmed, and of
    two answers of the same words to one phone it may be given the other's id.
    """
    wait_until(where.carrier.has_told_everything, "the provider has told everything")
    where.clock.step(how_long)
