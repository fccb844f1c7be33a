"""What a service has at hand while a transaction is open: write down, commit, then speak."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any, Literal

from sqlalchemy import Connection

from flows.message_ids import MessageId
from flows.prompts import Prompt
from flows.turns import Effect, Performed
from hotline.services import post
from hotline.services.calls import telling
from hotline.services.house import House
from hotline.store import members
from hotline.store.members import Member
from hotline.store.sessions import Kept


@dataclass
class Desk:
    """The house, an open transaction, the time, and the bells to ring once it is committed."""

    house: House
    db: Connection
    now: datetime
    rings: set[str] = field(default_factory=set)

    def tell(
        self,
        member_id: int,
        message: MessageId,
        *,
        about: int | None = None,
        urgent: bool = False,
        **args: Any,
    ) -> bool:
        """Text one member a notice, `about` a need; whether there is still somebody to tell."""
        return self.post(member_id, [Prompt(message, args)], need_id=about, urgent=urgent)

    def post(self, member_id: int, prompts: Iterable[Prompt], **where: Any) -> bool:
        """Leave a text in the outbox and have the bell rung for it; a call for whoever has no texts."""
        if telling.is_kept(self, member_id, where.get("need_id")):
            return telling.keep(self, member_id, list(prompts), **where)
        if members.get(self.db, member_id).by_call:
            return telling.tell(self, member_id, list(prompts), **where)
        self.rings.add("deliver")
        return post.send(self.house, self.db, member_id, list(prompts), now=self.now, **where)

    def clock_time(self, moment: datetime) -> time:
        """The hour and minute that the community's clocks show at `moment`."""
        local = moment.astimezone(self.house.community.quiet_hours.zone)
        return local.time().replace(second=0, microsecond=0)


@dataclass
class Scene(Desk):
    """One text, or one step of a call, of one member, whose row is locked, and what is answered.

    `perform` does what a flow asks for; None where that takes longer than this answer.
    """

    member: Member = field(kw_only=True)
    perform: Callable[[Scene, Effect], Performed[str] | None] = field(kw_only=True)
    channel: Literal["text", "voice"] = "text"
    said: list[Prompt] = field(default_factory=list)
    asked: bool = False  # a question was put in this answer
    crisis: bool = False  # this text speaks of one: nothing of ours is put in its way
    quoted: int | None = None  # the member whose own words are in this answer
    aside: bool = False  # this was an aside: an unfinished talk is taken up again afterwards
    talks: list[Kept] | None = None  # as read last; None where they have changed since
    kept_talk: int | None = None  # the talk whose question this answer puts
    facts: Mapping[str, Any] | None = None  # what the engine may know of the member, once read

    def say(self, message: MessageId, *, lead: bool = False, **args: Any) -> None:
        """Answer this message; a lead-in joins what is said next."""
        self.said.append(Prompt(message, args, lead))

    def come_back(self) -> None:
        """They want something again: whoever had hidden can be reached again."""
        if self.member.hidden_at is not None:
            self.change_member(hidden_at=None)

    def change_member(self, **values: Any) -> None:
        """Set columns of the member who wrote."""
        members.change(self.db, self.member.id, **values)
        self.member = replace(self.member, **values)
