"""An acceptance and what follows from it, and letting go again."""

from __future__ import annotations

from datetime import timedelta

from flows.message_ids import MessageId
from flows.prompts import Prompt
from hotline.domain.messages import About, Kind
from hotline.domain.schedule import follow_up_at
from hotline.domain.scrubbing import scrub
from hotline.services import spoken, team
from hotline.services.calls import ordering
from hotline.services.kernel.unit_of_work import Desk
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify, tell, wait_for_pin
from hotline.services.scene import Scene
from hotline.store import asks, matches, needs, offers, references, threads, trail, unsent
from hotline.store.asks import Ask
from hotline.store.matches import Match
from hotline.store.needs import Need

_QUIET_END = timedelta(days=7)  # after the follow-up: silence about it then counts as done
_MORE_TIME = timedelta(hours=24)  # what a need is given when it is opened again


def accept(scene: Scene, need: Need, ask: Ask | None) -> bool:
    """Give the need to this member if nobody has it; whether they have it now. The need is locked."""
    if ask is not None and ask.state == "released":
        return False  # they gave it back once; it is not theirs to take again
    when = follow_up_at(scene.now, need.urgent, scene.house.community)
    won = needs.move(
        scene.db,
        need.id,
        "matched",
        matched_at=scene.now,
        due_at=None,
        asking_at=None,
        follow_up_at=when,
        expires_at=when + _QUIET_END,
    )
    if not won:
        return False
    if ask is not None:
        asks.move(scene.db, ask.id, "sent", sent_at=scene.now)  # where the provider's word is late
        asks.move(scene.db, ask.id, "accepted", answered_at=scene.now)
        offers.note_answered(scene.db, scene.member.id)
    matches.add(scene.db, need.id, scene.member.id, need.asker_id, scene.now)
    sides = {"member_id": need.asker_id, "actor_id": scene.member.id}
    trail.note(scene.db, "need_matched", scene.now, need_id=need.id, **sides)
    _tell_both(scene, need)
    release_others(scene, need, "covered", "covered")
    _tell_team(scene, need)
    return True


def _tell_both(scene: Scene, need: Need) -> None:
    tell(scene, need.asker_id, "accepted-asker", about=need.id, reference=need.reference)
    scene.say("accepted-helper", reference=need.reference)
    words = needs.words_of(scene.db, scene.house.vault, need.id)
    if words and wait_for_pin(scene, scene.member):  # on a shared phone
        told = Prompt("relay-to-helper", {"reference": need.reference, "words": scrub(words).words})
        about = About(need_id=need.id, author_id=need.asker_id)
        me = scene.member.id
        notify(scene, Envelope(member_id=me, prompts=[told], kind=Kind.RELAY, about=about))
    elif words:
        scene.quoted = need.asker_id
        scene.say("relay-to-helper", reference=need.reference, words=scrub(words).words)
    elif spoken.of_need(scene, need.id):
        scene.say("words-recorded", reference=need.reference)


def release_others(desk: Desk, need: Need, state: str, message: MessageId) -> None:
    """Nobody else is needed: those whose text has left are told, once; the rest never hear of it, and
    whoever was only rung is not rung again for it."""
    ended = asks.move_live(desk.db, need.id, state)
    unheard = unsent.cancel_asks(desk.db, [ask.id for ask in ended])
    unheard |= ordering.withdraw_asks(desk, [ask.id for ask in ended])
    for ask in ended:
        if ask.id not in unheard:
            _release(desk, need, ask.member_id, message)


def _release(desk: Desk, need: Need, member_id: int, message: MessageId) -> None:
    """Who was asked by a call need not be called to hear that they were not needed."""
    prompt, about = Prompt(message, {"reference": need.reference}), About(need_id=need.id)
    told = Envelope(member_id=member_id, prompts=[prompt], about=about, needless_by_call=True)
    notify(desk, told)


def _tell_team(scene: Scene, need: Need) -> None:
    """Coordinators who were told of it need do nothing more."""
    thread = threads.open_for_need(scene.db, need.id)
    if thread is None:
        return
    threads.close(scene.db, thread, scene.now)
    message: MessageId = "coordinator-taken" if scene.member.is_coordinator else "covered"
    for coordinator in team.coordinators_of(scene, need.asker_id):
        if coordinator != scene.member.id:
            tell(scene, coordinator, message, about=need.id, reference=need.reference)


def reopen(desk: Desk, need: Need, match: Match | None) -> bool:
    """The match did not hold: ask others at once, never the same helper. The need is locked."""
    again = needs.move(
        desk.db,
        need.id,
        "seeking",
        due_at=desk.now,
        follow_up_at=None,
        closed_at=None,
        waves_before=need.wave,
        expires_at=max(need.expires_at, desk.now + _MORE_TIME),
    )
    if again:
        trail.note(desk.db, "need_reopened", desk.now, member_id=need.asker_id, need_id=need.id)
        references.reclaim(desk.db, need.reference, need.id)
        desk.rings.add("dispatch")
        if match is not None:
            release(desk, need, match)
    return again


def release(desk: Desk, need: Need, match: Match) -> None:
    """End a match that did not hold; its helper is not asked again for this need."""
    matches.move(desk.db, match.id, "released", ended_at=desk.now)
    matches.change(desk.db, match.id, relay_until=None)
    ask = asks.last_for(desk.db, need.id, match.helper_id)
    if ask is not None:
        asks.move(desk.db, ask.id, "released")
