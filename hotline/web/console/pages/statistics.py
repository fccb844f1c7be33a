"""Numbers: how the line does, as plots, as tables and as CSV; and who is being asked too often."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from babel.dates import format_date
from flask import Response, abort, request

from hotline.domain.statistics.disclosure import Figure
from hotline.services.console import statistics
from hotline.services.console.statistics import FiguresReport, Series
from hotline.web.console import csv_export, plots
from hotline.web.console.rendering import (
    RIGHT_TO_LEFT,
    category,
    enough_seen,
    language,
    locale,
    may_list_members,
    of,
    saw_each,
    say,
    show,
)
from hotline.web.console.routing import COORDINATOR, app, jinja, page
from hotline.web.console.word_ids import ConsoleWordId

# A plot is a page of its own, and brings its own sheet; nothing else, and never a script.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@page("/statistics", role=COORDINATOR, menu="menu-numbers", order=60)
def first() -> Response:
    """Requests by kind and week."""
    return _page(statistics.REPORTS[0])


@page("/statistics/<name>", role=COORDINATOR)
def detail(name: str) -> Response:
    """One report: its plot, and the same figures as a table."""
    return _page(name)


def _page(name: str) -> Response:
    report = _report(name)
    return show(
        "statistics.html",
        report=report,
        reports=statistics.REPORTS,
        weeks=_weeks(),
        choices=() if name in statistics.FIXED else statistics.WEEKS,
        asked_weeks=statistics.ASKED_WEEKS,
        colours=plots.COLOURS,
        width=plots.WIDTH,
        height=plots.HEIGHT,
        currency=app().community.limits.spend.currency,
    )


@page("/statistics/<name>/plot/<look>", role=COORDINATOR)
def plot(name: str, look: str) -> Response:
    """The plot alone, an image, for light pages or dark ones."""
    report = _report(name)
    if look not in plots.LOOKS:
        abort(404)
    turned = language() in RIGHT_TO_LEFT
    labels = [_short(row, report) for row in report.rows]
    drawn = plots.svg(report, labels, right_to_left=turned, look=look)
    answer = Response(drawn, content_type="image/svg+xml; charset=utf-8")
    answer.headers["Content-Security-Policy"] = _POLICY
    return answer


@page("/statistics/<name>/csv", role=COORDINATOR)
def table(name: str) -> Response:
    """The figures as CSV."""
    report = _report(name)
    head = [say(of("rows", report.kind)), *(series_label(each, report) for each in report.series)]
    body = (
        [_plain(row), *(_told(each.values[n]) for each in report.series)]
        for n, row in enumerate(report.rows)
    )
    return csv_export.answer([head, *body])


@page("/statistics/volunteers/people", role=COORDINATOR, personal=True)
def people() -> Response:
    """Who was asked most, by the name they chose."""
    if not may_list_members(searched=False):
        return enough_seen()
    found = statistics.on_max_retries(app())
    saw_each("member", [one.id for one in found])
    limit = app().community.dispatch.asks_per_week * statistics.ASKED_WEEKS
    return show("statistics_people.html", people=found, weeks=statistics.ASKED_WEEKS, limit=limit)


@page("/statistics/volunteers/people/csv", role=COORDINATOR, personal=True)
def people_table() -> Response:
    """The same as CSV."""
    if not may_list_members(searched=False):
        return enough_seen()
    found = statistics.on_max_retries(app())
    saw_each("member", [one.id for one in found])
    head = [say("name"), say("people-level"), say("series-asks")]
    rows = ([one.name or say("nameless"), str(one.level), str(one.asks)] for one in found)
    return csv_export.answer([head, *rows])


def _report(name: str) -> FiguresReport:
    if name not in statistics.REPORTS:
        abort(404)
    return statistics.report(app(), name, _weeks())


def _weeks() -> int:
    asked = request.args.get("weeks", "")
    return next((many for many in statistics.WEEKS if str(many) == asked), statistics.USUAL)


@jinja("row_label_of")
def row_label(row: datetime | str, report: FiguresReport) -> str:
    """What a row of a report is called."""
    if isinstance(row, datetime):
        return format_date(row, "d MMM", locale=locale())
    return row if report.kind == "error" else say(cast(ConsoleWordId, f"{report.kind}-{row}"))


def _short(row: datetime | str, report: FiguresReport) -> str:
    """What it is called in a plot: months have long names in Arabic, and would run into each other."""
    if isinstance(row, datetime) and language() in RIGHT_TO_LEFT:
        return f"{row.day}/{row.month}"
    return str(row_label(row, report))


@jinja("series_label_of")
def series_label(series: Series, report: FiguresReport) -> str:
    """What a column of a report is called: categories as members read them."""
    if report.name == "needs" and series.name in app().community.categories:
        return str(category(series.name))
    return (
        series.name
        if report.name == "needs" and not series.aside
        else say(of("series", series.name))
    )


@jinja("figure")
def figure(value: Figure, report: FiguresReport) -> str:
    """A figure as people read it."""
    if value.number is None:
        return say(of("figure", value.note))
    units = {"count": "{:.0f}", "percent": "{:.0f}%", "average": "{:.1f}", "money": "{:.2f}"}
    number = units[report.unit].format(value.number)
    return say(of("figure", value.note), number=number) if value.note else number


def _plain(row: datetime | str) -> str:
    return row.date().isoformat() if isinstance(row, datetime) else row


def _told(value: Figure) -> str:
    """A figure as programs read it: a number, or `<5`, `>=12` and the like."""
    if value.number is None:
        return {"under": "<5", "all-but": "all but <5"}.get(value.note, "")
    return f">={value.number:g}" if value.note == "at-least" else f"{value.number:g}"
