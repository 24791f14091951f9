"""Process a resident's message, with everything that follows from it.

A message is ONE transaction: its row, the head of its conversation, its count, and its consequences: the
automatic answer in the outbox, the case that it opens, the link of a denunciation. After the commit the
queues are notified; if the process dies in between, the event's repetition or the scheduled sweep does it.

Changes to an existing case (a supplement, a rating) are made before the transaction, by the case's own
service and once per message.

A message that was overtaken by a newer one answers no question of the dialogue: it is words for officers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache

from loa.clock import local_day
from loa.dialogue.chatbot import menu
from loa.dialogue.chatbot.dialogue import step
from loa.dialogue.chatbot.menu import Reply
from loa.dialogue.chatbot.turns import DialogueContext, EffectKind, OwnCase, Question, Turn
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.counting import active_counts, turned_counts
from loa.dialogue.conversations.model import (
    ANSWERED_BY_ITSELF,
    Conversation,
    Dialogue,
    DialogueStep,
    message_mark,
)
from loa.dialogue.conversations.store import conversation_from
from loa.dialogue.inbox.dependencies import ATTEMPTS, ArrivedMessage, InboxDependencies, head_of, message_of
from loa.dialogue.inbox.effect_result import EffectResult
from loa.dialogue.inbox.handlers.first_reading import first_read, with_readers
from loa.dialogue.inbox.input import heard, is_unread, words_of
from loa.dialogue.inbox.replies import (
    acknowledgement,
    emergency,
    erasure_told,
    moved_on,
    spoken,
    welcome,
)
from loa.dialogue.understanding.parser import erases_plainly
from loa.dialogue.withheld.model import WithheldStep, Withholding
from loa.dialogue.withheld.steps import step_of
from loa.dialogue.withheld.store import withholding_from
from loa.errors import Busy
from loa.foundation.accounts.model import Account
from loa.foundation.statistics.model import Metric, month_of
from loa.platform.aws.dynamodb.tables import ConditionFailed, Row, Write
from loa.platform.aws.dynamodb.transactions import commit, get_many
from loa.platform.zalo.webhooks.events import Event, MessageKind
from loa.residents.attachments.service import ask, forget_files
from loa.residents.followers.model import Direction, Message
from loa.residents.followers.service import EventOutcome
from loa.residents.followers.store import message_from, message_key
from loa.residents.messages.model import LOA, Outgoing, automatic_key
from loa.residents.messages.service import hand_over
from loa.residents.messages.store import outbound_partition


@dataclass(frozen=True, slots=True)
class _Taken:
    """The consequences of a message: the writes of its transaction, and what to send and queue afterwards.

    Attributes:
        actions: the writes; the first is refused if the message was processed before.
        told: messages to the resident.
        kept: messages with files to copy.
        forget: copies of files to erase: positions by sort key.
    """

    actions: list[Write]
    told: list[Outgoing]
    kept: list[Message]
    forget: Mapping[str, Sequence[int]] = field(default_factory=dict)


def take_words(event: Event, account: Account, *, desk: InboxDependencies, now: datetime) -> EventOutcome:
    """Store a message and its consequences, and tell its writer what they could not be told before."""
    outcome, owed = _stored(event, account, desk=desk, now=now)
    if owed:
        from loa.dialogue.inbox.handlers.owed import tell_owed  # noqa: PLC0415 - few are owed anything

        tell_owed(owed, event.user_id, account, desk=desk, now=now)
    return outcome


def _stored(
    event: Event, account: Account, *, desk: InboxDependencies, now: datetime
) -> tuple[EventOutcome, Sequence[str]]:
    """Store a message and its consequences; return what its writer is owed (`FollowerStore.owing`)."""
    message = message_of(event)
    partition, sort = message_key(message)
    places = [
        desk.conversations.place(message.oa_id, message.user_id),
        (desk.audience.table, partition, sort),
        *desk.withheld.places(message),
    ]
    # Looked up at most once, so that a second try decides the same as the first.
    questions = cache(lambda: _questions(message, desk))
    own = cache(lambda: _own(message, desk, now))
    for _ in range(ATTEMPTS):
        row, kept, state, mark = get_many(places)
        owed = (row or {}).get("owed", ())
        if kept:
            return _repeated(message_from(kept), account, desk=desk, now=now), owed
        if mark:
            return _repeated_in_confidence(message, mark, account, desk=desk, now=now), owed
        before, standing = head_of(row, event), withholding_from(state)
        if message_mark(message.message_id) in before.recent:
            # It came before, with another timestamp.
            return _repeated(message, account, desk=desk, now=now), owed
        taken = _taken(event, before, standing, account, (questions, own), desk=desk, now=now)
        try:
            commit(taken.actions)
        except ConditionFailed as failure:
            if taken.kept and _is_told(failure.row, message):
                return _repeated(taken.kept[0], account, desk=desk, now=now), owed
            continue  # it was processed meanwhile, or something else has happened: read again
        _afterwards(taken, account, desk=desk, now=now)
        _forget(taken.forget, message, desk=desk)
        return EventOutcome.KEPT, owed
    raise Busy("other events of this resident were in the way")


def _is_told(row: Row | None, message: Message) -> bool:
    """Return True if that row answers this very message: it came before, with another timestamp."""
    key = automatic_key(message.oa_id, message.user_id, message.message_id)
    return row is not None and row["partition"] == outbound_partition(key)


def _questions(message: Message, desk: InboxDependencies) -> Sequence[Question]:
    from loa.dialogue.inbox import effects  # noqa: PLC0415 - the cases package is large, most events do not need it

    return effects.questions(message, cases=desk.means.cases())


def _own(message: Message, desk: InboxDependencies, now: datetime) -> Sequence[OwnCase]:
    from loa.dialogue.inbox import effects  # noqa: PLC0415 - as above

    return effects.own_cases(message, cases=desk.means.cases().at(now))


def _repeated(message: Message, account: Account, *, desk: InboxDependencies, now: datetime) -> EventOutcome:
    """Notify the queues again: the first attempt may have died before it did."""
    keys = [automatic_key(message.oa_id, message.user_id, message.message_id)]
    if message.automatic:
        from loa.dialogue.inbox.contests import sheet_keys  # noqa: PLC0415 - repetitions are rare
        from loa.dialogue.inbox.effects import opened_key  # noqa: PLC0415 - likewise

        keys += [opened_key(message), *sheet_keys(message)]
    told = [told for told in desk.outbox.get_all(keys) if told]
    _afterwards(_Taken([], told, [message]), account, desk=desk, now=now)
    return EventOutcome.REPEATED


def _repeated_in_confidence(
    message: Message, mark: Row, account: Account, *, desk: InboxDependencies, now: datetime
) -> EventOutcome:
    """Repeat the follow-up of a message processed in confidence, as recorded in its mark."""
    keys = [automatic_key(message.oa_id, message.user_id, message.message_id)]
    told = [told for told in desk.outbox.get_all(keys) if told]
    _afterwards(_Taken([], told, []), account, desk=desk, now=now)
    _forget(mark.get("forget", {}), message, desk=desk)
    return EventOutcome.REPEATED


def _afterwards(taken: _Taken, account: Account, *, desk: InboxDependencies, now: datetime) -> None:
    """Do the follow-up, which may be repeated any number of times."""
    for outgoing in taken.told:
        hand_over(outgoing, desk.messages)
    for message in taken.kept:
        ask(message, desk.attachments)
        if message.urgent:
            from loa.dialogue.inbox.alerts import alert  # noqa: PLC0415 - calls for help are rare

            (row,) = get_many([desk.conversations.place(message.oa_id, message.user_id)])
            handling = conversation_from(row).handling_path if row else ""
            path = handling or account.unit_path
            alert(message, account, path=path, dependencies=desk.means.alerts(), now=now)


def _forget(forget: Mapping[str, Sequence[int]], message: Message, *, desk: InboxDependencies) -> None:
    """Have the copies of files that left the conversation erased; may be repeated any number of times."""
    for sort, at in forget.items():
        forget_files(message.oa_id, message.user_id, sort, at, desk.attachments)


def _taken(
    event: Event,
    before: Conversation,
    standing: Withholding | None,
    account: Account,
    asked: tuple[Callable[[], Sequence[Question]], Callable[[], Sequence[OwnCase]]],
    *,
    desk: InboxDependencies,
    now: datetime,
) -> _Taken:
    """Return the consequences of a message, given the head of its conversation."""
    message = message_of(event)
    said = heard(message)
    withheld = step_of(standing, said.words, said.at, has_more=bool(message.attachments))
    arrived = ArrivedMessage(event, message, said.words, before, standing, account)
    if withheld:
        return _in_confidence(withheld, arrived, desk=desk, now=now)
    text_of = _memory(before, message, desk)
    known_as = event.user_id_by_app or before.user_id_by_app
    player = cache(lambda: desk.means.contests().player(known_as, message, account, now))
    speaker = cache(
        lambda: desk.means.opinions().speaker(known_as, message, before.last_message_id, account, now)
    )
    facts = DialogueContext(
        _spoken_to(before, message.at),
        *(asked[0], text_of, asked[1]),
        plays=lambda line: player().plays(line),
        speaks=lambda line: speaker().speaks(line),
    )
    overtaken = before.is_late(message.at) or before.is_forgotten(message.at)
    is_past = overtaken or now - message.at > ANSWERED_BY_ITSELF
    turn = step(before.dialogue, said, facts, is_past=is_past)
    if turn.effect and turn.effect.kind is EffectKind.DENOUNCE:
        return _in_confidence(WithheldStep.BEGIN, arrived, desk=desk, now=now)
    done = EffectResult()
    if turn.effect and turn.effect.line:
        done = player().done(turn.effect.line)
    elif turn.effect and turn.effect.opinion:
        done = speaker().done(turn.effect.opinion)
    elif turn.effect:
        from loa.dialogue.inbox import effects  # noqa: PLC0415 - as above

        done = effects.do(
            turn.effect,
            message,
            account,
            means=desk.means,
            text_of=text_of,
            now=now,
            first_reader=before.first_reader,
        )
    turn = with_readers(turn, done)
    wish, marked = None, ""
    if turn.erases and erases_plainly(message.text):
        from loa.dialogue.inbox.handlers.data_requests import wants_to_be_erased  # noqa: PLC0415 - few want it

        wish = wants_to_be_erased(event, account, desk=desk, now=now)
    if turn.erases:
        told_of_wish, marked = erasure_told(wish, account, desk, now)
        turn = replace(turn, say=(*turn.say, told_of_wish))
    urgent = turn.danger is not None and before.wants_alert(message.at)
    message = replace(message, automatic=not turn.for_people, urgent=urgent, unread=is_unread(message))
    if turn.for_people:  # they read what was said
        done = replace(done, shown_as="")
    message = _without_opinion(message, turn, done)
    after, say = _told(message, before, turn, done, account, desk=desk, now=now)
    after = first_read(replace(after, user_id_by_app=known_as), turn, message.at, unit_path=account.unit_path)
    sums_up = turn.dialogue is not None and turn.dialogue.step is DialogueStep.CHECK
    shown_as = texts.SUMMARY_SHOWN if sums_up else texts.OPINION_ASKED_SHOWN if done.shown_as else ""
    told = spoken(say, event, account, shown_as=shown_as, desk=desk, now=now)
    strange = {Metric.EVENTS_UNKNOWN: 1} if event.message_kind is MessageKind.OTHER else {}
    active = active_counts(before, after, message.at)
    counts = {Metric.EVENTS: 1, Metric.MESSAGES_IN: 1, **strange, **active, **done.counts}
    actions: list[Write] = [
        desk.audience.add_message(message),
        desk.conversations.turned(before, after, unit_path=account.unit_path, reopens=turn.for_people),
        *desk.statistics.increments(account.unit_path, message.at, counts, turned_counts(before, after)),
        *(action for outgoing in told for action in desk.outbox.adding(outgoing)),
        *done.actions,
        *([desk.audience.add_message(_erasure_marked(message, marked))] if turn.erases else []),
    ]
    return _Taken(actions, [*told, *done.told], [message])


def _in_confidence(
    begun: WithheldStep, arrived: ArrivedMessage, *, desk: InboxDependencies, now: datetime
) -> _Taken:
    from loa.dialogue.inbox.handlers.withheld import taken_in_confidence  # noqa: PLC0415 - denunciations are rare

    taken = taken_in_confidence(begun, arrived, desk=desk, now=now)
    return _Taken(taken.actions, taken.told, taken.released, taken.forget)


def _without_opinion(message: Message, turn: Turn, done: EffectResult) -> Message:
    """Return a message without what is kept with its opinion alone."""
    if turn.effect and turn.effect.opinion and turn.effect.opinion.files and not done.failed:
        nameless = tuple({"kind": each["kind"]} for each in message.attachments)
        message = replace(message, attachments=nameless)
    return replace(message, text=done.shown_as or message.text)


def _erasure_marked(message: Message, marked: str) -> Message:
    """Return a note for officers: what the resident requests, and by when it must be answered."""
    return Message(
        oa_id=message.oa_id,
        user_id=message.user_id,
        message_id=f"note-{message.message_id}",
        at=message.at,
        direction=Direction.NOTE,
        kind="erasure",
        text=marked,
        by=LOA,
    )


def _spoken_to(before: Conversation, at: datetime) -> datetime | None:
    """Return when an officer last spoke to the resident: now while one writes, except during an intake."""
    amid = before.dialogue is not None and before.dialogue.step.is_intake
    return at if before.is_written_to(at) and not amid else before.person_spoke_at


def _memory(before: Conversation, message: Message, desk: InboxDependencies) -> Callable[[str], str]:
    """Return a lookup of the words of an intake's messages; the first call reads them all in one request."""

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
    done: EffectResult,
    account: Account,
    *,
    desk: InboxDependencies,
    now: datetime,
) -> tuple[Conversation, list[Reply]]:
    """Return the head after the message, and the replies to it."""
    at = message.at
    newest = not before.is_late(at)
    after = replace(
        before,
        interacted_at=max(before.interacted_at, at) if before.interacted_at else at,
        last_message_at=max(before.last_message_at, at) if before.last_message_at else at,
        last_message_id=message.message_id if newest else before.last_message_id,
        last_text_kind=message.kind if newest else before.last_text_kind,
        unanswered=before.with_word(at) if turn.for_people else before.unanswered,
        dialogue=turn.dialogue,
        recent=before.with_recent(message.message_id),
        active_months=before.with_month(month_of(local_day(at))),
    )
    if turn.danger or turn.may_call:
        after = replace(after, urgent_at=max(before.urgent_at, at) if before.urgent_at else at)
    if turn.is_watched or turn.may_accuse:
        after = replace(after, watched_at=max(before.watched_at, at) if before.watched_at else at)
    if message.urgent:
        after = replace(after, alerted_at=at)
    if before.is_forgotten(at) or now - at > ANSWERED_BY_ITSELF:
        return after, []
    after, say = _answer(
        message, before, after, [*done.say, *turn.say], turn=turn, account=account, desk=desk, now=now
    )
    if not before.is_welcomed and newest and not turn.danger:
        after = replace(after, welcomed_at=at)
        takes_part = turn.effect is not None and (turn.effect.line or turn.effect.opinion)
        if turn.dialogue is None and not done.actions and not takes_part:
            after = replace(after, dialogue=Dialogue(DialogueStep.MENU, at))
            say.insert(0, menu.menu())
        say.insert(0, welcome(account))
    return after, say


def _answer(
    message: Message,
    before: Conversation,
    after: Conversation,
    say: list[Reply],
    *,
    turn: Turn,
    account: Account,
    desk: InboxDependencies,
    now: datetime,
) -> tuple[Conversation, list[Reply]]:
    """Return the replies besides the welcome, with additions for the account and the hour."""
    at = message.at
    if turn.is_courtesy:
        say = say if before.wants_thanks(at) else []
        after = replace(after, thanked_at=at if say else before.thanked_at)
    if turn.danger:
        say.insert(0, emergency(account, turn.danger))
    if turn.for_people and before.wants_acknowledgement(at):
        after = replace(after, acknowledged_at=at)
        if not turn.answered:
            say.insert(0, acknowledgement(account, message, desk, now))
        say += moved_on(account, desk)
    return after, say
