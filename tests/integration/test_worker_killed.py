"""A worker killed in the middle of a wave: nobody is asked twice, nobody is forgotten."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from sqlalchemy import func, select

from hotline.config import read_settings
from hotline.embedded_redis import running
from hotline.services.delivery.deliver import LOOK_UP_AFTER
from hotline.services.kernel.app import App
from hotline.simulator.core.settings import InjectedFaults
from hotline.simulator.server import Simulator
from hotline.store.schema import asks, outbox
from hotline.wiring import build
from tests.faults.ground import SteppedClock
from tests.support_app import enrol, greet_everybody, write_community
from tests.support_processes import processes, wait_until

MAYA = "+9613000001"
CROWD = [f"+96171{n:06}" for n in range(50)]


def test_a_wave_survives_the_death_of_its_worker(
    environ: dict[str, str], redis_socket: Path, carrier: Simulator, tmp_path: Path
) -> None:
    # Slow, so that there is a middle; and silent, so that only looking up can tell what has left.
    carrier.faults = InjectedFaults(callbacks=False, latency=0.2)
    community = tmp_path / "community.yaml"
    write_community(community, {"dispatch.waves": [50, 50], "quiet_hours.to": "22:00"})
    environ |= {"REDIS_URL": f"unix://{redis_socket}", "HOTLINE_COMMUNITY": str(community)}
    environ["HOTLINE_DEMO"] = "1"  # so that the clock can be stepped
    app = build(read_settings(environ))
    enrol(app, ("Maya", MAYA, "en", "", "", "0"))
    enrol(app, *(("", number, "en", "food", "all", "1") for number in CROWD))
    greet_everybody(app)
    with running(redis_socket), processes(environ, tmp_path / "logs") as (children, line):
        worker = children.start("worker")
        children.start("clock")
        for words in ("need food harbour today 2", "1", "1"):
            line.text(MAYA, words)
        wait_until(lambda: len(carrier.messages()) >= 10, "the wave has begun")
        worker.kill()
        worker.wait()
        assert len(carrier.messages()) < len(CROWD), "too late: the wave was over"
        children.start("worker")
        SteppedClock(Path(environ["HOTLINE_DATA"])).step(LOOK_UP_AFTER)  # nobody need wait for it
        wait_until(lambda: settled(app), "every text has left, for sure")
    received = Counter(message.to for message in carrier.messages())
    assert received == Counter(CROWD)
    app.database.dispose()


def settled(app: App) -> bool:
    """Whether everybody's ask is known to have left."""
    left = outbox.c.state.in_(("sent", "delivered"))
    gone = select(func.count()).where(outbox.c.kind == "ask", left)
    sent = select(func.count()).where(asks.c.state == "sent")
    with app.database.reading() as db:
        return {db.execute(gone).scalar(), db.execute(sent).scalar()} == {len(CROWD)}
