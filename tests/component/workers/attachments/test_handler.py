"""Files of residents: copied once, named safely, kept privately; what cannot be had says why."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

import boto3
import pytest

from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Row, Table
from loa.platform.aws.queues import Queue, QueueMessage
from loa.platform.zalo.media.files import Hosts, HostUnknown
from loa.residents.attachments import service, texts
from loa.residents.attachments.service import UNKNOWN_HOST, ask, link, redacted_key, remove_files
from loa.residents.followers.model import Direction, Message
from loa.residents.followers.store import message_key, message_row
from tests.conftest import OpenTable
from tests.worlds.doors import Context, load
from tests.worlds.quick_moto import make_bucket, make_queue
from tests.worlds.zalo_server import Reply, Server, running_server

pytestmark = pytest.mark.enable_socket

BUCKET = "attachments"
JPEG = b"\xff\xd8\xff\xe0" + bytes(2000)
PDF = b"%PDF-1.7\n" + bytes(100)
AT = datetime(2026, 11, 21, 10, tzinfo=UTC)


def message(*files: dict[str, Any], kind: str = "image", user: str = "user-1") -> Message:
    return Message("3344", user, "message-1", AT, Direction.IN, kind, "Đường hỏng MARKED", files)


@dataclass
class Desk:
    """The worker, the queue before it, Zalo's host of files, and what is kept."""

    worker: ModuleType
    server: Server
    table: Table
    queue: Queue

    def file(self, path: str, kind: str = "image", **more: Any) -> dict[str, Any]:
        return {"kind": kind, "url": f"{self.server.url}/{path}", **more}

    def keep(self, *files: dict[str, Any], **more: Any) -> Message:
        """Keep a message as the inbox does, and have its files copied."""
        kept = message(*files, **more)
        self.table.put(message_row(kept))
        ask(kept, self.queue)
        return kept

    def waiting(self) -> list[dict[str, Any]]:
        """What is on the queue, as Lambda hands it over."""
        sqs = boto3.client("sqs")
        return [
            {
                "messageId": one["MessageId"],
                "receiptHandle": one["ReceiptHandle"],
                "body": one["Body"],
                "attributes": one["Attributes"],
            }
            for one in sqs.receive_message(
                QueueUrl=self.queue.url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
            ).get("Messages", [])
        ]

    def work(self, *, tries: int = 1, context: Context | None = None) -> list[dict[str, Any]]:
        """Have everything that waits worked on; what is to come again."""
        records = self.waiting()
        for record in records:
            record["attributes"]["ApproximateReceiveCount"] = str(tries)
        answer = self.worker.handler({"Records": records}, context or Context())
        failed = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
        return [record for record in records if record["messageId"] in failed]

    def again(self, kept: Message, *, tries: int = 1) -> bool:
        """Deliver the same message once more; whether it is done."""
        _, sort = message_key(kept)
        body = json.dumps({"oa_id": kept.oa_id, "user_id": kept.user_id, "sort": sort})
        record = {
            "messageId": "again",
            "receiptHandle": "receipt",
            "body": body,
            "attributes": {"ApproximateReceiveCount": str(tries)},
        }
        return not self.worker.handler({"Records": [record]}, Context())["batchItemFailures"]

    def copies(self, kept: Message) -> Row:
        row = self.table.get(*message_key(kept))
        assert row
        copies: Row = row.get("copies", {})
        return copies

    def objects(self) -> dict[str, Any]:
        s3 = boto3.client("s3")
        found = s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])
        return {one["Key"]: s3.get_object(Bucket=BUCKET, Key=one["Key"]) for one in found}


