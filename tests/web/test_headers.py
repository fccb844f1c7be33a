"""Headers that stand on every answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hotline.services.kernel.app import App
from hotline.web.app import create_app

ANSWERS = ["/healthz", "/console/", "/no-such-page", "/twilio/sms"]  # the last one by POST alone


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Which database it is makes no difference to a header."""
    return sqlite_url


@pytest.mark.parametrize("path", ANSWERS)
def test_a_line_on_https_is_never_opened_without_again(
    make_house: Callable[..., App], path: str
) -> None:
    client = create_app(make_house(HOTLINE_PUBLIC_URL="https://line.example.org")).test_client()
    answer = client.get(path, base_url="https://line.example.org")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_on_this_very_machine_without_https_there_is_nothing_to_hold_to(app: App) -> None:
    answer = create_app(app).test_client().get("/healthz")
    assert "Strict-Transport-Security" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
