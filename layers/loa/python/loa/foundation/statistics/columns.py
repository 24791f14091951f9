"""The attributes of the Statistics table: shorter names than those of the metrics."""

from collections.abc import Mapping
from typing import Final

from loa.foundation.statistics.model import PASSIVE, Metric
from loa.foundation.statistics.times import CONVERSATION_ANSWER, FIRST_ANSWER, SOLUTION
from loa.platform.aws.dynamodb.tables import Row

COLUMNS: Final[Mapping[Metric, str]] = {
    Metric.EVENTS: "ev",
    Metric.EVENTS_UNKNOWN: "st",
    Metric.MESSAGES_IN: "in",
    Metric.MESSAGES_OUT: "out",
    Metric.FOLLOWERS_GAINED: "gn",
    Metric.FOLLOWERS_LOST: "ls",
    Metric.DELIVERIES_SENT: "se",
    Metric.DELIVERIES_FAILED: "fa",
    Metric.DELIVERIES_SKIPPED: "sk",
    Metric.DELIVERIES_UNKNOWN: "un",
    Metric.DELIVERIES_HELD: "he",
    Metric.ARTICLES: "ar",
    Metric.CASES_REPORT: "rep",
    Metric.CASES_RECOMMENDATION: "rec",
    Metric.CASES_COMMENT: "com",
    Metric.CASES_QUESTION: "que",
    Metric.CASES_COMPLAINT: "cpl",
    Metric.CASES_DENUNCIATION: "den",
    Metric.CASES_PROPOSAL: "pro",
    Metric.CASES_ANSWERED: "ans",
    Metric.CASES_IN_TIME: "tim",
    Metric.CASES_ENDED: "end",
    Metric.CASES_OVERDUE: "ovd",
    Metric.CASES_REOPENED: "reo",
    Metric.CASES_RATED: "rat",
    Metric.CASES_STARS: "sta",
    Metric.CASES_UNSATISFIED: "uns",
    Metric.CONVERSATIONS_BEGUN: "cb",
    Metric.CONVERSATIONS_ANSWERED: "cr",
    Metric.CONVERSATIONS_CLOSED: "cc",
    Metric.ACTIVE_RESIDENTS: "ac",
    Metric.BROADCASTS: "br",
    Metric.LIBRARY_PUBLISHED: "lp",
    Metric.PUBLIC_READS: "pr",
}
"""The attribute that holds each metric; a bucket of a histogram has its letter and its number: `f42`."""
_LETTERS: Final = {FIRST_ANSWER.name: "f", SOLUTION.name: "s", CONVERSATION_ANSWER.name: "c"}
_BUCKETS: Final = {letter: name for name, letter in _LETTERS.items()}
_METRICS: Final = {column: metric for metric, column in COLUMNS.items()}


def column_of(metric: Metric) -> str:
    """The attribute that holds a metric or a bucket."""
    if column := COLUMNS.get(metric):
        return column
    measure, _, place = metric.value.rpartition("_")
    return f"{_LETTERS[measure]}{place}"


def metric_of(column: str) -> Metric | None:
    """What an attribute counts; None: nothing. The way back from `column_of`."""
    if metric := _METRICS.get(column):
        return metric
    if column[:1] in _BUCKETS and column[1:].isdecimal():
        return Metric(f"{_BUCKETS[column[0]]}_{column[1:]}")
    return None


def counts_of(row: Row) -> dict[Metric, int]:
    """What a row counts."""
    return {metric: number for column, number in row.items() if (metric := metric_of(column)) is not None}


def is_active(row: Row) -> bool:
    """Whether anything happened at the unit of a row."""
    return any(number for metric, number in counts_of(row).items() if metric not in PASSIVE)
