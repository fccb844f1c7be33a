"""Raw arguments of prompts into words: what each placeholder of a message holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time
from itertools import chain, repeat
from typing import Literal, cast

from flows.text.message_ids import MessageId
from flows.text.prompts import Value, as_message
from flows.text.sanitize import clean_words
from flows.understanding.told.days import TODAY, WEEKDAYS, parted
from flows.vocabulary.area_index import Place
from flows.wording.catalog import CatalogFault
from flows.wording.formatter import (
    NONE,
    WEEKDAY_NAMES,
    Args,
    Builder,
    Wordsmith,
    in_words,
    number_in,
    rows_in,
    text_in,
    wanted,
    words_in,
)

OTHER = "other"
"""The area of a need from somewhere that is no area of the community's."""

Family = Literal["label", "offer", "choice", "short", "when", "role"]
"""Messages of which there is one for each category, each time, each role."""


def _of(family: Family, one: Value) -> MessageId:
    """The message of a category, a time or a role: those are settings of a community."""
    return as_message(f"{family}-{one}")


# --- parts of a request ------------------------------------------------------------------------


def _what(smith: Wordsmith, args: Args) -> str:
    category = args.get("category")
    return smith.say(_of("label", category)) if category else ""


def _also(smith: Wordsmith, args: Args) -> str:
    """The kinds that are asked for after the first."""
    kinds = [kind for key in ("also", "also-2") if (kind := args.get(key))]
    return smith.value("comma").join(smith.say(_of("label", kind)) for kind in kinds)


def _where(smith: Wordsmith, args: Args) -> str:
    if args.get("area") == OTHER:
        return smith.say("in-other-area")
    # A need may name no area, and an old one may name an area that has left the community file.
    place = smith.place(str(args["area"])) if args.get("area") else None
    return smith.say("in-area", name=smith.name(place)) if place else ""


def _when(smith: Wordsmith, args: Args) -> str:
    """ "tomorrow", "tonight", "Friday evening", "24/11 morning": a value of understanding/told/days.py."""
    if not args.get("when"):
        return ""
    day, part = parted(text_in(args, "when"))
    if not part:
        return _day(smith, day)
    if day == TODAY:
        return smith.say("when-today-part", part=part)
    return smith.say("when-day-part", day=_day(smith, day), part=part)


def _day(smith: Wordsmith, day: str) -> str:
    """A day by its name or its number; days of the week are never shortened here."""
    if day in WEEKDAYS:
        weekday = WEEKDAY_NAMES[WEEKDAYS.index(day)]
        return smith.catalog.format(weekday, smith.language, {}, voice=True)
    if day.startswith("+"):
        return smith.count("when-days", int(day))
    number, _, month = day.partition("/")
    if month:
        return _date(smith, int(number), int(month))
    if day[:1].isdigit():
        date_of = date.fromisoformat(day)
        return _date(smith, date_of.day, date_of.month)
    return smith.say(_of("when", day))


def _date(smith: Wordsmith, day: int, month: int) -> str:
    """A date; aloud, and where no month was said, the day of the month alone."""
    number = str(day) if not smith.voice else _count_spoken(smith, {"count": day})
    if smith.voice or not month:
        return smith.say("when-nth", day_spoken=number)
    return smith.say("when-date", date=f"{day}/{month}")


def _for_count(smith: Wordsmith, args: Args) -> str:
    return smith.count("for-count", number_in(args, "count")) if args.get("count") else ""


def _joined(*builders: Builder) -> Builder:
    """What is known of the parts, with commas between. Raises CatalogFault where nothing is."""

    def join(smith: Wordsmith, args: Args) -> str:
        parts = [part for build in builders if (part := build(smith, args))]
        if not parts:
            raise CatalogFault("nothing of the request is known")
        return smith.value("comma").join(parts)

    return join


_summary = _joined(_what, _where, _when, _for_count)


def _details(smith: Wordsmith, args: Args) -> str:
    """What an urgent ask adds to "urgent": an urgent need is always for now."""
    return _joined(_where, _when, _for_count)(smith, {**args, "when": args.get("when") or "now"})


# --- lists made from data ----------------------------------------------------------------------


def _numbered(label: Callable[[Wordsmith, str], str]) -> Builder:
    """ "1 food 2 a bed": the categories of the community, each by its place in the list."""

    def build(smith: Wordsmith, _: Args) -> str:
        labels = (label(smith, category) for category in smith.lexicon.categories)
        return " ".join(
            smith.value("option", key=str(key), label=each) for key, each in enumerate(labels, 1)
        )

    return build


