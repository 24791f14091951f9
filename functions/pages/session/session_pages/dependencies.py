"""What the entrance works with, made once per process."""

from functools import cache

from loa.bootstrap.foundation import officers, sessions, unit_names
from loa.bootstrap.wiring import table
from loa.foundation.people.records import AccountRecordStore
from loa.foundation.sign_in.attempts import AttemptStore
from loa.foundation.sign_in.own import OwnAccountService
from loa.foundation.sign_in.service import SignInService
from loa.foundation.sign_in.store import SignInStore
from loa.platform.aws.user_pools.client import UserPoolClient
from loa.settings import setting
from loa.web.console.dependencies import ConsoleDependencies


@cache
def sign_in() -> SignInService:
    """Return the steps of signing in."""
    rows = table("sessions_table")
    return SignInService(
        pool=UserPoolClient(setting("user_pool_client_id")),
        store=SignInStore(rows),
        attempts=AttemptStore(rows),
        sessions=sessions(),
        officers=officers(),
    )


@cache
def records() -> AccountRecordStore:
    """Return what administrators changed of accounts."""
    return AccountRecordStore(table("units_table"))


@cache
def own_account() -> OwnAccountService:
    """Return what officers change of their own account."""
    known = sign_in()
    return OwnAccountService(known.pool, known.store, known.attempts, known.sessions)


@cache
def console_dependencies() -> ConsoleDependencies:
    """Return who is signed in and who they are; answered forms are kept beside the sessions here."""
    return ConsoleDependencies(sessions(), officers(), unit_names(), table("sessions_table"))
