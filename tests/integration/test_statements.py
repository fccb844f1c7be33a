"""What an inbound text asks of the database: nobody's row is read twice in one turn."""

from __future__ import annotations

from secrets import token_hex

import pytest

from hotline.services.delivery import deliver
from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.services.needs import dispatch
from hotline.store.schema import matches, needs
from tests import figures
from tests.conftest import FakeClock
from tests.support_app import enrol, greet_everybody, id_of, rows
from tests.support_statements import Statement, reads_of, statements

MAYA, SAM, OMAR = "+9613000001", "+9613000002", "+9613000003"


def said(app: App, number: str, words: str) -> list[Statement]:
    """The statements of one text."""
    with statements(app) as seen:
        receive(app, Inbound(f"SM{token_hex(16)}", number, words))
    return seen


@pytest.fixture
def reference(app: App, clock: FakeClock) -> str:
    """Maya's request, of which Sam and Omar are asked; its reference."""
    enrol(
        app,
        *(
            (name, number, "en", "food", "all", "1")
            for name, number in (("Sam", SAM), ("Omar", OMAR))
        ),
    )
    said(app, MAYA, "hello")
    greet_everybody(app)
    for words in ("need food harbour today 2", "bread", "1"):
        clock.advance(minutes=1)
        said(app, MAYA, words)
    clock.advance(minutes=11)
    dispatch.run_due(app)
    deliver.run(app)
    return str(rows(app, needs)[0].reference)


def test_a_yes_reads_its_member_and_its_need_once_each(app: App, reference: str) -> None:
    need, sam = rows(app, needs)[0].id, id_of(app, SAM)
    seen = said(app, SAM, f"YES {reference}")
    assert [match.helper_id for match in rows(app, matches)] == [sam]
    assert len(reads_of(seen, "members", sam, app.vault.phone_index(SAM))) == 1
    assert len(reads_of(seen, "needs", need, reference)) == 1


def test_so_do_other_words_about_a_need(app: App, reference: str) -> None:
    need = rows(app, needs)[0].id
    for number, words in (
        (OMAR, "NO {}"),
        (SAM, "YES {}"),
        (SAM, "STATUS {}"),
        (SAM, "{} on my way"),
        (SAM, "CANT {}"),
        (MAYA, "DROP {}"),
    ):
        seen = said(app, number, words.format(reference))
        mine = reads_of(seen, "members", id_of(app, number), app.vault.phone_index(number))
        assert len(mine) == 1, words
        whole = [sql for sql in reads_of(seen, "needs", need, reference) if "FROM needs" in sql]
        assert len(whole) == 1, words  # a match brings its need's number along


def test_how_many_statements_a_text_takes(app: App, clock: FakeClock, reference: str) -> None:
    """Figures to be compared from time to time; they bind nobody but by the two bounds."""
    clock.advance(days=1)
    counted = {"hello": len(said(app, "+9613000004", "hello"))}
    for name, number, words in (
        ("menu", "+9613000004", "menu"),
        ("YES 47", SAM, f"YES {reference}"),
        ("relay", MAYA, "where are you"),
    ):
        counted[name] = len(said(app, number, words))
    for name, many in counted.items():
        figures.count(f"statements of {name!r} on {app.database.url.get_backend_name()}", many)
    assert counted["menu"] < 20
    assert counted["YES 47"] < 40
