"""What is counted, and on which day. Pure: standard library only, time arrives as an argument."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum

from loa.statistics import texts


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

    @property
    def label(self) -> str:
        """The metric as people read it."""
        return texts.METRIC_LABELS[self.value]


type Counts = Mapping[Metric, int]
"""Numbers by metric; a missing metric counts as 0."""


def month_of(day: date) -> str:
    """The month of a day: "2024-10"."""
    return f"{day:%Y-%m}"


def months(first: date, last: date) -> Iterator[str]:
    """The months that the days from first to last touch, in order."""
    month = first.replace(day=1)
    while month <= last:
        yield month_of(month)
        month = (month + timedelta(days=31)).replace(day=1)
