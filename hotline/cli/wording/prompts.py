"""`hotline prompts`: which prompts have been recorded, and a script to record the others from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import click

from flows.text.prompts import Prompt, as_message
from flows.wording.catalog import load_catalog
from flows.wording.catalog_comments import Note, notes
from flows.wording.renderer import Speaker
from hotline.cli import bootstrap
from hotline.config import load_community, read_settings
from hotline.gateway.prompts import Prompts, is_mp3
from hotline.wiring import lexicon_of, prompts_of, speaker_of

_PARTS = "Labels and helpers"  # the section of words that are only heard inside other messages
_WIDTH = 24

_INTRODUCTION = """\
Prompts in "{language}": {count} to record.

Into {folder}, one file each, under the name that is given. MP3, one channel; half a
second of quiet before and after. The same person for all of them, unhurried, as to a neighbour.
"""


@click.group()
def prompts() -> None:
    """Recordings that callers hear in place of the machine's voice."""


_language = click.option("--language", help="Only this one, as in ar.")


@prompts.command("list")
@_language
def listing(language: str | None) -> None:
    """Show what is recorded and what is not yet, with its wording.

    Recordings are MP3 files, <language>/<message>.mp3 under HOTLINE_PROMPTS (HOTLINE_DATA/prompts
    where that is not set). A * marks those that hold words of community.yaml: record them anew
    when it changes.
    """
    for shelf in _shelves(language):
        click.echo("\n".join(_listed(shelf)))


@prompts.command()
@_language
@click.option("--all", "everything", is_flag=True, help="Also what is recorded already.")
def script(language: str | None, everything: bool) -> None:
    """Write a script to read from on standard output: what is not recorded yet."""
    for shelf in _shelves(language):
        ids = shelf.recordable if everything else shelf.missing
        click.echo("\n".join(_scripted(shelf, ids)))


@dataclass(frozen=True)
class PromptFolder:
    """The prompts of one language."""

    language: str
    prompts: Prompts
    speaker: Speaker
    notes: Mapping[str, Note]

    @cached_property
    def spoken(self) -> tuple[str, ...]:
        """The messages that are spoken by themselves, in the catalog's order."""
        return tuple(
            id
            for id in load_catalog().ids()
            if load_catalog().has(id, self.language, voice=True)
            and self.notes[id].section != _PARTS
        )

    @cached_property
    def recordable(self) -> tuple[str, ...]:
        return tuple(id for id in self.spoken if self.prompts.recordable(id, self.language))

    @cached_property
    def missing(self) -> tuple[str, ...]:
        return tuple(id for id in self.recordable if not self.prompts.file(id, self.language))

    def strays(self) -> Iterator[tuple[str, str]]:
        """Files that nobody will hear, and why."""
        for path in sorted((self.prompts.directory / self.language).glob("*")):
            if path.suffix != ".mp3" or path.stem not in self.spoken:
                yield path.name, "no prompt has this name"
            elif path.stem not in self.recordable:
                yield path.name, "what this prompt says changes from call to call"
            elif not is_mp3(path):
                yield path.name, "not an MP3, or not readable"

    def wording(self, id: str) -> str:
        return self.speaker.voice(Prompt(as_message(id)), self.language)

    def mark(self, id: str) -> str:
        return "*" if self.prompts.bound(id, self.language) else ""


def _shelves(language: str | None) -> list[PromptFolder]:
    with bootstrap.told_plainly():
        settings = read_settings(os.environ, serving=False)
        community = load_community(settings)
    chosen = [each for each in community.languages if language in (None, each)]
    if not chosen:
        known = ", ".join(community.languages)
        raise click.ClickException(f"the community has no language {language}; it has {known}")
    speaker = speaker_of(community, lexicon_of(community))
    return [PromptFolder(each, prompts_of(settings), speaker, notes(each)) for each in chosen]


def _listed(shelf: PromptFolder) -> Iterator[str]:
    recorded = [id for id in shelf.recordable if id not in shelf.missing]
    machine = [id for id in shelf.spoken if id not in shelf.recordable]
    strays = list(shelf.strays())
    yield (
        f"{shelf.language}: {len(recorded)} recorded, {len(shelf.missing)} not yet"
        f" (in {shelf.prompts.directory / shelf.language})"
    )
    yield from _section("Not recorded yet", [_line(shelf, id) for id in shelf.missing])
    yield from _section("Recorded", [_line(shelf, id) for id in recorded])
    yield from _section(
        "Always the machine's voice: what they say changes from call to call, or must never be"
        " out of date",
        machine,
    )
    yield from _section("Files that are not used", [f"{name}: {why}" for name, why in strays])
    yield ""


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield from ("", title)
        yield from (f"  {line}" for line in lines)


def _line(shelf: PromptFolder, id: str) -> str:
    return f"{id + shelf.mark(id):<{_WIDTH}}  {shelf.wording(id)}"


def _scripted(shelf: PromptFolder, ids: Sequence[str]) -> Iterator[str]:
    folder = shelf.prompts.directory / shelf.language
    yield _INTRODUCTION.format(language=shelf.language, count=len(ids), folder=folder)
    section = ""
    for number, id in enumerate(ids, 1):
        note = shelf.notes[id]
        if note.section != section:
            section = note.section
            yield from (section, "-" * len(section), "")
        yield f"{number}. {id}.mp3"
        yield from (f"   ({line})" for line in _remarks(shelf, id))
        yield from ("", f"   {shelf.wording(id)}", "")


def _remarks(shelf: PromptFolder, id: str) -> Iterator[str]:
    if shelf.notes[id].when:
        yield shelf.notes[id].when
    if shelf.mark(id):
        yield "It holds words of community.yaml: to be recorded anew when they change."
