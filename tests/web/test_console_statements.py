"""Pages of the console ask the database as often for two hundred rows as for twenty."""

from __future__ import annotations

import io
from datetime import timedelta

from sqlalchemy import Connection, insert

from hotline.domain.roster import Span
from hotline.services.kernel.app import App
from hotline.store import schema
from hotline.store.console import console_actions, proposals
from hotline.store.conversation import learned_words, message_overrides, unread_words
from hotline.store.db.encryption import OUTBOX_BODY, STAFF_NAME
from hotline.store.db.ids import new_id
from hotline.store.messages import broadcasts
from hotline.store.needs import team_threads
from hotline.store.people import members, offers, reports
from hotline.store.roster import roster
from hotline.store.schema import asks as asks_table
from hotline.store.schema import needs as needs_table
from hotline.store.schema import outbox as outbox_table
from hotline.store.schema import recordings, references
from hotline.store.upkeep import audit_log
from tests.support_app import enrol, greet_everybody, id_of
from tests.support_console import Browser, signed_in
from tests.support_rows import add_row
from tests.support_statements import statements

FEW, MANY = 20, 200
DANA = "+9613200001"
WORDING = ("menu", "en", False)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


class Crowd:
    """Rows of every kind that a page of the console lists, some more each time."""

    def __init__(self, app: App) -> None:
        self.app, self.size = app, 0
        enrol(app, ("Dana", DANA, "en", "", "", "3"))
        greet_everybody(app)
        with app.database.writing() as db:
            self.need = self._need(db, id_of(app, DANA), "90000")
            self.talk = team_threads.open_new(
                db, self._member(db, "+9613999999", "Asker"), app.clock(),
                need_id=None, reference=None,
            )  # fmt: skip

    def grow_to(self, size: int) -> None:
        """Let there be so many of each."""
        with self.app.database.writing() as db:
            for n in range(self.size, size):
                self._add(db, n)
        self.size = size

    def _add(self, db: Connection, n: int) -> None:
        now = self.app.clock()
        member = self._member(db, number_of(n), f"Sam {n}")
        offers.save(db, member, categories=["food"], areas=["harbour"], hours="any", now=now)
        need = self._need(db, member, str(91000 + n))
        for wave, asked in enumerate((need, *[self.need] * 4)):  # five: so many are listed
            state = {"state": ("declined", "lapsed")[n % 2], "created_at": now, "sent_at": now}
            add_row(db, asks_table, need_id=asked, member_id=member, wave=wave, **state)
        talk = team_threads.open_new(db, member, now, need_id=None, reference=None)
        self._said(db, n)
        for thread in (talk.id, self.talk.id):
            about = {"member_id": member, "thread_id": thread, "need_id": None, "call_id": None}
            add_row(db, recordings, purpose="message", state="kept", **about)
        self._reported(db, member, need)
        self._of_the_team(db, n, member, need)

    def _reported(self, db: Connection, member: int, need: int) -> None:
        reports.add(
            db,
            subject_id=member,
            reporter_id=self.talk.member_id,
            need_id=need,
            by_side="asker",
            holds=False,
            now=self.app.clock(),
        )

    def _of_the_team(self, db: Connection, n: int, member: int, need: int) -> None:
        app, now = self.app, self.app.clock()
        colleague = new_id()
        name = app.vault.seal(STAFF_NAME, colleague, f"Nour {n}")
        add_row(db, schema.staff, id=colleague, name=name, state="active", role="listener")
        console_actions.add(db, colleague, now, "saw", "need", need)
        audit_log.note(db, "need_opened", now, member_id=member, need_id=need)
        begins = now + timedelta(minutes=n)
        roster.add(db, "listener", member, Span(begins, begins + HOUR))
        expires = now + timedelta(days=1)
        broadcasts.add(
            db, written_by=colleague, category=None, area=None, now=now, expires_at=expires
        )
        message_overrides.add(db, WORDING, f"pattern {n}", colleague, now)
        self._proposed(db, colleague, member)
        day, part = now.replace(hour=0, minute=0, second=0, microsecond=0), n % 16
        unread_words.add(db, app.vault, unread_words.new(f"said mwan{n}", "", part, day))
        word = learned_words.add(
            db, app.vault, f"mwan{n}", "category:food", part=part, taught_by=colleague, now=now
        )
        if n % 2:
            learned_words.learn(db, word)

    def _proposed(self, db: Connection, colleague: int, member: int) -> None:
        """One thing waits about each member, and one was agreed to."""
        now = self.app.clock()
        for ended in (False, True):
            made = proposals.add(
                db,
                self.app.vault,
                "level",
                by=colleague,
                target_id=member,
                member_id=member,
                details={"level": "2", "how": "met", "from": "0"},
                now=now,
                expires_at=now + HOUR,
            )
            if ended:
                proposals.end(db, made, "agreed", now + SECOND, colleague)

    def _member(self, db: Connection, number: str, name: str) -> int:
        members.add(db, self.app.vault, number, "en", self.app.clock(), level=2)
        found = members.by_index(db, self.app.vault.phone_index(number))
        assert found is not None
        members.rename(db, self.app.vault, found.id, name)
        return found.id

    def _need(self, db: Connection, asker: int, reference: str) -> int:
        row_id, now = new_id(), self.app.clock()
        about = {"category": "food", "area": "harbour", "wanted": "today", "expires_at": now + HOUR}
        state = {"state": "seeking", "opened_at": now}
        add_row(
            db, needs_table, id=row_id, reference=reference, asker_id=asker, **about, **state
        )  # fmt: skip
        db.execute(insert(references), {"code": reference, "subject_id": row_id})
        return row_id

    def _said(self, db: Connection, n: int) -> None:
        row_id, at = new_id(), self.app.clock() + timedelta(seconds=n)
        body = self.app.vault.seal(OUTBOX_BODY, row_id, f"said {n}")
        about = {"thread_id": self.talk.id, "member_id": self.talk.member_id, "created_at": at}
        add_row(db, outbox_table, id=row_id, body=body, state="sent", kind="relay", **about)


