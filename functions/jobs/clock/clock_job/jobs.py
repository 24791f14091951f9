"""The clock's jobs in the order in which they run: what cannot wait comes first, the longest last."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from clock_job.dependencies import Services
from clock_job.second_persons import notify_approvers, tell_above, tell_second_persons
from clock_job.taking_part import (
    draw_lots,
    forget_claims,
    look_at_entries,
    mark_entries,
    tell_contributors,
    tell_of_calls,
)
from loa import clock
from loa.bootstrap import publishing
from loa.casework.cases.rules.deadlines import read_deadline_rules
from loa.casework.cases.work.rescheduling import follow_calendar
from loa.casework.cases.work.sweep import sweep
from loa.casework.denunciations.deadlines import read_denunciation_rules
from loa.errors import Busy, LoaError
from loa.foundation.rules.store import RuleName
from loa.foundation.statistics.jobs import close_months
from loa.foundation.statistics.reads import count_reads
from loa.foundation.units.model import existing_on
from loa.foundation.working_time.checks import to_check
from loa.foundation.working_time.model import read_calendar
from loa.jobs import Job, JobRun
from loa.participation.consultations.rules.forms import read_form_rules
from loa.participation.consultations.rules.periods import read_answer_rules, read_period_rules
from loa.participation.contests.rules.objecting import read_objection_rules
from loa.participation.contests.rules.standing import read_adults_rules
from loa.publishing.broadcasts.delivery.planning import admit, plan_overdue
from loa.publishing.broadcasts.drafts.series_service import prepare
from loa.publishing.broadcasts.rules.quota import read_quota_rules
from loa.publishing.library.editing.jobs import refresh_homes, sweep_library
from loa.publishing.library.rows.read_store import ReadStore
from loa.residents.followers.service import replay_echoes
from loa.residents.messages.service import sweep_messages
from loa.residents.messages.windows import read_window_rules
from loa.worker import log_failure, logger

if TYPE_CHECKING:
    from loa.reports.recount.service import CounterDifference

LIBRARY_RESERVE: Final = 90_000
CALENDAR_RESERVE: Final = 80_000
CASES_RESERVE: Final = 60_000
BROADCASTS_RESERVE: Final = 15_000
RECOUNT_RESERVE: Final = 40_000
WALK_RESERVE: Final = 5_000
"""Milliseconds of the round's 120 s that these jobs leave to those behind them, or to the end."""

SILENT_FOR: Final = timedelta(hours=2)

READERS: Final[Mapping[RuleName, Callable[[str], object]]] = {
    RuleName.ADULTS: read_adults_rules,
    RuleName.ANSWERS: read_answer_rules,
    RuleName.CALENDAR: read_calendar,
    RuleName.CONSULTATIONS: read_period_rules,
    RuleName.DEADLINES: read_deadline_rules,
    RuleName.DENUNCIATIONS: read_denunciation_rules,
    RuleName.FORMS: read_form_rules,
    RuleName.MESSAGES: read_window_rules,
    RuleName.OBJECTIONS: read_objection_rules,
    RuleName.QUOTAS: read_quota_rules,
}
"""Who reads which rules: the clock looks at them for all functions."""


def check_stored_rules(services: Services, _run: JobRun) -> dict[str, int]:
    """Count the kinds of stored rules that cannot be read: for those the ones before go on holding."""
    for name, reader in READERS.items():
        services.stored_rules.read(name, reader)
    return {"unreadable": len(services.stored_rules.unreadable)}


def release_messages(services: Services, run: JobRun) -> dict[str, int]:
    """Release messages that were held, and put back what is stuck: a bounded number of them."""
    found = sweep_messages(services.province, outbox=services.outbox, queue=services.messages, now=run.now)
    return {"released": found.released, "requeued": found.requeued}


