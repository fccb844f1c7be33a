"""ERASE on both databases: what goes, what stays, and what was in the middle of something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import LargeBinary, Table, func, insert, select, update

from hotline.domain.messages import Kind
from hotline.domain.transitions import RECORDING
from hotline.services.delivery import deliver, reconcile, redaction
from hotline.services.kernel.app import App
from hotline.services.members import erasure
from hotline.services.operations import retention
from hotline.simulator.server import Simulator
from hotline.store.db.encryption import RECORDING_SID, SEALED
from hotline.store.messages import outbox as texts
from hotline.store.messages import provider_copies, spending
from hotline.store.schema import (
    attempts,
    calls,
    console_actions,
    events,
    flow_sessions,
    matches,
    members,
    metadata,
    needs,
    outbox,
    recordings,
    suppressions,
)
from hotline.store.schema import provider_copies as held
from hotline.store.upkeep.erasing import RULES
from tests.conftest import FakeClock
from tests.integration.test_leaks import database_bytes
from tests.support_app import enrol, greet_everybody, rows, settle_down
from tests.support_line import Line, served
from tests.support_needles import forms_of_number, found_in
from tests.support_processes import wait_until
from tests.support_rows import NOW, add_row

MAYA, SAM, KIM = "+9613000001", "+9613000003", "+96170000001"
WORDS = ("wisteria", "marzipan", "periwinkle", "gossamer", "thistledown")
PIN = "83920174"  # so long that no id of the provider's holds it by chance


@dataclass(frozen=True)
class Town:
    """A hotline and its provider: Maya asks, Sam helps, Kim is of the team."""

    line: Line
    app: App
    carrier: Simulator
    clock: FakeClock

    def text(self, number: str, *words: str) -> list[str]:
        for one in words:
            answer = self.line.text(number, one)
            assert answer.status == 200
        return answer.texts

    def erase(self, number: str = MAYA) -> list[str]:
        return self.text(number, "ERASE", "1")

    def provider_forgets(self) -> None:
        """However slow this machine is: what a callback under way holds is taken on when it lets go."""
        wait_until(self._nothing_is_due, "the provider has been asked to forget")

    def _nothing_is_due(self) -> bool:
        redaction.run_due(self.app, monotonic=lambda: 0.0)
        with self.app.database.reading() as db:
            due = select(held.c.id).where(*provider_copies.any_due(self.app.clock()))
            return db.execute(due).first() is None

    def member_id(self, number: str = MAYA) -> int:
        index = self.app.vault.phone_index(number)
        with self.app.database.reading() as db:
            query = select(members.c.id).where(members.c.phone_index == index)
            found: int = db.execute(query).scalar_one()
            return found

    def matched(self) -> str:
        """Maya's request with words, which Sam takes; its reference."""
        self.text(MAYA, "need food harbour today 2", f"{WORDS[0]} please", "1")
        settle_down(self.app)
        (need,) = rows(self.app, needs)
        self.text(SAM, f"YES {need.reference}")
        settle_down(self.app)
        return str(need.reference)

    def received(self, number: str) -> list[str]:
        """Every text that has ever reached a phone by REST."""
        sent = [event for event in self.carrier.log() if event["kind"] == "message"]
        return [event["body"] for event in sent if event["to"] == number]

    def opened(self) -> bytes:
        """Whatever is sealed, opened."""
        found = []
        with self.app.database.reading() as db:
            for place in SEALED:
                name, column = place.place.split(".")
                table = metadata.tables[name]
                (key,) = table.primary_key.columns
                sealed = table.c[column]
                for row_id, value in db.execute(select(key, sealed).where(sealed.is_not(None))):
                    found.append(self.app.vault.open_bytes(place, row_id, value))
        return b"\n".join(found)


@pytest.fixture
def town(make_house: Callable[..., App], carrier: Simulator, clock: FakeClock) -> Iterator[Town]:
    with served(make_house) as (line, app):
        enrol(
            app,
            ("Maya", MAYA, "en", "", "", "0"),
            ("Sam", SAM, "en", "food", "harbour", "1"),
            ("Kim", KIM, "en", "", "", "3"),
        )
        greet_everybody(app)
        voice = f"{line.url}/twilio/voice"
        carrier.connect(f"{line.url}/twilio/sms", voice, f"{voice}/status")
        yield Town(line, app, carrier, clock)
        carrier.stop()


