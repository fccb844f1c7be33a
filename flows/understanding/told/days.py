"""Days and times as people say them: "Friday evening", بعد بكرا, "after 6", "4 dec", "in two hours".

What is told is a value of a few letters, with no clock behind it: a day, a part of it, or both
("friday.evening", "tomorrow", ".night"). A day is now, today, tomorrow, week, next-week, a day of the week,
+3 (days from today), 4/12 or 4/0 (the 4th). Which date that is the services work out, on the community's
clocks (hotline/domain/community/days.py); a part without a day is that of today.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from flows.text.phrases import Phrases
from flows.vocabulary.vocabulary import Vocabulary

TODAY: Final = "today"
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PARTS: Final = ("morning", "noon", "afternoon", "evening", "night")
_GLUED_HOUR: Final = re.compile(r"(\d{1,2})(am|pm|h)(?:\d\d)?")
_NTH: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_DATE: Final = re.compile(
    r"(?<![\d/.])(\d{1,2})\s?[/.\-]\s?(\d{1,2})(?:[/.\-](?:20)?\d\d)?(?![\d/])"
)
_DATE_MARK: Final = "date"  # before two numbers that were written as one date
_MAY_BEGIN: Final = "عبلوفه"  # letters that are written with a day
_LOOSE: Final = 2  # small words that may stand between a day and its part
_PREFIXES: Final = ("عال", "لل", "بال", "وال", "فال", "هال")  # written with a day: للجمعة, عالسبت
_MORNING, _NOON, _MIDNIGHT = 7, 12, 24


@dataclass(frozen=True)
class _Piece:
    """A day, a part of a day, or an hour that tells neither; and how many words say so."""

    day: str = ""
    part: str = ""
    length: int = 0


def when_at(words: Sequence[str], at: int, vocabulary: Vocabulary) -> tuple[str, int] | None:
    """The day and the part of it that the words at `at` tell, and how many words do.

    "" where they speak of a time, but of none at which something is wanted: "since this morning", "at 9".
    """
    word = words[at]
    if not (word in vocabulary.times.starts or word[0].isdigit() or word[0] in _MAY_BEGIN):
        return None
    gone = _past(words, at, vocabulary)
    if gone > _length(vocabulary.times.days, words, at):
        return "", gone
    told = _piece(words, at, vocabulary)
    if told is None:
        return None
    told = _with_more(words, at, told, vocabulary)
    return value_of(told.day, told.part), told.length


def value_of(day: str, part: str) -> str:
    """A day and a part of it as one value."""
    return f"{day}.{part}" if part else day


def parted(value: str) -> tuple[str, str]:
    """The day and the part that a value holds; a part alone is today's."""
    day, _, part = value.partition(".")
    return day or TODAY, part


def merged(values: Iterable[str]) -> list[str]:
    """What was said of when in several places, as one: "tomorrow" here and "after 6" there are tomorrow
    evening. More than one value where they are at odds."""
    said = list(dict.fromkeys(value for value in values if value))
    days = {day for value in said if (day := value.partition(".")[0])}
    parts = {part for value in said if (part := value.partition(".")[2])}
    if parts == {"evening", "night"}:
        parts = {"evening"}
    if not said or len(days) > 1 or len(parts) > 1:
        return said
    return [value_of(min(days, default=TODAY), min(parts, default=""))]


def with_dates(text: str) -> str:
    """The text with its dates in digits so that they stay dates when it is taken into words."""
    return _DATE.sub(_spelled, text)


def _spelled(found: re.Match[str]) -> str:
    day, month = int(found[1]), int(found[2])
    fits = 1 <= day <= 31 and 1 <= month <= 31 and min(day, month) <= 12
    return f" {_DATE_MARK} {day} {month} " if fits else found[0]


def _past(words: Sequence[str], at: int, vocabulary: Vocabulary) -> int:
    """How many words speak of a time that is over: "since this morning", من الصبح; 0 for others."""
    times = vocabulary.times
    lead = times.clock["past"].match(words, at)
    if lead is None:
        return 0
    after = at + lead[1]
    after += _length(times.clock["on"], words, after) or _length(
        times.clock["coming"], words, after
    )
    behind = _length(times.days, words, after) or _length(times.parts, words, after)
    return after + behind - at if behind else 0


def _with_more(words: Sequence[str], at: int, told: _Piece, vocabulary: Vocabulary) -> _Piece:
    """What is told, with the day or the part that follows it: "Friday" and "in the evening"."""
    for _ in range(3):
        start = at + told.length
        steps = (start, *_after_small_words(words, start, vocabulary))
        found = next(((s, p) for s in steps if (p := _piece(words, s, vocabulary))), None)
        if found is None or not _fit(told, found[1]):
            return told
        more, length = found[1], found[0] + found[1].length - at
        told = _Piece(told.day or more.day, told.part or more.part, length)
    return told


