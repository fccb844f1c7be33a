"""Numbers: how the line does, as plots, as tables and as CSV; and who is being asked too often."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from babel.dates import format_date
from flask import Response, abort, request

from hotline.domain.disclosure import Figure
from hotline.services.console import numbers
from hotline.services.console.numbers import Report, Series
from hotline.web.console import plots, spreadsheets
from hotline.web.console.look import (
    RIGHT_TO_LEFT,
    category,
    language,
    locale,
    of,
    saw_each,
    say,
    show,
)
from hotline.web.console.pages import COORDINATOR, house, jinja, page
from hotline.web.console.word_ids import ConsoleWordId

# A plot is a page of its own, and brings its own sheet; nothing else, and never a script.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@page("/numbers", role=COORDINATOR, menu="menu-numbers", order=60)
def first() -> Response:
    """Requests by kind and week."""
    return _page(numbers.REPORTS[0])


@page("/numbers/<name>", role=COORDINATOR)
def one(name: str) -> Response:
    """One report: its plot, and the same figures as a table."""
    return _page(name)


def _page(name: str) -> Response:
    report = _report(name)
    return show(
        "numbers.html",
        report=report,
        reports=numbers.REPORTS,
        weeks=_weeks(),
        choices=() if name in numbers.FIXED else numbers.WEEKS,
        asked_weeks=numbers.ASKED_WEEKS,
        colours=plots.COLOURS,
        width=plots.WIDTH,
        height=plots.HEIGHT,
        currency=house().community.limits.spend.currency,
    )


@page("/numbers/<name>/plot/<look>", role=COORDINATOR)
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


@page("/numbers/<name>/csv", role=COORDINATOR)
def table(name: str) -> Response:
    """The figures as CSV."""
    report = _report(name)
    head = [say(of("rows", report.kind)), *(series_label(each, report) for each in report.series)]
    body = (
        [_plain(row), *(_told(each.values[n]) for each in report.series)]
        for n, row in enumerate(report.rows)
    )
    return spreadsheets.answer([head, *body])


@page("/numbers/volunteers/people", role=COORDINATOR, personal=True)
def people() -> Response:
    """Who was asked most, by the name they chose."""
    found = numbers.tired(house())
    saw_each("member", [one.id for one in found])
    limit = house().community.dispatch.asks_per_week * numbers.ASKED_WEEKS
    return show("numbers_people.html", people=found, weeks=numbers.ASKED_WEEKS, limit=limit)


@page("/numbers/volunteers/people/csv", role=COORDINATOR, personal=True)
def people_table() -> Response:
    """The same as CSV."""
    found = numbers.tired(house())
    saw_each("member", [one.id for one in found])
    head = [say("name"), say("people-level"), say("series-asks")]
    rows = ([one.name or say("nameless"), str(one.level), str(one.asks)] for one in found)
    return spreadsheets.answer([head, *rows])


def _report(name: str) -> Report:
    if name not in numbers.REPORTS:
        abort(404)
    return numbers.report(house(), name, _weeks())


def _weeks() -> int:
    asked = request.args.get("weeks", "")
    return next((many for many in numbers.WEEKS if str(many) == asked), numbers.USUAL)


@jinja("row_label_of")
def row_label(row: datetime | str, report: Report) -> str:
    """What a row of a report is called."""
    if isinstance(row, datetime):
        return format_date(row, "d MMM", locale=locale())
    return row if report.kind == "error" else say(cast(ConsoleWordId, f"{report.kind}-{row}"))


def _short(row: datetime | str, report: Report) -> str:
    """What it is called in a plot: months have long names in Arabic, and would run into each other."""
    if isinstance(row, datetime) and language() in RIGHT_TO_LEFT:
        return f"{row.day}/{row.month}"
    return str(row_label(row, report))


@jinja("series_label_of")
def series_label(series: Series, report: Report) -> str:
    """What a column of a report is called: categories as members read them."""
    if report.name == "needs" and series.name in house().community.categories:
        return str(category(series.name))
    return (
        series.name
        if report.name == "needs" and not series.aside
        else say(of("series", series.name))
    )


@jinja("figure")
def figure(value: Figure, report: Report) -> str:
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
