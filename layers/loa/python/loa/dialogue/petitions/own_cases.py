"""The cases in a resident's profile, put there by their links.

A link may be passed on: it shows what the page of the case shows, and proves nothing more.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from loa.casework.cases.rows.keys import resident_key
from loa.casework.cases.rules.model import Case
from loa.casework.cases.work.personal import MAXIMUM_CASES, opened_by
from loa.casework.cases.work.service import CaseService
from loa.dialogue.petitions.store import AccessStore, same
from loa.errors import NotFound
from loa.personal_data import Person


@dataclass(frozen=True, slots=True)
class OwnCases:
    """Cases of profiles, found like those of a conversation.

    Attributes:
        cases: the work on cases.
        access: links to cases.
    """

    cases: CaseService
    access: AccessStore

    def add(self, person: Person, link: str) -> Case:
        """Put the case of a link into a profile; once more changes nothing.

        Raises:
            NotFound: the link leads nowhere.
        """
        case_id = self.access.case_of(link)
        if case_id is None:
            raise NotFound
        case = self.cases.read(case_id)
        partition, sort = resident_key(person.oa_id, person.user_id, case.received_at, case.id)
        self.cases.store.table.put({"partition": partition, "sort": sort})
        return self.cases.as_told(case)

    def all(self, person: Person) -> list[tuple[Case, str]]:
        """Return the newest cases of a profile as their reporter sees them, each with its link."""
        found = self.cases.cases_of(person.oa_id, person.user_id)
        return [(self.cases.as_told(case), self._link(case)) for case in found]

    def has(self, person: Person, case_id: str) -> bool:
        """Tell whether a case is in a profile."""
        return case_id in self.cases.store.ids_of(person.oa_id, person.user_id, MAXIMUM_CASES)

    def may_correct(self, person: Person, case_id: str, phone: str) -> bool:
        """Tell whether a person may correct name and telephone: they opened the case, or know its number.

        The whole number, as the receipt shows its end to whoever has the link. Tries are counted apart from
        those at the code, so that nobody is kept from their page by them.
        """
        case = self.cases.read(case_id)
        if opened_by(case, person):
            return True
        if not phone or not self.access.may_try(f"correction {case.code}", person.user_id, self.cases.now()):
            return False
        return same(_digits(phone), _digits(case.reporter.phone))

    def remove(self, person: Person) -> None:
        """Take all cases out of a profile; the cases themselves stay as they are."""
        table = self.cases.store.table
        partition = resident_key(person.oa_id, person.user_id, self.cases.now(), "")[0]
        rows: Iterable[dict[str, object]] = list(table.rows(partition, consistent=True))
        for row in rows:
            table.delete(partition, str(row["sort"]))

    def _link(self, case: Case) -> str:
        access = self.access.of_case(case.id)
        return access.link if access else ""


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isascii() and sign.isdigit())
