"""community.yaml and who stands behind it: coordinators, crisis contacts, hours, recorded prompts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from hotline.domain.community.community import Community
from hotline.domain.phones import may_reach, number_region
from hotline.domain.two_people import MOST_ALONE
from hotline.gateway.prompts import is_mp3
from hotline.services.doctor.findings import Finding, Target
from hotline.store.console import staff
from hotline.store.people import members

# Where Twilio's own numbers take no texts from people (FACTS: Twilio's country guidelines).
_ONE_WAY = frozenset({"EG", "SA", "AE", "QA", "OM", "LY", "DZ", "PS", "TR"})


def inspect_team(target: Target) -> Iterator[Finding]:
    """What members would miss, and when nobody would hear of it."""
    community = target.community
    if target.settings.community is None and not target.settings.demo:
        yield Finding(
            "community",
            "HOTLINE_COMMUNITY is not set, so that the example's areas and name are used",
            "copy hotline/default_community.yaml, change it, and name your copy",
        )
    yield from _coordinators(target)
    yield from _two_people(target)
    yield from _crisis(community)
    yield from _hours(community)
    yield from _country(target)
    yield from _recordings(target)


def _coordinators(target: Target) -> Iterator[Finding]:
    with target.reading() as db:
        reachable = members.coordinators(db)
    if not reachable:
        yield Finding(
            "community",
            "there is no coordinator who could be told that somebody needs a person",
            "name one under coordinators, or import a member of level 3",
        )
    abroad = [
        number
        for number in target.community.coordinators
        if not may_reach(number, target.community.allowed_countries)
    ]
    if abroad:
        yield Finding(
            "community",
            f"{len(abroad)} of the coordinators cannot be texted",
            "add their countries to allowed_countries",
        )


def _two_people(target: Target) -> Iterator[Finding]:
    if target.community.two_people:
        return
    with target.reading() as db:
        active = staff.active(db)
    grave = active > MOST_ALONE
    why = f"for a team of {MOST_ALONE} accounts at most, and {active} are active"
    alone = "one person alone may write to everybody, raise members and see their numbers"
    yield Finding(
        "community",
        f"two_people: no is {why}" if grave else f"two_people: no, so that {alone}",
        "take the line out of community.yaml" if grave else "take it out once there are two of you",
        grave=grave,
    )


def _crisis(community: Community) -> Iterator[Finding]:
    lacking = [one for one in community.languages if not community.crisis_contacts.get(one)]
    if lacking:
        yield Finding(
            "community",
            f"crisis_contacts has nothing in {', '.join(lacking)}",
            "name somebody safe to turn to at once",
        )


def _hours(community: Community) -> Iterator[Finding]:
    zone = community.zone.key
    if zone not in zones_of(community.region) and zones_of(community.region):
        yield Finding(
            "community",
            f"hours are read in {zone}, which is not a time zone of {community.region}",
            "set quiet_hours.timezone, if this is not meant",
            grave=False,
        )


def _country(target: Target) -> Iterator[Finding]:
    country = number_region(target.settings.number)
    if country in _ONE_WAY and target.settings.is_twilios_own:
        yield Finding(
            "community",
            f"Twilio's own numbers of {country} take no texts from people",
            "try it with a few phones before anybody relies on it",
            grave=False,
        )


def _recordings(target: Target) -> Iterator[Finding]:
    prompts = target.prompts
    for language in target.community.languages:
        unheard = [
            path.name
            for path in sorted((prompts.directory / language).glob("*"))
            if path.suffix != ".mp3"
            or not prompts.recordable(path.stem, language)
            or not is_mp3(path)
        ]
        if unheard:
            yield Finding(
                "community",
                f"{len(unheard)} recorded prompt(s) in {language} are not used",
                "`hotline prompts list` says why",
                grave=False,
            )


@cache
def zones_of(country: str) -> frozenset[str]:
    """The time zones of a country (two letters), by the time zone database."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return frozenset(row[2] for row in rows if row[0] == country)
