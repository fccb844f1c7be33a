"""Whatever members text, in whatever order and at whatever hour: what always holds, holds.

Random conversations go over HTTP into a whole service on SQLite; after each text the rows are looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from hotline.domain.limits import MOST_ALIKE
from hotline.domain.transitions import ASK, MATCH, NEED, S, TransitionTable
from hotline.services.kernel.app import App
from hotline.simulator.core.settings import InjectedFaults
from hotline.simulator.server import Simulator
from hotline.store.schema import asks, matches, members, metadata, needs, outbox
from tests.conftest import FakeClock
from tests.support_app import enrol, greet_everybody, rows, settle_down, write_community
from tests.support_line import Line, served

Words = str | tuple[str, int] | tuple[str, ...]

PHONES = tuple(f"+9613000{n:03}" for n in range(1, 7))
COORDINATOR = "+96170000001"
MOST_REPLIES = 10  # the provider sends no more of one answer
LIVE = ("seeking", "matched", "escalated")
UNANSWERED = ("queued", "sent")

_ANSWERS = (
    "1",
    "1",
    "2",
    "3",
    "4",
    "6",
    "7",
    "9",
    "0",
    "99",
    "90",
    "yes",
    "YES",
    "NO",
    "نعم",
    "لا",
)
_MORE_ANSWERS = ("١", "٣", "maybe", "ممكن")
_COMMANDS = (
    *("NEED", "OFFER", "STATUS", "BACK", "MENU", "DONE", "CANT", "DROP", "CHANGE", "PAUSE"),
    *("RESUME", "LANG", "ENGLISH", "ERASE", "COMMANDS", "PRIVACY", "CALL", "STOP", "START", "HELP"),
    *("طلب", "تطوع", "حالة", "رجوع", "تم", "تعذر", "إغلاق", "تعديل", "استراحة", "تفعيل", "محو"),
    *("توقف", "الغاء", "خلص", "عربي", "thanks", "شكرا"),
)
_REQUESTS = [
    "need food harbour today 2",
    "need food market",
    "بدي اكل الميناء اليوم 3",
    "urgent",
    "need a ride hill tomorrow 1",
    "food",
    "harbour",
    "today 4",
    "food and rides",
    "any time",
]
_JUNK = ["", " ", "??", "hello", "مرحبا", "🌹", "12345678", "47", "x" * 300, "on my way", "٤٧ شكرا"]
_WITH_REFERENCE = (
    "YES",
    "NO",
    "DONE",
    "CANT",
    "DROP",
    "CHANGE",
    "STATUS",
    "",
    "نعم",
    "تم",
    "words for",
)

# Several texts of one member in a row, so that conversations get somewhere.
_WHOLE = (
    ("need food harbour today 2", "1", "1"),
    ("need food market week 1", "some words", "1"),
    ("urgent", "1", "2", "1", "1"),
    ("بدي توصيلة التلة اليوم 2", "1", "1"),
    ("OFFER", "2", "food", "90", "1", "1"),
    ("ERASE", "1"),
    ("DONE", "1", "1"),
    ("CHANGE", "2", "2", "1"),
)

texts = st.one_of(
    st.sampled_from(_REQUESTS),
    st.sampled_from((*_ANSWERS, *_MORE_ANSWERS)),
    st.sampled_from(_COMMANDS),
    st.sampled_from(_JUNK),
    st.sampled_from(_WHOLE),
    st.tuples(st.sampled_from(_WITH_REFERENCE), st.integers(-3, -1)),
    st.tuples(st.just("YES"), st.integers(-3, -1)),
)
pauses = st.sampled_from([0, 0, 0, 5, 60, 11 * 60, 3 * 3600, 26 * 3600, 8 * 24 * 3600])
# Anybody, or whoever has just been asked, helps, or has asked last.
people = st.one_of(
    st.integers(0, len(PHONES) - 1), st.sampled_from(("asked", "asked", "helper", "asker"))
)
replies = st.sampled_from(
    ("YES", "YES", "نعم", "NO", "DONE", "CANT", "DROP", "STOP", "1", "3", "2")
)
steps = st.one_of(st.tuples(people, texts, pauses), st.tuples(people, replies, pauses))


# Each story goes on from two open needs: else most would be over before there is one.
_OPENED: list[tuple[int | str, Words, int]] = [(3, _WHOLE[0], 0), (4, _WHOLE[3], 0)]


class World:
    """A running service that is emptied before each example."""

    def __init__(self, line: Line, app: App, clock: FakeClock) -> None:
        self.line, self.app, self._clock = line, app, clock
        self._start = clock.now

    def begin(self) -> None:
        """Nobody has ever texted; three members offer help, one is of the team."""
        self._clock.now = self._start
        self._said: dict[str, list[str]] = {}  # whoever goes on saying the same is not answered
        with self.app.database.writing() as db:
            for table in reversed(metadata.sorted_tables):
                if table.name not in ("data_keys", "flow_versions", "leases"):
                    db.execute(delete(table))
        enrol(
            self.app,
            ("", PHONES[0], "en", "food;transport;urgent", "harbour", "2"),
            ("", PHONES[1], "ar;en", "food;urgent", "all", "1"),
            ("", PHONES[2], "en;ar", "food;talk;transport", "market;hill", "2"),
            ("", COORDINATOR, "en", "", "", "3"),
        )
        greet_everybody(self.app)

    def text(self, number: str, words: str) -> None:
        """One text: answered, and nothing that always holds is broken."""
        state = self._state_of(number)
        answer = self.line.text(number, words)
        assert answer.status == 200
        assert len(answer.texts) <= MOST_REPLIES
        before = self._said.setdefault(number, [])
        again = len(before) >= MOST_ALIKE and set(before[-MOST_ALIKE:]) == {words}
        before.append(words)
        assert answer.texts or state == "opted_out" or again or self._may_be_silent(words)
        self.check()
        settle_down(self.app)
        self.check()

    def wait(self, seconds: float) -> None:
        """Let the clock run on, with the jobs at every quarter of the way."""
        for _ in range(4):
            self._clock.now += timedelta(seconds=seconds / 4)
            settle_down(self.app)
        self.check()

    def phone(self, who: int | str) -> str:
        """A phone, or that of whoever plays a part just now."""
        if isinstance(who, int):
            return PHONES[who]
        parts = {
            "asked": [ask.member_id for ask in rows(self.app, asks) if ask.state == "sent"],
            "helper": [m.helper_id for m in rows(self.app, matches) if m.state == "open"],
            "asker": [need.asker_id for need in rows(self.app, needs)],
        }
        by_index = {self.app.vault.phone_index(number): number for number in PHONES}
        numbers = {m.id: by_index.get(m.phone_index) for m in rows(self.app, members)}
        return next((numbers[i] for i in parts[who] if numbers[i]), None) or PHONES[-1]

    def reference(self, which: int) -> str:
        """One of the references given so far, the latest at -1."""
        given_ = sorted(rows(self.app, needs), key=lambda need: need.id)
        return str(given_[which % len(given_)].reference) if given_ else "347"

    def check(self) -> None:
        """What always holds."""
        found = {need.id: need for need in rows(self.app, needs)}
        asked, matched = rows(self.app, asks), rows(self.app, matches)
        legal(NEED, found.values())
        legal(ASK, asked)
        legal(MATCH, matched)
        open_matches = Counter(match.need_id for match in matched if match.state == "open")
        assert all(count == 1 for count in open_matches.values())
        assert set(open_matches) == {n.id for n in found.values() if n.state == "matched"}
        pending = Counter((a.need_id, a.member_id) for a in asked if a.state in UNANSWERED)
        assert all(count == 1 for count in pending.values())
        assert not [a for a in asked if a.member_id == found[a.need_id].asker_id]
        assert not [m for m in matched if m.helper_id == found[m.need_id].asker_id]
        new = {m.id for m in rows(self.app, members) if m.level == 0}
        asked_new = Counter(
            a.need_id for a in asked if a.state in UNANSWERED and a.member_id in new
        )
        assert all(count == 1 for count in asked_new.values())
        assert not self._read_too_soon(new)
        over = [a for a in asked if a.state in UNANSWERED and found[a.need_id].state not in LIVE]
        assert not over  # nobody waits for an answer that nobody needs
        for need in found.values():
            waiting = need.due_at or need.follow_up_at or need.expires_at
            assert need.state not in LIVE or waiting  # something will happen to it

    def _read_too_soon(self, new: set[int]) -> list[int]:
        """Words of an asker that have left for somebody who helps and whom nobody has vouched for."""
        askers = {need.id: need.asker_id for need in rows(self.app, needs)}
        return [
            row.id
            for row in rows(self.app, outbox)
            if row.member_id in new and row.author_id == askers.get(row.need_id, 0)
            if row.sent_at is not None
        ]

    def end(self) -> None:
        """In the end every need has ended, and nothing is left to send."""
        self.wait(40 * 24 * 3600)
        self.wait(24 * 3600)  # whole days alone may all end in quiet hours
        assert not [need for need in rows(self.app, needs) if need.state in LIVE]
        assert not [ask for ask in rows(self.app, asks) if ask.state in UNANSWERED]
        unsent = [row for row in rows(self.app, outbox) if row.state in ("queued", "sending")]
        assert not unsent
        self._everybody_was_told()

    def _everybody_was_told(self) -> None:
        """Whoever asked and is still there got a text about each need that ran out."""
        there = {m.id for m in rows(self.app, members) if m.state == "active"}
        told = {(row.member_id, row.need_id) for row in rows(self.app, outbox) if row.need_id}
        for need in rows(self.app, needs):
            if need.state == "expired" and need.asker_id in there:
                assert (need.asker_id, need.id) in told

    def _state_of(self, number: str) -> str:
        index = self.app.vault.phone_index(number)
        found = [m.state for m in rows(self.app, members) if m.phone_index == index]
        return found[0] if found else "new"

    def _may_be_silent(self, words: str) -> bool:
        """Words that were passed on need no answer; the carrier answers its own."""
        relayed = [row for row in rows(self.app, outbox) if row.kind == "relay"]
        return bool(relayed) or words in ("STOP", "START")


def legal(table: TransitionTable[S], things: object) -> None:
    states = {thing.state for thing in things}  # type: ignore[attr-defined]
    assert states <= set(table.states)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite alone: many conversations, each over many transactions."""
    return sqlite_url


