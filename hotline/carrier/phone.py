"""A phone in the terminal: shows its screen and sends what is typed."""

from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Any, TextIO
from urllib.parse import quote

import urllib3

POLL = 0.5  # seconds that one look at the screen waits for a new line
MARKS = {"received": "<", "heard": "~"}  # what is typed already stands on the terminal


@dataclass
class _Line:
    """A connection to the carrier's page for one phone."""

    url: str
    pool: urllib3.PoolManager = field(
        default_factory=lambda: urllib3.PoolManager(maxsize=2, retries=False)
    )
    shown: int = 0
    lock: Lock = field(default_factory=Lock)

    def screen(self, wait: float) -> list[dict[str, str]]:
        answer = self.pool.request("GET", f"{self.url}?after={self.shown}&wait={wait}")
        lines: list[dict[str, str]] = answer.json()
        return lines

    def post(self, what: str, wish: dict[str, Any]) -> str | None:
        """None where all went well, else the carrier's objection."""
        answer = self.pool.request("POST", f"{self.url}/{what}", json=wish)
        return None if answer.status == 201 else str(answer.json().get("message"))


def run_phone(number: str, carrier_url: str, input: TextIO, output: TextIO) -> int:
    """Be the phone `number` until `input` ends: each line typed is a text, "call" is a call.

    Texts received are printed after "<", words heard in a call after "~". Returns the exit
    status: 1 where the carrier cannot be reached, else 0.
    """
    line = _Line(f"{carrier_url.rstrip('/')}/carrier/phones/{quote(number)}")
    over = Event()
    watcher = Thread(target=_watch, args=(line, over, output), daemon=True)
    try:
        _catch_up(line, output)
        watcher.start()
        for typed in input:
            _type(line, typed.rstrip("\r\n"), output)
            _catch_up(line, output)
    except urllib3.exceptions.HTTPError:
        print("! no carrier there", file=output, flush=True)
        return 1
    finally:
        over.set()
        if watcher.is_alive():
            watcher.join()
        line.pool.clear()
    return 0


def _type(line: _Line, typed: str, output: TextIO) -> None:
    if not typed:
        return
    calling = typed.strip().lower() == "call"
    objection = line.post("calls", {}) if calling else line.post("texts", {"body": typed})
    if objection is not None:
        print(f"! {objection}", file=output, flush=True)
    elif calling:
        _catch_up(line, output)
        print("~ (the call has ended)", file=output, flush=True)


def _watch(line: _Line, over: Event, output: TextIO) -> None:
    """Print what arrives between what is typed."""
    while not over.is_set():
        try:
            fresh = line.screen(POLL)
        except (urllib3.exceptions.HTTPError, ValueError):
            return
        if fresh and not over.is_set():
            _catch_up(line, output)


def _catch_up(line: _Line, output: TextIO) -> None:
    """Print the screen's new lines, each once: the watcher and the typist both come here."""
    with line.lock:
        fresh = line.screen(0)
        line.shown += len(fresh)
        for entry in fresh:
            mark = MARKS.get(entry["direction"])
            if mark:
                body = entry["body"].replace("\n", f"\n{mark} ")
                print(f"{mark} {body}", file=output, flush=True)
