"""Row ids made by us, so that a column can be sealed for its row before the row exists."""

import secrets
import time

_EPOCH_MS = 1_735_689_600_000  # 2025-01-01T00:00:00Z
_RANDOM_BITS = 22


def new_id() -> int:
    """A positive 63-bit id: 41 bits of milliseconds since 2025, 22 random bits.

    Ids grow with time, which keeps indexes compact; two processes need not agree on anything.
    """
    milliseconds = time.time_ns() // 1_000_000 - _EPOCH_MS
    return (milliseconds << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
