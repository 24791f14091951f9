"""What is held with a case: seen, corrected and erased by who knows its telephone number, not by its link."""

import pytest

from tests.conftest import OpenTable
from tests.pages.petition_world import MATTER, PetitionWorld, build
from tests.pages.public_world import HOSTILE

PHONE = "0912 345 678"


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> PetitionWorld:
    return build(open_table, monkeypatch)


def test_the_link_alone_shows_nothing_of_the_reporter(world: PetitionWorld, open_table: OpenTable) -> None:
    link, _ = world.opened(name="Nguyễn Thị Lan", phone=PHONE)
    page = world.get(f"/theo-doi/{link}/thong-tin")
    assert page.status == 200
    assert page.tree.one("h1").text()
    assert not {"Nguyễn Thị Lan", "345"} & set(page.body.split())
    for step in ("xem", "sua", "xoa", "giu"):
        for wrong in ("", "5678", "0912345679"):
            sent = {"khoa": "a" * 32, "proof": wrong, "name": "Kẻ khác", "phone": "0999999999"}
            answer = world.post(f"/theo-doi/{link}/{step}-thong-tin", sent)
            assert answer.status == 422
            assert "Nguyễn Thị Lan" not in answer.body
    assert world.case_of(link).case.reporter.name == "Nguyễn Thị Lan"
    assert not list(open_table("Privacy").rows("open#40"))
    right = {"proof": PHONE}
    assert world.post(f"/theo-doi/{link}/xem-thong-tin", right).status == 422, "too many tries this hour"
    world.address = "203.0.113.9"
    assert world.post(f"/theo-doi/{link}/xem-thong-tin", right).status == 200
    assert world.get(f"/theo-doi/{'a' * 26}/thong-tin").status == 404
    again = world.get(f"/theo-doi/{link}/xem-thong-tin")  # the page is opened once more
    assert (again.status, again.location) == (303, f"/theo-doi/{link}/thong-tin")


def test_their_reporter_sees_corrects_and_erases(world: PetitionWorld, open_table: OpenTable) -> None:
    link, before = world.opened(what=f"{MATTER} {HOSTILE}", name="Lan", phone=PHONE)
    seen = world.post(f"/theo-doi/{link}/xem-thong-tin", {"proof": "+84 (0)912 345 678"})
    assert seen.status == 200
    assert MATTER in seen.tree.one("main").text()
    key = seen.hidden("khoa")
    bad = {"khoa": key, "proof": "0912345678", "name": HOSTILE[:40], "phone": "12"}
    for number in ("12", ""):  # none at all would leave nothing to prove themselves by
        assert world.post(f"/theo-doi/{link}/sua-thong-tin", {**bad, "phone": number}).status == 422
    good = {**bad, "name": "Nguyễn Thị Lan", "phone": "0987 654 321"}
    fixed = world.post(f"/theo-doi/{link}/sua-thong-tin", good)
    assert fixed.status == 200
    kept = world.case_of(link).case
    assert (kept.reporter.name, kept.reporter.phone) == ("Nguyễn Thị Lan", "0987 654 321")
    assert kept.version == before.case.version + 1
    world.address = "203.0.113.9"
    wish = {"khoa": fixed.hidden("khoa"), "proof": fixed.hidden("proof")}
    for _ in range(2):
        assert "Chưa xóa gì" in world.post(f"/theo-doi/{link}/xoa-thong-tin", wish).body
    assert len(list(open_table("Privacy").rows("open#40"))) == 1
    called_off = world.post(f"/theo-doi/{link}/giu-thong-tin", wish)
    assert "Không có gì bị xóa." in called_off.body
    assert not list(open_table("Privacy").rows("open#40"))


def test_who_gave_no_number_shows_the_digits_of_the_receipt(world: PetitionWorld) -> None:
    link, stored = world.opened(name="Lan")
    number = world.get(f"/theo-doi/{link}/bien-nhan")
    digits = next(
        "".join(each.text().split())
        for each in number.tree.all("p")
        if each.get("class") == "code" and stored.case.code not in each.text()
    )
    assert world.post(f"/theo-doi/{link}/xem-thong-tin", {"proof": digits}).status == 200
