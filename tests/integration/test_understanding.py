"""The order of understanding, rung by rung: a text that each takes, from somebody to whom it means that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
from hotline.services.desks import at_a_desk
from hotline.services.transactions import in_one_go
from sqlalchemy import Connection

from hotline.domain.limits import Mood
from hotline.domain.roster import Span
from hotline.services import effects, rostering
from hotline.services.converse import converse
from hotline.services.house import House
from hotline.services.inbound import order
from hotline.services.inbound.order import ORDER
from hotline.services.inbound.rung import Rung
from hotline.services.receive import Inbound, receive
from hotline.services.scene import Scene
from hotline.store import members, needs
from tests.integration.texts import add_member, new_number
from tests.support_house import enrol, greet_everybody, id_of, settle_down

WORD, PIN, CRISIS = "purple lantern", "739184", "he has a knife"
SAM, LINA, KIM = "+9613000001", "+9613000002", "+96170000001"
_sids = count(1)


@pytest.fixture
def line(house: House) -> House:
    """Two who help with food and listen, and one coordinator; everybody was here before."""
    enrol(house, ("Sam", SAM, "en", "food;talk", "all", "2"))
    enrol(house, ("Lina", LINA, "en", "food;talk", "all", "2"))
    enrol(house, ("Kim", KIM, "en", "", "", "3"))
    greet_everybody(house)
    return house


def say(house: House, number: str, *texts: str) -> None:
    """Text this, one after the other, and let everything happen that follows."""
    for words in texts:
        receive(house, Inbound(f"SM{next(_sids):032x}", number, words))
        settle_down(house)


# --- who writes ----------------------------------------------------------------------------------

Writer = Callable[[House], str]


def who_texted(*texts: str, **values: object) -> Writer:
    """Somebody with these columns, after these texts."""

    def somebody(house: House) -> str:
        number = new_number()
        add_member(house, number, **{"greeted_at": house.clock(), **values})
        say(house, number, *texts)
        return number

    return somebody


def who_has_hidden(house: House) -> str:
    return who_texted(hidden_at=house.clock())(house)


def who_was_asked(house: House) -> str:
    who_texted("need food harbour today 2", "1", "1")(house)
    return SAM


def who_is_helped(house: House) -> str:
    helper = new_number()
    enrol(house, ("Rana", helper, "en", "transport", "all", "2"))
    greet_everybody(house)
    number = who_texted("need ride harbour today 2", "1", "1")(house)
    say(house, helper, "yes")
    return number


def who_was_asked_for_a_shift(house: House) -> str:
    """Sam's shift, which Lina takes; Noor was asked as well."""
    noor = new_number()
    enrol(house, ("Noor", noor, "en", "talk", "all", "2"))
    greet_everybody(house)
    starts = house.clock() + timedelta(days=3)
    spans = [Span(starts, starts + timedelta(hours=4))]
    sam = id_of(house, SAM)
    assert at_a_desk(house, lambda desk: rostering.plan(desk, "listener", sam, spans)) == "planned"
    say(house, SAM, "swap", "1")
    say(house, LINA, "yes")
    return noor


ANYBODY, BLOCKED, LEFT = who_texted(), who_texted(state="blocked"), who_texted(state="opted_out")


@dataclass(frozen=True)
class Case:
    """One text. `number` in it stands for the request that its writer made last."""

    words: str
    writer: Writer = ANYBODY
    opt_out: str | None = None
    mood: Mood = "within"


# Each on its own, in the order of the list; what a case leaves behind must not change a later one.
CASES = (
    ("safe-word", Case(WORD, who_texted("safe word", WORD, WORD))),
    ("crisis-only", Case(CRISIS, BLOCKED)),
    ("crisis-only", Case(CRISIS, mood="silent")),
    ("stop-over-limit", Case("stop", mood="silent")),
    ("over-limit", Case("hello", mood="tell")),
    ("over-limit", Case("need food harbour today", mood="silent")),
    ("erase-outside", Case("erase", BLOCKED)),
    ("erase-outside", Case("erase", who_texted("erase", state="opted_out"))),
    ("blocked", Case("need food harbour today", BLOCKED)),
    ("stop", Case("stop")),
    ("stop", Case("وقفوا الرسائل")),
    ("carrier-help", Case("help", opt_out="HELP")),
    ("start", Case("start")),
    ("start", Case("yes", LEFT)),
    ("left", Case("hello there", LEFT)),
    ("global-word", Case("status", LEFT)),
    ("hidden-past", Case("done 47", who_has_hidden)),
    ("hidden-past", Case("47", who_has_hidden)),
    ("wordless", Case(" ")),
    ("pin", Case(PIN, who_texted("pin", PIN, "pin", "4", "1"))),
    ("word-and-number", Case("done 47")),
    ("number", Case("{number}", who_texted("need money harbour today 2", "1", "1"))),
    ("addressed", Case("{number} on my way", who_is_helped)),
    ("global-word", Case("need", who_texted("offer"))),
    ("ask", Case("no", who_was_asked)),
    ("open-question", Case("1", who_texted("need"))),
    ("open-question", Case("nonsense", who_texted("need"))),
    ("match-words", Case("need food harbour today", who_is_helped)),
    ("request", Case("need food harbour today")),
    ("request", Case("need food harbour today", who_texted("0"))),
    ("team-words", Case("are you there", who_texted("0"))),
    ("late-shift", Case("yes", who_was_asked_for_a_shift)),
    ("late-answer", Case("yes")),
    ("thanks", Case("thank you")),
    ("crisis-rest", Case(CRISIS)),
    ("menu", Case("hello there")),
)


def test_each_rung_takes_its_text(line: House) -> None:
    taken = [(name, case, taken_by(line, case)) for name, case in CASES]
    assert [(case, rung) for name, case, rung in taken if rung != name] == []


def test_no_rung_is_without_a_text() -> None:
    rungs = [step.name for step in ORDER if isinstance(step, Rung)]
    assert {name for name, _ in CASES} == set(rungs)


def test_without_the_last_rung_a_text_could_be_lost(
    line: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotline.services.converse.ORDER", order.ORDER[:-1])
    with pytest.raises(LookupError):
        taken_by(line, Case("hello there"))


def taken_by(house: House, case: Case) -> str:
    """The name of the rung that takes the text."""
    number = case.writer(house)
    return in_one_go(house, lambda db, rings: _converse(house, db, rings, number, case))


def _converse(house: House, db: Connection, rings: set[str], number: str, case: Case) -> str:
    member = members.locked(db, house.vault.phone_index(number))
    assert member is not None
    scene = Scene(house, db, house.clock(), rings, member=member, perform=effects.perform)
    words = case.words.format(number=_last_of(scene))
    return converse(scene, words, case.opt_out, case.mood).name


def _last_of(scene: Scene) -> str:
    mine = needs.live_of(scene.db, scene.member.id)
    return mine[-1].reference if mine else ""
