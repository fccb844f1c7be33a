"""Which changes of state are legal, as one table per thing.

A state changes by one conditional UPDATE whose WHERE names `sources(table, new)`; the row count says
whether it happened (store/db/lifecycle.py, and nobody else). The pictures in the docs are drawn from these
tables. The words themselves are types (states.py): one that no table has does not pass mypy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from hotline.domain.states import (
    AskState,
    AttemptState,
    BridgeState,
    BroadcastState,
    CallState,
    MatchState,
    MemberState,
    MessageState,
    NeedState,
    OfferState,
    OrderState,
    ProposalState,
    RecordingState,
    ReportState,
    RingState,
    ShiftAskState,
    ShiftState,
    StaffState,
    ThreadState,
)

S = TypeVar("S", bound=str)


@dataclass(frozen=True)
class TransitionTable(Generic[S]):
    """The life of one kind of thing: where it begins, and from each state the next ones."""

    name: str
    initial: S
    moves: Mapping[S, tuple[S, ...]]
    or_initial: tuple[S, ...] = ()  # where some begin instead

    @property
    def beginnings(self) -> tuple[S, ...]:
        """The states in which a thing may begin, the usual one first."""
        return self.initial, *self.or_initial

    @property
    def states(self) -> tuple[S, ...]:
        """Every state, in the order of the table."""
        return tuple(self.moves)

    @property
    def terminal(self) -> frozenset[S]:
        """The states that nothing leaves."""
        return frozenset(state for state, following in self.moves.items() if not following)


NEED = TransitionTable[NeedState](
    "need",
    "seeking",
    {
        "seeking": ("matched", "escalated", "withdrawn", "expired"),
        # Every wave is spent and coordinators know; a yes still counts, and it can be widened.
        "escalated": ("seeking", "matched", "withdrawn", "expired"),
        "matched": ("done", "seeking", "escalated", "withdrawn", "expired"),
        # Only the follow-up re-opens: the help did not happen.
        "done": ("seeking", "escalated"),
        "withdrawn": (),
        "expired": (),
    },
)

_ANSWERS: tuple[AskState, ...] = (
    "accepted",
    "declined",
    "lapsed",
    "covered",
    "withdrawn",
    "failed",
)
ASK = TransitionTable[AskState](
    "ask",
    "queued",
    {
        # An answer to an ask that still counts as queued proves that it left: first queued → sent.
        "queued": ("sent", "covered", "withdrawn", "failed"),
        "sent": _ANSWERS,
        # A late yes is a yes, while the need is open.
        "lapsed": ("accepted",),
        "declined": ("accepted",),
        "covered": ("accepted",),
        "accepted": ("released",),
        "withdrawn": (),
        "failed": (),
        "released": (),
    },
)

MATCH = TransitionTable[MatchState](
    "match",
    "open",
    {
        "open": ("done", "released", "withdrawn", "reported"),
        # What was wrong may show only afterwards.
        "done": ("reported",),
        "released": (),
        "withdrawn": (),
        "reported": (),
    },
)

OFFER = TransitionTable[OfferState](
    "offer",
    "active",
    {"active": ("paused", "ended"), "paused": ("active", "ended"), "ended": ()},
)

MEMBER = TransitionTable[MemberState](
    "member",
    "active",
    {
        "active": ("opted_out", "blocked", "erased"),
        "opted_out": ("active", "blocked", "erased"),
        "blocked": ("active", "opted_out", "erased"),
        "erased": (),
    },
)

_OUTCOMES: tuple[MessageState, ...] = ("sent", "delivered", "undelivered", "failed")
MESSAGE = TransitionTable[MessageState](
    "message",
    "queued",
    {
        # A late callback about an earlier attempt shows that what we queued again has arrived.
        "queued": ("sending", "canceled", "sent", "delivered"),
        # Callbacks come in any order, also before the answer to the request itself.
        "sending": ("unclear", "queued", *_OUTCOMES),
        "unclear": ("queued", *_OUTCOMES),
        # Back to queued where the phone was away: such a text is sent once or twice more.
        "sent": ("queued", "delivered", "undelivered", "failed"),
        "delivered": (),
        "undelivered": (),
        "failed": (),
        "canceled": (),
    },
)

ATTEMPT = TransitionTable[AttemptState](
    "attempt",
    "started",
    {
        # Sent by a request of ours, or in the answer to a webhook.
        "started": ("accepted", "refused", "unclear", "lost"),
        "inline": ("accepted", "refused", "unclear", "lost"),
        # The provider's word may still come, also of a try that was given up.
        "unclear": ("accepted", "refused", "lost"),
        "lost": ("accepted", "refused"),
        # It went wrong at the far end, and the text is tried again.
        "accepted": ("refused",),
        "refused": (),
    },
    or_initial=("inline",),
)

THREAD = TransitionTable[ThreadState]("thread", "open", {"open": ("closed",), "closed": ()})

CALL = TransitionTable[CallState]("call", "open", {"open": ("closed",), "closed": ()})

ORDER = TransitionTable[OrderState](
    "order of a call",
    "queued",
    {
        # Only what is queued has surely not rung; nothing else is placed (again).
        "queued": ("placing", "canceled", "over"),
        "placing": ("queued", "unclear", "placed", "over"),
        "unclear": ("placed", "over"),
        "placed": ("over",),
        "over": (),
        "canceled": (),
    },
)

RECORDING = TransitionTable[RecordingState](
    "recording",
    "pending",
    {
        # The caller has still to say whether it may be kept.
        "pending": ("kept", "dropped"),
        "kept": ("dropped",),
        # Of no use any more: to be deleted here and at the provider.
        "dropped": (),
    },
)

RING = TransitionTable[RingState](
    "ring",
    "ringing",
    {
        # A phone rings for a caller: whoever picks it up and presses 1 is joined.
        "ringing": ("joined", "over"),
        "joined": ("over",),
        "over": (),
    },
)

BRIDGE = TransitionTable[BridgeState](
    "bridge",
    "asking",
    {
        # Is it safe to call them? Both must have said so.
        "asking": ("calling", "over"),
        "calling": ("joined", "over"),
        "joined": ("over",),
        "over": (),
    },
)

BROADCAST = TransitionTable[BroadcastState](
    "broadcast",
    "draft",
    {
        # Somebody else than its writer lets it go.
        "draft": ("going", "discarded", "expired"),
        "going": ("done", "stopped"),
        "done": (),
        "stopped": (),
        "discarded": (),
        "expired": (),
    },
)

SHIFT = TransitionTable[ShiftState](
    "shift",
    "held",
    {
        # Others are asked to take it; its holder stays on duty until one of them does.
        "held": ("offered",),
        "offered": ("held",),
    },
)

SHIFT_ASK = TransitionTable[ShiftAskState](
    "ask for a shift",
    "open",
    {
        "open": ("accepted", "declined", "covered"),
        "accepted": (),
        "declined": (),
        # Somebody else has it; an answer that comes all the same is the last that is heard of it.
        "covered": ("declined",),
    },
)

STAFF = TransitionTable[StaffState]("account", "active", {"active": ("ended",), "ended": ()})

PROPOSAL = TransitionTable[ProposalState](
    "proposal",
    "open",
    {
        # Somebody else agrees, and it is done in the same transaction: exactly once.
        "open": ("agreed", "withdrawn", "expired"),
        "agreed": (),
        "withdrawn": (),
        "expired": (),
    },
)

REPORT = TransitionTable[ReportState](
    "report",
    "open",
    {
        "open": ("resting", "blocked", "let_back"),
        "noted": ("resting", "blocked", "let_back"),
        "resting": ("blocked", "let_back"),
        # One of the team alone may take back a block, but not what lay under it.
        "blocked": ("resting", "let_back"),
        "let_back": (),
    },
    or_initial=("noted",),
)

# For whoever looks at all of them, whatever words each of them has.
TABLES = cast(
    tuple[TransitionTable[str], ...],
    (
        NEED, ASK, MATCH, OFFER, MEMBER, MESSAGE, ATTEMPT, THREAD, CALL, ORDER, RECORDING, RING, BRIDGE,
        BROADCAST, SHIFT, SHIFT_ASK, STAFF, PROPOSAL, REPORT,
    ),
)  # fmt: skip


def legal(table: TransitionTable[S], old: S, new: S) -> bool:
    """Whether a thing in state `old` may become `new`. Raises KeyError for unknown states."""
    _known(table, new)
    return new in table.moves[old]


def sources(table: TransitionTable[S], new: S) -> tuple[S, ...]:
    """The states from which `new` can be reached, for an UPDATE … WHERE state IN (…).

    Raises KeyError for an unknown state.
    """
    _known(table, new)
    return tuple(old for old, following in table.moves.items() if new in following)


def drawing(table: TransitionTable[S]) -> str:
    """The table as a Mermaid state diagram."""
    arrows = [f"    {old} --> {new}" for old, news in table.moves.items() for new in news]
    ends = [f"    {state} --> [*]" for state in table.states if state in table.terminal]
    begun = [f"    [*] --> {state}" for state in table.beginnings]
    return "\n".join(["stateDiagram-v2", *begun, *arrows, *ends]) + "\n"


def _known(table: TransitionTable[S], state: S) -> None:
    if state not in table.moves:
        raise KeyError(f"a {table.name} has no state {state!r}")
