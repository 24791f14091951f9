"""Opening a case: the checks, the code, the deadlines, and the writes of one transaction."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from loa.casework.cases.rows.models import StoredCase
from loa.casework.cases.rules import codes, texts
from loa.casework.cases.rules.checks import details_faults, too_many_attachments
from loa.casework.cases.rules.deadlines import plan
from loa.casework.cases.rules.fields import kept_fields
from loa.casework.cases.rules.model import Case, CaseKind, CaseState, Channel, Details, Reporter
from loa.casework.cases.rules.reminders import next_attention
from loa.casework.cases.rules.transitions import received, standing_changes
from loa.casework.cases.work.changes import ATTEMPTS, CaseChanges, line_of
from loa.casework.cases.work.notifications import can_be_notified, day_text, message_to
from loa.errors import Conflict, InvalidInput
from loa.foundation.statistics.model import Counts
from loa.foundation.units.model import is_path
from loa.platform.aws.dynamodb.tables import ConditionFailed, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.messages.model import Outgoing
from loa.residents.messages.service import hand_over
from loa.text.cleaning import clean, plain_signs

ENTERED_WITHIN: Final = timedelta(days=60)
"""How long after its receipt a case from paper or telephone may be entered; older is a typing error."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A case to be opened.

    Attributes:
        province, unit_path: where it belongs.
        kind: never a denunciation.
        channel: how it came.
        reporter, details: who raised it, and the matter.
        remote, complex: whether the longer periods apply.
        external_id: its id in another system; empty: none.
        notify: whether the reporter gets the acknowledgement with the code.
        priority: as in `Case`.
        received_at: when it came, if before it was entered; the periods run from then.
    """

    province: str
    unit_path: str
    kind: CaseKind
    channel: Channel
    reporter: Reporter
    details: Details
    remote: bool = False
    complex: bool = False
    external_id: str = ""
    notify: bool = True
    priority: int = 0
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A case opened by a caller's transaction.

    Attributes:
        case: as it will be.
        actions: the writes; they include the counter, unless `counting=False` was passed.
        messages: the messages whose rows are among the actions: put them on the queue after the commit
            (`loa.residents.messages.service.hand_over`).
        counts: what is counted for `case.unit_path` on the day of `case.received_at`. DynamoDB accepts a row
            once per transaction: a caller that counts something for the same unit and day passes
            `counting=False` and adds these numbers to its own call of `increments`.
    """

    case: Case
    actions: list[Write]
    messages: tuple[Outgoing, ...]
    counts: Counts


def id_of(idempotency_key: str) -> str:
    """Return the id of the case that a key opens: the same key gives the same case."""
    return hashlib.sha256(f"case from {idempotency_key}".encode()).hexdigest()[:22]


