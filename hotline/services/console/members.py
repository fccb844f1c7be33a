"""Members as the team sees them: by the name they chose and their level, never by number.

Whoever was reported by a member, or reported one, does not meet them here either.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from flows.vocabulary.vocabulary import fold
from hotline.domain import console as rules
from hotline.domain.states import MemberState
from hotline.services.kernel.app import App
from hotline.store.console.staff import Staff
from hotline.store.people import member_search, members, offers, reports
from hotline.store.people.member_search import DirectoryEntry, Past
from hotline.store.people.members import Member
from hotline.store.people.offers import Offer

STATES: tuple[MemberState, ...] = ("active", "opted_out", "blocked")
LEVELS = (0, 1, 2, 3)
MOST_READ = 5_000  # names opened for one page of a search
LONGEST_SEARCH = 80


@dataclass(frozen=True)
class MemberRow:
    """A member in the list, with what they offer."""

    who: DirectoryEntry
    offer: Offer | None


@dataclass(frozen=True)
class MemberPage:
    """Some members; `next` is the number of the page that goes on, None at the end of what is shown.

    `is_cut` says that there are more than a list ever shows.
    """

    rows: tuple[MemberRow, ...]
    next: int | None
    is_cut: bool


@dataclass(frozen=True)
class Card:
    """One member. `seen` is what forms say back, so that nobody acts on what has changed.

    `is_held`: a report keeps them from asking and being asked, of which they themselves hear nothing.
    """

    member: Member
    name: str
    languages: Sequence[str]
    offer: Offer | None
    asks_for: Sequence[str]
    helps_with: Sequence[str]
    past: Past
    is_held: bool
    seen: str


def page(app: App, reader: Staff, *, name: str, state: str, level: str, number: int) -> MemberPage:
    """Members of a state and a level (empty: any) whose names hold `name`, however it is written.

    `number` is that of the page, from 0 on, of few: a list is no way to read everybody.
    """
    first = number * rules.LIST_PAGE
    typed = name[:LONGEST_SEARCH].strip()
    wanted = fold(typed)
    anybody = bool(wanted) or not typed  # what is no word at all finds nobody
    with app.database.reading() as db:
        found, following = member_search.page(
            db,
            app.vault,
            lambda known: anybody and wanted in fold(known),
            state=next((one for one in STATES if one == state), None),
            level=int(level) if level in map(str, LEVELS) else None,
            before=None,
            but=apart_from(db, reader),
            limit=first + rules.LIST_PAGE,
            most_read=MOST_READ,
        )
        offered = offers.of_members(db, [one.id for one in found[first:]])
    rows = tuple(MemberRow(one, offered.get(one.id)) for one in found[first:])
    last = number + 1 >= rules.LIST_PAGES
    return MemberPage(
        rows, None if following is None or last else number + 1, bool(following) and last
    )


def card(app: App, reader: Staff, member_id: int) -> Card | None:
    """One member; None where there is none, or none for this reader."""
    with app.database.reading() as db:
        member = met(db, reader, member_id)
        return None if member is None else _card(app, db, reader, member)


def _card(app: App, db: Connection, reader: Staff, member: Member) -> Card:
    offer = offers.of_member(db, member.id)
    return Card(
        member=member,
        name=members.names_of(db, app.vault, [member.id]).get(member.id, ""),
        languages=member_search.languages_of(db, member.id),
        offer=offer,
        asks_for=member_search.open_references(db, member.id),
        helps_with=member_search.helps_with(db, member.id),
        past=member_search.past_of(db, member.id),
        is_held=member.id != reader.member_id and reports.is_held(db, member.id),
        seen=seen(member, offer),
    )


def seen(member: Member, offer: Offer | None) -> str:
    """What a page was drawn from, as far as acting on it matters."""
    return f"{member.level}.{member.state}.{offer.state if offer else 'none'}"


def met(db: Connection, reader: Staff, member_id: int) -> Member | None:
    """The member of this id as far as this reader may meet them: not once erased, nor kept apart."""
    if member_id in apart_from(db, reader):
        return None
    found = members.find(db, member_id)
    return None if found is None or found.state == "erased" else found


def met_among(db: Connection, reader: Staff, member_ids: Collection[int]) -> set[int]:
    """Those of these members whom this reader may meet, as `met` says of one."""
    return members.not_erased(db, member_ids) - apart_from(db, reader)


def apart_from(db: Connection, reader: Staff) -> set[int]:
    """Members whom this reader does not meet: the two are kept apart."""
    return set() if reader.member_id is None else members.avoided_by(db, reader.member_id)
