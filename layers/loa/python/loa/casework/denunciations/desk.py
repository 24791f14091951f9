"""Use cases of denunciations: the investigators' side and the hourly sweep.

Access: an officer with READ_CONFIDENTIAL whose unit is exactly the one that has the denunciation; nobody
from a unit above, nobody who also manages rights or answers residents. A row that records who looks is
written before anything is shown; if that write fails, nothing is shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from loa.casework.cases.rules.model import Entry, Move, after
from loa.casework.denunciations import texts
from loa.casework.denunciations.deadlines import (
    ALL_OF_IT,
    answer_by,
    extended,
    inform_by,
    level_now,
    next_attention,
    outside_by,
    rule_on,
    sooner,
)
from loa.casework.denunciations.files import Evidence
from loa.casework.denunciations.model import (
    AccessEntry,
    AccessKind,
    Denunciation,
    DenunciationReminder,
    DenunciationStep,
    Statement,
    StepFacts,
)
from loa.casework.denunciations.service import CLOCK, DenunciationDependencies, take_over, take_over_link
from loa.casework.denunciations.store import DenunciationPage, DenunciationStore, case_id_of
from loa.clock import local_day
from loa.errors import Conflict, InvalidInput, LoaError, NotAllowed, NotFound
from loa.foundation.officers import texts as officer_texts
from loa.foundation.officers.model import Officer, Permission, Role, allowed
from loa.foundation.units.model import is_path, parent, province_of
from loa.ids import is_id
from loa.platform.aws.dynamodb.tables import Row, Write

_LONGEST: Final = {"text": 4000, "reason": 2000, "legal_ground": 500, "body": 300, "reference": 100}
_REMINDERS_SHOWN: Final = 100
_NOT_BESIDE: Final = frozenset({Role.ADMINISTRATOR, Role.EDITOR, Role.APPROVER})
"""Roles that exclude reading denunciations: managing rights, and answering residents at the unit."""


@dataclass(frozen=True, slots=True)
class OpenedDenunciation:
    """A full denunciation, for an investigator whose access has been logged."""

    head: Denunciation
    statement: Statement
    history: tuple[Entry, ...]
    files: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class DenunciationSweepResult:
    """The result of a sweep.

    Attributes:
        reminded: reminders written.
        climbed: denunciations escalated to the unit above because nobody decided in time.
        taken_over: bundles of chat messages that became denunciations.
        overdue: missed deadlines among those checked.
        failed: denunciations that could not be checked; the next sweep retries them.
    """

    reminded: int = 0
    climbed: int = 0
    taken_over: int = 0
    overdue: int = 0
    failed: int = 0


def require_investigator(officer: Officer) -> None:
    """Check that the officer is an investigator, before anything is read.

    Raises:
        NotAllowed: they are not an investigator, or have a role that excludes it.
    """
    investigator = allowed(officer, Permission.READ_CONFIDENTIAL, officer.unit_path)
    if not investigator:
        raise NotAllowed(officer_texts.not_allowed([Role.INVESTIGATOR]))
    if not _NOT_BESIDE.isdisjoint(officer.roles):
        raise NotAllowed(officer_texts.EXCLUSIVE)


def found_for(officer: Officer, case_id: str, *, store: DenunciationStore) -> Denunciation:
    """Return the head of a denunciation held by the officer's own unit.

    Raises:
        NotAllowed: the officer is not an investigator.
        NotFound: it does not exist, or another unit has it; the two look the same.
    """
    require_investigator(officer)
    head = store.head(case_id) if is_id(case_id) else None
    if head is None or head.unit_path != officer.unit_path:
        raise NotFound
    return head


def _look(officer: Officer, kind: AccessKind, place: str, now: datetime, request_id: str) -> AccessEntry:
    return AccessEntry(place, now, kind, officer.id, officer.name, officer.unit_path, request_id)


def listed(
    officer: Officer,
    *,
    limit: int,
    start: Row | None,
    store: DenunciationStore,
    now: datetime,
    request_id: str = "",
) -> DenunciationPage:
    """List the denunciations of the officer's own unit, newest first: codes, states, dates.

    Raises:
        NotAllowed: the officer is not an investigator.
    """
    require_investigator(officer)
    store.write_look(_look(officer, AccessKind.LIST, officer.unit_path, now, request_id))
    return store.listed(officer.unit_path, limit=limit, start=start)


def reminders(
    officer: Officer, *, store: DenunciationStore, now: datetime, request_id: str = ""
) -> list[DenunciationReminder]:
    """List the latest reminders of the officer's unit, newest first.

    Raises:
        NotAllowed: the officer is not an investigator.
    """
    require_investigator(officer)
    store.write_look(_look(officer, AccessKind.LIST, officer.unit_path, now, request_id))
    return store.reminders(officer.unit_path, limit=_REMINDERS_SHOWN)


def opened(
    officer: Officer,
    case_id: str,
    *,
    registry: DenunciationDependencies,
    now: datetime,
    request_id: str = "",
) -> OpenedDenunciation:
    """Return a full denunciation; links to its files work for five minutes.

    Raises:
        NotAllowed: the officer is not an investigator.
        NotFound: it does not exist, or another unit has it.
    """
    store = registry.store
    head = found_for(officer, case_id, store=store)
    store.write_look(_look(officer, AccessKind.CASE, case_id, now, request_id))
    files = tuple(registry.files.shown(case_id))
    return OpenedDenunciation(head, store.statement(case_id), tuple(store.history(case_id)), files)


def looks(
    officer: Officer,
    case_id: str,
    *,
    limit: int,
    start: Row | None,
    store: DenunciationStore,
    now: datetime,
    request_id: str = "",
) -> tuple[list[AccessEntry], Row | None]:
    """List who has looked at a denunciation, newest first, including this access.

    Raises:
        NotAllowed: the officer is not an investigator.
        NotFound: it does not exist, or another unit has it.
    """
    found_for(officer, case_id, store=store)
    store.write_look(_look(officer, AccessKind.LOOKS, case_id, now, request_id))
    return store.looks(case_id, limit=limit, start=start)


def step(
    officer: Officer,
    case_id: str,
    wanted: DenunciationStep,
    facts: StepFacts,
    *,
    expected_version: int,
    registry: DenunciationDependencies,
    now: datetime,
) -> Denunciation:
    """Move a denunciation one step on.

    Raises:
        NotAllowed: the officer is not an investigator.
        NotFound: it does not exist, or another unit has it.
        InvalidInput: something the step requires is missing; `fields` says what.
        Conflict: not possible from the current state, or a concurrent change won.
    """
    head = _expected(found_for(officer, case_id, store=registry.store), expected_version)
    _check(wanted, facts)
    state = after(head.state, wanted.move)
    moved = _told(replace(head, state=state, changed_at=now, reminded=0), wanted, facts)
    if wanted is DenunciationStep.ACCEPT or (
        state.is_open and not state.is_paused and moved.accepted_at is None
    ):
        moved = replace(
            moved,
            accepted_at=now,
            answer_by=answer_by(now, registry.rules, registry.calendar),
            inform_by=inform_by(now, registry.rules, registry.calendar),
        )
    elif wanted is DenunciationStep.HAND_OUTSIDE:
        until = outside_by(now, registry.rules, registry.calendar)
        moved = replace(moved, outside_at=now, outside_by=until)
    elif wanted is DenunciationStep.TAKE_BACK and head.answer_by:
        # The clock was paused while the other body had it.
        away = (now - (head.outside_at or head.changed_at)).days
        moved = replace(moved, answer_by=extended(head.answer_by, away, registry.calendar))
    elif moved.due == head.due:
        moved = replace(moved, reminded=head.reminded)
    ground = {"legal_ground": facts.legal_ground, "body": facts.body, "reference": facts.reference}
    return _written(
        moved, wanted.value, officer.id, facts.reason or facts.text, ground, registry=registry, now=now
    )


def extend(
    officer: Officer,
    case_id: str,
    reason: str,
    *,
    expected_version: int,
    registry: DenunciationDependencies,
    now: datetime,
    particularly_complex: bool = False,
) -> Denunciation:
    """Extend the time to settle: once if complex, twice if particularly complex (article 30).

    Raises:
        NotAllowed, NotFound, Conflict, InvalidInput: as for `step`.
    """
    head = _expected(found_for(officer, case_id, store=registry.store), expected_version)
    _need({"reason": reason}, {"reason": texts.REASON_MISSING})
    if head.accepted_at is None or head.answer_by is None or head.due is None:
        raise Conflict(texts.NOT_EXTENDABLE)
    rule = rule_on(registry.rules, local_day(head.accepted_at))
    if head.extended >= (rule.extensions if particularly_complex else rule.complex_extensions):
        raise Conflict(texts.NOT_EXTENDABLE)
    later = extended(head.answer_by, rule.extension_days, registry.calendar)
    moved = replace(
        head,
        answer_by=later,
        extended=head.extended + 1,
        particularly_complex=head.particularly_complex or particularly_complex,
        changed_at=now,
        reminded=0,
    )
    facts = {"particularly_complex": "yes" if particularly_complex else ""}
    return _written(moved, "extended", officer.id, reason, facts, registry=registry, now=now)


def transfer(
    officer: Officer,
    case_id: str,
    to_path: str,
    reason: str,
    *,
    expected_version: int,
    exists: bool,
    registry: DenunciationDependencies,
    now: datetime,
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
        registry: the dependencies.
        now: aware UTC.

    Raises:
        NotAllowed, NotFound, Conflict, InvalidInput: as for `step`.
    """
    head = _expected(found_for(officer, case_id, store=registry.store), expected_version)
    _need({"reason": reason}, {"reason": texts.REASON_MISSING})
    if not (exists and is_path(to_path) and province_of(to_path) == head.province):
        raise InvalidInput(fields={"unit": texts.UNKNOWN_UNIT})
    if to_path == head.unit_path:
        raise InvalidInput(fields={"unit": texts.SAME_UNIT})
    if not head.needs_second_person(to_path):
        return _handed_on(head, to_path, reason, by=officer.id, registry=registry, now=now)
    proposed = replace(head, proposed_to=to_path, proposed_by=officer.id, changed_at=now)
    facts = {"from": head.unit_path, "to": to_path}
    return _written(proposed, "transfer_proposed", officer.id, reason, facts, registry=registry, now=now)


