"""Effects of a resident's message beyond the conversation: cases, a link.

Loaded only when needed. Anything done here outside the message's own transaction is done once per message:
each service is given the message as its origin.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Final

from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.fields import MAXIMUM_LINE, MAXIMUM_SAID
from loa.casework.cases.rules.model import Case, CaseKind, CaseState, Channel, Details, Move, Reporter
from loa.casework.cases.rules.transitions import RESIDENT, reopen_until
from loa.casework.cases.work.notifications import message_key
from loa.casework.cases.work.opening import Draft, id_of
from loa.casework.cases.work.service import CaseService
from loa.clock import local_day
from loa.dialogue.chatbot import menu
from loa.dialogue.chatbot.menu import Reply, clipped, said
from loa.dialogue.chatbot.turns import Effect, EffectKind, OwnCase, Question
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import CLOCKS_DIFFER
from loa.dialogue.inbox.effect_context import EffectContext
from loa.dialogue.inbox.effect_result import EffectResult
from loa.dialogue.inbox.input import files_of, words_of
from loa.dialogue.understanding.routing import unit_of
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.accounts.model import Account
from loa.foundation.network.service import link_person
from loa.foundation.officers.service import link
from loa.foundation.units.model import depth, existing_on
from loa.foundation.units.store import UnitStore
from loa.personal_data import Person
from loa.residents.followers.model import Message

UNSOLVED_STARS: Final = 2
"""Rating of "not solved" when the resident gives no number: not satisfied."""

_COMMUNE: Final = 2
"""Depth of communes below a district; since July 2025, right below the province, the Query finds none."""


def key_of(message: Message) -> str:
    """Return the key that identifies a case, supplement or rating, however often the message arrives."""
    return f"chat#{message.oa_id}#{message.user_id}#{message.message_id}"


def opened_key(message: Message) -> str:
    """Return the key of the reply to a message that opened a case."""
    return message_key(id_of(key_of(message)), 1, message.oa_id, message.user_id)


def questions(message: Message, *, cases: CaseService) -> list[Question]:
    """List what the resident's cases ask, newest first, including what this very message already answered.

    An earlier attempt may have died between the case and the conversation.
    """
    found = [
        question
        for case in cases.cases_of(message.oa_id, message.user_id)
        if (question := _answered_by(message, case, cases) or _question(case, cases))
    ]
    return sorted(found, key=lambda question: question.at, reverse=True)


def _answered_by(message: Message, case: Case, cases: CaseService) -> Question | None:
    """Return what a case asked before this message answered it; looked up only if it has changed since."""
    if case.changed_at < message.at - CLOCKS_DIFFER:
        return None
    history = cases.load(case.id).history
    for before, line in pairwise(history):
        is_rating = "stars" in line.facts
        if line.facts.get("origin") == key_of(message) and (is_rating or before.state is CaseState.RETURNED):
            return Question(case.id, case.code, before.at, is_rating=is_rating)
    return None


def _question(case: Case, cases: CaseService) -> Question | None:
    answered, asking = case, {CaseState.ANSWERED}
    if case.state is CaseState.RETURNED:
        return Question(case.id, case.code, case.changed_at, is_rating=False)
    if case.satisfaction:
        return None
    if case.state is CaseState.MERGED and case.joined_to:
        try:
            answered = cases.read(case.joined_to)
        except NotFound:
            return None
        asking = {
            CaseState.ANSWERED,
            CaseState.CONFIRMED,
        }  # one reporter's "yes" does not speak for the others
    if answered.state not in asking:
        return None
    return Question(case.id, case.code, answered.solved_at or answered.changed_at, is_rating=True)


def do(
    effect: Effect,
    message: Message,
    account: Account,
    *,
    means: EffectContext,
    text_of: Callable[[str], str],
    now: datetime,
    first_reader: str = "",
) -> EffectResult:
    """Perform the effect of a dialogue turn.

    Args:
        effect: the effect to perform.
        message: the message that brought it.
        account: the account it was written to.
        means: dependencies.
        text_of: the words of an earlier message by its sort key.
        now: the present instant.
        first_reader: the unit above, where it reads first what the resident wrote; it gets a new case.
    """
    by_kind = {
        EffectKind.OPEN: lambda: _opened(
            effect, message, account, cases=means.cases(), text_of=text_of, first_reader=first_reader
        ),
        EffectKind.PROGRESS: lambda: _progress(effect.code, message, cases=means.cases()),
        EffectKind.SUPPLEMENT: lambda: _supplemented(effect, message, cases=means.cases().at(now)),
        EffectKind.REOPEN: lambda: _reopened(effect, message, cases=means.cases().at(now)),
        EffectKind.WITHDRAW: lambda: _withdrawn(effect, message, cases=means.cases().at(now)),
        EffectKind.RATE: lambda: _rated(effect, message, cases=means.cases().at(now)),
        EffectKind.KEEP: lambda: _kept(message, means=means, now=now),
        EffectKind.LINK: lambda: _linked(effect.code, message, account, means=means, now=now),
    }
    try:
        return by_kind[effect.kind]()
    except (Conflict, InvalidInput, NotFound):
        return EffectResult(failed=True)  # the case has moved on meanwhile, or the words say nothing


def _opened(
    effect: Effect,
    message: Message,
    account: Account,
    *,
    cases: CaseService,
    text_of: Callable[[str], str],
    first_reader: str,
) -> EffectResult:
    dialogue = effect.dialogue
    if dialogue is None:
        return EffectResult(failed=True)
    parts = {name: said(dialogue, name, text_of) for name in texts.PARTS}
    # What does not fit into a line goes to the matter: a unit of another branch does not see the chat.
    long = [text for name, text in parts.items() if name != "what" and len(text) > MAXIMUM_LINE]
    what = "\n".join([parts["what"], *long])
    unit_path = first_reader or _unit_of(parts["where"], account, cases, message.at)
    # DynamoDB takes a row once per transaction: the account's own counters are also those of the message.
    apart = unit_path != account.unit_path
    made = cases.at(message.at).opening(  # its day is the message's: both are counted in one row
        Draft(
            province=account.province,
            unit_path=unit_path,
            kind=CaseKind(dialogue.kind),
            channel=Channel.CHAT,
            reporter=Reporter(message.oa_id, message.user_id, account.unit_path),
            details=Details(
                what=clipped(what, MAXIMUM_SAID),
                where=clipped(parts["where"], MAXIMUM_LINE),
                since=clipped(parts["since"], MAXIMUM_LINE),
                whom=clipped(parts["whom"], MAXIMUM_LINE),
                attachments=dialogue.files,
            ),
        ),
        idempotency_key=key_of(message),
        by=RESIDENT,
        counting=apart,
    )
    return EffectResult(actions=tuple(made.actions), told=made.messages, counts={} if apart else made.counts)


def _unit_of(place: str, account: Account, cases: CaseService, at: datetime) -> str:
    """Return the unit that gets a case: an account above the communes passes it down if the place names one.

    One Query, and only if there are units below.
    """
    if not place or depth(account.unit_path) >= _COMMUNE:
        return account.unit_path
    units = UnitStore(cases.accounts.table).subtree(account.unit_path)
    on = cases.units_as_of or local_day(at)
    return unit_of(place, account.unit_path, existing_on(units, on))


def _progress(code: str, message: Message, *, cases: CaseService) -> EffectResult:
    if code:
        case = cases.by_code(code)
        if case is None:
            return EffectResult((Reply(texts.UNKNOWN_CODE),))
        return EffectResult((menu.progress([cases.as_told(case)], own=_is_theirs(case, message, cases)),))
    own = cases.cases_of(message.oa_id, message.user_id)[: menu.SHOWN_CASES]
    if not own:
        return EffectResult((Reply(texts.NO_CASES),))
    told = menu.progress([cases.as_told(case) for case in own], own=True)
    return EffectResult((told, Reply(texts.PROGRESS_QUESTION)))


def _is_theirs(case: Case, message: Message, cases: CaseService) -> bool:
    conversation = (message.oa_id, message.user_id)
    if (case.reporter.oa_id, case.reporter.user_id) == conversation:
        return True
    joined = cases.members(case.id) if case.members else []
    return conversation in {(one.reporter.oa_id, one.reporter.user_id) for one in joined}


def _supplemented(effect: Effect, message: Message, *, cases: CaseService) -> EffectResult:
    case = cases.supplement(
        effect.case_id,
        clipped(words_of(message), MAXIMUM_SAID),
        files_of(message),
        by=RESIDENT,
        idempotency_key=key_of(message),
    )
    # The case itself tells the resident that the requested information has arrived.
    say = (Reply(texts.WORD_TAKEN.format(code=case.code)),) if effect.is_further else ()
    # Nobody works on a case that has ended or was merged into another: words must not get lost there.
    return EffectResult(say, failed=not case.state.is_open)


def _withdrawn(effect: Effect, message: Message, *, cases: CaseService) -> EffectResult:
    """Withdraw the resident's own case; if this very message has already ended it, leave it as it is."""
    stored = cases.load(effect.case_id)
    if not stored.line_under(key_of(message)):
        cases.transition(
            stored,
            Move.WITHDRAW,
            MoveFacts(text=clipped(effect.word, MAXIMUM_SAID)),
            by=RESIDENT,
            expected_version=None,
            idempotency_key=key_of(message),
        )
    return EffectResult()


