"""The function that copies files of denouncers, before a real server, and what the investigator is shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import boto3
import pytest

from loa.casework.denunciations import texts
from tests.conftest import OpenTable
from tests.worlds.component.confidential import BUCKET, WARD_INVESTIGATOR, Place, confidential_place
from tests.worlds.doors import Context, load
from tests.worlds.quick_moto import make_bucket
from tests.worlds.zalo_server import Reply, Server, running_server

pytestmark = pytest.mark.enable_socket

JPEG = b"\xff\xd8\xff\xe0" + bytes(2000)


@dataclass
class Desk:
    """Denunciations, the worker, and Zalo's host of files."""

    place: Place
    worker: ModuleType
    server: Server

    def denounced(self, *paths: str) -> None:
        files = [{"kind": "image", "url": f"{self.server.url}/{path}"} for path in paths]
        self.place.written("Ông A MARKED-WORDS", files=files)

    def works(self, context: Context | None = None) -> dict[str, int]:
        answer: dict[str, int] = self.worker.handler({"task": "copy"}, context or Context())
        return answer

    def shown(self) -> list[dict[str, Any]]:
        (head,) = self.place.door.good(WARD_INVESTIGATOR, "GET", "/confidential-cases")["items"]
        route = f"/confidential-cases/{head['id']}"
        files: list[dict[str, Any]] = self.place.door.good(WARD_INVESTIGATOR, "GET", route)["files"]
        return files


@pytest.fixture
def desk(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    make_bucket(BUCKET)
    with running_server() as server:
        server.reply = lambda _: Reply(body=JPEG)
        place = confidential_place(open_table, monkeypatch)
        for name, value in {
            "MEDIA_HOSTS": f".zdn.vn,{server.url}",
            "MAX_PICTURE_BYTES": "5000",
            "MAX_FILE_BYTES": "10000",
        }.items():
            monkeypatch.setenv(name, value)
        yield Desk(place, load("denunciation_files"), server)


def test_the_investigator_opens_what_was_copied(desk: Desk) -> None:
    desk.denounced("a.jpg", "b.jpg")
    assert [one["state_text"] for one in desk.shown()] == [texts.FILE_WAITED_FOR] * 2
    assert desk.works() == {"kept": 2}
    files = desk.shown()
    assert [(one["name"], one["size"], one["state_text"]) for one in files] == [
        ("anh.jpg", len(JPEG), "")
    ] * 2
    assert all("X-Amz-Expires=300" in one["link"] for one in files)
    s3 = boto3.client("s3")
    keys = [one["Key"] for one in s3.list_objects_v2(Bucket=BUCKET)["Contents"]]
    assert len(keys) == 2
    assert s3.get_object(Bucket=BUCKET, Key=keys[0])["Body"].read() == JPEG
    assert desk.works() == {}


def test_a_file_that_zalo_has_no_more_is_said_and_what_can_be_done(desk: Desk) -> None:
    desk.server.reply = lambda _: Reply(status=404)
    desk.denounced("a.jpg")
    desk.works()
    (file,) = desk.shown()
    assert (file["link"], file["state_text"]) == ("", texts.file_failure("gone"))
    assert texts.ASK_AGAIN in file["state_text"]


def test_an_unknown_host_raises_the_alarm_of_all_files_and_no_word_is_logged(
    desk: Desk, logged: Callable[[], str]
) -> None:
    desk.place.written("MARKED-WORDS", files=[{"kind": "image", "url": "https://cdn.example.vn/MARKED-URL"}])
    assert desk.works() == {"later": 1}
    said = logged()
    assert '"AttachmentsOfUnknownHosts":[1.0]' in said
    assert '"service":"attachments"' in said
    assert "cdn.example.vn" in said
    assert "MARKED" not in said
    (file,) = desk.shown()
    assert file["state_text"] == texts.FILE_FAILURES["unknown_host"]
