"""What a ring sets off. A job may run twice, or at the same moment in two workers, and may never run at
all: each looks at the rows that are due, claims them, and leaves the rest to the next ring.

Names here are what the doorbell enqueues (hotline.doorbell.RINGS); jobs take no arguments.
"""

from __future__ import annotations

from hotline.services.delivery import deliver as delivering
from hotline.services.delivery import reconcile as settling
from hotline.services.delivery import redaction, send_broadcasts
from hotline.services.members import erasure_log
from hotline.services.needs import dispatch as dispatching
from hotline.services.needs import follow_up as following_up
from hotline.services.needs import held_words
from hotline.services.operations import chaining, coarsening
from hotline.services.operations import expiry as expiring
from hotline.services.operations import retention as retaining
from hotline.services.roster import handover
from hotline.services.sessions import recordings as recording
from hotline.services.team import crisis_alarms
from hotline.services.voice import originate
from workers.app import app


def deliver() -> None:
    """Send what waits in the outbox."""
    app().doorbell.heard("deliver")
    delivering.run(app())


def call() -> None:
    """Place the calls that are due."""
    app().doorbell.heard("call")
    originate.run(app())


def settle() -> None:
    """Look up texts of which nobody knows whether they left."""
    app().doorbell.heard("settle")
    settling.run(app())


def dispatch() -> None:
    """Plan the waves that are due."""
    app().doorbell.heard("dispatch")
    dispatching.run_due(app())


def follow_up() -> None:
    """Check on askers whose need was met."""
    app().doorbell.heard("follow_up")
    following_up.run_due(app())


def expire() -> None:
    """End what has run its time, and forget what need not be kept."""
    app().doorbell.heard("expire")
    expiring.run_due(app())
    erasure_log.keep(app())


def recordings() -> None:
    """Fetch what was spoken, and delete it where it is of no use any more."""
    app().doorbell.heard("recordings")
    recording.run_due(app())


def forget() -> None:
    """Have the provider forget texts and calls that are over."""
    app().doorbell.heard("forget")
    redaction.run_due(app())


def retain() -> None:
    """Forget what has outlived its use."""
    app().doorbell.heard("retain")
    retaining.run_due(app())


def coarsen() -> None:
    """Take the minute from moments that nobody needs so exactly any more."""
    app().doorbell.heard("coarsen")
    coarsening.run_due(app())


def broadcast() -> None:
    """Give broadcasts to those whose turn it is, a few at a time."""
    app().doorbell.heard("broadcast")
    send_broadcasts.run_due(app())


def roster() -> None:
    """Tell of shifts that nobody takes over."""
    app().doorbell.heard("roster")
    handover.run_due(app())


def crisis() -> None:
    """Tell the team of words of crisis that were gathered or counted."""
    app().doorbell.heard("crisis")
    crisis_alarms.run_due(app())


def held() -> None:
    """Tell the team of words about somebody whose reader nobody has chosen."""
    app().doorbell.heard("held")
    held_words.run_due(app())


def chain() -> None:
    """Link what is new in the record."""
    app().doorbell.heard("chain")
    chaining.run_due(app())
