"""What about the best entries of a round is worth a look by people; it decides nothing. Pure rules.

Only the entries that lead are looked at: who wins nothing is left alone. Schools and offices take part
together, families think alike: each signal says what was seen, and people judge.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
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

    def is_near(self, other: "EntryTrace") -> bool:
        """Whether another entry was handed in about the same time."""
        return bool(self.at and other.at and abs(self.at - other.at) <= TOGETHER)

    def is_in_minute_of(self, other: "EntryTrace") -> bool:
        """Whether another entry was handed in within the same minute of the clock."""
        return bool(self.at and other.at and _minute(self.at) == _minute(other.at))

    def is_like(self, other: "EntryTrace") -> bool:
        """Whether another entry predicts the same, and agrees in every common question."""
        common = self.chosen.keys() & other.chosen.keys()
        agrees = bool(common) and all(self.chosen[each] == other.chosen[each] for each in common)
        return agrees and self.prediction == other.prediction


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


@dataclass(slots=True)
class EntryTally:
    """What was counted beside an entry that leads: it stays small, however many entries are read.

    Attributes:
        in_minute: entries of its commune in its minute, with itself.
        alike: others that are like it, about the same time.
        alike_with_faults: those of them that agree with it in something wrong.
        faults: the questions that any of those have wrong, as it has.
        receipts, receipts_with_faults: of such entries, the first `SHOWN`.
    """

    in_minute: int = 0
    alike: int = 0
    alike_with_faults: int = 0
    faults: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()
    receipts_with_faults: tuple[str, ...] = ()

    def add(self, mine: EntryTrace, other: EntryTrace) -> None:
        """Count another entry of the same commune."""
        self.in_minute += mine.is_in_minute_of(other)
        if other.receipt == mine.receipt or not (mine.is_near(other) and mine.is_like(other)):
            return
        self.alike += 1
        self.receipts = _first((*self.receipts, other.receipt))
        if faults := mine.wrong & other.wrong:
            self.alike_with_faults += 1
            self.faults = tuple(sorted(faults.union(self.faults)))
            self.receipts_with_faults = _first((*self.receipts_with_faults, other.receipt))


@dataclass(frozen=True, slots=True)
class LeadingEntry:
    """An entry that leads, what its best try tells, and what was counted beside it so far."""

    entry: RankedEntry
    trace: EntryTrace
    tally: EntryTally

    @property
    def signals(self) -> tuple[Signal, ...]:
        """What was seen of it."""
        return (*_fast(self.trace), *_alike(self.tally), *_crowd(self.tally.in_minute))


@dataclass(frozen=True, slots=True)
class EntryLook:
    """Looks at all entries, one after another, for what concerns those that lead.

    Attributes:
        leaders: best first.
    """

    leaders: Sequence[LeadingEntry]

    @property
    def units(self) -> frozenset[str]:
        """The communes of those that lead: of others nothing is looked at."""
        return frozenset(each.trace.unit_path for each in self.leaders)

    def add(self, other: EntryTrace) -> None:
        """Count an entry, each once, in any order."""
        for each in self.leaders:
            if each.trace.unit_path == other.unit_path:
                each.tally.add(each.trace, other)

    def seen(self) -> list[SeenEntry]:
        """Return the entries that lead of which something was seen, best first."""
        places = enumerate(self.leaders, 1)
        return [SeenEntry(each.entry, place, each.signals) for place, each in places if each.signals]


def _fast(trace: EntryTrace) -> Iterator[Signal]:
    questions = len(trace.chosen)
    if trace.seconds is not None and trace.seconds < FAST_SECONDS * questions:
        yield Signal(SignalKind.FAST, trace.seconds, questions)


def _alike(tally: EntryTally) -> Iterator[Signal]:
    if tally.alike_with_faults + 1 >= ALIKE_WITH_FAULTS:
        count, of = tally.alike_with_faults + 1, len(tally.faults)
        yield Signal(SignalKind.ALIKE, count, of, tally.receipts_with_faults)
    elif tally.alike + 1 >= ALIKE:
        yield Signal(SignalKind.ALIKE, tally.alike + 1, 0, tally.receipts)


def _crowd(count: int) -> Iterator[Signal]:
    if count >= CROWD:
        yield Signal(SignalKind.CROWD, count)


def _first(receipts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(receipts)[:SHOWN])


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
