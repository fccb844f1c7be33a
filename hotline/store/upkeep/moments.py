"""How exactly each moment is kept: a decision for every column that holds one, and why.

Whoever has a phone company's list of numbers and times names everybody of whom a row says, to the minute,
when they wrote or called. So what is exact is so for as long as the work needs it, or where no phone took
part. A test holds `DECISIONS` and the schema against each other; coarsening.py does what they say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Column, ColumnElement

from hotline.domain.states import LIVE_ASKS, OPEN_ATTEMPTS, UNSETTLED_MESSAGES
from hotline.domain.transitions import ORDER
from hotline.store import schema as s

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EXACT_FOR = HOUR
"""Limits and questions look back by so much to the second: younger moments are left as they are."""
BY_DAY_AFTER = 2 * DAY
"""The hour is needed for what a day has cost, whichever day of the community's clocks."""


@dataclass(frozen=True)
class Exact:
    """Kept to the millisecond, and why that names nobody, or for how long."""

    why: str


@dataclass(frozen=True)
class Written:
    """Coarse from the start: whoever writes it rounds it down to this step."""

    step: timedelta


@dataclass(frozen=True)
class Past:
    """Rounded down to the hour once it is an hour old, to the day once it is two days old.

    Not while `needed` holds of its row. Rows that are alike in `among` keep their order, by milliseconds
    after the hour. `up`: rounded up instead, where an earlier moment would do harm. `since`: of a length of
    time that counts, its beginning: what lies between is kept, in whole minutes, until the day is gone too.
    """

    needed: ColumnElement[bool] | None = None
    among: Column[int] | None = None
    up: bool = False
    since: Column[int] | None = None


@dataclass(frozen=True)
class Ahead:
    """A time limit far off, rounded up to the step at once; as `Past` when it lies behind."""

    step: timedelta = HOUR


@dataclass(frozen=True)
class Passing:
    """Means something only until it comes: nothing is left of it afterwards."""


Decision = Exact | Written | Past | Ahead | Passing

_BROWSER = Exact("made in a browser: no phone took part")
_MACHINE = Exact("of the machine, and nobody's")
_DUE = Exact("empty once there is nothing more to do")
_UNSENT = s.outbox.c.state.in_(("queued", *UNSETTLED_MESSAGES))
_UNTRIED = s.attempts.c.state.in_(OPEN_ATTEMPTS)
_ORDERED = s.call_orders.c.state.not_in(sorted(ORDER.terminal))
_LIVE_ASK = s.asks.c.state.in_(LIVE_ASKS)
_CALLING = s.calls.c.state == "open"
_GOING = s.broadcasts.c.state.in_(("draft", "going"))
_RINGING = s.rings.c.state != "over"

