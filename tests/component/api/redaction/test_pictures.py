"""Pictures from a resident's message to the public list: through three doors, as each of them answers."""

import base64
import json
import os
import zlib
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any, Final

import boto3
import pytest
import requests
from PIL import Image

from loa import clock
from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules import texts
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.deadlines import RULES
from loa.casework.cases.rules.model import Case, CaseKind, Channel, Details, Move, Reporter
from loa.casework.cases.work.opening import Draft
from loa.casework.cases.work.service import CaseService
from loa.foundation.accounts.store import AccountStore
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.working_time.model import WorkingCalendar
from loa.ids import new_id
from loa.platform.aws.queues import Queue
from loa.residents.attachments.service import CopyRequest, file_key, redacted_key
from loa.residents.messages.store import Outbox
from tests.component.conftest import wire_queues
from tests.conftest import OpenTable
from tests.worlds.component.cases import forget_requests
from tests.worlds.doors import Context, http_event, load
from tests.worlds.province import (
    ADMINISTRATOR,
    OTHER_WARD,
    PROVINCE,
    VIEWER,
    WARD,
    WARD_EDITOR,
    Person,
    door,
    populate,
)
from tests.worlds.quick_moto import make_bucket

WARD_APPROVER: Final = Person("approver-3", WARD, "approver")
OTHER_APPROVER: Final = Person("approver-4", OTHER_WARD, "approver")
PRIVATE, PUBLIC = "loa-attachments", "loa-media"
SENT: Final = "2026-11-21T01:00:00.000Z#m1"
LEFT_HALF: Final = {"left": 0, "top": 0, "right": 0.5, "bottom": 1}
RED, BLUE = (220, 30, 30), (30, 30, 220)


