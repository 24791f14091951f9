"""Connecting accounts, and keeping their tokens alive.

* `GET /zalo/oauth/start?state=…`: the link that an officer passes on; our page says which unit it is for and
  who made it, and leads on to Zalo's consent page.
* `GET /zalo/oauth/callback`: where Zalo sends the administrator's browser back. Who comes without our cookie
  has not read that page (another browser, or somebody else's address): they are asked first.
* twice a day by schedule, `{"task": "refresh"}`: renews the tokens of all accounts that are due, and
  lets go of those that were taken from their units.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from accounts_pages import pages
from accounts_pages.settings import Settings
from loa import clock
from loa.errors import Busy, InvalidInput, LoaError
from loa.foundation.accounts import texts
from loa.foundation.accounts.access import ZaloAccess
from loa.foundation.accounts.binding import settle
from loa.foundation.accounts.consents.model import Consent, code_verifier, verify
from loa.foundation.accounts.consents.service import ConsentService
from loa.foundation.accounts.service import Refreshed
from loa.foundation.officers.store import OfficerStore
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.model import ancestors
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.secrets import Secret
from loa.platform.zalo.api.oauth import consent_url
from loa.platform.zalo.practice.double import consent_address
from loa.platform.zalo.shared.client import shared_http
from loa.platform.zalo.webhooks.signature import pkce_challenge
from loa.settings import is_practice, read
from loa.web.pages.answers import HtmlPage, finished
from loa.web.pages.preferences import cookies_of
from loa.web.problems import problem_of

CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 12.0
"""Together well under the lease on a token pair (60 s), and twice under API Gateway's 30 s."""

SPARE_MILLISECONDS: Final = 45_000
"""No refresh is begun with less time than this: a single-use token must not meet the end of the function."""

COOKIE: Final = "loa_consent"
ONWARD: Final = "onward"
"""In the address of whoever has read our page and goes on to Zalo's."""

