"""What the clock works with, built once per process, and anew when a rule changes."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from loa import clock
from loa.bootstrap import casework, dialogue, foundation, participation, publishing, residents, wiring
from loa.casework.cases.work.service import CaseService
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.desk.store import DeskStore
from loa.dialogue.handover.jobs import WorkInHand
from loa.foundation.accounts.store import AccountStore
from loa.foundation.officers.store import OfficerStore
from loa.foundation.people.handovers import HandOverStore
from loa.foundation.rules.store import StoredRules
from loa.foundation.units.store import UnitStore
from loa.jobs import JobRun
from loa.platform.aws.queues import Queue
from loa.publishing.broadcasts.delivery.forecast import ForecastDependencies
from loa.publishing.broadcasts.delivery.operations import BroadcastOperations
from loa.publishing.broadcasts.rows.series_store import SeriesStore
from loa.publishing.broadcasts.rules.quota import QuotaRule
from loa.publishing.officers_told import OfficerTelling
from loa.residents.followers.store import SeenEvents
from loa.residents.messages.store import Outbox
from loa.settings import setting

if TYPE_CHECKING:
    from loa.participation.campaigns.calls import Call
    from loa.reports.recount.facts import CountedFacts
    from loa.reports.recount.messages import MessageRecount
    from loa.reports.recount.service import Recount


@dataclass(frozen=True, slots=True)
class Services:
    """What the jobs work with."""

    province: str
    units: UnitStore
    accounts: AccountStore
    desk: BroadcastOperations
    cases: CaseService
    series: SeriesStore
    officers: OfficerStore
    outbox: Outbox
    messages: Queue
    seen: SeenEvents
    inbox: Queue
    rules: tuple[QuotaRule, ...]
    units_as_of: date | None
    stored_rules: StoredRules

    def telling(self, now: datetime) -> OfficerTelling:
        """How officers are told on Zalo."""
        return OfficerTelling(self.officers, self.outbox, self.messages, now)

    def work_in_hand(self) -> WorkInHand:
        """Where the work of officers who left lies."""
        audience = wiring.table("audience_table")
        return WorkInHand(
            conversations=ConversationStore(audience),
            rows=DeskStore(audience),
            cases=self.cases,
            officers=self.officers,
            orders=HandOverStore(wiring.table("units_table")),
        )

    def tell_of_call(self, call: "Call", now: datetime) -> int:
        """Tell the officers on call of the unit that asks, each once; return how many."""
        from loa.dialogue.inbox.alerts import tell_of_call  # noqa: PLC0415 - calls are rare
        from loa.worker import nobody_on_call  # noqa: PLC0415 - as above

        return tell_of_call(
            call,
            campaigns=participation.campaign_store(),
            public_url=setting("public_url"),
            dependencies=dialogue.alerts(nobody_on_call),
            now=now,
        )

    def recount(self, run: JobRun) -> "Recount":
        """What counts again at night."""
        from loa.reports.recount.service import Recount  # noqa: PLC0415 - once a night

        return Recount(self.desk.statistics, self._counted_facts(run), clock=lambda: run.now)

    def message_recount(self, run: JobRun) -> "MessageRecount":
        """What counts messages again at night."""
        from loa.reports.recount.messages import MessageRecount  # noqa: PLC0415 - as above

        return MessageRecount(self.desk.statistics, self._counted_facts(run), clock=lambda: run.now)

    def _counted_facts(self, run: JobRun) -> "CountedFacts":
        from loa.reports.recount.facts import CountedFacts  # noqa: PLC0415 - as above

        return CountedFacts(
            cases=self.cases.store,
            broadcasts=self.desk.broadcasts,
            deliveries=self.desk.deliveries,
            units=self.units,
            accounts=self.accounts,
            audience=residents.followers(),
            may_go_on=run.may_go_on,
        )

    def forecast(self, now: datetime) -> ForecastDependencies:
        """Where planning looks things up."""
        return ForecastDependencies(
            units=self.units,
            accounts=self.accounts,
            statistics=self.desk.statistics,
            quotas=self.desk.quotas,
            rules=self.rules,
            on=self.units_as_of or clock.local_day(now),
        )


def root() -> Services:
    """Build what the jobs work with."""
    return _root(wiring.rules().version())


@lru_cache(maxsize=1)
def _root(_version: tuple[tuple[str, str], ...]) -> Services:
    return Services(
        province=foundation.province(),
        units=foundation.units(),
        accounts=foundation.accounts(),
        desk=publishing.operations(),
        series=publishing.series(),
        officers=foundation.officers(),
        cases=casework.cases(),
        outbox=residents.outbox(),
        messages=residents.messages(),
        seen=SeenEvents(wiring.table("inbox_table")),
        inbox=Queue(setting("inbox_queue_url")),
        rules=publishing.quota_rules(),
        units_as_of=foundation.units_as_of(),
        stored_rules=wiring.rules(),
    )
