"""The console in a real browser: signing in, a need taken and answered, and every page looked over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from hotline.domain import console as rules
from hotline.domain.roster import Span
from hotline.services.console import broadcasts as drafts
from hotline.services.console import proposals
from hotline.services.console.sign_in import accounts
from hotline.services.console.wording import message_edits
from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.store.console.staff import Staff
from hotline.store.conversation import learned_words, unread_words
from hotline.store.db.encryption import OUTBOX_BODY
from hotline.store.people import members, reports
from hotline.store.roster import roster
from hotline.store.schema import asks, needs, outbox, threads
from hotline.store.schema import members as members_table
from hotline.store.voice import recording_audio, recordings
from hotline.web.app import create_app
from hotline.web.console.routing import lock_of
from tests.browser.conftest import pictured, serious_faults
from tests.conftest import FakeClock
from tests.support_app import enrol, greet_everybody, rows, settle_down
from tests.support_console import PASSWORD, Colleague
from tests.support_line import Line

MOST_BYTES = 100_000
ASKER, COORDINATOR = "+9613100001", "+9613200000"
SCRIPT = "<script>alert(1)</script>"
# Whatever is added to the console is added here: each is looked over in both languages. {need} stands for
# the reference of one, {talk} for that of a talk, {member} and {broadcast} for an id, {token} for that
# of an invitation.
PAGES = (
    *("/needs", "/needs?state=done", "/needs/{need}", "/needs/0", "/account", "/staff"),
    *(
        "/members",
        "/members?name=",
        "/members?name=none",
        "/members/{member}",
        "/members/import",
        "/audit-log",
        "/roster",
        "/threads",
        "/threads/{talk}",
        "/broadcasts",
        "/broadcasts/{broadcast}",
        "/proposals",
        "/reports",
        "/words",
    ),
    *(
        "/messages",
        "/messages?group=heard-only&find=press",
        "/messages/need-opened",
        "/messages/menu",
    ),
    *("/messages/need-opened/ar/text", "/messages/v-menu-short/en/voice"),
    *("/flows", "/flows/need"),
    *(
        "/statistics",
        "/statistics/reading",
        "/statistics/volunteers",
        "/statistics/volunteers/people",
        "/health",
    ),
)
PAGES_OF_THE_DOOR = ("/sign-in", "/recovery", "/invitation/{token}", "/invitation/gone")

# Sent to a page or saved as a file; drawn by no browser as a page of its own.
NO_PAGES = ("/static/", "/away", ".csv", "/csv", "/plot/", ".mp3")
# A second of silence: frames of 32 kbit/s at 44.1 kHz.
SILENCE = (b"\xff\xfb\x10\xc4" + bytes(100)) * 40

Open = Callable[..., Page]
Where = tuple[Line, App]


@pytest.fixture
def need(line: Where, clock: FakeClock) -> str:
    """A request that three people were asked for; its words and their names hold markup."""
    app = line[1]
    helpers = [
        (f"{SCRIPT} {n}", f"+961320000{n}", "en", "food", "harbour", "1") for n in range(1, 7)
    ]
    enrol(app, *helpers, ("Dana", COORDINATOR, "en", "talk", "market", "3"))
    greet_everybody(app)
    for number, typed in enumerate(("need food harbour today 2", f"bread {SCRIPT}", "1")):
        clock.advance(seconds=1)
        receive(app, Inbound(f"SM{number:032x}", ASKER, typed))
    settle_down(app)
    reference: str = rows(app, needs)[0].reference
    return reference


def sign_in(page: Page, where: Where, who: Colleague, **instead: str) -> None:
    """Fill in the form by its labels, as a person does."""
    page.goto(f"{where[0].url}/console/sign-in")
    fields = {"name": who.name, "password": PASSWORD, "code": who.code()} | instead
    for name, value in fields.items():
        page.locator(f"#{name}").fill(value)
    page.locator("main form button").first.click()


def test_signing_in_wrong_codes_a_lock_and_an_idle_end(
    open_page: Open, line: Where, clock: FakeClock
) -> None:
    who, page = Colleague(line[1], "coordinator"), open_page()
    for _ in range(rules.MOST_MISSES):
        sign_in(page, line, who, code="000000")
        expect(page.get_by_role("alert")).to_contain_text("do not fit together")
    sign_in(page, line, who)
    expect(page.get_by_role("alert")).to_contain_text("do not fit together")
    clock.advance(seconds=rules.FIRST_LOCK.total_seconds() + 1)
    sign_in(page, line, who)
    expect(page.get_by_role("heading", level=1)).to_have_text("Requests")
    clock.advance(minutes=16)
    page.get_by_role("link", name="Account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_an_account_is_made_from_a_link(open_page: Open, line: Where, clock: FakeClock) -> None:
    import pyotp

    token, page = accounts.invite(line[1], "listener", by=None), open_page("ar-LB")
    page.goto(f"{line[0].url}/console/invitation/{token}")
    page.get_by_role("button", name="فتحه هنا").click()
    box = page.locator(".qr svg").bounding_box()
    assert box is not None
    assert box["width"] > 150
    totp = pyotp.TOTP(page.locator("main code").inner_text())
    fields = {"name": "أمل", "password": PASSWORD, "again": PASSWORD, "code": totp.at(clock())}
    for name, value in fields.items():
        page.locator(f"#{name}").fill(value)
    page.locator("main form.stack button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("رموز الاسترجاع")
    expect(page.locator("main li")).to_have_count(rules.RECOVERY_CODES)
    page.get_by_role("link", name="الرموز محفوظة؛ متابعة").click()
    clock.advance(seconds=30)
    fields = {"name": "امل", "password": PASSWORD, "code": totp.at(clock())}
    for name, value in fields.items():
        page.locator(f"#{name}").fill(value)
    page.locator("main form button").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("الطلبات")


def test_a_need_is_taken_and_its_asker_written_to(open_page: Open, line: Where, need: str) -> None:
    app, page = line[1], open_page()
    sign_in(page, line, Colleague(app, "coordinator", phone=COORDINATOR))
    page.get_by_role("link", name=need).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Request {need}")
    expect(page.locator(".story")).to_contain_text(f"{SCRIPT} 1")
    page.get_by_role("button", name="Take it myself").click()
    expect(page.locator(".told")).to_contain_text("It is yours")
    expect(page.locator(".facts")).to_contain_text(f"bread {SCRIPT}")
    page.get_by_label("Message").fill("We bring it at six")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".told")).to_contain_text("on its way")
    assert any("We bring it at six" in text for text in texts_to(app, ASKER))
    assert rows(app, needs)[0].state == "matched"


def texts_to(app: App, number: str) -> list[str]:
    """Every text to a number."""
    with app.database.reading() as db:
        member = members.by_index(db, app.vault.phone_index(number))
    assert member is not None
    mine = [row for row in rows(app, outbox) if row.member_id == member.id and row.body]
    return [app.vault.open(OUTBOX_BODY, row.id, row.body) for row in mine]


def test_the_list_is_live_without_reloading_and_leads_out_when_the_session_ends(
    open_page: Open, line: Where, need: str, clock: FakeClock
) -> None:
    app, page = line[1], open_page()
    page.clock.install()
    answers: list[int] = []

    def note(got: Response) -> None:
        if "/rows" in got.url:
            answers.append(got.status)

    page.on("response", note)
    sign_in(page, line, Colleague(app, "coordinator"))
    expect(page.locator(f"#need-{need}")).to_contain_text("looking")
    page.evaluate("window.stayed = true")
    first = rows(app, asks)[0].member_id
    with app.database.reading() as db:
        number = members.number_of(db, app.vault, first)
    _until(page, lambda: 304 in answers)
    receive(app, Inbound("SM" + "f" * 32, str(number), f"yes {need}"))
    _until(page, lambda: 200 in answers)
    expect(page.locator(f"#need-{need}")).to_contain_text("has a helper")
    assert page.evaluate("window.stayed")
    clock.advance(minutes=16)
    _until(page, lambda: 401 in answers)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def _until(page: Page, happened: Callable[[], bool]) -> None:
    """Let the page's clock run, twenty seconds at a time, until something has happened."""
    for _ in range(20):
        page.clock.fast_forward(21_000)
        page.wait_for_timeout(100)
        if happened():
            return
    raise AssertionError("it did not happen")


