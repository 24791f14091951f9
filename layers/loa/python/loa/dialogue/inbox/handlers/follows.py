"""Process a resident's following or unfollowing of an account, or opening of the chat."""

from datetime import datetime

from loa.dialogue.chatbot import menu
from loa.dialogue.conversations.model import ANSWERED_BY_ITSELF, Conversation
from loa.dialogue.inbox.dependencies import ATTEMPTS, InboxDependencies, head_of
from loa.dialogue.inbox.replies import spoken, welcome
from loa.errors import Busy
from loa.foundation.accounts.model import Account
from loa.foundation.statistics.model import Metric
from loa.platform.aws.dynamodb.tables import ConditionFailed, Row, Write
from loa.platform.aws.dynamodb.transactions import commit, get_many
from loa.platform.zalo.webhooks.events import Event, EventKind
from loa.residents.followers.model import FollowChange, Follower
from loa.residents.followers.service import EventOutcome
from loa.residents.followers.store import follower_from
from loa.residents.messages.model import Outgoing, automatic_key
from loa.residents.messages.service import hand_over


def coming_or_going(
    event: Event, raw: str, account: Account, *, desk: InboxDependencies, now: datetime
) -> EventOutcome:
    """Store that a resident followed, unfollowed or opened the chat; welcome new residents."""
    for _ in range(ATTEMPTS):
        (row,) = get_many([desk.conversations.place(event.oa_id, event.user_id)])
        told = _greeting(event, head_of(row, event), account, desk=desk, now=now)
        writes = _changes(event, raw, row, account, welcomed=bool(told), desk=desk, now=now)
        writes += [action for outgoing in told for action in desk.outbox.adding(outgoing)]
        try:
            commit(writes)
        except ConditionFailed as failure:
            if failure.index:
                continue  # another event of this resident came first: read again
            key = automatic_key(event.oa_id, event.user_id, event.event_id)
            told = [message for message in desk.outbox.get_all([key]) if message]
            outcome = EventOutcome.REPEATED
        else:
            outcome = EventOutcome.KEPT
        if event.kind is not EventKind.UNFOLLOW:
            desk.audience.touched(event.oa_id, event.user_id, event.user_id_by_app, event.timestamp)
        for outgoing in told:
            hand_over(outgoing, desk.messages)
        return outcome
    raise Busy("other events of this resident were in the way")


def _greeting(
    event: Event, head: Conversation, account: Account, *, desk: InboxDependencies, now: datetime
) -> list[Outgoing]:
    """Return the welcome: once, and not for a resident who has unfollowed or withdrawn since."""
    at = event.timestamp
    stays = event.kind is EventKind.CLICK_CHATNOW or (
        event.kind is EventKind.FOLLOW and (head.followed_last_at is None or head.followed_last_at <= at)
    )
    if not stays or head.is_forgotten(at) or head.is_welcomed or now - at > ANSWERED_BY_ITSELF:
        return []
    return spoken([welcome(account), menu.menu()], event, account, desk=desk, now=now)


def _changes(
    event: Event,
    raw: str,
    row: Row | None,
    account: Account,
    *,
    welcomed: bool,
    desk: InboxDependencies,
    now: datetime,
) -> list[Write]:
    """Return the writes of a follow event: the first is refused if the event was processed before."""
    at, path = event.timestamp, account.unit_path
    before = follower_from(row) if row else Follower(event.oa_id, event.user_id)
    follows = event.kind is EventKind.FOLLOW
    counts = {Metric.EVENTS: 1}
    after, saving = before, None
    if event.kind is not EventKind.CLICK_CHATNOW:
        counts[Metric.FOLLOWERS_GAINED if follows else Metric.FOLLOWERS_LOST] = 1
        after = before.changed(FollowChange(at, follows))
        saving = desk.audience.save_changes(after)
    if welcomed:
        saving = desk.conversations.welcomed(head_of(row, event), at, beside=saving)
    # The body of an event is stored if no row of our own records its content.
    kept = raw if event.kind is EventKind.CLICK_CHATNOW else None
    writes: list[Write] = [
        desk.seen.remember(event, now, kept),
        *desk.statistics.increments(path, at, counts),
        *([saving] if saving else []),
    ]
    # What happened before the account was connected is included in the number that Zalo gave then.
    if after.weight != before.weight and at >= account.connected_at:
        writes.append(desk.statistics.follower_change(account.gauge, after.weight - before.weight))
    return writes
