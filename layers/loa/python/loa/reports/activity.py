"""Reports of activity: the numbers of a subtree and a period, set beside others, as files."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, partial
from itertools import dropwhile

from loa import clock
from loa.errors import NotFound
from loa.foundation.statistics.disclosure import disclosed
from loa.foundation.statistics.model import Metric, month_of, months
from loa.foundation.statistics.months import MonthSlice
from loa.foundation.statistics.store import StatisticsStore, sums_of
from loa.foundation.units.model import Unit, existing_on, is_path, is_within, parent, province_of
from loa.foundation.units.store import UnitStore
from loa.reports.files import LINK_SECONDS, FileKeeper, Finished, MadeFile, ReportBucket, closed_name, newest
from loa.reports.orders import Order, order
from loa.reports.render.forms import CONTENT_TYPES, FileFormat
from loa.reports.render.json import to_json
from loa.reports.rendering import rendered
from loa.reports.structure import counted_at, moved_on, sums_on
from loa.reports.summary.charts import charts_of
from loa.reports.summary.comparison import (
    is_whole_months,
    main_figures,
    period_before,
    ranking,
    year_before,
)
from loa.reports.summary.letters import letter_of
from loa.reports.summary.opening import opening_of, paragraphs_of
from loa.reports.summary.texts import ABOUT_ACTIVITY
from loa.reports.tables import texts
from loa.reports.tables.activity import ActivityTable, Numbers, activity_table
from loa.reports.tables.activity_json import as_document
from loa.reports.tables.activity_sheets import activity_document
from loa.reports.tables.model import ReportDocument, Sentence


@dataclass(frozen=True, slots=True)
class ActivityReport:
    """A report of activity as it stands.

    Attributes:
        table: the numbers.
        document: everything that is shown of them.
        opening: the sentences made from them.
    """

    table: ActivityTable
    document: ReportDocument
    opening: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What a period's numbers are set beside.

    Attributes:
        before: numbers of the period before, by unit path.
        last_year: those of the same period of the year before.
        months: messages of the whole subtree from that period to this one, by month ("2026-11"), oldest
            first; of whole months only, from the first in which there were any.
    """

    before: Mapping[str, Numbers]
    last_year: Mapping[str, Numbers]
    months: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ActivityService(FileKeeper):
    """Makes reports of activity for those who may read what is in them.

    Attributes:
        units: for names.
        statistics: what they are about.
        bucket: where files are kept.
        units_as_of: the day whose units count, if it is pinned.
        clock: the time, aware UTC.
        link_seconds: how long links work.
    """

    units: UnitStore
    statistics: StatisticsStore
    bucket: ReportBucket
    units_as_of: date | None = None
    clock: Callable[[], datetime] = clock.now
    link_seconds: int = LINK_SECONDS

    def activity(
        self,
        unit: str,
        first_day: str,
        last_day: str,
        file_format: str = FileFormat.XLSX,
        *,
        opening: str | None = None,
        units_on: str = "",
    ) -> Finished[ActivityTable]:
        """Report the activity of a unit and everything below it.

        A period that has been over for a day is closed: whoever asks again gets the same file, byte for byte.

        Args:
            unit: path of the unit.
            first_day: ISO, included; days are those of Vietnam.
            last_day: likewise.
            file_format: a value of `FileFormat`; on paper it is a letter of the committee.
            opening: how it opens, in an officer's words, a paragraph a line; None: as made from the figures.
            units_on: ISO, the day whose units are listed; empty: the last day.

        Raises:
            InvalidInput: with a message for each wrong field: `from`, `to`, `format`.
            NotFound: the unit does not exist on that day.
        """
        made = self.activity_files(
            unit, first_day, last_day, [file_format], opening=opening, units_on=units_on
        )
        return made[0]

    def activity_files(
        self,
        unit: str,
        first_day: str,
        last_day: str,
        file_formats: Sequence[str],
        *,
        opening: str | None = None,
        units_on: str = "",
    ) -> list[Finished[ActivityTable]]:
        """Report the activity of a unit in several forms, made of the same numbers.

        Args:
            unit: as for `activity`; so are the days and the opening.
            first_day: ISO, included.
            last_day: likewise.
            file_formats: values of `FileFormat`.
            opening: how it opens; None: as made from the figures.
            units_on: as for `activity`.

        Raises:
            InvalidInput, NotFound: as for `activity`.
        """
        now = self.clock()
        orders = [
            self._order(unit, first_day, last_day, each, now, units_on=units_on) for each in file_formats
        ]
        table = self._activity_table(orders[0], now)
        report = cache(lambda: self._report(table, opening))
        return [self._activity_file(each, table, report, opening, now) for each in orders]

    def _activity_file(
        self,
        wanted: Order,
        table: ActivityTable,
        report: Callable[[], ActivityReport],
        opening: str | None,
        now: datetime,
    ) -> Finished[ActivityTable]:
        """Make one file, or find it; the report is gathered only where it is set down."""
        folder = f"activity/{wanted.unit}/{wanted.first_day}_{wanted.last_day}"
        folder += f"_{wanted.units_on}" if wanted.units_on else ""
        file_name = texts.file_name(table.root.name, wanted.first_day, wanted.last_day, wanted.file_format)
        closed = (clock.local_day(now) - wanted.last_day).days > 1
        name = closed_name(wanted.file_format, opening) if closed else None
        if name and (kept := self._kept(table, f"reports/{folder}/{name}", file_name, now)):
            return kept
        if wanted.file_format is FileFormat.JSON:
            content = to_json(as_document(table))
        else:
            content = rendered(report().document, wanted.file_format)
        content_type = CONTENT_TYPES[wanted.file_format]
        return self.keep(table, content, content_type, folder=folder, file_name=file_name, now=now, name=name)

    def look(self, unit: str, first_day: str, last_day: str, *, units_on: str = "") -> ActivityReport:
        """Return the report of a unit's activity as it stands, for a page; `units_on` as for `activity`.

        Raises:
            InvalidInput, NotFound: as for `activity`.
        """
        now = self.clock()
        wanted = self._order(unit, first_day, last_day, FileFormat.PDF, now, units_on=units_on)
        return self._report(self._activity_table(wanted, now), None)

    def files(self, unit: str, first_day: date, last_day: date, *, units_on: str = "") -> list[MadeFile]:
        """Return the newest file of each form made of a unit's period; who asks may read its reports."""
        folder = f"reports/activity/{unit}/{first_day}_{last_day}{f'_{units_on}' if units_on else ''}/"
        name = cache(lambda: self._name(unit, last_day))
        return newest(
            self.bucket.listed(folder),
            lambda key, suffix: self.bucket.link(
                key,
                expires_seconds=self.link_seconds,
                file_name=texts.file_name(name(), first_day, last_day, suffix),
            ),
        )

    def numbers(self, unit: str, first_day: date, last_day: date) -> ActivityTable:
        """Return the numbers of a unit and of everything below it.

        Raises:
            InvalidInput, NotFound: as for `activity`.
        """
        now = self.clock()
        return self._activity_table(
            self._order(unit, first_day.isoformat(), last_day.isoformat(), FileFormat.JSON, now), now
        )

    def _activity_table(self, wanted: Order, now: datetime) -> ActivityTable:
        """Gather the numbers: one Query for the units, one for what holds now, up to three for the period."""
        known = self.units.subtree(province_of(wanted.unit)) if is_path(wanted.unit) else []
        day = self._units_on(wanted, known)
        if all(unit.path != wanted.unit for unit in existing_on(known, day)):
            raise NotFound(texts.UNIT_NOT_THERE.format(day=texts.day(day)))
        moved, active_days = moved_on(known, day), Counter[str]()
        slices = self._slices(wanted.unit, moved, wanted.first_day, wanted.last_day)
        for piece in slices:
            active_days[piece.path] += piece.active_days
        days: dict[str, int] = {}
        for path, number in active_days.items():  # of several that became one, those of the liveliest
            days[moved.get(path, path)] = max(number, days.get(moved.get(path, path), 0))
        table = activity_table(
            wanted.unit,
            known,
            sums_on(sums_of(slices), moved),
            self.statistics.gauges(wanted.unit),
            first_day=wanted.first_day,
            last_day=wanted.last_day,
            units_on=day,
            made_at=now,
            active_days=days,
        )
        return replace(table, denunciations=_denunciations(wanted, slices, now), moved=moved)

    def _units_on(self, wanted: Order, known: Iterable[Unit]) -> date:
        """Return the day whose units are listed; of a unit that began after the period, its first."""
        day = wanted.units_on or self.units_as_of or wanted.last_day
        own = [unit for unit in known if unit.path == wanted.unit]
        if wanted.units_on or any(unit.exists_on(day) for unit in own):
            return day
        return min(
            (unit.valid_from for unit in own if unit.valid_from and unit.valid_from > day), default=day
        )

    def _slices(self, root: str, moved: Mapping[str, str], first: date, last: date) -> list[MonthSlice]:
        """Return what is told at and below a unit, at the paths where it was counted."""
        counted = self.statistics.by_month(counted_at(root, moved), first, last)
        return [piece for piece in counted if is_within(moved.get(piece.path, piece.path), root)]

    def _order(
        self,
        unit: str,
        first_day: str,
        last_day: str,
        file_format: str,
        now: datetime,
        *,
        units_on: str = "",
    ) -> Order:
        return order(
            unit=unit,
            first_day=first_day,
            last_day=last_day,
            today=clock.local_day(now),
            file_format=file_format,
            units_on=units_on,
        )

    def _report(self, table: ActivityTable, words: str | None) -> ActivityReport:
        """Set numbers beside others: the Queries of `_beside`, and one for the unit above, if any."""
        beside = self._beside(table)
        main = main_figures(
            table, sum(beside.before.values(), Numbers()), sum(beside.last_year.values(), Numbers())
        )
        sentences = opening_of(table, main)
        own = tuple(sentence.words for sentence in sentences)
        paragraphs = own if words is None else paragraphs_of(words)
        document = activity_document(
            table, first=(main, ranking(table, beside.before)), charts=charts_of(table, beside.months)
        )
        above = parent(table.root.path)
        known = existing_on(self.units.at(above), table.units_on) if above else []
        letter = letter_of(
            table.root,
            known[0] if known else None,
            table.first_day,
            table.last_day,
            about=ABOUT_ACTIVITY,
            opening=paragraphs,
        )
        return ActivityReport(table, replace(document, letter=letter), sentences)

    def _beside(self, table: ActivityTable) -> Beside:
        """What the numbers are set beside.

        Whole months come, with the months between them, out of at most three Queries once they are closed
        (`StatisticsStore.by_month`); of other days two periods are two Queries.
        """
        first, last = table.first_day, table.last_day
        slices_of = partial(self._slices, table.root.path, table.moved)
        earlier, past = period_before(first, last), year_before(first, last)
        if not is_whole_months(first, last):
            before, last_year = (
                _numbers(sums_on(sums_of(slices_of(*each)), table.moved)) for each in (earlier, past)
            )
            return Beside(before, last_year, {})
        slices = slices_of(past[0], last)
        of_before, of_last_year = (
            [piece for piece in slices if month_of(begin) <= piece.month <= month_of(end)]
            for begin, end in (earlier, past)
        )
        messages: Counter[str] = Counter()
        for piece in slices:
            messages[piece.month] += piece.counts.get(Metric.MESSAGES_IN, 0)
        told = {month: messages[month] for month in months(past[0], last)}
        known = dropwhile(lambda each: not each[1], told.items())
        before, last_year = (
            _numbers(sums_on(sums_of(each), table.moved)) for each in (of_before, of_last_year)
        )
        return Beside(before, last_year, dict(known))

    def _name(self, unit: str, day: date) -> str:
        ever = self.units.at(unit)
        known = [*existing_on(ever, self.units_as_of or day), *ever]
        return known[0].name if known else unit

    def _kept[Table](self, table: Table, key: str, file_name: str, now: datetime) -> Finished[Table] | None:
        """The file that was made before, if it is still there."""
        size = self.bucket.size(key)
        if size is None:
            return None
        return Finished(
            key=key,
            url=self.bucket.link(key, expires_seconds=self.link_seconds, file_name=file_name),
            file_name=file_name,
            content_type=CONTENT_TYPES[FileFormat(file_name.rpartition(".")[2])],
            size=size,
            expires_at=now + timedelta(seconds=self.link_seconds),
            table=table,
        )


def _numbers(counted: Mapping[str, Mapping[Metric, int]]) -> dict[str, Numbers]:
    return {path: Numbers(counts=counts) for path, counts in counted.items()}


def _denunciations(wanted: Order, slices: Iterable[MonthSlice], now: datetime) -> int | None:
    """Return their number: of a whole province only, where they are counted, and not of every period."""
    if province_of(wanted.unit) != wanted.unit:
        return None
    by_month: Counter[str] = Counter()
    for piece in slices:
        if piece.path == wanted.unit:
            by_month[piece.month] += piece.counts.get(Metric.CASES_DENUNCIATION, 0)
    return disclosed(by_month, wanted.first_day, wanted.last_day, clock.local_day(now))