def test_the_quick_way_out_leaves_nothing_to_go_back_to(open_page: Open, line: Where) -> None:
    page = open_page()
    sign_in(page, line, Colleague(line[1], "coordinator"))
    page.get_by_role("link", name="Account").click()
    page.get_by_role("link", name="Leave now").click()
    expect(page).to_have_title(".")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.mark.parametrize(
    ("locale", "bad", "added"),
    [("en-GB", "no phone number", "1 member added"), ("ar-LB", "ليس رقم هاتف", "إضافة عضو واحد")],
)
def test_an_import_with_bad_rows(
    open_page: Open, line: Where, tmp_path: Path, locale: str, bad: str, added: str
) -> None:
    sheet, page = tmp_path / "people.csv", open_page(locale)
    head = "name,phone,language,categories,areas,level"
    rows_of_it = [f"{SCRIPT},03 000 007,en,food,all,1", "Wrong,12,en,food,all,0"]
    sheet.write_text("\n".join([head, *rows_of_it]), "utf-8-sig")
    sign_in(page, line, Colleague(line[1], "steward"))
    page.goto(f"{line[0].url}/console/members/import")
    page.locator("#file").set_input_files(sheet)
    page.locator("main form button").click()
    expect(page.locator("main")).to_contain_text(bad)
    assert SCRIPT not in page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious_faults(page) == []
    page.locator("main form button").click()
    expect(page.get_by_role("status")).to_contain_text(added)
    assert len(rows(line[1], members_table)) == 1


