"""The roster where a story cannot look: who is rung, two who take one shift at once, forgetting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from hotline.domain.roster import Span
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import in_unit_of_work
from hotline.services.operations import retention
from hotline.services.roster import planning
from hotline.simulator.server import Simulator
from hotline.store.people import members
from hotline.store.schema import flow_sessions, outbox, shift_asks, shifts
from tests.conftest import FakeClock
from tests.integration.switchboard import KIM, MAYA, NOUR, RANA, SAM, Switchboard
from tests.integration.switchboard import switchboard as built
from tests.integration.test_races import at_once
from tests.support_app import id_of, rows

HOUR = timedelta(hours=1)


@pytest.fixture
def here(
    make_house: Callable[..., App], carrier: Simulator, clock: FakeClock, tmp_path: Path
) -> Iterator[Switchboard]:
    with built(make_house, carrier, clock, tmp_path) as here:
        here.people((MAYA, "en", "", "0"), (KIM, "en", "", "3"))
        here.people(*((number, "en", "talk", "2") for number in (SAM, NOUR, RANA)))
        yield here


def plan(
    here: Switchboard, number: str, role: str = "listener", begins: float = 0, ends: float = 4
) -> str:
    """A shift from so many hours from now to so many."""
    now, member_id = here.clock(), id_of(here.app, number)
    span = Span(now + begins * HOUR, now + ends * HOUR)
    return in_unit_of_work(here.app, lambda uow: planning.plan(uow, role, member_id, [span]))


def rung_for_a_talk(here: Switchboard, times: int) -> list[str]:
    """Who is rung, one after the other, while nobody answers."""
    here.faults(unanswered=[SAM, NOUR, RANA, KIM])
    call = here.call(MAYA, "0")
    assert here.carrier.wait_for(lambda: len(here.dialled()) >= times)
    call.hang_up()
    return here.dialled()[:times]


def test_whoever_is_on_duty_is_rung_first_and_the_others_behind_them(here: Switchboard) -> None:
    assert plan(here, RANA) == "planned"
    assert plan(here, NOUR, begins=5, ends=6) == "planned"
    rung = rung_for_a_talk(here, 3)
    assert rung[0] == RANA
    assert set(rung) == {SAM, NOUR, RANA}


def test_a_shift_in_quiet_hours_is_rung_and_nobody_else(here: Switchboard) -> None:
    here.clock.advance(hours=13)  # midnight in Beirut
    assert plan(here, NOUR) == "planned"
    here.faults(unanswered=[NOUR])
    call = here.call(MAYA, "0")
    assert here.carrier.wait_for(lambda: here.dialled() == [NOUR])
    call.hang_up()
    assert SAM not in here.dialled()


def test_whoever_rests_is_not_on_duty(here: Switchboard) -> None:
    assert plan(here, NOUR) == "planned"
    here.line.text(NOUR, "PAUSE")
    assert NOUR not in rung_for_a_talk(here, 2)


def test_whoever_has_lost_the_level_is_not_on_duty_and_takes_no_shift(here: Switchboard) -> None:
    assert plan(here, NOUR) == "planned"
    assert plan(here, SAM, begins=24, ends=28) == "planned"
    here.line.text(SAM, "SWAP")
    here.line.text(SAM, "1")
    here.settle()
    with here.app.database.writing() as db:
        members.change(db, id_of(here.app, NOUR), level=1)
    assert NOUR not in rung_for_a_talk(here, 2)
    assert here.line.text(NOUR, "yes").texts[0].startswith("Thank you for the yes!")
    assert {shift.member_id for shift in rows(here.app, shifts)} == {
        id_of(here.app, NOUR),
        id_of(here.app, SAM),
    }


def test_whoever_leaves_hands_over_what_comes_next(here: Switchboard) -> None:
    for days in (1, 6, 8):
        assert plan(here, SAM, begins=24 * days, ends=24 * days + 1) == "planned"
    here.line.text(SAM, "STOP")
    here.settle()
    states = [row.state for row in sorted(rows(here.app, shifts), key=lambda row: row.starts_at)]
    assert states == ["offered", "offered", "held"]
    assert sum("could you take" in text for text in here.texts(NOUR)) == 2
    assert len(rows(here.app, shift_asks)) == 4


def test_whoever_leaves_has_said_no_to_what_they_were_asked(here: Switchboard) -> None:
    assert plan(here, SAM, begins=24, ends=28) == "planned"
    here.line.text(SAM, "SWAP")
    here.line.text(SAM, "1")
    here.settle()
    here.line.text(NOUR, "STOP")
    here.line.text(RANA, "no")
    here.settle()
    assert "nobody has taken it so far" in here.texts(KIM)[-1]


def test_two_who_say_the_last_no_at_once_and_the_team_hears(here: Switchboard) -> None:
    assert plan(here, SAM, begins=24, ends=28) == "planned"
    here.line.text(SAM, "SWAP")
    here.line.text(SAM, "1")
    here.settle()
    at_once(lambda: here.line.text(NOUR, "no"), lambda: here.line.text(RANA, "no"))
    here.settle()
    assert "nobody has taken it so far" in here.texts(KIM)[-1]


def test_two_who_leave_at_once_and_hold_what_the_other_is_asked_about(here: Switchboard) -> None:
    for number, begins in ((SAM, 24), (NOUR, 48)):
        assert plan(here, number, begins=begins, ends=begins + 4) == "planned"
        here.line.text(number, "SWAP")
        here.line.text(number, "1")
        here.settle()
    answers = at_once(lambda: here.line.text(SAM, "STOP"), lambda: here.line.text(NOUR, "STOP"))
    assert [answer.status for answer in answers] == [200, 200]
    here.settle()
    assert {shift.state for shift in rows(here.app, shifts)} == {"offered"}


def test_two_who_say_yes_at_once_and_one_has_the_shift(here: Switchboard) -> None:
    assert plan(here, SAM, begins=24, ends=28) == "planned"
    here.line.text(SAM, "SWAP")
    here.line.text(SAM, "1")
    here.settle()
    said = at_once(
        lambda: here.line.text(NOUR, "yes").texts[0], lambda: here.line.text(RANA, "1").texts[0]
    )
    assert sorted(text[:16] for text in said) == ["Thank you for th", "Thank you! The s"]
    (shift,) = rows(here.app, shifts)
    winner = NOUR if said[0].startswith("Thank you! The s") else RANA
    assert (shift.member_id, shift.state) == (id_of(here.app, winner), "held")
    assert sorted(ask.state for ask in rows(here.app, shift_asks)) == ["accepted", "declined"]


def test_a_question_that_has_not_left_is_never_sent_once_the_shift_is_taken(
    here: Switchboard,
) -> None:
    assert plan(here, SAM, begins=24, ends=28) == "planned"
    here.line.text(SAM, "SWAP")
    here.line.text(SAM, "1")
    before = len(here.texts(RANA))
    here.line.text(RANA, "need")  # in the middle of something: the question waits
    here.settle()
    assert here.line.text(NOUR, "yes").texts[0].startswith("Thank you!")
    here.clock.advance(minutes=11)
    here.settle()
    assert not any("could you take" in text for text in here.texts(RANA)[before:])
    assert [talk.flow for talk in rows(here.app, flow_sessions)] == ["need"]
    assert not [text for text in rows(here.app, outbox) if text.state == "queued"]


def test_plans_that_cannot_be(here: Switchboard) -> None:
    assert plan(here, MAYA) == "not-able"
    assert plan(here, SAM, role="coordinator") == "not-able"
    assert plan(here, SAM, begins=-5, ends=-1) == "over"
    assert plan(here, SAM, begins=1, ends=3) == "planned"
    assert plan(here, SAM, begins=2, ends=4) == "clash"
    assert plan(here, SAM, begins=3, ends=4) == "planned"
    assert len(rows(here.app, shifts)) == 2


def test_two_plans_at_once_do_not_overlap(here: Switchboard) -> None:
    told = at_once(lambda: plan(here, SAM), lambda: plan(here, SAM, begins=1, ends=2))
    assert sorted(told) == ["clash", "planned"]


def test_a_shift_taken_off_ends_the_questions_about_it(here: Switchboard) -> None:
    assert plan(here, SAM, begins=24, ends=28) == "planned"
    here.line.text(SAM, "SWAP")
    here.line.text(SAM, "1")
    here.settle()
    (shift,) = rows(here.app, shifts)
    assert in_unit_of_work(here.app, lambda uow: planning.take_off(uow, shift.id)) == "off"
    here.settle()
    assert "off the roster" in here.texts(SAM)[-1]
    assert "no answer is needed any more" in here.texts(NOUR)[-1]
    assert rows(here.app, shift_asks) == rows(here.app, flow_sessions) == []
    assert in_unit_of_work(here.app, lambda uow: planning.take_off(uow, shift.id)) == "gone"


def test_a_shift_that_goes_on_is_handed_over_and_the_team_hears_of_it_a_little_later(
    here: Switchboard,
) -> None:
    assert plan(here, SAM) == "planned"
    here.line.text(SAM, "SWAP")
    here.line.text(SAM, "1")
    here.settle()
    assert not any("nobody has taken" in text for text in here.texts(KIM))
    here.clock.advance(minutes=10)
    here.settle()
    assert "nobody has taken it so far" in here.texts(KIM)[-1]
    assert "still yours" in here.texts(SAM)[-1]


def test_shifts_of_the_erased_are_nobodys_and_others_are_asked(here: Switchboard) -> None:
    assert plan(here, SAM, begins=24, ends=28) == "planned"
    here.line.text(SAM, "ERASE")
    here.line.text(SAM, "1")
    here.settle()
    assert [(s.member_id, s.state) for s in rows(here.app, shifts)] == [(None, "offered")]
    assert here.line.text(NOUR, "yes").texts[0].startswith("Thank you!")
    assert [s.member_id for s in rows(here.app, shifts)] == [id_of(here.app, NOUR)]


def test_a_shift_of_nobodys_that_nobody_takes_is_brought_to_the_team(here: Switchboard) -> None:
    assert plan(here, SAM, begins=24, ends=28) == "planned"
    here.line.text(SAM, "ERASE")
    here.line.text(SAM, "1")
    here.settle()
    here.clock.advance(hours=22)
    here.settle()
    assert "nobody has taken it so far" in here.texts(KIM)[-1]
    (shift,) = rows(here.app, shifts)
    assert in_unit_of_work(here.app, lambda uow: planning.take_off(uow, shift.id)) == "off"


def test_whoever_hides_was_never_asked(here: Switchboard) -> None:
    assert plan(here, SAM, begins=24, ends=28) == "planned"
    here.line.text(SAM, "SWAP")
    here.line.text(SAM, "1")
    here.settle()
    assert here.line.text(NOUR, "yes").texts[0].startswith("Thank you!")
    with here.app.database.writing() as db:
        members.change(db, id_of(here.app, RANA), hidden_at=here.clock())
    for said in ("yes", "1", "SWAP"):
        assert not any("shift is taken" in text for text in here.line.text(RANA, said).texts)


def test_shifts_that_are_long_over_are_forgotten(here: Switchboard) -> None:
    assert plan(here, SAM) == "planned"
    here.clock.advance(days=13)
    retention.run_due(here.app)
    assert len(rows(here.app, shifts)) == 1
    here.clock.advance(days=2)
    retention.run_due(here.app)
    assert rows(here.app, shifts) == []
