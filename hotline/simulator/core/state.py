"""The carrier's state, under one lock: messages, calls, phones' screens, the log and the faults."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Condition
from typing import Any, Literal

from hotline.simulator.core.resources import CALL_OVER, CallResource, MessageResource
from hotline.simulator.core.settings import InjectedFaults, SimulatedAccount

LogEvent = dict[str, Any]
"""An event of the log: `n`, `at`, `kind`, and JSON values by its kind."""

Way = Literal["received", "sent", "heard"]


@dataclass(frozen=True)
class ScreenLine:
    """One entry of a phone's screen: a text received, a text sent from it, or words heard."""

    direction: Way
    body: str = field(repr=False)
    at: datetime

    def as_json(self) -> dict[str, str]:
        """As the control page shows it."""
        return {"direction": self.direction, "body": self.body, "at": self.at.isoformat()}


class SimulatorState:
    """Everything the carrier knows. Each method holds the lock for its own length only."""

    def __init__(self, account: SimulatedAccount, record: Path | None = None) -> None:
        self._changed = Condition()
        self._account = account
        self._messages: dict[str, MessageResource] = {}
        self._by_receiver: dict[str, list[MessageResource]] = {}
        self._calls: dict[str, CallResource] = {}
        self._screens: dict[str, list[ScreenLine]] = {}
        self._opted_out: set[str] = set()
        self._log: list[LogEvent] = []
        self._numbers = count(1)
        self._faults = InjectedFaults()
        self._record = None if record is None else record.open("a", encoding="utf-8")

    # Messages and calls

    def add(self, message: MessageResource) -> None:
        """Enter a message, and log it."""
        with self._changed:
            self._messages[message.sid] = message
            self._by_receiver.setdefault(message.to, []).append(message)
            self._note("message", message.as_json() | {"status_callback": message.callback})

    def message(self, sid: str) -> MessageResource | None:
        """The message of that id, or None."""
        with self._changed:
            return self._messages.get(sid)

    def messages(self, to: str | None = None) -> list[MessageResource]:
        """All messages, or those to one number: newest first."""
        with self._changed:
            found = self._messages.values() if to is None else self._by_receiver.get(to, [])
            return list(reversed(found))

    def enter(self, message: MessageResource, status: str, error_code: int | None = None) -> None:
        """Move a message to a state; one that arrives is put on its phone's screen."""
        with self._changed:
            message.enter(status, error_code)
            self._changed.notify_all()

    def redact(self, message: MessageResource) -> None:
        """Forget a message's words."""
        with self._changed:
            message.body = ""

    def remove(self, message: MessageResource) -> None:
        """Forget a message; the log keeps that it was once accepted."""
        with self._changed:
            self._messages.pop(message.sid, None)
            receiver = self._by_receiver.get(message.to, [])
            if message in receiver:
                receiver.remove(message)

    def add_call(self, call: CallResource) -> None:
        """Enter a call, and log it."""
        with self._changed:
            self._calls[call.sid] = call
            self._note("call", call.as_json())

    def call(self, sid: str) -> CallResource | None:
        """The call of that id, or None."""
        with self._changed:
            return self._calls.get(sid)

    def remove_call(self, call: CallResource) -> None:
        """Forget a call; the log keeps that there was one."""
        with self._changed:
            self._calls.pop(call.sid, None)

    def calls(self) -> list[CallResource]:
        """All calls, newest first."""
        with self._changed:
            return list(reversed(self._calls.values()))

    def enter_call(self, call: CallResource, status: str) -> None:
        """Move a call to a state, and log it. A final state is never left."""
        with self._changed:
            if call.ended is not None:
                return
            call.status = status
            if status == "in-progress":
                call.started = datetime.now(UTC)
            if status in CALL_OVER:
                call.ended = datetime.now(UTC)
            self._note("call_status", {"sid": call.sid, "status": status})

    # Phones

    def show(self, number: str, way: Way, body: str) -> None:
        """Put a line on a phone's screen."""
        with self._changed:
            self._screens.setdefault(number, []).append(ScreenLine(way, body, datetime.now(UTC)))
            self._changed.notify_all()

    def screen(self, number: str, after: int = 0, wait: float = 0.0) -> list[ScreenLine]:
        """A phone's lines from index `after` on; waits up to `wait` seconds for one."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._screens.get(number, ())) > after, wait)
            return self._screens.get(number, [])[after:]

    def phones(self) -> list[str]:
        """The number of every phone with something on its screen, in the order of their first."""
        with self._changed:
            return list(self._screens)

    def wait_for(self, condition: Callable[[], bool], timeout: float) -> bool:
        """Wait up to `timeout` seconds for `condition`, looked at after each change."""
        with self._changed:
            return self._changed.wait_for(condition, timeout)

    def opted_out(self, number: str) -> bool:
        """Whether that phone has told the carrier STOP."""
        with self._changed:
            return number in self._opted_out

    def opt(self, number: str, *, out: bool) -> bool:
        """Note STOP or START; answers whether it changed anything."""
        with self._changed:
            before = number in self._opted_out
            (self._opted_out.add if out else self._opted_out.discard)(number)
            return before != out

    # Log

    def note(self, kind: str, facts: Mapping[str, object]) -> None:
        """Add an event to the log (and to the record, where one is kept)."""
        with self._changed:
            self._note(kind, facts)

    def log(self, after: int = 0) -> list[LogEvent]:
        """The events numbered above `after`, oldest first."""
        with self._changed:
            return self._log[after:]

    def _note(self, kind: str, facts: Mapping[str, object]) -> None:
        event = {"n": next(self._numbers), "at": datetime.now(UTC).isoformat(), "kind": kind}
        event |= facts
        self._log.append(event)
        if self._record is not None:
            self._record.write(json.dumps(event, ensure_ascii=False) + "\n")
            self._record.flush()
        self._changed.notify_all()

    # Account and faults

    @property
    def account(self) -> SimulatedAccount:
        """The account, with its webhooks as they are now."""
        with self._changed:
            return self._account

    def set_account(self, account: SimulatedAccount) -> None:
        """Replace the account's settings."""
        with self._changed:
            self._account = account

    @property
    def faults(self) -> InjectedFaults:
        """What goes wrong at present."""
        with self._changed:
            return self._faults

    def set_faults(self, faults: InjectedFaults) -> None:
        """Replace the faults."""
        with self._changed:
            self._faults = faults

    def take(self, name: str) -> bool:
        """Use up one of a counted fault; answers whether there was one left."""
        with self._changed:
            left: int = getattr(self._faults, name)
            if left > 0:
                self._faults = self._faults.changed({name: left - 1})
            return left > 0

    def close(self) -> None:
        """Close the record."""
        with self._changed:
            if self._record is not None:
                self._record.close()
                self._record = None
