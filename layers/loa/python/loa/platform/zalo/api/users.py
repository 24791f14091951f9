"""Who uses the Mini App: graph.zalo.me, asked with the user's own token and nothing but their id.

The id alone needs no consent and, as far as is known, no address in Vietnam; name and picture do, and are not
asked for. Where Zalo refuses foreign addresses all the same (-501), `graph_url` may lead to a relay in
Vietnam: it gets the token and the proof, never the app's secret.
"""

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from loa.platform.zalo import wire
from loa.platform.zalo.errors import TokenRefused, code_of, error_from
from loa.platform.zalo.exchange import Http, HttpRequest
from loa.platform.zalo.webhooks.signature import appsecret_proof

KEPT_SECONDS: Final = 300
"""How long a process believes what Zalo said about a token; who ends their consent is known this long."""

REFUSED_SECONDS: Final = 60
"""How long a process does not ask again about a token that Zalo refused."""

KEPT_AT_MOST: Final = 1_000
_CALL: Final = "me"
_SESSION_INVALID: Final = 452
_SHAPE: Final = re.compile(r"[!-~]{16,2000}", re.ASCII)
"""What can be a token at all."""


@dataclass(slots=True)
class MiniAppUsers:
    """The users of one Mini App.

    Attributes:
        http: the process's client.
        graph_url: base address, such as `https://graph.zalo.me`.
        app_secret: gives the app's secret.
        clock: seconds that only grow.
    """

    http: Http
    graph_url: str
    app_secret: Callable[[], str]
    clock: Callable[[], float] = time.monotonic
    _known: dict[str, tuple[float, str]] = field(default_factory=dict, repr=False)
    _refused: dict[str, float] = field(default_factory=dict, repr=False)

    def id_of(self, access_token: str) -> str:
        """Return the id of the user whose token this is: one per person and Zalo app.

        Raises:
            TokenRefused: no token, or one that is bad, expired or revoked: the Mini App asks for a new one.
            ConfigurationFault: the proof is wrong, or Zalo wants an address in Vietnam (`outside_vietnam`).
            Transient, NotSent: no usable answer; ask again.
        """
        if not _SHAPE.fullmatch(access_token):
            raise TokenRefused("token_invalid", call=_CALL)
        digest, now = hashlib.sha256(access_token.encode()).hexdigest(), self.clock()
        until, known = self._known.get(digest, (now, ""))
        if now < until:
            return known
        if now < self._refused.get(digest, now):
            raise TokenRefused("token_invalid", call=_CALL)
        try:
            found = self._asked(access_token)
        except TokenRefused:
            if len(self._refused) >= KEPT_AT_MOST:
                self._refused.clear()
            self._refused[digest] = now + REFUSED_SECONDS
            raise
        if len(self._known) >= KEPT_AT_MOST:
            self._known.clear()
        self._known[digest] = now + KEPT_SECONDS, found
        return found

    def _asked(self, access_token: str) -> str:
        proof = appsecret_proof(self.app_secret(), access_token)
        request = HttpRequest(
            call=_CALL,
            method="GET",
            url=f"{self.graph_url.rstrip('/')}/v2.0/me",
            has_effect=False,
            headers={"access_token": access_token, "appsecret_proof": proof},
            query={"fields": "id"},
        )
        answer = self.http.send(request)
        if code_of(answer.body) == _SESSION_INVALID:
            raise TokenRefused("token_invalid", zalo_code=_SESSION_INVALID, call=_CALL)
        found = wire.text(answer.body, "id")
        if code_of(answer.body) or not found:
            raise error_from(answer.body, answer.http_status, call=_CALL, has_effect=False)
        return found
