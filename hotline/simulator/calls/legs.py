"""One leg of a call: what its phone hears and does, and what the call waits for.

A call is run by a thread of its own, which stops wherever it needs something from outside. Legs that
are joined share a Room, whose one lock and condition both sides use. Nobody who holds it may ask the
Books for anything: those who wait on the Books may look at legs.
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Condition
from typing import Literal

from hotline.simulator.calls.shown import ShownUtterance, ShownWaiting
from hotline.simulator.core.resources import CallResource

Sound = Literal["say", "play", "beep", "keys", "words"]
What = Literal["answer", "keys", "words", "dial", "conversation"]
LONGEST_CALL = 14400  # seconds; the provider's own limit
LETTERS_A_SECOND = 14.0  # how fast things are said
SETTLE_SECONDS = 30.0  # a webhook may take 15 of them


@dataclass(frozen=True)
class Utterance:
    """Something that came out of a phone. `cut` says that a key was pressed meanwhile."""

    kind: Sound
    words: str = field(repr=False)
    language: str = ""
    voice: str = ""
    cut: bool = False

    def as_json(self) -> ShownUtterance:
        """As the control page shows it."""
        return {
            "kind": self.kind,
            "words": self.words,
            "language": self.language,
            "voice": self.voice,
            "cut": self.cut,
        }


@dataclass(frozen=True)
class Waiting:
    """What a call waits for: the phone's answer (it rings), keys (Gather), words (Record), another
    phone's answer (Dial), or the end of two people's conversation; `seconds` until silence ends the wait."""

    what: What
    seconds: int

    def as_json(self) -> ShownWaiting:
        """As the control page shows it."""
        return {"what": self.what, "seconds": self.seconds}


@dataclass(frozen=True)
class Act:
    """Something that the phone's holder does; `words` are the key pressed or what is spoken."""

    kind: Literal["answer", "refuse", "press", "silence", "speak"]
    words: str = field(default="", repr=False)
    seconds: int = 0  # how long it was spoken


@dataclass(frozen=True)
class TwimlDocument:
    """A document to run: fetched from `url` with `fields` more than usual, unless given."""

    url: str
    method: str = "POST"
    fields: dict[str, str] = field(default_factory=dict, repr=False)
    document: bytes | None = field(default=None, repr=False)


class Over(Exception):
    """The leg has ended, with this status; `hung_up` where its own phone ended it."""

    def __init__(self, status: str, *, hung_up: bool = False) -> None:
        super().__init__(status)
        self.status = status
        self.hung_up = hung_up


class Moved(Exception):
    """The leg goes on with another document, as told over the REST API."""

    def __init__(self, page: TwimlDocument) -> None:
        super().__init__()
        self.page = page


class Room:
    """The legs of one conversation. `pace` is real seconds for each second of waiting; at 0 no time
    passes by itself, and only a phone's explicit silence ends a wait."""

    def __init__(self, pace: float) -> None:
        self.pace = pace
        self.changed = Condition()
        self.legs: list[Leg] = []

    def settled(self) -> bool:
        """Whether every leg has ended or waits for somebody outside."""
        return all(leg.over or leg.waiting is not None for leg in self.legs)


