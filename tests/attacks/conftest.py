"""Houses whose limits a test sets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hotline.services.kernel.app import App
from tests.support_app import write_community

Limited = Callable[..., App]


@pytest.fixture
def limited(make_house: Callable[..., App], tmp_path: Path) -> Limited:
    """Builds a App with some of its community's settings (dotted names) changed."""

    def make(changes: dict[str, Any], **variables: str) -> App:
        file = tmp_path / "limited.yaml"
        write_community(file, {"quiet_hours.to": "22:00", **changes})
        return make_house(HOTLINE_COMMUNITY=str(file), **variables)

    return make
