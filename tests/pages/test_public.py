"""Residents' pages as a parser reads them."""

from collections import Counter
from datetime import timedelta
from html import unescape
from urllib.parse import unquote, urlsplit

import pytest

from loa import clock
from loa.bootstrap import reading
from loa.errors import Busy
from loa.foundation.statistics.reads import reads_partition
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.library.projection.invitations import Invitation, inviting
from loa.publishing.library.rules.kinds import Section
from loa.publishing.library.rules.model import Placement, WithdrawalKind
from tests.conftest import OpenTable
from tests.pages.public_world import (
    ADDRESS,
    COMMUNE,
    FIXED,
    HOSTILE,
    OA_ID,
    PROVINCE,
    VERIFIER,
    PublicWorld,
    build,
)
from tests.pages.reading import check
from tests.worlds.doors import http_event
from tests.worlds.library import APPROVER

ELSEWHERE = {"/confidential", "/cua-toi", "/gop-y", "/khao-sat", "/theo-doi", "/thi", "/tim"}
"""Pages of other functions."""


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> PublicWorld:
    return build(open_table, monkeypatch)


def test_every_page_is_whole_and_every_way_leads_somewhere(world: PublicWorld) -> None:
    ways: dict[str, str] = {}
    for address in (*FIXED, *(f"/bai/{item_id}" for item_id in world.items.values())):
        for link in world.page(address).all("a"):
            target = urlsplit(link.get("href"))
            elsewhere = target.path in ELSEWHERE or target.path.endswith("/phan-anh")
            if not target.scheme and target.path and not elsewhere:
                ways.setdefault(link.get("href"), address)
    wrong = {way: on for way, on in ways.items() if world.ask(unquote(way))["statusCode"] not in {200, 303}}
    assert wrong == {}
    assert len(ways) > 150


def test_the_part_of_a_page_is_whole_too(world: PublicWorld) -> None:
    for address in FIXED:
        part = world.ask(address + ("&" if "?" in address else "?") + "part=1")["body"]
        assert not check(part, part=True).all("footer", "meta", "script"), address


def test_every_page_says_to_machines_what_it_is(world: PublicWorld) -> None:
    for address in (*FIXED, *(f"/bai/{item_id}" for item_id in world.items.values())):
        tree = world.page(address)
        said = {one.get("property") or one.get("name"): one.get("content") for one in tree.all("meta")}
        links = {one.get("rel"): one.get("href") for one in tree.all("link")}
        assert links["canonical"] == said["og:url"], address
        assert links["canonical"].startswith("https://loa.example.vn/"), address
        assert 20 <= len(said["description"]) <= 250, address
        assert " ".join(said["og:title"].split()) in tree.one("title").text(), address
        assert said["og:image"].startswith(
            ("https://loa.example.vn/assets/", "https://loa.example.vn/media/")
        )


def test_the_home_of_a_commune_says_what_was_answered_there(world: PublicWorld) -> None:
    tree = world.page(ADDRESS)
    assert tree.one("h1").text() == "Mặt trận xã Yên Thành"
    assert "Đường xóm 3 ngập" in tree.one("main").text()
    assert f"https://zalo.me/{OA_ID}" in [link.get("href") for link in tree.all("a")]


@pytest.mark.parametrize("address", ["/d/17506", "/d/17506-ten-cu"])
def test_the_words_of_an_address_are_for_people_only(world: PublicWorld, address: str) -> None:
    answer = world.ask(address)
    assert (answer["statusCode"], answer["headers"]["location"]) == (303, ADDRESS)


@pytest.mark.parametrize(
    "address", ["/d/99999", "/d/../40", "/d/17506/quan-tam/x", "/d/<b>", "/la-gi", "/d/40%23"]
)
def test_what_is_not_there_is_said_politely(world: PublicWorld, address: str) -> None:
    answer = world.ask(address)
    assert answer["statusCode"] == 404
    assert check(answer["body"]).one("h1").text() == "Không có trang này"


