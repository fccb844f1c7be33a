"""Answers to the summary of a request: send it, something is wrong, it is not needed."""

from __future__ import annotations

from typing import Final, Literal

from flows.vocabulary.summary import load_summary

Verdict = Literal["send", "change", "drop"]
_RANK: Final[tuple[Verdict, ...]] = (
    "drop",
    "change",
    "send",
)  # "yes but the area is wrong" sends nothing


def read_summary(text: str) -> Verdict | None:
    """What `text` says of the summary; of several things the one that sends the least."""
    said = {heard.kind for heard in load_summary().all_heard(text) if heard.sure}
    return next((kind for kind in _RANK if kind in said), None)
