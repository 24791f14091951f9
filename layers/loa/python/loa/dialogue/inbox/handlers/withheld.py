"""Process a message in confidence: nothing of it reaches the officers of the account that it was written to.

Its transaction writes a mark (that it was processed), the writer's position, and its words, sealed, into the
table Confidential; the conversation's head changes in nothing that an officer could see. What was written
shortly before, or in an intake, leaves the conversation with it. Loaded only when such a message arrives.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from loa import clock
from loa.casework.cases.rows.files import parse_reference
from loa.casework.denunciations import texts
from loa.casework.denunciations.model import SealedKind
from loa.casework.denunciations.work.intake import DenunciationIntake, sealed
from loa.dialogue.chatbot.menu import Reply
from loa.dialogue.conversations.counting import turned_counts
from loa.dialogue.conversations.model import ANSWERED_BY_ITSELF, Conversation, Unanswered
from loa.dialogue.inbox.dependencies import ArrivedMessage, InboxDependencies
from loa.dialogue.inbox.handlers.first_reading import handed
from loa.dialogue.inbox.input import words_of
from loa.dialogue.inbox.replies import spoken
from loa.dialogue.understanding.lexicon import Command
from loa.dialogue.withheld.model import BEFORE, WithheldStage, WithheldStep, Withholding
from loa.dialogue.withheld.steps import after
from loa.foundation.accounts.model import Account
from loa.foundation.statistics.model import Counts, Metric
from loa.foundation.units.model import parent
from loa.platform.aws.dynamodb.tables import Attr, Delete, Update, Write
from loa.residents.attachments.service import positions
from loa.residents.followers.model import Direction, Message
from loa.residents.followers.store import message_from, message_key
from loa.residents.messages.model import MessageState, Outgoing, automatic_key
from loa.residents.messages.store import outbound_partition

_LOOKED_THROUGH: Final = 100
_MOST_MOVED: Final = 20
"""How many earlier messages are moved along: more do not fit into one transaction."""
_BUNDLE_BYTES: Final = 20
_LEAVING: Final = (Command.MENU, Command.OFFICER, Command.PROGRESS, Command.NEWS, Command.MEETINGS)
"""Residents asking for one of these are told how to leave the confidential flow, even if told just before."""


@dataclass(frozen=True, slots=True)
class WithheldResult:
    """The consequences of a message in confidence: its writes, and what to send and queue afterwards.

    Attributes:
        actions: the transaction; the first is refused if the message was processed before.
        told: messages to the resident.
        released: messages that are for officers after all: their files are to be copied.
        forget: copies of files to erase: positions by sort key.
    """

    actions: list[Write]
    told: list[Outgoing]
    released: list[Message] = field(default_factory=list)
    forget: Mapping[str, Sequence[int]] = field(default_factory=dict)


def taken_in_confidence(
    step: WithheldStep, arrived: ArrivedMessage, *, desk: InboxDependencies, now: datetime
) -> WithheldResult:
    """Return the consequences of a withheld message, given its writer's position."""
    message, before, standing = arrived.message, arrived.before, arrived.standing
    begins = standing is None or not standing.covers(message.at)
    moved = _moved(before, message, desk) if begins else []
    first = min([message.at, *(one.at for one in moved)])
    bundle = secrets.token_urlsafe(_BUNDLE_BYTES)
    state = after(standing, step, message.at, bundle=bundle, first=first)
    sealed_now = _sealed(step, arrived, state, moved, desk=desk.means.confidential())
    has_words = state.has_words or (bool(sealed_now) and step is not WithheldStep.DONE)
    state = replace(state, has_words=has_words)
    say = _said(step, arrived, state, desk.means.confidential())
    if now - message.at > ANSWERED_BY_ITSELF:
        say = ()
    state = replace(state, told_at=message.at if say and step is not WithheldStep.BEGIN else state.told_at)
    told = [_in_confidence(one) for one in spoken(say, arrived.event, arrived.account, desk=desk, now=now)]
    release = _released(message, desk) if step is WithheldStep.RELEASE else []
    forget = {message_key(one)[1]: positions(one.attachments) for one in moved if positions(one.attachments)}
    head = _with_released(_without(before, moved, desk, begins=step is WithheldStep.BEGIN), release)
    if head.first_reader and head.unanswered is None:  # what the unit above was to read has left
        head = handed(head, "")
    path = arrived.account.unit_path
    actions: list[Write] = [
        desk.withheld.marking(message, forget),
        desk.conversations.turned(before, head, unit_path=path, reopens=bool(release)),
        desk.withheld.standing(message, None if step is WithheldStep.RELEASE else state),
        *sealed_now,
        *(action for one in moved for action in _leaving(one, desk)),
        *_held(step, state, message, moved, desk=desk),
        *(desk.audience.add_message(one) for one in release),
        *_counted(release, turned_counts(before, head), arrived.account, desk),
        *(action for one in told for action in desk.outbox.adding(one)),
    ]
    return WithheldResult(actions, told, release, forget)


