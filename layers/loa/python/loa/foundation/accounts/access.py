"""Access to the accounts: dependencies of functions that call Zalo in their name, wired in one place."""

from dataclasses import dataclass

from loa.foundation.accounts.service import TokenKeeper
from loa.foundation.accounts.store import AccountStore, CredentialStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.kms import EncryptionKey
from loa.platform.aws.secrets import Secret
from loa.platform.zalo.api.app import ZaloApp
from loa.platform.zalo.exchange import Http
from loa.platform.zalo.pace import PacedHttp
from loa.platform.zalo.shared.client import shared_http


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """Environment of such a function: the base of its `Settings`."""

    units_table: str
    credentials_table: str
    credentials_key_id: str
    zalo_app_id: str
    zalo_app_secret_id: str
    zalo_oauth_url: str
    zalo_openapi_url: str


@dataclass(frozen=True, slots=True)
class ZaloAccess:
    """The accounts, their tokens, and our app at Zalo."""

    accounts: AccountStore
    credentials: CredentialStore
    zalo: ZaloApp

    @classmethod
    def of(cls, settings: AccessSettings, http: Http) -> "ZaloAccess":
        """Build the access from the settings, with the process's HTTP client."""
        return cls(
            accounts=AccountStore(Table(settings.units_table)),
            credentials=CredentialStore(
                Table(settings.credentials_table), EncryptionKey(settings.credentials_key_id)
            ),
            zalo=ZaloApp(
                http=http,
                app_id=settings.zalo_app_id,
                secret=Secret(settings.zalo_app_secret_id),
                oauth_url=settings.zalo_oauth_url,
                openapi_url=settings.zalo_openapi_url,
            ),
        )

    @classmethod
    def paced(
        cls,
        settings: AccessSettings,
        *,
        calls_per_minute: str,
        workers: str = "1",
        article_calls_per_minute: str = "",
    ) -> "ZaloAccess":
        """Build the access of one of several workers, which keeps to its share of Zalo's limits.

        Args:
            settings: the function's.
            calls_per_minute: of all workers together, a number as it stands in the environment.
            workers: how many of them there are at most.
            article_calls_per_minute: of all workers to the article API; as many as the others if empty.
        """
        http = PacedHttp(
            shared_http(),
            calls_per_minute=int(calls_per_minute),
            article_calls_per_minute=int(article_calls_per_minute) if article_calls_per_minute else None,
            workers=int(workers),
        )
        return cls.of(settings, http)

    def keeper(self, owner: str) -> TokenKeeper:
        """Return a token keeper for these accounts; `owner` differs from every other worker's."""
        return TokenKeeper(self.accounts, self.credentials, self.zalo.oauth(), owner)