def sweep_items(services: Services, run: JobRun) -> dict[str, int]:
    """Publish items of the library on time, take down what has expired, empty the bin."""
    found = sweep_library(
        services.province, library=publishing.library(), now=run.now, enough=lambda: not run.may_go_on()
    )
    for item_id, cause in found.failed:
        logger.error("an item could not be looked after", extra={"item_id": item_id, "cause": cause})
    return {"changed": found.changed, "purged": found.purged, "failed": len(found.failed)}


def announce_items(services: Services, run: JobRun) -> dict[str, int]:
    """Make the drafts that tell followers of what was published; nothing is sent by it."""
    done = publishing.announcer().announce_due(services.province, run.now, enough=lambda: not run.may_go_on())
    return dict(done)


def refresh_unit_homes(services: Services, run: JobRun) -> dict[str, int]:
    """Let the homes of all units forget the events of yesterday."""
    today = services.units_as_of or clock.local_day(run.now)
    units = existing_on(services.units.subtree(services.province), today)
    paths = [unit.path for unit in units]
    return {"refreshed": refresh_homes(paths, library=publishing.library(), now=run.now)}


def reschedule_cases(services: Services, run: JobRun) -> dict[str, int]:
    """Give open cases the deadlines of a calendar that has changed, before anybody is reminded of them.

    A calendar that cannot be read moves nothing: the one in its place may lack what has been announced.
    """
    if RuleName.CALENDAR in services.stored_rules.unreadable:
        return {}
    done = follow_calendar(
        services.province, service=services.cases.at(run.now), enough=lambda: not run.may_go_on()
    )
    for case_id, name, at in done.failed:  # a warning: the reminders raise the alarm
        logger.warning(
            "a case could not be rescheduled", extra={"case_id": case_id, "error": name, "at": list(at)}
        )
    return {"moved": done.moved}


def take_in_echoes(services: Services, run: JobRun) -> dict[str, int]:
    """Take in what other apps sent for our accounts, once it is known that it was not ours."""
    replayed = replay_echoes(services.province, seen=services.seen, inbox=services.inbox, now=run.now)
    return {"replayed": replayed}


def notice_silence(services: Services, run: JobRun) -> dict[str, int]:
    """Raise it when Zalo has told nothing about any account for two hours in which offices work."""
    began = run.now - SILENT_FOR
    calendar = services.cases.calendar
    if not (calendar.is_open(run.now) and calendar.is_open(began)):
        return {}
    accounts = services.accounts.within(services.province, services.province)
    last = max((account.last_event_at for account in accounts if account.last_event_at), default=None)
    if last is None or last >= began:
        return {}
    logger.error("zalo tells nothing any more", extra={"last_event_at": clock.to_text(last)})
    return {"silent": 1}


def hand_over_work(services: Services, run: JobRun) -> dict[str, int]:
    """Give the work of officers who left to those who were named, and back what nobody above has read."""
    done = services.work_in_hand().round(services.province, run.now, may_go_on=run.may_go_on)
    for unit_path, cause, at in done.failed:
        logger.error("work not handed over", extra={"unit_path": unit_path, "cause": cause, "at": at})
    return {"given": done.given, "failed": len(done.failed)}


def sweep_cases(services: Services, run: JobRun) -> dict[str, int]:
    """Work on the cases that are due: remind, close, notify the rest of many reporters."""
    found = sweep(services.province, service=services.cases.at(run.now), enough=lambda: not run.may_go_on())
    for trouble in found.troubles:
        facts = {"case_id": trouble.case_id, "error": trouble.error, "at": list(trouble.at)}
        logger.error("a case could not be looked after", extra=facts)
    return {
        "failed": len(found.troubles),
        "overdue": found.overdue,
        "reminded": found.reminded,
        "closed": found.closed,
    }


def draft_bulletins(services: Services, run: JobRun) -> dict[str, int]:
    """Make the drafts of the issues that are due soon."""
    store, broadcasts = services.series, services.desk.broadcasts
    done = prepare(services.province, store=store, broadcasts=broadcasts, now=run.now)
    for series_id, cause in done.failed:
        logger.error("no draft of a bulletin", extra={"series_id": series_id, "cause": cause})
    return {"prepared": len(done.made), "failed": len(done.failed)}


