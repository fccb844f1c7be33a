"""The ways in of the team: the console by a known browser, and a coordinator's PIN by text and by call.

Each right try is written down with whether it opened; strangers' wrong ones go on beside them.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import requests

from hotline.simulator.calls.handset import PhoneCall
from hotline.simulator.server import Simulator
from tests.faults.honest import Person
from tests.support_console import PASSWORD, Colleague

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_PRESSES = 3  # of one key, where the menu is read once more since a text came in between
_BUSY_FOR = 5.0  # seconds; whoever is told that too many wait tries again, as a person does


@dataclass(frozen=True)
class Entry:
    """One right try: who, by which way, and whether it opened."""

    who: str
    way: str
    opened: bool


class HttpBrowser:
    """A browser at an address of its own, as our own proxy would tell it."""

    def __init__(self, url: str, address: str) -> None:
        self._url = f"{url}/console"
        self._http = requests.Session()
        self._http.headers.update({"X-Forwarded-For": address, "Accept-Language": "en"})

    def sign_in(self, name: str, password: str, code: str) -> bool:
        """Whether that opened the console."""
        until = time.monotonic() + _BUSY_FOR
        while (status := self._post(name, password, code)) == 503 and time.monotonic() < until:
            time.sleep(0.2)
        return status == 303

    def sign_out(self) -> None:
        """End the session; the browser stays known."""
        fields = {"csrf_token": self._token("/account")}
        self._http.post(f"{self._url}/sign-out", fields, allow_redirects=False, timeout=60)

    def _post(self, name: str, password: str, code: str) -> int:
        fields = {"csrf_token": self._token("/sign-in"), "name": name}
        fields |= {"password": password, "code": code}
        answer = self._http.post(f"{self._url}/sign-in", fields, allow_redirects=False, timeout=60)
        return answer.status_code

    def _token(self, path: str) -> str:
        found = _TOKEN.search(self._http.get(f"{self._url}{path}", timeout=60).text)
        return found[1] if found else ""


@dataclass
class Staff:
    """One of the staff, and the browser that knows them."""

    who: Colleague
    browser: HttpBrowser
    entries: list[Entry] = field(default_factory=list)
    staff_id: int = 0

    def __post_init__(self) -> None:
        self.staff_id = self.who.staff.id

    def enter(self, later: timedelta = timedelta()) -> None:
        """Sign in with what is right, and out again. A code is good once: `later` is for the next one."""
        opened = self.browser.sign_in(self.who.name, PASSWORD, self.who.code(later))
        self.entries.append(Entry(self.who.name, "console", opened))
        if opened:
            self.browser.sign_out()


@dataclass
class Stranger(Person):
    """Tries to sign in as each of the staff, from one address after the other."""

    url: str = ""
    names: tuple[str, ...] = ()
    most: int = 24
    _addresses: count[int] = field(default_factory=count)

    def turn(self) -> None:
        """One wrong try more."""
        number = next(self._addresses)
        if not self.asks_again or number >= self.most:
            return time.sleep(0.2)
        browser = HttpBrowser(self.url, f"198.51.100.{number}")
        assert not browser.sign_in(self.names[number % len(self.names)], "wrong " * 3, "123456")
        return None


def choose_pin(carrier: Simulator, number: str, pin: str) -> None:
    """A coordinator's first PIN, behind the code that their phone is told."""
    carrier.text(number, "PIN")
    told = carrier.screen(number)[-1].body
    for words in (told.split("please text ")[1][:6], pin):
        carrier.text(number, words)
    assert carrier.screen(number)[-1].body.startswith("Set."), carrier.screen(number)[-1].body


def call_in(carrier: Simulator, number: str, pin: str) -> bool:
    """Whether the right PIN opens, in a call, what is private."""
    call = carrier.phone(number).call(pace=0)
    if _heard(call, "where you stopped"):
        call.press("2")  # a forger left a question open in their name
    for _ in range(_PRESSES):
        if not _heard(call, "type your secret number"):
            call.press("7")
    asked = _heard(call, "type your secret number")
    call.press(f"{pin}#")
    opened = asked and not _heard(call, "That did not work")
    if not call.ended:
        call.hang_up()
    return opened


def _heard(call: PhoneCall, words: str) -> bool:
    return any(words in said for said in call.said)
