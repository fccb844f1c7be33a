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
    import os

    if os.environ.get("DUMP"):
        with open(os.environ["DUMP"], "w") as f:
            who = {}
            for p in cast.everybody:
                who.setdefault(
                    p.number, f"{type(p).__name__}-{p.language}-{cast.levels.get(p.number)}"
                )
            for n in where.carrier.phones():
                pass
            with opened(where.database_url) as led:
                ids = {}
                with where.app() as app:
                    from tests.support_app import id_of

                    for num, w in who.items():
                        try:
                            ids[id_of(app, num)] = f"{num[-4:]} {w}"
                        except AssertionError:
                            pass
                for r in led.rows(
                    "select n.reference, n.state, n.urgent, n.opened_at, a.wave, a.state, a.created_at, a.sent_at, a.answered_at, a.member_id, n.asker_id from needs n left join asks a on a.need_id=n.id order by n.opened_at, a.created_at"
                ):
                    t = lambda x: (
                        None if x is None else f"{(x // 1000) % 3600 // 60}:{(x / 1000) % 60:.1f}"
                    )
                    f.write(
                        f"ASK {r[0]} {r[1]} u={r[2]} opened {t(r[3])} wave {r[4]} {r[5]} created {t(r[6])} sent {t(r[7])} ans {t(r[8])} of {ids.get(r[9])} asker {ids.get(r[10])}\n"
                    )
                for r in led.rows(
                    "select o.kind, o.state, o.inline, o.created_at, o.sent_at, o.tries, o.member_id, o.turn, o.need_id from outbox o order by o.created_at"
                ):
                    f.write(
                        f"OUT {r[0]} {r[1]} inline={r[2]} {t(r[3])} sent {t(r[4])} tries {r[5]} {ids.get(r[6])}\n"
                    )
            for e in where.carrier.log():
                if e["kind"] == "webhook":
                    f.write(
                        f"HOOK {e['at'][11:23]} {e['url'][-40:]} {e['attempt']} {e['outcome']} {e['status']} {e['fields'].get('MessageStatus')}\n"
                    )
            for n in where.carrier.phones():
                f.write(f"=== {n} {who.get(n)}\n")
                for l in where.carrier.screen(n):
                    f.write(f"{l.at:%H:%M:%S.%f} {l.direction[:4]} {l.body!r}\n")
    assert not any(found.values()), {name: what for name, what in found.items() if what}


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
                phones, {p.number: p.tokens for p in cast.forgers}, team
            ),
        }


def _print(found: Mapping[str, list[str]]) -> None:
    for name, what in found.items():
        figures.count(f"infiltrators, {name}", len(what))
