"""Who may ask for a message to a resident, and with what."""

import pytest

from tests.worlds.component.messages import MakeDesk
from tests.worlds.province import (
    APPROVER,
    EDITOR,
    OTHER_WARD_EDITOR,
    PROVINCE,
    VIEWER,
)

pytestmark = pytest.mark.enable_socket


def test_the_key_is_needed_and_one_key_is_one_message(make_desk: MakeDesk) -> None:
    desk = make_desk("2")
    for key in (None, "short", "có dấu trong mã"):
        reply = desk.ask(key)
        assert (reply.status, {name.lower() for name in reply.faults}) == (422, {"idempotency-key"})
    mine = desk.asked("request-1")
    assert desk.ask("request-1", text="Khác").status == 409
    other = desk.ask("request-1", EDITOR).body["key"]
    assert other != mine, "keys of two officers never meet"


def test_who_may_write_and_who_may_read(make_desk: MakeDesk) -> None:
    desk = make_desk("2")
    key = desk.asked()
    assert desk.ask("request-2", APPROVER).status == 202
    assert desk.ask("request-3", VIEWER).status == 403
    assert desk.ask("request-4", OTHER_WARD_EDITOR).status == 404
    assert desk.officer.ask(VIEWER, "GET", f"/messages/{key}").status == 403
    outside = desk.officer.ask(OTHER_WARD_EDITOR, "GET", f"/messages/{key}")
    missing = desk.officer.ask(OTHER_WARD_EDITOR, "GET", f"/messages/{'0' * 32}")
    assert outside.status == missing.status == 404
    assert outside.essence == missing.essence


def test_a_unit_without_an_account_cannot_write(make_desk: MakeDesk) -> None:
    desk = make_desk("2")
    reply = desk.ask("request-1", EDITOR, unit=PROVINCE)
    assert (reply.status, set(reply.faults)) == (422, {"unit"})
    for wrong in ({"text": ""}, {"text": "x" * 2001}, {"user_id": "abc"}):
        assert desk.ask("request-2", EDITOR, **wrong).status == 422


def test_nobody_reads_a_message_without_signing_in(make_desk: MakeDesk) -> None:
    desk = make_desk("2")
    assert desk.officer.ask(None, "GET", f"/messages/{desk.asked()}").status == 401
