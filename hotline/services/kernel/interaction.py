"""What a service has at hand while it answers one member: who they are, and what is said to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Unpack

from flows.engine.events import Effect, EffectResult
from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt, Value
from hotline.domain.states import MemberState
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.store.conversation.sessions import StoredSession
from hotline.store.people import members
from hotline.store.people.members import Member, MemberValues


@dataclass
class Interaction(UnitOfWork):
    """One text, or one step of a call, of one member, whose row is locked, and what is answered.

    `effect_handler` does what a flow asks for; None where that takes longer than this answer.
    """

    member: Member = field(kw_only=True)
    effect_handler: Callable[[Interaction, Effect], EffectResult[str] | None] = field(kw_only=True)
    channel: Literal["text", "voice"] = "text"
    said: list[Prompt] = field(default_factory=list)
    asked: bool = False  # a question was put in this answer
    crisis: bool = False  # this text speaks of one: nothing of ours is put in its way
    alarm_is_at_once: bool | None = None  # whether the team hears of it at once, where it was told
    author_id: int | None = None  # the member whose own words are in this answer
    resume_session_after: bool = (
        False  # this was an aside: an unfinished session is taken up again afterwards
    )
    came_between: bool = False  # the question that this answers stood in front of another of ours
    open_sessions: list[StoredSession] | None = (
        None  # as read last; None where they have changed since
    )
    asked_session: int | None = None  # the session whose question this answer puts
    facts: Mapping[str, Value] | None = None  # what the engine may know of the member, once read

    def say(self, message: MessageId, *, lead: bool = False, **args: Value) -> None:
        """Answer this message; a lead-in joins what is said next."""
        self.said.append(Prompt(message, args, lead))

    def come_back(self) -> None:
        """They want something again: whoever had hidden can be reached again."""
        if self.member.hidden_at is not None:
            self.change_member(hidden_at=None)

    def change_member(self, **values: Unpack[MemberValues]) -> None:
        """Set columns of the member who wrote, but for the state."""
        members.change(self.db, self.member.id, **values)
        self.member = replace(self.member, **values)

    def move_member(self, to: MemberState) -> None:
        """Change the state of the member who wrote, if the table of transitions allows it."""
        if members.move(self.db, self.member.id, to):
            self.member = replace(self.member, state=to)
