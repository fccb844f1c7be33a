"""An authenticator in software, written from the specification (WebAuthn level 2, CBOR RFC 8949).

It shares no code with the library that checks what it says.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40
ES256 = -7


@dataclass
class Authenticator:
    """One key of one place. `counts` is how often it says that it was used; one that never counts says 0."""

    origin: str
    counts: bool = True
    verifies: bool = False
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    uses: int = 0

    def create(self, options: dict[str, Any], **instead: Any) -> str:
        """What navigator.credentials.create gives a page, as JSON."""
        client = self._client("webauthn.create", options["challenge"], **instead)
        data = self._data(options["rp"]["id"], _ATTESTED, **instead) + self._attested()
        attestation = cbor({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer({"clientDataJSON": client, "attestationObject": attestation})

    def get(self, options: dict[str, Any], **instead: Any) -> str:
        """What navigator.credentials.get gives a page, as JSON."""
        self.uses += 1 if self.counts else 0
        client = self._client("webauthn.get", options["challenge"], **instead)
        data = self._data(options["rpId"], 0, **instead)
        signed = data + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        )

    def _client(self, kind: str, asked: str, **instead: Any) -> bytes:
        said = {"type": kind, "challenge": asked, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said | {name: instead[name] for name in said if name in instead}).encode()

    def _data(self, host: str, flags: int, **instead: Any) -> bytes:
        flags |= instead.get("present", _PRESENT) | (_VERIFIED if self.verifies else 0)
        place = hashlib.sha256(instead.get("rp_id", host).encode()).digest()
        return place + bytes([flags]) + self.uses.to_bytes(4)

    def _attested(self) -> bytes:
        point = self.key.public_key().public_numbers()
        cose = {1: 2, 3: ES256, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        length = len(self.credential_id).to_bytes(2)
        return bytes(16) + length + self.credential_id + cbor(cose)

    def _answer(self, response: dict[str, bytes]) -> str:
        name = text(self.credential_id)
        said = {name: text(content) for name, content in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": said})


def text(content: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def cbor(value: Any) -> bytes:
    """As much of CBOR as an authenticator says: numbers, bytes, text and maps."""
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    pairs = b"".join(cbor(key) + cbor(one) for key, one in value.items())
    return _head(5, len(value)) + pairs


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    size = 1 if number < 2**8 else 2 if number < 2**16 else 4
    return bytes([major << 5 | 24 + size.bit_length() - 1]) + number.to_bytes(size)
