"""A resident's cases: those in their profile, put there by links, and those that they told in a chat.

A link may be passed on: it shows what the page of the case shows, and proves nothing more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loa.casework.cases.rows.keys import resident_key
from loa.casework.cases.rules.model import Case
from loa.casework.cases.work.cases_of_person import MAXIMUM_CASES, opened_by
from loa.casework.cases.work.service import CASES_OF_ONE, CaseService
from loa.dialogue.petitions.own_data import proves
from loa.dialogue.petitions.store import AccessStore
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
        case = self.of_link(link)
        partition, sort = resident_key(person.oa_id, person.user_id, case.received_at, case.id)
        self.cases.store.table.put({"partition": partition, "sort": sort})
        return self.cases.as_told(case)

    def of_link(self, link: str) -> Case:
        """Return the case that a link leads to.

        Raises:
            NotFound: it leads nowhere.
        """
        case_id = self.access.case_of(link)
        if case_id is None:
            raise NotFound
        return self.cases.read(case_id)

    def newest(self, persons: Iterable[Person]) -> list[Case]:
        """Return a resident's newest cases, newest first.

        Args:
            persons: the resident, in their profile and at each account that knows them.
        """
        found = {
            case.id: case for person in persons for case in self.cases.cases_of(person.oa_id, person.user_id)
        }
        return sorted(found.values(), key=lambda case: case.received_at, reverse=True)[:CASES_OF_ONE]

    def all(self, persons: Iterable[Person]) -> list[tuple[Case, str]]:
        """Return the newest cases as their reporter sees them, each with its link."""
        return [
            (self.cases.as_told(case), self.access.found_or_made(case.id).link)
            for case in self.newest(persons)
        ]

    def has(self, persons: Iterable[Person], case_id: str) -> bool:
        """Tell whether a case is a resident's, in their profile or at an account."""
        return any(
            case_id in self.cases.store.ids_of(person.oa_id, person.user_id, MAXIMUM_CASES)
            for person in persons
        )

    def is_opened_by(self, persons: Iterable[Person], case: Case) -> bool:
        """Tell whether a resident raised a case, and does not only list it."""
        return any(opened_by(case, person) for person in persons)

    def may_correct(self, persons: Sequence[Person], case_id: str, phone: str) -> bool:
        """Tell whether a resident may correct name and telephone: they opened the case, or know its number.

        The whole number, as the receipt shows its end to whoever has the link. Tries are counted apart from
        those at the code, so that nobody is kept from their page by them.

        Args:
            persons: the resident, in their profile first.
            case_id: of a case of theirs.
            phone: the number that stands in it, as they say.
        """
        case = self.cases.read(case_id)
        if self.is_opened_by(persons, case):
            return True
        return proves(case, phone, "", who=persons[0].user_id, access=self.access, now=self.cases.now())

    def remove(self, person: Person) -> None:
        """Take all cases out of a profile; the cases themselves stay as they are."""
        table = self.cases.store.table
        partition = resident_key(person.oa_id, person.user_id, self.cases.now(), "")[0]
        rows: Iterable[dict[str, object]] = list(table.rows(partition, consistent=True))
        for row in rows:
            table.delete(partition, str(row["sort"]))
