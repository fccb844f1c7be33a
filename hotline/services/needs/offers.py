"""A member's standing offer: found, saved, paused, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flows.engine.effects import Answers, EndOffer, Found, PauseOffer, SaveOffer
from flows.engine.events import EffectResult
from hotline.domain.community import days
from hotline.domain.community.days import Wanted
from hotline.services.kernel.answers import text, texts
from hotline.services.kernel.app import App
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork, for_each_due
from hotline.services.needs import responses
from hotline.services.outbound.notify import tell
from hotline.store.people import offers

_BATCH = 50
_WORTH_TELLING = timedelta(days=2)  # whoever offered a day or two knows that it is over


def find(interaction: Interaction, answers: Answers) -> EffectResult[Found]:
    """Whether the member has an offer, and in which categories.

    Where another one for some days is being made, one for some days counts for none: the new one takes its
    place once it is agreed to. An offer that lasts is never replaced by a day's.
    """
    offer = offers.of_member(interaction.db, interaction.member.id)
    if offer is None or interaction.member.hidden_at is not None:
        return EffectResult("none")
    if offer.until_day is not None and answers.get("when"):
        return EffectResult("none")
    return EffectResult("some", {"categories": list(offer.categories)})


def save(interaction: Interaction, answers: Answers) -> EffectResult[SaveOffer]:
    """Keep the offer; `vouch` where somebody of the team must know them first for a part of it, `days`
    where it is for some days and ends by itself."""
    interaction.come_back()
    categories, when = texts(answers, "categories"), _when(interaction, answers)
    offers.save(
        interaction.db,
        interaction.member.id,
        categories=categories,
        areas=texts(answers, "areas"),
        hours=text(answers, "hours"),
        now=interaction.now,
        days=None if when is None else _days(interaction, when),
    )
    level = interaction.app.community.min_level
    higher = any(level(each) > interaction.member.level for each in categories)
    return EffectResult("vouch" if higher else "days" if when else "saved")


def _when(interaction: Interaction, answers: Answers) -> Wanted | None:
    """For which days it is; None for an offer that lasts."""
    said = answers.get("when")
    zone = interaction.app.community.quiet_hours.zone
    return None if said is None else days.wanted(str(said), interaction.now, zone)


def _days(interaction: Interaction, when: Wanted) -> offers.Days:
    """Those days, and when they are over: a night ends in the morning."""
    zone = interaction.app.community.quiet_hours.zone
    first, last = when.days(interaction.today)
    ends = replace(when, word=days.ON_A_DAY, day=last).day_ends(zone)
    return first, last, ends or interaction.now


def run_due(app: App) -> int:
    """End the offers whose days are over; how many. Safe to run twice."""
    with app.database.reading() as db:
        due = offers.with_days_over(db, app.clock(), _BATCH)
    return for_each_due(app, due, _end_if_over)


def _end_if_over(uow: UnitOfWork, member_id: int) -> bool:
    offer = offers.of_member(uow.db, member_id)
    if offer is None or offer.ends_at is None or offer.ends_at > uow.now:
        return False
    if not offers.move(uow.db, member_id, "ended", ended_at=uow.now):
        return False
    if offer.from_day and offer.until_day and offer.until_day - offer.from_day >= _WORTH_TELLING:
        tell(uow, member_id, "offer-over")
    return True


def pause(interaction: Interaction, _: Answers) -> EffectResult[PauseOffer]:
    """Rest from asks; one that waits for an answer is a no."""
    responses.decline_all(interaction, interaction.member.id)
    return EffectResult(
        "paused" if offers.move(interaction.db, interaction.member.id, "paused") else "none"
    )


def end(interaction: Interaction, _: Answers) -> EffectResult[EndOffer]:
    """Take the offer back."""
    responses.decline_all(interaction, interaction.member.id)
    ended = offers.move(interaction.db, interaction.member.id, "ended", ended_at=interaction.now)
    return EffectResult("ended" if ended else "none")
