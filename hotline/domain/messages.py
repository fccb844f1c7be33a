"""What we tell people: its kinds, in which order they leave, and what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Everything that leaves us for a member's phone. Those of texts stand in `outbox.kind`."""

    REPLY = "reply"  # answers a text of theirs
    RELAY = "relay"  # somebody's own words
    NOTICE = "notice"  # what has become of something
    ASK = "ask"  # can you help?
    QUESTION = "question"  # the first step of a flow that we begin
    BROADCAST = "broadcast"  # words of the team, to many
    CALL_BACK = "callback"  # answers a call of theirs
    BRIDGE = "bridge"  # a phone rings so that two of a match can speak
    RING = "ring"  # a phone rings for a caller who looks for somebody

    @property
    def is_answer(self) -> bool:
        """Whether it comes because they have just texted or called: at any hour."""
        return self in (Kind.REPLY, Kind.CALL_BACK)

    @property
    def holds_words(self) -> bool:
        """Whether it shows what somebody wrote, which on a shared phone waits for the PIN."""
        return self in (Kind.RELAY, Kind.BROADCAST)

    def priority(self, *, urgent: bool = False) -> int:
        """The place in the queue of texts, 0 leaves first.

        Replies and relayed words never wait behind what goes out to many. Raises KeyError for a kind
        that is no text.
        """
        return _IN_HASTE.get(self, _PRIORITY[self]) if urgent else _PRIORITY[self]

    def is_urgent(self, priority: int) -> bool:
        """Whether a text of this kind that has this priority was urgent."""
        return priority < _PRIORITY[self]


_PRIORITY = {
    Kind.REPLY: 0,
    Kind.RELAY: 0,
    Kind.NOTICE: 1,
    Kind.ASK: 3,
    Kind.QUESTION: 4,
    Kind.BROADCAST: 5,
}
_IN_HASTE = {Kind.NOTICE: 0, Kind.ASK: 2, Kind.QUESTION: 2}


@dataclass(frozen=True)
class About:
    """What a text is about, by ids.

    `author_id` is the member whose own words it passes on, `thread_id` the conversation with the team in
    which they were said, `session_id` the flow session whose question it puts.
    """

    need_id: int | None = None
    ask_id: int | None = None
    session_id: int | None = None
    author_id: int | None = None
    thread_id: int | None = None

    def aside(self) -> About:
        """The same for a text that goes ahead of the one with the question or the ask: when that has
        gone, all have."""
        return About(need_id=self.need_id, author_id=self.author_id, thread_id=self.thread_id)
