"""Write requirements.lock (what runs) and requirements-dev.lock (what tests and looks): `make lock`.

Every package stands there with the hashes of all its published files, for every system and every Python
that pyproject.toml allows, so that pip takes those and no others (`--require-hashes`). `make lock` takes
the newest of what is allowed; `--keep` keeps each version that is there, where it still may be.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS, TESTS = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
_OLDEST_PYTHON = "3.11"


def main() -> None:
    """Both locks, the second one held to the versions of the first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="Change no version without need.")
    options = () if parser.parse_args().keep else ("--upgrade",)
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = stated["project"]
    # What builds the package is installed beforehand: pip would fetch it without looking at a hash.
    _compile([*project["dependencies"], *stated["build-system"]["requires"]], RUNS, options)
    tools = project["optional-dependencies"]["dev"]
    _compile(tools, TESTS, (*options, "--constraints", str(RUNS)))


def _compile(wanted: Sequence[str], lock: Path, options: Sequence[str]) -> None:
    command = [
        *(sys.executable, "-m", "uv", "--no-config", "pip", "compile", "--quiet", "-"),
        *("--universal", "--python-version", _OLDEST_PYTHON, "--generate-hashes"),
        *("--no-emit-index-url", "--no-emit-find-links", "--no-annotate"),
        *("--custom-compile-command", "make lock", "--output-file", str(lock), *options),
    ]
    subprocess.run(command, input="\n".join(wanted).encode(), check=True)


if __name__ == "__main__":
    main()
