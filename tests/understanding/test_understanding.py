"""What people really write is understood: every third text of both halves, and harmless ones."""

from __future__ import annotations

import pytest

from tests.understanding import corpus
from tests.understanding.corpus import Example
from tests.understanding.report import in_full, play, share
from tests.understanding.scenes import Scenes


def test_what_people_write_is_understood_or_asked_about(scenes: Scenes) -> None:
    examples = corpus.read(corpus.SEEN, corpus.SET_ASIDE)[::3]
    lines = list(play(scenes, examples))
    wrong = [str(line) for line in lines if line.verdict == "wrong"]
    assert share(lines, "right") >= 0.5, in_full(lines)
    assert share(lines, "right", "asked") >= 0.72, in_full(lines)
    assert len(wrong) <= 0.09 * len(lines), wrong


def test_harmless_texts_change_nothing(scenes: Scenes) -> None:
    lines = list(play(scenes, corpus.read(corpus.HARMLESS)[::5]))
    assert [str(line) for line in lines if line.verdict == "wrong"] == []


@pytest.mark.parametrize(
    ("text", "context", "expect", "never", "verdict"),
    [
        ("need food harbour today 2", "none", {"intent": "need", "category": "food"}, (), "right"),
        ("need food harbour today 2", "none", {"intent": "need", "category": "money"}, (), "wrong"),
        ("need food", "none", {"intent": "need", "category": "food", "area": "hill"}, (), "lost"),
        ("need food harbour", "none", {"intent": "status"}, ("need",), "wrong"),
        ("glorp", "none", {"intent": "need", "category": "food"}, (), "not understood"),
        ("yes", "asked", {"intent": "accept"}, (), "right"),
        ("yes", "asked", {"intent": "decline"}, (), "wrong"),
        ("maybe", "asked", {"intent": "soft"}, (), "right"),
        ("on my way to you", "helper", {"intent": "relay"}, (), "right"),
        ("on my way to you", "helper", {"intent": "done"}, (), "wrong"),
        ("i want to die", "none", {"intent": "crisis"}, (), "right"),
        ("i want to die", "none", {"intent": "none"}, (), "wrong"),
        ("stop texting me", "asked", {"intent": "stop"}, (), "right"),
        ("1", "followup", {"intent": "happened"}, (), "right"),
        ("4", "q-count", {"intent": "slot", "count": 4}, (), "right"),
        ("4", "q-count", {"intent": "slot", "count": 5}, (), "wrong"),
        ("2", "q-area", {"intent": "slot", "area": "market"}, (), "right"),
        ("no nuts", "q-words", {"intent": "words"}, (), "right"),
        ("1", "q-confirm", {"intent": "sent"}, (), "right"),
    ],
)
def test_what_came_of_a_text_is_judged(
    scenes: Scenes,
    text: str,
    context: str,
    expect: dict[str, object],
    never: tuple[str, ...],
    verdict: str,
) -> None:
    """The judge itself: each verdict, in each kind of scene."""
    example = Example(text, "en", context, "test", expect, (), never)
    assert next(play(scenes, [example])).verdict == verdict
