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
    crowd.play(chance)
    storm = Storm(where, chance)
    storm.rage(SECONDS)
    where.carrier.faults = Faults()
    where.up()
    crowd.come_to_an_end()
    try:
        wait_until(lambda: _all_over(where), "every need has come to its end")
    except AssertionError as fault:
        raise AssertionError(_unended(where, crowd)) from fault
    crowd.leave()
    wait_until(lambda: _all_sent(where), "everything has been sent")
    where.clock.step(timedelta(seconds=90))  # what waits for a minute to pass need not
    wait_until(lambda: _at_rest(where), "nothing is under way")
    report = _audit(where)
    print(
        "\n".join(
            [*(f"{n:4} {name}" for name, n in sorted(storm.injected.items())), *report.lines()]
        )
    )
    print(report.balance)
    assert report.clean, f"{report.lines()}\n{_shown(where, report)}"


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


def _all_sent(where: Ground) -> bool:
    """Nothing is under way to the provider: only answers wait to be confirmed."""
    now = int(where.clock.now().timestamp() * 1000)
    with opened(where.database_url) as ledger:
        rows = ledger.rows(
            """SELECT count(*) FROM outbox WHERE (state IN ('sending', 'unclear') AND NOT inline)
            OR (state = 'queued' AND due_at <= :now)""",
            now=now,
        )
    return bool(rows[0][0] == 0)


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


def _shown(where: Ground, report: Report) -> str:
    """The texts that a finding names, for whoever looks for the fault: states and moments, no words."""
    ids = [i for finding in report.findings if finding.table == "outbox" for i in finding.ids]
    with opened(where.database_url) as ledger:
        rows = [
            ledger.rows(
                """SELECT o.id, o.kind, o.state, o.inline, o.tries, o.created_at, o.sent_at, a.id,
                a.state, a.provider_sid, a.started_at, a.ended_at FROM outbox o
                LEFT JOIN attempts a ON a.message_id = o.id WHERE o.id = :id ORDER BY a.started_at""",
                id=message_id,
            )
            for message_id in ids
        ]
    return "\n".join(str(row) for found in rows for row in found)


def _unended(where: Ground, crowd: Crowd) -> str:
    """The needs that have not come to their end, and what was read and said about them."""
    with opened(where.database_url) as ledger:
        live = ledger.rows(
            """SELECT reference, state, wave, due_at, follow_up_at, expires_at FROM needs
            WHERE state IN ('seeking', 'matched', 'escalated')"""
        )
        waiting = ledger.rows(
            """SELECT o.kind, o.state, o.due_at, o.tries, o.waits, p.in_flow_until, f.flow, a.state
            FROM outbox o JOIN members p ON p.id = o.member_id
            LEFT JOIN flow_sessions f ON f.member_id = p.id LEFT JOIN asks a ON a.id = o.ask_id
            WHERE o.state IN ('queued', 'sending', 'unclear')"""
        )
    told = [f"now {where.clock.now().timestamp() * 1000:.0f}", *map(str, waiting)]
    for need in live:
        told.append(str(need))
        for player in (*crowd.askers, *crowd.helpers, *crowd.team):
            lines = where.carrier.screen(player.number)
            first = next((n for n, line in enumerate(lines) if need[0] in line.body), None)
            if first is not None:
                told += [
                    f"{line.at:%H:%M:%S} {player.number[-3:]} {line.direction:8} {line.body}"
                    for line in lines[first : first + 40]
                ]
    return "\n".join(told)
