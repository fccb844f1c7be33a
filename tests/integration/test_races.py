"""Many at once, over HTTP, on each database: the row count decides, and nobody waits in a circle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from secrets import token_hex
from threading import Barrier
from typing import TypeVar

import pytest
from sqlalchemy import text as sql

from hotline.services.kernel.app import App
from hotline.simulator.core.settings import InjectedFaults
from hotline.simulator.server import Simulator
from hotline.store.schema import asks, flow_sessions, matches, members, needs, outbox
from tests.support_app import enrol, greet_everybody, rows, settle_down, write_community
from tests.support_line import Line, served

T = TypeVar("T")

MAYA = "+9613000001"
CROWD = [f"+96171{n:06}" for n in range(50)]


@pytest.fixture
def running(
    make_house: Callable[..., App], carrier: Simulator, tmp_path: Path
) -> Iterator[tuple[Line, App]]:
    """A hotline whose first wave asks fifty."""
    carrier.faults = InjectedFaults(callbacks=False)
    path = tmp_path / "community.yaml"
    write_community(path, {"dispatch.waves": [50, 50], "name": "Harbour"})

    def build(**environ: str) -> App:
        return make_house(HOTLINE_COMMUNITY=str(path), **environ)

    with served(build) as (line, app):
        yield line, app


def at_once(*works: Callable[[], T]) -> list[T]:
    """Do all of it at the same moment, each in a thread of its own."""
    gate = Barrier(len(works))

    def go(work: Callable[[], T]) -> T:
        gate.wait(30)
        return work()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(go, works))


def ask_for_food(line: Line, app: App, helpers: list[str]) -> str:
    """Everybody has an offer and is asked; the need's reference."""
    enrol(app, ("Maya", MAYA, "en", "", "", "0"))
    enrol(app, *(("", number, "en", "food", "harbour", "1") for number in helpers))
    greet_everybody(app)
    for words in ("need food harbour today 2", "1", "1"):
        line.text(MAYA, words)
    settle_down(app)
    (need,) = rows(app, needs)
    assert [ask.state for ask in rows(app, asks)] == ["sent"] * len(helpers)
    return str(need.reference)


def deadlocks(app: App) -> int:
    """How many circles PostgreSQL had to break. SQLite has one writer, so none."""
    if app.database.is_sqlite:
        return 0
    query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    with app.database.reading() as db:
        db.execute(sql("SELECT pg_stat_clear_snapshot()"))
        return int(db.execute(sql(query)).scalar_one())


def test_fifty_say_yes_at_once_and_one_wins(running: tuple[Line, App], carrier: Simulator) -> None:
    line, app = running
    reference = ask_for_food(line, app, CROWD)
    answers = at_once(*(lambda n=number: line.text(n, "YES") for number in CROWD))
    said = Counter("".join(answer.texts)[:20] for answer in answers)
    assert said == {"Thank you! Request " + reference[0]: 1, "Thank you for the ye": 49}
    (match,) = rows(app, matches)
    assert match.state == "open"
    assert Counter(ask.state for ask in rows(app, asks)) == {"accepted": 1, "covered": 49}
    settle_down(app)
    good_news = [m for m in carrier.messages(to=MAYA) if m.body.startswith("Good news")]
    assert len(good_news) == 1


def test_one_text_delivered_twenty_times_at_once_has_one_effect(
    running: tuple[Line, App],
) -> None:
    line, app = running
    sid = f"SM{token_hex(16)}"
    answers = at_once(*[lambda: line.text(MAYA, "need food", sid)] * 20)
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1
    assert len(answers[0].texts) == 2  # the welcome, and the next question
    assert [len(rows(app, table)) for table in (members, flow_sessions, outbox)] == [1, 1, 2]


def test_a_text_that_opens_a_need_opens_one_however_often_it_comes(
    running: tuple[Line, App],
) -> None:
    line, app = running
    for words in ("need food harbour today 2", "1"):
        line.text(MAYA, words)
    sid = f"SM{token_hex(16)}"
    answers = at_once(*[lambda: line.text(MAYA, "1", sid)] * 20)
    assert len({answer.body for answer in answers}) == 1
    assert len(rows(app, needs)) == 1


@pytest.mark.parametrize("turn", range(5))
def test_a_yes_and_the_withdrawal_at_once_leave_one_truth(
    running: tuple[Line, App], carrier: Simulator, turn: int
) -> None:
    line, app = running
    reference = ask_for_food(line, app, CROWD[:2])
    yes, drop = at_once(
        lambda: line.text(CROWD[0], f"YES {reference}"),
        lambda: line.text(MAYA, f"DROP {reference}"),
    )
    settle_down(app)
    (need,) = rows(app, needs)
    assert need.state == "withdrawn"  # whoever was first: the asker has the last word
    assert "closed" in drop.texts[0]
    off = [m for m in carrier.messages(to=CROWD[0]) if "not needed any more" in m.body]
    assert len(off) == 1  # and the helper hears of it, once, either way
    if "is yours" in yes.texts[0]:
        assert [match.state for match in rows(app, matches)] == ["withdrawn"]
    else:
        assert yes.texts[0].startswith("Thank you. Nothing is open")
        assert rows(app, matches) == []


@pytest.mark.parametrize("turn", range(5))
def test_yes_no_pause_and_stop_at_once_do_not_wait_in_a_circle(
    running: tuple[Line, App], turn: int
) -> None:
    line, app = running
    reference = ask_for_food(line, app, CROWD[:8])
    words = ["YES", "NO", f"YES {reference}", "PAUSE", "STOP", f"NO {reference}", "OFFER", "maybe"]
    answers = at_once(
        *(lambda n=n, w=w: line.text(n, w) for n, w in zip(CROWD, words, strict=False)),
        lambda: line.text(MAYA, "status"),
        lambda: line.text(MAYA, "menu"),
    )
    assert {answer.status for answer in answers} == {200}
    assert deadlocks(app) == 0
    assert len([match for match in rows(app, matches) if match.state == "open"]) == 1
    (need,) = rows(app, needs)
    assert need.state == "matched"


def test_two_members_texts_interleaved_do_not_mix(running: tuple[Line, App]) -> None:
    line, app = running
    paths = {
        "+9613000011": ("need", "food", "harbour", "today 2", "1", "1"),
        "+9613000012": ("need", "money", "hill", "week", "1", "1"),
        "+9613000013": ("طلب", "مبيت", "السوق", "غدا 3", "1", "1"),
    }

    def walk(number: str) -> None:
        for words in paths[number]:
            assert line.text(number, words).status == 200

    at_once(*(lambda n=number: walk(n) for number in paths))
    found = {(n.category, n.area, n.wanted, n.people, n.language) for n in rows(app, needs)}
    assert found == {
        ("food", "harbour", "today", 2, "en"),
        ("money", "hill", "week", None, "en"),
        ("shelter", "market", "tomorrow", 3, "ar"),
    }


def test_one_members_texts_at_once_are_handled_one_by_one(running: tuple[Line, App]) -> None:
    line, app = running
    line.text(MAYA, "hello")
    answers = at_once(*[lambda: line.text(MAYA, "need food harbour today 2")] * 6)
    assert {answer.status for answer in answers} == {200}
    assert len(rows(app, members)) == 1
    for words in ("1", "1"):
        line.text(MAYA, words)
    assert len(rows(app, needs)) == 1
