"""A report's values as a JSON file, for programs."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from loa.clock import VIETNAM
from loa.reports.tables.model import OneDecimal, ReportCell, ReportDocument, ReportTable


def to_json(values: Mapping[str, object]) -> bytes:
    """Return plain values as compact JSON, UTF-8."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def values_of(document: ReportDocument) -> dict[str, Any]:
    """The values of any report, table by table: what stands in its cells, as people read their headings."""
    return {
        "title": document.title,
        "subject": document.subject,
        "made_at": _value(document.made_at),
        "tables": [_table(table) for table in document.tables],
    }


def _table(table: ReportTable) -> dict[str, Any]:
    return {
        "name": table.name,
        "lines": list(table.lines),
        "groups": [{"heading": heading, "columns": count} for heading, count in table.groups],
        "columns": [column.heading for column in table.columns],
        "rows": [{"level": row.level, "cells": [_value(cell) for cell in row.cells]} for row in table.rows],
        "total": [_value(cell) for cell in table.total] if isinstance(table.total, tuple) else table.total,
    }


def _value(cell: ReportCell) -> int | float | str | None:
    match cell:
        case OneDecimal():
            return round(cell.value, 3)
        case datetime():
            return cell.astimezone(VIETNAM).isoformat(timespec="seconds")
        case _:
            return cell