def approve_transfer(
    officer: Officer,
    case_id: str,
    *,
    expected_version: int,
    exists: Callable[[str], bool],
    registry: DenunciationDependencies,
    now: datetime,
) -> Denunciation:
    """Approve a proposed transfer, as a second person.

    Args:
        officer: another investigator of the unit that has it.
        case_id: id of the denunciation.
        expected_version: the version they saw, with the proposal.
        exists: whether a unit exists today.
        registry: the dependencies.
        now: aware UTC.

    Raises:
        NotAllowed: the officer proposed it themselves; otherwise as for `step`.
        NotFound, Conflict, InvalidInput: as for `step`.
    """
    head = _expected(found_for(officer, case_id, store=registry.store), expected_version)
    if not head.proposed_to:
        raise Conflict(texts.NOTHING_PROPOSED)
    if head.proposed_by == officer.id:
        raise NotAllowed(texts.SECOND_PERSON)
    if not exists(head.proposed_to):
        raise Conflict(texts.UNKNOWN_UNIT)
    return _handed_on(head, head.proposed_to, "", by=officer.id, registry=registry, now=now)


def sweep_denunciations(
    province: str, *, registry: DenunciationDependencies, now: datetime
) -> DenunciationSweepResult:
    """Run the sweep: remind, escalate undecided denunciations, take over messages from the chat.

    Each denunciation is read again and written under its version, so a sweep that runs twice or stops
    halfway writes nothing twice.
    """
    done = DenunciationSweepResult()
    for partition in dict.fromkeys(registry.store.due(province, now)):
        try:
            done = _looked_after(partition, done, registry=registry, now=now)
        except LoaError:
            done = replace(done, failed=done.failed + 1)
    return done


