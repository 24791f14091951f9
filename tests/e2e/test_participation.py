"""Participation on the deployed stack: from the console to residents' browsers and back."""

import hashlib
import hmac
import re
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final
from uuid import uuid4

import requests

from infra.local.participation import Participation, open_now
from loa import clock
from loa.foundation.officers.model import Role
from loa.participation.campaigns.passes import known_person, pass_of
from tests.e2e import chat
from tests.e2e.console import Desk
from tests.e2e.test_own_pages import Known
from tests.e2e.town import Town
from tests.e2e.waiting import wait_until

AREA: Final = "/console/tham-gia"
COMMUNE: Final = "40.17506"


class Resident:
    """A browser of somebody whom Zalo knows; `passed`: who they are, as Zalo has said."""

    def __init__(self, town: Town, passed: str = "") -> None:
        name = town.stack.outputs["ParticipationSecretName"]
        secret = town.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]
        self.url, self.session = town.stack.api_url, requests.Session()
        value = passed or pass_of(known_person(secret, uuid4().hex), secret, clock.now())
        self.session.cookies.set("loa-the", value)

    def page(self, path: str) -> str:
        answer = self.session.get(f"{self.url}{path}", timeout=60)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
        return answer.text

    def send(self, path: str, fields: dict[str, Any]) -> str:
        """Send a form; the page that follows."""
        headers = {"sec-fetch-site": "same-origin"}
        answer = self.session.post(
            f"{self.url}{path}", data=fields, headers=headers, allow_redirects=False, timeout=60
        )
        assert answer.status_code == 303, (path, answer.status_code, answer.text[-3_000:])
        return self.page(answer.headers["location"])


def drafted(writer: Desk, kind: str, title: str) -> str:
    fields = {"kind": kind, "title": title, "about": "Ai ở Nghệ An cũng tham gia được.", **open_now()}
    answer = writer.post(f"{AREA}/moi", f"{AREA}/moi", fields)
    assert answer.status_code == 303, answer.text[-3_000:]
    return answer.headers["location"].rpartition("/")[2]


def step(desk: Desk, page: str, path: str, **fields: str) -> None:
    answer = desk.post(page, path, fields)
    assert answer.status_code == 303, (path, answer.status_code, answer.text[-3_000:])


def let_it_end(town: Town, campaign: str) -> None:
    """Put the end of a campaign two minutes back, as if time had passed."""
    town.table("Participation").update_item(
        Key={"partition": "campaigns#40", "sort": campaign},
        UpdateExpression="SET closes = :end",
        ExpressionAttributeValues={":end": clock.to_text(clock.now() - timedelta(minutes=2))},
    )


def opened(writer: Desk, approver: Desk, per_sheet: str = "2") -> str:
    """A contest that residents find, with a sealed round of questions whose answer is "Đúng"; its id."""
    words = f"Câu hỏi {uuid4().hex[:6]}"
    for number in range(3):
        question = {
            "words": f"{words} số {number}?", "options": "Đúng\nSai", "right": "1", "level": "easy",
            "law": "Luật Căn cước 2023", "article": f"Điều {number + 1}", "provision": "Nguyên văn.",
            "since": "2024-07-01",
        }  # fmt: skip
        step(writer, f"{AREA}/cau-hoi/moi", f"{AREA}/cau-hoi/moi", **question)
    shown = approver.get(f"{AREA}/cau-hoi").text
    for question_id in set(re.findall(rf"{AREA}/cau-hoi/([0-9a-f]+)/kiem", shown)):
        step(approver, f"{AREA}/cau-hoi", f"{AREA}/cau-hoi/{question_id}/kiem")
    contest = drafted(writer, "contest", "Tìm hiểu Luật Căn cước")
    page = f"{AREA}/{contest}"
    rules = {"minutes": "20", "tries": "1", "prizes": "2", "value_source": "Xổ số miền Bắc"}
    step(writer, f"{page}/dot", f"{page}/dot", per_sheet=per_sheet, **rules, **open_now())
    step(approver, page, f"{page}/dot/1/niem-phong")
    step(approver, page, f"{page}/dang")
    return contest


