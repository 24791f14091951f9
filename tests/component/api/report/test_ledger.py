"""`POST /broadcasts/{id}/ledger`: the ledger as a sheet, for who may read the broadcast."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
import pytest
from openpyxl import load_workbook

from loa import clock
from loa.foundation.units.model import Unit, UnitKind
from loa.foundation.units.store import UnitStore
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import Delivery, DeliveryState
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastContent, BroadcastState
from loa.publishing.broadcasts.rules.targets import Target
from tests.conftest import OpenTable
from tests.worlds.doors import Context, http_event, load
from tests.worlds.fakes import ARTICLE
from tests.worlds.quick_moto import make_bucket

BUCKET = "loa-reports"
FIRST_ROW = 10
NOW = datetime(2024, 11, 18, 1, tzinfo=UTC)
NAMES = {
    "40": "Tỉnh Nghệ An",
    "40.412": "Thành phố Vinh",
    "40.412.16681": "Phường Hà Huy Tập",
    "40.413": "Thị xã Cửa Lò",
}
STATES = {
    "40": DeliveryState.SENT,
    "40.412": DeliveryState.FAILED,
    "40.412.16681": DeliveryState.SENT,
    "40.413": DeliveryState.SKIPPED,
}


@pytest.fixture
def report(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    make_bucket(BUCKET)
    for name in ("Units", "Statistics", "Broadcasts", "Cases", "Privacy"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    monkeypatch.setenv("PROVINCE_CODE", "40")
    monkeypatch.setenv("UNITS_AS_OF", "2024-09-30")
    monkeypatch.setenv("REPORTS_BUCKET", BUCKET)
    kinds = [UnitKind.PROVINCE, UnitKind.CITY, UnitKind.WARD, UnitKind.TOWN]
    UnitStore(open_table("Units")).save_all(
        Unit(path, "2024-09", path.rpartition(".")[2], name, kind)
        for (path, name), kind in zip(NAMES.items(), kinds, strict=True)
    )
    put("tin-1", "40", Target("40"), open_table)
    put("tin-2", "40.412", Target("40.412"), open_table)
    return load("report")


def put(broadcast_id: str, unit_path: str, target: Target, open_table: OpenTable) -> None:
    table = open_table("Broadcasts")
    BroadcastStore(table).create(
        Broadcast(
            broadcast_id,
            "40",
            unit_path,
            BroadcastContent(ARTICLE, target),
            BroadcastState.SENDING,
            "a",
            NOW,
            planned_at=NOW,
        )
    )
    DeliveryStore(table).plan(
        Delivery(broadcast_id, path, NAMES[path], f"oa-{path}", state, NOW)
        for path, state in STATES.items()
        if f"{path}.".startswith(f"{target.root}.")
    )


def officer(unit: str, role: str = "viewer") -> dict[str, str]:
    return {"sub": f"{role}-{unit}", "custom:unit": unit, "cognito:groups": f"[{role}]", "token_use": "id"}


def ask(
    report: ModuleType, broadcast_id: str, claims: dict[str, str] | None, **body: Any
) -> tuple[int, dict[str, Any]]:
    event = http_event("POST", f"/broadcasts/{broadcast_id}/ledger", body=json.dumps(body), claims=claims)
    answer = report.handler(event, Context())
    return answer["statusCode"], json.loads(answer["body"])


def names_in(key: str) -> list[str]:
    content = boto3.client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    return [str(row[1]) for row in sheet.iter_rows(min_row=FIRST_ROW + 1, values_only=True) if row[1]]


def test_an_officer_gets_the_whole_ledger_and_its_numbers_twice_the_same(report: ModuleType) -> None:
    answers = [ask(report, "tin-1", officer("40")) for _ in range(2)]
    assert [status for status, _ in answers] == [201, 201]
    for _, answer in answers:
        assert answer["planned"] == sum(answer["counts"].values()) == 4
        assert {state: count for state, count in answer["counts"].items() if count} == {
            "sent": 2,
            "failed": 1,
            "skipped": 1,
        }
        assert names_in(answer["key"]) == list(NAMES.values())


def test_a_part_of_the_ledger_holds_that_subtree_only(report: ModuleType) -> None:
    status, answer = ask(report, "tin-1", officer("40"), within="40.412")
    assert (status, answer["planned"]) == (201, 2)
    assert names_in(answer["key"]) == ["Thành phố Vinh", "Phường Hà Huy Tập"]


def test_the_sheet_lies_under_its_folder_and_the_link_expires(report: ModuleType) -> None:
    _, answer = ask(report, "tin-1", officer("40"))
    assert answer["key"].startswith("reports/ledger/tin-1/40/")
    query = parse_qs(urlsplit(answer["url"]).query)
    assert query["X-Amz-Expires"] == ["3600"]
    assert unquote(query["response-content-disposition"][0]).endswith(answer["file_name"])
    assert answer["file_name"].startswith(f"Sổ gửi tin - {ARTICLE['title']} - ")
    assert timedelta(minutes=59) < clock.from_text(answer["expires_at"]) - clock.now() <= timedelta(hours=1)


def test_only_who_may_read_the_broadcast_gets_its_ledger(report: ModuleType) -> None:
    assert ask(report, "tin-1", None)[0] == 401
    assert ask(report, "tin-1", officer("40.412"))[0] == 404
    assert ask(report, "tin-1", officer("40.412"), within="40.412")[0] == 404
    assert ask(report, "tin-2", officer("40.412"))[0] == 201
    assert ask(report, "tin-2", officer("40.413"))[0] == 404
    assert ask(report, "tin-2", officer("40.412", role="stranger"))[0] == 403
    assert ask(report, "khác", officer("40"))[0] == 404


@pytest.mark.parametrize("within", ["40", "40.413", "40.41", "41", "x", "40.412#"])
def test_what_lies_outside_the_target_is_not_there(report: ModuleType, within: str) -> None:
    assert ask(report, "tin-2", officer("40"), within=within)[0] == 404


def test_an_unknown_field_is_named(report: ModuleType) -> None:
    status, problem = ask(report, "tin-1", officer("40"), unit="40")
    assert (status, [error["field"] for error in problem["errors"]]) == (422, ["unit"])
