"""The activity report, for whoever asks; ledgers of broadcasts and lists of cases as sheets.

* invoked directly by an administrator: `{"unit": "40", "from": "2026-11-01", "to": "2026-11-30",
  "format": "xlsx"}` → `{"url", "key", "file_name", "size", "expires_at", "unit", "from", "to", "total"}`;
  bad input is answered as `{"error": {"code", "message", "fields"}}`;
* `POST /reports` by an officer, with the same body; answered the same, or with a problem;
* `POST /broadcasts/{id}/ledger` by an officer: who got the broadcast, who did not, and why;
* `POST /approvals/sheet` by an officer: a week's approvals that were given without looking, and emergencies;
* `POST /cases/sheet` by an officer: the cases received in a period, where each stands, when it is due.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Final, Literal

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from aws_lambda_powertools.event_handler import Response
from pydantic import Field, JsonValue

from loa import clock
from loa.casework.cases.rows.store import CaseStore
from loa.errors import LoaError
from loa.foundation.officers.model import Permission, require
from loa.foundation.officers.store import OfficerStore
from loa.foundation.readings.model import ReadKind
from loa.foundation.readings.store import ReadingStore
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.store import UnitStore
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.targets import require_all
from loa.reports.files import Finished
from loa.reports.model import ActivityTable
from loa.reports.render.document import numbers_of
from loa.reports.service import activity_report
from loa.reports.tables.approvals import approval_report
from loa.reports.tables.case_list import case_list_report
from loa.reports.tables.ledger import ledger_report
from loa.settings import read
from loa.web.api.resolver import api
from loa.web.schemas import Schema
from report_api.settings import Settings

_DAY: Final[dict[str, JsonValue]] = {"format": "date"}

app = api("report")


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    province: str
    units_as_of: date | None
    units: UnitStore
    statistics: StatisticsStore
    officers: OfficerStore
    broadcasts: BroadcastStore
    deliveries: DeliveryStore
    cases: CaseStore
    readings: ReadingStore
    blobs: Bucket


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    broadcasts = Table(settings.broadcasts_table)
    return Root(
        province=settings.province_code,
        units_as_of=clock.pinned_day(settings.units_as_of),
        units=UnitStore(Table(settings.units_table)),
        statistics=StatisticsStore(Table(settings.statistics_table)),
        officers=OfficerStore(Table(settings.units_table)),
        broadcasts=BroadcastStore(broadcasts),
        deliveries=DeliveryStore(broadcasts),
        cases=CaseStore(Table(settings.cases_table)),
        readings=ReadingStore(Table(settings.privacy_table)),
        blobs=Bucket(settings.reports_bucket),
    )


class ReportOrder(Schema):
    """Which report is wanted."""

    unit: Annotated[str | None, Field(max_length=16, description="Mặc định: đơn vị của cán bộ.")] = None
    first_day: Annotated[str, Field(alias="from", examples=["2026-11-01"], json_schema_extra=_DAY)]
    last_day: Annotated[str, Field(alias="to", examples=["2026-11-30"], json_schema_extra=_DAY)]
    format: Literal["xlsx", "json"] = "xlsx"


class ReadyFile(Schema):
    """Where a file can be fetched."""

    url: str
    key: str
    file_name: str
    size: int
    expires_at: str


class ReadyReport(ReadyFile):
    """Where the report can be fetched, and its grand total."""

    unit: str
    first_day: Annotated[str, Field(serialization_alias="from")]
    last_day: Annotated[str, Field(serialization_alias="to")]
    total: dict[str, int | None]


class LedgerOrder(Schema):
    """Which part of a ledger is wanted."""

    within: Annotated[
        str | None, Field(max_length=16, description="Chỉ đơn vị này và các đơn vị bên dưới.")
    ] = None


class ReadyLedger(ReadyFile):
    """Where the ledger can be fetched, and how many deliveries are in each state."""

    planned: int
    counts: dict[str, int]


class CaseListOrder(Schema):
    """Which cases are wanted: those received in a unit and below it."""

    unit: Annotated[str | None, Field(max_length=16, description="Mặc định: đơn vị của cán bộ.")] = None
    first_day: Annotated[str, Field(alias="from", examples=["2026-11-01"], json_schema_extra=_DAY)]
    last_day: Annotated[str, Field(alias="to", examples=["2026-11-30"], json_schema_extra=_DAY)]


class ReadyCaseList(ReadyFile):
    """Where the list can be fetched, and how many cases are on it."""

    count: int


def _make(unit: str, first_day: str, last_day: str, file_format: str) -> Finished[ActivityTable]:
    here = root()
    return activity_report(
        unit=unit,
        first_day=first_day,
        last_day=last_day,
        file_format=file_format,
        units=here.units,
        statistics=here.statistics,
        blobs=here.blobs,
        now=clock.now(),
        units_on=here.units_as_of,
    )


class ApprovalsOrder(Schema):
    """Which week, and of which subtree."""

    week: date | None = Field(None, description="Một ngày trong tuần; mặc định là tuần này.")
    below: Annotated[
        str | None, Field(max_length=16, description="Mặc định: đơn vị của cán bộ và cấp dưới.")
    ] = None


class ReadyApprovals(ReadyFile):
    """The sheet of a week's approvals."""

    approvals: int
    count: int


