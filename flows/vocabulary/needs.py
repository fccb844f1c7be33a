"""What people say when they need something: the chains of needs.yaml."""

from __future__ import annotations

from typing import Final

from flows.vocabulary.chains import Chains, load_chains

FILE: Final = "needs.yaml"


def load_needs() -> Chains:
    """The phrases of flows/vocabulary/needs.yaml, read once."""
    return load_chains(FILE)
