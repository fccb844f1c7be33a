"""Broadcasts: who gets one and who does not, two people, once each, stopped half-way, behind all else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select, update

from hotline.domain.scrubbing.broadcasts import DRAFT_LIFE, faults
from hotline.services.console import broadcasts as uow
from hotline.services.console import proposals
from hotline.services.console.broadcasts import Sheet, Wanted
from hotline.services.delivery import deliver, send_broadcasts
from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.services.operations import retention
from hotline.services.outbound import notify
from hotline.simulator.server import Simulator
from hotline.store.console import staff as people
from hotline.store.console.staff import Staff
from hotline.store.people import members
from hotline.store.schema import (
    broadcast_recipients,
    broadcast_texts,
    broadcasts,
    console_actions,
    offers,
    outbox,
)
from hotline.store.schema import members as members_table
from hotline.store.schema import proposals as proposals_table
from tests.conftest import FakeClock
from tests.integration.texts import add_text, text
from tests.support_app import enrol, greet_everybody, rows, settle_down
from tests.support_console import Colleague

WORDS = {"en": "Bread at the school, six o'clock.", "ar": "الخبز في المدرسة عند السادسة."}
EVERYONE = Wanted(None, None, WORDS)
KIM = "+96170000001"


def number(n: int) -> str:
    return f"+96171{n:06}"


def crowd(app: App, size: int) -> list[str]:
    """So many who offer food and speak English; they have been greeted."""
    numbers = [number(n) for n in range(1, size + 1)]
    enrol(app, *(("", each, "en", "food", "harbour", "0") for each in numbers))
    greet_everybody(app)
    return numbers


def colleague(app: App, name: str, phone: str = "") -> Staff:
    Colleague(app, "coordinator", name=name, phone=phone)
    with app.database.reading() as db:
        return people.everybody(db)[-1]


@pytest.fixture
def writer(app: App) -> Staff:
    return colleague(app, "Nour")


@pytest.fixture
def second(app: App) -> Staff:
    return colleague(app, "Rana")


def sheet_of(app: App, broadcast_id: int, reader: Staff) -> Sheet:
    found = uow.sheet(app, broadcast_id, reader)
    assert found is not None
    return found


def let_go(app: App, writer: Staff, second: Staff, wanted: Wanted = EVERYONE) -> int:
    broadcast_id = uow.draft(app, writer, wanted)
    assert uow.approve(app, second, broadcast_id, "1") == "broadcast-approved"
    return broadcast_id


def received(carrier: Simulator) -> Counter[str]:
    return Counter(message.to for message in carrier.messages())


def left_for(app: App) -> Counter[str]:
    """To which numbers texts have left, also those that the provider has forgotten since."""
    left = [row.member_id for row in rows(app, outbox) if row.sent_at is not None]
    with app.database.reading() as db:
        return Counter(str(members.number_of(db, app.vault, one)) for one in left)


def change(app: App, whom: str, **values: Any) -> int:
    with app.database.writing() as db:
        member = members.by_index(db, app.vault.phone_index(whom))
        assert member is not None
        if values:
            members.change(db, member.id, **values)
        return member.id


def test_those_who_agreed_get_it_once_in_their_language_and_nobody_else(
    app: App, carrier: Simulator, clock: FakeClock, writer: Staff, second: Staff
) -> None:
    them = crowd(app, 3)
    enrol(app, ("", number(50), "ar", "talk", "hill", "0"), ("Kim", KIM, "en", "", "", "3"))
    never = [number(n) for n in range(60, 66)]
    enrol(app, *(("", each, "en", "food", "all", "0") for each in never))
    greet_everybody(app)
    states: list[dict[str, Any]] = [
        {"state": "opted_out"}, {"state": "blocked"}, {"hidden_at": clock()},
        {"by_call": True}, {"phone": None}, {},
    ]  # fmt: skip
    for phone, values in zip(never, states, strict=True):
        member_id = change(app, phone, **values)
    with app.database.writing() as db:  # the last has paused
        paused = update(offers).where(offers.c.member_id == member_id)
        db.execute(paused.values(state="paused"))
    receive(app, Inbound("SM" + "1" * 32, number(70), "hello"))  # here, and offers nothing
    let_go(app, writer, second)
    settle_down(app)
    clock.advance(seconds=2)
    settle_down(app)
    assert received(carrier) == Counter([*them, number(50), KIM])
    bodies = {message.to: message.body for message in carrier.messages()}
    assert bodies[number(50)] == WORDS["ar"]
    assert bodies[KIM] == bodies[them[0]] == WORDS["en"]
    assert rows(app, broadcasts)[0].state == "done"


@pytest.mark.parametrize(
    ("category", "area", "who"),
    [("food", None, (1, 3)), (None, "market", (2, 3)), ("food", "market", (3,))],
)
def test_a_category_an_area_or_both(
    app: App, carrier: Simulator, writer: Staff, second: Staff, category: str, area: str, who: Any
) -> None:
    enrol(
        app,
        ("", number(1), "en", "food", "harbour", "0"),
        ("", number(2), "en", "talk", "market", "0"),
        ("", number(3), "en", "food", "all", "0"),
    )
    greet_everybody(app)
    let_go(app, writer, second, Wanted(category, area, WORDS))
    settle_down(app)
    assert received(carrier) == Counter(map(number, who))


def test_the_preview_counts_people_segments_and_money(
    app: App, writer: Staff, second: Staff
) -> None:
    crowd(app, 3)
    enrol(app, ("", number(50), "ar", "talk", "hill", "0"))  # never greeted: told who we are too
    sheet = sheet_of(app, uow.draft(app, writer, EVERYONE), second)
    assert [(text.language, text.people) for text in sheet.texts] == [("ar", 1), ("en", 3)]
    assert (sheet.people, sheet.refused, sheet.missing) == (4, None, ())
    assert sheet.segments == 3 + sheet.texts[0].all_segments > 4
    assert sheet.cost == sheet.segments * app.community.limits.spend.segment
    let_go(app, writer, second)
    settle_down(app)
    assert sum(row.segments for row in rows(app, outbox)) == sheet.segments


def test_the_first_contact_notice_comes_with_it(
    app: App, carrier: Simulator, writer: Staff, second: Staff
) -> None:
    enrol(app, ("", number(1), "en", "food", "all", "0"))
    let_go(app, writer, second)
    settle_down(app)
    bodies = [message.body for message in reversed(carrier.messages(number(1)))]
    assert "STOP" in bodies[0]
    assert bodies[-1].endswith(WORDS["en"])
    assert len(rows(app, broadcast_recipients)) == 1


def test_nobody_lets_go_what_they_wrote_nor_another_account_of_theirs(
    app: App, writer: Staff, second: Staff, clock: FakeClock
) -> None:
    crowd(app, 1)
    enrol(app, ("Kim", KIM, "en", "", "", "3"))
    broadcast_id = uow.draft(app, writer, EVERYONE)
    assert uow.approve(app, writer, broadcast_id, "1") == "broadcast-own"
    first, other = colleague(app, "Kim", KIM), colleague(app, "Kim again", KIM)
    twice = uow.draft(app, first, EVERYONE)
    assert uow.approve(app, other, twice, "1") == "broadcast-own"
    assert not rows(app, outbox)
    assert uow.approve(app, second, broadcast_id, "1") == "broadcast-approved"
    assert uow.approve(app, second, broadcast_id, "1") == "broadcast-other"
    actions = [(row.action, row.staff_id) for row in rows(app, console_actions)]
    assert ("broadcast-approved", second.id) in actions


def test_a_second_account_of_ones_own_making_lets_nothing_go(
    app: App, writer: Staff, second: Staff, clock: FakeClock
) -> None:
    crowd(app, 1)
    puppet = Colleague(app, "coordinator", "Puppet", by=writer.id).staff
    clock.advance(days=30)
    broadcast_id = uow.draft(app, writer, EVERYONE)
    assert sheet_of(app, broadcast_id, puppet).refused == "invited"
    assert uow.approve(app, puppet, broadcast_id, "1") == "second-invited"
    by_puppet = uow.draft(app, puppet, EVERYONE)
    assert uow.approve(app, writer, by_puppet, "1") == "second-invited"
    fresh = Colleague(app, "coordinator", "Fresh").staff
    assert uow.approve(app, fresh, broadcast_id, "1") == "second-new"
    assert not rows(app, outbox)
    assert uow.approve(app, second, broadcast_id, "1") == "broadcast-approved"


def test_all_staff_hear_of_it_and_the_record_keeps_the_words_of_each_version(
    app: App, writer: Staff, second: Staff, clock: FakeClock
) -> None:
    crowd(app, 1)
    third = colleague(app, "Third")
    broadcast_id = uow.draft(app, writer, EVERYONE)
    assert proposals.mark(app, third) == 1
    (waits,) = proposals.sheet(app, third).waiting
    assert (waits.proposal.target_id, waits.proposal.details["words-en"]) == (
        broadcast_id,
        WORDS["en"],
    )
    assert proposals.agree(app, third, waits.proposal.id) == "gone"  # it is read on its own page
    other = Wanted(None, None, {"en": "Bread at the mill."})
    assert uow.change(app, writer, broadcast_id, "1", other) == "broadcast-changed"
    assert uow.approve(app, second, broadcast_id, "2") == "broadcast-approved"
    assert proposals.sheet(app, third).waiting == ()
    settle_down(app)
    clock.advance(days=80)
    retention.run_due(app)
    assert not rows(app, broadcast_texts)
    (line,) = proposals.sheet(app, third).acts
    assert line.proposal.details["words-en"] == "Bread at the mill."
    assert (line.writer, line.second) == ("Nour", "Rana")
    clock.advance(days=11)
    retention.run_due(app)
    assert rows(app, proposals_table) == []


def test_other_words_must_be_let_go_anew_and_an_old_draft_never_leaves(
    app: App, carrier: Simulator, clock: FakeClock, writer: Staff, second: Staff
) -> None:
    crowd(app, 1)
    broadcast_id = uow.draft(app, writer, EVERYONE)
    other = Wanted(None, None, {"en": "Bread at the mill."})
    assert uow.change(app, second, broadcast_id, "1", other) == "broadcast-changed"
    assert uow.approve(app, writer, broadcast_id, "1") == "broadcast-other"
    assert uow.approve(app, second, broadcast_id, "2") == "broadcast-own"
    clock.advance(seconds=DRAFT_LIFE.total_seconds() + 1)
    assert uow.approve(app, writer, broadcast_id, "2") == "broadcast-too-old"
    settle_down(app)
    assert rows(app, broadcasts)[0].state == "expired"
    assert not rows(app, broadcast_texts)
    assert not carrier.messages()


def test_every_language_of_the_readers_needs_words(app: App, writer: Staff, second: Staff) -> None:
    crowd(app, 1)
    enrol(app, ("", number(50), "ar", "talk", "hill", "0"))
    english = Wanted(None, None, {"en": "Bread.", "ar": " \n"})
    assert list(uow.checked(app, english)) == ["ar"]
    broadcast_id = uow.draft(app, writer, english)
    assert uow.approve(app, second, broadcast_id, "1") == "broadcast-incomplete"
    assert not uow.checked(app, EVERYONE)


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
    app: App, carrier: Simulator, clock: FakeClock, writer: Staff, second: Staff
) -> None:
    crowd(app, send_broadcasts.BATCH * 2 + 20)
    broadcast_id = let_go(app, writer, second)
    send_broadcasts.run_due(app)
    while deliver.run(app):
        pass
    clock.advance(seconds=2)
    send_broadcasts.run_due(app)  # in the outbox, and not sent
    assert uow.stop(app, second, broadcast_id) == "broadcast-stopped"
    assert uow.stop(app, second, broadcast_id) == "broadcast-over"
    clock.advance(minutes=5)
    settle_down(app)
    assert len(carrier.messages()) == send_broadcasts.BATCH
    sheet = sheet_of(app, broadcast_id, second)
    counts = sheet.counts
    assert (counts.sent + counts.arrived, counts.canceled) == (send_broadcasts.BATCH,) * 2
    assert (counts.waiting, sheet.total) == (0, send_broadcasts.BATCH * 2 + 20)


def test_a_text_that_comes_back_to_the_queue_after_the_stop_does_not_leave(
    app: App, carrier: Simulator, clock: FakeClock, writer: Staff, second: Staff
) -> None:
    crowd(app, 1)
    broadcast_id = let_go(app, writer, second)
    send_broadcasts.run_due(app)
    (row,) = rows(app, outbox)
    assert uow.stop(app, second, broadcast_id) == "broadcast-stopped"
    with app.database.writing() as db:
        db.execute(update(outbox).values(state="queued"))
    settle_down(app)
    assert text(app, row.id).state == "canceled"
    assert not carrier.messages()


def test_once_each_by_two_workers_at_the_same_time(
    make_house: Callable[..., App], carrier: Simulator, clock: FakeClock
) -> None:
    houses = [make_house(), make_house()]
    writer, second = colleague(houses[0], "Nour"), colleague(houses[0], "Rana")
    them = crowd(houses[0], 90)
    let_go(houses[0], writer, second)
    for _ in range(6):
        together = Barrier(2)

        def work(app: App, together: Barrier = together) -> None:
            together.wait()
            send_broadcasts.run_due(app)
            deliver.run(app)

        threads = [Thread(target=work, args=(app,)) for app in houses]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        clock.advance(seconds=2)
    settle_down(houses[0])
    assert received(carrier) == Counter(them)


def test_a_worker_that_dies_while_it_gives_out_leaves_nobody_twice_or_out(
    app: App,
    carrier: Simulator,
    clock: FakeClock,
    writer: Staff,
    second: Staff,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    them = crowd(app, 20)
    let_go(app, writer, second)
    real, calls = notify.notify, []

    def dies(*args: Any, **how: Any) -> Any:
        calls.append(1)
        if len(calls) == 10:
            raise SystemExit
        return real(*args, **how)

    monkeypatch.setattr(send_broadcasts, "notify", dies)
    with pytest.raises(SystemExit):
        send_broadcasts.run_due(app)
    assert not rows(app, outbox)
    settle_down(app)
    clock.advance(seconds=2)
    settle_down(app)
    assert received(carrier) == Counter(them)


def test_it_waits_behind_everything_else(
    app: App, carrier: Simulator, writer: Staff, second: Staff
) -> None:
    them = crowd(app, 10)
    let_go(app, writer, second)
    send_broadcasts.run_due(app)
    member_id = change(app, them[-1])
    kinds = {"relay": 0, "notice": 1, "ask": 3, "question": 4}
    for kind, priority in reversed(kinds.items()):
        add_text(app, member_id, kind, kind=kind, priority=priority)
    with app.database.writing() as db:
        query = select(outbox.c.kind).where(outbox.c.priority == 5)
        assert set(db.execute(query).scalars()) == {"broadcast"}
    deliver.run(app)
    sent = [message.body for message in reversed(carrier.messages(them[-1]))]
    assert sent == [*kinds, WORDS["en"]]


def test_quiet_hours_safe_hours_and_talks_hold_it_back(
    app: App, carrier: Simulator, clock: FakeClock, writer: Staff, second: Staff
) -> None:
    them = crowd(app, 3)
    change(app, them[1], safe_from=15 * 60, safe_until=18 * 60)
    clock.advance(hours=12)  # eleven at night
    broadcast_id = let_go(app, writer, second)
    settle_down(app)
    assert not carrier.messages()
    clock.advance(hours=9, minutes=1)
    change(app, them[2], in_flow_until=clock() + timedelta(minutes=10))
    settle_down(app)
    assert left_for(app) == Counter([them[0]])
    clock.advance(minutes=11)
    settle_down(app)
    clock.advance(hours=8)
    settle_down(app)
    clock.advance(minutes=2)
    settle_down(app)
    assert left_for(app) == Counter(them)
    assert sheet_of(app, broadcast_id, second).broadcast.state == "done"


def test_the_days_money_is_not_passed(
    make_house: Callable[..., App], carrier: Simulator, clock: FakeClock, tmp_path: Any
) -> None:
    from tests.support_app import write_community

    community = tmp_path / "community.yaml"
    spend = {"per_day": "0.50", "segment": "0.05"}
    write_community(community, {"limits": {"spend": spend}})
    app = make_house(HOTLINE_COMMUNITY=str(community))
    writer, second = colleague(app, "Nour"), colleague(app, "Rana")
    crowd(app, 30)
    let_go(app, writer, second)
    for _ in range(10):
        settle_down(app)
        clock.advance(minutes=6)
    assert 0 < sum(row.segments for row in rows(app, outbox)) <= 10
    clock.advance(days=1)
    settle_down(app)
    assert sum(left_for(app).values()) > 10


def test_whoever_leaves_or_pauses_meanwhile_does_not_get_it(
    app: App, carrier: Simulator, clock: FakeClock, writer: Staff, second: Staff
) -> None:
    them = crowd(app, 3)
    let_go(app, writer, second)
    send_broadcasts.run_due(app)
    receive(app, Inbound("SM" + "1" * 32, them[0], "PAUSE"))
    receive(app, Inbound("SM" + "2" * 32, them[1], "STOP"))
    settle_down(app)
    assert WORDS["en"] not in [m.body for m in carrier.messages(them[0])]
    assert WORDS["en"] not in [m.body for m in carrier.messages(them[1])]
    assert [m.body for m in carrier.messages(them[2])] == [WORDS["en"]]


def test_a_yes_after_it_still_answers_the_ask_before(
    app: App, carrier: Simulator, clock: FakeClock, writer: Staff, second: Staff
) -> None:
    them = crowd(app, 1)
    enrol(app, ("", number(80), "en", "", "", "0"))
    greet_everybody(app)
    for n, words in enumerate(("need food harbour today 2", "1", "1")):
        receive(app, Inbound(f"SM{n:032x}", number(80), words))
    settle_down(app)
    let_go(app, writer, second)
    settle_down(app)
    assert carrier.messages(them[0])[0].body == WORDS["en"]
    receive(app, Inbound("SM" + "9" * 32, them[0], "YES"))
    with app.database.reading() as db:
        from hotline.store.schema import needs

        assert db.execute(select(needs.c.state)).scalar_one() == "matched"


def test_what_is_left_of_it_are_counts_also_after_an_erase(
    app: App, carrier: Simulator, clock: FakeClock, writer: Staff, second: Staff
) -> None:
    them = crowd(app, 3)
    broadcast_id = let_go(app, writer, second)
    settle_down(app)
    clock.advance(minutes=20)
    settle_down(app)
    for n, words in enumerate(("ERASE", "1")):
        receive(app, Inbound(f"SM{n:032x}", them[0], words))
    counts = sheet_of(app, broadcast_id, second).counts
    assert (counts.given, counts.gone) == (3, 1)
    clock.advance(days=15)
    retention.run_due(app)
    after = sheet_of(app, broadcast_id, second)
    assert (after.counts.given, after.counts.canceled) == (3, 1)
    assert not rows(app, broadcast_texts) + rows(app, broadcast_recipients)
    assert not any(text.words for text in after.texts)


def test_a_restored_one_does_not_go_on(
    app: App, carrier: Simulator, clock: FakeClock, writer: Staff, second: Staff
) -> None:
    from hotline.services.operations import restoring

    crowd(app, 3)
    let_go(app, writer, second)
    send_broadcasts.run_due(app)
    restoring.settle(app, timedelta(hours=1))
    settle_down(app)
    assert not carrier.messages()
    assert rows(app, broadcasts)[0].state == "stopped"
    assert rows(app, members_table)
