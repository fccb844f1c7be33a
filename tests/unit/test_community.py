"""community.yaml: what it may say, and how its mistakes are told."""

import re
from datetime import time, timedelta
from decimal import Decimal
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.domain.community.community import (
    CATEGORIES,
    Community,
    CommunityFault,
    DispatchRules,
)
from hotline.domain.community.community_file import parse_community
from hotline.domain.limits import Limits

SMALLEST = """\
name: Harbour
languages: [ar, en]
region: LB
areas:
  - {id: harbour, code: 1, names: {en: Harbour, ar: الميناء}, near: [market]}
  - {id: market, code: 2, names: {en: Market, ar: السوق}}
"""


def parse(text: str) -> Community:
    return parse_community(text, "community.yaml")


def faults(text: str) -> list[str]:
    with pytest.raises(CommunityFault) as caught:
        parse(text)
    assert str(caught.value) == "\n".join(caught.value.faults)
    return list(caught.value.faults)


def fault(text: str) -> str:
    (only,) = faults(text)
    return only


def test_a_text_is_read_once_and_its_faults_are_told_each_time() -> None:
    assert parse(SMALLEST) is parse(SMALLEST)
    assert parse(SMALLEST.replace("Harbour", "Haven")).name["en"] == "Haven"
    for _ in range(2):
        assert "region" in fault(SMALLEST.replace("region: LB", "region: XX"))


def test_two_people_are_the_rule_and_one_is_said_so() -> None:
    assert parse(SMALLEST).two_people
    assert parse(f"{SMALLEST}two_people: yes\n").two_people
    assert not parse(f"{SMALLEST}two_people: no\n").two_people
    assert "use one of yes, no" in fault(f"{SMALLEST}two_people: maybe\n")


def test_what_may_be_left_out() -> None:
    community = parse(SMALLEST)
    assert community.name == {"ar": "Harbour", "en": "Harbour"}
    assert (community.languages, community.default_language) == (("ar", "en"), "ar")
    assert community.categories == CATEGORIES
    assert community.coordinators == ()
    assert community.allowed_countries == {"LB"}
    assert community.dispatch == DispatchRules((3, 3, 5), (7, 7), _minutes(10), _minutes(5), 3)
    quiet = community.quiet_hours
    assert (quiet.start, quiet.end, quiet.zone) == (time(22), time(8), ZoneInfo("Asia/Beirut"))
    assert community.follow_up_delay(urgent=False) == timedelta(hours=24)
    assert community.follow_up_delay(urgent=True) == timedelta(hours=1)
    assert community.retention_bodies == timedelta(days=14)
    assert community.retention_needs == timedelta(days=30)
    assert community.retention_record == timedelta(days=90)
    assert community.crisis_contacts == {}
    assert (community.open_needs, community.weekend) == (3, (5, 6))
    assert community.missed_call == "none"
    assert [community.min_level(c) for c in CATEGORIES] == [0, 2, 2, 2, 1, 1]
    assert [community.words_level(c) for c in CATEGORIES] == [1] * 6


def test_what_is_urgent_takes_the_level_of_the_urgent_ones_whatever_it_is() -> None:
    community = parse(SMALLEST + "levels: {urgent: 2, money: 3}\n")
    assert [community.min_level(c, urgent=True) for c in CATEGORIES] == [2, 2, 2, 3, 2, 2]
    assert community.min_level("food") == 0


def _minutes(length: int) -> timedelta:
    return timedelta(minutes=length)


