"""Connected accounts for the bench: real consents at the simulator, written straight into the tables.

What connecting costs is not the question here; `make demo` takes the way through the callback.
"""

import secrets
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import requests

from loa import clock
from loa.foundation.accounts.model import REFRESH_LIFETIME, Account, AccountState
from loa.foundation.accounts.store import AccountStore, CredentialStore
from loa.foundation.units.model import Unit
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.zalo.api.oauth import OAuth
from loa.platform.zalo.shared.client import shared_http
from loa.platform.zalo.webhooks.signature import pkce_challenge

HANDS: Final = 4


@dataclass(frozen=True, slots=True)
class App:
    """Our app at the simulator."""

    zalo_url: str
    app_id: str
    app_secret: str
    redirect_uri: str

    def simulator(self, path: str, body: Any = None) -> Any:
        """Ask the simulator's control API: POST with a body, GET without.

        Raises:
            RuntimeError: it refused.
        """
        url = f"{self.zalo_url}/_sim/{path}"
        answer = requests.get(url, timeout=60) if body is None else requests.post(url, json=body, timeout=60)
        if not answer.ok:
            raise RuntimeError(f"simulator {path}: {answer.status_code} {answer.text[:300]}")
        return answer.json()

    def register(self, webhook_secret: str) -> None:
        """Make the app known, without webhooks."""
        wish = {"app_id": self.app_id, "app_secret": self.app_secret, "oa_secret_key": webhook_secret}
        self.simulator("apps", {**wish, "redirect_uris": [self.redirect_uri]})
        self.simulator("settings", {"night_enforced": False})


def oa_id_of(path: str) -> str:
    """The id of a unit's account: its code, spelled as an id of Zalo's."""
    return f"3{path.replace('.', ''):0>18}"


def connect(
    units: Iterable[Unit], app: App, accounts: AccountStore, credentials: CredentialStore
) -> dict[str, str]:
    """Give each unit a connected government account; answers the ids by path."""
    given = {unit.path: (oa_id_of(unit.path), unit) for unit in units}
    app.simulator(
        "accounts",
        [{"oa_id": oa_id, "name": f"Mặt trận {unit.name}", "oa_type": "4"} for oa_id, unit in given.values()],
    )
    oauth = OAuth(
        shared_http(5.0, 30.0), oauth_url=app.zalo_url, app_id=app.app_id, app_secret=app.app_secret
    )

    def consent(one: tuple[str, Unit]) -> None:
        oa_id, unit = one
        verifier = secrets.token_urlsafe(32)
        query = {
            "app_id": app.app_id,
            "redirect_uri": app.redirect_uri,
            "code_challenge": pkce_challenge(verifier),
            "oa_id": oa_id,
        }
        page = requests.get(
            f"{app.zalo_url}/v4/oa/permission", params=query, allow_redirects=False, timeout=60
        )
        (code,) = parse_qs(urlsplit(page.headers["location"]).query)["code"]
        pair = oauth.exchange_code(code, code_verifier=verifier)
        now = clock.now()
        ends = now + REFRESH_LIFETIME
        sealed = credentials.seal(oa_id, pair.access_token, pair.refresh_token or "")
        account = Account(
            "40", unit.path, oa_id, unit.name, 4, AccountState.CONNECTED, now, now, refresh_expires_at=ends
        )
        commit([accounts.connect(account), credentials.first(oa_id, sealed, now, ends)])

    with ThreadPoolExecutor(HANDS) as pool:
        list(pool.map(consent, given.values()))
    return {path: oa_id for path, (oa_id, _) in given.items()}
