"""A member's standing offer: found, saved, paused, taken back."""

from __future__ import annotations

from flows.engine.effects import Answers, EndOffer, Found, PauseOffer, SaveOffer
from flows.engine.events import EffectResult
from hotline.services.kernel.answers import text, texts
from hotline.services.kernel.interaction import Interaction
from hotline.services.needs import responses
from hotline.store.people import offers


def find(interaction: Interaction, _: Answers) -> EffectResult[Found]:
    """Whether the member has an offer, and in which categories."""
    offer = offers.of_member(interaction.db, interaction.member.id)
    if offer is None or interaction.member.hidden_at is not None:
        return EffectResult("none")
    return EffectResult("some", {"categories": list(offer.categories)})


def save(interaction: Interaction, answers: Answers) -> EffectResult[SaveOffer]:
    """Keep the offer; `vouch` where somebody of the team must know them first for a part of it."""
    interaction.come_back()
    categories = texts(answers, "categories")
    offers.save(
        interaction.db,
        interaction.member.id,
        categories=categories,
        areas=texts(answers, "areas"),
        hours=text(answers, "hours"),
        now=interaction.now,
    )
    level = interaction.app.community.min_level
    higher = any(level(each) > interaction.member.level for each in categories)
    return EffectResult("vouch" if higher else "saved")


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
