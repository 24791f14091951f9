"""One contest, one consultation and one survey on the running stack, from the console to their results.

    python -m infra.local.participation     # what came out as JSON; needs the layer on PYTHONPATH

Officers use their pages and residents theirs, each form twice where a second press could count. An outsider
computes the winners from what is published. Times are put back in the table, for nobody waits a week.
"""

import hashlib
import hmac
import json
import re
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final
from uuid import uuid4

import requests

from infra.local.client import session
from infra.local.state import LocalStack
from infra.local.storyteller import StoryFailed
from loa import clock
from loa.foundation.officers.model import Role
from loa.foundation.sessions.model import session_id
from loa.participation.campaigns.passes import known_person, pass_of

AREA: Final = "/console/tham-gia"
_HIDDEN: Final = ("csrf", "khoa", "version")
_SHOWN_AFTER: Final = 120
"""Seconds for which a page may remember how a contest stood."""

DRAFT: Final = """Điều 1. Phạm vi điều chỉnh
Nghị quyết này quy định về họp xóm, khối, bản.
Điều 2. Báo trước
1. Trưởng xóm báo trước ít nhất 03 ngày.
2. Giấy báo ghi rõ nội dung, thời gian và nơi họp.
Điều 3. Biểu quyết
Nghị quyết của xóm được thông qua khi có trên 50% số hộ đồng ý.
"""
SAID: Final = (
    ("3", "disagree", "Ba ngày ngắn quá, người đi làm xa không kịp về"),
    ("3", "other", "Nên báo trước một tuần"),
    ("1", "agree", ""),
    ("5", "agree", ""),
)
"""Node, stance and words of each resident: nodes are numbered as they are read."""
ANSWER: Final = "Tiếp thu. Khoản 1 Điều 2 sửa thành: báo trước ít nhất 07 ngày."
PLAYERS: Final = 4
ANSWERERS: Final = 6


