"""The tables about a survey: those that were published, and where nobody has answered. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from loa.foundation.units.model import Unit
from loa.participation.surveys.texts import REST
from loa.reports.surveys import texts
from loa.reports.tables.model import ColumnKind, ReportColumn, ReportRow, ReportTable

_BY_QUESTION: Final = (
    ReportColumn(texts.QUESTION, 70, ColumnKind.NAME),
    ReportColumn(texts.PERSONS, 12, ColumnKind.NUMBER),
)
_BY_UNIT: Final = (
    ReportColumn(texts.QUESTION, 44),
    ReportColumn(texts.UNIT, 24),
    ReportColumn(texts.OPTION, 24),
    ReportColumn(texts.PERSONS, 12, ColumnKind.NUMBER),
)
_BY_MISSING: Final = (
    ReportColumn(texts.RUNNING, 6, ColumnKind.RUNNING),
    ReportColumn(texts.UNIT, 40),
)


def result_table(published: Sequence[Mapping[str, Any]], made: str) -> ReportTable:
    """Return what was published, question by question."""
    rows: list[ReportRow] = []
    for each in published:
        answered, words = int(each["answered"]), each["words"]
        said = (texts.ASKED if answered else texts.NOT_TOLD).format(words=words)
        rows.append(ReportRow((said, answered or None), strong=True))
        numbers = zip(each["columns"], each["total"], strict=True)
        rows += [ReportRow((option, int(number)), level=1) for option, number in numbers]
        untold = each.get("untold", ())
        rows += [ReportRow((f"{option}: {texts.NOT_APART}", None), level=1) for option in untold]
    return ReportTable(
        name=texts.RESULT_SHEET,
        lines=(texts.RESULT_TITLE, made, texts.NOTE),
        columns=_BY_QUESTION,
        rows=tuple(rows),
        empty=texts.NO_RESULT,
        landscape=False,
    )


def unit_table(published: Sequence[Mapping[str, Any]], names: Mapping[str, str], made: str) -> ReportTable:
    """Return what was published of communes; those that were put together stand together."""
    rows = [
        ReportRow((each["words"], _name(unit["unit_path"], names), option, int(number)))
        for each in published
        if len(each["units"]) > 1
        for unit in each["units"]
        for option, number in zip(each["columns"], unit["numbers"], strict=True)
    ]
    return ReportTable(
        name=texts.UNITS_SHEET,
        lines=(texts.UNITS_TITLE, made, texts.NOTE),
        columns=_BY_UNIT,
        rows=tuple(rows),
        empty=texts.NO_UNITS,
    )


def missing_table(missing: Sequence[Unit], made: str) -> ReportTable:
    """Return the communes and wards from which nobody has answered."""
    return ReportTable(
        name=texts.MISSING_SHEET,
        lines=(texts.MISSING_TITLE, made),
        columns=_BY_MISSING,
        rows=tuple(ReportRow((running, unit.name)) for running, unit in enumerate(missing, 1)),
        empty=texts.NO_MISSING,
        landscape=False,
    )


def _name(path: str, names: Mapping[str, str]) -> str:
    return names.get(path, path) if path else REST
