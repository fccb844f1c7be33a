"""What people answer to the summary of their request: the chains of summary.yaml."""

from __future__ import annotations

from functools import cache
from typing import Final

from flows.vocabulary.chains import Chains, read_chains
from flows.vocabulary.wordlists import SHIPPED

FILE: Final = "summary.yaml"


@cache
def load_summary() -> Chains:
    """The phrases of flows/vocabulary/summary.yaml, read once."""
    return read_chains(SHIPPED, FILE)
