"""The form of residents: one case or a clear error, with everything that was typed still there."""

from collections.abc import Callable, Sequence
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from infra.units.load import read_units
from loa.bootstrap import residents
from loa.casework.cases.rows.files import files_of
from loa.casework.cases.rules.deadlines import plan
from loa.casework.cases.rules.model import CaseKind, Channel
from loa.dialogue.petitions import service, texts
from loa.dialogue.petitions.store import CALLS_AN_HOUR
from loa.errors import Busy
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb import transactions
from loa.platform.aws.dynamodb.tables import Write
from tests.component.conftest import taken
from tests.conftest import OpenTable
from tests.pages.petition_world import COMMUNE, FORM, MATTER, PROVINCE, SENT_TO, PetitionWorld, build, picture
from tests.pages.reading import Element, check, read
from tests.worlds.searching import examples

FIRE = "Nhà tôi đang cháy, cứu với, có người kẹt trong nhà"
ACCUSATION = "Ông chủ tịch xã ăn chặn tiền hỗ trợ lũ lụt của dân"
HOSTILE = "<script>alert(1)</script>\n\"'&lt; {{ 7777 * 7777 }} {% raw %} 😀"


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> PetitionWorld:
    return build(open_table, monkeypatch)


def test_a_form_opens_the_case_that_the_chat_would(world: PetitionWorld, open_table: OpenTable) -> None:
    _, stored = world.opened(
        hamlet="Xóm 7", where="trước nhà văn hóa", name="Nguyễn Thị Lan", phone="0912 345 678"
    )
    case, desk = stored.case, world.cases
    assert (case.unit_path, case.kind, case.channel) == (COMMUNE, CaseKind.REPORT, Channel.WEB)
    assert (case.details.what, case.details.hamlet) == (MATTER, "Xóm 7")
    assert (case.reporter.name, case.reporter.phone) == ("Nguyễn Thị Lan", "0912 345 678")
    wanted = plan(
        case.kind, case.received_at, remote=False, complex=False, rules=desk.rules, calendar=desk.calendar
    )
    assert (case.accept_by, case.answer_by) == (wanted.accept_by, wanted.answer_by)
    assert [line.code for line in desk.worklist(COMMUNE, province=PROVINCE, limit=9).items] == [case.code]
    assert taken("messages") == []  # there is no account in which to tell anybody


def test_who_knows_the_old_name_of_their_commune_finds_the_new_one(
    world: PetitionWorld, open_table: OpenTable
) -> None:
    UnitStore(open_table("Units")).save_all(read_units())
    page = world.get(SENT_TO).tree
    (old,) = [each for each in page.all("option") if "Xã Quỳnh Hưng" in each.text()]
    assert (old.get("value"), old.text()) == ("40.17179", "Xã Quỳnh Hưng, nay là Xã Quỳnh Lưu")


def test_the_receipt_says_code_digits_and_deadlines(world: PetitionWorld) -> None:
    for phone in ("", "0912 345 678"):
        link, stored = world.opened(phone=phone, what=f"{MATTER} {phone}")
        said = world.get(f"/theo-doi/{link}/bien-nhan").tree.one("main").text()
        assert stored.case.code in said
        assert ("4 số cuối điện thoại của ông/bà: 5678" in said) == bool(phone)
        assert ("Số kèm theo" in said) == (not phone)
        assert "chậm nhất" in said


def test_sent_twice_it_is_one_case_and_a_changed_word_is_not_lost(world: PetitionWorld) -> None:
    key = world.get(FORM).hidden("khoa")
    first = world.send(khoa=key, files=[picture()])
    assert world.send(khoa=key, files=[picture()]).location == first.location
    assert world.send(khoa=key).location == first.location
    assert len(world.all_cases()) == 1
    assert world.send(khoa=key, what=f"{MATTER}, rất khổ").location != first.location
    assert len(world.all_cases()) == 2


