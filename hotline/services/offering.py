"""A member's standing offer: found, saved, paused, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows.effects import EndOffer, Found, PauseOffer, SaveOffer
from flows.turns import Performed
from hotline.services import answering
from hotline.services.scene import Scene
from hotline.store import offers

Answers = Mapping[str, Any]


def find(scene: Scene, _: Answers) -> Performed[Found]:
    """Whether the member has an offer, and in which categories."""
    offer = offers.of_member(scene.db, scene.member.id)
    if offer is None or scene.member.hidden_at is not None:
        return Performed("none")
    return Performed("some", {"categories": list(offer.categories)})


def save(scene: Scene, answers: Answers) -> Performed[SaveOffer]:
    """Keep the offer; `vouch` where somebody of the team must know them first for a part of it."""
    scene.come_back()
    offers.save(
        scene.db,
        scene.member.id,
        categories=answers["categories"],
        areas=answers["areas"],
        hours=answers["hours"],
        now=scene.now,
    )
    levels = scene.house.community.levels
    higher = any(levels.get(each, 0) > scene.member.level for each in answers["categories"])
    return Performed("vouch" if higher else "saved")


def pause(scene: Scene, _: Answers) -> Performed[PauseOffer]:
    """Rest from asks; one that waits for an answer is a no."""
    answering.decline_all(scene, scene.member.id)
    return Performed("paused" if offers.move(scene.db, scene.member.id, "paused") else "none")


def end(scene: Scene, _: Answers) -> Performed[EndOffer]:
    """Take the offer back."""
    answering.decline_all(scene, scene.member.id)
    ended = offers.move(scene.db, scene.member.id, "ended", ended_at=scene.now)
    return Performed("ended" if ended else "none")
