"""Words that a community teaches its line: what can be taught, and what never can."""

from __future__ import annotations

from dataclasses import fields

import pytest

from flows.understanding.answers import (
    read_area,
    read_categories,
    read_command,
    read_one_shot,
    read_when,
    read_yes_no,
)
from flows.understanding.learned import (
    meanings,
    refusal,
    speaks_of_safety,
    suggestion,
    with_learned,
)
from flows.understanding.learned_file import read_written, written
from flows.vocabulary.area_index import Place
from flows.vocabulary.crisis import load_crisis
from flows.vocabulary.lexicon import Lexicon
from flows.vocabulary.vocabulary import load_vocabulary
from hotline.domain.scrubbing.unread import strike_private

OWN = Lexicon(
    load_vocabulary(),
    ("food", "shelter", "transport", "money", "talk", "urgent"),
    (Place("harbour", 1, {"en": "Harbour", "ar": "الميناء"}), Place("market", 2, {"en": "Market"})),
)


@pytest.mark.parametrize(
    ("phrase", "meaning"),
    [
        ("mwaneh", "category:food"),
        ("كعك", "category:food"),
        ("kaak w jebneh", "category:food"),
        ("zboura", "area:harbour"),
        ("abl l 3id", "when:week"),
        ("zwina ghaya", "yes"),
        ("walakin dabara", "no"),
    ],
)
def test_what_nobody_knows_yet_can_be_taught(phrase: str, meaning: str) -> None:
    assert refusal(phrase, meaning, OWN) is None


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("", "empty"),
        ("...", "empty"),
        ("ab", "short"),
        ("ggg", "short"),
        ("47", "number"),
        ("room 12 zboura", "number"),
        ("one whole long sentence of many words", "long"),
        ("غدا", "trap"),
        ("الغدا", "trap"),
        ("ghada", "trap"),
        ("دوا", "trap"),
        ("home", "trap"),
        ("please", "trap"),
        ("hello", "trap"),
        ("monkey", "trap"),
        ("bread", "known"),
        ("للخبز", "known"),
        ("tomorrow", "known"),
        ("harbour", "known"),
        ("في الميناء", "known"),
        ("family of", "small"),
        ("menu", "command"),
        ("offer", "command"),
        ("thanks", "command"),
        ("yes", "command"),
        ("مش مونة", "negated"),
        ("not mwaneh", "negated"),
    ],
)
def test_what_means_something_cannot_be_taught(phrase: str, why: str) -> None:
    for meaning in ("category:money", "yes", "no", "area:market", "when:now"):
        assert refusal(phrase, meaning, OWN) in (why, "safety", "known", "negated", "command")
    assert refusal(phrase, "category:money", OWN) in (why, "safety")


@pytest.mark.parametrize(
    "meaning", ["", "category:", "category:cake", "area:moon", "STOP", "stop", "maybe"]
)
def test_what_no_community_means_cannot_be_taught(meaning: str) -> None:
    assert refusal("mwaneh", meaning, OWN) == "meaning"


def of_safety() -> list[str]:
    """Every command that must be heard at any time, and what stands close to some."""
    names = {"STOP", "START", "HELP", "ARABIC_STOP", "ARABIC_CANCEL", "AMBIGUOUS_STOP", "ERASE"}
    names |= {
        "REPORT",
        "BLOCK",
        "PERSON",
        "SAFE_WORD",
        "SAFE_HOURS",
        "NO_CALLS",
        "PIN",
        "YES",
        "NO",
    }
    told = [word for word, name in OWN.vocabulary.commands.items() if name in names]
    return [*told, "stopp", "stob", "reporrt", "eraze", "suicide", "kill", "harassing me report"]


def test_no_word_about_safety_and_no_answer_can_be_turned_into_anything() -> None:
    """Whoever of the team means harm: no becomes no yes, STOP becomes no request."""
    every = meanings(OWN)
    taken = [(w, m) for w in of_safety() for m in every if refusal(w, m, OWN) is None]
    assert taken == []


