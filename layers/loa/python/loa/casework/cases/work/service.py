"""The use cases of cases: open, read, list, move, assign, note, supplement, rate, merge.

A method that changes a case takes it as it was read (`load`), so that checking permission and making the
change take one Query; an id will do if nothing was read before. How a change is written: `work.changes`.

Denunciations are never handled here: see the package `denunciations`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from loa.casework.cases.rows.models import CasePage, CaseReminder, Member, StoredCase
from loa.casework.cases.rows.store import CaseFilter
from loa.casework.cases.rules import codes, texts
from loa.casework.cases.rules.checks import MoveFacts, check_move, checked_text, too_many_attachments
from loa.casework.cases.rules.fields import MAXIMUM_SAID, MAXIMUM_TEXT
from loa.casework.cases.rules.model import Case, CaseState, Move
from loa.casework.cases.rules.transitions import RESIDENT, reopen_until
from loa.casework.cases.work.changes import CaseChange, noted
from loa.casework.cases.work.merging import CaseMerging
from loa.casework.cases.work.notifications import day_text
from loa.casework.cases.work.opening import CaseOpening
from loa.errors import Conflict, InvalidInput
from loa.foundation.statistics.model import Metric
from loa.foundation.units.model import is_path
from loa.platform.aws.dynamodb.tables import Row
from loa.text.cleaning import clean

SATISFIED_FROM: Final = 3
MAXIMUM_STARS: Final = 5
CASES_OF_ONE: Final = 20


class CaseService(CaseOpening, CaseMerging):
    """The use cases of cases."""

    # Reading

    def read(self, case_id: str) -> Case:
        """Return a case.

        Raises:
            NotFound: it does not exist.
        """
        return self.load(case_id).case

    def members(self, case_id: str) -> list[Member]:
        """Return the cases that are part of this one, with their codes."""
        return self.store.reporters(case_id)

    def by_code(self, code: str) -> Case | None:
        """Return the case with the code in a text, ignoring letter case, spaces and hyphens."""
        found = codes.parse(code)
        case_id = self.store.id_of_code(found) if found else None
        stored = self.store.read(case_id) if case_id else None
        return stored.case if stored else None

    def cases_of(self, oa_id: str, user_id: str) -> list[Case]:
        """Return the cases of a conversation, newest first; at most 20."""
        return self.store.read_many(self.store.ids_of(oa_id, user_id, CASES_OF_ONE))

    def as_told(self, case: Case) -> Case:
        """Return a case as its reporter sees it: a merged case shows the state of its main case."""
        if case.state is not CaseState.MERGED or not case.joined_to:
            return case
        main = self.read(case.joined_to)
        return replace(main, id=case.id, code=case.code, kind=case.kind, received_at=case.received_at)

    def worklist(
        self,
        path: str,
        *,
        province: str,
        limit: int,
        start: Row | None = None,
        owner: str = "",
        fits: CaseFilter | None = None,
    ) -> CasePage:
        """Return open cases of a unit and those below, by unit, then priority, then deadline.

        Args:
            path: the unit.
            province: its province.
            limit: the page size.
            start: where the previous page stopped.
            owner: only those of this officer.
            fits: a filter; if few match, a page may be short although more follow.
        """
        if owner:
            return self.store.owned(owner, path, limit=limit, start=start, fits=fits)
        return self.store.worklist(province, path, limit=limit, start=start, fits=fits)

    def listing(
        self,
        path: str,
        *,
        province: str,
        limit: int,
        start: Row | None = None,
        fits: CaseFilter | None = None,
    ) -> CasePage:
        """Return all cases of a unit and those below, newest first within each unit.

        Arguments as for `worklist`.
        """
        return self.store.listing(province, path, limit=limit, start=start, fits=fits)

    def reminders(
        self, path: str, *, limit: int, start: Row | None = None
    ) -> tuple[list[CaseReminder], Row | None]:
        """Return the reminders of a unit, newest first, and where the next page starts; one Query."""
        return self.store.reminders(path, limit=limit, start=start)

    # Changing

    def transition(
        self,
        case: StoredCase | str,
        step: Move,
        facts: MoveFacts,
        *,
        by: str,
        expected_version: int | None,
        idempotency_key: str = "",
    ) -> Case:
        """Move a case, and notify its reporters.

        Args:
            case: the case as it was read, or its id.
            step: the move.
            facts: REFUSE needs `reason` and `legal_ground`, TRANSFER `to_path`, HAND_OUTSIDE `body` and
                `next_step`, RETURN `asked_for`, ANSWER `text`, MERGE `into`.
            by: id of the officer, `resident`, or `clock`.
            expected_version: the version that the officer saw; None: any version (five tries).
            idempotency_key: an event's id, a request's key: done once; empty: repeats are not detected.

        Raises:
            InvalidInput: a fact is missing or too long; `fields` says which.
            NotFound: no such case.
            Conflict: not possible from its state, not by this person, or a concurrent change won.
        """
        facts = _normal(facts)
        check_move(step, facts)
        match step:
            case Move.MERGE:
                return self.merge(case, facts.into, by=by, expected_version=expected_version)
            case Move.UNMERGE:
                return self.unmerge(case, by=by, expected_version=expected_version)
            case Move.TRANSFER if not is_path(facts.to_path) or self.unit_name(facts.to_path) is None:
                raise InvalidInput(texts.CHECK_INPUT, fields={"to_path": texts.UNKNOWN_PATH})
            case _:
                pass

        def decide(stored: StoredCase, now: datetime) -> CaseChange:
            if step is Move.TRANSFER and facts.to_path == stored.case.unit_path:
                raise InvalidInput(texts.CHECK_INPUT, fields={"to_path": texts.SAME_UNIT})
            if step is Move.WITHDRAW and stored.case.members:
                raise Conflict(texts.UNMERGE_FIRST)  # a resident can withdraw only what is theirs alone
            return self.moving(stored, step, facts, by=by, now=now)

        return self.change(
            case, decide, expected_version=expected_version, idempotency_key=idempotency_key
        ).case

    def assign(
        self,
        case: StoredCase | str,
        *,
        owner: str,
        owner_name: str = "",
        by: str,
        expected_version: int | None = None,
        idempotency_key: str = "",
    ) -> Case:
        """Give an open case to an officer of its unit; an empty owner gives it back to the unit.

        Raises:
            Conflict: it is not open, or a concurrent change won.
        """

        def decide(stored: StoredCase, now: datetime) -> CaseChange | None:
            if not stored.case.state.is_open:
                raise Conflict(texts.NOT_OPEN)
            if stored.case.owner == owner:
                return None
            facts = {"owner": owner, "owner_name": owner_name}
            known = {name: value for name, value in facts.items() if value}
            return CaseChange(noted(replace(stored.case, owner=owner), "assigned", by, now, facts=known))

        return self.change(
            case, decide, expected_version=expected_version, idempotency_key=idempotency_key
        ).case

    def note(self, case: StoredCase | str, text: str, *, by: str, idempotency_key: str = "") -> Case:
        """Add an internal note; the resident is not notified.

        Raises:
            InvalidInput: empty, or too long.
        """
        words = checked_text(text, longest=MAXIMUM_TEXT)
        return self.change(
            case,
            lambda stored, now: CaseChange(noted(stored.case, "noted", by, now, text=words)),
            idempotency_key=idempotency_key,
        ).case

    def told_by_phone(self, case: StoredCase | str, *, by: str, idempotency_key: str = "") -> Case:
        """Note that somebody told the reporter what no message could."""

        def told(stored: StoredCase, now: datetime) -> CaseChange:
            known = replace(stored.case, told_until=stored.case.version)
            return CaseChange(noted(known, "noted", by, now, text=texts.TOLD_BY_PHONE))

        return self.change(case, told, idempotency_key=idempotency_key).case

    def supplement(
        self,
        case: StoredCase | str,
        text: str,
        attachments: Sequence[str] = (),
        *,
        by: str,
        idempotency_key: str = "",
    ) -> Case:
        """Add words and pictures to a case; one waiting for them (RETURNED) resumes (SUPPLY).

        Raises:
            InvalidInput: neither words nor pictures, or too many.
            Conflict: it is no longer open.
        """
        words = checked_text(text, needed=not attachments)
        if faults := too_many_attachments(attachments):
            raise InvalidInput(texts.CHECK_INPUT, fields=faults)
        facts = MoveFacts(text=words, attachments=tuple(attachments))

        def decide(stored: StoredCase, now: datetime) -> CaseChange:
            state = stored.case.state
            if state is CaseState.RETURNED:
                return self.moving(stored, Move.SUPPLY, facts, by=by, now=now)
            if not state.is_open and state is not CaseState.MERGED:
                raise Conflict(texts.NOT_OPEN)
            more = {"attachments": "\n".join(attachments)} if attachments else {}
            return CaseChange(noted(stored.case, "supplemented", by, now, text=words, facts=more))

        return self.change(case, decide, idempotency_key=idempotency_key).case

    def rate(
        self,
        case: StoredCase | str,
        *,
        stars: int,
        word: str = "",
        solved: bool = True,
        idempotency_key: str = "",
    ) -> Case:
        """Store the resident's rating of whether the case is really solved: 1 to 5 stars.

        Two or fewer, or not solved, reopens it; a case that is part of another one leaves it.

        Raises:
            InvalidInput: no such number of stars.
            Conflict: there is no answer to rate, or it is too late to reopen.
        """
        if not 1 <= stars <= MAXIMUM_STARS:
            raise InvalidInput(texts.STARS, fields={"stars": texts.STARS})
        words = checked_text(word[:MAXIMUM_SAID], needed=False)
        content = solved and stars >= SATISFIED_FROM

        def decide(stored: StoredCase, now: datetime) -> CaseChange | None:
            case = stored.case
            if case.satisfaction and content:
                return None  # rated before
            step = _step_of_rating(case, content=content)
            main = self.main_of(case) if case.state is CaseState.MERGED else None
            answered = main.case if main else case
            if not answered.answer:
                raise Conflict(texts.NOT_RATED_NOW)
            facts = {"stars": str(stars), "solved": "yes" if content else "no"}
            if step is None:
                made = noted(case, "rated", RESIDENT, now, text=words, facts=facts)
                until = day_text(reopen_until(case))
                wanted = CaseChange(made, texts.confirmed(case.kind.value, case.code, until), alone=True)
            else:
                wanted = self.moving(stored, step, MoveFacts(text=words), by=RESIDENT, now=now, more=facts)
                if main and step is Move.UNMERGE:
                    left = self.leaving(main, case, RESIDENT, now)
                    wanted = replace(wanted, alone=True, more=(*wanted.more, *left))
            return _rated(wanted, stars=stars, word=words, content=content, now=now)

        return self.change(case, decide, idempotency_key=idempotency_key).case


def _normal(facts: MoveFacts) -> MoveFacts:
    """Return the facts with all words cleaned."""
    return replace(
        facts,
        text=clean(facts.text),
        reason=clean(facts.reason),
        legal_ground=clean(facts.legal_ground),
        body=clean(facts.body),
        reference=clean(facts.reference),
        next_step=clean(facts.next_step),
        asked_for=clean(facts.asked_for),
    )


def _step_of_rating(case: Case, *, content: bool) -> Move | None:
    """Return the move that a rating causes; None: it is only stored."""
    if case.state is CaseState.MERGED:
        return None if content else Move.UNMERGE
    if not content:
        return Move.REOPEN
    return Move.CONFIRM if case.state is CaseState.ANSWERED else None


def _rated(wanted: CaseChange, *, stars: int, word: str, content: bool, now: datetime) -> CaseChange:
    """Return the change with the rating added to the case, the history and the sums."""
    after = wanted.moved.case
    numbers: dict[Metric, int] = {Metric.CASES_RATED: 1, Metric.CASES_STARS: stars}
    if not content:
        numbers[Metric.CASES_UNSATISFIED] = 1
    said = (*wanted.moved.said, "satisfaction_word") if word else wanted.moved.said
    return replace(
        wanted,
        moved=replace(
            wanted.moved,
            case=replace(
                after,
                satisfaction=stars,
                satisfaction_word=word,
                priority=after.priority if content else max(1, after.priority),
            ),
            said=said,
            counted=(*wanted.moved.counted, (after.unit_path, now, numbers)),
        ),
    )
