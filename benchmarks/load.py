"""A load generator in a process of its own: whole conversations over keep-alive connections.

`python -m benchmarks.load` reads a plan as JSON on its input and writes what it measured as JSON. Requests
are signed and laid out as bytes before the clock starts, and answers are checked after it has stopped, so
that the generator takes as little as possible of the cores that the server needs.
"""

from __future__ import annotations

import json
import selectors
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from benchmarks.ground import ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER, PUBLIC_URL, SMS_PATH
from tests.signing import form, headers


@dataclass(frozen=True)
class Plan:
    """`sessions` conversations, each texting `texts` in order from a number of its own.

    Every answer must hold its one of `expected`. Numbers begin at `first_number`, an E.164 number
    without its plus.
    """

    port: int
    sessions: int
    first_number: int
    texts: Sequence[str]
    expected: Sequence[str]
    connections: int = 8


@dataclass(frozen=True)
class Measured:
    """What came of a plan: seconds for all of it, milliseconds for each request, wrong answers."""

    seconds: float
    latencies: list[float]
    wrong: list[str]

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds


def measure(plan: Plan) -> Measured:
    """Carry out a plan in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=json.dumps(plan.__dict__).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return Measured(**json.loads(done.stdout))


@dataclass
class _Talker:
    """One connection and the conversation it is in."""

    socket: socket.socket
    requests: deque[bytes] = field(default_factory=deque)
    step: int = 0
    sent_at: float = 0.0
    heard: bytes = b""


def _request(number: str, words: str) -> bytes:
    pairs = [
        ("MessageSid", "SM" + uuid4().hex),
        ("SmsSid", "SM" + uuid4().hex),
        ("AccountSid", ACCOUNT_SID),
        ("From", number),
        ("To", OUR_NUMBER),
        ("Body", words),
        ("NumMedia", "0"),
        ("NumSegments", "1"),
        ("FromCountry", "LB"),
        ("ApiVersion", "2010-04-01"),
    ]
    return signed_post(SMS_PATH, pairs)


def signed_post(path: str, pairs: Sequence[tuple[str, str]]) -> bytes:
    """A webhook of the provider's as it stands on the wire, to `path` below the public URL."""
    body = form(pairs)
    fields = {
        "Host": "hotline.example",
        "User-Agent": "TwilioProxy/1.1",
        "Content-Length": str(len(body)),
        **headers(AUTH_TOKEN, PUBLIC_URL + path, pairs),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body


def connected(port: int) -> socket.socket:
    """A connection to loopback that sends at once."""
    one = socket.create_connection(("127.0.0.1", port))
    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return one


def _conversations(plan: Plan) -> deque[deque[bytes]]:
    numbers = (f"+{plan.first_number + i}" for i in range(plan.sessions))
    return deque(deque(_request(number, words) for words in plan.texts) for number in numbers)


class _Run:
    def __init__(self, plan: Plan) -> None:
        self._waiting = _conversations(plan)
        self._selector = selectors.DefaultSelector()
        self._open = 0
        self.latencies: list[float] = []
        self.answers: list[tuple[int, bytes]] = []
        for _ in range(min(plan.connections, plan.sessions)):
            self._connect(plan.port)

    def _connect(self, port: int) -> None:
        one = connected(port)
        self._selector.register(one, selectors.EVENT_READ, _Talker(one))

    def go(self) -> float:
        """Until every conversation has ended; the seconds it took."""
        started = time.perf_counter()
        for key in list(self._selector.get_map().values()):
            self._next(key.data)
        while self._open:
            for key, _ in self._selector.select():
                self._hear(key.data)
        return time.perf_counter() - started

    def _next(self, talker: _Talker) -> None:
        if not talker.requests:
            if not self._waiting:
                return
            talker.requests, talker.step = self._waiting.popleft(), 0
        self._open += 1
        talker.heard = b""
        talker.sent_at = time.perf_counter()
        talker.socket.sendall(talker.requests.popleft())

    def _hear(self, talker: _Talker) -> None:
        part = talker.socket.recv(65536)
        if not part:
            raise ConnectionError("the server closed a connection in mid-answer")
        talker.heard += part
        if not is_whole(talker.heard):
            return
        self.latencies.append((time.perf_counter() - talker.sent_at) * 1000)
        self.answers.append((talker.step, talker.heard))
        talker.step += 1
        self._open -= 1
        self._next(talker)


def is_whole(answer: bytes) -> bool:
    """Whether all of an HTTP answer has come. Raises ValueError for one that tells no length."""
    head, separator, body = answer.partition(b"\r\n\r\n")
    if not separator:
        return False
    if head.startswith(b"HTTP/1.1 204"):
        return True
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return len(body) >= int(value)
    raise ValueError("an answer without its length")


def _wrong(plan: Plan, answers: Sequence[tuple[int, bytes]]) -> list[str]:
    """The first few answers that were not the ones to expect."""
    wrong = []
    for step, answer in answers:
        good = answer.startswith(b"HTTP/1.1 200") and plan.expected[step].encode() in answer
        if not good:
            wrong.append(f"step {step + 1}: {answer.decode('utf-8', 'replace')}")
    return wrong[:3]


def main() -> None:
    """Read a plan, carry it out, write what was measured."""
    plan = Plan(**json.load(sys.stdin))
    run = _Run(plan)
    seconds = run.go()
    json.dump(Measured(seconds, run.latencies, _wrong(plan, run.answers)).__dict__, sys.stdout)


if __name__ == "__main__":
    main()
