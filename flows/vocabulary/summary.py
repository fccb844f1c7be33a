"""What people answer to the summary of their request: the chains of summary.yaml."""

from __future__ import annotations

from typing import Final, Literal

from flows.vocabulary.chains import Chains, load_chains

FILE: Final = "summary.yaml"
Verdict = Literal["send", "change", "drop"]
# "yes but the area is wrong" sends nothing
_RANK: Final[tuple[Verdict, ...]] = (
    "drop",
    "change",
    "send",
)


def load_summary() -> Chains:
    """The phrases of flows/vocabulary/summary.yaml, read once."""
    return load_chains(FILE)


def read_summary(text: str) -> Verdict | None:
    """What `text` says of the summary; of several things the one that sends the least."""
    said = {heard.kind for heard in load_summary().all_heard(text) if heard.sure}
    return next((kind for kind in _RANK if kind in said), None)
