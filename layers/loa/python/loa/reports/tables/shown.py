"""Cells as words. Pure."""

from datetime import datetime

from loa.clock import VIETNAM
from loa.reports.tables import texts
from loa.reports.tables.model import ColumnKind, OneDecimal, ReportCell


def shown(cell: ReportCell, kind: ColumnKind = ColumnKind.TEXT) -> str:
    """A cell as words: 1.234.567; 4,5; 31/10/2024 16:05."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case OneDecimal():
            tenths = round(cell.value * 10)
            number = texts.DECIMAL.format(whole=dotted(tenths // 10), tenth=tenths % 10)
            return f"{number} {cell.aside}".strip()
        case datetime():
            local = cell.astimezone(VIETNAM)
            return f"{local:%d/%m/%Y %H:%M:%S}" if kind is ColumnKind.SECOND else f"{local:%d/%m/%Y %H:%M}"
        case _:
            return dotted(cell)


def dotted(number: int) -> str:
    """A number with dots between thousands."""
    return f"{number:,}".replace(",", ".")
