"""What a Mini App made from Zalo's official template sends, by a client that does what its program does."""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from infra.units.load import read_units
from loa import clock
from loa.bootstrap import dialogue, residents
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.model import CaseKind, Channel, Move
from loa.casework.cases.work import cases_of_person
from loa.dialogue.petitions import service
from loa.errors import Busy
from loa.foundation.units.model import Level
from loa.foundation.units.store import UnitStore
from loa.personal_data import Person
from loa.platform.aws.dynamodb import transactions
from loa.platform.zalo.errors import TokenRefused
from tests.conftest import OpenTable
from tests.pages import petition_world
from tests.pages.petition_world import COMMUNE, PROVINCE, PetitionWorld, picture
from tests.pages.public_world import PublicWorld
from tests.worlds.civic_template import LARGEST_SAFE, Failed, Template, over
from tests.worlds.doors import http_event

BASE = "https://loa.example.vn"
MATTER = {"title": "Cống tắc", "content": "Cống đầu xóm 5 bị tắc, nước tràn ra đường", "token": ""}
TOMORROW = clock.local_day(clock.now()) + timedelta(days=1)


class _Zalo:
    """Knows whoever shows a token that begins with `token-`."""

    is_down = False

    def id_of(self, token: str) -> str:
        if self.is_down:
            raise Busy
        if not token.startswith("token-"):
            raise TokenRefused("token_invalid", call="me")
        return token.removeprefix("token-")


@pytest.fixture
def zalo(monkeypatch: pytest.MonkeyPatch) -> _Zalo:
    known = _Zalo()
    monkeypatch.setattr(residents, "mini_app_users", lambda: known)
    return known


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, zalo: _Zalo) -> PetitionWorld:
    return petition_world.build(open_table, monkeypatch)


@pytest.fixture
def lan(world: PetitionWorld) -> Template:
    return Template(over(world.handler), BASE, COMMUNE, "token-lan")


def someone(world: PetitionWorld, token: str = "ACCESS_TOKEN") -> Template:
    return Template(over(world.handler), BASE, COMMUNE, token)


def link_in(given: Mapping[str, str]) -> str:
    return given["link"].rpartition("/")[2]


def told(template: Template, path: str, **sent: object) -> str:
    """What the program shows of our words: that is only of this `err`."""
    with pytest.raises(Failed) as failed:
        template.post(path, **sent)
    code, message = failed.value.args
    assert code == -117
    assert message
    return str(message)


def test_a_feedback_is_a_case_of_its_unit_with_a_code_that_its_sender_finds_again(
    world: PetitionWorld, lan: Template
) -> None:
    given = lan.post("/feedback_api", **MATTER, imageUrls=[], feedbackTypeId=2)
    stored = world.case_of(link_in(given))
    assert stored.case.code == given["code"]
    assert (stored.case.unit_path, stored.case.kind) == (COMMUNE, CaseKind.RECOMMENDATION)
    assert stored.case.channel is Channel.WEB
    assert stored.case.details.what == f"{MATTER['title']}\n{MATTER['content']}"
    assert [line.code for line in world.cases.worklist(COMMUNE, province=PROVINCE, limit=9).items] == [
        given["code"]
    ]
    assert world.get(urlsplit(given["link"]).path).status == 200
    asked = {"code": given["code"], "number": given["number"]}
    assert world.post("/theo-doi", asked).location == urlsplit(given["link"]).path

    (own,) = lan.all("/feedback_api", 10)
    assert own["title"].startswith(given["code"])
    assert given["link"] in own["content"]
    assert own["response"] == ""
    assert own["responseTime"] == own["creationTime"]
    assert 0 < own["id"] <= LARGEST_SAFE
    for stranger in (someone(world), someone(world, "token-ba"), someone(world, "bad")):
        assert stranger.get("/feedback_api", page=0, pargeSize=10)["data"] == []
    case = world.cases.transition(
        stored, Move.ACCEPT, MoveFacts(), by="o-1", expected_version=None, idempotency_key="accept"
    )
    world.cases.transition(
        world.cases.load(case.id),
        Move.ANSWER,
        MoveFacts(text="Đã thông cống."),
        by="o-1",
        expected_version=None,
        idempotency_key="answer",
    )
    assert lan.get("/feedback_api")["data"][0]["response"] == "Đã thông cống."
    held = cases_of_person.held(Person("mini-app", "lan"), service=world.cases)
    assert given["code"] in {str(kept["code"]) for _, kept in held}


