"""Makes `loa/foundation/working_time/days.py` from the library `holidays` (a dependency of development only).

    python -m infra.holidays.build            writes the file
    python -m infra.holidays.build --check    compares the committed file with it (exit code 1: differs)

The library knows the lunar calendar and the law of each year; why it is not loaded at run time says
`infra/decisions/2026-11-21-holidays.md`. Whoever raises its version runs this again and reads the difference.
Swaps of working days are not taken from here: they stand with their sources in `swaps.py` there.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from holidays.countries.vietnam import Vietnam

from infra.local.places import ROOT

RESULT: Final = ROOT / "layers/loa/python/loa/foundation/working_time/days.py"
YEARS: Final = range(2024, 2036)

KEYS: Final = {
    "29 Tết": "tet",
    "Giao thừa Tết Nguyên Đán": "tet",
    "Tết Nguyên Đán": "tet",
    "Mùng hai Tết Nguyên Đán": "tet",
    "Mùng ba Tết Nguyên Đán": "tet",
    "Mùng bốn Tết Nguyên Đán": "tet",
    "Mùng năm Tết Nguyên Đán": "tet",
    "Mùng sáu Tết Nguyên Đán": "tet",
    "Tết Dương lịch": "new_year",
    "Ngày Giỗ Tổ Hùng Vương": "hung_kings",
    "Ngày Chiến thắng": "victory",
    "Ngày Quốc tế Lao động": "labour",
    "Quốc khánh": "national",
    "Ngày Văn hóa Việt Nam": "culture",
}
"""Our key for each of the library's names."""

IN_LIEU: Final = " (nghỉ bù)"
SWAPPED: Final = "Ngày nghỉ (thay cho ngày "


def days_off() -> dict[str, str]:
    """The key of each public holiday and each day off in lieu of one, by day in ISO form, in order."""
    found = {}
    calendar = Vietnam(years=YEARS, language="vi")  # type: ignore[no-untyped-call]  # the library is typed in part
    for day, names in sorted(calendar.items()):
        name = names.split("; ")[0]
        if day.year in YEARS and not name.startswith(SWAPPED):
            key = KEYS[name.removesuffix(IN_LIEU)]
            found[day.isoformat()] = f"{key}_in_lieu" if name.endswith(IN_LIEU) else key
    return found


def rendered() -> str:
    """The whole file."""
    lines = [
        '"""Vietnam\'s public holidays, and the days off in lieu of those that fall on a weekend.',
        "",
        "Made by `python -m infra.holidays.build` from the library `holidays`: do not edit. Where the",
        "government has not announced a year's list yet, the law's rule stands; what it decides otherwise",
        "goes into `swaps.py` or into the stored calendar (`model.read_calendar`).",
        '"""',
        "",
        "from collections.abc import Mapping",
        "from typing import Final",
        "",
        f"FIRST_YEAR: Final = {YEARS.start}",
        f"LAST_YEAR: Final = {YEARS.stop - 1}",
        "",
        "HOLIDAYS: Final[Mapping[str, str]] = {",
        *(f'    "{day}": "{key}",' for day, key in days_off().items()),
        "}",
        '"""The key of its name in `texts.HOLIDAYS`, by day in ISO form."""',
    ]
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Write the file, or compare it."""
    parser = argparse.ArgumentParser(description="Public holidays from the library.")
    parser.add_argument("--check", action="store_true", help="compare only")
    if not parser.parse_args(arguments).check:
        RESULT.write_text(rendered(), "utf-8")
        return 0
    if RESULT.read_text("utf-8") == rendered():
        return 0
    place = RESULT.relative_to(ROOT) if RESULT.is_relative_to(ROOT) else Path(RESULT.name)
    print(f"{place} differs from the library", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
