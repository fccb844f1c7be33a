"""Whoever joins by a text is asked last, one at a time, and reads nothing of an asker's before they were
vouched for; and nobody is told what is not so.

Maya asks, Eve and Mallory have just joined, Nour is known to the team, Kim and Dana are of it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt
from hotline.services.console import member_actions, members, need_actions, needs, proposals
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.members import vouching
from hotline.services.members.member_import import import_members
from hotline.services.outbound import facts
from hotline.simulator.calls.handset import PhoneCall
from hotline.simulator.server import Simulator
from hotline.store.db.encryption import OUTBOX_BODY
from hotline.store.people import members as people
from hotline.store.schema import asks, bridges, matches, outbox
from hotline.store.schema import members as members_table
from hotline.store.schema import needs as needs_table
from tests.conftest import FakeClock
from tests.integration.switchboard import Switchboard, switchboard
from tests.support_app import id_of, rows
from tests.support_console import Colleague, signed_in

MAYA, NOUR, EVE, MALLORY = (f"+961300000{n}" for n in (1, 2, 3, 4))
KIM, DANA = "+96170000001", "+96170000002"
DOOR, SON, SIX, THANKS = "doorbluebehindthemill", "sonwaitsalone", "sixisfine", "thankfulforever"
SECRETS = (DOOR, SON, SIX, THANKS)
JOIN = {"en": ("OFFER", "1", "90", "1", "1"), "ar": ("عرض", "1", "90", "1", "1")}
EVERYTHING = ("OFFER", "1 2 3 4 5 6", "90", "1", "1")
FOOD, SPOKEN = (
    "need food harbour today 2",
    "1111#12",
)  # by keys: food, harbour, today, for one, right, words

Build = Callable[..., Switchboard]


@pytest.fixture
def build(
    make_house: Callable[..., App], carrier: Simulator, clock: FakeClock, tmp_path: Path
) -> Iterator[Build]:
    """Builds the hotline with some settings of its community, and everybody who is known."""
    running = []

    def make(language: str = "en", **settings: Any) -> Switchboard:
        running.append(switchboard(make_house, carrier, clock, tmp_path, **settings))
        here = running[-1].__enter__()
        team = ((number, language, "", "3") for number in (KIM, DANA))
        here.people((MAYA, language, "", "0"), *team)
        return here

    yield make
    for one in running:
        one.__exit__(None, None, None)


@pytest.fixture
def here(build: Build) -> Switchboard:
    return build()


def say(here: Switchboard, number: str, *texts: str) -> list[str]:
    """Text these, one after the other; the answers to the last."""
    answered: list[str] = []
    for words in texts:
        here.clock.advance(seconds=5)
        answer = here.line.text(number, words)
        assert answer.status == 200
        answered = answer.texts
        here.settle()
    return answered


def join(here: Switchboard, *numbers: str, language: str = "en") -> None:
    for number in numbers:
        say(here, number, *JOIN[language])


def ask(here: Switchboard, words: str = DOOR, what: str = FOOD) -> str:
    """Maya asks, with words for whoever helps; the reference."""
    say(here, MAYA, what, words, "1")
    return str(rows(here.app, needs_table)[-1].reference)


def is_asked(here: Switchboard, number: str) -> bool:
    """Whether an ask of this member can be answered."""
    mine = id_of(here.app, number)
    live = ("queued", "sent")
    return any(row.member_id == mine and row.state in live for row in rows(here.app, asks))


def reads(here: Switchboard, number: str) -> str:
    """Everything that this phone has been sent or told, in order."""
    calls = here.carrier.phone(number).calls
    return "\n".join(
        [*here.texts(number), *_answers(here, number), *(s for c in calls for s in c.said)]
    )


def _answers(here: Switchboard, number: str) -> list[str]:
    """What was answered in the response to a text."""
    mine = id_of(here.app, number)
    inline = [row for row in rows(here.app, outbox) if row.member_id == mine and row.inline]
    return [here.app.vault.open(OUTBOX_BODY, row.id, row.body) for row in inline]


def secrets_read(here: Switchboard, number: str) -> list[str]:
    told = reads(here, number)
    return [words for words in SECRETS if words in told]


def told(here: Switchboard, message: MessageId, language: str = "en", **args: Any) -> str:
    return here.app.speaker.text(Prompt(message, args), language)


def heard(here: Switchboard, message: MessageId, **args: Any) -> str:
    return here.app.speaker.voice(Prompt(message, args), "en")


def vouch(here: Switchboard, number: str, level: int = 1) -> None:
    """By whatever way: the ways are looked at below."""
    member = id_of(here.app, number)

    def work(uow: UnitOfWork) -> None:
        people.locked_by_id(uow.db, member)
        vouching.set_level(uow, member, level)

    in_unit_of_work(here.app, work)
    here.settle()


def change(here: Switchboard, number: str, **values: Any) -> None:
    mine = members_table.c.id == id_of(here.app, number)
    with here.app.database.writing() as db:
        db.execute(update(members_table).where(mine).values(**values))


# --- who is asked ----------------------------------------------------------------------------------


def test_nobody_new_is_asked_while_a_known_one_is_free(build: Build) -> None:
    here = build(dispatch__waves=[1, 1])
    here.people((NOUR, "en", "food", "1"))
    join(here, EVE)
    ask(here)
    assert is_asked(here, NOUR) and not is_asked(here, EVE)


def test_two_who_have_joined_are_never_asked_at_once(here: Switchboard) -> None:
    join(here, EVE, MALLORY)
    reference = ask(here)
    asked = [is_asked(here, number) for number in (EVE, MALLORY)]
    assert sorted(asked) == [False, True]
    first, second = (EVE, MALLORY) if asked[0] else (MALLORY, EVE)
    say(here, first, f"NO {reference}")  # the next one at once
    assert [is_asked(here, number) for number in (first, second)] == [False, True]


def test_more_people_are_not_asked_while_one_who_has_joined_is(here: Switchboard) -> None:
    join(here, EVE, MALLORY)
    reference = ask(here)
    kim = Colleague(here.app, "coordinator", "Kim", KIM).staff
    file = needs.need_detail(here.app, reference, kim)
    assert file is not None
    assert need_actions.widen(here.app, kim, reference, file.seen) == "one-at-a-time"
    here.settle()
    assert sorted(is_asked(here, number) for number in (EVE, MALLORY)) == [False, True]


def test_however_many_join_they_crowd_out_nobody_who_is_known(build: Build) -> None:
    here = build(dispatch__waves=[1])
    crowd = [
        (f"+96171{n:06d}", "en", "food", "0") for n in range(130)
    ]  # more than a first list holds
    here.people(*crowd, (NOUR, "en", "food", "1"))
    ask(here)
    assert [row.member_id for row in rows(here.app, asks)] == [id_of(here.app, NOUR)]


@pytest.mark.parametrize(
    "what", ["need talk harbour today", "urgent food harbour now 2", "need food harbour now 2"]
)
def test_for_a_talk_and_for_what_is_urgent_nobody_new_is_asked(
    here: Switchboard, what: str
) -> None:
    say(here, EVE, *EVERYTHING)
    say(here, MAYA, what, "1", "1", "1", "1", "1")
    (need,) = rows(here.app, needs_table)
    assert need.category == "talk" or need.urgent
    assert rows(here.app, asks) == []


def test_a_yes_to_what_has_become_urgent_is_too_late(here: Switchboard) -> None:
    join(here, EVE)
    reference = ask(here)
    with here.app.database.writing() as db:
        db.execute(update(needs_table).values(urgent=True))
    assert say(here, EVE, f"YES {reference}") == [told(here, "late-yes-known", reference=reference)]
    assert rows(here.app, matches) == [] and secrets_read(here, EVE) == []


# --- what they read --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
def test_who_has_joined_and_says_yes_reads_nothing_of_the_askers(
    build: Build, language: str
) -> None:
    here = build(language)
    join(here, EVE, language=language)
    reference = ask(here)
    assert told(here, "accepted-helper-new", language, reference=reference) in say(
        here, EVE, f"YES {reference}"
    )
    assert told(here, "accepted-asker-new", language, reference=reference) in here.texts(MAYA)
    kept = [told(here, "relay-unvouched", language, reference=reference)]
    assert say(here, MAYA, SON) == kept
    struck = [told(here, "relay-unvouched-scrubbed", language, reference=reference)]
    assert say(here, MAYA, f"{SIX} 03 555 123") == struck
    new = told(here, "status-matched-new", language, reference=reference)
    assert say(here, MAYA, "STATUS") == [new]
    for number in (EVE, MALLORY):
        say(here, number, "STATUS", f"STATUS {reference}", reference, f"YES {reference}")
    here.clock.advance(hours=30)  # past every moment at which somebody looks again
    here.settle()
    assert secrets_read(here, EVE) == [] and secrets_read(here, MALLORY) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_they_write_reaches_the_asker(build: Build, language: str) -> None:
    here = build(language)
    join(here, EVE, language=language)
    reference = ask(here)
    say(here, EVE, f"YES {reference}", "I am near")
    assert f"{reference}: I am near" in here.texts(MAYA)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_team_is_told_but_for_those_who_are_kept_apart(build: Build, language: str) -> None:
    here = build(language)
    join(here, EVE, language=language)
    reference = ask(here)
    with here.app.database.writing() as db:
        people.avoid(db, id_of(here.app, EVE), id_of(here.app, DANA))
    say(here, EVE, f"YES {reference}")
    news = told(here, "coordinator-newcomer", language, reference=reference)
    assert here.texts(KIM).count(news) == 1
    assert news not in here.texts(DANA)


def test_a_word_of_nobody_known_changes_nothing_for_a_known_helper(here: Switchboard) -> None:
    here.people((NOUR, "en", "food", "1"))
    reference = ask(here)
    assert f"{reference}: {DOOR}" in say(here, NOUR, f"YES {reference}")
    say(here, MAYA, SON)
    assert f"{reference}: {SON}" in here.texts(NOUR)
    assert told(here, "coordinator-newcomer", reference=reference) not in here.texts(KIM)


def test_a_community_may_let_words_reach_whoever_helps(build: Build) -> None:
    here = build(words_levels__food=0)
    join(here, EVE)
    reference = ask(here)
    assert f"{reference}: {DOOR}" in say(here, EVE, f"YES {reference}")


def test_thanks_wait_as_well(here: Switchboard, clock: FakeClock) -> None:
    join(here, EVE)
    reference = ask(here)
    say(here, EVE, f"YES {reference}", f"DONE {reference}")
    clock.advance(hours=25)
    here.settle()
    assert say(here, MAYA, "1", THANKS) == [told(here, "thanks-waiting")]
    assert secrets_read(here, EVE) == []
    vouch(here, EVE)
    assert THANKS in here.texts(EVE)[-1]


def test_with_a_pin_in_texts_they_wait_for_both(here: Switchboard) -> None:
    """The PIN alone opens nothing of an asker's, nor does who vouches open what waits for the PIN."""
    join(here, EVE)
    reference = ask(here)
    change(here, EVE, pin_in_texts=True)
    say(here, EVE, f"YES {reference}")
    assert told(here, "pin-words-wait") not in here.texts(EVE)
    vouch(here, EVE)
    assert here.texts(EVE)[-1] == told(here, "pin-words-wait")
    here.clock.advance(hours=2)
    here.settle()
    assert secrets_read(here, EVE) == []


