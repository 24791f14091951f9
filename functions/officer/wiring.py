"""What the officer API works with, made once per process."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from loa import moments
from loa.accounts.store import Accounts
from loa.aws.schedules import Schedules
from loa.aws.secrets import Secret
from loa.aws.tables import Table
from loa.broadcasts.model import QuietHours
from loa.broadcasts.store import Broadcasts
from loa.content.store import Articles
from loa.settings import read
from loa.units.store import UnitStore

from settings import Settings


@dataclass(frozen=True, slots=True)
class Root:
    """Stores, schedules and settings."""

    province: str
    public_url: str
    units_as_of: date | None
    quiet_hours: QuietHours
    units: UnitStore
    accounts: Accounts
    articles: Articles
    broadcasts: Broadcasts
    requests: Table
    consent_key: Secret
    timer: Schedules

    def today(self) -> date:
        """The day whose units count."""
        return self.units_as_of or moments.local_day(moments.now())


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    units = Table(settings.units_table)
    return Root(
        province=settings.province_code,
        public_url=settings.public_url,
        units_as_of=moments.pinned_day(settings.units_as_of),
        quiet_hours=QuietHours.parse(settings.quiet_hours),
        units=UnitStore(units),
        accounts=Accounts(units),
        articles=Articles(Table(settings.content_table)),
        broadcasts=Broadcasts(Table(settings.broadcasts_table)),
        requests=Table(settings.inbox_table),
        consent_key=Secret(settings.consent_secret_id),
        timer=Schedules(
            prefix=settings.schedule_prefix,
            group=settings.schedule_group,
            target_arn=settings.plan_function_arn,
            role_arn=settings.scheduler_role_arn,
            dead_letter_arn=settings.schedule_dlq_arn,
        ),
    )
