"""Texts worded otherwise: checked with all the others, proposed, and published when another agrees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from flows.checks.edits import faults_of, fitting, takes_two
from flows.wording.catalog import changed_catalog, load_catalog
from hotline.domain.two_people import Overtaken
from hotline.services.console.wording import messages
from hotline.services.console.wording.messages import MessageWording
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.store.console import console_actions, staff
from hotline.store.console.proposals import Proposal
from hotline.store.conversation import message_overrides
from hotline.store.conversation.message_overrides import Key, Published

LONGEST = 2000  # characters of a wording as it is written


@dataclass(frozen=True)
class Version:
    """What was published once: by whom (empty: not known any more), and what."""

    published: Published
    by: str
    pattern: str


@dataclass(frozen=True)
class MessageHistory:
    """One wording to be edited: as it is, the project's own, and all its versions, the newest first."""

    key: Key
    said: MessageWording
    own: str
    versions: Sequence[Version]

    @property
    def seen(self) -> int:
        """The number of the newest version; 0 where the project's own has never been changed."""
        return self.versions[0].published.version if self.versions else 0


@dataclass(frozen=True)
class Outcome:
    """`ready`, `checked`, `faulty`, `same`, `gone`, or `meanwhile`: somebody else was quicker.

    `pattern` are the words that are ready to be proposed, None for the project's own.
    """

    done: str
    faults: Sequence[str] = ()
    said: MessageWording | None = None  # as it would read, where it was checked
    pattern: str | None = None


def known(key: Key) -> bool:
    """Whether there is such a wording."""
    return load_catalog().has(*key)


def history(app: App, key: Key) -> MessageHistory:
    """What an editor works on, of a wording that there is."""
    app.wording.refresh()
    own = load_catalog().pattern(*key)
    with app.database.reading() as db:
        history = message_overrides.history(db, key)
        names = staff.names(db, app.vault) if history else {}
    versions = [
        Version(one, names.get(one.staff_id or 0, ""), own if one.pattern is None else one.pattern)
        for one in history
    ]
    return MessageHistory(key, messages.said(app.speaker, *key), own, versions)


def check(app: App, key: Key, pattern: str) -> Outcome:
    """Whether a wording could be published, and how it would read at its worst."""
    faults, before = _faults(app, key, pattern)
    if faults:
        return Outcome("faulty", faults)
    speaker = app.wording.speak(changed_catalog({**before, key: pattern}))
    return Outcome("checked", said=messages.said(speaker, *key))


def ready(app: App, key: Key, pattern: str, seen: int) -> Outcome:
    """Whether other words may be proposed; `seen` is the version that their editor saw last."""
    own = load_catalog().pattern(*key)
    return _ready(app, key, None if pattern.strip() == own else pattern, seen)


def ready_again(app: App, key: Key, version: int, seen: int) -> Outcome:
    """The same for an earlier version; 0 is the project's own."""
    with app.database.reading() as db:
        past = {each.version: each.pattern for each in message_overrides.history(db, key)}
    past[0] = None
    return _ready(app, key, past[version], seen) if version in past else Outcome("gone")


def _ready(app: App, key: Key, pattern: str | None, seen: int) -> Outcome:
    faults, before = _faults(app, key, pattern)
    if faults:
        return Outcome("faulty", faults)
    if before.get(key) == pattern:
        return Outcome("same")
    with app.database.reading() as db:
        newest = _newest(db, key)
    return Outcome("ready", pattern=pattern) if newest == seen else Outcome("meanwhile")


def _newest(db: Connection, key: Key) -> int:
    latest = message_overrides.history(db, key, limit=1)
    return latest[0].version if latest else 0


# --- proposed by one, published when another agrees ----------------------------------------------


def details_of(key: Key, pattern: str | None, seen: int) -> dict[str, str]:
    """A wording as it is proposed: the words themselves, what they were before, and whose place they take.

    Without `pattern` the project's own words are to count again.
    """
    id, language, voice = key
    own = load_catalog().pattern(*key)
    channel = "voice" if voice else "text"
    about = {"message": id, "language": language, "channel": channel, "seen": str(seen)}
    return {
        **about,
        "words": own if pattern is None else pattern,
        "own": "yes" if pattern is None else "",
    }


def _proposed(proposal: Proposal) -> tuple[Key, str | None, int]:
    details = proposal.details
    key = (details["message"], details["language"], details["channel"] == "voice")
    return key, None if details["own"] else details["words"], int(details["seen"])


def wording_takes_two(details: Mapping[str, str]) -> bool:
    """Whether a proposed wording takes two people also in a team that does without."""
    return takes_two(details["message"])


def look_again(app: App, proposal: Proposal) -> None:
    """Check what is proposed once more, while no transaction is open. Raises Overtaken where it cannot be
    published any more: another wording or a release may have come since."""
    key, pattern, _ = _proposed(proposal)
    if not known(key) or _faults(app, key, pattern)[0]:
        raise Overtaken


def wording_agreed(uow: UnitOfWork, proposal: Proposal) -> None:
    """Have everybody read the proposed words from now on. Raises Overtaken where others came before."""
    key, pattern, seen = _proposed(proposal)
    if proposal.by is None or _newest(uow.db, key) != seen:
        raise Overtaken
    try:
        row_id = message_overrides.add(uow.db, key, pattern, proposal.by, uow.now)
    except IntegrityError as fault:  # the number of the version was taken in the same moment
        raise Overtaken from fault
    console_actions.add(uow.db, proposal.by, uow.now, "worded", "wording", row_id)


def _faults(app: App, key: Key, pattern: str | None) -> tuple[list[str], dict[Key, str]]:
    with app.database.reading() as db:
        published = message_overrides.in_use(db)
    before = fitting(published)[1]
    found = faults_of(before, key, pattern, app.wording.speak, app.flows, app.lexicon)
    return found, before
