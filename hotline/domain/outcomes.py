"""What the provider's answers mean, sorted into what to do next.

Source of the codes: https://www.twilio.com/docs/api/errors; of the states:
https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum

from hotline.domain import transitions
from hotline.domain.states import MessageState


class Verdict(Enum):
    """What to do about a text that did not simply go out."""

    NEVER = "never"  # this person cannot be texted: do not try again
    OPERATOR = "operator"  # ours to fix: tell the operator, do not try again
    LATER = "later"  # too fast or a passing trouble: wait, then send again
    ONCE_MORE = "once_more"  # the phone was away: once or twice more
    UNCLEAR = "unclear"  # it may or may not have been sent: look it up, never simply send again


_BY_CODE = {
    # invalid or unreachable numbers, opted out (21610), no mobile (21614, 30006), none that can be
    # called (21217, 13224)
    **dict.fromkeys((21211, 21214, 21265, 21610, 21614, 30005, 30006, 21217, 13224), Verdict.NEVER),
    # credentials, sender, permissions, account, spam filters, registration
    **dict.fromkeys(
        (20003, 21408, 21215, 21606, 21612, 21617, 30002, 30007, 30034, 30450), Verdict.OPERATOR
    ),
    # rate limits and full queues, too many calls at once (10004)
    **dict.fromkeys((20429, 21611, 30001, 14107, 10004), Verdict.LATER),
    **dict.fromkeys((30003, 30008), Verdict.ONCE_MORE),
}

PROVIDER_STATES = (
    "accepted",
    "scheduled",
    "queued",
    "sending",
    "sent",
    "delivered",
    "undelivered",
    "failed",
    "canceled",
)

# The provider's word, in the words of our outbox: whatever it has in hand is sent for us.
_IN_OUR_WORDS: Mapping[str, MessageState] = {
    **dict.fromkeys(("accepted", "scheduled", "queued", "sending", "sent"), "sent"),
    **dict.fromkeys(("delivered", "read"), "delivered"),
    **dict.fromkeys(("failed", "canceled"), "failed"),
    "undelivered": "undelivered",
}

_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=10)
_LATER_TRIES = 12  # about three quarters of an hour in all
_AWAY_WAITS = (timedelta(seconds=30), timedelta(minutes=5))
_LONGEST_LOOK_UP_WAIT = timedelta(seconds=15)


def judge(http_status: int | None, code: int | None) -> Verdict:
    """Sort an answer of the provider, or an error reported by a status callback.

    `http_status` is None where no answer came (or the error came by callback); `code` is the
    provider's own error number where there is one, and decides where it is known. Answers of 500
    and above, 408 and none at all do not say whether the text left.
    """
    known = _BY_CODE.get(code) if code is not None else None
    if known is not None:
        return known
    if http_status is None:
        return Verdict.UNCLEAR if code is None else Verdict.OPERATOR
    if http_status == 429:
        return Verdict.LATER
    refused = 400 <= http_status < 500 and http_status != 408
    return Verdict.OPERATOR if refused else Verdict.UNCLEAR


def next_try(
    tries: int, verdict: Verdict, retry_after: float | None, now: datetime
) -> datetime | None:
    """When to try again after `tries` tries (at least 1) ended in `verdict`; None: give up.

    `retry_after` is the provider's Retry-After in seconds, and is the least we wait. For UNCLEAR
    it is the time to look the text up, which goes on until the provider answers.
    """
    if verdict is Verdict.LATER and tries < _LATER_TRIES:
        asked_for = timedelta(seconds=max(retry_after or 0.0, 0.0))
        return now + max(_doubled(tries, _LONGEST_WAIT), asked_for)
    if verdict is Verdict.ONCE_MORE and tries <= len(_AWAY_WAITS):
        return now + _AWAY_WAITS[tries - 1]
    if verdict is Verdict.UNCLEAR:
        return now + _doubled(tries, _LONGEST_LOOK_UP_WAIT)
    return None


def merge_status(current: MessageState, reported: str) -> MessageState:
    """The state of an outbound message after the provider reported a status of it.

    Reports come more than once and in any order: nothing goes backwards, a final state stays, and
    a word that we do not know changes nothing.
    """
    new = _IN_OUR_WORDS.get(reported)
    if new is None or not transitions.legal(transitions.MESSAGE, current, new):
        return current
    return new


def _doubled(tries: int, longest: timedelta) -> timedelta:
    return min(_FIRST_WAIT * (1 << min(tries - 1, 20)), longest)
