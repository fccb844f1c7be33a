"""Houses whose limits a test sets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hotline.services.house import House
from tests.support_house import write_community

Limited = Callable[..., House]


@pytest.fixture
def limited(make_house: Callable[..., House], tmp_path: Path) -> Limited:
    """Builds a House with some of its community's settings (dotted names) changed."""

    def make(changes: dict[str, Any], **variables: str) -> House:
        file = tmp_path / "limited.yaml"
        write_community(file, {"quiet_hours.to": "22:00", **changes})
        return make_house(HOTLINE_COMMUNITY=str(file), **variables)

    return make
