"""Where the tests keep what dies with them: in memory, where a machine has room for it there.

Everything that writes asks for its bytes to be on the disk before it goes on, as it must in earnest; a
run of thousands of small databases then waits for a disk most of its time.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ROOM = 4 << 30  # bytes that must be free: two servers of PostgreSQL, and what a storm writes


def in_memory() -> None:
    """Have this process, and those that it starts, make their temporary files in memory.

    Whoever names a place by TMPDIR keeps it, and so does a machine with little memory.
    """
    if "TMPDIR" not in os.environ and _is_roomy():
        os.environ["TMPDIR"] = str(_MEMORY)
        tempfile.tempdir = None  # asked once, then remembered


def _is_roomy() -> bool:
    return os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM
