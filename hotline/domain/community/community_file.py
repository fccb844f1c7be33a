"""community.yaml → Community, with file, line and remedy for every mistake in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
import yaml

from flows.text.errors import Fault, Faults
from flows.text.yaml_nodes import document
from hotline.domain.community import located_yaml as read
from hotline.domain.community.community import (
    CATEGORIES,
    LANGUAGES,
    Community,
    CommunityFault,
    DispatchRules,
)
from hotline.domain.community.community_names import (
    LONGEST_NAME,
    NO_AREAS,
    areas,
    by_language,
    short,
)
from hotline.domain.community.limits_file import limits
from hotline.domain.community.located_yaml import Reader, Table, wrong
from hotline.domain.phones import BadNumber, typed_number
from hotline.domain.roster import DutyHours
from hotline.domain.schedule import QuietHours

KEYS = (
    "name",
    "languages",
    "default_language",
    "region",
    "areas",
    "categories",
    "coordinators",
    "allowed_countries",
    "dispatch",
    "quiet_hours",
    "follow_up_after",
    "urgent_follow_up_after",
    "retention",
    "crisis_contacts",
    "open_needs",
    "levels",
    "words_levels",
    "weekend",
    "missed_call",
    "call_backs_per_day",
    "limits",
    "quick_exit",
    "duty_hours",
    "two_people",
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_QUIET = (time(22), time(8))
_NONE: tuple[str, ...] = ()
_RETENTION = (timedelta(days=14), timedelta(days=30), timedelta(days=90))

# What still fits the texts that carry them.
_LONGEST_CONTACTS = {"ar": 18, "en": 27}
# Anything but digits and أو is shown turned round in a line that runs from right to left.
_ARABIC_CONTACTS = re.compile(r"[0-9]+( أو [0-9]+)*")

_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?")


@lru_cache(maxsize=8)
def parse_community(text: str, file: str) -> Community:
    """The community that a file describes; `file` is its name in messages. Read once for each text.

    Raises CommunityFault with every fault that can be found at once, each as `file:line: …`.
    """
    try:
        node = document(text, file)
        if node is None:
            raise Faults([Fault(file, 1, "the file is empty")])
        return _community(Table(node, KEYS))
    except Faults as error:
        lines = [str(fault) for fault in sorted(error.faults)]
        raise CommunityFault(tuple(dict.fromkeys(lines))) from error


def _community(table: Table) -> Community:
    languages = table.required("languages", read.distinct(_word(LANGUAGES, "a language")), _NONE)
    region = table.required("region", _country, "")
    countries: tuple[str, ...] = (region,)
    retention = table.optional("retention", _retention, _RETENTION)
    community = Community(
        name=table.required("name", by_language(languages, short(LONGEST_NAME)), {}),
        languages=languages,
        default_language=table.optional(
            "default_language",
            _word(languages or LANGUAGES, "one of the languages"),
            _first(languages),
        ),
        region=region,
        areas=table.required("areas", areas(languages), NO_AREAS),
        quiet_hours=_quiet_hours(table, region),
        allowed_countries=frozenset(
            table.optional("allowed_countries", read.distinct(_country), countries)
        ),
        categories=table.optional("categories", read.distinct(_category), CATEGORIES),
        coordinators=table.optional("coordinators", _numbers(region), _NONE),
        dispatch=table.optional("dispatch", _dispatch, DispatchRules()),
        retention_bodies=retention[0],
        retention_needs=retention[1],
        retention_record=retention[2],
        crisis_contacts=table.optional("crisis_contacts", _crisis_contacts(languages), {}),
    )
    community = _with_smaller_rules(table, community)
    table.finish()
    return community


def _with_smaller_rules(table: Table, rules: Community) -> Community:
    """What few communities will want to change."""
    return replace(
        rules,
        follow_up_after=table.optional("follow_up_after", read.duration, rules.follow_up_after),
        urgent_follow_up_after=table.optional(
            "urgent_follow_up_after", read.duration, rules.urgent_follow_up_after
        ),
        open_needs=table.optional("open_needs", read.whole_number(1, 20), rules.open_needs),
        levels={**rules.levels, **table.optional("levels", _levels, {})},
        words_levels={**rules.words_levels, **table.optional("words_levels", _levels, {})},
        weekend=table.optional("weekend", read.distinct(_weekday, at_most=6), rules.weekend),
        missed_call=table.optional("missed_call", _missed_call, rules.missed_call),
        call_backs_per_day=table.optional(
            "call_backs_per_day", read.whole_number(0, 100_000), rules.call_backs_per_day
        ),
        limits=table.optional("limits", limits, rules.limits),
        quick_exit=table.optional("quick_exit", _https, rules.quick_exit),
        duty_hours=table.optional("duty_hours", _duty_hours, rules.duty_hours),
        two_people=table.optional("two_people", _yes_or_no, rules.two_people),
    )


def _word(words: Mapping[str, str] | tuple[str, ...], what: str) -> Reader[str]:
    return read.one_of({word: word for word in words}, what)


_category = _word(CATEGORIES, "a category")
_missed_call = _word(("none", "call_back"), "an answer to a missed call")
_yes_or_no = read.one_of({"yes": True, "no": False}, "yes or no")
_weekday = read.one_of(
    {name: day for day, full in enumerate(_DAYS) for name in (full, full[:3])}, "a day, such as sat"
)


def _first(languages: tuple[str, ...]) -> str:
    return languages[0] if languages else LANGUAGES[0]


def _country(node: yaml.Node) -> str:
    """An ISO code of a country that has telephone numbers."""
    code = read.text(node).upper()
    if code not in phonenumbers.SUPPORTED_REGIONS:
        raise wrong(node, f"{code} is no country code; use the two letters of ISO 3166, as in LB")
    return code


def _https(node: yaml.Node) -> str:
    """An address that any browser may be sent to."""
    address = read.text(node)
    if not _ADDRESS.fullmatch(address):
        raise wrong(node, "must be an https address, as in https://weather.example")
    return address


def _numbers(region: str) -> Reader[tuple[str, ...]]:
    def number(node: yaml.Node) -> str:
        try:
            return typed_number(read.text(node), region)
        except BadNumber as error:
            raise wrong(node, str(error)) from error

    return read.distinct(number, at_least=0)


def _dispatch(node: yaml.Node) -> DispatchRules:
    rules = DispatchRules()
    table = Table(node, ("waves", "urgent_waves", "wave_gap", "urgent_wave_gap", "asks_per_week"))
    sizes = read.many(read.whole_number(1, 50), at_most=10)
    rules = DispatchRules(
        waves=table.optional("waves", sizes, rules.waves),
        urgent_waves=table.optional("urgent_waves", sizes, rules.urgent_waves),
        wave_gap=table.optional("wave_gap", read.duration, rules.wave_gap),
        urgent_wave_gap=table.optional("urgent_wave_gap", read.duration, rules.urgent_wave_gap),
        asks_per_week=table.optional(
            "asks_per_week", read.whole_number(1, 50), rules.asks_per_week
        ),
    )
    table.finish()
    return rules


def _retention(node: yaml.Node) -> tuple[timedelta, timedelta, timedelta]:
    table = Table(node, ("bodies", "needs", "record"))
    bodies = table.optional("bodies", read.duration, _RETENTION[0])
    needs = table.optional("needs", read.duration, _RETENTION[1])
    record = table.optional("record", read.duration, _RETENTION[2])
    table.finish()
    return bodies, needs, record


def _levels(node: yaml.Node) -> Mapping[str, int]:
    table = Table(node, CATEGORIES)
    levels = {
        category: table.optional(category, read.whole_number(0, 3), 0)
        for category in CATEGORIES
        if category in table
    }
    table.finish()
    return levels


def _crisis_contacts(languages: tuple[str, ...]) -> Reader[Mapping[str, str]]:
    return by_language(languages, {"ar": _arabic_contacts, "en": _english_contacts})


def _arabic_contacts(node: yaml.Node) -> str:
    contacts = short(_LONGEST_CONTACTS["ar"])(node)
    if not _ARABIC_CONTACTS.fullmatch(contacts):
        raise wrong(node, 'in Arabic, digits 0-9 only, joined by أو, as in "1564 أو 01234567"')
    return contacts


def _english_contacts(node: yaml.Node) -> str:
    contacts = short(_LONGEST_CONTACTS["en"])(node)
    if not contacts.isascii() or "`" in contacts:
        raise wrong(node, "in English, plain letters and digits only, as in 1564 or 01234567")
    return contacts


def _quiet_hours(table: Table, region: str) -> QuietHours:
    """The quiet hours; their zone may be left out where the region has just one."""
    zone = _only_zone(region)
    unset = QuietHours(*_QUIET, zone or ZoneInfo("UTC"))
    if region and zone is None:
        return table.required("quiet_hours", _quiet(None), unset)
    return table.optional("quiet_hours", _quiet(unset.zone), unset)


def _quiet(zone: ZoneInfo | None) -> Reader[QuietHours]:
    def reader(node: yaml.Node) -> QuietHours:
        table = Table(node, ("from", "to", "timezone"))
        start = table.optional("from", read.clock, _QUIET[0])
        end = table.optional("to", read.clock, _QUIET[1])
        if zone is None:
            named = table.required("timezone", _zone, ZoneInfo("UTC"))
        else:
            named = table.optional("timezone", _zone, zone)
        table.finish()
        return QuietHours(start, end, named)

    return reader


def _duty_hours(node: yaml.Node) -> DutyHours:
    table, unset = Table(node, ("from", "to")), DutyHours()
    start = table.optional("from", read.clock, unset.start)
    end = table.optional("to", read.clock, unset.end)
    table.finish()
    return DutyHours(start, end)


def _zone(node: yaml.Node) -> ZoneInfo:
    return ZoneInfo(read.one_of(_zones(), "a time zone, as in Asia/Beirut")(node))


@cache
def _zones() -> Mapping[str, str]:
    """Every zone by its name: a walk through hundreds of files."""
    return {name: name for name in available_timezones()}


def _only_zone(region: str) -> ZoneInfo | None:
    """The time zone of a country whose clocks all agree; None for others, and for no country."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    zones = [ZoneInfo(row[2]) for row in rows if row[0] == region]
    return zones[0] if zones and len({_clocks(zone) for zone in zones}) == 1 else None


def _clocks(zone: ZoneInfo) -> tuple[timedelta | None, ...]:
    """How far clocks are from UTC through a year, month by month."""
    return tuple(datetime(2026, month, 15, tzinfo=zone).utcoffset() for month in range(1, 13))
