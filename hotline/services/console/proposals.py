"""What one person may not do alone: proposed by one of the staff, agreed to by another, done in that moment.

Who may be the other is decided in domain/two_people.py. What each kind does is one table here; what does it
stands in the file of what it is about. A team of few may do without (`two_people: no` in community.yaml):
then it is done as it is proposed, and stands here as done by one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from hotline.domain import two_people
from hotline.domain.console import at_least
from hotline.domain.two_people import LET_BACK, Overtaken, Refusal, TooManyOpen
from hotline.services.console import member_actions, reports
from hotline.services.console import members as member_views
from hotline.services.console.sign_in import inviting, resets
from hotline.services.console.wording import message_edits, words
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.store.console import console_actions, proposals, staff
from hotline.store.console.proposals import Mark, Proposal
from hotline.store.console.staff import Staff
from hotline.store.people import members

Performer = Callable[[UnitOfWork, Proposal], None]
"""Does what was agreed to, in the transaction of the agreement. Raises Overtaken, and nothing is done."""


@dataclass(frozen=True)
class Kind:
    """What a kind of proposal does, and whether its target is a member, or an account of the staff.

    `look` is asked before, while no transaction is open, and raises Overtaken too; `always` says of the
    details whether it takes two also in a team that does without. What is `shown` was agreed to be shown to
    its writer, once.
    """

    perform: Performer
    of_member: bool = False
    of_staff: bool = False
    look: Callable[[App, Proposal], None] | None = None
    always: Callable[[Mapping[str, str]], bool] | None = None
    shown: bool = False


KINDS: Mapping[str, Kind] = {
    "level": Kind(member_actions.level_agreed, of_member=True),
    "unblock": Kind(member_actions.unblock_agreed, of_member=True),
    LET_BACK: Kind(reports.let_back_agreed, of_member=True),
    "pin": Kind(member_actions.pin_agreed, of_member=True),
    "number": Kind(member_actions.number_agreed, of_member=True, shown=True),
    "reset": Kind(resets.reset_agreed, of_staff=True),
    "invitation": Kind(inviting.invitation_agreed, of_member=True, shown=True),
    "wording": Kind(
        message_edits.wording_agreed,
        look=message_edits.look_again,
        always=message_edits.wording_takes_two,
    ),
    "word": Kind(words.word_agreed, always=words.word_takes_two),
}

Outcome = Literal["done", "gone"] | Refusal
"""`gone`: it does not wait any more, or was overtaken; else done, or why this is no second person."""

MOST_SHOWN = 100  # of what waits, and of what was agreed


def is_alone(app: App) -> bool:
    """Whether one person is enough in this team, by its file and its size."""
    if app.community.two_people:
        return False
    with app.database.reading() as db:
        return two_people.one_is_enough(app.community.two_people, staff.active(db))


def propose(
    app: App, by: Staff, kind: str, target_id: int | None, details: Mapping[str, str]
) -> int:
    """Have something wait for a second person; its id. Where one is enough it is done at once.

    `target_id` is what it is about, `details` what exactly. Raises TooManyOpen; Overtaken where it was to
    be done at once and cannot be done any more.
    """

    def work(uow: UnitOfWork) -> int:
        if proposals.open_of(uow.db, by.id, uow.now) >= two_people.MOST_OPEN:
            raise TooManyOpen
        proposal_id = _add(uow, by, kind, target_id, details)
        console_actions.add(uow.db, by.id, uow.now, f"proposed.{kind}", "proposal", proposal_id)
        if _one_is_enough(uow, kind, details):
            _perform(uow, _locked(uow, proposal_id), None)
        return proposal_id

    return in_unit_of_work(app, work)


def _one_is_enough(uow: UnitOfWork, kind: str, details: Mapping[str, str]) -> bool:
    always = KINDS[kind].always
    if always is not None and always(details):
        return False
    return two_people.one_is_enough(uow.app.community.two_people, staff.active(uow.db))


def _add(
    uow: UnitOfWork, by: Staff, kind: str, target_id: int | None, details: Mapping[str, str]
) -> int:
    return proposals.add(
        uow.db,
        uow.app.vault,
        kind,
        by=by.id,
        target_id=target_id,
        member_id=target_id if KINDS[kind].of_member else None,
        details=details,
        now=uow.now,
        expires_at=uow.now + two_people.PROPOSAL_LIFE,
    )


def is_done(app: App, proposal_id: int) -> bool:
    """Whether it was done already: where one is enough, as it was proposed."""
    with app.database.reading() as db:
        found = proposals.find(db, app.vault, proposal_id)
    return found is not None and found.state == "agreed"


def agree(app: App, by: Staff, proposal_id: int) -> Outcome:
    """Be the second person for something, and do it."""

    def work(uow: UnitOfWork) -> Outcome:
        found = proposals.locked(uow.db, app.vault, proposal_id)
        if found is None or not _waits(uow, found) or not _meets(uow.db, by, found):
            return "gone"
        writer = None if found.by is None else staff.find(uow.db, found.by)
        if writer is None or writer.state != "active":
            return "gone"
        first_made_at = staff.first_made_at(uow.db) or uow.now
        refused = _refusal(found, writer, by, uow.now, first_made_at)
        if refused is None:
            _perform(uow, found, by)
        return refused or "done"

    try:
        _look(app, proposal_id)
        return in_unit_of_work(app, work)
    except Overtaken:
        in_unit_of_work(app, lambda uow: proposals.end(uow.db, proposal_id, "expired", uow.now))
        return "gone"


def _look(app: App, proposal_id: int) -> None:
    with app.database.reading() as db:
        found = proposals.find(db, app.vault, proposal_id)
    kind = KINDS.get(found.kind) if found is not None and found.state == "open" else None
    if found is not None and kind is not None and kind.look is not None:
        kind.look(app, found)


def withdraw(app: App, by: Staff, proposal_id: int) -> bool:
    """Take back what one has proposed oneself; whether it still waited."""

    def work(uow: UnitOfWork) -> bool:
        found = proposals.locked(uow.db, app.vault, proposal_id)
        if found is None or found.by != by.id:
            return False
        if not proposals.end(uow.db, found.id, "withdrawn", uow.now):
            return False
        action = f"took-back.{found.kind}"
        console_actions.add(uow.db, by.id, uow.now, action, "proposal", found.id)
        return True

    return in_unit_of_work(app, work)


def _locked(uow: UnitOfWork, proposal_id: int) -> Proposal:
    found = proposals.locked(uow.db, uow.app.vault, proposal_id)
    if found is None:
        raise Overtaken
    return found


def _waits(uow: UnitOfWork, found: Proposal) -> bool:
    return found.state == "open" and found.expires_at > uow.now and found.kind in KINDS


def _meets(db: Connection, reader: Staff, found: Proposal) -> bool:
    """Whether this reader may know of it: of one about a member, whoever meets that member."""
    if _is_secret(reader, found.kind, found.member_id):
        return False
    return found.member_id is None or member_views.met(db, reader, found.member_id) is not None


def _is_secret(reader: Staff, kind: str, member_id: int | None) -> bool:
    """Whether it is about the reader, who must not learn that they were reported."""
    return kind == LET_BACK and member_id is not None and member_id == reader.member_id


def _is_of_staff(found: Proposal) -> bool:
    """Whether it is about an account of the staff."""
    kind = KINDS.get(found.kind)
    return kind is not None and kind.of_staff


def _refusal(
    found: Proposal, writer: Staff, second: Staff, now: datetime, first_made_at: datetime
) -> Refusal | None:
    if found.member_id is not None and found.member_id == second.member_id:
        return "same"  # nobody agrees to what is about themselves
    if _is_of_staff(found) and found.target_id == second.id:
        return "same"
    return two_people.refusal(writer.account, second.account, now, first_made_at)


def _perform(uow: UnitOfWork, found: Proposal, second: Staff | None) -> None:
    """The conditional UPDATE says who of several does it. Raises Overtaken for all the others."""
    second_id = None if second is None else second.id
    if not proposals.end(uow.db, found.id, "agreed", uow.now, second_id):
        raise Overtaken
    KINDS[found.kind].perform(uow, found)
    if second is not None:
        action = f"agreed.{found.kind}"
        console_actions.add(uow.db, second.id, uow.now, action, "proposal", found.id)


# --- what is to be read of it ------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One proposal as a page shows it: the names in it, and what this reader may do with it.

    `about` is the name of the member or colleague whom it is about, empty where there is none; `refused`
    why the reader cannot be its second person. What is `usable` was agreed to, and its writer may have it
    shown once.
    """

    proposal: Proposal
    writer: str
    second: str
    about: str
    is_mine: bool
    refused: Refusal | None
    usable: bool


