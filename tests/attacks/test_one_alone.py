"""One steward, with a second account of their own making, commands nothing; three honest people do."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from hotline.domain.two_people import SETTLED
from hotline.services.kernel.app import App
from hotline.store.people import members
from hotline.store.schema import broadcasts, invitations, outbox, proposals, wordings
from tests.conftest import FakeClock
from tests.support_app import enrol, greet_everybody, id_of, rows, settle_down
from tests.support_console import Browser, Colleague

SAM = "+9613200002"
REASON = {"reason": "danger", "words": "nobody has heard of them since noon"}
CRISIS = "/messages/crisis/en/text"
LURE = "Please text your street here. { $contacts }"
HARMLESS = (
    "{ $contacts ->\n    [none] Thank you for telling us.\n   *[other] Thank you. { $contacts }\n}"
)


@pytest.fixture
def sam(app: App) -> int:
    enrol(app, ("Sam", SAM, "en", "food", "all", "0"))
    greet_everybody(app)
    return id_of(app, SAM)


@dataclass
class Person:
    """One of the staff, at a browser of their own."""

    app: App
    colleague: Colleague
    browser: Browser

    @classmethod
    def of(cls, app: App, name: str, role: str = "steward", by: int | None = None) -> Person:
        """Somebody whom one of the staff invited, or the command line, signed in."""
        person = cls(app, Colleague(app, role, name, by=by), Browser(app))
        person.enter()
        return person

    def enter(self) -> None:
        """Sign in."""
        assert self.browser.sign_in(self.colleague).status_code == 303

    def want_everything(self, member: int) -> None:
        """Ask for all that one person may not do alone."""
        page = f"/members/{member}"
        seen = {"seen": "0.active.active"}
        post = self.browser.post
        post(f"{page}/level", page=page, level="3", how="met", **seen)
        post(f"{page}/number", page=page, **REASON)
        post("/staff/invite", page="/staff", role="steward")
        post(f"{CRISIS}/publish", page=CRISIS, seen="0", pattern=HARMLESS, do="publish")
        post("/broadcasts/new", page="/broadcasts", **{"words-en": "Bread.", "words-ar": "خبز."})

    def agree_to_everything(self) -> None:
        """Press every button there is for agreeing."""
        for row in rows(self.app, proposals):
            self.browser.post(f"/proposals/{row.id}/agree", page="/proposals")
        for row in rows(self.app, broadcasts):
            page = f"/broadcasts/{row.id}"
            self.browser.post(f"{page}/approve", page=page, seen=str(row.version))
        self.app.wording.look()

    def seen(self) -> str:
        """Everything that is shown to whoever presses what shows what was agreed to."""
        found = ""
        for row in rows(self.app, proposals):
            for path in (f"/members/number/{row.id}", f"/staff/link/{row.id}"):
                found += self.browser.post(path, page="/proposals").text
        return found


def done(app: App, member: int, shown: str) -> set[str]:
    """What of all that has come about."""
    settle_down(app)
    with app.database.reading() as db:
        level = members.levels_of(db, [member])[member]
    texts = [row for row in rows(app, outbox) if row.kind == "broadcast"]
    facts = {
        "level": level == 3,
        "number": SAM in shown,
        "invitation": bool(re.search(r"/console/invitation/\S+", shown)) or rows(app, invitations),
        "wording": rows(app, wordings),
        "broadcast": texts,
    }
    return {name for name, has_happened in facts.items() if has_happened}


EVERYTHING = {"level", "number", "invitation", "wording", "broadcast"}


def test_one_steward_and_their_own_second_account_can_do_nothing_of_it(
    app: App, sam: int, clock: FakeClock
) -> None:
    Colleague(app, "coordinator", "Somebody else")  # who looks at nothing
    steward = Person.of(app, "Steward")
    own = Person.of(app, "Own", by=steward.colleague.staff.id)
    clock.advance(seconds=SETTLED.total_seconds() * 2)
    for one in (steward, own):
        one.enter()
    for one, other in ((steward, own), (own, steward)):
        one.want_everything(sam)
        one.agree_to_everything()
        other.agree_to_everything()
        assert done(app, sam, one.seen() + other.seen()) == set()


def test_alone_they_get_no_second_account_in_the_first_place(app: App) -> None:
    steward = Person.of(app, "Steward")
    steward.browser.post("/staff/invite", page="/staff", role="steward")
    steward.agree_to_everything()
    assert steward.seen().count("/console/invitation/") == 0
    assert rows(app, invitations) == []


def test_two_whom_nobody_of_the_staff_invited_can_do_all_of_it_on_the_first_day(
    app: App, sam: int
) -> None:
    one, two, three = (
        Person.of(app, name, role)
        for name, role in (("One", "steward"), ("Two", "coordinator"), ("Three", "coordinator"))
    )
    one.want_everything(sam)
    assert done(app, sam, one.seen()) == set()
    two.agree_to_everything()
    assert done(app, sam, one.seen()) == EVERYTHING
    page = three.browser.get("/proposals").text
    for words in (
        "Bread.",
        "Thank you for telling us.",
        "Raise to a level",
        "See the phone number",
    ):
        assert words in page


def test_the_lure_itself_is_not_even_proposed(app: App) -> None:
    steward = Person.of(app, "Steward")
    for wrong in (LURE, "Call 03 123 456. { $contacts }"):
        fields = {"seen": "0", "pattern": wrong, "do": "publish"}
        told = steward.browser.post(f"{CRISIS}/publish", page=CRISIS, **fields)
        assert (told.status_code, "may not say this" in told.text) == (400, True)
    assert rows(app, proposals) == []


def test_a_sheet_raises_nobody_to_where_two_are_needed(app: App, sam: int) -> None:
    enrol(app, ("Kim", "+9613200009", "en", "food", "all", "3"))
    steward = Person.of(app, "Steward")
    sheet = (
        "name,phone,language,categories,areas,level\n"
        f"Sam,{SAM},en,food,all,3\nNew,+9613200008,en,food,all,2\nKim,+9613200009,en,food,all,3\n"
    )
    send_sheet(steward.browser, sheet)
    levels = [id_of(app, number) for number in (SAM, "+9613200008", "+9613200009")]
    with app.database.reading() as db:
        found = members.levels_of(db, levels)
    assert [found[one] for one in levels] == [1, 1, 3]


def send_sheet(browser: Browser, sheet: str) -> None:
    """Upload a sheet and confirm it."""
    fields = {
        "csrf_token": browser.token("/members/import"),
        "file": (io.BytesIO(sheet.encode()), "people.csv"),
    }
    browser.client.post("/console/members/import", data=fields)
    look = browser.get("/members/import/look").text
    upload = re.search(r'name="upload" value="(\d+)"', look)
    assert upload is not None
    browser.post("/members/import/take", page="/members/import/look", upload=upload[1])


# --- a team of few ---------------------------------------------------------------------------------


def test_a_team_of_few_says_so_on_every_page_and_the_gravest_words_take_two_all_the_same(
    limited: Callable[..., App],
) -> None:
    app = limited({"two_people": "no"})
    enrol(app, ("Sam", SAM, "en", "food", "all", "0"))
    greet_everybody(app)
    sam, steward = id_of(app, SAM), Person.of(app, "Steward")
    for path in ("/needs", "/members", "/proposals", "/account"):
        assert "One person is enough here" in steward.browser.get(path).text
    steward.want_everything(sam)
    steward.agree_to_everything()
    assert done(app, sam, steward.seen()) == EVERYTHING - {"wording"}
    neutral = "/messages/neutral/en/text"
    fields = {"seen": "0", "pattern": "All noted.", "do": "publish"}
    steward.browser.post(f"{neutral}/publish", page=neutral, **fields)
    assert [row.message for row in rows(app, wordings)] == ["neutral"]
    Colleague(app, "listener", "Other")  # beside the link that was shown above
    told = steward.browser.post("/staff/invite", page="/staff", role="listener")
    assert (told.status_code, "no place for another account" in told.text) == (400, True)
