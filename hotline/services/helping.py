"""DONE and CANT, by whoever helps, was asked, or asks."""

from __future__ import annotations

from datetime import timedelta

from hotline.services import answering, matching, team
from hotline.services.kernel.unit_of_work import Desk
from hotline.services.outbound.notify import tell
from hotline.services.scene import Scene
from hotline.store import asks, matches, needs, trail
from hotline.store.matches import Match
from hotline.store.needs import Need

RELAY_GRACE = timedelta(minutes=30)  # after DONE, for the last words


def done(scene: Scene, reference: str) -> bool:
    """DONE 47, from the helper or the asker of an open match, or from the team for a talk."""
    if team.finish(scene, reference):
        return True
    need = needs.by_reference(scene.db, reference)
    if need is None:
        return False
    match = matches.open_for_need(scene.db, need.id)
    if match is None or scene.member.id not in (match.helper_id, match.asker_id):
        return _only_asked(scene, need) and answering.maybe(scene, reference)
    finish(scene, needs.locked(scene.db, need.id), match)
    if scene.member.id == match.helper_id:
        scene.say("done-helper", reference=reference)
    else:
        tell(scene, match.helper_id, "done-helper", about=need.id, reference=reference)
        scene.say("follow-up-closed", reference=reference)
    return True


def finish(desk: Desk, need: Need, match: Match | None) -> None:
    """The help happened: the need is done, the relay stays open for a short grace. Locked before."""
    if needs.move(desk.db, need.id, "done", closed_at=desk.now):
        trail.note(desk.db, "need_done", desk.now, member_id=need.asker_id, need_id=need.id)
        until = desk.now + RELAY_GRACE
        if match is not None:
            matches.move(desk.db, match.id, "done", ended_at=desk.now, relay_until=until)


def cannot(scene: Scene, reference: str) -> bool:
    """CANT 47: the need is open again at once; with only an ask waiting, it is a no."""
    need = needs.by_reference(scene.db, reference)
    if need is None:
        return False
    match = matches.open_for_need(scene.db, need.id)
    if match is None or match.helper_id != scene.member.id:
        return _only_asked(scene, need) and answering.no(scene, reference)
    let_go(scene, match)
    scene.say("cant-helper", reference=reference)
    return True


def let_go(desk: Desk, match: Match) -> None:
    """A helper gives a need back; the asker hears so, and others are asked."""
    need = needs.locked(desk.db, match.need_id)
    if matching.reopen(desk, need, match):
        tell(desk, need.asker_id, "reopened-asker", about=need.id, reference=need.reference)


def _only_asked(scene: Scene, need: Need) -> bool:
    ask = asks.last_for(scene.db, need.id, scene.member.id)
    return ask is not None and ask.state in ("sent", "lapsed")
