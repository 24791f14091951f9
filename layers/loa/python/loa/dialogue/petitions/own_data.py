"""What is held with a case about its reporter: seen, corrected, erased by who proves more than its link.

A link may be passed on, a receipt photographed. So name and number are for who knows the whole telephone
number that stands in the case; where none does, for who has the six digits of the receipt.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loa.casework.cases.rules.model import FORM_ACCOUNT, Case
from loa.casework.cases.rules.transitions import RESIDENT
from loa.casework.cases.work import cases_of_person
from loa.casework.cases.work.service import CaseService
from loa.dialogue.petitions.following import FollowedCase
from loa.dialogue.petitions.store import AccessStore, same
from loa.errors import Conflict
from loa.foundation.working_time.model import WorkingCalendar
from loa.personal_data import Person
from loa.residents.data_requests.model import DataRequest, RequestCause, RequestKind
from loa.residents.data_requests.service import ask, keep, read
from loa.residents.data_requests.store import DataRequestStore
from loa.text.phones import dialled, digits_of


@dataclass(frozen=True, slots=True)
class PetitionData:
    """What is held with cases about their reporters.

    Attributes:
        cases: the work on cases.
        access: links to cases, and tries at what proves more.
        requests: what residents ask about their data.
        calendar: gives the working days.
    """

    cases: CaseService
    access: AccessStore
    requests: DataRequestStore
    calendar: Callable[[], WorkingCalendar]

    def may_see(self, followed: FollowedCase, proof: str, *, address: str) -> bool:
        """Tell whether somebody is the reporter; each answer is a try of this hour and network address."""
        return proves(
            followed.case,
            proof,
            followed.access.number,
            who=address,
            access=self.access,
            now=self.cases.now(),
        )

    def held(self, followed: FollowedCase) -> Mapping[str, Any]:
        """Return what is held, without what officers noted for each other."""
        return cases_of_person.told_of(followed.stored, is_own=True)

    def correct(self, followed: FollowedCase, *, name: str, phone: str, key: str) -> None:
        """Let name and number be as their owner says; the same key does it once."""
        cases_of_person.correct(
            followed.case.id, name=name, phone=phone, by=RESIDENT, idempotency_key=key, service=self.cases
        )

    def erase(self, followed: FollowedCase, *, key: str) -> DataRequest:
        """Ask that the reporter be erased; it begins a working day later, the same key is one request.

        Raises:
            Conflict: the case came by chat, telephone or paper: what else is held there, a link does not say.
        """
        if not came_by_form(followed.case):
            raise Conflict
        return ask(
            RequestKind.ERASE,
            RequestCause.PAGE,
            _person(followed.case),
            unit_path=followed.case.unit_path,
            origin=key,
            requests=self.requests,
            calendar=self.calendar(),
            now=self.cases.now(),
        )

    def waiting(self, followed: FollowedCase) -> list[DataRequest]:
        """Return the erasures that have not begun."""
        if not came_by_form(followed.case):
            return []
        ids = self.requests.waiting(_person(followed.case))
        return [read(each, requests=self.requests) for each in ids]

    def keep(self, followed: FollowedCase) -> None:
        """Call off what has not begun.

        Raises:
            Conflict: it has begun a moment ago.
        """
        if came_by_form(followed.case):
            keep(_person(followed.case), requests=self.requests, now=self.cases.now())


def came_by_form(case: Case) -> bool:
    """Tell whether a case came by the form: then everything that is held is the case's own."""
    return case.reporter.oa_id == FORM_ACCOUNT and bool(case.reporter.user_id)


def proves(case: Case, proof: str, number: str, *, who: str, access: AccessStore, now: datetime) -> bool:
    """Tell whether somebody knows the whole telephone number of a case, or where there is none its digits.

    Args:
        case: whose.
        proof: as it was typed; empty is no try.
        number: the digits of the receipt; empty: none were given.
        who: tries, such as the address of a network.
        access: counts the tries of an hour.
        now: the present instant.
    """
    if not proof or not access.may_try(f"correction {case.code}", who, now):
        return False
    phone = dialled(case.reporter.phone)
    return same(dialled(proof), phone) if phone else same(digits_of(proof), number)


def _person(case: Case) -> Person:
    return Person(case.reporter.oa_id, case.reporter.user_id)
