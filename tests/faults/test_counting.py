"""Each count sees what it is there to see: a fault is planted in the database, or on a phone, and counted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from hotline.audit.ledger import opened
from hotline.simulator.core.state import ScreenLine
from tests.audit.planting import NOW, Soil, soil
from tests.faults import counting
from tests.faults.doors import Entry
from tests.faults.numbers import dresses

MAYA, SAM, RANA, KIM = "+96171839264", "+96176418273", "+96171928471", "+96170583916"
LATER = NOW + timedelta(minutes=1)
_NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def screen(*lines: str) -> list[ScreenLine]:
    """A phone's screen: ">" before what was sent, and ten seconds, or so many as stand behind @, between."""
    found, at = [], _NOON
    for line in lines:
        words, _, second = line.partition(" @")
        at = _NOON + timedelta(seconds=int(second)) if second else at + timedelta(seconds=10)
        found.append(ScreenLine("sent" if words[0] == ">" else "received", words.lstrip("> "), at))
    return found


def asker(reference: str, *more: str) -> list[ScreenLine]:
    return screen(f"Request {reference} is open. We are asking now @0", *more)


# 1. Brought together who must not be.


def _parted(ground: Soil, *, asker_reports: bool = True) -> dict[str, int]:
    """Maya and Sam, who were kept apart by a report, and a request of Maya's."""
    maya, sam = ground.row("members", state="active"), ground.row("members", state="active")
    reporter, other = (maya, sam) if asker_reports else (sam, maya)
    ground.row("avoidances", member_id=reporter, other_id=other)
    need = ground.row("needs", asker_id=maya, state="seeking")
    sides: dict[str, Any] = {"asker_id": maya, "helper_id": sam}
    ground.row("matches", need_id=need, state="reported", ended_at=NOW, **sides)
    return {"maya": maya, "sam": sam, "need": need}


def _asked(ground: Soil, who: dict[str, int], at: datetime = LATER) -> None:
    ground.row("asks", need_id=who["need"], member_id=who["sam"], state="sent", created_at=at)


def _matched(ground: Soil, who: dict[str, int]) -> None:
    sides = {"asker_id": who["maya"], "helper_id": who["sam"]}
    ground.row("matches", need_id=who["need"], state="open", opened_at=LATER, **sides)


def _words(ground: Soil, who: dict[str, int]) -> None:
    sides = {"author_id": who["maya"], "member_id": who["sam"]}
    ground.row("outbox", kind="relay", created_at=LATER, sent_at=LATER, **sides)


def _words_back(ground: Soil, who: dict[str, int]) -> None:
    sides = {"author_id": who["sam"], "member_id": who["maya"]}
    ground.row("outbox", kind="relay", created_at=LATER, sent_at=LATER, **sides)


@pytest.mark.parametrize("asker_reports", [True, False])
@pytest.mark.parametrize("plant", [_asked, _matched, _words, _words_back])
def test_whoever_is_brought_together_again_is_counted_in_the_books(
    database_url: str, plant: Any, asker_reports: bool
) -> None:
    with soil(database_url) as ground:
        who = _parted(ground, asker_reports=asker_reports)
        _asked(ground, who, NOW - timedelta(minutes=1))  # before they were kept apart
    with opened(database_url) as ledger:
        assert counting.together_in_books(ledger) == []
    with soil(database_url) as ground:
        plant(ground, who)
    with opened(database_url) as ledger:
        assert len(counting.together_in_books(ledger)) == 1


def test_so_are_those_who_came_back_under_a_clean_name(database_url: str) -> None:
    """Of them nothing but the keyed hash of two numbers is left."""
    with soil(database_url) as ground:
        ids = [ground.row("members", state="active", phone_index=bytes([n]) * 32) for n in (1, 2)]
        ground.row("kept_apart", first_index=bytes([2]) * 32, second_index=bytes([1]) * 32)
        need = ground.row("needs", asker_id=ids[0])
        ground.row("asks", need_id=need, member_id=ids[1], state="sent", created_at=LATER)
    with opened(database_url) as ledger:
        assert len(counting.together_in_books(ledger)) == 1


def test_of_one_who_came_back_before_the_report_only_what_came_after_it_counts(
    database_url: str,
) -> None:
    """What was reported is a match of the id that they had before."""
    with soil(database_url) as ground:
        maya, sam = ground.row("members", state="active"), ground.row("members", state="active")
        ground.row("avoidances", member_id=maya, other_id=sam)
        ground.row("reports", subject_id=sam, reporter_id=maya, at=NOW)
        who = {"maya": maya, "sam": sam, "need": ground.row("needs", asker_id=maya)}
        _asked(ground, who, NOW - timedelta(minutes=1))
    with opened(database_url) as ledger:
        assert counting.together_in_books(ledger) == []
    with soil(database_url) as ground:
        _matched(ground, who)
    with opened(database_url) as ledger:
        assert len(counting.together_in_books(ledger)) == 1


