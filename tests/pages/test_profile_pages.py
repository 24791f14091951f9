"""`/cua-toi`: what a resident whom Zalo knows sees of their own, changes, takes along and lets erase."""

import json
from typing import Any

import pytest

from loa.residents.followers.store import follower_key
from tests.conftest import OpenTable
from tests.pages.petition_world import COMMUNE
from tests.pages.profile_world import BA, LAN, OWN, USERS, ProfileWorld, build
from tests.pages.public_world import HOSTILE
from tests.pages.reading import check

DATA = f"{OWN}/du-lieu"


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ProfileWorld:
    return build(open_table, monkeypatch)


def case_in_list(world: ProfileWorld, token: str = LAN, **fields: Any) -> str:
    """A case that its reporter has put into their list; its link."""
    link, _ = world.petitions.opened(**fields)
    page = f"{OWN}/them?viec={link}"
    assert world.press(page, "them", token, viec=link, y="1").status == 303
    return link


def rows(open_table: OpenTable) -> list[dict[str, Any]]:
    return list(open_table("Audience").rows(follower_key("mini-app", "")[0]))


def test_nothing_is_agreed_to_before_a_button_says_so(world: ProfileWorld, open_table: OpenTable) -> None:
    page = world.get(OWN)
    assert (page.status, page.tree.one("h1").text()) == (200, "Của tôi")
    assert not page.tree.all("input") or {each.get("type") for each in page.tree.all("input")} == {"hidden"}
    assert "checked" not in page.body
    refused = world.press(OWN, "xa", home_unit=COMMUNE)
    assert refused.status == 422
    assert world.get(f"{OWN}/xa").location == OWN, "the answer of a form, opened once more"
    assert rows(open_table) == []
    world.agree("home")
    assert world.press(OWN, "xa", home_unit=COMMUNE).status == 303
    assert "Xã Yên Thành" in world.get(OWN).tree.one("main").text()
    assert "Xã Yên Thành" not in world.get(OWN, BA).tree.one("header").text()
    world.press(OWN, "dong-y", **{"muc-dich": "home", "y": "0"})
    assert rows(open_table) == []
    assert world.press(OWN, "dong-y", **{"muc-dich": "../x", "y": "1"}).status == 404


def test_own_cases_stand_there_with_state_and_answer_and_nobody_elses(world: ProfileWorld) -> None:
    link = case_in_list(world)
    code = world.petitions.case_of(link).case.code
    assert "Trả lời chậm nhất" in world.get(OWN).body
    world.answered(link, 'Đã thay bóng. <script>alert(1)</script> "&lt;')
    page = world.get(OWN)
    check(page.body)
    assert code in page.body
    assert "Đã thay bóng." in page.body
    (way,) = [each.get("href") for each in page.tree.all("a") if "đánh giá" in each.text()]
    assert way == f"/theo-doi/{link}#danh-gia"
    other = world.get(OWN, BA)
    assert code not in other.body
    assert link not in other.body
    world.press(OWN, "dong-y", **{"muc-dich": "cases", "y": "0"})
    assert code not in world.get(OWN).body


def test_what_was_told_in_the_chat_is_theirs_too(world: ProfileWorld, open_table: OpenTable) -> None:
    world.follow()
    page = world.get(OWN).tree.one("main").text()
    assert "Mặt trận xã Yên Thành" in page
    assert "Mặt trận xã Yên Thành" not in world.get(OWN, BA).tree.one("main").text()
    held = json.loads(world.get(download(world)).body)["items"]
    (known,) = [each["what"] for each in held if each["where"] == "follower"]
    assert (known["display_name"], known["unit"]) == ("Lan", COMMUNE)
    assert "Xã Yên Thành" in world.get(DATA).tree.one("main").text()
    assert "assigned_to" not in known, "how officers share their work is not about the resident"
    assert world.press(DATA, "xoa").status == 303
    assert len(list(open_table("Privacy").rows("open#40"))) == 2, "one for the Mini App, one for the account"
    assert world.press(DATA, "giu-lai").status == 303
    assert not list(open_table("Privacy").rows("open#40"))


def download(world: ProfileWorld, token: str = LAN) -> str:
    links = [each.get("href") for each in world.get(DATA, token).tree.all("a")]
    (found,) = [each for each in links if each.startswith(f"{OWN}/tep")]
    return found