# Nothing can be forgotten by being new


def test_every_column_that_names_a_member_has_its_rule() -> None:
    named = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if any(key.column.table is members for key in column.foreign_keys)
    }
    without_key = {"events.member_id", "events.actor_id", "console_actions.target_id"}
    assert set(RULES) == named | without_key


def test_nothing_is_left_of_whatever_names_them(town: Town) -> None:
    member_id = town.member_id()
    with town.app.database.writing() as db:
        planted = [(_table(name), add(db, name, member_id)) for name in RULES]
    town.erase()
    with town.app.database.reading() as db:
        for name, fate in RULES.items():
            table, column = _table(name), _table(name).c[name.split(".")[1]]
            left = db.execute(select(table).where(column == member_id)).all()
            if (
                name == "outbox.member_id"
            ):  # the answer to their last text, which may be asked for again
                left = [row for row in left if row.created_at != town.clock()]
            if fate != "kept":
                assert left == [], name
            for sealed in _sealed(table):
                assert all(row._mapping[sealed] is None for row in left), name
        for table, row_id in planted:
            if table is recordings:
                row = db.execute(select(recordings).where(recordings.c.id == row_id)).one()
                assert (row.state, row.sound, row.reference, row.need_id) == (
                    "dropped", None, row.reference, None,
                )  # fmt: skip
        tomb = db.execute(select(members).where(members.c.id == member_id)).one()
    empty = [name for name, value in tomb._mapping.items() if value is None]
    assert {"phone", "phone_index", "name", "greeted_at", "safe_word", "hidden_at"} <= set(empty)
    assert (tomb.state, tomb.level, tomb.call_safe) == ("erased", 0, "unknown")


def add(db: Any, name: str, member_id: int) -> int | None:
    table = _table(name)
    given: dict[str, Any] = {name.split(".")[1]: member_id}
    given |= dict.fromkeys(_sealed(table), b"sealed" * 8)
    if table is console_actions:
        given["kind"] = "member"
    if name == "avoidances.other_id":
        given["member_id"] = add_row(db, members)
    if name == "pins.member_id":
        db.execute(insert(table).values(**given, set_at=NOW))
        return member_id
    if table is recordings:
        given["state"] = RECORDING.initial  # what is dropped is dropped from a state that there is
    return add_row(db, table, **given)


def _table(name: str) -> Table:
    return metadata.tables[name.split(".")[0]]


def _sealed(table: Table) -> set[str]:
    places = [place.place.split(".") for place in SEALED]
    return {column for name, column in places if name == table.name} & {
        c.name for c in table.columns if isinstance(c.type, LargeBinary)
    }


# A whole story


def test_no_word_and_no_number_of_theirs_is_left(town: Town) -> None:
    reference = town.matched()
    town.text(MAYA, f"{WORDS[1]} at the gate")
    town.text(SAM, f"{WORDS[2]} is on the way")
    town.text(MAYA, "0")
    settle_down(town.app)
    talk = rows(town.app, metadata.tables["threads"])[-1].reference
    town.text(MAYA, f"{talk} {WORDS[3]} and more")
    town.text(MAYA, "pin", PIN)
    settle_down(town.app)
    assert all(word.encode() in town.opened() for word in WORDS[:4])
    assert town.erase() == ["All forgotten. The texts on this phone itself remain; delete them there "
                            "too. Take good care."]  # fmt: skip
    settle_down(town.app)
    erasure.sweep(town.app)
    left = town.opened()
    assert not [word for word in (*WORDS, MAYA, PIN) if word.encode() in left]
    whole = database_bytes(str(town.app.settings.database_url), town.app.settings.data)
    assert not found_in(whole, forms_of_number(MAYA, "961"))
    assert f"Request {reference} is not needed any more" in town.received(SAM)[-1]
    (need,) = rows(town.app, needs)
    assert (need.state, need.words) == ("withdrawn", None)


