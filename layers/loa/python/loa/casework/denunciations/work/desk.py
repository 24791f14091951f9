"""What investigators do with denunciations.

A row that records who looks is written before anything is shown; if that write fails, nothing is shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from loa.casework.cases.rules.model import Entry, Move, after
from loa.casework.denunciations import texts
from loa.casework.denunciations.deadlines import (
    answer_by,
    extended,
    inform_by,
    next_attention,
    outside_by,
    rule_on,
)
from loa.casework.denunciations.model import (
    AccessEntry,
    AccessKind,
    Denunciation,
    DenunciationReminder,
    DenunciationStep,
    Statement,
    StepFacts,
)
from loa.casework.denunciations.rows.store import DenunciationPage
from loa.casework.denunciations.work import access
from loa.casework.denunciations.work.files import Evidence
from loa.casework.denunciations.work.intake import CLOCK, DenunciationFiling
from loa.clock import local_day
from loa.errors import Conflict, InvalidInput, NotAllowed
from loa.foundation.officers.model import Officer
from loa.foundation.units.model import is_path, province_of
from loa.ids import is_id
from loa.platform.aws.dynamodb.tables import Row, Write

_LONGEST: Final = {"text": 4000, "reason": 2000, "legal_ground": 500, "body": 300, "reference": 100}
_REMINDERS_SHOWN: Final = 100
_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class OpenedDenunciation:
    """A full denunciation, for an investigator whose access has been logged."""

    head: Denunciation
    statement: Statement
    history: tuple[Entry, ...]
    files: tuple[Evidence, ...] = ()


def _look(officer: Officer, kind: AccessKind, place: str, now: datetime, request_id: str) -> AccessEntry:
    return AccessEntry(place, now, kind, officer.id, officer.name, officer.unit_path, request_id)


def _expected(head: Denunciation, version: int) -> Denunciation:
    if head.version != version:
        raise Conflict(texts.CHANGED_MEANWHILE)
    return head


def _check(wanted: DenunciationStep, facts: StepFacts) -> None:
    """Check that everything a step requires was given."""
    match wanted:
        case DenunciationStep.REFUSE:
            need = {"reason": texts.REASON_MISSING, "legal_ground": texts.GROUND_MISSING}
        case DenunciationStep.HAND_OUTSIDE:
            need = {"body": texts.BODY_MISSING, "reference": texts.REFERENCE_MISSING}
        case DenunciationStep.ANSWER:
            need = {"text": texts.REPLY_MISSING}
        case _:
            need = {}
    _need({name: getattr(facts, name) for name in _LONGEST}, need)


def _need(said: dict[str, str], needed: dict[str, str]) -> None:
    """Check that everything required was given, and nothing is too long.

    Raises:
        InvalidInput: `fields` says what.
    """
    wrong = {name: message for name, message in needed.items() if not said[name].strip()}
    for name, words in said.items():
        if len(words) > _LONGEST[name]:
            wrong[name] = texts.too_long(_LONGEST[name], len(words))
    if wrong:
        raise InvalidInput(fields=wrong)


def _told(head: Denunciation, wanted: DenunciationStep, facts: StepFacts) -> Denunciation:
    """Return the head with the part of a step that the denouncer reads."""
    match wanted:
        case DenunciationStep.REFUSE:
            return replace(head, reason=facts.reason, legal_ground=facts.legal_ground)
        case DenunciationStep.HAND_OUTSIDE:
            return replace(head, outside_body=facts.body, outside_reference=facts.reference)
        case DenunciationStep.ANSWER:
            return replace(head, reply=facts.text)
        case _:
            return head


@dataclass(frozen=True)
class InvestigatorDesk(DenunciationFiling):
    """What investigators do: list, read, decide, extend, transfer. Each look is written down first."""

    def listed(
        self, officer: Officer, *, limit: int, start: Row | None, request_id: str = ""
    ) -> DenunciationPage:
        """List the denunciations of the officer's own unit, newest first: codes, states, dates.

        Raises:
            NotAllowed: the officer is not an investigator.
        """
        now = self.now()
        access.require_investigator(officer)
        self.store.write_look(_look(officer, AccessKind.LIST, officer.unit_path, now, request_id))
        return self.store.listed(officer.unit_path, limit=limit, start=start)

    def next_due(self, officer: Officer) -> datetime | None:
        """Return when something at the officer's unit is due first; none is named, so this is no look.

        Raises:
            NotAllowed: the officer is not an investigator.
        """
        access.require_investigator(officer)
        dues: list[datetime] = []
        start = None
        while True:  # what is due first came long ago: the newest page alone would miss it
            page = self.store.listed(officer.unit_path, limit=_PAGE, start=start)
            dues += [head.due for head in page.heads if head.due]
            start = page.next_start
            if start is None:
                return min(dues, default=None)

    def reminders(self, officer: Officer, *, request_id: str = "") -> list[DenunciationReminder]:
        """List the latest reminders of the officer's unit, newest first.

        Raises:
            NotAllowed: the officer is not an investigator.
        """
        now = self.now()
        access.require_investigator(officer)
        self.store.write_look(_look(officer, AccessKind.LIST, officer.unit_path, now, request_id))
        return self.store.reminders(officer.unit_path, limit=_REMINDERS_SHOWN)

    def opened(self, officer: Officer, case_id: str, *, request_id: str = "") -> OpenedDenunciation:
        """Return a full denunciation; links to its files work for five minutes.

        Raises:
            NotAllowed: the officer is not an investigator.
            NotFound: it does not exist, or another unit has it.
        """
        now = self.now()
        store = self.store
        head = self._found(officer, case_id)
        store.write_look(_look(officer, AccessKind.CASE, case_id, now, request_id))
        files = tuple(self.files.shown(case_id))
        return OpenedDenunciation(head, store.statement(case_id), tuple(store.history(case_id)), files)

    def looks(
        self, officer: Officer, case_id: str, *, limit: int, start: Row | None, request_id: str = ""
    ) -> tuple[list[AccessEntry], Row | None]:
        """List who has looked at a denunciation, newest first, including this access.

        Raises:
            NotAllowed: the officer is not an investigator.
            NotFound: it does not exist, or another unit has it.
        """
        now = self.now()
        self._found(officer, case_id)
        self.store.write_look(_look(officer, AccessKind.LOOKS, case_id, now, request_id))
        return self.store.looks(case_id, limit=limit, start=start)

    def step(
        self,
        officer: Officer,
        case_id: str,
        wanted: DenunciationStep,
        facts: StepFacts,
        *,
        expected_version: int,
    ) -> Denunciation:
        """Move a denunciation one step on.

        Raises:
            NotAllowed: the officer is not an investigator.
            NotFound: it does not exist, or another unit has it.
            InvalidInput: something the step requires is missing; `fields` says what.
            Conflict: not possible from the current state, or a concurrent change won.
        """
        now = self.now()
        head = _expected(self._found(officer, case_id), expected_version)
        _check(wanted, facts)
        state = after(head.state, wanted.move)
        moved = _told(replace(head, state=state, changed_at=now, reminded=0), wanted, facts)
        if wanted is DenunciationStep.ACCEPT or (
            state.is_open and not state.is_paused and moved.accepted_at is None
        ):
            moved = replace(
                moved,
                accepted_at=now,
                answer_by=answer_by(now, self.rules, self.calendar),
                inform_by=inform_by(now, self.rules, self.calendar),
            )
        elif wanted is DenunciationStep.HAND_OUTSIDE:
            until = outside_by(now, self.rules, self.calendar)
            moved = replace(moved, outside_at=now, outside_by=until)
        elif wanted is DenunciationStep.TAKE_BACK and head.answer_by:
            # The clock was paused while the other body had it.
            away = (now - (head.outside_at or head.changed_at)).days
            moved = replace(moved, answer_by=extended(head.answer_by, away, self.calendar))
        elif moved.due == head.due:
            moved = replace(moved, reminded=head.reminded)
        ground = {"legal_ground": facts.legal_ground, "body": facts.body, "reference": facts.reference}
        return self._written(moved, wanted.value, officer.id, facts.reason or facts.text, ground, now=now)

    def extend(
        self,
        officer: Officer,
        case_id: str,
        reason: str,
        *,
        expected_version: int,
        particularly_complex: bool = False,
    ) -> Denunciation:
        """Extend the time to settle: once if complex, twice if particularly complex (article 30).

        Raises:
            NotAllowed, NotFound, Conflict, InvalidInput: as for `step`.
        """
        now = self.now()
        head = _expected(self._found(officer, case_id), expected_version)
        _need({"reason": reason}, {"reason": texts.REASON_MISSING})
        if head.accepted_at is None or head.answer_by is None or head.due is None:
            raise Conflict(texts.NOT_EXTENDABLE)
        rule = rule_on(self.rules, local_day(head.accepted_at))
        if head.extended >= (rule.extensions if particularly_complex else rule.complex_extensions):
            raise Conflict(texts.NOT_EXTENDABLE)
        later = extended(head.answer_by, rule.extension_days, self.calendar)
        moved = replace(
            head,
            answer_by=later,
            extended=head.extended + 1,
            particularly_complex=head.particularly_complex or particularly_complex,
            changed_at=now,
            reminded=0,
        )
        facts = {"particularly_complex": "yes" if particularly_complex else ""}
        return self._written(moved, "extended", officer.id, reason, facts, now=now)

    def transfer(
        self,
        officer: Officer,
        case_id: str,
        to_path: str,
        reason: str,
        *,
        expected_version: int,
        exists: bool,
    ) -> Denunciation:
        """Transfer a denunciation to another unit's investigators; from then on only they see it.

        A transfer to a unit above takes effect at once. Any other waits for the approval of a second
        investigator of this unit: further down, it may reach the people it is about.

        Args:
            officer: an investigator of the unit that has it.
            case_id: id of the denunciation.
            to_path: the other unit.
            reason: kept in the history.
            expected_version: the version the officer saw.
            exists: whether that unit exists today; looked up by the handler.

        Raises:
            NotAllowed, NotFound, Conflict, InvalidInput: as for `step`.
        """
        now = self.now()
        head = _expected(self._found(officer, case_id), expected_version)
        _need({"reason": reason}, {"reason": texts.REASON_MISSING})
        if not (exists and is_path(to_path) and province_of(to_path) == head.province):
            raise InvalidInput(fields={"unit": texts.UNKNOWN_UNIT})
        if to_path == head.unit_path:
            raise InvalidInput(fields={"unit": texts.SAME_UNIT})
        if not head.needs_second_person(to_path):
            return self._handed_on(head, to_path, reason, by=officer.id, now=now)
        proposed = replace(head, proposed_to=to_path, proposed_by=officer.id, changed_at=now)
        facts = {"from": head.unit_path, "to": to_path}
        return self._written(proposed, "transfer_proposed", officer.id, reason, facts, now=now)

    def approve_transfer(
        self, officer: Officer, case_id: str, *, expected_version: int, exists: Callable[[str], bool]
    ) -> Denunciation:
        """Approve a proposed transfer, as a second person.

        Args:
            officer: another investigator of the unit that has it.
            case_id: id of the denunciation.
            expected_version: the version they saw, with the proposal.
            exists: whether a unit exists today.

        Raises:
            NotAllowed: the officer proposed it themselves; otherwise as for `step`.
            NotFound, Conflict, InvalidInput: as for `step`.
        """
        now = self.now()
        head = _expected(self._found(officer, case_id), expected_version)
        if not head.proposed_to:
            raise Conflict(texts.NOTHING_PROPOSED)
        if head.proposed_by == officer.id:
            raise NotAllowed(texts.SECOND_PERSON)
        if not exists(head.proposed_to):
            raise Conflict(texts.UNKNOWN_UNIT)
        return self._handed_on(head, head.proposed_to, "", by=officer.id, now=now)

    def _found(self, officer: Officer, case_id: str) -> Denunciation:
        """Return the head of a denunciation, if the officer may see it (`access.readable`)."""
        access.require_investigator(officer)
        return access.readable(officer, self.store.head(case_id) if is_id(case_id) else None)

    def _handed_on(
        self,
        head: Denunciation,
        to_path: str,
        reason: str,
        *,
        by: str,
        now: datetime,
        more: Sequence[Write] = (),
    ) -> Denunciation:
        """Transfer a denunciation: an accepted one stays accepted, and its time runs on."""
        state = after(head.state, Move.TRANSFER)
        kept = head.state if head.accepted_at else state
        moved = replace(head, state=kept, unit_path=to_path, changed_at=now, proposed_to="", proposed_by="")
        facts = {"from": head.unit_path, "to": to_path, "proposed_by": head.proposed_by}
        return self._written(moved, "transferred", by, reason, facts, now=now, more=more)

    def reorganised(self, head: Denunciation, to_path: str) -> Denunciation:
        """Give a denunciation, open or closed, to the unit that takes over from an ended one.

        State and deadlines stay; a transfer that was proposed by the ended unit is over.

        Raises:
            Conflict: a concurrent change won.
        """
        moved = replace(head, unit_path=to_path, proposed_to="", proposed_by="")
        facts = {"from": head.unit_path, "to": to_path}
        return self._written(moved, "reorganised", CLOCK, texts.REORGANISED, facts, now=self.now())

    def _written(
        self,
        head: Denunciation,
        what: str,
        by: str,
        text: str,
        facts: dict[str, str],
        *,
        now: datetime,
        more: Sequence[Write] = (),
    ) -> Denunciation:
        following = replace(head, version=head.version + 1, attention_at=next_attention(head))
        kept = {name: value for name, value in facts.items() if value}
        entry = Entry(
            head.id, following.version, now, what, by, following.state, following.unit_path, text, kept
        )
        self.store.change(following, entry, more)
        return following