def _spoken(prefix: Family) -> Builder:
    """ "For food, press one. For a bed tonight, two.": the same, aloud."""

    def build(smith: Wordsmith, _: Args) -> str:
        said = []
        for key, category in enumerate(smith.lexicon.categories, 1):
            place = "first" if key == 1 else "next"
            choice = smith.say(_of(prefix, category), place=place)
            first = key == 1 and prefix != "short"
            form: MessageId = "v-choice-first" if first else "v-choice-next"
            said.append(smith.say(form, choice=choice, key_spoken=smith.digits(key)))
        return " ".join(said)

    return build


def _either(text: Builder, voice: Builder) -> Builder:
    def build(smith: Wordsmith, args: Args) -> str:
        return (voice if smith.voice else text)(smith, args)

    return build


def _options_aloud(smith: Wordsmith, options: Sequence[tuple[str, object]]) -> str:
    """Labels with what to press for each: "For Harbour, press one. Market, two."."""
    following: MessageId = "v-option-next"
    forms: Iterator[MessageId] = chain(("v-option-first",), repeat(following))
    return " ".join(
        smith.say(form, label=label, key_spoken=smith.digits(key))
        for form, (label, key) in zip(forms, options, strict=False)
    )


def places(smith: Wordsmith, args: Args) -> Sequence[Place]:
    """The areas of a page, or all of them."""
    page = cast(Sequence[Place] | None, args.get("places"))
    return smith.lexicon.places if page is None else page


def _areas(smith: Wordsmith, args: Args) -> str:
    options = [(smith.name(place), place.code) for place in places(smith, args)]
    # A name in Latin letters draws the next number to itself in a right-to-left line.
    gap = "\n" if smith.foreign_names() else " "
    return gap.join(smith.value("option", key=str(code), label=name) for name, code in options)


def _area_options(smith: Wordsmith, args: Args) -> str:
    return _options_aloud(smith, [(smith.name(each), each.code) for each in places(smith, args)])


def _list(smith: Wordsmith, args: Args) -> str:
    return smith.value("comma").join(
        smith.value("list-item", ref=str(reference), label=_what(smith, {"category": category}))
        if category
        else smith.value("list-item-bare", ref=str(reference))
        for reference, category in rows_in(args, "requests")
    )


def _list_options(smith: Wordsmith, args: Args) -> str:
    return _options_aloud(
        smith,
        [
            (smith.say(_of("label", category) if category else "list-item-bare"), reference)
            for reference, category in rows_in(args, "requests")
        ],
    )


def _cats(smith: Wordsmith, args: Args) -> str:
    chosen = words_in(args, "categories")
    if set(chosen) >= set(smith.lexicon.categories) and len(chosen) > 1:
        return smith.value("offer-all")
    return smith.value("comma").join(smith.value(_of("offer", category)) for category in chosen)


def _shift(smith: Wordsmith, args: Args) -> str:
    """ "Tue 24/11 18:00-22:00"."""
    return _time_on_duty(smith, "shift-time", words_in(args, "shift"))


def _shift_spoken(smith: Wordsmith, args: Args) -> str:
    """ "Tuesday, day twenty-four of the month, from six in the evening to ten at night"."""
    shift = words_in(args, "shift")
    day = date.fromisoformat(shift[0])
    begins, ends = (_time_spoken(smith, {"time": clock}) for clock in shift[1:])
    number = _count_spoken(smith, {"count": day.day})
    weekday = smith.say(WEEKDAY_NAMES[day.weekday()])
    return smith.value("shift-spoken", weekday=weekday, day_spoken=number, begins=begins, ends=ends)


def _shifts(smith: Wordsmith, args: Args) -> str:
    """ "1 Tue 24/11 18:00, 2 …": when the member's shifts begin, each by its place in the list."""
    options = (
        smith.value("option", key=str(key), label=_time_on_duty(smith, "shift-begins", shift))
        for key, shift in enumerate(rows_in(args, "shifts"), 1)
    )
    return smith.value("comma").join(options)


def _time_on_duty(smith: Wordsmith, form: MessageId, shift: Sequence[str]) -> str:
    """A shift from its day, as 2026-11-24, and the hours on the clock at which it begins and ends."""
    day, hours = date.fromisoformat(shift[0]), {"from": shift[1], "until": shift[2]}
    weekday = smith.value(WEEKDAY_NAMES[day.weekday()])
    return smith.value(form, weekday=weekday, date=f"{day.day}/{day.month}", **hours)


# --- numbers, times and words ------------------------------------------------------------------


def _time(_: Wordsmith, args: Args) -> str:
    return f"{_clock(args):%H:%M}"


# Until which hour each lasts. Arabic calls three o'clock another part of the day than noon.
_PARTS_OF_A_DAY = (
    (5, "night"),
    (12, "morning"),
    (15, "noon"),
    (17, "afternoon"),
    (21, "evening"),
    (24, "night"),
)


def _time_spoken(smith: Wordsmith, args: Args) -> str:
    clock = _clock(args)
    part = next(name for end, name in _PARTS_OF_A_DAY if clock.hour < end)
    minute = clock.minute
    return smith.value(
        "time-spoken",
        hour=(clock.hour - 1) % 12 + 1,
        minute=minute,
        part=part,
        count=minute,
        **in_words(minute),
    )