# --- once they were vouched for --------------------------------------------------------------------


def by_a_coordinator(here: Switchboard) -> None:
    kim = Colleague(here.app, "coordinator", "Kim", KIM).staff
    card = members.card(here.app, kim, id_of(here.app, EVE))
    assert card is not None
    done = member_actions.set_level(here.app, kim, card.member.id, card.seen, 1, "met")
    assert done == "levelled"


def by_two(here: Switchboard) -> None:
    one, other = (Colleague(here.app, "steward", name).staff for name in ("One", "Other"))
    wanted = {"level": "2", "how": "met", "from": "0"}
    made = proposals.propose(here.app, one, "level", id_of(here.app, EVE), wanted)
    assert proposals.agree(here.app, other, made) == "done"


def by_a_sheet(here: Switchboard) -> None:
    head = "name,phone,language,categories,areas,level"
    assert import_members(here.app, io.StringIO(f"{head}\n,{EVE},en,,,1\n")).updated == 1


@pytest.mark.parametrize("how", [by_a_coordinator, by_two, by_a_sheet])
def test_words_come_once_and_in_order_as_soon_as_they_are_vouched_for(
    here: Switchboard, how: Callable[[Switchboard], None]
) -> None:
    join(here, EVE)
    reference = ask(here)
    say(here, EVE, f"YES {reference}")
    say(here, MAYA, SON, SIX)
    before = len(here.texts(EVE))
    how(here)
    here.settle()
    assert here.texts(EVE)[before:] == [f"{reference}: {words}" for words in (DOOR, SON, SIX)]
    here.clock.advance(hours=2)
    here.settle()
    say(here, MAYA, "and now")
    assert here.texts(EVE)[before + 3 :] == [f"{reference}: and now"]
    assert "someone can help" in say(here, MAYA, "STATUS")[0]