class Doors:
    """A ward with a case that has pictures, and the three doors that they go through."""

    def __init__(self, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("Units", "Cases", "Statistics", "Audience", "Inbox", "Privacy", "Sessions"):
            monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
        wire_queues(monkeypatch)
        for name, value in {
            "PROVINCE_CODE": PROVINCE,
            "UNITS_AS_OF": "2024-09-30",
            "ATTACHMENTS_BUCKET": make_bucket(PRIVATE),
            "MEDIA_BUCKET": make_bucket(PUBLIC),
            "PUBLIC_URL": "https://loa.example.vn",
        }.items():
            monkeypatch.setenv(name, value)
        populate(open_table("Units"))
        self.audience, self.inbox = open_table("Audience"), open_table("Inbox")
        self.cases = door("cases", load("cases"))
        self.redaction = door("redaction", load("redaction"))
        self.miniapp = door("miniapp", load("miniapp"))
        self.desk = CaseService(
            store=CaseStore(open_table("Cases")),
            statistics=StatisticsStore(open_table("Statistics")),
            outbox=Outbox(self.audience),
            queue=Queue(os.environ["MESSAGES_QUEUE_URL"]),
            accounts=AccountStore(open_table("Units")),
            calendar=WorkingCalendar(),
            rules=RULES,
            units_as_of=clock.pinned_day("2024-09-30"),
        )

    def answered(self, *pictures: bytes, kinds: str = "image") -> Case:
        """A case with pictures that a resident has sent, answered."""
        request = CopyRequest("9001", "77", SENT)
        copies = {}
        for position, content in enumerate(pictures):
            key = file_key(request, position)
            boto3.client("s3").put_object(Bucket=PRIVATE, Key=key, Body=content)
            copies[str(position)] = {"key": key, "type": "image/jpeg", "size": 1, "name": "ảnh.jpg"}
        self.audience.put(
            {
                "partition": request.partition,
                "sort": SENT,
                "kind": kinds,
                "attachments": [{"kind": kinds, "url": "https://zalo.example/MARKED"} for _ in pictures],
                "copies": copies,
            }
        )
        references = tuple(f"message#{SENT}#{position}" for position in range(len(pictures)))
        reporter = Reporter("9001", "77", WARD, "Trần MARKED-NAME", "0912345678")
        details = Details("Đèn đường hỏng MARKED-TEXT", attachments=references)
        now = clock.now()
        draft = Draft(PROVINCE, WARD, CaseKind.REPORT, Channel.CHAT, reporter, details)
        case = self.desk.at(now).open(draft, idempotency_key=f"t#{new_id(now)}", by="resident")
        for step, facts in ((Move.ACCEPT, MoveFacts()), (Move.ANSWER, MoveFacts(text="Đã thay bóng."))):
            case = self.desk.transition(case.id, step, facts, by="x", expected_version=None)
        return case

    def cover(self, case: Case, position: int = 0, *areas: dict[str, float]) -> dict[str, Any]:
        """What an officer gets who covers a picture."""
        body = {"reference": f"message#{SENT}#{position}", "areas": areas, "nothing_to_cover": not areas}
        found: dict[str, Any] = self.redaction.good(WARD_APPROVER, "POST", route(case), body)
        return found

    def release(self, case: Case, *covered: dict[str, Any], key: str | None = None) -> Any:
        """Put it on the public list with these pictures."""
        body = {
            "text": "Đèn đường hỏng",
            "answer": "Đã thay bóng.",
            "expected_version": self.desk.store.read(case.id).case.version,  # type: ignore[union-attr]
            "pictures": [{"reference": one["reference"], "name": one["name"]} for one in covered],
        }
        return self.cases.ask(WARD_APPROVER, "POST", f"/cases/{case.id}/release", body, key=key)

    def listed(self) -> list[dict[str, Any]]:
        """The public list."""
        items: list[dict[str, Any]] = self.miniapp.ask(None, "GET", "/answered-cases").body["items"]
        return items

    def show(self, path: str, **headers: str) -> dict[str, Any]:
        """What a stranger gets."""
        event = http_event(
            "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        answer: dict[str, Any] = self.miniapp.module.handler(event, Context())
        return answer


@pytest.fixture
def doors(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Doors:
    return Doors(open_table, monkeypatch)


def route(case: Case) -> str:
    return f"/cases/{case.id}/pictures"


def path_of(picture: dict[str, Any]) -> str:
    """The path in a picture's public address."""
    assert picture["url"].startswith("https://loa.example.vn/answered-cases/")
    return str(picture["url"].removeprefix("https://loa.example.vn"))


def halves(width: int = 400, height: int = 300, kind: str = "JPEG") -> bytes:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    output = BytesIO()
    picture.save(output, kind)
    return output.getvalue()


def stored(bucket: str) -> dict[str, bytes]:
    s3 = boto3.client("s3")
    keys = [item["Key"] for item in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
    return {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}


def test_a_picture_is_covered_looked_at_released_seen_by_everybody_and_taken_back(doors: Doors) -> None:
    case = doors.answered(halves())
    covered = doors.cover(case, 0, LEFT_HALF)
    assert (covered["width"], covered["height"], covered["reference"]) == (400, 300, f"message#{SENT}#0")
    looked_at = requests.get(covered["url"], timeout=10)
    assert len(looked_at.content) == covered["bytes"]
    picture = Image.open(BytesIO(looked_at.content)).convert("RGB")
    assert max(picture.getpixel((100, 150))) < 12  # type: ignore[arg-type]
    assert picture.getpixel((300, 150))[2] > 180  # type: ignore[index]
    assert stored(PUBLIC) == {}
    assert doors.listed() == []

    assert doors.release(case, covered).status == 200
    (item,) = doors.listed()
    (shown,) = item["pictures"]
    assert (shown["width"], shown["height"]) == (400, 300)
    assert doors.miniapp.ask(None, "GET", f"/answered-cases/{item['id']}").body == item
    assert "MARKED" not in json.dumps(item)
    assert case.id not in json.dumps(item)
    answer = doors.show(path_of(shown))
    assert base64.b64decode(answer["body"]) == looked_at.content
    headers = answer["headers"]
    assert (headers["Content-Type"], headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert headers["Cache-Control"] == "public, max-age=60"
    again = doors.show(path_of(shown), if_none_match=headers["ETag"])
    assert (again["statusCode"], again["body"], again["isBase64Encoded"]) == (304, "", False)

    for _ in range(2):
        withdrawn = doors.cases.good(WARD_APPROVER, "DELETE", f"/cases/{case.id}/release")
        assert withdrawn["released"] is False
        assert doors.listed() == []
        for tag in ("", headers["ETag"]):
            assert doors.show(path_of(shown), if_none_match=tag)["statusCode"] == 404
        assert stored(PUBLIC) == {}


def test_only_a_picture_that_the_row_of_its_case_names_is_handed_out(doors: Doors) -> None:
    case = doors.answered(halves(), halves(200, 100))
    first, second = doors.cover(case, 0, LEFT_HALF), doors.cover(case, 1, LEFT_HALF)
    doors.release(case, first)
    (item,) = doors.listed()
    good = path_of(item["pictures"][0])
    boto3.client("s3").put_object(Bucket=PUBLIC, Key="media/x.jpg", Body=b"x")
    key = next(iter(stored(PUBLIC).keys() - {"media/x.jpg"}))
    for name in (second["name"], "..", "x.jpg", "%2e%2e", key, key.replace("/", "%2F"), "a" * 64 + ".jpg"):
        assert doors.show(good.replace(first["name"], name))["statusCode"] == 404, name
    elsewhere = good.replace(item["id"], item["id"][:-2] + "AA")
    assert doors.show(elsewhere)["statusCode"] == 404
    assert doors.show(good.replace(item["id"], "a" * 500))["statusCode"] == 404
    assert doors.show(good)["statusCode"] == 200


def test_what_is_released_is_what_was_looked_at(doors: Doors) -> None:
    case = doors.answered(halves())
    first = doors.cover(case, 0, LEFT_HALF)
    second = doors.cover(case, 0)
    refused = doors.release(case, first)
    assert (refused.status, refused.faults) == (422, {"pictures[0]": texts.COVERED_ANEW})
    assert doors.listed() == []
    assert doors.release(case, second).status == 200


def test_the_same_release_twice_is_one(doors: Doors) -> None:
    case = doors.answered(halves())
    covered = doors.cover(case, 0, LEFT_HALF)
    first = doors.release(case, covered, key="cong-khai-1")
    body = {
        "text": "Đèn đường hỏng",
        "answer": "Đã thay bóng.",
        "expected_version": case.version,
        "pictures": [{"reference": covered["reference"], "name": covered["name"]}],
    }
    again = doors.cases.ask(WARD_APPROVER, "POST", f"/cases/{case.id}/release", body, key="cong-khai-1")
    assert again.body == first.body
    forget_requests(doors.inbox)
    late = doors.cases.ask(WARD_APPROVER, "POST", f"/cases/{case.id}/release", body, key="cong-khai-1")
    assert (late.status, late.body["version"]) == (200, first.body["version"])
    assert len(stored(PUBLIC)) == 1


def test_who_may_release_the_case_may_cover_and_nobody_else(doors: Doors) -> None:
    case = doors.answered(halves())
    body = {"reference": f"message#{SENT}#0", "areas": [LEFT_HALF]}
    for person, status in (
        (None, 401),
        (VIEWER, 403),
        (WARD_EDITOR, 403),
        (OTHER_APPROVER, 404),
        (ADMINISTRATOR, 200),
        (WARD_APPROVER, 200),
    ):
        assert doors.redaction.ask(person, "POST", route(case), body).status == status, person
    for unknown in (new_id(clock.now()), "x", "..", "case"):
        assert doors.redaction.ask(WARD_APPROVER, "POST", f"/cases/{unknown}/pictures", body).status == 404


EDGES: Final = {"left": 0, "top": 0, "right": 1, "bottom": 1}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({}, ""),
        ({"areas": []}, ""),
        ({"areas": [EDGES], "nothing_to_cover": True}, ""),
        ({"areas": [EDGES] * 51}, "areas"),
        ({"areas": [EDGES | {"right": 1.01}]}, "areas[0].right"),
        ({"areas": [EDGES, EDGES | {"top": -0.2}]}, "areas[1].top"),
        ({"areas": [EDGES | {"left": 1}]}, "areas[0]"),
        ({"areas": [EDGES | {"bottom": 0}]}, "areas[0]"),
        ({"areas": [EDGES | {"left": "NaN"}]}, "areas[0].left"),
        ({"areas": [{"left": 0, "top": 0, "right": 1}]}, "areas[0].bottom"),
        ({"areas": [EDGES | {"blur": True}]}, "areas[0].blur"),
        ({"areas": "tất cả"}, "areas"),
        ({"reference": "", "nothing_to_cover": True}, "reference"),
        ({"reference": "a" * 301, "nothing_to_cover": True}, "reference"),
        ({"reference": "message#x#0", "nothing_to_cover": True}, "reference"),
        ({"reference": f"message#{SENT}#9", "nothing_to_cover": True}, "reference"),
        ({"reference": "attachments/9001/x", "nothing_to_cover": True}, "reference"),
    ],
)
def test_what_is_not_said_rightly_is_refused_in_vietnamese(
    doors: Doors, more: dict[str, Any], field: str
) -> None:
    case = doors.answered(halves())
    before = stored(PRIVATE)
    body = {"reference": f"message#{SENT}#0"} | more
    refused = doors.redaction.ask(WARD_APPROVER, "POST", route(case), body)
    assert (refused.status, set(refused.faults)) == (422, {field})
    assert any(ord(letter) > 0x7F for letter in refused.faults[field])
    assert stored(PRIVATE) == before


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""
    head = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\x00\x00\x00"
    data = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [
        bomb(60_000, 60_000),
        bomb(8000, 5001),
        b"%PDF-1.7\n",
        b"<svg onload='x'/>",
        b"",
        halves()[:900],
        b"RIFF\x24\0\0\0WEBPVP8 ",
        halves(9, 9, "TIFF"),
    ],
)
def test_what_cannot_be_read_as_a_picture_is_refused(doors: Doors, content: bytes) -> None:
    case = doors.answered(content, kinds="file")
    body = {"reference": f"message#{SENT}#0", "nothing_to_cover": True}
    refused = doors.redaction.ask(WARD_APPROVER, "POST", route(case), body)
    assert (refused.status, refused.faults) == (422, {"reference": texts.NOT_COVERABLE})
    assert list(stored(PRIVATE)) == [file_key(CopyRequest("9001", "77", SENT), 0)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_the_kinds_that_residents_send_are_taken_whatever_they_are_called(doors: Doors, kind: str) -> None:
    case = doors.answered(halves(kind=kind), kinds="file")
    doors.cover(case, 0, LEFT_HALF)
    kept = stored(PRIVATE)[redacted_key(file_key(CopyRequest("9001", "77", SENT), 0))]
    assert Image.open(BytesIO(kept)).format == "JPEG"


def test_any_damage_is_refused_or_survived_but_never_our_fault(doors: Doors) -> None:
    random, whole = Random(3), halves(64, 48)
    case = doors.answered(whole)
    key = file_key(CopyRequest("9001", "77", SENT), 0)
    for _ in range(40):
        broken = bytearray(whole)
        for _ in range(random.randrange(1, 8)):
            broken[random.randrange(len(broken))] = random.randrange(256)
        boto3.client("s3").put_object(Bucket=PRIVATE, Key=key, Body=bytes(broken))
        body = {"reference": f"message#{SENT}#0", "nothing_to_cover": True}
        assert doors.redaction.ask(WARD_APPROVER, "POST", route(case), body).status in {200, 422}


@pytest.mark.parametrize(
    "pictures",
    [
        [{"reference": "message#x#0", "name": "x.jpg"}],
        [{"reference": "message#x#0", "name": "../" + "a" * 64 + ".jpg"}],
        [{"reference": "message#x#0", "name": "A" * 64 + ".jpg"}],
        [{"reference": "message#x#0"}],
        [{"reference": "message#x#0", "name": "a" * 64 + ".jpg"}],
        [{"reference": "message#x#0", "name": "a" * 64 + ".jpg"}] * 11,
    ],
)
def test_a_release_takes_no_picture_that_was_not_covered_for_it(doors: Doors, pictures: Any) -> None:
    case = doors.answered(halves())
    body = {"text": "Đèn", "answer": "Sửa", "expected_version": case.version, "pictures": pictures}
    refused = doors.cases.ask(WARD_APPROVER, "POST", f"/cases/{case.id}/release", body)
    assert refused.status == 422
    assert all(field.startswith("pictures") for field in refused.faults)
    assert (doors.listed(), stored(PUBLIC)) == ([], {})


def test_a_case_on_paper_has_no_pictures(doors: Doors) -> None:
    new = {"kind": "report", "channel": "paper", "what": "Đèn hỏng"}
    paper = doors.cases.good(WARD_EDITOR, "POST", "/cases", new, key="giay-0000001")
    body = {"reference": f"message#{SENT}#0", "nothing_to_cover": True}
    refused = doors.redaction.ask(WARD_APPROVER, "POST", f"/cases/{paper['case_id']}/pictures", body)
    assert (refused.status, refused.faults) == (422, {"reference": texts.NO_SUCH_PICTURE})


def test_nothing_about_a_case_or_its_pictures_reaches_the_log(
    doors: Doors, logged: Callable[[], str]
) -> None:
    case = doors.answered(halves(), b"MARKED")
    doors.release(case, doors.cover(case, 0, LEFT_HALF))
    body = {"reference": f"message#{SENT}#1", "nothing_to_cover": True}
    assert doors.redaction.ask(WARD_APPROVER, "POST", route(case), body).status == 422
    assert "MARKED" not in logged()
