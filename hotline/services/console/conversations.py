"""Talks with the team in the console: read, answered and ended; spoken messages, played and done with.

Only what was said to the team, and by it. Who is kept apart from a member has no part in theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from hotline.services import team
from hotline.services.console import acting, people
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, at_a_desk
from hotline.services.outbound.notify import tell
from hotline.store import console_actions, members, recordings, sounds, talks, threads
from hotline.store.staff import Staff
from hotline.store.talks import Said, Spoken, Talk
from hotline.store.threads import Thread

DONE = frozenset({"replied", "ended"})
MOST = 100  # talks, messages and texts of one talk
Work = Callable[[Desk, Thread], str]
OfSomebody = TypeVar("OfSomebody", bound=Talk | Thread | Spoken)


@dataclass(frozen=True)
class Open:
    """An open talk and the name of whom it is with."""

    talk: Talk
    name: str


@dataclass(frozen=True)
class Waiting:
    """What waits for the team."""

    talks: tuple[Open, ...]
    messages: tuple[Spoken, ...]


@dataclass(frozen=True)
class File:
    """One talk with what was said in it."""

    talk: Talk
    name: str
    said: Sequence[Said]
    messages: tuple[Spoken, ...]


def waiting(house: House, reader: Staff) -> Waiting:
    """Open talks and messages, but for the reader's own and those of whom they are kept apart from."""
    with house.database.reading() as db:
        found = _served(db, reader, talks.open_talks(db, MOST))
        names = members.names_of(db, house.vault, {one.member_id for one in found})
        named = tuple(Open(one, names.get(one.member_id, "")) for one in found)
        return Waiting(named, _served(db, reader, talks.messages(db, MOST)))


def _served(db: Connection, reader: Staff, every: Sequence[OfSomebody]) -> tuple[OfSomebody, ...]:
    """Those that are this reader's business. Nobody's message is everybody's."""
    whose = {one.member_id for one in every if one.member_id is not None}
    theirs = people.met_among(db, reader, whose) - {reader.member_id}
    return tuple(one for one in every if one.member_id is None or one.member_id in theirs)


def _serves(db: Connection, reader: Staff, one: Talk | Thread | Spoken) -> bool:
    """Whether a member's talk or message is this reader's business."""
    return bool(_served(db, reader, [one]))


def one(house: House, reader: Staff, reference: str) -> File | None:
    """One open talk; None where there is none, or none for this reader."""
    with house.database.reading() as db:
        found = next(iter(talks.open_talks(db, 1, reference)), None)
        if found is None or not _serves(db, reader, found):
            return None
        messages = _served(db, reader, talks.messages(db, MOST))
        return File(
            found,
            members.names_of(db, house.vault, [found.member_id]).get(found.member_id, ""),
            talks.said_in(db, house.vault, found, MOST),
            tuple(each for each in messages if each.thread_id == found.id),
        )


def _act(house: House, who: Staff, reference: str, work: Work) -> str:
    def at(desk: Desk) -> str:
        thread = threads.open_by_reference(desk.db, reference)
        if thread is None or not _serves(desk.db, who, thread):
            return "gone"
        outcome = work(desk, thread)
        if outcome in DONE:
            console_actions.add(desk.db, who.id, desk.now, outcome, "talk", thread.id)
        return outcome

    return at_a_desk(house, at)


def write(house: House, who: Staff, reference: str, words: str) -> str:
    """Answer through the line; what comes back goes to whoever wrote, if they are of the team by text."""
    typed = " ".join(words.split())
    if not typed or len(typed) > acting.MOST_WORDS:
        return "no-words"

    def work(desk: Desk, thread: Thread) -> str:
        sent = team.write_to(desk, thread, typed, acting.coordinator(desk, who))
        return "replied" if sent.told else "talk-unreachable"

    return _act(house, who, reference, work)


def end(house: House, who: Staff, reference: str) -> str:
    """End a talk that is about no request, and tell the member; the others end with theirs."""

    def work(desk: Desk, thread: Thread) -> str:
        if thread.need_id is not None or not threads.close(desk.db, thread, desk.now):
            return "talk-goes-on"
        tell(desk, thread.member_id, "person-closed", reference=reference)
        return "ended"

    return _act(house, who, reference, work)


def sound(house: House, who: Staff, recording_id: int) -> bytes | None:
    """A spoken message, opened: from now on it counts as heard. None where it is not (yet) here."""

    def work(db: Connection) -> bytes | None:
        found = talks.message(db, recording_id)
        if found is None or not _serves(db, who, found):
            return None
        content = sounds.sound_of(db, house.vault, recording_id)
        if content is not None:
            sounds.heard(db, recording_id, house.clock())
            console_actions.add(db, who.id, house.clock(), "heard", "recording", recording_id)
        return content

    return house.database.write(work)


def finish(house: House, who: Staff, recording_id: int) -> str:
    """Nobody needs this message any more: its sound goes at once, here and at the provider."""

    def at(desk: Desk) -> str:
        found = talks.message(desk.db, recording_id)
        if found is None or not _serves(desk.db, who, found):
            return "gone"
        recordings.drop(desk.db, recording_id, desk.now)
        desk.rings.add("recordings")
        console_actions.add(desk.db, who.id, desk.now, "finished", "recording", recording_id)
        return "finished"

    return at_a_desk(house, at)
