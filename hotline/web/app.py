"""The web process: webhooks of the provider, the console, and pages that say how it is."""

from __future__ import annotations

from flask import Flask

from flows.vocabulary import chains
from hotline.services.kernel.app import App
from hotline.web import (
    check,
    headers,
    health,
    metrics,
    prompts,
    recordings,
    ringing,
    sms,
    status,
    voice,
)
from hotline.web.console.install import install

MOST_BYTES = 64 * 1024  # a text of 1,600 letters takes a fifth of that


def create_app(app: App) -> Flask:
    """The WSGI application. Routes find the house at `app.extensions["hotline"]`."""
    chains.read_ahead()
    flask_app = Flask("hotline", static_folder=None)
    flask_app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    flask_app.config["MAX_FORM_MEMORY_SIZE"] = MOST_BYTES
    flask_app.extensions["hotline"] = app
    for room in (sms, status, voice, ringing, recordings, prompts, check, health, metrics):
        flask_app.register_blueprint(room.blueprint)
    install(flask_app)
    flask_app.after_request(headers.put)
    return flask_app
