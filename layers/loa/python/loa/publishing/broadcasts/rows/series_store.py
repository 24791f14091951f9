"""Rows of weekly bulletins (table Broadcasts; partition `series#PROVINCE`, sort: the series)."""

from dataclasses import replace
from datetime import date, time

from loa import clock
from loa.errors import Conflict, NotFound
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Row, Table
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.model import BroadcastContent
from loa.publishing.broadcasts.rules.series import Series, SeriesState


def series_row(series: Series) -> Row:
    """The row of a series. Its unit is no `unit_path`: the index of a unit's broadcasts must not hold it."""
    return {
        "partition": f"series#{series.province}",
        "sort": series.series_id,
        "of_unit": series.unit_path,
        "content": series.content.as_row(),
        "weekday": series.weekday,
        "at": f"{series.at:%H:%M}",
        "author": series.author,
        "contributors": sorted(series.contributors | {series.author}),
        "made_at": clock.to_text(series.made_at),
        "skipped": [day.isoformat() for day in series.skipped],
        "localise_hours": series.localise_hours,
        "state": series.state.value,
        "last_issue": series.last_issue,
        "called_off": series.called_off,
        "version": series.version,
        **({"until": series.until.isoformat()} if series.until else {}),
        **({"last_due": clock.to_text(series.last_due)} if series.last_due else {}),
    }


def series_from(row: Row) -> Series:
    """The series of a row."""
    return Series(
        series_id=row["sort"],
        province=row["partition"].partition("#")[2],
        unit_path=row["of_unit"],
        content=BroadcastContent.from_row(row["content"]),
        weekday=row["weekday"],
        at=time.fromisoformat(row["at"]),
        author=row["author"],
        made_at=clock.from_text(row["made_at"]),
        contributors=frozenset(row.get("contributors", [row["author"]])),
        until=date.fromisoformat(row["until"]) if "until" in row else None,
        skipped=tuple(date.fromisoformat(day) for day in row["skipped"]),
        localise_hours=row["localise_hours"],
        state=SeriesState(row["state"]),
        last_issue=row["last_issue"],
        last_due=clock.from_text(row["last_due"]) if "last_due" in row else None,
        called_off=row.get("called_off", 0),
        version=row["version"],
    )


class SeriesStore:
    """Weekly bulletins; at most a few for each unit."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def create(self, series: Series) -> None:
        """Write a new series."""
        self.table.put(series_row(series), new=True)

    def get(self, province: str, series_id: str) -> Series:
        """The series.

        Raises:
            NotFound: there is none.
        """
        row = self.table.get(f"series#{province}", series_id)
        if row is None:
            raise NotFound(texts.SERIES_NOT_FOUND)
        return series_from(row)

    def all(self, province: str) -> list[Series]:
        """All series of a province; one Query."""
        return [series_from(row) for row in self.table.rows(f"series#{province}", consistent=True)]

    def replace(self, before: Series, after: Series) -> Series:
        """Write a series in its next version.

        Raises:
            Conflict: someone was faster.
        """
        changed = replace(after, version=before.version + 1)
        try:
            self.table.put(series_row(changed), only_if=Attr("version").eq(before.version))
        except ConditionFailed as failure:
            raise Conflict(texts.CHANGED_MEANWHILE) from failure
        return changed