def test_pages_show_without_script(open_page: Open, line: Where, need: str) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, line, Colleague(line[1], "coordinator"))
    expect(page.get_by_role("link", name=need)).to_be_visible()
    page.get_by_role("link", name=need).click()
    page.get_by_text("Withdraw it").first.click()
    page.locator("details[open] button").click()
    expect(page.locator(".told")).to_contain_text("Withdrawn")


def test_the_keyboard_is_enough(open_page: Open, line: Where) -> None:
    who, page = Colleague(line[1], "coordinator"), open_page()
    page.goto(f"{line[0].url}/console/sign-in")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for typed in (who.name, PASSWORD, who.code()):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Requests")


@pytest.mark.parametrize(
    ("locale", "direction", "width"),
    [("en-GB", "ltr", 360), ("ar-LB", "rtl", 360), ("ar-LB", "rtl", 1280)],
)
def test_every_page_is_light_whole_and_open_to_everybody(
    open_page: Open, line: Where, need: str, tmp_path: Path, locale: str, direction: str, width: int
) -> None:
    app = line[1]
    dark = "dark" if width == 360 else "light"
    page = open_page(locale, viewport={"width": width, "height": 800}, color_scheme=dark)
    weights = _weigh(page)
    token = accounts.invite(app, "listener", by=None)
    for path in PAGES_OF_THE_DOOR:
        _look_over(page, f"{line[0].url}/console{path.format(token=token)}", direction, weights)
    who = Colleague(app, "steward", name=SCRIPT, phone=COORDINATOR)
    sign_in(page, line, who)
    _plan_shifts(app)
    propose_all(app, who.staff, rows(app, asks)[0].member_id)
    names = {"need": need, "member": rows(app, asks)[0].member_id, "talk": _talk(app)}
    _report(app)
    _teach(app, who.staff)
    for number, path in enumerate(PAGES):
        path = path.format(**names, broadcast=_draft(app, who) if "{broadcast}" in path else 0)
        with pictured(page, tmp_path / f"{direction}-{width}-{number}.png"):
            _look_over(page, f"{line[0].url}/console{path}", direction, weights)


def test_no_page_is_left_out(line: Where) -> None:
    flask_app = create_app(line[1])
    routes = flask_app.url_map.bind("localhost")
    names = {"need": "1", "member": 1, "token": "t", "talk": "1", "broadcast": 1}
    looked_over = {
        routes.match(f"/console{path.format(**names)}".partition("?")[0])[0]
        for path in (*PAGES, *PAGES_OF_THE_DOOR)
    }
    left_out = {
        rule.rule
        for rule in flask_app.url_map.iter_rules()
        if rule.rule.startswith("/console") and "GET" in (rule.methods or ())
        if rule.endpoint not in looked_over and not any(name in rule.rule for name in NO_PAGES)
        if (lock := lock_of(rule.endpoint)) is not None and not lock.by_itself
    }
    assert left_out == {"/console/", "/console/members/import/look"}  # they lead on to others


def _report(app: App) -> None:
    """Two who were asked are reported by the asker; of one the team has decided."""
    asked, (need,) = rows(app, asks), rows(app, needs)
    with app.database.writing() as db:
        for ask in asked[:2]:
            about = {"subject_id": ask.member_id, "reporter_id": need.asker_id, "need_id": need.id}
            reports.add(db, **about, by_side="asker", holds=True, now=app.clock())
        reports.rest(db, reports.waiting(db, 2)[0].id, app.clock(), None)


