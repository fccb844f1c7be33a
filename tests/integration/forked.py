"""Commands as processes of their own that need not start Python and read the whole program anew.

One process for each run of tests has imported the program and done nothing else. For each command it
forks: the child takes on the environment, the folder and the files that it is given, and goes on as
`python -m hotline.cli` would. What is imported, and the files that come along, are all that it has before
others.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from pkgutil import iter_modules
from typing import IO, Any, cast

_ROOT = Path(__file__).parents[2]
_LONGEST = 1 << 17  # bytes of a request, which is mostly the environment
_HEAVY = ("hotline.wiring", "hotline.store.db.migrate", "hotline.web.app", "flows.checks.checks")


def run(
    arguments: Sequence[str],
    environ: Mapping[str, str],
    typed: bytes,
    cwd: Path | None,
    seconds: float,
) -> subprocess.CompletedProcess[bytes]:
    """Run `hotline ARGUMENTS` to its end. Raises TimeoutExpired after so many seconds."""
    with (
        tempfile.TemporaryFile() as told,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
    ):
        told.write(typed)
        told.seek(0)
        child = Child(arguments, environ, cwd, (told, out, err))
        try:
            code = child.wait(seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            raise
        return subprocess.CompletedProcess(arguments, code, _written(out), _written(err))


def start(arguments: Sequence[str], environ: Mapping[str, str], log: IO[bytes]) -> Child:
    """Begin `hotline ARGUMENTS` and go on; it has nothing to read, and writes to the log.

    After `-c` comes a program and what it finds in its arguments, as Python itself has it.
    """
    with Path(os.devnull).open("rb") as nothing:
        return Child(arguments, environ, None, (nothing, log, log))


class Child:
    """A command under way; what it can do is a part of subprocess.Popen."""

    def __init__(
        self,
        arguments: Sequence[str],
        environ: Mapping[str, str],
        cwd: Path | None,
        files: Sequence[IO[bytes]],
    ) -> None:
        words = {"argv": [*arguments], "environ": dict(environ), "cwd": str(cwd or Path.cwd())}
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._line.connect(str(_nursery()))
        numbers = [each.fileno() for each in files]
        socket.send_fds(self._line, [json.dumps(words).encode()], numbers)
        self.pid = int(self._line.recv(100))
        self.returncode: int | None = None

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.wait()

    def wait(self, timeout: float | None = None) -> int:
        """Its code, once it has ended. Raises TimeoutExpired."""
        if self.returncode is None:
            self._line.settimeout(timeout)
            try:
                self.returncode = int(self._line.recv(100))
            except TimeoutError:
                raise subprocess.TimeoutExpired("hotline", timeout or 0) from None
            self._line.close()
        return self.returncode

    def poll(self) -> int | None:
        """Its code, if it has ended."""
        ended = self.returncode is None and select.select([self._line], [], [], 0)[0]
        return self.wait() if ended else self.returncode

    def terminate(self) -> None:
        """Ask it to end, if it has not ended."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it has not ended."""
        if self.poll() is None:
            os.kill(self.pid, number)


def _written(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


@cache
def _nursery() -> Path:
    """The socket of the process that forks; should this one be killed, it ends by the end of its stdin."""
    socket_file = Path(tempfile.mkdtemp(prefix="hotline-forked-")) / "line"
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.forked", str(socket_file)],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == b"ready\n"
    atexit.register(_end, started, socket_file.parent)
    return socket_file


def _end(started: subprocess.Popen[bytes], folder: Path) -> None:
    with started:
        started.kill()
    shutil.rmtree(folder)


# In the process that forks ------------------------------------------------------------------------


def _prepare() -> None:
    import hotline.cli

    for found in iter_modules(hotline.cli.__path__):
        if found.name != "__main__":
            import_module(f"hotline.cli.{found.name}")
    for name in _HEAVY:
        import_module(name)
    _read_what_comes_along()
    gc.freeze()  # the children's collections leave it alone


def _read_what_comes_along() -> None:
    """What each process reads once and keeps, and what is the same for all: flows, words, texts."""
    from flows.engine.parsing import load_library
    from flows.vocabulary.chains import read_ahead
    from flows.vocabulary.vocabulary import load_vocabulary
    from flows.wording.catalog import load_catalog
    from hotline.web.console.rendering import catalogs

    for read in (load_library, read_ahead, load_vocabulary, load_catalog, catalogs):
        read()


def _serve(socket_file: Path) -> None:
    """Fork for each that calls. It returns in a child that is to become a command, there alone."""
    door = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    door.bind(str(socket_file))
    door.listen(16)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    while _somebody_calls(door):
        line, _ = door.accept()
        if os.fork() == 0:
            door.close()
            _keep(line)
            return
        line.close()
    raise SystemExit


def _somebody_calls(door: socket.socket) -> bool:
    """Whether it is a call that comes first, and not the end of the tests, with which stdin ends."""
    ready, _, _ = select.select([door, sys.stdin], [], [])
    return door in ready


def _keep(line: socket.socket) -> None:
    """Fork the command, tell how it ends, and end as well. It returns in the command."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    message, files, _, _ = socket.recv_fds(line, _LONGEST, 3)
    pid = os.fork()
    if pid == 0:
        line.close()
        _become(json.loads(message), files)
        return
    line.send(str(pid).encode())
    _, status = os.waitpid(pid, 0)
    line.send(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _become(words: Mapping[str, Any], files: Sequence[int]) -> None:
    """Python's own stdin, stdout and stderr go on, since nothing has come or gone through them.

    It leads a group of its own, so that it can be killed with whatever it starts.
    """
    os.setsid()
    for target, file in enumerate(files):
        os.dup2(file, target)
        os.close(file)
    os.environ.clear()
    os.environ.update(words["environ"])
    if "PYTHONUNBUFFERED" in os.environ:  # Python reads it when it starts
        cast(TextIOWrapper, sys.stdout).reconfigure(line_buffering=True)
    os.chdir(words["cwd"])
    sys.argv = ["hotline", *words["argv"]]


def _run_program() -> None:
    """It ends as Python ends: how is what some of its tests are about."""
    program = sys.argv[2]
    sys.argv[:3] = ["-c"]
    exec(compile(program, "<string>", "exec"), {"__name__": "__main__"})


def _run_command() -> None:
    """The command to its end; then at once, without taking down all that was imported piece by piece."""
    try:
        runpy.run_module("hotline.cli", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if end.code is not None and not isinstance(end.code, int):
            raise
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code or 0)


if __name__ == "__main__":
    _prepare()
    _serve(Path(sys.argv[1]))
    _run_program() if sys.argv[1:2] == ["-c"] else _run_command()