def test_the_provider_is_made_to_forget_at_once_and_within_a_minute_of_its_allowing_it(
    town: Town,
) -> None:
    town.matched()
    town.carrier.text(MAYA, f"{WORDS[1]} at the gate")
    settle_down(town.app)
    assert _of(town, MAYA)
    town.carrier.faults = replace(town.carrier.faults, removals_late=1000)
    town.erase()
    town.provider_forgets()
    assert _of(town, MAYA)
    town.carrier.faults = replace(town.carrier.faults, removals_late=0)
    town.clock.advance(seconds=59)
    town.provider_forgets()
    assert not _of(town, MAYA)
    assert not [row for row in rows(town.app, held) if row.hurried]


def _of(town: Town, number: str) -> list[Any]:
    """What the provider holds of a phone."""
    return [m for m in town.carrier.messages() if number in (m.sender, m.to)]


def test_the_trail_survives_without_their_id(town: Town) -> None:
    member_id = town.member_id()
    town.matched()
    town.erase()
    kept = rows(town.app, events)
    assert {"need_opened", "need_matched", "need_withdrawn", "member_erased"} <= {
        row.kind for row in kept
    }
    assert not [row for row in kept if member_id in (row.member_id, row.actor_id)]
    assert [row for row in kept if row.actor_id or row.member_id]  # others' ids are there


def test_afterwards_they_are_a_stranger(town: Town) -> None:
    before = town.member_id()
    town.text(MAYA, "pin", "4711")
    town.erase()
    assert town.text(MAYA, "hello")[0].startswith("Harbour here")
    assert town.member_id() != before
    (now,) = [row for row in rows(town.app, members) if row.id == town.member_id()]
    assert (now.name, now.level, now.state, now.call_safe) == (None, 0, "active", "unknown")
    assert not rows(town.app, metadata.tables["pins"])


def test_erased_again_and_again(town: Town) -> None:
    for _ in range(3):
        assert "All forgotten" in town.erase()[-1]
    assert not [row for row in rows(town.app, members) if row.name and row.phone is None]
    assert len(rows(town.app, suppressions)) == 0
    town.clock.advance(hours=1)
    settle_down(town.app)
    erasure.sweep(town.app)
    assert not [row for row in rows(town.app, members) if row.state == "erased"]


def test_a_repeated_webhook_gets_the_same_answer_and_changes_nothing(town: Town) -> None:
    town.text(MAYA, "ERASE")
    sid = "SM" + "7" * 32
    first = town.line.text(MAYA, "1", sid).texts
    again = town.line.text(MAYA, "1", sid).texts
    assert first == again and "All forgotten" in first[0]
    assert not [row for row in rows(town.app, members) if row.state == "active" and not row.name]


# Whoever has said stop, or is blocked


def test_of_one_who_said_stop_a_keyed_hash_is_left_and_they_are_not_texted(town: Town) -> None:
    town.text(MAYA, "توقف")
    assert "All forgotten" in town.erase()[-1]
    (kept,) = rows(town.app, suppressions)
    assert (kept.phone_index, kept.state) == (town.app.vault.phone_index(MAYA), "opted_out")
    assert town.text(MAYA, "hello")[0].startswith("Done. No more texts")
    town.erase()
    assert len(rows(town.app, suppressions)) == 1


def test_whoever_is_blocked_can_be_forgotten_and_stays_blocked(town: Town) -> None:
    member_id = town.member_id()
    neutral = town.text(MAYA, "thanks")
    with town.app.database.writing() as db:
        db.execute(update(members).where(members.c.id == member_id).values(state="blocked"))
    assert town.text(MAYA, "need food") == neutral
    assert "All forgotten" in town.erase()[-1]
    assert [row.state for row in rows(town.app, suppressions)] == ["blocked"]
    assert town.text(MAYA, "need food") == neutral
    assert town.text(MAYA, "ERASE", "2") != neutral  # asked, and answered like anybody
    assert not rows(town.app, flow_sessions)


# In the middle of something


