"""What a ring sets off. A job may run twice, or at the same moment in two workers, and may never run at
all: each looks at the rows that are due, claims them, and leaves the rest to the next ring.

Names here are what the doorbell enqueues (hotline.doorbell.RINGS); jobs take no arguments.
"""

from __future__ import annotations

from hotline.services import broadcasting, erasures, provider_copies, swapping
from hotline.services import deliver as delivering
from hotline.services import dispatch as dispatching
from hotline.services import expire as expiring
from hotline.services import follow_up as following_up
from hotline.services import recordings as recording
from hotline.services import retain as retaining
from hotline.services import settle as settling
from hotline.services.calls import placing
from workers.house import house


def deliver() -> None:
    """Send what waits in the outbox."""
    house().doorbell.heard("deliver")
    delivering.run(house())


def call() -> None:
    """Place the calls that are due."""
    house().doorbell.heard("call")
    placing.run(house())


def settle() -> None:
    """Look up texts of which nobody knows whether they left."""
    house().doorbell.heard("settle")
    settling.run(house())


def dispatch() -> None:
    """Plan the waves that are due."""
    house().doorbell.heard("dispatch")
    dispatching.run_due(house())


def follow_up() -> None:
    """Check on askers whose need was met."""
    house().doorbell.heard("follow_up")
    following_up.run_due(house())


def expire() -> None:
    """End what has run its time, and forget what need not be kept."""
    house().doorbell.heard("expire")
    expiring.run_due(house())
    erasures.keep(house())


def recordings() -> None:
    """Fetch what was spoken, and delete it where it is of no use any more."""
    house().doorbell.heard("recordings")
    recording.run_due(house())


def forget() -> None:
    """Have the provider forget texts and calls that are over."""
    house().doorbell.heard("forget")
    provider_copies.run_due(house())


def retain() -> None:
    """Forget what has outlived its use."""
    house().doorbell.heard("retain")
    retaining.run_due(house())


def broadcast() -> None:
    """Give broadcasts to those whose turn it is, a few at a time."""
    house().doorbell.heard("broadcast")
    broadcasting.run_due(house())


def roster() -> None:
    """Tell of shifts that nobody takes over."""
    house().doorbell.heard("roster")
    swapping.run_due(house())