def _teach(app: App, who: Staff) -> None:
    """More texts wait than a page shows, some words were said once, some count."""
    with app.database.writing() as db:
        for n in range(30):
            said = f"badde mwane{n}h {SCRIPT} كعكات الحارة {n}"
            unread_words.add(db, app.vault, unread_words.new(said, "", n % 16, app.clock()))
        for n, meaning in enumerate(
            ("category:food", "area:harbour", "when:today", "yes", "no") * 2
        ):
            about = app.vault, f"mwane{n}h", meaning
            word = learned_words.add(db, *about, part=1, taught_by=who.id, now=app.clock())
            learned_words.told_again(db, word)
            if n > 4:
                learned_words.learn(db, word)


def _talk(app: App) -> str:
    """Somebody wants a person, and has left a spoken message; the reference of their talk."""
    for number, typed in enumerate(("hello", "0", f"it is about the landlord {SCRIPT}")):
        receive(app, Inbound(f"SM{number + 90:032x}", "+9613100009", typed))
    (thread,) = rows(app, threads)
    with app.database.writing() as db:
        spoken = recordings.NewRecording(call_id=None, member_id=None, purpose="message", seconds=1)
        made = recordings.add(db, app.vault, "RE1", now=app.clock(), **spoken)
        recordings.keep(db, made, thread_id=thread.id, reference=thread.reference)
        recording_audio.put(db, app.vault, made, SILENCE, app.clock())
    reference: str = thread.reference
    return reference


def _draft(app: App, who: Colleague) -> int:
    """A message to many that waits for its second person."""
    words = {"en": "Bread at six", "ar": "الخبز الساعة السادسة"}
    return drafts.draft(app, who.staff, drafts.Wanted(None, None, words))


def propose_all(app: App, writer: Staff, member: int) -> None:
    """Something of every kind waits for a second person, by two writers, and something was agreed to."""
    other = Colleague(app, "steward", f"Rana {SCRIPT}").staff
    words = message_edits.details_of(("neutral", "ar", False), "تم، شكرا.", 0)
    about = {"reason": "danger", "words": f"nobody has heard of them {SCRIPT}"}
    for one, second in ((writer, other), (other, writer)):
        made = [
            proposals.propose(app, one, "level", member, {"level": "2", "how": "met", "from": "1"}),
            proposals.propose(app, one, "number", member, about),
            proposals.propose(app, one, "invitation", member, {"role": "listener"}),
            proposals.propose(app, one, "wording", None, words),
            proposals.propose(app, one, "word", 1, {"phrase": f"كعكات {SCRIPT}", "meaning": "yes"}),
        ]
        for proposal in made[1:3]:
            assert proposals.agree(app, second, proposal) == "done"
        proposals.propose(app, one, "number", member, about)


def _plan_shifts(app: App) -> None:
    """One now, one that others are asked to take, and gaps between them."""
    with app.database.writing() as db:
        holder = members.coordinators(db)[0]
        roster.add(db, "coordinator", holder, Span(app.clock(), app.clock() + timedelta(hours=4)))
        later = app.clock() + timedelta(days=2)
        shift = roster.add(db, "listener", holder, Span(later, later + timedelta(hours=2)))
        held = roster.locked(db, shift)
        assert held is not None
        assert roster.move(db, held, "offered")


def test_a_spoken_message_is_played_in_the_page(open_page: Open, line: Where, need: str) -> None:
    page, reference = open_page(), _talk(line[1])
    sign_in(page, line, Colleague(line[1], "coordinator", phone=COORDINATOR))
    page.goto(f"{line[0].url}/console/threads/{reference}")
    expect(page.locator("main")).to_contain_text(f"it is about the landlord {SCRIPT}")
    player = page.locator("audio")
    ended = "new Promise(done => player.addEventListener('ended', () => done(true)))"
    assert player.evaluate(
        f"async player => {{ const ended = {ended}; player.play(); return ended }}"
    )
    assert player.evaluate("player => Math.round(player.duration)") == 1


def _weigh(page: Page) -> dict[str, int]:
    """The bytes of everything loaded so far, by address: what is cached has been paid for once."""
    weights: dict[str, int] = {}
    page.on("response", lambda got: weights.update({got.url: _bytes(got)}))
    return weights


def _bytes(got: Any) -> int:
    return int(got.headers.get("content-length", 0))


def _look_over(page: Page, address: str, direction: str, weights: dict[str, int]) -> None:
    page.goto(address)
    assert page.title() in ("Notes", "ملاحظات"), address
    assert page.evaluate("document.documentElement.dir") == direction
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
        f"{address}: too wide"
    )
    own = [size for url, size in weights.items() if url == address or "/static/" in url]
    assert len(own) > 2
    assert 2_000 < sum(own) < MOST_BYTES, address
    assert serious_faults(page) == [], address
