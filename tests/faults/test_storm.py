"""A crowd plays, everything breaks, and afterwards every promise is kept: counted and printed.

`make faults` is the long form: FAULTS_SECONDS of storm on each database. FAULTS_SEED repeats a run (its
faults and what people say; how the processes meet them is the machine's own).
"""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from random import Random

from hotline.audit.report import AuditReport, audit
from hotline.config import read_settings
from hotline.simulator.core.settings import InjectedFaults
from tests import figures
from tests.faults import looking
from tests.faults.breaking import Storm
from tests.faults.calming import calm
from tests.faults.crowd import Crowd
from tests.faults.ground import Ground
from tests.support_app import enrol
from tests.support_processes import answers, wait_until

SECONDS = float(os.environ.get("FAULTS_SECONDS") or 0)  # none: each kind of fault once
SEED = int(os.environ.get("FAULTS_SEED") or secrets.randbelow(10**6))
_PATIENCE = timedelta(seconds=30)


def test_nothing_is_lost_whatever_breaks(where: Ground) -> None:
    print(f"\nTo repeat these faults: FAULTS_SEED={SEED}")
    chance = Random(SEED)
    crowd = Crowd(where.carrier, chance, askers=6, helpers=8)
    _begin(where, crowd)
    crowd.play(chance)
    storm = Storm(where, chance)
    storm.rage(SECONDS)
    where.carrier.faults = InjectedFaults()
    where.up()
    calm(where, crowd)
    report = audit(
        where.database_url,
        now=where.clock.now(),
        patience=_PATIENCE,
        masters=(read_settings(where.crew.environ).key,),
        events=where.carrier.log(),
    )
    _print(where, storm, report)
    assert report.clean, f"{report.lines()}\n{looking.texts_named(where, report)}"
    assert report.balance is not None
    assert len(crowd.told_too_often()) <= report.balance.unknowable
    assert report.counts["matches"] >= 3 and report.counts["needs"] >= 6


def _begin(where: Ground, crowd: Crowd) -> None:
    where.up()
    with where.app() as app:
        enrol(app, *(("", p.number, "en", "food", "harbour", "1") for p in crowd.helpers))
        enrol(app, *(("", p.number, "en", "", "", "0") for p in crowd.askers))
        enrol(app, *(("", p.number, "en", "", "", "3") for p in crowd.team))
    wait_until(lambda: answers(where.line), "the web process answers")


def _print(where: Ground, storm: Storm, report: AuditReport) -> None:
    """The table of this run; `make faults` shows those of all runs together at its end."""
    balance = report.balance
    assert balance is not None
    for name, times in sorted(storm.injected.items()):
        figures.count(f"faults injected, {name}", times)
    for name in storm.left_out:
        figures.count(f"faults LEFT OUT, {name}", 1)
    for name, amount in (
        ("injected in all", storm.injected.total()),
        ("needs that came to their end", report.counts["needs"]),
        ("texts in", balance.inbound),
        ("texts in, not acknowledged, and told so", balance.unacknowledged),
        ("texts in, acknowledged and lost", balance.lost),
        ("texts out", balance.outbound),
        ("texts out, doubled", balance.doubled),
        ("texts out, doubled by the provider where nobody could know", balance.unknowable),
        ("promises checked by the auditor", report.checked),
        ("promises broken", len(report.findings)),
    ):
        figures.count(f"faults, {name}", amount)
    print("\n".join(report.lines()))
