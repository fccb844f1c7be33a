"""The auditor finds nothing where everything is as it must be."""

from __future__ import annotations

from hotline.audit.report import audit
from hotline.carrier.server import Carrier
from hotline.config import read_settings
from hotline.services.house import House
from tests.conftest import FakeClock


def test_a_line_that_works_keeps_every_promise(
    lived_in: House, carrier: Carrier, clock: FakeClock, environ: dict[str, str]
) -> None:
    key = read_settings(environ).key
    found = audit(environ["DATABASE_URL"], now=clock.now, masters=(key,), events=carrier.log())
    assert found.clean, found.lines()
    assert found.balance is not None
    assert (found.balance.lost, found.balance.doubled, found.balance.unknowable) == (0, 0, 0)
    assert found.balance.inbound > 10 and found.balance.outbound > 20
