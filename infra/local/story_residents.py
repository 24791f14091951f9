"""What residents do in the story: follow, write, report, call for help, speak."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from infra.local.client import session
from infra.local.storyteller import StoryFailed, Storyteller

_WORDS: Final = (
    "Cho tôi hỏi điểm tiếp nhận ủng hộ bão lũ ở đâu?",
    "Đèn đường xóm tôi hỏng đã hai tuần.",
    "Lịch tiếp xúc cử tri tháng này là ngày nào ạ?",
    "Cảm ơn Mặt trận xã đã thông báo kịp thời.",
)

PETITION: Final = (
    ("2", "1. Phản ánh"),
    ("1", "phản ánh việc gì"),
    ("Đèn đường ngõ 12 hỏng đã hai tuần, trẻ con đi học về rất tối", "ở đâu"),
    ("Ngõ 12, xóm 4", "từ bao giờ"),
    ("hai tuần nay", "ảnh"),
    ("xong", "cơ quan, đơn vị nào"),
    ("bỏ qua", "Đèn đường ngõ 12"),
    ("có", "MT-"),
)
"""What a resident writes to report something, and what they are answered."""

_SPOKEN: Final = (
    ("menu", "2. Gửi phản ánh"),
    ("2", "1. Phản ánh"),
    ("1", "phản ánh việc gì"),
    ("", "ở đâu"),
    ("", "từ bao giờ"),
    ("không nhớ", "ảnh"),
    ("không", "cơ quan, đơn vị nào"),
    ("không", "Tin thoại"),
    ("1", "MT-"),
)
"""How somebody who cannot write reports something; nothing but a number or a word, else a recording."""


class ResidentsStory(Storyteller):
    """The steps of residents."""

    def follow(self, ids: dict[str, str], residents: int) -> None:
        """Let residents of all units follow the accounts of their units."""
        accounts = list(ids.values())
        self._act(
            {"act": "follow", "oa_id": accounts[number % len(accounts)], "resident": f"resident-{number}"}
            for number in range(residents)
        )

    def write(self, ids: dict[str, str], messages: int) -> None:
        """Let residents write to the accounts of their units."""
        accounts = list(ids.values())
        self._act(
            {
                "act": "send_text",
                "oa_id": accounts[number % len(accounts)],
                "resident": f"resident-{number}",
                "text": f"{_WORDS[number % len(_WORDS)]} ({number})",
            }
            for number in range(messages)
        )

    def petition(self, path: str, oa_id: str) -> dict[str, Any]:
        """One resident's report, from the menu of the chat to an answer that they accept.

        Returns:
            The case as officers see it, and `said`: how many messages they wrote.
        """
        resident = "bà Lan"
        self._act([{"act": "follow", "oa_id": oa_id, "resident": resident}])
        self._hears(oa_id, "Gửi phản ánh, kiến nghị")
        for number, (words, answer) in enumerate(PETITION, 1):
            self._says(oa_id, resident, words, answer)
            self.advance(number, len(PETITION) + 2)
        (listed,) = self.api("editor", "GET", f"/cases?unit={path}")["items"]
        case = f"/cases/{listed['case_id']}"
        for move, facts, told in (
            ("accept", {}, "đã nhận giải quyết"),
            ("answer", {"text": "Điện lực đã thay bóng đèn chiều nay."}, "Điện lực đã thay bóng"),
        ):
            order = {"move": move, "expected_version": self.api("editor", "GET", case)["version"], **facts}
            self.api("editor", "POST", f"{case}/moves", order)
            self._hears(oa_id, told)
        self._says(oa_id, resident, "5", "đã xong")
        shown: dict[str, Any] = self.api("editor", "GET", case)
        return shown | {"said": len(PETITION) + 1}

    def emergency(self, path: str, oa_id: str, province_oa: str) -> dict[str, Any]:
        """Somebody calls for help while the office is closed; an officer of the province is on call.

        Returns:
            `said`: how many messages were written; `urgent`: whether the call stands first in the worklist;
            `told`: whether the officer on call has heard it.
        """
        link = self.api("editor", "POST", "/me/zalo-link", **{"idempotency-key": uuid4().hex})
        self._says(province_oa, "cán bộ trực", link["write"], "Đã liên kết")
        with self._at_night():
            self._says(oa_id, "bà Hoa", "Xin hỏi bao giờ xã họp dân", "Giờ này cơ quan nghỉ")
            self._says(oa_id, "ông Tám", "cháy nhà cứu với", "114 cháy")
            self._hears(province_oa, "cầu cứu")
        first = self.api("editor", "GET", f"/conversations?unit={path}")["items"][0]
        return {"said": 3, "urgent": first["urgent"], "told": True}

    @contextmanager
    def _at_night(self) -> Iterator[None]:
        """The inbox works with a calendar in which nobody is there for days; its processes begin anew."""
        today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
        closed = [{"day": (today + timedelta(days=days)).isoformat(), "name": "Nghỉ"} for days in range(3)]
        row = {"partition": "rules", "sort": "calendar", "text": json.dumps({"days_off": closed})}
        told = {"changed_at": f"{today.isoformat()}T00:00:00.000Z", "changed_by": "demo"}
        table, units = session(self.stack).client("dynamodb"), self.stack.outputs["UnitsTableName"]
        functions, name = session(self.stack).client("lambda"), self.stack.outputs["InboxFunctionName"]
        usual = functions.get_function_configuration(FunctionName=name)["Environment"]
        anew = {"Variables": usual["Variables"] | {"BEGUN_ANEW": uuid4().hex}}
        table.put_item(TableName=units, Item={name: {"S": text} for name, text in (row | told).items()})
        functions.update_function_configuration(FunctionName=name, Environment=anew)
        try:
            yield
        finally:
            table.delete_item(TableName=units, Key={name: {"S": row[name]} for name in ("partition", "sort")})
            functions.update_function_configuration(FunctionName=name, Environment=usual)

    def spoken(self, path: str, oa_id: str) -> dict[str, Any]:
        """Somebody who cannot write reports something by voice: a person listens.

        Returns:
            `said`: how many messages; `code` of the case; `recordings` that it has.
        """
        for number, (words, answer) in enumerate(_SPOKEN, 1):
            act = {"act": "send_text", "text": words} if words else {"act": "send_audio"}
            self._act([{**act, "oa_id": oa_id, "resident": "mệ Nhung"}])
            self._hears(oa_id, answer)
            self.advance(number, len(_SPOKEN))
        (listed,) = self.api("editor", "GET", f"/cases?unit={path}&state=received")["items"]
        case = self.api("editor", "GET", f"/cases/{listed['case_id']}")
        return {"said": len(_SPOKEN), "code": case["code"], "recordings": len(case["attachments"])}

    def _says(self, oa_id: str, resident: str, words: str, answer: str) -> None:
        """Let a resident write, and wait until the account has answered with these words."""
        self._act([{"act": "send_text", "oa_id": oa_id, "resident": resident, "text": words}])
        self._hears(oa_id, answer)

    def _hears(self, oa_id: str, words: str) -> None:
        """Wait until the last that the account wrote holds these words."""

        def last() -> str:
            held = self.zalo(f"/messages?limit=0&source=0&oa_id={oa_id}")["messages"]
            return held[-1]["text"] if held else ""

        for text in self._watch(60, f"the account did not write {words!r}", last):
            if words in text:
                return

    def _act(self, acts: Iterable[dict[str, Any]]) -> None:
        """Let residents act, and wait until all their events have been taken by the webhook."""
        before = self.zalo("/events")["made"]
        self.zalo("/act", list(acts))
        for totals in self._watch(600, "events were not delivered", lambda: self.zalo("/events")):
            done = totals["made"] - before - totals["pending"]
            self.advance(done, totals["made"] - before)
            if not totals["pending"]:
                if totals["failed"]:
                    raise StoryFailed(f"the webhook did not take all events: {totals}")
                return