def _clock(args: Args) -> time:
    value = wanted(args, "time")
    return value if isinstance(value, time) else time.fromisoformat(str(value))


def _keys(smith: Wordsmith, args: Args) -> str:
    return smith.value("comma").join(str(key) for key in words_in(args, "keys"))


def _contacts(smith: Wordsmith, _: Args) -> str:
    return smith.contacts or NONE


def _contacts_spoken(smith: Wordsmith, _: Args) -> str:
    """Telephone numbers digit by digit: a voice would read 01234567 as a million."""
    return re.sub(r"\d+", lambda run: smith.digits(run[0]), smith.contacts) or NONE


def _ref(_: Wordsmith, args: Args) -> str:
    return str(wanted(args, "reference"))


def _refs(smith: Wordsmith, args: Args) -> str:
    return smith.value("comma").join(str(ref) for ref in words_in(args, "references"))


def _ref_spoken(smith: Wordsmith, args: Args) -> str:
    return smith.digits(wanted(args, "reference"))


def _words(smith: Wordsmith, args: Args) -> str:
    """Somebody's words; where anything was struck out of them their reader is told so."""
    words = clean_words(text_in(args, "words"))
    return f"{words} {smith.value('words-struck')}" if args.get("struck") else words


def _count_spoken(smith: Wordsmith, args: Args) -> str:
    count = number_in(args, "count")
    return smith.value("count-spoken", count=count, **in_words(count))


def _held(_: Wordsmith, args: Args) -> str:
    """What waits for a coordinator's PIN, each with its number; how many more where those are many."""
    held = [
        f"{reference} {_clipped(words)}" if words else f"{verb} {reference}"
        for verb, reference, words in rows_in(args, "held")
    ]
    more = f" +{len(held) - _MOST_HELD}" if len(held) > _MOST_HELD else ""
    return " | ".join(held[:_MOST_HELD]) + more


def _clipped(words: str) -> str:
    clean = clean_words(words)
    return clean if len(clean) <= _LONGEST_HELD else f"{clean[: _LONGEST_HELD - 2]}.."


_MOST_HELD, _LONGEST_HELD = 3, 22


BUILDERS: Mapping[str, Builder] = {
    "community": lambda smith, _: smith.community,
    "ref": _ref,
    "editing": lambda _, args: str(wanted(args, "editing")),  # the reference it had before
    "from": lambda _, args: str(wanted(args, "from")),  # hours on the clock, as 09:00
    "until": lambda _, args: str(wanted(args, "until")),
    "code": lambda _, args: str(
        wanted(args, "code")
    ),  # what a phone is told to show that it reads us
    "held": _held,
    "thread": lambda _, args: str(wanted(args, "thread")),  # the number of a thread with the team
    "ref_spoken": _ref_spoken,
    "what": _what,
    "what_spoken": _what,
    "also": _also,
    "also_spoken": _also,
    "area": _where,
    "when": _when,
    "when_spoken": _when,
    "for_count": _for_count,
    "count_spoken": _count_spoken,
    "summary": _summary,
    "summary_spoken": _summary,
    "parts": _summary,
    "parts_spoken": _summary,
    "details": _details,
    "details_spoken": _details,
    "cats": _cats,
    "areas": _areas,
    "area_options": _area_options,
    "list": _list,
    "list_options": _list_options,
    "keys": _keys,
    "role": lambda smith, args: smith.value(_of("role", wanted(args, "role"))),
    "role_spoken": lambda smith, args: smith.say(_of("role", wanted(args, "role"))),
    "shift": _shift,
    "shift_spoken": _shift_spoken,
    "shifts": _shifts,
    "people": lambda smith, args: smith.count("people", number_in(args, "people")),
    "people_spoken": lambda smith, args: smith.count("people", number_in(args, "people")),
    "refs": _refs,
    "alarms": lambda smith, args: smith.count("alarms", number_in(args, "alarms")),
    "persons": lambda smith, args: smith.count("persons", number_in(args, "persons")),
    "times": lambda smith, _: smith.count("times", smith.asks_per_week),
    "times_spoken": lambda smith, _: smith.count("times", smith.asks_per_week),
    "time": _time,
    "time_spoken": _time_spoken,
    "words": _words,
    "contacts": _contacts,
    "contacts_spoken": _contacts_spoken,
    "options": _either(
        _numbered(lambda smith, category: smith.value(_of("label", category))), _spoken("choice")
    ),
    "offer_options": _either(
        _numbered(lambda smith, category: smith.value(_of("offer", category))), _spoken("offer")
    ),
    "short_options": _spoken("short"),
}
"""How each placeholder of the catalogs comes from the raw arguments of a prompt."""
