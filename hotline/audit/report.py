"""An audit from beginning to end, and its report: ids and figures, never a number or a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hotline.audit import chain, record, sealed
from hotline.audit.chain import Note
from hotline.audit.checks import BrokenPromise, Check, asked
from hotline.audit.ledger import Ledger, opened
from hotline.audit.promises import PROMISES
from hotline.audit.record import Balance, Event
from hotline.audit.shape import SHAPE
from hotline.audit.texts import TEXTS
from hotline.audit.times import TIMES

CHECKS: tuple[Check, ...] = (*SHAPE, *PROMISES, *TEXTS, *TIMES)
PATIENCE = timedelta(minutes=5)  # what is due may be so late, on a busy machine or after an outage
_COUNTED = ("members", "inbound_messages", "needs", "asks", "matches", "outbox", "attempts")
_MOST_IDS = 10
_OF_THE_RECORD = 2  # that it is one chain, and the one that was noted


@dataclass(frozen=True)
class AuditReport:
    """What an audit found; `balance` where there was a provider's record to compare with."""

    findings: tuple[BrokenPromise, ...]
    checked: int
    counts: Mapping[str, int] = field(default_factory=dict)
    balance: Balance | None = None

    @property
    def clean(self) -> bool:
        """Whether every promise is kept."""
        return not self.findings

    def names(self) -> set[str]:
        """The checks that found something."""
        return {finding.check for finding in self.findings}

    def lines(self) -> list[str]:
        """For people to read."""
        counted = ", ".join(f"{number} {name}" for name, number in self.counts.items())
        found = [_line(finding) for finding in self.findings] or ["Every promise is kept."]
        return [f"{self.checked} checks of {counted}.", *found]

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "clean": self.clean,
            "checked": self.checked,
            "counts": dict(self.counts),
            "findings": [vars(finding) for finding in self.findings],
            "balance": None if self.balance is None else vars(self.balance),
        }


def audit(
    database_url: str,
    *,
    now: datetime | None = None,
    patience: timedelta = PATIENCE,
    masters: tuple[bytes, ...] = (),
    events: Iterable[Event] | None = None,
    notes: Sequence[Note] = (),
) -> AuditReport:
    """Check a database, at `now`; whatever was due longer than `patience` ago counts as stuck.

    With `masters` (master keys, newest first) what is sealed must open, and the record must be one chain,
    with each link in it of `notes`, which were noted elsewhere; with `events`, the record of
    the local carrier from the database's first day on, both books must agree, which needs the key as
    well. Raises LedgerFault where the database cannot be read, WrongKey where no key fits.
    """
    moment = now or datetime.now(UTC)
    with opened(database_url) as ledger:
        found = asked(ledger, CHECKS, _milliseconds(moment), _milliseconds(moment - patience))
        balance = None
        if masters:
            keys = sealed.DataKeys(ledger, masters)
            found += sealed.findings(ledger, keys)
            found += chain.findings(ledger, keys.index, notes)
            if events is not None:
                differing, balance = record.compared(ledger, keys, record.read(events))
                found += differing
        return AuditReport(tuple(found), _checked(masters, balance), _counts(ledger), balance)


def _checked(masters: tuple[bytes, ...], balance: Balance | None) -> int:
    both_books = 6 if balance else 0
    return len(CHECKS) + (len(sealed.COLUMNS) + _OF_THE_RECORD if masters else 0) + both_books


def _counts(ledger: Ledger) -> dict[str, int]:
    return {table: ledger.count(table) for table in _COUNTED}


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _line(finding: BrokenPromise) -> str:
    shown = ", ".join(str(one) for one in finding.ids[:_MOST_IDS])
    more = f" and {len(finding.ids) - _MOST_IDS} more" if len(finding.ids) > _MOST_IDS else ""
    return f"{finding.check}: {finding.says} ({finding.table} {shown}{more})"