class CaseOpening(CaseChanges):
    """Opening cases."""

    def open(self, draft: Draft, *, idempotency_key: str, by: str) -> Case:
        """Open a case, once per key: a repetition returns the existing case.

        Args:
            draft: the case.
            idempotency_key: its origin: `chat#OA#USER#MESSAGE`, `officer#KEY`, `import#SYSTEM#ID`.
            by: id of the officer, or `resident`.

        Raises:
            InvalidInput: a denunciation, an empty matter, too long, an unknown unit.
            Busy: try again.
        """
        # What is imported may be older than the unit that has it now; `exchange.service` asks for today.
        asked = draft.channel is not Channel.IMPORT and is_path(draft.unit_path)
        if asked and self.unit_name(draft.unit_path) is None:
            raise InvalidInput(texts.UNKNOWN_PATH, fields={"unit": texts.UNKNOWN_PATH})
        for _ in range(ATTEMPTS):
            made = self.opening(draft, idempotency_key=idempotency_key, by=by)
            try:
                commit(made.actions)
            except ConditionFailed as failure:
                if failure.index:
                    continue  # the code is taken
                self.hand_over_again(made.case, made.case.version)
                return self.load(made.case.id).case
            for message in made.messages:
                hand_over(message, self.queue)
            return made.case
        raise Conflict(texts.CHANGED_MEANWHILE)

    def opening(self, draft: Draft, *, idempotency_key: str, by: str, counting: bool = True) -> Opening:
        """Return the writes that open a case, for another transaction, which detects its own repetition.

        Args:
            draft: the case.
            idempotency_key: as for `open`.
            by: id of the officer, or `resident`.
            counting: whether the counter is among the writes; see `Opening.counts`.

        Raises:
            InvalidInput: as for `open`.
        """
        now = self.now()
        stored = self._opened(draft, idempotency_key, by, now)
        case = stored.case
        actions = self.store.adding(stored, stored.history)
        messages: tuple[Outgoing, ...] = ()
        if draft.notify and can_be_notified(case.reporter):
            words = texts.opened(
                case.kind.value,
                case.code,
                self.who(case),
                day_text(case.accept_by),
                day_text(case.answer_by),
            )
            message = message_to(
                case.reporter, words, province=case.province, case_id=case.id, version=case.version, now=now
            )
            messages = (message,)
            actions += self.outbox.adding(message)
        for path, changed in standing_changes(None, case).items():
            actions += self.statistics.case_change(path, changed)
        counts: Counts = {received(case.kind): 1}
        if counting:
            actions += self.statistics.increments(case.unit_path, case.received_at, counts)
        return Opening(case, actions, messages, counts)

    def _opened(self, draft: Draft, idempotency_key: str, by: str, now: datetime) -> StoredCase:
        if draft.kind is CaseKind.DENUNCIATION:
            raise InvalidInput(texts.NOT_HERE, fields={"kind": texts.NOT_HERE})
        if not is_path(draft.unit_path):
            raise InvalidInput(texts.UNKNOWN_PATH, fields={"unit": texts.UNKNOWN_PATH})
        details = _checked_details(draft.details)
        received_at = draft.received_at or now
        if not now - ENTERED_WITHIN <= received_at <= now:
            raise InvalidInput(
                texts.CHECK_INPUT, fields={"received_at": texts.entered_within(ENTERED_WITHIN.days)}
            )
        planned = plan(
            draft.kind,
            received_at,
            remote=draft.remote,
            complex=draft.complex,
            rules=self.rules,
            calendar=self.calendar,
        )
        case = Case(
            id=id_of(idempotency_key),
            code=codes.new_code(codes.PREFIX, secrets.randbelow),
            province=draft.province,
            unit_path=draft.unit_path,
            received_path=draft.unit_path,
            kind=draft.kind,
            channel=draft.channel,
            state=CaseState.RECEIVED,
            reporter=replace(
                draft.reporter, name=clean(draft.reporter.name), phone=plain_signs(draft.reporter.phone)
            ),
            details=details,
            received_at=received_at,
            changed_at=now,
            accept_by=planned.accept_by,
            answer_by=planned.answer_by,
            remote=draft.remote,
            complex=draft.complex,
            priority=draft.priority,
            external_id=draft.external_id,
            version=1,
        )
        case = replace(case, attention_at=next_attention(case, self.calendar))
        facts = {"kind": case.kind.value, "channel": case.channel.value, "origin": idempotency_key}
        return StoredCase(case, {}, (line_of(case, "opened", by, now, facts=facts),))


def _checked_details(details: Details) -> Details:
    """Return the cleaned matter.

    Raises:
        InvalidInput: empty, or too long.
    """
    cleaned = {one.name: clean(getattr(details, one.name)) for one in kept_fields(Details)}
    kept = Details(**cleaned, attachments=tuple(details.attachments))
    faults = details_faults(kept) | too_many_attachments(kept.attachments)
    if faults:
        raise InvalidInput(texts.CHECK_INPUT, fields=faults)
    return kept
