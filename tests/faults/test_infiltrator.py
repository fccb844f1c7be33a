"""Members who mean harm, all at once, among honest ones; afterwards what must not have happened is counted.

`make faults` is the long form, as of the storm: FAULTS_SECONDS on each database, FAULTS_SEED repeats who says
what. Everything is real but the carrier. What each count sees is shown in test_counting.py.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from hotline.audit.ledger import Ledger, opened
from hotline.audit.report import audit
from hotline.config import read_settings
from tests import figures
from tests.faults import counting, looking
from tests.faults.calming import calm
from tests.faults.cast import Cast
from tests.faults.counting import Phones
from tests.faults.ground import COMMUNITY, Ground
from tests.faults.test_storm import SECONDS, SEED

_LEAST = 16.0  # seconds, in which each of them has done what they came for
_MOST = 60.0  # more, on a busy machine, until enough has happened
_HEARD_WITHIN = 20.0  # seconds until an urgent request must have reached somebody
_WORDS_LEVEL = 1  # from which a helper reads an asker's words
_PATIENCE = timedelta(minutes=5)

Found = dict[str, list[str]]


@pytest.fixture
def community() -> Mapping[str, Any]:
    """Who floods meets limits, somewhat wider than anywhere else: a day is played in a minute."""
    limits = {"limits.texts_per_minute": 120, "limits.replies_per_minute": 150}
    return COMMUNITY | limits | {"limits.texts_per_hour": 2_000}


def test_infiltrators_reach_nobody_and_stop_nobody(where: Ground) -> None:
    print(f"\nTo repeat what is said: FAULTS_SEED={SEED}")
    cast = Cast(where, Random(SEED))
    cast.begin()
    cast.attack()
    _let_them(cast, max(SECONDS, _LEAST))
    found = _end(where, cast)
    _print(where, cast, found)
    broken = {name: what for name, what in found.items() if what}
    assert not broken, f"{broken}\n{looking.named(where, cast, str(broken))}"
    assert _enough(cast), "too little happened to say anything"


def _let_them(cast: Cast, seconds: float) -> None:
    until = time.monotonic() + seconds
    time.sleep(seconds / 2)
    cast.enter()
    cast.coordinators_work()
    time.sleep(max(0.0, until - time.monotonic()))
    cast.enter(timedelta(seconds=30))
    while not _enough(cast) and time.monotonic() < until + _MOST:
        time.sleep(0.5)  # a busy machine


def _end(where: Ground, cast: Cast) -> Found:
    """Everybody comes to an end; what is counted while moments are exact, and after all is over."""
    cast.come_to_an_end()
    honest = _honest(where, cast)
    _wait_until_heard(where, honest)
    with opened(where.database_url) as ledger:
        found = _at_once(ledger, honest)
    cast.give_up()
    calm(where, cast)
    cast.enter()
    phones = {number: where.carrier.screen(number) for number in where.carrier.phones()}
    with opened(where.database_url) as ledger:
        found |= _in_the_books(ledger, cast, honest)
    return found | _on_the_phones(cast, phones) | _audited(where)


def _honest(where: Ground, cast: Cast) -> dict[bytes, str]:
    with where.app() as app:
        return {app.vault.phone_index(one.number): one.number for one in cast.honest}


def _wait_until_heard(where: Ground, honest: Mapping[bytes, str]) -> None:
    """What was asked a moment ago is on its way."""
    until = time.monotonic() + _HEARD_WITHIN
    while time.monotonic() < until:
        with opened(where.database_url) as ledger:
            if not counting.unheard_in_books(ledger, honest):
                return
        time.sleep(0.2)


def _at_once(ledger: Ledger, honest: Mapping[bytes, str]) -> Found:
    return {
        "brought together, in the books": counting.together_in_books(ledger),
        "urgent and unheard, in the books": counting.unheard_in_books(ledger, honest),
    }


def _in_the_books(ledger: Ledger, cast: Cast, honest: Mapping[bytes, str]) -> Found:
    tries = {each.staff_id: len(each.entries) for each in cast.staff}
    return {
        "words read, in the books": counting.read_in_books(ledger, _WORDS_LEVEL),
        "locked out, in the books": counting.shut_out_in_books(ledger, tries),
        "honest and blocked": counting.blocked_in_books(ledger, honest),
    }


def _on_the_phones(cast: Cast, phones: Phones) -> Found:
    people = [one for one in cast.everybody if one not in cast.forgers]
    tokens = {one.number: one.tokens for one in people}
    forged = {one.number: one.tokens for one in cast.forgers}
    asked = set(counting.Story(phones).askers.values())
    askers = {number: tokens[number] for number in asked & tokens.keys()}
    honest, team = _numbers(cast.honest), _numbers(cast.team)
    reported = counting.asked_though_reported(phones, _numbers(cast.dangerous), honest, team)
    return {
        "brought together, on the phones": counting.together_on_phones(phones, tokens),
        "asked though reported": reported,
        "words read, on the phones": counting.read_on_phones(
            phones, askers, cast.levels, _WORDS_LEVEL
        ),
        "urgent and unheard, on the phones": counting.unheard_on_phones(phones, honest),
        "locked out": counting.shut_out(cast.entries),
        "numbers shown": counting.numbers_shown(phones, honest),
        "said in the team's name": counting.said_in_the_teams_name(phones, forged, team),
    }


def _numbers(people: Iterable[Any]) -> list[str]:
    return [one.number for one in people]


def _audited(where: Ground) -> Found:
    masters = (read_settings(where.crew.environ).key,)
    report = audit(where.database_url, now=where.clock.now(), patience=_PATIENCE, masters=masters)
    return {"promises broken": [] if report.clean else report.lines()}


def _enough(cast: Cast) -> bool:
    """Whether each kind of harm was done, and honest people were helped: else nothing was counted."""
    carrier = cast.where.carrier
    story = counting.Story({number: carrier.screen(number) for number in carrier.phones()})
    asked = len(story.askers) >= 12 and len(story.urgent) >= 4
    harmed = len(story.partings) >= 4 and len(story.forgotten) >= 2
    return asked and harmed and sum(map(len, story.takers.values())) >= 10


def _print(where: Ground, cast: Cast, found: Found) -> None:
    """The table of this run; `make faults` shows those of all runs together at its end."""
    story = counting.Story({n: where.carrier.screen(n) for n in where.carrier.phones()})
    for name, amount in (
        ("requests", len(story.askers)),
        ("urgent requests", len(story.urgent)),
        ("acceptances", sum(map(len, story.takers.values()))),
        ("reports", len(story.partings)),
        ("reports of somebody forgotten before", sum(each.late for each in story.partings)),
        ("times that somebody was forgotten", sum(map(len, story.forgotten.values()))),
        ("forged texts", sum(one.said for one in cast.forgers)),
        ("right ways in tried", len(cast.entries)),
        *((f"COUNTED {name}", len(what)) for name, what in found.items()),
    ):
        figures.count(f"infiltrators, {name}", amount)
