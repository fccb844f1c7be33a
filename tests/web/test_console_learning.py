"""A word is unread, said twice what it means, and understood from then on: over real webhooks and pages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from hotline.services.console import statistics
from hotline.services.kernel.app import App
from hotline.store import schema
from hotline.store.conversation import learned_words, reading_counts
from tests.conftest import FakeClock
from tests.support_app import rows
from tests.support_console import Browser, Colleague, signed_in
from tests.support_line import served
from tests.support_words import strangers, unread, unread_of, write


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def say_meaning(browser: Browser, text_id: int, phrase: str, meaning: str, **more: str) -> str:
    """Press one of the buttons beside a text; what the next page says."""
    answer = browser.post(f"/words/{text_id}", "/words", phrase=phrase, meaning=meaning, **more)
    assert answer.status_code == 303, answer.text
    return told(browser, answer.location)


def told(browser: Browser, path: str) -> str:
    page = browser.get(path.removeprefix("/console")).text
    found = re.search(r'<p class="told" role="status">([^<]+)</p>', page)
    return found[1] if found else ""


def test_from_two_texts_to_a_request(make_house: Callable[..., App], clock: FakeClock) -> None:
    with served(make_house) as (line, app):
        one, other = strangers(app)
        browser = signed_in(app, "steward")
        assert "7 my request" in " ".join(line.text(one, "badde mwaneh").texts)  # the menu
        clock.advance(minutes=1)
        line.text(other, "mwaneh please")
        page = browser.get("/words").text
        assert "badde mwaneh" in page
        assert 'value="mwaneh"' in page  # suggested
        assert one not in page
        assert "once more" in say_meaning(
            browser, unread_of(app, "badde mwaneh"), "mwaneh", "category:food"
        )
        assert "Learned" in say_meaning(
            browser, unread_of(app, "mwaneh please"), "mwaneh", "category:food"
        )
        clock.advance(seconds=3)
        assert "food, Harbour" in " ".join(line.text(one, "need mwaneh harbour").texts)
        assert "No text waits" in browser.get("/words").text
        word = rows(app, schema.learned_words)[0].id
        answer = browser.post(f"/words/{word}/undo", "/words")
        assert "Taken back" in told(browser, answer.location)
        clock.advance(minutes=1)
        line.text(other, "menu")
        clock.advance(seconds=3)
        assert "food, Harbour" not in " ".join(line.text(other, "need mwaneh harbour").texts)


def test_in_arabic_too(app: App) -> None:
    one, other = strangers(app)
    write(app, one, "بدي كعكات الحارة")
    write(app, other, "كعكات الحارة لو سمحت")
    browser = signed_in(app, "steward")
    browser.post("/language", "/words", language="ar", back="/console/words")
    page = browser.get("/words").text
    assert "كعكات" in page
    assert "كلمات جديدة" in page
    for each in unread(app):
        said = say_meaning(browser, each.id, "كعكات", "category:food")
    assert "تعلمها الخط" in said


def test_an_area_is_chosen_from_a_list(app: App) -> None:
    write(app, strangers(app)[0], "ana bl zboura")
    browser = signed_in(app, "steward")
    text_id = unread_of(app, "zboura")
    assert "once more" in say_meaning(browser, text_id, "zboura", "area", area="area:harbour")
    assert rows(app, schema.learned_words)[0].meaning == "area:harbour"


@pytest.mark.parametrize(
    ("phrase", "why"), [("mish", "Not taken"), ("zb", "short"), ("x", "stand")]
)
def test_what_cannot_be_taught_is_told_and_the_text_stays(app: App, phrase: str, why: str) -> None:
    write(app, strangers(app)[0], "ana mish zb zboura")
    browser = signed_in(app, "steward")
    text_id = unread_of(app, "zboura")
    assert why in say_meaning(browser, text_id, phrase, "category:food")
    assert [text.id for text in unread(app)] == [text_id]


def test_a_yes_waits_for_a_second_person(app: App) -> None:
    browser = signed_in(app, "steward")
    for number in strangers(app):
        write(app, number, "zwina ghaya")
        said = say_meaning(browser, unread_of(app, "zwina ghaya"), "zwina ghaya", "yes")
    assert "second person" in said
    page = browser.get("/words").text
    assert "Have a second person agree" in page
    word = rows(app, schema.learned_words)[0]
    assert word.version is None
    browser.post(f"/words/{word.id}/second", "/words")  # once more, should the first have run out
    assert "zwina ghaya" in browser.get("/proposals").text
    second = signed_in(app, "coordinator", name="Rana")
    assert "zwina ghaya" in second.get("/proposals").text
    made = next(row.id for row in rows(app, schema.proposals) if row.kind == "word")
    second.post(f"/proposals/{made}/agree", "/proposals")
    app.words.look()
    assert app.lexicon.vocabulary.commands["zwina ghaya"] == "YES"
    assert browser.post(f"/words/{word.id}/second", "/words").status_code == 404


def test_it_takes_a_right_of_its_own(app: App) -> None:
    colleague, rana = Colleague(app, "coordinator", "Rana"), Browser(app)
    rana.sign_in(colleague)
    steward = signed_in(app, "steward")
    assert rana.get("/words").status_code == 403
    assert 'href="/console/words"' not in rana.get("/needs").text
    assert 'href="/console/words"' in steward.get("/needs").text
    path = f"/staff/{colleague.staff.id}/words"
    assert rana.post(path, "/account", granted="yes").status_code == 403
    steward.post(path, "/staff", granted="yes")
    assert rana.get("/words").status_code == 200
    assert 'href="/console/words"' in rana.get("/needs").text
    assert "Let them teach words no more" in steward.get("/staff").text
    steward.post(path, "/staff")
    assert rana.get("/words").status_code == 403
    assert rana.post("/words/1", "/account", meaning="private").status_code == 403
    listener = Colleague(app, "listener", "Lea")
    steward.post(f"/staff/{listener.staff.id}/words", "/staff", granted="yes")
    assert not listener.staff.reads_words


def test_who_reads_them_stands_in_the_record(app: App) -> None:
    browser = signed_in(app, "steward")
    browser.get("/words")
    assert "texts that were not understood" in browser.get("/audit-log").text


def test_how_texts_were_read_stands_in_the_numbers(app: App, clock: FakeClock) -> None:
    number = strangers(app, 1)[0]
    for n in range(6):
        clock.advance(minutes=31)
        write(app, number, f"mwane{'abcdef'[n]}h")
    with app.database.reading() as db:
        week = statistics._weeks(app, 1)[0]
        assert reading_counts.by_week(db, week) == {(week, "unread"): 6}
        assert reading_counts.texts_by_week(db, week)[week] >= 7
    report = statistics.report(app, "reading", 4)
    shown = {each.name: each.values[-1] for each in report.series}
    assert shown["unread"].number == 6
    assert shown["asked-about"].number is None  # under five
    assert shown["understood"].number is not None or shown["understood"].note == "under"
    assert shown["learned"].number == 0
    with app.database.writing() as db:
        about = app.vault, "mwaneh", "category:food"
        word = learned_words.add(db, *about, part=1, taught_by=None, now=clock())
        learned_words.learn(db, word)
    report = statistics.report(app, "reading", 4)
    assert {each.name: each.values[-1].number for each in report.series}["learned"] == 1
    browser = signed_in(app, "steward")
    assert "Not understood" in browser.get("/statistics/reading").text
    assert browser.get("/statistics/reading/csv").status_code == 200
