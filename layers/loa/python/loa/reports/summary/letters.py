"""The form in which a committee hands in its report: Decree 30/2020/NĐ-CP. Pure."""

from datetime import date, timedelta
from typing import Final

from loa.foundation.units.model import Unit
from loa.reports.summary import texts as summary_texts
from loa.reports.tables import texts
from loa.reports.tables.model import Letter

_MONTHS_OF_QUARTER: Final = 3
_LINE: Final = 24
"""Letters that fit into one line of the head."""


def letter_of(
    unit: Unit, above: Unit | None, first_day: date, last_day: date, *, about: str, opening: tuple[str, ...]
) -> Letter:
    """Return what stands before and behind the figures of a unit's report.

    Args:
        unit: who reports.
        above: the unit above it; None: for a province.
        first_day: of the period, included.
        last_day: likewise.
        about: what the report is about, without the period.
        opening: paragraphs before the figures.
    """
    return letter_from(
        unit,
        above,
        (last_day + timedelta(days=1)).year,
        about=summary_texts.LETTER_ABOUT.format(about=about, period=period_words(first_day, last_day)),
        opening=opening,
    )


def letter_from(unit: Unit, above: Unit | None, year: int, *, about: str, opening: tuple[str, ...]) -> Letter:
    """Return what stands before and behind what a unit reports, signed in a year; as `letter_of`."""
    superior = committee(above) if above else summary_texts.COMMITTEE_OF_THE_COUNTRY
    return Letter(
        above=superior,
        body=committee(unit),
        symbol=summary_texts.LETTER_SYMBOL,
        place=unit.name.removeprefix(unit.kind.label).strip(),
        year=year,
        title=summary_texts.LETTER_TITLE,
        about=about,
        opening=opening,
        recipients=(
            summary_texts.RECIPIENT_ABOVE.format(committee=superior),
            summary_texts.RECIPIENT_PARTY.format(place=_inside(unit)),
            *summary_texts.RECIPIENTS,
        ),
        signed_for=summary_texts.SIGNED_FOR,
        office=summary_texts.SIGNING_OFFICE,
    )


def committee(unit: Unit) -> str:
    """The name of a unit's committee: "Ủy ban MTTQ Việt Nam xã Yên Thành"; it breaks before the place."""
    place = _inside(unit)
    return summary_texts.COMMITTEE.format(
        unit=place.replace(" ", "\N{NO-BREAK SPACE}") if len(place) < _LINE else place
    )


def period_words(first: date, last: date) -> str:
    """A period as people call it: "tháng 10 năm 2024", "quý IV năm 2024", "tuần từ …", or its days."""
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1 and first.year == last.year
    length = last.month - first.month + 1
    if whole and length == 1:
        return summary_texts.MONTH.format(month=first.month, year=first.year)
    if whole and length == _MONTHS_OF_QUARTER and first.month % _MONTHS_OF_QUARTER == 1:
        return summary_texts.QUARTER.format(
            quarter=summary_texts.QUARTERS[first.month // _MONTHS_OF_QUARTER], year=first.year
        )
    if whole and (first.month, last.month) == (1, 12):
        return summary_texts.YEAR.format(year=first.year)
    if first.weekday() == 0 and last == first + timedelta(days=6):
        return summary_texts.WEEK.format(first=texts.day(first), last=texts.day(last))
    return summary_texts.DAYS.format(first=texts.day(first), last=texts.day(last))


def _inside(unit: Unit) -> str:
    """A unit's name inside a sentence: its kind begins small."""
    return unit.name[:1].lower() + unit.name[1:]
