"""A consultation on the deployed stack: two versions of a draft, all who speak, an answer that arrives."""

import json
import re
from typing import Any, Final
from uuid import uuid4

import requests

from infra.local.participation import open_now
from loa import clock
from loa.foundation.officers.model import Role
from tests.e2e.chat import PATIENCE, Resident, lines_of
from tests.e2e.console import Desk
from tests.e2e.test_own_pages import Known
from tests.e2e.test_participation import AREA, COMMUNE, drafted, let_it_end, step
from tests.e2e.town import Place, Town
from tests.e2e.waiting import wait_until
from tests.worlds.word_files import docx

FIRST: Final = (
    "Điều 1. Phạm vi điều chỉnh", "Nghị quyết này quy định về họp xóm, khối, bản.", "Điều 2. Báo trước",
    "1. Trưởng xóm báo trước ít nhất 03 ngày.", "2. Giấy báo ghi rõ nội dung, thời gian và nơi họp.",
    "Điều 3. Biểu quyết", "Nghị quyết của xóm được thông qua khi có trên 50% số hộ đồng ý.",
)  # fmt: skip
SECOND: Final = "\n".join(
    (
        FIRST[0], FIRST[1], "Điều 2. Nguyên tắc", "Công khai, dân chủ, đúng pháp luật.", "Điều 3. Báo trước",
        FIRST[3], FIRST[4], "Điều 4. Biểu quyết", FIRST[6],
    )
)  # fmt: skip
"""An article was put in: what was Điều 2 is Điều 3 now."""
ANSWER: Final = "Khoản này sửa thành: báo trước ít nhất 07 ngày."
W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Speaker:
    """A resident's browser without script; `passed`: Zalo has said who they are."""

    def __init__(self, town: Town, passed: str = "") -> None:
        self.url, self.session = town.stack.api_url, requests.Session()
        if passed:
            self.session.get(f"{self.url}/gop-y?the={passed}", timeout=60)

    def page(self, path: str) -> str:
        answer = self.session.get(f"{self.url}{path}", timeout=60)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
        return answer.text

    def says(self, public: str, node: str, unit: str, stance: str, words: str = "") -> None:
        """Send an opinion twice, as an old phone does on a bad line."""
        fields = {"stance": stance, "words": words, "unit": unit, "consent": "1"}
        for _ in range(2):
            answer = self.session.post(
                f"{self.url}{public}/y-kien/{node}",
                data=fields,
                headers={"sec-fetch-site": "same-origin"},
                allow_redirects=False,
                timeout=60,
            )
            assert answer.status_code == 303, answer.text[-2_000:]


