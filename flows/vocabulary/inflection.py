"""The forms of an Arabic verb that a list of chains names by its stem and a marker: قتل ME.

The stem is what all forms share, without the letters of person and tense: قتل, موت, نتحر. Forms that
nobody says come out as well; they do no harm, since nobody says them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Final

from flows.text.folding import fold
from flows.vocabulary.romanised import BY_CONSONANTS, romanised

_SHORTEST_ROMANISED: Final = 4  # consonants of a whole form; fewer are too like other words

# Person and tense, in all regions: plain, going on (ب ك د عم), to come (ه ح س غ رح).
_TENSES: Final = ("", "ب", "ه", "ح", "س", "ك", "د", "غ", "عم", "رح", "دا")
_THEY: Final = (*(tense + person for tense in _TENSES for person in "يت"), "تي", "ب", "ا", "م")
_I: Final = (*(tense + person for tense in _TENSES for person in "ان"), "ب", "ه", "ح", "من", "")
_MANY: Final = ("", "و", "وا", "ون")
_DID: Final = ("", "و", "ت", "تو", "ي", "ين")
_ME: Final = ("ني", "نا")
_THEM: Final = ("", "ها", "هم", "هن", "هون", "ه")
_TO_ME: Final = ("", "لي", "لنا", "ني", "نا")
_YOU: Final = ("ت", "بت", "", "ا")
_NOT: Final = ("", "ش")

# The same in Latin letters, without vowels.
_ABZ_THEY: Final = (
    *("", "y", "t", "b", "by", "bt", "h", "hy"),
    *("ht", "ky", "kt", "dy", "sy", "3my", "8y"),
)
_ABZ_I: Final = ("", "n", "b", "h", "kn", "mn", "bn", "hn", "8n", "s")
_ABZ_ME: Final = ("n", "tn", "nn", "wn")
_ABZ_YOU: Final = ("", "t", "bt")


def forms_of(entry: str) -> list[tuple[str]]:
    """All words that "stem MARKER" stands for; nothing where `entry` is no such thing."""
    stem, _, marker = entry.partition(" ")
    if marker not in _MARKERS:
        return []
    return [(form,) for form in dict.fromkeys(_MARKERS[marker](fold(stem)))]


def _to_me(stem: str) -> Iterator[str]:
    """Somebody does it to me or us."""
    yield from map("".join, product((stem,), _DID, _ME))
    yield from _latin(stem, ("",), _ABZ_ME)
    yield from _would_to_me(stem)


def _would_to_me(stem: str) -> Iterator[str]:
    """Somebody does it to me or us, or will: of being killed nobody tells when it is past."""
    yield from map("".join, product(_THEY, (stem,), _MANY, _ME))
    yield from _latin(stem, _ABZ_THEY[1:], _ABZ_ME)


def _by_me(stem: str) -> Iterator[str]:
    """I do it or we do; the Maghreb's we has a و at its end."""
    yield from map("".join, product(_I, (stem,), ("", "و")))
    yield from _latin(stem, _ABZ_I, ("",))


def _by_them(stem: str) -> Iterator[str]:
    """He, she or they do it, perhaps to somebody else."""
    yield from map("".join, product(_THEY, (stem,), _MANY, _THEM))
    yield from _latin(stem, _ABZ_THEY[1:], ("", "h", "w", "wh"))


def _by_you(stem: str) -> Iterator[str]:
    """You do it, or are told to; perhaps to me; perhaps not."""
    yield from map("".join, product(_YOU, (stem,), ("", "و", "وا", "ون", "ي", "ين"), _TO_ME, _NOT))
    yield from _latin(stem, _ABZ_YOU, ("", "n", "l", "w", "wl", "wn", "c", "wc", "lc", "wlc"))


def _latin(stem: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[str]:
    for letters in romanised(stem):
        for form in map("".join, product(before, (letters,), after)):
            if len(form) >= _SHORTEST_ROMANISED:
                yield BY_CONSONANTS + form


_MARKERS: Final[Mapping[str, Callable[[str], Iterator[str]]]] = {
    "ME": _to_me,
    "WOULD-ME": _would_to_me,
    "I": _by_me,
    "HE": _by_them,
    "YOU": _by_you,
}
