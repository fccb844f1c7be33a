"""How things stand: one text for each open thing, at most three."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows.effects import TellStatus
from flows.message_ids import MessageId
from flows.prompts import Prompt
from flows.turns import Performed
from hotline.services import locks, talk, team
from hotline.services.scene import Scene
from hotline.store import asks, matches, needs, offers, threads
from hotline.store.asks import Ask
from hotline.store.needs import Need

_AT_MOST = 3

_OFFER: Mapping[str, MessageId] = {
    "active": "status-offer-active",
    "paused": "status-offer-paused",
}


def of_one(scene: Scene, reference: str) -> bool:
    """STATUS 47, or 47 alone; False where it is nothing of theirs."""
    if locks.refuses(scene):
        return True
    need = needs.by_reference(scene.db, reference)
    if need is None:
        return _of_talk(scene, reference)
    if need.asker_id == scene.member.id:
        if waits(scene, need):
            talk.begin(scene, "status", {"reference": reference})
        else:
            scene.said.append(of_need(scene, need))
        return True
    return _of_match(scene, need) or _of_ask(scene, need)


def tell_status(scene: Scene, answers: Mapping[str, Any]) -> Performed[TellStatus]:
    """Everything open. Where it is one need that waits for the morning, it may be made urgent."""
    if locks.refuses(scene):
        return Performed("said")
    only = answers.get("reference")
    mine = [n for n in needs.live_of(scene.db, scene.member.id) if only in (None, n.reference)]
    waiting = [need for need in mine if waits(scene, need)]
    if len(mine) == 1 and waiting and waiting[0].asking_at:
        when = scene.clock_time(waiting[0].asking_at)
        return Performed("waiting", {"reference": waiting[0].reference, "time": when})
    return Performed("said", prompts=tuple(_everything(scene, mine)))


def _everything(scene: Scene, mine: list[Need]) -> list[Prompt]:
    helping = [
        match
        for match in matches.open_with(scene.db, scene.member.id)
        if match.helper_id == scene.member.id
    ]
    pending = [w for w in asks.waiting_for(scene.db, scene.member.id) if w[0].state == "sent"]
    if len(mine) + len(helping) + len(pending) > _AT_MOST:
        everything = [[need.reference, need.category] for need in mine]
        everything += [[match.reference, match.category] for match in helping]
        everything += [[reference, category] for _, reference, category in pending]
        return [Prompt("status-several", {"requests": everything[:6]})]
    told = [of_need(scene, need) for need in mine]
    told += [Prompt("status-matched-helper", {"reference": m.reference}) for m in helping]
    told += _of_asks(pending) + _of_offer(scene)
    return told or [Prompt("status-none")]


def nothing_to_do(scene: Scene) -> list[Prompt]:
    """Where no request and no match is open: asks that wait, the offer, or that there is nothing."""
    waiting = [w for w in asks.waiting_for(scene.db, scene.member.id) if w[0].state == "sent"]
    return _of_asks(waiting) + _of_offer(scene) or [Prompt("status-none")]


def _of_asks(waiting: list[tuple[Ask, str, str]]) -> list[Prompt]:
    return [Prompt("status-asked", {"reference": reference}) for _, reference, _ in waiting]


def _of_offer(scene: Scene) -> list[Prompt]:
    offer = offers.of_member(scene.db, scene.member.id)
    if offer is None or scene.member.hidden_at is not None:
        return []
    return [Prompt(_OFFER[offer.state], {"categories": list(offer.categories)})]


def waits(scene: Scene, need: Need) -> bool:
    """Whether asking for a need begins only in the morning."""
    return need.state == "seeking" and need.asking_at is not None and need.asking_at > scene.now


def of_need(scene: Scene, need: Need) -> Prompt:
    """How a request of the member's stands."""
    args: dict[str, Any] = {"reference": need.reference}
    if need.state == "seeking" and waits(scene, need) and need.asking_at:
        return Prompt("status-waiting", args | {"time": scene.clock_time(need.asking_at)})
    if need.state == "seeking":
        asked = asks.people_asked(scene.db, need.id)
        return Prompt("status-seeking", args | {"people": asked})
    if need.state == "escalated" and not team.reachable(scene, but=need.asker_id):
        return Prompt("nobody-asker-alone-urgent" if need.urgent else "nobody-asker-alone", args)
    told: Mapping[str, MessageId] = {
        "matched": "status-matched-asker",
        "escalated": "status-escalated",
    }
    return Prompt(told.get(need.state, "status-closed"), args)


def _of_match(scene: Scene, need: Need) -> bool:
    match = matches.open_for_need(scene.db, need.id)
    if match is None or match.helper_id != scene.member.id:
        return False
    scene.say("status-matched-helper", reference=need.reference)
    return True


def _of_ask(scene: Scene, need: Need) -> bool:
    ask = asks.last_for(scene.db, need.id, scene.member.id)
    if ask is None or ask.state != "sent":
        return False
    scene.say("status-asked", reference=need.reference)
    return True


def _of_talk(scene: Scene, reference: str) -> bool:
    thread = threads.open_by_reference(scene.db, reference)
    if thread is None or thread.member_id != scene.member.id:
        return False
    reached = team.tell(scene, scene.member.id, "coordinator-person", reference=reference)
    scene.say("person-asked" if reached else "person-none")
    return True
