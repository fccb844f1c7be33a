"""Words between the two sides of a match that say something to us as well: harm.yaml and news.yaml."""

from __future__ import annotations

from typing import Final, Literal, cast

from flows.vocabulary.chains import Chains, load_chains

HARM_FILE: Final = "harm.yaml"
NEWS_FILE: Final = "news.yaml"

Complaint = Literal["harm", "team"]
"""Fear or harm, of whoever is at the other end; words that are for our team."""
News = Literal["done", "cant", "drop"]
"""It is done; the helper cannot after all; nothing is needed any more."""


def _chains(file: str) -> Chains:
    return load_chains(file)


def heard_complaint(text: str) -> Complaint | None:
    """Whether `text` speaks of the other side rather than to them, so that they must not read it unasked."""
    told = {found.kind for found in _chains(HARM_FILE).all_heard(text)}
    return "harm" if "harm" in told else "team" if told else None


def heard_news(text: str) -> News | None:
    """What `text` tells that a word of ours would do; it is passed on all the same."""
    found = _chains(NEWS_FILE).heard(text)
    return None if found is None else cast(News, found.kind)
