"""Lists of cases as a desk needs them: what waits, how much of it, and what fits a search.

    waiting(…)      open cases of a unit and those below, least time left first, with the counts of each tab
    search(…)       all cases by words, phone, name, period; newest first within each unit

Both are bounded. `waiting` reads at most `LOOKED_AT_MOST` (1,000) lines of the index `worklist`, some 300
bytes each: one Query. `search` reads at most as many lines of `listing` for one page, and where a line says
too little the matter itself, at most 1,000 rows in ten requests; the next page goes on behind them. A period
bounds the Query itself where a unit has no others below it, which is every commune.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from loa.casework.cases.desk import texts
from loa.casework.cases.rows.models import CasePage, CaseSummary
from loa.casework.cases.rows.store import LOOKED_AT_MOST, CaseStore
from loa.casework.cases.rules.model import CaseKind, CaseState
from loa.clock import day_start, local_day
from loa.errors import InvalidInput
from loa.platform.aws.dynamodb.tables import Row
from loa.text.cleaning import clean
from loa.text.folding import fold
from loa.text.phones import dialled

LONGEST_SEARCH: Final = 100
_LEAST_DIGITS: Final = 6
"""So many digits in a row are looked for in phone numbers; fewer are words like others."""
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 1, 1)
_SEARCHED: Final = ("what", "where", "whom", "hamlet", "name")


class Tab(StrEnum):
    """The parts of the work that waits."""

    OVERDUE = "overdue"
    TODAY = "today"
    """Due before the day ends."""
    TO_ACCEPT = "to_accept"
    MINE = "mine"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The open cases of a unit and those below.

    Attributes:
        items: least time left first; those whose clock stands still come last.
        counts: how many are on each tab.
        is_complete: False: there are more than were looked at; the counts are "at least".
    """

    items: tuple[CaseSummary, ...]
    counts: Mapping[Tab, int]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search is for; empty: everything.

    Attributes:
        words: all of them, in any order, with or without marks, in the matter, the place, the hamlet, or the
            name of the reporter; six digits and more also in their phone number and in the code.
        kind, state: of the case.
        first, last: days of receipt in Vietnam, both included.
    """

    words: str = ""
    kind: CaseKind | None = None
    state: CaseState | None = None
    first: date | None = None
    last: date | None = None


def is_overdue(line: CaseSummary, now: datetime) -> bool:
    """Tell whether somebody should have done something by now; not while the clock stands still."""
    return line.state.is_open and not line.state.is_paused and line.due <= now


def is_on(tab: Tab, line: CaseSummary, *, officer_id: str, now: datetime) -> bool:
    """Tell whether an open case is on a tab."""
    match tab:
        case Tab.OVERDUE:
            return is_overdue(line, now)
        case Tab.TODAY:
            today = local_day(line.due) == local_day(now)
            return today and not line.state.is_paused and line.due > now
        case Tab.TO_ACCEPT:
            return line.state.is_undecided
        case Tab.MINE:
            return line.owner == officer_id
        case Tab.OPEN:
            return line.state.is_open


def waiting(
    path: str, *, province: str, officer_id: str, now: datetime, store: CaseStore, tab: Tab = Tab.OPEN
) -> Waiting:
    """Return what waits on a tab, and how much waits on each; one Query.

    Args:
        path: the unit.
        province: its province.
        officer_id: whose cases are "mine".
        now: the instant.
        store: the cases.
        tab: which part of it `items` holds.
    """
    page = store.worklist(province, path, limit=LOOKED_AT_MOST)
    counts = {
        each: sum(is_on(each, line, officer_id=officer_id, now=now) for line in page.items) for each in Tab
    }
    shown = [line for line in page.items if is_on(tab, line, officer_id=officer_id, now=now)]
    shown.sort(key=lambda line: (line.state.is_paused, line.due, line.id))
    return Waiting(tuple(shown), counts, page.next_start is None)


def search(
    path: str, wanted: Wanted, *, province: str, store: CaseStore, limit: int, start: Row | None = None
) -> CasePage:
    """Return cases of a unit and those below that fit, newest first within each unit.

    A page may be short, or empty, although more follow: so many lines were looked at.

    Raises:
        InvalidInput: too many letters, or a period that ends before it begins.
    """
    words = clean(wanted.words)
    if len(words) > LONGEST_SEARCH:
        raise InvalidInput(texts.SEARCH_TOO_LONG, fields={"words": texts.SEARCH_TOO_LONG})
    if wanted.first and wanted.last and wanted.first > wanted.last:
        raise InvalidInput(texts.PERIOD_BACKWARDS, fields={"last": texts.PERIOD_BACKWARDS})
    period = (
        day_start(_in_calendar(wanted.first)) if wanted.first else None,
        day_start(_in_calendar(wanted.last) + timedelta(days=1)) if wanted.last else None,
    )
    fits = _fitting(wanted, period)
    at_once = LOOKED_AT_MOST if words else limit
    page = store.listing(province, path, limit=at_once, start=start, fits=fits, received=period)
    if not words:
        return page
    said = _Words(words)
    found: list[CaseSummary] = []
    unsure = {line.id for line in page.items if not said.fit_title(line)}
    matters = store.matters([line.id for line in page.items if line.id in unsure])
    for line in page.items:
        if line.id not in unsure or said.fit_matter(line, matters.get(line.id, {})):
            found.append(line)
            if len(found) == limit and line is not page.items[-1]:
                return CasePage(tuple(found), store.start_after(line, province))
    return CasePage(tuple(found), page.next_start)


def _fitting(
    wanted: Wanted, period: tuple[datetime | None, datetime | None]
) -> Callable[[CaseSummary], bool] | None:
    first, end = period
    if not any((wanted.kind, wanted.state, first, end)):
        return None

    def fits(line: CaseSummary) -> bool:
        return (
            (wanted.kind is None or line.kind is wanted.kind)
            and (wanted.state is None or line.state is wanted.state)
            and (first is None or first <= line.received_at)
            and (end is None or line.received_at < end)
        )

    return fits


def _in_calendar(day: date) -> date:
    """Return a day that can be told in every time zone; before and after there are no cases."""
    return min(max(day, _EARLIEST), _LATEST)


class _Words:
    """The words of a search, compared without marks; digits also as parts of numbers."""

    def __init__(self, text: str) -> None:
        self._words = fold(text).split()
        digits = "".join(sign for sign in text if sign.isdigit())
        rest = "".join(sign for sign in text if sign.isalpha())
        self._phone = (dialled(text), digits) if len(digits) >= _LEAST_DIGITS and not rest else ()

    def fit_title(self, line: CaseSummary) -> bool:
        """Tell whether what the line shows is enough."""
        return not self._phone and self._are_in((line.title, line.code))

    def fit_matter(self, line: CaseSummary, matter: Mapping[str, Any]) -> bool:
        """Tell whether the matter and its reporter fit."""
        phone = dialled(str(matter.get("phone", "")))
        if any(part in phone for part in self._phone):
            return True
        return self._are_in((line.code, *(str(matter.get(name, "")) for name in _SEARCHED)))

    def _are_in(self, texts_of_case: Iterable[str]) -> bool:
        where = fold(" ".join(texts_of_case))
        return all(word in where for word in self._words)
