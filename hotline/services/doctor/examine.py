"""Every check, in the order in which mistakes are best mended."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.exc import SQLAlchemyError

from hotline.services.doctor import (
    address,
    bell,
    keys,
    people,
    processes,
    provider,
    storage,
)
from hotline.services.doctor.findings import Check, Finding, NoDatabase, Patient, Report

CHECKS: Mapping[str, Check] = {
    "key": keys.look,
    "storage": storage.look,
    "processes": processes.look,
    "redis": bell.look,
    "address": address.look,
    "provider": provider.look,
    "community": people.look,
}


def examine(patient: Patient) -> Report:
    """Look at everything; a check that cannot be made is a finding itself. Changes nothing."""
    found: list[Finding] = []
    for check in CHECKS.values():
        try:
            found += check(patient)
        except NoDatabase:
            found.append(_NO_DATABASE)
        except SQLAlchemyError as fault:
            found.append(_no_answer(fault))
    return Report(tuple(dict.fromkeys(found)), tuple(CHECKS))


_NO_DATABASE = Finding("storage", "there is no database yet", "run `hotline migrate`")


def _no_answer(fault: SQLAlchemyError) -> Finding:
    kind = type(getattr(fault, "orig", None) or fault).__name__
    return Finding(
        "storage",
        f"the database did not answer ({kind})",
        "see that it runs, that DATABASE_URL is right, and that `hotline migrate` has been run",
    )