def _fit(told: _Piece, more: _Piece) -> bool:
    """Whether the two say one thing: not "today" and "tomorrow", nor "now" and "in the evening"."""
    days = told.day and more.day and told.day != more.day
    parts = told.part and more.part and told.part != more.part
    return not days and not parts and "now" not in (told.day, more.day)


def _after_small_words(words: Sequence[str], start: int, vocabulary: Vocabulary) -> Iterable[int]:
    small = vocabulary.fillers | vocabulary.joiners
    for step in range(start, min(start + _LOOSE, len(words) - 1)):
        if words[step] not in small:
            return
        yield step + 1


def _piece(words: Sequence[str], at: int, vocabulary: Vocabulary) -> _Piece | None:
    """The longest thing told at `at`."""
    if at >= len(words):
        return None
    readers = (_date, _span, _day, _clock, _part)
    found = [piece for reader in readers if (piece := reader(words, at, vocabulary))]
    return max(found, key=lambda piece: piece.length, default=None)


def _day(words: Sequence[str], at: int, vocabulary: Vocabulary) -> _Piece | None:
    """ "Friday", "this coming Friday", الجمعة الجاية, عالسبت."""
    times = vocabulary.times
    lead = _length(times.clock["on"], words, at)
    both = lead + _length(times.clock["coming"], words, at + lead)
    for skipped in dict.fromkeys((0, lead, both)):
        found = _named(times.days, words, at + skipped)
        if found is not None:
            length = skipped + found[1]
            bare = found[1] == 1 and (not skipped or words[at + skipped - 1] == "the")
            if bare and not _stands(words, at + skipped, vocabulary):
                return None
            day, _, part = found[0].partition(".")
            length += _length(times.clock["coming"], words, at + length)
            return _Piece(day, part, length)
    return None


def _named(phrases: Phrases[str], words: Sequence[str], at: int) -> tuple[str, int] | None:
    """A day or a part by its name, also with the Arabic small words that are written with it."""
    found = phrases.match(words, at)
    if found is not None or at >= len(words):
        return found
    for prefix in _PREFIXES:
        if words[at].startswith(prefix):
            bare = "ال" + words[at].removeprefix(prefix)
            return phrases.match([bare, *words[at + 1 : at + 4]])
    return None


def _part(words: Sequence[str], at: int, vocabulary: Vocabulary) -> _Piece | None:
    """ "in the morning", "this evening", العصر."""
    times = vocabulary.times
    skipped = _length(times.clock["on"], words, at) or _length(times.clock["coming"], words, at)
    for lead in dict.fromkeys((0, skipped)):
        found = _named(times.parts, words, at + lead)
        if found is not None:
            length = lead + found[1]
            alone = length == 1 and not _stands(words, at, vocabulary)
            return None if alone else _Piece("", found[0], length)
    return None


