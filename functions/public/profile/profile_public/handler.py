"""The profile of a resident who uses the Mini App: they prove who they are by their token from Zalo.

* `GET /profile`, `POST /profile`: home unit, consents for each purpose;
* `GET /profile/cases`, `POST /profile/cases`: their own cases, put there by the link of each;
* `GET /profile/data`, `POST /profile/corrections`, `POST /profile/erasure…`: what is held about them.

Nobody needs a profile: everything else works without one. Every write has an `Idempotency-Key`.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from profile_public.app import app
from profile_public.routes import cases, own_data, profile

__all__ = ["app", "cases", "handler", "own_data", "profile"]


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