DECISIONS: Mapping[str, Decision] = {
    "answered_challenges.expires_at": _BROWSER,
    "asks.answered_at": Past(),
    "asks.created_at": Past(up=True),  # counted over a week: none is forgotten sooner
    "asks.lapses_at": Past(needed=_LIVE_ASK),
    "asks.sent_at": Past(),
    "attempts.ended_at": Past(needed=_UNTRIED),
    "attempts.started_at": Past(needed=_UNTRIED),
    "blocks.at": Past(),
    "bridges.created_at": Past(),
    "bridges.due_at": _DUE,
    "broadcasts.approved_at": Past(needed=_GOING),
    "broadcasts.created_at": Past(needed=_GOING),
    "broadcasts.due_at": _DUE,
    "broadcasts.ended_at": Past(),
    "broadcasts.expires_at": Past(needed=_GOING),
    "call_orders.created_at": Past(needed=_ORDERED),
    "call_orders.due_at": Past(needed=_ORDERED),
    "call_orders.lease_until": _DUE,
    "calls.closes_at": Past(needed=_CALLING),
    "calls.ended_at": Past(needed=_CALLING, since=s.calls.c.started_at),
    "calls.started_at": Past(needed=_CALLING),
    "calls.touched_at": Past(needed=_CALLING),
    "carried_asks.asked_at": Past(up=True),
    "console_actions.at": Written(MINUTE),
    "console_devices.locked_until": _BROWSER,
    "console_devices.seen_at": _BROWSER,
    "console_sessions.opened_at": _BROWSER,
    "console_sessions.seen_at": _BROWSER,
    "data_keys.created_at": _MACHINE,
    "enrolments.expires_at": _BROWSER,
    "events.at": Written(HOUR),
    "flow_sessions.asked_at": Past(among=s.flow_sessions.c.member_id),
    "flow_sessions.expires_at": Ahead(),
    "flow_sessions.touched_at": Past(),
    "flow_versions.first_used_at": _MACHINE,
    "forgotten_spend.at": Past(),
    "inbound_messages.received_at": Past(),
    "invitations.created_at": _BROWSER,
    "invitations.expires_at": _BROWSER,
    "invitations.opened_at": _BROWSER,
    "invitations.warned_at": _BROWSER,
    "learned_words.taught_at": _BROWSER,
    "leases.beat_at": _MACHINE,
    "leases.held_until": _MACHINE,
    "matches.ended_at": Past(),
    "matches.opened_at": Past(among=s.matches.c.need_id),
    "matches.relay_until": Passing(),
    "members.created_at": Past(),
    "members.greeted_at": Past(),
    "members.hidden_at": Past(up=True),  # what they wrote before must not look as if it came after
    "members.in_flow_until": Passing(),
    "members.unlocked_until": Passing(),
    "members.veiled_at": Past(up=True),
    "members.word_at": Past(),
    "need_counts.week": Written(7 * DAY),
    "needs.asking_at": Past(),
    "needs.closed_at": Past(),
    "needs.due_at": _DUE,
    "needs.expires_at": Ahead(),
    "needs.follow_up_at": Ahead(),
    "needs.matched_at": Past(),
    "needs.opened_at": Past(among=s.needs.c.asker_id),
    "notices.at": _BROWSER,
    "offer_cells.last_asked_at": Past(),
    "offers.agreed_at": Past(),
    "offers.ended_at": Past(),
    "outbox.created_at": Past(needed=_UNSENT, among=s.outbox.c.thread_id),
    "outbox.due_at": Past(needed=_UNSENT),
    "outbox.lease_until": _DUE,
    "outbox.sent_at": Past(among=s.outbox.c.member_id),
    "passkeys.created_at": _BROWSER,
    "passkeys.used_at": _BROWSER,
    "pin_misses.missed_at": Exact(
        "names nobody, and goes within the hour or with the next wrong try"
    ),
    "pin_tries.locked_until": Past(),
    "pins.set_at": Past(),
    "processes.beat_at": _MACHINE,
    "processes.started_at": _MACHINE,
    "proposals.ended_at": _BROWSER,
    "proposals.expires_at": _BROWSER,
    "proposals.made_at": _BROWSER,
    "proposals.used_at": _BROWSER,
    "provider_copies.created_at": Past(),
    "provider_copies.due_at": Exact("goes with its row, once the provider has let go"),
    "provider_copies.gone_by": Ahead(),
    "reading_counts.week": Written(7 * DAY),
    "recordings.created_at": Past(),
    "recordings.due_at": _DUE,
    "recordings.fetched_at": Past(),
    "recordings.heard_at": Past(),
    "reference_numbers.free_at": Ahead(DAY),
    "reports.at": Past(up=True),  # counted over a week: none is forgotten sooner
    "reports.decided_at": Past(),
    "rings.ended_at": Past(needed=_RINGING, since=s.rings.c.joined_at),
    "rings.joined_at": Past(needed=_RINGING),
    "rings.rung_at": Past(needed=_RINGING),
    "shifts.due_at": _DUE,
    "shifts.ends_at": Exact("planned by the team, to the hour"),
    "shifts.starts_at": Exact("planned by the team, to the hour"),
    "sign_in_misses.missed_at": _BROWSER,
    "staff.acts_seen_at": _BROWSER,
    "staff.created_at": _BROWSER,
    "staff.locked_until": _BROWSER,
    "suppressions.since": Past(),
    "tallies.answered_at": Exact("of a keyed hash that stands nowhere else; goes within two hours"),
    "tallies.hour_at": Exact("of a keyed hash that stands nowhere else; goes within two hours"),
    "tallies.minute_at": Exact("of a keyed hash that stands nowhere else; goes within two hours"),
    "tallies.told_until": Exact("of a keyed hash that stands nowhere else; goes within two hours"),
    "threads.alarm_due_at": _DUE,
    "threads.alarmed_at": Past(),
    "threads.closed_at": Past(),
    "threads.opened_at": Past(among=s.threads.c.member_id),
    "unread_words.day": Written(DAY),
    "uploads.expires_at": _BROWSER,
    "wordings.published_at": _BROWSER,
}

# The moment beside which a row's turn has no more to say than the moment itself has.
TURNS: Mapping[str, str] = {
    "asks": "created_at",
    "broadcasts": "created_at",
    "flow_sessions": "asked_at",
    "matches": "opened_at",
    "needs": "opened_at",
    "outbox": "created_at",
    "recordings": "created_at",
    "threads": "opened_at",
}
