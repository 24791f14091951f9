"""OAuth v4 of Official Accounts: consent, code, and single-use refresh tokens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from loa.platform.zalo import wire
from loa.platform.zalo.errors import oauth_error_from
from loa.platform.zalo.exchange import Http, HttpRequest

ACCESS_SECONDS = 90_000
"""Life of an access token when the answer does not say it: 25 hours."""


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What a consent or a refresh yields.

    Attributes:
        access_token: dies as soon as the next one is made.
        refresh_token: usable once. None when Zalo sent none: keep the old one and raise an alarm.
        access_expires_in: seconds from now.
        refresh_expires_in: seconds from now, or None when Zalo does not say.
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    access_expires_in: int
    refresh_expires_in: int | None


def consent_url(oauth_url: str, *, app_id: str, redirect_uri: str, state: str, code_challenge: str) -> str:
    """Return the address where an OA's admin gives the app its consent.

    Args:
        oauth_url: base address, such as `https://oauth.zaloapp.com`.
        app_id: our Zalo app.
        redirect_uri: our callback, exactly as declared in Zalo's console.
        state: signed by us, says which unit this consent is for.
        code_challenge: see `loa.platform.zalo.webhooks.signature.pkce_challenge`.
    """
    query = {
        "app_id": app_id,
        "redirect_uri": redirect_uri,
        "code_challenge": code_challenge,
        "state": state,
    }
    return f"{oauth_url.rstrip('/')}/v4/oa/permission?{urlencode(query)}"


class OAuth:
    """The token endpoint for one Zalo app."""

    def __init__(self, http: Http, *, oauth_url: str, app_id: str, app_secret: str) -> None:
        self._http = http
        self._url = f"{oauth_url.rstrip('/')}/v4/oa/access_token"
        self._app_id = app_id
        self._app_secret = app_secret

    def exchange_code(self, code: str, *, code_verifier: str) -> TokenPair:
        """Turn the code of a callback into tokens; a code works once, for ten minutes.

        Raises:
            InvalidGrant: the code is wrong, used or expired: start the consent again.
            ConfigurationFault: app id, secret or redirect address is wrong.
            OutcomeUnknown: the answer was lost; the code is probably used up.
            NotSent: no connection; the code can be tried again.
        """
        form = {"code": code, "grant_type": "authorization_code", "code_verifier": code_verifier}
        return self._ask("oauth/exchange_code", form)

    def refresh(self, refresh_token: str) -> TokenPair:
        """Turn a refresh token into the next pair; the old pair is dead from then on.

        Whoever calls this holds the account's lease and stores the answer before anything else.

        Raises:
            InvalidGrant: the chain is dead: the account has to be connected again.
            ConfigurationFault: app id or secret is wrong; the refresh token is still good.
            OutcomeUnknown: the answer was lost; the refresh token is probably used up.
            NotSent: no connection; the refresh token is still good.
        """
        return self._ask("oauth/refresh", {"refresh_token": refresh_token, "grant_type": "refresh_token"})

    def _ask(self, call: str, form: Mapping[str, str]) -> TokenPair:
        """Ask for tokens; success is a non-empty `access_token` and nothing else."""
        request = HttpRequest(
            call=call,
            method="POST",
            url=self._url,
            has_effect=True,
            headers={"secret_key": self._app_secret},
            form={"app_id": self._app_id, **form},
        )
        answer = self._http.send(request)
        pair = _pair(answer.body)
        if pair is None:
            raise oauth_error_from(answer.body, answer.http_status, call=call)
        return pair


def _pair(body: Mapping[str, Any]) -> TokenPair | None:
    """Return the tokens of an answer, or None when it is an error.

    The status line does not count: an access token that was made is worth keeping however it came.
    """
    access_token = body.get("access_token")
    if not isinstance(access_token, str) or not access_token.strip():
        return None
    refresh_token = body.get("refresh_token")
    if not isinstance(refresh_token, str) or not refresh_token.strip():
        refresh_token = None
    return TokenPair(
        access_token=access_token,
        refresh_token=refresh_token,
        access_expires_in=_seconds(body, "expires_in") or ACCESS_SECONDS,
        refresh_expires_in=_seconds(body, "refresh_token_expires_in"),
    )


def _seconds(body: Mapping[str, Any], key: str) -> int | None:
    """Return a life time as seconds; it comes as text or as a number."""
    seconds = wire.integer(body, key)
    return seconds if seconds is not None and seconds > 0 else None
