"""The signed state of a consent link: which unit it is for, and until when. Pure rules.

The state travels through the browser and Zalo and comes back with the callback, so it is signed.
The PKCE verifier (RFC 7636) is derived from it with the same key: nothing has to be stored.
"""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from loa.errors import InvalidInput
from loa.foundation.accounts import texts

LINK_LIFETIME: Final = timedelta(hours=24)
"""A link is passed on by chat to the administrator of a commune's account; a forgotten one ends."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What a consent link stands for.

    Attributes:
        unit_path: the unit whose account is to be connected.
        asked_by: id of the officer who made the link.
        expires_at: when the link ends, to the second.
        nonce: makes each link another one.
    """

    unit_path: str
    asked_by: str
    expires_at: datetime
    nonce: str


@dataclass(frozen=True, slots=True)
class Link:
    """What an officer passes on to the administrator of an account."""

    state: str
    expires_at: datetime


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _mac(key: str, purpose: str, message: str) -> bytes:
    return hmac.new(key.encode(), f"{purpose}:{message}".encode(), hashlib.sha256).digest()


def sign(consent: Consent, key: str) -> str:
    """The state: `payload.signature`, safe in an URL."""
    fields = [consent.unit_path, consent.asked_by, int(consent.expires_at.timestamp()), consent.nonce]
    payload = _encode(json.dumps(fields, separators=(",", ":")).encode())
    return f"{payload}.{_encode(_mac(key, 'state', payload))}"


def verify(state: str, key: str, now: datetime) -> Consent:
    """The consent of a state that we signed.

    Raises:
        InvalidInput: not signed by us, or expired.
    """
    payload, _, signature = state.partition(".")
    if not hmac.compare_digest(_encode(_mac(key, "state", payload)).encode(), signature.encode()):
        raise InvalidInput(texts.LINK_NOT_OURS)
    try:
        unit_path, asked_by, expires_at, nonce = json.loads(_decode(payload))
    except (ValueError, binascii.Error) as error:  # signed by us, so never seen; kept for a changed format
        raise InvalidInput(texts.LINK_NOT_OURS) from error
    consent = Consent(unit_path, asked_by, datetime.fromtimestamp(expires_at, UTC), nonce)
    if now >= consent.expires_at:
        raise InvalidInput(texts.LINK_EXPIRED)
    return consent


def consent_link(unit_path: str, asked_by: str, *, key: str, nonce: str, now: datetime) -> Link:
    """A link by which the account of a unit can be connected, once and for a day."""
    expires_at = (now + LINK_LIFETIME).replace(microsecond=0)
    return Link(sign(Consent(unit_path, asked_by, expires_at, nonce), key), expires_at)


def code_verifier(state: str, key: str) -> str:
    """The PKCE verifier of a state: 43 characters, known to nobody who does not know the key."""
    return _encode(_mac(key, "pkce", state))