def played(resident: Resident, contest: str, right: int) -> str:
    """The page behind a try with so many right answers, handed in at once."""
    sheet = resident.send(f"/thi/{contest}/bat-dau", {"unit": COMMUNE, "adult": "1", "consent": "1"})
    fields = {"dot": "1", "luot": "1", "prediction": "3"}
    for place, box in enumerate(sheet.split("<fieldset")[1:]):
        options = re.findall(r'value="(\d)"[^>]*><span><b>[AB]\.</b> (\w+)', box)
        fields[f"c{place}"] = next(value for value, word in options if (word == "Đúng") == (place < right))
    return resident.send(f"/thi/{contest}/nop", fields)


def test_a_contest__from_the_bank_to_winners_that_an_outsider_computes(town: Town) -> None:
    writer, approver = Desk(town, "40", Role.EDITOR), Desk(town, "40", Role.APPROVER)
    contest = opened(writer, approver)
    page = f"{AREA}/{contest}"
    for right in (2, 2, 2, 1):
        assert f"đúng {right}/2 câu" in played(Resident(town), contest, right)
    by_chat = chat.Resident(town, town.connected(), "bà Lan")
    assert "THI 15" in by_chat.writes("thi")
    line = "".join(re.findall(r"^([A-E])\. Đúng$", by_chat.writes("THI 15"), re.MULTILINE))
    assert f"1{line[0]} 2{line[1]}" in by_chat.writes(line)
    assert "Đã nộp bài lượt 1" in by_chat.writes("NỘP 4")

    let_it_end(town, contest)
    step(writer, page, f"{page}/dot/1/boc-tham", value="48213")
    town.invoke("Clock", {})
    step(approver, page, f"{page}/dot/1/xac-nhan")
    first, winners = recomputed(town, contest, edition=1)
    assert (first["perfect"], first["known"], winners) == (4, 5, first["winners"])

    # A question is withdrawn: a new edition, the old one stays, and anybody computes both.
    review = f"{page}/dot/1/xem-lai"
    question = re.findall(r'<option value="(\w+)"', writer.get(review).text)[0]
    step(writer, review, f"{page}/dot/1/cau", question=question, outcome="withdrawn", reason="Luật đã sửa")
    town.invoke("Clock", {})
    step(approver, page, f"{page}/dot/1/xac-nhan")
    second, winners = recomputed(town, contest, edition=2)
    assert (second["withdrawn"], winners) == ([question], second["winners"])
    assert recomputed(town, contest, edition=1) == (first, first["winners"])


def test_what_people_decide__suspended_and_resumed__excluded_and_ranked_again__and_told(town: Town) -> None:
    writer, approver, second = (Desk(town, "40", role) for role in (Role.EDITOR, *[Role.APPROVER] * 2))
    contest = opened(writer, approver, per_sheet="3")
    page, public = f"{AREA}/{contest}", f"/thi/{contest}"
    lan = chat.Resident(town, town.connected(), f"bà Lan {contest}")
    lan.writes("xin chào")
    browser = Resident(town, Known(town, lan.name).get("/profile/pass").json()["pass"])
    found = re.search(r"\b[2-9A-Z]{10}\b", played(browser, contest, right=3))
    assert found
    receipt = found[0]

    step(approver, f"{page}/tam-dung", f"{page}/tam-dung", reason="Một câu in sai, đang kiểm tra.")
    late = Resident(town)
    wait_until(lambda: "Một câu in sai" in late.page(public), "residents read why it is suspended")
    start = {"unit": COMMUNE, "adult": "1", "consent": "1"}
    assert late.session.post(f"{late.url}{public}/bat-dau", data=start, timeout=60).status_code == 422
    assert approver.post(page, f"{page}/mo-tiep", {}).status_code == 403, "a second person resumes it"
    step(second, page, f"{page}/mo-tiep")

    let_it_end(town, contest)
    step(writer, page, f"{page}/dot/1/boc-tham", value="48213")
    town.invoke("Clock", {})
    look = f"{page}/dot/1/can-xem"
    one = f"{look}?phieu={receipt}"
    signals = re.findall(r'name="signals" value="([^"]+)"', writer.get(one).text)[0]
    step(writer, one, f"{look}/de-nghi", receipt=receipt, signals=signals, reason="Làm bài quá nhanh.")
    town.invoke("Clock", {})
    lan.waits_for("đề nghị không xếp giải")
    said = {"dot": "1", "cau": f"phieu-{receipt}", "words": "Tôi làm nhanh vì câu dễ"}
    assert "Tôi làm nhanh vì câu dễ" in browser.send(f"{public}/kien-nghi", said)
    step(approver, one, f"{look}/quyet-dinh", receipt=receipt, outcome="exclude", answer="Đã xem xét.")
    step(writer, one, f"{look}/xep-lai", receipt=receipt, back="Gia đình xác nhận người thi tự làm.")
    step(second, one, f"{look}/quyet-dinh-lai", receipt=receipt, returns="1")
    town.invoke("Clock", {})
    step(second, page, f"{page}/dot/1/xac-nhan")
    town.invoke("Clock", {})
    told = lan.waits_for("trúng giải thứ 1")
    assert "nay được xếp giải lại" in told
    assert told.count("trúng giải thứ 1") == 1
    result = f"{public}/ket-qua/1"
    wait_until(lambda: late.session.get(f"{late.url}{result}", timeout=60).ok, "the result is public")
    assert "Gia đình xác nhận người thi tự làm." in late.page(result)
    assert "Giấy ghi nhận đạt giải" in browser.page(f"{public}/cua-toi?giay=1")


