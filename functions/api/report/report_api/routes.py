"""Reports over HTTP, for whoever asks with JSON; the contract is infra/api/report.json."""

from datetime import date
from typing import Annotated, Any, Final, Literal, Self

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field, JsonValue

from loa import clock
from loa.bootstrap import foundation, publishing
from loa.bootstrap.reports import activity, network, reports
from loa.errors import LoaError
from loa.foundation.network.model import Coverage, NetworkPerson, Standing
from loa.foundation.officers.model import Permission, require
from loa.foundation.readings.model import ReadKind
from loa.publishing.broadcasts import access
from loa.reports.files import Finished
from loa.reports.tables.activity import ActivityTable
from loa.reports.tables.activity_json import numbers_of
from loa.web.api.resolver import api
from loa.web.schemas import Schema

_DAY: Final[dict[str, JsonValue]] = {"format": "date"}
type Form = Literal["xlsx", "docx", "pdf", "html", "json"]

app = api("report")


class ReportOrder(Schema):
    """Which report is wanted."""

    unit: Annotated[str | None, Field(max_length=16, description="Mặc định: đơn vị của cán bộ.")] = None
    first_day: Annotated[str, Field(alias="from", examples=["2026-11-01"], json_schema_extra=_DAY)]
    last_day: Annotated[str, Field(alias="to", examples=["2026-11-30"], json_schema_extra=_DAY)]
    format: Form = "xlsx"
    units_on: Annotated[
        str,
        Field(
            max_length=10,
            description="Theo các đơn vị của ngày này, để xem kỳ cũ theo đơn vị mới; mặc định: ngày cuối kỳ.",
        ),
    ] = ""


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
    format: Form = "xlsx"


class ReadyLedger(ReadyFile):
    """Where the ledger can be fetched, and how many deliveries are in each state."""

    planned: int
    counts: dict[str, int]


class CaseListOrder(Schema):
    """Which cases are wanted: those received in a unit and below it."""

    unit: Annotated[str | None, Field(max_length=16, description="Mặc định: đơn vị của cán bộ.")] = None
    first_day: Annotated[str, Field(alias="from", examples=["2026-11-01"], json_schema_extra=_DAY)]
    last_day: Annotated[str, Field(alias="to", examples=["2026-11-30"], json_schema_extra=_DAY)]
    format: Form = "xlsx"


class ReadyCaseList(ReadyFile):
    """Where the list can be fetched, and how many cases are on it."""

    count: int


class ApprovalsOrder(Schema):
    """Which week, and of which subtree."""

    week: date | None = Field(None, description="Một ngày trong tuần; mặc định là tuần này.")
    below: Annotated[
        str | None, Field(max_length=16, description="Mặc định: đơn vị của cán bộ và cấp dưới.")
    ] = None
    format: Form = "xlsx"


class ReadyApprovals(ReadyFile):
    """The sheet of a week's approvals."""

    approvals: int
    count: int


class NetworkOrder(Schema):
    """Of which subtree the network is wanted."""

    below: Annotated[
        str | None, Field(max_length=16, description="Mặc định: đơn vị của cán bộ và cấp dưới.")
    ] = None
    format: Form = "xlsx"


class ReadyNetwork(ReadyFile):
    """The report of the network, and how many people are missing."""

    missing: int


class ShownCoverage(Schema):
    """How much of one kind of people is reached."""

    kind: str
    registered: int
    linked: int
    active: int
    goal_percent: int
    reached: bool

    @classmethod
    def of(cls, each: Coverage) -> Self:
        """From what was counted."""
        return cls(
            kind=each.kind.value,
            registered=each.registered,
            linked=each.linked,
            active=each.active,
            goal_percent=each.goal,
            reached=each.is_reached,
        )


class ShownMissing(Schema):
    """Somebody who is not reached."""

    unit: str
    name: str
    kind: str
    hamlet: str
    standing: str

    @classmethod
    def of(cls, person: NetworkPerson, standing: Standing) -> Self:
        """From somebody and their standing."""
        return cls(
            unit=person.unit_path,
            name=person.name,
            kind=person.kind.value,
            hamlet=person.hamlet,
            standing=standing.value,
        )


class ShownNetwork(Schema):
    """The network at and below a unit; of people, those who are missing."""

    unit: str
    made_at: str
    coverage: list[ShownCoverage]
    missing: list[ShownMissing]


