"""The same as test_hidden_phone.py, over conversations that nobody has thought of."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from flows.vocabulary.vocabulary import load_vocabulary
from tests.attacks.conftest import Worlds
from tests.attacks.test_hidden_phone import alike

EXAMPLES = 12
EASTERN = "eastern:"  # before a text whose figures are ٠١٢٣
_TO_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_COMMANDS = sorted(load_vocabulary().commands)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite alone: what is answered does not hang on the database."""
    return sqlite_url


_OLD = ("OLD0", "OLD1", "OLD2", "OLD3")  # stand for numbers from before they hid


def texts() -> st.SearchStrategy[str]:
    """Commands with and without numbers, numbers in many shapes, words, in both languages."""
    named = st.sampled_from([*_OLD, "OTHER", "555", "NEW", "07", "98765"])
    commands = st.sampled_from(_COMMANDS)
    shapes = st.sampled_from(
        ["{}", "#{}", "no. {}", "{}.", "{} hi", "{}: are you there", "رقم {}", "{} مرحبا", " {} "]
    )
    numbers = st.builds(lambda shape, number: shape.format(number), shapes, named)
    return st.one_of(
        commands,
        commands.map(str.upper),
        st.builds(lambda word, number: f"{word} {number}", commands, named),
        st.builds(lambda number, word: f"{number} {word}", named, commands),
        numbers,
        numbers.map(lambda text: EASTERN + text),
        st.sampled_from(_ELSE),
    )


_ELSE = (
    *("hello", "مرحبا", "1", "2", "3", "6", "7", "9", "0", "90", "yes", "نعم", "لا", "👍", ""),
    *("need food harbour today 2", "بدي اكل الميناء اليوم", "same place", "نفس المكان"),
    *("4071", "I want to die", "what is this", "من معي؟", "safe word", "resume", "offer", "pin"),
)


@pytest.mark.parametrize("language", ["en", "ar"])
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
@given(conversation=st.lists(texts(), min_size=1, max_size=6))
def test_a_hidden_member_reads_what_a_stranger_reads(
    worlds: Worlds, language: str, conversation: list[str]
) -> None:
    phones, hidden, past = worlds(language)
    named = dict(zip(_OLD, past, strict=False)) | {"OTHER": phones.others()}
    alike(phones, hidden, phones.new_number(), [_named(each, named) for each in conversation])


def _named(words: str, named: dict[str, str]) -> str:
    for name, number in named.items():
        words = words.replace(name, number)
    return words.removeprefix(EASTERN).translate(_TO_EASTERN) if EASTERN in words else words
