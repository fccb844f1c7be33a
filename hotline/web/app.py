"""The web process: webhooks of the provider, the console, and pages that say how it is."""

from __future__ import annotations

from flask import Flask

from hotline.services.house import House
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


def create_app(house: House) -> Flask:
    """The WSGI application. Routes find the house at `app.extensions["house"]`."""
    app = Flask("hotline", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MOST_BYTES
    app.extensions["house"] = house
    for room in (sms, status, voice, ringing, recordings, prompts, check, health, metrics):
        app.register_blueprint(room.blueprint)
    install(app)
    app.after_request(headers.put)
    return app