@pytest.mark.parametrize("token", ["token-lan", "ACCESS_TOKEN"])
def test_sent_twice_stopped_in_the_middle_or_by_two_people(
    world: PetitionWorld, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = someone(world, token)
    names = template.upload(picture())["images"]
    commit = transactions.commit

    def dies(writes: object) -> None:
        commit(writes)  # type: ignore[arg-type]
        raise Busy("the process ended here")

    with monkeypatch.context() as dying:
        dying.setattr(service, "commit", dies)
        with pytest.raises(Failed):
            template.post("/feedback_api", **MATTER, imageUrls=names, feedbackTypeId=None)
    given = [template.post("/feedback_api", **MATTER, imageUrls=names, feedbackTypeId=None) for _ in range(2)]
    assert given[0] == given[1]
    assert world.all_cases() == [given[0]["code"]]
    assert len(world.case_of(link_in(given[0])).case.details.attachments) == 1
    world.address = "198.51.100.7"
    other = someone(world, "token-ba" if token == "token-lan" else token)
    assert other.post("/feedback_api", **MATTER, imageUrls=[])["code"] != given[0]["code"]


def test_a_picture_waits_an_hour_for_one_case(
    world: PetitionWorld, lan: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = lan.upload(picture(), picture("teal"))
    first, second = shown["images"]
    address = urlsplit(shown["domain"] + first).path
    waiting = world.handler(http_event("GET", address))
    assert (waiting["statusCode"], waiting["headers"]["content-type"]) == (200, "image/jpeg")
    guessed = first[:-9] + ("0" if first[-9] != "0" else "1") + first[-8:]
    assert world.get(address.replace(first, guessed)).status == 404
    given = lan.post("/feedback_api", **MATTER, imageUrls=[first], feedbackTypeId=1)
    (kept,) = world.stored("attachments/form/").values()
    assert kept.startswith(b"\xff\xd8\xff")
    assert b"105.4567" not in kept
    assert world.get(address).status == 404
    again = {"title": "Việc khác", "content": "Ảnh cũ", "imageUrls": [first]}
    assert "chọn lại ảnh" in told(lan, "/feedback_api", **again)
    later = clock.now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "chọn lại ảnh" in told(lan, "/feedback_api", **again | {"imageUrls": [second]})
    assert world.all_cases() == [given["code"]]


def test_what_is_no_picture_or_too_much_of_it_is_kept_nowhere(
    world: PetitionWorld, lan: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    for wrong in ([b"<svg/>"], [b"%PDF-1.7"], [], [picture()] * 5, [picture(), b"GIF89a"]):
        with pytest.raises(Failed) as failed:
            lan.upload(*wrong)
        assert failed.value.args[1]
    assert world.stored("waiting/") == {}
    monkeypatch.setattr("petitions_pages.template.sending.UPLOADS_AN_HOUR", 2)
    world.address = "198.51.100.7"
    for _ in range(2):
        lan.upload(picture("red"))
    with pytest.raises(Failed, match="quá nhiều ảnh"):
        lan.upload(picture("red"))
    world.address = "203.0.113.9"
    lan.upload(picture("red"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "", "content": " "},
        {"title": "a" * 10_001, "content": "b"},
        {"title": "Đường hỏng", "content": "x", "feedbackTypeId": 7},
        {"title": "Đường hỏng", "content": "x", "feedbackTypeId": "denunciation"},
        {"title": "Đường hỏng", "content": "x", "imageUrls": ["../x", "", "a" * 99]},
        {"title": "Đường hỏng", "content": "x", "imageUrls": ["a"] * 5},
        {"title": ["Đường hỏng"], "content": {"a": 1}},
    ],
)
def test_what_cannot_be_taken_is_told_in_words_and_opens_nothing(
    world: PetitionWorld, lan: Template, wrong: dict[str, object]
) -> None:
    told(lan, "/feedback_api", **wrong)
    with pytest.raises(Failed):
        Template(lan.exchange, BASE, "40.99999", lan.token).post("/feedback_api", **MATTER)
    assert world.all_cases() == []


def test_an_accusation_is_sent_the_confidential_way_and_a_call_for_help_is_told_whom_to_call(
    world: PetitionWorld, lan: Template
) -> None:
    world.put_on_call()
    accusation = {"title": "Chủ tịch xã", "content": "Ông chủ tịch xã ăn chặn tiền hỗ trợ lũ lụt của dân"}
    assert f"{BASE}/confidential" in told(lan, "/feedback_api", **accusation)
    assert world.all_cases() == []
    doubt = {"title": "Có khói", "content": "Hàng xóm đốt rơm, khói vào nhà"}
    assert "114" in told(lan, "/feedback_api", **doubt)
    (in_doubt,) = world.all_cases()
    assert in_doubt in told(lan, "/feedback_api", **doubt)
    fire = {"title": "Cháy nhà", "content": "Nhà tôi đang cháy, cứu với, có người kẹt trong nhà"}
    words = told(lan, "/feedback_api", **fire)
    (code,) = set(world.all_cases()) - {in_doubt}
    assert "114" in words
    assert code in words
    assert told(lan, "/feedback_api", **fire) == words
    assert len(world.alerts()) == 1


def test_a_token_that_zalo_refuses_asks_for_another_and_zalos_silence_stops_nobody(
    world: PetitionWorld, zalo: _Zalo, lan: Template
) -> None:
    with pytest.raises(Failed) as refused:
        someone(world, "old").post("/feedback_api", **MATTER)
    assert refused.value.args[0] == -115
    assert world.all_cases() == []
    zalo.is_down = True
    assert lan.post("/feedback_api", **MATTER)["code"] in world.all_cases()


def test_a_rush_is_led_to_the_form_that_can_ask(
    world: PetitionWorld, lan: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "OPEN_AN_HOUR", 0)
    assert f"{BASE}/phan-anh" in told(lan, "/feedback_api", **MATTER)


WISH = {
    "fullName": "Nguyễn Thị Lan",
    "phoneNumber": "0912 345 678",
    "content": "Hỏi về chế độ cho người cao tuổi",
    "date": f"{TOMORROW:%m-%d-%Y}",
}
THEIR_WISH = {
    "fullName": "Trần Thị Ba",
    "phoneNumber": "0987 654 321",
    "content": "Muốn hỏi riêng về con tôi",
    "date": WISH["date"],
}


def test_a_wish_to_be_received_is_a_case_until_an_officer_says_when(
    world: PetitionWorld, lan: Template
) -> None:
    with pytest.raises(Failed) as none:
        lan.get("/get_schedule_api")
    assert none.value.args[0] == 0, "the program shows its form"
    first = lan.post("/create_schedule_api", **WISH)
    assert lan.post("/create_schedule_api", **WISH) == first
    assert (first["status"], first["date"], first["fullName"]) == ("pending", WISH["date"], WISH["fullName"])
    (line,) = world.cases.worklist(COMMUNE, province=PROVINCE, limit=9).items
    stored = world.cases.load(line.id)
    assert f"{TOMORROW:%d/%m/%Y}" in stored.case.details.what
    assert stored.case.reporter.phone == WISH["phoneNumber"]
    shown = {"fullName": f"Người gửi việc {line.code}", "phoneNumber": "…5678"}
    assert lan.get("/get_schedule_api") == first | shown
    with pytest.raises(Failed):
        someone(world, "token-ba").get("/get_schedule_api")
    case = world.cases.transition(
        stored, Move.ACCEPT, MoveFacts(), by="o-1", expected_version=None, idempotency_key="accept"
    )
    world.cases.transition(
        world.cases.load(case.id),
        Move.ANSWER,
        MoveFacts(text="Mời bà đến lúc 8 giờ."),
        by="o-1",
        expected_version=None,
        idempotency_key="answer",
    )
    received = lan.get("/get_schedule_api")
    assert received["status"] == "approved"
    assert "8 giờ" in received["content"]
    assert case.code in received["content"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"date": "13-01-2026"},
        {"date": "01-01-2020"},
        {"date": "12-01-2999"},
        {"date": ""},
        {"fullName": ""},
        {"phoneNumber": "123"},
        {"phoneNumber": ""},
        {"content": ""},
    ],
)
def test_a_wish_that_nobody_could_answer_is_told_in_words(
    world: PetitionWorld, lan: Template, wrong: dict[str, str]
) -> None:
    told(lan, "/create_schedule_api", **WISH | wrong)
    assert world.all_cases() == []


