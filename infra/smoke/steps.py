"""What the smoke test tries, in order; each step says what it saw, or raises `StoryFailed`."""

import base64
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo

import requests
from PIL import Image

from infra.local.redrive import redrive
from infra.local.storyteller import StoryFailed
from infra.smoke.place import WAIT, SmokeStory

RESIDENT: Final = "smoke-resident"
PICTURE: Final = "(a picture)"
REPORT: Final = (
    "2",
    "1",
    "Đèn đường ngõ 12 hỏng đã hai tuần",
    "Ngõ 12, xóm 4",
    "hai tuần nay",
    PICTURE,
    "xong",
    "bỏ qua",
    "có",
)
"""What a resident writes to report something; how the questions are worded is for other tests."""

COVERED: Final = {"left": 0.25, "top": 0.25, "right": 0.75, "bottom": 0.75}
DARK: Final = 16


class Skipped(Exception):  # noqa: N818 - read as an outcome
    """The stage cannot show this; the message says why."""


@dataclass
class Run:
    """One run: the story, and what earlier steps have made.

    Attributes:
        story: the stage, and who acts there.
        ahead: in how many seconds the broadcast is to go out.
    """

    story: SmokeStory
    ahead: int
    unit: str = ""
    oa_id: str = field(default_factory=lambda: str(time.time_ns()))

    def watch[Seen](self, failure: str, look: Callable[[], Seen | None]) -> Seen:
        """Look until there is something to see."""
        for seen in self.story._watch(WAIT.total_seconds(), failure, look):  # noqa: SLF001 - the same story
            if seen:
                return seen
        raise AssertionError  # the loop ends with StoryFailed

    def says(self, words: str, **more: str) -> None:
        """Let the resident write, or do something else."""
        act = {"act": "send_text", "oa_id": self.oa_id, "resident": RESIDENT, "text": words} | more
        self.story._act([act])  # noqa: SLF001 - the same story

    def is_answered(self, words: str, resident: str) -> None:
        """Let a resident write, and wait until the account has said something."""
        before = len(self.spoken())
        self.says(words, resident=resident)
        self.watch(f"nothing was said after {words!r}", lambda: len(self.spoken()) > before)

    def spoken(self) -> list[str]:
        """What the account has written to residents."""
        held = self.story.zalo(f"/messages?limit=0&source=0&oa_id={self.oa_id}")["messages"]
        return [message["text"] for message in held]

    def listed(self) -> list[dict[str, Any]]:
        """The conversations that wait for the unit."""
        items: list[dict[str, Any]] = self.story.api("editor", "GET", f"/conversations?unit={self.unit}")[
            "items"
        ]
        return items


def public_routes(run: Run) -> str:
    """The API answers strangers what is public, refuses the rest, and drops an event that nobody signed."""
    url = run.story.stack.api_url
    answers = {
        "GET /answered-cases": (requests.get(f"{url}/answered-cases", timeout=30), 200),
        "GET /units": (requests.get(f"{url}/units", timeout=30), 401),
        "POST /zalo/events": (requests.post(f"{url}/zalo/events", json={"event_name": "x"}, timeout=30), 200),
    }
    for route, (answer, status) in answers.items():
        if answer.status_code != status:
            raise StoryFailed(f"{route}: {answer.status_code} instead of {status}")
    return "public list, refusal, webhook"


def report_link(run: Run) -> str:
    """A report is made, and its link can be opened by whoever has it."""
    day = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    order = {"from": (day - timedelta(days=1)).isoformat(), "to": day.isoformat(), "format": "xlsx"}
    told = run.story.api("viewer", "POST", "/reports", order)
    answer = requests.get(told["url"], timeout=60, allow_redirects=False)
    if answer.status_code != requests.codes.ok or not answer.content.startswith(b"PK"):
        raise StoryFailed(f"{urlsplit(told['url']).hostname} answered {answer.status_code}")
    return f"{len(answer.content)} bytes from {urlsplit(told['url']).hostname}"


def connection(run: Run) -> str:
    """A unit without an account is connected to one of the double."""
    _needs_double(run)
    items = run.story.api("administrator", "GET", "/accounts")["items"]
    free = [item["unit"] for item in items if item["health"] == "missing"]
    if not free:
        raise Skipped("every unit has its account")
    path = free[-1]
    run.story.marks |= {run.oa_id, f"account#{path}"}
    run.story.zalo("/accounts", [{"oa_id": run.oa_id, "name": "Kiểm tra triển khai", "oa_type": "4"}])
    run.story.connect({path: run.oa_id})
    run.unit = path
    return f"unit {path}, account {run.oa_id}"


def ordinary_event(run: Run) -> str:
    """A resident's words stand in the unit's worklist, and are acknowledged."""
    _needs_account(run)
    run.says("Xin hỏi lịch tiếp công dân tháng này")
    (line, *_) = run.watch("the message is in no worklist", run.listed)
    run.story.marks.add(str(line["user_id"]))
    run.watch("nobody acknowledged it", run.spoken)
    return "in the worklist, acknowledged"