def _looked_after(
    partition: str, done: DenunciationSweepResult, *, registry: DenunciationDependencies, now: datetime
) -> DenunciationSweepResult:
    if partition.startswith(("chat#", "link#")):
        taken = _taken_over(partition, registry=registry, now=now)
        return replace(done, taken_over=done.taken_over + taken)
    head = registry.store.head(case_id_of(partition))
    level = level_now(head, now) if head else None
    if head is None or head.due is None or level is None:
        return done
    done = replace(done, overdue=done.overdue + (level >= ALL_OF_IT))
    above = parent(head.unit_path)
    if head.undecided and level >= ALL_OF_IT and above:
        told = _reminders(head, [above, head.unit_path], head.due, level, registry=registry, now=now)
        marked = replace(head, reminded=level + 1)
        _handed_on(marked, above, texts.CLIMBED, by=CLOCK, registry=registry, now=now, more=told)
        return replace(done, climbed=done.climbed + 1, reminded=done.reminded + len(told))
    paths = [head.unit_path, *([above] if above and level >= ALL_OF_IT else [])]
    due = head.due if level >= ALL_OF_IT else sooner(head) or head.due
    told = _reminders(head, paths, due, level, registry=registry, now=now)
    moved = replace(head, reminded=level + 1)
    _written(moved, "reminded", CLOCK, "", {"level": str(level)}, registry=registry, now=now, more=told)
    return replace(done, reminded=done.reminded + len(told))