def test_what_may_be_said() -> None:
    community = parse(
        SMALLEST.replace("name: Harbour", "name: {en: Harbour, ar: الميناء}")
        + """\
default_language: en
categories: [food, talk]
coordinators: [+961 70 000 001, "03 123456"]
allowed_countries: [lb, SY]
dispatch: {waves: [2], urgent_waves: [4, 9], wave_gap: 2s, urgent_wave_gap: 90s, asks_per_week: 5}
quiet_hours: {from: 21:30, to: "7:00", timezone: Asia/Damascus}
follow_up_after: 2d
urgent_follow_up_after: 30m
retention: {bodies: 1d, needs: 48h, record: 60d}
crisis_contacts: {en: 1564 or 01234567, ar: 1564 أو 01234567}
open_needs: 1
levels: {money: 3, talk: 0}
words_levels: {food: 0, shelter: 3}
weekend: [fri, Saturday]
missed_call: call_back
""".replace("Saturday", "saturday")
    )
    assert community.name == {"en": "Harbour", "ar": "الميناء"}
    assert community.default_language == "en"
    assert community.categories == ("food", "talk")
    assert community.coordinators == ("+96170000001", "+9613123456")
    assert community.allowed_countries == {"LB", "SY"}
    assert community.dispatch.sizes(urgent=False) == (2,)
    assert community.dispatch.sizes(urgent=True) == (4, 9)
    assert community.dispatch.gap(urgent=False) == timedelta(seconds=2)
    assert community.dispatch.gap(urgent=True) == timedelta(seconds=90)
    assert community.dispatch.asks_per_week == 5
    assert (community.quiet_hours.start, community.quiet_hours.end) == (time(21, 30), time(7))
    assert community.zone == ZoneInfo("Asia/Damascus")
    assert community.follow_up_delay(urgent=False) == timedelta(days=2)
    assert community.follow_up_delay(urgent=True) == timedelta(minutes=30)
    assert community.retention_needs == timedelta(hours=48)
    assert community.retention_record == timedelta(days=60)
    assert community.crisis_contacts["ar"] == "1564 أو 01234567"
    assert [community.min_level(c) for c in ("shelter", "money", "talk")] == [2, 3, 0]
    assert [community.words_level(c) for c in ("food", "shelter", "talk")] == [0, 3, 1]
    assert (community.open_needs, community.weekend) == (1, (4, 5))
    assert community.missed_call == "call_back"


def test_limits_may_be_said_in_part() -> None:
    limits = parse(
        SMALLEST
        + """\
limits:
  texts_per_minute: 30
  line: {new_numbers_per_hour: 1000}
  spend: {per_day: 7.5, currency: EUR}
"""
    ).limits
    assert (limits.texts_per_minute, limits.texts_per_hour) == (30, Limits().texts_per_hour)
    assert (limits.line.new_numbers_per_hour, limits.line.texts_per_minute) == (1000, 600)
    assert (limits.spend.per_day, limits.spend.currency) == (Decimal("7.5"), "EUR")
    assert limits.spend.segment == Decimal("0.05")
    assert (limits.spend.replies, limits.spend.urgent) == (Decimal("0.5"), Decimal("0.5"))
    assert parse(SMALLEST).limits == Limits()


def test_the_packaged_file_says_the_defaults() -> None:
    packaged = files("hotline").joinpath("default_community.yaml").read_text("utf-8")
    assert parse(packaged).limits == Limits()


def test_mistakes_in_limits_are_told_with_their_lines() -> None:
    told = faults(
        SMALLEST
        + """\
limits:
  texts_per_minut: 30
  texts_per_hour: 0
  line: {calls_per_hour: many}
  spend:
    per_day: -1
    segment: 0,05
    currency: dollars
"""
    )
    assert [fault.split(":")[1] for fault in told] == ["8", "9", "10", "12", "13", "14"]
    assert "did you mean texts_per_minute?" in told[0]
    assert "an amount of money, as in 20.00" in told[3]
    assert "three letters" in told[5]


def test_areas_are_near_each_other_whoever_says_so() -> None:
    community = parse(SMALLEST)
    assert community.near("market") == {"harbour"}
    assert community.near("harbour") == {"market"}
    assert community.near("nowhere") == frozenset()
    assert community.area("nowhere") is None


def test_places_are_what_readers_of_answers_need() -> None:
    places = parse(SMALLEST).places()
    assert [(place.id, place.code, place.names["ar"]) for place in places] == [
        ("harbour", 1, "الميناء"),
        ("market", 2, "السوق"),
    ]


def test_numbers_of_coordinators_are_not_shown() -> None:
    community = parse(SMALLEST + 'coordinators: ["+96170000001"]\n')
    assert "70000001" not in repr(community)


def test_the_packaged_community_is_right_and_says_everything() -> None:
    text = files("hotline").joinpath("default_community.yaml").read_text("utf-8")
    community = parse(text)
    assert len(community.areas) >= 4
    assert all(area.near for area in community.areas)
    assert set(community.crisis_contacts) == {"ar", "en"}
    assert community.categories == CATEGORIES


