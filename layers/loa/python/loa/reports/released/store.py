"""Rows of released figures in the table Published (partition: the province).

    figures#2026-10   the figures of a month, as they were counted once; `released`: do residents see them
    figures           the newest that they see, whole; `months`: all that they see, newest first; `version`

So whoever reads asks for one row. Figures that were taken back stay, unseen: released again they are the
same, for the difference between two countings would tell what neither tells.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from loa import clock
from loa.platform.aws.dynamodb.tables import Attr, Condition, Put, Row, Table, Update, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.reports.released.model import ReleasedFigures, ReleasedNumbers, ReleasedUnit, Share

_NEWEST: Final = "figures"
_MONTH: Final = "figures#"


class ReleasedStore:
    """Released figures in a table Published."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def newest(self, province: str) -> tuple[ReleasedFigures | None, list[str]]:
        """What residents see first, and the months that they can see, newest first. One GetItem."""
        row = self._table.get(province, _NEWEST, consistent=False) or {}
        return (_figures(row["figures"]) if row.get("months") else None), list(row.get("months", ()))

    def of_month(self, province: str, month: str) -> ReleasedFigures | None:
        """The figures of a month, if residents may see them. One GetItem."""
        row = self._table.get(province, f"{_MONTH}{month}", consistent=False)
        return _figures(row["figures"]) if row and row["released"] else None

    def counted(self, province: str, month: str) -> tuple[ReleasedFigures, bool] | None:
        """The figures of a month that was released once, and whether residents see them now."""
        row = self._table.get(province, f"{_MONTH}{month}")
        return (_figures(row["figures"]), bool(row["released"])) if row else None

    def release(self, province: str, figures: ReleasedFigures) -> None:
        """Let residents see a month; of one that was released before, the figures of then.

        Raises:
            ConditionFailed: somebody released or took back at the same time.
        """
        before = self._table.get(province, f"{_MONTH}{figures.month}")
        if before is None:
            write: Write = Put(self._table, _row(province, figures), only_if=_new())
        else:
            write = self._seen(province, figures.month, seen=True)
        values = before["figures"] if before else _values(figures)
        self._commit(write, province, lambda months: {*months, figures.month}, {figures.month: values})

    def take_back(self, province: str, month: str) -> None:
        """Let residents see a month no more.

        Raises:
            ConditionFailed: it was never released, or somebody changed something at the same time.
        """
        self._commit(self._seen(province, month, seen=False), province, lambda months: months - {month}, {})

    def _seen(self, province: str, month: str, *, seen: bool) -> Update:
        there = Attr("figures").exists()
        return Update(self._table, province, f"{_MONTH}{month}", set={"released": seen}, only_if=there)

    def _commit(
        self,
        write: Write,
        province: str,
        change: Callable[[set[str]], set[str]],
        known: Mapping[str, Row],
    ) -> None:
        """Write a month together with what residents see first, which may be another month."""
        index = self._table.get(province, _NEWEST) or {}
        months = sorted(change(set(index.get("months", ()))), reverse=True)
        row = None if not months or months[0] in known else self._table.get(province, f"{_MONTH}{months[0]}")
        newest = {
            "partition": province,
            "sort": _NEWEST,
            "months": months,
            "version": index.get("version", 0) + 1,
            "figures": known.get(months[0]) or (row or {}).get("figures", {}) if months else {},
        }
        unchanged = Attr("version").eq(index["version"]) if index else _new()
        commit([write, Put(self._table, newest, only_if=unchanged)])


def _new() -> Condition:
    return Attr("partition").not_exists()


def _row(province: str, figures: ReleasedFigures) -> Row:
    return {
        "partition": province,
        "sort": f"{_MONTH}{figures.month}",
        "released": True,
        "figures": _values(figures),
    }


def _values(figures: ReleasedFigures) -> Row:
    return {
        "month": figures.month,
        "counted_at": clock.to_text(figures.counted_at),
        "total": _numbers(figures.total),
        "units": [[unit.path, unit.name, *_numbers(unit.numbers)] for unit in figures.units],
        "untold": figures.untold,
    }


def _numbers(numbers: ReleasedNumbers) -> list[Any]:
    share = [numbers.in_time.low, numbers.in_time.high] if numbers.in_time else None
    return [numbers.answered, share, numbers.median_hours, numbers.rated, numbers.satisfaction_tenths]


def _figures(values: Row) -> ReleasedFigures:
    return ReleasedFigures(
        values["month"],
        clock.from_text(values["counted_at"]),
        _numbers_of(values["total"]),
        tuple(ReleasedUnit(path, name, _numbers_of(rest)) for path, name, *rest in values["units"]),
        values["untold"],
    )


def _numbers_of(values: list[Any]) -> ReleasedNumbers:
    answered, share, median_hours, rated, tenths = values
    return ReleasedNumbers(answered, Share(*share) if share else None, median_hours, rated, tenths)
