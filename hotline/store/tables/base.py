"""What every table is made of: one catalogue, ids of our own, columns that point at other rows."""

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, MetaData, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def row_id() -> Column[int]:
    """The key: an id made by us (store/db/ids.py)."""
    return Column("id", BigInteger, primary_key=True, autoincrement=False)


def of(name: str, target: str, *, nullable: bool = False, primary_key: bool = False) -> Column[int]:
    """Belongs to a row of another table, and goes with it."""
    return Column(
        name,
        BigInteger,
        ForeignKey(f"{target}.id", ondelete="CASCADE"),
        nullable=nullable,
        primary_key=primary_key,
        autoincrement=False,
    )


def turn() -> Column[int]:
    """What came first among rows of one moment (store/db/ids.py); 0 once that moment is coarse."""
    return Column("turn", BigInteger, nullable=False, default=0, server_default="0")


def where(condition: str) -> dict[str, Any]:
    """Index only the rows for which this holds."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def about(name: str, target: str) -> Column[int]:
    """Points at something that may go before this row does."""
    key = ForeignKey(f"{target}.id", ondelete="SET NULL")
    return Column(name, BigInteger, key, autoincrement=False)


def linked(*members: str) -> list[Column[int] | Column[bytes]]:
    """A link in the record's chain: empty until it is chained. `members` are what names a member.

    Of each the link covers the mark alone, a hash of the id and a random proof. When the member is erased
    their id goes, and what shows that it was cut takes the proof's place.
    """
    marks = [Column(f"{name}_{part}", LargeBinary(32)) for name in members for part in _MARK]
    return [Column("seq", BigInteger), Column("link", LargeBinary(32)), *marks]


_MARK = ("mark", "proof")
