"""The states of things, as types: a word that is none of them does not pass mypy.

They are the words that the database holds, so that an operator's query, the auditor and the code say the
same. How one follows another: transitions.py; in SQL they are held to by tools/columns.py (make lint).
"""

from __future__ import annotations

from typing import Final, Literal

NeedState = Literal[
    "seeking",  # somebody is looked for
    "escalated",  # all waves are spent, and coordinators know; a yes still counts
    "matched",  # somebody helps
    "done",  # it has been helped with
    "withdrawn",  # by its asker
    "expired",  # its time was over
]
LIVE_NEEDS: Final[tuple[NeedState, ...]] = ("seeking", "matched", "escalated")
OPEN_NEEDS: Final[tuple[NeedState, ...]] = ("seeking", "escalated")  # a yes still counts

AskState = Literal[
    "queued",  # its text has not left, as far as is known
    "sent",  # it has reached the member, and waits
    "accepted",  # yes
    "declined",  # no
    "lapsed",  # silence until its time was over
    "covered",  # somebody else was faster
    "withdrawn",  # the need is over
    "failed",  # its text never arrived
    "released",  # a yes that was given back
]
LIVE_ASKS: Final[tuple[AskState, ...]] = ("queued", "sent")

MatchState = Literal[
    "open",  # the two are in touch
    "done",  # it has been helped with
    "released",  # the helper gave it back
    "withdrawn",  # the need is over
    "reported",  # one side reported the other
]

OfferState = Literal[
    "active",
    "paused",  # no asks until they say otherwise
    "ended",
]

MemberState = Literal[
    "active",
    "opted_out",  # said STOP
    "blocked",  # by the team
    "erased",  # a tombstone
]

# A caller whom we do not know is a member for as long as a call lasts, in no table.
MemberOrStranger = MemberState | Literal["stranger"]

MessageState = Literal[
    "queued",  # surely has not left
    "sending",  # may have left
    "unclear",  # may have left, and the provider gave no answer
    "sent",  # the provider has it
    "delivered",
    "undelivered",
    "failed",
    "canceled",  # taken back before it left
]
UNSETTLED_MESSAGES: Final[tuple[MessageState, ...]] = ("sending", "unclear")

AttemptState = Literal[
    "started",  # a request to the provider
    "inline",  # the answer to a webhook
    "accepted",  # by the provider
    "refused",  # by the provider, or at the far end
    "unclear",  # no answer came
    "lost",  # it never left
]
OPEN_ATTEMPTS: Final[tuple[AttemptState, ...]] = ("inline", "started", "unclear")

ThreadState = Literal["open", "closed"]
CallState = Literal["open", "closed"]

OrderState = Literal[
    "queued",  # surely has not rung
    "placing",  # may ring
    "unclear",  # may ring, and the provider gave no answer
    "placed",  # the provider has it
    "over",
    "canceled",  # taken back before it rang
]
RINGING_ORDERS: Final[tuple[OrderState, ...]] = ("placing", "unclear", "placed")

RecordingState = Literal[
    "pending",  # its speaker has still to say whether it may be kept
    "kept",
    "dropped",  # of no use any more
]

RingState = Literal["ringing", "joined", "over"]

BridgeState = Literal[
    "asking",  # somebody has still to say whether calls are safe
    "calling",
    "joined",
    "over",
]

BroadcastState = Literal[
    "draft",
    "going",  # let go by somebody else than its writer
    "done",
    "stopped",  # while it was going
    "discarded",  # a draft, by its writers
    "expired",  # a draft that nobody let go
]

ShiftState = Literal[
    "held",
    "offered",  # others are asked to take it; its holder is on duty until one does
]

ShiftAskState = Literal["open", "accepted", "declined", "covered"]

StaffState = Literal["active", "ended"]

ProposalState = Literal[
    "open",  # waits for a second person
    "agreed",  # and done, in the same moment
    "withdrawn",  # by whoever proposed it
    "expired",  # nobody agreed in time, or it was overtaken
]

HELPED: tuple[MatchState, ...] = ("open", "done")
"""Of these matches the helper helps, or has: words over any other are not theirs any more."""

ReportState = Literal[
    "open",  # the team has still to look: meanwhile it holds
    "noted",  # the same, of a number that has reported so many lately that it holds nobody
    "resting",  # looked at, and it goes on holding
    "blocked",  # whoever was reported was blocked
    "let_back",  # by two of the team: it holds nobody any more
]
HOLDING: tuple[ReportState, ...] = ("open", "resting", "blocked")
"""While a report is one of these, whoever was reported is asked for nobody, and nobody for them."""