def test_a_level_that_is_too_low_for_the_kind_releases_nothing(build: Build) -> None:
    here = build(words_levels__food=2)
    join(here, EVE)
    reference = ask(here)
    say(here, EVE, f"YES {reference}")
    vouch(here, EVE, 1)
    assert secrets_read(here, EVE) == []
    vouch(here, EVE, 2)
    assert secrets_read(here, EVE) == [DOOR]


@pytest.mark.parametrize("ends", ["DROP", "CANT", "REPORT"])
def test_what_was_written_over_a_match_that_did_not_hold_never_comes(
    here: Switchboard, ends: str
) -> None:
    join(here, EVE)
    reference = ask(here)
    say(here, EVE, f"YES {reference}")
    say(here, MAYA, SON)
    say(here, EVE if ends == "CANT" else MAYA, f"{ends} {reference}")
    vouch(here, EVE)
    here.clock.advance(hours=2)
    here.settle()
    assert secrets_read(here, EVE) == []


def test_nothing_waits_on_for_whoever_does_not_help_any_more(here: Switchboard) -> None:
    join(here, EVE)
    reference = ask(here)
    say(here, EVE, f"YES {reference}")
    assert [row.state for row in rows(here.app, outbox) if row.kind == "relay"] == ["queued"]
    say(here, EVE, f"CANT {reference}")
    here.clock.advance(hours=2)
    here.settle()
    assert [row.state for row in rows(here.app, outbox) if row.kind == "relay"] == ["canceled"]


