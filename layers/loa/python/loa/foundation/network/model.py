"""Rules about the people of the network: lists from a sheet, who counts as active, what is reached. Pure."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from loa.clock import local_day
from loa.dated_rules import nearest
from loa.foundation.network import texts
from loa.foundation.units.model import Unit
from loa.foundation.units.names import name_key
from loa.text.folding import fold

MOST_AT_ONCE: Final = 500
_LONGEST: Final = 100
_COLUMNS: Final = 4


class PersonKind(StrEnum):
    """What somebody is in the network."""

    OFFICER = "officer"
    """A full-time officer of the Front."""
    COMMITTEE_HEAD = "committee_head"
    """The head of a hamlet's Front working committee."""

    @property
    def label(self) -> str:
        """What people call it."""
        return texts.KINDS[self.value]


class Standing(StrEnum):
    """Whether somebody is reached."""

    NOT_LINKED = "not_linked"
    SILENT = "silent"
    """Linked, but has done nothing at the account lately."""
    ACTIVE = "active"

    @property
    def label(self) -> str:
        """What people call it."""
        return texts.STANDINGS[self.value]


@dataclass(frozen=True, slots=True)
class CoverageRule:
    """Who counts as active, and what the Front wants to reach.

    Attributes:
        since: the first day on which it holds.
        active_hours: who did something at the account within this time is active.
        officers_percent: at least so many of the full-time officers.
        heads_percent: more than so many of the committee heads.
    """

    since: date
    active_hours: timedelta
    officers_percent: int
    heads_percent: int


RULES: Final = (CoverageRule(date(2024, 1, 1), timedelta(days=30), 100, 90),)
"""The Front's goal: all full-time officers, and more than 90 % of committee heads. The month is ours."""


@dataclass(frozen=True, slots=True)
class NetworkPerson:
    """Somebody of the network.

    Attributes:
        id: made of unit, kind, name and hamlet, so that a list that is entered again enters nobody twice.
        unit_path: where they are registered.
        kind: see `PersonKind`.
        name: for people.
        hamlet: where a committee head works; may be empty.
        oa_id, user_id: their Zalo at the unit's account; empty until they are linked.
        linked_at: since when.
    """

    id: str
    unit_path: str
    kind: PersonKind
    name: str = field(repr=False)
    hamlet: str = ""
    oa_id: str = ""
    user_id: str = field(default="", repr=False)
    linked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of one kind of people is reached."""

    kind: PersonKind
    registered: int
    linked: int
    active: int
    goal: int

    @property
    def is_reached(self) -> bool:
        """Whether it is what the Front wants; nobody registered is not."""
        part, wanted = 100 * self.active, self.goal * self.registered
        return self.registered > 0 and (part >= wanted if self.goal == 100 else part > wanted)  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row of a list, counted as a sheet counts."""

    line: int
    message: str


def person_id(unit_path: str, kind: PersonKind, name: str, hamlet: str) -> str:
    """Return the id of somebody, the same for the same words."""
    words = "\n".join([unit_path, kind.value, fold(name), fold(hamlet)])
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def rule_on(rules: Sequence[CoverageRule], now: datetime) -> CoverageRule:
    """Return the rule that holds."""
    return nearest(rules, local_day(now))


def standing(
    person: NetworkPerson, active_at: datetime | None, rule: CoverageRule, now: datetime
) -> Standing:
    """Return whether somebody is reached; linking itself is something that they did."""
    if person.linked_at is None:
        return Standing.NOT_LINKED
    latest = max(filter(None, (person.linked_at, active_at)))
    return Standing.ACTIVE if latest >= now - rule.active_hours else Standing.SILENT


def coverage(standings: Iterable[tuple[NetworkPerson, Standing]], rule: CoverageRule) -> list[Coverage]:
    """Count the people of each kind."""
    known = list(standings)
    goals = {PersonKind.OFFICER: rule.officers_percent, PersonKind.COMMITTEE_HEAD: rule.heads_percent}
    return [
        Coverage(
            kind,
            registered=len(of_kind),
            linked=sum(each is not Standing.NOT_LINKED for each in of_kind),
            active=sum(each is Standing.ACTIVE for each in of_kind),
            goal=goal,
        )
        for kind, goal in goals.items()
        for of_kind in [[each for person, each in known if person.kind is kind]]
    ]


def read_people(
    rows: Sequence[tuple[int, Sequence[str]]], units: Sequence[Unit]
) -> tuple[list[NetworkPerson], list[RowFault]]:
    """Read people from rows: name, kind, unit, hamlet.

    Args:
        rows: number and cells; the first may be the sheet's head.
        units: in which people may be registered; with one alone the unit may be left out.

    Returns:
        Those that can be read, and what is wrong with the other rows.
    """
    if rows and fold(rows[0][1][0] if rows[0][1] else "") in texts.HEADS:
        rows = rows[1:]
    if not rows:
        return [], [RowFault(1, texts.NO_ROWS)]
    if len(rows) > MOST_AT_ONCE:
        return [], [RowFault(rows[MOST_AT_ONCE][0], texts.TOO_MANY.format(most=MOST_AT_ONCE))]
    by_name: dict[str, list[Unit]] = {}
    for unit in units:
        for key in {name_key(unit.name), unit.path, unit.code}:
            by_name.setdefault(key, []).append(unit)
    people: dict[str, NetworkPerson] = {}
    faults: list[RowFault] = []
    for number, cells in rows:
        name, kind, unit_name, hamlet = (
            " ".join(cell.split()) for cell in (*cells, "", "", "", "")[:_COLUMNS]
        )
        fault = _fault(name, kind, unit_name, hamlet, by_name, only=len(units) == 1)
        if fault:
            faults.append(RowFault(number, fault))
            continue
        path = (_units(unit_name, by_name)[0] if unit_name else units[0]).path
        known = PersonKind(texts.KIND_WORDS[fold(kind)])
        key = person_id(path, known, name, hamlet)
        if key in people:
            faults.append(RowFault(number, texts.TWICE))
        else:
            people[key] = NetworkPerson(key, path, known, name, hamlet)
    return list(people.values()), faults


def _units(name: str, by_name: Mapping[str, list[Unit]]) -> list[Unit]:
    return by_name.get(name_key(name)) or by_name.get(name) or []


def _fault(  # noqa: PLR0911 - one answer for each thing that can be wrong
    name: str, kind: str, unit: str, hamlet: str, by_name: Mapping[str, list[Unit]], *, only: bool
) -> str:
    if not name:
        return texts.NAME_MISSING
    if max(len(name), len(hamlet)) > _LONGEST:
        return texts.TOO_LONG
    if fold(kind) not in texts.KIND_WORDS:
        return texts.KIND_UNKNOWN.format(kind=kind[:40])
    if not unit:
        return "" if only else texts.UNIT_MISSING
    found = _units(unit, by_name)
    if not found:
        return texts.UNIT_UNKNOWN.format(unit=unit[:60])
    if len(found) > 1:
        return texts.UNIT_TWICE.format(unit=unit[:60], codes=", ".join(each.path for each in found))
    return ""