def test_one_time_zone_for_the_region_or_it_must_be_said() -> None:
    assert parse(SMALLEST.replace("LB", "PS")).zone.key == "Asia/Gaza"
    assert parse(SMALLEST.replace("LB", "DE")).zone.key == "Europe/Berlin"
    assert "quiet_hours is missing" in fault(SMALLEST.replace("LB", "US"))
    missing = fault(SMALLEST.replace("LB", "US") + "quiet_hours: {}\n")
    assert missing.startswith("community.yaml:7: quiet_hours: timezone is missing")


# Each mistake: what to put in place of what, the line where it stands, and what is told of it.
REPLACED = [
    ("code: 2", "code: 1", 6, "areas: code 1 is used twice; give each area its own code"),
    ("id: market", "id: harbour", 6, "areas: id harbour is used twice"),
    ("en: Market", "en: harbour", 6, "areas: name harbour is used twice"),
    ("code: 2", "code: 90", 6, "areas: code: expected a whole number from 1 to 89"),
    ("code: 2", "code: two", 6, "areas: code: expected a whole number from 1 to 89"),
    ("id: market", "id: The Market", 6, "areas: id: The Market is no id; use small letters"),
    (
        "near: [market]",
        "near: [moon]",
        5,
        "areas: near: there is no area moon; use the ids harbour",
    ),
    ("near: [market]", "near: market", 5, "areas: near: expected a list"),
    ("{en: Market, ar: السوق}", "{en: Market}", 6, "areas: names: ar is missing"),
    ("en: Market", "en: " + "M" * 31, 6, "areas: names: en: 31 characters are too many; use 30"),
    ("en: Market", "fr: Marché, en: Market", 6, "areas: names: unknown key fr"),
    ("[ar, en]", "[ar, fr]", 2, "languages: fr is not a language; use one of ar, en"),
    ("[ar, en]", "[]", 2, "languages: expected 1 to 1000 entries, not 0"),
    ("[ar, en]", "[ar, ar]", 2, "languages: ar stands here twice"),
    ("region: LB", "region: Lebanon", 3, "region: LEBANON is no country code"),
    ("name: Harbour", "name:", 1, "name: expected some text"),
    ("region: LB", "regoin: LB", 3, "unknown key regoin, did you mean region?"),
    ("region: LB", "region: LB\nname: Other", 4, "name stands here twice"),
]
ADDED = [
    ("default_language: fr", "default_language: fr is not one of the languages"),
    ("categories: [food, rides]", "categories: rides is not a category; use one of food"),
    ("categories: [food, Talk]", "categories: Talk is not a category, did you mean talk?"),
    ("coordinators: ['12']", "coordinators: not a phone number that we can read"),
    ("allowed_countries: [XX]", "allowed_countries: XX is no country code"),
    ("dispatch: {wave_gap: 10}", "dispatch: wave_gap: expected a length of time"),
    ("dispatch: {wave_gap: 0m}", "dispatch: wave_gap: expected a length of time"),
    ("dispatch: {waves: []}", "dispatch: waves: expected 1 to 10 entries, not 0"),
    ("dispatch: {waves: [0]}", "dispatch: waves: expected a whole number from 1 to 50"),
    ("dispatch: {wave-gap: 10m}", "dispatch: unknown key wave-gap, did you mean wave_gap?"),
    ("dispatch: fast", "dispatch: write this as `key: value` lines"),
    ("quiet_hours: {from: 1320}", "quiet_hours: from: expected a time of day"),
    ("quiet_hours: {to: '24:00'}", "quiet_hours: to: expected a time of day"),
    ("quiet_hours: {timezone: Beirut}", "quiet_hours: timezone: Beirut is not a time zone"),
    ("follow_up_after: 1 day", "follow_up_after: expected a length of time"),
    ("follow_up_after: 99999d", "follow_up_after: expected a length of time"),
    ("retention: {bodies: never}", "retention: bodies: expected a length of time"),
    ("crisis_contacts: {en: '1564'}", "crisis_contacts: ar is missing"),
    ("crisis_contacts: {en: '1', ar: 1564 او 1}", "crisis_contacts: ar: in Arabic, digits 0-9"),
    ("crisis_contacts: {en: '1', ar: ١٥٦٤}", "crisis_contacts: ar: in Arabic, digits 0-9"),
    ("crisis_contacts: {en: '1', ar: '1234567890123456789'}", "crisis_contacts: ar: 19 characters"),
    ("crisis_contacts: {en: ١٥٦٤, ar: '1'}", "crisis_contacts: en: in English, plain letters"),
    ("open_needs: 0", "open_needs: expected a whole number from 1 to 20"),
    ("levels: {food: 4}", "levels: food: expected a whole number from 0 to 3"),
    ("levels: {foot: 1}", "levels: unknown key foot, did you mean food?"),
    ("words_levels: {food: 4}", "words_levels: food: expected a whole number from 0 to 3"),
    ("words_levels: {foot: 1}", "words_levels: unknown key foot, did you mean food?"),
    ("weekend: [5]", "weekend: 5 is not a day, such as sat"),
    ("missed_call: ring", "missed_call: ring is not an answer to a missed call"),
    (
        "limits: {spend: {replies: 2}}",
        "limits: spend: replies: expected a share of the day's money, from 0 to 1",
    ),
    (
        "limits: {spend: {urgent: -1}}",
        "limits: spend: urgent: expected a share of the day's money, from 0 to 1",
    ),
    ("quiet_hour: {}", "unknown key quiet_hour, did you mean quiet_hours?"),
]


