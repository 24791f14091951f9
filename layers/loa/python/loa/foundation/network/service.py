"""Who of the network is reached, who is missing, and the codes and words with which they are reminded."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa.clock import VIETNAM
from loa.errors import Busy
from loa.foundation.network import texts
from loa.foundation.network.model import (
    RULES,
    Coverage,
    CoverageRule,
    NetworkPerson,
    Standing,
    coverage,
    rule_on,
    standing,
)
from loa.foundation.network.store import CODE_LIVES, NetworkStore
from loa.foundation.officers.service import CODE_LENGTH, LETTERS, WRONG_CODES
from loa.foundation.officers.store import OfficerStore
from loa.foundation.officers.texts import link_words
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit

_TRIES: Final = 5

type ActiveAt = Callable[[Sequence[tuple[str, str]]], list[datetime | None]]
"""When the residents of accounts last did something there, in the order asked for."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is sent to somebody."""

    person: NetworkPerson
    text: str


@dataclass(frozen=True, slots=True)
class NetworkView:
    """The network at and below a unit.

    Attributes:
        coverage: by kind.
        people: everybody with their standing; who is missing first, then by unit and name.
    """

    coverage: list[Coverage]
    people: list[tuple[NetworkPerson, Standing]]

    @property
    def missing(self) -> list[tuple[NetworkPerson, Standing]]:
        """Who is not reached."""
        return [(person, each) for person, each in self.people if each is not Standing.ACTIVE]


@dataclass(frozen=True, slots=True)
class NetworkService:
    """The people of the network.

    Attributes:
        store: the people.
        active_at: when they last did something at their account.
        rules: who counts as active, and what is wanted.
    """

    store: NetworkStore
    active_at: ActiveAt
    rules: Sequence[CoverageRule] = RULES

    def view(self, root: str, now: datetime) -> NetworkView:
        """Look at the network at and below a unit: one Query, and the row of everybody who is linked."""
        rule = rule_on(self.rules, now)
        people = self.store.within(root)
        linked = [person for person in people if person.linked_at]
        places = [(person.oa_id, person.user_id) for person in linked]
        active = dict(zip([person.id for person in linked], self.active_at(places), strict=True))
        standings = [(person, standing(person, active.get(person.id), rule, now)) for person in people]
        order = list(Standing)
        standings.sort(key=lambda each: (order.index(each[1]), each[0].unit_path, each[0].name))
        return NetworkView(coverage(standings, rule), standings)

    def remind(
        self, people: Iterable[NetworkPerson], name_of: Callable[[str], str], now: datetime
    ) -> list[Reminder]:
        """Return what to send to each, with a new code for who is not linked.

        Raises:
            Busy: no free code.
        """
        return [Reminder(person, self._reminder(person, name_of(person.unit_path), now)) for person in people]

    def _reminder(self, person: NetworkPerson, unit: str, now: datetime) -> str:
        if person.linked_at:
            return texts.silent_reminder(person.name, unit)
        for _ in range(_TRIES):
            code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
            if self.store.keep_code(code, person, now):
                until = f"{(now + CODE_LIVES).astimezone(VIETNAM):%d/%m/%Y}"
                return texts.reminder(person.name, unit, link_words(code), until)
        raise Busy("no free code")


def link_person(
    code: str, oa_id: str, user_id: str, *, account_path: str, registry: OfficerStore, now: datetime
) -> NetworkPerson | None:
    """Link the Zalo of somebody of the network who was given the code; repeated, it changes nothing.

    Args:
        code: what they wrote, upper or lower case.
        oa_id: the account that they wrote to.
        user_id: who they are there.
        account_path: the unit of that account.
        registry: of codes.
        now: when they wrote.

    Returns:
        The person; None: it is no code of the network, or not theirs: `officers.service.link` goes on.
    """
    row = registry.officer_of_code(code.upper())
    if row is None or "person_id" not in row or row["unit_path"] != account_path:
        return None
    if registry.wrong_codes(oa_id, user_id, now) >= WRONG_CODES:
        return None
    store = NetworkStore(registry.table)
    person = store.person(row["unit_path"], row["person_id"])
    if person is None or (person.oa_id, person.user_id) == (oa_id, user_id):
        return person
    try:
        commit([registry.using(code.upper(), user_id, now), store.linking(person, oa_id, user_id, now)])
    except ConditionFailed:
        return None  # expired, used by somebody else, or taken off the list
    return person
