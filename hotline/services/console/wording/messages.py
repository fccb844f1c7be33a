"""What members read and hear, looked over: each message in every language, its cost and its faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.text.segments import SegmentCount, segments_for
from flows.wording.catalog import Catalog, CatalogFault, load_catalog
from flows.wording.catalog_comments import notes
from flows.wording.renderer import Speaker
from hotline.services.kernel.app import App
from hotline.store.conversation import message_overrides
from hotline.store.conversation.message_overrides import Key

PAGE = 20  # messages on one page


@dataclass(frozen=True)
class MessageWording:
    """One wording: as it is written, and at its worst filling; nothing where it cannot be said."""

    language: str
    voice: bool
    pattern: str
    worst: str
    cost: SegmentCount | None  # of a text; speech costs no segments
    changed: bool  # published here in place of the project's own


@dataclass(frozen=True)
class MessageView:
    """A message: when it is said, its wordings by language, and what is wrong with it."""

    id: str
    group: str
    when: str
    said: Sequence[tuple[str, Sequence[MessageWording]]]
    faults: Sequence[str]
    outdated: Sequence[str] = ()  # languages in which a recording is older than the wording


@dataclass(frozen=True)
class MessagePage:
    """One page of what was looked for."""

    messages: Sequence[MessageView]
    total: int
    page: int
    pages: int


def groups() -> tuple[str, ...]:
    """The groups of messages, in the order of the catalog."""
    return tuple(dict.fromkeys(slug(note.section) for note in notes("en").values()))


def slug(section: str) -> str:
    """A group's name for addresses and ids: "asking" of "Asking (need intake)"."""
    plain = "".join(char if char.isalnum() else " " for char in section.partition(" (")[0])
    return "-".join(plain.lower().split())


def shelf(app: App, group: str = "", wanted: str = "", page: int = 1) -> MessagePage:
    """A page (from 1) of the messages of a group, or of all, that hold the wanted words."""
    app.wording.refresh()
    catalog = app.speaker.catalog
    found = [
        id
        for id in catalog.ids()
        if group in ("", _group(id)) and wanted.casefold() in _written(catalog, id)
    ]
    pages = max(-(-len(found) // PAGE), 1)
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    return MessagePage(_messages(app, shown), len(found), page, pages)


def message(app: App, id: str) -> MessageView | None:
    """One message; None where there is none of this id."""
    app.wording.refresh()
    return _messages(app, [id])[0] if id in app.speaker.catalog.ids() else None


def _group(id: str) -> str:
    note = notes("en").get(id)
    return slug(note.section) if note else ""


def _written(catalog: Catalog, id: str) -> str:
    """Everything that is written in a message, for looking something up in it."""
    written = [
        catalog.pattern(id, language, voice)
        for language in catalog.languages()
        for voice in (False, True)
        if catalog.has(id, language, voice)
    ]
    return "\n".join([id, *written]).casefold()


def _messages(app: App, ids: Sequence[str]) -> list[MessageView]:
    with app.database.reading() as db:
        changed = message_overrides.changed_at(db, ids)
    return [_message(app, id, changed) for id in ids]


def _message(app: App, id: str, changed: Mapping[Key, datetime]) -> MessageView:
    from flows.checks.text_checks import Worst, check_text  # heavy, and needed by few processes

    speaker = app.speaker
    catalog, note = speaker.catalog, notes("en").get(id)
    said = [(each, _said(speaker, id, each)) for each in catalog.languages()]
    faults = [fault.message for fault in check_text(id, catalog, Worst(speaker))]
    when = note.when if note else ""
    return MessageView(id, _group(id), when, said, faults, _outdated(app, id, changed))


def _outdated(app: App, id: str, changed: Mapping[Key, datetime]) -> list[str]:
    """The languages in which callers hear a recording of words that have been changed since."""
    recorded = {
        language: file.stat().st_mtime
        for language in app.speaker.catalog.languages()
        if (file := app.prompts.file(id, language))
    }
    return [
        language
        for language, made in recorded.items()
        if (at := changed.get((id, language, True))) and at.timestamp() > made
    ]


def _said(speaker: Speaker, id: str, language: str) -> list[MessageWording]:
    channels = [v for v in (False, True) if speaker.catalog.has(id, language, v)]
    return [said(speaker, id, language, voice) for voice in channels]


def said(speaker: Speaker, id: str, language: str, voice: bool) -> MessageWording:
    """One wording at its worst filling."""
    pattern = speaker.catalog.pattern(id, language, voice)
    changed = pattern != load_catalog().pattern(id, language, voice)
    try:
        worst = speaker.worst(id, language, voice)
    except CatalogFault:
        return MessageWording(language, voice, pattern, "", None, changed)
    cost = None if voice else segments_for(worst)
    return MessageWording(language, voice, pattern, worst, cost, changed)
