"""One step of a call: an interaction whose answer is spoken, with a node to go to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time, timedelta

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt, Value
from hotline.services.kernel.call_memory import CallMemory, SpokenLine, recording_line
from hotline.services.kernel.interaction import Interaction
from hotline.store.people import members
from hotline.store.people.members import Member
from hotline.store.voice.calls import Call

PLAYABLE = timedelta(minutes=10)
"""For so long a call's own address of a recording can be fetched."""


def stranger(language: str) -> Member:
    """Stands for a caller whom we do not know, or whose number is withheld: in no table."""
    return Member(0, language, "stranger", 0, None, None)


@dataclass
class CallInteraction(Interaction):
    """`member` is a stranger until a language is chosen, and stays one where no number is shown.

    `memory` is what the call remembers between its steps; `number` is the
    caller's in E.164, None where nobody can be kept under it.
    """

    call: Call = field(kw_only=True)
    number: str | None = field(kw_only=True, repr=False)
    memory: CallMemory = field(kw_only=True)
    node: str = field(kw_only=True)
    lines: list[SpokenLine] = field(default_factory=list)
    next: str | None = None
    missed: bool = False  # this step was no usable answer

    @property
    def is_stranger(self) -> bool:
        return self.member.id == 0

    @property
    def is_ours(self) -> bool:
        """Whether we placed this call."""
        return self.call.direction == "outbound"

    def go(self, node: str) -> None:
        """Where the call goes on once this step is done; said first, stays."""
        self.next = node

    def flush(self) -> None:
        """Put what was said into lines of the language that holds now."""
        said = [SpokenLine(p.id, _plain(p.args), self.member.language) for p in self.said]
        self.lines += said
        self.said.clear()

    def say_in(self, language: str, message: MessageId) -> None:
        """Say something in another language than the caller's."""
        self.flush()
        self.lines.append(SpokenLine(message, {}, language))

    def play_back(self, recording_id: int) -> None:
        """Let the caller hear a recording: their own, or one that is for them."""
        self.flush()
        until = int((self.now + PLAYABLE).timestamp())
        self.lines.append(recording_line(recording_id, until, self.member.language))

    @property
    def last_said(self) -> str | None:
        """The message said last in this step."""
        if self.said:
            return self.said[-1].id
        return self.lines[-1].id if self.lines else None

    def ask(self, prompt: Prompt) -> None:
        """Put a menu; the first time with the keys that work in all of them."""
        self.said.append(prompt)
        if not self.missed:
            self.say("v-tail")

    def become_member(self, language: str) -> bool:
        """Keep the caller as a member, if a number is shown; whether they are new."""
        if self.number is None or not self.is_stranger:
            self.member = replace(self.member, language=language)
            return False
        self.member, is_new = members.get_or_add(
            self.db, self.app.vault, self.number, language, self.now
        )
        return is_new


def _plain(args: Mapping[str, Value]) -> dict[str, Value]:
    """Arguments as JSON values; the one that is none is read from its ISO form as well."""
    return {
        key: value.isoformat() if isinstance(value, time) else value for key, value in args.items()
    }