def word(lines: tuple[str, ...]) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    return docx(document=f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')


def node_of(page: str, article: str) -> str:
    found = re.search(rf'/dieu/(\w+)">{re.escape(article)}', page)
    assert found, article
    return found[1]


def sent_to(desk: Desk, page: str, path: str, fields: dict[str, Any], files: Any = None) -> str:
    answer = desk.post(page, path, fields, files)
    assert answer.status_code == 303, answer.text[-3_000:]
    return str(answer.headers["location"])


class Consultation:
    """One consultation of the province: who works on it, and its pages."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.writer, self.approver = Desk(town, "40", Role.EDITOR), Desk(town, "40", Role.APPROVER)
        made = drafted(self.writer, "consultation", "Góp ý nghị quyết về họp xóm")
        self.page, self.public = f"{AREA}/{made}", f"/gop-y/{made}"
        self.text, self.report = f"{self.page}/van-ban", f"/console/bao-cao/gop-y/{made}"

    def published(self) -> None:
        """Read a file of Word, have it compared, and let residents find it."""
        file = {"file": ("draft.docx", word(FIRST))}
        checked = sent_to(self.writer, self.text, self.text, {"body": "Bộ Nội vụ"}, file)
        assert "Máy đọc được 3 điều" in self.writer.get(checked).text
        early = self.approver.post(self.page, f"{self.page}/dang", {})
        assert early.status_code == 409, "nobody has compared it"
        step(self.writer, checked, f"{self.page}/doi-chieu")
        step(self.approver, self.page, f"{self.page}/dang")

    def renumbered(self) -> None:
        """Paste the next version, have it compared, and let residents read it."""
        given = {"body": "Bộ Nội vụ", "text": SECOND}
        checked = sent_to(self.writer, self.text, self.text, given)
        step(self.writer, checked, f"{self.page}/doi-chieu")
        step(self.approver, self.page, f"{self.page}/ban-moi")

    def helped(self, place: Place, node: str) -> None:
        """Let the commune write down what somebody says, and the minutes of a conference."""
        commune = Desk(self.town, place.path, Role.EDITOR)
        desk, held = f"{self.page}/nhap-ho", f"{self.page}/hoi-nghi"
        said = {"unit": place.path, "stance": "other", "words": "Báo trước một tuần", "consent": "true"}
        step(commune, desk, desk, node=node, **said)
        minutes = {"unit": place.path, "held_on": open_now()["opens_on"], "persons": "40"}
        one = sent_to(commune, held, held, minutes)
        step(commune, one, one, node=node, agree="30", disagree="8", words="Nên là bảy ngày")

    def answered(self) -> None:
        """Close it, put all that waits into one group, answer it, and publish the answer."""
        made, opinions, report = self.page.rpartition("/")[2], f"{self.page}/y-kien", f"{self.page}/cong-bo"
        let_it_end(self.town, made)
        assert self.approver.post(self.page, report, {}).status_code == 409, "opinions wait"
        waiting = re.findall(r'name="opinions" value="(\w+)"', self.writer.get(opinions).text)
        assert len(waiting) == 3
        sent_to(self.writer, opinions, opinions, {"opinions": waiting, "title": "Báo trước lâu hơn"})
        (theme,) = set(re.findall(rf"{self.page}/nhom/(\w+)", self.writer.get(self.page).text))
        own = f"{self.page}/nhom/{theme}"
        step(self.writer, own, own, outcome="accepted", answer=ANSWER)
        step(self.approver, self.page, report)


def test_a_consultation__from_a_word_file_to_an_answer_in_the_contributors_chat(town: Town) -> None:
    place, law = town.connected(), Consultation(town)
    law.published()
    chat = Resident(town, place, f"bà Lan {place.path}")
    chat.writes("xin chào")
    lan = Speaker(town, Known(town, chat.name).get("/profile/pass").json()["pass"])
    browser = Speaker(town)
    article = node_of(lan.page(law.public), "Điều 2")
    clause = re.findall(r"/y-kien/(\w+)", lan.page(f"{law.public}/dieu/{article}"))[1]
    lan.says(law.public, clause, place.path, "disagree", "Ba ngày ngắn quá")
    browser.says(law.public, clause, place.path, "agree")
    law.helped(place, clause)
    law.renumbered()
    assert "Điều 3 khoản 1" in lan.page(law.public), "the opinion has followed its words"

    law.answered()
    for _ in range(2):
        town.invoke("Clock", {})
    told = chat.waits_for(ANSWER)
    assert told.count(ANSWER) == 1
    assert "Điều 3 khoản 1: Tiếp thu (Bộ Nội vụ)." in told
    assert ANSWER in browser.page(law.public), "whoever is not known to Zalo reads it on the page"
    lines = lines_of(town, town.officer(place.path, "editor"), chat)
    assert not any(ANSWER in each["text"] for each in lines), "what they said is nobody's business there"

    def is_settled() -> bool:
        town.invoke("Clock", {})
        return "<dt>Đã gửi</dt><dd>1</dd>" in law.approver.get(law.page).text

    wait_until(is_settled, "the ledger knows that it was sent", PATIENCE)
    step(law.approver, law.report, law.report)
    links = re.findall(r'href="([^"]+consultations[^"]+)"', law.approver.get(law.report).text)
    files = [requests.get(link.replace("&amp;", "&"), timeout=60) for link in links]
    assert [each.status_code for each in files] == [200] * 5, "Word, PDF, sheet, .csv, .json"


def test_an_opinion_that_denounces__leaves_for_the_investigator__and_what_was_sent_is_noted(
    town: Town,
) -> None:
    law, browser = Consultation(town), Speaker(town)
    law.published()
    secret = f"Chủ tịch xã ăn chặn tiền cứu trợ {uuid4().hex}"
    browser.says(law.public, node_of(browser.page(law.public), "Điều 1"), COMMUNE, "disagree", secret)
    opinions = f"{law.page}/y-kien"
    receipts = re.findall(r'name="opinions" value="(\w+)"', law.writer.get(opinions).text)
    for _ in range(2):
        sent_to(law.writer, f"{opinions}?xem=het", opinions, {"opinions": receipts, "reason": "denunciation"})
    town.invoke("Confidential", {"task": "remind"})
    investigator = town.officer("40", "investigator")
    heads = town.api(investigator, "GET", "/confidential-cases")["items"]
    read = [town.api(investigator, "GET", f"/confidential-cases/{head['id']}")["statement"] for head in heads]
    assert str(read).count(secret) == 1
    for table in ("Audience", "Cases", "Confidential", "Inbox", "Participation", "Sessions", "Statistics"):
        rows = json.dumps(town.rows(table), default=repr, ensure_ascii=False)
        assert (secret in rows) == (table == "Confidential"), table
    assert "Phần lời đã chuyển riêng" in browser.page(law.public)

    let_it_end(town, law.page.rpartition("/")[2])
    sent, today = f"{law.page}/gui-di", clock.local_day(clock.now()).isoformat()
    letter = {"number": "45/BC-MTTQ-BTT", "body": "Bộ Nội vụ", "way": "network"}
    step(law.writer, sent, sent, sent_on=today, received_on=today, **letter)
    shown = browser.page(law.public)
    assert "45/BC-MTTQ-BTT" in shown
    assert "Hạn trả lời" in shown
