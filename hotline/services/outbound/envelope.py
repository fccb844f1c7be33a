"""What is to be told, to whom, and what it is about: one frozen value from who begins it to the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flows.text.prompts import Prompt
from hotline.domain.messages import About, Kind
from hotline.domain.reachability import Decision, Drop, Reason


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """Something that we begin to tell one member.

    It holds prompts, which are put into the reader's language, or words that somebody of the team has
    typed in it. `due_at` is the moment before which it must not leave; `waits`: not while they are in
    the middle of a flow; `needless_by_call`: nobody is called about it.
    """

    member_id: int
    prompts: Sequence[Prompt] = ()
    words: str | None = field(default=None, repr=False)
    kind: Kind = Kind.NOTICE
    urgent: bool = False
    about: About = field(default_factory=About)
    due_at: datetime | None = None
    waits: bool = False
    needless_by_call: bool = False


@dataclass(frozen=True)
class Notified:
    """What has become of an envelope, with the ids of its texts: the last one is the text itself, before
    it may stand the first-contact notice."""

    decision: Decision
    message_ids: tuple[int, ...] = ()

    @property
    def told(self) -> bool:
        """Whether nothing of it is lost to them: they read it, now or later, or hear it, or need not."""
        return not isinstance(self.decision, Drop) or self.decision.reason is Reason.NEEDLESS
