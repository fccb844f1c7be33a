"""`hotline web`, `worker`, `clock` and `redis`: the processes, each in the foreground."""

from __future__ import annotations

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
        server = Server(bootstrap.serving_settings(), options(host, port, workers, threads))
    server.run()


@click.command()
def worker() -> None:
    """Send texts and plan waves, when rung for."""
    from hotline.services.kernel.heartbeat import Presence
    from hotline.wiring import build, marks
    from workers.stopping import listening
    from workers.worker import run

    with bootstrap.told_plainly():
        app = build(bootstrap.serving_settings())
    stop = listening()
    with Presence(app.database, "worker", app.clock, marks(app.settings)):
        run(app, stop)


@click.command()
def clock() -> None:
    """Look every second for what is due, and ring."""
    from hotline.clockwork import build
    from hotline.services.kernel.heartbeat import Presence
    from workers.clock import run
    from workers.stopping import listening

    with bootstrap.told_plainly():
        app = build(bootstrap.serving_settings())
    stop = listening()
    with Presence(app.database, "clock", app.clock):
        run(app, stop)


@click.command()
def redis() -> None:
    """Run the embedded Redis under HOTLINE_DATA."""
    with bootstrap.told_plainly():
        socket = bootstrap.settings(serving=False).redis_socket
        if socket is None:
            raise ConfigFault(
                ("REDIS_URL names a Redis of your own: leave it out to use the embedded one",)
            )
    try:
        serve(socket)
    except RedisFault as fault:
        raise click.ClickException(str(fault)) from fault