class Leg:
    """One phone's part in a call; its methods may be called from any thread."""

    def __init__(self, call: CallResource, number: str, room: Room) -> None:
        self.call = call
        self.number = number
        self.room = room
        self.heard: list[Utterance] = []
        self.waiting: Waiting | None = None
        self.waits_until: float | None = None  # by time.time(); None where no time passes
        self.over = False
        self.answered = False
        self.machine = False  # a voicemail: it answers, and never does anything
        self.elapsed = 0.0  # seconds since it was answered
        self.documents = 0  # fetched since the phone or the time last did anything
        self._acts: deque[Act] = deque()
        self._stop: Over | Moved | None = None
        self._reflexes: list[tuple[str, str]] = []
        with room.changed:
            room.legs.append(self)

    # What the phone's holder, or the provider's API, does

    def do(self, *acts: Act) -> None:
        """Let the phone do something; the call takes notice when it next waits."""
        with self.room.changed:
            self._acts.extend(acts)
            self.wake()

    def interrupt(self, stop: Over | Moved) -> None:
        """End or redirect the leg, wherever it is. An end is not taken back."""
        with self.room.changed:
            if not isinstance(self._stop, Over):
                self._stop = stop
            self.wake()

    def cut_in(self, at: str, keys: str) -> None:
        """Press `keys` while the next prompt that contains `at` is being said."""
        with self.room.changed:
            self._reflexes.append((at, keys))

    def wake(self) -> None:
        """Have the leg look again; whoever changes what a leg waits for calls this."""
        with self.room.changed:
            if not self.over:
                self.waiting = None
            self.room.changed.notify_all()

    def settle(self, timeout: float = SETTLE_SECONDS) -> None:
        """Wait until all legs of the room wait for somebody or have ended. Raises TimeoutError."""
        with self.room.changed:
            if not self.room.changed.wait_for(self.room.settled, timeout):
                raise TimeoutError("the call has not come to rest")

    # What the thread that runs the leg does

    def hear(self, heard: Utterance) -> None:
        """Let something come out of the phone."""
        with self.room.changed:
            self.heard.append(heard)
            self.room.changed.notify_all()

    def wait(self, what: What, seconds: int, until: Callable[[], bool] | None = None) -> Act | None:
        """The next thing that the phone does; a silence where the time is up; None at `until`.

        Raises Over or Moved where the leg is ended or redirected meanwhile.
        """
        with self.room.changed:
            self.check()
            if until is not None and until():
                return None
            rested = 0.0
            if not self._acts and not (self.machine and what in ("keys", "words")):
                rested = self._rest(Waiting(what, seconds), until)
            self.documents = 0
            self.check()
            if until is not None and until():
                return None
            act = self._acts.popleft() if self._acts else Act("silence")
            self.spend(seconds if act.kind == "silence" else rested)
            return act

    def _rest(self, waiting: Waiting, until: Callable[[], bool] | None) -> float:
        """Wait for something to happen; how many seconds that took, as the call counts them."""

        def ready() -> bool:
            if self._acts or self._stop is not None or (until is not None and until()):
                return True
            if self.waiting is None:  # woken for nothing, it waits on
                self.waiting = waiting
                self.room.changed.notify_all()
            return False

        pace, began = self.room.pace, time.monotonic()
        self.waits_until = time.time() + waiting.seconds * pace if pace > 0 else None
        self.room.changed.wait_for(ready, waiting.seconds * pace if pace > 0 else None)
        self.waiting = None
        return (time.monotonic() - began) / pace if pace > 0 else 0.0

    def spend(self, seconds: float) -> None:
        """Count time as passed. Raises Over at the provider's limit for a call."""
        self.elapsed += seconds
        if self.elapsed >= LONGEST_CALL:
            raise Over("completed")

    def check(self) -> None:
        """Raise what has been ordered for the leg, if anything."""
        with self.room.changed:
            if self._stop is not None:
                stop = self._stop
                if isinstance(stop, Moved):
                    self._stop = None
                raise stop

    def utter(self, heard: Utterance, seconds: float, *, listening: bool) -> bool:
        """Let a prompt be heard for `seconds`; answers whether a key interrupted it.

        Keys pressed while nothing listens are lost, as they are with the provider.
        """
        with self.room.changed:
            self.check()
            at = len(self.heard)
            self.hear(heard)
            self._reflex(heard.words)
            self._pass(seconds, listening)
            self.check()
            cut = listening and self._has_key()
            if cut:
                self.heard[at] = Utterance(
                    heard.kind, heard.words, heard.language, heard.voice, True
                )
            elif not listening:
                self.forget_keys()
            self.spend(seconds)
            return cut

    def pause(self, seconds: float, *, listening: bool) -> bool:
        """Let silence be heard; answers whether a key interrupted it."""
        with self.room.changed:
            self.check()
            self._pass(seconds, listening)
            self.check()
            self.spend(seconds)
            return listening and self._has_key()

    def _pass(self, seconds: float, listening: bool) -> None:
        if self.room.pace > 0:
            self.room.changed.wait_for(
                lambda: self._stop is not None or (listening and self._has_key()),
                seconds * self.room.pace,
            )

    def _reflex(self, words: str) -> None:
        for reflex in self._reflexes:
            if reflex[0] in words:
                self._reflexes.remove(reflex)
                self._acts.extendleft(Act("press", key) for key in reversed(reflex[1]))
                return

    def _has_key(self) -> bool:
        return any(act.kind == "press" for act in self._acts)

    def forget_keys(self) -> str:
        """Drop keys that nobody listens to; answers which they were."""
        with self.room.changed:
            lost = "".join(act.words for act in self._acts if act.kind == "press")
            kept = [act for act in self._acts if act.kind != "press"]
            self._acts = deque(kept)
            return lost

    def end(self) -> None:
        """The leg has ended; what its phone still meant to do is forgotten."""
        with self.room.changed:
            self.over = True
            self.waiting = None
            self._acts.clear()
            for other in self.room.legs:
                other.wake()
            self.room.changed.notify_all()
