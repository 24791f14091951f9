"""The tables about a contest: rounds, winners, lots, the ranking of units. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from loa.clock import VIETNAM
from loa.participation.contests.rounds import shown_changes
from loa.participation.contests.rules.model import ContestRound, RoundChange, RoundChangeKind
from loa.participation.contests.rules.standing import FEWEST_FOR_AVERAGE
from loa.reports.contests import texts
from loa.reports.tables.model import ColumnKind, OneDecimal, ReportColumn, ReportRow, ReportTable

_TENTHS: Final = 10
_HUNDREDTHS: Final = 100
_HEX: Final = 32
"""Digits of a seed that stand in one line."""
_BY_ROUND: Final = (
    ReportColumn(texts.ROUND, 7, ColumnKind.RUNNING),
    ReportColumn(texts.TIME, 34),
    ReportColumn(texts.PERSONS, 12, ColumnKind.NUMBER),
    ReportColumn(texts.KNOWN, 12, ColumnKind.NUMBER),
    ReportColumn(texts.ASSISTED, 10, ColumnKind.NUMBER),
    ReportColumn(texts.SUBMITS, 12, ColumnKind.NUMBER),
    ReportColumn(texts.PERFECT, 14, ColumnKind.NUMBER),
    ReportColumn(texts.PRIZES, 9, ColumnKind.NUMBER),
    ReportColumn(texts.EDITION, 9, ColumnKind.NUMBER),
)
_BY_WINNER: Final = (
    ReportColumn(texts.RUNNING, 6, ColumnKind.RUNNING),
    ReportColumn(texts.ROUND, 7, ColumnKind.NUMBER),
    ReportColumn(texts.PLACE, 8, ColumnKind.NUMBER),
    ReportColumn(texts.RECEIPT, 16),
    ReportColumn(texts.SCORE, 10, ColumnKind.NUMBER),
    ReportColumn(texts.PREDICTION, 12, ColumnKind.NUMBER),
    ReportColumn(texts.UNIT, 32),
)
_BY_LOT: Final = (
    ReportColumn(texts.ROUND, 7, ColumnKind.RUNNING),
    ReportColumn(texts.SOURCE, 24),
    ReportColumn(texts.VALUE, 14),
    ReportColumn(texts.COMMITMENT, 36),
    ReportColumn(texts.SEED, 36),
    ReportColumn(texts.CHANGES, 32),
)
_BY_UNIT: Final = (
    ReportColumn(texts.RUNNING, 6, ColumnKind.RUNNING),
    ReportColumn(texts.ROUND, 7, ColumnKind.NUMBER),
    ReportColumn(texts.RANK, 7, ColumnKind.NUMBER),
    ReportColumn(texts.UNIT, 40),
    ReportColumn(texts.RANKED, 12, ColumnKind.NUMBER),
    ReportColumn(texts.PER_THOUSAND, 12, ColumnKind.NUMBER),
)
_BY_AVERAGE: Final = (*_BY_UNIT[:-1], ReportColumn(texts.AVERAGE, 12, ColumnKind.NUMBER))

_CHANGED: Final = {
    RoundChangeKind.QUESTION: texts.QUESTION_WITHDRAWN,
    RoundChangeKind.VALUE: texts.VALUE_CHANGED,
    RoundChangeKind.ENTRY: texts.ENTRY_EXCLUDED,
    RoundChangeKind.RETURNED: texts.ENTRY_RETURNED,
    RoundChangeKind.SOURCE: texts.SOURCE_LATER,
}


@dataclass(frozen=True, slots=True)
class RoundResult:
    """A round, and the edition of its result that is public."""

    round: ContestRound
    result: Mapping[str, Any]

    def number(self, name: str) -> int:
        """Return one of its numbers; 0: the result was made before it was counted."""
        return int(self.result.get(name, 0))


def round_table(held: Sequence[RoundResult], made: str) -> ReportTable:
    """Return the numbers of each round."""
    names = ("persons", "known", "assisted", "submits", "perfect")
    rows = [
        ReportRow(
            (
                each.round.number,
                _span(each.round),
                *(each.number(name) for name in names),
                len(each.result["winners"]),
                each.round.edition,
            )
        )
        for each in held
    ]
    return ReportTable(
        name=texts.ROUNDS_SHEET,
        lines=(texts.ROUNDS_TITLE, made),
        columns=_BY_ROUND,
        rows=tuple(rows),
        empty=texts.NO_ROUNDS,
    )


def winner_table(held: Sequence[RoundResult], names: Mapping[str, str], made: str) -> ReportTable:
    """Return the receipts that won: nobody's name."""
    won = [
        (each.round.number, place, one)
        for each in held
        for place, one in enumerate(each.result["winners"], 1)
    ]
    return ReportTable(
        name=texts.WINNERS_SHEET,
        lines=(texts.WINNERS_TITLE, made, texts.WINNERS_NOTE),
        columns=_BY_WINNER,
        rows=tuple(
            ReportRow(
                (
                    running,
                    number,
                    place,
                    one["receipt"],
                    int(one["score"]),
                    int(one["prediction"]),
                    names.get(one["unit_path"], one["unit_path"]),
                )
            )
            for running, (number, place, one) in enumerate(won, 1)
        ),
        empty=texts.NO_WINNERS,
        landscape=False,
    )