@pytest.fixture
def desk(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    make_bucket(BUCKET)
    url = make_queue("attachments")
    with running_server() as server:
        server.reply = lambda _: Reply(body=JPEG)
        for name, value in {
            "AUDIENCE_TABLE": open_table("Audience").name,
            "ATTACHMENTS_BUCKET": BUCKET,
            "OWN_QUEUE": url,
            "MEDIA_HOSTS": f".zdn.vn,{server.url}",
            "MAX_PICTURE_BYTES": "5000",
            "MAX_FILE_BYTES": "10000",
        }.items():
            monkeypatch.setenv(name, value)
        yield Desk(load("attachments"), server, open_table("Audience"), Queue(url))


def test_a_picture_is_kept_and_its_message_says_where(desk: Desk) -> None:
    kept = desk.keep(desk.file("a.jpg?signature=SECRET"))
    assert desk.work() == []
    copy = desk.copies(kept)["0"]
    assert copy == {"key": copy["key"], "type": "image/jpeg", "size": len(JPEG), "name": "anh.jpg"}
    assert copy["key"].startswith("attachments/3344/")
    assert "user-1" not in copy["key"]
    (found,) = desk.objects().values()
    assert (found["Body"].read(), found["ContentType"]) == (JPEG, "image/jpeg")


def test_twice_is_once(desk: Desk) -> None:
    kept = desk.keep(desk.file("a.jpg"))
    desk.work()
    before, asked = desk.copies(kept), len(desk.server.seen)
    ask(kept, desk.queue)
    assert desk.work() == []
    assert desk.again(kept)
    assert (desk.copies(kept), len(desk.server.seen), len(desk.objects())) == (before, asked, 1)


def test_a_worker_that_died_after_the_copy_is_finished_by_the_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = desk.keep(desk.file("a.jpg"))
    with monkeypatch.context() as dying:
        dying.setattr(Table, "update", lambda *_, **__: (_ for _ in ()).throw(SystemError("killed")))
        assert len(desk.work()) == 1
    assert len(desk.objects()) == 1
    assert desk.copies(kept) == {}
    assert desk.again(kept)
    assert len(desk.objects()) == 1
    assert desk.copies(kept)["0"]["size"] == len(JPEG)


def test_a_message_with_several_files(desk: Desk) -> None:
    desk.server.reply = lambda seen: Reply(body=PDF if "pdf" in seen.path else JPEG)
    kept = desk.keep(
        desk.file("a.jpg"),
        {"kind": "link", "url": "https://evil.example/"},
        desk.file("b.pdf", "file", name="../../Đơn.exe", size=5),
        {"kind": "location", "latitude": "18.6"},
        {"kind": "sticker", "url": f"{desk.server.url}/sticker"},
        kind="file",
    )
    desk.work()
    copies = desk.copies(kept)
    assert {position: copy["name"] for position, copy in copies.items()} == {
        "0": "anh.jpg",
        "2": "Đơn.exe.pdf",
    }
    assert len(desk.server.seen) == 2


@pytest.mark.parametrize(
    "files", [(), ({"kind": "sticker", "url": "https://x.zdn.vn/1"},), ({"kind": "image"},)]
)
def test_nothing_is_asked_for_a_message_without_files(desk: Desk, files: tuple[Any, ...]) -> None:
    desk.keep(*files)
    assert desk.waiting() == []


def test_what_left_for_the_confidential_path_is_not_copied(desk: Desk) -> None:
    desk.keep(desk.file("a.jpg"), kind="confidential")
    assert desk.waiting() == []
    kept = desk.keep(desk.file("a.jpg"))
    desk.table.update(*message_key(kept), set={"kind": "confidential", "text": ""})
    assert desk.work() == []
    assert desk.objects() == {}
    assert desk.server.seen == []


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(body=bytes(5001)), "too_large"),
        (Reply(status=404), "gone"),
        (Reply(status=403), "gone"),
        (Reply(body=b""), "empty"),
        (Reply(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data/"}), "address"),
        (Reply(status=302, headers={"Location": "/again"}), "redirected"),
    ],
)
def test_what_can_never_be_had_is_said_once(desk: Desk, reply: Reply, reason: str) -> None:
    desk.server.reply = lambda _: reply
    kept = desk.keep(desk.file("a.jpg"))
    assert desk.work() == []
    assert desk.copies(kept) == {"0": {"failed": reason}}
    assert texts.FAILURES[reason]
    assert desk.objects() == {}
    asked = len(desk.server.seen)
    assert desk.again(kept)
    assert len(desk.server.seen) == asked


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest/meta-data/", "file:///etc/passwd"])
def test_what_is_no_address_of_a_host_of_files_is_said_once(desk: Desk, url: str) -> None:
    kept = desk.keep({"kind": "image", "url": url})
    assert desk.work() == []
    assert desk.copies(kept) == {"0": {"failed": "address"}}
    assert texts.FAILURES["address"]


