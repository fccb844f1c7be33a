"""Texts that were not understood: what is kept of them, of whom nothing is, and what is never kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hotline.domain.limits import MOST_UNREAD_OF_A_PART
from hotline.services.console import proposals
from hotline.services.console.wording import word_files, words
from hotline.services.inbound import unread_words as unread_words_service
from hotline.services.kernel.app import App
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.operations import retention
from hotline.services.operations.metrics import current_metrics
from hotline.store import schema
from hotline.store.console import console_actions, staff
from hotline.store.console.staff import Staff
from hotline.store.conversation import learned_words, unread_words
from hotline.store.people import members
from hotline.store.schema import needs
from tests.conftest import FakeClock
from tests.support_app import enrol, greet_everybody, id_of, rows, settle_down
from tests.support_console import Colleague
from tests.support_rows import add_row
from tests.support_words import strangers, unread, unread_of, write

MAYA, SAM = "+9613000001", "+9613000002"


@pytest.fixture
def steward(app: App) -> Staff:
    return Colleague(app, "steward").staff


def kept(app: App) -> list[str]:
    return [text.words for text in unread(app)]


def teach(app: App, who: Staff, meaning: str, *texts: tuple[str, str, str]) -> list[str]:
    """Texts (number, words, phrase) come, and one says of each what its phrase means; what came of it."""
    done = []
    for number, said, phrase in texts:
        write(app, number, said)
        done.append(words.tell(app, who, unread_of(app, phrase), phrase, meaning).done)
    app.words.look()
    return done


# What is kept


def test_a_text_that_nobody_understands_stands_there_without_its_writer(
    app: App, clock: FakeClock
) -> None:
    enrol(app, ("Karim Haddad", SAM, "en", "food", "harbour", "1"))
    write(app, MAYA, "menu", "mwaneh la karim 03 123 456 pin 4821")
    (row,) = rows(app, schema.unread_words)
    assert set(row._mapping) == {"id", "words", "day"}
    assert (row.day.hour, row.day.minute, row.day.second) == (0, 0, 0)
    assert row.day.date() == clock().date()
    assert b"mwaneh" not in row.words
    assert kept(app) == ["mwaneh la *** pin ***"]


def test_what_is_understood_is_not_kept(app: App) -> None:
    write(app, MAYA, "hello", "menu", "need food harbour today 2", "bread", "1", "1", "thanks")
    assert kept(app) == []


def test_an_answer_that_nobody_understands_is_kept_too(app: App) -> None:
    write(app, MAYA, "need", "mwaneh")
    assert kept(app) == ["mwaneh"]


@pytest.mark.parametrize(
    "said",
    [
        "i want to kill myself mwaneh",  # a crisis
        "mwaneh " * 30,  # a story
        "",
        "bluebird mwaneh",  # the own safe word in it
    ],
)
def test_what_is_nobodys_business_is_not_kept(app: App, said: str) -> None:
    write(app, MAYA, "menu", "safe word", "bluebird", "bluebird", "menu", said)
    assert kept(app) == []


def test_wrong_answers_where_a_secret_is_asked_for_are_not_kept(app: App) -> None:
    write(app, MAYA, "menu", "safe word", "12", "safe word", "bluebird", "blubird")
    write(app, SAM, "menu", "pin", "mwaneh", "erase", "mwaneh")
    assert kept(app) == []


def test_words_in_a_match_or_for_the_team_are_not_kept(app: App, clock: FakeClock) -> None:
    enrol(app, ("Sam", SAM, "en", "food", "all", "1"), ("Rana", "+9613000003", "en", "", "", "3"))
    write(app, MAYA, "menu")
    greet_everybody(app)
    write(app, MAYA, "need food harbour today 2", "bread", "1")
    settle_down(app)
    clock.advance(minutes=1)
    write(app, SAM, f"yes {rows(app, needs)[0].reference}")
    write(app, SAM, "mwaneh sam")
    write(app, MAYA, "mwaneh maya")
    write(app, "+9613000003", "mwaneh rana")  # one of the team
    assert kept(app) == []
    write(app, "+9613000004", "menu", "0", "mwaneh to the team")
    assert kept(app) == []


def note(app: App, number: str, said: str, *, crisis: bool = False) -> list[str]:
    """Have a rung say of a text that it was not understood, whatever else it is; what is kept then."""

    def work(uow: UnitOfWork) -> None:
        member = members.locked_by_id(uow.db, id_of(app, number))
        unread_words_service.note(
            Interaction(
                app,
                uow.db,
                uow.now,
                uow.wakeups,
                member=member,
                effect_handler=lambda *_: None,
                crisis=crisis,
            ),
            said,
            "category:food",
        )

    in_unit_of_work(app, work)
    return kept(app)


def test_whoever_notes_it_what_must_not_be_kept_is_not(app: App) -> None:
    enrol(app, ("Rana", "+9613000003", "en", "", "", "3"))
    greet_everybody(app)
    write(app, MAYA, "menu")
    write(app, SAM, "menu", "0")  # the team is asked for
    assert note(app, MAYA, "mwaneh in a crisis", crisis=True) == []
    assert note(app, MAYA, "mwaneh i want to die") == []
    assert note(app, SAM, "mwaneh to the team") == []
    assert note(app, "+9613000003", "mwaneh of the team") == []
    assert note(app, MAYA, "mwaneh") == ["mwaneh"]
    assert [text.reading for text in unread(app)] == ["category:food"]
    assert dict(current_metrics(app).unclear) == {"asked": 5, "unread": 0}


def test_of_whoever_is_kept_apart_from_somebody_nothing_is_kept(app: App) -> None:
    """That may be one of the team, who knows how they write."""
    write(app, MAYA, "menu")
    write(app, SAM, "menu")
    with app.database.writing() as db:
        add_row(db, schema.avoidances, member_id=id_of(app, SAM), other_id=id_of(app, MAYA))
    write(app, MAYA, "mwaneh maya")
    write(app, SAM, "mwaneh sam")
    assert kept(app) == []


def test_nobody_alone_fills_the_list(app: App, clock: FakeClock) -> None:
    write(app, MAYA, "menu")
    for n in range(MOST_UNREAD_OF_A_PART + 5):
        clock.advance(minutes=30)
        write(app, MAYA, f"mwan{'abcdefghijklmnopqrstuvwxyz'[n] * 3}")
    assert len(kept(app)) == MOST_UNREAD_OF_A_PART
    clock.advance(minutes=30)
    write(app, MAYA, kept(app)[0])  # once is enough
    assert len(set(kept(app))) == MOST_UNREAD_OF_A_PART


def test_they_go_in_time_and_with_whoever_wrote_them(app: App, clock: FakeClock) -> None:
    one, other = strangers(app)
    write(app, one, "mwaneh one")
    write(app, other, "mwaneh other")
    write(app, one, "erase", "1")
    assert kept(app) == ["mwaneh other"]
    clock.advance(seconds=app.community.retention_bodies.total_seconds())
    retention.run_due(app)
    assert kept(app) == []


# What is learned


def test_what_was_said_of_two_peoples_texts_is_understood(app: App, steward: Staff) -> None:
    one, other = strangers(app)
    assert "mwaneh" not in app.lexicon.vocabulary.categories
    done = teach(app, steward, "category:food", (one, "badde mwaneh", "mwaneh"))
    assert done == ["told"]
    assert "mwaneh" not in app.lexicon.vocabulary.categories
    done = teach(app, steward, "category:food", (other, "mwaneh please", "mwaneh"))
    assert done == ["learned"]
    write(app, other, "menu", "need mwaneh harbour")
    assert kept(app) == []
    write(app, other, "today", "2", "1", "1")
    assert [need.category for need in rows(app, needs)] == ["food"]


def test_two_texts_of_one_person_are_one(app: App, steward: Staff) -> None:
    one, other = strangers(app)
    said = [(one, "mwaneh now", "mwaneh"), (one, "mwaneh and more", "mwaneh")]
    assert teach(app, steward, "category:food", *said) == ["told", "told-alike"]
    assert app.lexicon is app.words.own
    last = (other, "mwaneh too", "mwaneh")
    assert teach(app, steward, "category:food", last) == ["learned"]


def test_another_process_learns_it_without_a_restart_and_unlearns_it(
    make_house: Callable[..., App], app: App, steward: Staff, clock: FakeClock
) -> None:
    beside, (one, other) = make_house(), strangers(app)
    said = [(number, "mwaneh", "mwaneh") for number in (one, other)]
    assert teach(app, steward, "category:food", *said)[-1] == "learned"
    clock.advance(seconds=2)
    write(beside, one, "menu")
    assert beside.lexicon.vocabulary.categories["mwaneh"] == "food"
    assert make_house().lexicon.vocabulary.categories["mwaneh"] == "food"
    (word,) = rows(app, schema.learned_words)
    assert words.take_back(app, steward, word.id)
    assert not words.take_back(app, steward, word.id)
    assert rows(app, schema.learned_words)[0].words is None  # the phrase is gone
    clock.advance(seconds=2)
    write(beside, one, "menu")
    assert "mwaneh" not in beside.lexicon.vocabulary.categories


@pytest.mark.parametrize(("meaning", "reads"), [("area:harbour", "area"), ("when:today", "when")])
def test_areas_and_times_are_learned_too(
    app: App, steward: Staff, meaning: str, reads: str
) -> None:
    said = [(number, "zboura", "zboura") for number in strangers(app)]
    assert teach(app, steward, meaning, *said)[-1] == "learned"
    from flows.understanding.answers import read_one_shot

    found = read_one_shot("need food zboura", app.lexicon)
    assert found == {"category": "food", reads: meaning.partition(":")[2]}


def test_a_yes_takes_a_second_person_also_in_a_team_that_does_without(
    app: App, steward: Staff, clock: FakeClock
) -> None:
    said = [(number, "zwina ghaya", "zwina ghaya") for number in strangers(app)]
    assert teach(app, steward, "yes", *said) == ["told", "second"]
    (word,) = words.sheet(app).waiting
    assert word.is_ready
    assert app.lexicon is app.words.own
    made = proposals.propose(app, steward, "word", word.word.id, words.details_of(word.word))
    assert not proposals.is_done(app, made)
    assert proposals.KINDS["word"].always is not None
    assert proposals.KINDS["word"].always({})
    assert proposals.agree(app, steward, made) == "same"
    second = Colleague(app, "coordinator", "Rana").staff
    assert proposals.agree(app, second, made) == "done"
    app.words.look()
    assert app.lexicon.vocabulary.commands["zwina ghaya"] == "YES"
    assert "zwina ghaya" in app.lexicon.vocabulary.yes


def test_a_word_that_may_not_be_learned_any_more_is_not_agreed_to(
    app: App, steward: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [(number, "zwina ghaya", "zwina ghaya") for number in strangers(app)]
    teach(app, steward, "yes", *said)
    (line,) = words.sheet(app).waiting
    made = proposals.propose(app, steward, "word", line.word.id, words.details_of(line.word))
    monkeypatch.setattr(words, "refusal", lambda *_: "known")  # a newer list says otherwise
    assert proposals.agree(app, Colleague(app, "coordinator", "Rana").staff, made) == "gone"
    with app.database.reading() as db:
        assert learned_words.in_use(db, app.vault) == {}


@pytest.mark.parametrize(
    ("said", "phrase", "why"),
    [
        ("mwaneh now", "elsewhere said", "unfit-elsewhere"),
        ("mwaneh now", "", "unfit-elsewhere"),
        ("za mwaneh", "za", "unfit-short"),
        ("unsub mwaneh", "mwaneh", "told"),
    ],
)
def test_what_is_said_is_looked_at(
    app: App, steward: Staff, said: str, phrase: str, why: str
) -> None:
    write(app, MAYA, "menu", said)
    assert words.tell(app, steward, unread(app)[0].id, phrase, "category:food").done == why
    assert len(unread(app)) == (why != "told")  # what was refused can be said otherwise


def test_a_phrase_has_one_meaning(app: App, steward: Staff) -> None:
    one, other, third = strangers(app, 3)
    said = [(number, "mwaneh", "mwaneh") for number in (one, other)]
    assert teach(app, steward, "category:food", *said)[-1] == "learned"
    with app.database.writing() as db:  # as it came before the word was learned
        unread_words.add(db, app.vault, unread_words.new("mwaneh", "", 1, app.clock()))
    text = unread_of(app, "mwaneh")
    assert words.tell(app, steward, text, "mwaneh", "category:shelter").done == "unfit-taught"
    assert third


def test_nothing_or_private_leaves_nothing(app: App, steward: Staff) -> None:
    write(app, MAYA, "menu", "mwaneh")
    text = unread(app)[0].id
    assert words.tell(app, steward, text, "mwaneh", words.PRIVATE).done == "left"
    assert words.tell(app, steward, text, "mwaneh", words.PRIVATE).done == "gone"
    assert rows(app, schema.unread_words) == rows(app, schema.learned_words) == []


def test_what_was_said_once_goes_and_what_counts_stays(
    app: App, steward: Staff, clock: FakeClock
) -> None:
    one, other = strangers(app)
    said = [(number, "mwaneh", "mwaneh") for number in (one, other)]
    teach(app, steward, "category:food", *said, (one, "zboura", "zboura"))
    clock.advance(seconds=app.community.retention_bodies.total_seconds())
    retention.run_due(app)
    with app.database.reading() as db:
        assert [word.phrase for word in learned_words.everything(db, app.vault)] == ["mwaneh"]


def test_it_stands_in_the_record_and_in_the_numbers(app: App, steward: Staff) -> None:
    said = [(number, "mwaneh", "mwaneh") for number in strangers(app)]
    teach(app, steward, "category:food", *said)
    (word,) = rows(app, schema.learned_words)
    words.take_back(app, steward, word.id)
    with app.database.reading() as db:
        done = console_actions.about(db, "word", word.id, 9)
        known = {one.id for one in staff.everybody(db)}
    assert {one.action for one in done} == {"word-told", "word-learned", "word-undone"}
    assert {one.staff_id for one in done} == known
    now = current_metrics(app)
    assert (dict(now.unclear), now.learned) == ({"asked": 0, "unread": 2}, 0)


# Files


def test_words_go_to_another_community_as_a_file(app: App, steward: Staff) -> None:
    one, other = strangers(app)
    for meaning, phrase in (("category:food", "mwaneh"), ("area:harbour", "zboura")):
        said = [(number, f"{phrase} {number[-3:]}", phrase) for number in (one, other)]
        assert teach(app, steward, meaning, *said)[-1] == "learned"
    file = word_files.export(app)
    assert "mwaneh" in file
    assert "zboura" not in file  # where a community is, is its own affair
    assert [(word.phrase, word.here) for word in word_files.look(app, file)] == [("mwaneh", True)]
    assert word_files.take(app, file) == []
    for row in rows(app, schema.learned_words):
        words.take_back(app, steward, row.id)
    assert [word.unfit for word in word_files.look(app, file)] == [None]
    assert rows(app, schema.learned_words)[0].words is None  # to look takes nothing
    assert [word.phrase for word in word_files.take(app, file)] == ["mwaneh"]
    app.words.look()
    assert app.lexicon.vocabulary.categories["mwaneh"] == "food"


def test_a_file_is_checked_like_a_text(app: App) -> None:
    food = "categories: {food: {x: [stop, mwaneh, غدا]}, cake: {x: [torta]}}"
    file = f"{food}\nyes_no: {{YES: {{x: [ما بدي]}}}}\n"
    found = {word.phrase: word.unfit for word in word_files.look(app, file)}
    assert found == {
        "stop": "safety", "mwaneh": None, "غدا": "trap", "torta": "meaning", "ما بدي": "safety",
    }  # fmt: skip
    assert [word.phrase for word in word_files.take(app, file)] == ["mwaneh"]


@pytest.mark.parametrize("file", ["- a", "x: {food: {en: [a]}}", "categories: {food: [a]}", "{"])
def test_a_file_that_is_none_is_told(app: App, file: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        word_files.look(app, file)


def test_a_word_that_a_newer_list_knows_otherwise_counts_no_more(app: App) -> None:
    with app.database.writing() as db:
        for phrase, meaning in (("stop", "category:food"), ("mwaneh", "category:food")):
            about = app.vault, phrase, meaning
            learned = learned_words.add(db, *about, part=None, taught_by=None, now=app.clock())
            learned_words.learn(db, learned)
    app.words.look()
    assert "stop" not in app.lexicon.vocabulary.categories
    assert app.lexicon.vocabulary.categories["mwaneh"] == "food"
