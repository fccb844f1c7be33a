"""Members who mean harm, all at once, among honest ones; afterwards what must not have happened is counted.

`make faults` is the long form, as of the storm: FAULTS_SECONDS on each database, FAULTS_SEED repeats who says
what. Everything is real but the carrier.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from hotline.audit.ledger import opened
from tests import figures
from tests.faults import counting
from tests.faults.calming import calm
from tests.faults.cast import Cast
from tests.faults.ground import COMMUNITY, Ground
from tests.faults.test_storm import SECONDS, SEED

_LEAST = 16.0  # seconds, in which each of them has done what they came for
_WORDS_LEVEL = 1  # from which a helper reads an asker's words


@pytest.fixture
def community() -> Mapping[str, Any]:
    """Who floods meets limits, somewhat wider than anywhere else: a day is played in a minute."""
    limits = {"limits.texts_per_minute": 60, "limits.replies_per_minute": 60}
    return COMMUNITY | limits | {"limits.texts_per_hour": 2_000}


def test_infiltrators_reach_nobody_and_stop_nobody(where: Ground) -> None:
    print(f"\nTo repeat what is said: FAULTS_SEED={SEED}")
    cast = Cast(where, Random(SEED))
    cast.begin()
    cast.attack()
    _let_them(cast, max(SECONDS, _LEAST))
    found = _fresh(where, cast)
    calm(where, cast)
    cast.enter()
    found |= _counted(where, cast)
    _print(found)
    assert not any(found.values()), found


def _let_them(cast: Cast, seconds: float) -> None:
    until = time.monotonic() + seconds
    time.sleep(seconds / 2)
    cast.enter()
    cast.coordinators_work()
    time.sleep(max(0.0, until - time.monotonic()))
    cast.enter(timedelta(seconds=30))


def _fresh(where: Ground, cast: Cast) -> dict[str, list[str]]:
    """What the database shows while moments are exact."""
    with opened(where.database_url) as ledger:
        return {"brought together, in the books": counting.together_in_books(ledger)}


def _counted(where: Ground, cast: Cast) -> dict[str, list[str]]:
    phones = {number: where.carrier.screen(number) for number in where.carrier.phones()}
    tokens = {p.number: p.tokens for p in cast.everybody if p not in cast.forgers}
    of_askers = {n: tokens[n] for n in counting.Story(phones).askers.values() if n in tokens}
    numbers = [p.number for p in cast.honest]
    with where.app() as app:
        honest = {app.vault.phone_index(number): number for number in numbers}
    tries = {each.staff_id: len(each.entries) for each in cast.staff}
    entries = [*cast.entries, *(one for each in cast.staff for one in each.entries)]
    dangerous = [p.number for p in cast.dangerous]
    team = [p.number for p in cast.team]
    with opened(where.database_url) as ledger:
        return {
            "brought together, on the phones": counting.together_on_phones(phones, tokens),
            "asked though reported": counting.asked_though_reported(
                phones, dangerous, numbers, team
            ),
            "words read, in the books": counting.read_in_books(ledger, _WORDS_LEVEL),
            "words read, on the phones": counting.read_on_phones(
                phones, of_askers, cast.levels, _WORDS_LEVEL
            ),
            "urgent and unheard, in the books": counting.unheard_in_books(ledger, honest),
            "urgent and unheard, on the phones": counting.unheard_on_phones(phones, numbers),
            "locked out": counting.shut_out(entries),
            "locked out, in the books": counting.shut_out_in_books(ledger, tries),
            "numbers shown": counting.numbers_shown(phones, numbers),
            "honest and blocked": counting.blocked_in_books(ledger, honest),
            "said in the team's name": counting.said_in_the_teams_name(
                phones, {p.number: p.tokens for p in cast.forgers}
            ),
        }


def _print(found: Mapping[str, list[str]]) -> None:
    for name, what in found.items():
        figures.count(f"infiltrators, {name}", len(what))
