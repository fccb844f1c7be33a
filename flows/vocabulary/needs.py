"""What people say when they need something: the chains of needs.yaml."""

from __future__ import annotations

from functools import cache
from typing import Final

from flows.vocabulary.chains import Chains, read_chains
from flows.vocabulary.wordlists import SHIPPED

FILE: Final = "needs.yaml"


@cache
def load_needs() -> Chains:
    """The phrases of flows/vocabulary/needs.yaml, read once."""
    return read_chains(SHIPPED, FILE)
