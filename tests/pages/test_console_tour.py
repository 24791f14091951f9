"""The demo's walk through the console: its journeys come to their end, on handlers instead of a stack."""

from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser

from infra.local import console_tour
from infra.local.console_tour import ConsoleTour
from infra.local.state import Officer
from tests.conftest import OpenTable
from tests.pages.browsing import serving
from tests.worlds.console import set_every_environment
from tests.worlds.console_cases import case_world
from tests.worlds.doors import Context, load
from tests.worlds.entrance import SLIP, entrance_with_officers
from tests.worlds.talks import open_talks

pytestmark = pytest.mark.enable_socket

HERE: Final = ("conversations", "cases", "broadcasts", "guide", "own")
"""Pages whose functions answer here; the others are walked through on the stack."""


def test_every_journey__ends__and_each_page_is_pictured_twice(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, browser: Browser, tmp_path: Path
) -> None:
    set_every_environment(open_table, monkeypatch)
    entrance = entrance_with_officers(open_table, monkeypatch, load("session"))
    talks, cases = open_talks(open_table, monkeypatch), case_world(open_table, monkeypatch)
    talks.writes("77", "Bao giờ thì thông cống?", name="Nguyễn Thị Lan", ago=timedelta(hours=3))
    monkeypatch.setenv("QUIET_HOURS", "22:00-06:00")
    areas = {
        "tin-nhan": talks.module.handler,
        "vu-viec": cases.handler,
        "truyen-thong": load("broadcasts").handler,
    }

    def handler(event: dict[str, Any]) -> Any:
        area = (*event["rawPath"].split("/"), "", "")[2]
        return areas.get(area, entrance.handler)(event, Context())

    monkeypatch.setattr(console_tour, "FOLDER", tmp_path)
    with serving(handler) as origin:
        context = browser.new_context(base_url=origin, locale="vi-VN")
        tour = ConsoleTour(context.new_page())
        tour.sign_in(Officer("hoa.01", SLIP, "Trần Thị Hoa", "40.17506", ("editor",)))
        for name, path in console_tour.LOOKED_AT:
            if name in HERE:
                tour.look(name, path)
        for journey in (tour.answer, tour.case, tour.write):
            journey()
        context.close()
    assert (len(tour.journeys), tour.answered, tour.violations) == (4, 1, 0)
    assert len(list(tmp_path.glob("*.png"))) == 2 * tour.pages
