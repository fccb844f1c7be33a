"""Words of crisis: whether a text speaks of self-harm, of danger by others, or of a body that cannot wait."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from typing import Final

from flows.vocabulary.chains import Chains, load_chains, read_chains

FILE: Final = "crisis.yaml"


@dataclass(frozen=True)
class Crisis:
    """The chains of words that speak of a crisis. Build it with load_crisis()."""

    chains: Chains

    def heard(self, text: str) -> str | None:
        """The kind of crisis that `text` speaks of, as the file calls it; None for any other text."""
        found = self.chains.heard(text)
        return None if found is None else found.kind


@cache
def load_crisis() -> Crisis:
    """The phrases of flows/vocabulary/crisis.yaml, read once."""
    return Crisis(load_chains(FILE))


def read_crisis(directory: Traversable) -> Crisis:
    """The phrases of crisis.yaml in `directory`. Raises ValueError that names what is wrong in it."""
    return Crisis(read_chains(directory, FILE))
