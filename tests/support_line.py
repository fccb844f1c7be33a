"""A hotline served over real HTTP, and texts posted to it as the provider would, signed by
independent code (tests/signing.py). Nothing here knows how the hotline works inside."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from secrets import token_hex
from socket import SHUT_RDWR
from socketserver import TCPServer
from threading import Condition, Thread
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from werkzeug.serving import WSGIRequestHandler, make_server

from hotline.services.kernel.app import App
from hotline.web.app import create_app
from tests import conftest, signing

SMS_PATH = "/twilio/sms"


@dataclass(frozen=True)
class Answer:
    """What a webhook answered."""

    status: int
    body: bytes = field(repr=False)

    @property
    def replies(self) -> list[Reply]:
        """The texts of a TwiML document, in order. Raises ParseError on anything malformed."""
        root = ElementTree.fromstring(self.body)
        assert root.tag == "Response"
        return [Reply("".join(verb.itertext()), verb.get("statusCallback", "")) for verb in root]

    @property
    def texts(self) -> list[str]:
        """The replies' words."""
        return [reply.body for reply in self.replies]


@dataclass(frozen=True)
class Reply:
    """One text that answers a text, and where its states are posted."""

    body: str
    callback: str


class Line:
    """The address of a running hotline, and the provider's side of its webhooks."""

    def __init__(self, url: str) -> None:
        self.url = url

    def text(self, sender: str, body: str, sid: str | None = None, **fields: str) -> Answer:
        """Post a text, confirm what it is answered with, as a provider that works does."""
        answer = self.post(SMS_PATH, list(sms(sender, body, sid, **fields).items()))
        if answer.status == 200:
            for reply in answer.replies:
                self.confirm(reply.callback)
        return answer

    def confirm(self, callback: str, status: str = "delivered") -> Answer:
        """Post a status callback for one of our texts."""
        sid = f"SM{token_hex(16)}"
        pairs = {"MessageSid": sid, "MessageStatus": status, "AccountSid": conftest.ACCOUNT_SID}
        return self.post(urlsplit(callback).path, list(pairs.items()))

    def post(self, path: str, pairs: Iterable[tuple[str, str]]) -> Answer:
        """A signed POST of `pairs` to a path of ours."""
        pairs = list(pairs)
        headers = signing.headers(conftest.AUTH_TOKEN, self.url + path, pairs)
        return self.send("POST", path, signing.form(pairs), headers)

    def send(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        """Any request, as it stands."""
        where = urlsplit(self.url)
        connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            # Closed even where it is cut off: the connection no longer knows of it by then.
            with connection.getresponse() as response:
                return Answer(response.status, response.read())
        finally:
            connection.close()


def sms(sender: str, body: str, sid: str | None = None, **fields: str) -> dict[str, str]:
    """The fields of an inbound text, as far as they matter."""
    return {
        "MessageSid": sid or f"SM{token_hex(16)}",
        "AccountSid": conftest.ACCOUNT_SID,
        "From": sender,
        "To": conftest.OUR_NUMBER,
        "Body": body,
        "NumMedia": "0",
        **fields,
    }


@contextmanager
def served(build: Callable[..., App]) -> Iterator[tuple[Line, App]]:
    """Serve the house that `build(HOTLINE_PUBLIC_URL=…)` makes, for as long as the block lasts."""
    front = Front()
    server = make_server("127.0.0.1", 0, front, threaded=True, request_handler=_Quiet)
    line = Line(f"http://127.0.0.1:{server.server_port}")
    app = build(HOTLINE_PUBLIC_URL=line.url)
    front.app = create_app(app)
    try:
        with serving(server):
            yield line, app
    finally:
        front.close()


@contextmanager
def serving(server: TCPServer) -> Iterator[None]:
    """Have a thread of its own serve at this server's port, for as long as the block lasts.

    It looks twice a second whether it is to end: oftener, hundreds of servers would do little else. Told
    so by its own port, it ends at once.
    """
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        # Before it is woken, or it would turn round and round until it knows.
        vars(server)["_BaseServer__shutdown_request"] = True
        with suppress(OSError):  # not every system lets go of a port that listens
            server.socket.shutdown(SHUT_RDWR)
        server.shutdown()
        server.server_close()
        thread.join()


class Front:
    """The application, which can only be made once the server's port is known.

    The server's threads may outlive it, on connections that are kept open.
    """

    def __init__(self) -> None:
        self.app: Any = None
        self._changed = Condition()
        self._busy = 0
        self._open = True

    def __call__(self, environ: Any, start_response: Any) -> Any:
        with self._changed:
            if not self._open:
                start_response("503 Service Unavailable", [])
                return []
            self._busy += 1
        try:
            return [b"".join(self.app(environ, start_response))]
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()

    def close(self) -> None:
        """Answer nothing any more, and wait for what is still being answered."""
        with self._changed:
            self._open = False
            assert self._changed.wait_for(lambda: self._busy == 0, 60)


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing: the tests read logs of their own."""