def own_cases(message: Message, *, cases: CaseService) -> list[OwnCase]:
    """List the cases of a conversation, newest first, as the dialogue needs them."""
    ended = {CaseState.CONFIRMED, CaseState.CLOSED, CaseState.REFUSED, CaseState.ANSWERED}
    return [
        OwnCase(
            case.id,
            case.code,
            is_open=case.state.is_open or _was_moved_lately(case, message, cases),
            can_reopen=case.state in ended and cases.now() <= reopen_until(case),
        )
        for case in cases.cases_of(message.oa_id, message.user_id)
    ]


def _was_moved_lately(case: Case, message: Message, cases: CaseService) -> bool:
    """Return True if this very message has already ended it; looked up only if it has changed since."""
    return case.changed_at >= message.at - CLOCKS_DIFFER and _was_moved(case.id, message, cases)


def _reopened(effect: Effect, message: Message, *, cases: CaseService) -> EffectResult:
    """Reopen the resident's own case; one that can no longer be reopened is for officers."""
    case = cases.read(effect.case_id) if effect.case_id else cases.by_code(effect.code)
    if case is None or not _is_theirs(case, message, cases):
        return _progress(effect.code, message, cases=cases)
    if cases.as_told(case).state.is_open and not _was_moved(case.id, message, cases):
        return replace(_progress(effect.code, message, cases=cases), failed=True)
    step = Move.UNMERGE if case.state is CaseState.MERGED else Move.REOPEN
    facts = MoveFacts(text=clipped(effect.word, MAXIMUM_SAID))
    cases.transition(
        case.id, step, facts, by=RESIDENT, expected_version=None, idempotency_key=key_of(message)
    )
    return EffectResult()


