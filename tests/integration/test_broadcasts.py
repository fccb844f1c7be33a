"""Broadcasts: who gets one and who does not, two people, once each, stopped half-way, behind all else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select, update

from hotline.carrier.server import Carrier
from hotline.domain.broadcasts import DRAFT_LIFE, faults
from hotline.services import broadcasting, deliver, retain
from hotline.services.console import broadcasts as desk
from hotline.services.console.broadcasts import Sheet, Wanted
from hotline.services.house import House
from hotline.services.receive import Inbound, receive
from hotline.store import members
from hotline.store import staff as people
from hotline.store.schema import (
    broadcast_recipients,
    broadcast_texts,
    broadcasts,
    console_actions,
    offers,
    outbox,
)
from hotline.store.schema import members as members_table
from hotline.store.staff import Staff
from tests.conftest import FakeClock
from tests.integration.texts import add_text, text
from tests.support_console import Colleague
from tests.support_house import enrol, greet_everybody, rows, settle_down

WORDS = {"en": "Bread at the school, six o'clock.", "ar": "الخبز في المدرسة عند السادسة."}
EVERYONE = Wanted(None, None, WORDS)
KIM = "+96170000001"


def number(n: int) -> str:
    return f"+96171{n:06}"


def crowd(house: House, size: int) -> list[str]:
    """So many who offer food and speak English; they have been greeted."""
    numbers = [number(n) for n in range(1, size + 1)]
    enrol(house, *(("", each, "en", "food", "harbour", "0") for each in numbers))
    greet_everybody(house)
    return numbers


def colleague(house: House, name: str, phone: str = "") -> Staff:
    Colleague(house, "coordinator", name=name, phone=phone)
    with house.database.reading() as db:
        return people.everybody(db)[-1]


@pytest.fixture
def writer(house: House) -> Staff:
    return colleague(house, "Nour")


@pytest.fixture
def second(house: House) -> Staff:
    return colleague(house, "Rana")


def sheet_of(house: House, broadcast_id: int, reader: Staff) -> Sheet:
    found = desk.sheet(house, broadcast_id, reader)
    assert found is not None
    return found


def let_go(house: House, writer: Staff, second: Staff, wanted: Wanted = EVERYONE) -> int:
    broadcast_id = desk.draft(house, writer, wanted)
    assert desk.approve(house, second, broadcast_id, "1") == "broadcast-approved"
    return broadcast_id


def received(carrier: Carrier) -> Counter[str]:
    return Counter(message.to for message in carrier.messages())


def left_for(house: House) -> Counter[str]:
    """To which numbers texts have left, also those that the provider has forgotten since."""
    left = [row.member_id for row in rows(house, outbox) if row.sent_at is not None]
    with house.database.reading() as db:
        return Counter(str(members.number_of(db, house.vault, one)) for one in left)


def change(house: House, whom: str, **values: Any) -> int:
    with house.database.writing() as db:
        member = members.by_index(db, house.vault.phone_index(whom))
        assert member is not None
        if values:
            members.change(db, member.id, **values)
        return member.id


def test_those_who_agreed_get_it_once_in_their_language_and_nobody_else(
    house: House, carrier: Carrier, clock: FakeClock, writer: Staff, second: Staff
) -> None:
    them = crowd(house, 3)
    enrol(house, ("", number(50), "ar", "talk", "hill", "0"), ("Kim", KIM, "en", "", "", "3"))
    never = [number(n) for n in range(60, 66)]
    enrol(house, *(("", each, "en", "food", "all", "0") for each in never))
    greet_everybody(house)
    states: list[dict[str, Any]] = [
        {"state": "opted_out"}, {"state": "blocked"}, {"hidden_at": clock()},
        {"by_call": True}, {"phone": None}, {},
    ]  # fmt: skip
    for phone, values in zip(never, states, strict=True):
        member_id = change(house, phone, **values)
    with house.database.writing() as db:  # the last has paused
        paused = update(offers).where(offers.c.member_id == member_id)
        db.execute(paused.values(state="paused"))
    receive(house, Inbound("SM" + "1" * 32, number(70), "hello"))  # here, and offers nothing
    let_go(house, writer, second)
    settle_down(house)
    clock.advance(seconds=2)
    settle_down(house)
    assert received(carrier) == Counter([*them, number(50), KIM])
    bodies = {message.to: message.body for message in carrier.messages()}
    assert bodies[number(50)] == WORDS["ar"]
    assert bodies[KIM] == bodies[them[0]] == WORDS["en"]
    assert rows(house, broadcasts)[0].state == "done"


@pytest.mark.parametrize(
    ("category", "area", "who"),
    [("food", None, (1, 3)), (None, "market", (2, 3)), ("food", "market", (3,))],
)
def test_a_category_an_area_or_both(
    house: House, carrier: Carrier, writer: Staff, second: Staff, category: str, area: str, who: Any
) -> None:
    enrol(
        house,
        ("", number(1), "en", "food", "harbour", "0"),
        ("", number(2), "en", "talk", "market", "0"),
        ("", number(3), "en", "food", "all", "0"),
    )
    greet_everybody(house)
    let_go(house, writer, second, Wanted(category, area, WORDS))
    settle_down(house)
    assert received(carrier) == Counter(map(number, who))


def test_the_preview_counts_people_segments_and_money(
    house: House, writer: Staff, second: Staff
) -> None:
    crowd(house, 3)
    enrol(house, ("", number(50), "ar", "talk", "hill", "0"))  # never greeted: told who we are too
    sheet = sheet_of(house, desk.draft(house, writer, EVERYONE), second)
    assert [(text.language, text.people) for text in sheet.texts] == [("ar", 1), ("en", 3)]
    assert (sheet.people, sheet.may_approve, sheet.missing) == (4, True, ())
    assert sheet.segments == 3 + sheet.texts[0].all_segments > 4
    assert sheet.cost == sheet.segments * house.community.limits.spend.segment
    let_go(house, writer, second)
    settle_down(house)
    assert sum(row.segments for row in rows(house, outbox)) == sheet.segments


def test_the_first_contact_notice_comes_with_it(
    house: House, carrier: Carrier, writer: Staff, second: Staff
) -> None:
    enrol(house, ("", number(1), "en", "food", "all", "0"))
    let_go(house, writer, second)
    settle_down(house)
    bodies = [message.body for message in reversed(carrier.messages(number(1)))]
    assert "STOP" in bodies[0]
    assert bodies[-1].endswith(WORDS["en"])
    assert len(rows(house, broadcast_recipients)) == 1


def test_nobody_lets_go_what_they_wrote_nor_another_account_of_theirs(
    house: House, writer: Staff, second: Staff, clock: FakeClock
) -> None:
    crowd(house, 1)
    enrol(house, ("Kim", KIM, "en", "", "", "3"))
    broadcast_id = desk.draft(house, writer, EVERYONE)
    assert desk.approve(house, writer, broadcast_id, "1") == "broadcast-own"
    first, other = colleague(house, "Kim", KIM), colleague(house, "Kim again", KIM)
    twice = desk.draft(house, first, EVERYONE)
    assert desk.approve(house, other, twice, "1") == "broadcast-own"
    assert not rows(house, outbox)
    assert desk.approve(house, second, broadcast_id, "1") == "broadcast-approved"
    assert desk.approve(house, second, broadcast_id, "1") == "broadcast-other"
    actions = [(row.action, row.staff_id) for row in rows(house, console_actions)]
    assert ("broadcast-approved", second.id) in actions


def test_other_words_must_be_let_go_anew_and_an_old_draft_never_leaves(
    house: House, carrier: Carrier, clock: FakeClock, writer: Staff, second: Staff
) -> None:
    crowd(house, 1)
    broadcast_id = desk.draft(house, writer, EVERYONE)
    other = Wanted(None, None, {"en": "Bread at the mill."})
    assert desk.change(house, second, broadcast_id, "1", other) == "broadcast-changed"
    assert desk.approve(house, writer, broadcast_id, "1") == "broadcast-other"
    assert desk.approve(house, second, broadcast_id, "2") == "broadcast-own"
    clock.advance(seconds=DRAFT_LIFE.total_seconds() + 1)
    assert desk.approve(house, writer, broadcast_id, "2") == "broadcast-too-old"
    settle_down(house)
    assert rows(house, broadcasts)[0].state == "expired"
    assert not rows(house, broadcast_texts)
    assert not carrier.messages()


def test_every_language_of_the_readers_needs_words(
    house: House, writer: Staff, second: Staff
) -> None:
    crowd(house, 1)
    enrol(house, ("", number(50), "ar", "talk", "hill", "0"))
    english = Wanted(None, None, {"en": "Bread.", "ar": " \n"})
    assert list(desk.checked(house, english)) == ["ar"]
    broadcast_id = desk.draft(house, writer, english)
    assert desk.approve(house, second, broadcast_id, "1") == "broadcast-incomplete"
    assert not desk.checked(house, EVERYONE)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("", "empty"),
        ("a" * 307, "long"),
        ("خ" * 135, "long"),
        ("Our pride evening", "banned"),
        ("See www.example.org", "banned"),
        ("See example.org/x", "link"),
        ("Call 03 123 456", "link"),
    ],
)
def test_words_that_may_not_go_to_many(words: str, kind: str) -> None:
    assert kind in {fault.kind for fault in faults(words)}
    assert not list(faults("a" * 306)) + list(faults(WORDS["ar"]))


def test_stopped_half_way_nothing_more_leaves_and_the_counts_are_exact(
    house: House, carrier: Carrier, clock: FakeClock, writer: Staff, second: Staff
) -> None:
    crowd(house, broadcasting.BATCH * 2 + 20)
    broadcast_id = let_go(house, writer, second)
    broadcasting.run_due(house)
    while deliver.run(house):
        pass
    clock.advance(seconds=2)
    broadcasting.run_due(house)  # in the outbox, and not sent
    assert desk.stop(house, second, broadcast_id) == "broadcast-stopped"
    assert desk.stop(house, second, broadcast_id) == "broadcast-over"
    clock.advance(minutes=5)
    settle_down(house)
    assert len(carrier.messages()) == broadcasting.BATCH
    sheet = sheet_of(house, broadcast_id, second)
    counts = sheet.counts
    assert (counts.sent + counts.arrived, counts.canceled) == (broadcasting.BATCH,) * 2
    assert (counts.waiting, sheet.total) == (0, broadcasting.BATCH * 2 + 20)


def test_a_text_that_comes_back_to_the_queue_after_the_stop_does_not_leave(
    house: House, carrier: Carrier, clock: FakeClock, writer: Staff, second: Staff
) -> None:
    crowd(house, 1)
    broadcast_id = let_go(house, writer, second)
    broadcasting.run_due(house)
    (row,) = rows(house, outbox)
    assert desk.stop(house, second, broadcast_id) == "broadcast-stopped"
    with house.database.writing() as db:
        db.execute(update(outbox).values(state="queued"))
    settle_down(house)
    assert text(house, row.id).state == "canceled"
    assert not carrier.messages()


def test_once_each_by_two_workers_at_the_same_time(
    make_house: Callable[..., House], carrier: Carrier, clock: FakeClock
) -> None:
    houses = [make_house(), make_house()]
    writer, second = colleague(houses[0], "Nour"), colleague(houses[0], "Rana")
    them = crowd(houses[0], 90)
    let_go(houses[0], writer, second)
    for _ in range(6):
        together = Barrier(2)

        def work(house: House, together: Barrier = together) -> None:
            together.wait()
            broadcasting.run_due(house)
            deliver.run(house)

        threads = [Thread(target=work, args=(house,)) for house in houses]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        clock.advance(seconds=2)
    settle_down(houses[0])
    assert received(carrier) == Counter(them)


def test_a_worker_that_dies_while_it_gives_out_leaves_nobody_twice_or_out(
    house: House,
    carrier: Carrier,
    clock: FakeClock,
    writer: Staff,
    second: Staff,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    them = crowd(house, 20)
    let_go(house, writer, second)
    real, calls = broadcasting.notify, []

    def dies(*args: Any, **how: Any) -> Any:
        calls.append(1)
        if len(calls) == 10:
            raise SystemExit
        return real(*args, **how)

    monkeypatch.setattr(broadcasting, "notify", dies)
    with pytest.raises(SystemExit):
        broadcasting.run_due(house)
    assert not rows(house, outbox)
    settle_down(house)
    clock.advance(seconds=2)
    settle_down(house)
    assert received(carrier) == Counter(them)


def test_it_waits_behind_everything_else(
    house: House, carrier: Carrier, writer: Staff, second: Staff
) -> None:
    them = crowd(house, 10)
    let_go(house, writer, second)
    broadcasting.run_due(house)
    member_id = change(house, them[-1])
    kinds = {"relay": 0, "notice": 1, "ask": 3, "question": 4}
    for kind, priority in reversed(kinds.items()):
        add_text(house, member_id, kind, kind=kind, priority=priority)
    with house.database.writing() as db:
        query = select(outbox.c.kind).where(outbox.c.priority == 5)
        assert set(db.execute(query).scalars()) == {"broadcast"}
    deliver.run(house)
    sent = [message.body for message in reversed(carrier.messages(them[-1]))]
    assert sent == [*kinds, WORDS["en"]]


def test_quiet_hours_safe_hours_and_talks_hold_it_back(
    house: House, carrier: Carrier, clock: FakeClock, writer: Staff, second: Staff
) -> None:
    them = crowd(house, 3)
    change(house, them[1], safe_from=15 * 60, safe_until=18 * 60)
    clock.advance(hours=12)  # eleven at night
    broadcast_id = let_go(house, writer, second)
    settle_down(house)
    assert not carrier.messages()
    clock.advance(hours=9, minutes=1)
    change(house, them[2], in_flow_until=clock() + timedelta(minutes=10))
    settle_down(house)
    assert left_for(house) == Counter([them[0]])
    clock.advance(minutes=11)
    settle_down(house)
    clock.advance(hours=8)
    settle_down(house)
    clock.advance(minutes=2)
    settle_down(house)
    assert left_for(house) == Counter(them)
    assert sheet_of(house, broadcast_id, second).broadcast.state == "done"


def test_the_days_money_is_not_passed(
    make_house: Callable[..., House], carrier: Carrier, clock: FakeClock, tmp_path: Any
) -> None:
    from tests.support_house import write_community

    community = tmp_path / "community.yaml"
    spend = {"per_day": "0.50", "segment": "0.05"}
    write_community(community, {"limits": {"spend": spend}})
    house = make_house(HOTLINE_COMMUNITY=str(community))
    writer, second = colleague(house, "Nour"), colleague(house, "Rana")
    crowd(house, 30)
    let_go(house, writer, second)
    for _ in range(10):
        settle_down(house)
        clock.advance(minutes=6)
    assert 0 < sum(row.segments for row in rows(house, outbox)) <= 10
    clock.advance(days=1)
    settle_down(house)
    assert sum(left_for(house).values()) > 10


def test_whoever_leaves_or_pauses_meanwhile_does_not_get_it(
    house: House, carrier: Carrier, clock: FakeClock, writer: Staff, second: Staff
) -> None:
    them = crowd(house, 3)
    let_go(house, writer, second)
    broadcasting.run_due(house)
    receive(house, Inbound("SM" + "1" * 32, them[0], "PAUSE"))
    receive(house, Inbound("SM" + "2" * 32, them[1], "STOP"))
    settle_down(house)
    assert WORDS["en"] not in [m.body for m in carrier.messages(them[0])]
    assert WORDS["en"] not in [m.body for m in carrier.messages(them[1])]
    assert [m.body for m in carrier.messages(them[2])] == [WORDS["en"]]


def test_a_yes_after_it_still_answers_the_ask_before(
    house: House, carrier: Carrier, clock: FakeClock, writer: Staff, second: Staff
) -> None:
    them = crowd(house, 1)
    enrol(house, ("", number(80), "en", "", "", "0"))
    greet_everybody(house)
    for n, words in enumerate(("need food harbour today 2", "1", "1")):
        receive(house, Inbound(f"SM{n:032x}", number(80), words))
    settle_down(house)
    let_go(house, writer, second)
    settle_down(house)
    assert carrier.messages(them[0])[0].body == WORDS["en"]
    receive(house, Inbound("SM" + "9" * 32, them[0], "YES"))
    with house.database.reading() as db:
        from hotline.store.schema import needs

        assert db.execute(select(needs.c.state)).scalar_one() == "matched"


def test_what_is_left_of_it_are_counts_also_after_an_erase(
    house: House, carrier: Carrier, clock: FakeClock, writer: Staff, second: Staff
) -> None:
    them = crowd(house, 3)
    broadcast_id = let_go(house, writer, second)
    settle_down(house)
    clock.advance(minutes=20)
    settle_down(house)
    for n, words in enumerate(("ERASE", "1")):
        receive(house, Inbound(f"SM{n:032x}", them[0], words))
    counts = sheet_of(house, broadcast_id, second).counts
    assert (counts.given, counts.gone) == (3, 1)
    clock.advance(days=15)
    retain.run_due(house)
    after = sheet_of(house, broadcast_id, second)
    assert (after.counts.given, after.counts.canceled) == (3, 1)
    assert not rows(house, broadcast_texts) + rows(house, broadcast_recipients)
    assert not any(text.words for text in after.texts)


def test_a_restored_one_does_not_go_on(
    house: House, carrier: Carrier, clock: FakeClock, writer: Staff, second: Staff
) -> None:
    from hotline.services import restoring

    crowd(house, 3)
    let_go(house, writer, second)
    broadcasting.run_due(house)
    restoring.settle(house, timedelta(hours=1))
    settle_down(house)
    assert not carrier.messages()
    assert rows(house, broadcasts)[0].state == "stopped"
    assert rows(house, members_table)
