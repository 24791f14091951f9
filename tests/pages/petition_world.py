"""The function `petitions` over a province: its units of today, an officer on call, buckets and queues."""

import base64
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from types import ModuleType
from typing import Any, Final
from urllib.parse import urlencode

import boto3
import pytest
from PIL import Image

from infra.units.load import read_units
from loa.bootstrap import casework
from loa.casework.cases.rows.models import StoredCase
from loa.casework.cases.work.service import CaseService
from loa.foundation.officers.model import Officer, Role
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable
from tests.pages.reading import Element, check
from tests.worlds.doors import Context, http_event, load
from tests.worlds.fakes import START
from tests.worlds.quick_moto import make_bucket, make_queue

PROVINCE: Final = "40"
COMMUNE: Final = "40.17506"
ADDRESS: Final = "/d/17506-xa-yen-thanh"
FORM: Final = f"{ADDRESS}/phan-anh"
SENT_TO: Final = "/phan-anh"
BUCKET: Final = "loa-attachments"
MATTER: Final = "Đường xóm 7 đoạn trước nhà văn hóa ngập từ hôm mưa tới giờ, các cháu đi học phải lội"


def picture(color: str = "navy", size: tuple[int, int] = (640, 480), kind: str = "JPEG") -> bytes:
    """A picture as a phone takes it, with a place in it."""
    exif = Image.Exif()
    exif[0x010E] = "19.0123,105.4567"
    content = BytesIO()
    Image.new("RGB", size, color).save(content, kind, exif=exif)
    return content.getvalue()


@dataclass(frozen=True, slots=True)
class Reply:
    """What a browser gets."""

    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    @property
    def tree(self) -> Element:
        return check(self.body)

    def hidden(self, name: str) -> str:
        found = re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', self.body)
        assert found, f"no hidden field {name}"
        return str(found[0])


class PetitionWorld:
    """Fills in forms and looks at what came of them.

    Attributes:
        address: of the network that requests come from.
    """

    address = "127.0.0.1"

    def __init__(self, module: ModuleType, open_table: OpenTable) -> None:
        self.module = module
        self._open_table = open_table

    @property
    def cases(self) -> CaseService:
        return casework.cases()

    def handler(self, event: dict[str, Any]) -> Mapping[str, Any]:
        event["requestContext"]["http"]["sourceIp"] = self.address
        answer: Mapping[str, Any] = self.module.handler(event, Context())
        return answer

    def get(self, address: str) -> Reply:
        path, _, query = address.partition("?")
        pairs = dict(pair.split("=", 1) for pair in query.split("&") if pair)
        return reply_of(self.handler(http_event("GET", path, query=pairs or None)))

    def post(self, address: str, fields: Mapping[str, Any], **headers: str) -> Reply:
        """A form without files."""
        return reply_of(self.handler(form_event(address, fields, **headers)))

    def upload(
        self,
        address: str,
        fields: Mapping[str, Any],
        files: Mapping[str, list[bytes]] | None = None,
        *,
        cut: int = 0,
    ) -> Reply:
        """A form with files; `cut` leaves off so many bytes at its end."""
        kind, body = multipart(fields, files or {})
        sent = body[: len(body) - cut]
        event = http_event("POST", address, headers={"content-type": kind}, encoded=True)
        return reply_of(self.handler(event | {"body": _base64(sent)}))

    def send(self, address: str = FORM, *, files: Any = (), **fields: Any) -> Reply:
        """Fill in a fresh form and send it."""
        key = fields.pop("khoa", None) or self.get(address).hidden("khoa")
        unit = address.split("/")[2] if address.startswith("/d/") else ""
        filled = {"khoa": key, "noi": unit, "what": MATTER, "kind": "report", **fields}
        return self.upload(SENT_TO, filled, {"pictures": list(files)})

    def opened(self, **fields: Any) -> tuple[str, StoredCase]:
        """Send a form; the link and the case."""
        reply = self.send(**fields)
        assert reply.status == 303, reply.body
        link = reply.location.split("/")[2]
        return link, self.case_of(link)

    def case_of(self, link: str) -> StoredCase:
        row = self._open_table("Cases").get(f"link#{link}", "case")
        assert row
        return self.cases.load(row["case_id"])

    def all_cases(self) -> list[str]:
        return [row["code"] for row in self._rows("Cases") if row["sort"] == "case" and "code" in row]

    def case_ids(self) -> list[str]:
        places = [row for row in self._rows("Cases") if row["sort"] == "case" and "code" in row]
        return [row["partition"].partition("#")[2] for row in places]

    def _rows(self, name: str) -> list[dict[str, Any]]:
        client = boto3.resource("dynamodb").Table(self._open_table(name).name)
        return list(client.scan()["Items"])

    def stored(self, prefix: str = "") -> dict[str, bytes]:
        s3 = boto3.client("s3")
        keys = [item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])]
        return {key: s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in keys}

    def put_on_call(self) -> None:
        """Let an officer of the commune be told on Zalo."""
        registry = OfficerStore(self._open_table("Units"))
        known = Officer("lan", "Lan", COMMUNE, frozenset({Role.EDITOR}))
        commit([registry.adding(known)])
        chat = KnownOfficer("lan", "Lan", COMMUNE, known.roles, oa_id="oa-1", user_id="z-lan")
        commit([registry.linking(chat, START, first=True)])

    def alerts(self) -> list[str]:
        return [
            str(row["partition"])
            for row in self._rows("Audience")
            if str(row["partition"]).startswith("outbound#alert-") or "alert-" in str(row["partition"])
        ]