@app.post("/reports", summary="Báo cáo hoạt động", tags=["Báo cáo"], status_code=201)
def make_report(body: ReportOrder) -> Response[ReadyReport]:
    """Báo cáo hoạt động của một đơn vị và các đơn vị bên dưới, từ ngày đến ngày."""
    officer = app.officer()
    unit = body.unit or officer.unit_path
    require(officer, Permission.READ_REPORTS, unit)
    made = _make(unit, body.first_day, body.last_day, body.format)
    return Response(201, content_type="application/json", body=_ready(made))


@app.post("/broadcasts/<broadcast_id>/ledger", summary="Sổ gửi", tags=["Báo cáo"], status_code=201)
def export_ledger(broadcast_id: str, body: LedgerOrder) -> Response[ReadyLedger]:
    """Sổ gửi của một tin dưới dạng bảng tính: từng đơn vị, kết quả, lý do, thời điểm, mã của Zalo."""
    officer, here = app.officer(), root()
    found = here.broadcasts.get(broadcast_id)
    require_all(officer, Permission.READ_BROADCASTS, found.unit_path, found.content.target)
    made = ledger_report(
        found,
        body.within,
        deliveries=here.deliveries,
        units=here.units,
        blobs=here.blobs,
        now=clock.now(),
        units_on=here.units_as_of,
    )
    totals = made.table.totals
    ready = ReadyLedger(
        **_file(made),
        planned=totals.planned,
        counts={state.value: count for state, count in totals.counts.items()},
    )
    return Response(201, content_type="application/json", body=ready)


@app.post("/cases/sheet", summary="Danh sách vụ việc", tags=["Báo cáo"], status_code=201)
def export_case_list(body: CaseListOrder) -> Response[ReadyCaseList]:
    """Bảng tính các vụ việc tiếp nhận trong kỳ của một đơn vị và các đơn vị bên dưới."""
    officer, here = app.officer(), root()
    unit = body.unit or officer.unit_path
    require(officer, Permission.READ_CASES, unit)
    period = f"{unit} {body.first_day}_{body.last_day}"
    here.readings.note(officer, ReadKind.SHEET, period, unit_path=unit, now=clock.now())
    made = case_list_report(
        unit=unit,
        first_day=body.first_day,
        last_day=body.last_day,
        cases=here.cases,
        units=here.units,
        blobs=here.blobs,
        now=clock.now(),
        units_on=here.units_as_of,
    )
    ready = ReadyCaseList(
        **_file(made),
        count=len(made.table.lines),
    )
    return Response(201, content_type="application/json", body=ready)


@app.post("/approvals/sheet", summary="Phê duyệt cần xem lại", tags=["Báo cáo"], status_code=201)
def export_approvals(body: ApprovalsOrder) -> Response[ReadyApprovals]:
    """Bảng tính phê duyệt của một tuần: vài giây sau khi trình hoặc mở xem, chưa mở xem, hoặc khẩn cấp."""
    officer, here, now = app.officer(), root(), clock.now()
    below = body.below or officer.unit_path
    require(officer, Permission.READ_REPORTS, below)
    made = approval_report(
        body.week or clock.local_day(now),
        below,
        broadcasts=here.broadcasts,
        units=here.units,
        registry=here.officers,
        blobs=here.blobs,
        now=now,
        units_on=here.units_as_of,
    )
    week = made.table.week
    ready = ReadyApprovals(**_file(made), approvals=week.approvals, count=len(week.remarkable))
    return Response(201, content_type="application/json", body=ready)


def _file(made: Finished[Any]) -> dict[str, Any]:
    """What is said of every file."""
    return {
        "url": made.url,
        "key": made.key,
        "file_name": made.file_name,
        "size": made.size,
        "expires_at": clock.to_text(made.expires_at),
    }


def _ready(report: Finished[ActivityTable]) -> ReadyReport:
    table = report.table
    return ReadyReport(
        **_file(report),
        unit=table.root.path,
        first_day=table.first_day.isoformat(),
        last_day=table.last_day.isoformat(),
        total=numbers_of(table.total),
    )


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway, or an administrator."""
    if "requestContext" in event:
        return app.resolve(event, context)
    return _invoked(event)


def _invoked(event: dict[str, Any]) -> dict[str, Any]:
    try:
        made = _make(
            str(event.get("unit") or root().province),
            str(event.get("from", "")),
            str(event.get("to", "")),
            str(event.get("format", "xlsx")),
        )
    except LoaError as error:
        return {"error": {"code": error.code, "message": error.message, "fields": error.fields}}
    return _ready(made).model_dump(by_alias=True)