def test_who_sends_at_the_same_moment_gets_the_same_case(
    world: PetitionWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other request commits between our look and our write."""
    key = world.get(FORM).hidden("khoa")

    def late(actions: Sequence[Write]) -> None:
        monkeypatch.setattr(service, "commit", transactions.commit)
        world.send(khoa=key)
        transactions.commit(actions)

    monkeypatch.setattr(service, "commit", late)
    assert world.send(khoa=key).status == 303
    assert len(world.all_cases()) == 1


@pytest.mark.parametrize("cut", [3, 40, 400])
def test_what_was_cut_off_opens_nothing(world: PetitionWorld, cut: int) -> None:
    fields = {"khoa": world.get(FORM).hidden("khoa"), "what": MATTER, "kind": "report"}
    assert world.upload(SENT_TO, fields, {"pictures": [picture()]}, cut=cut).status == 400
    assert world.all_cases() == []
    assert world.stored() == {}


def test_when_the_store_is_down_everything_typed_comes_back(
    world: PetitionWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = world.get(FORM).hidden("khoa")

    def down(_actions: object) -> None:
        raise Busy

    monkeypatch.setattr(service, "commit", down)
    reply = world.send(khoa=key, files=[picture()], name="Lan")
    assert reply.status == 503
    assert (reply.hidden("khoa"), MATTER in reply.body, 'value="Lan"' in reply.body) == (key, True, True)
    assert texts.AGAIN.split(":")[0] in reply.tree.one("main").text()
    monkeypatch.setattr(service, "commit", transactions.commit)
    again = world.send(khoa=key, name="Lan", giu=_kept(reply.body))
    assert again.status == 303
    assert len(world.case_of(again.location.split("/")[2]).case.details.attachments) == 1


def _kept(body: str) -> list[str]:
    return [field.get("value") for field in check(body).all("input") if field.get("name") == "giu"]


def test_pictures_are_written_anew_and_found_by_officers(world: PetitionWorld, open_table: OpenTable) -> None:
    reply = world.send(files=[picture("navy", (800, 400)), picture("teal", kind="PNG")])
    stored = world.case_of(reply.location.split("/")[2])
    kept = world.stored("attachments/form/")
    assert len(kept) == 2
    for content in kept.values():
        shown = Image.open(BytesIO(content))
        assert not shown.getexif()
        assert b"19.0123" not in content
    found = files_of(stored.case, stored.history, conversations=open_table("Audience"))
    assert [(file.kind, file.copy["key"] in kept) for file in found] == [("image", True), ("image", True)]
    address = f"{reply.location.rpartition('/')[0]}/anh/1"
    assert world.get(address).headers["content-type"] == "image/jpeg"
    assert world.get(address.replace("/1", "/3")).status == 404
    shown_as = world.get(address.removesuffix("/anh/1")).tree.all("img")
    assert [(each.get("width"), each.get("height")) for each in shown_as] == [("800", "400"), ("640", "480")]


def test_a_form_that_comes_back_keeps_good_pictures_and_says_which_are_bad(world: PetitionWorld) -> None:
    key = world.get(FORM).hidden("khoa")
    reply = world.send(khoa=key, files=[picture(), b"GIF89a nothing", b"%PDF-1.7"], what="Đường hỏng")
    assert reply.status == 422
    said = reply.tree.one("main").text()
    assert "Ảnh 2:" in said
    assert "Ảnh 3:" in said
    assert world.all_cases() == []
    (name,) = _kept(reply.body)
    sent = world.send(khoa=key, what="Đường hỏng", giu=[name])
    assert sent.status == 303
    assert len(world.stored("attachments/form/")) == 1


def test_of_ten_pictures_four_are_kept_and_nothing_is_lost(world: PetitionWorld) -> None:
    key = world.get(FORM).hidden("khoa")
    many = [picture(f"#0{number}0") for number in range(10)]
    reply = world.send(khoa=key, files=many)
    assert reply.status == 422
    assert "10" in reply.tree.one("main").text()
    assert MATTER in reply.body
    kept = _kept(reply.body)
    assert len(kept) == 4
    assert world.send(khoa=key, giu=kept).status == 303
    assert len(world.all_cases()) == 1


def test_pictures_of_another_form_are_not_to_be_had(world: PetitionWorld) -> None:
    reply = world.send(files=[picture(), b"broken"])
    stolen = world.send(giu=_kept(reply.body))
    assert stolen.status == 422
    assert texts.PICTURES_GONE in stolen.tree.one("main").text()


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"what": " \u200b\n"}, "what"),
        ({"what": "x" * 1_000_000}, "what"),
        ({"what": "ề" * 10_001}, "what"),
        ({"phone": "0912 345"}, "phone"),
        ({"phone": "số nhà 12"}, "phone"),
        ({"hamlet": "x" * 101}, "hamlet"),
        ({"kind": "denunciation"}, "kind"),
        ({"kind": "<b>"}, "kind"),
        ({"name": "x" * 101}, "name"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(world: PetitionWorld, fields: dict[str, str], at: str) -> None:
    reply = world.send(**{"hamlet": "Xóm 7", **fields})
    assert reply.status == 422
    marked = [one.get("name") for one in _tree(reply.body) if one.get("aria-invalid")]
    assert marked == [at]
    typed = fields.get(at, "").strip(" \u200b\n")
    assert not typed or at == "kind" or typed[:400] in reply.body.replace("&lt;", "<").replace("&gt;", ">")
    assert world.all_cases() == []


def _tree(body: str) -> list[Element]:
    return read(body).all("input", "textarea", "select")


@pytest.mark.parametrize("what", ["😀😀😀", HOSTILE, "\u202eabc", "a\x00b", "ĐƯỜNG HỎNG\r\n\r\nxóm 7"])
def test_whatever_letters_they_are_a_case_is_opened_and_shown_as_text(
    world: PetitionWorld, what: str
) -> None:
    link, stored = world.opened(what=what, hamlet=HOSTILE[:40], where=HOSTILE, name=HOSTILE)
    body = world.get(f"/theo-doi/{link}").body
    check(body)
    assert "<script>alert" not in body
    assert "60481729" not in body
    assert stored.case.details.what


@given(
    st.dictionaries(
        st.sampled_from(["what", "hamlet", "where", "name", "phone", "kind", "giu", "duong"]), st.text()
    )
)
@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_form_is_a_case_or_a_page(world: PetitionWorld, fields: dict[str, str]) -> None:
    reply = world.upload(SENT_TO, fields)
    assert reply.status in {200, 303, 422}
    if reply.status != 303:
        check(reply.body)


def test_a_place_that_names_a_commune_leads_there(world: PetitionWorld) -> None:
    for fields, unit in (
        ({"where": "cầu ở xã Yên Thành"}, COMMUNE),
        ({"where": "không rõ"}, PROVINCE),
        ({"unit": COMMUNE, "where": "chợ"}, COMMUNE),
    ):
        reply = world.send("/phan-anh", **fields, what=f"{MATTER} {unit} {fields}")
        assert world.case_of(reply.location.split("/")[2]).case.unit_path == unit
    assert world.send("/phan-anh", unit="40.99999").status == 422
    assert world.get("/d/99999/phan-anh").status == 404


def test_a_call_for_help_is_heard_at_once_and_comes_first(world: PetitionWorld) -> None:
    world.put_on_call()
    key = world.get(FORM).hidden("khoa")
    reply = world.send(khoa=key, what=FIRE)
    stored = world.case_of(reply.location.split("/")[2])
    assert stored.case.priority > 1
    tree = world.get(reply.location).tree
    assert (
        next(link.get("href") for link in tree.all("a") if link.get("href").startswith("tel:")) == "tel:113"
    )
    told = taken("messages")
    assert [body["user_id"] for _, body in told] == ["z-lan"]
    world.send(khoa=key, what=FIRE)
    assert len({body["key"] for _, body in taken("messages")} | {body["key"] for _, body in told}) == 1


def test_a_flood_of_calls_for_help_is_told_one_by_one_then_once_for_all(world: PetitionWorld) -> None:
    world.put_on_call()
    links = [
        world.send(what=f"{FIRE} Nhà số {number}").location.split("/")[2]
        for number in range(CALLS_AN_HOUR + 4)
    ]
    told = [(body["key"], body) for _, body in taken("messages")]
    assert len({key for key, _ in told}) == CALLS_AN_HOUR + 1
    (last,) = [one for one in residents.outbox().get_all([told[-1][0]]) if one]
    assert "không nhắn từng việc nữa" in last.content.text
    assert all(world.case_of(link).case.priority > 1 for link in links), (
        "all of them stand on top of the list"
    )
    for _ in range(3):
        world.post(f"/theo-doi/{links[-1]}/khan", {"khoa": "x"})
    assert taken("messages") == [], "the button is no way round it"


def test_who_may_need_help_is_asked_and_can_call_the_officer_on_duty(world: PetitionWorld) -> None:
    world.put_on_call()
    link, stored = world.opened(what="có ai ở xã không, gấp lắm, ông cụ nằm không dậy được")
    receipt = world.get(f"/theo-doi/{link}/bien-nhan")
    assert f"/theo-doi/{link}/khan" in [form.get("action") for form in receipt.tree.all("form")]
    assert taken("messages") == []
    for _ in range(2):
        assert world.post(f"/theo-doi/{link}/khan", {"khoa": "x"}).status == 303
    assert len({body["key"] for _, body in taken("messages")}) == 1
    assert stored.case.priority == 0


def test_when_nobody_is_on_call_the_alarm_goes_off(world: PetitionWorld, logged: Callable[[], str]) -> None:
    world.opened(what=FIRE)
    said = logged()
    assert said.count('"NobodyOnCall":[1.0]') == 1
    assert '"Dimensions":[["service"]]' in said
    assert '"service":"inbox"' in said, "the only name under which the alarm listens"
    assert "nobody on call could be told" in said
    assert "cháy" not in said


def test_an_accusation_waits_for_its_writer_to_choose(
    world: PetitionWorld, logged: Callable[[], str]
) -> None:
    key = world.get(FORM).hidden("khoa")
    asked = world.send(khoa=key, what=ACCUSATION, hamlet="Xóm 7", files=[picture()])
    assert asked.status == 200
    assert "gửi kín" in asked.tree.one("h1").text()
    assert world.all_cases() == []
    assert list(world.stored("attachments/")) == []
    assert "ăn chặn" not in logged()
    forms = {form.get("action"): form for form in asked.tree.all("form")}
    carried = {field.get("name"): field.get("value") for field in forms["/confidential"].all("input")}
    assert (carried["what"], carried["where_when"], carried["draft"]) == (ACCUSATION, "Xóm 7", "1")
    ordinary = {field.get("name"): field.get("value") for field in forms["/phan-anh"].all("input")}
    reply = world.post(SENT_TO, ordinary)
    assert reply.status == 303
    stored = world.case_of(reply.location.split("/")[2])
    assert (stored.case.details.what, len(stored.case.details.attachments)) == (ACCUSATION, 1)


def test_a_rush_is_asked_a_question_and_then_told_to_wait_and_nobody_loses_words(
    world: PetitionWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "OPEN_AN_HOUR", 1)
    monkeypatch.setattr(service, "MOST_AN_HOUR", 2)
    world.opened()
    key = world.get(FORM).hidden("khoa")
    asked = world.send(khoa=key, what="Việc thứ hai")
    assert asked.status == 422
    label = next(label.text() for label in asked.tree.all("label") if label.get("for") == "answer")
    numbers = ["", "", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    words = label.lower().split()
    answer = sum(numbers.index(word) for word in words if word in numbers[2:])
    assert world.send(khoa=key, what="Việc thứ hai", answer=str(answer)).status == 303
    full = world.send(what="Việc thứ ba")
    assert full.status == 503
    assert "Việc thứ ba" in full.body
    assert len(world.all_cases()) == 2


def test_another_site_cannot_send_it(world: PetitionWorld) -> None:
    fields = {"khoa": world.get(FORM).hidden("khoa"), "what": MATTER, "kind": "report"}
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
        assert world.post(SENT_TO, fields, **headers).status == 403
    assert world.post(SENT_TO, fields, **{"content-type": "application/json"}).status == 415
    assert world.all_cases() == []


def test_no_word_reaches_a_log(world: PetitionWorld, logged: Callable[[], str]) -> None:
    world.opened(name="Nguyễn Thị Lan", phone="0912345678")
    world.send(phone="12", what="Lời riêng")
    said = logged()
    for word in (MATTER, "Nguyễn Thị Lan", "0912345678", "Lời riêng"):
        assert word not in said


def test_the_receipt_is_for_its_reporter_alone(world: PetitionWorld) -> None:
    link, _ = world.opened()
    for wrong in (link[:-1] + ("a" if link[-1] != "a" else "b"), link.upper(), "x", "..", link + "0"):
        for page in ("", "/bien-nhan", "/anh/1"):
            assert world.get(f"/theo-doi/{wrong}{page}").status == 404
    headers = world.get(f"/theo-doi/{link}").headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert "noindex" in headers["x-robots-tag"]
