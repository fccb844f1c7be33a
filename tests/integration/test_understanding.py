"""The order of understanding, rung by rung: a text that each takes, from somebody to whom it means that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest

from hotline.domain.limits import LimitState
from hotline.domain.roster import Span
from hotline.services.inbound import effects, order
from hotline.services.inbound.order import ORDER
from hotline.services.inbound.receive import Inbound, receive
from hotline.services.inbound.router import converse
from hotline.services.inbound.rung import Rung
from hotline.services.kernel.app import App
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.roster import planning
from hotline.store.needs import needs
from hotline.store.people import members
from tests.integration.texts import add_member, new_number
from tests.support_app import enrol, greet_everybody, id_of, settle_down

WORD, PIN, CRISIS = "purple lantern", "739184", "he has a knife"
SAM, LINA, KIM = "+9613000001", "+9613000002", "+96170000001"
_sids = count(1)


@pytest.fixture
def line(app: App) -> App:
    """Two who help with food and listen, and one coordinator; everybody was here before."""
    enrol(app, ("Sam", SAM, "en", "food;talk", "all", "2"))
    enrol(app, ("Lina", LINA, "en", "food;talk", "all", "2"))
    enrol(app, ("Kim", KIM, "en", "", "", "3"))
    greet_everybody(app)
    return app


def say(app: App, number: str, *texts: str) -> None:
    """Text this, one after the other, and let everything happen that follows."""
    for words in texts:
        receive(app, Inbound(f"SM{next(_sids):032x}", number, words))
        settle_down(app)


# --- who writes ----------------------------------------------------------------------------------

Writer = Callable[[App], str]


def who_texted(*texts: str, **values: object) -> Writer:
    """Somebody with these columns, after these texts."""

    def somebody(app: App) -> str:
        number = new_number()
        add_member(app, number, **{"greeted_at": app.clock(), **values})
        say(app, number, *texts)
        return number

    return somebody


def who_has_hidden(app: App) -> str:
    return who_texted(hidden_at=app.clock())(app)


def who_was_asked(app: App) -> str:
    who_texted("need food harbour today 2", "1", "1")(app)
    return SAM


def who_asks(app: App) -> str:
    return _asks_one(app)[0]


def who_is_helped(app: App) -> str:
    number, helper = _asks_one(app)
    say(app, helper, "yes")
    return number


def _asks_one(app: App) -> tuple[str, str]:
    """Somebody with a request open, and the one who is asked."""
    helper = new_number()
    enrol(app, ("Rana", helper, "en", "transport", "all", "2"))
    greet_everybody(app)
    return who_texted("need ride harbour today 2", "1", "1")(app), helper


def who_was_asked_for_a_shift(app: App) -> str:
    """Sam's shift, which Lina takes; Noor was asked as well."""
    noor = new_number()
    enrol(app, ("Noor", noor, "en", "talk", "all", "2"))
    greet_everybody(app)
    starts = app.clock() + timedelta(days=3)
    spans = [Span(starts, starts + timedelta(hours=4))]
    sam = id_of(app, SAM)
    assert in_unit_of_work(app, lambda uow: planning.plan(uow, "listener", sam, spans)) == "planned"
    say(app, SAM, "swap", "1")
    say(app, LINA, "yes")
    return noor


ANYBODY, BLOCKED, LEFT = who_texted(), who_texted(state="blocked"), who_texted(state="opted_out")


@dataclass(frozen=True)
class Case:
    """One text. `number` in it stands for the request that its writer made last."""

    words: str
    writer: Writer = ANYBODY
    opt_out: str | None = None
    limit_state: LimitState = "within"


