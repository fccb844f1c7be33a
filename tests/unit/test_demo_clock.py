"""The demo's clock: one setting in a file, followed by every process that looks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from hotline.clock import FASTEST, DemoClock, present

HOUR = timedelta(hours=1)


@pytest.fixture
def clock(tmp_path: Path) -> DemoClock:
    return DemoClock(tmp_path / "demo-clock.json")


def test_unset_it_is_the_real_one(clock: DemoClock) -> None:
    before = present()
    assert before <= clock() <= present()
    assert clock.rate == 1


def test_set_ahead_others_follow(clock: DemoClock) -> None:
    other = DemoClock(clock.file)
    assert other() < present() + HOUR
    clock.set(ahead=HOUR)
    assert present() + HOUR - timedelta(minutes=1) < other() <= present() + HOUR
    clock.set(ahead=HOUR)
    assert other() > present() + 2 * HOUR - timedelta(minutes=1)


def test_sped_up_it_never_goes_back(clock: DemoClock) -> None:
    clock.set(rate=FASTEST)
    shown = [clock() for _ in range(50)]
    clock.set(rate=1)
    shown += [clock() for _ in range(50)]
    assert shown == sorted(shown)
    assert shown[0] > present() - timedelta(minutes=1)


@pytest.mark.parametrize("wish", [{"rate": 0.5}, {"rate": FASTEST + 1}, {"ahead": -HOUR}])
def test_neither_back_nor_slower(clock: DemoClock, wish: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="never back"):
        clock.set(**wish)  # type: ignore[arg-type]
    assert not clock.file.exists()
