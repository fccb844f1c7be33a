"""Who may post here: the provider, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import structlog
from flask import Response, current_app, request

from hotline.gateway.signature import genuine, public_url
from hotline.services.kernel.app import App

log = structlog.get_logger(__name__)

P = ParamSpec("P")


def app() -> App:
    """The house of this process."""
    found: App = current_app.extensions["hotline"]
    return found


def signed(handler: Callable[P, Response]) -> Callable[P, Response]:
    """Let a request through only if the provider signed this very address and these very fields."""

    @wraps(handler)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Response:
        settings = app().settings
        url = public_url(settings.public_url, request.environ)
        header = request.headers.get("X-Twilio-Signature")
        if not genuine(settings.twilio_auth_token, url, request.form, header):
            log.warning("webhook.refused", kind="signature")
            return Response(status=403)
        return handler(*args, **kwargs)

    return guarded


def xml(document: str) -> Response:
    """TwiML, as the provider wants it."""
    return Response(document, content_type="text/xml; charset=utf-8")
