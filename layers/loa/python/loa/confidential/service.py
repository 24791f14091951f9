"""Use cases of denunciations: the resident's side. The investigators' side is in `desk.py`."""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Final

from loa.aws.tables import Action, ConditionFailed
from loa.aws.transactions import commit
from loa.cases.model import Entry, State
from loa.confidential import texts
from loa.confidential.deadlines import DenunciationRule, accept_by, next_attention
from loa.confidential.model import (
    LINK_VALID,
    Denunciation,
    Intake,
    LinkState,
    Receipt,
    Statement,
    code_from,
    equal_digests,
    faults,
    fingerprint,
    folded,
    is_token,
    recipients,
    secret_digest,
    secret_word,
    source_digest,
    token_digest,
)
from loa.confidential.store import Denunciations
from loa.errors import Busy, Conflict, InvalidInput, NotFound
from loa.identifiers import new_id
from loa.moments import VIETNAM, local_day
from loa.office_hours.model import WorkingCalendar
from loa.statistics.model import Metric
from loa.statistics.store import StatisticsStore

_TOKEN_BYTES: Final = 32
_CODE_BITS: Final = 40
_ATTEMPTS: Final = 4
RESIDENT: Final = "resident"
CLOCK: Final = "clock"


@dataclass(frozen=True, slots=True)
class ConfidentialDesk:
    """Where links are kept and how they begin: all that the inbox needs.

    Attributes:
        store: the Confidential table.
        public_url: how the outside reaches the API, without a slash at the end.
    """

    store: Denunciations
    public_url: str