@dataclass
class Participation:
    """Tells it.

    Attributes:
        stack: the running stack.
        commune: path of a commune.
    """

    stack: LocalStack
    commune: str
    _secret: str = field(default="", repr=False)

    def told(self) -> dict[str, Any]:
        """Return the figures of all three."""
        writer, approver = self.officer(Role.EDITOR), self.officer(Role.APPROVER)
        return {
            **self.contest(writer, approver),
            **self.consultation(writer, approver),
            **self.survey(writer, approver),
        }

    def contest(self, writer: "OfficerAtWork", approver: "OfficerAtWork") -> dict[str, Any]:
        """Play one round; the winners are those that an outsider computes."""
        contest = self.opened_contest(writer, approver)
        page = f"{AREA}/{contest}"
        for player in range(PLAYERS):
            self._play(contest, right=2 - (player == 0))
        self._end(contest)
        writer.send(page, f"{page}/dot/1/boc-tham", {"value": "48213"})
        self._clock()
        approver.send(page, f"{page}/dot/1/xac-nhan", {})
        return self._recomputed(contest)

    def opened_contest(self, writer: "OfficerAtWork", approver: "OfficerAtWork") -> str:
        """Bring a contest with one sealed round before residents; its id."""
        for number in range(3):
            question = {
                "words": f"Câu hỏi số {number + 1} về căn cước?", "options": "Đúng\nSai", "right": "1",
                "level": "easy", "law": "Luật Căn cước 2023", "article": f"Điều {number + 1}",
                "provision": "Nguyên văn.", "since": "2024-07-01",
            }  # fmt: skip
            writer.send(f"{AREA}/cau-hoi/moi", f"{AREA}/cau-hoi/moi", question)
        waiting = set(re.findall(rf"{AREA}/cau-hoi/([0-9a-f]+)/kiem", approver.page(f"{AREA}/cau-hoi")))
        for question_id in waiting:
            approver.check_question(question_id)
        contest = self._drafted(writer, "contest", "Tìm hiểu Luật Căn cước")
        page = f"{AREA}/{contest}"
        rules = {
            "per_sheet": "2", "minutes": "20", "tries": "1", "prizes": "2",
            "value_source": "Giải đặc biệt xổ số miền Bắc",
        }  # fmt: skip
        writer.send(f"{page}/dot", f"{page}/dot", {**rules, **open_now()})
        approver.send(page, f"{page}/dot/1/niem-phong", {})
        approver.send(page, f"{page}/dang", {})
        return contest

    def consultation(self, writer: "OfficerAtWork", approver: "OfficerAtWork") -> dict[str, Any]:
        """Ask for opinions on a draft, answer one group of them, publish the answer."""
        made = self._drafted(writer, "consultation", "Góp ý dự thảo nghị quyết về họp xóm")
        page, public = f"{AREA}/{made}", f"/gop-y/{made}"
        writer.send(f"{page}/van-ban", f"{page}/van-ban", {"body": "Hội đồng nhân dân tỉnh", "text": DRAFT})
        writer.send(f"{page}/doi-chieu", f"{page}/doi-chieu", {})
        approver.send(page, f"{page}/dang", {})
        for node, stance, words in SAID:
            resident = self.resident()
            fields = {"stance": stance, "words": words, "unit": self.commune, "consent": "1"}
            for _ in range(2):
                resident.send(f"{public}/y-kien/{node}", fields)
        self._end(made)
        waiting = re.findall(r'name="opinions" value="(\w+)"', writer.page(f"{page}/y-kien"))
        writer.send(f"{page}/y-kien", f"{page}/y-kien", {"opinions": waiting, "title": "Báo trước lâu hơn"})
        theme = re.findall(rf"{page}/nhom/(\w+)", writer.page(page))[0]
        answer = {"outcome": "accepted", "answer": ANSWER}
        writer.send(f"{page}/nhom/{theme}", f"{page}/nhom/{theme}", answer)
        approver.send(page, f"{page}/cong-bo", {})
        shown = self.resident().page(public)
        found = re.search(r"(\d+) ý kiến của \d+ người dân", shown)
        return {"opinions": int(found[1]) if found else 0, "answered": shown.count(ANSWER)}

    def survey(self, writer: "OfficerAtWork", approver: "OfficerAtWork") -> dict[str, Any]:
        """Ask one question, and publish how it was answered."""
        survey = self._drafted(writer, "survey", "Khảo sát về họp xóm")
        page, public = f"{AREA}/{survey}", f"/khao-sat/{survey}"
        asked = {
            "kind": "single", "words": "Có đi họp xóm không?", "options": "Có\nKhông", "is_required": "true"
        }  # fmt: skip
        writer.send(f"{page}/cau", f"{page}/cau", asked)
        approver.send(page, f"{page}/dang", {})
        for _ in range(ANSWERERS):
            resident = self.resident()
            fields = {"q1": "0", "unit": self.commune, "consent": "1"}
            resident.send(public, fields)
            resident.send(public, fields, status=HTTPStatus.UNPROCESSABLE_ENTITY)  # once only
        self._end(survey)
        approver.send(page, f"{page}/cong-bo", {})
        found = re.search(r"(\d+) người được hỏi", self.resident().page(public))
        return {"survey_answers": int(found[1]) if found else 0}

    def officer(self, role: Role) -> "OfficerAtWork":
        """Return a new officer of the province who is signed in, as if they had given both factors."""
        now, cookie, officer_id = clock.now(), uuid4().hex, uuid4().hex
        name = {"name": "Trần Thị Hoa", "roles": [role.value]}
        self._table("Units").put_item(Item={"partition": "40", "sort": f"officer#40#{officer_id}", **name})
        said = {
            "officer_id": officer_id, "unit_path": "40", "csrf": "5a" * 16, "device": "demo",
            "idle_seconds": 3600, "ends_at": clock.to_text(now + timedelta(hours=1)),
            **dict.fromkeys(("started_at", "seen_at", "factor_at"), clock.to_text(now)),
        }  # fmt: skip
        self._table("Sessions").put_item(
            Item={"partition": f"session#{session_id(cookie)}", "sort": "session", **said}
        )
        return OfficerAtWork(self.stack.api_url, cookie)

    def resident(self) -> "ResidentAtHome":
        """Return somebody whom Zalo knows."""
        if not self._secret:
            name = self.stack.outputs["ParticipationSecretName"]
            kept = session(self.stack).client("secretsmanager").get_secret_value(SecretId=name)
            self._secret = kept["SecretString"]
        token = pass_of(known_person(self._secret, uuid4().hex), self._secret, clock.now())
        return ResidentAtHome(self.stack.api_url, token)

    def _play(self, contest: str, *, right: int) -> None:
        resident = self.resident()
        start = {"unit": self.commune, "adult": "1", "consent": "1"}
        sheet = resident.send(f"/thi/{contest}/bat-dau", start)
        fields = {"dot": "1", "luot": "1", "prediction": "3"}
        for place, box in enumerate(sheet.split("<fieldset")[1:]):
            options = re.findall(r'value="(\d)"[^>]*><span><b>[AB]\.</b> (\w+)', box)
            fields[f"c{place}"] = next(
                value for value, word in options if (word == "Đúng") == (place < right)
            )
        for _ in range(2):
            resident.send(f"/thi/{contest}/nop", fields)

    def _recomputed(self, contest: str) -> dict[str, Any]:
        base = f"{self.stack.api_url}/thi/{contest}/ket-qua/1"
        until = time.monotonic() + _SHOWN_AFTER
        while (answer := requests.get(f"{base}/du-lieu.json", timeout=60)).status_code != HTTPStatus.OK:
            if time.monotonic() > until:
                raise StoryFailed(f"the result was not published: {answer.status_code}")
            time.sleep(1)
        head = answer.json()
        entries = [
            entry
            for part in range(head["parts"])
            for entry in requests.get(f"{base}/du-lieu/{part}.json", timeout=60).json()
        ]
        key = f"{head['seed']}:{head['value']}".encode()
        lots = {each[0]: hmac.new(key, each[0].encode(), hashlib.sha256).hexdigest() for each in entries}
        ladder = sorted(entries, key=lambda each: (-each[1], abs(each[2] - head["perfect"]), lots[each[0]]))
        committed = hashlib.sha256(head["seed"].encode()).hexdigest() == head["commitment"]
        winners = [each[0] for each in ladder[: len(head["winners"])]]
        return {
            "entries": len(lots),
            "doubled": len(entries) - len(lots) + max(0, len(entries) - PLAYERS),
            "winners_recomputed": committed and bool(winners) and winners == head["winners"],
        }

    def _drafted(self, writer: "OfficerAtWork", kind: str, title: str) -> str:
        fields = {"kind": kind, "title": title, "about": "Ai ở Nghệ An cũng tham gia được.", **open_now()}
        return writer.send(f"{AREA}/moi", f"{AREA}/moi", fields).rpartition("/")[2]

    def _end(self, campaign: str) -> None:
        self._table("Participation").update_item(
            Key={"partition": "campaigns#40", "sort": campaign},
            UpdateExpression="SET closes = :end",
            ExpressionAttributeValues={":end": clock.to_text(clock.now() - timedelta(minutes=2))},
        )

    def _clock(self) -> None:
        name = self.stack.outputs["ClockFunctionName"]
        answer = session(self.stack).client("lambda").invoke(FunctionName=name, Payload=b"{}")
        if "FunctionError" in answer:
            raise StoryFailed(f"the clock: {answer['Payload'].read()[:500]!r}")

    def _table(self, name: str) -> Any:
        return session(self.stack).table(self.stack.outputs[f"{name}TableName"])