@pytest.mark.parametrize(
    "text", ["stop", "no", "لا", "report", "erase", "yes", "i want to die", "توقف"]
)
def test_whatever_is_in_the_database_these_mean_the_same(text: str) -> None:
    """A row that was put there by hand is looked at like any other."""
    planted = {
        text: meaning for meaning in ("yes", "category:food", "when:now") for text in of_safety()
    }
    planted |= {text: "yes", f"{text} now": "category:food"}
    taught = with_learned(OWN, planted)
    words = OWN.vocabulary
    assert read_command(text, taught.vocabulary) == read_command(text, words)
    assert read_yes_no(text, taught.vocabulary) == read_yes_no(text, words)
    assert read_one_shot(text, taught) == read_one_shot(text, OWN)


def test_what_is_taught_only_adds() -> None:
    taught = with_learned(
        OWN, {"mwaneh": "category:food", "zwina ghaya": "yes", "jom3iye": "when:week"}
    )
    for field in fields(OWN.vocabulary):
        before, after = getattr(OWN.vocabulary, field.name), getattr(taught.vocabulary, field.name)
        if isinstance(before, dict):
            assert before.items() <= after.items(), field.name
        elif isinstance(before, frozenset):
            assert before <= after, field.name
    assert set(taught.vocabulary.commands) - set(OWN.vocabulary.commands) == {"zwina ghaya"}
    assert taught.places == OWN.places


def test_it_is_understood_wherever_the_lists_are() -> None:
    taught = with_learned(
        OWN,
        {
            "mwaneh": "category:food",
            "zboura": "area:harbour",
            "jom3iye": "when:week",
            "zwina ghaya": "yes",
            "walakin dabara": "no",
            "torta": "category:cake",  # of another community
        },
    )
    assert read_categories("mwaneh", taught) == ("food",)
    assert read_one_shot("need mwaneh zboura jom3iye", taught) == {
        "category": "food", "area": "harbour", "when": "week",
    }  # fmt: skip
    found = read_area("في zboura", taught)
    assert found is not None
    assert found.id == "harbour"
    assert read_when("jom3iye", taught.vocabulary) == "week"
    assert read_yes_no("zwina ghaya", taught.vocabulary) == "yes"
    assert read_yes_no("walakin dabara", taught.vocabulary) == "no"
    command = read_command("zwina ghaya 47", taught.vocabulary)
    assert command is not None
    assert (command.name, command.reference) == ("YES", "47")
    assert read_yes_no("zwina", taught.vocabulary) is None
    assert with_learned(OWN, {}) is OWN


@pytest.mark.parametrize(
    ("text", "phrase"),
    [("bede mwaneh please", "mwaneh"), ("need mwaneh", "mwaneh"), ("بدي كعك بالميناء", "كعك")],
)
def test_what_is_unknown_in_a_text_is_suggested(text: str, phrase: str) -> None:
    assert phrase in suggestion(text, OWN)


def test_words_of_safety_are_known_whatever_the_list() -> None:
    assert speaks_of_safety("i want to die")
    assert load_crisis().heard("i want to die") is not None
    assert not speaks_of_safety("mwaneh")


def test_a_file_holds_what_was_written_but_for_areas() -> None:
    taught = {
        "mwaneh": "category:food",
        "zwina ghaya": "yes",
        "jom3iye": "when:week",
        "كعك": "category:food",
    }
    assert read_written(written({**taught, "zboura": "area:harbour"})) == taught
    assert "zboura" not in written({**taught, "zboura": "area:harbour"})
    assert read_written(written({})) == {}


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("mwaneh la karim", "mwaneh la ***"),
        ("وكريم بدو كعك", "*** بدو كعك"),
        ("my name is Rania Haddad need mwaneh", "my name is *** need mwaneh"),
        ("اسمي رانيا حداد بدي كعك", "اسمي *** بدي كعك"),
        ("pin 4821 mwaneh", "pin *** mwaneh"),
        ("٤٨٢١ كعك", "*** كعك"),
        ("four eight two one mwaneh", "*** mwaneh"),
        ("call 03 123 456 mwaneh", "call *** mwaneh"),
        ("mwaneh www.example.org", "mwaneh ***"),
        ("2 mwaneh for 3", "2 mwaneh for 3"),
        ("3ayez 7aga", "3ayez 7aga"),
    ],
)
def test_numbers_and_names_are_struck(said: str, left: str) -> None:
    assert strike_private(said, ["Karim Haddad", "كريم"]) == left
