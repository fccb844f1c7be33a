"""A word of one's own: texted alone, at any time, it ends and hides everything at once.

The answer is that of a wrong number. From then on the member is to all texts and calls as if they had never
been here, and nothing is sent to them, until they themselves want something again.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any, Literal

from flows.effects import CheckSafeWord, Found, SetSafeWord
from flows.folding import fold
from flows.safe_words import is_poor
from flows.turns import Performed
from hotline.services import leaving
from hotline.services.scene import Scene
from hotline.store import matches, needs

Answers = Mapping[str, Any]


def is_their_word(scene: Scene, words: str) -> bool:
    """Whether this text is the member's own word, however it is typed."""
    known = scene.member.safe_word
    return known is not None and hmac.compare_digest(known, _hash(scene, words))


def hide(scene: Scene) -> None:
    """End everything as STOP would, stay silent about it, and answer as a wrong number does."""
    leaving.stop_member(scene, scene.member.id)
    for match in matches.relaying(scene.db, scene.member.id, scene.now):
        matches.change(scene.db, match.id, relay_until=None)
    needs.forget_follow_ups(scene.db, scene.member.id)
    scene.talks = None
    scene.change_member(hidden_at=scene.now, greeted_at=None)
    scene.say("safe-word-reply")


def find(scene: Scene, _: Answers) -> Performed[Found]:
    """Whether a word is set, as far as whoever holds the phone may know."""
    is_set = scene.member.safe_word is not None and scene.member.hidden_at is None
    return Performed("some" if is_set else "none")


def check(scene: Scene, answers: Answers) -> Performed[CheckSafeWord]:
    """Whether a word can be one: nothing that is texted by chance, or means something here."""
    return Performed("poor" if is_poor(str(answers["word"]), scene.house.lexicon) else "fine")


def put(scene: Scene, answers: Answers) -> Performed[SetSafeWord]:
    """Keep the word, where it was typed the same twice; only its keyed hash is kept."""
    first, again = (_hash(scene, str(answers[key])) for key in ("word", "again"))
    if first != again:
        return Performed("different")
    scene.change_member(safe_word=first)
    return Performed("set")


def remove(scene: Scene, _: Answers) -> Performed[Literal["removed"]]:
    """Forget the word."""
    scene.change_member(safe_word=None)
    return Performed("removed")


def _hash(scene: Scene, words: str) -> bytes:
    return scene.house.vault.safe_word(scene.member.id, fold(words))
