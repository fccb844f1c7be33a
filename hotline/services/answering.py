"""A volunteer's yes or no. One winner, decided by the row count of one UPDATE."""

from __future__ import annotations

from flows.answers import Command
from flows.folding import fold
from hotline.services import matching, talk, team
from hotline.services.kernel.unit_of_work import Desk
from hotline.services.scene import Scene
from hotline.store import asks, matches, members, needs, offers, outbox
from hotline.store.asks import Ask
from hotline.store.needs import OPEN, Need

_ANSWERS = ("YES", "NO", "SOFT")


def yes(scene: Scene, reference: str) -> bool:
    """YES 47. Whether that is something they were asked, or a coordinator's to take."""
    need = needs.by_reference(scene.db, reference)
    if need is None or need.asker_id == scene.member.id:
        return False
    ask = asks.last_for(scene.db, need.id, scene.member.id)
    if ask is None and not team.may_take(scene, need):
        return False
    if scene.member.id in members.avoided_by(scene.db, need.asker_id):
        return False  # asked before the two were kept apart
    need = needs.locked(scene.db, need.id)
    if need.state in OPEN and matching.accept(scene, need, ask):
        return True
    return _too_late(scene, need)


def _too_late(scene: Scene, need: Need) -> bool:
    """Somebody was faster, or it is their own yes a second time; a need that is gone tells nothing."""
    match = matches.open_for_need(scene.db, need.id)
    if match is None:
        return False
    if match.helper_id == scene.member.id:
        scene.say("accepted-helper", reference=need.reference)
    else:
        scene.say("late-yes", reference=need.reference)
    return True


def no(scene: Scene, reference: str) -> bool:
    """NO 47: the next in line is asked at once."""
    need = needs.by_reference(scene.db, reference)
    ask = asks.last_for(scene.db, need.id, scene.member.id) if need else None
    if ask is None:
        return False
    if _decline(scene, ask):
        offers.note_answered(scene.db, scene.member.id)
    scene.say("declined-ack")
    return True


def decline_all(desk: Desk, member_id: int) -> None:
    """Whoever rests or leaves says no to what waits for them."""
    for ask, _, _ in asks.waiting_for(desk.db, member_id):
        _decline(desk, ask)


def decline_those_of(desk: Desk, member_id: int, asker_id: int) -> None:
    """A no to what waits for this member from one asker: the two are kept apart."""
    for ask, _, _ in asks.waiting_for(desk.db, member_id):
        if needs.get(desk.db, ask.need_id).asker_id == asker_id:
            _decline(desk, ask)


def _decline(desk: Desk, ask: Ask) -> bool:
    need = needs.locked(desk.db, ask.need_id)
    asks.move(desk.db, ask.id, "sent", sent_at=desk.now)  # where the provider's word is late
    declined = asks.move(desk.db, ask.id, "declined", answered_at=desk.now)
    if declined and need.state == "seeking":
        needs.change(desk.db, need.id, due_at=desk.now)
        desk.rings.add("dispatch")
    return declined


def maybe(scene: Scene, reference: str) -> bool:
    """A word that may mean yes: nobody is bound by it, we ask once more."""
    need = needs.by_reference(scene.db, reference)
    if need is None or asks.last_for(scene.db, need.id, scene.member.id) is None:
        return False
    talk.begin(scene, "soft-yes", {"reference": reference})
    return True


def to_the_last_ask(scene: Scene, words: str, command: Command | None) -> bool:
    """A bare yes, no, maybe or digit, where the last question we sent was an ask."""
    word = command.name if command and command.name in _ANSWERS and not command.reference else None
    digit = word is None and fold(words) in ("1", "2")
    if word is None and not digit:
        return False
    talks = talk.open_talks(scene)
    if digit and talks:
        return False  # an ask is answered with a word: digits belong to the talk under way
    last = asks.last_to(scene.db, scene.member.id)
    if last is None or _in_the_middle_of_words(scene):
        return False
    if talks and talks[0].asked_at is not None and talks[0].asked_at >= last.reached_at:
        return False
    return _settle_bare(scene, word or "SOFT", last)


def _in_the_middle_of_words(scene: Scene) -> bool:
    """Somebody's words came last, so that a "yes" is for them and must bind nobody to a need."""
    relaying = matches.relaying(scene.db, scene.member.id, scene.now)
    return bool(relaying) and outbox.last_kind_sent(scene.db, scene.member.id) == "relay"


def _settle_bare(scene: Scene, word: str, last: Ask) -> bool:
    waiting = asks.waiting_for(scene.db, scene.member.id)
    unanswered = [one for one in waiting if one[0].state != "lapsed"] or waiting
    if len(unanswered) > 1:
        requests = [[reference, category] for _, reference, category in unanswered]
        talk.begin(scene, "which-one", {"verb": word, "requests": requests})
        return True
    if unanswered:
        return _ACTS[word](scene, unanswered[0][1])
    if last.state == "covered" and word == "YES":
        return yes(scene, needs.get(scene.db, last.need_id).reference)
    return False


_ACTS = {"YES": yes, "NO": no, "SOFT": maybe}
