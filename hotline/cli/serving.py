"""The web server: gunicorn with a few threads a worker, each worker with a House of its own."""

from __future__ import annotations

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from hotline.config import Settings
from hotline.logs import configure_logging
from hotline.web.app import create_app
from hotline.wiring import build


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, told what to serve."""

    def __init__(self, settings: Settings, options: dict[str, Any]) -> None:
        self._settings = settings
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Called by gunicorn before it starts."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Called in each worker: connections are not shared across a fork."""
        configure_logging()  # gunicorn has put up handlers of its own
        return create_app(build(self._settings))


def options(host: str, port: int, workers: int, threads: int) -> dict[str, Any]:
    """How gunicorn is to run."""
    return {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "preload_app": False,
        "accesslog": None,  # paths and peers are nobody's business
        "timeout": 30,
        "graceful_timeout": 10,
        "keepalive": 30,
        "control_socket_disable": True,
        "proc_name": "hotline web",
    }