def multipart(fields: Mapping[str, Any], files: Mapping[str, list[bytes]]) -> tuple[str, bytes]:
    """The header and the body of a form with files, as a browser writes them."""
    boundary = f"----loa{uuid.uuid4().hex}"
    parts = []
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            parts.append(head.encode() + str(one).encode("utf-8", "surrogatepass"))
    for name, contents in files.items():
        for content in contents or [b""]:
            called = 'filename="IMG_1.jpg"' if content else 'filename=""'
            about = f'Content-Disposition: form-data; name="{name}"; {called}'
            head = f"--{boundary}\r\n{about}\r\nContent-Type: image/jpeg\r\n\r\n"
            parts.append(head.encode() + content)
    body = b"\r\n".join([*parts, f"--{boundary}--\r\n".encode()])
    return f"multipart/form-data; boundary={boundary}", body


def _base64(content: bytes) -> str:

    return base64.b64encode(content).decode()


def form_event(address: str, fields: Mapping[str, Any], **headers: str) -> dict[str, Any]:
    """What reaches a function when a form without files is sent."""
    path, _, query = address.partition("?")
    pairs = dict(pair.split("=", 1) for pair in query.split("&") if pair)
    body = urlencode(fields, doseq=True)
    kind = {"content-type": "application/x-www-form-urlencoded"}
    return http_event("POST", path, body=body, headers=kind | headers, query=pairs or None)


def reply_of(answer: Mapping[str, Any]) -> Reply:
    """What a browser gets of an answer."""
    headers = {name.lower(): str(value) for name, value in answer["headers"].items()}
    return Reply(answer["statusCode"], headers, str(answer["body"]))


def build(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> PetitionWorld:
    """The function over its tables, its bucket and its queue."""
    UnitStore(open_table("Units")).save_all([unit for unit in read_units() if unit.valid_to is None])
    for name in ("Units", "Cases", "Statistics", "Audience", "Privacy"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    make_bucket(BUCKET)
    queue = make_queue("messages")
    for name, value in {
        "PROVINCE_CODE": PROVINCE,
        "PUBLIC_URL": "https://loa.example.vn",
        "UNITS_AS_OF": "",
        "ATTACHMENTS_BUCKET": BUCKET,
        "MESSAGES_QUEUE_URL": queue,
    }.items():
        monkeypatch.setenv(name, value)
    return PetitionWorld(load("petitions"), open_table)
