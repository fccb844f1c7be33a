"""`hotline web`, `worker`, `clock`, `redis` and `key-agent`: the processes, each in the foreground."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import click

from hotline.cli import bootstrap
from hotline.config import ConfigFault
from hotline.embedded_redis import RedisFault, serve


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes."
)
@click.option(
    "--threads", default=8, show_default=True, type=click.IntRange(1, 64), help="Of each."
)
def web(host: str, port: int, workers: int, threads: int) -> None:
    """Answer the provider's webhooks."""
    from hotline.cli.web_server.server import Server, options

    with bootstrap.told_plainly():
        server = Server(
            bootstrap.serving_settings(patient=True), options(host, port, workers, threads)
        )
    server.run()


@click.command()
def worker() -> None:
    """Send texts and plan waves, when rung for."""
    from hotline.services.kernel.heartbeat import Presence
    from hotline.wiring import build, marks
    from workers.stopping import listening
    from workers.worker import run

    with bootstrap.told_plainly():
        app = build(bootstrap.serving_settings(patient=True))
    stop = listening()
    with Presence(app.database, "worker", app.clock, marks(app.settings)):
        run(app, stop)


@click.command()
def clock() -> None:
    """Look every second for what is due, and ring. It needs no key, and asks for none."""
    from hotline.clockwork import build
    from hotline.services.kernel.heartbeat import Presence
    from workers.clock import run
    from workers.stopping import listening

    with bootstrap.told_plainly():
        settings = bootstrap.settings(serving=False)
        bootstrap.require_schema(settings)
        bootstrap.require_two_people(settings)
        app = build(settings)
    stop = listening()
    with Presence(app.database, "clock", app.clock):
        run(app, stop)


@click.command()
@click.option(
    "--for-group",
    is_flag=True,
    help="Let the group of its socket in, where Redis runs as a user of its own.",
)
def redis(for_group: bool) -> None:
    """Run the embedded Redis under HOTLINE_DATA. It needs no other setting, and is given none."""
    with bootstrap.told_plainly():
        socket = bootstrap.settings(serving=False).redis_socket
        if socket is None:
            raise ConfigFault(
                ("REDIS_URL names a Redis of your own: leave it out to use the embedded one",)
            )
    try:
        serve(socket, for_group=for_group)
    except RedisFault as fault:
        raise click.ClickException(str(fault)) from fault


@click.command("key-agent")
def key_agent() -> None:
    """Hold the master key in memory at HOTLINE_KEY_SOCKET, from `hotline unlock` on."""
    from hotline.master_key import core_dumps
    from hotline.master_key.agent import AgentRuns, serve

    socket = os.environ.get("HOTLINE_KEY_SOCKET", "")
    if not socket:
        raise click.ClickException("HOTLINE_KEY_SOCKET is not set: the path at which to listen")
    core_dumps.forbid()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        serve(Path(socket))
    except (AgentRuns, OSError) as fault:
        raise click.ClickException(f"HOTLINE_KEY_SOCKET: {fault}") from fault
