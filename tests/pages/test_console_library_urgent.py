"""An item that cannot wait: one person publishes it alone, and another one looks at it afterwards."""

from loa.foundation.officers.model import Role
from tests.pages.reading import check
from tests.pages.test_console_library import begun, choose, hoa, lan, values, world, write
from tests.worlds.console import OfficerBrowser, body_of
from tests.worlds.console_library import COMMUNE, LIST, ConsoleLibrary

__all__ = ["hoa", "lan", "world"]

WHY = "Hồ xả lũ lúc 2 giờ sáng"


def flood(lan: OfficerBrowser) -> str:
    item = begun(lan, "Lũ về, sơ tán ngay")
    write(lan, item, "add-paragraphs-0")
    write(lan, item, words=["Lên nhà văn hóa xóm 3."])
    return item


def test_one_person_publishes_alone__with_a_reason__and_another_one_has_to_look(
    world: ConsoleLibrary, lan: OfficerBrowser, hoa: OfficerBrowser
) -> None:
    item = flood(lan)
    here, urgent = f"{LIST}/{item}", f"{LIST}/{item}/khan-cap"
    assert urgent not in [link.get("href") for link in lan.page(here).all("a")]
    assert urgent in [link.get("href") for link in hoa.page(here).all("a")]
    bare = hoa.send(hoa.page(urgent), urgent)
    assert (bare["statusCode"], "Xin ghi lý do" in body_of(bare)) == (422, True)
    page = hoa.page(urgent)
    for _ in range(2):  # an answer that was lost: the same press again
        done = hoa.send(page, urgent, reason=WHY)
        assert done["statusCode"] == 303
    shown = hoa.follow(done).text()
    assert "Người duyệt khác được báo" in shown
    assert f"Lý do: {WHY}." in shown
    assert "Đăng khẩn, không chờ duyệt" in shown
    assert world.library.titles(COMMUNE, "notices") == ["Lũ về, sơ tán ngay"]
    assert "Xác nhận đã xem lại" not in shown
    assert "Đăng khẩn, chưa ai xem lại" not in body_of(hoa.ask(f"{LIST}/o-viec"))
    second = world.sign_in("Cao Thị Tư", Role.APPROVER)
    assert "Lũ về, sơ tán ngay" in second.page(f"{LIST}?muc=dang-khan").text()
    assert "Đăng khẩn, chưa ai xem lại" in body_of(second.ask(f"{LIST}/o-viec"))
    unread = choose(second, item, "look")
    assert (unread["statusCode"], "Xin đọc hết bài" in body_of(unread)) == (422, True)
    seen = second.follow(choose(second, item, "look", look_read="true")).text()
    assert "chưa ai xem lại" not in seen
    assert (
        "Xem lại bài đăng khẩn: Lũ về, sơ tán ngayCao Thị Tư" in lan.page(f"{LIST}/nhat-ky?viec=look").text()
    )
    assert "chưa ai xem lại" not in body_of(second.ask(f"{LIST}/o-viec"))


def test_what_changed_meanwhile__is_shown_and_not_published__and_the_reason_stays(
    world: ConsoleLibrary, lan: OfficerBrowser, hoa: OfficerBrowser
) -> None:
    item = flood(lan)
    urgent = f"{LIST}/{item}/khan-cap"
    page = hoa.page(urgent)
    write(lan, item, words=["Lên trường tiểu học."])
    late = hoa.send(page, urgent, reason=WHY)
    newest = check(body_of(late))
    assert (late["statusCode"], "Lên trường tiểu học." in newest.text()) == (409, True)
    assert values(newest, "reason") == [WHY]
    assert world.library.titles(COMMUNE, "notices") == []
    assert hoa.send(newest, urgent)["statusCode"] == 303
    assert world.library.titles(COMMUNE, "notices") == ["Lũ về, sơ tán ngay"]


def test_what_residents_cannot_read_yet__is_named_instead_of_the_form(
    lan: OfficerBrowser, hoa: OfficerBrowser
) -> None:
    item = begun(lan, "Lũ về")
    page = hoa.page(f"{LIST}/{item}/khan-cap")
    assert "Chưa đăng được bài này." in page.text()
    assert not values(page, "reason")


def test_who_may_not__or_has_not_proven_who_they_are__publishes_nothing(
    world: ConsoleLibrary, lan: OfficerBrowser, hoa: OfficerBrowser
) -> None:
    item = flood(lan)
    urgent = f"{LIST}/{item}/khan-cap"
    fields = {name: values(lan.page(f"{LIST}/{item}"), name)[0] for name in ("csrf", "khoa", "revision")}
    assert lan.post(urgent, {**fields, "reason": WHY})["statusCode"] == 403
    stale = world.sign_in("Võ Thị Ba", Role.APPROVER, factor=False)
    assert stale.ask(urgent)["headers"]["location"].startswith("/console/xac-nhan?den=")
    assert hoa.ask(f"{LIST}/{COMMUNE}~0123456789abcdef012345/khan-cap")["statusCode"] == 404
    assert world.library.titles(COMMUNE, "notices") == []
