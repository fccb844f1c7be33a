"""The whole house as an operator runs it: redis, web, worker and clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.ground import Ground, Process, wait_for_http, wait_for_line


@dataclass(frozen=True)
class App:
    """Running processes by name, their environment, and the port of the web."""

    processes: Mapping[str, Process]
    environ: dict[str, str]
    port: int


def open_house(ground: Ground, kind: str, port: int, **settings: str) -> App:
    """Start all of it on a fresh database, the web on `port`, and wait until each is at work."""
    environ = ground.environ(ground.database(kind), **settings)
    processes = {"redis": ground.hotline(environ, "redis")}
    processes["web"] = ground.hotline(environ, "web", "--port", str(port))
    processes["worker"] = ground.hotline(environ, "worker")
    processes["clock"] = ground.hotline(environ, "clock")
    wait_for_http(processes["web"], f"http://127.0.0.1:{port}/healthz")
    for name in ("worker", "clock"):
        wait_for_line(processes[name], f"{name}.started")
    return App(processes, environ, port)
