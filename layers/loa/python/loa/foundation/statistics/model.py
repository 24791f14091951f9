"""What is counted, and on which day. Pure: standard library only, time arrives as an argument."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from loa.foundation.statistics import texts


class Metric(StrEnum):
    """What is counted; the value is the name in JSON."""

    EVENTS = "events"
    """Webhook events kept, of every sort."""
    EVENTS_UNKNOWN = "events_unknown"
    """Those of them whose sort we do not know."""
    MESSAGES_IN = "messages_in"
    MESSAGES_OUT = "messages_out"
    FOLLOWERS_GAINED = "followers_gained"
    FOLLOWERS_LOST = "followers_lost"
    DELIVERIES_SENT = "deliveries_sent"
    DELIVERIES_FAILED = "deliveries_failed"
    DELIVERIES_SKIPPED = "deliveries_skipped"
    DELIVERIES_UNKNOWN = "deliveries_unknown"
    DELIVERIES_HELD = "deliveries_held"
    ARTICLES = "articles"
    CASES_REPORT = "cases_report"
    """Cases received, by kind; for the unit that received them."""
    CASES_RECOMMENDATION = "cases_recommendation"
    CASES_COMMENT = "cases_comment"
    CASES_QUESTION = "cases_question"
    CASES_COMPLAINT = "cases_complaint"
    CASES_DENUNCIATION = "cases_denunciation"
    CASES_PROPOSAL = "cases_proposal"
    CASES_ANSWERED = "cases_answered"
    """Cases whose answer stands; one that is reopened is taken out again."""
    CASES_IN_TIME = "cases_in_time"
    """Those of them that were answered before their deadline."""
    CASES_ENDED = "cases_ended"
    """Cases that ended without an answer: refused, withdrawn, joined to another, closed for want of facts."""
    CASES_OVERDUE = "cases_overdue"
    CASES_REOPENED = "cases_reopened"
    CASES_RATED = "cases_rated"
    CASES_STARS = "cases_stars"
    """Sum of all ratings, 1 to 5 each."""
    CASES_UNSATISFIED = "cases_unsatisfied"
    # Histograms: cases by working minutes, up to and including the bound (`loa.foundation.statistics.times`).
    CASES_FIRST_60 = "cases_first_60"
    CASES_FIRST_120 = "cases_first_120"
    CASES_FIRST_240 = "cases_first_240"
    CASES_FIRST_450 = "cases_first_450"
    CASES_FIRST_900 = "cases_first_900"
    CASES_FIRST_1350 = "cases_first_1350"
    CASES_FIRST_1800 = "cases_first_1800"
    CASES_FIRST_2250 = "cases_first_2250"
    CASES_FIRST_3150 = "cases_first_3150"
    CASES_FIRST_4500 = "cases_first_4500"
    CASES_FIRST_6750 = "cases_first_6750"
    CASES_FIRST_9000 = "cases_first_9000"
    CASES_FIRST_13500 = "cases_first_13500"
    CASES_FIRST_20250 = "cases_first_20250"
    CASES_FIRST_27000 = "cases_first_27000"
    CASES_FIRST_MORE = "cases_first_more"
    CASES_SOLVED_60 = "cases_solved_60"
    CASES_SOLVED_120 = "cases_solved_120"
    CASES_SOLVED_240 = "cases_solved_240"
    CASES_SOLVED_450 = "cases_solved_450"
    CASES_SOLVED_900 = "cases_solved_900"
    CASES_SOLVED_1350 = "cases_solved_1350"
    CASES_SOLVED_1800 = "cases_solved_1800"
    CASES_SOLVED_2250 = "cases_solved_2250"
    CASES_SOLVED_3150 = "cases_solved_3150"
    CASES_SOLVED_4500 = "cases_solved_4500"
    CASES_SOLVED_6750 = "cases_solved_6750"
    CASES_SOLVED_9000 = "cases_solved_9000"
    CASES_SOLVED_13500 = "cases_solved_13500"
    CASES_SOLVED_20250 = "cases_solved_20250"
    CASES_SOLVED_27000 = "cases_solved_27000"
    CASES_SOLVED_MORE = "cases_solved_more"

    @property
    def label(self) -> str:
        """The metric as people read it."""
        return texts.METRIC_LABELS.get(self.value) or texts.bucket(self.value)


SECRET: Final = frozenset({Metric.CASES_DENUNCIATION})
"""What is in no table of units: one more of it, seen beside who wrote that day, would tell who it was."""

FEWEST_DISCLOSED: Final = 5
"""A month with fewer is not told."""


def disclosed(by_month: Mapping[str, int], first: date, last: date, today: date) -> int | None:
    """How many denunciations a period brought, for a whole province; None: that is not told.

    Told are whole months that are over, when each of them had at least `FEWEST_DISCLOSED`: else the
    difference of two reports would tell what neither of them tells.
    """
    wanted = list(months(first, last))
    is_whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if not is_whole or last >= today.replace(day=1):
        return None
    numbers = [by_month.get(month, 0) for month in wanted]
    return sum(numbers) if min(numbers) >= FEWEST_DISCLOSED else None


type Counts = Mapping[Metric, int]
"""Numbers by metric; a missing metric counts as 0."""


@dataclass(frozen=True, slots=True)
class Gauges:
    """What holds now at a unit: followers of its account, officers linked to it."""

    followers: int = 0
    officers: int = 0


def month_of(day: date) -> str:
    """The month of a day: "2024-10"."""
    return f"{day:%Y-%m}"


def months(first: date, last: date) -> Iterator[str]:
    """The months that the days from first to last touch, in order."""
    month = first.replace(day=1)
    while month <= last:
        yield month_of(month)
        month = (month + timedelta(days=31)).replace(day=1)
