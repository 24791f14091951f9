"""Take in what residents do: each event once, whatever the order and however often it comes.

A message is ONE transaction: its row, the head of its conversation, its count, and what follows from it: the
automatic answer in the outbox, the case that it opens, the link of a denunciation. After the commit the
queues are told; if the process dies in between, the repetition of the event tells them, or the clock.

What a message does to a case that exists already (a supplement, a rating) is done before its transaction, by
the case's own service and once per message.

A message that was overtaken by a newer one answers no question of the dialogue: it is words for people.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Final

from loa.accounts.model import Account
from loa.audience.attachments import CONFIDENTIAL, ask, forget_files
from loa.audience.model import MESSAGE_KEPT, SEEN_KEPT, Change, Direction, Follower, Message
from loa.audience.service import Outcome, keep_event
from loa.audience.store import Audience, Seen, follower_from, message_from, message_key
from loa.aws.queues import Queue
from loa.aws.tables import Action, ConditionFailed, Row
from loa.aws.transactions import commit, get_many
from loa.conversations import menu, texts
from loa.conversations.dialogue import step
from loa.conversations.doing import Done, Means
from loa.conversations.hearing import heard, words_of
from loa.conversations.menu import Reply, buttons_of, joined
from loa.conversations.model import ANSWERED_BY_ITSELF, Conversation, Dialogue, Step
from loa.conversations.store import Conversations, conversation_from
from loa.conversations.turns import EffectKind, Facts, Question, Turn
from loa.errors import Busy
from loa.messages.model import AUTOMATIC, Outgoing, text_content
from loa.messages.service import hand_over, new_message
from loa.messages.store import Outbox, outbound_partition
from loa.office_hours.model import WorkingCalendar
from loa.statistics.model import Metric
from loa.statistics.store import StatisticsStore
from loa.zalo.events import Event, EventKind

LOA: Final = "loa"
"""Who writes what is said by itself."""

BUSINESS: Final = 2
"""Zalo's type of account that shows buttons; accounts of state agencies take words (zalo.md 3.4)."""

_ATTEMPTS: Final = 6
_DAYS_OF_A_MONTH: Final = 30


@dataclass(frozen=True, slots=True)
class InboxDesk:
    """What taking in needs.

    Attributes:
        account_of: finds an account by its id.
        audience: followers and messages.
        conversations: their heads.
        seen: events that are no messages.
        statistics: counters.
        outbox, messages: messages to residents, and their queue.
        attachments: queue of messages whose files are to be copied.
        calendar: when somebody reads; made when it is needed.
        means: what messages set going besides.
    """

    account_of: Callable[[str], Account | None]
    audience: Audience
    conversations: Conversations
    seen: Seen
    statistics: StatisticsStore
    outbox: Outbox
    messages: Queue
    attachments: Queue
    calendar: Callable[[], WorkingCalendar]
    means: Means


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
            outcome = _message_in(event, account, desk=desk, now=now)
        case EventKind.MESSAGE_OUT_HUMAN:
            outcome = _written_by_hand(event, account, desk=desk)
        case EventKind.FOLLOW | EventKind.UNFOLLOW | EventKind.CLICK_CHATNOW:
            outcome = _coming_or_going(event, raw, account, desk=desk, now=now)
        case _:
            audience, seen, statistics = desk.audience, desk.seen, desk.statistics
            outcome = keep_event(
                event, raw, account, audience=audience, seen=seen, statistics=statistics, now=now
            )
    return outcome


def automatic_key(oa_id: str, user_id: str, event_id: str) -> str:
    """The key of what is said by itself to an event: the same event says the same, once."""
    digest = hashlib.sha256(f"{oa_id}\n{user_id}\n{event_id}\nreply".encode()).hexdigest()
    return f"{AUTOMATIC}{digest[:40]}"


def message_of(event: Event) -> Message:
    """The message in an event."""
    incoming = event.kind is EventKind.MESSAGE_IN
    return Message(
        oa_id=event.oa_id,
        user_id=event.user_id,
        message_id=event.message_id or event.event_id,
        at=event.timestamp,
        direction=Direction.IN if incoming else Direction.OUT,
        kind=event.message_kind.value if event.message_kind else "",
        text=event.text,
        attachments=tuple(_present(asdict(attachment)) for attachment in event.attachments),
        quotes=event.quote_message_id,
    )


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", (), [], {})}


