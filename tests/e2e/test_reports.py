"""Reports on the deployed stack: that nobody asks for, that an administrator does, figures for everybody."""

from datetime import date, datetime, timedelta
from typing import Final

import pytest
import requests

from infra.local.places import REGION, ROOT_ACCESS_KEY
from loa import clock
from loa.foundation.officers.model import Role
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.dynamodb.transactions import commit
from loa.reports.schedules.periods import due
from tests.conftest import forget_clients
from tests.e2e.chat import Resident, linked, settle
from tests.e2e.console import officer_at
from tests.e2e.town import PROVINCE, VIETNAM, Place, Town
from tests.pages.reading import read

PAGE: Final = "/console/bao-cao/cong-khai"
ANSWERED: Final = (40, 30, 20)
"""Cases that three units have answered: enough to be told."""


@pytest.fixture
def statistics(town: Town, monkeypatch: pytest.MonkeyPatch) -> StatisticsStore:
    """The counters of the stack."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": ROOT_ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": ROOT_ACCESS_KEY,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL": town.stack.aws_url,
    }.items():
        monkeypatch.setenv(name, value)
    forget_clients()
    return StatisticsStore(Table(town.stack.outputs["StatisticsTableName"]))


def test_a_report_that_nobody_asked_for__is_there_as_files_and_an_officer_hears_of_it_once(
    town: Town,
) -> None:
    place = town.connected()
    viewer = town.officer(place.path, "viewer")
    town.invoke("Roster", {})
    officer = linked(town, Resident(town, place, "cán bộ Hà"), viewer)
    week = due(clock.local_day(clock.now()))[0].period
    _others_have_been_told(town, place, week.code)

    _work_on_what_is_due(town)
    assert week.words in officer.waits_for("đã lập xong")
    shown = officer_at(town, place.path, "Trần Thị Hoa", Role.VIEWER).page(f"/console/bao-cao?ky={week.code}")
    files = [link.get("href") for link in shown.all("a") if "/closed-figures." in link.get("href")]
    assert {file.partition("?")[0].rpartition(".")[2] for file in files} == {"docx", "pdf", "xlsx"}
    assert all(requests.get(file, timeout=30).ok for file in files)

    assert _work_on_what_is_due(town) == 0
    settle(town)
    assert "đã lập xong" not in officer.reads()


def test_figures__released_by_a_second_person__are_read_by_everybody_until_they_are_withdrawn(
    town: Town, statistics: StatisticsStore
) -> None:
    month = _a_month_that_is_over()
    answered_at = datetime.combine(month.replace(day=15), datetime.min.time(), VIETNAM)
    for number in ANSWERED:
        counts = {Metric.CASES_ANSWERED: number, Metric.CASES_IN_TIME: number}
        commit(statistics.increments(town.unit(), answered_at, counts))
    code = f"{month:%Y-%m}"
    look, page = f"{PAGE}?ky={code}", f"{town.stack.api_url}/so-lieu?thang={code}"
    api = f"{town.stack.api_url}/read/figures?month={code}"
    first = officer_at(town, PROVINCE, "Nguyễn Thị Lan", Role.EDITOR, Role.VIEWER)
    seen = first.page(look)
    assert "Người dân chưa xem được." in seen.text()
    assert "Công khai cho người dân" not in seen.text()
    assert requests.get(page, timeout=30).status_code == requests.get(api, timeout=30).status_code == 404

    second = officer_at(town, PROVINCE, "Trần Văn Minh", Role.APPROVER)
    released = second.follow(second.send(second.page(look), PAGE))
    assert "Người dân đang xem được." in released.text()
    assert (
        f"Đã trả lời {sum(ANSWERED)} phản ánh, kiến nghị" in read(requests.get(page, timeout=30).text).text()
    )
    told = requests.get(api, timeout=30).json()
    assert (told["month"], told["total"]["answered"]) == (code, sum(ANSWERED))
    shown = {unit["numbers"]["answered"] for unit in told["units"]}
    assert shown
    assert shown < set(ANSWERED)  # the third would be found by subtracting
    newest = requests.get(f"{town.stack.api_url}/read/figures", timeout=30).json()
    assert code in newest["months"]

    second.follow(second.send(released, "/console/bao-cao/rut-lai"))
    assert requests.get(page, timeout=30).status_code == requests.get(api, timeout=30).status_code == 404


def test_an_administrator__invokes_the_report_themself__gets_each_form_and_of_what_is_over_one_file(
    town: Town,
) -> None:
    place = Place(town.unit(), "")
    last = _a_month_that_is_over()
    order = {"unit": place.path, "from": last.isoformat(), "to": (last + timedelta(days=27)).isoformat()}
    for form, begins in (("xlsx", b"PK"), ("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!"), ("json", b"{")):
        told = town.invoke("Report", order | {"format": form})
        again = town.invoke("Report", order | {"format": form})
        assert told["key"] == again["key"]
        assert requests.get(again["url"], timeout=30).content.startswith(begins), form


def _a_month_that_is_over() -> date:
    """The first day of the month before the last one."""
    last = clock.local_day(clock.now()).replace(day=1) - timedelta(days=1)
    return (last.replace(day=1) - timedelta(days=1)).replace(day=1)


def _others_have_been_told(town: Town, place: Place, code: str) -> None:
    """A round has been stopped before it came to one unit's report of a week; whatever was done before."""
    now, table = clock.to_text(clock.now()), town.table("Statistics")
    paths = {str(unit["path"]) for unit in town.units()}
    partition = f"{PROVINCE}#reports"
    with table.batch_writer() as rows:
        rows.put_item(Item={"partition": partition, "sort": code, "units": len(paths)})
        for path in paths:
            row = {"partition": partition, "sort": f"{code}#{path}"}
            rows.put_item(Item=row | ({} if path == place.path else {"made_at": now, "told_at": now}))


def _work_on_what_is_due(town: Town) -> int:
    """Rounds as the schedule calls them, until there is nothing left to do; how many reports were made."""
    made = 0
    while True:
        done = town.invoke("Report", {"task": "scheduled"})["reports"]
        assert done["failed"] == 0
        if not done["made"]:
            return made
        made += done["made"]
