"""The form in which a committee hands in its report: Decree 30/2020/NĐ-CP. Pure."""

from datetime import date, timedelta
from typing import Final

from loa.foundation.units.model import Unit
from loa.reports.summary import texts
from loa.reports.tables.model import Letter
from loa.reports.tables.texts import day

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
        about=texts.LETTER_ABOUT.format(about=about, period=period_words(first_day, last_day)),
        opening=opening,
    )


def letter_from(unit: Unit, above: Unit | None, year: int, *, about: str, opening: tuple[str, ...]) -> Letter:
    """Return what stands before and behind what a unit reports, signed in a year; as `letter_of`."""
    superior = committee(above) if above else texts.COMMITTEE_OF_THE_COUNTRY
    return Letter(
        above=superior,
        body=committee(unit),
        symbol=texts.LETTER_SYMBOL,
        place=unit.name.removeprefix(unit.kind.label).strip(),
        year=year,
        title=texts.LETTER_TITLE,
        about=about,
        opening=opening,
        recipients=(
            texts.RECIPIENT_ABOVE.format(committee=superior),
            texts.RECIPIENT_PARTY.format(place=_inside(unit)),
            *texts.RECIPIENTS,
        ),
        signed_for=texts.SIGNED_FOR,
        office=texts.SIGNING_OFFICE,
    )


def committee(unit: Unit) -> str:
    """The name of a unit's committee: "Ủy ban MTTQ Việt Nam xã Yên Thành"; it breaks before the place."""
    place = _inside(unit)
    return texts.COMMITTEE.format(
        unit=place.replace(" ", "\N{NO-BREAK SPACE}") if len(place) < _LINE else place
    )


def period_words(first: date, last: date) -> str:
    """A period as people call it: "tháng 10 năm 2024", "quý IV năm 2024", "tuần từ …", or its days."""
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1 and first.year == last.year
    length = last.month - first.month + 1
    if whole and length == 1:
        return texts.MONTH.format(month=first.month, year=first.year)
    if whole and length == _MONTHS_OF_QUARTER and first.month % _MONTHS_OF_QUARTER == 1:
        return texts.QUARTER.format(
            quarter=texts.QUARTERS[first.month // _MONTHS_OF_QUARTER], year=first.year
        )
    if whole and (first.month, last.month) == (1, 12):
        return texts.YEAR.format(year=first.year)
    if first.weekday() == 0 and last == first + timedelta(days=6):
        return texts.WEEK.format(first=day(first), last=day(last))
    return texts.DAYS.format(first=day(first), last=day(last))


def _inside(unit: Unit) -> str:
    """A unit's name inside a sentence: its kind begins small."""
    return unit.name[:1].lower() + unit.name[1:]
