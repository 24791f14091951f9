"""Reports in the console: figures, charts, the opening that an officer edits, files, the page that prints."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from urllib.parse import urlencode

import boto3
import pytest
from pypdf import PdfReader

from infra.units.load import read_units
from loa import clock
from loa.foundation.network.model import NetworkPerson, PersonKind
from loa.foundation.network.store import NetworkStore
from loa.foundation.officers.model import Role
from loa.foundation.statistics.model import Gauges, Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.transactions import commit
from loa.reports.schedules.periods import due
from loa.reports.schedules.store import ScheduleStore
from tests.conftest import OpenTable
from tests.pages.reading import Element
from tests.worlds.console import ConsoleWorld, OfficerBrowser, set_console_environment
from tests.worlds.doors import load
from tests.worlds.papers import have_papers
from tests.worlds.quick_moto import make_bucket

AREA = "/console/bao-cao"
WARD, OTHER = "40.16681", "40.16690"
BUCKET = "loa-reports"

type SignIn = Callable[..., OfficerBrowser]


@pytest.fixture
def sign_in(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Sign an officer in at the function `report`, in a province of which last month something is known."""
    set_console_environment(open_table, monkeypatch)
    make_bucket(BUCKET)
    for name in ("Statistics", "Broadcasts", "Cases", "Privacy"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    monkeypatch.setenv("REPORTS_BUCKET", BUCKET)
    UnitStore(open_table("Units")).save_all(unit for unit in read_units() if unit.valid_to is None)
    statistics, last = StatisticsStore(open_table("Statistics")), last_month()
    before = last.replace(day=1) - timedelta(days=9)
    commit(statistics.increments(WARD, last, {Metric.MESSAGES_IN: 1_500, Metric.FOLLOWERS_GAINED: 20}))
    commit(statistics.increments(OTHER, last, {Metric.MESSAGES_IN: 300, Metric.CASES_OVERDUE: 3}))
    commit(statistics.increments(WARD, before, {Metric.MESSAGES_IN: 1_200}))
    for number, unit in enumerate(unit for unit in read_units() if unit.valid_to is None):
        if number % 9:
            commit([statistics.follower_base(unit.path, 40 * number)])
    module, world = load("report"), ConsoleWorld(open_table)

    def signed_in(identity: str, unit: str, *roles: Role) -> OfficerBrowser:
        return world.sign_in(world.officer(identity, unit, *roles), module.handler, factor=True)

    return signed_in


def last_month() -> datetime:
    """A moment of the month before this one, in the middle of its last day but one."""
    first = clock.local_day(clock.now()).replace(day=1)
    return datetime.combine(first - timedelta(days=2), datetime.min.time(), UTC) + timedelta(hours=5)


def test_report__of_the_last_month__shows_figures_charts_silent_units_and_words(sign_in: SignIn) -> None:
    page = sign_in("officer-1", "40", Role.VIEWER).page(AREA)
    words = page.text()
    assert "Tỉnh Nghệ An: 131 đơn vị, 129 đơn vị chưa có hoạt động" in words
    assert "tăng 50,0%" in words
    assert "Nhận nhiều tin nhắn nhất là Phường Thành Vinh (1.500), Phường Trường Vinh (300)." in words
    assert "Còn để quá hạn nhiều nhất là Phường Trường Vinh (3)" in words
    assert "Và 117 đơn vị nữa" in words
    assert len([each for each in page.all("svg") if each.get("role") == "img"]) == 3


def test_report__ordered_with_own_words__is_made_once_and_kept_as_three_files(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    have_papers(monkeypatch)
    browser = sign_in("officer-1", "40", Role.VIEWER)
    page = browser.page(AREA)
    assert "Tệp đã lập" not in page.text()
    gathered: list[str] = []
    numbers = StatisticsStore.gauges

    def counted(store: StatisticsStore, root: str) -> dict[str, Gauges]:
        gathered.append(root)
        return numbers(store, root)

    monkeypatch.setattr(StatisticsStore, "gauges", counted)
    after = browser.follow(browser.send(page, AREA, opening="Tháng qua mưa lũ.\nCác xã đã cố gắng."))
    assert "Đã lập báo cáo." in after.text()
    assert [link for link in after.all("a") if "Bản Word" in link.text()]
    assert len(gathered) == 2, "once for the three files, once for the page that follows"
    s3 = boto3.client("s3")
    keys = [item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET)["Contents"]]
    assert sorted(key.rpartition(".")[2] for key in keys) == ["docx", "pdf", "xlsx"]
    pdf = next(key for key in keys if key.endswith("pdf"))
    content = s3.get_object(Bucket=BUCKET, Key=pdf)["Body"].read()
    assert "Tháng qua mưa lũ." in PdfReader(BytesIO(content)).pages[0].extract_text()


def test_report__of_a_commune__is_that_unit_alone_and_not_another_officers(sign_in: SignIn) -> None:
    browser = sign_in("officer-2", WARD, Role.VIEWER)
    assert "Phường Thành Vinh: 1 đơn vị" in browser.page(AREA).text()
    browser.page(f"{AREA}?don-vi={OTHER}", status=404)


def test_report__of_an_older_month__stands_in_the_list_and_says_what_is_not_known(sign_in: SignIn) -> None:
    page = sign_in("officer-2", WARD, Role.VIEWER).page(f"{AREA}?ky=2025-07")
    assert "Tháng 7 năm 2025" in [
        each.text() for each in page.all("option") if each.get("value") == "2025-07"
    ]
    assert "chưa có số" in page.text()


def test_report__to_be_printed__has_the_parts_of_a_paper_and_every_table(sign_in: SignIn) -> None:
    words = sign_in("officer-2", WARD, Role.VIEWER).page(f"{AREA}/in").text()
    for part in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Nơi nhận:", "TM. BAN THƯỜNG TRỰC", "Phụ lục 7."):
        assert part in words


def test_network__looked_at__names_who_is_missing_and_hands_out_files(
    sign_in: SignIn, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    have_papers(monkeypatch)
    monkeypatch.setenv("AUDIENCE_TABLE", open_table("Audience").name)
    NetworkStore(open_table("Units")).register(
        [
            NetworkPerson("1", WARD, PersonKind.COMMITTEE_HEAD, "Lô Thị Mai", "Khối 3"),
            NetworkPerson("2", OTHER, PersonKind.OFFICER, "Vi Văn Thông"),
        ]
    )
    browser = sign_in("officer-2", WARD, Role.EDITOR)
    page = browser.page(f"{AREA}/mang-luoi")
    words = page.text()
    assert "Phường Thành Vinh: còn 1 người" in words
    assert "Lô Thị Mai" in words
    assert "Vi Văn Thông" not in words, "of another unit"
    after = browser.follow(browser.send(page, f"{AREA}/mang-luoi"))
    assert [link for link in after.all("a") if "Bản in" in link.text()]
    sign_in("officer-3", WARD, Role.VIEWER).page(f"{AREA}/mang-luoi", status=403)


def test_report__that_is_being_made_by_itself__says_how_far_it_is(
    sign_in: SignIn, open_table: OpenTable
) -> None:
    store, now = ScheduleStore(open_table("Statistics")), clock.now()
    code = next(each.period.code for each in due(clock.local_day(now)))
    store.begin("40", code, 131)
    store.made("40", code, WARD, now)
    browser = sign_in("officer-1", "40", Role.VIEWER)
    assert "Đã xong 1 trên 131 đơn vị" in browser.page(f"{AREA}?ky={code}").text()
    store.finish("40", code, now)
    assert "Đã xong" not in browser.page(f"{AREA}?ky={code}").text()


def test_report__of_a_period_in_which_units_merged__is_seen_by_old_units_and_by_new(
    open_table: OpenTable, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    have_papers(monkeypatch)
    officer = sign_in("le", "40", Role.VIEWER)
    assert "Theo đơn vị" not in officer.page(AREA).text()
    UnitStore(open_table("Units")).save_all(read_units())

    def shown(period: str, structure: str = "") -> Element:
        return officer.page(f"{AREA}?{urlencode({'ky': period, 'don-vi': '40', 'theo': structure})}")

    page = shown("2025-Q2")
    (choice,) = [each for each in page.all("select") if each.get("name") == "theo"]
    assert [each.get("value") for each in choice.all("option")] == ["", "dau-ky", "hom-nay"]
    assert "433 đơn vị" in page.text()
    assert "131 đơn vị" in shown("2025-Q2", "hom-nay").text()
    assert "433 đơn vị" in shown("2025", "dau-ky").text()
    assert "131 đơn vị" in shown("2025").text()
    made = officer.send(shown("2025-Q2", "hom-nay"), AREA, opening="Theo đơn vị mới.")
    assert "theo=hom-nay" in str(made["headers"]["location"])
    assert "Tệp đã lập" in officer.follow(made).text()
    assert "Tệp đã lập" not in shown("2025-Q2").text()