def _released(message: Message, desk: InboxDependencies) -> list[Message]:
    """List held messages that are for officers after all: words for officers, wherever they were said."""
    return [replace(one, automatic=False) for one in desk.withheld.held(message.oa_id, message.user_id)]


def _said(
    step: WithheldStep, arrived: ArrivedMessage, state: Withholding, desk: DenunciationIntake
) -> tuple[Reply, ...]:
    """Return the replies to the resident; a burst is answered once."""
    whom = texts.receiver(has_above=parent(arrived.account.unit_path) is not None)
    told = {
        WithheldStep.BEGIN: texts.begun(desk.page, whom),
        WithheldStep.OFFER: texts.offered(whom),
        WithheldStep.DONE: texts.done(desk.page, whom) if state.has_words else texts.nothing_said(desk.page),
        WithheldStep.CANCEL: texts.CANCELLED,
        WithheldStep.RELEASE: texts.RELEASED,
    }
    in_danger = (Reply(texts.IN_DANGER),) if arrived.words.tells_of_danger else ()
    if step is not WithheldStep.KEEP:
        return (*in_danger, Reply(told[step]))
    to_be_told = state.wants_to_be_told(arrived.message.at) or arrived.words.means(*_LEAVING)
    if state.stage is WithheldStage.ENDED or not to_be_told:
        return in_danger
    return (*in_danger, Reply(texts.KEPT if state.stage is WithheldStage.OPEN else texts.offered(whom)))


def _in_confidence(outgoing: Outgoing) -> Outgoing:
    return replace(outgoing, content=replace(outgoing.content, confidential=True))


def _moved(before: Conversation, message: Message, desk: InboxDependencies) -> list[Message]:
    """List what leaves the conversation with the message that begins the confidential flow, oldest first.

    That is what was written for officers shortly before it, or written after it but received earlier, unless
    an officer has answered it; and what was said in an intake that is not over.
    """
    page = desk.audience.conversation(message.oa_id, message.user_id, limit=_LOOKED_THROUGH, consistent=True)
    sorts = _of_intake(before)
    found = {
        sort: one
        for sort, one in ((row["sort"], message_from(row)) for row in page.rows)
        if one.direction is Direction.IN and (sort in sorts or _goes_along(one, message, before))
    }
    found |= desk.conversations.said(
        message.oa_id, message.user_id, [sort for sort in sorts if sort not in found][:_MOST_MOVED]
    )
    return [found[sort] for sort in sorted(found)][-_MOST_MOVED:]


def _of_intake(before: Conversation) -> set[str]:
    intake = before.dialogue
    if intake is None:
        return set()
    files = {place[0] for file in intake.files if (place := parse_reference(file))}
    return {sort for keys in intake.said.values() for sort in keys} | files


def _goes_along(one: Message, message: Message, before: Conversation) -> bool:
    answered = before.person_spoke_at
    return (
        not one.automatic
        and one.at >= message.at - BEFORE
        and not (before.is_forgotten(one.at) or (answered is not None and one.at <= answered))
    )


def _leaving(one: Message, desk: InboxDependencies) -> list[Write]:
    """Return the writes that remove an earlier message, with its automatic replies, from the conversation."""
    table = desk.audience.table
    partition, sort = message_key(one)
    writes: list[Write] = [Delete(table, partition, sort), desk.withheld.marking(one)]
    (reply,) = desk.outbox.get_all([automatic_key(one.oa_id, one.user_id, one.message_id)])
    if reply and reply.state is MessageState.SENT:
        writes.append(Delete(table, partition, f"{clock.to_text(reply.updated_at)}#{reply.message_id}"))
    elif reply:
        hidden = Update(
            table,
            outbound_partition(reply.key),
            "message",
            set={"confidential": True},
            only_if=Attr("partition").exists(),
        )
        writes.append(hidden)
    return writes