def lot_table(held: Sequence[RoundResult], made: str) -> ReportTable:
    """Return what anybody needs to draw the lots again, and what was changed after the sealing."""
    return ReportTable(
        name=texts.LOTS_SHEET,
        lines=(texts.LOTS_TITLE, made, texts.LOTS_NOTE),
        columns=_BY_LOT,
        rows=tuple(
            ReportRow(
                (
                    each.round.number,
                    each.round.value_source,
                    str(each.result["value"]),
                    _in_lines(each.round.commitment),
                    _in_lines(str(each.result["seed"])),
                    "\n".join(_changes(each.round.changes, each.round.edition)) or None,
                )
            )
            for each in held
        ),
        empty=texts.NO_ROUNDS,
        plain=True,
    )


def unit_table(held: Sequence[RoundResult], names: Mapping[str, str], made: str) -> ReportTable:
    """Return the ranking of units in each round."""
    standings = [
        (each.round.number, rank, one) for each in held for rank, one in enumerate(each.result["units"], 1)
    ]
    warning = (texts.ADULTS_UNVERIFIED,) if any(not is_verified(each) for each in held) else ()
    return ReportTable(
        name=texts.UNITS_SHEET,
        lines=(texts.UNITS_TITLE, made, texts.UNITS_NOTE, *warning),
        columns=_BY_UNIT,
        rows=tuple(
            ReportRow(
                (
                    running,
                    number,
                    rank,
                    names.get(one["unit_path"], one["unit_path"]),
                    int(one["persons"]),
                    None if one["per_thousand"] is None else OneDecimal(int(one["per_thousand"]) / _TENTHS),
                )
            )
            for running, (number, rank, one) in enumerate(standings, 1)
        ),
        empty=texts.NO_UNITS,
        landscape=False,
    )


def average_table(held: Sequence[RoundResult], names: Mapping[str, str], made: str) -> ReportTable | None:
    """Return the second ranking of units, by the average of everybody's best try; None: no round has one."""
    ranking = [
        (each.round.number, rank, one)
        for each in held
        for rank, one in enumerate(each.result.get("averages", ()), 1)
    ]
    if not ranking:
        return None
    return ReportTable(
        name=texts.AVERAGES_SHEET,
        lines=(texts.AVERAGES_TITLE, made, texts.AVERAGES_NOTE.format(fewest=FEWEST_FOR_AVERAGE)),
        columns=_BY_AVERAGE,
        rows=tuple(
            ReportRow(
                (
                    running,
                    number,
                    rank,
                    names.get(one["unit_path"], one["unit_path"]),
                    int(one["persons"]),
                    f"{int(one['hundredths']) / _HUNDREDTHS:.2f}".replace(".", ","),
                )
            )
            for running, (number, rank, one) in enumerate(ranking, 1)
        ),
        landscape=False,
    )


def is_verified(each: RoundResult) -> bool:
    """Whether somebody has compared the numbers of adults with their source."""
    return bool(each.result["adults_verified"])


def _changes(changes: Iterable[RoundChange], edition: int) -> list[str]:
    return [
        _CHANGED[each.kind].format(before=each.before, after=each.after, reason=each.reason)
        for each in shown_changes(changes)
        if each.edition <= edition
    ]


def _span(each: ContestRound) -> str:
    opens, closes = (moment.astimezone(VIETNAM) for moment in (each.opens, each.closes))
    return f"{opens:%H:%M %d/%m/%Y} - {closes:%H:%M %d/%m/%Y}"


def _in_lines(digits: str) -> str:
    return "\n".join(digits[start : start + _HEX] for start in range(0, len(digits), _HEX))
