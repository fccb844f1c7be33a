"""REPORT: two who were brought together are kept apart from now on, and the team is told.

The other side reads what they would read had the other one given the request back, or closed it: neither
that there was a report, nor whose.
"""

from __future__ import annotations

from typing import Any

from flows.message_ids import MessageId
from hotline.services import answering, matching, team
from hotline.services.outbound.notify import tell
from hotline.services.scene import Scene
from hotline.store import bridges, matches, members, needs, trail
from hotline.store.matches import Match


def report(scene: Scene, reference: str) -> bool:
    """REPORT 47, by either side, also of a match that has ended; False for everybody else."""
    match = _match_of(scene, reference)
    if match is None:
        return False
    other = match.other_side(scene.member.id)
    new = members.avoid(scene.db, scene.member.id, other)
    ours = matches.between(scene.db, scene.member.id, other)
    again = [each for each in ours if _part(scene, each, the_one=each.id == match.id)]
    _take_back_asks(scene, other)
    scene.say("report-done")
    for each in again:
        if each.asker_id == scene.member.id:
            scene.say("follow-up-reopened", reference=each.reference)
    if new:
        told = {"member_id": other, "need_id": match.need_id, "actor_id": scene.member.id}
        trail.note(scene.db, "member_reported", scene.now, **told)
        _tell_team(scene, match)
    return True


def _match_of(scene: Scene, reference: str) -> Match | None:
    """The latest match of this reference in which the member was a side."""
    need = needs.by_reference(scene.db, reference)
    ours = matches.of_need(scene.db, need.id) if need else []
    return next((m for m in ours if scene.member.id in (m.helper_id, m.asker_id)), None)


def _part(scene: Scene, match: Match, *, the_one: bool) -> bool:
    """Nothing passes over a match any more; whether others are asked for what it was about.

    `the_one`: it is what was reported, so it is marked even where it was done already.
    """
    held = match.state == "open"
    bridge = bridges.live(scene.db, match.id)
    if bridge is not None:
        bridges.move(scene.db, bridge.id, "over")
    need = needs.locked(scene.db, match.need_id)
    if held or the_one:
        matches.move(scene.db, match.id, "reported", ended_at=scene.now)
    matches.change(scene.db, match.id, relay_until=None)
    again = held and matching.reopen(scene, need, match)
    if again:
        by_asker = scene.member.id == match.asker_id
        reader = match.helper_id if by_asker else match.asker_id
        message: MessageId = "withdrawn-helper" if by_asker else "reopened-asker"
        tell(scene, reader, message, about=need.id, reference=need.reference)
    return again


def _take_back_asks(scene: Scene, other: int) -> None:
    """Neither is asked for the other's requests any more, so the next in line is."""
    answering.decline_those_of(scene, other, scene.member.id)
    answering.decline_those_of(scene, scene.member.id, other)


def _tell_team(scene: Scene, match: Match) -> None:
    """The team learns who of the two reported, by the reference, and may write to them."""
    if not team.reachable(scene, but=scene.member.id):
        return
    thread = team.any_talk_of(scene, scene.member.id)
    by_asker = scene.member.id == match.asker_id
    message: MessageId = "coordinator-report-asker" if by_asker else "coordinator-report-helper"
    about: dict[str, Any] = {"reference": match.reference, "talk": thread.reference}
    team.tell(scene, scene.member.id, message, about=match.need_id, **about)
    scene.say("report-team")
