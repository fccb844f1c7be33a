"""Whether a storm is over, and what there is to see where it does not end: states and moments from the
database, by the auditor's reader, and what stood on the phones."""

from __future__ import annotations

import re
from typing import Any

from hotline.audit.ledger import opened
from hotline.audit.report import AuditReport
from tests.faults.crowd import Players
from tests.faults.ground import Ground

_LIVE = "state IN ('seeking', 'matched', 'escalated')"


def all_over(where: Ground) -> bool:
    """Whether every need has come to its end."""
    return _counted(where, f"SELECT count(*) FROM needs WHERE {_LIVE}") == 0


def all_sent(where: Ground) -> bool:
    """Whether nothing is under way to the provider: only answers wait to be confirmed."""
    return (
        _counted(
            where,
            """SELECT count(*) FROM outbox WHERE (state IN ('sending', 'unclear') AND NOT inline)
        OR (state = 'queued' AND due_at <= :now)""",
            now=_now(where),
        )
        == 0
    )


def at_rest(where: Ground) -> bool:
    """Whether nothing is under way or due: what is left waits for a time that has not come."""
    return (
        _counted(
            where,
            """SELECT (SELECT count(*) FROM outbox WHERE state IN ('sending', 'unclear')
            OR (state = 'queued' AND due_at <= :now))
        + (SELECT count(*) FROM needs WHERE due_at <= :now OR follow_up_at <= :now)
        + (SELECT count(*) FROM provider_copies WHERE due_at <= :now)""",
            now=_now(where),
        )
        == 0
    )


def unended(where: Ground, crowd: Players) -> str:
    """The needs that have not come to their end, what waits, and what was read and said about them."""
    with opened(where.database_url) as ledger:
        live = ledger.rows(
            f"SELECT reference, state, wave, due_at, follow_up_at, expires_at FROM needs WHERE {_LIVE}"
        )
        waiting = ledger.rows(
            """SELECT o.kind, o.state, o.due_at, o.tries, o.waits, p.in_flow_until, f.flow, a.state
            FROM outbox o JOIN members p ON p.id = o.member_id
            LEFT JOIN flow_sessions f ON f.member_id = p.id LEFT JOIN asks a ON a.id = o.ask_id
            WHERE o.state IN ('queued', 'sending', 'unclear')"""
        )
        asking = ledger.rows(
            """SELECT n.reference, f.flow, f.asked_at FROM flow_sessions f
            JOIN needs n ON n.asker_id = f.member_id"""
        )
    told = [f"now {_now(where)}", *map(str, waiting), *map(str, asking)]
    for need in live:
        told += [str(need), *_said_about(where, crowd, need[0])]
    return "\n".join(told)


def named(where: Ground, crowd: Players, found: str) -> str:
    """What was read and said around each request whose number stands in what was found."""
    numbers = sorted(set(re.findall(r"\b\d{3,5}\b", found)))
    return "\n".join(line for n in numbers for line in _said_about(where, crowd, n))


def _said_about(where: Ground, crowd: Players, reference: str) -> list[str]:
    told = []
    for player in crowd.everybody:
        lines = where.carrier.screen(player.number)
        named = [n for n, line in enumerate(lines) if reference in line.body]
        told += [
            f"{line.at:%H:%M:%S} {player.number[-3:]} {line.direction:8} {line.body}"
            for line in (lines[max(named[0], named[-1] - 30) : named[-1] + 30] if named else ())
        ]
    return told


def texts_named(where: Ground, report: AuditReport) -> str:
    """The texts that a finding names: states and moments, no words."""
    ids = [i for finding in report.findings if finding.table == "outbox" for i in finding.ids]
    with opened(where.database_url) as ledger:
        found = [
            ledger.rows(
                """SELECT o.id, o.kind, o.state, o.inline, o.tries, o.created_at, o.sent_at, a.id,
                a.state, a.number, a.started_at, a.ended_at FROM outbox o
                LEFT JOIN attempts a ON a.message_id = o.id
                WHERE o.id = :id ORDER BY a.number""",
                id=message_id,
            )
            for message_id in ids
        ]
    return "\n".join(str(row) for rows in found for row in rows)


def _counted(where: Ground, question: str, **values: Any) -> int:
    with opened(where.database_url) as ledger:
        return int(ledger.rows(question, **values)[0][0])


def _now(where: Ground) -> int:
    return int(where.clock.now().timestamp() * 1000)