def test_whoever_loses_the_level_gets_no_more_words(here: Switchboard) -> None:
    here.people((NOUR, "en", "food", "1"))
    reference = ask(here)
    say(here, NOUR, f"YES {reference}")
    vouch(here, NOUR, 0)
    say(here, MAYA, SON)
    assert secrets_read(here, NOUR) == [DOOR]


def test_what_waits_in_the_outbox_is_looked_at_again_when_it_would_leave(
    here: Switchboard,
) -> None:
    here.people((NOUR, "en", "food", "1"))
    reference = ask(here)
    say(here, NOUR, f"YES {reference}")
    change(here, NOUR, safe_from=0, safe_until=1)  # not at this hour
    say(here, MAYA, SON)
    vouch(here, NOUR, 0)
    change(here, NOUR, safe_from=None, safe_until=None)
    here.clock.advance(hours=30)
    here.settle()
    assert SON not in reads(here, NOUR)


def test_the_page_of_the_need_says_so_and_one_coordinator_vouches_there(here: Switchboard) -> None:
    join(here, EVE)
    reference = ask(here)
    say(here, EVE, f"YES {reference}")
    browser = signed_in(here.app, "coordinator", "Kim", KIM)
    page, eve = browser.get(f"/needs/{reference}").text, f"/members/{id_of(here.app, EVE)}"
    assert "until one of you vouches for them" in page and f'href="/console{eve}"' in page
    assert DOOR not in page
    seen = re.search(r'name="seen" value="([^"]+)"', browser.get(eve).text)
    assert seen is not None
    browser.post(f"{eve}/level", page=eve, seen=seen[1], level="1", how="met")
    here.settle()
    assert secrets_read(here, EVE) == [DOOR]
    assert "vouches for them" not in browser.get(f"/needs/{reference}").text


