"""A small threaded WSGI server for loopback, with connections kept open.

Werkzeug's own closes each connection after one answer, which costs a carrier that stands in
benches most of its speed; gunicorn wants a process of its own, and the carrier also runs in tests.
"""

import io
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR, socket
from threading import Lock
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication, WSGIEnvironment

SOCKET = "hotline.socket"  # the connection, in the WSGI environment: faults hang it up
LARGEST_BODY = 1_000_000
_MOMENT = 0.001  # seconds

Connection = socket | tuple[bytes, socket]  # with a packet, where it is one of UDP


class LoopbackServer(ThreadingHTTPServer):
    """Serves `app` on 127.0.0.1 with a thread for each connection."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, app: WSGIApplication) -> None:
        self.app = app
        self._open: set[socket] = set()
        self._lock = Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    def get_request(self) -> tuple[socket, object]:
        """Take the next connection. Raises OSError, after a moment: asked at once it would fail again."""
        try:
            return super().get_request()
        except OSError:
            time.sleep(_MOMENT)
            raise

    def process_request(self, request: Connection, client_address: object) -> None:
        """Remember the connection, so that stopping can end it."""
        with self._lock:
            if isinstance(request, socket):
                self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Connection) -> None:
        """Forget the connection and close it."""
        with self._lock:
            if isinstance(request, socket):
                self._open.discard(request)
        super().shutdown_request(request)

    def stop(self) -> None:
        """Stop listening and end every open connection."""
        _hang_up(self.socket)  # wakes the thread that serves: it would look up twice a second only
        self.shutdown()
        self.server_close()
        with self._lock:
            for connection in self._open:
                _hang_up(connection)

    def handle_error(self, request: Connection, client_address: object) -> None:
        """Let lost connections pass; anything else is the carrier's own fault and is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body leave in one packet
    server: LoopbackServer

    def _run(self) -> None:
        body = self.rfile.read(self._length())
        status: list[str] = []
        headers: list[tuple[str, str]] = []

        written: list[bytes] = []

        def start_response(
            line: str, fields: list[tuple[str, str]], _: object = None, /
        ) -> Callable[[bytes], object]:
            status[:], headers[:] = [line], fields
            return written.append

        chunks = self.server.app(self._environ(body), start_response)
        answer = b"".join([*written, *chunks])
        close: Callable[[], None] | None = getattr(chunks, "close", None)
        if close is not None:
            close()
        self._answer(status[0], headers, answer)

    do_GET = do_POST = do_DELETE = do_PUT = do_HEAD = _run  # noqa: N815

    def _length(self) -> int:
        return min(int(self.headers.get("Content-Length") or 0), LARGEST_BODY)

    def _answer(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        code, _, reason = status.partition(" ")
        self.send_response_only(int(code), reason)
        for name, value in headers:
            self.send_header(name, value)
        if not any(name.lower() == "content-length" for name, _ in headers):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def _environ(self, body: bytes) -> WSGIEnvironment:
        path, _, query = self.path.partition("?")
        environ: WSGIEnvironment = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "REQUEST_URI": self.path,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": str(self.server.server_port),
            "SERVER_PROTOCOL": self.request_version,
            "REMOTE_ADDR": self.client_address[0],
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            SOCKET: self.connection,
        }
        for name, value in self.headers.items():
            environ["HTTP_" + name.upper().replace("-", "_")] = value
        return environ

    def finish(self) -> None:
        """Close both ends, also where the answer cannot be written since nobody is there any more."""
        try:
            super().finish()
        finally:
            self.rfile.close()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: paths hold phone numbers."""


def _hang_up(connection: socket) -> None:
    try:
        connection.shutdown(SHUT_RDWR)
    except OSError:
        return  # gone already
