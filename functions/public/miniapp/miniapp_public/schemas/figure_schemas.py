"""Shapes of released figures; null: not told, for there are too few people."""

from typing import Self

from pydantic import Field

from loa import clock
from loa.reports.released.model import ReleasedFigures, ReleasedNumbers, ReleasedUnit
from loa.web.schemas import Schema


class ShownShare(Schema):
    """A share in per cent: exactly when both are equal, else from `low` to below `high` (100 included)."""

    low: int
    high: int


class ShownNumbers(Schema):
    """What is told of a unit, or of the whole province."""

    answered: int | None = Field(description="Số việc đã trả lời trong tháng.")
    in_time: ShownShare | None = Field(description="Phần trăm trả lời đúng hạn.")
    median_hours: int | None = Field(description="Giờ làm việc đến câu trả lời đầu tiên, trung vị.")
    rated: int | None = Field(description="Số người chấm điểm.")
    satisfaction_tenths: int | None = Field(description="Điểm trung bình, nhân mười: 46 là 4,6 trên 5.")


class ShownUnitFigures(Schema):
    """A unit and what is told of it."""

    path: str
    name: str
    numbers: ShownNumbers


class ShownFigures(Schema):
    """Figures of a month that the province has released."""

    month: str
    months: list[str] = Field(description="Các tháng xem được, mới nhất trước; khi hỏi một tháng: tháng ấy.")
    counted_at: str
    total: ShownNumbers
    units: list[ShownUnitFigures]
    untold: int = Field(description="Số nơi không nêu số nào.")

    @classmethod
    def of(cls, figures: ReleasedFigures, months: list[str]) -> Self:
        """From figures."""
        return cls(
            month=figures.month,
            months=months,
            counted_at=clock.to_text(figures.counted_at),
            total=_numbers(figures.total),
            units=[_unit(unit) for unit in figures.units],
            untold=figures.untold,
        )


def _unit(unit: ReleasedUnit) -> ShownUnitFigures:
    return ShownUnitFigures(path=unit.path, name=unit.name, numbers=_numbers(unit.numbers))


def _numbers(numbers: ReleasedNumbers) -> ShownNumbers:
    share = numbers.in_time
    return ShownNumbers(
        answered=numbers.answered,
        in_time=ShownShare(low=share.low, high=share.high) if share else None,
        median_hours=numbers.median_hours,
        rated=numbers.rated,
        satisfaction_tenths=numbers.satisfaction_tenths,
    )
