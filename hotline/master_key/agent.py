"""The key agent: one process that holds the master key in memory, so that it lies on no disk.

`hotline unlock` hands it the key once after the machine has started; web, worker and commands have it from
there, also when they restart at three in the morning. It is gone with the process, or with the power. Who
may ask is decided by the kernel: the socket is its owner's alone, and every caller's user is looked at.

Each connection is one line, answered by one line: `ask`, or `hold KEY,KEY`.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_LONGEST = 1024  # bytes of a line: a dozen keys
_SECONDS = 2.0  # for one caller
_EVERY = 1.0  # seconds between two questions of one who waits
_ROOT = 0
_ASK, _HOLD, _HELD = b"ask", b"hold ", b"held"


class NoAgent(Exception):
    """No key agent answers; the message says what to start."""


class AgentRuns(Exception):
    """There is one already; the message says where."""


def serve(path: Path) -> None:
    """Be the agent at `path` until the process ends. Raises AgentRuns."""
    with _listening(path) as door:
        try:
            held = b""
            while True:
                with suppress(OSError):  # a caller that goes away, or says nothing
                    caller, _ = door.accept()
                    with caller:
                        held = _answer(caller, held)
        finally:
            path.unlink(missing_ok=True)


def ask(path: Path) -> str:
    """The key as it was typed: base64, older ones after commas; nothing while it is locked.

    Raises NoAgent.
    """
    return _call(path, _ASK).decode("ascii", "replace")


def hold(path: Path, keys: str) -> None:
    """Let the agent hold this from now on. Raises NoAgent."""
    if _call(path, _HOLD + keys.encode()) != _HELD:
        raise NoAgent(f"the key agent at {path} did not take the key")


def wait_for(path: Path, say: Callable[[str], None]) -> str:
    """The key, as soon as there is one; what is waited for is said once."""
    said = ""
    while not (keys := _asked(path)):
        if not said:
            said = "locked: waiting for the key, run `hotline unlock`"
            say(said)
        time.sleep(_EVERY)
    if said:
        say("unlocked")
    return keys


def _asked(path: Path) -> str:
    with suppress(NoAgent):  # it may start after whoever waits for it
        return ask(path)
    return ""


def _listening(path: Path) -> socket.socket:
    with suppress(NoAgent):
        ask(path)
        raise AgentRuns(f"a key agent runs already at {path}")
    path.unlink(missing_ok=True)  # of one that was killed
    door = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        door.bind(str(path))
    finally:
        os.umask(before)
    door.listen()
    return door


def _answer(caller: socket.socket, held: bytes) -> bytes:
    """Answer one caller; what is held from then on."""
    caller.settimeout(_SECONDS)
    if not _is_ours(caller):
        return held
    line = _line(caller)
    if line == _ASK:
        caller.sendall(held + b"\n")
    elif line.startswith(_HOLD):
        held = line.removeprefix(_HOLD)
        caller.sendall(_HELD + b"\n")
    return held


def _is_ours(caller: socket.socket) -> bool:
    """Whether it runs as the agent's own user, or as root."""
    if sys.platform != "linux":
        return True  # the socket's mode decides
    told = caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _, user, _ = struct.unpack("3i", told)
    return user in (_ROOT, os.geteuid())


def _call(path: Path, line: bytes) -> bytes:
    try:
        with socket.socket(socket.AF_UNIX) as door:
            door.settimeout(_SECONDS)
            door.connect(str(path))
            door.sendall(line + b"\n")
            return _line(door)
    except OSError as fault:
        raise NoAgent(
            f"no key agent answers at {path} ({fault.strerror or 'it is too slow'}): start"
            " `hotline key-agent` (systemctl start hotline-key)"
        ) from fault


def _line(side: socket.socket) -> bytes:
    """What the other side says, up to the end of a line."""
    said = b""
    while not said.endswith(b"\n") and len(said) < _LONGEST:
        more = side.recv(_LONGEST)
        if not more:
            break
        said += more
    return said.strip()
