"""The baseline: a bare Flask app that checks the signature and makes one durable insert.

`python -m benchmarks.bare PORT DATABASE_URL`, under the very server and settings of `hotline web`. It
keeps one connection a thread and sends prepared SQL, with no layer between it and the driver.
"""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Callable
from typing import Any

import psycopg
from flask import Flask, Response, request
from gunicorn.app.base import BaseApplication
from sqlalchemy.engine import make_url

from benchmarks.ground import AUTH_TOKEN, PUBLIC_URL, SMS_PATH, VOICE_PATH
from hotline.cli.web_server.server import options
from hotline.gateway.signature import genuine, public_url

_TABLE = "CREATE TABLE IF NOT EXISTS texts (sid TEXT PRIMARY KEY, sender TEXT, body TEXT)"
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
ANSWER = f"{_XML}<Response><Message>noted</Message></Response>"
STEP = f'{_XML}<Response><Gather action="{PUBLIC_URL}{VOICE_PATH}/%d"><Say>noted</Say></Gather></Response>'


def create_app(url: str) -> Flask:
    """The app on a database of either kind."""
    app = Flask("bare", static_folder=None)
    insert = _sqlite(url) if url.startswith("sqlite") else _postgres(url)

    @app.get("/healthz")
    def alive() -> str:
        return "alive"

    @app.before_request
    def signed() -> Response | None:
        header = request.headers.get("X-Twilio-Signature")
        url = public_url(PUBLIC_URL, request.environ)
        mine = request.method == "GET" or genuine(AUTH_TOKEN, url, request.form, header)
        return None if mine else Response(status=403)

    @app.post(SMS_PATH)
    def inbound() -> Response:
        insert(request.form["MessageSid"], request.form["From"], request.form["Body"])
        return Response(ANSWER, content_type="text/xml; charset=utf-8")

    @app.post(VOICE_PATH, defaults={"turn": 0})
    @app.post(f"{VOICE_PATH}/<int:turn>")
    def step(turn: int) -> Response:
        keys = request.form.get("Digits", "")
        insert(f"{request.form['CallSid']}/{turn}", request.form["From"], keys)
        return Response(STEP % (turn + 1), content_type="text/xml; charset=utf-8")

    @app.post(f"{VOICE_PATH}/status")
    def over() -> Response:
        return Response(status=204)

    return app


def _sqlite(url: str) -> Callable[[str, str, str], None]:
    own = threading.local()
    turn = threading.Lock()  # one writer at a time anyway; waiting here beats SQLite's own retries

    def connection() -> sqlite3.Connection:
        if not hasattr(own, "db"):
            own.db = sqlite3.connect(make_url(url).database or "", timeout=10, isolation_level=None)
            own.db.execute("PRAGMA journal_mode=WAL")
            own.db.execute("PRAGMA synchronous=FULL")
            own.db.execute(_TABLE)
        db: sqlite3.Connection = own.db
        return db

    def insert(*values: str) -> None:
        with turn:
            connection().execute("INSERT INTO texts VALUES (?, ?, ?)", values)

    return insert


def _postgres(url: str) -> Callable[[str, str, str], None]:
    own = threading.local()
    plain = url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(plain, autocommit=True) as db:
        db.execute("SELECT pg_advisory_lock(1)")  # CREATE TABLE IF NOT EXISTS may clash with itself
        db.execute(_TABLE)

    def insert(*values: str) -> None:
        if not hasattr(own, "db"):
            own.db = psycopg.connect(plain, autocommit=True)
        own.db.execute("INSERT INTO texts VALUES (%s, %s, %s)", values, prepare=True)

    return insert


class Server(BaseApplication):
    """gunicorn as `hotline web` has it."""

    def __init__(self, url: str, settings: dict[str, Any]) -> None:
        self._url = url
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Called by gunicorn before it starts."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Called in each worker."""
        return create_app(self._url)


def main(port: int, url: str, workers: int, threads: int) -> None:
    """Serve until ended."""
    Server(url, options("127.0.0.1", port, workers, threads)).run()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