def test_a_unit_that_has_ended_leads_to_what_stands_in_its_place(world: PublicWorld) -> None:
    tree = world.page("/d/17999")
    assert tree.one("h1").text() == "Xã Hai Ngả nay không còn"
    assert [link.get("href")[:3] for link in tree.one("main").all("a")] == ["/d/"] * 2


def test_a_district_is_no_more_and_nobody_stands_in_its_place(world: PublicWorld) -> None:
    assert "nay không còn" in world.page("/d/421").one("h1").text()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("yen thanh", "Xã Yên Thành"),
        ("Yên Thành", "Xã Yên Thành"),
        ("vinh", "Phường Thành Vinh"),
        ("ha huy tap", ""),
    ],
)
def test_a_commune_is_found_by_its_names_of_today_and_before(
    world: PublicWorld, text: str, wanted: str
) -> None:
    main = world.page(f"/tim-xa?ten={text}").one("main")
    listed = next(section for section in main.all("section") if section.get("aria-labelledby") == "thay")
    assert wanted in listed.text()
    assert listed.all("a")


def test_a_name_that_is_none_leads_to_the_list(world: PublicWorld) -> None:
    tree = world.page("/tim-xa?ten=Paris")
    assert "Chưa tìm thấy “Paris”" in tree.one("main").text()
    assert len([link for link in tree.all("a") if link.get("href").startswith("/d/")]) == 130


@pytest.mark.parametrize("text", ["", "  ", "x" * 101])
def test_a_search_without_a_name_says_so_at_the_field(world: PublicWorld, text: str) -> None:
    tree = world.page(f"/tim-xa?ten={text}")
    assert [field.get("aria-invalid") for field in tree.all("input")] == ["true"]


def test_what_people_wrote_stays_text(world: PublicWorld) -> None:
    reference = world.release(COMMUNE, 9, HOSTILE, answer=HOSTILE)
    for address in (f"/da-tra-loi/{reference}", "/da-tra-loi", ADDRESS, "/"):
        body = world.ask(address)["body"]
        check(body)
        assert "<script>" not in body
        assert "60481729" not in body
        assert "{{ 7777 * 7777 }}" in unescape(body)


def test_answered_cases_are_read_page_by_page(world: PublicWorld) -> None:
    for number in range(10, 22):
        world.release(COMMUNE, number, f"Việc số {number}")
    seen: list[str] = []
    address = "/da-tra-loi?xa=17506"
    while address:
        tree = world.page(address)
        seen += [
            link.text() for link in tree.one("main").all("a") if link.get("href").startswith("/da-tra-loi/")
        ]
        address = next((link.get("href") for link in tree.all("a") if link.get("rel") == "next"), "")
    assert len(seen) == len(set(seen)) == 16


def test_a_made_up_place_in_the_list_is_refused(world: PublicWorld) -> None:
    answer = world.ask("/da-tra-loi?tu=eyJwYXJ0aXRpb24iOiJjYXNlIyJ9")
    assert answer["statusCode"] == 422
    check(answer["body"])


def test_pictures_wait_where_somebody_saves_data(world: PublicWorld) -> None:
    picture = {"key": "released/0123.jpg", "width": 640, "height": 480}
    reference = world.release(COMMUNE, 9, pictures=[picture])
    address = f"/da-tra-loi/{reference}"
    (image,) = world.page(address).all("img")
    assert image.get("src") == f"/answered-cases/{reference}/pictures/0123.jpg"
    saving = world.page(address, cookies=["anh=0"])
    assert not saving.all("img")
    assert image.get("src") in [link.get("href") for link in saving.all("a")]


def test_the_account_has_a_code_to_photograph(world: PublicWorld) -> None:
    (code,) = [svg for svg in world.page(f"{ADDRESS}/quan-tam").all("svg") if svg.get("class") == "qr"]
    assert code.get("aria-label") == "Mặt trận xã Yên Thành"


