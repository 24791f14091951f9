"""Files that officers send along with a reply."""

import base64

import pytest

from loa.dialogue.desk.files import safe_name
from loa.errors import InvalidInput
from loa.platform.zalo.errors import NotSent, OutcomeUnknown
from loa.residents.messages.model import MessageState
from tests.worlds.fakes_messages import OA, USER
from tests.worlds.store.desk import Room

PDF = b"%PDF-1.7\n" + b"x" * 100
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def test_a_file_goes_up_right_before_it_is_sent_and_only_once(room: Room) -> None:
    kept = room.files.keep(OA, USER, "Kế hoạch.PDF", encoded(PDF))
    assert room.files.keep(OA, USER, "khac.pdf", encoded(PDF)).file_id == kept.file_id
    content = room.files.document(OA, USER, kept.file_id, "Kế hoạch.pdf", "")
    room.zalo.fail(NotSent("no_connection", had_no_effect=True))
    room.reply(text=content)
    assert room.zalo.uploads == []
    room.drain()
    assert room.zalo.uploads == ["Ke hoach.pdf application/pdf"], (
        "the second attempt uses what went up before"
    )
    message = room.message("reply-0001")
    assert (message.state, message.attempts, message.upload) == (MessageState.SENT, 2, "upload-1")
    line = room.audience.conversation(OA, USER, limit=1).rows[0]
    assert line["attachments"][0]["name"] == "Kế hoạch.pdf"


@pytest.mark.parametrize(
    ("called", "sent"), [("Giấy mời", "Giay moi.pdf"), ("Giấy mời.exe", "Giay moi.exe.pdf"), ("", ".pdf")]
)
def test_a_file_ends_as_what_it_is_whatever_the_reply_calls_it(room: Room, called: str, sent: str) -> None:
    kept = room.files.keep(OA, USER, "a.pdf", encoded(PDF))
    room.reply(text=room.files.document(OA, USER, kept.file_id, called, ""))
    room.drain()
    assert room.message("reply-0001").state is MessageState.SENT
    (up,) = room.zalo.uploads
    assert up.endswith(f"{sent} application/pdf")


def test_what_zalo_has_forgotten_goes_up_again_once(room: Room) -> None:
    kept = room.files.keep(OA, USER, "ảnh.png", encoded(PNG))
    room.zalo.fail(-100)
    room.reply(text=room.files.document(OA, USER, kept.file_id, "ảnh.png", "Xem ảnh"))
    room.drain()
    assert room.zalo.uploads == ["anh.png image/png"] * 2
    assert room.zalo.taken == [(USER, "Xem ảnh")]
    room.zalo.fail(-100, -100)
    room.reply(key="reply-0002", text=room.files.document(OA, USER, kept.file_id, "ảnh.png", ""))
    room.drain()
    assert room.message("reply-0002").reason == "attachment_expired"


def test_a_failing_upload_is_tried_again_and_never_unknown(room: Room) -> None:
    kept = room.files.keep(OA, USER, "a.pdf", encoded(PDF))
    room.zalo.upload_faults += [OutcomeUnknown("no_answer"), NotSent("no_connection")]
    room.reply(text=room.files.document(OA, USER, kept.file_id, "a.pdf", ""))
    room.drain()
    assert (room.message("reply-0001").state, room.message("reply-0001").attempts) == (MessageState.SENT, 3)


def test_a_file_that_is_gone_fails_the_message_and_hides_nothing(room: Room) -> None:
    kept = room.files.keep(OA, USER, "a.pdf", encoded(PDF))
    room.reply(text=room.files.document(OA, USER, kept.file_id, "a.pdf", ""))
    room.private.kept.clear()
    room.drain()
    message = room.message("reply-0001")
    assert (message.state, message.reason) == (MessageState.FAILED, "file_gone")
    assert room.waiting() == [USER]


def test_a_picture_of_ours_is_sent_by_its_reference(room: Room) -> None:
    name = f"{'a' * 64}.png"
    room.pictures.put(f"media/{name}", PNG, "image/png")
    room.reply(text=room.files.picture(f"media:{name}", "Xem"))
    room.drain()
    assert room.zalo.uploads == [f"{name} image/png"]
    for wrong in (f"media:{'b' * 64}.png", "media:../x.png", "https://elsewhere.vn/a.png", ""):
        with pytest.raises(InvalidInput):
            room.files.picture(wrong, "")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.exe", b"MZ"), ("a.pdf", PNG), ("a.pdf", b""), ("a.png", PDF), ("a.docx", b"%PDF-"),
        ("a.pdf", b"%PDF-" + b"x" * (4 * 1024 * 1024)), ("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 1024 * 1024),
        ("pdf", PDF), ("a.html", b"<script>"),
    ],
    ids=str,
)  # fmt: skip
def test_what_zalo_would_not_take_is_not_kept(room: Room, name: str, content: bytes) -> None:
    with pytest.raises(InvalidInput):
        room.files.keep(OA, USER, name, encoded(content))
    assert room.private.kept == {}


def test_a_file_belongs_to_one_conversation(room: Room) -> None:
    kept = room.files.keep(OA, USER, "a.pdf", encoded(PDF))
    for oa_id, user_id, file_id in (
        (OA, "78", kept.file_id),
        ("9002", USER, kept.file_id),
        (OA, USER, "../x.pdf"),
    ):
        with pytest.raises(InvalidInput):
            room.files.document(oa_id, user_id, file_id, "a.pdf", "")
    with pytest.raises(InvalidInput):
        room.files.document(OA, USER, kept.file_id, "a.pdf", "kèm chữ")
    with pytest.raises(InvalidInput):
        room.files.keep(OA, USER, "a.pdf", "không phải base64")


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\Users\\x\\báo cáo.pdf", "báo cáo.pdf"),
        ("a\x00b\u202efdp.exe", "abfdp.exe"), ("", "tep"), ("...", "tep"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
    ],
)  # fmt: skip
def test_a_file_name_is_made_harmless(given: str, safe: str) -> None:
    assert safe_name(given) == safe