def _report(*after: str, on_sams: Iterable[str] = ()) -> dict[str, list[ScreenLine]]:
    """Maya reports Sam, who helps with 471, at the fortieth second."""
    told = "Thank you for telling us. Nothing passes between you two any more @40"
    return {
        MAYA: asker("471", "> REPORT 471 @39", told, *after),
        SAM: screen("Request 471 is yours. Text here @20", *on_sams),
    }


@pytest.mark.parametrize(
    ("on_mayas", "on_sams"),
    [
        (["Request 522 is open. @60"], ["Request 522: food. Could you? YES 522 @70"]),
        (["سجلنا طلبك 522. نبحث الآن @60"], ["طلب 522: طعام\nممكن؟ نعم 522 @70"]),
        (["Request 522 is open. @60"], ["Request 522 is yours. Text here @70"]),
        (["Request 522 is open. @60"], ["شكرا! الطلب 522 معك. رسائلك تصل @70"]),
        (["Request 522 is open. @60"], ["شكرا! الطلب 522 لك ورسائلك تصل. @70"]),
        (["> xqmaya @60"], ["471: xqmaya @70"]),
        (["471: xqsam @70"], []),
    ],
)
def test_and_on_the_phones(on_mayas: list[str], on_sams: list[str]) -> None:
    tokens = {MAYA: ["xqmaya"], SAM: ["xqsam"]}
    before = ["Request 471: food. Could you? YES 471 @10", "471: xqmaya @41"]  # it had left
    quiet = _report(on_sams=before)
    assert counting.together_on_phones(quiet, tokens) == []
    told = _report(*on_mayas, on_sams=[*before, *on_sams])
    assert len(counting.together_on_phones(told, tokens)) == 1


def test_the_one_who_helps_reports_as_well() -> None:
    phones = {
        MAYA: asker("471", "Request 522 is open. @60"),
        SAM: screen(
            "Request 471 is yours. @20",
            "> تبليغ 471 @39",
            "شكرا على التبليغ. انتهى التواصل @40",
            "Request 522: food. Could you? YES 522 @70",
        ),
    }
    assert len(counting.together_on_phones(phones, {})) == 1


def test_who_took_it_while_the_report_was_on_its_way_is_left_to_the_books() -> None:
    """It was about the one before."""
    phones = _report() | {RANA: screen("Request 471 is yours. Text here @40")}
    assert [parting.other for parting in counting.Story(phones).partings] == []
    before = _report() | {RANA: screen("Request 471 is yours. Text here @10")}
    assert [parting.other for parting in counting.Story(before).partings] == [SAM]


def test_whoever_is_dangerous_and_asked_though_reported_is_counted() -> None:
    quiet = _report()
    assert counting.asked_though_reported(quiet, [SAM], [MAYA], [KIM]) == []
    asked = _report(on_sams=["Request 633: food. Could you? YES 633 @70"])
    assert counting.asked_though_reported(asked, [SAM], [MAYA], [KIM]) == [f"asked: 633 {SAM}"]
    assert counting.asked_though_reported(asked, [SAM], [RANA], [KIM]) == []  # not by one to trust


def test_so_is_whoever_is_asked_for_one_who_was() -> None:
    phones = {
        MAYA: asker("471", "Request 522 is open. @60"),
        SAM: screen("Request 471 is yours. @20", "> REPORT 471", "Thank you for telling us. Nothing passes"),
        KIM: screen("Request 522: food. Could you? YES 522 @70"),
        RANA: screen("Request 522: food. Could you? YES 522 @70"),
    }  # fmt: skip
    found = counting.asked_though_reported(phones, [MAYA], [SAM], [KIM])
    assert found == [f"asked for: 522 {RANA}"]


# 2. Words of an asker, read by somebody not vouched for.


@pytest.mark.parametrize(("level", "seen"), [(0, 1), (1, 0)])
def test_words_that_left_to_a_newcomer_are_counted(
    database_url: str, level: int, seen: int
) -> None:
    with soil(database_url) as ground:
        maya, sam = ground.row("members"), ground.row("members", level=level)
        ground.row("matches", asker_id=maya, helper_id=sam)
        ground.row("outbox", author_id=maya, member_id=sam, kind="reply", sent_at=NOW)
        ground.row("outbox", author_id=maya, member_id=sam, kind="relay")  # held
        ground.row("outbox", author_id=sam, member_id=maya, kind="relay", sent_at=NOW)
    with opened(database_url) as ledger:
        assert len(counting.read_in_books(ledger, 1)) == seen


@pytest.mark.parametrize("way", ["received", "heard"])
def test_so_are_those_that_a_newcomer_read_or_heard(way: Any) -> None:
    words = {MAYA: ["xqmaya"]}
    for levels, seen in (({SAM: 0}, 1), ({SAM: 1}, 0), ({}, 1)):
        phones = {
            MAYA: screen("> xqmaya", "471: xqmaya"),  # their own
            SAM: [ScreenLine(way, "471: xqmaya *** thanks", _NOON)],
        }
        assert len(counting.read_on_phones(phones, words, {MAYA: 0, **levels}, 1)) == seen