def _was_moved(case_id: str, message: Message, cases: CaseService) -> bool:
    """Return True if this very message has moved it."""
    return cases.load(case_id).line_under(key_of(message)) is not None


def _kept(message: Message, *, means: EffectContext, now: datetime) -> EffectResult:
    """Call off an erasure that has not begun; if there is none, an officer finds out what is meant."""
    from loa.residents.data_requests.service import keep  # noqa: PLC0415 - few change their mind

    person = Person(message.oa_id, message.user_id)
    if not keep(person, requests=means.data_requests(), now=now):
        return EffectResult(failed=True)
    return EffectResult((Reply(texts.KEPT_AFTER_ALL),))


def _rated(effect: Effect, message: Message, *, cases: CaseService) -> EffectResult:
    cases.rate(
        effect.case_id,
        stars=effect.stars or UNSOLVED_STARS,
        word=clipped(effect.word, MAXIMUM_SAID),
        solved=effect.solved,
        idempotency_key=key_of(message),
    )
    return EffectResult()


def _linked(
    code: str, message: Message, account: Account, *, means: EffectContext, now: datetime
) -> EffectResult:
    registry = means.officers()
    place = (message.oa_id, message.user_id)
    person = link_person(code, *place, account_path=account.unit_path, registry=registry, now=now)
    if person:
        return EffectResult((Reply(texts.PERSON_LINKED.format(name=person.name)),))
    officer = link(
        code,
        message.oa_id,
        message.user_id,
        account_path=account.unit_path,
        registry=registry,
        statistics=means.statistics,
        now=now,
    )
    return EffectResult((Reply(texts.LINKED.format(name=officer.name) if officer else texts.NOT_LINKED),))