def test_a_list_tells_of_nobody_else_what_their_own_page_does_not(
    world: PetitionWorld, lan: Template
) -> None:
    ba = someone(world, "token-ba")
    mine, theirs = lan.post("/create_schedule_api", **WISH), ba.post("/create_schedule_api", **THEIR_WISH)
    of_code = {found.case.code: found for found in map(world.cases.load, world.case_ids())}
    merged = next(found for code, found in of_code.items() if code in mine["content"])
    main = next(found for code, found in of_code.items() if code in theirs["content"])
    world.cases.transition(
        merged, Move.MERGE, MoveFacts(into=main.case.id), by="o-1", expected_version=None, idempotency_key="m"
    )
    own = str([lan.get("/get_schedule_api"), lan.all("/feedback_api", 10)])
    assert WISH["content"] in own
    for word in THEIR_WISH.values():
        assert word == WISH["date"] or word not in own
    # Whoever was given the link of a case has it in their list, too: it shows no name, and no number.
    link = ba.get("/feedback_api")["data"][0]["content"].rpartition("/")[2]
    dialogue.own_cases().add(Person("mini-app", "chi"), link)
    given = str(someone(world, "token-chi").get("/get_schedule_api"))
    assert THEIR_WISH["content"] in given
    assert THEIR_WISH["fullName"] not in given
    assert THEIR_WISH["phoneNumber"] not in given


