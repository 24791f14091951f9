"""A certificate is printed by whoever took part, and anybody tells a true one from a false one."""

import pytest

from tests.conftest import OpenTable
from tests.pages.reading import Element
from tests.worlds.component.participation import ParticipationWorld


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


def check_address(page: Element) -> str:
    """Where a certificate says that it is checked."""
    (found,) = {each.get("href") or "" for each in page.all("a") if "/giay/" in (each.get("href") or "")}
    return found


def test_a_certificate__names_nobody__and_says_what_the_public_result_says(world: ParticipationWorld) -> None:
    contest = world.contest(prizes=1)
    own = f"/thi/{contest}/cua-toi"
    for number, right in enumerate((3, 1)):
        world.sheet(browser := world.resident(number), contest)
        world.hand_in(browser, contest, right, prediction=1)
    winner, other, stranger = (world.resident(number) for number in range(3))
    assert "In giấy ghi nhận" not in winner.page(own).text(), "not before the result is public"
    winner.page(f"{own}?giay=1", status=404)
    world.finish(contest)
    assert "In giấy ghi nhận" in winner.page(own).text()

    best, took_part = winner.page(f"{own}?giay=1"), other.page(f"{own}?giay=1")
    assert "giải thứ 1 trong 1 giải, đúng 3/3 câu" in best.text()
    assert "Giấy ghi nhận tham gia" in took_part.text()
    # The name is on the page and in no form: there is nothing that could send it.
    assert [field.get("name") for field in best.all("input") if field.get("id") == "ho-ten"] == [""]
    assert not best.all("form")
    for browser, wrong in ((stranger, f"{own}?giay=1"), (winner, f"{own}?giay=2"), (winner, f"{own}?giay=x")):
        browser.page(wrong, status=404)

    true = check_address(best)
    assert "đạt giải thứ 1" in stranger.page(true).text()
    assert "không có trong danh sách đạt giải" in stranger.page(check_address(took_part)).text()
    forged = check_address(took_part).rpartition("/")[2].partition("-")[0] + "-" + true.rpartition("-")[2]
    for code in (forged, true.rpartition("/")[2][:-1], "X", "-", "ế-1"):
        said = stranger.page(f"/thi/{contest}/ket-qua/1/giay/{code}", status=404).text()
        assert "Mã này không đúng" in said
