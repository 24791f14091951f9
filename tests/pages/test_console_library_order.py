"""The links of sections, put in order by buttons."""

import pytest

from loa.foundation.officers.model import Role
from loa.publishing.library.rules.kinds import SECTIONS, ItemKind, Section
from tests.conftest import OpenTable
from tests.pages.reading import Element
from tests.worlds.console import OfficerBrowser
from tests.worlds.console_library import COMMUNE, LIST, ConsoleLibrary, console_library

ORDER = f"{LIST}/thu-tu"


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ConsoleLibrary:
    return console_library(open_table, monkeypatch)


@pytest.fixture
def lan(world: ConsoleLibrary) -> OfficerBrowser:
    return world.sign_in("Nguyễn Thị Lan")


@pytest.fixture
def hoa(world: ConsoleLibrary) -> OfficerBrowser:
    return world.sign_in("Lê Thị Hoa", Role.APPROVER)


def values(page: Element, name: str) -> list[str]:
    return [each.get("value") for each in page.all("input") if each.get("name") == name]


def linked(world: ConsoleLibrary, title: str, section: Section = Section.MEDIA, unit: str = COMMUNE) -> str:
    return world.library.publish(title, unit=unit, kind=ItemKind.LINK, section=section)


def test_links__stand_in_the_order_of_the_officers__section_by_section(
    world: ConsoleLibrary, lan: OfficerBrowser, hoa: OfficerBrowser
) -> None:
    ids = [linked(world, title) for title in ("Báo Nghệ An", "Đài tỉnh", "Cổng tỉnh")]
    alone = linked(world, "Dịch vụ công", Section.PUBLIC_SERVICES)
    linked(world, "Báo của tỉnh", unit="40")
    page = hoa.page(ORDER)
    named = {SECTIONS[section].label for section in (Section.MEDIA, Section.PUBLIC_SERVICES)}
    assert named <= {each.text() for each in page.all("h2")}
    assert SECTIONS[Section.WEATHER].label not in page.text(), "nothing stands there"
    assert "Báo của tỉnh" not in page.text(), "it is the province's, which puts it in order itself"
    shown = list(dict.fromkeys(values(page, "page")))
    assert set(shown) == set(ids), "a link that stands alone has no neighbour"
    fields = {name: values(page, name)[0] for name in ("csrf", "khoa")}
    for _ in range(2):  # the same press twice is one
        assert hoa.post(ORDER, {**fields, "page": shown[2], "way": "up"})["statusCode"] == 303
    wanted = [shown[0], shown[2], shown[1]]
    assert list(dict.fromkeys(values(hoa.page(ORDER), "page"))) == wanted
    titles = {each: world.library.store.item(each).title for each in ids}
    assert world.library.titles(COMMUNE, "media") == [titles[each] for each in wanted], "residents see it so"
    assert values(lan.page(ORDER), "page") == [], "who only writes moves nothing"
    assert lan.post(ORDER, {**fields, "page": shown[0], "way": "down"})["statusCode"] == 403
    for wrong in (alone[:-1] + "x", f"40~{'0' * 22}"):
        sent = {**fields, "khoa": f"press-{wrong[:9]}-1234", "page": wrong, "way": "up"}
        assert hoa.post(ORDER, sent)["statusCode"] == 404


def test_an_empty_order__says_so(hoa: OfficerBrowser) -> None:
    assert "chưa đăng đường dẫn nào" in hoa.page(ORDER).text()
