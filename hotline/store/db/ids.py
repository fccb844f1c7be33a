"""Row ids made by us, so that a column can be sealed for its row before the row exists."""

import secrets
import threading
import time

LARGEST_ID = 2**63 - 1
"""What a column of ids takes: a larger one, in an address or a form, is nobody's."""

_EPOCH_MS = 1_735_689_600_000  # 2025-01-01T00:00:00Z
_RANDOM_BITS = 22

_turn = threading.Lock()
_last = 0


def new_id() -> int:
    """A positive 63-bit id: 41 bits of milliseconds since 2025, then 22 random bits.

    Ids of one process rise from call to call, so that what was added later sorts later, also when
    its clock is set back. Two processes need not agree on anything.
    """
    global _last
    milliseconds = time.time_ns() // 1_000_000 - _EPOCH_MS
    fresh = (milliseconds << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
    with _turn:
        _last = max(_last + 1, fresh)
        return _last
