"""Other wordings of messages: which of them fit, and what is wrong with one before it is published."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from flows.engine.definition import Flow
from flows.text.errors import Fault
from flows.vocabulary.lexicon import Lexicon
from flows.wording.catalog import (
    Catalog,
    CatalogFault,
    Changes,
    changed_catalog,
    load_catalog,
    read_pattern,
)
from flows.wording.renderer import Speaker

Key = tuple[str, str, bool]

# Words of crisis, of leaving, of being forgotten, and what the line says of itself: in no team does one
# person alone publish others.
_GRAVEST = re.compile(
    r".*crisis.*|.*privacy.*|opt(in|out)-.*|ambiguous-stop|erase.*|welcome-(first|imported)"
)

SpeakerOf = Callable[[Catalog], Speaker]


def takes_two(message: str) -> bool:
    """Whether a message may be worded otherwise by two people only, also in a team of few."""
    return _GRAVEST.fullmatch(message) is not None


def fitting(changes: Changes) -> tuple[Catalog, dict[Key, str]]:
    """Those changes that still fit the messages they were written for, and the catalog with them.

    A release may take a message away or give it other placeholders; its own wording then counts.
    """
    kept = {key: source for key, source in changes.items() if _readable(key, source)}
    catalog = changed_catalog(kept)
    fit = {key: source for key, source in kept.items() if not _misfits(catalog, key)}
    return (catalog if len(fit) == len(kept) else changed_catalog(fit)), fit


def _readable(key: Key, source: str) -> bool:
    try:
        read_pattern(source)
    except CatalogFault:
        return False
    id, language, voice = key
    return load_catalog().has(id, language, voice)


def _misfits(catalog: Catalog, key: Key) -> list[str]:
    """Placeholders that it lacks, or should not have."""
    needed, has = load_catalog().placeholders(*key), catalog.placeholders(*key)
    lacking = [f"`{{ ${name} }}` is missing" for name in sorted(needed - has)]
    return lacking + [f"there is no `{{ ${name} }}` here" for name in sorted(has - needed)]


def faults_of(
    before: Changes,
    key: Key,
    source: str | None,
    speaker_of: SpeakerOf,
    flows: Mapping[str, Flow],
    lexicon: Lexicon,
) -> list[str]:
    """What would be wrong that is not already, anywhere, with another wording; empty when nothing.

    `before` is what is published already and fits; None for the project's own wording.
    """
    after = {each: written for each, written in before.items() if each != key}
    if source is not None:
        after[key] = source
    try:
        catalog = changed_catalog(after)
        if misfits := _misfits(catalog, key):
            return misfits
        old, new = speaker_of(changed_catalog(before)), speaker_of(catalog)
    except CatalogFault as fault:
        return [str(fault)]
    found = _own(new, key[0]) - _own(old, key[0])  # most faults are here, and found at once
    if not found and (found := _all(new, flows, lexicon)):
        found -= _all(old, flows, lexicon)
    return list(dict.fromkeys(fault.message for fault in sorted(found)))


def _own(speaker: Speaker, message: str) -> set[Fault]:
    from flows.checks.text_checks import Worst, check_text  # heavy, and needed by few processes

    return set(check_text(message, speaker.catalog, Worst(speaker)))


def _all(speaker: Speaker, flows: Mapping[str, Flow], lexicon: Lexicon) -> set[Fault]:
    from flows.checks.checks import check_library

    return set(check_library(flows, speaker.catalog, speaker, lexicon))