@dataclass(frozen=True, slots=True)
class Registry:
    """What the work on denunciations needs.

    Attributes:
        store: the Confidential table.
        statistics: counters of units.
        calendar: when offices work.
        rules: deadlines.
    """

    store: Denunciations
    statistics: StatisticsStore
    calendar: WorkingCalendar
    rules: tuple[DenunciationRule, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """What a denouncer learns when he asks."""

    code: str
    state: State
    received_at: datetime
    changed_at: datetime
    answer_by: datetime | None
    reply: str = ""
    reason: str = ""
    legal_ground: str = ""
    outside_body: str = ""


class LinkSpent(Conflict):
    """The link was used for something else, or it is too late."""

    def __init__(self, state: LinkState = LinkState.USED) -> None:
        super().__init__()
        self.state = state


def intake_link(
    *,
    oa_id: str,
    user_id: str,
    unit_path: str,
    province: str,
    words: str,
    message_id: str,
    desk: ConfidentialDesk,
    now: datetime,
) -> tuple[list[Action], str]:
    """A link for somebody who wants to denounce, for the transaction that takes his message in.

    The words go into the confidential table and nowhere else: keep the message's own row without text. A
    repeated message must not call this again for its answer: the answer is in the outbox already.

    Args:
        oa_id: of the account; with the next two kept as one digest only (`Intake.source`).
        user_id: of the resident.
        message_id: of the message.
        unit_path: the unit whose account he wrote to.
        province: code of the province.
        words: what he wrote; empty when he only chose the menu.
        desk: table and address.
        now: aware UTC.

    Returns:
        One Put for the transaction, and the link. The link is a secret: see `texts.link_message` for the
        answer and `texts.WITHHELD` for what officers may see of it.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    intake = Intake(
        digest=token_digest(token),
        province=province,
        unit_path=unit_path,
        words=words,
        source=source_digest(oa_id, user_id, message_id),
        created_at=now,
        valid_until=now + LINK_VALID,
    )
    return [desk.store.inviting(intake)], f"{desk.public_url}/confidential/{token}"


def find_link(token: str, *, store: Denunciations) -> Intake:
    """The link of a token.

    Raises:
        NotFound: it never was, or is long forgotten.
    """
    intake = store.intake(token_digest(token)) if is_token(token) else None
    if intake is None:
        raise NotFound
    return intake


def submit(token: str, statement: Statement, unit_path: str, *, registry: Registry, now: datetime) -> Receipt:
    """Take a denunciation in: once per link. The same sent again gets the same receipt.

    Args:
        token: of the link.
        statement: cleaned (`model.cleaned`); `first_words` is filled here.
        unit_path: whom it is for; one of `model.recipients`.
        registry: see there.
        now: aware UTC.

    Raises:
        NotFound: no such link.
        LinkSpent: the link was used for another statement, or it is too late.
        InvalidInput: something is missing or too long; `fields` says what.
        Busy: another request is at it.
    """
    mark = fingerprint(statement, unit_path)
    for _ in range(_ATTEMPTS):
        intake = find_link(token, store=registry.store)
        state = intake.state(now)
        if state is LinkState.USED and intake.fingerprint and equal_digests(intake.fingerprint, mark):
            head = registry.store.head(intake.case_id)
            return Receipt(intake.code, secret_word(token), head.received_at if head else now)
        if state in {LinkState.USED, LinkState.EXPIRED}:
            raise LinkSpent(state)
        wrong = faults(statement)
        if unit_path not in recipients(intake.unit_path):
            wrong["recipient"] = texts.RECIPIENT_UNKNOWN
        if wrong:
            raise InvalidInput(fields=wrong)
        whole = replace(statement, first_words=intake.words)
        head = _new_head(intake, unit_path, received_at=now, completed=True, anonymous=whole.is_anonymous)
        if _opened(head, whole, intake, mark, secret_word(token), by=RESIDENT, registry=registry, now=now):
            return Receipt(head.code, secret_word(token), now)
    raise Busy


def take_over(intake: Intake, *, registry: Registry, now: datetime) -> Denunciation | None:
    """Let the words of a link that nobody used become a denunciation, so that they are not lost.

    It counts as received when they were written. It goes to the unit above: he could not say whether it is
    about the unit that he wrote to.

    Returns:
        None: there are no words, or the link was used.
    """
    if not intake.words or intake.case_id:
        return None
    statement = Statement(first_words=intake.words)
    for _ in range(_ATTEMPTS):
        path = recipients(intake.unit_path)[-1]
        head = _new_head(intake, path, received_at=intake.created_at, completed=False, anonymous=True)
        # Nobody was given a receipt: chance takes the place of the word.
        word = secrets.token_hex(16)
        if _opened(head, statement, intake, "", word, by=CLOCK, registry=registry, now=now):
            return head
        again = registry.store.intake(intake.digest)
        if again is None or again.case_id:
            return None
    raise Busy


def progress(code: str, word: str, *, store: Denunciations) -> Progress:
    """How a denunciation stands, for whoever has its code and its secret word.

    Raises:
        NotFound: no such code, or not its word: the two look the same.
    """
    found = store.by_code(folded(code)[:32])
    case_id, kept = found or ("", secret_digest("", ""))
    matches = equal_digests(kept, secret_digest(code, word))
    head = store.head(case_id) if found and matches else None
    if head is None:
        raise NotFound(texts.WRONG_WORD)
    return Progress(
        code=head.code,
        state=head.state,
        received_at=head.received_at,
        changed_at=head.changed_at,
        answer_by=head.answer_by,
        reply=head.reply,
        reason=head.reason,
        legal_ground=head.legal_ground,
        outside_body=head.outside_body,
    )


def _new_head(
    intake: Intake, unit_path: str, *, received_at: datetime, completed: bool, anonymous: bool
) -> Denunciation:
    return Denunciation(
        id=new_id(received_at),
        code=code_from(secrets.randbits(_CODE_BITS)),
        province=intake.province,
        unit_path=unit_path,
        received_path=unit_path,
        state=State.RECEIVED,
        completed=completed,
        anonymous=anonymous,
        received_at=received_at,
        changed_at=received_at,
        accept_by=received_at,
    )


def _opened(
    head: Denunciation,
    statement: Statement,
    intake: Intake,
    mark: str,
    word: str,
    *,
    by: str,
    registry: Registry,
    now: datetime,
) -> bool:
    """Write a new denunciation; False: the link was used meanwhile, or the code is taken: look again."""
    head = replace(head, accept_by=accept_by(head.received_at, registry.rules, registry.calendar))
    head = replace(head, attention_at=next_attention(head), changed_at=now)
    entry = Entry(head.id, head.version, now, "opened", by, head.state, head.unit_path)
    # Counted on the first of the month: a day would say who, to anybody who sees who wrote on that day.
    month = datetime.combine(local_day(now).replace(day=1), time(), VIETNAM).astimezone(UTC)
    actions = [
        registry.store.using(intake, head.id, head.code, mark, now),
        *registry.store.opening(head, statement, entry, secret_digest(head.code, word)),
        registry.statistics.increments(head.unit_path, month, {Metric.CASES_DENUNCIATION: 1}),
    ]
    try:
        commit(actions)
    except ConditionFailed:
        return False
    return True
