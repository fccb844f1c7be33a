"""Broadcasts, as the console writes, shows, lets go and stops them.

What one of the staff has written goes out once another has let it, who may be the second person
(domain/two_people.py). Whoever lets it go says which version they have read. Each version waits among the
proposals as well, so that all staff hear of it, and the record keeps its words with both names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection

from flows.text.sanitize import clean_words
from flows.text.segments import segments_for
from hotline.domain import two_people
from hotline.domain.scrubbing.broadcasts import DRAFT_LIFE, WordsFault, faults
from hotline.domain.states import ProposalState
from hotline.domain.two_people import Refusal
from hotline.services.console.sign_in import accounts
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.outbound import compose
from hotline.services.sessions import spending
from hotline.store.console import console_actions, proposals, staff
from hotline.store.console.staff import Staff
from hotline.store.messages import broadcast_readers, broadcasts
from hotline.store.messages.broadcast_readers import ReaderGroup
from hotline.store.messages.broadcasts import Broadcast, Counts

MOST = 50  # of the list


@dataclass(frozen=True)
class Text:
    """The words in one language: how many get them, what one costs in segments, and all together."""

    language: str
    words: str
    segments: int
    people: int
    all_segments: int


@dataclass(frozen=True)
class Sheet:
    """One broadcast. `people` and `cost` are what it would take now, or took when it was let go."""

    broadcast: Broadcast
    texts: tuple[Text, ...]
    counts: Counts
    people: int
    segments: int
    cost: Decimal
    spent: Decimal
    per_day: Decimal
    currency: str
    writer: str
    approver: str
    refused: Refusal | None  # why this reader cannot let it go

    @property
    def seen(self) -> str:
        return str(self.broadcast.version)

    @property
    def missing(self) -> tuple[str, ...]:
        """Languages of readers for which there are no words."""
        return tuple(text.language for text in self.texts if text.people and not text.words)

    @property
    def handled(self) -> int:
        """Texts that wait for nothing of ours any more."""
        return self.counts.given - self.counts.waiting - self.counts.under_way

    @property
    def total(self) -> int:
        """How many it is for, as far as is known: some may have come or gone meanwhile."""
        known = self.broadcast.people or 0
        return (
            self.counts.given if self.broadcast.is_given_to_all else max(known, self.counts.given)
        )


@dataclass(frozen=True)
class Wanted:
    """What a form asks for: who it is for, and the words by language, as they were typed."""

    category: str | None
    area: str | None
    words: Mapping[str, str]

    @property
    def clean(self) -> dict[str, str]:
        """The words as they would be sent; languages without any are left out."""
        typed = {language: clean_words(words) for language, words in self.words.items()}
        return {language: words for language, words in typed.items() if words}


Faults = Mapping[str, tuple[WordsFault, ...]]


def checked(app: App, wanted: Wanted) -> Faults:
    """What is wrong, by language; nothing where it is well. Languages of readers must have words."""
    with app.database.reading() as db:
        spoken = {
            group.language for group in broadcast_readers.groups(db, wanted.category, wanted.area)
        }
    clean = wanted.clean
    needed = [one for one in app.community.languages if one in spoken or one in clean]
    found = {one: tuple(faults(clean.get(one, ""))) for one in needed}
    return {language: wrong for language, wrong in found.items() if wrong}


def list_broadcasts(app: App) -> list[Broadcast]:
    """The newest ones."""
    with app.database.reading() as db:
        return broadcasts.latest(db, MOST)


def draft(app: App, who: Staff, wanted: Wanted) -> int:
    """Keep a draft, whose words have been checked; its id."""

    def work(uow: UnitOfWork) -> int:
        broadcast_id = broadcasts.add(
            uow.db,
            written_by=who.id,
            category=wanted.category,
            area=wanted.area,
            now=uow.now,
            expires_at=uow.now + DRAFT_LIFE,
        )
        broadcasts.word(uow.db, app.vault, broadcast_id, wanted.clean)
        _wait(uow, who, broadcast_id, wanted)
        _note(uow, who, "drafted", broadcast_id)
        return broadcast_id

    return in_unit_of_work(app, work)


def change(app: App, who: Staff, broadcast_id: int, seen: str, wanted: Wanted) -> str:
    """Put other words or readers into a draft: whoever changes it has written it."""

    def work(uow: UnitOfWork) -> str:
        found = broadcasts.locked(uow.db, broadcast_id)
        if found is None or found.state != "draft" or str(found.version) != seen:
            return "broadcast-other"
        expires_at = uow.now + DRAFT_LIFE
        broadcasts.change(
            uow.db,
            found.id,
            category=wanted.category,
            area=wanted.area,
            version=found.version + 1,
            written_by=who.id,
            expires_at=expires_at,
            due_at=expires_at,
        )
        broadcasts.word(uow.db, app.vault, found.id, wanted.clean)
        _end_waiting(uow, found.id, "withdrawn")
        _wait(uow, who, found.id, wanted)
        _note(uow, who, "changed", found.id)
        return "broadcast-changed"

    return in_unit_of_work(app, work)


def approve(app: App, who: Staff, broadcast_id: int, seen: str) -> str:
    """Let it go: as another person than its writer, and as it was read."""

    def work(uow: UnitOfWork) -> str:
        found = broadcasts.locked(uow.db, broadcast_id)
        if found is None or found.state != "draft" or str(found.version) != seen:
            return "broadcast-other"
        if found.expires_at <= uow.now:
            return "broadcast-too-old"
        refused = _refusal(app, uow.db, who, found, uow.now)
        if refused is not None:
            return "broadcast-own" if refused == "same" else f"second-{refused}"
        sheet = _sheet(app, uow.db, found, who)
        if not sheet.people or sheet.missing:
            return "broadcast-incomplete"
        now, people = uow.now, sheet.people
        second = None if who.id == found.written_by else who.id
        broadcasts.move(
            uow.db,
            found.id,
            "going",
            due_at=now,
            approved_by=second,
            approved_at=now,
            people=people,
        )
        _end_waiting(uow, found.id, "agreed", second)
        uow.wakeups.add("broadcast")
        _note(uow, who, "approved", found.id)
        return "broadcast-approved"

    return in_unit_of_work(app, work)


def stop(app: App, who: Staff, broadcast_id: int) -> str:
    """Give it to nobody any more, and take back at once what has not left."""

    def work(uow: UnitOfWork) -> str:
        if broadcasts.locked(uow.db, broadcast_id) is None:
            return "broadcast-other"
        if not broadcasts.stop(uow.db, broadcast_id, uow.now):
            return "broadcast-over"
        _note(uow, who, "stopped", broadcast_id)
        return "broadcast-stopped"

    return in_unit_of_work(app, work)


def discard(app: App, who: Staff, broadcast_id: int) -> str:
    """Throw a draft away, words and all."""

    def work(uow: UnitOfWork) -> str:
        if not broadcasts.drop(uow.db, broadcast_id, "discarded", uow.now):
            return "broadcast-other"
        _end_waiting(uow, broadcast_id, "withdrawn")
        _note(uow, who, "discarded", broadcast_id)
        return "broadcast-discarded"

    return in_unit_of_work(app, work)


def sheet(app: App, broadcast_id: int, reader: Staff) -> Sheet | None:
    """One of them with everything that is to be seen of it; None where there is none."""
    with app.database.reading() as db:
        found = broadcasts.find(db, broadcast_id)
        return None if found is None else _sheet(app, db, found, reader)


def _sheet(app: App, db: Connection, found: Broadcast, reader: Staff) -> Sheet:
    groups = (
        broadcast_readers.groups(db, found.category, found.area) if found.state == "draft" else []
    )
    words = broadcasts.words_of(db, app.vault, found.id)
    texts = tuple(_text(app, each, words.get(each, ""), groups) for each in _spoken(app, groups))
    segments, spend = sum(text.all_segments for text in texts), app.community.limits.spend
    return Sheet(
        broadcast=found,
        texts=texts,
        counts=broadcasts.counts(db, found),
        people=sum(group.people for group in groups) or found.people or 0,
        segments=segments,
        cost=spend.of(segments, 0),
        spent=spending.today(app, db, app.clock()),
        per_day=spend.per_day,
        currency=spend.currency,
        writer=_name(app, db, found.written_by),
        approver=_name(app, db, found.approved_by),
        refused=_refusal(app, db, reader, found, app.clock()),
    )


def _spoken(app: App, groups: list[ReaderGroup]) -> list[str]:
    """The community's languages, and any other that readers have."""
    return list(dict.fromkeys([*app.community.languages, *(group.language for group in groups)]))


