"""Access to the accounts: what every function needs that asks Zalo in their name, wired in one place."""

from dataclasses import dataclass

from loa.foundation.accounts.service import Keeper
from loa.foundation.accounts.store import Accounts, Credentials
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.kms import Key
from loa.platform.aws.secrets import Secret
from loa.platform.zalo.api.app import ZaloApp
from loa.platform.zalo.exchange import Http


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """What such a function's environment says of it: the base of its `Settings`."""

    units_table: str
    credentials_table: str
    credentials_key_id: str
    zalo_app_id: str
    zalo_app_secret_id: str
    zalo_oauth_url: str
    zalo_openapi_url: str


@dataclass(frozen=True, slots=True)
class Access:
    """The accounts, their tokens, and our app at Zalo."""

    accounts: Accounts
    credentials: Credentials
    zalo: ZaloApp

    @classmethod
    def of(cls, settings: AccessSettings, http: Http) -> "Access":
        """As the settings say, through the process's client."""
        return cls(
            accounts=Accounts(Table(settings.units_table)),
            credentials=Credentials(Table(settings.credentials_table), Key(settings.credentials_key_id)),
            zalo=ZaloApp(
                http=http,
                app_id=settings.zalo_app_id,
                secret=Secret(settings.zalo_app_secret_id),
                oauth_url=settings.zalo_oauth_url,
                openapi_url=settings.zalo_openapi_url,
            ),
        )

    def keeper(self, owner: str) -> Keeper:
        """Who acts for accounts, under a name other than any other worker's."""
        return Keeper(self.accounts, self.credentials, self.zalo.oauth(), owner)