@pytest.fixture
def world(
    make_house: Callable[..., App], carrier: Simulator, clock: FakeClock, tmp_path: Path
) -> Iterator[World]:
    carrier.faults = InjectedFaults(callbacks=False)
    path = tmp_path / "community.yaml"
    plenty = {f"limits.{name}": 10_000 for name in ("texts_per_minute", "texts_per_hour")}
    plenty["limits.replies_per_minute"] = 10_000
    write_community(path, {"dispatch.waves": [1, 2], "dispatch.urgent_waves": [2], **plenty})

    def build(**environ: str) -> App:
        return make_house(HOTLINE_COMMUNITY=str(path), **environ)

    with served(build) as (line, app):
        app.database.engine.dispose()
        yield World(line, app, clock)


@settings(
    max_examples=20,
    deadline=None,
    phases=[
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ],  # to shrink a story takes longer than to read it
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=st.lists(steps, min_size=8, max_size=30))
def test_what_always_holds(world: World, story: list[tuple[int | str, Words, int]]) -> None:
    world.begin()
    for who, words, pause in [*_OPENED, *story]:
        for each in typed(world, words):
            world.text(world.phone(who), each)
        if pause:
            world.wait(pause)
    world.end()


def typed(world: World, words: Words) -> Iterator[str]:
    """The texts of one step: one, several in a row, or a word with a reference."""
    if isinstance(words, str):
        yield words
    elif isinstance(words[1], int):
        yield f"{words[0]} {world.reference(words[1])}".strip()
    else:
        yield from map(str, words)
