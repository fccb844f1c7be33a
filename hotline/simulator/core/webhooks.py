"""Webhooks out: signed POSTs with the provider's retry settings, now or in a while."""

import base64
import hashlib
import heapq
import hmac
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from threading import Condition, Thread
from urllib.parse import parse_qsl, urldefrag, urlencode

import urllib3

from hotline.simulator.core.state import SimulatorState

TEXT_LIMIT = 15.0  # seconds in which a text's or a call's webhook must have answered
RETRY_PAUSE = 0.05
WORKERS = 16


@dataclass(frozen=True)
class Overrides:
    """Connection settings that ride on a webhook URL's fragment.

    `retries` after the first try, on what (`ct` no connection, `rt` no answer, `4xx`, `5xx`,
    `all`), and how long one try may take in seconds.
    Source: Twilio, "Webhooks (HTTP callbacks): Connection Overrides".
    """

    retries: int = 1
    policies: frozenset[str] = frozenset({"ct"})
    read_timeout: float = TEXT_LIMIT

    @classmethod
    def of(cls, url: str) -> "Overrides":
        """Those in the fragment of `url`; the provider's defaults where it has none."""
        given = dict(parse_qsl(urldefrag(url).fragment))
        return cls(
            retries=min(5, int(given.get("rc", "1"))),
            policies=frozenset(given.get("rp", "ct").split(",")),
            read_timeout=min(TEXT_LIMIT, int(given.get("rt", "15000")) / 1000),
        )

    def retry(self, outcome: str) -> bool:
        """Whether `outcome` (a policy's name) is tried again."""
        return "all" in self.policies or outcome in self.policies


@dataclass(frozen=True)
class Answer:
    """What a webhook answered: HTTP status (0 where none came) and body."""

    status: int
    body: bytes = field(default=b"", repr=False)
    kind: str = ""  # its content type, without parameters

    @property
    def ok(self) -> bool:
        """Whether it is a 2xx."""
        return 200 <= self.status < 300


def sign(token: str, url: str, fields: Mapping[str, str]) -> str:
    """The X-Twilio-Signature of a POST of `fields` to `url`.

    Source: Twilio, "Webhooks security". The carrier's own, so that it bears out the gateway's check.
    """
    joined = url + "".join(f"{name}{fields[name]}" for name in sorted(fields))
    digest = hmac.new(token.encode(), joined.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode("ascii")


class Webhooks:
    """Posts signed webhooks over pooled connections; logs each try in the state."""

    def __init__(self, state: SimulatorState) -> None:
        self._state = state
        self._pool = urllib3.PoolManager(num_pools=4, maxsize=WORKERS, retries=False)

    def send(self, method: str, url: str, fields: Mapping[str, str]) -> Answer:
        """Post or get, as `method` says."""
        return self.get(url, fields) if method == "GET" else self.post(url, fields)

    def get(self, url: str, fields: Mapping[str, str]) -> Answer:
        """Get `url` with `fields` in its query, signed as one address; otherwise as `post`."""
        bare, fragment = urldefrag(url)
        query = ("&" if "?" in bare else "?") + urlencode(fields) if fields else ""
        return self.post(f"{bare}{query}#{fragment}", {}, method="GET")

    def post(
        self,
        url: str,
        fields: Mapping[str, str],
        limit: float = TEXT_LIMIT,
        method: str = "POST",
    ) -> Answer:
        """Post `fields`, retrying as the URL's fragment says, for `limit` seconds in all."""
        overrides = Overrides.of(url)
        ends = time.monotonic() + limit
        answer = Answer(0)
        for attempt in range(overrides.retries + 1):
            left = ends - time.monotonic()
            if left <= 0:
                break
            timeout = min(left, overrides.read_timeout)
            answer, outcome = self._try(method, url, fields, timeout, attempt)
            if answer.ok or not overrides.retry(outcome):
                return answer
            time.sleep(RETRY_PAUSE)
        return answer

    def _try(
        self, method: str, url: str, fields: Mapping[str, str], timeout: float, attempt: int
    ) -> tuple[Answer, str]:
        target = urldefrag(url).url  # a fragment is for the provider; it is neither sent nor signed
        try:
            answer = self._send(method, target, fields, timeout)
            outcome = f"{answer.status // 100}xx"
        except (urllib3.exceptions.HTTPError, ValueError) as fault:
            answer, outcome = Answer(0), _outcome(fault)
        self._note(target, fields, answer, outcome, attempt)
        return answer, outcome

    def _send(self, method: str, url: str, fields: Mapping[str, str], timeout: float) -> Answer:
        account = self._state.account
        response = self._pool.request(
            method,
            account.local(url),
            body=urlencode(fields) if method == "POST" else None,
            headers={
                "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
                "User-Agent": "TwilioProxy/1.1",
                "X-Twilio-Signature": sign(account.auth_token, url, fields),
            },
            timeout=timeout,
            redirect=False,
        )
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Answer(response.status, response.data, kind)

    def _note(
        self, url: str, fields: Mapping[str, str], answer: Answer, outcome: str, attempt: int
    ) -> None:
        event: dict[str, object] = {
            "url": url,
            "fields": dict(fields),
            "attempt": attempt,
            "outcome": outcome,
            "status": answer.status,
            "answer": _shown(answer),
        }
        self._state.note("webhook", event)

    def close(self) -> None:
        """Close the pooled connections."""
        self._pool.clear()


def _shown(answer: Answer) -> str:
    if answer.kind.startswith("audio/"):
        return f"({len(answer.body)} bytes of audio)"
    return answer.body.decode("utf-8", "replace")


def _outcome(fault: Exception) -> str:
    no_connection = urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError
    return "ct" if isinstance(fault, no_connection | ValueError) else "rt"


class CallbackQueue:
    """Work to be done by a small pool of threads, at once or after a delay."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="carrier")
        self._due: list[tuple[float, int, Callable[[], object]]] = []
        self._order = count()
        self._under_way = 0
        self._changed = Condition()
        self._open = True
        self._clock = Thread(target=self._watch, name="carrier-clock", daemon=True)
        self._clock.start()

    def run(self, errand: Callable[[], object], delay: float = 0.0) -> None:
        """Have `errand` done, `delay` seconds from now."""
        with self._changed:
            if not self._open:
                return
            if delay <= 0:
                self._begin(errand)
                return
            heapq.heappush(self._due, (time.monotonic() + delay, next(self._order), errand))
            self._changed.notify()

    @property
    def is_done(self) -> bool:
        """Whether nothing is under way or waits for its time."""
        with self._changed:
            return not self._due and not self._under_way

    def _begin(self, errand: Callable[[], object]) -> None:
        self._under_way += 1
        self._pool.submit(errand).add_done_callback(self._end)

    def _end(self, _: Future[object]) -> None:
        with self._changed:
            self._under_way -= 1

    def _watch(self) -> None:
        with self._changed:
            while self._open:
                now = time.monotonic()
                while self._due and self._due[0][0] <= now:
                    self._begin(heapq.heappop(self._due)[2])
                self._changed.wait(self._due[0][0] - now if self._due else None)

    def close(self) -> None:
        """Drop what is not yet due, finish what has begun."""
        with self._changed:
            self._open = False
            self._changed.notify()
        self._clock.join()
        self._pool.shutdown(wait=True, cancel_futures=True)