def _taken_over(partition: str, *, registry: DenunciationDependencies, now: datetime) -> bool:
    if partition.startswith("chat#"):
        return take_over(partition, registry=registry, now=now)
    row = registry.store.old_words(partition)
    return take_over_link(row, registry=registry, now=now) if row else False


def _reminders(
    head: Denunciation,
    paths: Sequence[str],
    due: datetime,
    level: int,
    *,
    registry: DenunciationDependencies,
    now: datetime,
) -> list[Write]:
    return [
        registry.store.reminding(DenunciationReminder(path, now, head.code, head.unit_path, due, level))
        for path in paths
    ]


def _handed_on(
    head: Denunciation,
    to_path: str,
    reason: str,
    *,
    by: str,
    registry: DenunciationDependencies,
    now: datetime,
    more: Sequence[Write] = (),
) -> Denunciation:
    """Transfer a denunciation: an accepted one stays accepted, and its time runs on."""
    state = after(head.state, Move.TRANSFER)
    kept = head.state if head.accepted_at else state
    moved = replace(head, state=kept, unit_path=to_path, changed_at=now, proposed_to="", proposed_by="")
    facts = {"from": head.unit_path, "to": to_path, "proposed_by": head.proposed_by}
    return _written(moved, "transferred", by, reason, facts, registry=registry, now=now, more=more)


def _written(
    head: Denunciation,
    what: str,
    by: str,
    text: str,
    facts: dict[str, str],
    *,
    registry: DenunciationDependencies,
    now: datetime,
    more: Sequence[Write] = (),
) -> Denunciation:
    following = replace(head, version=head.version + 1, attention_at=next_attention(head))
    kept = {name: value for name, value in facts.items() if value}
    entry = Entry(head.id, following.version, now, what, by, following.state, following.unit_path, text, kept)
    registry.store.change(following, entry, more)
    return following


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
