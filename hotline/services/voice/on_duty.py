"""Who takes calls just now: the listeners on duty, in the order in which they are rung.

First those whose shift it is by the roster, also in quiet hours. Behind them, or where no roster is kept,
whoever has level 2 and offers talks, within the hours of that offer; where any person will do,
coordinators too. Quiet hours hold for these phones as for texts: with nobody on a shift the caller can
leave a message at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime

from hotline.domain.roster import LEVELS, LISTENER
from hotline.domain.schedule import offer_hours_open
from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.outbound import facts
from hotline.store.needs import matches
from hotline.store.people import members, reports
from hotline.store.people.members import COORDINATOR_LEVEL
from hotline.store.roster import roster
from hotline.store.voice import ringing
from hotline.store.voice.ringing import Reachable

PERSON, TALK = "person", "talk"
"""What a caller wishes: any person (listeners, and the team), or a talk (listeners)."""

_NEVER = datetime.min.replace(tzinfo=UTC)


def on_duty(interaction: CallInteraction, wish: str, again: Collection[int] = ()) -> list[int]:
    """Members to ring for this caller, the first one first; each only once in a call, but for those
    who may be rung `again`: they come behind all others.

    Whom a report holds is not rung, and of the phones of a caller whom one holds those of the team alone.

    Whoever is on no shift comes behind those who are; then whoever holds somebody's request, then the
    team, then those rung most recently. Nobody is rung who is in a call.
    """
    shifts = roster.on_duty(interaction.db, interaction.now)
    on_shift = {one for one, role in shifts.items() if role == LISTENER or wish == PERSON}
    offering = ringing.listeners(interaction.db, LEVELS[LISTENER], interaction.today)
    team = ringing.team(interaction.db, COORDINATOR_LEVEL) if wish == PERSON else []
    people = [*ringing.rostered(interaction.db, on_shift), *offering, *team]
    if reports.is_held(interaction.db, interaction.member.id):
        people = ringing.team(interaction.db, COORDINATOR_LEVEL)
    able = _able(interaction, _open(interaction, people, on_shift), again)
    helping, rung = matches.helping(interaction.db, able), ringing.last_rung(interaction.db, able)
    listening = {one.member_id for one in offering}
    listening |= {one for one, role in shifts.items() if role == LISTENER}

    def rank(one: int) -> tuple[bool, bool, bool, bool, datetime, int]:
        last = rung.get(one, _NEVER)
        return one in again, one not in on_shift, one in helping, one not in listening, last, one

    return sorted(able, key=rank)


def _open(
    interaction: CallInteraction, people: Sequence[Reachable], on_shift: Collection[int]
) -> Collection[int]:
    """Those of them who may be rung now for this caller, within the hours of their offers; whoever is on a
    shift also in quiet hours."""
    ids = [one.member_id for one in people]
    apart = members.avoided_by(interaction.db, interaction.member.id)
    apart |= reports.held_among(interaction.db, ids)
    return {
        one.member_id
        for one in people
        if facts.may_ring_for(
            interaction,
            one.member,
            on_shift=one.member_id in on_shift,
            kept_apart=one.member_id in apart,
        )
        and _helps_now(interaction, one)
    }


def _helps_now(interaction: CallInteraction, one: Reachable) -> bool:
    zone, weekend = interaction.app.community.zone, interaction.app.community.weekend
    return one.hours is None or offer_hours_open(one.hours, interaction.now, zone, weekend)


def _able(interaction: CallInteraction, people: Iterable[int], again: Collection[int]) -> list[int]:
    """Those who share a language with the caller and are free to answer."""
    ids = list(people)
    away = {interaction.member.id} | (
        ringing.rung_in(interaction.db, interaction.call.id) - set(again)
    )
    away |= ringing.on_the_phone(interaction.db, ids, interaction.now)
    spoken = members.languages(interaction.db, [*ids, interaction.member.id])
    wanted = spoken.get(interaction.member.id, frozenset()) | {interaction.member.language}
    return [one for one in ids if one not in away and spoken.get(one, frozenset()) & wanted]
