"""Accounts in the console: troubles first, a link for consent, confirmation, disconnection."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from loa import clock
from loa.foundation.accounts.consents.model import verify
from loa.foundation.accounts.model import Account, AccountState, Health
from loa.foundation.accounts.store import AccountStore, account_row
from loa.foundation.officers.model import Role
from loa.foundation.readings.deeds import DeedStore, deed_from
from loa.foundation.units.store import UnitStore
from tests.conftest import OpenTable
from tests.pages.public_world import UNITS
from tests.pages.reading import check
from tests.worlds.component.settings import CONSENT_KEY
from tests.worlds.console import ConsoleWorld, OfficerBrowser, body_of, set_console_environment
from tests.worlds.doors import load
from tests.worlds.quick_moto import make_queue

LIST = "/console/tai-khoan"
YEN_THANH, OTHER = "40.17506", "40.16681"
HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }}"

type Connect = Callable[..., Account]
type SignIn = Callable[..., OfficerBrowser]


@pytest.fixture
def connect(open_table: OpenTable) -> Connect:
    """Give a unit an account in a certain state."""

    def connected(path: str, health: Health, *, name: str = "Mặt trận xã", oa_id: str = "") -> Account:
        now = clock.now()
        account = Account(
            province="40",
            unit_path=path,
            oa_id=oa_id or f"oa-{path}",
            name=name,
            oa_type=4,
            state=AccountState(health.value) if health in {*AccountState} else AccountState.CONNECTED,
            connected_at=now - timedelta(days=80),
            refreshed_at=now,
            last_event_at=now,
            refresh_expires_at=now + timedelta(days=3 if health is Health.EXPIRING else 80, hours=1),
            is_pending=health is Health.PENDING,
            trouble="-216 token" if health is Health.NEEDS_CONSENT else "",
        )
        open_table("Units").put(account_row(account))
        return account

    return connected


@pytest.fixture
def sign_in(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Sign an officer in at the function `officer`."""
    set_console_environment(open_table, monkeypatch)
    UnitStore(open_table("Units")).save_all(UNITS)
    boto3.client("secretsmanager").create_secret(Name="consent", SecretString=CONSENT_KEY)
    queue = make_queue("followers")
    for name, value in {
        "PUBLIC_URL": "https://loa.example.vn",
        "CONTENT_TABLE": open_table("Content").name,
        "STATISTICS_TABLE": open_table("Statistics").name,
        "CONSENT_SECRET_ID": "consent",
        "FOLLOWERS_QUEUE_URL": queue,
    }.items():
        monkeypatch.setenv(name, value)
    module, world = load("officer"), ConsoleWorld(open_table)

    def signed_in(unit: str, *roles: Role, factor: bool = False) -> OfficerBrowser:
        officer = world.officer(f"officer-{unit}-{len(roles)}", unit, *roles)
        return world.sign_in(officer, module.handler, factor=factor)

    return signed_in


def test_list__of_the_province__shows_troubles_first_and_finds_by_name(
    connect: Connect, sign_in: SignIn
) -> None:
    connect("40", Health.CONNECTED)
    connect(YEN_THANH, Health.EXPIRING)
    connect(OTHER, Health.NEEDS_CONSENT, name=HOSTILE)
    chief = sign_in("40", Role.ADMINISTRATOR)
    page = chief.page(LIST)
    shown = [link.get("href") for link in page.all("a") if link.get("href").startswith(f"{LIST}/")]
    assert shown == [f"{LIST}/{OTHER}", f"{LIST}/{YEN_THANH}"]
    assert "còn 3 ngày" in page.text()
    assert HOSTILE in page.text()
    found = chief.page(f"{LIST}?ten=yen thanh")
    assert f"{LIST}/{YEN_THANH}" in [link.get("href") for link in found.all("a")]
    everything = chief.page(f"{LIST}?xem=tat-ca")
    assert everything.text().count("Zalo báo tin lần cuối hôm nay") == 3
    assert len([1 for link in everything.all("a") if link.get("href").startswith(f"{LIST}/")]) == 131


def test_account__that_is_confirmed__offers_its_posters(connect: Connect, sign_in: SignIn) -> None:
    connect("40", Health.CONNECTED)
    connect(YEN_THANH, Health.CONNECTED)
    connect(OTHER, Health.PENDING)
    chief = sign_in("40", Role.ADMINISTRATOR)

    def offered(path: str) -> list[str]:
        links = [link.get("href") for link in chief.page(f"{LIST}/{path}").all("a")]
        return [link.partition("?")[2] for link in links if "/ap-phich" in link]

    assert offered(YEN_THANH) == ["paper=a4", "paper=a5"]
    assert offered("40") == ["paper=a4", "paper=a5", "paper=a4&below=true"]
    assert offered(OTHER) == []


def test_list__of_retired_accounts__stands_apart_with_the_unit_that_answers(
    connect: Connect, sign_in: SignIn, open_table: OpenTable
) -> None:
    connect("40.17506", Health.CONNECTED)
    left = connect("40.17506", Health.CONNECTED, name="Mặt trận xã cũ", oa_id="oa-old")
    open_table("Units").put(account_row(replace(left, retired_at=clock.now())))
    connect("40.17506", Health.CONNECTED)
    officer = sign_in("40", Role.VIEWER)

    page = officer.page("/console/tai-khoan?xem=da-nghi")

    assert "Đã nghỉ 1" in page.text()
    assert "Mặt trận xã cũ" in page.text()
    assert "Đã nghỉ, người dân nhắn vẫn có người trả lời" in page.text()
    assert "Mặt trận xã cũ" not in officer.page("/console/tai-khoan?xem=tat-ca").text()


