"""The effects that a flow may ask for, and the outcomes that each can have.

The one list that flows and services share. A flow must handle every outcome named here, by name or
by a `then` for all others; the services answer with one of them.
"""

from collections.abc import Mapping

ASK_PERSON = "ask-person"
RECORD_WORDS = "record-words"

EFFECTS: Mapping[str, tuple[str, ...]] = {
    # need
    "check-open": ("free", "same", "full", "enough"),  # same: reference
    "open-need": ("opened", "quiet", "full", "enough"),  # opened: reference; quiet: reference, time
    # changed: reference; words: reference, the terms are as they were; quiet: reference, time
    "update-need": ("changed", "words", "quiet", "gone", "enough"),
    "make-urgent": ("opened", "gone"),
    # kept: words, as {"recording": its id}; none where there is nothing to record with, as by text
    RECORD_WORDS: ("kept", "none"),
    # offer
    "find-offer": ("none", "some"),  # some: categories
    "save-offer": ("saved", "vouch"),
    "pause-offer": ("paused", "none"),
    "end-offer": ("ended", "none"),
    # state, language, leaving
    "tell-status": ("said", "waiting"),  # waiting: reference, time
    "set-language": ("set",),
    # a secret number for calls
    "find-pin": ("none", "some"),
    "set-pin": ("set",),
    "set-pin-texts": ("texts", "calls"),
    "remove-pin": ("removed",),
    # hours in which texts may be sent
    "find-safe-hours": ("none", "some"),  # some: from, until
    "set-safe-hours": ("set",),
    "remove-safe-hours": ("removed",),
    # a word of one's own that hides everything
    "find-safe-word": ("none", "some"),
    "check-safe-word": ("fine", "poor"),
    "set-safe-word": ("set", "different"),
    "remove-safe-word": ("removed",),
    # the roster
    "find-shifts": ("none", "some"),  # some: shifts, ids
    "offer-shift": ("offered", "before", "nobody", "gone"),  # all but gone: shift
    "take-shift": ("taken", "busy", "gone"),
    "leave-shift": ("left",),
    # the team's: one side of a request
    "block": ("blocked", "team", "busy", "gone"),
    "erase": ("erased",),
    "pause": ("paused",),
    "stop-all": ("stopped",),
    "done": ("done",),
    "drop": ("dropped",),
    # afterwards
    "confirm-done": ("done",),
    "pass-thanks": ("passed",),
    "reopen-need": ("reopened", "gone"),
    "close-need": ("closed",),
    "hand-over": ("asked",),
    # which one, a soft yes, relay, a pause
    "act": ("acted",),
    "pass-words": ("passed",),
    "continue-session": ("continued",),
    "restart-session": ("restarted",),
    ASK_PERSON: ("asked",),
    # calls
    "keep-call-safe": ("kept",),
}
