"""The phones that the page shows, and who holds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Literal

from hotline.simulator.story.script_verbs import Cast, Person
from hotline.simulator.texts.outbound import NUMBER

Part = Literal["asker", "volunteer", "team"]
MOST = 12  # phones that fit a page
# Askers come one after the other: nobody is new to the line twice.
_ASKERS = {"ar": ("Yara", "+96137008{:02d}"), "en": ("Robin", "+96137009{:02d}")}


class ShownPhones:
    """Which phones lie on the table. Methods may be called from any thread."""

    def __init__(self, cast: Cast) -> None:
        self._lock = Lock()
        self._volunteers = dict(cast.volunteers)
        self._askers = {cast.asker.number: cast.asker}
        self._shown = [cast.asker.number, *list(self._volunteers)[:2]]
        self._plays = 0

    def people(self) -> list[Person]:
        """Whose phones are shown, in their order."""
        with self._lock:
            return [self._person(number) for number in self._shown]

    def others(self) -> list[Person]:
        """Volunteers whose phones are not shown."""
        with self._lock:
            return [p for p in self._volunteers.values() if p.number not in self._shown]

    def part(self, person: Person) -> Part:
        """What somebody is in the demo."""
        return "volunteer" if person.number in self._volunteers else "asker"

    def name(self, number: str) -> str:
        """Somebody's name, or their number."""
        with self._lock:
            return self._person(number).name

    def add(self, number: str) -> None:
        """Show a phone. Raises ValueError on what is no number, and where there is no room."""
        if not NUMBER.fullmatch(number):
            raise ValueError("+ … 0-9")
        with self._lock:
            if number in self._shown:
                return
            if len(self._shown) >= MOST:
                raise ValueError(f"> {MOST}")
            self._shown.append(number)

    def remove(self, number: str) -> None:
        """Put a phone away."""
        with self._lock:
            self._shown = [shown for shown in self._shown if shown != number]

    def follow(self, asked: Callable[[str], bool]) -> None:
        """Show also the phones of volunteers for whom `asked` holds, as long as there is room."""
        with self._lock:
            hidden = [number for number in self._volunteers if number not in self._shown]
            fresh = [number for number in hidden if asked(number)]
            self._shown += fresh[: max(0, MOST - len(self._shown))]

    def new_cast(self, language: str) -> Cast:
        """A cast with an asker who is new to the line; only their phone is shown at first."""
        with self._lock:
            name, shape = _ASKERS[language]
            self._plays += 1
            asker = Person(name, shape.format(self._plays % 100), language)
            self._askers[asker.number] = asker
            self._shown = [asker.number]
            return Cast(asker, self._volunteers)

    def _person(self, number: str) -> Person:
        known = self._volunteers.get(number) or self._askers.get(number)
        return known or Person(number, number, "en")

    def names(self) -> Sequence[tuple[str, str]]:
        """Numbers and names of everybody in the cast."""
        with self._lock:
            people = [*self._askers.values(), *self._volunteers.values()]
            return [(person.number, person.name) for person in people]
