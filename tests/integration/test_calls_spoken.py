"""Spoken words where a flow holds words: with the request, through changes, and as thanks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import update

from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.sessions import recorded_answers
from hotline.store.schema import needs, recordings
from tests.caller import SPEECH, Caller
from tests.support_app import enrol, greet_everybody, rows, settle_down
from tests.support_line import Line, served

MAYA, SAM = "+9613000001", "+9613000003"
UP_TO_WORDS = ("2", "1", "1", "1", "3", "1")

Running = tuple[Line, App]


@pytest.fixture
def running(make_house: Callable[..., App]) -> Iterator[Running]:
    with served(make_house) as (line, app):
        enrol(app, ("Sam", SAM, "en", "food", "harbour", "1"))
        greet_everybody(app)
        yield line, app


def with_words(line: Line, app: App) -> str:
    """A request with spoken words, opened by a call; its reference."""
    Caller(line, MAYA).call().do(*UP_TO_WORDS, "2", SPEECH, "1", "1", "1")
    settle_down(app)
    (need,) = rows(app, needs)
    return str(need.reference)


def kept(app: App) -> list[tuple[str, str]]:
    return sorted((r.purpose, r.state) for r in rows(app, recordings))


def test_the_helper_is_told_by_text_that_words_wait(running: Running) -> None:
    line, app = running
    reference = with_words(line, app)
    answer = line.text(SAM, f"yes {reference}")
    assert any("spoken words for you" in text for text in answer.texts), answer.texts


def test_a_changed_request_keeps_its_spoken_words(running: Running) -> None:
    line, app = running
    reference = with_words(line, app)
    for text in (f"CHANGE {reference}", "2", "market", "1"):
        line.text(MAYA, text)
    changed = next(need for need in rows(app, needs) if need.state == "seeking")
    assert (changed.area, changed.words) == ("market", None)
    (words,) = rows(app, recordings)
    assert (words.state, words.need_id) == ("kept", changed.id)


def test_words_written_instead_put_the_spoken_ones_away(running: Running) -> None:
    line, app = running
    reference = with_words(line, app)
    for text in (f"CHANGE {reference}", "4", "after six is best", "1"):
        line.text(MAYA, text)
    (need,) = rows(app, needs)
    assert need.words is not None
    assert kept(app) == [("words", "dropped")]


def test_thanks_may_be_spoken_and_the_helper_is_told(running: Running) -> None:
    line, app = running
    reference = with_words(line, app)
    line.text(SAM, f"yes {reference}")
    (need,) = rows(app, needs)
    with app.database.writing() as db:
        thanks = recordings.insert().values(
            id=7,
            sid_hash=b"h" * 32,
            purpose="thanks",
            state="pending",
            seconds=3,
            created_at=app.clock(),
        )
        db.execute(thanks)
        uow = UnitOfWork(app, db, app.clock())
        recorded_answers.belong(uow, need.id, {"recording": 7}, recorded_answers.THANKS)
    assert kept(app) == [("thanks", "kept"), ("words", "kept")]


def test_a_recording_that_was_put_away_is_not_kept_after_all(running: Running) -> None:
    line, app = running
    with_words(line, app)
    (need,) = rows(app, needs)
    (words,) = rows(app, recordings)
    with app.database.writing() as db:
        db.execute(update(recordings).values(state="dropped", need_id=None))
        recorded_answers.belong(UnitOfWork(app, db, app.clock()), need.id, {"recording": words.id})
    assert kept(app) == [("words", "dropped")]
    assert rows(app, recordings)[0].need_id is None
