"""What the doctor says: one finding, one line, with what to change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from hotline.config import Settings
from hotline.domain.community.community import Community
from hotline.gateway.inspection import Inspection
from hotline.gateway.prompts import Prompts
from hotline.gateway.round_trip import Outcome
from hotline.store.db.database import Database


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be: `what` it is, and what to `change`.

    `grave` is False for what may be meant so; `change` is empty where `what` says that as well.
    Holds no number, no word of a member and no secret.
    """

    check: str
    what: str
    change: str
    grave: bool = True

    def as_line(self) -> str:
        """For a person."""
        told = f"{self.what}; {self.change}" if self.change else self.what
        return f"{'WRONG' if self.grave else 'note '}  {self.check}: {told}"


class NoDatabase(Exception):
    """There is no database yet, and looking must not make one."""


@dataclass(frozen=True)
class Target:
    """What is looked at. `clock()` is the present; `round_trip()` posts to the public address."""

    settings: Settings
    community: Community
    database: Database
    inspection: Inspection
    prompts: Prompts
    round_trip: Callable[[], tuple[Outcome, int]]
    clock: Callable[[], datetime]

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads. Raises NoDatabase, SQLAlchemyError."""
        if self.database.is_sqlite and not Path(self.database.url.database or "").exists():
            raise NoDatabase
        with self.database.reading() as db:
            yield db


Check = Callable[[Target], Iterator[Finding]]


@dataclass(frozen=True)
class Diagnosis:
    """Everything found, in the order of the checks, and the names of the checks that were made."""

    findings: tuple[Finding, ...]
    looked_at: tuple[str, ...] = field(default=())

    @property
    def well(self) -> bool:
        """Whether nothing grave was found."""
        return not any(finding.grave for finding in self.findings)

    def as_json(self) -> Mapping[str, object]:
        """For a program."""
        found = [asdict(finding) for finding in self.findings]
        return {"well": self.well, "looked_at": list(self.looked_at), "findings": found}
