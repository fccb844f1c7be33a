"""What members read and hear, looked over: each message in every language, its cost and its faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.catalog import Catalog, CatalogFault, load_catalog
from flows.notes import notes
from flows.segments import SegmentCount, segments_for
from flows.speech import Speaker
from hotline.services.house import House
from hotline.store import wordings
from hotline.store.wordings import Key

PAGE = 20  # messages on one page


@dataclass(frozen=True)
class Said:
    """One wording: as it is written, and at its worst filling; nothing where it cannot be said."""

    language: str
    voice: bool
    pattern: str
    worst: str
    cost: SegmentCount | None  # of a text; speech costs no segments
    changed: bool  # published here in place of the project's own


@dataclass(frozen=True)
class Message:
    """A message: when it is said, its wordings by language, and what is wrong with it."""

    id: str
    group: str
    when: str
    said: Sequence[tuple[str, Sequence[Said]]]
    faults: Sequence[str]
    outdated: Sequence[str] = ()  # languages in which a recording is older than the wording


@dataclass(frozen=True)
class Shelf:
    """One page of what was looked for."""

    messages: Sequence[Message]
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


def shelf(house: House, group: str = "", wanted: str = "", page: int = 1) -> Shelf:
    """A page (from 1) of the messages of a group, or of all, that hold the wanted words."""
    house.wording.refresh()
    catalog = house.speaker.catalog
    found = [
        id
        for id in catalog.ids()
        if group in ("", _group(id)) and wanted.casefold() in _written(catalog, id)
    ]
    pages = max(-(-len(found) // PAGE), 1)
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    return Shelf(_messages(house, shown), len(found), page, pages)


def message(house: House, id: str) -> Message | None:
    """One message; None where there is none of this id."""
    house.wording.refresh()
    return _messages(house, [id])[0] if id in house.speaker.catalog.ids() else None


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


def _messages(house: House, ids: Sequence[str]) -> list[Message]:
    with house.database.reading() as db:
        changed = wordings.changed_at(db, ids)
    return [_message(house, id, changed) for id in ids]


def _message(house: House, id: str, changed: Mapping[Key, datetime]) -> Message:
    from flows.textchecks import Worst, check_text  # heavy, and needed by few processes

    speaker = house.speaker
    catalog, note = speaker.catalog, notes("en").get(id)
    said = [(each, _said(speaker, id, each)) for each in catalog.languages()]
    faults = [fault.message for fault in check_text(id, catalog, Worst(speaker))]
    when = note.when if note else ""
    return Message(id, _group(id), when, said, faults, _outdated(house, id, changed))


def _outdated(house: House, id: str, changed: Mapping[Key, datetime]) -> list[str]:
    """The languages in which callers hear a recording of words that have been changed since."""
    recorded = {
        language: file.stat().st_mtime
        for language in house.speaker.catalog.languages()
        if (file := house.prompts.file(id, language))
    }
    return [
        language
        for language, made in recorded.items()
        if (at := changed.get((id, language, True))) and at.timestamp() > made
    ]


def _said(speaker: Speaker, id: str, language: str) -> list[Said]:
    channels = [v for v in (False, True) if speaker.catalog.has(id, language, v)]
    return [said(speaker, id, language, voice) for voice in channels]


def said(speaker: Speaker, id: str, language: str, voice: bool) -> Said:
    """One wording at its worst filling."""
    pattern = speaker.catalog.pattern(id, language, voice)
    changed = pattern != load_catalog().pattern(id, language, voice)
    try:
        worst = speaker.worst(id, language, voice)
    except CatalogFault:
        return Said(language, voice, pattern, "", None, changed)
    cost = None if voice else segments_for(worst)
    return Said(language, voice, pattern, worst, cost, changed)
