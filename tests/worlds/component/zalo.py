"""Zalo, as the component tests see it: the simulator in a thread, and an account's administrator."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
import requests

from loa import clock
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import CredentialStore, account_row
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.aws.kms import EncryptionKey
from loa.platform.zalo.api.oauth import OAuth
from loa.platform.zalo.http import ZaloHttp
from loa.platform.zalo.webhooks.signature import pkce_challenge
from tests.conftest import OpenTable
from tests.worlds.component.settings import CONSENT_KEY
from tests.worlds.province import PROVINCE, WARD

APP, SECRET = "1122334455667788990", "zalo-app-secret-MARKED"
PUBLIC_URL = "https://loa.example.vn"
CALLBACK = f"{PUBLIC_URL}/zalo/oauth/callback"
VERIFIER = "v" * 43
OA, OTHER_OA = "3344556677889900112", "3344556677889900113"


@dataclass(frozen=True, slots=True)
class Zalo:
    """The simulator at its address."""

    url: str

    def tell(self, path: str, wish: Any) -> Any:
        """Change something by the control API."""
        answer = requests.post(f"{self.url}/_sim/{path}", json=wish, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def look(self, path: str) -> Any:
        """Read what Zalo holds."""
        return requests.get(f"{self.url}/_sim/{path}", timeout=10).json()

    def reset(self) -> None:
        """One app, two accounts, no night, articles ready at once."""
        self.tell("reset", {"settings": True})
        self.tell("clock", {"reset": True})
        self.tell("settings", {"night_enforced": False, "article_delay_seconds": 0.0})
        self.tell("apps", {"app_id": APP, "app_secret": SECRET, "redirect_uris": [CALLBACK]})
        self.tell(
            "accounts",
            [
                {"oa_id": OA, "name": "Mặt trận <script>alert(1)</script>", "oa_type": "4", "followers": 3},
                {"oa_id": OTHER_OA, "name": "Mặt trận khác", "oa_type": "4", "followers": 5},
            ],
        )

    def consent(self, page: str, oa_id: str = OA) -> dict[str, str]:
        """Let the account's administrator consent on Zalo's page; the query that the callback gets."""
        answer = requests.get(f"{page}&oa_id={oa_id}", allow_redirects=False, timeout=10)
        address = urlsplit(answer.headers["location"])
        assert f"{address.scheme}://{address.netloc}{address.path}" == CALLBACK
        return {name: values[0] for name, values in parse_qs(address.query).items()}

    def calls(self, path: str) -> int:
        """How often a path of the platform was asked for."""
        return sum(count for name, count in self.look("summary")["calls"].items() if name.endswith(path))


def wire_zalo(monkeypatch: pytest.MonkeyPatch, open_table: OpenTable, zalo: Zalo) -> None:
    """The environment of a function that speaks with Zalo for accounts."""
    secrets = boto3.client("secretsmanager")
    secrets.create_secret(Name="loa/zalo-app", SecretString=SECRET)
    secrets.create_secret(Name="loa/consent", SecretString=CONSENT_KEY)
    for name in ("Units", "Credentials", "Statistics", "Inbox", "Broadcasts"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    for name, value in {
        "PROVINCE_CODE": "40",
        "PUBLIC_URL": PUBLIC_URL,
        "CREDENTIALS_KEY_ID": boto3.client("kms").create_key()["KeyMetadata"]["KeyId"],
        "ZALO_APP_ID": APP,
        "ZALO_APP_SECRET_ID": "loa/zalo-app",
        "CONSENT_SECRET_ID": "loa/consent",
        "ZALO_OAUTH_URL": zalo.url,
        "ZALO_OPENAPI_URL": zalo.url,
    }.items():
        monkeypatch.setenv(name, value)


def made_old(open_table: OpenTable, oa_id: str, at: datetime) -> None:
    """Let the pair of an account look as if it had been stored at that instant."""
    text = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    open_table("Credentials").update(oa_id, "pair", set={"stored_at": text})


def connect(open_table: OpenTable, zalo: Zalo) -> None:
    """Connect the ward's account by hand, with tokens that the simulator knows."""
    now = clock.now()
    page = f"{zalo.url}/v4/oa/permission?app_id={APP}&redirect_uri={CALLBACK}"
    code = zalo.consent(f"{page}&code_challenge={pkce_challenge(VERIFIER)}")["code"]
    http = ZaloHttp(connect_seconds=2, read_seconds=5)
    oauth = OAuth(http, oauth_url=zalo.url, app_id=APP, app_secret=SECRET)
    pair = oauth.exchange_code(code, code_verifier=VERIFIER)
    end = now + timedelta(days=90)
    account = Account(PROVINCE, WARD, OA, "OA", 4, AccountState.CONNECTED, now - timedelta(days=9), now, end)
    open_table("Units").put(account_row(account))
    key = boto3.client("kms").list_keys()["Keys"][0]["KeyId"]
    credentials = CredentialStore(open_table("Credentials"), EncryptionKey(key))
    sealed = credentials.seal(OA, pair.access_token, pair.refresh_token or "")
    commit([credentials.first(OA, sealed, now, end)])
