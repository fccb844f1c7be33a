"""Who takes calls just now: the listeners on duty, in the order in which they are rung.

First those whose shift it is by the roster, also in quiet hours. Behind them, or where no roster is kept,
whoever has level 2 and offers talks, within the hours of that offer; where any person will do,
coordinators too. Quiet hours hold for these phones as for texts: with nobody on a shift the caller can
leave a message at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from hotline.domain.roster import LEVELS, LISTENER
from hotline.domain.schedule import offer_hours_open
from hotline.services.calls.scene import CallScene
from hotline.services.outbound import facts
from hotline.store import matches, members, ringing, roster
from hotline.store.members import COORDINATOR_LEVEL
from hotline.store.ringing import Reachable

PERSON, TALK = "person", "talk"
"""What a caller wishes: any person (listeners, and the team), or a talk (listeners)."""

_NEVER = datetime.min.replace(tzinfo=UTC)


def on_duty(scene: CallScene, wish: str, again: Collection[int] = ()) -> list[int]:
    """Members to ring for this caller, the first one first; each only once in a call, but for those
    who may be rung `again`: they come behind all others.

    Whoever is on no shift comes behind those who are; then whoever holds somebody's request, then the
    team, then those rung most recently. Nobody is rung who is in a call.
    """
    shifts = roster.on_duty(scene.db, scene.now)
    on_shift = {one for one, role in shifts.items() if role == LISTENER or wish == PERSON}
    offering = ringing.listeners(scene.db, LEVELS[LISTENER])
    team = ringing.team(scene.db, COORDINATOR_LEVEL) if wish == PERSON else []
    people = [*ringing.rostered(scene.db, on_shift), *offering, *team]
    able = _able(scene, _open(scene, people, on_shift), again)
    helping, rung = matches.helping(scene.db, able), ringing.last_rung(scene.db, able)
    listening = {one.member_id for one in offering}
    listening |= {one for one, role in shifts.items() if role == LISTENER}

    def rank(one: int) -> tuple[bool, bool, bool, bool, datetime, int]:
        last = rung.get(one, _NEVER)
        return one in again, one not in on_shift, one in helping, one not in listening, last, one

    return sorted(able, key=rank)


def _open(
    scene: CallScene, people: Iterable[Reachable], on_shift: Collection[int]
) -> Collection[int]:
    """Those of them who may be rung now for this caller, within the hours of their offers; whoever is on a
    shift also in quiet hours."""
    apart = members.avoided_by(scene.db, scene.member.id)
    return {
        one.member_id
        for one in people
        if facts.may_ring_for(
            scene,
            one.member,
            on_shift=one.member_id in on_shift,
            kept_apart=one.member_id in apart,
        )
        and _helps_now(scene, one)
    }


def _helps_now(scene: CallScene, one: Reachable) -> bool:
    zone, weekend = scene.house.community.zone, scene.house.community.weekend
    return one.hours is None or offer_hours_open(one.hours, scene.now, zone, weekend)


def _able(scene: CallScene, people: Iterable[int], again: Collection[int]) -> list[int]:
    """Those who share a language with the caller and are free to answer."""
    ids = list(people)
    away = {scene.member.id} | (ringing.rung_in(scene.db, scene.call.id) - set(again))
    away |= ringing.on_the_phone(scene.db, ids, scene.now)
    spoken = members.languages(scene.db, [*ids, scene.member.id])
    wanted = spoken.get(scene.member.id, frozenset()) | {scene.member.language}
    return [one for one in ids if one not in away and spoken.get(one, frozenset()) & wanted]
