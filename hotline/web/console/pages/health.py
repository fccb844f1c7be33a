"""Health: what waits, what is late, what the provider refuses, what is spent, and what the doctor says."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Response, url_for

from hotline.services.console import doctor_runs
from hotline.services.doctor.findings import Diagnosis
from hotline.services.operations import metrics
from hotline.web.console.rendering import Part, go, me, part, say, show, wait
from hotline.web.console.routing import COORDINATOR, STEWARD, app, jinja, page
from hotline.wiring import diagnosis_target_of

_YOUNG = timedelta(minutes=1)


@page("/health", role=COORDINATOR, menu="menu-health", order=70)
def now() -> Response:
    """How the line is just now."""
    return _page()


def _page(**shown: Diagnosis) -> Response:
    return show("health.html", 200, None, vitals=_vitals(), **shown)


@page("/health/now", role=COORDINATOR, by_itself=True)
def figures() -> Response:
    """The figures alone, as the page asks for them by itself."""
    return _vitals().answer()


def _vitals() -> Part:
    found, redis = metrics.current_metrics(app()), app().doorbell.answers()
    share = app().community.limits.spend.part(found.spent)
    return part(
        "vitals",
        "_health_metrics.html",
        url_for("console.health_figures"),
        now=found,
        redis=redis,
        share=int(share * 100),
    )


@page("/health/doctor", role=STEWARD, post=True)
def examine() -> Response:
    """Have the doctor look at everything now, and show what was found."""
    report = doctor_runs.examine(app(), me(), diagnosis_target_of(app()))
    if report is None:
        return go("health_now", "doctor-busy")
    return _page(report=report)


@jinja("ago")
def ago(moment: datetime) -> str:
    """How long that is ago; in steps, so that a page in which nothing changes stays the same."""
    passed = app().clock() - moment
    return say("health-moment") if passed < _YOUNG else wait(moment)


@jinja("is_old")
def is_old(moment: datetime) -> bool:
    """Whether it is longer ago than a line that is well lets anything wait."""
    return app().clock() - moment >= _YOUNG
