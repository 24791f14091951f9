"""Where a case stands: what the code tells a stranger, and what its reporter can do on its own page."""

import re
from datetime import timedelta

import pytest

from loa import clock
from loa.bootstrap import casework
from loa.casework.cases.rows.files import files_of
from loa.casework.cases.rows.public_list import partition_of
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.model import Case, CaseKind, CaseState, Channel, Details, Move, Reporter
from loa.casework.cases.rules.periods import TERMS
from loa.casework.cases.work.cases_of_person import forget
from loa.casework.cases.work.opening import Draft
from loa.casework.publication.pictures import CasePictures
from loa.casework.publication.release import release
from loa.dialogue.petitions import texts
from loa.dialogue.petitions.store import ALL_TRIES_AN_HOUR, TRIES_AN_HOUR
from tests.conftest import OpenTable
from tests.pages.petition_world import COMMUNE, MATTER, PROVINCE, PetitionWorld, Reply, build, picture
from tests.worlds.fakes import FakeFiles

ANSWER = "Xã đã thông cống chiều 28/11."


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> PetitionWorld:
    return build(open_table, monkeypatch)


def move(case: Case, *steps: tuple[Move, MoveFacts]) -> Case:
    for step, facts in steps:
        case = casework.cases().transition(case.id, step, facts, by="lan", expected_version=None)
    return case


def answered(case: Case) -> Case:
    return move(case, (Move.ACCEPT, MoveFacts()), (Move.ANSWER, MoveFacts(text=ANSWER)))


def ask(world: PetitionWorld, code: str, number: str = "") -> Reply:
    return world.post("/theo-doi", {"code": code, "number": number})


def key(world: PetitionWorld, link: str) -> str:
    return world.get(f"/theo-doi/{link}").hidden("khoa")


def test_the_code_alone_tells_where_it_stands_and_nothing_that_anybody_wrote(world: PetitionWorld) -> None:
    _, stored = world.opened(name="Nguyễn Thị Lan", phone="0912345678", files=[picture()])
    answered(stored.case)
    reply = ask(world, stored.case.code.lower().replace("-", " "))
    said = reply.tree.one("main").text()
    assert "Đã trả lời" in said
    for private in (MATTER[:20], ANSWER, "Lan", "5678", "anh/1"):
        assert private not in reply.body


def test_the_digits_lead_to_the_page_of_the_case(world: PetitionWorld) -> None:
    link, stored = world.opened(phone="0912 345 678")
    assert ask(world, stored.case.code, "5678").location == f"/theo-doi/{link}"
    other, without = world.opened(what="Không để lại số")
    number = world.get(f"/theo-doi/{other}/bien-nhan").tree
    digits = "".join(sign for each in number.all("p") if each.get("class") == "code" for sign in each.text())
    six = digits.replace(without.case.code, "")
    assert ask(world, without.case.code, six).location == f"/theo-doi/{other}"
    assert ask(world, without.case.code, "5678").status == 422


def test_a_case_from_paper_is_followed_too_by_its_telephone_number(world: PetitionWorld) -> None:
    case = casework.cases().open(
        Draft(
            PROVINCE,
            COMMUNE,
            CaseKind.REPORT,
            Channel.PAPER,
            Reporter(name="Ông Ba", phone="0387 111 222 / 0912 345 678"),
            Details(what=MATTER),
        ),
        idempotency_key="officer#1",
        by="lan",
    )
    first = ask(world, case.code, "1222")
    assert first.status == 303
    assert ask(world, case.code, "1222").location == first.location
    reply = world.upload(
        f"{first.location}/noi-them",
        {"khoa": key(world, first.location[10:])},
        {"more_pictures": [picture()]},
    )
    assert (reply.status, texts.NO_PICTURES_HERE in reply.body) == (422, True)


def test_guessing_ends_after_a_few_tries_even_with_the_right_digits(world: PetitionWorld) -> None:
    link, stored = world.opened(phone="0912345678")
    for guess in range(TRIES_AN_HOUR):
        reply = ask(world, stored.case.code, f"{guess:04}")
        assert (reply.status, texts.WRONG_NUMBER[:20] in reply.tree.one("main").text()) == (422, True)
    locked = ask(world, stored.case.code, "5678")
    assert locked.status == 422
    assert texts.WRONG_NUMBER[:20] not in locked.body
    assert re.search(r"nghỉ đến \d\d:00\b", locked.tree.one("main").text())
    assert ask(world, stored.case.code).status == 200
    assert world.get(f"/theo-doi/{link}").status == 200


