"""Known holes in the packages that the locks name, as their index tells: the last step of `make lint`.

Exit status 1 where there is one. Where no index answers in time, or it knows nothing of a package, that
is said, and is no fault: a machine without a network can lint as well.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-dev.lock")
_SECONDS_FOR_ALL, _SECONDS_FOR_ONE = 90, 5


@dataclass(frozen=True)
class Verdict:
    """What is known: `holes` in words, and how many packages were looked up, of how many."""

    holes: tuple[str, ...]
    looked_up: int
    packages: int


def verdict(report: Mapping[str, Any]) -> Verdict:
    """Read pip-audit's report, as it prints it with --format json."""
    packages: Sequence[Mapping[str, Any]] = report["dependencies"]
    known = [one for one in packages if "vulns" in one]
    holes = tuple(_told(one, hole) for one in known for hole in one["vulns"])
    return Verdict(holes, len(known), len(packages))


def main() -> int:
    """Look up each lock; the exit status."""
    found = [(lock.name, _report(lock)) for lock in LOCKS]
    for name, report in found:
        print(f"{name}: {_said(report)}")
    holes = [hole for _, report in found if report for hole in report.holes]
    print("\n".join(holes))
    return 1 if holes else 0


def _said(found: Verdict | None) -> str:
    if found is None:
        return "NOT LOOKED UP: no package index answered in time"
    if found.looked_up < found.packages:
        missing = found.packages - found.looked_up
        return f"NOT LOOKED UP: {missing} of {found.packages} packages, of which the index told nothing"
    return f"{found.packages} packages looked up, {len(found.holes)} known hole(s)"


def _report(lock: Path) -> Verdict | None:
    command = [
        *(
            sys.executable,
            "-m",
            "pip_audit",
            "--disable-pip",
            "--require-hashes",
            "--format",
            "json",
        ),
        *(
            "--progress-spinner",
            "off",
            "--timeout",
            str(_SECONDS_FOR_ONE),
            "--requirement",
            str(lock),
        ),
    ]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=_SECONDS_FOR_ALL, check=False, text=True
        )
        return verdict(json.loads(done.stdout))
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return None


def _told(package: Mapping[str, Any], hole: Mapping[str, Any]) -> str:
    mended = ", ".join(hole["fix_versions"]) or "no release yet"
    return f"{package['name']} {package['version']}: {hole['id']}, mended in {mended}"


if __name__ == "__main__":
    sys.exit(main())
