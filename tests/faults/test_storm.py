"""A crowd plays, everything breaks, and afterwards every promise is kept: counted and printed.

`make faults` is the long form: FAULTS_SECONDS of storm on each database. FAULTS_SEED repeats a run (its
faults and what people say; how the processes meet them is the machine's own).
"""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from random import Random

from hotline.audit.ledger import opened
from hotline.audit.report import Report, audit
from hotline.carrier.settings import Faults
from hotline.config import read_settings
from hotline.wiring import build
from tests.faults.breaking import Storm
from tests.faults.crowd import Crowd
from tests.faults.ground import Ground
from tests.support_house import enrol
from tests.support_line import Line
from tests.support_processes import answers, wait_until

SECONDS = float(os.environ.get("FAULTS_SECONDS", "0"))  # none: each kind of fault once
SEED = int(os.environ.get("FAULTS_SEED") or secrets.randbelow(10**6))
_PATIENCE = timedelta(seconds=30)


def test_nothing_is_lost_whatever_breaks(where: Ground) -> None:
    print(f"\nFAULTS_SEED={SEED}")
    chance = Random(SEED)
    where.up()
    crowd = Crowd(where.carrier, chance, askers=6, helpers=8)
    _enrol(where, crowd)
    line = Line(f"http://127.0.0.1:{where.web_port}")
    wait_until(lambda: answers(line), "the web process answers")
    crowd.play()
    for asker in crowd.askers:
        asker.later("need food harbour today 2", chance.uniform(0, 2))
    storm = Storm(where, chance)
    storm.rage(SECONDS)
    where.carrier.faults = Faults()
    where.up()
    wait_until(lambda: _all_over(where), "every need has come to its end")
    crowd.leave()
    where.clock.step(timedelta(seconds=90))  # what waits for a minute to pass need not
    wait_until(lambda: _at_rest(where), "nothing is under way")
    report = _audit(where)
    print(
        "\n".join(
            [*(f"{n:4} {name}" for name, n in sorted(storm.injected.items())), *report.lines()]
        )
    )
    print(report.balance)
    assert report.clean, report.lines()


def _enrol(where: Ground, crowd: Crowd) -> None:
    house = build(read_settings(where.crew.environ))
    enrol(house, *(("", p.number, "en", "food", "harbour", "0") for p in crowd.helpers))
    enrol(house, *(("", p.number, "en", "", "", "0") for p in crowd.askers))
    enrol(house, *(("", p.number, "en", "", "", "3") for p in crowd.team))
    house.database.dispose()
    house.doorbell.close()


def _audit(where: Ground) -> Report:
    return audit(
        where.database_url,
        now=where.clock.now(),
        patience=_PATIENCE,
        masters=(read_settings(where.crew.environ).key,),
        events=where.carrier.log(),
    )


def _all_over(where: Ground) -> bool:
    with opened(where.database_url) as ledger:
        live = "SELECT count(*) FROM needs WHERE state IN ('seeking', 'matched', 'escalated')"
        return ledger.rows(live)[0][0] == 0 and ledger.count("needs") >= 6


def _at_rest(where: Ground) -> bool:
    """Nothing is under way or due: what is left waits for a time that has not come."""
    now = int(where.clock.now().timestamp() * 1000)
    with opened(where.database_url) as ledger:
        busy = ledger.rows(
            """SELECT (SELECT count(*) FROM outbox WHERE state IN ('sending', 'unclear')
                OR (state = 'queued' AND due_at <= :now))
            + (SELECT count(*) FROM needs WHERE due_at <= :now OR follow_up_at <= :now)""",
            now=now,
        )
    return bool(busy[0][0] == 0)