def test_who_guesses_locks_out_themselves_and_not_the_reporter(world: PetitionWorld) -> None:
    _, stored = world.opened(phone="0912345678")
    for guess in range(TRIES_AN_HOUR + 1):
        assert ask(world, stored.case.code, f"{guess:04}").status == 422
    assert ask(world, stored.case.code, "5678").status == 422
    world.address = "203.0.113.9"
    assert ask(world, stored.case.code, "5678").status == 303


def test_guessing_from_many_addresses_ends_too(world: PetitionWorld) -> None:
    link, stored = world.opened(phone="0912345678")
    for guess in range(ALL_TRIES_AN_HOUR):
        world.address = f"203.0.113.{guess}"
        assert ask(world, stored.case.code, f"{guess:04}").status == 422
    world.address = "198.51.100.1"
    assert ask(world, stored.case.code, "5678").status == 422
    assert world.get(f"/theo-doi/{link}").status == 200, "the link never rests"


@pytest.mark.parametrize("code", ["", "MT-2222-2222-22", "x" * 400, "<script>", "tố cáo"])
def test_a_code_that_is_none_is_said_at_its_field(world: PetitionWorld, code: str) -> None:
    reply = ask(world, code, "1")
    assert reply.status == 422
    assert [
        field.get("aria-invalid") for field in reply.tree.all("input") if field.get("name") == "code"
    ] == ["true"]


def test_the_way_of_a_case_is_told_without_what_officers_write_for_each_other(world: PetitionWorld) -> None:
    link, stored = world.opened()
    cases = casework.cases()
    move(
        stored.case,
        (Move.ACCEPT, MoveFacts()),
        (
            Move.HAND_OUTSIDE,
            MoveFacts(body="Điện lực Yên Thành", next_step="Kiểm tra đường dây", text="Họ hay chậm"),
        ),
    )
    cases.note(stored.case.id, "Người này hay kiện", by="lan")
    cases.assign(stored.case.id, owner="lan", owner_name="Bà Lan", by="lan")
    said = world.get(f"/theo-doi/{link}").tree.one("main").text()
    assert "Điện lực Yên Thành" in said
    assert "Kiểm tra đường dây" in said
    for private in ("Họ hay chậm", "hay kiện", "Bà Lan"):
        assert private not in said


def test_an_answer_is_read_and_rated_once(world: PetitionWorld) -> None:
    link, stored = world.opened()
    answered(stored.case)
    page = world.get(f"/theo-doi/{link}")
    assert ANSWER in page.tree.one("main").text()
    sent = {"khoa": page.hidden("khoa"), "stars": "5", "word": "Cảm ơn"}
    for _ in range(2):
        reply = world.post(f"/theo-doi/{link}/danh-gia", sent)
        assert (reply.status, reply.location) == (303, f"/theo-doi/{link}?da=danh-gia")
    assert texts.DONE["danh-gia"] in world.get(reply.location).tree.one("main").text()
    after = world.case_of(link)
    assert (after.case.state, after.case.satisfaction, after.case.version) == (CaseState.CONFIRMED, 5, 4)


@pytest.mark.parametrize("stars", ["", "6", "0", "-1", "năm", "5.0", "٥"])
def test_a_rating_that_is_none_keeps_the_words(world: PetitionWorld, stars: str) -> None:
    link, stored = world.opened()
    answered(stored.case)
    reply = world.post(
        f"/theo-doi/{link}/danh-gia", {"khoa": key(world, link), "stars": stars, "word": "Lời dài"}
    )
    assert (reply.status, "Lời dài" in reply.body) == (422, True)
    assert world.case_of(link).case.satisfaction == 0


def test_who_is_not_content_has_it_opened_again(world: PetitionWorld) -> None:
    link, stored = world.opened()
    answered(stored.case)
    world.post(f"/theo-doi/{link}/danh-gia", {"khoa": key(world, link), "stars": "1", "word": "Vẫn ngập"})
    after = world.case_of(link)
    assert (after.case.state, after.case.priority) == (CaseState.REOPENED, 1)
    assert "Vẫn ngập" in world.get(f"/theo-doi/{link}").tree.one("main").text()


def test_a_released_answer_that_somebody_is_not_content_with_leaves_the_public_list(
    world: PetitionWorld, open_table: OpenTable
) -> None:
    link, stored = world.opened()
    answered(stored.case)
    service = casework.cases()
    gallery = CasePictures(open_table("Audience"), FakeFiles(), FakeFiles())
    release(
        service.load(stored.case.id), "Cống tắc", "Đã thông cống.", service=service, gallery=gallery, by="lan"
    )
    listed = list(open_table("Cases").rows(partition_of(COMMUNE)))
    assert len(listed) == 1
    world.post(f"/theo-doi/{link}/danh-gia", {"khoa": key(world, link), "stars": "1", "word": "Vẫn ngập"})
    assert world.case_of(link).case.state is CaseState.REOPENED
    assert list(open_table("Cases").rows(partition_of(COMMUNE))) == []


