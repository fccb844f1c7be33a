"""Stories that play on the page's phones, one at a time, slowly enough to follow."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

from flows.wording.renderer import Speaker
from hotline.simulator.pages.shown_phones import ShownPhones
from hotline.simulator.server import Simulator
from hotline.simulator.story.script_verbs import Playing, StepFailed
from hotline.simulator.story.story import Story
from hotline.simulator.word_ids import PhoneWordId
from hotline.simulator.wording import Words

LETTERS_A_SECOND = 40.0  # how fast onlookers read
_LONGEST_PAUSE, _SHORTEST_PAUSE = 4.0, 0.8


class Stopped(Exception):
    """The onlooker has had enough."""


@dataclass
class StoryRunner:
    """Plays stories; what has happened so far is there to be shown. `haste` divides pauses."""

    carrier: Simulator
    speaker: Speaker
    shelf: ShownPhones
    haste: float = 1.0
    _steps: list[tuple[PhoneWordId, str]] = field(default_factory=list)
    _failure: str | None = None
    _lock: Lock = field(default_factory=Lock)
    _stop: Event = field(default_factory=Event)
    _thread: Thread | None = None
    _seen: dict[str, int] = field(default_factory=dict)

    @property
    def playing(self) -> bool:
        """Whether a story is on."""
        return self._thread is not None and self._thread.is_alive()

    def steps(self, words: Words) -> list[str]:
        """The steps of the present or the last story so far, in the reader's words."""
        return [words(id, name=name) for id, name in list(self._steps)]

    @property
    def failure(self) -> str | None:
        """Why the last story did not come to its end, if it did not."""
        return self._failure

    def play(self, language: str, keys: bool) -> bool:
        """Begin a story, unless one is on; whether it began."""
        with self._lock:
            if self.playing:
                return False
            self._stop.clear()
            self._steps, self._failure = [], None
            self._seen = {n: len(self.carrier.screen(n)) for n in self.carrier.phones()}
            self._thread = Thread(
                target=self._perform, args=(language, keys), name="story", daemon=True
            )
            self._thread.start()
            return True

    def stop(self) -> None:
        """End the story where it is."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _perform(self, language: str, keys: bool) -> None:
        cast = self.shelf.new_cast(language)
        playing = Playing(self.carrier, self.speaker, self, self._pause, self._check, pace=1.0)
        try:
            Story(playing, cast, keys).play()
            self.step("story-over")
        except StepFailed as fault:
            self._failure = str(fault)
        except Stopped:
            self._steps = []

    # What the story asks of its onlookers

    def step(self, id: PhoneWordId, name: str = "") -> None:
        """A step begins."""
        self._steps.append((id, name))

    def show(self) -> int:
        """Lay out the phones that something came to; how many letters there are to read."""
        fresh = {}
        for number in self.carrier.phones():
            lines = self.carrier.screen(number, self._seen.get(number, 0))
            self._seen[number] = self._seen.get(number, 0) + len(lines)
            fresh[number] = sum(len(line.body) for line in lines if line.direction == "received")
        self.shelf.follow(lambda number: fresh.get(number, 0) > 0)
        return sum(fresh.values())

    def _pause(self, letters: int) -> None:
        if letters:
            seconds = min(_LONGEST_PAUSE, _SHORTEST_PAUSE + letters / LETTERS_A_SECOND)
            self._stop.wait(seconds / self.haste)
        self._check()

    def _check(self) -> None:
        if self._stop.is_set():
            raise Stopped


def patience(seconds: float, until: Callable[[], bool]) -> bool:
    """Wait up to `seconds` for `until`, looked at four times a second; whether it came true."""
    ends = time.monotonic() + seconds
    while not until():
        if time.monotonic() >= ends:
            return False
        time.sleep(0.25)
    return True
