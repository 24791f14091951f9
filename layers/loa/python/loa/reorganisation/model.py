"""What a plan of a reorganisation says.

A plan leads from the structure of the day before to that of the day `on`. What a rule decides is decided;
the rest is a list for people: a unit with several successors or none, accounts of equal size, an officer of
a unit without one successor. A path that continues keeps what stands there, also where some of the land
went elsewhere; only what stands at an ended path moves. So a move is safe to repeat: afterwards nothing is
left at its old path.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DecisionKind(StrEnum):
    """What people decide."""

    SUCCESSOR = "successor"
    """Which unit takes over from a unit that has several successors or none."""
    ACCOUNT = "account"
    """Which of the largest accounts becomes the new unit's."""
    OFFICER = "officer"
    """Where an officer of a unit without one successor works from then on."""


@dataclass(frozen=True, slots=True)
class UnitOfficer:
    """An officer, as far as a plan needs them."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class UnitHolding:
    """What stands at a unit before the date.

    Attributes:
        path: the unit.
        oa_id, account: Zalo's id and the name of its account; empty: it has none.
        followers: of the account.
        officers: who work for it.
        open_cases, conversations: that are open, or stand in one of its lists.
    """

    path: str
    oa_id: str = ""
    account: str = ""
    followers: int = 0
    officers: tuple[UnitOfficer, ...] = ()
    open_cases: int = 0
    conversations: int = 0


@dataclass(frozen=True, slots=True)
class PlanDecision:
    """What the rules leave to people.

    Attributes:
        kind: what is decided.
        subject: path of the unit, or id of the officer, that it is about; of an account the new unit's path.
        path: the unit that asks: the old one; of an account the new one.
        options: paths of units, or ids of accounts, to choose from.
        suggested: one of them that is likely; empty: look closely.
        chosen: one of them; empty: nobody has decided.
    """

    kind: DecisionKind
    subject: str
    path: str
    options: tuple[str, ...]
    suggested: str = ""
    chosen: str = ""

    @property
    def key(self) -> str:
        """Name of the decision within its plan."""
        return f"{self.kind}:{self.subject}"


@dataclass(frozen=True, slots=True)
class UnitMove:
    """A unit that ends, and the one that takes over.

    Attributes:
        new_path: empty while that is not decided.
        by_rule: its land went whole to that unit; else people chose it.
    """

    old_path: str
    new_path: str
    by_rule: bool


@dataclass(frozen=True, slots=True)
class AccountMove:
    """What becomes of an account; `new_path` is empty while that is not decided.

    Attributes:
        is_kept: it becomes the new unit's account; else it retires, and the new unit answers for it.
    """

    oa_id: str
    name: str
    old_path: str
    new_path: str
    followers: int
    is_kept: bool


@dataclass(frozen=True, slots=True)
class OfficerMove:
    """Where an officer works from then on.

    Attributes:
        keeps_roles: their roles go with them: by rule, to the unit that took theirs over; who is placed by a
            decision needs roles with power over others confirmed anew.
    """

    officer_id: str
    old_path: str
    new_path: str
    keeps_roles: bool


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """What there is, for comparison before and after."""

    accounts: int = 0
    followers: int = 0
    officers: int = 0
    open_cases: int = 0
    conversations: int = 0

    def __add__(self, other: "UnitFigures") -> "UnitFigures":
        return UnitFigures(
            self.accounts + other.accounts,
            self.followers + other.followers,
            self.officers + other.officers,
            self.open_cases + other.open_cases,
            self.conversations + other.conversations,
        )


@dataclass(frozen=True, slots=True)
class ReorganisationPlan:
    """A plan as it follows from the units, the facts and the decisions.

    Attributes:
        province: its code.
        on: first day of the new structure.
        units: the ended units, in tree order.
        accounts: every account whose unit or role changes, in tree order of the old units.
        officers: every officer of an ended unit.
        decisions: what people decide, open or decided.
        before, after: figures by path of the old and of the new units; what is undecided is in neither sum
            of `after`.
    """

    province: str
    on: date
    units: tuple[UnitMove, ...]
    accounts: tuple[AccountMove, ...]
    officers: tuple[OfficerMove, ...]
    decisions: tuple[PlanDecision, ...]
    before: Mapping[str, UnitFigures]
    after: Mapping[str, UnitFigures]

    @property
    def open_decisions(self) -> tuple[PlanDecision, ...]:
        """What nobody has decided yet."""
        return tuple(decision for decision in self.decisions if not decision.chosen)

    @property
    def kept(self) -> tuple[AccountMove, ...]:
        """The accounts that go on as a unit's own."""
        return tuple(account for account in self.accounts if account.is_kept)

    @property
    def retired(self) -> tuple[AccountMove, ...]:
        """The accounts that retire."""
        return tuple(account for account in self.accounts if not account.is_kept)

    @property
    def digest(self) -> str:
        """What names exactly this plan: an approval is given to what was seen.

        UnitFigures that move every minute (followers, messages) are no part of it, what is decided is.
        """
        lines = [self.province, self.on.isoformat()]
        lines += [f"unit {each.old_path} {each.new_path}" for each in self.units]
        lines += [
            f"account {each.oa_id} {each.old_path} {each.new_path} {each.is_kept}" for each in self.accounts
        ]
        lines += [f"officer {each.officer_id} {each.old_path} {each.new_path}" for each in self.officers]
        lines += [f"decision {each.key} {each.chosen}" for each in self.decisions]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def total(figures: Mapping[str, UnitFigures]) -> UnitFigures:
    """Return the sum over all units."""
    return sum(figures.values(), UnitFigures())