@pytest.mark.parametrize(("good", "bad", "line", "told"), REPLACED)
def test_a_mistake_is_told_with_its_line(good: str, bad: str, line: int, told: str) -> None:
    assert good in SMALLEST
    found = faults(SMALLEST.replace(good, bad))
    assert any(one.startswith(f"community.yaml:{line}: {told}") for one in found), found


@pytest.mark.parametrize(("bad", "told"), ADDED)
def test_a_mistake_further_down_is_told_alone(bad: str, told: str) -> None:
    assert fault(f"{SMALLEST}{bad}\n").startswith(f"community.yaml:7: {told}")


@pytest.mark.parametrize("key", ["name", "languages", "region", "areas"])
def test_what_must_be_there(key: str) -> None:
    cut = re.sub(rf"^{key}:.*\n(?: .*\n)*", "", SMALLEST, flags=re.MULTILINE)
    assert fault(cut).startswith(f"community.yaml:1: {key} is missing; add a line")


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = SMALLEST.replace("code: 2", "code: 0").replace("ar: السوق", "ar: ''")
    text = text.replace("id: harbour", "id: '!'") + "open_needs: many\nweekend: [sun, sum]\n"
    lines = [int(one.split(":")[1]) for one in faults("missed_call: ring\n" + text)]
    assert lines == [1, 6, 7, 7, 8, 9]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "community.yaml:1: the file is empty"),
        ("# nothing\n", "community.yaml:1: the file is empty"),
        ("just words", "community.yaml:1: write this as `key: value` lines"),
        ("name: a\nareas: [\n", "community.yaml:3: not valid YAML"),
        ("name: a\n\tregion: LB", "community.yaml:2: not valid YAML"),
        ("name: a\nregion: \x01", "community.yaml:2: a character that YAML forbids"),
        ("name: a\n---\nname: b\n", "community.yaml:2: not valid YAML"),
    ],
)
def test_what_is_no_such_file(text: str, told: str) -> None:
    assert fault(text).startswith(told)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from(list("abnLE:{}[]-,'\"&*!|>%@#?~ \n\t0127أ")), max_size=80))
def test_any_text_is_a_community_or_a_list_of_faults(noise: str) -> None:
    for text in (noise, SMALLEST + noise):
        try:
            parse(text)
        except CommunityFault as error:
            assert all(one.startswith("community.yaml:") for one in error.faults)
            assert error.faults


def test_yaml_guesses_nothing() -> None:
    text = SMALLEST.replace("region: LB", "region: NO").replace("id: market", "id: yes")
    community = parse(text.replace("[market]", "[yes]"))
    assert community.region == "NO"
    assert community.near("harbour") == {"yes"}