def recomputed(town: Town, contest: str, edition: int) -> tuple[dict[str, Any], list[str]]:
    """What is published of an edition, and the winners that an outsider computes from it."""
    base = f"{town.stack.api_url}/thi/{contest}/ket-qua/1/ban/{edition}"
    published = f"{base}/du-lieu.json"  # a page remembers its contest for some seconds
    wait_until(lambda: requests.get(published, timeout=60).status_code == HTTPStatus.OK, "published")
    head = requests.get(published, timeout=60).json()
    entries = [
        entry
        for part in range(head["parts"])
        for entry in requests.get(f"{base}/du-lieu/{part}.json", timeout=60).json()
    ]
    assert hashlib.sha256(head["seed"].encode()).hexdigest() == head["commitment"]
    key = f"{head['seed']}:{head['value']}".encode()
    lots = {each[0]: hmac.new(key, each[0].encode(), hashlib.sha256).hexdigest() for each in entries}
    entries.sort(key=lambda each: (-each[1], abs(each[2] - head["perfect"]), lots[each[0]]))
    return head, [each[0] for each in entries[: head["prizes"]]]


def test_a_survey__is_answered_once_and_published_without_small_numbers(town: Town) -> None:
    writer, approver = Desk(town, "40", Role.EDITOR), Desk(town, "40", Role.APPROVER)
    survey = drafted(writer, "survey", "Khảo sát về họp xóm")
    page, public = f"{AREA}/{survey}", f"/khao-sat/{survey}"
    asked = {"kind": "single", "words": "Có đi họp xóm không?", "options": "Có\nKhông", "is_required": "true"}
    step(writer, f"{page}/cau", f"{page}/cau", **asked)
    step(approver, page, f"{page}/dang")
    for number in range(6):
        resident = Resident(town)
        fields = {"q1": str(number % 2), "unit": COMMUNE, "consent": "1"}
        assert "Đã nhận câu trả lời" in resident.send(public, fields)
        again = resident.session.post(f"{resident.url}{public}", data=fields, timeout=60)
        assert again.status_code == 422
    let_it_end(town, survey)
    step(approver, page, f"{page}/cong-bo")
    result = Resident(town).page(public)
    assert "6 người được hỏi" in result
    assert "Phương án ít người chọn" in result  # three and three


def test_a_consultation__from_a_pasted_draft_to_an_answer_that_everybody_reads(town: Town) -> None:
    story = Participation(town.stack, COMMUNE)
    writer, approver = story.officer(Role.EDITOR), story.officer(Role.APPROVER)
    assert story.consultation(writer, approver) == {"opinions": 4, "answered": 1}
