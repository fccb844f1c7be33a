"""gunicorn's worker, for a number that strangers can reach.

Three things are ours: a client that takes too long to send its request is cut off, since each one holds a
thread; what is no HTTP is answered and logged without quoting it, since numbers and words may stand in it;
and no answer names the server.
"""

from __future__ import annotations

import socket
import time
from concurrent.futures import Future
from contextlib import suppress

import structlog
from gunicorn import util
from gunicorn.http import wsgi
from gunicorn.workers.gthread import TConn, ThreadWorker

SECONDS_TO_SEND = 5.0  # a request: Caddy hands over a whole one at once

log = structlog.get_logger(__name__)

wsgi.SERVER = "web"


class Worker(ThreadWorker):
    """A few threads, and one loop that looks after their connections every second."""

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)
        self._begun: dict[TConn, float] = {}  # touched by the loop alone

    def enqueue_req(self, conn: TConn) -> None:
        """A connection has something to say, and is given a thread."""
        self._begun[conn] = time.monotonic()
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Future[bool]) -> None:
        """The thread is free again."""
        self._begun.pop(conn, None)
        super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """Called by the loop: end what is too slow. An answer under way can still be written."""
        super().murder_pending()
        late = time.monotonic() - SECONDS_TO_SEND
        for conn in [conn for conn, begun in self._begun.items() if begun < late]:
            with suppress(OSError):  # it is gone
                conn.sock.shutdown(socket.SHUT_RD)

    def handle_error(
        self,
        req: object,  # noqa: ARG002 - gunicorn's signature, as is the address
        client: socket.socket,
        addr: object,  # noqa: ARG002
        exc: BaseException,
    ) -> None:
        """No HTTP, or a fault beneath the application: said without a word of what came."""
        log.warning("request.refused", fault=type(exc).__name__)
        with suppress(OSError):
            util.write_error(client, 400, "Bad Request", "")