@app.post("/reports", summary="Báo cáo hoạt động", tags=["Báo cáo"], status_code=201)
def make_report(body: ReportOrder) -> Response[ReadyReport]:
    """Báo cáo hoạt động của một đơn vị và các đơn vị bên dưới, từ ngày đến ngày."""
    officer = app.officer()
    unit = body.unit or officer.unit_path
    require(officer, Permission.READ_REPORTS, unit)
    made = activity().activity(unit, body.first_day, body.last_day, body.format, units_on=body.units_on)
    return Response(201, content_type="application/json", body=_ready(made))


@app.post("/broadcasts/<broadcast_id>/ledger", summary="Sổ gửi", tags=["Báo cáo"], status_code=201)
def export_ledger(broadcast_id: str, body: LedgerOrder) -> Response[ReadyLedger]:
    """Sổ gửi của một tin dưới dạng bảng tính: từng đơn vị, kết quả, lý do, thời điểm, mã của Zalo."""
    officer = app.officer()
    found = publishing.broadcasts().get(broadcast_id)
    access.readable(officer, found)
    made = reports().ledger(found, body.within, body.format)
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
    officer = app.officer()
    unit = body.unit or officer.unit_path
    require(officer, Permission.READ_CASES, unit)
    period = f"{unit} {body.first_day}_{body.last_day}"
    foundation.readings().note(officer, ReadKind.SHEET, period, unit_path=unit, now=clock.now())
    made = reports().case_list(unit, body.first_day, body.last_day, body.format)
    ready = ReadyCaseList(
        **_file(made),
        count=len(made.table.lines),
    )
    return Response(201, content_type="application/json", body=ready)


@app.post("/approvals/sheet", summary="Phê duyệt cần xem lại", tags=["Báo cáo"], status_code=201)
def export_approvals(body: ApprovalsOrder) -> Response[ReadyApprovals]:
    """Bảng tính phê duyệt của một tuần: vài giây sau khi trình hoặc mở xem, chưa mở xem, hoặc khẩn cấp."""
    officer = app.officer()
    below = body.below or officer.unit_path
    require(officer, Permission.READ_REPORTS, below)
    made = reports().approvals(body.week, below, body.format)
    week = made.table.week
    ready = ReadyApprovals(**_file(made), approvals=week.approvals, count=len(week.remarkable))
    return Response(201, content_type="application/json", body=ready)


@app.get("/network", summary="Mạng lưới", tags=["Báo cáo"])
def read_network(
    below: Annotated[
        str | None, Query(max_length=16, description="Mặc định: đơn vị của cán bộ và cấp dưới.")
    ] = None,
) -> ShownNetwork:
    """Bao nhiêu cán bộ chuyên trách, trưởng ban công tác đã kết nối, đang tương tác; còn thiếu ai."""
    unit = _network_of(below)
    table = network().coverage(unit)
    return ShownNetwork(
        unit=unit,
        made_at=clock.to_text(table.made_at),
        coverage=[ShownCoverage.of(each) for each in table.coverage],
        missing=[ShownMissing.of(person, standing) for person, standing in table.missing],
    )


@app.post("/network/sheet", summary="Báo cáo mạng lưới", tags=["Báo cáo"], status_code=201)
def export_network(body: NetworkOrder) -> Response[ReadyNetwork]:
    """Kết nối của mạng lưới, và tên từng người còn thiếu."""
    made = network().file(_network_of(body.below), body.format)
    ready = ReadyNetwork(**_file(made), missing=len(made.table.missing))
    return Response(201, content_type="application/json", body=ready)


def _network_of(below: str | None) -> str:
    """The unit on top, whose people the officer may see by name."""
    officer = app.officer()
    unit = below or officer.unit_path
    require(officer, Permission.READ_OFFICERS, unit)
    return unit


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


def invoked(event: dict[str, Any]) -> dict[str, Any]:
    """Answer an administrator who invokes the function."""
    try:
        made = activity().activity(
            str(event.get("unit") or foundation.province()),
            str(event.get("from", "")),
            str(event.get("to", "")),
            str(event.get("format", "xlsx")),
            units_on=str(event.get("units_on", "")),
        )
    except LoaError as error:
        return {"error": {"code": error.code, "message": error.message, "fields": error.fields}}
    return _ready(made).model_dump(by_alias=True)
