"""Threads with the team in the console: read, answered and ended; spoken messages, played and done with.

Only what was said to the team, and by it. Who is kept apart from a member has no part in theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from hotline.services.console import members as member_views
from hotline.services.console import need_actions
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.outbound.notify import tell
from hotline.services.team import coordinators
from hotline.store.console import console_actions
from hotline.store.console.staff import Staff
from hotline.store.needs import team_thread_views, team_threads
from hotline.store.needs.team_thread_views import OpenThread, SpokenMessage, ThreadMessage
from hotline.store.needs.team_threads import Thread
from hotline.store.people import members
from hotline.store.voice import recording_audio, recordings

DONE = frozenset({"replied", "ended"})
MOST = 100  # threads, messages and texts of one thread
Work = Callable[[UnitOfWork, Thread], str]
OfSomebody = TypeVar("OfSomebody", bound=OpenThread | Thread | SpokenMessage)


@dataclass(frozen=True)
class Open:
    """An open thread and the name of whom it is with."""

    thread: OpenThread
    name: str


@dataclass(frozen=True)
class WaitingForTeam:
    """What waits for the team."""

    threads: tuple[Open, ...]
    messages: tuple[SpokenMessage, ...]


@dataclass(frozen=True)
class ThreadDetail:
    """One thread with what was said in it."""

    thread: OpenThread
    name: str
    said: Sequence[ThreadMessage]
    messages: tuple[SpokenMessage, ...]


def waiting(app: App, reader: Staff) -> WaitingForTeam:
    """Open threads and messages, but for the reader's own and those of whom they are kept apart from."""
    with app.database.reading() as db:
        found = _served(db, reader, team_thread_views.open_threads(db, MOST))
        names = members.names_of(db, app.vault, {one.member_id for one in found})
        named = tuple(Open(one, names.get(one.member_id, "")) for one in found)
        return WaitingForTeam(named, _served(db, reader, team_thread_views.messages(db, MOST)))


def _served(db: Connection, reader: Staff, every: Sequence[OfSomebody]) -> tuple[OfSomebody, ...]:
    """Those that are this reader's business. Nobody's message is everybody's."""
    whose = {one.member_id for one in every if one.member_id is not None}
    theirs = member_views.met_among(db, reader, whose) - {reader.member_id}
    return tuple(one for one in every if one.member_id is None or one.member_id in theirs)


def _serves(db: Connection, reader: Staff, one: OpenThread | Thread | SpokenMessage) -> bool:
    """Whether a member's thread or message is this reader's business."""
    return bool(_served(db, reader, [one]))


def thread_detail(app: App, reader: Staff, reference: str) -> ThreadDetail | None:
    """One open thread; None where there is none, or none for this reader."""
    with app.database.reading() as db:
        found = next(iter(team_thread_views.open_threads(db, 1, reference)), None)
        if found is None or not _serves(db, reader, found):
            return None
        messages = _served(db, reader, team_thread_views.messages(db, MOST))
        return ThreadDetail(
            found,
            members.names_of(db, app.vault, [found.member_id]).get(found.member_id, ""),
            team_thread_views.said_in(db, app.vault, found, MOST),
            tuple(each for each in messages if each.thread_id == found.id),
        )


def _act(app: App, who: Staff, reference: str, work: Work) -> str:
    def at(uow: UnitOfWork) -> str:
        thread = team_threads.open_by_reference(uow.db, reference)
        if thread is None or not _serves(uow.db, who, thread):
            return "gone"
        outcome = work(uow, thread)
        if outcome in DONE:
            console_actions.add(uow.db, who.id, uow.now, outcome, "thread", thread.id)
        return outcome

    return in_unit_of_work(app, at)


def write(app: App, who: Staff, reference: str, words: str) -> str:
    """Answer through the line; what comes back goes to whoever wrote, if they are of the team by text."""
    typed = " ".join(words.split())
    if not typed or len(typed) > need_actions.MOST_WORDS:
        return "no-words"

    def work(uow: UnitOfWork, thread: Thread) -> str:
        sent = coordinators.write_to(uow, thread, typed, need_actions.coordinator(uow, who))
        return "replied" if sent.told else "thread-unreachable"

    return _act(app, who, reference, work)


def end(app: App, who: Staff, reference: str) -> str:
    """End a thread that is about no request, and tell the member; the others end with theirs."""

    def work(uow: UnitOfWork, thread: Thread) -> str:
        if thread.need_id is not None or not team_threads.close(uow.db, thread, uow.now):
            return "thread-goes-on"
        tell(uow, thread.member_id, "person-closed", reference=reference)
        return "ended"

    return _act(app, who, reference, work)


def sound(app: App, who: Staff, recording_id: int) -> bytes | None:
    """A spoken message, opened: from now on it counts as heard. None where it is not (yet) here."""

    def work(db: Connection) -> bytes | None:
        found = team_thread_views.message(db, recording_id)
        if found is None or not _serves(db, who, found):
            return None
        content = recording_audio.sound_of(db, app.vault, recording_id)
        if content is not None:
            recording_audio.heard(db, recording_id, app.clock())
            console_actions.add(db, who.id, app.clock(), "heard", "recording", recording_id)
        return content

    return app.database.write(work)


def finish(app: App, who: Staff, recording_id: int) -> str:
    """Nobody needs this message any more: its sound goes at once, here and at the provider."""

    def at(uow: UnitOfWork) -> str:
        found = team_thread_views.message(uow.db, recording_id)
        if found is None or not _serves(uow.db, who, found):
            return "gone"
        recordings.drop(uow.db, recording_id, uow.now)
        uow.wakeups.add("recordings")
        console_actions.add(uow.db, who.id, uow.now, "finished", "recording", recording_id)
        return "finished"

    return in_unit_of_work(app, at)