def _without(
    before: Conversation, moved: Sequence[Message], desk: InboxDependencies, *, begins: bool
) -> Conversation:
    """Return the head without what has left the conversation; unchanged if nothing has."""
    intake = before.dialogue is not None and before.dialogue.is_intake
    head = replace(before, dialogue=None) if begins and intake else before
    if not moved:
        return head
    gone = {message_key(one)[1] for one in moved}
    page = desk.audience.conversation(before.oa_id, before.user_id, limit=_LOOKED_THROUGH, consistent=True)
    left = [
        one
        for sort, one in ((row["sort"], message_from(row)) for row in page.rows)
        if one.direction is Direction.IN and sort not in gone
    ]
    newest = left[0] if left else None
    waiting = [
        one for one in left if before.unanswered and not one.automatic and one.at >= before.unanswered.since
    ]
    touched = before.interacted_at in {one.at for one in moved}
    return replace(
        head,
        dialogue=None if intake else head.dialogue,
        unanswered=Unanswered(waiting[-1].at, len(waiting)) if waiting else None,
        last_message_at=newest.at if newest else None,
        last_message_id=newest.message_id if newest else "",
        last_text_kind=newest.kind if newest else "",
        interacted_at=(newest.at if newest else None) if touched else before.interacted_at,
    )


def _with_released(head: Conversation, release: Sequence[Message]) -> Conversation:
    """Return the head with messages that are for officers after all."""
    for one in release:
        known = [instant for instant in (head.last_message_at, one.at) if instant]
        interacted = [instant for instant in (head.interacted_at, one.at) if instant]
        head = replace(
            head,
            unanswered=head.with_word(one.at),
            last_message_at=max(known),
            last_message_id=one.message_id if max(known) == one.at else head.last_message_id,
            interacted_at=max(interacted),
            last_text_kind=one.kind,
        )
    return head


def _sealed(
    step: WithheldStep,
    arrived: ArrivedMessage,
    state: Withholding,
    moved: Sequence[Message],
    *,
    desk: DenunciationIntake,
) -> list[Write]:
    """Return the writes that seal words into the table Confidential."""
    words, message, account = arrived.words, arrived.message, arrived.account
    kind = {
        WithheldStep.DONE: SealedKind.DONE,
        WithheldStep.CANCEL: SealedKind.CANCELLED,
        WithheldStep.RELEASE: SealedKind.CANCELLED,
    }.get(step, SealedKind.SAID)
    said = list(moved)
    # "Tố cáo" alone, or a number, says nothing yet.
    chosen = step is WithheldStep.BEGIN and (words.kind or words.payload or words.number is not None)
    if kind is SealedKind.SAID and not chosen:
        said.append(message)
    text = "\n".join(part for one in said for part in _parts(one) if part)
    if kind is SealedKind.SAID and not text:
        return []
    return [
        sealed(
            text,
            kind,
            bundle=state.bundle,
            province=account.province,
            about_path=account.unit_path,
            since=state.since,
            at=said[0].at if said else message.at,
            desk=desk,
            files=[file for one in said for file in _files(one)],
        )
    ]


def _parts(message: Message) -> list[str]:
    """Return what a message says; for unreadable parts, that they came: the writer can be asked for them."""
    files = positions(message.attachments)
    shown = [
        texts.sent(str(item["kind"])) if position in files else str(item.get("url", ""))
        for position, item in enumerate(message.attachments)
    ]
    parts = [part for part in (words_of(message), *shown) if part]
    return parts or [texts.unreadable(message.kind)]


def _files(message: Message) -> list[dict[str, str]]:
    """Return where Zalo has the files of a message. Officers' copying service is not involved."""
    return [
        {name: str(item[name]) for name in ("kind", "url", "name") if item.get(name)}
        for item in (message.attachments[position] for position in positions(message.attachments))
    ]


def _held(
    step: WithheldStep,
    state: Withholding,
    message: Message,
    moved: Sequence[Message],
    *,
    desk: InboxDependencies,
) -> list[Write]:
    """Return the writes of what waits for a choice; once the choice is made, nothing waits."""
    waits = step in {WithheldStep.OFFER, WithheldStep.KEEP} and state.stage is WithheldStage.OFFERED
    holding = [desk.withheld.holding(one, state.last) for one in (*moved, message)] if waits else []
    if step in {WithheldStep.KEEP, WithheldStep.DONE}:
        return holding
    before = desk.withheld.held(message.oa_id, message.user_id)
    return [*holding, *(desk.withheld.letting_go(one) for one in before)]


def _counted(
    release: Sequence[Message],
    turned: Iterable[tuple[datetime, Counts]],
    account: Account,
    desk: InboxDependencies,
) -> list[Update]:
    """Count what is for officers after all; what leaves them stays counted: less of it would tell."""
    if not release:
        return []
    one: Counts = {Metric.EVENTS: 1, Metric.MESSAGES_IN: 1}
    before = [(message.at, one) for message in release[:-1]]  # each on its own day
    return desk.statistics.increments(account.unit_path, release[-1].at, one, [*before, *turned])