def test_a_unit_without_an_account_says_where_to_write(world: PublicWorld) -> None:
    (other,) = [
        link.get("href") for link in world.page("/tim-xa").all("a") if link.text() == "Phường Thành Vinh"
    ]
    assert "chưa có tài khoản Zalo" in world.page(other).one("main").text()
    assert world.ask(f"{other}/quan-tam")["statusCode"] == 404


def test_a_page_names_its_one_address(world: PublicWorld) -> None:
    links = {link.get("rel"): link.get("href") for link in world.page(ADDRESS).all("link")}
    assert links["canonical"] == f"https://loa.example.vn{ADDRESS}"


@pytest.mark.parametrize("path", ["/", f"/zalo_verifier{VERIFIER}.html"])
def test_zalo_finds_its_code(world: PublicWorld, path: str) -> None:
    body = world.ask(path)["body"]
    assert f'<meta name="zalo-platform-site-verification" content="{VERIFIER}">' in body


@pytest.mark.parametrize("path", ["/zalo_verifier.html", "/zalo_verifierX.html", "/index.html", "/.env"])
def test_there_is_no_other_file(world: PublicWorld, path: str) -> None:
    assert world.ask(path)["statusCode"] == 404


def test_machines_are_told_what_may_be_found(world: PublicWorld) -> None:
    answer = world.ask("/robots.txt")
    assert answer["headers"]["content-type"].startswith("text/plain")
    assert "Disallow: /cach-xem" in answer["body"]


