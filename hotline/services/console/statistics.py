"""How the line does, in numbers that give nobody away: what each page of them, its plot and its CSV show.

All three are drawn from one Report, in which nothing stands that may not be shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from hotline.domain.states import MessageState
from hotline.domain.statistics import disclosure
from hotline.domain.statistics.counting import YES_WITHIN, week_of
from hotline.domain.statistics.disclosure import Figure
from hotline.services.kernel.app import App
from hotline.store.conversation import learned_words, reading_counts
from hotline.store.needs import statistics
from hotline.store.needs.statistics import FAILED, NeedGroup
from hotline.store.people import members

WEEKS = (4, 12, 26, 52)  # how far back one may look
USUAL = 12
ASKED_WEEKS = (
    4  # over which asks for each volunteer are counted: requests themselves go after a while
)
MOST_PEOPLE = 50

_WEEK = timedelta(weeks=1)
_BANDS = {"5-9": range(5, 10), "10-14": range(10, 15), "15-": range(15, 1_000_000)}

Unit = Literal["count", "percent", "average", "money"]
Rows = Literal["week", "within", "band", "error"]


@dataclass(frozen=True)
class Series:
    """One column of figures; those that are `aside` stand in the table and are not drawn."""

    name: str
    values: tuple[Figure, ...]
    aside: bool = False


@dataclass(frozen=True)
class FiguresReport:
    """Figures by rows: Mondays for `week`, ids for the others. `stacked` bars stand on each other."""

    name: str
    unit: Unit
    kind: Rows
    rows: tuple[datetime | str, ...]
    series: tuple[Series, ...]
    stacked: bool = False

    @property
    def drawn(self) -> tuple[Series, ...]:
        return tuple(each for each in self.series if not each.aside)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that may be drawn."""
        return all(one.number is None for each in self.drawn for one in each.values)


@dataclass(frozen=True)
class Tired:
    """A volunteer who was asked `asks` times lately, by the name they chose; empty where none."""

    id: int
    name: str
    level: int
    asks: int


def report(app: App, name: str, weeks: int) -> FiguresReport:
    """One of REPORTS over so many weeks, this one among them. Raises KeyError for an unknown one."""
    make = _MAKERS[name]
    with app.database.reading() as db:
        return make(app, db, weeks)


def _weeks(app: App, many: int) -> list[datetime]:
    this = week_of(app.clock())
    return [this - _WEEK * back for back in reversed(range(many))]


def _by_week(app: App, db: Connection, many: int) -> dict[datetime, list[NeedGroup]]:
    found: dict[datetime, list[NeedGroup]] = {week: [] for week in _weeks(app, many)}
    for group in statistics.groups(db, next(iter(found))):
        found.setdefault(group.week, []).append(group)
    return found


def _needs(app: App, db: Connection, many: int) -> FiguresReport:
    found = _by_week(app, db, many)
    counted = [Counter[str]() for _ in found]
    for tally, groups in zip(counted, found.values(), strict=True):
        for group in groups:
            tally[group.category] += group.needs
    here = app.community.categories
    kinds = [*here, *sorted({kind for tally in counted for kind in tally} - set(here))]
    series = [_series(kind, (disclosure.count(tally[kind]) for tally in counted)) for kind in kinds]
    sums = (disclosure.total(tally[kind] for kind in kinds) for tally in counted)
    return FiguresReport(
        "needs",
        "count",
        "week",
        tuple(found),
        (*series, _series("total", sums, aside=True)),
        stacked=True,
    )


def _answered(app: App, db: Connection, many: int) -> FiguresReport:
    found = _by_week(app, db, many)
    shares = (disclosure.share(*_yeses(groups)) for groups in found.values())
    return FiguresReport(
        "answered", "percent", "week", tuple(found), (_series("answered", shares),)
    )


def _yeses(groups: Iterable[NeedGroup]) -> tuple[int, int]:
    """How many were answered with a yes, of how many that are not waiting any more."""
    over = [group for group in groups if group.within is not None]
    return sum(g.needs for g in over if g.within != "never"), sum(g.needs for g in over)


def _waiting(app: App, db: Connection, many: int) -> FiguresReport:
    tally: Counter[str] = Counter()
    for groups in _by_week(app, db, many).values():
        for group in groups:
            if group.within is not None:
                tally[group.within] += group.needs
    shares = (disclosure.share(tally[within], tally.total()) for within in YES_WITHIN)
    return FiguresReport("waiting", "percent", "within", YES_WITHIN, (_series("requests", shares),))


def _texts(app: App, db: Connection, many: int) -> FiguresReport:
    asks = _each(app, db, many, lambda group: group.asks)
    texts = _each(app, db, many, lambda group: group.texts)
    weeks = tuple(_weeks(app, many))
    return FiguresReport(
        "texts", "average", "week", weeks, (Series("asks", asks), Series("texts", texts))
    )


