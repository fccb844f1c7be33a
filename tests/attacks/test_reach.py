"""Where texts and calls may go: looked at wherever a number comes in, and once more at every way out."""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from hotline.gateway.client import Refused
from hotline.services.delivery import deliver
from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.members.member_import import import_members
from hotline.services.outbound import order_calls
from hotline.services.outbound.notify import tell
from hotline.services.voice import originate
from hotline.simulator.server import Simulator
from hotline.store.db.encryption import MEMBER_PHONE
from hotline.store.schema import call_orders, members, outbox
from tests import figures
from tests.attacks.conftest import Limited
from tests.integration.texts import add_member, add_text, text
from tests.support_app import COLUMNS, rows

ROOT = Path(__file__).parents[2]
# Premium, satellite, of another country, short, too long, and what spells "anonymous".
COSTLY = (
    "+19005550100",
    "+979123456789",
    "+881612345678",
    "+88216123456",
    "+883510001234567",
    "+8701234567890",
    "+447012345678",
    "+96190123456",  # premium at home
    "+15550001111",
    "+447911123456",
    "+9611234",
    "+961711234567890",
    "+266696687",
    "+7378742883",
    "+2562533",
    "+8656696",
    "+86282452253",
)
TYPED = (
    *COSTLY,
    "112",
    "140",
    "00881612345678",
    "٠٠٨٨١٦١٢٣٤٥٦٧٨",
    "*21#",
    "tel:+19005550100",
)


@pytest.mark.parametrize("number", COSTLY)
def test_the_gateway_itself_refuses(app: App, carrier: Simulator, number: str) -> None:
    """Before the provider is asked, whoever calls it."""
    with pytest.raises(Refused):
        app.gateway.send(number, "hello", "https://hotline.example/x")
    with pytest.raises(Refused):
        app.calls.place(number, "https://hotline.example/x", "https://hotline.example/y", 30)
    assert not list(carrier.messages())
    figures.count("costly numbers tried", 2)


@pytest.mark.parametrize("number", COSTLY)
def test_a_text_from_there_is_not_answered(app: App, number: str) -> None:
    assert receive(app, Inbound("SM" + "0" * 32, number, "hello")) == []
    assert rows(app, members) == []


def test_a_member_whose_number_became_one_is_neither_texted_nor_rung(
    app: App, carrier: Simulator
) -> None:
    """By hand in the database, or since the operator took a country away: the row ends, nothing leaves."""
    for number in COSTLY:
        member = add_member(app, number, call_safe="yes")
        message = add_text(app, member)
        relayed = add_text(app, member, kind="relay", priority=0)
        with app.database.writing() as db:
            uow = UnitOfWork(app, db, app.clock())
            assert order_calls.order(uow, member, purpose="bridge", node="bridge")
        deliver.run(app)
        originate.run(app)
        assert {text(app, message).state, text(app, relayed).state} == {"canceled"}
    assert {order.state for order in rows(app, call_orders)} == {"over"}
    assert not list(carrier.messages())


def test_a_number_that_is_swapped_beneath_us_goes_nowhere(app: App, carrier: Simulator) -> None:
    member = add_member(app, "+9613000001")
    add_text(app, member)
    with app.database.writing() as db:
        sealed = app.vault.seal(MEMBER_PHONE, member, COSTLY[0])
        db.execute(update(members).values(phone=sealed))
    deliver.run(app)
    assert [row.state for row in rows(app, outbox)] == ["canceled"]
    assert not list(carrier.messages())


def test_coordinators_of_the_file_who_cannot_be_reached_are_not(
    limited: Limited, carrier: Simulator
) -> None:
    app = limited({"coordinators": ["+447911123456"]})
    with app.database.writing() as db:
        (kim,) = (row.id for row in rows(app, members))
        tell(UnitOfWork(app, db, app.clock()), kim, "coordinator-person", reference="47")
    deliver.run(app)
    assert [row.state for row in rows(app, outbox)] == ["canceled"]
    assert not list(carrier.messages())


def test_an_import_takes_none_of_them(app: App) -> None:
    file = io.StringIO()
    csv.writer(file).writerows([COLUMNS, *(("X", n, "en", "food", "all", "1") for n in TYPED)])
    file.seek(0)
    report = import_members(app, file)
    assert (report.added, report.updated) == (0, 0)
    assert len(report.bad) == len(TYPED)
    assert not [why for _, why in report.bad if any(number in why for number in TYPED)]


# That there is no other way out

WAYS_OUT = {
    ("hotline/gateway/client.py", "_messages.create"),
    ("hotline/gateway/calls.py", "_calls.create"),
    ("hotline/services/voice/nodes/hunt_group.py", "Dial"),
}


def test_there_is_no_other_way_out() -> None:
    """A new one must be added here, and must look at the number before it lets anything out."""
    assert set(ways_out()) == WAYS_OUT
    for file, _ in WAYS_OUT:
        source = (ROOT / file).read_text("utf-8")
        assert "refuse_unless(self._allows(to)" in source or "not facts.may_be_dialled(" in source


_CREATING = ("_messages.create", ".messages.create", "_calls.create", ".calls.create")


def ways_out() -> Iterator[tuple[str, str]]:
    """Where the provider's messages and calls are created, and documents that dial are made."""
    for path in sorted((ROOT / "hotline").rglob("*.py")):
        if "carrier" in path.parts or path.name == "voiceml.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func).removeprefix("self.")
                if name == "Dial" or name.endswith(_CREATING):
                    yield str(path.relative_to(ROOT)), name
