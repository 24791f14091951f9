"""Makes `loa/foundation/working_time/lunar_months.py`: when each month of Vietnam's lunar calendar begins.

    python -m infra.holidays.lunar            writes the file
    python -m infra.holidays.lunar --check    compares the committed file with it (exit code 1: differs)

By the astronomy that the calendar is defined by, for 105° East (Decision 121-CP of 1967): a month begins on
the day of a new moon, the eleventh holds the winter solstice, and in a year of thirteen the first month
without a principal term is the leap one. Formulas: Jean Meeus, Astronomical Algorithms, chapters 25 and 49,
as in Hồ Ngọc Đức's published algorithm. Libraries count for China, an hour earlier, whose months differ at
times; `holidays` tells two days of each year, which a test compares.
"""

import argparse
import sys
from datetime import date, timedelta
from math import floor, pi, sin
from typing import Final

from infra.local.places import ROOT

RESULT: Final = ROOT / "layers/loa/python/loa/foundation/working_time/lunar_months.py"
YEARS: Final = range(2024, 2036)
_EPOCH: Final = date(2000, 1, 1)
_EPOCH_JULIAN: Final = 2_451_545
_HOURS_EAST: Final = 7 / 24
_MONTHS: Final = 12
_SOLSTICE: Final = 9
"""The sector of the ecliptic, of twelve, that the winter solstice opens."""


def new_moon(number: int) -> date:
    """Return the day in Vietnam of a new moon; that of January 1900 has number 0."""
    t = number / 1236.85
    t2, t3, dr = t * t, t**3, pi / 180
    mean = 2415020.75933 + 29.53058868 * number + 0.0001178 * t2 - 0.000000155 * t3
    mean += 0.00033 * sin((166.56 + 132.87 * t - 0.009173 * t2) * dr)
    sun = (359.2242 + 29.10535608 * number - 0.0000333 * t2 - 0.00000347 * t3) * dr
    moon = (306.0253 + 385.81691806 * number + 0.0107306 * t2 + 0.00001236 * t3) * dr
    node = (21.2964 + 390.67050646 * number - 0.0016528 * t2 - 0.00000239 * t3) * dr
    change = (0.1734 - 0.000393 * t) * sin(sun) + 0.0021 * sin(2 * sun)
    change += -0.4068 * sin(moon) + 0.0161 * sin(2 * moon) - 0.0004 * sin(3 * moon)
    change += 0.0104 * sin(2 * node) - 0.0051 * sin(sun + moon) - 0.0074 * sin(sun - moon)
    change += 0.0004 * sin(2 * node + sun) - 0.0004 * sin(2 * node - sun)
    change += -0.0006 * sin(2 * node + moon) + 0.0010 * sin(2 * node - moon) + 0.0005 * sin(2 * moon + sun)
    clock_differs = -0.000278 + 0.000265 * t + 0.000262 * t2
    return _day(floor(mean + change - clock_differs + 0.5 + _HOURS_EAST))


def sector(day: date) -> int:
    """Return in which twelfth of the ecliptic the sun stands as a day of Vietnam begins; 0 at the equinox."""
    t = (_julian(day) - 0.5 - _HOURS_EAST - _EPOCH_JULIAN) / 36525
    dr = pi / 180
    anomaly = (357.52910 + 35999.05030 * t - 0.0001559 * t * t - 0.00000048 * t**3) * dr
    mean = 280.46645 + 36000.76983 * t + 0.0003032 * t * t
    change = (1.914600 - 0.004817 * t - 0.000014 * t * t) * sin(anomaly)
    change += (0.019993 - 0.000101 * t) * sin(2 * anomaly) + 0.000290 * sin(3 * anomaly)
    return int((mean + change) % 360 // 30)


def months() -> list[tuple[date, int, bool]]:
    """Return first day, number and whether it is a leap month, of each month that touches `YEARS`."""
    found: list[tuple[date, int, bool]] = []
    for year in range(YEARS.start - 1, YEARS.stop + 1):
        first, following = _eleventh(year), _eleventh(year + 1)
        starts = [new_moon(number) for number in range(first, following)]
        ends = [*starts[1:], new_moon(following)]
        has_leap = len(starts) > _MONTHS
        number, leap_seen = 11, False
        for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
            is_leap = has_leap and not leap_seen and place > 0 and sector(start) == sector(end)
            leap_seen = leap_seen or is_leap
            if place and not is_leap:
                number = number % 12 + 1
            found.append((start, number, is_leap))
    begins, ends_at = date(YEARS.start, 1, 1) - timedelta(days=31), date(YEARS.stop, 1, 1)
    return [month for month in found if begins < month[0] < ends_at]


def _eleventh(year: int) -> int:
    """Return the number of the new moon that begins the eleventh month, which holds the winter solstice."""
    number = floor((date(year, 12, 31).toordinal() - date(1900, 1, 1).toordinal()) / 29.530588853)
    while new_moon(number + 1) <= date(year, 12, 31):
        number += 1
    return number - 1 if sector(new_moon(number)) >= _SOLSTICE else number


def _julian(day: date) -> int:
    return (day - _EPOCH).days + _EPOCH_JULIAN


def _day(julian: int) -> date:
    return _EPOCH + timedelta(days=julian - _EPOCH_JULIAN)


def rendered() -> str:
    """The whole file."""
    lines = [
        '"""When each month of Vietnam\'s lunar calendar begins; a leap month bears the number before it.',
        "",
        "Made by `python -m infra.holidays.lunar`: do not edit.",
        '"""',
        "",
        "from typing import Final",
        "",
        "MONTHS: Final = (",
        *(f'    ("{start}", {number}, {is_leap}),' for start, number, is_leap in months()),
        ")",
        '"""First day in ISO form, number, whether it is a leap month."""',
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    """Write the file, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        return int(RESULT.read_text() != rendered())
    RESULT.write_text(rendered())
    return 0


if __name__ == "__main__":
    sys.exit(main())