def test_what_is_held_is_seen_and_taken_along_by_whoever_asked_for_it(world: ProfileWorld) -> None:
    case_in_list(world, what=f"Đèn đường hỏng {HOSTILE}", name=HOSTILE[:60], phone="0912345678")
    page = world.get(DATA)
    check(page.body)
    assert "Đèn đường hỏng" in page.body
    link = download(world)
    taken = world.get(link, token="")
    assert taken.status == 200
    assert taken.headers["content-disposition"].startswith("attachment")
    assert "Đèn đường hỏng" in json.dumps(json.loads(taken.body), ensure_ascii=False)
    head, signature = link[:-4], link[-4:]
    forged = [f"{head}{'0000' if signature != '0000' else '1111'}", f"{OWN}/tep", f"{OWN}/tep?the=x.1.y"]
    forged.append(link.replace(USERS[LAN], USERS[BA]))
    assert {world.get(each, token="").status for each in forged} == {410}


def test_name_and_number_are_corrected_by_who_knows_the_number_that_stands_there(world: ProfileWorld) -> None:
    link = case_in_list(world, name="Lan", phone="0912345678")
    case = world.petitions.case_of(link).case
    page = f"{OWN}/sua?viec={case.id}"
    assert page in world.get(DATA).body
    key = world.get(page).hidden("khoa")
    for wrong in ("", "5678", "0912345679"):
        answer = world.post(page, {"khoa": key, "name": HOSTILE[:40], "present_phone": wrong})
        assert answer.status == 422
        check(answer.body)
        assert "<script>alert" not in answer.body
    assert world.petitions.case_of(link).case.reporter.name == "Lan"
    fixed = {"khoa": key, "name": "Nguyễn Thị Lan", "present_phone": "0912 345 678"}
    assert [world.post(page, fixed).status for _ in range(2)] == [303, 303]
    kept = world.petitions.case_of(link).case
    assert (kept.reporter.name, kept.reporter.phone) == ("Nguyễn Thị Lan", "0912345678")
    assert kept.version == case.version + 1, "sent twice, done once"
    assert world.get(page, BA).status == 404, "not in their list"
    assert world.post(page, fixed, BA).status in {404, 422}
    assert world.get(f"{OWN}/sua?viec=<script>").status == 404


def test_an_erasure_is_asked_for_once_and_can_be_called_off(
    world: ProfileWorld, open_table: OpenTable
) -> None:
    world.agree("cases")
    key = world.get(DATA).hidden("khoa")
    assert [world.post(f"{OWN}/xoa", {"khoa": key}).status for _ in range(3)] == [303] * 3
    assert len(list(open_table("Privacy").rows("open#40"))) == 1
    assert "Chưa xóa gì" in world.get(OWN).body
    assert "Chưa xóa gì" not in world.get(OWN, BA).body
    assert world.press(DATA, "giu-lai", BA).status == 303
    assert "Chưa xóa gì" in world.get(DATA).body
    assert world.press(DATA, "giu-lai").status == 303
    assert "Chưa xóa gì" not in world.get(DATA).body


@pytest.mark.parametrize("token", ["", "made-up-token-of-nobody", "x" * 3000])
def test_who_is_not_known_reads_how_to_be_and_changes_nothing(
    world: ProfileWorld, open_table: OpenTable, token: str
) -> None:
    for path in (OWN, DATA, f"{OWN}/sua?viec=1", f"{OWN}/them?viec={'a' * 26}"):
        page = world.get(path, token)
        assert page.status == (401 if token else 200)
        check(page.body)
        assert "mở trong Zalo" in page.tree.one("h1").text()
        assert [each for each in page.tree.all("a") if each.get("href") == "/theo-doi"]
    for step in ("dong-y", "xa", "them", "sua", "xoa", "giu-lai"):
        sent = {"khoa": "a" * 32, "muc-dich": "home", "y": "1"}
        assert world.post(f"{OWN}/{step}", sent, token).status == 401
    assert rows(open_table) == []


def test_forms_of_other_sites_and_without_a_key_are_refused(world: ProfileWorld) -> None:
    sent = {"khoa": "a" * 32, "muc-dich": "home", "y": "1"}
    elsewhere = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert world.post(f"{OWN}/dong-y", sent, **elsewhere).status == 403
    assert world.post(f"{OWN}/dong-y", sent, origin="https://h5.zdn.vn").status == 303
    for key in ("", "x", "<script>"):
        assert world.post(f"{OWN}/dong-y", {**sent, "khoa": key}).status == 400
