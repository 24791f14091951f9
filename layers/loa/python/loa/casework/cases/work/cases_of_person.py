"""Personal data in cases: who raised them, and what they said.

During the retention period (`rules.periods`) a case keeps its reporter; a request to erase is stored until
it ends. Then the personal data is removed, and only what statistics count is left.

A profile of the Mini App lists cases by their links. Whoever was sent a link can list a case, so a listed
case is theirs only if they opened it (`opened_by`): of others they see what stands on the case's page, and
their erasure ends the listing, not the case.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from loa.casework.cases.rows.files import parse_reference, references_of
from loa.casework.cases.rows.keys import ACCESS, case_key, link_key, log_key, resident_key
from loa.casework.cases.rows.models import StoredCase
from loa.casework.cases.rows.rows import REMINDERS_KEPT, details_row
from loa.casework.cases.rules import texts
from loa.casework.cases.rules.fields import kept_fields
from loa.casework.cases.rules.model import Case, Details, Reporter
from loa.casework.cases.rules.periods import kept_until
from loa.casework.cases.work.changes import CaseChange, noted
from loa.casework.cases.work.notifications import message_key
from loa.casework.cases.work.service import CaseService
from loa.personal_data import Erased, ErasureMethod, FoundItem, Holding, Person, Retained
from loa.platform.aws.dynamodb.tables import Delete, Put
from loa.residents.messages.model import owed_key
from loa.text.cleaning import clean, plain_signs

HOLDINGS: Final = (
    Holding("CasesTable", "who raised a case, their words, their history", ErasureMethod.RETAINED),
    Holding(
        "CasesTable", "reminders of deadlines, without a person", ErasureMethod.EXPIRES, REMINDERS_KEPT.days
    ),
    Holding(
        "MediaBucket",
        "pictures of articles, and of released cases, covered by a person",
        ErasureMethod.NOBODY,
    ),
    Holding("StatisticsTable", "counters", ErasureMethod.NOBODY),
)

MAXIMUM_CASES: Final = 500
_ON_THE_PAGE: Final = frozenset({"what", "where", "hamlet"})
"""Fields of the details that the page of a case shows."""
FORGOTTEN: Final = "forgotten"
"""The history line of a case whose reporter has been removed."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a person's cases refer to in other packages' data.

    Attributes:
        outgoing: keys of messages sent, or to be sent, to the person about them.
        messages: sort keys of messages whose files belong to a case that is kept.
    """

    outgoing: frozenset[str]
    messages: frozenset[str]


def footprint(person: Person, *, service: CaseService) -> Footprint:
    """Return what the cases of a person refer to."""
    now = service.now()
    outgoing: set[str] = set()
    messages: set[str] = set()
    for kept in _cases(person, service):
        case = kept.case
        if not opened_by(case, person):
            continue
        outgoing.update(_keys(case.id, case.version, person))
        main = service.store.read(case.joined_to) if case.joined_to else None
        if main:
            outgoing.update(_keys(main.case.id, main.case.version, person))
        if not _is_over(case, now):
            places = (parse_reference(name) for name in references_of(case, kept.history))
            messages.update(place[0] for place in places if place)
    return Footprint(frozenset(outgoing), frozenset(messages))


def held(person: Person, *, service: CaseService) -> Iterator[FoundItem]:
    """Return a person's cases, with what they were told; internal notes are not included.

    Of a case that another person opened, what its own page shows.
    """
    for kept in _cases(person, service):
        yield "case", told_of(kept, is_own=opened_by(kept.case, person))


def told_of(kept: StoredCase, *, is_own: bool) -> dict[str, Any]:
    """Return what is held with a case, for its reporter.

    Args:
        kept: the case.
        is_own: whether they opened it; else what its own page shows.
    """
    case = kept.case
    own = (
        {
            "name": case.reporter.name,
            "phone": case.reporter.phone,
            "satisfaction_word": case.satisfaction_word,
        }
        if is_own
        else {}
    )
    words = [one.name for one in kept_fields(Details) if own or one.name in _ON_THE_PAGE]
    return {
        "code": case.code,
        "kind": case.kind.value,
        "state": case.state.value,
        "received_at": case.received_at.isoformat(),
        **own,
        **{name: getattr(case.details, name) for name in words},
        "asked_for": case.asked_for,
        "answer": case.answer if own or not case.state.is_open else "",
        "refusal_reason": case.refusal_reason,
        "satisfaction": case.satisfaction,
        "supplements": [line.text for line in kept.history if line.what in {"supply", "supplemented"}],
    }


def erase(person: Person, *, service: CaseService, enough: Callable[[], bool]) -> Erased:
    """Remove the person from cases past retention; return the others, each with its retention date.

    Cases that they only listed leave the list, and stay as they are.
    """
    done, now = Erased(), service.now()
    table = service.store.table
    listing = resident_key(person.oa_id, person.user_id, now, "")[0]
    for row in list(table.rows(listing, consistent=True)):
        listed = service.store.read(row["sort"].partition("#")[2])
        if listed is None or not opened_by(listed.case, person):
            if enough():
                return done + Erased(complete=False)
            table.delete(listing, row["sort"])
            done += Erased(rows=1)
    for kept in _cases(person, service):
        case = kept.case
        if _is_over(case, now):
            if enough():
                return done + Erased(complete=False)
            done += Erased(rows=forget(kept, service=service))
        else:
            done += Erased(kept=(Retained("case", kept_until(case), case.code),))
    return done


def forget(kept: StoredCase, *, service: CaseService) -> int:
    """Remove reporter and words from a case, and return how many rows changed.

    Idempotent; may be interrupted at any point.

    The pointer from the conversation is deleted last, so that a retry still finds the case.
    """
    case_id, reporter = kept.case.id, kept.case.reporter
    table, done = service.store.table, 0
    for line in kept.history:
        if line.text or "attachments" in line.facts:
            facts = {name: value for name, value in line.facts.items() if name != "attachments"}
            table.update(*log_key(case_id, line.version), set={"facts": facts}, remove=["text"])
            done += 1
    for row in table.rows(case_key(case_id)[0], prefix="telling#", consistent=True):
        table.delete(row["partition"], row["sort"])
    if kept.case.joined_to:
        table.delete(case_key(kept.case.joined_to)[0], f"reporter#{case_id}")
    if access := table.get(case_key(case_id)[0], ACCESS):
        table.delete(*link_key(access["link"]))
        table.delete(access["partition"], access["sort"])
    pointer = (
        resident_key(reporter.oa_id, reporter.user_id, kept.case.received_at, case_id)
        if reporter.user_id
        else None
    )

    def decide(kept: StoredCase, now: datetime) -> CaseChange:
        case = replace(
            kept.case,
            reporter=Reporter(),
            details=Details(texts.FORGOTTEN),
            answer="",
            refusal_reason="",
            asked_for="",
            satisfaction_word="",
        )
        more = (Put(table, details_row(case)), *((Delete(table, *pointer),) if pointer else ()))
        return CaseChange(noted(case, FORGOTTEN, "clock", now), more=more)

    service.change(kept, decide, idempotency_key=f"{FORGOTTEN}-{case_id}")
    return done + 2


def opened_by(case: Case, person: Person) -> bool:
    """Tell whether a person raised the case, and does not only list it."""
    return (case.reporter.oa_id, case.reporter.user_id) == (person.oa_id, person.user_id)


def correct(
    case_id: str,
    *,
    name: str | None,
    phone: str | None,
    by: str,
    idempotency_key: str,
    service: CaseService,
) -> Case:
    """Correct a reporter's name or telephone number; the history records the fact, not the old value."""

    def decide(kept: StoredCase, now: datetime) -> CaseChange | None:
        before = kept.case.reporter
        after = replace(
            before,
            name=before.name if name is None else clean(name),
            phone=before.phone if phone is None else plain_signs(phone),
        )
        if after == before:
            return None
        case = replace(kept.case, reporter=after)
        changed = [what for what in ("name", "phone") if getattr(before, what) != getattr(after, what)]
        made = noted(case, "corrected", by, now, facts={"fields": " ".join(changed)})
        return CaseChange(made, more=(Put(service.store.table, details_row(case)),))

    return service.change(case_id, decide, idempotency_key=idempotency_key).case


def _is_over(case: Case, now: datetime) -> bool:
    until = kept_until(case)
    return until is not None and until <= now


def _keys(case_id: str, version: int, person: Person) -> set[str]:
    told = {message_key(case_id, number, person.oa_id, person.user_id) for number in range(1, version + 1)}
    return told | {owed_key(key) for key in told}


def _cases(person: Person, service: CaseService) -> Iterator[StoredCase]:
    for case_id in service.store.ids_of(person.oa_id, person.user_id, MAXIMUM_CASES):
        kept = service.store.read(case_id)
        if kept:
            yield kept
