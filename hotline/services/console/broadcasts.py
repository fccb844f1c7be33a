"""Broadcasts, as the console writes, shows, lets go and stops them.

What one of the staff has written goes out once another has let it: another account, which does not
belong to the same member. Whoever lets it go says which version they have read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection

from flows.outgoing import clean_words
from flows.segments import segments_for
from hotline.domain.broadcasts import DRAFT_LIFE, Fault, faults
from hotline.services import post, spending
from hotline.services.console import accounts
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, at_a_desk
from hotline.store import broadcast_readers, broadcasts, console_actions, staff
from hotline.store.broadcast_readers import Group
from hotline.store.broadcasts import Broadcast, Counts
from hotline.store.staff import Staff

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
    may_approve: bool

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


Faults = Mapping[str, tuple[Fault, ...]]


def checked(house: House, wanted: Wanted) -> Faults:
    """What is wrong, by language; nothing where it is well. Languages of readers must have words."""
    with house.database.reading() as db:
        spoken = {
            group.language for group in broadcast_readers.groups(db, wanted.category, wanted.area)
        }
    clean = wanted.clean
    needed = [one for one in house.community.languages if one in spoken or one in clean]
    found = {one: tuple(faults(clean.get(one, ""))) for one in needed}
    return {language: wrong for language, wrong in found.items() if wrong}


def all(house: House) -> list[Broadcast]:
    """The newest ones."""
    with house.database.reading() as db:
        return broadcasts.latest(db, MOST)


def draft(house: House, who: Staff, wanted: Wanted) -> int:
    """Keep a draft, whose words have been checked; its id."""

    def work(desk: Desk) -> int:
        broadcast_id = broadcasts.add(
            desk.db,
            written_by=who.id,
            category=wanted.category,
            area=wanted.area,
            now=desk.now,
            expires_at=desk.now + DRAFT_LIFE,
        )
        broadcasts.word(desk.db, house.vault, broadcast_id, wanted.clean)
        _note(desk, who, "drafted", broadcast_id)
        return broadcast_id

    return at_a_desk(house, work)


def change(house: House, who: Staff, broadcast_id: int, seen: str, wanted: Wanted) -> str:
    """Put other words or readers into a draft: whoever changes it has written it."""

    def work(desk: Desk) -> str:
        found = broadcasts.locked(desk.db, broadcast_id)
        if found is None or found.state != "draft" or str(found.version) != seen:
            return "broadcast-other"
        expires_at = desk.now + DRAFT_LIFE
        broadcasts.change(
            desk.db,
            found.id,
            category=wanted.category,
            area=wanted.area,
            version=found.version + 1,
            written_by=who.id,
            expires_at=expires_at,
            due_at=expires_at,
        )
        broadcasts.word(desk.db, house.vault, found.id, wanted.clean)
        _note(desk, who, "changed", found.id)
        return "broadcast-changed"

    return at_a_desk(house, work)


def approve(house: House, who: Staff, broadcast_id: int, seen: str) -> str:
    """Let it go: as another person than its writer, and as it was read."""

    def work(desk: Desk) -> str:
        found = broadcasts.locked(desk.db, broadcast_id)
        if found is None or found.state != "draft" or str(found.version) != seen:
            return "broadcast-other"
        if found.expires_at <= desk.now:
            return "broadcast-too-old"
        if not _is_second(desk.db, who, found):
            return "broadcast-own"
        sheet = _sheet(house, desk.db, found, who)
        if not sheet.people or sheet.missing:
            return "broadcast-incomplete"
        values = {"approved_by": who.id, "approved_at": desk.now, "people": sheet.people}
        broadcasts.move(desk.db, found.id, "going", due_at=desk.now, **values)
        desk.rings.add("broadcast")
        _note(desk, who, "approved", found.id)
        return "broadcast-approved"

    return at_a_desk(house, work)


def stop(house: House, who: Staff, broadcast_id: int) -> str:
    """Give it to nobody any more, and take back at once what has not left."""

    def work(desk: Desk) -> str:
        if broadcasts.locked(desk.db, broadcast_id) is None:
            return "broadcast-other"
        if not broadcasts.stop(desk.db, broadcast_id, desk.now):
            return "broadcast-over"
        _note(desk, who, "stopped", broadcast_id)
        return "broadcast-stopped"

    return at_a_desk(house, work)


def discard(house: House, who: Staff, broadcast_id: int) -> str:
    """Throw a draft away, words and all."""

    def work(desk: Desk) -> str:
        if not broadcasts.drop(desk.db, broadcast_id, "discarded", desk.now):
            return "broadcast-other"
        _note(desk, who, "discarded", broadcast_id)
        return "broadcast-discarded"

    return at_a_desk(house, work)


def sheet(house: House, broadcast_id: int, reader: Staff) -> Sheet | None:
    """One of them with everything that is to be seen of it; None where there is none."""
    with house.database.reading() as db:
        found = broadcasts.find(db, broadcast_id)
        return None if found is None else _sheet(house, db, found, reader)


def _sheet(house: House, db: Connection, found: Broadcast, reader: Staff) -> Sheet:
    groups = (
        broadcast_readers.groups(db, found.category, found.area) if found.state == "draft" else []
    )
    words = broadcasts.words_of(db, house.vault, found.id)
    texts = tuple(
        _text(house, each, words.get(each, ""), groups) for each in _spoken(house, groups)
    )
    segments, spend = sum(text.all_segments for text in texts), house.community.limits.spend
    return Sheet(
        broadcast=found,
        texts=texts,
        counts=broadcasts.counts(db, found),
        people=sum(group.people for group in groups) or found.people or 0,
        segments=segments,
        cost=spend.of(segments, 0),
        spent=spending.today(house, db, house.clock()),
        per_day=spend.per_day,
        currency=spend.currency,
        writer=_name(house, db, found.written_by),
        approver=_name(house, db, found.approved_by),
        may_approve=_is_second(db, reader, found),
    )


def _spoken(house: House, groups: list[Group]) -> list[str]:
    """The community's languages, and any other that readers have."""
    return list(dict.fromkeys([*house.community.languages, *(group.language for group in groups)]))


def _text(house: House, language: str, words: str, groups: list[Group]) -> Text:
    mine = [group for group in groups if group.language == language]
    costs = {
        known: post.segments_of(house, words, language, greeted=known) if words else 0
        for known in {group.greeted for group in mine}
    }
    return Text(
        language=language,
        words=words,
        segments=segments_for(words).segments,
        people=sum(group.people for group in mine),
        all_segments=sum(group.people * costs[group.greeted] for group in mine),
    )


def _is_second(db: Connection, who: Staff, broadcast: Broadcast) -> bool:
    """Whether this is another person than its writer, as far as accounts can tell."""
    writer = None if broadcast.written_by is None else staff.find(db, broadcast.written_by)
    if writer is None or writer.id == who.id:
        return False
    return writer.member_id is None or writer.member_id != who.member_id


def _name(house: House, db: Connection, staff_id: int | None) -> str:
    return "" if staff_id is None else accounts.name_of(house, db, staff_id)


def _note(desk: Desk, who: Staff, what: str, broadcast_id: int) -> None:
    action = f"broadcast-{what}"
    console_actions.add(desk.db, who.id, desk.now, action, "broadcast", broadcast_id)