def welcome(account: Account) -> Reply:
    """Who we are, what can be done here, what becomes of personal data."""
    return Reply(texts.welcome(account.name, MESSAGE_KEPT.days // _DAYS_OF_A_MONTH))


# Messages of residents


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a message brings: the writes of its transaction, and who is told after it."""

    actions: list[Action]
    told: list[Outgoing]
    message: Message


def _message_in(event: Event, account: Account, *, desk: InboxDesk, now: datetime) -> Outcome:
    """Keep a message with what follows from it."""
    message = message_of(event)
    partition, sort = message_key(message)
    places = [
        desk.conversations.place(message.oa_id, message.user_id),
        (desk.audience.table, partition, sort),
    ]
    # Asked at most once, so that a second try decides the same as the first.
    questions = cache(lambda: _questions(message, desk))
    for _ in range(_ATTEMPTS):
        row, kept = get_many(places)
        if kept:
            return _repeated(message_from(kept), desk=desk)
        before = _head(row, event)
        taken = _taken(event, before, account, questions, desk=desk, now=now)
        try:
            commit(taken.actions)
        except ConditionFailed as failure:
            if failure.index == 0 or _is_told(failure.row, message):
                return _repeated(taken.message, desk=desk)
            continue  # the resident or an officer did something else meanwhile: look again
        _afterwards(taken.told, taken.message, desk=desk)
        return Outcome.KEPT
    raise Busy("other events of this resident were in the way")


def _is_told(row: Row | None, message: Message) -> bool:
    """Whether what stands there answers this very message: it came before, with another instant."""
    key = automatic_key(message.oa_id, message.user_id, message.message_id)
    return row is not None and row["partition"] == outbound_partition(key)


def _questions(message: Message, desk: InboxDesk) -> Sequence[Question]:
    from loa.conversations import effects  # noqa: PLC0415 - the house of cases is large, most events need none

    return effects.questions(message.oa_id, message.user_id, desk=desk.means.cases())


def _repeated(message: Message, *, desk: InboxDesk) -> Outcome:
    """Whoever took the message in first may have died before the queues were told."""
    keys = [automatic_key(message.oa_id, message.user_id, message.message_id)]
    if message.automatic:
        from loa.conversations.effects import opened_key  # noqa: PLC0415 - repetitions are rare

        keys.append(opened_key(message))
    _afterwards([told for told in desk.outbox.get_all(keys) if told], message, desk=desk)
    return Outcome.REPEATED


def _afterwards(told: Sequence[Outgoing], message: Message, *, desk: InboxDesk) -> None:
    """What may be done any number of times."""
    for outgoing in told:
        hand_over(outgoing, desk.messages)
    ask(message, desk.attachments)
    if message.kind == CONFIDENTIAL:
        for sort in desk.conversations.withheld_files(message.oa_id, message.user_id):
            forget_files(message.oa_id, message.user_id, sort, desk.attachments)


def _taken(
    event: Event,
    before: Conversation,
    account: Account,
    questions: Callable[[], Sequence[Question]],
    *,
    desk: InboxDesk,
    now: datetime,
) -> _Taken:
    """What a message brings, given the head of its conversation."""
    message = message_of(event)
    text_of = _memory(before, message, desk)
    facts = Facts(_spoken_to(before, message.at), questions, text_of)
    is_past = before.is_late(message.at) or now - message.at > ANSWERED_BY_ITSELF
    turn = step(before.dialogue, heard(message), facts, is_past=is_past)
    done = Done()
    earlier: Sequence[Message] = ()
    if turn.effect:
        from loa.conversations import effects  # noqa: PLC0415 - as above

        earlier = _leaving(turn, message, desk)
        done = effects.do(
            turn.effect,
            message,
            account,
            means=desk.means,
            text_of=text_of,
            earlier=earlier,
            now=now,
        )
        if done.failed:  # whatever it was about, nobody's words are dropped
            turn = replace(turn, for_people=True)
    message = replace(message, automatic=not turn.for_people)
    if done.withheld:
        message = replace(message, kind=CONFIDENTIAL, text="", attachments=(), quotes="")
    after, say = _told(message, before, turn, done, account, desk=desk, now=now)
    after = replace(after, user_id_by_app=event.user_id_by_app or before.user_id_by_app)
    sums_up = turn.dialogue is not None and turn.dialogue.step is Step.CHECK
    shown_as = done.shown_as or (texts.SUMMARY_SHOWN if sums_up else "")
    told = _outgoing(say, event, account, shown_as=shown_as, now=now)
    counts = {Metric.EVENTS: 1, Metric.MESSAGES_IN: 1, **done.counts}
    actions: list[Action] = [
        desk.audience.add_message(message),
        desk.conversations.turned(before, after, unit_path=account.unit_path, reopens=turn.for_people),
        desk.statistics.increments(account.unit_path, message.at, counts),
        *(action for outgoing in told for action in desk.outbox.adding(outgoing)),
        *done.actions,
        *(desk.conversations.withheld(said) for said in earlier if done.withheld),
    ]
    return _Taken(actions, [*told, *done.told], message)


def _spoken_to(before: Conversation, at: datetime) -> datetime | None:
    """When a person last spoke to him: while an officer is writing, that is now, except amid an intake."""
    amid = before.dialogue is not None and before.dialogue.step.is_intake
    return at if before.is_written_to(at) and not amid else before.person_spoke_at


def _leaving(turn: Turn, message: Message, desk: InboxDesk) -> Sequence[Message]:
    """What he said in an intake before he came to the word that takes it out of the chat, in order."""
    intake = turn.effect.dialogue if turn.effect and turn.effect.kind is EffectKind.DENOUNCE else None
    if intake is None:
        return ()
    from loa.cases.files import parse_reference  # noqa: PLC0415 - denunciations are rare

    places = [place[0] for file in intake.files if (place := parse_reference(file))]
    sorts = sorted({sort for keys in intake.said.values() for sort in keys} | set(places))
    found = desk.conversations.said(message.oa_id, message.user_id, sorts)
    return [found[sort] for sort in sorts if sort in found and found[sort].kind != CONFIDENTIAL]


def _memory(before: Conversation, message: Message, desk: InboxDesk) -> Callable[[str], str]:
    """The words of the messages of an intake; read when the first of them is asked for, in one request."""

    @cache
    def earlier() -> Mapping[str, Message]:
        said = before.dialogue.said if before.dialogue else {}
        sorts = [sort for keys in said.values() for sort in keys]
        return desk.conversations.said(message.oa_id, message.user_id, sorts)

    def text_of(sort: str) -> str:
        if sort == message_key(message)[1]:
            return words_of(message)
        found = earlier().get(sort)
        return words_of(found) if found else ""

    return text_of


def _told(
    message: Message,
    before: Conversation,
    turn: Turn,
    done: Done,
    account: Account,
    *,
    desk: InboxDesk,
    now: datetime,
) -> tuple[Conversation, list[Reply]]:
    """The head after the message, and what is said to it."""
    at = message.at
    newest = not before.is_late(at)
    after = replace(
        before,
        interacted_at=max(before.interacted_at, at) if before.interacted_at else at,
        last_message_at=max(before.last_message_at, at) if before.last_message_at else at,
        last_text_kind=message.kind if newest else before.last_text_kind,
        unanswered=before.with_word(at) if turn.for_people else before.unanswered,
        dialogue=turn.dialogue,
    )
    withdrawn = before.withdrawn_at is not None and before.withdrawn_at >= at
    if withdrawn or now - at > ANSWERED_BY_ITSELF:
        return after, []
    say = [*done.say, *turn.say]
    if turn.for_people and before.wants_acknowledgement(at):
        after = replace(after, acknowledged_at=at)
        if not turn.answered:
            say.insert(0, _acknowledgement(desk, now))
    if not before.is_welcomed and newest and not done.withheld:
        after = replace(after, welcomed_at=at)
        if turn.dialogue is None and not done.actions:
            after = replace(after, dialogue=Dialogue(Step.MENU, at))
            say.insert(0, menu.menu())
        say.insert(0, welcome(account))
    return after, say


def _acknowledgement(desk: InboxDesk, now: datetime) -> Reply:
    calendar = desk.calendar()
    return menu.acknowledgement(None if calendar.is_open(now) else calendar.next_opening(now))


def _outgoing(
    say: Sequence[Reply], event: Event, account: Account, *, shown_as: str = "", now: datetime
) -> list[Outgoing]:
    """All that is said to an event, as one message."""
    reply = joined(say)
    if reply is None:
        return []
    content = text_content(reply.text, buttons_of(reply) if account.oa_type == BUSINESS else ())
    return [
        new_message(
            automatic_key(event.oa_id, event.user_id, event.message_id or event.event_id),
            replace(content, shown_as=shown_as),
            account=account.key,
            user_id=event.user_id,
            by=LOA,
            by_name="",
            answers="",
            now=now,
        )
    ]


def _head(row: Row | None, event: Event) -> Conversation:
    """The head in a row, or a new one."""
    return conversation_from(row) if row else Conversation(event.oa_id, event.user_id)


# Messages of accounts, written by a person in OA Manager


def _written_by_hand(event: Event, account: Account, *, desk: InboxDesk) -> Outcome:
    """Keep what an officer typed in OA Manager; it answers everything written before it."""
    message = message_of(event)
    counts = {Metric.EVENTS: 1, Metric.MESSAGES_OUT: 1}
    for _ in range(_ATTEMPTS):
        (row,) = get_many([desk.conversations.place(message.oa_id, message.user_id)])
        before = _head(row, event)
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


# Following


def _coming_or_going(event: Event, raw: str, account: Account, *, desk: InboxDesk, now: datetime) -> Outcome:
    """Keep that somebody began or ceased to follow, or opened the chat; who is new is welcomed."""
    for _ in range(_ATTEMPTS):
        (row,) = get_many([desk.conversations.place(event.oa_id, event.user_id)])
        told = _greeting(event, _head(row, event), account, now=now)
        writes = _changes(event, raw, row, account, welcomed=bool(told), desk=desk, now=now)
        writes += [action for outgoing in told for action in desk.outbox.adding(outgoing)]
        try:
            commit(writes)
        except ConditionFailed as failure:
            if failure.index:
                continue  # another event of this resident came between: look again
            key = automatic_key(event.oa_id, event.user_id, event.event_id)
            told = [message for message in desk.outbox.get_all([key]) if message]
            outcome = Outcome.REPEATED
        else:
            outcome = Outcome.KEPT
        if event.kind is not EventKind.UNFOLLOW:
            desk.audience.touched(event.oa_id, event.user_id, event.user_id_by_app, event.timestamp)
        for outgoing in told:
            hand_over(outgoing, desk.messages)
        return outcome
    raise Busy("other events of this resident were in the way")


def _greeting(event: Event, head: Conversation, account: Account, *, now: datetime) -> list[Outgoing]:
    """The welcome: once, and not to somebody who has gone again or withdrawn since."""
    at = event.timestamp
    stays = event.kind is EventKind.CLICK_CHATNOW or (
        event.kind is EventKind.FOLLOW and (head.followed_last_at is None or head.followed_last_at <= at)
    )
    withdrawn = head.withdrawn_at is not None and head.withdrawn_at >= at
    if not stays or withdrawn or head.is_welcomed or now - at > ANSWERED_BY_ITSELF:
        return []
    return _outgoing([welcome(account), menu.menu()], event, account, now=now)


def _changes(
    event: Event,
    raw: str,
    row: Row | None,
    account: Account,
    *,
    welcomed: bool,
    desk: InboxDesk,
    now: datetime,
) -> list[Action]:
    """The writes of an event of following: the first is refused when it has been taken in."""
    at, path = event.timestamp, account.unit_path
    before = follower_from(row) if row else Follower(event.oa_id, event.user_id)
    follows = event.kind is EventKind.FOLLOW
    counts = {Metric.EVENTS: 1}
    after, saving = before, None
    if event.kind is not EventKind.CLICK_CHATNOW:
        counts[Metric.FOLLOWERS_GAINED if follows else Metric.FOLLOWERS_LOST] = 1
        after = before.changed(Change(at, follows))
        saving = desk.audience.save_changes(after)
    if welcomed:
        saving = desk.conversations.welcomed(_head(row, event), at, beside=saving)
    # The body of an event is kept where no row of our own says what it said.
    kept = raw if event.kind is EventKind.CLICK_CHATNOW else None
    writes: list[Action] = [
        desk.seen.remember(event, now, kept),
        desk.statistics.increments(path, at, counts),
        *([saving] if saving else []),
    ]
    # What happened before the account was connected is part of the number that Zalo gave then.
    if after.weight != before.weight and at >= account.connected_at:
        writes.append(desk.statistics.follower_change(path, after.weight - before.weight))
    return writes
