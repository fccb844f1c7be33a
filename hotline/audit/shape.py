"""The shape of the data: words that a state may be, and rows that point at rows which are there.

The database's own constraints say most of this. A database that was restored, merged or mended by hand
need not have kept to them.
"""

from __future__ import annotations

from hotline.audit.checks import Check
from hotline.domain import transitions

_STATES = {
    "needs": transitions.NEED.states,
    "asks": transitions.ASK.states,
    "matches": transitions.MATCH.states,
    "offers": transitions.OFFER.states,
    "members": transitions.MEMBER.states,
    "outbox": transitions.MESSAGE.states,
    "calls": transitions.CALL.states,
    "recordings": transitions.RECORDING.states,
    "rings": transitions.RING.states,
    "bridges": transitions.BRIDGE.states,
    "threads": ("open", "closed"),
    "attempts": ("inline", "started", "accepted", "refused", "unclear", "lost"),
}
_OF_ORDERS = {"call_orders": transitions.ORDER.states}

# table, column, the table it points at
_LINKS = (
    ("needs", "asker_id", "members"),
    ("offers", "member_id", "members"),
    ("offer_cells", "offer_id", "offers"),
    ("asks", "need_id", "needs"),
    ("asks", "member_id", "members"),
    ("matches", "need_id", "needs"),
    ("matches", "helper_id", "members"),
    ("matches", "asker_id", "members"),
    ("threads", "member_id", "members"),
    ("threads", "need_id", "needs"),
    ("outbox", "member_id", "members"),
    ("outbox", "inbound_id", "inbound_messages"),
    ("outbox", "ask_id", "asks"),
    ("outbox", "need_id", "needs"),
    ("attempts", "message_id", "outbox"),
    ("flow_sessions", "member_id", "members"),
    ("member_languages", "member_id", "members"),
    ("calls", "member_id", "members"),
    ("call_orders", "call_id", "calls"),
    ("recordings", "need_id", "needs"),
    ("pins", "member_id", "members"),
    ("bridges", "match_id", "matches"),
    ("rings", "call_id", "calls"),
)
_FIRST_COLUMN = {"offer_cells": "offer_id", "member_languages": "member_id", "pins": "member_id"}
_FIRST_COLUMN |= {"call_orders": "call_id"}


def _key(table: str) -> str:
    return _FIRST_COLUMN.get(table, "id")


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
        f"""SELECT t.{_key(table)} FROM {table} t LEFT JOIN {target} x ON x.id = t.{column}
            WHERE t.{column} IS NOT NULL AND x.id IS NULL""",  # noqa: S608 - names are ours
    )


SHAPE = (
    *(_state(table, states) for table, states in (_STATES | _OF_ORDERS).items()),
    *(_link(*link) for link in _LINKS),
    Check(
        "dangling reference",
        "a reference in use stands for neither a need nor a talk",
        "reference_numbers",
        """SELECT r.code FROM reference_numbers r WHERE r.free_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM needs n WHERE n.id = r.subject_id)
            AND NOT EXISTS (SELECT 1 FROM threads t WHERE t.id = r.subject_id)
            AND NOT EXISTS (SELECT 1 FROM recordings v WHERE v.id = r.subject_id)""",
    ),
)
