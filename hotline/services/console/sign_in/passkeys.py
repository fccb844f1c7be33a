"""Passkeys (WebAuthn): keys that an authenticator keeps, in place of the code.

A challenge bears a mark of ours, for some minutes and one purpose, so that giving one out writes nothing;
once it was answered it is written down, and answers nothing any more.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import structlog
from sqlalchemy import Connection

from hotline.domain import console as rules
from hotline.services.console.sign_in import challenges, notices
from hotline.services.console.sign_in.sessions import StaffSession
from hotline.services.kernel.app import App
from hotline.store.console import console_actions, passkeys, staff
from hotline.store.console.passkeys import Passkey

if TYPE_CHECKING:
    from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
    from webauthn.registration.verify_registration_response import VerifiedRegistration

log = structlog.get_logger(__name__)

_SIGN_IN = "sign in"
_ES256, _RS256, _EDDSA = -7, -257, -8
_LONGEST = 20_000  # characters of an answer


def wish_to_sign_in(app: App) -> str:
    """What the page of the sign-in asks an authenticator for, as JSON: no account is named in it."""
    return _options(
        challenge=challenges.encoded(challenges.new(app, _SIGN_IN)),
        rpId=_host(app),
        userVerification="preferred",
        allowCredentials=[],
    )


def wish_to_register(app: App, staff_id: int) -> str:
    """What the page of one's own account asks for: an entry that is called what that of the codes is."""
    handle = app.vault.token_index(f"user handle {staff_id}")[:16]
    return _options(
        challenge=challenges.encoded(challenges.new(app, _registering(staff_id))),
        rp={"id": _host(app), "name": "Notes"},
        user={"id": challenges.encoded(handle), "name": "Notes", "displayName": "Notes"},
        pubKeyCredParams=[{"type": "public-key", "alg": one} for one in (_ES256, _EDDSA, _RS256)],
        authenticatorSelection={"residentKey": "required", "userVerification": "preferred"},
        attestation="none",
    )


def register(app: App, here: StaffSession, answer: str) -> bool:
    """Keep the key of an authenticator that answered; whether that was right and new."""
    staff_id = here.staff.id
    verified = _registration(app, staff_id, answer)
    if verified is None:
        return False
    return app.database.write(lambda db: _keep(app, db, staff_id, verified))


def _keep(app: App, db: Connection, staff_id: int, verified: VerifiedRegistration) -> bool:
    staff.hold(db, staff_id)
    now = app.clock()
    if len(passkeys.of(db, staff_id)) >= rules.MOST_PASSKEYS:
        return False
    kept = passkeys.add(
        db,
        app.vault,
        staff_id,
        verified.credential_id,
        verified.credential_public_key,
        verified.sign_count,
        now,
    )
    if kept:
        notices.tell(app, db, [staff_id], "passkey-added", staff_id)
        console_actions.add(db, staff_id, now, "added-passkey")
    return kept


def remove(app: App, here: StaffSession, passkey_id: int) -> bool:
    """Take one of one's own away; whether it was there."""
    return app.database.write(lambda db: _remove(app, db, here.staff.id, passkey_id))


def _remove(app: App, db: Connection, staff_id: int, passkey_id: int) -> bool:
    removed = passkeys.remove(db, staff_id, passkey_id)
    if removed:
        console_actions.add(db, staff_id, app.clock(), "removed-passkey")
    return removed


def proof(app: App, staff_id: int, answer: str) -> Callable[[Connection], bool] | None:
    """What uses the answer of an authenticator up, where it is one of the account's and right."""
    spoken = _spoken(answer)
    challenge = None if spoken is None else challenges.good(app, spoken.challenge, _SIGN_IN)
    if spoken is None or challenge is None:
        return None
    with app.database.reading() as db:
        known = passkeys.find(db, app.vault, staff_id, spoken.credential_id)
    verified = None if known is None else _authentication(app, known, answer, challenge)
    if known is None or verified is None:
        return None
    return lambda db: _use(app, db, known, challenge, verified.new_sign_count)


def _use(app: App, db: Connection, known: Passkey, challenge: bytes, uses: int) -> bool:
    now = app.clock()
    fresh = passkeys.answer(db, app.vault.challenge_mark(challenge), now + rules.CHALLENGE_LIFE)
    return fresh and passkeys.note_use(db, known.id, known.uses, uses, now)


# --- answers ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Spoken:
    """What an answer says of itself, before anything of it is believed."""

    credential_id: bytes
    challenge: bytes


def _spoken(answer: str) -> _Spoken | None:
    """None for what is no answer of an authenticator."""
    if len(answer) > _LONGEST:
        return None
    try:
        parsed = json.loads(answer)
        client = json.loads(challenges.decoded(parsed["response"]["clientDataJSON"]))
        return _Spoken(challenges.decoded(parsed["rawId"]), challenges.decoded(client["challenge"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _registration(app: App, staff_id: int, answer: str) -> VerifiedRegistration | None:
    from webauthn import verify_registration_response
    from webauthn.helpers.cose import COSEAlgorithmIdentifier

    spoken = _spoken(answer)
    challenge = spoken and challenges.good(app, spoken.challenge, _registering(staff_id))
    if not challenge:
        return None
    return _believed(
        lambda: verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_host(app),
            expected_origin=_origin(app),
            supported_pub_key_algs=[COSEAlgorithmIdentifier(a) for a in (_ES256, _EDDSA, _RS256)],
        )
    )


def _authentication(
    app: App, known: Passkey, answer: str, challenge: bytes
) -> VerifiedAuthentication | None:
    from webauthn import verify_authentication_response

    return _believed(
        lambda: verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_host(app),
            expected_origin=_origin(app),
            credential_public_key=known.public_key,
            credential_current_sign_count=known.uses,
        )
    )


V = TypeVar("V")


def _believed(verify: Callable[[], V]) -> V | None:
    """What the library found right; None for everything else, however it is broken."""
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        return verify()
    except (WebAuthnException, ValueError, TypeError, KeyError) as fault:
        log.info("passkey.refused", fault=type(fault).__name__)
        return None


def _options(**options: object) -> str:
    return json.dumps({"timeout": int(rules.CHALLENGE_LIFE.total_seconds() * 1000), **options})


def _registering(staff_id: int) -> str:
    return f"register {staff_id}"


def _origin(app: App) -> str:
    """Where our pages are: an answer for any other place is none."""
    parts = urlsplit(app.settings.public_url)
    return f"{parts.scheme}://{parts.netloc}"


def _host(app: App) -> str:
    return urlsplit(app.settings.public_url).hostname or ""
