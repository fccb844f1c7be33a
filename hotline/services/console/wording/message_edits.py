"""Texts worded otherwise: checked with all the others, published, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from flows.checks.edits import faults_of, fitting
from flows.wording.catalog import changed_catalog, load_catalog
from hotline.services.console.wording import messages
from hotline.services.console.wording.messages import MessageWording
from hotline.services.kernel.app import App
from hotline.store.console import console_actions, staff
from hotline.store.console.staff import Staff
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
    """`published`, `checked`, `faulty`, `same`, `gone`, or `meanwhile`: somebody else was quicker."""

    done: str
    faults: Sequence[str] = ()
    said: MessageWording | None = None  # as it would read, where it was checked


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


def publish(app: App, who: Staff, key: Key, pattern: str, seen: int) -> Outcome:
    """Have everybody read a wording from now on; `seen` is the version that its editor saw last."""
    own = load_catalog().pattern(*key)
    return _publish(app, who, key, None if pattern.strip() == own else pattern, seen)


def publish_again(app: App, who: Staff, key: Key, version: int, seen: int) -> Outcome:
    """Go back to an earlier version; 0 is the project's own."""
    with app.database.reading() as db:
        past = {each.version: each.pattern for each in message_overrides.history(db, key)}
    past[0] = None
    return _publish(app, who, key, past[version], seen) if version in past else Outcome("gone")


def _publish(app: App, who: Staff, key: Key, pattern: str | None, seen: int) -> Outcome:
    faults, before = _faults(app, key, pattern)
    if faults:
        return Outcome("faulty", faults)
    if before.get(key) == pattern:
        return Outcome("same")
    try:
        done = app.database.write(lambda db: _add(app, db, who, key, pattern, seen))
    except IntegrityError:  # the number of the version was taken in the same moment
        return Outcome("meanwhile")
    app.wording.look()
    return Outcome(done)


def _add(app: App, db: Connection, who: Staff, key: Key, pattern: str | None, seen: int) -> str:
    latest = message_overrides.history(db, key, limit=1)
    if (latest[0].version if latest else 0) != seen:
        return "meanwhile"
    row_id = message_overrides.add(db, key, pattern, who.id, app.clock())
    console_actions.add(db, who.id, app.clock(), "worded", "wording", row_id)
    return "published"


def _faults(app: App, key: Key, pattern: str | None) -> tuple[list[str], dict[Key, str]]:
    with app.database.reading() as db:
        published = message_overrides.in_use(db)
    before = fitting(published)[1]
    found = faults_of(before, key, pattern, app.wording.speak, app.flows, app.lexicon)
    return found, before
