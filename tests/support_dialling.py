"""A caller's side of the provider's webhooks: posts what a call does, signed, and reads the documents.

Every document is checked by tests/twiml_rules.py as it comes.
"""

from __future__ import annotations

from secrets import token_hex
from urllib.parse import urlsplit
from xml.etree import ElementTree

from tests import conftest, twiml_rules
from tests.support_line import Answer, Line


class Dialled:
    """One call to the number, from its first document on."""

    def __init__(self, line: Line, number: str) -> None:
        self._line = line
        self._number = number
        self.sid = f"CA{token_hex(16)}"
        self.document = ""
        self._post("/twilio/voice")

    @property
    def said(self) -> list[str]:
        """The words of the present document."""
        return [say.text or "" for say in self._root.iter("Say")]

    @property
    def plays(self) -> list[str]:
        """The addresses of what it plays."""
        return [play.text or "" for play in self._root.iter("Play")]

    @property
    def over(self) -> bool:
        """Whether it ends in a hang-up."""
        return self._root.find("Hangup") is not None

    @property
    def plain(self) -> str:
        """The document without what tells one step from the next: the turn in its addresses."""
        return self.document.replace(self._action, "")

    def press(self, keys: str) -> Dialled:
        """Press keys at what is asked now."""
        self._post(self._action, Digits=keys)
        return self

    def wait(self) -> Dialled:
        """Press nothing."""
        self._post(self._action)
        return self

    def hang_up(self) -> None:
        """End the call from this side."""
        answer = self._send("/twilio/voice/status", CallStatus="completed")
        assert answer.status == 204

    @property
    def _root(self) -> ElementTree.Element:
        return ElementTree.fromstring(self.document)

    @property
    def _action(self) -> str:
        asks = next(verb for verb in self._root if verb.get("action"))
        return urlsplit(asks.get("action") or "").path

    def _post(self, path: str, **fields: str) -> None:
        answer = self._send(path, CallStatus="in-progress", **fields)
        assert answer.status == 200, answer.status
        self.document = answer.body.decode()
        assert twiml_rules.check(self.document) == []

    def _send(self, path: str, **fields: str) -> Answer:
        form = {
            "AccountSid": conftest.ACCOUNT_SID,
            "CallSid": self.sid,
            "From": self._number,
            "To": conftest.OUR_NUMBER,
            **fields,
        }
        return self._line.post(path, list(form.items()))
