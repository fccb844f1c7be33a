"""What is open, for operators: no names, no numbers, no words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection

from hotline.store.needs import asks, needs
from hotline.store.needs.needs import Need


@dataclass(frozen=True)
class OpenNeed:
    """A live need: `when` is a value of understanding/told/days.py, `asked` how many people were texted."""

    reference: str
    category: str
    area: str
    when: str
    people: int | None
    urgent: bool
    state: str
    wave: int
    asked: int
    opened_at: datetime

    def as_json(self) -> dict[str, object]:
        """Plain values; the time as ISO 8601 in UTC."""
        return asdict(self) | {"opened_at": self.opened_at.isoformat()}


def open_needs(db: Connection) -> list[OpenNeed]:
    """Every live need, the oldest first."""
    return [_listed(need, asks.people_asked(db, need.id)) for need in needs.live(db)]


def _listed(need: Need, asked: int) -> OpenNeed:
    return OpenNeed(
        reference=need.reference,
        category=need.category,
        area=need.area,
        when=need.when.value,
        people=need.people,
        urgent=need.urgent,
        state=need.state,
        wave=need.wave,
        asked=asked,
        opened_at=need.opened_at,
    )
