"""The rows of the record as its chain sees them: what each says, and whom it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import BigInteger, ColumnElement, Connection, Table, select, type_coerce

from hotline.store.schema import console_actions, events
from hotline.store.upkeep.chaining import Chain


@dataclass(frozen=True)
class Trail:
    """One of the tables. `said` are the columns that a link covers as they are; `named`, by the name of
    its mark, those that may hold a member's id: where `members_only` is given, only in rows of that kind."""

    table: Table
    said: tuple[str, ...]
    named: Mapping[str, str]
    members_only: str | None = None

    def place(self, mark: str) -> str:
        """The column that this mark is for, as `table.column`."""
        return f"{self.table.name}.{self.named[mark]}"


TRAILS = (
    Trail(events, ("at", "kind", "need_id"), {"member": "member_id", "actor": "actor_id"}),
    Trail(
        console_actions,
        ("at", "staff_id", "action", "kind"),
        {"target": "target_id"},
        members_only="member",
    ),
)


@dataclass(frozen=True)
class Named:
    """An id in a row, and where it is a member's, its mark and what proves it."""

    id: int | None
    mark: bytes | None
    proof: bytes | None


@dataclass(frozen=True)
class Entry:
    """A row of the record; `at` in milliseconds since 1970, `turn` its place among those of that moment.

    `seq` and `link` are empty until it is linked.
    """

    trail: Trail
    id: int
    at: int
    turn: int
    seq: int | None
    link: bytes | None
    said: tuple[int | str | None, ...]
    named: Mapping[str, Named]
    names_members: bool

    def covered(self, seq: int) -> list[int | str | None]:
        """What its link covers at this place; of a member the mark alone."""
        whom = [self._covered(one) for one in self.named.values()]
        return [seq, self.trail.table.name, self.id, *self.said, *whom]

    def _covered(self, named: Named) -> int | str | None:
        if not self.names_members:
            return named.id
        return None if named.mark is None else named.mark.hex()

    def marked(self, chain: Chain) -> Entry:
        """With a mark for each member that it names; one that was marked before keeps its mark."""
        return replace(
            self, named={mark: self._marked(chain, one) for mark, one in self.named.items()}
        )

    def _marked(self, chain: Chain, named: Named) -> Named:
        if named.mark is not None or named.id is None or not self.names_members:
            return named
        return Named(named.id, *chain.marked(named.id))

    def marks(self) -> dict[str, object]:
        """The columns of its marks and proofs."""
        marks = {f"{mark}_mark": one.mark for mark, one in self.named.items()}
        return {**marks, **{f"{mark}_proof": one.proof for mark, one in self.named.items()}}


def entries(
    db: Connection,
    trail: Trail,
    *where: ColumnElement[bool],
    limit: int | None = None,
    skip_locked: bool = False,
) -> list[Entry]:
    """Rows of one table, locked until the transaction ends, the oldest first."""
    t = trail.table.c
    at = type_coerce(t.at, BigInteger).label("at")  # milliseconds, as the auditor reads them
    own = [column for column in trail.table.columns if column.name != "at"]
    query = select(at, *own).where(*where).order_by(t.at, t.turn).limit(limit)
    rows = db.execute(query.with_for_update(skip_locked=skip_locked)).mappings()
    return [_entry(trail, dict(row)) for row in rows]


def _entry(trail: Trail, row: dict[str, object]) -> Entry:
    """From the columns of a row by name."""
    named = {
        mark: Named(row[column], row[f"{mark}_mark"], row[f"{mark}_proof"])  # type: ignore[arg-type]
        for mark, column in trail.named.items()
    }
    members = trail.members_only is None or row["kind"] == trail.members_only
    said = tuple(row[name] for name in trail.said)
    own = row["id"], row["at"], row["turn"], row["seq"], row["link"]
    return Entry(trail, *own, said, named, members)  # type: ignore[arg-type]
