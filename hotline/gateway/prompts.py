"""Recorded prompts: files that an operator puts down, played in place of the machine's voice.

`<directory>/<language>/<message>.mp3`, as in `prompts/ar/v-goodbye.mp3`. They are looked for each
time, so that a file is heard as soon as it is there; what is no MP3 is left alone, since the
provider would fall silent over it.
"""

from __future__ import annotations

from pathlib import Path

from flows.text.prompts import Prompt
from flows.wording.catalog import Catalog
from flows.wording.renderer import Speaker
from hotline.gateway.voiceml import Line, Played, SaidWords

PATH = "/prompts"
"""Where the web process serves them, under the public address."""

OF_THE_COMMUNITY = frozenset(
    {"community", "options", "offer_options", "short_options", "times_spoken"}
)
"""Placeholders that hold the same words in every call, taken from community.yaml.

Crisis numbers and areas are left to the machine on purpose: a recording that outlived a change of
them would send people to a wrong number or a wrong place.
"""


class Prompts:
    """The recordings of one directory, which need not exist."""

    def __init__(self, directory: Path, public_url: str, catalog: Catalog) -> None:
        self.directory = directory
        self._public_url = public_url.rstrip("/")
        self._catalog = catalog

    def url(self, id: str, language: str) -> str | None:
        """Where the provider finds the recording of a message; None where the machine speaks.

        `id` is that of the message as it is spoken (for questions about areas, what
        Speaker.area_question answers). Never raises: a file that cannot be read is as good as none.
        """
        if self.file(id, language) is None:
            return None
        return f"{self._public_url}{PATH}/{language}/{id}.mp3"

    def line(self, speaker: Speaker, prompt: Prompt, language: str) -> Line:
        """What a caller hears of a prompt: the recording, else the machine's voice.

        Raises CatalogFault where it must be said and an argument is missing.
        """
        url = self.url(speaker.area_question(prompt.id, language, voice=True), language)
        return Played(url) if url else SaidWords(speaker.voice(prompt, language), language)

    def file(self, id: str, language: str) -> Path | None:
        """The recording itself, of a message that we know and that can be recorded."""
        if not self.recordable(id, language):
            return None
        path = self.path(id, language)
        return path if is_mp3(path) else None

    def path(self, id: str, language: str) -> Path:
        """Where the recording of a message belongs."""
        return self.directory / language / f"{id}.mp3"

    def recordable(self, id: str, language: str) -> bool:
        """Whether a message is spoken, and in the same words in every call."""
        if not self._catalog.has(id, language, voice=True):
            return False
        return self._catalog.placeholders(id, language, voice=True) <= OF_THE_COMMUNITY

    def bound(self, id: str, language: str) -> bool:
        """Whether it holds words of community.yaml, so that it must be recorded anew with them."""
        return bool(self._catalog.placeholders(id, language, voice=True))


def is_mp3(path: Path) -> bool:
    """Whether a file begins as an MP3 does: an ID3 tag, or a frame of MPEG audio layer III."""
    try:
        with path.open("rb") as file:
            head = file.read(3)
    except OSError:
        return False
    return head == b"ID3" or (len(head) == 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2)
