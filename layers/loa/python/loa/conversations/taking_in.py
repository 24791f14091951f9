"""Take in what residents do: each event once, whatever the order and however often it comes."""

from datetime import datetime

from loa.accounts.model import Account
from loa.audience.model import SEEN_KEPT
from loa.audience.service import Outcome, keep_event
from loa.aws.tables import Action, ConditionFailed
from loa.aws.transactions import commit, get_many
from loa.conversations.following import coming_or_going
from loa.conversations.inbox_desk import ATTEMPTS, InboxDesk, head_of, message_of
from loa.conversations.taking_words import take_words
from loa.errors import Busy
from loa.statistics.model import Metric
from loa.zalo.events import Event, EventKind


def receive(event: Event, raw: str, *, desk: InboxDesk, now: datetime) -> Outcome:
    """Keep an event and what follows from it, as one.

    Args:
        event: from Zalo, its signature checked.
        raw: its body, as it came.
        desk: what it takes.
        now: the present instant, from which the time of keeping runs.

    Raises:
        Busy: tables are busy, or another event of the same resident was in the way: come again.
    """
    if event.kind is EventKind.ECHO:
        return Outcome.ECHO
    if event.timestamp < now - SEEN_KEPT:
        return Outcome.STALE
    account = desk.account_of(event.oa_id) if event.oa_id else None
    if account is None:
        return Outcome.NO_ACCOUNT if desk.seen.keep_stray(event, now, raw) else Outcome.REPEATED
    match event.kind:
        case EventKind.MESSAGE_IN:
            outcome = take_words(event, account, desk=desk, now=now)
        case EventKind.MESSAGE_OUT_HUMAN:
            outcome = _written_by_hand(event, account, desk=desk)
        case EventKind.FOLLOW | EventKind.UNFOLLOW | EventKind.CLICK_CHATNOW:
            outcome = coming_or_going(event, raw, account, desk=desk, now=now)
        case _:
            audience, seen, statistics = desk.audience, desk.seen, desk.statistics
            outcome = keep_event(
                event, raw, account, audience=audience, seen=seen, statistics=statistics, now=now
            )
    return outcome


def _written_by_hand(event: Event, account: Account, *, desk: InboxDesk) -> Outcome:
    """Keep what an officer typed in OA Manager; it answers everything written before it."""
    message = message_of(event)
    counts = {Metric.EVENTS: 1, Metric.MESSAGES_OUT: 1}
    for _ in range(ATTEMPTS):
        (row,) = get_many([desk.conversations.place(message.oa_id, message.user_id)])
        before = head_of(row, event)
        answered = desk.conversations.answered(before, message.at, unit_path=account.unit_path, by_hand=True)
        writes: list[Action] = [
            desk.audience.add_message(message),
            desk.audience.claim_out(message),
            desk.statistics.increments(account.unit_path, message.at, counts),
            *([answered] if answered else []),
        ]
        try:
            commit(writes)
        except ConditionFailed as failure:
            if failure.index <= 1:
                return Outcome.REPEATED
            continue  # the resident wrote meanwhile: look again what is answered
        return Outcome.KEPT
    raise Busy("other events of this resident were in the way")
