"""The auditor finds nothing where everything is as it must be, and says so; both books are compared."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import update

from hotline.audit import sealed
from hotline.audit.ledger import LedgerFault
from hotline.audit.report import AuditReport, audit
from hotline.audit.sealed import WrongKey
from hotline.config import read_settings
from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.simulator.server import Simulator
from hotline.store.schema import outbox
from tests.audit.conftest import Events
from tests.audit.planting import soil
from tests.conftest import FakeClock
from tests.integration.processes import hotline
from tests.support_app import enrol, greet_everybody, settle_down

MAYA, SAM, RANA = "+9613000001", "+9613000002", "+9613000003"
_sids = count(1)


@pytest.fixture
def look(environ: dict[str, str], clock: FakeClock) -> Callable[[Events | None], AuditReport]:
    """An audit of this test's database with its key, against these events."""
    key = read_settings(environ).key

    def compare(events: Events | None) -> AuditReport:
        return audit(environ["DATABASE_URL"], now=clock.now, masters=(key,), events=events)

    return compare


def of_kind(events: Events, kind: str, **facts: str) -> Events:
    found = [e for e in events if e["kind"] == kind]
    return [e for e in found if all(e[name] == value for name, value in facts.items())]


def test_a_line_that_works_keeps_every_promise(
    events: Events, look: Callable[[Events | None], AuditReport]
) -> None:
    found = look(events)
    assert found.clean, found.lines()
    assert found.balance is not None
    balance = found.balance
    assert (balance.lost, balance.unacknowledged, balance.doubled, balance.unknowable) == (0,) * 4
    assert balance.inbound > 10 and balance.outbound > 20
    assert found.counts["needs"] == 3 and found.counts["matches"] == 2
    assert found.lines()[-1] == "Every promise is kept."


def test_an_answer_that_went_with_the_words_of_who_was_erased_is_not_missed(
    app: App, clock: FakeClock, environ: dict[str, str]
) -> None:
    """The auditor said "helper not told" of each request whose words an erased asker had written."""
    _say(app, RANA, "hello")  # of what is older than the oldest answer nothing is said
    enrol(app, ("Sam", SAM, "en", "food", "all", "2"))
    greet_everybody(app)
    for words in ("need food harbour today 2", "by the mill", "1"):
        _say(app, MAYA, words)
    clock.advance(seconds=5)
    _say(app, SAM, "yes")
    with app.database.writing() as db:
        db.execute(update(outbox).values(state="delivered", sent_at=clock.now))
    clock.advance(seconds=5)
    for words in ("erase", "1"):
        _say(app, MAYA, words)
    found = audit(environ["DATABASE_URL"], now=clock.now)
    assert found.counts["matches"] == 1
    assert found.clean, found.lines()


def _say(app: App, number: str, words: str) -> None:
    receive(app, Inbound(f"SM{next(_sids):032x}", number, words))
    settle_down(app)


def test_what_was_acknowledged_and_is_not_kept_is_lost(
    events: Events, look: Callable[[Events | None], AuditReport]
) -> None:
    webhook = of_kind(events, "webhook")[0]
    message = of_kind(events, "message", direction="inbound")[0]
    sid = "SM" + "0" * 32
    fields = webhook["fields"] | {"MessageSid": sid}
    found = look([*events, message | {"sid": sid}, webhook | {"fields": fields}])
    assert found.names() == {"acknowledged and not kept"}
    assert found.balance is not None and found.balance.lost == 1
    refused = look([*events, message | {"sid": sid}, webhook | {"fields": fields, "status": 500}])
    assert refused.clean and refused.balance is not None and refused.balance.unacknowledged == 1


def test_what_nobody_texted_and_nobody_wrote_down_is_named(
    events: Events, look: Callable[[Events | None], AuditReport]
) -> None:
    first = of_kind(events, "message", direction="inbound")[0]
    assert look([e for e in events if e is not first]).names() == {"handled and never sent"}
    sent = of_kind(events, "message", direction="outbound-api")[0]
    stray = sent | {"sid": "SM1", "status_callback": "http://x/twilio/sms/status/12345"}
    assert look([*events, stray]).names() == {"sent and not written down"}


def test_a_text_that_reached_its_phone_twice_is_named_unless_nobody_could_know(
    events: Events, look: Callable[[Events | None], AuditReport]
) -> None:
    sent = of_kind(events, "message", direction="outbound-api")[0]
    twice = [*events, sent | {"sid": "SM1"}, {"kind": "message_shown", "sid": "SM1"}]
    assert look(twice).names() == {"texted twice"}
    late = look([*twice, {"kind": "accepted_late", "sid": "SM1"}])
    assert late.clean and late.balance is not None
    assert (late.balance.doubled, late.balance.unknowable) == (0, 1)


def test_what_never_left_and_what_was_given_up_is_named(
    events: Events, look: Callable[[Events | None], AuditReport], environ: dict[str, str]
) -> None:
    sent = of_kind(events, "message", direction="outbound-api")[0]
    without = [e for e in events if e.get("sid") != sent["sid"]]
    assert look(without).names() == {"written down and never sent"}
    with soil(environ["DATABASE_URL"]) as ground:
        ground.row("outbox", state="failed", kind="notice", tries=0, member_id=1, body=None)
    assert "given up within reach" in look(events).names()


@pytest.mark.parametrize(("table", "column", "key"), sealed.COLUMNS)
def test_what_does_not_open_for_its_row_is_named(
    look: Callable[[Events | None], AuditReport],
    app: App,
    environ: dict[str, str],
    table: str,
    column: str,
    key: str,
) -> None:
    assert f"sealed {table}.{column}" not in look(None).names()
    with soil(environ["DATABASE_URL"]) as ground:
        ground.row(table, **{column: b"\x01\x00\x02" + bytes(40)})
    assert f"sealed {table}.{column}" in look(None).names()


def test_another_key_and_no_database_are_told(environ: dict[str, str], app: App) -> None:
    with pytest.raises(WrongKey):
        audit(environ["DATABASE_URL"], masters=(bytes(32),))
    with pytest.raises(LedgerFault):
        audit("sqlite:////nonexistent/hotline.db")


def test_due_long_ago_is_stuck_and_due_just_now_is_not(
    events: Events, environ: dict[str, str], clock: FakeClock
) -> None:
    later = clock.now + timedelta(hours=1)
    assert "stuck: dispatch" in audit(environ["DATABASE_URL"], now=later).names()
    patient = audit(environ["DATABASE_URL"], now=later, patience=timedelta(days=60))
    assert not {name for name in patient.names() if name.startswith("stuck")}


def test_the_command_exits_with_what_it_found(
    lived_in: App, carrier: Simulator, environ: dict[str, str], tmp_path: Path
) -> None:
    record = tmp_path / "record.jsonl"
    record.write_text("\n".join(json.dumps(event) for event in carrier.log()), "utf-8")
    done = hotline("audit", "--record", str(record), environ=environ)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Every promise is kept.")
    with soil(environ["DATABASE_URL"]) as ground:
        ground.row("needs", state="seeking", due_at=None)
    found = hotline("audit", "--json", environ=environ)
    assert found.returncode == 1
    assert "need without a dispatch" in {f["check"] for f in json.loads(found.stdout)["findings"]}
    bare = {name: value for name, value in environ.items() if name != "HOTLINE_KEY"}
    refused = hotline("audit", "--record", str(record), environ=bare)
    assert refused.returncode == 1 and "HOTLINE_KEY is not set" in refused.stderr
