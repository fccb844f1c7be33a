"""What makes a PIN: how long it is, and which are too easy to guess."""

from __future__ import annotations

SHORTEST, LONGEST = 4, 8  # digits

_RUNS = ("01234567890123456789", "98765432109876543210")
_KEYPAD = ("2580", "0852", "1379", "1397", "3179", "7931", "9731", "2468", "1357")


def is_pin(digits: str) -> bool:
    """Whether these are 4 to 8 ASCII digits."""
    return digits.isascii() and digits.isdecimal() and SHORTEST <= len(digits) <= LONGEST


def is_weak(pin: str) -> bool:
    """Whether a PIN is among the first that anybody would try.

    One digit, or two, or the same part again and again; digits in a row; a line on the keypad; a year of the
    last or this century. Source of the kinds: Bonneau et al., "A birthday present every eleven
    wallets?" (2012).
    """
    return _repeats(pin) or _in_a_row(pin) or pin in _KEYPAD or _year(pin)


def _repeats(pin: str) -> bool:
    """4747, 123123, 00000: a part of at most half, said again; 1122: no more than two digits."""
    parts = (pin[:size] for size in range(1, len(pin) // 2 + 1))
    whole = any(pin == (part * len(pin))[: len(pin)] for part in parts)
    return whole or len(set(pin)) <= 2


def _in_a_row(pin: str) -> bool:
    return any(pin in run for run in _RUNS)


def _year(pin: str) -> bool:
    return len(pin) == 4 and pin[:2] in ("19", "20")
