"""`hotline doctor`: what is set up wrongly, each in one line with what to change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from hotline.cli import bootstrap
from hotline.config import ConfigFault, load_community
from hotline.domain.community.community import CommunityFault

if TYPE_CHECKING:
    from hotline.services.doctor.findings import Diagnosis


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For a program: one object.")
def doctor(as_json: bool) -> None:
    """Look at everything that can be set up wrongly, and say what to change.

    Reads settings, database, Redis and the number's set-up at the provider, and posts a signed request to
    the public address. Changes nothing and texts nobody. The exit status is 0 when all is well, 1 when
    something is wrong; notes alone are no reason for 1.
    """
    report = _report()
    click.echo(json.dumps(report.as_json(), indent=2) if as_json else _told(report))
    raise SystemExit(0 if report.well else 1)


def _report() -> Diagnosis:
    from hotline.services.doctor.examine import examine
    from hotline.services.doctor.findings import Diagnosis, Finding
    from hotline.wiring import diagnosis_target

    try:
        settings = bootstrap.settings()
        examined = diagnosis_target(settings, load_community(settings))
    except (ConfigFault, CommunityFault) as fault:
        found = tuple(Finding("settings", line, "") for line in fault.faults)
        return Diagnosis(found, ("settings",))
    try:
        return examine(examined)
    finally:
        examined.database.dispose()


def _told(report: Diagnosis) -> str:
    lines = [finding.as_line() for finding in report.findings]
    grave = sum(finding.grave for finding in report.findings)
    end = f"{grave} to mend." if grave else "All is well."
    return "\n".join([*lines, f"{end} Looked at: {', '.join(report.looked_at)}."])
