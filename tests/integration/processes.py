"""`hotline …` as real processes, with an environment of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from click.testing import CliRunner, Result

from hotline.cli import main
from tests.integration import forked

SECONDS = 180.0  # in which a command must have ended, on the slowest machine
_OURS = ("HOTLINE_", "TWILIO_", "DATABASE_URL", "REDIS_URL")
COMMAND = (sys.executable, "-m", "hotline.cli")


def clean_environ(**more: str) -> dict[str, str]:
    """This process's environment without any setting of the hotline's, and `more`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return kept | more


def hotline(
    *arguments: str,
    environ: Mapping[str, str] | None = None,
    typed: str = "",
    cwd: Path | None = None,
    anew: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run `hotline ARGUMENTS` to its end; a traceback is never an answer to an operator.

    It is a process of its own, with the program read already; `anew` for a Python that reads it itself.
    """
    settings = clean_environ() if environ is None else dict(environ)
    run = _run_anew if anew else forked.run
    done = run(arguments, settings, typed.encode(), cwd, SECONDS)
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in out + err, err
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def _run_anew(
    arguments: Sequence[str],
    environ: Mapping[str, str],
    typed: bytes,
    cwd: Path | None,
    seconds: float,
) -> subprocess.CompletedProcess[bytes]:
    command = [*COMMAND, *arguments]
    return subprocess.run(
        command,
        env=environ,
        cwd=cwd,
        input=typed,
        capture_output=True,
        timeout=seconds,
        check=False,
    )


def in_process(*arguments: str, **environ: str) -> Result:
    """The same in this process, which is quicker: for what ends before the logs are set up."""
    bare = dict.fromkeys(name for name in os.environ if name.startswith(_OURS))
    return CliRunner().invoke(main, arguments, env=bare | environ)


def processes_with(mark: str) -> dict[int, str]:
    """The command lines, by pid, of live processes in whose environment or command `mark` stands (Linux)."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if mark in command or mark.encode() in (folder / "environ").read_bytes():
                found[int(folder.name)] = command
        except OSError:
            continue  # gone meanwhile, or somebody else's
    return found
