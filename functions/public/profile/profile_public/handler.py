"""The profile of a resident who uses the Mini App: they prove who they are by their token from Zalo.

* `GET /profile`, `POST /profile`: home unit, consents for each purpose;
* `GET /profile/cases`, `POST /profile/cases`: their own cases, put there by the link of each;
* `GET /profile/data`, `POST /profile/corrections`, `POST /profile/erasure…`: what is held about them;
* `/cua-toi…`: the same as pages, which the shell shows, with the token in the same header.

Nobody needs a profile: everything else works without one. Every write is done once: by its
`Idempotency-Key`, or by the key in its form.

The models of the JSON, or the templates of the pages, are loaded with the first request for them.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
import profile_public.actions  # noqa: F401 - both need it


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    if str(event.get("rawPath", "")).startswith("/cua-toi"):
        from profile_public import pages  # noqa: PLC0415 - see above

        return pages.app.resolve(event, context)
    from profile_public.routes import app  # noqa: PLC0415 - see above

    return app.resolve(event, context)
