"""The tables. Migrations create them; these are what the code reads and writes.

Sealed columns hold AES-GCM ciphertext bound to table, column and row id (see vault.py). Times are UTC
milliseconds. States are the words of hotline.domain.transitions. Each theme has a file in store/tables.
"""

from hotline.store.tables.base import metadata
from hotline.store.tables.console import (
    answered_challenges,
    console_actions,
    console_devices,
    console_sessions,
    enrolments,
    invitations,
    notices,
    passkeys,
    proposals,
    recovery_codes,
    sign_in_misses,
    staff,
    uploads,
)
from hotline.store.tables.conversation import (
    flow_sessions,
    flow_versions,
    inbound_messages,
    wordings,
)
from hotline.store.tables.messages import (
    attempts,
    broadcast_recipients,
    broadcast_texts,
    broadcasts,
    forgotten_spend,
    outbox,
    provider_copies,
)
from hotline.store.tables.needs import asks, matches, need_counts, needs, references, threads
from hotline.store.tables.people import (
    avoidances,
    member_languages,
    members,
    offer_cells,
    offers,
    pin_misses,
    pin_tries,
    pins,
    suppressions,
    tallies,
)
from hotline.store.tables.roster import shift_asks, shifts
from hotline.store.tables.upkeep import data_keys, events, leases, processes, record_ends
from hotline.store.tables.voice import bridges, call_orders, calls, recordings, rings

__all__ = [
    "answered_challenges",
    "asks",
    "attempts",
    "avoidances",
    "bridges",
    "broadcast_recipients",
    "broadcast_texts",
    "broadcasts",
    "call_orders",
    "calls",
    "console_actions",
    "console_devices",
    "console_sessions",
    "data_keys",
    "enrolments",
    "events",
    "flow_sessions",
    "flow_versions",
    "forgotten_spend",
    "inbound_messages",
    "invitations",
    "leases",
    "matches",
    "member_languages",
    "members",
    "metadata",
    "need_counts",
    "needs",
    "notices",
    "offer_cells",
    "offers",
    "outbox",
    "passkeys",
    "pin_misses",
    "pin_tries",
    "pins",
    "processes",
    "proposals",
    "provider_copies",
    "record_ends",
    "recordings",
    "recovery_codes",
    "references",
    "rings",
    "shift_asks",
    "shifts",
    "sign_in_misses",
    "staff",
    "suppressions",
    "tallies",
    "threads",
    "uploads",
    "wordings",
]