# Each on its own, in the order of the list; what a case leaves behind must not change a later one.
CASES = (
    ("safe-word", Case(WORD, who_texted("safe word", WORD, WORD))),
    ("crisis-only", Case(CRISIS, BLOCKED)),
    ("crisis-only", Case(CRISIS, limit_state="silent")),
    ("stop-over-limit", Case("stop", limit_state="silent")),
    ("over-limit", Case("hello", limit_state="tell")),
    ("over-limit", Case("need food harbour today", limit_state="silent")),
    ("erase-outside", Case("erase", BLOCKED)),
    ("erase-outside", Case("erase", who_texted("erase", state="opted_out"))),
    ("blocked", Case("need food harbour today", BLOCKED)),
    ("stop", Case("stop")),
    ("stop", Case("وقفوا الرسائل")),
    ("leaves", Case("please take me off your list")),
    ("leaves", Case("stop texting us", who_is_helped)),
    ("match-words", Case("leave me alone", who_is_helped)),
    ("may-leave", Case("sorry, wrong number")),
    ("carrier-help", Case("help", opt_out="HELP")),
    ("start", Case("start")),
    ("start", Case("yes", LEFT)),
    ("left", Case("hello there", LEFT)),
    ("global-word", Case("status", LEFT)),
    ("word-and-number", Case("done 47", who_has_hidden)),
    ("wordless", Case(" ")),
    ("pin", Case(PIN, who_texted("pin", PIN, "pin", PIN, "4", "1"))),
    ("word-and-number", Case("done 47")),
    ("number", Case("{number}", who_texted("need money harbour today 2", "1", "1"))),
    ("addressed", Case("{number} on my way", who_is_helped)),
    ("global-word", Case("need", who_texted("offer"))),
    ("ask", Case("no", who_was_asked)),
    ("ask-words", Case("yes but only after 6", who_was_asked)),
    ("ask-words", Case("who is it for?", who_was_asked)),
    ("request-words", Case("did you find anyone?", who_asks)),
    ("open-question", Case("1", who_texted("need"))),
    ("open-question", Case("nonsense", who_texted("need"))),
    ("about-other", Case("he threatened me", who_is_helped)),
    ("about-other", Case(CRISIS, who_is_helped)),
    # What the open question has just said is its answer, also where it is a word of ours.
    ("open-question", Case("حذف", who_texted("offer", "1", "90", "1", "1", "offer"))),
    (
        "open-question",
        Case("إغلاق الطلب", who_texted("need food harbour today 2", "1", "1", "خلص")),
    ),
    ("open-question", Case("don't send", who_texted("need food harbour today 2", "1"))),
    ("global-word", Case("إغلاق", who_texted("need food harbour today 2", "1", "1"))),
    ("global-word", Case("حذف", who_texted("need food harbour today 2"))),
    ("match-words", Case("need food harbour today", who_is_helped)),
    ("offer", Case("I can drive tomorrow")),
    ("request", Case("need food harbour today")),
    ("request", Case("need food harbour today", who_texted("0"))),
    ("team-words", Case("are you there", who_texted("0"))),
    ("need-in-words", Case("we have nothing to eat tonight")),
    ("team-words", Case("we have nothing to eat tonight", who_texted("0"))),
    ("crisis-rest", Case("we have nothing to eat and he has a knife")),
    ("need-hint", Case("the bread was great")),
    ("need-hint", Case("foof")),
    ("open-question", Case("foof", who_texted("menu"))),
    ("late-shift", Case("yes", who_was_asked_for_a_shift)),
    ("late-answer", Case("yes")),
    ("ask-waits", Case("greetings to all", who_was_asked)),
    ("thanks", Case("thank you")),
    ("crisis-rest", Case(CRISIS)),
    ("request-stands", Case("hello there", who_asks)),
    ("menu", Case("hello there")),
)


def test_each_rung_takes_its_text(line: App) -> None:
    taken = [(name, case, taken_by(line, case)) for name, case in CASES]
    assert [(case, rung) for name, case, rung in taken if rung != name] == []


def test_what_takes_an_offer_back_does_not_erase_its_giver(line: App) -> None:
    number = who_texted("عرض", "1", "90", "1", "1", "عرض")(line)
    answers = [
        receive(line, Inbound(f"SM{next(_sids):032x}", number, "حذف"))[0].body for _ in range(2)
    ]
    assert answers[0].startswith("Your offer is taken back")
    assert answers[1].startswith("Forget everything")  # with no such question, the word is ours


def test_no_rung_is_without_a_text() -> None:
    rungs = [step.name for step in ORDER if isinstance(step, Rung)]
    assert {name for name, _ in CASES} == set(rungs)


def test_without_the_last_rung_a_text_could_be_lost(
    line: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotline.services.inbound.router.ORDER", order.ORDER[:-1])
    with pytest.raises(LookupError):
        taken_by(line, Case("hello there"))


def taken_by(app: App, case: Case) -> str:
    """The name of the rung that takes the text."""
    number = case.writer(app)
    return in_unit_of_work(app, lambda uow: _converse(uow, number, case))


def _converse(uow: UnitOfWork, number: str, case: Case) -> str:
    app, db = uow.app, uow.db
    member = members.locked(db, app.vault.phone_index(number))
    assert member is not None
    interaction = Interaction(
        app, db, uow.now, uow.wakeups, member=member, effect_handler=effects.perform
    )
    words = case.words.format(number=_last_of(interaction))
    return converse(interaction, words, case.opt_out, case.limit_state).name


def _last_of(interaction: Interaction) -> str:
    mine = needs.live_of(interaction.db, interaction.member.id)
    return mine[-1].reference if mine else ""