def _cost(app: App, db: Connection, many: int) -> FiguresReport:
    price = float(app.community.limits.spend.segment)
    each = _each(app, db, many, lambda group: group.segments * price, 2)
    return FiguresReport("cost", "money", "week", tuple(_weeks(app, many)), (Series("cost", each),))


def _each(
    app: App, db: Connection, many: int, of: Callable[[NeedGroup], float], digits: int = 1
) -> tuple[Figure, ...]:
    """How much of something falls on each need, by week."""
    return tuple(
        disclosure.average(sum(map(of, groups)), sum(group.needs for group in groups), digits)
        for groups in _by_week(app, db, many).values()
    )


def _volunteers(app: App, db: Connection, _: int) -> FiguresReport:
    asked = statistics.asked(db, app.clock() - ASKED_WEEKS * _WEEK).values()
    bands: Mapping[str, range] = {"1-4": range(1, 5), **_BANDS}
    people = (disclosure.count(sum(one in band for one in asked)) for band in bands.values())
    return FiguresReport(
        "volunteers", "count", "band", tuple(bands), (_series("volunteers", people),)
    )


def _failures(app: App, db: Connection, many: int) -> FiguresReport:
    weeks = _kept_weeks(app, many)
    ends = [statistics.texts(db, week, week + _WEEK) for week in weeks]
    failed = [sum(n for (state, _), n in end.items() if state in FAILED) for end in ends]
    return FiguresReport(
        "failures",
        "count",
        "week",
        tuple(weeks),
        (
            _series("failed", map(disclosure.count, failed)),
            _series("sent", map(_sent, ends, failed), aside=True),
        ),
    )


def _sent(end: Mapping[tuple[MessageState, str | None], int], failed: int) -> Figure:
    return disclosure.total((failed, sum(end.values()) - failed))


def _errors(app: App, db: Connection, many: int) -> FiguresReport:
    ends = statistics.texts(db, _kept_weeks(app, many)[0], app.clock() + _WEEK)
    tally: Counter[str] = Counter()
    for (state, error), times in ends.items():
        if state in FAILED:
            tally[error or "-"] += times
    codes = [code for code, times in tally.most_common(8) if times >= disclosure.LEAST]
    shares = (disclosure.share(tally[code], tally.total()) for code in codes)
    return FiguresReport("errors", "percent", "error", tuple(codes), (_series("failed", shares),))


def _reading(app: App, db: Connection, many: int) -> FiguresReport:
    weeks = _weeks(app, many)
    texts = reading_counts.texts_by_week(db, weeks[0])
    counts = reading_counts.by_week(db, weeks[0])
    asked = [counts.get((week, "asked"), 0) for week in weeks]
    unread = [counts.get((week, "unread"), 0) for week in weeks]
    rest = [texts.get(week, 0) for week in weeks]
    understood = [max(n - a - u, 0) for n, a, u in zip(rest, asked, unread, strict=True)]
    named = (("understood", understood), ("asked-about", asked), ("unread", unread))
    series = [_series(name, map(disclosure.count, each)) for name, each in named]
    taught = Counter(map(week_of, learned_words.taught_since(db, weeks[0])))
    words = _series("learned", (Figure(taught[week]) for week in weeks), aside=True)  # of no person
    return FiguresReport("reading", "count", "week", tuple(weeks), (*series, words), stacked=True)


def _kept_weeks(app: App, many: int) -> list[datetime]:
    """Of the weeks those whose texts are all here still, and this one."""
    kept = app.clock() - app.community.retention_bodies
    *before, this = _weeks(app, many)
    return [*(week for week in before if week >= kept), this]


def _series(name: str, values: Iterable[Figure], aside: bool = False) -> Series:
    return Series(name, tuple(values), aside)


_MAKERS: Mapping[str, Callable[[App, Connection, int], FiguresReport]] = {
    "needs": _needs,
    "waiting": _waiting,
    "answered": _answered,
    "texts": _texts,
    "cost": _cost,
    "volunteers": _volunteers,
    "failures": _failures,
    "errors": _errors,
    "reading": _reading,
}
REPORTS: Sequence[str] = tuple(_MAKERS)
FIXED = frozenset({"volunteers"})  # those whose time is not chosen


def on_max_retries(app: App) -> list[Tired]:
    """Who was asked five times or more lately, the most asked first; never by number."""
    with app.database.reading() as db:
        counted = Counter(statistics.asked(db, app.clock() - ASKED_WEEKS * _WEEK))
        most = [(id, n) for id, n in counted.most_common(MOST_PEOPLE) if n >= disclosure.LEAST]
        ids = [id for id, _ in most]
        names, levels = members.names_of(db, app.vault, ids), members.levels_of(db, ids)
    return [Tired(id, names.get(id, ""), levels[id], n) for id, n in most]
