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
from hotline.domain.schedule import in_quiet_hours, offer_hours_open
from hotline.services import safe_hours
from hotline.services.calls.scene import CallScene
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
    offering, team = _offering(scene, wish)
    people = [*ringing.rostered(scene.db, on_shift), *offering, *team]
    able = _able(scene, {one.member_id for one in people if _open(scene, one)}, again)
    helping, rung = matches.helping(scene.db, able), ringing.last_rung(scene.db, able)
    listening = {one.member_id for one in offering}
    listening |= {one for one, role in shifts.items() if role == LISTENER}

    def rank(one: int) -> tuple[bool, bool, bool, bool, datetime, int]:
        last = rung.get(one, _NEVER)
        return one in again, one not in on_shift, one in helping, one not in listening, last, one

    return sorted(able, key=rank)


def _offering(scene: CallScene, wish: str) -> tuple[list[Reachable], list[Reachable]]:
    """Those who offer talks, and the team where a caller wishes for it: nobody in quiet hours."""
    if in_quiet_hours(scene.now, scene.house.community.quiet_hours):
        return [], []
    team = ringing.team(scene.db, COORDINATOR_LEVEL) if wish == PERSON else []
    return ringing.listeners(scene.db, LEVELS[LISTENER]), team


def _open(scene: CallScene, one: Reachable) -> bool:
    opens = safe_hours.opening(scene.house, one.safe_from, one.safe_until, scene.now)
    if one.hours is None or opens > scene.now:
        return opens <= scene.now
    community = scene.house.community
    return offer_hours_open(one.hours, scene.now, community.zone, community.weekend)


def _able(scene: CallScene, people: Iterable[int], again: Collection[int]) -> list[int]:
    """Those who share a language with the caller, whom neither avoids, who are free to answer."""
    ids = list(people)
    away = {scene.member.id} | (ringing.rung_in(scene.db, scene.call.id) - set(again))
    away |= members.avoided_by(scene.db, scene.member.id)
    away |= ringing.on_the_phone(scene.db, ids, scene.now)
    spoken = members.languages(scene.db, [*ids, scene.member.id])
    wanted = spoken.get(scene.member.id, frozenset()) | {scene.member.language}
    return [one for one in ids if one not in away and spoken.get(one, frozenset()) & wanted]