@dataclass
class OfficerAtWork:
    """An officer's browser."""

    url: str
    cookie: str = field(repr=False)

    def page(self, path: str) -> str:
        """Return a page."""
        answer = self._asked("GET", path)
        if answer.status_code != HTTPStatus.OK:
            raise StoryFailed(f"{path}: {answer.status_code} {answer.text[:500]}")
        return answer.text

    def send(self, page: str, path: str, fields: Mapping[str, Any]) -> str:
        """Fill in a form of a page and send it; the address to which it leads."""
        return self._sent(self.page(page), path, fields)

    def check_question(self, question_id: str) -> None:
        """Find a question of the bank right, in the version that its own form shows."""
        path = f"{AREA}/cau-hoi/{question_id}/kiem"
        _, _, own = self.page(f"{AREA}/cau-hoi").partition(f'action="{path}"')
        self._sent(own, path, {})

    def _sent(self, shown: str, path: str, fields: Mapping[str, Any]) -> str:
        found = {name: re.search(rf'name="{name}" value="([^"]*)"', shown) for name in _HIDDEN}
        hidden = {name: match[1] for name, match in found.items() if match}
        answer = self._asked("POST", path, data={**hidden, **fields})
        if answer.status_code != HTTPStatus.SEE_OTHER:
            raise StoryFailed(f"{path}: {answer.status_code} {answer.text[-2_000:]}")
        return str(answer.headers["location"])

    def _asked(self, method: str, path: str, **more: Any) -> requests.Response:
        headers = {"sec-fetch-site": "same-origin"}
        return requests.request(
            method, f"{self.url}{path}", cookies={"loa": self.cookie}, headers=headers, allow_redirects=False,
            timeout=60, **more,
        )  # fmt: skip


@dataclass
class ResidentAtHome:
    """A resident's browser."""

    url: str
    token: str = field(repr=False)

    def page(self, path: str) -> str:
        """Return a page."""
        answer = requests.get(f"{self.url}{path}", cookies={"loa-the": self.token}, timeout=60)
        if answer.status_code != HTTPStatus.OK:
            raise StoryFailed(f"{path}: {answer.status_code} {answer.text[:500]}")
        return answer.text

    def send(self, path: str, fields: Mapping[str, Any], *, status: int = HTTPStatus.SEE_OTHER) -> str:
        """Send a form; the page that follows, if one does."""
        answer = requests.post(
            f"{self.url}{path}", data=fields, cookies={"loa-the": self.token}, allow_redirects=False,
            headers={"sec-fetch-site": "same-origin"}, timeout=60,
        )  # fmt: skip
        if answer.status_code != status:
            raise StoryFailed(f"{path}: {answer.status_code} {answer.text[-2_000:]}")
        return self.page(answer.headers["location"]) if status == HTTPStatus.SEE_OTHER else answer.text


def open_now() -> dict[str, str]:
    """Return the times of a form of the console: open since an hour, for five more."""
    now = clock.now().astimezone(clock.VIETNAM)
    opens, closes = now - timedelta(hours=1), now + timedelta(hours=5)
    return {
        "opens_on": opens.date().isoformat(),
        "opens_at": f"{opens:%H:%M}",
        "closes_on": closes.date().isoformat(),
        "closes_at": f"{closes:%H:%M}",
    }


def main() -> None:
    """Print what came out.

    Raises:
        StoryFailed: no stack runs, or a step did not come out as it must.
    """
    stack = LocalStack.load()
    if stack is None:
        raise StoryFailed("no stack runs")
    json.dump(Participation(stack, sys.argv[1]).told(), sys.stdout)


if __name__ == "__main__":
    main()
