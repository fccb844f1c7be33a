"""Redis: there, and not open to the world."""

from __future__ import annotations

import ipaddress
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from redis import Redis
from redis.exceptions import AuthenticationError, RedisError, ResponseError

from hotline.doorbell import connect
from hotline.services.doctor.findings import Finding, Target

_PATIENCE = 5.0  # seconds: on a busy machine a Redis that is well answers after a while
_REMEDY = "bind it to 127.0.0.1, or give it a password and TLS (rediss://)"


def inspect_redis(target: Target) -> Iterator[Finding]:
    """Whether it answers, who may reach it, and how it is reached from here."""
    url = target.settings.redis_url
    yield from _socket(url)
    yield from _way(url)
    client = connect(url, _PATIENCE)
    try:
        client.ping()
        yield from _openness(client)
    except AuthenticationError:
        yield Finding("redis", "it wants another password", "set it in REDIS_URL")
    except RedisError:
        yield Finding(
            "redis",
            "it does not answer, so that everything waits for the clock",
            "start `hotline redis`, or set REDIS_URL to the one that runs",
        )
    finally:
        client.close()


def _socket(url: str) -> Iterator[Finding]:
    path = Path(urlsplit(url).path)
    if not url.startswith("unix:") or not path.exists():
        return
    found = path.stat()
    # Redis as a user of its own lets its group in, in which we are; our own needs nobody else.
    by_group = stat.S_IWGRP if found.st_uid == os.geteuid() else 0
    if found.st_mode & (stat.S_IWOTH | by_group):
        yield Finding("redis", "other users of this machine may talk to it", f"chmod 700 {path}")


def _way(url: str) -> Iterator[Finding]:
    parts = urlsplit(url)
    if parts.scheme == "unix" or is_loopback(parts.hostname or "localhost"):
        return
    if not parts.password:
        yield Finding("redis", "REDIS_URL leads to another machine without a password", _REMEDY)
    if parts.scheme != "rediss" and not _is_private(parts.hostname or ""):
        yield Finding("redis", "REDIS_URL leads through the internet unencrypted", "use rediss://")


def _openness(client: Redis) -> Iterator[Finding]:
    """By its own settings, where it tells them: hosted ones refuse, and see to it themselves."""
    try:
        told: Any = client.config_get("bind", "protected-mode", "requirepass", "port", "tls-port")
    except ResponseError:
        return
    if is_open(told):
        yield Finding("redis", "anybody on its network may use it without a password", _REMEDY)


def is_open(told: Mapping[str, str]) -> bool:
    """Whether a server with these settings takes anybody's commands from outside its machine."""
    if told.get("requirepass") or told.get("protected-mode") == "yes":
        return False  # protected mode serves loopback alone, for as long as there is no password
    if all(told.get(name, "0") == "0" for name in ("port", "tls-port")):
        return False  # a unix socket alone
    addresses = [one.lstrip("-") for one in told.get("bind", "").split()]
    return not addresses or not all(is_loopback(one) for one in addresses)


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_private(host: str) -> bool:
    """Inside one's own network: a private address, or a bare name as containers have them."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host
