"""The web server: gunicorn with a few threads a worker, each worker with a App of its own."""

from __future__ import annotations

import atexit
import gc
import logging

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from hotline.config import Settings
from hotline.services.kernel.heartbeat import Presence
from hotline.web.app import create_app
from hotline.wiring import build, marks


class Logs(Logger):
    """gunicorn's log lines, through our one renderer instead of handlers of its own."""

    def setup(self, cfg: object) -> None:  # noqa: ARG002 - gunicorn's signature
        """Called by gunicorn in place of setting up files and formats."""
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel(logging.INFO)
        self.access_log.disabled = True


class Server(BaseApplication):
    """gunicorn, told what to serve."""

    def __init__(self, settings: Settings, options: dict[str, object]) -> None:
        self._settings = settings
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Called by gunicorn before it starts."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Called in each worker: connections are not shared across a fork, modules are."""
        app = build(self._settings)
        presence = Presence(app.database, "web", app.clock, marks(self._settings))
        presence.begin()
        atexit.register(presence.end)
        return create_app(app)


def options(host: str, port: int, workers: int, threads: int) -> dict[str, object]:
    """How gunicorn is to run."""
    return {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": "hotline.cli.web_server.gunicorn_worker.Worker",
        "preload_app": False,
        "accesslog": None,  # paths and peers are nobody's business
        "timeout": 30,
        "graceful_timeout": 10,
        "keepalive": 30,
        "limit_request_line": 2048,  # our longest path has some 150
        "limit_request_fields": 64,
        "limit_request_field_size": 4096,
        "logger_class": Logs,
        "when_ready": lambda _: gc.freeze(),  # what is loaded stays shared between the workers
        "control_socket_disable": True,
        "proc_name": "hotline web",
    }