def plan_late_broadcasts(services: Services, run: JobRun) -> dict[str, int]:
    """Plan what should have been planned by now, and say how many."""
    desk = services.desk
    outcomes = plan_overdue(
        services.province,
        owner=run.owner,
        places=services.forecast(run.now),
        broadcasts=desk.broadcasts,
        deliveries=desk.deliveries,
        queues=desk.queues,
        quiet_hours=desk.quiet_hours,
        now=run.now,
    )
    if outcomes:
        logger.warning("overdue broadcasts", extra={key.value: number for key, number in outcomes.items()})
    return {"late": outcomes.total()}


def close_last_months(services: Services, run: JobRun) -> dict[str, int]:
    """Give the months that are over their totals, and count the last one again."""
    done = close_months(services.province, totals=services.desk.statistics.totals, now=run.now)
    if done.drift:
        logger.error("totals of a month were not the sum of its days", extra={"rows": done.drift})
    return {"closed": done.closed, "drift": done.drift}


def take_in_reads(services: Services, run: JobRun) -> dict[str, int]:
    """Turn what was counted of reads into counters."""
    return {
        "batches": count_reads(
            services.province,
            statistics=services.desk.statistics,
            may_go_on=run.may_go_on,
            pages_read=ReadStore(publishing.library().store.table).read,
        )
    }


def count_again(services: Services, run: JobRun) -> dict[str, int]:
    """Compare the counters of the last days with the facts, once a night."""
    try:
        wrong = services.recount(run).of_the_night(services.province) or []
    except Busy as busy:
        logger.error("counters were not compared with the facts", extra={"reason": str(busy)})
        return {"unchecked": 1}
    return _drift(wrong)


def count_messages_again(services: Services, run: JobRun) -> dict[str, int]:
    """Go on comparing the counters of messages with the facts, account by account, each night."""
    return _drift(services.message_recount(run).of_the_night(services.province))


def _drift(wrong: Sequence["CounterDifference"]) -> dict[str, int]:
    if wrong:
        kinds = sorted({each.metric.value for each in wrong})
        logger.error("counters are not what the facts say", extra={"counters": len(wrong), "kinds": kinds})
    return {"drift": len(wrong)}


def check_working_days(services: Services, run: JobRun) -> dict[str, int]:
    """Count what a person has to confirm about working days."""
    return {"due": len(to_check(clock.local_day(run.now), services.cases.calendar))}


def sweep_open_broadcasts(services: Services, run: JobRun) -> dict[str, int]:
    """Release what is held, put back what is stuck, and compare each ledger with its plan."""
    counts: Counter[str] = Counter(looked_at=0, released=0, requeued=0, finished=0, broken=0, failed=0)
    forecast, operations = services.forecast(run.now), services.desk.at(run.now)
    for broadcast_id in services.desk.broadcasts.active(services.province):
        if not run.may_go_on():
            break
        counts["looked_at"] += 1
        try:
            found = operations.sweep(
                broadcast_id,
                may_send=lambda broadcast, held: admit(broadcast, held, places=forecast, now=run.now),
            )
        except LoaError as error:  # one broadcast must not keep the clock from all others
            log_failure("a broadcast could not be looked after", error, broadcast_id=broadcast_id)
            counts["failed"] += 1
            continue
        counts.update(
            released=found.released,
            requeued=found.requeued,
            finished=int(found.finished),
            broken=int(not found.adds_up),
        )
        if not found.adds_up:
            logger.error("a broadcast does not add up", extra={"broadcast_id": broadcast_id})
    logger.info("looked after broadcasts", extra=dict(counts))
    return dict(counts)


BROADCASTS: Final = "broadcasts"

