"""What came of a text, in the words of the corpora, held against what was meant by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from flows.engine.session import Session
from tests.understanding.corpus import Example
from tests.understanding.scenes import Played

Verdict = Literal["right", "asked", "lost", "not understood", "wrong"]
"""right: as it was meant; asked: by a question that is sensible; lost: right, but for something that was
said; wrong: something was done, or passed on, that nobody meant; not understood: nothing came of it."""

# What changes something, or goes to somebody: wrong where it was neither meant nor sensible.
ACTS = frozenset(
    {"accept", "decline", "stop", "need", "offer", "done", "cant", "happened", "partly"}
    | {"not-happened", "drop", "sent", "crisis", "relay", "report", "words"}
)
# Ids of messages, or what they begin with, and what they mean.
_SAID: Mapping[str, str] = {
    "crisis": "crisis",
    "accepted-helper": "accept",
    "declined-ack": "decline",
    "soft-yes": "soft",
    "ask-about": "soft",
    "ask-again": "soft",
    "drop-check": "dropq",
    "relay-to-": "relay",
    "relay-cant": "cantq",
    "relay-done": "doneq",
    "relay-drop": "dropq",
    "done-helper": "done",
    "cant-helper": "cant",
    "follow-up-yes": "happened",
    "follow-up-partly": "partly",
    "follow-up-no": "not-happened",
    "follow-up-unsure": "ask",
    "status-": "status",
    "withdrawn-asker": "drop",
    "need-opened": "sent",
    "about": "intro",
    "welcome-first": "intro",
    "privacy": "privacy",
    "commands": "help",
    "person-": "person",
    "report-done": "report",
    "menu": "menu",
}
# Questions of ours by their flow: what they ask about.
_ASKS: Mapping[str, str] = {
    "soft-yes": "soft",
    "stop-check": "stopq",
    "stop-check-open": "stopq",
    "stop-or-send": "stopq",
    "held-words": "reportq",
}
_SAME = {
    "hint": "soft",
    "service": "intro",
    "none": "nothing",
    "harmless": "nothing",
    "help": "relay",
}
_IDLE = ("intro", "menu", "service", "help")  # answers that do nothing: not understood, at worst
_URGENT = ("urgent", "disaster")  # one kind in the community that is played in


@dataclass(frozen=True)
class Meant:
    """What a text was taken to mean: intents, what was said of a request, whether we asked back."""

    intents: frozenset[str]
    slots: Mapping[str, object]
    asked: bool


def judge(example: Example, played: Played) -> Verdict:
    """How what came of it compares with what was meant."""
    meant = meaning(played)
    if any(_is(meant, never) for never in example.never if never not in _IDLE):
        return "wrong"
    if _is(meant, example.intent):
        return _by_slots(example, meant)
    if any(_is(meant, other) for other in example.alt):
        return "asked"
    if meant.intents & ACTS - {"crisis"} or (
        "crisis" in meant.intents and example.intent != "crisis"
    ):
        return "wrong"
    return "asked" if meant.asked else "not understood"


def meaning(played: Played) -> Meant:
    """What was made of the text that was played."""
    intents = {intent for id in played.said for intent in _intents(id)}
    if played.after.state == "opted_out" != played.before.state:
        intents.add("stop")
    opened = [each for each in played.after.sessions if each not in played.before.sessions]
    newest = opened[0] if opened else None
    slots: dict[str, object] = {}
    if newest is not None:
        intents |= _by_session(newest, played)
        slots = dict(newest.answers)
        if isinstance(offered := slots.get("categories"), list) and len(offered) == 1:
            slots["category"] = offered[0]
    return Meant(frozenset(intents), slots, asked="asked" in intents)


def _intents(id: str) -> Iterable[str]:
    return (intent for begins, intent in _SAID.items() if id.startswith(begins))


def _by_session(newest: Session, played: Played) -> set[str]:
    before = next((s for s in played.before.sessions if s.flow == newest.flow), None)
    if newest.flow in ("need", "offer") and before is not None:
        return _by_step(newest, before)
    if newest.flow == "need":
        return {"change" if "editing" in newest.answers else _need(newest)}
    if newest.flow in ("menu", "follow-up"):
        return set()
    return {newest.flow} if newest.flow == "offer" else {_ASKS.get(newest.flow, "asked"), "asked"}


def _need(newest: Session) -> str:
    return "need" if "category" in newest.answers else "ask"


def _by_step(newest: Session, before: Session) -> set[str]:
    """A half-made request: what the answer added, or where it led."""
    if newest.step == before.step:
        return {"asked"} if newest.answers != before.answers else set()
    if newest.step in ("change", "kind"):
        return {"changeq", "asked"}
    if before.step == "words":
        return {"words" if newest.answers.get("words") else "words-none"}
    return {"slot"}


def _is(meant: Meant, intent: str) -> bool:
    name, _, detail = intent.partition(":")
    if name == "relay-only":
        return "relay" in meant.intents and not meant.intents & {"crisis", "asked"}
    if detail:
        return name in meant.intents and detail in (
            meant.slots.get("category"),
            meant.slots.get("when"),
        )
    if name in ("none", "harmless"):
        return not meant.intents & (ACTS - {"relay"})
    if name == "service":
        return bool(meant.intents & {"intro", "menu", "help", "privacy"})
    return name in meant.intents or _SAME.get(name) in meant.intents


def _by_slots(example: Example, meant: Meant) -> Verdict:
    told = [_slot(key, value, meant.slots.get(key)) for key, value in example.slots.items()]
    if "wrong" in told:
        return "wrong"
    return "lost" if "lost" in told else "right"


def _slot(key: str, value: object, found: object) -> Verdict:
    """One thing that was said, against what is kept of it."""
    ways = value if isinstance(value, list) else [value]
    if key == "category":
        ways = ["urgent" if way in _URGENT else way for way in ways]
    text = str(value)
    if text.startswith("not "):
        return "wrong" if str(found) == text[4:] else "right"
    if found is None:
        return (
            "right" if text.endswith("?") or "asked" in text or text in ("ask", "list") else "lost"
        )
    if any(_same(key, str(way), str(found)) for way in ways):
        return "right"
    return "lost" if text.endswith("?") else "wrong"


_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)


def _same(key: str, told: str, found: str) -> bool:
    told = told.rstrip("?")
    if key == "when":  # the examples name days; what is kept may say which part of it as well
        told, found = {"tonight": "today"}.get(told, told), found.partition(".")[0]
        day, _, month = told.partition(" ")
        if month in _MONTHS:
            told = f"{day}/{_MONTHS.index(month) + 1}"
    return told == found or found in told.split(" or ")