def test_words_that_have_not_left_never_do(town: Town) -> None:
    town.matched()
    town.text(MAYA, f"{WORDS[1]} at the gate")
    town.erase()
    settle_down(town.app)
    assert not [body for body in town.received(SAM) if WORDS[1] in body]


def test_a_text_to_them_that_is_just_being_sent(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.matched()
    town.text(SAM, f"{WORDS[2]} is on the way")
    send, erased = town.app.gateway.send, []

    def sent_meanwhile(*args: Any) -> Any:
        answer = send(*args)
        erased.append(town.erase())
        return answer

    monkeypatch.setattr(town.app.gateway, "send", sent_meanwhile)
    deliver.run(town.app)
    assert erased
    monkeypatch.undo()
    settle_down(town.app)
    town.provider_forgets()
    assert not _of(town, MAYA)
    assert WORDS[2].encode() not in town.opened()
    assert not [row for row in rows(town.app, outbox) if row.state in ("sending", "unclear")]


def test_words_of_theirs_that_are_just_being_sent_go_once_they_have_arrived(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.matched()
    town.text(MAYA, f"{WORDS[1]} at the gate")
    send = town.app.gateway.send

    def sent_meanwhile(*args: Any) -> Any:
        answer = send(*args)
        town.erase()
        return answer

    monkeypatch.setattr(town.app.gateway, "send", sent_meanwhile)
    deliver.run(town.app)
    monkeypatch.undo()
    settle_down(town.app)
    erasure.sweep(town.app)
    assert WORDS[1].encode() not in town.opened()
    assert len([body for body in town.received(SAM) if WORDS[1] in body]) == 1


def test_a_text_of_which_nobody_knows_whether_it_left_is_not_sent_again(town: Town) -> None:
    town.matched()
    town.text(SAM, f"{WORDS[2]} is on the way")
    town.carrier.faults = replace(town.carrier.faults, drop_after=1, callbacks=False)
    deliver.run(town.app)
    town.erase()
    town.clock.advance(minutes=2)
    reconcile.run(town.app)
    settle_down(town.app)
    assert len([body for body in town.received(MAYA) if WORDS[2] in body]) == 1


def test_a_text_that_was_looked_up_while_it_was_forgotten(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.matched()
    town.text(SAM, f"{WORDS[2]} is on the way")
    town.carrier.faults = replace(town.carrier.faults, drop_after=1, callbacks=False)
    deliver.run(town.app)
    town.clock.advance(minutes=2)
    listed = town.app.gateway.sent_to

    def listed_meanwhile(*args: Any) -> Any:
        town.erase()
        return listed(*args)

    monkeypatch.setattr(town.app.gateway, "sent_to", listed_meanwhile)
    reconcile.run(town.app)
    assert WORDS[2].encode() not in town.opened()


def test_a_yes_at_the_same_moment_matches_nobody_with_the_erased(town: Town) -> None:
    for _ in range(4):
        town.text(MAYA, "need food harbour today 2", "1", "1")
        settle_down(town.app)
        need = rows(town.app, needs)[-1]
        town.text(MAYA, "ERASE")
        with ThreadPoolExecutor(2) as both:
            done = [
                both.submit(town.line.text, MAYA, "1"),
                both.submit(town.line.text, SAM, f"YES {need.reference}"),
            ]
            assert [one.result().status for one in done] == [200, 200]
        settle_down(town.app)
        town.clock.advance(days=8)  # Sam may be asked again
        settle_down(town.app)
    assert {row.state for row in rows(town.app, needs)} == {"withdrawn"}
    assert not [row for row in rows(town.app, matches) if row.state == "open"]


def test_two_texts_at_the_same_moment_as_the_last_word(town: Town) -> None:
    for _ in range(4):
        town.text(MAYA, "ERASE")
        with ThreadPoolExecutor(3) as crowd:
            words = ("1", "need food harbour today 2", "hello")
            answers = list(crowd.map(lambda one: town.line.text(MAYA, one), words))
        assert {answer.status for answer in answers} == {200}
        ids = [row.id for row in rows(town.app, members) if row.state == "erased"]
        live = [r for r in rows(town.app, needs) if r.state == "seeking" and r.asker_id in ids]
        assert live == []
        town.text(MAYA, "menu")
        town.erase()
        settle_down(town.app)


def test_what_comes_in_about_the_erased_is_swept_away_and_so_are_they(town: Town) -> None:
    member_id = town.member_id()
    town.erase()
    settle_down(town.app)
    with town.app.database.writing() as db:
        words = texts.Outgoing(
            member_id=member_id,
            body=WORDS[4],
            kind=Kind.RELAY,
            now=town.clock(),
            priority=1,
        )
        texts.add(db, town.app.vault, words)
    settle_down(town.app)
    assert town.received(MAYA) == []
    town.clock.advance(minutes=11)
    assert erasure.sweep(town.app) == 1
    assert WORDS[4].encode() not in town.opened()
    assert member_id not in [row.id for row in rows(town.app, members)]


def test_a_tombstone_stays_while_others_history_names_it(town: Town) -> None:
    town.matched()
    sam = town.member_id(SAM)
    town.erase(SAM)
    settle_down(town.app)
    town.clock.advance(minutes=11)
    erasure.sweep(town.app)
    assert sam in [row.id for row in rows(town.app, members)]
    assert sam in [row.helper_id for row in rows(town.app, matches)]


# Calls


def test_by_text_while_on_the_phone(town: Town) -> None:
    call = town.carrier.phone(MAYA).call(pace=0)
    call.press("1")
    town.erase()
    (row,) = rows(town.app, calls)
    assert (row.member_id, row.data, row.state) == (None, None, "closed")
    call.press("1")
    assert town.carrier.wait_for(lambda: call.ended)
    assert not rows(town.app, needs)
    town.provider_forgets()
    assert town.carrier.calls() == []


def test_what_is_spoken_in_a_call_of_nobodys_goes_at_the_provider(town: Town) -> None:
    with town.app.database.writing() as db:
        call_id = add_row(db, calls, member_id=None, state="closed", turn=3)
    fields = {
        "AccountSid": town.app.settings.twilio_account_sid,
        "CallSid": "CA" + "1" * 32,
        "CallStatus": "completed",
        "From": MAYA,
        "To": town.app.settings.number,
        "RecordingSid": "RE" + "2" * 32,
        "RecordingDuration": "4",
    }
    for _ in range(2):
        town.line.post(f"/twilio/voice/{call_id}/3", list(fields.items()))
    (row,) = rows(town.app, recordings)
    sid = town.app.vault.open_sid(RECORDING_SID, row.id, row.provider_sid)
    assert (row.state, sid, row.sound) == ("dropped", "RE" + "2" * 32, None)


def test_words_that_wait_to_be_told_in_a_call_are_not_told(town: Town) -> None:
    town.matched()
    with town.app.database.writing() as db:
        by_call = {"by_call": True, "call_safe": "yes"}
        db.execute(update(members).where(members.c.id == town.member_id(SAM)).values(**by_call))
    town.text(MAYA, f"{WORDS[1]} at the gate")
    assert WORDS[1].encode() in town.opened()
    town.erase()
    assert WORDS[1].encode() not in town.opened()
    assert b"withdrawn-helper" in town.opened()  # that they are told all the same


def test_attempts_go_with_their_texts(town: Town) -> None:
    town.text(MAYA, "hello", "menu")
    town.erase()
    with town.app.database.reading() as db:
        answers = db.execute(select(func.count()).select_from(outbox)).scalar_one()
        tries = db.execute(select(func.count()).select_from(attempts)).scalar_one()
    assert answers == tries == 1


def test_what_their_texts_have_cost_today_still_counts(town: Town) -> None:
    town.matched()
    since = town.clock() - timedelta(hours=1)

    def cost() -> int:
        with town.app.database.reading() as db:
            return sum(spending.segments(db, since).values())

    before = cost()
    town.erase()
    settle_down(town.app)
    assert cost() >= before > 0
    town.clock.advance(days=3)
    retention.run_due(town.app, monotonic=lambda: 0.0)
    assert rows(town.app, metadata.tables["forgotten_spend"]) == []
