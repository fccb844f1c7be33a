"""Rules of broadcasts: which words may go to many, and for how long a draft waits for its second person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from flows.text.banned import banned_in
from flows.text.segments import segments_for
from hotline.domain.scrubbing.scrubber import scrub

DRAFT_LIFE = timedelta(hours=48)
MOST_SEGMENTS = 2
LONGEST = 320  # characters that a form takes; what counts is segments


@dataclass(frozen=True)
class WordsFault:
    """What is wrong with words: `empty`, `long`, `banned` (which word) or `link`."""

    kind: str
    word: str = ""


def faults(words: str) -> Iterator[WordsFault]:
    """What is wrong with words that are to go to many: the rules of all that members read."""
    if not words:
        yield WordsFault("empty")
        return
    if segments_for(words).segments > MOST_SEGMENTS:
        yield WordsFault("long")
    yield from (WordsFault("banned", word) for word in banned_in(words))
    if scrub(words).struck:
        yield WordsFault("link")
