"""A month's figures: the province looks, releases, takes back; residents read, and no number points."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from infra.units.load import read_units
from loa import clock
from loa.foundation.officers.model import Role
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.statistics.times import FIRST_ANSWER
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable
from tests.pages.public_world import build
from tests.worlds.console import ConsoleWorld, OfficerBrowser, filled_in, set_console_environment
from tests.worlds.doors import load
from tests.worlds.quick_moto import make_bucket

BUCKET = "loa-reports"
PAGE = "/console/bao-cao/cong-khai"
WARD, OTHER, SMALL = "40.16681", "40.16690", "40.17506"

type SignIn = Callable[..., OfficerBrowser]


def past() -> datetime:
    """A moment in the month before the last one, which is over on every day."""
    last = clock.local_day(clock.now()).replace(day=1) - timedelta(days=1)
    return datetime.combine(last.replace(day=1) - timedelta(days=3), datetime.min.time(), UTC)


MONTH = f"{past():%Y-%m}"
LOOK = f"{PAGE}?ky={MONTH}"


@pytest.fixture
def sign_in(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Sign an officer in at the function `report`; three units answered cases."""
    set_console_environment(open_table, monkeypatch)
    for name in ("Statistics", "Published"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    make_bucket(BUCKET)
    monkeypatch.setenv("REPORTS_BUCKET", BUCKET)
    UnitStore(open_table("Units")).save_all(unit for unit in read_units() if unit.valid_to is None)
    statistics = StatisticsStore(open_table("Statistics"))
    for path, answered, in_time in ((WARD, 40, 33), (OTHER, 12, 12), (SMALL, 2, 1), ("40", 9, 8)):
        counts = {
            Metric.CASES_ANSWERED: answered,
            Metric.CASES_IN_TIME: in_time,
            Metric.CASES_RATED: answered // 2,
            Metric.CASES_STARS: 4 * (answered // 2),
            FIRST_ANSWER.bucket(timedelta(hours=20)): answered,
        }
        commit(statistics.increments(path, past(), counts))
    module, world = load("report"), ConsoleWorld(open_table)

    def signed_in(identity: str, unit: str, *roles: Role) -> OfficerBrowser:
        return world.sign_in(world.officer(identity, unit, *roles), module.handler, factor=True)

    return signed_in


@pytest.mark.parametrize("day", [1, 2, 28])
def test_page__opened_on_any_day__shows_a_month_that_may_be_released(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, day: int
) -> None:
    browser = sign_in("officer-1", "40", Role.APPROVER)
    now = clock.now()
    on = (now.replace(day=1) + timedelta(days=31)).replace(day=day, hour=3)
    monkeypatch.setattr(clock, "local_day", lambda at: on.date() if at >= now else at.date())
    assert "Người dân chưa xem được." in browser.page(PAGE).text()


def test_figures__released_by_an_approver__are_read_by_everybody_until_they_are_taken_back(
    sign_in: SignIn, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    residents = build(open_table, monkeypatch)
    assert "Chưa có số liệu nào được công bố." in residents.page("/so-lieu").text()
    browser = sign_in("officer-1", "40", Role.APPROVER)
    before = browser.page(LOOK)
    assert "Người dân chưa xem được." in before.text()
    after = browser.follow(browser.send(before, PAGE))
    assert "Người dân đang xem được." in after.text()

    words = residents.page("/so-lieu").text()
    assert "Đã trả lời 63 phản ánh, kiến nghị" in words
    assert re.search(r"Phường Thành Vinh.*40.*83%.*khoảng 3 ngày làm việc.*4,0 trên 5 \(20 người\)", words)
    assert "Xã Yên Thành" not in words, "two people"
    assert "Phường Thành Vinh" in residents.page(f"/so-lieu?thang={MONTH}").text()

    browser.follow(browser.send(after, "/console/bao-cao/rut-lai"))
    assert "Chưa có số liệu nào được công bố." in residents.page("/so-lieu").text()
    assert residents.ask(f"/so-lieu?thang={MONTH}")["statusCode"] == 404


def test_figures__that_would_be_found_by_subtracting__are_left_out_with_the_small_one(
    sign_in: SignIn,
) -> None:
    """63 in all: with two of three numbers beside it, the third would be known."""
    words = sign_in("officer-1", "40", Role.VIEWER).page(LOOK).text()
    told = [name for name in ("Phường Thành Vinh", "Phường Trường Vinh", "Tỉnh Nghệ An") if name in words]
    assert len(told) == 2


def sent(browser: OfficerBrowser) -> Mapping[str, Any]:
    """The answer to a form that another page of the area wrote."""
    form = filled_in(browser.page("/console/bao-cao").all("form")[-1])
    return browser.post(PAGE, {**form, "ky": MONTH})


def test_figures__are_released_by_nobody_else(sign_in: SignIn) -> None:
    viewer = sign_in("officer-1", "40", Role.VIEWER)
    page = viewer.page(LOOK)
    assert "Công khai cho người dân" not in page.text()
    assert sent(viewer)["statusCode"] == 403
    ward = sign_in("officer-2", WARD, Role.APPROVER)
    ward.page(PAGE, status=404)
    assert sent(ward)["statusCode"] == 404
    this = f"{clock.local_day(clock.now()):%Y-%m}"
    approver = sign_in("officer-3", "40", Role.APPROVER)
    approver.page(f"{PAGE}?ky={this}", status=422)
