"""News of the ways in, which stand on every page until their reader has read them."""

from __future__ import annotations

from flask import Response

from hotline.services.console.sign_in import notices
from hotline.web.console.rendering import go, me
from hotline.web.console.routing import LISTENER, app, page


@page("/news/<int:notice_id>/read", role=LISTENER, post=True)
def read(notice_id: int) -> Response:
    """The reader has read it; others have it still."""
    notices.read(app(), me(), notice_id)
    return go("auth_home")
