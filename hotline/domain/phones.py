"""Phone numbers: their one normal form, and where texts may go.

No message of an error here repeats the number: errors end up in logs and on screens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType, ValidationResult

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")

# What providers put in From where there is no number: ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN and
# UNAVAILABLE, spelled on a keypad. Some of them look like numbers of real countries.
_KEYPAD_WORDS = frozenset({"+266696687", "+7378742883", "+2562533", "+8656696", "+86282452253"})

# Premium and satellite prefixes: a text there earns somebody money. phonenumbers calls several
# of them valid, so they are refused by prefix and not by its word.
_COSTLY_PREFIXES = ("+1900", "+979", "+870", "+881", "+882", "+883", "+4470")
_COSTLY_TYPES = frozenset({PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST})


class BadNumber(ValueError):
    """What was typed is no phone number; the message says how to write one."""


def webhook_number(text: str) -> str | None:
    """The sender of a webhook if it is a phone number in full: ASCII, `+` and 7 to 15 digits.

    None for short codes, names, `anonymous` and the numbers that spell such words.
    """
    if _E164.fullmatch(text) and text not in _KEYPAD_WORDS:
        return text
    return None


def typed_number(text: str, region: str) -> str:
    """A number as somebody typed it, in E.164.

    Any digit script, with or without a country code (`region` is an ISO code and supplies it).
    Raises BadNumber.
    """
    try:
        parsed = phonenumbers.parse(_plain(text), region)
    except NumberParseException as error:
        raise BadNumber(_how_to_write(region)) from error
    number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_valid_number(parsed) or parsed.extension or not webhook_number(number):
        raise BadNumber(_how_to_write(region))
    return number


def number_region(number: str) -> str | None:
    """The ISO code of the country that a number in E.164 belongs to; None where it has none."""
    parsed = _parsed(number)
    return _region(parsed) if parsed else None


def may_reach(number: str, allowed_countries: Collection[str]) -> bool:
    """Whether a text or a call may go to a number in E.164.

    Only to full-length numbers of the allowed countries (ISO codes), and never to premium or
    satellite ones. Numbers too new for the metadata pass, as long as their length is right.
    """
    parsed = _parsed(number)
    if parsed is None or number.startswith(_COSTLY_PREFIXES):
        return False
    if phonenumbers.number_type(parsed) in _COSTLY_TYPES:
        return False
    full_length = (
        phonenumbers.is_possible_number_with_reason(parsed) == ValidationResult.IS_POSSIBLE
    )
    return full_length and _region(parsed) in allowed_countries


def _region(parsed: PhoneNumber) -> str | None:
    region = phonenumbers.region_code_for_number(parsed)
    return region if region and region.isalpha() else None


def _parsed(number: str) -> PhoneNumber | None:
    if webhook_number(number) is None:
        return None
    try:
        return phonenumbers.parse(number)
    except NumberParseException:
        return None


def _plain(text: str) -> str:
    """ASCII digits, no invisible marks, the plus in front; letters are left for the check."""
    shown = "".join(_ascii_digit(char) for char in text if unicodedata.category(char) != "Cf")
    shown = shown.strip().removeprefix("tel:")
    if any(char.isalpha() for char in shown):
        return ""  # phonenumbers would read letters as keypad digits
    if shown.endswith("+"):  # a plus at the wrong end, as right-to-left lines show it
        shown = "+" + shown[:-1]
    return re.sub(r"^00(?=[1-9])", "+", shown)


def _ascii_digit(char: str) -> str:
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)


def _how_to_write(region: str) -> str:
    code = phonenumbers.country_code_for_region(region)
    start = f"+{code} and the number" if code else "+, the country code and the number"
    return f"not a phone number that we can read; write it in full, as in {start}, digits only"