JOBS: Final[tuple[Job[Services], ...]] = (
    Job("rules", check_stored_rules, {"unreadable": "RulesUnreadable"}),
    Job("messages", release_messages, {"released": "MessagesReleased", "requeued": "MessagesRequeued"}),
    Job(
        "library",
        sweep_items,
        {"changed": "LibraryItemsChanged", "failed": "BroadcastsInTrouble"},
        reserve=LIBRARY_RESERVE,
        trouble="BroadcastsInTrouble",
    ),
    Job("urgent_items", tell_second_persons, {"messages": "ApproversTold"}, reserve=CALENDAR_RESERVE),
    Job("announcements", announce_items, reserve=CALENDAR_RESERVE, trouble="BroadcastsInTrouble"),
    Job(
        "calendar",
        reschedule_cases,
        {"moved": "CasesRescheduled"},
        reserve=CALENDAR_RESERVE,
        trouble="CasesNotLookedAfter",
    ),
    Job("calls", tell_of_calls, reserve=CASES_RESERVE),
    Job("marks", mark_entries, {"marked": "EntriesMarked"}, reserve=CASES_RESERVE),
    Job("lots", draw_lots, {"drawn": "LotsDrawn"}, reserve=CASES_RESERVE),
    Job("echoes", take_in_echoes, {"replayed": "EchoesReplayed"}),
    Job("silence", notice_silence, {"silent": "ProvinceSilent"}),
    Job(
        "handovers",
        hand_over_work,
        {"given": "WorkHandedOver", "failed": "CasesNotLookedAfter"},
        reserve=CALENDAR_RESERVE,
        trouble="CasesNotLookedAfter",
    ),
    Job(
        "cases",
        sweep_cases,
        {
            "failed": "CasesNotLookedAfter",
            "overdue": "CasesOverdue",
            "reminded": "CasesReminded",
            "closed": "CasesClosed",
        },
        reserve=CASES_RESERVE,
    ),
    Job("claims", forget_claims, reserve=CASES_RESERVE),
    Job("answers", tell_contributors, reserve=BROADCASTS_RESERVE),
    Job(
        "bulletins",
        draft_bulletins,
        {"prepared": "BulletinsPrepared", "failed": "BroadcastsInTrouble"},
        trouble="BroadcastsInTrouble",
    ),
    Job("overdue", plan_late_broadcasts, {"late": "BroadcastsInTrouble"}, trouble="BroadcastsInTrouble"),
    Job("approvals", notify_approvers, {"messages": "ApproversTold"}),
    Job("emergencies", tell_above, {"messages": "ApproversTold"}),
    Job("working_days", check_working_days, {"due": "WorkingDaysToCheck"}),
    Job(
        "months",
        close_last_months,
        {"closed": "MonthsClosed", "drift": "StatisticsDrift"},
        every=timedelta(hours=1),
    ),
    Job("reads", take_in_reads, reserve=CASES_RESERVE),
    Job("looks", look_at_entries, reserve=CASES_RESERVE),
    Job("homes", refresh_unit_homes, every=timedelta(days=1), trouble="BroadcastsInTrouble"),
    Job(
        BROADCASTS,
        sweep_open_broadcasts,
        {
            "broken": "BroadcastsInTrouble",
            "failed": "BroadcastsInTrouble",
            "released": "DeliveriesReleased",
            "requeued": "DeliveriesRequeued",
        },
        reserve=BROADCASTS_RESERVE,
        trouble="BroadcastsInTrouble",
    ),
    Job(
        "recount",
        count_again,
        {"drift": "StatisticsDrift", "unchecked": "StatisticsUnchecked"},
        every=timedelta(hours=1),
        reserve=RECOUNT_RESERVE,
    ),
    Job(
        "message_recount",
        count_messages_again,
        {"drift": "StatisticsDrift"},
        every=timedelta(hours=1),
        reserve=WALK_RESERVE,
    ),
)
