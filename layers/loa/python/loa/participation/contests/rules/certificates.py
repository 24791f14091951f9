"""What stands on a certificate so that anybody can check it: RECEIPT-SEAL, which only we can make.

A certificate says that the entry of a receipt took part in a round. Nothing is kept of it: whoever asks about
a code is told what the code proves, and what the public result says of the receipt today.
"""

import hashlib
import hmac
from typing import Final

_SEAL: Final = 16
"""Hex digits: 64 bits, which nobody guesses over HTTP."""


def certificate_code(secret: str, campaign_id: str, number: int, receipt: str) -> str:
    """Return the code of an entry of a round."""
    said = f"certificate:{campaign_id}:{number}:{receipt}"
    seal = hmac.new(secret.encode(), said.encode(), hashlib.sha256).hexdigest()[:_SEAL]
    return f"{receipt}-{seal.upper()}"


def certified(code: str, secret: str, campaign_id: str, number: int) -> str | None:
    """Return the receipt that a code proves to have taken part; None: it is none of ours."""
    receipt = code.partition("-")[0]
    expected = certificate_code(secret, campaign_id, number, receipt)
    return receipt if hmac.compare_digest(expected.encode(), code.upper().encode()) else None