def confidential_event(run: Run) -> str:
    """Words about a denunciation are answered, and stand in no worklist."""
    _needs_account(run)
    waiting = len(run.listed())
    run.is_answered("tố cáo", f"{RESIDENT}-2")
    if len(run.listed()) != waiting:
        raise StoryFailed("a denouncer stands in the worklist")
    return "answered, in no worklist"


def masked_picture(run: Run) -> str:
    """A report by chat with a picture becomes a case; an officer covers a part of the picture."""
    _needs_account(run)
    name = f"{run.oa_id}.jpg"
    resident = f"{RESIDENT}-3"

    def cases() -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = run.story.api("editor", "GET", f"/cases?unit={run.unit}")["items"]
        return items

    run.says("", act="follow", resident=resident)
    run.story.zalo("/files", {"name": name, "base64": base64.b64encode(_picture()).decode()})
    for words in REPORT:
        if words == PICTURE:
            run.says("", act="send_image", resident=resident, url=f"{run.story.stack.zalo_url}/files/{name}")
            run.story.wait_for_inbox()
        else:
            run.is_answered(words, resident)
    (listed, *_) = run.watch("no case was opened", cases)
    case = f"/cases/{listed['case_id']}"
    run.story.marks.add(listed["case_id"])

    def copied() -> dict[str, Any] | None:
        files = run.story.api("approver", "GET", f"{case}/attachments")["items"]
        return next((file for file in files if not file["pending"]), None)

    file = run.watch("the picture was not copied", copied)
    order = {"reference": file["reference"], "areas": [COVERED]}
    covered = run.story.api("approver", "POST", f"{case}/pictures", order)
    fetched = requests.get(covered["url"], timeout=60)
    fetched.raise_for_status()
    with Image.open(BytesIO(fetched.content)) as picture:
        middle = picture.convert("L").getpixel((picture.width // 2, picture.height // 2))
    if not isinstance(middle, int | float) or middle > DARK:
        raise StoryFailed(f"the middle of the covered picture has the brightness {middle}")
    return f"case {listed['case_id']}, covered"


def broadcast(run: Run) -> str:
    """An approved broadcast leaves by its one-off schedule."""
    _needs_account(run)
    name = run.story.broadcast(
        target=run.unit, seconds_ahead=run.ahead, title=f"Kiểm tra triển khai {uuid4().hex[:6]}"
    )
    run.story.marks.add(name)
    shown = run.story.api("editor", "GET", f"/broadcasts/{name}")
    run.story.marks |= {str(shown[field]) for field in ("article_id",) if shown.get(field)}
    ledger = run.story.wait_for_broadcast(name, run.ahead + WAIT.total_seconds())
    if ledger["sent"] != 1:
        raise StoryFailed(f"the ledger says {ledger}")
    return f"sent {run.ahead} s after it was scheduled"


def dead_letter(run: Run) -> str:
    """A message in a dead-letter queue is put back to work, and worked on."""
    _needs_account(run)
    outputs, sqs = run.story.stage.outputs, run.story.stage.client("sqs")
    aside, queue = outputs["InboxDeadLetterQueueUrl"], outputs["InboxQueueUrl"]
    if run.story.waiting(aside):
        raise Skipped("there are dead letters already: look at them first")
    resident = str(time.time_ns())
    event = {
        "app_id": "0",
        "sender": {"id": resident},
        "recipient": {"id": run.oa_id},
        "event_name": "user_send_text",
        "message": {"text": "Xin hỏi giờ làm việc", "msg_id": uuid4().hex},
        "timestamp": str(time.time_ns() // 1_000_000),
    }
    sqs.send_message(
        QueueUrl=aside,
        MessageBody=json.dumps(event, ensure_ascii=False),
        MessageGroupId=f"smoke-{resident}",
        MessageDeduplicationId=uuid4().hex,
    )
    run.story.marks.add(resident)
    run.watch("the letter did not arrive", lambda: run.story.waiting(aside))
    moved = redrive(sqs, dead_letters=aside, queue=queue)
    run.watch(
        "the letter was not worked on",
        lambda: any(str(line["user_id"]) == resident for line in run.listed()),
    )
    return f"{moved} moved, worked on"


def _needs_double(run: Run) -> None:
    if not run.story.has_double:
        raise Skipped(
            "the stage speaks to Zalo itself; deploy it with ZaloOauthUrl and ZaloOpenapiUrl of a double"
        )


def _needs_account(run: Run) -> None:
    _needs_double(run)
    if not run.unit:
        raise Skipped("no account is connected")


def _picture() -> bytes:
    output = BytesIO()
    Image.new("RGB", (600, 800), (180, 180, 180)).save(output, "JPEG")
    return output.getvalue()


STEPS: Final[tuple[tuple[str, str, Callable[[Run], str]], ...]] = (
    ("Public routes", "Địa chỉ công khai", public_routes),
    ("Report link", "Liên kết báo cáo", report_link),
    ("Connection", "Kết nối OA", connection),
    ("Ordinary event", "Tin nhắn thường", ordinary_event),
    ("Dead letter, redriven", "Tin lỗi được xử lý lại", dead_letter),
    ("Picture, masked", "Ảnh đã che", masked_picture),
    ("Confidential event", "Tin tố cáo", confidential_event),
    ("Broadcast", "Tin truyền thông", broadcast),
)
