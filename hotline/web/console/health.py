"""Health: what waits, what is late, what the provider refuses, what is spent, and what the doctor says."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Response, url_for

from hotline.services import vitals
from hotline.services.console import examining
from hotline.web.console.look import Part, go, me, part, say, show, wait
from hotline.web.console.pages import COORDINATOR, STEWARD, house, jinja, page
from hotline.wiring import patient_of

_YOUNG = timedelta(minutes=1)


@page("/health", role=COORDINATOR, menu="menu-health", order=70)
def now() -> Response:
    """How the line is just now."""
    return _page()


def _page(**values: Any) -> Response:
    return show("health.html", vitals=_vitals(), **values)


@page("/health/now", role=COORDINATOR, by_itself=True)
def figures() -> Response:
    """The figures alone, as the page asks for them by itself."""
    return _vitals().answer()


def _vitals() -> Part:
    found, redis = vitals.look(house()), house().doorbell.answers()
    share = house().community.limits.spend.share(found.spent)
    return part(
        "vitals",
        "_health_vitals.html",
        url_for("console.health_figures"),
        now=found,
        redis=redis,
        share=int(share * 100),
    )


@page("/health/doctor", role=STEWARD, post=True)
def examine() -> Response:
    """Have the doctor look at everything now, and show what was found."""
    report = examining.examine(house(), me(), patient_of(house()))
    if report is None:
        return go("health_now", "doctor-busy")
    return _page(report=report)


@jinja("ago")
def ago(moment: datetime) -> str:
    """How long that is ago; in steps, so that a page in which nothing changes stays the same."""
    passed = house().clock() - moment
    return say("health-moment") if passed < _YOUNG else wait(moment)


@jinja("is_old")
def is_old(moment: datetime) -> bool:
    """Whether it is longer ago than a line that is well lets anything wait."""
    return house().clock() - moment >= _YOUNG