def _stands(words: Sequence[str], at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word that is a day or a part only beside another word of time ("sat", "sun") stands so."""
    if words[at] not in vocabulary.clock["needs_more"] or at == len(words) - 1:
        return True
    if any(word.isdecimal() for word in words[at + 1 : at + 3]):
        return True
    times, near = vocabulary.times, (at - 1, at + 1)
    tables = (times.days, times.parts, times.clock["at"], times.clock["from"])
    return any(
        0 <= other < len(words) and any(table.match(words, other) for table in tables)
        for other in near
    )


def _clock(words: Sequence[str], at: int, vocabulary: Vocabulary) -> _Piece | None:
    """ "after 6", "at 4pm", بعد الستة, "6 pm": the part of the day that the hour lies in."""
    clock = vocabulary.times.clock
    since = _length(clock["from"], words, at)
    lead = max(since, _length(clock["at"], words, at))
    start = at + lead
    hour, length, side = _hour(words, start, vocabulary)
    if hour is None or (not lead and not side) or _counts_other(words, start + length, vocabulary):
        return None
    return _Piece("", _part_of(hour, side, bool(since)), lead + length)


def _hour(words: Sequence[str], at: int, vocabulary: Vocabulary) -> tuple[int | None, int, str]:
    """The hour at `at`, how many words tell it, and whether they say before or after noon."""
    if at >= len(words):
        return None, 0, ""
    glued = _GLUED_HOUR.fullmatch(words[at])
    if glued is not None:
        sides = {
            "am": "before_noon",
            "pm": "after_noon",
            "h": "after_noon" if int(glued[1]) > _NOON else "",
        }
        return _in_a_day(int(glued[1])), 1, sides[glued[2]] or "before_noon"
    hour, end = _number(words[at], vocabulary), at + 1
    if hour is None:
        return None, 0, ""
    if end < len(words) and words[end] in ("30", "15", "45", "00"):
        end += 1
    clock = vocabulary.times.clock
    end += _length(clock["oclock"], words, end)
    for side in ("after_noon", "before_noon"):
        length = _length(clock[side], words, end)
        if length:
            return _in_a_day(hour), end + length - at, side
    return _in_a_day(hour), end - at, ""


def _in_a_day(hour: int) -> int | None:
    return hour if 0 <= hour <= _MIDNIGHT else None


def _number(word: str, vocabulary: Vocabulary) -> int | None:
    """A number in digits or spelled, also with the Arabic article: الستة."""
    if word.isdecimal():
        return int(word) if len(word) <= 2 else None
    return vocabulary.numbers.get(word) or vocabulary.numbers.get(word.removeprefix("ال"))


def _counts_other(words: Sequence[str], at: int, vocabulary: Vocabulary) -> bool:
    """Whether a number counts what follows it: "about 5 people", "after 2 days"."""
    kin = vocabulary.kin
    return bool(
        _length(kin["many"], words, at)
        or _length(kin["units"], words, at)
        or " ".join(words[at : at + 1]) in vocabulary.people
    )


def _part_of(hour: int, side: str, since: bool) -> str:
    """The part of the day of an hour. A bare 7 to 11 may be morning or evening, but "after 7" is evening."""
    if side == "after_noon" and hour < _NOON:
        hour += _NOON
    if not side and hour < _NOON:
        if hour >= _MORNING and not since:
            return ""
        hour += _NOON
    if side == "before_noon" and hour == _NOON:
        hour = 0
    ends = (
        (5, "night"),
        (12, "morning"),
        (14, "noon"),
        (17, "afternoon"),
        (21, "evening"),
        (25, "night"),
    )
    return next(part for end, part in ends if hour < end)


def _span(words: Sequence[str], at: int, vocabulary: Vocabulary) -> _Piece | None:
    """ "in an hour", بعد ساعتين: today; "in 3 days": +3."""
    clock = vocabulary.times.clock
    lead = _length(clock["in"], words, at)
    if not lead:
        return None
    start = at + lead
    number = _number(words[start], vocabulary) if start < len(words) else None
    unit = start + (number is not None)
    if length := _length(clock["hours"], words, unit):
        return _Piece(TODAY, "", unit + length - at)
    if length := _length(clock["two_days"], words, start):
        return _Piece("+2", "", start + length - at)
    length = _length(clock["days"], words, unit)
    if number is not None and length and 1 <= number <= 60:
        return _Piece(f"+{number}", "", unit + length - at)
    return None


def _date(words: Sequence[str], at: int, vocabulary: Vocabulary) -> _Piece | None:
    """ "4 dec", "dec 4", "the 12th", يوم 12, and "date 4 12" as `with_dates` writes it."""
    clock = vocabulary.times.clock
    lead = _length(clock["on"], words, at)
    if words[at] == _DATE_MARK:
        lead = 1
    start = at + lead
    day, nth = _day_of_month(words, start)
    if day is None:
        return _month_first(words, at, lead, vocabulary)
    start += 1
    start += _length(clock["nth"], words, start)
    start += start < len(words) and words[start] == "of"
    month = vocabulary.times.months.match(words, start)
    if month is not None:
        return _Piece(f"{day}/{month[0]}", "", start + month[1] - at)
    return _bare_date(words, at, lead, day, nth or start > at + lead + 1)


def _bare_date(words: Sequence[str], at: int, lead: int, day: int, nth: bool) -> _Piece | None:
    """A date without the name of a month: two numbers behind "date", or the day of a month alone."""
    behind = at + lead + 1
    lead_word = words[at + lead - 1] if lead else ""
    if lead_word in (_DATE_MARK, "يوم", "تاريخ", "بتاريخ", "نهار") and _is_month(words, behind):
        return _Piece(f"{day}/{int(words[behind])}", "", behind + 1 - at)
    named = lead_word in ("يوم", "تاريخ", "بتاريخ", "نهار", "ليوم", "yom")
    if not named and not (nth and lead):
        return None
    end = behind + (behind < len(words) and words[behind] in ("الشهر", "بالشهر", "فالشهر"))
    return _Piece(f"{day}/0", "", end - at)


def _is_month(words: Sequence[str], at: int) -> bool:
    return at < len(words) and words[at].isdecimal() and 1 <= int(words[at]) <= 31


def _month_first(words: Sequence[str], at: int, lead: int, vocabulary: Vocabulary) -> _Piece | None:
    month = vocabulary.times.months.match(words, at + lead)
    if month is None:
        return None
    day, _ = _day_of_month(words, at + lead + month[1])
    return None if day is None else _Piece(f"{day}/{month[0]}", "", lead + month[1] + 1)


def _day_of_month(words: Sequence[str], at: int) -> tuple[int | None, bool]:
    """The number of a day, and whether it is written as one: 12th."""
    if at >= len(words):
        return None, False
    nth = _NTH.fullmatch(words[at])
    digits = nth[1] if nth else words[at]
    day = int(digits) if digits.isdecimal() and len(digits) <= 2 else 0
    return (day if 1 <= day <= 31 else None), nth is not None


def _length(phrases: Phrases[str], words: Sequence[str], at: int) -> int:
    """How many words the longest of these phrases takes at `at`; 0 where none stands there."""
    found = phrases.match(words, at)
    return found[1] if found else 0