def test_a_mini_app_made_for_a_unit_that_has_ended_sends_to_what_stands_in_its_place(
    world: PetitionWorld, open_table: OpenTable
) -> None:
    UnitStore(open_table("Units")).save_all(read_units())
    ended = next(
        unit
        for unit in read_units()
        if unit.valid_to and unit.successors and unit.kind.level is Level.COMMUNE
    )
    by_id = {unit.unit_id: unit for unit in read_units()}
    heirs = [by_id[heir].path for heir in ended.successors]
    old = Template(over(world.handler), BASE, ended.path)
    stored = world.case_of(link_in(old.post("/feedback_api", **MATTER)))
    assert stored.case.unit_path == (heirs[0] if len(heirs) == 1 else PROVINCE)


def test_two_telephones_behind_one_address_send_two_cases(world: PetitionWorld) -> None:
    kinds = ("Zalo android/24111817 SM-A155F", "Zalo ios/24101 iPhone14,5")
    codes = {
        Template(over(world.handler), BASE, COMMUNE, device=kind).post("/feedback_api", **MATTER)["code"]
        for kind in kinds
    }
    assert codes == set(world.all_cases())
    assert len(codes) == 2


def test_released_cases_stand_behind_ones_own_and_scrolling_ends(
    world: PetitionWorld, open_table: OpenTable, lan: Template
) -> None:
    public = PublicWorld(world.module, open_table)
    for number in range(4):
        public.release(COMMUNE, number, f"Đường xóm {number} ngập sau mưa")
    mine = lan.post("/feedback_api", **MATTER)["code"]
    for size in (1, 3, 10):
        cases = lan.all("/feedback_api", size)
        assert len({case["id"] for case in cases}) == len(cases) == 5
        assert cases[0]["title"].startswith(mine)
        for case in cases[1:]:
            assert case["response"]
            assert case["creationTime"] < case["responseTime"]
    assert len(someone(world).all("/feedback_api", 10)) == 4


def test_no_other_address_at_the_root_takes_anything(world: PetitionWorld) -> None:
    assert world.post("/wp-login.php", {"log": "a"}).status == 404
