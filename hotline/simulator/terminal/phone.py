"""A phone in the terminal: shows its screen, sends what is typed, places and takes calls."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import TextIO
from urllib.parse import quote

import urllib3

from hotline.simulator.calls.shown import ShownCall, ShownUtterance

POLL = 0.5  # seconds that one look at the screen waits for a new line
HANG_UP = frozenset({"hang up", "hangup", "انهاء"})
ANSWER = frozenset({"answer", "رد"})
_KEYS = frozenset("0123456789*#")

Speak = Callable[[str, str], None]  # words, language


@dataclass
class _Line:
    """A connection to the carrier's page for one phone, and what of it has been shown."""

    url: str
    pace: float
    pool: urllib3.PoolManager = field(
        default_factory=lambda: urllib3.PoolManager(maxsize=2, retries=False)
    )
    shown: int = 0
    lock: Lock = field(default_factory=Lock)
    heard: dict[str, int] = field(default_factory=dict)  # by call: how much of it was shown
    live: str | None = None  # the call that is going on
    rings: bool = False  # and whether it still rings here

    def screen(self, wait: float) -> list[dict[str, str]]:
        answer = self.pool.request("GET", f"{self.url}?after={self.shown}&wait={wait}")
        lines: list[dict[str, str]] = answer.json()
        return lines

    def calls(self) -> list[ShownCall]:
        calls: list[ShownCall] = self.pool.request("GET", f"{self.url}/calls").json()
        return calls

    def post(self, what: str, wish: dict[str, object]) -> str | None:
        """None where all went well, else the carrier's objection."""
        answer = self.pool.request("POST", f"{self.url}/{what}", json=wish)
        return None if answer.status == 201 else str(answer.json().get("message"))

    def deed(self, name: str, **more: str) -> str | None:
        """Do something in the call that is going on."""
        return self.post(f"calls/{self.live}", {"do": name, "pace": self.pace, **more})


@dataclass
class _Terminal:
    line: _Line
    output: TextIO
    speak: Speak | None

    def print(self, words: str) -> None:
        print(words, file=self.output, flush=True)

    def catch_up(self) -> None:
        """Print what is new, each once: the watcher and the typist both come here."""
        with self.line.lock:
            fresh = self.line.screen(0)
            self.line.shown += len(fresh)
            for entry in fresh:
                if entry["direction"] == "received":  # what is heard comes from the call itself
                    self.print("< " + entry["body"].replace("\n", "\n< "))
            for call in self.line.calls():
                self._follow(call)

    def _follow(self, call: ShownCall) -> None:
        sid = call["sid"]
        if sid not in self.line.heard:
            self.line.heard[sid] = 0
            self._begin(call)
        for heard in call["heard"][self.line.heard[sid] :]:
            self.line.heard[sid] += 1
            self._hear(heard)
        if self.line.live == sid:
            self.line.rings = _rings(call)
            if call["ended"]:
                self.line.live = None
                self.print("~ (the call has ended)")

    def _begin(self, call: ShownCall) -> None:
        self.line.live = call["sid"]
        if _rings(call):
            self.print(f"~ (ringing: {call['caller']} calls; type answer or hang up)")

    def _hear(self, heard: ShownUtterance) -> None:
        marks = {"say": "{}", "words": '"{}"', "play": "[{}]", "beep": "({})", "keys": "(keys {})"}
        self.print("~ " + marks[heard["kind"]].format(heard["words"]))
        if self.speak is not None and heard["kind"] == "say":
            self.speak(heard["words"], heard["language"])

    def watch(self, over: Event) -> None:
        """Print what arrives between what is typed."""
        while not over.is_set():
            try:
                self.line.screen(POLL)
                if not over.is_set():
                    self.catch_up()
            except (urllib3.exceptions.HTTPError, ValueError):
                return

    def type(self, typed: str) -> None:
        """Do what a typed line says."""
        objection = self._in_call(typed) if self.line.live else self._idle(typed)
        if objection is not None:
            self.print(f"! {objection}")

    def _idle(self, typed: str) -> str | None:
        if not typed:
            return None
        if typed.strip().lower() == "call":
            return self.line.post("calls", {"pace": self.line.pace})
        return self.line.post("texts", {"body": typed})

    def _in_call(self, typed: str) -> str | None:
        word = typed.strip().lower()
        if word in HANG_UP:
            return self.line.deed("hang_up")
        if self.line.rings:
            return self.line.deed("answer") if word in ANSWER else "type answer or hang up"
        if not word:
            return self.line.deed("silence")
        if set(word) <= _KEYS:
            return self.line.deed("press", keys=word)
        return self.line.deed("speak", words=typed)


def run_phone(
    number: str,
    carrier_url: str,
    input: TextIO,
    output: TextIO,
    pace: float = 0.0,
    speak: Speak | None = None,
) -> int:
    """Be the phone `number` until `input` ends: each line typed is a text, "call" is a call.

    Texts received are printed after "<", what is heard in a call after "~". In a call, digits are
    keys, an empty line is silence, "hang up" ends it, anything else is spoken; at `pace` 1 silence
    also passes by waiting. `speak` says prompts aloud. Returns the exit status: 1 where the carrier
    cannot be reached, else 0.
    """
    line = _Line(f"{carrier_url.rstrip('/')}/carrier/phones/{quote(number)}", pace)
    terminal, over = _Terminal(line, output, speak), Event()
    watcher = Thread(target=terminal.watch, args=(over,), daemon=True)
    try:
        _pass_over(line)
        terminal.catch_up()
        watcher.start()
        for typed in input:
            terminal.type(typed.rstrip("\r\n"))
            terminal.catch_up()
        _put_away(line)
        terminal.catch_up()
    except urllib3.exceptions.HTTPError:
        terminal.print("! no carrier there")
        return 1
    finally:
        over.set()
        if watcher.is_alive():
            watcher.join()
        line.pool.clear()
    return 0


def _pass_over(line: _Line) -> None:
    """What was over before this phone was taken in hand is not shown."""
    line.heard = {call["sid"]: len(call["heard"]) for call in line.calls() if call["ended"]}


def _put_away(line: _Line) -> None:
    """A phone that is put away hangs up."""
    if line.live is not None:
        line.deed("hang_up")


def _rings(call: ShownCall) -> bool:
    waiting = call["waiting"]
    return waiting is not None and waiting["what"] == "answer"
