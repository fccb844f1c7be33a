"""A caller who follows TwiML and nothing else: a phone as the provider would run it, in small.

Every document is held against tests.twiml_rules when it comes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from secrets import token_hex
from urllib.parse import urlsplit
from xml.etree import ElementTree

from tests import conftest
from tests.support_line import Line
from tests.twiml_rules import check

SILENCE = "-"
SPEECH = "!"  # something is said into a recording
MOST_REDIRECTS = 30


@dataclass
class Caller:
    """One call from `number`. `documents` are all that came, `over` says that it has ended."""

    line: Line
    number: str
    sid: str = field(default_factory=lambda: f"CA{token_hex(16)}")
    documents: list[str] = field(default_factory=list)
    over: bool = False
    action: str = ""  # where the document that waits wants its answer, by its path
    kind: str = ""  # the verb that waits

    def call(self) -> Caller:
        """Call the hotline."""
        self._ask("/twilio/voice", {}, status="ringing")
        return self

    def do(self, *acts: str) -> Caller:
        """Press keys ("1", "12"), keep silent or speak, as long as the call goes on."""
        for act in acts:
            if not self.over:
                self._answer(act)
        return self

    def hang_up(self) -> None:
        """End the call from this side; a recording under way is kept."""
        if self.over:
            return
        if self.kind == "Record":
            self._ask(self.action, _recording(), status="completed")
        self.over = True
        self._told("completed")

    def hear_out(self, most: int = 60) -> Caller:
        """Keep silent to the end. Fails where there is none."""
        for _ in range(most):
            if self.over:
                return self
            self.do(SILENCE)
        raise AssertionError(f"no end after {most} silences: {self.said}")

    @property
    def said(self) -> list[str]:
        """What the last document says."""
        root = ElementTree.fromstring(self.documents[-1].encode())
        return ["".join(say.itertext()) for say in root.iter("Say")]

    @property
    def digits(self) -> str | None:
        """How many keys the document waits for; None for as many as come before a #."""
        gather = ElementTree.fromstring(self.documents[-1].encode()).find("Gather")
        return None if gather is None else gather.get("numDigits")

    def post(self, path: str, fields: dict[str, str], status: str = "in-progress") -> str:
        """A signed request of this call, outside its course."""
        pairs = {**self._fields(status), **fields}
        answer = self.line.post(path, list(pairs.items()))
        assert answer.status == 200, (path, answer.status)
        return answer.body.decode()

    def _answer(self, act: str) -> None:
        if self.kind == "Record":
            spoken = act == SPEECH
            self._ask(self.action, {**_recording(), "Digits": "#"} if spoken else {})
        elif self.kind == "Dial":
            self._ask(self.action, {"DialCallStatus": "no-answer"})
        else:
            keys = "" if act in (SILENCE, SPEECH) else act
            self._ask(self.action, {"Digits": keys[:1] if self.digits == "1" else keys})

    def _ask(self, path: str, fields: dict[str, str], status: str = "in-progress") -> None:
        for _ in range(MOST_REDIRECTS):
            document = self.post(path, fields, status)
            faults = check(document)
            assert not faults, (faults, document)
            self.documents.append(document)
            last = ElementTree.fromstring(document.encode())
            path, fields, status = self._wait(last), {}, "in-progress"
            if not path:
                return
        raise AssertionError(f"redirected without end: {self.said}")

    def _wait(self, root: ElementTree.Element) -> str:
        """Note what the document waits for; where it waits for nothing, the path to go on with."""
        for verb in root:
            if verb.tag in ("Gather", "Record", "Dial"):
                self.kind, self.action = verb.tag, urlsplit(verb.get("action", "")).path
                return ""
            if verb.tag in ("Hangup", "Reject"):
                self.over, self.kind = True, verb.tag
                self._told("completed")
                return ""
            if verb.tag == "Redirect":
                return urlsplit(verb.text or "").path
        raise AssertionError("a document that does nothing")

    def _told(self, status: str) -> None:
        pairs = self._fields(status)
        assert self.line.post("/twilio/voice/status", list(pairs.items())).status == 204

    def _fields(self, status: str) -> dict[str, str]:
        return {
            "AccountSid": conftest.ACCOUNT_SID,
            "CallSid": self.sid,
            "CallStatus": status,
            "Direction": "inbound",
            "From": self.number,
            "To": conftest.OUR_NUMBER,
        }


def _recording() -> dict[str, str]:
    return {"RecordingSid": f"RE{token_hex(16)}", "RecordingDuration": "3"}
