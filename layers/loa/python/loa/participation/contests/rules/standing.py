"""The rankings of units: distinct persons per 1,000 adults, and the average of everybody's best try.

Repetition and large units win nothing by it. An average of few says nothing, and may say something of each.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from loa.dated_rules import in_force, load

PER: Final = 1_000
FEWEST_FOR_AVERAGE: Final = 50


@dataclass(frozen=True, slots=True)
class AdultsRule:
    """How many adults live in a unit, from a day on.

    Attributes:
        unit_path: the unit.
        adults: persons of 15 years and more.
        since: first day on which the number holds.
        source: where it stands.
        verified: whether somebody has compared it with the source.
    """

    unit_path: str
    adults: int
    since: date
    source: str
    verified: bool = False


RULES: Final[tuple[AdultsRule, ...]] = ()
"""Nothing is known until the province has stored its own numbers (`make rules RULE=adults`)."""


def read_adults_rules(text: str) -> tuple[AdultsRule, ...]:
    """Return the rules in a stored text; empty: none. Raises as `load` does."""
    return load(text, AdultsRule, RULES)


def adults_on(rules: Iterable[AdultsRule], day: date) -> dict[str, AdultsRule]:
    """Return what holds on a day, by unit; units of which nobody has stored anything are missing."""
    by_unit: dict[str, list[AdultsRule]] = {}
    for rule in rules:
        by_unit.setdefault(rule.unit_path, []).append(rule)
    found = {path: in_force(known, day) for path, known in by_unit.items()}
    return {path: rule for path, rule in found.items() if rule}


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """A unit in the ranking.

    Attributes:
        unit_path: as it is on the day of the result.
        persons: who took part, each once.
        per_thousand: persons per 1,000 adults, times ten, rounded down; None: its adults are not known.
    """

    unit_path: str
    persons: int
    per_thousand: int | None


@dataclass(frozen=True, slots=True)
class UnitAverage:
    """A unit in the ranking by average.

    Attributes:
        unit_path: as it is on the day of the result.
        persons: who may win, each once.
        hundredths: their average number of right answers, times a hundred, rounded down.
    """

    unit_path: str
    persons: int
    hundredths: int


def averages(persons: Mapping[str, int], scores: Mapping[str, int]) -> list[UnitAverage]:
    """Return the units of which enough people took part, the best average first.

    Args:
        persons: who may win, by unit.
        scores: the sum of their best scores, by unit.
    """
    found = [
        UnitAverage(path, count, scores[path] * 100 // count)
        for path, count in persons.items()
        if count >= FEWEST_FOR_AVERAGE
    ]
    return sorted(found, key=lambda each: (-each.hundredths, -each.persons, each.unit_path))


def carried(counts: Mapping[str, int], heirs: Mapping[str, str]) -> Counter[str]:
    """Return the persons by unit of today: whoever took part in a unit that has ended stands in its heir."""
    found: Counter[str] = Counter()
    for path, persons in counts.items():
        found[heirs.get(path, path)] += persons
    return found


def standings(persons: Mapping[str, int], adults: Mapping[str, int]) -> list[UnitStanding]:
    """Return all units that took part, best first; those whose adults are not known come last."""
    found = [
        UnitStanding(path, count, count * PER * 10 // adults[path] if adults.get(path) else None)
        for path, count in persons.items()
        if count
    ]
    return sorted(
        found,
        key=lambda each: (
            each.per_thousand is None,
            -(each.per_thousand or 0),
            -each.persons,
            each.unit_path,
        ),
    )
