"""The shape of the data: words that a state may be, and rows that point at rows which are there.

The database's own constraints say most of this. A database that was restored, merged or mended by hand
need not have kept to them.
"""

from __future__ import annotations

from hotline.audit.checks import Check
from hotline.domain import transitions

STATES = {
    "members": transitions.MEMBER.states,
    "suppressions": ("opted_out", "blocked"),
    "needs": transitions.NEED.states,
    "offers": transitions.OFFER.states,
    "asks": transitions.ASK.states,
    "matches": transitions.MATCH.states,
    "threads": transitions.THREAD.states,
    "outbox": transitions.MESSAGE.states,
    "attempts": transitions.ATTEMPT.states,
    "calls": transitions.CALL.states,
    "call_orders": transitions.ORDER.states,
    "recordings": transitions.RECORDING.states,
    "rings": transitions.RING.states,
    "bridges": transitions.BRIDGE.states,
    "staff": transitions.STAFF.states,
    "proposals": transitions.PROPOSAL.states,
    "reports": transitions.REPORT.states,
    "broadcasts": transitions.BROADCAST.states,
    "shifts": transitions.SHIFT.states,
    "shift_asks": transitions.SHIFT_ASK.states,
}
# By table: which of its columns point at which table.
LINKS = {
    "avoidances": {"member_id": "members", "other_id": "members"},
    "carried_sides": {"match_id": "matches"},
    "blocks": {"by_id": "members", "member_id": "members", "staff_id": "staff"},
    "reports": {
        "decided_by": "staff",
        "need_id": "needs",
        "reporter_id": "members",
        "subject_id": "members",
    },
    "flow_sessions": {"member_id": "members", "version": "flow_versions"},
    "member_languages": {"member_id": "members"},
    "needs": {"asker_id": "members"},
    "offers": {"member_id": "members"},
    "offer_cells": {"offer_id": "offers"},
    "pins": {"member_id": "members"},
    "pin_tries": {"member_id": "members"},
    "provider_copies": {"member_id": "members"},
    "asks": {"member_id": "members", "need_id": "needs"},
    "matches": {"asker_id": "members", "helper_id": "members", "need_id": "needs"},
    "threads": {"coordinator_id": "members", "member_id": "members", "need_id": "needs"},
    "bridges": {"match_id": "matches", "wanted_by": "members"},
    "calls": {
        "ask_id": "asks",
        "match_id": "matches",
        "member_id": "members",
        "thread_id": "threads",
    },
    "outbox": {
        "author_id": "members",
        "ask_id": "asks",
        "inbound_id": "inbound_messages",
        "member_id": "members",
        "need_id": "needs",
    },
    "attempts": {"message_id": "outbox"},
    "call_orders": {"call_id": "calls", "member_id": "members"},
    "recordings": {
        "call_id": "calls",
        "member_id": "members",
        "need_id": "needs",
        "thread_id": "threads",
    },
    "staff": {"member_id": "members"},
    "invitations": {"member_id": "members", "staff_id": "staff"},
    "enrolments": {"invitation_id": "invitations", "staff_id": "staff"},
    "recovery_codes": {"staff_id": "staff"},
    "passkeys": {"staff_id": "staff"},
    "console_devices": {"staff_id": "staff"},
    "notices": {"about_id": "staff", "staff_id": "staff"},
    "proposals": {"agreed_by": "staff", "member_id": "members", "written_by": "staff"},
    "console_sessions": {"staff_id": "staff"},
    "console_actions": {"staff_id": "staff"},
    "broadcasts": {"approved_by": "staff", "written_by": "staff"},
    "broadcast_texts": {"broadcast_id": "broadcasts"},
    "broadcast_recipients": {"broadcast_id": "broadcasts", "member_id": "members"},
    "wordings": {"staff_id": "staff"},
    "learned_words": {"taught_by": "staff"},
    "shifts": {"member_id": "members"},
    "shift_asks": {"member_id": "members", "session_id": "flow_sessions", "shift_id": "shifts"},
    "rings": {"bridge_id": "bridges", "call_id": "calls", "member_id": "members"},
}
# By which column a row is named, where it is not its id.
_KEYS = {
    "avoidances": "member_id",
    "blocks": "member_id",
    "call_orders": "call_id",
    "carried_sides": "match_id",
    "flow_versions": "version",
    "member_languages": "member_id",
    "offer_cells": "offer_id",
    "pins": "member_id",
    "pin_tries": "member_id",
    "shift_asks": "shift_id",
    "suppressions": "since",  # never the hash of a number
}


def _key(table: str) -> str:
    return _KEYS.get(table, "id")


def _state(table: str, states: tuple[str, ...]) -> Check:
    words = ", ".join(f"'{state}'" for state in states)
    return Check(
        f"state of {table}",
        "a state that there is not",
        table,
        f"SELECT {_key(table)} FROM {table} WHERE state NOT IN ({words})",  # noqa: S608
    )


def _link(table: str, column: str, target: str) -> Check:
    return Check(
        f"dangling {table}.{column}",
        f"points at a row of {target} that is not there",
        table,
        f"""SELECT t.{_key(table)} FROM {table} t LEFT JOIN {target} x
            ON x.{_key(target)} = t.{column}
            WHERE t.{column} IS NOT NULL AND x.{_key(target)} IS NULL""",  # noqa: S608 - names are ours
    )


SHAPE = (
    *(_state(table, states) for table, states in STATES.items()),
    *(_link(table, column, to) for table, links in LINKS.items() for column, to in links.items()),
    Check(
        "dangling reference",
        "a reference in use stands for neither a need nor a thread",
        "reference_numbers",
        """SELECT r.code FROM reference_numbers r WHERE r.free_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM needs n WHERE n.id = r.subject_id)
            AND NOT EXISTS (SELECT 1 FROM threads t WHERE t.id = r.subject_id)
            AND NOT EXISTS (SELECT 1 FROM recordings v WHERE v.id = r.subject_id)""",
    ),
)
