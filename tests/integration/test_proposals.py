"""What takes two people: proposed by one, agreed to by another, done exactly once, forgotten in time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text, update

from hotline.domain.two_people import (
    ACTS_SHOWN,
    MOST_OPEN,
    PROPOSAL_LIFE,
    SETTLED,
    Overtaken,
    TooManyOpen,
)
from hotline.services.console import proposals
from hotline.services.console.sign_in import accounts
from hotline.services.kernel.app import App
from hotline.services.members import erasure
from hotline.services.operations import retention
from hotline.store.console.staff import Staff
from hotline.store.db.migrate import migrate
from hotline.store.people import members
from hotline.store.schema import console_actions, staff
from hotline.store.schema import members as members_table
from hotline.store.schema import proposals as proposals_table
from tests.conftest import FakeClock
from tests.support_app import enrol, id_of, rows, write_community
from tests.support_console import Colleague

SAM = "+9613200002"
TWO = {"level": "2", "how": "met", "from": "0"}


@pytest.fixture
def sam(app: App) -> int:
    enrol(app, ("Sam", SAM, "en", "food", "all", "0"))
    return id_of(app, SAM)


@pytest.fixture
def writer(app: App) -> Staff:
    return Colleague(app, "steward", "Writer").staff


@pytest.fixture
def second(app: App, writer: Staff) -> Staff:
    return Colleague(app, "coordinator", "Second").staff


def level_of(app: App, member_id: int) -> int:
    with app.database.reading() as db:
        return members.levels_of(db, [member_id])[member_id]


def states(app: App) -> list[str]:
    return [row.state for row in rows(app, proposals_table)]


def test_nothing_is_done_until_another_agrees_and_then_once(
    app: App, sam: int, writer: Staff, second: Staff
) -> None:
    proposal = proposals.propose(app, writer, "level", sam, TWO)
    assert (level_of(app, sam), states(app)) == (0, ["open"])
    assert proposals.agree(app, writer, proposal) == "same"
    assert level_of(app, sam) == 0
    assert proposals.agree(app, second, proposal) == "done"
    assert (level_of(app, sam), states(app)) == (2, ["agreed"])
    assert proposals.agree(app, second, proposal) == "gone"
    done = [(row.action, row.staff_id) for row in rows(app, console_actions)]
    assert done[-3:] == [
        ("proposed.level", writer.id),
        ("level-2.met", writer.id),
        ("agreed.level", second.id),
    ]


def test_of_many_who_agree_at_once_one_has_done_it(
    app: App, sam: int, writer: Staff, second: Staff
) -> None:
    others = [second, *(Colleague(app, "coordinator", f"Other {n}").staff for n in range(3))]
    proposal = proposals.propose(app, writer, "level", sam, TWO)
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda who: proposals.agree(app, who, proposal), others))
    assert sorted(told) == ["done", "gone", "gone", "gone"]
    assert [row.action for row in rows(app, console_actions)].count("level-2.met") == 1


def test_a_second_account_that_one_invited_oneself_is_nobodys_second_person(
    app: App, sam: int, writer: Staff, second: Staff, clock: FakeClock
) -> None:
    own = Colleague(app, "coordinator", "Puppet", by=writer.id).staff
    assert own.invited_by == writer.id
    clock.advance(seconds=SETTLED.total_seconds())
    assert proposals.agree(app, own, proposals.propose(app, writer, "level", sam, TWO)) == "invited"
    assert proposals.agree(app, writer, proposals.propose(app, own, "level", sam, TWO)) == "invited"
    assert level_of(app, sam) == 0


def test_a_new_account_waits_for_seven_days_but_on_the_first_ones_from_the_command_line(
    app: App, sam: int, writer: Staff, second: Staff, clock: FakeClock
) -> None:
    clock.advance(days=40)
    proposal = proposals.propose(app, writer, "level", sam, TWO)
    new = Colleague(app, "coordinator", "New").staff
    assert proposals.agree(app, new, proposal) == "new"
    clock.advance(seconds=SETTLED.total_seconds())
    assert proposals.agree(app, new, proposals.propose(app, writer, "level", sam, TWO)) == "done"


def test_two_accounts_of_one_member_are_one_and_nobody_agrees_to_what_is_about_them(
    app: App, sam: int, writer: Staff
) -> None:
    one = Colleague(app, "coordinator", "One", phone=SAM).staff
    other = Colleague(app, "coordinator", "Other", phone=SAM).staff
    enrol(app, ("Kim", "+9613200009", "en", "", "", "0"))
    kim = id_of(app, "+9613200009")
    assert proposals.agree(app, other, proposals.propose(app, one, "level", kim, TWO)) == "same"
    assert proposals.agree(app, one, proposals.propose(app, writer, "level", sam, TWO)) == "same"


def test_what_nobody_agrees_to_in_time_is_gone(
    app: App, sam: int, writer: Staff, second: Staff, clock: FakeClock
) -> None:
    proposal = proposals.propose(app, writer, "level", sam, TWO)
    clock.advance(seconds=PROPOSAL_LIFE.total_seconds())
    assert proposals.agree(app, second, proposal) == "gone"
    assert proposals.sheet(app, second).waiting == ()
    retention.run_due(app)
    assert states(app) == ["expired"]
    clock.advance(seconds=ACTS_SHOWN.total_seconds())
    retention.run_due(app)
    assert states(app) == []


def test_what_has_changed_meanwhile_is_not_done(
    app: App, sam: int, writer: Staff, second: Staff
) -> None:
    first, again = (proposals.propose(app, writer, "level", sam, TWO) for _ in range(2))
    assert proposals.agree(app, second, first) == "done"
    with app.database.writing() as db:
        members.change(db, sam, level=1)
    assert proposals.agree(app, second, again) == "gone"
    assert (level_of(app, sam), states(app)) == (1, ["agreed", "expired"])


def test_it_is_taken_back_by_whoever_proposed_it_and_by_nobody_else(
    app: App, sam: int, writer: Staff, second: Staff
) -> None:
    proposal = proposals.propose(app, writer, "level", sam, TWO)
    assert not proposals.withdraw(app, second, proposal)
    assert proposals.withdraw(app, writer, proposal)
    assert proposals.agree(app, second, proposal) == "gone"
    assert states(app) == ["withdrawn"]


def test_what_somebody_proposed_who_was_shut_out_is_not_done(
    app: App, sam: int, writer: Staff, second: Staff
) -> None:
    proposal = proposals.propose(app, writer, "level", sam, TWO)
    assert accounts.shut_out(app, Colleague(app, "steward", "Third").staff, writer.id)
    assert proposals.agree(app, second, proposal) == "gone"


def test_nobody_buries_what_others_propose(app: App, sam: int, writer: Staff) -> None:
    for _ in range(MOST_OPEN):
        proposals.propose(app, writer, "level", sam, TWO)
    with pytest.raises(TooManyOpen):
        proposals.propose(app, writer, "level", sam, TWO)


def test_all_staff_hear_of_it_until_they_have_looked(
    app: App, sam: int, writer: Staff, second: Staff, clock: FakeClock
) -> None:
    listener = Colleague(app, "listener", "Listener")
    proposal = proposals.propose(app, writer, "level", sam, TWO)
    marks = [proposals.mark(app, who) for who in (writer, second, listener.staff)]
    assert marks == [0, 1, 0]
    clock.advance(minutes=1)
    assert proposals.agree(app, second, proposal) == "done"
    assert [proposals.mark(app, who) for who in (writer, second, listener.staff)] == [0, 0, 1]
    (line,) = proposals.sheet(app, listener.staff).acts
    assert (line.writer, line.second) == ("Writer", "Second")
    proposals.saw(app, listener.staff)
    assert proposals.mark(app, listener.staff) == 0


def test_whoever_is_erased_takes_what_is_proposed_about_them_along(
    app: App, sam: int, writer: Staff
) -> None:
    proposals.propose(app, writer, "level", sam, TWO)
    with app.database.writing() as db:
        erased = update(members_table).where(members_table.c.id == sam).values(state="erased")
        db.execute(erased)
    erasure.sweep(app)
    assert rows(app, proposals_table) == []


# --- a team that does without --------------------------------------------------------------------


@pytest.fixture
def small(make_house: Callable[..., App], tmp_path: Path) -> App:
    write_community(tmp_path / "small.yaml", {"two_people": "no"})
    return make_house(HOTLINE_COMMUNITY=str(tmp_path / "small.yaml"))


def test_a_team_of_few_does_without_and_from_four_on_nobody_does(
    small: App, make_house: Callable[..., App]
) -> None:
    enrol(small, ("Sam", SAM, "en", "food", "all", "0"))
    member, writer = id_of(small, SAM), Colleague(small, "steward", "Writer").staff
    proposals.propose(small, writer, "level", member, TWO)
    assert (level_of(small, member), states(small)) == (2, ["agreed"])
    with pytest.raises(Overtaken):
        proposals.propose(small, writer, "level", member, TWO)
    for n in range(2):
        Colleague(small, "listener", f"Other {n}")
    with pytest.raises(accounts.TeamOfFew):
        accounts.invite(small, "listener", by=None)
    Colleague(make_house(), "listener", "Fourth")  # as if the file had said otherwise meanwhile
    assert not proposals.is_alone(small)
    proposals.propose(small, writer, "level", member, TWO | {"level": "3", "from": "2"})
    assert (level_of(small, member), states(small)) == (2, ["agreed", "open"])


# --- accounts from before ---------------------------------------------------------------------------


def test_who_invited_whom_is_known_of_accounts_from_before(app: App, writer: Staff) -> None:
    own = Colleague(app, "coordinator", "Puppet", by=writer.id).staff
    migrate(app.database, "0001")
    migrate(app.database)
    with app.database.reading() as db:
        known = db.execute(text("SELECT id, invited_by FROM staff"))
        assert {row.id: row.invited_by for row in known} == {writer.id: None, own.id: writer.id}
    assert {row.id for row in rows(app, staff)} == {writer.id, own.id}
