"""A flow as data: what is asked, in which order, and what each answer leads to.

Three kinds of step: a Question waits for a member, an Action waits for a service, a Branch looks at
an answer that is known already. A Move says what happens between two of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass

from flows.text.prompts import Value

Lines = Mapping[str, int]  # where in the file a part stands, by its word; "" is the whole
END = "end"  # where a session is over; no step may be called so


@dataclass(frozen=True)
class Move:
    """What an answer leads to: say something, change the answers, go on.

    `to` is a step's name or END; with `flow` the session goes on there, with the answers in `carry`.
    `copy` maps a new answer to the one whose value it takes.
    """

    to: str
    say: tuple[str, ...] = ()
    set: Mapping[str, Value] = field(default_factory=dict)
    copy: Mapping[str, str] = field(default_factory=dict)
    forget: tuple[str, ...] = ()
    flow: str | None = None
    carry: tuple[str, ...] = ()
    lines: Lines = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Choice:
    """One option: the key that picks it, further words for it, and the value that it saves.

    Without a move the question's own `then` is taken. With `only` it is one on that channel alone.
    """

    key: str
    value: Value | None = None
    words: tuple[str, ...] = ()
    move: Move | None = None
    only: str | None = None
    lines: Lines = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Question:
    """Asks, and reads the answer with the reader called `read`.

    save     where the answer goes; a question whose first key is answered already is skipped
    source   options that come from data: categories, areas or requests
    hints    what is said after the first, second … unreadable answer, in place of the usual words
    signals  what an answer that is no value leads to ("I do not know": the names are shown)
    optional an unreadable answer is no mistake: the member has gone on to something else
    paged    asked again by itself it shows the next page (the answer `page`, from 0)
    only     the channel on which it is asked; on the other it is passed by `then`
    short    the message that stands for it when it is said aloud a second time
    keeps    what else is kept of an answer by text, where it says it: the area, beside the time
    """

    name: str
    ask: str
    read: str
    save: tuple[str, ...] = ()
    source: str | None = None
    choices: tuple[Choice, ...] = ()
    then: Move | None = None
    hints: tuple[str, ...] = ()
    signals: Mapping[str, Move] = field(default_factory=dict)
    unless: tuple[str, ...] = ()
    optional: bool = False
    paged: bool = False
    only: str | None = None
    short: str | None = None
    keeps: tuple[str, ...] = ()
    lines: Lines = field(default_factory=dict, compare=False, repr=False)

    def moves(self) -> Iterator[Move]:
        """Every way out of this step."""
        yield from (choice.move for choice in self.choices if choice.move)
        yield from self.signals.values()
        if self.then:
            yield self.then


@dataclass(frozen=True)
class Action:
    """Has a service perform `effect` with the answers named in `args` (None: all of them).

    An outcome that is not listed takes `then`. One that is `read_only` can be stepped back over;
    after any other there is no way back.
    """

    name: str
    effect: str
    read_only: bool
    args: tuple[str, ...] | None = None
    outcomes: Mapping[str, Move] = field(default_factory=dict)
    then: Move | None = None
    unless: tuple[str, ...] = ()
    lines: Lines = field(default_factory=dict, compare=False, repr=False)

    def moves(self) -> Iterator[Move]:
        """Every way out of this step."""
        yield from self.outcomes.values()
        if self.then:
            yield self.then


@dataclass(frozen=True)
class Branch:
    """Goes on by an answer that is known: its value, else `any` (answered), `none` (not), `else`."""

    name: str
    on: str
    cases: Mapping[str, Move]
    lines: Lines = field(default_factory=dict, compare=False, repr=False)

    def moves(self) -> Iterator[Move]:
        """Every way out of this step."""
        yield from self.cases.values()


Step = Question | Action | Branch


@dataclass(frozen=True)
class Flow:
    """A flow as parsed. `version` hashes the steps alone: comments and layout do not change it.

    A `text_only` flow is never heard, so its messages need no voice wording.
    """

    name: str
    start: str
    steps: Mapping[str, Step]
    text_only: bool = False
    file: str = field(default="", compare=False)
    source: str = field(default="", compare=False, repr=False)
    version: str = ""


def line_of(part: Move | Choice | Step, word: str = "") -> int:
    """The line of `part`, or of one word in it (`ask`, `say` …); 0 where it comes from no file."""
    return part.lines.get(word) or part.lines.get("", 0)


def content_hash(name: str, start: str, steps: Mapping[str, Step]) -> str:
    """The version of a flow: SHA-256, in hex, of its steps in one canonical form."""
    plain = {"flow": name, "start": start, "steps": {key: _plain(steps[key]) for key in steps}}
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    """`value` as JSON values; fields at their default are left out, so that a field added later
    leaves the versions of older flows alone."""
    if is_dataclass(value) and not isinstance(value, type):
        held = {f.name: getattr(value, f.name) for f in fields(value) if f.compare}
        kept = {f.name: _plain(held[f.name]) for f in fields(value) if _told(f, held)}
        return {"kind": type(value).__name__} | kept
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _told(part: Field[object], held: Mapping[str, object]) -> bool:
    if part.name not in held:
        return False
    usual = part.default if part.default_factory is MISSING else part.default_factory()
    return (type(held[part.name]), held[part.name]) != (type(usual), usual)
