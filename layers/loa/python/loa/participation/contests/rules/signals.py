"""What about the best entries of a round is worth a look by people; it decides nothing. Pure rules.

Only the entries that lead are looked at: who wins nothing is left alone. Schools and offices take part
together, families think alike: each signal says what was seen, and people judge.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from loa.participation.contests.rules import texts
from loa.participation.contests.rules.lot import RankedEntry

LEADERS: Final = 100
"""Entries that are looked at, best first."""
FAST_SECONDS: Final = 2
"""For one question: nobody reads it in less."""
TOGETHER: Final = timedelta(minutes=10)
ALIKE_WITH_FAULTS: Final = 3
"""So many entries that agree in what is wrong are worth a look."""
ALIKE: Final = 10
"""So many that agree in what is right: whoever knows the law agrees."""
CROWD: Final = 30
"""Entries of one commune in one minute."""
SHOWN: Final = 20
"""Receipts that a signal names."""


class SignalKind(StrEnum):
    """What was seen."""

    FAST = "fast"
    ALIKE = "alike"
    CROWD = "crowd"


@dataclass(frozen=True, slots=True)
class EntryTrace:
    """What the best try of an entry tells.

    Attributes:
        receipt, unit_path, prediction: of the entry.
        at: when it was handed in; None: it is not known.
        seconds: that the try took; None: it is not known.
        chosen: question → option, as in the bank.
        wrong: the questions of them that are wrong.
    """

    receipt: str
    unit_path: str
    prediction: int
    at: datetime | None
    seconds: int | None
    chosen: Mapping[str, int]
    wrong: frozenset[str]

    def is_beside(self, other: "EntryTrace") -> bool:
        """Whether another entry was handed in about the same time, and agrees in every common question."""
        is_near = self.at and other.at and abs(self.at - other.at) <= TOGETHER
        common = self.chosen.keys() & other.chosen.keys()
        return bool(is_near and common) and all(self.chosen[each] == other.chosen[each] for each in common)


@dataclass(frozen=True, slots=True)
class Signal:
    """Something seen of an entry.

    Attributes:
        kind: what.
        count: seconds of one that was fast; entries that are alike, or came in the same minute.
        of: questions of one that was fast; common faults of those that are alike.
        others: receipts of other entries, at most `SHOWN`.
    """

    kind: SignalKind
    count: int
    of: int = 0
    others: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What officers and whoever handed in read."""
        return texts.SIGNALS[self.kind.value, bool(self.of)].format(count=self.count, of=self.of)


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """An entry that leads and is worth a look.

    Attributes:
        entry: which one.
        place: in the ranking, from 1.
        signals: what was seen of it.
    """

    entry: RankedEntry
    place: int
    signals: tuple[Signal, ...]

    @property
    def digest(self) -> str:
        """Names what was seen, wherever the entry stands: of other signals it is another."""
        said = [[each.kind.value, each.count, each.of, *each.others] for each in self.signals]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def seen_entries(
    leaders: Sequence[RankedEntry], traces: Iterable[EntryTrace], by_minute: Mapping[str, int]
) -> list[SeenEntry]:
    """Return the entries that lead of which something was seen, best first.

    Args:
        leaders: best first.
        traces: of them, and of the entries of their communes with their predictions.
        by_minute: how many entries there are by `minute_of`; looked at when all traces are read.
    """
    receipts = {each.receipt for each in leaders}
    by_prediction: dict[tuple[str, int], list[EntryTrace]] = {}
    leading = []
    for trace in traces:
        by_prediction.setdefault((trace.unit_path, trace.prediction), []).append(trace)
        if trace.receipt in receipts:
            leading.append(trace)
    found = {}
    for trace in leading:
        beside = by_prediction[trace.unit_path, trace.prediction]
        count = by_minute.get(minute_of(trace.unit_path, trace.at), 0)
        found[trace.receipt] = (*_fast(trace), *_alike(trace, beside), *_crowd(trace, count))
    ranking = ((place, each, found.get(each.receipt, ())) for place, each in enumerate(leaders, 1))
    return [SeenEntry(each, place, signals) for place, each, signals in ranking if signals]


def _fast(trace: EntryTrace) -> Iterator[Signal]:
    questions = len(trace.chosen)
    if trace.seconds is not None and trace.seconds < FAST_SECONDS * questions:
        yield Signal(SignalKind.FAST, trace.seconds, questions)


def _alike(trace: EntryTrace, others: Iterable[EntryTrace]) -> Iterator[Signal]:
    beside = [each for each in others if each.receipt != trace.receipt and trace.is_beside(each)]
    faulty = [each for each in beside if each.wrong & trace.wrong]
    if len(faulty) + 1 >= ALIKE_WITH_FAULTS:
        faults = frozenset[str]().union(*(each.wrong for each in faulty)) & trace.wrong
        yield _group(faulty, len(faults))
    elif len(beside) + 1 >= ALIKE:
        yield _group(beside, 0)


def _group(others: list[EntryTrace], faults: int) -> Signal:
    receipts = tuple(sorted(each.receipt for each in others)[:SHOWN])
    return Signal(SignalKind.ALIKE, len(others) + 1, faults, receipts)


def _crowd(trace: EntryTrace, count: int) -> Iterator[Signal]:
    if trace.at and count >= CROWD:
        yield Signal(SignalKind.CROWD, count)


def minute_of(unit_path: str, at: datetime | None) -> str:
    """Return what names a minute in a commune; empty: it is not known."""
    return f"{unit_path} {at:%Y-%m-%d %H:%M}" if at else ""
