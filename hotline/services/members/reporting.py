"""REPORT: two who were brought together are kept apart from now on, and the team is told.

Until the team has decided, whoever was reported is asked for nobody, and nobody for them. The other side
reads what they would read had the other one given the request back, or closed it: neither that there was
a report, nor whose. One number holds few people so; of its further reports the team is told, and no more.
"""

from __future__ import annotations

from typing import Literal

from flows.text.message_ids import MessageId
from flows.text.prompts import Value
from hotline.domain.limits import HELD_BY_ONE, REPORTS_COUNTED
from hotline.services.kernel.interaction import Interaction
from hotline.services.needs import escalation, matching, responses
from hotline.services.outbound.notify import tell
from hotline.services.team import coordinators
from hotline.store.needs import asks, matches, needs
from hotline.store.needs.matches import Match
from hotline.store.people import carried, members, reports
from hotline.store.people.reports import Side
from hotline.store.upkeep import audit_log
from hotline.store.voice import bridges

Fate = Literal["reopened", "stopped", "over"]
"""What a request comes to over which the two were brought together: others are asked, it is the team's
alone, or it was over."""


def report(interaction: Interaction, reference: str) -> bool:
    """REPORT 47, by either side, also of a match that has ended; False for everybody else."""
    match = _match_of(interaction, reference)
    if match is None:
        return False
    other = _other_side(interaction, match)
    new = _keep_apart(interaction, match, other)
    holds = _hold(interaction, match, other) if new else False
    ours = _ours(interaction, match, other)
    fates = [(each, _part(interaction, each, the_one=each.id == match.id)) for each in ours]
    _take_back_asks(interaction, other)
    interaction.say("report-done")
    for each in (each for each, fate in fates if fate == "reopened"):
        interaction.say("follow-up-reopened", reference=each.reference)
    if new:
        told = {"member_id": other, "need_id": match.need_id, "actor_id": interaction.member.id}
        audit_log.note(interaction.db, "member_reported", interaction.now, **told)
        _tell_team(interaction, match, holds=holds)
    _tell_others(interaction, [each for each, fate in fates if fate == "stopped"], other)
    return True


def _match_of(interaction: Interaction, reference: str) -> Match | None:
    """The latest match of this reference in which the member was a side."""
    need = needs.by_reference(interaction.db, reference)
    ours = matches.of_need(interaction.db, need.id) if need else []
    return next((m for m in ours if interaction.member.id in (m.helper_id, m.asker_id)), None)


def _other_side(interaction: Interaction, match: Match) -> int:
    """Whoever stands there now: one who was forgotten since, and is back, has another id."""
    index = carried.side_of(interaction.db, match.id)
    back = None if index is None else members.by_index(interaction.db, index)
    return match.other_side(interaction.member.id) if back is None else back.id


def _keep_apart(interaction: Interaction, match: Match, other: int) -> bool:
    """From now on, also where the other one has been forgotten and comes back; whether that is new."""
    index = carried.side_of(interaction.db, match.id)
    if index is None or members.get(interaction.db, other).state != "erased":
        return members.avoid(interaction.db, interaction.member.id, other)
    return carried.keep_away(interaction.db, interaction.member.id, index)


def _ours(interaction: Interaction, match: Match, other: int) -> list[Match]:
    """Every match of the two, under the id that the other one had before as well."""
    ids = dict.fromkeys((match.other_side(interaction.member.id), other))
    me = interaction.member.id
    return [each for one in ids for each in matches.between(interaction.db, me, one)]


def _side(interaction: Interaction, match: Match) -> Side:
    return "asker" if interaction.member.id == match.asker_id else "helper"


def _hold(interaction: Interaction, match: Match, other: int) -> bool:
    """Write it down; whether it keeps the other one from asking and being asked until the team decides."""
    db, me = interaction.db, interaction.member.id
    holds = reports.held_by(db, me, interaction.now - REPORTS_COUNTED) < HELD_BY_ONE
    here = members.get(db, other).state != "erased"
    index = None if here else carried.side_of(db, match.id)
    if not here and index is None:
        return True  # forgotten by a release that kept nothing: there is nobody to hold
    reports.add(
        db,
        subject_id=other if here else None,
        subject_index=index,
        reporter_id=me,
        need_id=match.need_id,
        by_side=_side(interaction, match),
        holds=holds,
        now=interaction.now,
    )
    if holds:
        responses.take_back_all(interaction, other)
        for need in needs.live_of(db, other):
            _look_again(interaction, need.id)
    return holds


def _look_again(interaction: Interaction, need_id: int) -> None:
    """Nobody else is to be asked for this one: dispatch finds so, and gives it to the team."""
    need = needs.locked(interaction.db, need_id)
    if need.state == "seeking":
        needs.change(interaction.db, need.id, due_at=interaction.now)
        interaction.wakeups.add("dispatch")


def _part(interaction: Interaction, match: Match, *, the_one: bool) -> Fate:
    """Nothing passes over a match any more; what becomes of what it was about.

    `the_one`: it is what was reported, so it is marked even where it was done already.
    """
    held = match.state == "open"
    bridge = bridges.live(interaction.db, match.id)
    if bridge is not None:
        bridges.move(interaction.db, bridge.id, "over")
    need = needs.locked(interaction.db, match.need_id)
    if held or the_one:
        matches.move(interaction.db, match.id, "reported", ended_at=interaction.now)
    matches.change(interaction.db, match.id, relay_until=None)
    if not held:
        return "over"
    if _side(interaction, match) == "helper":
        return "stopped" if escalation.stop(interaction, need, match) else "over"
    if not matching.reopen(interaction, need, match):
        return "over"
    about, reference = need.id, need.reference
    tell(interaction, match.helper_id, "withdrawn-helper", about=about, reference=reference)
    return "reopened"


def _take_back_asks(interaction: Interaction, other: int) -> None:
    """Neither is asked for the other's requests any more, so the next in line is."""
    responses.decline_those_of(interaction, other, interaction.member.id)
    responses.decline_those_of(interaction, interaction.member.id, other)


def _tell_team(interaction: Interaction, match: Match, *, holds: bool) -> None:
    """The team learns who of the two reported, by the reference, and may write to them."""
    me = interaction.member.id
    team = coordinators.of_both(interaction, me, match.other_side(me))
    if not team:
        return
    thread = coordinators.any_thread_of(interaction, me)
    message = _to_team(_side(interaction, match), holds=holds)
    args: dict[str, Value] = {"reference": match.reference, "thread": thread.reference}
    for coordinator in team:
        tell(interaction, coordinator, message, about=match.need_id, urgent=False, **args)
    interaction.say("report-team")


def _to_team(side: Side, *, holds: bool) -> MessageId:
    if not holds:
        return "coordinator-report-again"
    return "coordinator-report-asker" if side == "asker" else "coordinator-report-helper"


def _tell_others(interaction: Interaction, stopped: list[Match], asker: int) -> None:
    """Those of the team who are kept apart from the one who reported hear that the requests are theirs, and
    nothing of a report."""
    knowing = set(coordinators.of_both(interaction, interaction.member.id, asker))
    for match in stopped:
        need = needs.get(interaction.db, match.need_id)
        people = asks.people_asked(interaction.db, need.id)
        args: dict[str, Value] = {**need.details, "people": people}
        for coordinator in set(coordinators.coordinators_of(interaction, asker)) - knowing:
            tell(
                interaction,
                coordinator,
                "coordinator-escalated",
                about=need.id,
                urgent=False,
                **args,
            )