# --- by voice --------------------------------------------------------------------------------------


@pytest.fixture
def spoken(here: Switchboard) -> str:
    """Maya has asked by a call, with spoken words; Eve, who has joined, has said yes. The reference."""
    join(here, EVE)
    call = here.carrier.phone(MAYA).call(pace=0)
    for key in re.findall(r"\d#|\d", SPOKEN):
        call.press(key)
    call.speak(DOOR, 4).press("#").press("1").press("1").press("1")
    call.hang_up()
    here.settle()
    (need,) = rows(here.app, needs_table)
    reference = str(need.reference)
    answered = say(here, EVE, f"YES {reference}")
    assert told(here, "words-recorded", reference=reference) not in answered
    here.clock.advance(minutes=11)
    here.settle()
    return reference


def played(call: PhoneCall) -> list[str]:
    return [heard.words for heard in call.heard if heard.kind == "play"]


def test_spoken_words_are_not_played_to_them(here: Switchboard, spoken: str) -> None:
    call = here.call(EVE, "7")
    assert heard(here, "v-helping-new") in call.said
    call.press("3")
    assert played(call) == [] and told(here, "words-recorded", reference=spoken) not in here.texts(
        EVE
    )
    call.hang_up()
    vouch(here, EVE)
    assert here.texts(EVE)[-1] == told(here, "words-recorded", reference=spoken)
    call = here.call(EVE, "7", "3")
    assert len(played(call)) == 1
    call.hang_up()


@pytest.mark.parametrize(
    ("who", "message"), [(MAYA, "call-unvouched-asker"), (EVE, "call-unvouched-helper")]
)
def test_no_call_joins_the_two(
    here: Switchboard, spoken: str, who: str, message: MessageId
) -> None:
    for number in (MAYA, EVE):
        change(here, number, call_safe="yes")
    truth = told(here, message, reference=spoken)
    assert say(here, who, f"CALL {spoken}") == [truth]
    here.clock.advance(minutes=11)  # nobody is in the middle of anything any more
    call = here.call(who, "7", "1" if who == MAYA else "4")
    if who == MAYA:  # whoever helps is not even offered it
        assert call.said[-1] == heard(here, message)
    call.hang_up()
    assert here.dialled() == [] and rows(here.app, bridges) == []
    vouch(here, EVE)
    assert say(here, who, f"CALL {spoken}") == [told(here, "call-coming")]
    here.rung(EVE).refuse()
    here.settle()


def test_a_call_that_was_ordered_does_not_join_them_any_more(
    here: Switchboard, spoken: str
) -> None:
    """The level is looked at again when the asker's phone would ring."""
    for number in (MAYA, EVE):
        change(here, number, call_safe="yes")
    vouch(here, EVE)
    say(here, MAYA, f"CALL {spoken}")
    rung = here.rung(EVE).answer()
    vouch(here, EVE, 0)
    rung.press("1")
    assert here.dialled() == []
    rung.hang_up()


