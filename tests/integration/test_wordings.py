"""Wordings published in place of the project's own: every process takes them up, none is ever lost."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from flows.checks.edits import fitting
from flows.text.prompts import Prompt
from flows.wording.catalog import CatalogFault, changed_catalog, load_catalog
from hotline.services.console import proposals
from hotline.services.console.wording import message_edits, messages
from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.services.operations import retention
from hotline.store import schema
from hotline.store.console import console_actions, staff
from hotline.store.console.staff import Staff
from hotline.store.conversation import message_overrides
from hotline.store.conversation.message_overrides import Key
from tests.conftest import FakeClock
from tests.support_app import rows
from tests.support_console import Colleague

KEY = ("neutral", "en", False)
NEW = "Thank you, all is noted."


@pytest.fixture
def steward(app: App) -> Staff:
    Colleague(app, "coordinator", "Rana")  # who agrees
    return Colleague(app, "steward").staff


def publish(app: App, who: Staff, key: Key, words: str, seen: int) -> str:
    """One proposes other words, another agrees; `published`, or what stood against it."""
    return _agreed(app, who, key, message_edits.ready(app, key, words, seen), seen)


def publish_again(app: App, who: Staff, key: Key, version: int, seen: int) -> str:
    """The same for an earlier version."""
    return _agreed(app, who, key, message_edits.ready_again(app, key, version, seen), seen)


def _agreed(app: App, who: Staff, key: Key, outcome: message_edits.Outcome, seen: int) -> str:
    if outcome.done != "ready":
        return outcome.done
    details = message_edits.details_of(key, outcome.pattern, seen)
    proposal = proposals.propose(app, who, "wording", None, details)
    with app.database.reading() as db:
        second = next(one for one in staff.everybody(db) if one.id != who.id)
    told = proposals.agree(app, second, proposal)
    app.wording.look()
    return "published" if told == "done" else told


def said(app: App, language: str = "en") -> str:
    return app.speaker.text(Prompt("neutral"), language)


def test_a_process_that_publishes_and_one_beside_it_both_say_the_new_words(
    make_house: Callable[..., App], steward: Staff, app: App, clock: FakeClock
) -> None:
    beside = make_house()
    old, arabic = said(beside), said(beside, "ar")
    before = beside.speaker
    assert publish(app, steward, KEY, NEW, 0) == "published"
    assert said(app) == NEW
    clock.advance(seconds=1)
    beside.wording.refresh()
    assert said(beside) == old  # it looks every two seconds
    clock.advance(seconds=1)
    receive(beside, Inbound("SM" + "1" * 32, "+9613100001", "hello"))
    assert (said(beside), said(beside, "ar")) == (NEW, arabic)
    assert before.text(Prompt("neutral"), "en") == old  # whoever had it may go on
    assert said(make_house()) == NEW  # and so does a process that starts later


def test_nothing_is_asked_while_nothing_is_due(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(_: object) -> int:
        raise AssertionError("asked")

    monkeypatch.setattr(message_overrides, "newest", ask)
    app.wording.refresh()
    receive(app, Inbound("SM" + "1" * 32, "+9613100001", "hello"))


def test_undo_publishes_what_was_before(app: App, steward: Staff) -> None:
    own = said(app)
    for number, words in enumerate((NEW, "All noted.")):
        done = publish(app, steward, KEY, words, number)
        assert (done, said(app)) == ("published", words)
    assert publish_again(app, steward, KEY, 1, 2) == "published"
    assert said(app) == NEW
    assert publish_again(app, steward, KEY, 0, 3) == "published"
    assert said(app) == own
    found = message_edits.history(app, KEY)
    assert [each.published.version for each in found.versions] == [4, 3, 2, 1]
    assert [each.pattern for each in found.versions] == [found.own, NEW, "All noted.", NEW]
    assert found.versions[0].by == "Nour"
    assert publish_again(app, steward, KEY, 9, 4) == "gone"
    with app.database.reading() as db:
        ids = [each.published.id for each in found.versions]
        trail = [console_actions.about(db, "wording", id, 5)[0] for id in ids]
    assert {(each.staff_id, each.action) for each in trail} == {(steward.id, "worded")}


def test_two_editors_do_not_undo_each_other(app: App, steward: Staff) -> None:
    assert publish(app, steward, KEY, NEW, 0) == "published"
    assert publish(app, steward, KEY, "All noted.", 0) == "meanwhile"
    assert said(app) == NEW
    assert publish(app, steward, KEY, NEW, 1) == "same"
    assert len(rows(app, schema.wordings)) == 1


@pytest.mark.parametrize(
    ("key", "words", "fault"),
    [
        (("need-opened", "en", False), "It is open.", "`{ $ref }` is missing"),
        (KEY, "For { $ref } thanks.", "there is no `{ $ref }` here"),
        (KEY, "Thanks. " * 25, "2 segments (199 units of GSM-7) at its worst; 1 at most"),
        (KEY, "Thanks, gay friends.", "may not say this (identity: gay)"),
        (KEY, "Text CANCEL to leave.", "may not say this (carrier: CANCEL)"),
        (KEY, "{ neutral }", "cannot be said"),
        (KEY, "{ nothing-such }", "cannot be said"),
        (KEY, "Thanks {", "unreadable"),
        (KEY, "Thanks\n.voice = other", "unreadable"),
        (KEY, "", "unreadable"),
        (("v-tail", "en", True), "To hear this again, press star.", "does not say 0"),
        (("label-talk", "en", False), "talk " * 12, "costs 2 segments"),
    ],
)
def test_faulty_words_are_not_published(
    app: App, steward: Staff, key: tuple[str, str, bool], words: str, fault: str
) -> None:
    own = app.speaker
    outcome = message_edits.ready(app, key, words, 0)
    assert outcome.done == "faulty"
    assert fault in " ".join(outcome.faults)
    assert app.speaker is own
    assert rows(app, schema.wordings) == []


def test_what_was_overtaken_while_it_waited_is_not_published(app: App, steward: Staff) -> None:
    late = message_edits.details_of(KEY, "All noted.", 0)
    waiting = proposals.propose(app, steward, "wording", None, late)
    assert publish(app, steward, KEY, NEW, 0) == "published"
    with app.database.reading() as db:
        second = next(one for one in staff.everybody(db) if one.id != steward.id)
    assert proposals.agree(app, second, waiting) == "gone"
    lure = message_edits.details_of(("menu", "en", False), "Text your street.", 0)
    waiting = proposals.propose(app, steward, "wording", None, lure)  # past the form
    assert proposals.agree(app, second, waiting) == "gone"
    assert said(app) == NEW


def test_the_record_keeps_the_words_sealed_with_both_names_for_ninety_days(
    app: App, steward: Staff, clock: FakeClock
) -> None:
    publish(app, steward, KEY, NEW, 0)
    (kept,) = rows(app, schema.proposals)
    assert NEW.encode() not in kept.details
    for _ in range(2):
        (line,) = proposals.sheet(app, steward).acts
        assert (line.proposal.details["words"], line.writer, line.second) == (NEW, "Nour", "Rana")
        clock.advance(days=44)
        retention.run_due(app)
    clock.advance(days=3)
    retention.run_due(app)
    assert rows(app, schema.proposals) == []


def test_a_check_shows_how_it_would_read_and_publishes_nothing(app: App) -> None:
    outcome = message_edits.check(app, ("need-dropped", "en", False), "Dropped. Menu: MENU")
    assert (outcome.done, outcome.faults) == ("checked", ())
    assert outcome.said is not None
    assert (outcome.said.worst, outcome.said.cost and outcome.said.cost.units) == (
        "Dropped. Menu: MENU",
        19,
    )
    assert rows(app, schema.wordings) == []


def test_words_that_no_longer_fit_give_way_to_those_of_the_release(
    app: App, steward: Staff
) -> None:
    broken = {
        ("gone-since", "en", False): "Words",
        ("need-opened", "en", False): "Without its number",
        ("menu", "en", False): "unreadable {",
        KEY: NEW,
    }
    with app.database.writing() as db:
        for key, words in broken.items():
            message_overrides.add(db, key, words, steward.id, app.clock())
    app.wording.look()
    assert said(app) == NEW
    catalog, own = app.speaker.catalog, load_catalog()
    for key in (("need-opened", "en", False), ("menu", "en", False)):
        assert catalog.pattern(*key) == own.pattern(*key)
    assert publish(app, steward, KEY, "All noted.", 4) == "published"


def test_an_older_recording_of_changed_words_is_shown_as_outdated(
    app: App, steward: Staff, clock: FakeClock
) -> None:
    key = ("v-goodbye", "en", True)
    recording = app.prompts.path("v-goodbye", "en")
    recording.parent.mkdir(parents=True)
    recording.write_bytes(b"ID3 and so on")
    made = clock().timestamp() - 60
    os.utime(recording, (made, made))
    assert _outdated(app) == []
    assert publish(app, steward, key, "Goodbye, and take care.", 0) == "published"
    assert _outdated(app) == ["en"]
    later = clock().timestamp() + 60
    os.utime(recording, (later, later))
    assert _outdated(app) == []


def _outdated(app: App) -> list[str]:
    found = messages.message(app, "v-goodbye")
    assert found is not None
    return list(found.outdated)


def test_every_wording_of_ours_may_stand_in_its_own_place() -> None:
    own = load_catalog()
    changes = {
        (id, language, voice): own.pattern(id, language, voice)
        for id in own.ids()
        for language in own.languages()
        for voice in (False, True)
        if own.has(id, language, voice)
    }
    catalog, fit = fitting(changes)
    assert fit == changes
    for key, pattern in changes.items():
        assert catalog.pattern(*key) == pattern
        assert catalog.placeholders(*key) == own.placeholders(*key)
    with pytest.raises(CatalogFault, match="has no text"):
        changed_catalog({("choice-food", "en", False): "words"})