def test_a_home_costs_four_reads_once_the_units_are_known(
    world: PublicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.page(ADDRESS)
    asked: list[str] = []
    for name in ("get", "page", "rows"):
        plain = getattr(Table, name)

        def counted(
            self: Table, *given: object, plain: object = plain, name: str = name, **more: object
        ) -> object:
            asked.append(name)
            return plain(self, *given, **more)  # type: ignore[operator]

        monkeypatch.setattr(Table, name, counted)
    world.page(ADDRESS)
    assert sorted(asked) == ["get", "get", "page"], "account, weather, cases; and one batch of homes"


# The library


def test_a_home_invites_to_what_is_open_there_and_nowhere_else(
    world: PublicWorld, open_table: OpenTable
) -> None:
    now, table = clock.now(), open_table("Published")
    hours = timedelta(hours=1)
    for number, (path, opens, closes) in enumerate(
        (
            (COMMUNE, now - hours, now + hours),
            (PROVINCE, now - hours, now + 2 * hours),
            ("40.16681", now - hours, now + hours),
            (COMMUNE, now + hours, now + 2 * hours),
            (COMMUNE, now - 2 * hours, now - hours),
        )
    ):
        name = f"Cuộc thi {number} {HOSTILE}"
        commit(
            [
                inviting(
                    table, Invitation(f"c{number}", "Cuộc thi", f"/thi/c{number}", name, path, opens, closes)
                )
            ]
        )
    shown = {
        address: [each.get("href") for each in world.page(address).all("a") if "/thi/" in each.get("href")]
        for address in (ADDRESS, "/")
    }
    assert shown == {ADDRESS: ["/thi/c0", "/thi/c1"], "/": ["/thi/c1"]}


@pytest.mark.parametrize("kind", ["article", "notice", "event", "document", "link", "page"])
def test_an_item_of_each_kind_is_read(world: PublicWorld, kind: str) -> None:
    tree = world.page(f"/bai/{world.items[kind]}")
    assert tree.one("h1").text() == world.library.published.get(world.items[kind]).content.title  # type: ignore[union-attr]
    assert "Ủy ban Mặt trận xã họp vào sáng thứ Hai." in tree.one("main").text()


def test_a_home_shows_the_commune_s_news_and_events_and_every_section(world: PublicWorld) -> None:
    main = world.page(ADDRESS).one("main")
    links = [link.get("href") for link in main.all("a")]
    for kind in ("article", "notice", "event", "document"):
        assert f"/bai/{world.items[kind]}" in links, kind
    assert len([link for link in main.all("a") if link.get("class") == "tile"]) == 12


def test_a_link_leads_away_and_says_so(world: PublicWorld) -> None:
    (link,) = [link for link in world.page("/muc/dich-vu-cong").one("main").all("a") if link.get("data-open")]
    assert link.get("href") == "https://dichvucong.gov.vn/"
    assert [drawing.get("aria-label") for drawing in link.all("svg")] == ["mở trang khác"]


def test_an_item_that_is_gone_says_why_and_stands_in_no_list(world: PublicWorld) -> None:
    item_id = world.items["article"]
    world.library.service.withdraw(APPROVER, item_id, WithdrawalKind.GONE, "Đăng nhầm")
    answer = world.ask(f"/bai/{item_id}")
    assert answer["statusCode"] == 410
    assert "Đăng nhầm" in check(answer["body"]).one("main").text()
    assert item_id not in world.ask(f"{ADDRESS}/muc/tin-dia-phuong")["body"]


def test_an_item_that_moved_leads_to_the_other_one(world: PublicWorld) -> None:
    old, new = world.items["article"], world.items["notice"]
    world.library.service.withdraw(APPROVER, old, WithdrawalKind.REDIRECT, "Gộp bài", new)
    answer = world.ask(f"/bai/{old}")
    assert answer["headers"]["location"] == f"/bai/{new}"
    elsewhere = "https://www.nghean.gov.vn/~tin"
    world.library.service.withdraw(APPROVER, new, WithdrawalKind.REDIRECT, "Đã chuyển", elsewhere)
    answer = world.ask(f"/bai/{new}")
    assert answer["statusCode"] == 410
    assert elsewhere in [link.get("href") for link in check(answer["body"]).one("main").all("a")]


def test_a_link_past_its_end_is_not_shown(world: PublicWorld) -> None:
    service, now = world.library.service, world.library.now
    ending = Placement(Section.PUBLIC_SERVICES, expires_at=now + timedelta(minutes=1))
    service.place(APPROVER, world.items["link"], ending)
    assert "https://dichvucong.gov.vn/" not in world.ask("/muc/dich-vu-cong")["body"]


def test_an_item_that_nobody_published_is_not_there(world: PublicWorld) -> None:
    draft = world.library.draft("Chưa đăng", unit=COMMUNE).item.item_id
    for item_id in (draft, "40.17506~khong-co", "x", f"{draft}~"):
        assert world.ask(f"/bai/{item_id}")["statusCode"] == 404
    assert "Chưa đăng" not in world.ask(ADDRESS)["body"]


def test_pages_that_people_read_are_counted_by_unit_and_nothing_is_written_of_who(
    world: PublicWorld, open_table: OpenTable
) -> None:
    phone = {"user-agent": "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Zalo/23"}
    robot = {"user-agent": "Googlebot/2.1"}
    for path in (ADDRESS, f"/bai/{world.items['article']}", "/", "/khong-co", "/robots.txt"):
        for headers in (phone, robot, {}):
            world.handler(http_event("GET", path, headers=headers))
    reading.tally().hand_over(clock.now())
    rows = list(open_table("Statistics").rows(reads_partition(PROVINCE)))
    counted = Counter[str]()
    for row in rows:
        counted.update(row["units"])
    assert counted == {COMMUNE: 2, PROVINCE: 1}
    assert {name for row in rows for name in row} == {"partition", "sort", "units", "pages"}
    assert [page for row in rows for page in row.get("pages", ())] == [world.items["article"]]


def test_a_page_is_given_although_it_cannot_be_counted(
    world: PublicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise Busy("units cannot be read now")

    monkeypatch.setattr("public_pages.reads._unit_of", fails)
    assert world.handler(http_event("GET", "/", headers={"user-agent": "Mozilla/5.0"}))["statusCode"] == 200
