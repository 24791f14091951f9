"""Our Zalo app: its token endpoint, and the OA API for the accounts that have given it their consent."""

from collections.abc import Callable
from dataclasses import dataclass

from loa.platform.zalo.api.oa import OfficialAccountApi
from loa.platform.zalo.api.oauth import OAuth
from loa.platform.zalo.exchange import Http


@dataclass(frozen=True, slots=True)
class ZaloApp:
    """One app in Zalo's console, as a function speaks for it.

    Attributes:
        http: the process's client.
        app_id: the app's id.
        secret: gives the app's secret; asked each time, so that a rotation is seen.
        oauth_url, openapi_url: base addresses of the token endpoint and of the OA API.
    """

    http: Http
    app_id: str
    secret: Callable[[], str]
    oauth_url: str
    openapi_url: str

    def oauth(self) -> OAuth:
        """The token endpoint."""
        return OAuth(self.http, oauth_url=self.oauth_url, app_id=self.app_id, app_secret=self.secret())

    def api(self, access_token: str) -> OfficialAccountApi:
        """The OA API for an access token."""
        return OfficialAccountApi(
            self.http,
            openapi_url=self.openapi_url,
            access_token=access_token,
            app_secret=self.secret(),
        )