# 3. Urgent requests that nobody was asked for or told of.


def _nothing(ground: Soil, need: int) -> None:
    """Neither asked nor told."""


def _ask_that_waits(ground: Soil, need: int) -> None:
    ground.row("asks", need_id=need, state="queued")


def _ask(ground: Soil, need: int) -> None:
    ground.row("asks", need_id=need, state="sent", sent_at=NOW)


def _told_team(ground: Soil, need: int) -> None:
    kim = ground.row("members", level=3)
    ground.row("outbox", need_id=need, member_id=kim, kind="notice", sent_at=NOW)


@pytest.mark.parametrize(
    ("plant", "seen"), [(_nothing, 1), (_ask_that_waits, 1), (_ask, 0), (_told_team, 0)]
)
def test_an_urgent_request_that_nobody_heard_of_is_counted(
    database_url: str, plant: Any, seen: int
) -> None:
    mayas = bytes([1]) * 32
    with soil(database_url) as ground:
        maya = ground.row("members", phone_index=mayas)
        need = ground.row("needs", asker_id=maya, urgent=True, reference="471")
        ground.row("needs", asker_id=maya, urgent=False, reference="472")
        plant(ground, need)
    with opened(database_url) as ledger:
        assert len(counting.unheard_in_books(ledger, {mayas: MAYA})) == seen
        assert counting.unheard_in_books(ledger, {bytes([2]) * 32: SAM}) == []


@pytest.mark.parametrize(
    ("on_sams", "seen"),
    [
        ("", 1),
        ("Request 471, urgent: Harbour, now, for 2. Could you? YES 471", 0),
        ("طلب 471 طارئ: الميناء، الآن. ممكن؟ نعم 471 أو لا", 0),
        ("Request 471 needs our team: urgent help. To take it: YES 471.", 0),
        ("Request 471 is for our team alone: its asker was reported. To take it: YES 471", 0),
        ("Request 471: the one who helps reports the one who asked. It is not: it is yours.", 0),
        ("Request 472, urgent: Harbour, now, for 2. Could you? YES 472", 1),
    ],
)
def test_so_is_one_of_which_no_other_phone_read(on_sams: str, seen: int) -> None:
    asked = "Is this right? urgent help, Harbour, now. 1 send"
    mine = screen(
        asked, "Request 471 is open. We are asking now", "Request 471. To take it: YES 471"
    )
    phones = {MAYA: mine, SAM: screen(on_sams or "nothing")}
    assert len(counting.unheard_on_phones(phones, [MAYA])) == seen
    assert counting.unheard_on_phones(phones, [SAM]) == []


# 4. Staff locked out.


def test_a_right_try_that_did_not_open_is_counted() -> None:
    entries = [Entry("Nour", "console", True), Entry("Kim", "call", False)]
    assert counting.shut_out(entries) == ["Kim by call"]


def test_so_is_one_that_the_record_does_not_show(database_url: str) -> None:
    with soil(database_url) as ground:
        nour, rim = ground.row("staff"), ground.row("staff")
        for who in (nour, nour, rim):
            ground.row("console_actions", staff_id=who, action="signed-in")
        ground.row("console_actions", staff_id=rim, action="signed-out")
    with opened(database_url) as ledger:
        assert counting.shut_out_in_books(ledger, {nour: 2, rim: 2}) == [f"staff {rim}"]


# And what else must not be.


def test_a_number_on_anothers_phone_is_seen_in_every_dress() -> None:
    for seed in range(20):
        for dressed in dresses(MAYA, Random(seed)):
            phones = {MAYA: screen(dressed), SAM: screen("hello", f"471: xq {dressed}")}
            assert counting.numbers_shown(phones, [MAYA]) == [f"{MAYA} to {SAM}"], dressed


def test_so_is_one_in_two_texts() -> None:
    whole = {SAM: screen("471: seven one 8 3", "471: then 9 2 6 4, ok")}
    assert counting.numbers_shown(whole, [MAYA]) == [f"{MAYA} to {SAM}"]
    struck = {SAM: screen("471: seven one 8 3", "471: then ***, ok")}
    assert counting.numbers_shown(struck, [MAYA]) == []


def test_an_honest_member_who_is_blocked_is_counted(database_url: str) -> None:
    with soil(database_url) as ground:
        ground.row("members", state="blocked", phone_index=bytes([1]) * 32)
        ground.row("members", state="active", phone_index=bytes([2]) * 32)
    honest = {bytes([1]) * 32: MAYA, bytes([2]) * 32: SAM}
    with opened(database_url) as ledger:
        assert counting.blocked_in_books(ledger, honest) == [MAYA]


def test_words_that_a_forger_had_the_team_say_are_counted() -> None:
    phones = {KIM: screen("Waiting: (471 xfkim)"), SAM: screen("471, our team: xfkim come")}
    assert len(counting.said_in_the_teams_name(phones, {KIM: ["xfkim"]}, [KIM])) == 1
    assert counting.said_in_the_teams_name({KIM: phones[KIM]}, {KIM: ["xfkim"]}, [KIM]) == []