def test_without_texts_they_hear_nothing_either_until_they_are_vouched_for(
    here: Switchboard,
) -> None:
    join(here, EVE)
    change(here, EVE, by_call=True, call_safe="yes")
    reference = ask(here)
    rung = here.rung(EVE).answer().press("1")
    assert heard(here, "accepted-helper-new") in rung.said
    here.settle()
    say(here, MAYA, SON)
    here.call(EVE).press("7").hang_up()
    assert secrets_read(here, EVE) == []
    vouch(here, EVE)
    here.clock.advance(minutes=1)
    here.settle()
    rung = here.rung(EVE).answer().press("1")
    assert secrets_read(here, EVE) == [DOOR, SON]
    said = "\n".join(rung.said)
    assert said.index(DOOR) < said.index(SON)
    rung.hang_up()
    assert rows(here.app, needs_table)[0].reference == reference


def test_news_that_is_told_by_a_call_holds_no_words_of_the_askers(here: Switchboard) -> None:
    """Other news rings them while words wait, and calls that are off bring texts: the words wait on."""
    join(here, EVE)
    change(here, EVE, by_call=True, call_safe="yes")
    reference = ask(here)
    here.rung(EVE).answer().press("1").hang_up()
    here.settle()
    say(here, MAYA, f"DONE {reference}")
    here.clock.advance(minutes=1)
    here.settle()
    here.rung(EVE).answer().press("1").hang_up()
    assert secrets_read(here, EVE) == []
    say(here, EVE, "NO CALLS")
    here.clock.advance(hours=2)
    here.settle()
    assert secrets_read(here, EVE) == []
    vouch(here, EVE)
    assert secrets_read(here, EVE) == [DOOR]


def test_without_texts_words_over_a_match_that_did_not_hold_never_come_either(
    here: Switchboard,
) -> None:
    join(here, EVE)
    change(here, EVE, by_call=True, call_safe="yes")
    reference = ask(here)
    here.rung(EVE).answer().press("1").hang_up()
    here.settle()
    say(here, MAYA, SON, f"DROP {reference}")
    vouch(here, EVE)
    here.clock.advance(minutes=1)
    here.settle()
    here.rung(EVE).answer().press("1").hang_up()
    here.call(EVE).hang_up()
    assert secrets_read(here, EVE) == []


def test_nobody_is_rung_for_words_that_are_off(here: Switchboard) -> None:
    join(here, EVE)
    change(here, EVE, by_call=True, call_safe="yes")
    reference = ask(here)
    here.rung(EVE).answer().press("1").hang_up()
    here.settle()
    say(here, EVE, f"CANT {reference}")
    rung = len(here.carrier.phone(EVE).calls)
    vouch(here, EVE)
    here.clock.advance(minutes=1)
    here.settle()
    assert len(here.carrier.phone(EVE).calls) == rung


def test_spoken_thanks_wait_as_well(here: Switchboard, spoken: str, clock: FakeClock) -> None:
    say(here, EVE, f"DONE {spoken}")
    with here.app.database.writing() as db:  # else how it went is asked by text
        db.execute(update(needs_table).values(heard_only=True))
    clock.advance(hours=25)
    here.settle()
    call = here.call(MAYA, "1", "2")
    call.speak(THANKS, 4).press("#").press("1")
    call.hang_up()
    here.settle()
    call = here.call(EVE, "1")
    assert played(call) == []
    call.hang_up()
    vouch(here, EVE)
    assert told(here, "thanks-recorded", reference=spoken) in here.texts(EVE)
    call = here.call(EVE, "1")
    assert len(played(call)) == 1
    call.hang_up()


def test_one_place_says_who_is_to_get_no_words(here: Switchboard) -> None:
    """An order of levels, whatever the kind: from `words_levels` on they get them."""
    join(here, EVE)
    for level, unvouched in ((0, True), (1, False), (3, False)):
        vouch(here, EVE, level)
        ask_it = partial(facts.is_unvouched, helper_id=id_of(here.app, EVE), category="food")
        assert in_unit_of_work(here.app, ask_it) is unvouched
