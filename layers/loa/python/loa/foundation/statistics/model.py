"""What is counted, and on which day. Pure: standard library only, time arrives as an argument."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from loa.foundation.statistics import texts

_BUCKET: Final = re.compile(r"(?:cases_first|cases_solved|conversations_first)_\d{1,3}", re.ASCII)


class Metric(StrEnum):
    """What is counted; the value is the name in JSON.

    The members are what people read. Besides them there are the buckets of histograms, such as
    `Metric("cases_first_42")`, which come into being when they are named.
    """

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
    CONVERSATIONS_BEGUN = "conversations_begun"
    """Stretches in which residents' words wait for a person, by the day of their first word."""
    CONVERSATIONS_ANSWERED = "conversations_answered"
    """Those of them that a person has answered, by the same day."""
    CONVERSATIONS_CLOSED = "conversations_closed"
    """Those that an officer closed without an answer, by the same day."""
    ACTIVE_RESIDENTS = "active_residents"
    """Residents who wrote to an account in a month, each once; on the day on which that was first known."""
    BROADCASTS = "broadcasts"
    """Broadcasts that were planned, for the unit that sends them."""
    LIBRARY_PUBLISHED = "library_published"
    """Library items that residents could read for the first time, or again after a change."""
    PUBLIC_READS = "public_reads"
    """Residents' pages that were shown to people, as far as our own servers were asked (`reads`)."""

    @classmethod
    def _missing_(cls, value: object) -> "Metric | None":
        """Return the bucket of a histogram by its name: there are too many to list (`times`)."""
        if not isinstance(value, str) or not _BUCKET.fullmatch(value):
            return None
        bucket = str.__new__(cls, value)
        bucket._name_ = value.upper()
        bucket._value_ = value
        cls._value2member_map_[value] = bucket
        return bucket

    @property
    def label(self) -> str:
        """The metric as people read it."""
        return texts.METRIC_LABELS[self.value]


PASSIVE: Final = frozenset({Metric.PUBLIC_READS})
"""What others do with a unit's pages: it makes no silent unit an active one."""

SECRET: Final = frozenset({Metric.CASES_DENUNCIATION})
"""What is in no table of units: one more of it, seen beside who wrote that day, would tell who it was."""


type Counts = Mapping[Metric, int]
"""Numbers by metric; a missing metric counts as 0."""


@dataclass(frozen=True, slots=True)
class Gauges:
    """What holds now at a unit.

    Attributes:
        followers: of its account.
        officers: linked to it.
        cases: cases by kind and state ("report.accepted"); denunciations are not among them.
    """

    followers: int = 0
    officers: int = 0
    cases: Mapping[str, int] = field(default_factory=dict)


def month_of(day: date) -> str:
    """The month of a day: "2024-10"."""
    return f"{day:%Y-%m}"


def months(first: date, last: date) -> Iterator[str]:
    """The months that the days from first to last touch, in order."""
    month = first.replace(day=1)
    while month <= last:
        yield month_of(month)
        month = (month + timedelta(days=31)).replace(day=1)


def is_whole(month: str, first: date, last: date) -> bool:
    """Whether a month lies in the days from first to last with all its days."""
    begin = date.fromisoformat(f"{month}-01")
    after = (begin + timedelta(days=31)).replace(day=1)
    return first <= begin and after <= last + timedelta(days=1)