@dataclass(frozen=True)
class Sheet:
    """What waits, the oldest first, and what was agreed of late, the newest first."""

    waiting: tuple[Line, ...]
    acts: tuple[Line, ...]
    names_members: bool  # to those who may read of members

    @property
    def member_ids(self) -> list[int]:
        """The members who are named in it."""
        if not self.names_members:
            return []
        named = (line.proposal.member_id for line in (*self.waiting, *self.acts))
        return sorted({one for one in named if one is not None})


def sheet(app: App, reader: Staff) -> Sheet:
    """What this reader may know of: of what waits nothing where their role agrees to nothing."""
    now, may_agree = app.clock(), at_least(reader.role, "coordinator")
    with app.database.reading() as db:
        waits = proposals.waiting(db, app.vault, now, MOST_SHOWN) if may_agree else []
        since = now - two_people.ACTS_SHOWN, now - two_people.WORDS_KEPT
        acts = proposals.agreed(db, app.vault, *since, two_people.OF_WORDS, MOST_SHOWN)
        known = _known_members(db, reader, [*waits, *acts])
        lines = _Lines(app, db, reader, known, now)
        return Sheet(lines.of(waits), lines.of(acts), names_members=may_agree)


def _known_members(db: Connection, reader: Staff, found: list[Proposal]) -> set[int]:
    """The members whom these are about and whom the reader meets."""
    return member_views.met_among(
        db, reader, {one.member_id for one in found if one.member_id is not None}
    )


