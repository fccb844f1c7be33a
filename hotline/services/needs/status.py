"""How things stand: one text for each open thing, at most three."""

from __future__ import annotations

from collections.abc import Mapping

from flows.engine.effects import Answers, TellStatus
from flows.engine.events import EffectResult
from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt, Value
from hotline.domain.community.days import ON_A_DAY, Wanted
from hotline.services.kernel.interaction import Interaction
from hotline.services.needs import asking
from hotline.services.outbound import facts
from hotline.services.sessions import flow_sessions, pin_gate
from hotline.services.team import coordinators
from hotline.store.needs import asks, matches, needs, team_threads
from hotline.store.needs.asks import Ask
from hotline.store.needs.needs import Need
from hotline.store.people import offers

_AT_MOST = 3

_OFFER: Mapping[str, MessageId] = {
    "active": "status-offer-active",
    "paused": "status-offer-paused",
}


def of_one(interaction: Interaction, reference: str) -> bool:
    """STATUS 47, or 47 alone; False where it is nothing of theirs."""
    if pin_gate.refuses(interaction):
        return True
    need = needs.by_reference(interaction.db, reference)
    if need is None:
        return _of_thread(interaction, reference)
    if need.asker_id == interaction.member.id:
        if asking.is_put_off(interaction, need):
            flow_sessions.begin(interaction, "status", {"reference": reference})
        else:
            interaction.said.append(of_need(interaction, need))
        return True
    return _of_match(interaction, need) or _of_ask(interaction, need)


def tell_status(interaction: Interaction, answers: Answers) -> EffectResult[TellStatus]:
    """Everything open. Where it is one need that waits for the morning, it may be made urgent."""
    if pin_gate.refuses(interaction):
        return EffectResult("said")
    only = answers.get("reference")
    mine = [
        n
        for n in needs.live_of(interaction.db, interaction.member.id)
        if only in (None, n.reference)
    ]
    waiting = [need for need in mine if asking.is_put_off(interaction, need)]
    if len(mine) == 1 and waiting and waiting[0].asking_at and not waiting[0].urgent:
        when = interaction.clock_time(waiting[0].asking_at)
        return EffectResult("waiting", {"reference": waiting[0].reference, "time": when})
    return EffectResult("said", prompts=tuple(_everything(interaction, mine)))


def _everything(interaction: Interaction, mine: list[Need]) -> list[Prompt]:
    helping = [
        match
        for match in matches.open_with(interaction.db, interaction.member.id)
        if match.helper_id == interaction.member.id
    ]
    pending = [
        w for w in asks.waiting_for(interaction.db, interaction.member.id) if w[0].state == "sent"
    ]
    if len(mine) + len(helping) + len(pending) > _AT_MOST:
        everything = [[need.reference, need.category] for need in mine]
        everything += [[match.reference, match.category] for match in helping]
        everything += [[reference, category] for _, reference, category in pending]
        return [Prompt("status-several", {"requests": everything[:6]})]
    told = [of_need(interaction, need) for need in mine]
    told += [Prompt("status-matched-helper", {"reference": m.reference}) for m in helping]
    told += _of_asks(pending) + _of_offer(interaction)
    return told or [Prompt("status-none")]


def nothing_to_do(interaction: Interaction) -> list[Prompt]:
    """Where no request and no match is open: asks that wait, the offer, or that there is nothing."""
    waiting = [
        w for w in asks.waiting_for(interaction.db, interaction.member.id) if w[0].state == "sent"
    ]
    return _of_asks(waiting) + _of_offer(interaction) or [Prompt("status-none")]


def _of_asks(waiting: list[tuple[Ask, str, str]]) -> list[Prompt]:
    return [Prompt("status-asked", {"reference": reference}) for _, reference, _ in waiting]


def _of_offer(interaction: Interaction) -> list[Prompt]:
    offer = offers.of_member(interaction.db, interaction.member.id)
    if offer is None or interaction.member.hidden_at is not None:
        return []
    told: dict[str, Value] = {"categories": list(offer.categories)}
    if offer.state == "active" and offer.until_day is not None:
        last = Wanted(ON_A_DAY, offer.until_day).told(interaction.today)
        return [Prompt("status-offer-until", {**told, "when": last})]
    return [Prompt(_OFFER[offer.state], told)]


def of_need(interaction: Interaction, need: Need) -> Prompt:
    """How a request of the member's stands."""
    args: dict[str, Value] = {"reference": need.reference}
    if need.asking_at and asking.is_put_off(interaction, need):
        if need.urgent:
            return asking.of_urgent(interaction, need, need.asking_at)
        return Prompt("status-waiting", args | {"time": interaction.clock_time(need.asking_at)})
    if need.state == "seeking":
        asked = asks.people_asked(interaction.db, need.id)
        return Prompt("status-seeking", args | {"people": asked})
    if need.state == "escalated" and not coordinators.reachable(interaction, but=need.asker_id):
        return Prompt("nobody-asker-alone-urgent" if need.urgent else "nobody-asker-alone", args)
    told: Mapping[str, MessageId] = {
        "matched": "status-matched-new" if _waits(interaction, need) else "status-matched-asker",
        "escalated": "status-escalated",
    }
    return Prompt(told.get(need.state, "status-closed"), args)


def _waits(interaction: Interaction, need: Need) -> bool:
    """Whether nothing that the asker writes reaches who helps before the team knows them."""
    match = matches.open_for_need(interaction.db, need.id)
    return match is not None and facts.is_unvouched(interaction, match.helper_id, match.category)


def _of_match(interaction: Interaction, need: Need) -> bool:
    match = matches.open_for_need(interaction.db, need.id)
    if match is None or match.helper_id != interaction.member.id:
        return False
    interaction.say("status-matched-helper", reference=need.reference)
    return True


def _of_ask(interaction: Interaction, need: Need) -> bool:
    ask = asks.last_for(interaction.db, need.id, interaction.member.id)
    if ask is None or ask.state != "sent":
        return False
    interaction.say("status-asked", reference=need.reference)
    return True


def _of_thread(interaction: Interaction, reference: str) -> bool:
    thread = team_threads.open_by_reference(interaction.db, reference)
    if thread is None or thread.member_id != interaction.member.id:
        return False
    reached = coordinators.tell(
        interaction, interaction.member.id, "coordinator-person", reference=reference
    )
    interaction.say("person-asked" if reached else "person-none")
    return True
