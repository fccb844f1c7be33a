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
from hotline.services.doctor.findings import Check, Diagnosis, Finding, NoDatabase, Target

CHECKS: Mapping[str, Check] = {
    "key": keys.inspect_keys,
    "storage": storage.inspect_storage,
    "processes": processes.inspect_processes,
    "redis": bell.inspect_redis,
    "address": address.inspect_public_url,
    "provider": provider.inspect_provider,
    "community": people.inspect_team,
}


def examine(target: Target) -> Diagnosis:
    """Look at everything; a check that cannot be made is a finding itself. Changes nothing."""
    found: list[Finding] = []
    for check in CHECKS.values():
        try:
            found += check(target)
        except NoDatabase:
            found.append(_NO_DATABASE)
        except SQLAlchemyError as fault:
            found.append(_no_answer(fault))
    return Diagnosis(tuple(dict.fromkeys(found)), tuple(CHECKS))


_NO_DATABASE = Finding("storage", "there is no database yet", "run `hotline migrate`")


def _no_answer(fault: SQLAlchemyError) -> Finding:
    kind = type(getattr(fault, "orig", None) or fault).__name__
    return Finding(
        "storage",
        f"the database did not answer ({kind})",
        "see that it runs, that DATABASE_URL is right, and that `hotline migrate` has been run",
    )
