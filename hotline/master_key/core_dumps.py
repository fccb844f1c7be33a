"""Keep what this process knows out of core dumps, and from other processes of the same user."""

from __future__ import annotations

import ctypes
import resource
import sys

_PR_SET_DUMPABLE = 4  # linux/prctl.h


def forbid() -> None:
    """From now on nothing of this process's memory is written down when it crashes.

    On Linux nobody but root can trace it either, or read its memory or its environment under /proc, until
    it becomes another program. Children that it forks are held to the same.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The limit alone is not enough: a dump that is piped to a program, as systemd's are, goes past it.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
