"""What is left of a closed need: the week it was opened in, and how soon somebody said yes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

# Coarse, so that a count of one tells little about anybody.
_WITHIN = (
    ("5m", timedelta(minutes=5)),
    ("15m", timedelta(minutes=15)),
    ("1h", timedelta(hours=1)),
    ("1d", timedelta(days=1)),
)
YES_WITHIN = (*(name for name, _ in _WITHIN), "later", "never")


def week_of(moment: datetime) -> datetime:
    """Monday, 0:00 UTC, of the week that `moment` (aware) lies in."""
    day = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


def yes_within(opened_at: datetime, first_yes: datetime | None) -> str:
    """How soon the first yes came, as one of YES_WITHIN."""
    if first_yes is None:
        return "never"
    waited = first_yes - opened_at
    return next((name for name, most in _WITHIN if waited <= most), "later")