def _text(app: App, language: str, words: str, groups: list[ReaderGroup]) -> Text:
    mine = [group for group in groups if group.language == language]
    costs = {
        known: compose.segments_of(app, words, language, greeted=known) if words else 0
        for known in {group.greeted for group in mine}
    }
    return Text(
        language=language,
        words=words,
        segments=segments_for(words).segments,
        people=sum(group.people for group in mine),
        all_segments=sum(group.people * costs[group.greeted] for group in mine),
    )


def _refusal(
    app: App, db: Connection, who: Staff, broadcast: Broadcast, now: datetime
) -> Refusal | None:
    """Why somebody cannot be its second person; None for anybody where one person is enough."""
    writer = None if broadcast.written_by is None else staff.find(db, broadcast.written_by)
    if writer is None or writer.state != "active":
        return "same"  # nobody stands for it any more: it is written anew
    if two_people.one_is_enough(app.community.two_people, staff.active(db)):
        return None
    first_made_at = staff.first_made_at(db) or now
    return two_people.refusal(writer.account, who.account, now, first_made_at)


def _wait(uow: UnitOfWork, who: Staff, broadcast_id: int, wanted: Wanted) -> None:
    """Have a draft wait for its second person, for as long as it may."""
    words = {f"words-{language}": words for language, words in wanted.clean.items()}
    about = {"category": wanted.category or "", "area": wanted.area or ""}
    proposals.add(
        uow.db,
        uow.app.vault,
        "broadcast",
        by=who.id,
        target_id=broadcast_id,
        member_id=None,
        details=words | about,
        now=uow.now,
        expires_at=uow.now + DRAFT_LIFE,
    )


def _end_waiting(
    uow: UnitOfWork, broadcast_id: int, to: ProposalState, second: int | None = None
) -> None:
    waiting = proposals.open_about(uow.db, "broadcast", broadcast_id)
    if waiting is not None:
        proposals.end(uow.db, waiting, to, uow.now, second)


def _name(app: App, db: Connection, staff_id: int | None) -> str:
    return "" if staff_id is None else accounts.name_of(app, db, staff_id)


def _note(uow: UnitOfWork, who: Staff, what: str, broadcast_id: int) -> None:
    action = f"broadcast-{what}"
    console_actions.add(uow.db, who.id, uow.now, action, "broadcast", broadcast_id)
