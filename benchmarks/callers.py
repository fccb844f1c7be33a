"""Callers in a process of their own: signed voice webhooks, each step at the address of the last document.

`python -m benchmarks.callers` reads a plan as JSON on its input and writes what it measured as JSON.
"""

from __future__ import annotations

import heapq
import json
import re
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from uuid import uuid4

from benchmarks.ground import ACCOUNT_SID, OUR_NUMBER, PUBLIC_URL, VOICE_PATH
from benchmarks.load import Measured, connected, is_whole, signed_post

_ACTION = re.compile(rb'action="([^"]+)"')


@dataclass(frozen=True)
class CallPlan:
    """`callers` people, `at_once` of them at a time, each making `calls` one after the other.

    A call is the keys pressed at each document, "" for its arrival, and what each answer must hold.
    A caller thinks for `pace` seconds, give or take a half, before each key; with 0 for none at all.
    """

    port: int
    callers: int
    first_number: int  # E.164 without its plus
    calls: Sequence[Sequence[tuple[str, str]]]
    pace: float
    at_once: int = 20


def measure(plan: CallPlan) -> Measured:
    """Carry out a plan in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.callers"],
        input=json.dumps(plan.__dict__).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return Measured(**json.loads(done.stdout))


@dataclass
class _Caller:
    """One line to the hotline, and who is on it."""

    socket: socket.socket
    number: str = ""
    calls: list[Sequence[tuple[str, str]]] = field(default_factory=list)
    sid: str = ""
    step: int = 0  # of the first of `calls`; past its last one comes the hang-up
    action: str = VOICE_PATH
    sent_at: float = 0.0
    heard: bytes = b""


class _Run:
    def __init__(self, plan: CallPlan) -> None:
        self._plan = plan
        self._left = list(range(plan.callers))
        self._random = Random(plan.first_number)
        self._selector = selectors.DefaultSelector()
        self._due: list[tuple[float, int, _Caller]] = []
        self._open = 0  # requests under way
        self.latencies: list[float] = []
        self.wrong: list[str] = []
        for _ in range(min(plan.at_once, plan.callers)):
            caller = _Caller(connected(plan.port))
            self._selector.register(caller.socket, selectors.EVENT_READ, caller)
            self._dial(caller)

    def go(self) -> float:
        """Until nobody is on the line any more; the seconds it took."""
        started = time.perf_counter()
        while self._due or self._open:
            while self._due and self._due[0][0] <= time.perf_counter():
                self._act(heapq.heappop(self._due)[2])
            wait = self._due[0][0] - time.perf_counter() if self._due else None
            for key, _ in self._selector.select(wait):
                self._hear(key.data)
        return time.perf_counter() - started

    def _dial(self, caller: _Caller) -> None:
        """The next call of this caller, or the first one of the next."""
        if not caller.calls:
            if not self._left:
                return
            caller.number = f"+{self._plan.first_number + self._left.pop()}"
            caller.calls = list(self._plan.calls)
        caller.sid, caller.step, caller.action = "CA" + uuid4().hex, 0, VOICE_PATH
        self._think(caller)

    def _think(self, caller: _Caller) -> None:
        moment = time.perf_counter() + self._plan.pace * self._random.uniform(0.5, 1.5)
        heapq.heappush(self._due, (moment, self._random.getrandbits(32), caller))

    def _act(self, caller: _Caller) -> None:
        if caller.step < len(caller.calls[0]):
            keys = caller.calls[0][caller.step][0]
            request = _request(caller, "in-progress" if keys else "ringing", keys)
        else:
            caller.action = f"{VOICE_PATH}/status"
            request = _request(caller, "completed", "")
        caller.heard = b""
        self._open += 1
        caller.sent_at = time.perf_counter()
        caller.socket.sendall(request)

    def _hear(self, caller: _Caller) -> None:
        part = caller.socket.recv(65536)
        if not part:
            raise ConnectionError("the server closed a connection in mid-answer")
        caller.heard += part
        if not is_whole(caller.heard):
            return None
        self._open -= 1
        if caller.step == len(caller.calls[0]):  # hung up; not a step that anybody waits for
            caller.calls.pop(0)
            return self._dial(caller)
        self.latencies.append((time.perf_counter() - caller.sent_at) * 1000)
        return self._heard(caller)

    def _heard(self, caller: _Caller) -> None:
        expected = caller.calls[0][caller.step][1]
        action = _ACTION.search(caller.heard)
        caller.step += 1
        last = caller.step == len(caller.calls[0])
        if expected.encode() not in caller.heard or (action is None and not last):
            self.wrong.append(f"step {caller.step}: {caller.heard.decode('utf-8', 'replace')}")
            caller.step = len(caller.calls[0])
        elif action is not None:
            caller.action = action[1].decode().removeprefix(PUBLIC_URL)
        self._think(caller)


def _request(caller: _Caller, status: str, keys: str) -> bytes:
    pairs = [
        ("AccountSid", ACCOUNT_SID),
        ("ApiVersion", "2010-04-01"),
        ("CallSid", caller.sid),
        ("CallStatus", status),
        ("Direction", "inbound"),
        ("From", caller.number),
        ("To", OUR_NUMBER),
        ("FromCountry", "LB"),
    ]
    return signed_post(caller.action, [*pairs, ("Digits", keys)] if keys else pairs)


def main() -> None:
    """Read a plan, carry it out, write what was measured."""
    run = _Run(CallPlan(**json.load(sys.stdin)))
    seconds = run.go()
    json.dump(Measured(seconds, run.latencies, run.wrong[:3]).__dict__, sys.stdout)


if __name__ == "__main__":
    main()