class _Lines:
    """Makes lines of proposals: what belongs to them is read once for all of them."""

    def __init__(
        self, app: App, db: Connection, reader: Staff, known: set[int], now: datetime
    ) -> None:
        self._db, self._reader, self._known, self._now = db, reader, known, now
        self._staff = {one.id: one for one in staff.everybody(db)}
        self._first = min((one.created_at for one in self._staff.values()), default=now)
        self._names = staff.names(db, app.vault)
        self._members = members.names_of(db, app.vault, sorted(known))

    def of(self, found: list[Proposal]) -> tuple[Line, ...]:
        """Lines of those that the reader may know of."""
        about = (one for one in found if not _is_secret(self._reader, one.kind, one.member_id))
        met = (one for one in about if one.member_id is None or one.member_id in self._known)
        return tuple(self._line(one) for one in met)

    def _line(self, one: Proposal) -> Line:
        mine = one.by == self._reader.id
        return Line(
            proposal=one,
            writer=self._names.get(one.by or 0, ""),
            second=self._names.get(one.second or 0, ""),
            about=self._about(one),
            is_mine=mine,
            refused=self._refused(one),
            usable=mine and _is_usable(one, self._now),
        )

    def _about(self, one: Proposal) -> str:
        if _is_of_staff(one):
            return self._names.get(one.target_id or 0, "")
        return self._members.get(one.member_id or 0, "")

    def _refused(self, one: Proposal) -> Refusal | None:
        writer = self._staff.get(one.by or 0)
        if writer is None:
            return "same"
        return _refusal(one, writer, self._reader, self._now, self._first)


def _is_usable(one: Proposal, now: datetime) -> bool:
    soon = one.ended_at is not None and one.ended_at > now - two_people.USED_WITHIN
    shown = one.kind in KINDS and KINDS[one.kind].shown
    return shown and one.state == "agreed" and one.used_at is None and soon


def mark(app: App, reader: Staff) -> int:
    """How many there are that this reader has still to look at: what waits, and what others agreed to."""
    now = app.clock()
    since = max(reader.acts_seen_at or reader.created_at, now - two_people.ACTS_SHOWN)
    with app.database.reading() as db:
        found = proposals.marked(db, now, since, MOST_SHOWN)
        apart = member_views.apart_from(db, reader) if found else set()
    known = (one for one in found if not _is_secret(reader, one.kind, one.member_id))
    return sum(_is_new(one, reader) for one in known if one.member_id not in apart)


def _is_new(one: Mark, reader: Staff) -> bool:
    if reader.id in (one.by, one.second):
        return False
    return one.state == "agreed" or at_least(reader.role, "coordinator")


def saw(app: App, reader: Staff) -> None:
    """This reader has looked at what others agreed to."""
    now = app.clock()
    app.database.write(lambda db: staff.change(db, reader.id, acts_seen_at=now))
