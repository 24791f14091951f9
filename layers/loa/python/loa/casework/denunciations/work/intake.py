"""Denunciations come in from the chat and the page; who filed one asks how far it is."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Self

from loa import clock
from loa.casework.cases.rules.model import CaseState, Entry
from loa.casework.denunciations import texts
from loa.casework.denunciations.deadlines import DenunciationRule, accept_by, next_attention, pass_on_by
from loa.casework.denunciations.model import (
    SEALED_FOR,
    Denunciation,
    Receipt,
    Sealed,
    SealedKind,
    Statement,
    code_from,
    equal_digests,
    faults,
    fingerprint,
    folded,
    is_form_key,
    receiving,
    secret_digest,
    secret_word,
    sent_digest,
)
from loa.casework.denunciations.rows.rows import sealed_from
from loa.casework.denunciations.rows.store import DenunciationStore
from loa.casework.denunciations.work import flood
from loa.casework.denunciations.work.files import EvidenceFiles
from loa.clock import day_start, from_text, local_day
from loa.errors import Busy, InvalidInput, NotFound
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.working_time.model import WorkingCalendar
from loa.ids import new_id
from loa.platform.aws.dynamodb.tables import ConditionFailed, Row, Write
from loa.platform.aws.dynamodb.transactions import commit

_FORM_KEY_BYTES: Final = 32
_NAME_BYTES: Final = 12
_CODE_BITS: Final = 40
_CODE_LENGTH: Final = 32
_ATTEMPTS: Final = 4
_AT_ONCE: Final = 40
"""How many rows of a bundle, with their files, join a denunciation in one transaction."""

_LONGEST: Final = 80_000
"""How many letters from the chat one denunciation holds; any more start another."""

RESIDENT: Final = "resident"
CLOCK: Final = "clock"


@dataclass(frozen=True, slots=True)
class DenunciationIntake:
    """Where words from the chat are sealed: all the inbox needs.

    Attributes:
        store: the Confidential table.
        public_url: public URL of the API, without a trailing slash.
    """

    store: DenunciationStore
    public_url: str

    @property
    def page(self) -> str:
        """Return the URL of the page for denunciations: always the same, for everybody."""
        return f"{self.public_url}/confidential"


@dataclass(frozen=True, slots=True)
class Progress:
    """What a denouncer learns when asking about progress."""

    code: str
    state: CaseState
    received_at: date
    changed_at: datetime
    answer_by: datetime | None
    reply: str = ""
    reason: str = ""
    legal_ground: str = ""
    outside_body: str = ""


def sealed(
    words: str,
    kind: SealedKind,
    *,
    bundle: str,
    province: str,
    about_path: str,
    since: datetime,
    at: datetime,
    desk: DenunciationIntake,
    files: Sequence[Mapping[str, str]] = (),
) -> Write:
    """Return the write that seals words from the chat, for the transaction that stores their message.

    Args:
        words: what was written; may be empty.
        kind: what it means for its bundle.
        bundle: random value shared by what one person writes in one go.
        province: code of the province.
        about_path: the unit whose account received the message.
        since: when the bundle began; only the time elapsed since then is kept.
        at: when this was written; only the day is kept, and a full hour by which the bundle is complete.
        desk: the table.
        files: the files sent with the words.
    """
    # A full hour: an exact time would reveal when it was written. If nothing more comes, a past one.
    wait = SEALED_FOR + timedelta(minutes=59, seconds=59) if kind is SealedKind.SAID else timedelta()
    due = (at + wait).replace(minute=0, second=0, microsecond=0)
    return desk.store.sealing(
        Sealed(
            bundle=bundle,
            name=secrets.token_hex(_NAME_BYTES),
            kind=kind,
            province=province,
            about_path=about_path,
            day=local_day(at),
            order=int((at - since).total_seconds() * 1000),
            words=words,
            due=due,
            files=tuple(files),
        )
    )


def new_form_key() -> str:
    """Return a random form key that identifies a form sent twice. It reveals nothing about anybody."""
    return secrets.token_urlsafe(_FORM_KEY_BYTES)


def _is_complete(parts: Sequence[Sealed], now: datetime) -> bool:
    """Tell whether the bundle is complete: its end was signalled, or an hour has passed since the last."""
    said_so = any(part.kind is not SealedKind.SAID for part in parts)
    return said_so or all(part.due <= now for part in parts)


def _new_head(province: str, about_path: str, *, day: date, completed: bool, anonymous: bool) -> Denunciation:
    """Return a new denunciation; its id, too, reveals the day and nothing finer."""
    path, began = receiving(about_path, province), day_start(day)
    return Denunciation(
        id=new_id(began),
        code=code_from(secrets.randbits(_CODE_BITS)),
        province=province,
        unit_path=path,
        received_path=path,
        about_path=about_path,
        state=CaseState.RECEIVED,
        completed=completed,
        anonymous=anonymous,
        received_at=day,
        changed_at=began,
        accept_by=began,
    )


@dataclass(frozen=True)
class DenunciationFiling:
    """How denunciations come in, from the chat and the page, and how far they are; the base of the service.

    Attributes:
        store: the Confidential table.
        files: the files sent in the chat.
        statistics: counters of units.
        calendar: office hours.
        rules: deadlines.
        now: the clock.
    """

    store: DenunciationStore
    files: EvidenceFiles
    statistics: StatisticsStore
    calendar: WorkingCalendar
    rules: tuple[DenunciationRule, ...]
    now: Callable[[], datetime] = lambda: clock.now()  # noqa: PLW0108 - looked up at each call

    def at(self, instant: datetime) -> Self:
        """Return the same service at an instant: a sweep uses one throughout."""
        return replace(self, now=lambda: instant)

    def submit(self, form_key: str, statement: Statement, *, province: str, answer: str = "") -> Receipt:
        """Accept a denunciation from the page. The same form sent again gets the same receipt.

        It goes to the investigators of the province: the page does not know who writes, or from where.

        Args:
            form_key: from `new_form_key`; if it is not one, the statement counts as sent once more.
            statement: cleaned (`model.cleaned`).
            province: its code.
            answer: to the form's question, if one was asked.

        Raises:
            InvalidInput: something is missing or too long; `fields` says what. `answer`: the load is high.
            PageFull: nothing more is accepted this hour.
            Busy: another request is processing it.
        """
        now = self.now()
        if wrong := faults(statement):
            raise InvalidInput(fields=wrong)
        key = form_key if is_form_key(form_key) else new_form_key()
        mark = fingerprint(statement)
        digest, word = sent_digest(key, mark), secret_word(key, mark)
        for _ in range(_ATTEMPTS):
            if given := self.store.receipt(digest):
                return Receipt(given[0], word, given[1])
            head = _new_head(
                province, "", day=local_day(now), completed=True, anonymous=statement.is_anonymous
            )
            receipt = Receipt(head.code, word, head.received_at)
            page = flood.Flood(
                self.store.table, open_an_hour=flood.OPEN_AN_HOUR, most_an_hour=flood.MOST_AN_HOUR
            )
            admitted = page.admitting(key, answer, now)
            first = [self.store.handing_out(digest, receipt), admitted]
            if self._opened(head, statement, first, word, by=RESIDENT):
                return receipt
        raise Busy

    def progress(self, code: str, word: str) -> Progress:
        """Return the progress of a denunciation, given its code and secret word.

        Raises:
            NotFound: no such code, a wrong word, or too many wrong ones this hour: all look the same.
        """
        now = self.now()
        wanted = folded(code)[:_CODE_LENGTH]
        if not self.store.may_try(wanted, now):
            raise NotFound(texts.WRONG_WORD)
        found = self.store.by_code(wanted)
        case_id, kept = found or ("", secret_digest("", ""))
        matches = equal_digests(kept, secret_digest(code, word))
        head = self.store.head(case_id) if found and matches else None
        if head is None:
            raise NotFound(texts.WRONG_WORD)
        self.store.was_right(wanted, now)
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

    def take_over(self, partition: str) -> bool:
        """Turn words from the chat into a denunciation once the bundle is complete.

        It goes to the unit above the one whose account received the words, since it may be about that one.
        Late messages are added to the same denunciation.

        Returns:
            Whether words became a denunciation, or part of one.
        """
        now = self.now()
        for _ in range(_ATTEMPTS):
            rows = self.store.waiting(partition)
            parts = [sealed_from(row) for row in rows]
            if not parts or not _is_complete(parts, now):
                return False
            if self.store.is_cancelled(partition):
                if self._dropped(rows, now=now):
                    return False
                continue
            if self._joined(partition, rows, parts, now=now):
                return any(part.words for part in parts)
        return False  # very many, or repeated conflicts: the next sweep continues with the rest

    def take_over_link(self, row: Row) -> bool:
        """Take over the words of an unused link from an earlier release."""
        now = self.now()
        written = local_day(from_text(row["created_at"]))
        head = _new_head(row["province"], row["unit_path"], day=written, completed=False, anonymous=True)
        emptied = [self.store.emptying_link(row, head.id, now)]
        said = Statement(first_words=row["words"])
        return self._opened(head, said, emptied, secrets.token_hex(16), by=CLOCK)

    def _joined(self, partition: str, rows: Sequence[Row], parts: Sequence[Sealed], *, now: datetime) -> bool:
        """Write a bundle's words into a denunciation; False: look again, or more is left."""
        store = self.store
        ordered = sorted(zip(parts, rows, strict=True), key=lambda pair: (pair[0].order, pair[0].name))[
            :_AT_ONCE
        ]
        words = "\n".join(part.words for part, _ in ordered if part.words)
        emptied = [store.emptying(row, now) for _, row in ordered]
        known = store.became(partition)
        before = store.statement(known) if known else None
        longer = f"{before.first_words}\n{words}" if before else words
        parts = [part for part, _ in ordered]
        try:
            if not words:
                commit(emptied)
            elif before and known and len(longer) <= _LONGEST:
                files = self._filed(known, parts, self.files.count(known), now=now)
                commit([store.supplementing(known, before, longer), *emptied, *files])
            else:
                part = ordered[0][0]
                head = _new_head(
                    part.province, part.about_path, day=part.day, completed=False, anonymous=True
                )
                became = [] if known else [store.becoming(partition, head.id, now)]
                # Nobody got a receipt: a random value takes the place of the word.
                word = secrets.token_hex(16)
                said = Statement(first_words=words)
                files = self._filed(head.id, parts, 0, now=now)
                if not self._opened(head, said, [*emptied, *became, *files], word, by=CLOCK):
                    return False
        except ConditionFailed:
            return False
        return len(rows) <= _AT_ONCE

    def _dropped(self, rows: Sequence[Row], *, now: datetime) -> bool:
        try:
            commit([self.store.emptying(row, now) for row in rows[:_AT_ONCE]])
        except ConditionFailed:
            return False
        return len(rows) <= _AT_ONCE

    def _filed(self, case_id: str, parts: Sequence[Sealed], number: int, *, now: datetime) -> list[Write]:
        """Return the writes that queue a bundle's files for copying, numbered after the existing ones."""
        with_files = [part for part in parts if part.files]
        return [
            self.files.adding(case_id, place, part.files, part.province, now)
            for place, part in enumerate(with_files, number)
        ]

    def _opened(
        self, head: Denunciation, statement: Statement, beside: Sequence[Write], word: str, *, by: str
    ) -> bool:
        """Write a new denunciation; False: a concurrent change won, or the code is taken: look again."""
        head = replace(
            head,
            accept_by=accept_by(head.received_at, self.rules, self.calendar),
            pass_on_by=pass_on_by(head.received_at, self.rules, self.calendar),
        )
        head = replace(head, attention_at=next_attention(head))
        began = day_start(head.received_at)
        entry = Entry(head.id, head.version, began, "opened", by, head.state, head.unit_path)
        # For the whole province, on the first of the month: a unit or a day would identify the person to
        # anybody who saw who was writing there at the time.
        month = day_start(head.received_at.replace(day=1))
        actions = [
            *beside,
            *self.store.opening(head, statement, entry, secret_digest(head.code, word)),
            *self.statistics.increments(head.province, month, {Metric.CASES_DENUNCIATION: 1}),
        ]
        try:
            commit(actions)
        except ConditionFailed:
            return False
        return True
