"""Every ten minutes: release what was held, put back what is stuck, remind of what is due, draft bulletins.

Cases come after the messages and before the broadcasts, within a bounded part of the time. Compares each open
broadcast's ledger with its plan, and raises what does not add up. May be invoked twice and may die at any
point: everything it does is guarded by the state of the row it changes.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, Final

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from clock_job.settings import Settings
from loa import clock
from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules.deadlines import read_deadline_rules
from loa.casework.cases.work.notifications import CaseDependencies
from loa.casework.cases.work.rescheduling import follow_calendar
from loa.casework.cases.work.sweep import CaseSweepResult, sweep
from loa.casework.denunciations.deadlines import read_denunciation_rules
from loa.errors import Busy, LoaError, place_of
from loa.foundation.accounts.store import AccountStore
from loa.foundation.officers.store import OfficerStore
from loa.foundation.rules.store import RuleName, StoredRules
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.store import UnitStore
from loa.foundation.working_time.checks import to_check
from loa.foundation.working_time.model import read_calendar
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.publishing.broadcasts.delivery.forecast import ForecastDependencies
from loa.publishing.broadcasts.delivery.operations import OperationDependencies, sweep_broadcasts
from loa.publishing.broadcasts.delivery.planning import admit, plan_overdue
from loa.publishing.broadcasts.drafts.notifications import tell_approvers
from loa.publishing.broadcasts.drafts.series_service import prepare
from loa.publishing.broadcasts.rows.queues import Queues
from loa.publishing.broadcasts.rows.series_store import SeriesStore
from loa.publishing.broadcasts.rules.delivery import Delivery
from loa.publishing.broadcasts.rules.model import Broadcast
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
from loa.publishing.broadcasts.rules.quota import QuotaRule, read_quota_rules
from loa.residents.followers.service import replay_echoes
from loa.residents.followers.store import SeenEvents
from loa.residents.messages.service import MessageSweepResult, sweep_messages
from loa.residents.messages.store import Outbox
from loa.residents.messages.windows import read_window_rules
from loa.settings import read

SPARE_MILLISECONDS: Final = 15_000
"""No further broadcast is looked at with less time than this; the next round begins with it."""

CASES_MILLISECONDS: Final = 60_000
"""No further case is looked at with less time than this: the broadcasts need theirs."""

CALENDAR_MILLISECONDS: Final = 80_000
"""No further page of cases is rescheduled with less time than this: the reminders need theirs."""

READERS: Final[Mapping[RuleName, Callable[[str], object]]] = {
    RuleName.CALENDAR: read_calendar,
    RuleName.DEADLINES: read_deadline_rules,
    RuleName.DENUNCIATIONS: read_denunciation_rules,
    RuleName.MESSAGES: read_window_rules,
    RuleName.QUOTAS: read_quota_rules,
}
"""Who reads which rules: the clock looks at them for all functions."""

SILENT_FOR: Final = timedelta(hours=2)

logger = Logger()
metrics = Metrics()


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    province: str
    units: UnitStore
    accounts: AccountStore
    desk: OperationDependencies
    cases: CaseDependencies
    series: SeriesStore
    officers: OfficerStore
    outbox: Outbox
    messages: Queue
    seen: SeenEvents
    inbox: Queue
    rules: tuple[QuotaRule, ...]
    units_as_of: date | None


@cache
def rules() -> StoredRules:
    """The rules that replace those of the code."""
    return StoredRules(Table(read(Settings).units_table))


def root() -> Root:
    """What the handler works with: wired once per process, and anew when a rule changes."""
    return _root(rules().version())


@lru_cache(maxsize=1)
def _root(_version: tuple[tuple[str, str], ...]) -> Root:
    settings = read(Settings)
    units = Table(settings.units_table)
    accounts, messages = AccountStore(units), Queue(settings.messages_queue_url)
    outbox, statistics = (
        Outbox(Table(settings.audience_table)),
        StatisticsStore(Table(settings.statistics_table)),
    )
    units_as_of = clock.pinned_day(settings.units_as_of)
    return Root(
        province=settings.province_code,
        units=UnitStore(units),
        accounts=accounts,
        desk=OperationDependencies.of(
            Table(settings.broadcasts_table),
            Table(settings.statistics_table),
            queues=Queues(Queue(settings.deliveries_queue_url), Queue(settings.urgent_queue_url)),
            quiet_hours=QuietHours.parse(settings.quiet_hours),
        ),
        series=SeriesStore(Table(settings.broadcasts_table)),
        officers=OfficerStore(units),
        cases=CaseDependencies(
            cases=CaseStore(Table(settings.cases_table)),
            statistics=statistics,
            outbox=outbox,
            messages=messages,
            accounts=accounts,
            calendar=rules().read(RuleName.CALENDAR, read_calendar),
            rules=rules().read(RuleName.DEADLINES, read_deadline_rules),
            units_as_of=units_as_of,
        ),
        outbox=outbox,
        messages=messages,
        seen=SeenEvents(Table(settings.inbox_table)),
        inbox=Queue(settings.inbox_queue_url),
        rules=rules().read(RuleName.QUOTAS, read_quota_rules),
        units_as_of=units_as_of,
    )


def handler(_event: dict[str, Any], context: Any) -> dict[str, int]:
    """Look after every open broadcast; answers how many of what."""
    try:
        return _look_after(context)
    finally:
        if metrics.provider.metric_set:
            metrics.flush_metrics()


def _count(name: str, number: int) -> None:
    """Nothing is no metric: one that comes every round costs 0.30 USD a month; silence raises no alarm."""
    if number:
        metrics.add_metric(name, MetricUnit.Count, number)


def _look_after(context: Any) -> dict[str, int]:
    here = root()
    now = clock.now()
    _stored_rules()
    _messages(now)
    _calendar(now, context)
    _echoes(now)
    _silence(now)
    _cases(now, context)
    _bulletins(now)
    late = _overdue(now, context)
    _approvals(now)
    _checks(now)
    counts: Counter[str] = Counter(looked_at=0, released=0, requeued=0, finished=0, broken=0, failed=0)
    for broadcast_id in here.desk.broadcasts.active(here.province):
        if context.get_remaining_time_in_millis() < SPARE_MILLISECONDS:
            break
        try:
            found = sweep_broadcasts(
                broadcast_id,
                desk=here.desk,
                may_send=lambda broadcast, held: _admit(broadcast, held, now),
                now=now,
            )
        except LoaError as error:  # one broadcast must not keep the clock from all others
            facts = {"broadcast_id": broadcast_id, "code": error.code, "at": place_of(error)}
            logger.error("a broadcast could not be looked after", extra=facts)  # noqa: TRY400 - no texts
            counts.update(looked_at=1, failed=1)
            continue
        counts.update(
            looked_at=1,
            released=found.released,
            requeued=found.requeued,
            finished=int(found.finished),
            broken=int(not found.adds_up),
        )
        if not found.adds_up:
            logger.error("a broadcast does not add up", extra={"broadcast_id": broadcast_id})
    _count("BroadcastsInTrouble", counts["broken"] + counts["failed"] + late)
    _count("DeliveriesReleased", counts["released"])
    _count("DeliveriesRequeued", counts["requeued"])
    logger.info("looked after broadcasts", extra=dict(counts))
    return dict(counts)


def _stored_rules() -> None:
    """Say how many kinds of stored rules cannot be read: for those the ones before go on holding."""
    for name, reader in READERS.items():
        rules().read(name, reader)
    _count("RulesUnreadable", len(rules().unreadable))


def _messages(now: datetime) -> None:
    """Look after messages to single residents: a bounded number of them, and never in the way of the rest."""
    here = root()
    try:
        looked = sweep_messages(here.province, outbox=here.outbox, queue=here.messages, now=now)
    except Busy:
        logger.warning("messages not looked after: aws is busy")
        looked = MessageSweepResult()
    _count("MessagesReleased", looked.released)
    _count("MessagesRequeued", looked.requeued)


def _calendar(now: datetime, context: Any) -> None:
    """Give open cases the deadlines of a calendar that has changed, before anybody is reminded of them.

    A calendar that cannot be read moves nothing: the one in its place may lack what has been announced.
    """
    here = root()
    if RuleName.CALENDAR in rules().unreadable:
        return
    try:
        done = follow_calendar(
            here.province,
            desk=here.cases,
            now=now,
            enough=lambda: context.get_remaining_time_in_millis() < CALENDAR_MILLISECONDS,
        )
    except LoaError as error:
        facts = {"code": error.code, "at": place_of(error)}
        logger.error("the working calendar was not applied", extra=facts)  # noqa: TRY400 - no texts
        _count("CasesNotLookedAfter", 1)
        return
    for case_id, name, at in done.failed:
        facts = {"case_id": case_id, "error": name, "at": list(at)}
        logger.warning("a case could not be rescheduled", extra=facts)  # the reminders raise the alarm
    _count("CasesRescheduled", done.moved)


def _checks(now: datetime) -> None:
    """Remind of what a person has to confirm about working days."""
    due = to_check(clock.local_day(now), root().cases.calendar)
    _count("WorkingDaysToCheck", len(due))


def _silence(now: datetime) -> None:
    """Raise it when Zalo has told nothing about any account for two hours in which offices work."""
    here, began = root(), now - SILENT_FOR
    if not (here.cases.calendar.is_open(now) and here.cases.calendar.is_open(began)):
        return
    try:
        heard = [account.last_event_at for account in here.accounts.within(here.province, here.province)]
    except Busy:
        return
    last = max((instant for instant in heard if instant), default=None)
    if last and last < began:
        logger.error("zalo tells nothing any more", extra={"last_event_at": clock.to_text(last)})
        _count("ProvinceSilent", 1)


def _echoes(now: datetime) -> None:
    """Take in what other apps sent for our accounts, once it is known that it was not ours."""
    here = root()
    try:
        number = replay_echoes(here.province, seen=here.seen, inbox=here.inbox, now=now)
    except Busy:
        logger.warning("echoes not looked after: aws is busy")
        number = 0
    _count("EchoesReplayed", number)


def _cases(now: datetime, context: Any) -> None:
    """Look after cases that are due: remind, close, tell the rest of many reporters."""
    here = root()
    looked = CaseSweepResult()
    try:
        looked = sweep(
            here.province,
            desk=here.cases,
            now=now,
            enough=lambda: context.get_remaining_time_in_millis() < CASES_MILLISECONDS,
        )
    except Busy:
        logger.warning("cases not looked after: aws is busy")
    for trouble in looked.troubles:
        facts = {"case_id": trouble.case_id, "error": trouble.error, "at": list(trouble.at)}
        logger.error("a case could not be looked after", extra=facts)
    _count("CasesNotLookedAfter", len(looked.troubles))
    _count("CasesOverdue", looked.overdue)
    _count("CasesReminded", looked.reminded)
    _count("CasesClosed", looked.closed)


def _bulletins(now: datetime) -> None:
    """Make the drafts of the issues that are due soon; never in the way of the rest."""
    here = root()
    try:
        made = prepare(here.province, store=here.series, broadcasts=here.desk.broadcasts, now=now)
    except LoaError as error:
        logger.error("bulletins not prepared", extra={"code": error.code, "at": place_of(error)})  # noqa: TRY400 - no texts
        made = []
    _count("BulletinsPrepared", len(made))


def _places(now: datetime) -> ForecastDependencies:
    here = root()
    return ForecastDependencies(
        units=here.units,
        accounts=here.accounts,
        statistics=here.desk.statistics,
        quotas=here.desk.quotas,
        rules=here.rules,
        on=here.units_as_of or clock.local_day(now),
    )


def _overdue(now: datetime, context: Any) -> int:
    """Plan what should have been planned by now, and say how many; never in the way of the rest."""
    here = root()
    try:
        outcomes = plan_overdue(
            here.province,
            owner=context.aws_request_id,
            places=_places(now),
            broadcasts=here.desk.broadcasts,
            deliveries=here.desk.deliveries,
            queues=here.desk.queues,
            quiet_hours=here.desk.quiet_hours,
            now=now,
        )
    except LoaError as error:
        logger.error("overdue broadcasts not found", extra={"code": error.code, "at": place_of(error)})  # noqa: TRY400 - no texts
        return 1
    if outcomes:
        logger.warning("overdue broadcasts", extra={key.value: number for key, number in outcomes.items()})
    return outcomes.total()


def _approvals(now: datetime) -> None:
    """Tell approvers what waits for them; never in the way of the rest."""
    here = root()
    try:
        told = tell_approvers(
            here.province,
            broadcasts=here.desk.broadcasts,
            registry=here.officers,
            outbox=here.outbox,
            queue=here.messages,
            now=now,
        )
    except LoaError as error:
        logger.error("approvers not told", extra={"code": error.code, "at": place_of(error)})  # noqa: TRY400 - no texts
        return
    for broadcast_id in told.failed:
        logger.error("approvers of a broadcast not told", extra={"broadcast_id": broadcast_id})
    _count("ApproversTold", told.messages)


def _admit(broadcast: Broadcast, held: Sequence[Delivery], now: datetime) -> set[str]:
    return admit(broadcast, held, places=_places(now), now=now)
