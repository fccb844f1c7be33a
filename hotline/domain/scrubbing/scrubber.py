"""Phone numbers, links and accounts struck out of words that go from one member to another.

They are looked for in a shadow of the words (shadow.py); what is struck is struck from the words as they were
written. Also looked at is what the same person wrote to the same reader just before: half a number in each of
two texts is a number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hotline.domain.scrubbing.addresses import addresses
from hotline.domain.scrubbing.numbers import FEWEST, parts, phone_numbers, tells_digits
from hotline.domain.scrubbing.shadow import MARK, Span, plain, strike

__all__ = ["MARK", "Scrubbed", "holds_digits", "scrub"]


@dataclass(frozen=True)
class Scrubbed:
    """Words that may be passed on, and whether anything was struck out of them."""

    words: str
    struck: bool

    @property
    def as_told(self) -> Mapping[str, str | bool]:
        """What a prompt that passes them on is given: its reader learns that something was left out."""
        return {"words": self.words, "struck": self.struck}


def scrub(words: str, before: Sequence[str] = ()) -> Scrubbed:
    """Strike out phone numbers, links, mail addresses and names of accounts, each as `***`.

    A phone number has seven digits or more, in any script, as figures or words, with anything between them
    but other words; dates, times of day and round sums do not count. `before`: what its writer has written to
    the same reader lately, the oldest first, as it was passed on.
    """
    without_links = strike(words, addresses)
    clean = strike(without_links, phone_numbers)
    if before:
        clean = strike(clean, lambda shadow: _continued(before, shadow))
    return Scrubbed(clean, clean != words)


def holds_digits(words: str) -> bool:
    """Whether there is anything in the words that could be a part of a number."""
    return tells_digits(plain(words))


def _continued(before: Sequence[str], shadow: str) -> list[Span]:
    """The rest of a number of which the beginning stands in earlier texts."""
    told = sum(digits for text in before for _, digits in parts(plain(text)))
    here = parts(shadow)
    if told and told + sum(digits for _, digits in here) >= FEWEST:
        return [span for span, _ in here]
    return _overlapping(plain(before[-1]), shadow)


def _overlapping(last: str, shadow: str) -> list[Span]:
    """A number that begins at the end of the last text and goes on at the beginning of this one."""
    at = len(last) + 1
    spans = phone_numbers(f"{last}\n{shadow}")
    return [(0, end - at) for start, end in spans if start < at < end]