def test_list__of_a_commune__is_its_account(connect: Connect, sign_in: SignIn) -> None:
    connect(YEN_THANH, Health.CONNECTED)
    officer = sign_in(YEN_THANH, Role.EDITOR)
    answer = officer.ask(LIST)
    assert answer["headers"]["location"] == f"{LIST}/{YEN_THANH}"
    page = officer.follow(answer)
    assert "Anh/chị không phải làm gì" in page.text()
    assert not [each for each in page.all("form") if each.get("action").startswith(LIST)], (
        "an editor changes nothing"
    )
    assert officer.ask(f"{LIST}/{OTHER}")["statusCode"] == 404


def test_link__made_by_an_administrator__is_for_their_unit_and_signed__and_stands_in_the_trail(
    sign_in: SignIn, open_table: OpenTable
) -> None:
    officer = sign_in(YEN_THANH, Role.ADMINISTRATOR)
    page = check(body_of(officer.send(f"{LIST}/{YEN_THANH}", f"{LIST}/{YEN_THANH}/duong-dan")))
    link = page.one("textarea").text()
    state = parse_qs(urlsplit(link).query)["state"][0]
    consent = verify(state, CONSENT_KEY, clock.now())
    assert (consent.unit_path, consent.asked_by) == (YEN_THANH, officer.officer.id)
    trail = DeedStore(open_table("Privacy")).page("40", YEN_THANH, clock.local_day(clock.now()), limit=5).rows
    found = [deed_from(row) for row in trail]
    assert [(each.what, each.reference) for each in found] == [
        ("tai-khoan/-/duong-dan", f"{LIST}/{YEN_THANH}")
    ]


def test_account__pending__works_after_somebody_has_compared_it(
    connect: Connect, sign_in: SignIn, open_table: OpenTable
) -> None:
    account = connect(YEN_THANH, Health.PENDING)
    officer = sign_in(YEN_THANH, Role.ADMINISTRATOR)
    address, act = f"{LIST}/{YEN_THANH}", f"{LIST}/{YEN_THANH}/xac-nhan"
    unread = officer.send(address, act)
    assert unread["statusCode"] == 422
    assert check(body_of(unread)).one("title").text().startswith("Lỗi")
    page = officer.page(address)
    officer.send(page, act, checked="true")
    answer = officer.send(page, act, checked="true")
    assert "Đang hoạt động" in officer.follow(answer).text()
    kept = AccountStore(open_table("Units")).of_unit("40", YEN_THANH)
    assert kept
    assert (kept.is_pending, kept.confirmed_by, kept.oa_id) == (False, officer.officer.id, account.oa_id)


def test_account__another_one_by_now__is_not_confirmed(connect: Connect, sign_in: SignIn) -> None:
    connect(YEN_THANH, Health.PENDING)
    officer = sign_in(YEN_THANH, Role.ADMINISTRATOR)
    page = officer.page(f"{LIST}/{YEN_THANH}")
    connect(YEN_THANH, Health.PENDING, oa_id="elsewhere")
    answer = officer.send(page, f"{LIST}/{YEN_THANH}/xac-nhan", checked="true")
    assert answer["statusCode"] == 409
    assert "Official Account khác" in check(body_of(answer)).text()


def test_account__taken_from_its_unit__needs_the_second_factor_and_a_reason(
    connect: Connect, sign_in: SignIn, open_table: OpenTable
) -> None:
    connect(YEN_THANH, Health.CONNECTED)
    address, act = f"{LIST}/{YEN_THANH}", f"{LIST}/{YEN_THANH}/ngat"
    hurried = sign_in(YEN_THANH, Role.ADMINISTRATOR)
    asked = hurried.send(address, act, reason="Tài khoản của xã cũ")
    assert asked["headers"]["location"].startswith("/console/xac-nhan?den=")
    officer = sign_in(YEN_THANH, Role.ADMINISTRATOR, Role.EDITOR, factor=True)
    assert officer.send(address, act)["statusCode"] == 422, "a reason is missing"
    answer = officer.send(address, act, reason="Tài khoản của xã cũ")
    assert "Chưa kết nối" in officer.follow(answer).text()
    (left,) = AccountStore(open_table("Units")).departures("40", YEN_THANH)
    assert (left.reason, left.by) == ("Tài khoản của xã cũ", officer.officer.id)


def test_todays_work__names_what_is_in_trouble_or_nothing(connect: Connect, sign_in: SignIn) -> None:
    officer = sign_in("40", Role.ADMINISTRATOR)
    empty = body_of(officer.ask(f"{LIST}/o-viec", **{"hx-request": "true"}))
    assert "<section" not in empty
    connect(OTHER, Health.NEEDS_CONSENT)
    ended = body_of(officer.ask(f"{LIST}/o-viec", **{"hx-request": "true"}))
    assert "Mất quyền" in ended
    assert "data-due" not in ended, "what has ended ends no more"
    connect(YEN_THANH, Health.EXPIRING)
    assert 'data-due="20' in body_of(officer.ask(f"{LIST}/o-viec", **{"hx-request": "true"}))