def test_a_question_is_answered_with_words_and_pictures_once(
    world: PetitionWorld, open_table: OpenTable
) -> None:
    link, stored = world.opened()
    move(stored.case, (Move.RETURN, MoveFacts(asked_for="Cột đèn số mấy?")))
    page = world.get(f"/theo-doi/{link}")
    assert "Cột đèn số mấy?" in page.tree.one("main").text()
    sent = {"khoa": page.hidden("khoa"), "words": "Cột 12"}
    for _ in range(2):
        assert world.upload(f"/theo-doi/{link}/noi-them", sent, {"more_pictures": [picture()]}).status == 303
    after = world.case_of(link)
    assert (after.case.state, after.case.version) == (CaseState.RECEIVED, 3)
    assert len(files_of(after.case, after.history, conversations=open_table("Audience"))) == 1
    assert world.get(f"/theo-doi/{link}/anh/1").status == 200
    assert world.upload(f"/theo-doi/{link}/noi-them", {"khoa": key(world, link), "words": ""}).status == 422


def test_who_goes_back_and_writes_something_else_is_heard_again(world: PetitionWorld) -> None:
    link, stored = world.opened()
    old = key(world, link)
    for words in ("Nước đã rút", "Nước đã rút", "Nước lại lên"):
        assert world.upload(f"/theo-doi/{link}/noi-them", {"khoa": old, "words": words}).status == 303
    answered(stored.case)
    assert world.post(f"/theo-doi/{link}/danh-gia", {"khoa": old, "stars": "5"}).status == 303
    after = world.case_of(link)
    assert [line.text for line in after.history if line.what == "supplemented"] == [
        "Nước đã rút",
        "Nước lại lên",
    ]
    assert after.case.satisfaction == 5


def test_a_case_that_ended_goes_on_within_the_rule(
    world: PetitionWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, stored = world.opened()
    answered(stored.case)
    world.post(f"/theo-doi/{link}/danh-gia", {"khoa": key(world, link), "stars": "4"})
    sent = {"khoa": key(world, link), "why": "Lại hỏng"}
    present = clock.now()
    with monkeypatch.context() as late:
        late.setattr(clock, "now", lambda: present + TERMS[0].reopen + timedelta(days=1))
        assert "mo-lai" not in world.get(f"/theo-doi/{link}").body
        reply = world.post(f"/theo-doi/{link}/mo-lai", sent)
        assert (reply.status, world.case_of(link).case.state) == (409, CaseState.CONFIRMED)
    assert world.post(f"/theo-doi/{link}/mo-lai", {**sent, "why": " "}).status == 422
    for _ in range(2):
        assert world.post(f"/theo-doi/{link}/mo-lai", sent).status == 303
    assert (world.case_of(link).case.state, world.case_of(link).case.reopened) == (CaseState.REOPENED, 1)


def test_a_case_that_has_moved_on_says_so_and_keeps_the_words(world: PetitionWorld) -> None:
    link, stored = world.opened()
    old = key(world, link)
    answered(stored.case)
    reply = world.upload(f"/theo-doi/{link}/noi-them", {"khoa": old, "words": "Nước đã rút bớt"})
    assert reply.status == 409
    assert (
        world.post(
            f"/theo-doi/{link}/mo-lai", {"khoa": old, "why": "x"}, **{"sec-fetch-site": "cross-site"}
        ).status
        == 403
    )


def test_a_merged_case_shows_the_answer_that_all_get(world: PetitionWorld) -> None:
    link, stored = world.opened()
    main_link, main = world.opened(what=f"{MATTER}, xóm 8 cũng vậy")
    move(stored.case, (Move.MERGE, MoveFacts(into=main.case.id)))
    answered(main.case)
    page = world.get(f"/theo-doi/{link}")
    assert ANSWER in page.tree.one("main").text()
    assert "xóm 8" not in page.body
    assert main.case.code not in page.body
    world.post(f"/theo-doi/{link}/danh-gia", {"khoa": page.hidden("khoa"), "stars": "5"})
    assert (world.case_of(link).case.satisfaction, world.case_of(main_link).case.satisfaction) == (5, 0)


def test_when_a_case_is_forgotten_its_link_goes_too(world: PetitionWorld) -> None:
    link, stored = world.opened(phone="0912345678")
    answered(stored.case)
    for _ in range(2):
        forget(
            world.case_of(link) if world.get(f"/theo-doi/{link}").status == 200 else stored,
            service=world.cases,
        )
    assert world.get(f"/theo-doi/{link}").status == 404
    assert ask(world, stored.case.code, "5678").status == 422