def number_of(n: int) -> str:
    """A mobile number of the packaged community's country."""
    return f"+96171{n:06d}"


LISTS = (
    "/needs",
    "/needs/rows",
    "/needs/90000",
    "/members?name=",
    "/members?name=sam&state=active&level=2",
    "/threads",
    "/threads/{talk}",
    "/threads/{talk}/said",
    "/broadcasts",
    "/roster",
    "/audit-log",
    "/audit-log.csv",
    "/staff",
    "/proposals",
    "/reports",
    "/statistics/volunteers/people",
    "/messages/menu/en/text",
    "/words",
    "/members/import/look",
)
FIGURES = ("/health", "/statistics/needs", "/messages?find=menu")  # as long, whatever is counted


def test_a_page_of_many_rows_takes_as_many_statements_as_one_of_few(app: App) -> None:
    crowd, browser = Crowd(app), signed_in(app, "steward", phone=DANA)
    crowd.grow_to(FEW)
    for path in (*LISTS[:-1], *FIGURES):
        open_page(crowd, browser, path)  # what is read once for all is read now
    few = counted(crowd, browser)
    crowd.grow_to(MANY)
    many = counted(crowd, browser)
    assert {path: number for path, (number, _) in many.items()} == {
        path: number for path, (number, _) in few.items()
    }
    assert [path for path in LISTS if many[path][1] <= few[path][1]] == []  # there is more on it
    with statements(app) as seen:
        assert "<bdi>Sam" in open_page(crowd, browser, "/members?name=&page=1")
    assert len(seen) == few["/members?name="][0]


def counted(crowd: Crowd, browser: Browser) -> dict[str, tuple[int, int]]:
    """How many statements each page takes, and how long it is."""
    put_sheet(crowd, browser)
    found = {}
    for path in (*LISTS, *FIGURES):
        with statements(crowd.app) as seen:
            page = open_page(crowd, browser, path)
        found[path] = len(seen), len(page)
    return found


def open_page(crowd: Crowd, browser: Browser, path: str) -> str:
    answer = browser.get(path.format(talk=crowd.talk.reference))
    assert answer.status_code == 200, (path, answer.text)
    return answer.text


def put_sheet(crowd: Crowd, browser: Browser) -> None:
    """Send a sheet in which every member stands, some of them changed."""
    lines = [f"Sam {n},{number_of(n)},en,food,harbour,{n % 3}" for n in range(crowd.size)]
    sheet = "\n".join(["name,phone,language,categories,areas,level", *lines])
    file = (io.BytesIO(sheet.encode()), "people.csv")
    fields = {"csrf_token": browser.token("/members/import"), "file": file}
    answer = browser.client.post("/console/members/import", data=fields)
    assert answer.location == "/console/members/import/look", answer.text