def test_a_file_on_an_unknown_host_is_waited_for_and_had_once_the_host_is_in_the_setting(
    desk: Desk, logged: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.server.reply = lambda _: Reply(body=JPEG)
    server = urlsplit(desk.server.url)
    address = f"http://{server.hostname}:{server.port}/new.jpg"
    known = Hosts.check

    def check(hosts: Hosts, url: str) -> str:
        if url == address:
            raise HostUnknown("cdn.new.example")
        return known(hosts, url)

    monkeypatch.setattr(Hosts, "check", check)
    kept = desk.keep({"kind": "image", "url": address}, desk.file("a.jpg"))
    assert desk.work() != []
    for tries in (2, 9):
        assert not desk.again(kept, tries=tries)
        copies = desk.copies(kept)
        assert copies["0"] == {"failed": UNKNOWN_HOST}
        assert "key" in copies["1"], "the other file does not wait for it"
    assert texts.FAILURES[UNKNOWN_HOST]
    written = logged()
    assert '"AttachmentsOfUnknownHosts":[1.0]' in written
    assert "cdn.new.example" in written
    assert "new.jpg" not in written
    monkeypatch.setattr(Hosts, "check", known)
    assert desk.again(kept)
    assert "key" in desk.copies(kept)["0"]


def test_the_limit_is_that_of_the_kind_and_a_declared_size_is_not_believed(desk: Desk) -> None:
    desk.server.reply = lambda _: Reply(body=PDF + bytes(7000))
    kept = desk.keep(
        desk.file("a", "file", size=10), desk.file("b", "image"), desk.file("c", "video"), kind="file"
    )
    desk.work()
    copies = desk.copies(kept)
    assert [copies[position].get("failed") for position in "012"] == [None, "too_large", None]


def test_a_wrong_type_is_seen_through(desk: Desk) -> None:
    desk.server.reply = lambda _: Reply(
        body=b"<html><script>alert(1)</script>", headers={"Content-Type": "image/jpeg"}
    )
    kept = desk.keep(desk.file("a.jpg", name="anh.jpg"))
    desk.work()
    copy = desk.copies(kept)["0"]
    assert (copy["type"], copy["name"]) == ("application/octet-stream", "anh.jpg.bin")
    assert "attachment" in unquote(link(copy, Bucket(BUCKET)))


def test_a_host_in_trouble_is_asked_again_later_and_given_up_at_last(desk: Desk) -> None:
    desk.server.reply = lambda _: Reply(status=503)
    kept = desk.keep(desk.file("a.jpg"))
    assert len(desk.work()) == 1
    assert desk.copies(kept) == {}
    assert desk.waiting() == [], "hidden for its pause"
    for tries in range(2, len(desk.worker.PAUSES) + 1):
        assert not desk.again(kept, tries=tries)
    assert desk.again(kept, tries=len(desk.worker.PAUSES) + 1)
    assert desk.copies(kept) == {"0": {"failed": "no_answer"}}


def test_a_file_in_trouble_does_not_hold_up_the_others_of_its_message(desk: Desk) -> None:
    desk.server.reply = lambda seen: Reply(status=503) if "first" in seen.path else Reply(body=JPEG)
    kept = desk.keep(desk.file("first"), desk.file("second"))
    assert len(desk.work()) == 1
    assert set(desk.copies(kept)) == {"1"}
    desk.server.reply = lambda _: Reply(body=JPEG)
    assert desk.again(kept, tries=2)
    assert set(desk.copies(kept)) == {"0", "1"}


def test_without_time_no_file_is_begun(desk: Desk) -> None:
    kept = desk.keep(desk.file("a.jpg"))
    assert len(desk.work(context=Context(40_000))) == 1
    assert desk.server.seen == []
    assert desk.copies(kept) == {}


def test_a_message_that_is_gone_leaves_no_file_behind(desk: Desk) -> None:
    kept = message(desk.file("a.jpg"))
    desk.table.put(message_row(kept))

    def vanish(_: Any) -> Reply:
        desk.table.delete(*message_key(kept))
        return Reply(body=JPEG)

    desk.server.reply = vanish
    ask(kept, desk.queue)
    assert desk.work() == []
    assert desk.objects() == {}
    assert desk.table.get(*message_key(kept)) is None, "the row does not come back to life"
    assert desk.again(kept)


def test_a_message_that_leaves_for_the_confidential_path_meanwhile_leaves_no_file_behind(desk: Desk) -> None:
    kept = message(desk.file("a.jpg"))
    desk.table.put(message_row(kept))

    def denounced(_: Any) -> Reply:
        desk.table.update(*message_key(kept), set={"kind": "confidential", "text": ""})
        return Reply(body=JPEG)

    desk.server.reply = denounced
    ask(kept, desk.queue)
    assert desk.work() == []
    assert desk.objects() == {}
    assert desk.copies(kept) == {}


def test_two_workers_at_one_message_lose_nothing(desk: Desk) -> None:
    """While this worker fetches the first file, another writes of the second."""
    kept = message(desk.file("first"), desk.file("second"))
    desk.table.put(message_row(kept))
    theirs = {"key": "attachments/3344/theirs", "type": "image/jpeg", "size": 1, "name": "anh.jpg"}

    def meanwhile(seen: Any) -> Reply:
        if "first" in seen.path:
            desk.table.update(*message_key(kept), set={"copies": {"1": theirs}})
        return Reply(body=JPEG)

    desk.server.reply = meanwhile
    ask(kept, desk.queue)
    assert desk.work() == []
    copies = desk.copies(kept)
    assert copies["1"] == theirs
    assert copies["0"]["size"] == len(JPEG)


def test_the_same_picture_of_two_residents_is_two_files(desk: Desk) -> None:
    """So that the data of one can be erased, with what an officer has covered of it."""
    first, second = desk.keep(desk.file("a")), desk.keep(desk.file("a"), user="user-2")
    desk.work()
    assert len(desk.objects()) == 2
    covered = redacted_key(desk.copies(first)["0"]["key"])
    Bucket(BUCKET).put(covered, JPEG, "image/jpeg")
    remove_files(desk.copies(first), Bucket(BUCKET))
    remove_files(desk.copies(first), Bucket(BUCKET))
    assert set(desk.objects()) == {desk.copies(second)["0"]["key"]}


def test_an_officers_link_shows_pictures_and_saves_the_rest(desk: Desk) -> None:
    bucket = Bucket(BUCKET)
    shown = unquote(link({"key": "k", "type": "image/png", "size": 1, "name": "ảnh.png"}, bucket))
    assert "inline; filename*=UTF-8''" in shown
    assert f"X-Amz-Expires={service.LINK_SECONDS}" in shown
    saved = unquote(link({"key": "k", "type": "application/pdf", "size": 1, "name": "đơn.pdf"}, bucket))
    assert "attachment; filename*=UTF-8''" in saved
    assert link({"failed": "gone"}, bucket) == ""


def test_a_broken_request_comes_again_and_the_others_are_done(desk: Desk) -> None:
    kept = desk.keep(desk.file("a.jpg"))
    desk.queue.send(QueueMessage("{", group="x"))
    assert len(desk.work()) == 1
    assert desk.copies(kept)


def test_nothing_personal_reaches_the_log(desk: Desk, logged: Callable[[], str]) -> None:
    desk.keep(desk.file("a.jpg?SIGNATURE-MARKED", name="NAME-MARKED.jpg"))
    desk.work()
    desk.server.reply = lambda _: Reply(drop=True)
    desk.keep(desk.file("a.jpg?SIGNATURE-MARKED"), user="user-2-MARKED")
    desk.work()
    assert "MARKED" not in logged()
