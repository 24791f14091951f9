"""The numbers of the last seven days on the page of today's work, each from the area that counts it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from loa import clock
from loa.foundation.officers.model import Role
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable
from tests.pages.public_world import UNITS
from tests.worlds.console import ConsoleWorld, OfficerBrowser, body_of, set_every_environment
from tests.worlds.doors import load

YEN_THANH, OTHER = "40.17506", "40.16681"
AREAS = {"conversations": "tin-nhan", "cases": "vu-viec", "officer": "tai-khoan"}
type Ask = Callable[[str], str]


@pytest.fixture
def counters(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> StatisticsStore:
    set_every_environment(open_table, monkeypatch)
    UnitStore(open_table("Units")).save_all(UNITS)
    return StatisticsStore(open_table("Statistics"))


@pytest.fixture
def ask(counters: StatisticsStore, open_table: OpenTable) -> Ask:
    """Return the number of an area as an officer of Yên Thành sees it, as words."""
    world = ConsoleWorld(open_table)
    officer = world.officer("hoa", YEN_THANH, Role.EDITOR)
    signed_in = world.sign_in(officer, load("officer").handler)

    def asked(function: str) -> str:
        browser = OfficerBrowser(officer, signed_in.session, signed_in.cookies["loa"], load(function).handler)
        return body_of(browser.ask(f"/console/{AREAS[function]}/bay-ngay"))

    return asked


def _count(store: StatisticsStore, days_ago: int, *, path: str = YEN_THANH, **counts: int) -> None:
    numbers = {Metric(name): number for name, number in counts.items()}
    commit(store.increments(path, clock.now() - timedelta(days=days_ago), numbers))


def test_numbers__of_a_unit_in_which_nothing_happened__say_so(ask: Ask) -> None:
    assert "Chưa có người dân nào nhắn tin." in ask("conversations")
    assert "Chưa có vụ việc nào được trả lời." in ask("cases")
    assert "0</span> người quan tâm" in ask("officer")


def test_numbers__are_of_seven_days_of_the_own_unit_beside_the_seven_before(
    ask: Ask, counters: StatisticsStore
) -> None:
    _count(counters, 0, messages_in=1_000, cases_answered=3, cases_in_time=2, followers_gained=5)
    _count(counters, 6, messages_in=48, cases_answered=1, cases_in_time=1, followers_lost=2)
    _count(counters, 7, messages_in=1_100, cases_answered=4, cases_in_time=2)
    _count(counters, 13, messages_in=8)
    _count(counters, 14, messages_in=7_000, cases_answered=50)
    _count(counters, 0, path=OTHER, messages_in=9_000)
    _count(counters, 0, path="40", messages_in=9_000)
    commit([counters.follower_base(YEN_THANH, 1_264)])
    messages = ask("conversations")
    assert "1.048</span> tin nhắn của người dân" in messages
    assert "7 ngày trước đó: 1.108, nay giảm 60" in messages
    cases = ask("cases")
    assert "75%</span> vụ việc trả lời đúng hạn" in cases
    assert "3 trên 4; 7 ngày trước đó: 50%" in cases
    followers = ask("officer")
    assert "1.264</span> người quan tâm" in followers
    assert "thêm 5, bớt 2" in followers


def test_numbers__are_asked_for_once__and_read_the_own_rows_of_fourteen_days(
    ask: Ask, counters: StatisticsStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(40):
        _count(counters, day, messages_in=1)
    read: list[int] = []
    real = Table.page

    def counted(self: Table, *given: object, **more: object) -> object:
        page = real(self, *given, **more)  # type: ignore[arg-type]
        if self.name == counters.totals._table.name:
            read.append(len(page.rows))
        return page

    monkeypatch.setattr(Table, "page", counted)
    assert "hx-get" not in ask("conversations")
    assert len(read) <= 2
    assert sum(read) == 14
