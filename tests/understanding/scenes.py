"""What is pending when a text comes: each scene is played over the webhooks, with phones of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from unittest.mock import patch

from sqlalchemy import select

from flows.engine.session import Session
from flows.text.prompts import Prompt
from flows.wording.renderer import Speaker
from hotline.services.kernel.app import App
from hotline.store.conversation import sessions
from hotline.store.people import members
from hotline.store.schema import needs as needs_table
from tests.conftest import FakeClock
from tests.support_app import enrol, id_of, settle_down
from tests.support_line import Line

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_TAKEN_UP = timedelta(seconds=7)  # between a text and the next of the same person
_THEIR_NUMBER = re.compile(r"(?<!\d)(47|٤٧)(?!\d)")
# What a request was told up to each of its questions.
_STEPS = {
    "q-area": ("NEED", "1"),
    "q-when": ("NEED", "1", "1"),
    "q-count": ("NEED", "1", "1", "today, several"),
    "q-words": ("NEED", "1", "1", "1 2"),
    "q-confirm": ("NEED", "1", "1", "1 2", "1"),
}
_REQUEST = ("need food harbour today 2", "1", "1")


@dataclass(frozen=True)
class Standing:
    """Where somebody is: their state, their open questions, the last one first, and their needs."""

    state: str
    sessions: Sequence[Session]
    needs: Sequence[tuple[str, str]]  # category and state, the oldest first


@dataclass(frozen=True)
class Played:
    """What came of a text: where its writer stood before and after it, and what was said to anybody."""

    before: Standing
    after: Standing
    said: Sequence[str]  # ids of messages
    answer: Sequence[str]  # the words of the answer


class Scenes:
    """A hotline to which one text after another is sent, each by somebody new."""

    def __init__(self, line: Line, app: App, clock: FakeClock) -> None:
        self._line, self._app, self._clock = line, app, clock
        self._numbers, self._weeks = count(), count()
        self._cast: list[str] = []
        self._said: list[str] = []

    def play(self, context: str, text: str, lang: str) -> Played:
        """Set the scene, send the text, and let everything happen that follows."""
        self._clock.now = MONDAY + timedelta(
            weeks=next(self._weeks)
        )  # each on a day like the others
        writer, number = _SCENES.get(context, Scenes._half_way)(self, context, _written_in(lang))
        if number:
            text = _THEIR_NUMBER.sub(number, text)
        before, begun = self._standing(writer), len(self._said)
        answer = self._text(writer, text)
        played = Played(before, self._standing(writer), tuple(self._said[begun:]), tuple(answer))
        self._end()
        return played

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Note which messages are said, whoever they are for."""
        worded = Speaker.texts

        def noted(speaker: Speaker, prompts: Sequence[Prompt], language: str) -> list[str]:
            self._said.extend(prompt.id for prompt in prompts)
            return worded(speaker, prompts, language)

        with patch.object(Speaker, "texts", noted):
            yield

    # --- the scenes: who writes, and the number of the request it is about ------------------------

    def _new(self, _: str, __: str) -> tuple[str, str]:
        return self._phone(), ""

    def _menu(self, _: str, language: str) -> tuple[str, str]:
        return self._member(language, "MENU"), ""

    def _half_way(self, context: str, language: str) -> tuple[str, str]:
        return self._member(language, *_STEPS[context]), ""

    def _open(self, _: str, language: str) -> tuple[str, str]:
        self._helper(language)  # is asked, so that the last that the asker read is that we look
        asker = self._member(language, *_REQUEST)
        return asker, self._reference()

    def _asked(self, _: str, language: str) -> tuple[str, str]:
        helper = self._helper(language)
        self._member(language, *_REQUEST)
        return helper, self._reference()

    def _match(self, context: str, language: str) -> tuple[str, str]:
        helper = self._helper(language)
        asker = self._member(language, *_REQUEST)
        self._text(helper, f"YES {self._reference()}")
        return (helper if context == "helper" else asker), self._reference()

    def _follow_up(self, _: str, language: str) -> tuple[str, str]:
        asker, number = self._match("asker", language)
        self._clock.now += timedelta(hours=25)
        settle_down(self._app)
        return asker, number

    # --- people ------------------------------------------------------------------------------------

    def _phone(self) -> str:
        self._cast.append(f"+96171{next(self._numbers):06d}")
        return self._cast[-1]

    def _member(self, language: str, *texts: str) -> str:
        """Somebody who was here before, after these texts."""
        number = self._phone()
        with self._app.database.writing() as db:
            found, _ = members.get_or_add(db, self._app.vault, number, language, self._clock())
            members.change(db, found.id, greeted_at=self._clock())
        for text in texts:
            self._text(number, text)
        return number

    def _helper(self, language: str) -> str:
        number = self._phone()
        enrol(self._app, ("Sam", number, language, "food", "all", "2"))
        with self._app.database.writing() as db:
            members.change(db, id_of(self._app, number), greeted_at=self._clock())
        return number

    def _text(self, number: str, words: str) -> list[str]:
        self._clock.now += _TAKEN_UP
        answer = self._line.text(number, words)
        assert answer.status == 200, f"HTTP {answer.status} to {words!r}"
        settle_down(self._app)
        return answer.texts

    def _reference(self) -> str:
        newest = select(needs_table.c.reference).order_by(needs_table.c.id.desc()).limit(1)
        with self._app.database.reading() as db:
            return str(db.execute(newest).scalar_one())

    def _standing(self, number: str) -> Standing:
        app = self._app
        with app.database.reading() as db:
            member = members.by_index(db, app.vault.phone_index(number))
            if member is None:
                return Standing("new", (), ())
            kept = sessions.of_member(db, app.vault, member.id)
            mine = select(needs_table.c.category, needs_table.c.state).order_by(needs_table.c.id)
            found = db.execute(mine.where(needs_table.c.asker_id == member.id)).all()
        return Standing(member.state, [k.session for k in kept], [(r[0], r[1]) for r in found])

    def _end(self) -> None:
        """Everybody of the scene goes, so that nobody is asked in the next one."""
        for number in self._cast:
            self._text(number, "STOP")
        self._cast.clear()


Scene = Callable[[Scenes, str, str], tuple[str, str]]
_SCENES: Mapping[str, Scene] = {
    "none": Scenes._new,
    "menu": Scenes._menu,
    "open": Scenes._open,
    "asked": Scenes._asked,
    "helper": Scenes._match,
    "asker": Scenes._match,
    "followup": Scenes._follow_up,
}


def _written_in(lang: str) -> str:
    return "en" if lang == "en" else "ar"
