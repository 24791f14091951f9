"""What the statistics say of conversations: stretches that wait for a person, residents who are active.

A stretch begins with the first word that waits, and counts on that word's day, as does what becomes of it: of
the stretches that a day began, so many were answered, and the rest waits. Pure rules.
"""

from collections.abc import Iterator
from datetime import datetime

from loa.clock import local_day
from loa.dialogue.conversations.model import Conversation, Unanswered
from loa.foundation.statistics.model import Counts, Metric, month_of
from loa.foundation.statistics.times import CONVERSATION_ANSWER


def turned_counts(before: Conversation, after: Conversation) -> Iterator[tuple[datetime, Counts]]:
    """Yield what the resident's side changes: a stretch begins, moves to an earlier word, or never was."""
    old, new = before.unanswered, after.unanswered
    if (old and old.since) == (new and new.since):
        return
    if old:
        yield old.since, {Metric.CONVERSATIONS_BEGUN: -1}
    if new:
        yield new.since, {Metric.CONVERSATIONS_BEGUN: 1}


def active_counts(before: Conversation, after: Conversation, at: datetime) -> Counts:
    """Count the resident once in a month in which they write."""
    month = month_of(local_day(at))
    is_new = month in after.active_months and month not in before.active_months
    return {Metric.ACTIVE_RESIDENTS: 1} if is_new else {}


def answered_counts(
    before: Conversation, left: Unanswered | None, now: datetime
) -> Iterator[tuple[datetime, Counts]]:
    """Yield what a person's answer changes; what is left begins a stretch of its own.

    Args:
        before: the head as it was read.
        left: what still waits.
        now: when the answer was sent.
    """
    answered = before.unanswered
    if answered is None or (left is not None and left.since == answered.since):
        return
    took = CONVERSATION_ANSWER.bucket(now - answered.since)
    yield answered.since, {Metric.CONVERSATIONS_ANSWERED: 1, took: 1}
    if left is not None:
        yield left.since, {Metric.CONVERSATIONS_BEGUN: 1}


def closed_counts(before: Conversation) -> Iterator[tuple[datetime, Counts]]:
    """Yield what closing a conversation changes."""
    if before.unanswered:
        yield before.unanswered.since, {Metric.CONVERSATIONS_CLOSED: 1}
