"""The function `public` over a province: its real units, accounts of two, and cases that were released."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from types import ModuleType
from typing import Any, Final

import pytest

from infra.units.load import read_units
from loa import clock
from loa.casework.cases.rows.public_list import partition_of, reference_of
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import account_row
from loa.foundation.units.model import Unit, UnitKind, ancestors
from loa.foundation.units.store import UnitStore
from loa.ids import new_id
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.weather.store import WeatherStore
from tests.conftest import OpenTable
from tests.pages.reading import Element, check
from tests.worlds.doors import Context, http_event, load
from tests.worlds.library import LibraryWorld

PROVINCE: Final = "40"
COMMUNE: Final = "40.17506"
ADDRESS: Final = "/d/17506-xa-yen-thanh"
OA_ID: Final = "4207849230913"
VERIFIER: Final = "GkRa5O6GTXL3ukCJdz5WJa_upMgZZXipCp0u"
START: Final = datetime(2026, 11, 2, 1, 0, 0, tzinfo=UTC)
HOSTILE: Final = "<script>alert(1)</script>\n\n\"'&lt; {{ 7777 * 7777 }} {% raw %}"

SPLIT: Final = Unit(
    "40.421.17999", "2024-09", "17999", "Xã Hai Ngả", UnitKind.COMMUNE, None, date(2025, 6, 30),
    ("40.16681@2025-07", "40.17506@2025-07"),
)  # fmt: skip
UNITS: Final = [
    SPLIT,
    *(
        unit
        for unit in read_units()
        if unit.valid_to is None
        or unit.path == "40.421"
        or unit.path.startswith(("40.421.171", "40.412.166"))
    ),
]
"""Today's units, some that have ended, and one whose land went to two."""

FIXED: Final = (
    *(
        "/",
        "/tim-xa",
        "/muc/huong-dan-nghiep-vu",
        "/muc/huong-dan-nghiep-vu?hieu-luc=in_force&nam=2026",
        "/muc/huong-dan-nghiep-vu?hieu-luc=expired",
        "/muc/tin-tinh?nghe=1",
        "/tim-xa?ten=yen",
        "/da-tra-loi",
        "/so-lieu",
        "/lich",
        "/thoi-tiet",
        "/muc/dich-vu-cong",
        "/muc/cam-nang",
    ),
    *(ADDRESS, f"{ADDRESS}/quan-tam", f"{ADDRESS}/lich", f"{ADDRESS}/thoi-tiet"),
    *(f"{ADDRESS}/muc/tin-dia-phuong", f"{ADDRESS}/muc/ban-tin"),
    *("/cach-xem", "/huong-dan", "/du-lieu", "/ho-tro"),
)
"""Every page with an address of its own."""


class PublicWorld:
    """Puts things where they come from, and asks for pages."""

    items: dict[str, str]

    def __init__(self, module: ModuleType, open_table: OpenTable) -> None:
        self.module = module
        self._open_table = open_table
        self.library = LibraryWorld(open_table)
        self.library.now = clock.now() - timedelta(hours=1)
        self.weather = WeatherStore(open_table("Published"))

    def handler(self, event: dict[str, Any]) -> Mapping[str, Any]:
        """Answer as the function does."""
        answer: Mapping[str, Any] = self.module.handler(event, Context())
        return answer

    def ask(self, address: str, **more: Any) -> dict[str, Any]:
        """The answer to a browser that asks for an address, `?` and all."""
        path, _, query = address.partition("?")
        pairs = dict(pair.split("=", 1) for pair in query.split("&") if pair)
        return dict(self.handler(http_event("GET", path, query=pairs or None, **more)))

    def page(self, address: str, **more: Any) -> Element:
        """A page that was found, checked as every page is."""
        answer = self.ask(address, **more)
        assert answer["statusCode"] == 200, address
        return check(answer["body"])

    def connect(self, path: str, oa_id: str, name: str) -> None:
        """Give a unit an account."""
        account = Account(PROVINCE, path, oa_id, name, 4, AccountState.CONNECTED, START, START, START)
        self._open_table("Units").put(account_row(account))

    def release(self, unit: str, number: int = 0, text: str = "Đèn đường hỏng", **more: Any) -> str:
        """Release an answered case; its public name."""
        answered = START + timedelta(hours=number)
        sort = f"{clock.to_text(answered)}#{new_id(answered)}"
        row = {
            "kind": "report",
            "unit_path": unit,
            "received_at": clock.to_text(START - timedelta(days=3)),
            "answered_at": clock.to_text(answered),
            "text": text,
            "answer": "Đã thay bóng, bà con đi lại bình thường.",
            **more,
        }
        for path in [*ancestors(unit), unit]:
            self._open_table("Cases").put({"partition": partition_of(path), "sort": sort, **row})
        return reference_of(sort)


def build(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> PublicWorld:
    """The function over its tables."""
    UnitStore(open_table("Units")).save_all(UNITS)
    for name, value in {
        "PROVINCE_CODE": PROVINCE,
        "PUBLIC_URL": "https://loa.example.vn",
        "UNITS_AS_OF": "",
        "UNITS_TABLE": open_table("Units").name,
        "CASES_TABLE": open_table("Cases").name,
        "PUBLISHED_TABLE": open_table("Published").name,
        "STATISTICS_TABLE": open_table("Statistics").name,
        "ZALO_VERIFIER": VERIFIER,
    }.items():
        monkeypatch.setenv(name, value)
    world = PublicWorld(load("public"), open_table)
    world.connect(PROVINCE, "1111", "Mặt trận tỉnh Nghệ An")
    world.connect(COMMUNE, OA_ID, "Mặt trận xã Yên Thành")
    for number in range(4):
        world.release(COMMUNE, number, f"Đường xóm {number} ngập sau mưa, xe máy không qua được hai hôm nay")
    world.items = publish_some(world)
    return world


def publish_some(world: PublicWorld) -> dict[str, str]:
    """One item of each kind, in the commune or the province; their ids by kind."""
    library, start = world.library, clock.to_text(clock.now() + timedelta(days=4))
    end = clock.to_text(clock.now() + timedelta(days=4, hours=3))
    fields = {ItemKind.EVENT: {"occasions": [{"starts_at": start, "ends_at": end}]}}
    placed = {
        ItemKind.ARTICLE: (COMMUNE, Section.LOCAL_NEWS, "Xóm 5 góp 46 công làm đường"),
        ItemKind.NOTICE: (COMMUNE, Section.NOTICES, "Chi trả trợ cấp xã hội tháng 12"),
        ItemKind.EVENT: (COMMUNE, Section.NOTICES, "Tiếp xúc cử tri trước kỳ họp cuối năm"),
        ItemKind.DOCUMENT: (PROVINCE, Section.GUIDANCE, "Hướng dẫn tổ chức Ngày hội Đại đoàn kết"),
        ItemKind.LINK: (PROVINCE, Section.PUBLIC_SERVICES, "Cổng Dịch vụ công quốc gia"),
        ItemKind.PAGE: (PROVINCE, Section.HANDBOOK, "Cách tổ chức một buổi họp xóm"),
    }
    return {
        kind.value: library.publish(title, unit=unit, kind=kind, section=section, fields=fields.get(kind))
        for kind, (unit, section, title) in placed.items()
    }
