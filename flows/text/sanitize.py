"""Members' own words on their way out: valid, no dearer than they need be, never cut."""

from __future__ import annotations

import re
import unicodedata

WORDS_LIMIT = 1500
"""Characters of a member's words in one text: the provider takes 1600, prefix included."""

# A single one of these turns a text of GSM-7 into UCS-2, at less than half the room.
_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032`\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u2026": "...",
        "\u2022": "-",
    }
)
# Everything that begins a new line somewhere, one of them for all.
_NEW_LINE = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Format characters that a script needs: Persian's non-joiner, the joiner in emoji.
_JOINERS = "\u200c\u200d"


def clean_words(words: str) -> str:
    """A member's words without what is invisible or costly: straight quotes, plain spaces.

    Control characters, direction marks (which could turn the rest of a text round), lone
    surrogates and unassigned characters go; line breaks and joiners stay.
    """
    lines = _NEW_LINE.sub("\n", words).translate(_STRAIGHT).split("\n")
    plain = [re.sub(r" {2,}", " ", "".join(map(_plain, line))).strip() for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(plain)).strip()


def _plain(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Zs" or character == "\t":
        return " "
    if kind.startswith("C") and character not in _JOINERS and not _is_tag(character):
        return ""
    return character


def _is_tag(character: str) -> bool:
    """Tag characters are part of some flags; without them another flag would show."""
    return "\U000e0020" <= character <= "\U000e007f"


def split_words(words: str, limit: int = WORDS_LIMIT) -> list[str]:
    """Words in pieces of at most `limit` characters, parted between words where there are any.

    Always at least one piece; joined with spaces they hold every word in its order.
    """
    pieces = []
    rest = words.strip()
    while len(rest) > limit:
        cut = _last_space(rest, limit)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest]


def _last_space(words: str, limit: int) -> int:
    """Where to part: behind the last word that fits, or in the middle of one that cannot."""
    for position in range(limit, limit // 2, -1):
        if words[position].isspace():
            return position
    # Not between a letter and its mark, nor inside a joined emoji.
    position = limit
    while position > 1 and (
        unicodedata.combining(words[position])
        or words[position] in _JOINERS
        or words[position - 1] in _JOINERS
    ):
        position -= 1
    return position
