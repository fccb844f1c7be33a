"""A hotline of canned TwiML for the carrier's calls: real HTTP, each signature checked.

Signatures are checked with tests.signing, which shares nothing with the carrier's own.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl

import requests
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from hotline.simulator.core.settings import SimulatedAccount
from hotline.simulator.server import Simulator
from tests.signing import signature
from tests.support_line import serving

SID = "AC" + "0" * 32
TOKEN = "the-token"
NUMBER = "+15550001111"
PHONE = "+9613123456"
OTHER = "+9613999999"
THIRD = "+9613777777"
BYE = "<Say>bye</Say><Hangup/>"


@dataclass(frozen=True)
class Post:
    method: str
    path: str
    fields: dict[str, str]


@dataclass
class VoiceLine:
    """Answers each path with the next of its pages (the last one again and again)."""

    url: str = ""
    pages: dict[str, list[str]] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    audio: frozenset[str] = frozenset()  # paths of sound files
    kind: str = "text/xml"
    forged: int = 0
    lock: Lock = field(default_factory=Lock)

    def set(self, path: str, *verbs: str) -> None:
        """What `path` answers with: each time the next."""
        self.pages[path] = [f"<Response>{inside}</Response>" for inside in verbs]

    def answer(self, request: Request) -> Response:
        body = request.get_data().decode()
        pairs = parse_qsl(body, keep_blank_values=True)
        signed = signature(TOKEN, self.url + request.environ["RAW_URI"], pairs)
        if request.headers.get("X-Twilio-Signature") != signed:
            self.forged += 1
            return Response(status=403)
        fields = dict(pairs) if request.method == "POST" else dict(request.args)
        with self.lock:
            self.posts.append(Post(request.method, request.path, fields))
            if request.path in self.audio:
                return Response(b"\xff\xfb", mimetype="audio/mpeg")
            pages = self.pages.get(request.path)
            if pages is None:
                return Response(status=404)
            page = pages.pop(0) if len(pages) > 1 else pages[0]
        return Response(page, content_type=self.kind)

    def to(self, path: str) -> list[dict[str, str]]:
        """The fields of each request to `path`."""
        with self.lock:
            return [post.fields for post in self.posts if post.path == path]

    def only(self, path: str) -> dict[str, str]:
        """The fields of the one request to `path`."""
        (fields,) = self.to(path)
        return fields


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        pass


@contextmanager
def voice_line() -> Iterator[VoiceLine]:
    """A server of webhooks; every request to it must have been signed."""
    line = VoiceLine()
    app = Request.application(line.answer)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    line.url = f"http://127.0.0.1:{server.server_port}"
    with serving(server):
        yield line
    assert line.forged == 0


def account(line: VoiceLine) -> SimulatedAccount:
    return SimulatedAccount(
        SID,
        TOKEN,
        NUMBER,
        voice_url=f"{line.url}/voice",
        voice_status_url=f"{line.url}/ended",
    )


def api(carrier: Simulator, method: str, path: str, **more: Any) -> requests.Response:
    """A request to the carrier's REST API."""
    more.setdefault("auth", (SID, TOKEN))
    url = path if path.startswith("/2010") else f"/2010-04-01/Accounts/{SID}/{path}"
    with requests.Session() as session:
        return session.request(method, carrier.url + url, timeout=5, **more)


def call_out(carrier: Simulator, line: VoiceLine, **changes: Any) -> requests.Response:
    """Have the carrier call PHONE."""
    fields = {"To": PHONE, "From": NUMBER, "Url": f"{line.url}/out"} | changes
    return api(carrier, "POST", "Calls.json", data=fields)


def faults(carrier: Simulator) -> list[int]:
    """The codes of what was wrong with documents, in order."""
    return [event["code"] for event in carrier.log() if event["kind"] == "call_fault"]


def soon(condition: Callable[[], bool], seconds: float = 30.0) -> bool:
    """Whether `condition` comes true before the deadline."""
    ends = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > ends:
            return False
        time.sleep(0.01)
    return True
