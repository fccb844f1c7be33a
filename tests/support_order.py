"""What takes longest begins first, each share of the tests with some of it: else it runs alone at the end.

xdist gives each process an equal share of the tests in the order in which they were collected, and whichever
has nothing left takes from the end of another's.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

# By share, the places with which it begins, in this order. Most of their time they wait for processes and
# pages, so they go well beside each other and beside the many that calculate.
_FIRST = (
    ("tests/faults/test_storm.py", "tests/faults/test_infiltrator.py"),
    ("tests/browser/test_phones.py", "tests/browser/"),
    ("tests/integration/test_demo.py", "tests/integration/test_cli.py"),
    ("tests/integration/test_dispatch_property.py", "tests/integration/test_unlock.py"),
)


def in_shares(items: Sequence[pytest.Item], processes: int) -> list[pytest.Item]:
    """The same tests, with what is long at the beginnings of so many equal shares."""
    heads: list[list[pytest.Item]] = [[] for _ in range(processes)]
    left = list(items)
    for share, places in enumerate(_FIRST):
        for place in places:
            heads[share % processes] += [item for item in left if item.nodeid.startswith(place)]
            left = [item for item in left if not item.nodeid.startswith(place)]
    ordered: list[pytest.Item] = []
    for share, head in enumerate(heads):
        lacking = max(0, (len(items) + share) // processes - len(head))  # as xdist divides them
        ordered += [*head, *left[:lacking]]
        left = left[lacking:]
    return ordered + left
