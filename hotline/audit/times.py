"""Nothing stuck past its time: what was due, and should have been done by `:late`."""

from __future__ import annotations

from hotline.audit.checks import Check


def _stuck(what: str, table: str, where: str, key: str = "id") -> Check:
    return Check(
        f"stuck: {what}",
        "its time has passed, and nothing has been done about it",
        table,
        f"SELECT {key} FROM {table} WHERE {where}",  # noqa: S608 - names are ours
    )


TIMES = (
    _stuck("dispatch", "needs", "state = 'seeking' AND due_at < :late"),
    _stuck(
        "expiry", "needs", "state IN ('seeking', 'matched', 'escalated') AND expires_at < :late"
    ),
    _stuck("follow-up", "needs", "follow_up_at < :late"),
    _stuck("text to be sent", "outbox", "state = 'queued' AND due_at < :late"),
    _stuck(
        "text nobody knows about", "outbox", "state IN ('sending', 'unclear') AND due_at < :late"
    ),
    _stuck("call to be placed", "call_orders", "state = 'queued' AND due_at < :late", "call_id"),
    _stuck("call that is over", "calls", "state = 'open' AND closes_at < :late"),
    _stuck("recording", "recordings", "due_at < :late"),
    _stuck("copy at the provider", "provider_copies", "due_at < :late"),
    _stuck("bridge", "bridges", "state <> 'over' AND due_at < :late"),
    _stuck("broadcast", "broadcasts", "due_at < :late"),
    _stuck("shift that nobody takes", "shifts", "due_at < :late"),
    # Their moments are written down to the hour and to the minute.
    _stuck("event to be chained", "events", "seq IS NULL AND at < :late - 3600000"),
    _stuck(
        "act of the staff to be chained", "console_actions", "seq IS NULL AND at < :late - 60000"
    ),
    Check(
        "stuck: ring of a call that is over",
        "a phone is said to ring for a call that has ended",
        "rings",
        """SELECT r.id FROM rings r JOIN calls c ON c.id = r.call_id
            WHERE r.state <> 'over' AND c.state = 'closed' AND c.ended_at < :late""",
    ),
)
