"""Passkeys: what a page asks an authenticator for, and one's own."""

from __future__ import annotations

from flask import Response, request

from hotline.services.console.sign_in import passkeys
from hotline.web.console.rendering import go, me, my_session
from hotline.web.console.routing import ANYONE, LISTENER, app, page


@page("/passkeys/wish", role=ANYONE, by_itself=True)
def wish() -> Response:
    """What the page of the sign-in asks for, of now."""
    return _json(passkeys.wish_to_sign_in(app()))


@page("/account/passkeys/wish", role=LISTENER, by_itself=True)
def wish_for_mine() -> Response:
    """What one's own account asks for, of now."""
    return _json(passkeys.wish_to_register(app(), me().id))


@page("/account/passkeys", role=LISTENER, post=True)
def add() -> Response:
    """Keep what the authenticator answered."""
    added = passkeys.register(app(), my_session(), request.form.get("passkey", ""))
    return go("auth_account", "passkey-added" if added else "passkey-refused")


@page("/account/passkeys/<int:passkey_id>/remove", role=LISTENER, post=True)
def remove(passkey_id: int) -> Response:
    """Take one of one's own away."""
    passkeys.remove(app(), my_session(), passkey_id)
    return go("auth_account", "passkey-removed")


def _json(options: str) -> Response:
    return Response(options, content_type="application/json")
