"""Keep officers: the user pool first, which says who they are, then at once the registry and their sessions.

Stopped in the middle, what is left shows within the hour: the registry follows the pool (`directory_sync`).
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from loa.errors import Conflict, InvalidInput, NotAllowed, NotFound
from loa.foundation.officers.directory_sync import removing
from loa.foundation.officers.model import Officer, Permission, Role, allowed, in_scope, require
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.people import texts
from loa.foundation.people.handovers import HandOver, HandOverStore
from loa.foundation.people.model import (
    TO_CONFIRM,
    NewOfficer,
    OfficerDetails,
    checked_roles,
    username_start,
)
from loa.foundation.people.records import AccountRecordStore, DisabledOfficer
from loa.foundation.people.store import ProposalStore, RoleProposal
from loa.foundation.sessions.store import SessionStore
from loa.foundation.sign_in.model import username_of
from loa.foundation.sign_in.passwords import temporary_password
from loa.foundation.sign_in.store import SignInStore
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.model import Unit, province_of
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.aws.user_pools.directory import UserPool

_NUMBERS: Final = 100
_WORK: Final = (Permission.ANSWER_CONVERSATION, Permission.WORK_ON_CASE)


@dataclass(frozen=True, slots=True)
class PasswordSlip:
    """What is printed for somebody: with it they sign in once, within three days."""

    name: str = field(repr=False)
    unit_path: str
    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PeopleService:
    """What administrators do with the officers of their unit and those below."""

    pool: UserPool
    officers: OfficerStore
    statistics: StatisticsStore
    sessions: SessionStore
    sign_ins: SignInStore
    proposals: ProposalStore
    handovers: HandOverStore
    records: AccountRecordStore

    def of(self, by: Officer) -> list[KnownOfficer]:
        """List the officers that somebody manages, by unit and name."""
        require(by, Permission.MANAGE_OFFICERS, by.unit_path)
        found = self.officers.of_province(province_of(by.unit_path))
        mine = (each for each in found if in_scope(by, each.unit_path))
        return sorted(mine, key=lambda each: (each.unit_path, each.name, each.id))

    def with_factor(self, officers: Sequence[Officer]) -> frozenset[str]:
        """Return the ids of those who have set up a second factor; one request per hundred."""
        names = {each.id: username_of(each.username) for each in officers if each.username}
        found = self.sign_ins.with_codes(list(names.values()))
        return frozenset(identity for identity, username in names.items() if username in found)

    def find(self, by: Officer, unit_path: str, officer_id: str) -> KnownOfficer:
        """Return an officer whom somebody manages.

        Raises:
            NotFound: there is none, or they are another administrator's.
        """
        require(by, Permission.MANAGE_OFFICERS, unit_path)
        found = self.officers.officer(unit_path, officer_id)
        if found is None:
            raise NotFound
        return found

    def add(self, new: NewOfficer, by: Officer, now: datetime) -> KnownOfficer:
        """Enter somebody; roles that need a second administrator wait for one.

        Somebody of the same name in the same unit is taken for the same person: nothing is done twice.
        """
        require(by, Permission.MANAGE_OFFICERS, new.unit.path)
        roles = checked_roles(new.roles)
        known = next((each for each in self.officers.of_unit(new.unit.path) if each.name == new.name), None)
        if known is not None:
            return known
        present = _unconfirmed(roles)
        identity, username = self._created(new)
        self.pool.set_groups(identity, add=sorted(role.value for role in present))
        officer = KnownOfficer(identity, new.name, new.unit.path, present, username=username)
        with suppress(ConditionFailed):  # the hourly comparison was faster
            commit([self.officers.adding(officer)])
        if roles & TO_CONFIRM:
            self._propose(officer, roles, by, now)
        return officer

    def set_roles(self, officer: KnownOfficer, roles: Iterable[Role], by: Officer, now: datetime) -> bool:
        """Set what somebody may do; return False where a second administrator has to confirm it first.

        Raises:
            InvalidInput: the roles do not go together.
            NotAllowed: it is they themselves, or a fellow administrator would lose that role.
        """
        self._others(officer, by)
        wanted = checked_roles(roles)
        if (officer.roles - wanted) & TO_CONFIRM:
            self._above(officer, by)
        if (wanted - officer.roles) & TO_CONFIRM:
            self._propose(officer, wanted, by, now)
            return False
        self._set_roles(officer, wanted)
        return True

    def confirm(
        self, unit_path: str, officer_id: str, by: Officer, now: datetime, *, seen: str
    ) -> KnownOfficer:
        """Give the roles that another administrator has proposed.

        Two administrators are two people: nobody confirms whose password or second factor the proposer has
        reset while a proposal lives, nor the other way round, nor two whose credentials a third one reset.

        `seen` is the token of the proposal that they have read (`RoleProposal.token`).

        Raises:
            NotFound: nothing waits for that officer.
            NotAllowed: it was they who proposed it, or could have; or it is about themselves.
            Conflict: another proposal stands there than they have read.
        """
        officer = self.find(by, unit_path, officer_id)
        waiting = {each.officer_id: each for each in self.proposals.below(unit_path, now)}
        proposal = waiting.get(officer_id)
        if proposal is None or proposal.unit_path != unit_path:
            raise NotFound
        self._others(officer, by)
        if proposal.by_id == by.id:
            raise NotAllowed(texts.CONFIRMED_BY_ANOTHER)
        province = province_of(unit_path)
        mine, theirs = (self.proposals.hands(province, each, now) for each in (by.id, proposal.by_id))
        if mine & theirs:
            raise NotAllowed(texts.SAME_HANDS)
        # Taken before the roles are given: what is given is what was read, and nothing is given twice.
        if seen != proposal.token or not self.proposals.take(proposal):
            raise Conflict(texts.PROPOSAL_CHANGED)
        self._set_roles(officer, proposal.roles)
        return officer

    def reject(self, unit_path: str, officer_id: str, by: Officer) -> None:
        """Drop what was proposed."""
        require(by, Permission.MANAGE_OFFICERS, unit_path)
        self.proposals.forget(unit_path, officer_id)

    def successors(self, officer: Officer, by: Officer) -> list[KnownOfficer]:
        """List who can take over somebody's conversations and cases, of those whom one manages."""
        return [
            each
            for each in self.of(by)
            if each.id != officer.id and all(allowed(each, act, officer.unit_path) for act in _WORK)
        ]

    def move(
        self, officer: KnownOfficer, unit: Unit, by: Officer, now: datetime, *, successor: str = ""
    ) -> bool:
        """Let somebody work for another unit; they sign in anew, and link their Zalo to its account.

        What they had in hand and cannot work on from there goes to `successor`; empty: back to the unit.

        Roles that a second administrator confirmed were confirmed for the old unit: there they end, and for
        the new one they are proposed. Return False where that is so.

        Raises:
            NotFound: the administrator has nothing to say in that unit.
            NotAllowed: it is they themselves, or a fellow administrator.
            InvalidInput: the successor cannot do the work.
        """
        self._above(officer, by)
        require(by, Permission.MANAGE_OFFICERS, unit.path)
        if unit.path == officer.unit_path:
            return True
        self._hand_over(officer, successor, by, now)
        lost = officer.roles & TO_CONFIRM
        kept = _unconfirmed(officer.roles) if lost else officer.roles
        if lost:  # first: stopped in the middle, nobody has more than before
            added = sorted(role.value for role in kept)
            self.pool.set_groups(officer.id, add=added, remove=sorted(role.value for role in lost))
        self.pool.set_attributes(officer.id, {"custom:unit": unit.path})
        moved = KnownOfficer(officer.id, officer.name, unit.path, kept, username=officer.username)
        commit([*removing(officer, self.officers, self.statistics), self.officers.adding(moved)])
        self.proposals.forget(officer.unit_path, officer.id)
        if lost:
            self._propose(moved, officer.roles, by, now)
        self.sign_ins.forget_codes(username_of(self.pool.username(officer.id)))
        self.sessions.end_all(officer.id)
        return not lost

    def disable(self, officer: KnownOfficer, by: Officer, now: datetime, *, successor: str = "") -> str:
        """Let somebody in no more, from the next page on.

        What they had in hand goes to `successor` within the clock's ten minutes; empty: back to the unit.
        Return the successor's name.

        Raises:
            NotAllowed: it is they themselves, or a fellow administrator.
            InvalidInput: the successor cannot do the work.
        """
        self._above(officer, by)
        name = self._hand_over(officer, successor, by, now)
        self.records.disabled(officer, by, now)
        self.pool.disable(officer.id)
        try:
            commit(removing(officer, self.officers, self.statistics))
        except ConditionFailed:
            if self.officers.officer(officer.unit_path, officer.id) is not None:
                raise Conflict from None  # they linked their Zalo just now: look again
        self.proposals.forget(officer.unit_path, officer.id)
        self.sessions.end_all(officer.id)
        return name

    def find_disabled(self, by: Officer, unit_path: str, officer_id: str) -> DisabledOfficer:
        """Return somebody whom an administrator there has disabled.

        Raises:
            NotFound: nobody like that, or they are another administrator's.
        """
        require(by, Permission.MANAGE_OFFICERS, unit_path)
        found = self.records.find_disabled(unit_path, officer_id)
        if found is None:
            raise NotFound
        return found

    def let_in(self, disabled: DisabledOfficer, by: Officer, now: datetime) -> bool:
        """Let somebody sign in again; return False where some of their roles wait for another administrator.

        Those roles go first: stopped in the middle, nobody has more than a second administrator confirmed.

        Raises:
            NotAllowed: a fellow administrator.
        """
        officer = disabled.officer
        self._above(officer, by)
        lost = officer.roles & TO_CONFIRM
        present = replace(officer, roles=_unconfirmed(officer.roles))
        if lost:
            gone = sorted(role.value for role in lost)
            self.pool.set_groups(officer.id, add=sorted(present.roles), remove=gone)
        self.records.tell(officer, texts.LET_IN, by, now)
        self.pool.enable(officer.id)
        with suppress(ConditionFailed):  # the hourly comparison was faster
            commit([self.officers.adding(present)])
        if lost:
            self._propose(present, officer.roles, by, now)
        self.records.forget_disabled(officer)
        return not lost

    def correct(self, officer: KnownOfficer, given: OfficerDetails, by: Officer, now: datetime) -> bool:
        """Put name, e-mail and phone right, and tell their owner; return False where they were so already.

        A code that replaces a forgotten password goes to the e-mail: whoever writes it can sign in.

        Raises:
            NotAllowed: it is they themselves, or a fellow administrator.
        """
        self._above(officer, by)
        present = self.pool.attributes(officer.id)
        changed = {
            name: value for name, value in given.attributes().items() if present.get(name, "") != value
        }
        if not changed:
            return False
        self.records.tell(officer, ", ".join(texts.DETAILS[name] for name in changed), by, now)
        if "email" in changed:
            self._note_reset(officer, by, now)
            changed |= {"email_verified": "true"} if given.email else {}
        self.pool.set_attributes(officer.id, changed)
        with suppress(ConditionFailed):  # they linked their Zalo just now: the registry follows
            commit([self.officers.changing(replace(officer, name=given.name))])
        return True

    def can_help(self, officer: Officer, by: Officer) -> bool:
        """Return whether somebody may make an officer's slip, and reset, move and disable them."""
        try:
            self._above(officer, by)
        except (NotAllowed, NotFound):
            return False
        return True

    def slips(self, officers: Sequence[KnownOfficer], by: Officer, now: datetime) -> list[PasswordSlip]:
        """Make temporary passwords; those before are worth nothing, and sessions end.

        Raises:
            NotAllowed: one of them is not theirs to help; nothing is done for the others either.
        """
        for officer in officers:
            self._above(officer, by)
        return [self._slip(officer, by, now) for officer in officers]

    def forget_factor(self, officer: KnownOfficer, by: Officer, now: datetime) -> None:
        """Let somebody set up another authenticator, because theirs is lost; their sessions end."""
        self._above(officer, by)
        self._note_reset(officer, by, now)
        self.pool.forget_factor(officer.id)
        self.sign_ins.forget_codes(username_of(self.pool.username(officer.id)))
        self.sessions.end_all(officer.id)

    def _slip(self, officer: KnownOfficer, by: Officer, now: datetime) -> PasswordSlip:
        self._note_reset(officer, by, now)
        password = temporary_password()
        self.pool.set_temporary_password(officer.id, password)
        self.sessions.end_all(officer.id)
        return PasswordSlip(officer.name, officer.unit_path, self.pool.username(officer.id), password)

    def _note_reset(self, officer: KnownOfficer, by: Officer, now: datetime) -> None:
        """Write down who does it, before it is done: `confirm` asks."""
        self.proposals.note_reset(province_of(officer.unit_path), officer.id, by.id, now)

    def _created(self, new: NewOfficer) -> tuple[str, str]:
        """Enter somebody in the pool under the first free username of the unit; return their id, and it."""
        attributes = {"name": new.name, "custom:unit": new.unit.path}
        if new.email:
            attributes |= {"email": new.email, "email_verified": "true"}
        for number in range(1, _NUMBERS):
            username = f"{username_start(new.unit)}.{number:02d}"
            try:
                return self.pool.create(username, attributes, temporary_password()), username
            except Conflict:
                continue
        raise InvalidInput(texts.NO_FREE_NAME, fields={"name": texts.NO_FREE_NAME})

    def _set_roles(self, officer: KnownOfficer, roles: frozenset[Role]) -> None:
        gone = sorted(role.value for role in officer.roles - roles)
        self.pool.set_groups(officer.id, add=sorted(role.value for role in roles), remove=gone)
        commit([self.officers.changing(replace(officer, roles=roles))])
        self.sessions.end_all(officer.id)  # how long one lasts and how it began went by the roles of then

    def _propose(self, officer: KnownOfficer, roles: frozenset[Role], by: Officer, now: datetime) -> None:
        self.proposals.save(
            RoleProposal(officer.id, officer.name, officer.unit_path, roles, by.id, by.name, now)
        )

    def _hand_over(self, officer: Officer, successor: str, by: Officer, now: datetime) -> str:
        """Write down who takes over, and return their name; done before anybody is gone.

        Stopped in between, nothing is handed over yet: the work is still its officer's.
        """
        names = {each.id: each.name for each in self.successors(officer, by)} if successor else {"": ""}
        if successor not in names:
            raise InvalidInput(texts.NO_SUCCESSOR, fields={"successor": texts.NO_SUCCESSOR})
        self.handovers.save(HandOver(officer.id, officer.unit_path, successor, by, now))
        return names[successor]

    def _above(self, officer: Officer, by: Officer) -> None:
        """Check that nobody takes over an account that could confirm their own proposals.

        Administrators and investigators are helped by an administrator of a unit above; those of the province
        by another one there, for nobody is above them.
        """
        self._others(officer, by)
        top = province_of(officer.unit_path)
        if officer.roles & TO_CONFIRM and by.unit_path == officer.unit_path != top:
            raise NotAllowed(texts.FROM_ABOVE)

    def _others(self, officer: Officer, by: Officer) -> None:
        """Check that somebody else is meant, whom they manage."""
        require(by, Permission.MANAGE_OFFICERS, officer.unit_path)
        if officer.id == by.id:
            raise NotAllowed(texts.NOT_ONESELF)


def _unconfirmed(roles: frozenset[Role]) -> frozenset[Role]:
    """Return those of some roles that need no second administrator; a viewer's if there are none."""
    return (roles - TO_CONFIRM) or frozenset({Role.VIEWER})