logger = Logger()
metrics = Metrics()


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    settings: Settings
    access: ZaloAccess
    units: UnitStore
    officers: OfficerStore
    codes: Table
    statistics: StatisticsStore
    consent_key: Secret

    @property
    def redirect_uri(self) -> str:
        """Our callback, as registered in Zalo's console."""
        return f"{self.settings.public_url}/zalo/oauth/callback"

    def consent_key_of(self, state: str) -> str:
        """The version of the key that signed a link: one that was given out before a rotation works on."""

        def signed(key: str) -> bool:
            try:
                verify(state, key, clock.now())
            except LoaError:
                return False
            return True

        return self.consent_key.which(signed) or self.consent_key()

    def consents(self, state: str) -> ConsentService:
        """Who finishes the consent of a link."""
        return ConsentService(
            province=self.settings.province_code,
            key=self.consent_key_of(state),
            accounts=self.access.accounts,
            credentials=self.access.credentials,
            statistics=self.statistics,
            codes=self.codes,
            oauth=self.access.zalo.oauth(),
            official_account=lambda token: self.access.zalo.api(token).official_account(),
        )


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    units_table = Table(settings.units_table)
    return Root(
        settings=settings,
        access=ZaloAccess.of(settings, shared_http(CONNECT_SECONDS, READ_SECONDS)),
        units=UnitStore(units_table),
        officers=OfficerStore(units_table),
        codes=Table(settings.inbox_table),
        statistics=StatisticsStore(Table(settings.statistics_table)),
        consent_key=Secret(settings.consent_secret_id),
    )


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a browser, or the schedule."""
    if event.get("task") == "refresh":
        return _refresh(context)
    query: dict[str, str] = event.get("queryStringParameters") or {}
    try:
        if event.get("rawPath", "").endswith("/zalo/oauth/start"):
            return _start(event, query)
        return _callback(event, query)
    except LoaError as error:
        metrics.add_metric("ConsentsFailed", MetricUnit.Count, 1)
        logger.warning("not connected", extra={"code": error.code, "cause": str(error)})
        return _shown(event, pages.trouble(problem_of(error).status, error.message))


def _shown(event: dict[str, Any], page: HtmlPage) -> dict[str, Any]:
    return page.answer(event, layout="plain.html", private=True)


def _start(event: dict[str, Any], query: dict[str, str]) -> dict[str, Any]:
    here = root()
    state = query.get("state", "")
    consents = here.consents(state)
    consent = consents.opened(state, clock.now())
    if ONWARD not in query or _from_cookie(cookies_of(event)) != state:
        onward = f"{here.settings.public_url}/zalo/oauth/start?state={quote(state)}&{ONWARD}=1"
        metrics.add_metric("ConsentsOpened", MetricUnit.Count, 1)
        page = pages.asking(_name_of(consent.unit_path), _asker_name(consent), consent.expires_at, onward)
        return _shown(event, page) | _with_cookie(state)
    address = (
        consent_address(here.redirect_uri, state=state, unit_path=consent.unit_path)
        if is_practice()
        else consent_url(
            here.settings.zalo_oauth_url,
            app_id=here.settings.zalo_app_id,
            redirect_uri=here.redirect_uri,
            state=state,
            code_challenge=pkce_challenge(code_verifier(state, consents.key)),
        )
    )
    metrics.add_metric("ConsentsStarted", MetricUnit.Count, 1)
    onward_to_zalo = {"statusCode": 302, "headers": {"location": address}}
    return finished(event, onward_to_zalo, private=True) | _with_cookie(state)


def _with_cookie(state: str) -> dict[str, list[str]]:
    """What says that a browser was shown our page for a link; Zalo may leave out `state` on the way back."""
    cookie = f"{COOKIE}={quote(state)}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax"
    if root().settings.public_url.startswith("https://"):
        cookie += "; Secure"
    return {"cookies": [cookie]}


def _name_of(path: str) -> str:
    """The unit as it is called now, or was called last."""
    known = root().units.at(path)
    return known[-1].name if known else path


def _asker_name(consent: Consent) -> str:
    """Who made the link: an officer of the unit or of one above it; empty: nobody any more."""
    for path in (consent.unit_path, *reversed(ancestors(consent.unit_path))):
        for officer in root().officers.of_unit(path):
            if officer.id == consent.asked_by:
                return officer.name
    return ""


def _callback(event: dict[str, Any], query: dict[str, str]) -> dict[str, Any]:
    here = root()
    shown = _from_cookie(cookies_of(event))
    state = query.get("state") or shown
    code = query.get("code", "")
    if not code:
        raise InvalidInput(texts.CODE_MISSING)
    if state != shown:
        metrics.add_metric("ConsentsElsewhere", MetricUnit.Count, 1)
        granted = here.consents(state).look(state, code, clock.now())
        if granted.connected is None:
            onward = f"{here.redirect_uri}?state={quote(state)}&code={quote(code)}"
            asker, unit = _asker_name(granted.consent), _name_of(granted.consent.unit_path)
            page = pages.asking_again(unit, asker, granted.name, granted.oa_id, onward)
            return _shown(event, page) | _with_cookie(state)
        account = granted.connected
    else:
        account = here.consents(state).connect(state, code, clock.now())
        metrics.add_metric("AccountsConnected", MetricUnit.Count, 1)
        facts = {"unit_path": account.unit_path, "oa_id": account.oa_id, "pending": account.is_pending}
        logger.info("account connected", extra=facts)
    unit = _name_of(account.unit_path)
    if account.is_pending:
        return _shown(event, pages.pending(unit, account.name, account.oa_id))
    return _shown(event, pages.connected(unit, account.name, account.oa_id))


def _from_cookie(cookies: list[str]) -> str:
    """The link whose page the browser has been shown; empty: none."""
    found = [cookie.partition("=")[2] for cookie in cookies if cookie.partition("=")[0].strip() == COOKIE]
    return found[0].strip() if found else ""


def _refresh(context: Any) -> dict[str, Any]:
    """Renew what is due; answers how many ended how, and how many the time did not suffice for."""
    here = root()
    for departure in settle(
        here.settings.province_code,
        accounts=here.access.accounts,
        credentials=here.access.credentials,
        statistics=here.statistics,
    ):
        logger.info(
            "account left its unit", extra={"unit_path": departure.unit_path, "oa_id": departure.oa_id}
        )
    keeper = here.access.keeper(uuid4().hex)
    accounts = here.access.accounts.everyone(here.settings.province_code)
    outcomes: Counter[str] = Counter()
    for result in keeper.refresh_all(
        accounts, may_go_on=lambda: context.get_remaining_time_in_millis() > SPARE_MILLISECONDS
    ):
        outcomes[result.outcome.value] += 1
        facts = {"unit_path": result.account.unit_path}
        if result.outcome is Refreshed.NEEDS_CONSENT:
            metrics.add_metric("ConsentNeeded", MetricUnit.Count, 1)
            logger.warning("account needs consent", extra=facts)
        if result.outcome is Refreshed.LOST:
            metrics.add_metric("CredentialsLost", MetricUnit.Count, 1)
            logger.error("credentials lost", extra=facts)
        if result.outcome is Refreshed.FAILED:
            logger.error("account not refreshed", extra={**facts, "cause": result.cause})
    connected = sum(account.state == "connected" for account in accounts)
    left = connected - outcomes.total()
    not_refreshed = left + outcomes[Refreshed.LATER] + outcomes[Refreshed.FAILED]
    metrics.add_metric("AccountsNotRefreshed", MetricUnit.Count, not_refreshed)
    logger.info("accounts refreshed", extra={**outcomes, "left": left})
    if left:
        raise Busy("not all accounts could be refreshed in time; the next attempt goes on")
    return dict(outcomes)
