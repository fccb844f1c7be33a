"""Needs in any words: what is sure, what is asked about, and what is neither."""

from __future__ import annotations

from typing import Any

import pytest

from flows.understanding.told.wants import Want, read_want, squeezed
from tests.unit.talk import LEXICON


def want(text: str) -> Want:
    found = read_want(text, LEXICON)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("typed", "kinds", "told"),
    [
        ("sorry to bother, the kids have nothing to eat tonight we are near the market", "food",
         {"area": "market", "when": "today.night"}),
        ("havent eaten since yesterday", "food", {}),
        ("anyone have some bread for my son? hill", "food", {"area": "hill"}),
        ("جوعانين والله من مبارح", "food", {}),
        ("ما عندنا شي ناكله بالسوق", "food", {"area": "market"}),
        ("معندناش عيش", "food", {}),
        ("ma3andna shi nakol, jou3anin", "food", {}),
        ("got kicked out by my uncle, nowhere to go tonight", "shelter", {"when": "today.night"}),
        ("landlord changed the locks", "shelter", {}),
        ("طردوني من البيت وما الي وين روح", "shelter", {}),
        ("مش لاقية مكان ابات فيه الليلة", "shelter", {"when": "today.night"}),
        ("tardouni mn lbet w ma elle wen rou7", "shelter", {}),
        ("can anyone drive me from hill to market today", "transport", {"area": "hill", "when": "today"}),
        ("في حدا يوصلني عالمستشفى بكرا", "transport", {"when": "tomorrow"}),
        ("ما معي حق تكسي ارجع عالبيت", "transport", {}),
        ("i cant pay the rent", "money", {}),
        ("need $20 for diapers", "money", {}),
        ("can someone lend me 50 dollars", "money", {}),
        ("ماعنديش فلوس الكرا", "money", {}),
        ("i just need to talk to someone", "talk", {}),
        ("ما بدي اكل بدي بس احكي مع حدا", "talk", {}),
        ("bghit nehder m3a chi wa7ed", "talk", {}),
        ("pleaaase some foood", "food", {}),
        ("food for 2 harbour, thanks a lot", "food", {"area": "harbour", "count": 2}),
    ],
)  # fmt: skip
def test_a_need_beyond_doubt(typed: str, kinds: str, told: dict[str, Any]) -> None:
    found = want(typed)
    assert (found.kinds[0], dict(found.told), found.sure) == (kinds, told, True)


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("we need food and somewhere to sleep", ("food", "shelter")),
        ("need money and food", ("food", "money")),  # a meal does not wait
        ("محتاجين أكل وفراش", ("food", "shelter")),
    ],
)
def test_of_several_kinds_none_is_lost(typed: str, kinds: tuple[str, ...]) -> None:
    assert (want(typed).kinds, want(typed).sure) == (kinds, True)


@pytest.mark.parametrize(
    "typed",
    [
        "the bread was great", "if I need food do I text here?", "do you need food?", "who needs food",
        "I can drive people tomorrow", "have extra food, who needs it?", "اذا احتجت اكل ببعت هون؟",
        "عندي اكل زيادة مين بدو", "any news on my lift", "i have a car",
    ],
)  # fmt: skip
def test_a_hint_is_only_asked_about(typed: str) -> None:
    found = want(typed)
    assert found.kinds
    assert not found.sure


@pytest.mark.parametrize(
    "typed",
    [
        "i dont need food",
        "ما بدي اكل",
        "not food",
        "hello there",
        "need",
        "i need you",
        "back soon",
        "2",
    ],
)
def test_what_is_no_need_at_all(typed: str) -> None:
    assert read_want(typed, LEXICON) is None


@pytest.mark.parametrize(
    ("typed", "guessed", "told"),
    [
        ("need foof harbour", {"category": "food"}, {"area": "harbour"}),
        ("i need fod tomorrow", {"category": "food"}, {"when": "tomorrow"}),
        ("foof", {"category": "food"}, {}),
        ("need food harbor", {"area": "harbour"}, {}),
        ("need transprt harbur", {"category": "transport", "area": "harbour"}, {}),
        ("بدي اكل الميناا", {"area": "harbour"}, {}),
        ("بدي توصسلة", {"category": "transport"}, {}),
    ],
)
def test_a_slip_is_a_guess(typed: str, guessed: dict[str, Any], told: dict[str, Any]) -> None:
    found = want(typed)
    assert (dict(found.guessed), dict(found.told)) == (guessed, told)


@pytest.mark.parametrize(
    "typed", ["i feel bad", "good", "the left side", "see you on the hill road"]
)
def test_other_words_are_no_slips(typed: str) -> None:
    found = read_want(typed, LEXICON)
    assert found is None or not found.guessed


@pytest.mark.parametrize("typed", ["بدي دوا لأمي", "need insulin", "3ayez dawa"])
def test_medicine_is_no_kind(typed: str) -> None:
    assert (want(typed).kinds, want(typed).medicine) == ((), True)


def test_letters_held_down_count_once() -> None:
    assert squeezed("اكللللل", LEXICON.vocabulary) == "اكل"
    assert squeezed("fooood pleeease", LEXICON.vocabulary) == "food please"
