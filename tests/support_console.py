"""Staff for tests, and the client with which they open the console."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hotline.services.console.sign_in import accounts, joining
from hotline.services.console.sign_in.joining import Joined
from hotline.services.console.sign_in.recovery import Enrolling
from hotline.services.kernel.app import App
from hotline.store.console import staff
from hotline.store.console.staff import Staff
from hotline.web.app import create_app

PASSWORD = "bread and salt and oil"


class Colleague:
    """One of the staff: what they know by heart, and the app that shows their codes."""

    def __init__(
        self, app: App, role: str, name: str = "Nour", phone: str = "", *, by: int | None = None
    ) -> None:
        self.app, self.role, self.name = app, role, name
        token = accounts.invite(app, role, by=by, phone=phone)
        begun = joining.open_link(app, token, "")
        assert isinstance(begun, Enrolling)
        self.totp = pyotp.TOTP(begun.secret)
        code = self.code(-timedelta(seconds=30))
        made = joining.accept(app, token, begun.token, name, PASSWORD, code)
        assert isinstance(made, Joined)
        self.recovery_codes = made.recovery_codes

    @property
    def staff(self) -> Staff:
        """Their account as it stands now."""
        with self.app.database.reading() as db:
            everybody, names = staff.everybody(db), staff.names(db, self.app.vault)
        return next(one for one in everybody if names[one.id] == self.name)

    def code(self, later: timedelta = timedelta()) -> str:
        """What the app shows now, or somewhat later."""
        return self.totp.at(self.app.clock() + later)


class Browser:
    """A browser without script, as the test client of Flask is one."""

    def __init__(self, app: App) -> None:
        self.client: FlaskClient = create_app(app).test_client()
        self.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"

    def get(self, path: str, **how: object) -> TestResponse:
        return self.client.get(f"/console{path}", **how)

    def post(self, path: str, page: str = "/sign-in", **fields: str) -> TestResponse:
        """Fill in a form of ours: its token is that of a page which has been read."""
        return self.client.post(f"/console{path}", data={"csrf_token": self.token(page), **fields})

    def token(self, page: str = "/sign-in") -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(page).text)
        return found[1] if found else ""

    def sign_in(self, who: Colleague, **instead: str) -> TestResponse:
        """Sign in with what is right, but for what is given `instead`."""
        fields = {"name": who.name, "password": PASSWORD, "code": who.code()} | instead
        return self.post("/sign-in", **fields)


def signed_in(app: App, role: str, name: str = "Nour", phone: str = "") -> Browser:
    """A browser in which somebody of this role has signed in."""
    browser = Browser(app)
    answer = browser.sign_in(Colleague(app, role, name, phone))
    assert answer.status_code == 303, answer.text
    return browser
