"""`hotline demo`: the whole service on this machine, a story played on it, phones to hold."""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import click

from hotline.cli import bootstrap
from hotline.cli.demo_stack.subprocesses import ChildFailed
from hotline.config import DEMO_API_URL

if TYPE_CHECKING:
    from hotline.cli.demo_stack.stack import DemoStack
    from hotline.simulator.terminal.terminal_view import TerminalView

_WIDEST = 140
_WATCH_SECONDS = 0.5
_VISITOR = "+9613700900"


@click.command()
@click.option("--once", is_flag=True, help="End after the story, without pauses for reading.")
@click.option(
    "--pace",
    type=click.FloatRange(0, 10),
    default=1.0,
    help="How long the pauses for reading are: 0 for none, 2 for twice as long.",
)
def demo(once: bool, pace: float) -> None:
    """Run everything on this machine, play one need on it, then stay up for your own phones.

    No account is needed and nothing is kept: the provider is the local carrier. Exit status: 0 only if
    every step of the story really happened.
    """
    from hotline.simulator.story.script_verbs import StepFailed

    _as_utf8()
    _end_when_asked()
    home = Path(tempfile.mkdtemp(prefix="hotline-demo-"))
    try:
        with bootstrap.told_plainly():
            _run(home, once, 0.0 if once else pace)
    except (ChildFailed, StepFailed) as fault:
        raise click.ClickException(
            f"the demo failed.\n{fault}\nWhat each process said is in {home / 'logs'}"
        ) from fault
    except KeyboardInterrupt:
        shutil.rmtree(home)
        raise SystemExit(130) from None
    except SystemExit:
        shutil.rmtree(home)
        raise
    shutil.rmtree(home)


def _run(home: Path, once: bool, pace: float) -> None:
    from hotline.cli.demo_stack.stack import demo_stack
    from hotline.simulator.story.script_verbs import Playing
    from hotline.simulator.story.story import Story

    began = time.monotonic()
    with demo_stack(home, click.echo) as app:
        click.echo(f"All of it is up after {time.monotonic() - began:.0f} seconds.")
        if not once:
            click.echo(f"\nThree phones to hold, in your browser:  {app.page}\n")
        stage = _stage(app)
        check = app.children.check
        pause = partial(_read, pace)
        playing = Playing(app.carrier, app.speaker, stage, pause, check)
        Story(playing, app.cast).play()
        check()
        click.echo(
            "\nEvery step happened: real processes, signed webhooks, the provider's own client."
        )
        if not once:
            _stay_up(app, stage)
    click.echo("Everything has ended, and nothing is kept.")


def _stage(app: DemoStack) -> TerminalView:
    from hotline.simulator.terminal.terminal_view import TerminalView

    carrier = app.carrier
    people = [app.cast.asker, *app.cast.volunteers.values()]
    return TerminalView(
        output=sys.stdout,
        width=min(_WIDEST, shutil.get_terminal_size((120, 24)).columns),
        colours=sys.stdout.isatty() and "NO_COLOR" not in os.environ,
        names={person.number: person.name for person in people},
        numbers=carrier.phones,
        screen=carrier.screen,
    )


def _read(pace: float, letters: int) -> None:
    """Leave time to read what has just been shown, where somebody reads along."""
    time.sleep(pace * reading_seconds(letters))


def reading_seconds(letters: int) -> float:
    """How long it takes to see that something new stands there, and to read it."""
    return min(2.5, 0.8 + letters / 80) if letters else 0.0


def _end_when_asked() -> None:
    """A shell's background jobs begin with Ctrl+C ignored, which is undone here."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)


def _stay_up(app: DemoStack, stage: TerminalView) -> None:
    """Until Ctrl+C: show what comes to any phone, and mind the processes."""
    _tell_how(app)
    stage.columns = 0
    stage.names = {number: f"{name} {number}" for number, name in stage.names.items()}
    try:
        while True:
            app.children.check()
            stage.show()
            time.sleep(_WATCH_SECONDS)
    except KeyboardInterrupt:
        click.echo("\nEnding ...")


def _tell_how(app: DemoStack) -> None:
    program = _program()
    carrier = "" if app.carrier.url == DEMO_API_URL else f" --carrier {app.carrier.url}"
    volunteer = next(iter(app.cast.volunteers.values()))
    first, second = app.invite()
    click.echo(
        f"""
It stays up. Hold phones of your own, side by side in your browser:

    {app.page}

or each in another terminal:

    {program} phone {_VISITOR}{carrier}
        somebody new: try "hello", or "need food harbour today 2", or بدي اكل الميناء
    {program} phone {volunteer.number}{carrier}
        {volunteer.name}, a volunteer; or be whoever is asked: their numbers show below

Keep the line running yourself, in the console (it takes an authenticator app, once):

    {first}

Some things there take two people. The second one's account, for another browser:

    {second}

What an operator sees:

    HOTLINE_DATA={app.data} {program} needs list

Texts of all phones show below. Ctrl+C ends everything.
"""
    )


def _program() -> str:
    """How the reader calls `hotline` from where they are."""
    program = Path(sys.executable).with_name("hotline")
    here = Path.cwd()
    return str(program.relative_to(here) if program.is_relative_to(here) else program)


def _as_utf8() -> None:
    """Arabic is shown whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
