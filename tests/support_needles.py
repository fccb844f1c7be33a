"""Every form in which a phone number or a word could lie about in a file."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def forms_of_number(number: str, country: str) -> set[bytes]:
    """A number (E.164) as people and machines write it; plain hashes too, which fall in seconds."""
    digits = number.removeprefix("+")
    local = digits.removeprefix(country)
    spaced = f"{local[:-6]} {local[-6:-3]} {local[-3:]}"
    dashed = spaced.replace(" ", "-")
    written = {digits, local, spaced, dashed, f"0{local}"}
    written |= {text.translate(table) for text in written for table in (_ARABIC, _PERSIAN)}
    found = {form for text in written for form in _encodings(text)}
    for text in (number, digits, f"0{local}"):
        found |= set(_hashes(text.encode()))
    return found


def forms_of_word(word: str) -> set[bytes]:
    """A word in every encoding that a file, a log or a URL could hold."""
    return set(_encodings(word))


def found_in(haystack: bytes, needles: Iterable[bytes]) -> set[bytes]:
    """Which of the needles lie there, whatever the case of Latin letters."""
    lower = haystack.lower()
    return {needle for needle in needles if needle in haystack or needle.lower() in lower}


def _encodings(text: str) -> Iterator[bytes]:
    plain = text.encode()
    yield plain
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    yield plain.hex().encode()
    yield json.dumps(text)[1:-1].encode()
    yield repr(plain)[2:-1].encode()
    yield quote(text).encode()
    yield quote_plus(text).encode()
    # Base64 of the text inside something longer: what it gives at each of three offsets.
    for offset in range(3):
        coded = base64.b64encode(b"\0" * offset + plain).decode()
        yield coded[(0, 2, 3)[offset] : len(coded) - 4].encode()


def _hashes(plain: bytes) -> Iterator[bytes]:
    for name in ("md5", "sha1", "sha256", "sha512"):
        digest = hashlib.new(name, plain, usedforsecurity=False).digest()
        yield digest
        yield digest.hex().encode()
        yield base64.b64encode(digest)
