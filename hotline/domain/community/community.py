"""A community, as its operator describes it in community.yaml.

Values only; `community_file` reads the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from flows.vocabulary.area_index import Place
from hotline.domain.limits import Limits
from hotline.domain.roster import DutyHours
from hotline.domain.schedule import QuietHours

CATEGORIES = ("food", "shelter", "transport", "money", "talk", "urgent")
LANGUAGES = ("ar", "en")

# Helping with a bed, a ride or money takes people whom the community knows a little better; a talk, and
# whatever cannot wait, takes somebody whom it knows.
_LEVELS = {"shelter": 2, "transport": 2, "money": 2, "talk": 1, "urgent": 1}
_WORDS_LEVELS = dict.fromkeys(CATEGORIES, 1)
NEWCOMER = 0
"""The level of whoever joined by themselves and was vouched for by nobody yet."""


class CommunityFault(ValueError):
    """community.yaml cannot be used; `faults` says where and what to change, one line each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Area:
    """A part of the community: its id, the code people type (1 to 89), names, neighbours' ids."""

    id: str
    code: int
    names: Mapping[str, str]
    near: frozenset[str] = frozenset()

    def place(self) -> Place:
        """The area as the readers of answers know it."""
        return Place(self.id, self.code, self.names)


@dataclass(frozen=True)
class DispatchRules:
    """How many people are asked in each wave, how long silence is waited for, how often a week."""

    waves: tuple[int, ...] = (3, 3, 5)
    urgent_waves: tuple[int, ...] = (7, 7)
    wave_gap: timedelta = timedelta(minutes=10)
    urgent_wave_gap: timedelta = timedelta(minutes=5)
    asks_per_week: int = 3

    def sizes(self, urgent: bool) -> tuple[int, ...]:
        """How many people each wave asks."""
        return self.urgent_waves if urgent else self.waves

    def gap(self, urgent: bool) -> timedelta:
        """How long after the provider's acceptance of an ask silence counts as a no."""
        return self.urgent_wave_gap if urgent else self.wave_gap


@dataclass(frozen=True)
class Community:
    """Everything that differs between one community and the next.

    `name`, `crisis_contacts` and the names of areas are by language; `crisis_contacts` is empty
    where the operator gave none. `region` and `allowed_countries` are ISO codes, `coordinators`
    numbers in E.164, `weekend` days counted from Monday, 0. `open_needs` is how many requests one
    member may have open at a time, `call_backs_per_day` how many missed calls the whole line
    answers with a call of its own within 24 hours, where `missed_call` is call_back. `quick_exit` is
    the https address to which the console's way out leads, empty for a blank page. Outside of
    `duty_hours` nobody need be on duty: the roster has no gaps there. `levels` is what a helper needs, by
    category, and `words_levels` from which level on they get the asker's words. Without `two_people`
    one of the staff is enough where otherwise a second has to agree (domain/two_people.py), in a small
    team.
    """

    name: Mapping[str, str]
    languages: tuple[str, ...]
    default_language: str
    region: str
    areas: tuple[Area, ...]
    quiet_hours: QuietHours
    allowed_countries: frozenset[str]
    categories: tuple[str, ...] = CATEGORIES
    coordinators: tuple[str, ...] = field(default=(), repr=False)
    dispatch: DispatchRules = field(default_factory=DispatchRules)
    follow_up_after: timedelta = timedelta(hours=24)
    urgent_follow_up_after: timedelta = timedelta(hours=1)
    retention_bodies: timedelta = timedelta(days=14)
    retention_needs: timedelta = timedelta(days=30)
    retention_record: timedelta = timedelta(days=90)
    crisis_contacts: Mapping[str, str] = field(default_factory=dict)
    open_needs: int = 3
    levels: Mapping[str, int] = field(default_factory=lambda: dict(_LEVELS))
    words_levels: Mapping[str, int] = field(default_factory=lambda: dict(_WORDS_LEVELS))
    weekend: tuple[int, ...] = (5, 6)
    missed_call: str = "none"
    call_backs_per_day: int = 200
    limits: Limits = field(default_factory=Limits)
    quick_exit: str = ""
    duty_hours: DutyHours = field(default_factory=DutyHours)
    two_people: bool = True

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which today, tomorrow and quiet hours are meant."""
        return self.quiet_hours.zone

    def places(self) -> tuple[Place, ...]:
        """The areas, for a Lexicon."""
        return tuple(area.place() for area in self.areas)

    def area(self, area_id: str) -> Area | None:
        """The area of this id; None where it is not (or no longer) in the file."""
        return next((area for area in self.areas if area.id == area_id), None)

    def near(self, area_id: str) -> frozenset[str]:
        """The ids of the areas next to this one."""
        area = self.area(area_id)
        return area.near if area else frozenset()

    def min_level(self, category: str, *, urgent: bool = False) -> int:
        """The level (0 to 3) that a helper in this category needs; for what is `urgent`, whatever it is,
        at least that of the urgent ones."""
        own = self.levels.get(category, NEWCOMER)
        return max(own, self.levels.get("urgent", NEWCOMER)) if urgent else own

    def words_level(self, category: str) -> int:
        """The level (0 to 3) from which on a helper in this category gets the asker's words."""
        return self.words_levels.get(category, NEWCOMER)

    def without_words(self, level: int) -> tuple[str, ...]:
        """The categories in which a helper of this level gets no words of the asker's."""
        return tuple(one for one in CATEGORIES if self.words_level(one) > level)

    def follow_up_delay(self, urgent: bool) -> timedelta:
        """How long after the acceptance the asker is checked on."""
        return self.urgent_follow_up_after if urgent else self.follow_up_after
