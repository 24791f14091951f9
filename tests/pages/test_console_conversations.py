"""Conversations in the console: what waits, answering, two officers at once, what must never be lost."""

import base64
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from infra.local.polling import HABITS
from loa import clock
from loa.dialogue.conversations.edit_lock import LOCKED_FOR
from loa.foundation.officers.model import Role
from loa.platform.aws.dynamodb.tables import Table
from loa.residents.messages.model import MessageState
from tests.conftest import OpenTable
from tests.pages.reading import Element, check
from tests.worlds.console import body_of, filled_in
from tests.worlds.talks import LIST, OA, OTHER, Talks, open_talks

LAN = "77"
HERE = f"{LIST}/{OA}/{LAN}"
ACTS = (
    "tra-loi", "giu", "nhuong", "lam-thay", "ghi-chu", "ket-thuc", "ket-qua", "giao", "chuyen", "xem",
)  # fmt: skip
HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }} \"'&lt;"


@pytest.fixture
def talks(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Talks:
    made = open_talks(open_table, monkeypatch)
    made.writes(LAN, "Bao giờ thì thông cống hở cô?", name="Nguyễn Thị Lan", ago=timedelta(hours=2))
    return made


def names(page: Element) -> list[str]:
    return [link.text() for link in page.all("a") if link.get("class") == "whole"]


def counts(page: Element) -> list[str]:
    tabs = next(nav for nav in page.all("nav") if nav.get("class") == "tabs")
    return [each.text() for each in tabs.all("span") if each.get("class") == "count"]


def test_list__of_what_waits__has_least_time_first_with_last_words(talks: Talks) -> None:
    talks.writes("78", "Cho hỏi thẻ bảo hiểm", name="Hồ Văn Sáu", ago=timedelta(hours=40))
    talks.writes("79", HOSTILE, name=HOSTILE, ago=timedelta(hours=1))
    hoa = talks.sign_in()
    page = hoa.page(LIST)
    assert names(page) == ["Hồ Văn Sáu", "Nguyễn Thị Lan", HOSTILE]
    assert "“Bao giờ thì thông cống hở cô?”" in page.text()
    assert "còn 7 giờ" in page.text().replace("\N{NO-BREAK SPACE}", " ")
    assert counts(page) == ["3", "0", "1"]
    assert names(hoa.page(f"{LIST}?loai=sap-het")) == ["Hồ Văn Sáu"]
    assert names(hoa.page(f"{LIST}?ten=nguyen thi")) == ["Nguyễn Thị Lan"]
    assert "Không có người dân nào tên như vậy" in hoa.page(f"{LIST}?ten=khong-ai").text()
    assert "Không có cuộc nào giao cho anh/chị" in hoa.page(f"{LIST}?loai=cua-toi").text()
    assert names(talks.sign_in("other", OTHER).page(LIST)) == []
    above = talks.sign_in("tinh", "40")
    assert names(above.page(LIST)) == []
    assert "Xã Yên Thành" in above.page(f"{LIST}?duoi=1").text()


def test_list__while_residents_write__says_so_and_does_not_move(talks: Talks) -> None:
    hoa = talks.sign_in()
    part = next(each.get("hx-get") for each in hoa.page(LIST).all("div") if "hx-get" in each.attributes)
    first = hoa.ask(part, **{"hx-request": "true"})
    assert "bấm để xem" not in body_of(first)
    again = check_part(body_of(first))
    assert hoa.ask(again, **{"hx-request": "true"})["statusCode"] == 204
    talks.writes("78", "Chào cô", ago=timedelta(seconds=-1))
    assert "Có 1 tin mới – bấm để xem" in body_of(hoa.ask(again, **{"hx-request": "true"}))


def check_part(html: str) -> str:
    """Return the address at which a part asks again."""
    return html.partition('hx-get="')[2].partition('"')[0].replace("&amp;", "&")


@pytest.mark.parametrize(("field", "words"), [("urgent_at", "Kêu cứu"), ("watched_at", "Có thể cần giúp")])
def test_thread__with_a_call_for_help__says_so_at_its_head_as_the_list_does(
    talks: Talks, field: str, words: str
) -> None:
    now: dict[str, Any] = {field: clock.now()}
    talks.writes("78", "Con bé đi từ chiều qua chưa về", change=lambda head: replace(head, **now))
    hoa = talks.sign_in()
    assert words in hoa.page(LIST).text()
    assert words in hoa.page(f"{LIST}/{OA}/78").one("main").one("header").text()
    assert words not in hoa.page(HERE).text()


def test_reply__to_who_waited_longest__is_sent_once(talks: Talks) -> None:
    hoa = talks.sign_in()
    page = hoa.follow(hoa.ask(f"{LIST}/ke-tiep"))
    assert page.one("h1").text() == "Nguyễn Thị Lan"
    form = hoa.page(HERE)
    for _ in range(2):
        answer = hoa.send(form, f"{HERE}/tra-loi", words="Chào bà Lan,\nxã đang thông cống.")
        after = hoa.follow(answer)
    assert talks.words(LAN) == ["Chào bà Lan,\nxã đang thông cống."]
    assert "Đã nhận lời trả lời" in after.text()
    assert "Đang chờ gửi" in after.text()
    head = talks.heads.get(OA, LAN)
    assert head
    assert (head.answered_by, head.answered_name) == ("hoa", "Trần Thị Hoa")


def test_reply__when_the_resident_wrote_meanwhile__shows_it_first_and_keeps_the_words(talks: Talks) -> None:
    hoa = talks.sign_in()
    form = hoa.page(HERE)
    talks.writes(LAN, "À thôi, cống thông rồi", ago=timedelta(0))
    answer = hoa.send(form, f"{HERE}/tra-loi", words="Mai xã thông cống.")
    assert answer["statusCode"] == 409
    page = check(body_of(answer))
    assert "vừa nhắn thêm" in page.text()
    assert "À thôi, cống thông rồi" in page.text()
    assert page.one("main").all("textarea")[0].text() == "Mai xã thông cống."
    assert talks.words(LAN) == []
    hoa.follow(hoa.send(page, f"{HERE}/tra-loi", words="Vâng, cảm ơn bà."))
    assert talks.words(LAN) == ["Vâng, cảm ơn bà."]


@pytest.mark.parametrize(
    ("words", "said"),
    [("", "Xin viết lời trả lời"), ("x" * 2_001, "Dài quá"), ("Hạn {han}", "chưa điền"), ("{la}", "{la}")],
)
def test_reply__with_words_that_cannot_go__comes_back_as_typed(talks: Talks, words: str, said: str) -> None:
    hoa = talks.sign_in()
    answer = hoa.send(HERE, f"{HERE}/tra-loi", words=words)
    assert answer["statusCode"] == 422
    page = check(body_of(answer))
    assert said in page.text()
    assert page.all("textarea")[0].text() == words
    assert talks.words(LAN) == []


PDF, PNG = b"%PDF-1.7\n" + b"x" * 100, b"\x89PNG\r\n\x1a\n" + b"x" * 100


@pytest.mark.parametrize(
    ("content", "words", "kinds"),
    [
        (PDF, "Gửi bà mẫu đơn", ["file", "text"]),
        (PNG, "Chỗ này phải không bà?", ["image"]),
        (PDF, "", ["file"]),
        (b"MZ" + b"x" * 100, "Chào bà", []),
        (PNG + b"x" * 1_100_000, "Chào bà", []),
    ],
)
def test_reply__with_a_file__goes_as_zalo_takes_it(
    talks: Talks, content: bytes, words: str, kinds: list[str]
) -> None:
    hoa = talks.sign_in()
    page = hoa.page(HERE)
    form = next(each for each in page.all("form") if each.get("id") == "tra-loi")
    fields = {**{name: value[0] for name, value in filled_in(form).items()}, "words": words}
    answer = hoa.post_files(f"{HERE}/tra-loi", fields, {"file": content})
    found = [each for each in talks.outbox.get_all(talks.replies(LAN)) if each]
    assert [each.content.kind.value for each in found] == kinds
    if kinds:
        assert hoa.post_files(f"{HERE}/tra-loi", fields, {"file": content})["statusCode"] == 303
        assert len(talks.replies(LAN)) == len(kinds), "sent once"
    else:
        assert answer["statusCode"] == 422
        assert check(body_of(answer)).all("textarea")[0].text() == words


def test_two_officers__one_conversation__never_both(talks: Talks) -> None:
    hoa, minh = talks.sign_in(), talks.sign_in("minh", name="Lê Đức Minh")
    theirs = minh.page(HERE)
    hoa.follow(hoa.send(HERE, f"{HERE}/giu"))
    assert "Trần Thị Hoa đang trả lời" in minh.page(HERE).text()
    refused = minh.send(theirs, f"{HERE}/tra-loi", words="Của Minh")
    assert refused["statusCode"] == 409
    assert check(body_of(refused)).all("textarea")[0].text() == "Của Minh"
    page = minh.follow(minh.send(minh.page(HERE), f"{HERE}/lam-thay"))
    assert "Làm thay Trần Thị Hoa" in page.text()
    assert hoa.send(HERE, f"{HERE}/tra-loi", words="Của Hoa")["statusCode"] == 409
    minh.follow(minh.send(HERE, f"{HERE}/tra-loi", words="Của Minh"))
    assert talks.words(LAN) == ["Của Minh"]


def test_take_over__from_another_than_was_shown__is_refused(talks: Talks) -> None:
    hoa, minh, binh = (talks.sign_in(each, name=each) for each in ("hoa", "minh", "binh"))
    hoa.follow(hoa.send(HERE, f"{HERE}/giu"))
    shown = minh.page(HERE)
    binh.follow(binh.send(binh.page(HERE), f"{HERE}/lam-thay"))
    answer = minh.send(shown, f"{HERE}/lam-thay")
    assert answer["statusCode"] == 409
    assert "binh đang soạn trả lời" in check(body_of(answer)).text()
    assert timedelta(minutes=2) == LOCKED_FOR


def test_window__that_is_closed__has_no_box_and_says_what_else(talks: Talks) -> None:
    talks.writes("80", "Chuyện cũ", name="Vũ Thị Mận", ago=timedelta(days=8))
    hoa = talks.sign_in()
    page = hoa.page(f"{LIST}/{OA}/80")
    assert "Chưa trả lời được." in page.text()
    assert "hidden" in next(form for form in page.all("form") if form.get("id") == "tra-loi").attributes
    tried = hoa.page(f"{LIST}/{OA}/80?thu=1")
    hoa.follow(hoa.send(tried, f"{LIST}/{OA}/80/tra-loi", words="Bà vừa gọi điện."))
    assert talks.words("80") == ["Bà vừa gọi điện."]


@pytest.mark.parametrize(("outcome", "state"), [("toi", MessageState.SENT), ("chua", MessageState.FAILED)])
def test_outcome__unknown__is_said_by_a_person(talks: Talks, outcome: str, state: MessageState) -> None:
    hoa = talks.sign_in()
    hoa.follow(hoa.send(HERE, f"{HERE}/tra-loi", words="Xã đang thông cống."))
    (key,) = talks.replies(LAN)
    talks.ends(key, MessageState.UNKNOWN, "answer_lost")
    page = hoa.page(HERE)
    assert "Không rõ tin này đã tới chưa." in page.text()
    elsewhere = talks.sign_in("other", OTHER)
    fields = {"key": key, "outcome": outcome}
    assert (
        hoa.post(f"{LIST}/{OA}/{LAN}/ket-qua", {**keys_of(page), **fields, "key": "0" * 32})["statusCode"]
        == 404
    )
    assert elsewhere.post(f"{HERE}/ket-qua", {**keys_of(page), **fields})["statusCode"] == 404
    after = hoa.follow(hoa.post(f"{HERE}/ket-qua", {**keys_of(page), **fields}))
    found = talks.outbox.get(key)
    assert found
    assert found.state is state
    assert ("Xã đang thông cống." in after.all("textarea")[0].text()) == (outcome == "chua")


def keys_of(page: Element) -> dict[str, str]:
    """Return what every form of a page carries."""
    return {
        each.get("name"): each.get("value")
        for each in page.all("input")
        if each.get("name") in {"csrf", "khoa"}
    }


def test_thread__of_another_unit__does_not_exist_whatever_is_sent(talks: Talks) -> None:
    hoa, other = talks.sign_in(), talks.sign_in("other", OTHER)
    own = keys_of(hoa.page(HERE))
    for path in (
        "tra-loi",
        "giu",
        "nhuong",
        "lam-thay",
        "ghi-chu",
        "ket-thuc",
        "ket-qua",
        "giao",
        "chuyen",
        "xem",
    ):
        fields = {
            **own,
            "words": "x",
            "note": "x",
            "officer": "other",
            "unit": OTHER,
            "key": "0" * 32,
            "outcome": "toi",
        }
        assert other.post(f"{HERE}/{path}", fields)["statusCode"] == 404, path
    assert other.ask(f"{HERE}/moi")["statusCode"] == other.ask(f"{HERE}/giao")["statusCode"] == 404
    assert hoa.send(f"{HERE}/giao", f"{HERE}/giao", officer="other")["statusCode"] == 422
    assert hoa.send(f"{HERE}/giao", f"{HERE}/chuyen", unit=OTHER)["statusCode"] == 422
    assert talks.words(LAN) == []


def test_thread__with_script_in_every_text__shows_it_as_text(talks: Talks) -> None:
    talks.writes(
        "79", HOSTILE, name=HOSTILE,
        attachments=({"kind": "file", "name": HOSTILE, "url": "https://zalo.test/x"},),
        copies={"0": {"failed": "gone"}},
    )  # fmt: skip
    hoa = talks.sign_in()
    here = f"{LIST}/{OA}/79"
    hoa.follow(hoa.send(here, f"{here}/ghi-chu", note=HOSTILE))
    answer = hoa.send(here, f"{here}/tra-loi", words=HOSTILE + "{x}")
    for html in (body_of(hoa.ask(here)), body_of(answer), body_of(hoa.ask(f"{here}/giao"))):
        assert "<script>alert" not in html
        check(html)


def test_note_assign_transfer_close__each_once__stand_in_the_conversation(talks: Talks) -> None:
    hoa = talks.sign_in()
    talks.sign_in("minh", name="Lê Đức Minh")
    page = hoa.follow(hoa.send(HERE, f"{HERE}/ghi-chu", note="Đã gọi trưởng xóm"))
    assert "Ghi chú nội bộ, người dân không thấy" in page.text()
    assert hoa.send(HERE, f"{HERE}/ghi-chu", note=" ")["statusCode"] == 422
    page = hoa.follow(hoa.send(f"{HERE}/giao", f"{HERE}/giao", officer="minh"))
    assert "Giao cho Lê Đức Minh." in page.text()
    stale = hoa.page(HERE)
    talks.writes(LAN, "Còn nữa", ago=timedelta(0))
    assert hoa.send(stale, f"{HERE}/ket-thuc")["statusCode"] == 409
    closed = hoa.follow(hoa.send(hoa.page(HERE), f"{HERE}/ket-thuc"))
    assert "Đã kết thúc cuộc trò chuyện" in closed.text()
    assert names(hoa.page(f"{LIST}?loai=ket-thuc")) == ["Nguyễn Thị Lan"]
    choices = hoa.page(f"{HERE}/giao")
    form = next(each for each in choices.all("form") if each.get("action").endswith("/chuyen"))
    assert form.get("action") == f"{HERE}/chuyen"
    for _ in range(2):
        assert hoa.send(choices, f"{HERE}/chuyen", unit="40")["statusCode"] == 303, (
            "twice, and gone after the first"
        )
    assert "xem được, không trả lời được" in hoa.page(HERE).text()
    assert names(talks.sign_in("tinh", "40").page(f"{LIST}?loai=ket-thuc")) == ["Nguyễn Thị Lan"]


def test_canned_answer__put_into_the_box__keeps_what_was_typed(talks: Talks) -> None:
    duyet = talks.sign_in("duyet", "40.17506", Role.APPROVER)
    one = f"{LIST}/mau-cau/mot"
    duyet.follow(duyet.send(one, one, title="Hẹn ngày", text="Chào {ten}, hẹn {han}."))
    assert duyet.send(one, one, title="", text="{la}")["statusCode"] == 422
    hoa = talks.sign_in()
    page = hoa.page(HERE)
    listed = check(body_of(hoa.post(f"{HERE}/xem", {**keys_of(page), "words": "Dạ", "opens": "mau"})))
    (button,) = [each for each in listed.all("button") if each.get("name") == "canned"]
    assert listed.all("textarea")[0].text() == "Dạ"
    filled = check(
        body_of(hoa.post(f"{HERE}/xem", {**keys_of(page), "words": "Dạ", "canned": button.get("value")}))
    )
    assert (
        "".join(map(str, filled.all("textarea")[0].children)).strip() == "Dạ\nChào Nguyễn Thị Lan, hẹn {han}."
    )
    (change,) = [
        link.get("href") for link in duyet.page(f"{LIST}/mau-cau").all("a") if "?ten=" in link.get("href")
    ]
    assert duyet.page(change).all("textarea")[0].text() == "Chào {ten}, hẹn {han}."
    duyet.follow(duyet.send(change, f"{LIST}/mau-cau/xoa"))
    assert "Chưa có mẫu câu nào" in duyet.page(f"{LIST}/mau-cau").text()


def test_on_call__chosen_by_an_approver__is_shown(talks: Talks) -> None:
    duyet = talks.sign_in("duyet", "40.17506", Role.APPROVER, name="Phan Duyệt")
    page = duyet.page(f"{LIST}/truc")
    assert "không báo được cho ai" in page.text()
    after = duyet.follow(duyet.send(page, f"{LIST}/truc", officers=["duyet"]))
    (box,) = [each for each in after.all("input") if each.get("value") == "duyet"]
    assert "checked" in box.attributes
    assert duyet.send(page, f"{LIST}/truc", officers=["stranger"])["statusCode"] == 422


def test_polling__of_an_open_conversation__tells_and_never_prolongs(talks: Talks) -> None:
    hoa, minh = talks.sign_in(), talks.sign_in("minh", name="Lê Đức Minh")
    part = next(each.get("hx-get") for each in hoa.page(HERE).all("div") if "hx-get" in each.attributes)
    before = talks.console.sessions.find(hoa.session.id, clock.now())
    first = hoa.ask(part, **{"hx-request": "true"})
    again = check_part(body_of(first))
    assert hoa.ask(again, **{"hx-request": "true"})["statusCode"] == 204
    minh.follow(minh.send(HERE, f"{HERE}/giu"))
    talks.writes(LAN, "Alo", ago=timedelta(0))
    told = body_of(hoa.ask(again, **{"hx-request": "true"}))
    assert "vừa nhắn thêm" in told
    assert "Lê Đức Minh đang trả lời" in told
    assert talks.console.sessions.find(hoa.session.id, clock.now()) == before
    from conversations_api.pages import lists, threads  # noqa: PLC0415 - loaded anew for each test

    seconds = [threads.THREAD_SECONDS, lists.LIST_SECONDS, lists.TODAY_SECONDS]
    assert seconds == [habit.every_seconds for habit in HABITS], "what polling costs is counted with these"


def test_today__on_the_first_page__names_who_is_first(talks: Talks) -> None:
    html = body_of(talks.sign_in().ask(f"{LIST}/o-viec"))
    assert "Nguyễn Thị Lan: “Bao giờ thì thông cống hở cô?”" in html
    assert '<span class="count">1</span>' in html


def test_list__of_200__takes_two_queries_and_ten_kilobytes(
    talks: Talks, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(199):
        words = f"Cho hỏi thủ tục số {number} làm ở đâu, cần mang theo giấy tờ gì ạ?"
        talks.writes(f"2{number:03}", words, name=f"Nguyễn Thị Thứ {number}", ago=timedelta(minutes=number))
    hoa = talks.sign_in()
    hoa.page(LIST)
    asked: list[str] = []
    real = Table.page

    def counted(self: Table, partition: str, **more: Any) -> Any:
        asked.append(partition)
        return real(self, partition, **more)

    monkeypatch.setattr(Table, "page", counted)
    answer = hoa.ask(LIST, **{"accept-encoding": "gzip"})
    assert len(asked) <= 2, asked
    assert len(names(check(body_of(answer)))) == 200
    assert len(base64.b64decode(answer["body"])) <= 10 * 1024
