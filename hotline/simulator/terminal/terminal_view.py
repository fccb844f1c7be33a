"""Phones side by side in a terminal: each a column, time running down."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TextIO

from hotline.simulator.core.state import ScreenLine
from hotline.simulator.word_ids import PhoneWordId
from hotline.simulator.wording import Words

COLUMNS = 4  # as many as play in the story
_NARROWEST = 22  # columns of letters; below that a phone's name goes before each text instead
_ARROWS = {"sent": "→", "received": "←", "heard": "~"}
_MARKED = {"sent": "\x1b[36m", "received": "", "heard": ""}
_DIM, _BOLD, _PLAIN = "\x1b[2m", "\x1b[1m", "\x1b[0m"
# Terminals that turn Arabic round would run two Arabic columns together across the line between
# them: a mark from left to right on either side keeps each in its place.
_WALL = "\u200e │ \u200e"


@dataclass
class TerminalView:
    """Shows what is new on phones. `names` are people by number; others show by their number.

    `screen(number, after)` gives a phone's lines from an index on; `numbers()` every phone there
    is. `width` is that of the terminal, in cells.
    """

    output: TextIO
    width: int
    colours: bool
    names: Mapping[str, str]
    numbers: Callable[[], Sequence[str]]
    screen: Callable[[str, int], Sequence[ScreenLine]]
    columns: int = COLUMNS  # 0: each text on lines of its own, after the phone's name
    _shown: dict[str, int] = field(default_factory=dict)
    _places: list[str] = field(default_factory=list)
    _named: int = 0  # how many columns the last line of names had

    def step(self, id: PhoneWordId, name: str = "") -> None:
        """A step of a story begins."""
        self.heading(Words("en")(id, name=name))

    def heading(self, words: str) -> None:
        """Say what comes now."""
        self._named = 0
        self._print()
        self._print(f"── {words} ".ljust(self.width, "─"), _BOLD)

    def note(self, words: str) -> None:
        """Say something between the texts."""
        self._print(f"   {words}", _DIM)

    def show(self) -> int:
        """Print what has come to the phones since; how many letters there are to read."""
        fresh = self._fresh()
        side_by_side = self.columns > 0 and self._cell >= _NARROWEST
        placed = [entry for entry in fresh if side_by_side and self._place(entry[0])]
        if placed and self._named < len(self._places):
            self._names()
        for rows in _together(placed):
            self._row(rows)
        for number, line in fresh:
            if (number, line) not in placed:
                self._alone(number, line)
        return sum(len(line.body) for _, line in fresh)

    @property
    def _cell(self) -> int:
        return (self.width - 3 * (self.columns - 1)) // self.columns

    def _fresh(self) -> list[tuple[str, ScreenLine]]:
        fresh: list[tuple[str, ScreenLine]] = []
        for number in self.numbers():
            lines = self.screen(number, self._shown.get(number, 0))
            self._shown[number] = self._shown.get(number, 0) + len(lines)
            fresh += [(number, line) for line in lines]
        return sorted(fresh, key=lambda entry: entry[1].at)

    def _place(self, number: str) -> bool:
        """Whether the phone has a column; the first few to show get one."""
        if number not in self._places and len(self._places) < self.columns:
            self._places.append(number)
        return number in self._places

    def _names(self) -> None:
        self._named = len(self._places)
        self._cells([[self._name(number)] for number in self._places], [_DIM] * len(self._places))

    def _row(self, texts: Mapping[str, ScreenLine]) -> None:
        cells = [_bubble(texts.get(number), self._cell) for number in self._places]
        marks = [_MARKED[texts[n].direction] if n in texts else "" for n in self._places]
        self._cells(cells, marks)

    def _cells(self, cells: Sequence[Sequence[str]], marks: Sequence[str]) -> None:
        for parts in zip_longest(*cells, fillvalue=""):
            padded = [
                self._marked(part + " " * (self._cell - cells_of(part)), mark)
                for part, mark in zip(parts, marks, strict=False)
            ]
            self._print(_WALL.join(padded).rstrip(" \u200e"))

    def _alone(self, number: str, line: ScreenLine) -> None:
        before = f"{self._name(number)} {_ARROWS[line.direction]} "
        parts = wrapped(line.body, max(20, self.width - cells_of(before)))
        for index, part in enumerate(parts):
            lead = before if index == 0 else " " * cells_of(before)
            self._print(lead + part, _MARKED[line.direction])

    def _name(self, number: str) -> str:
        return self.names.get(number, number)

    def _marked(self, text: str, mark: str) -> str:
        return f"{mark}{text}{_PLAIN}" if mark and self.colours else text

    def _print(self, text: str = "", mark: str = "") -> None:
        print(self._marked(text, mark), file=self.output, flush=True)


def cells_of(text: str) -> int:
    """How many cells of a terminal `text` takes: none for marks, two for wide letters."""
    return sum(_cells_of(char) for char in text)


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells, broken between words where it can be."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.append("")
        for word in _short_words(paragraph, width):
            longer = f"{lines[-1]} {word}".strip()
            if cells_of(longer) > width:
                lines.append(word)
            else:
                lines[-1] = longer
    return lines


def _cells_of(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _short_words(paragraph: str, width: int) -> Iterator[str]:
    for word in paragraph.split():
        part = ""
        for char in word:
            if cells_of(part + char) > width:
                yield part
                part = ""
            part += char
        yield part


def _bubble(line: ScreenLine | None, width: int) -> list[str]:
    if line is None:
        return []
    first, *rest = wrapped(line.body, width - 2)
    return [f"{_ARROWS[line.direction]} {first}", *(f"  {part}" for part in rest)]


def _together(lines: Sequence[tuple[str, ScreenLine]]) -> Iterator[dict[str, ScreenLine]]:
    """Texts that came to several phones at once stand beside each other; a text sent begins anew."""
    row: dict[str, ScreenLine] = {}
    for number, line in lines:
        if row and (
            number in row or "sent" in (line.direction, next(iter(row.values())).direction)
        ):
            yield row
            row = {}
        row[number] = line
    if row:
        yield row
