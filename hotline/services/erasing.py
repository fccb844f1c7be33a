"""ERASE: the member, their numbers and words go; what they were in the middle of ends as with STOP."""

from __future__ import annotations

from dataclasses import replace

from flows.answers import Command
from flows.turns import Heard
from hotline.services import leaving, talk
from hotline.services.calls import telling
from hotline.services.house import House
from hotline.services.scene import Scene
from hotline.store import erasing, matches, members, trail

FLOW = "erase"


def erase(scene: Scene) -> None:
    """Forget the member who has texted so twice.

    Whoever helps them, or whom they help, hears what they hear after STOP. The provider's copies of
    their texts and calls follow (services/provider_copies.py), and their recordings.
    """
    member = scene.member
    partners = {
        (m.other_side(member.id), m.reference) for m in matches.all_with(scene.db, member.id)
    }
    leaving.stop_member(scene, member.id)
    for partner, reference in sorted(partners):
        telling.take_back(scene, partner, reference)
    erasing.entomb(scene.db, member.id, scene.house.community.default_language, scene.now)
    erasing.forget(scene.db, scene.house.vault, member.id, scene.now)
    trail.note(scene.db, "member_erased", scene.now, member_id=member.id)
    scene.talks = None
    scene.rings |= {"forget", "recordings"}
    # The answer to this is in the language that they read.
    scene.member = replace(members.get(scene.db, member.id), language=member.language)


def takes(scene: Scene, words: str, command: Command | None) -> bool:
    """ERASE and the answer to "are you sure?", from whoever is understood in nothing else: they have
    said stop, or are blocked, and may be forgotten all the same."""
    if command is not None and command.name == "ERASE" and command.reference is None:
        talk.begin(scene, FLOW)
        return True
    talks = talk.open_talks(scene)
    if not talks or talks[0].session.flow != FLOW:
        return False
    turn = talk.hear(scene, talks[0], Heard(words))
    if turn.status == "unread":
        return False
    talk.play(scene, turn, talks[0])
    return True


def sweep(house: House) -> int:
    """Forget what came in about the erased meanwhile; how many left no trace at all. Safe to repeat."""
    return house.database.write(lambda db: erasing.sweep(db, house.vault, house.clock()))
