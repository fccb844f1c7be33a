"""A hotline over HTTP, phones that call and are rung, and every document that a call was given.

At the end all documents are checked (tests/twiml_rules.py), and that nobody could see a number but ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from hotline.services.kernel.app import App
from hotline.simulator.calls.handset import PhoneCall
from hotline.simulator.server import Simulator
from hotline.store.schema import calls, rings
from hotline.web.app import create_app
from tests import twiml_rules
from tests.conftest import OUR_NUMBER, FakeClock
from tests.support_app import enrol, greet_everybody, rows, settle_down, write_community
from tests.support_line import Front, Line, serving

MAYA, SAM, NOUR, RANA, KIM = (f"+961300000{n}" for n in (1, 2, 3, 4, 5))
WITHHELD = "+266696687"  # "anonymous" on a keypad: what the provider gives for a number not shown
_DIALLED = re.compile(r"<Number[^>]*>[^<]*</Number>")


@dataclass(repr=False)
class Switchboard:
    """The hotline, its clock and everybody's phones. `documents`: path and body, in order."""

    line: Line
    app: App
    carrier: Simulator
    clock: FakeClock
    documents: list[tuple[str, str]] = field(default_factory=list)

    def people(self, *people: tuple[str, ...]) -> None:
        """Members known to us: number, languages, categories, level."""
        for number, languages, offers, level in people:
            areas = "all" if offers else ""
            enrol(self.app, ("", number, languages, offers, areas, level))
        greet_everybody(self.app)

    def call(self, number: str, *keys: str) -> PhoneCall:
        """A call from a phone, with keys pressed one document after the other."""
        call = self.carrier.phone(number).call(pace=0)
        for key in keys:
            call.press(key)
        return call

    def rung(self, number: str) -> PhoneCall:
        """The call that rings at a phone."""
        return self.carrier.phone(number).ringing()

    def faults(self, **numbers: Iterable[str]) -> None:
        """From now on these phones are busy, unanswered, uncallable, or a voicemail."""
        changes: dict[str, Any] = {kind: frozenset(some) for kind, some in numbers.items()}
        self.carrier.faults = replace(self.carrier.faults, **changes)

    def dialled(self) -> list[str]:
        """The numbers that callers were to be joined with, in order."""
        return [
            one.to for one in reversed(self.carrier.calls()) if one.direction == "outbound-dial"
        ]

    def texts(self, number: str) -> list[str]:
        """What a phone was sent, the oldest first: by the carrier's log, since its messages are removed."""
        sent = (event for event in self.carrier.log() if event["kind"] == "message")
        return [event["body"] for event in sent if event["to"] == number]

    def settle(self) -> None:
        """Do what is due."""
        settle_down(self.app)

    def states(self) -> list[str]:
        """The states of all rings, in their order."""
        return [ring.state for ring in sorted(rows(self.app, rings), key=lambda r: r.id)]

    def open_calls(self) -> int:
        """How many calls we think are going on."""
        return len([call for call in rows(self.app, calls) if call.state == "open"])

    def all_is_well(self) -> None:
        """Every document is one that the provider takes, and shows no number."""
        for path, body in self.documents:
            if body:
                faults = twiml_rules.check(body, joins="/ring/" in path)
                assert not faults, (path, faults, body)
            assert set(re.findall(r'callerId="([^"]*)"', body)) <= {OUR_NUMBER}
            hidden = _DIALLED.sub("", body).replace(OUR_NUMBER, "")
            assert not re.search(r"\d{7,}", re.sub(r"/twilio/[\w/.-]*", "", hidden)), (path, body)
        for call in self.carrier.calls():
            if call.direction != "inbound":
                assert call.sender == OUR_NUMBER
        kinds = [event for event in self.carrier.log() if event["kind"] == "call_fault"]
        assert kinds == []


@contextmanager
def switchboard(
    make_house: Callable[..., App],
    carrier: Simulator,
    clock: FakeClock,
    where: Path,
    **changes: Any,
) -> Iterator[Switchboard]:
    """A hotline with these settings (dotted names have `__`)."""
    path = where / "community.yaml"
    settings = {name.replace("__", "."): value for name, value in changes.items()}
    write_community(path, {"name": "Harbour", "limits.calls_per_hour": 10_000, **settings})
    front = _Front()
    server = make_server("127.0.0.1", 0, front, threaded=True, request_handler=_Quiet)
    line = Line(f"http://127.0.0.1:{server.server_port}")
    app = make_house(HOTLINE_COMMUNITY=str(path), HOTLINE_PUBLIC_URL=line.url)
    front.app = create_app(app)
    carrier.connect(
        f"{line.url}/twilio/sms", f"{line.url}/twilio/voice", f"{line.url}/twilio/voice/status"
    )
    here = Switchboard(line, app, carrier, clock, front.documents)
    try:
        with serving(server):
            yield here
    finally:
        front.close()
    here.all_is_well()


class _Front(Front):
    """The application, and what it answers calls with."""

    def __init__(self) -> None:
        super().__init__()
        self.documents: list[tuple[str, str]] = []

    def __call__(self, environ: Any, start_response: Any) -> Any:
        body = b"".join(super().__call__(environ, start_response))
        path = environ["PATH_INFO"]
        if path.startswith("/twilio/voice") and "/recordings/" not in path:
            self.documents.append((path, body.decode()))
        return [body]


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing: the tests read logs of their own."""
