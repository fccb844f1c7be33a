"""An account opened again by two others, or at the command line."""

from __future__ import annotations

import re

import pytest

from hotline.domain.two_people import PROPOSAL_LIFE
from hotline.services.console.sign_in import resets
from hotline.services.kernel.app import App
from hotline.store.schema import invitations, passkeys, proposals
from tests.conftest import FakeClock
from tests.support_app import rows
from tests.support_authenticator import Authenticator
from tests.support_console import PASSWORD, Browser, Colleague
from tests.web.test_console_links import opened
from tests.web.test_console_passkeys import ORIGIN, wish

NEW = "salt and oil and bread"


class Team:
    """Nour has lost everything; Rim and Sami can help, in browsers of their own."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.nour = Colleague(app, "coordinator")
        self.rim = Colleague(app, "steward", name="Rim")
        self.sami = Colleague(app, "coordinator", name="Sami")
        self.of_rim, self.of_sami, self.of_nour = Browser(app), Browser(app), Browser(app)
        for browser, who in (
            (self.of_rim, self.rim),
            (self.of_sami, self.sami),
            (self.of_nour, self.nour),
        ):
            assert browser.sign_in(who).status_code == 303

    def propose(self) -> str:
        """Rim proposes it; the token that Rim hands over."""
        path = f"/staff/{self.nour.staff.id}/reset"
        page = self.of_rim.post(path, page="/staff")
        found = re.search(r"/console/invitation/([\w-]{43})", page.text)
        assert found is not None
        return found[1]

    def agree(self, browser: Browser) -> None:
        proposal = rows(self.app, proposals)[-1]
        browser.post(f"/proposals/{proposal.id}/agree", page="/account")

    def reset(self, token: str) -> None:
        browser, path = Browser(self.app), f"/invitation/{token}"
        self.totp = opened(browser, token)
        code = self.totp.at(self.app.clock())
        made = browser.post(path, page=path, password=NEW, again=NEW, code=code)
        assert (made.status_code, made.text.count("<li>")) == (200, 8)


@pytest.fixture
def team(app: App) -> Team:
    return Team(app)


def test_two_others_open_an_account_again(app: App, team: Team, clock: FakeClock) -> None:
    token = team.propose()
    assert Browser(app).get(f"/invitation/{token}").status_code == 404
    team.agree(team.of_sami)
    assert "Nour" in Browser(app).get(f"/invitation/{token}").text
    team.reset(token)
    clock.advance(seconds=30)
    assert Browser(app).sign_in(team.nour).status_code == 403
    fresh = {"password": NEW, "code": team.totp.at(clock())}
    assert Browser(app).sign_in(team.nour, **fresh).status_code == 303
    assert Browser(app).get(f"/invitation/{token}").status_code == 404


def test_neither_of_the_two_is_its_owner_and_neither_is_both(app: App, team: Team) -> None:
    token = team.propose()
    for browser in (team.of_rim, team.of_nour):
        team.agree(browser)
        assert rows(app, proposals)[0].state == "open"
        assert Browser(app).get(f"/invitation/{token}").status_code == 404
    mine = team.of_rim.post(f"/staff/{team.rim.staff.id}/reset", page="/staff")
    assert (mine.status_code, len(rows(app, proposals))) == (303, 1)
    assert rows(app, invitations) == []


def test_an_account_that_one_invited_oneself_is_no_second_person(app: App, team: Team) -> None:
    team.propose()
    puppet = Colleague(app, "coordinator", name="Puppet", by=team.rim.staff.id)
    browser = Browser(app)
    browser.sign_in(puppet)
    team.agree(browser)
    assert rows(app, proposals)[0].state == "open"


def test_the_way_in_of_before_ends_and_everybody_is_told(app: App, team: Team) -> None:
    answer = Authenticator(ORIGIN).create(wish(team.of_nour, "/account/passkeys/wish"))
    team.of_nour.post("/account/passkeys", page="/account", passkey=answer)
    assert len(rows(app, passkeys)) == 1
    token = team.propose()
    team.agree(team.of_sami)
    assert team.of_nour.get("/needs").status_code == 200
    team.reset(token)
    assert team.of_nour.get("/needs").status_code == 303
    assert rows(app, passkeys) == []
    old = {"name": "Nour", "password": PASSWORD, "recovery": team.nour.recovery_codes[0]}
    assert Browser(app).post("/recovery", page="/recovery", **old).status_code == 403
    for browser in (team.of_rim, team.of_sami):
        assert "opened again with a new password" in browser.get("/needs").text


def test_what_waits_holds_nothing_that_opens_and_runs_out(
    app: App, team: Team, clock: FakeClock
) -> None:
    token = team.propose()
    assert token not in team.of_sami.get("/proposals").text
    assert "Nour" in team.of_sami.get("/proposals").text
    clock.advance(seconds=PROPOSAL_LIFE.total_seconds() + 1)
    team.of_sami.sign_in(team.sami)
    team.agree(team.of_sami)
    assert Browser(app).get(f"/invitation/{token}").status_code == 404


def test_of_an_account_that_was_shut_nothing_opens(app: App, team: Team) -> None:
    token = team.propose()
    team.agree(team.of_sami)
    team.of_rim.post(f"/staff/{team.nour.staff.id}/out", page="/staff")
    browser, path = Browser(app), f"/invitation/{token}"
    totp = opened(browser, token)
    code = totp.at(app.clock())
    answer = browser.post(path, page=path, password=NEW, again=NEW, code=code)
    assert answer.status_code == 404


def test_an_operator_opens_one_again_by_its_name(app: App, team: Team) -> None:
    assert resets.by_operator(app, "nobody") is None
    token = resets.by_operator(app, " nour ")
    assert token is not None
    team.reset(token)
