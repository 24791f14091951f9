"""Messages to residents: sent by the worker, once, and what is kept and logged of it."""

import base64
import logging
from collections.abc import Callable

import boto3
import pytest

from loa.foundation.accounts.store import CredentialStore
from loa.platform.aws.kms import EncryptionKey
from tests.conftest import OpenTable
from tests.worlds.component.messages import RESIDENT, TEXT, MakeDesk
from tests.worlds.component.zalo import OA, SECRET
from tests.worlds.province import (
    PROVINCE,
    WARD,
    WARD_EDITOR,
)

pytestmark = pytest.mark.enable_socket


@pytest.mark.parametrize(("kind", "version"), [("2", "v3"), ("4", "v2")])
def test_a_message_reaches_the_resident_once_whatever_the_kind_of_account(
    make_desk: MakeDesk, kind: str, version: str
) -> None:
    desk = make_desk(kind)
    key = desk.asked()
    assert desk.asked() == key
    for _ in range(3):
        assert desk.work() == []
    assert desk.at_zalo() == [TEXT]
    shown = desk.read(key)
    assert (shown["state"], shown["api_version"], shown["window"]) == ("sent", version, "free")
    assert [step["what"] for step in shown["history"]] == ["attempt", "sent"]
    assert desk.conversation() == [TEXT]
    assert desk.counted() == 1


def test_no_token_secret_name_or_text_reaches_a_log_at_any_level(
    make_desk: MakeDesk, open_table: OpenTable, logged: Callable[[], str]
) -> None:
    desk = make_desk("4")
    desk.zalo.tell("faults", {"kind": "rate_limit", "path": "/v3.0/oa/message/cs", "count": 1})
    key = desk.asked()
    desk.work()
    desk.read(key)
    logging.getLogger("loa.anything").debug("level DEBUG is on")
    written = logged()
    assert "level DEBUG is on" in written
    assert "message worked on" in written
    key_id = boto3.client("kms").list_keys()["Keys"][0]["KeyId"]
    pair = CredentialStore(open_table("Credentials"), EncryptionKey(key_id)).get(OA)
    for secret in (pair.access_token, pair.refresh_token, SECRET, "MARKED-TEXT", desk.user_id, RESIDENT):
        assert secret
        assert secret not in written


def test_a_government_account_is_asked_with_v3_only_once(make_desk: MakeDesk) -> None:
    desk = make_desk("4")
    for number in range(3):
        desk.asked(f"request-{number}", text=f"Tin {number}")
        desk.work()
    assert desk.zalo.calls("/v3.0/oa/message/cs") == 1
    assert desk.at_zalo() == ["Tin 0", "Tin 1", "Tin 2"]
    account = desk.accounts.of_unit(PROVINCE, WARD)
    assert account
    assert account.message_api == "v2"


def test_no_text_and_no_resident_reaches_the_log(
    make_desk: MakeDesk, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    desk = make_desk("2")
    caplog.clear()
    desk.asked()
    desk.work()
    written = capsys.readouterr().out + repr(
        [vars(record) for record in caplog.records if record.name != "responses"]
    )
    assert "MARKED" not in written
    assert desk.user_id not in written


@pytest.mark.parametrize("kind", ["2", "4"])
def test_a_reply_with_a_file_goes_up_to_zalo_and_then_nothing_waits(make_desk: MakeDesk, kind: str) -> None:
    desk = make_desk(kind)
    conversation = f"/conversations/{OA}/{desk.user_id}"
    desk.waits()
    file = {"file_name": "Kế hoạch.pdf", "content_base64": base64.b64encode(b"%PDF-1.7 x").decode()}
    kept = desk.officer.good(WARD_EDITOR, "POST", f"{conversation}/files", file)
    seen = desk.officer.good(WARD_EDITOR, "GET", conversation)["conversation"]["seen_up_to"]
    body = {"file": kept["file_id"], "file_name": "Kế hoạch.pdf", "seen_up_to": seen}
    for _ in range(2):
        reply = desk.officer.good(WARD_EDITOR, "POST", f"{conversation}/replies", body, key="reply-0001")
    assert reply["delivery"]["state"] == "pending"
    assert desk.work() == []
    shown = desk.officer.good(WARD_EDITOR, "GET", conversation)
    assert (shown["conversation"]["unanswered"], shown["lines"][0]["direction"]) == (0, "out")
    (attachment,) = shown["lines"][0]["attachments"]
    assert (attachment["name"], shown["lines"][0]["by_name"]) == ("Kế hoạch.pdf", WARD_EDITOR.name)
    assert desk.officer.good(WARD_EDITOR, "GET", "/conversations")["items"] == []
    found = desk.zalo.look(f"messages?oa_id={OA}&source=0")["messages"]
    assert len(found) == 1
    assert desk.zalo.calls("upload/file") == 1
