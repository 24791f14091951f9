"""What a file is, by its bytes, and the name under which it is handed out."""

import io
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.residents.attachments import texts
from loa.residents.attachments.files import MAX_NAME_BYTES, OTHER, FileType, is_picture, recognised, safe_name
from loa.residents.attachments.service import COPIED_KINDS

PDF = FileType("application/pdf", "pdf")
JPEG = FileType("image/jpeg", "jpg")


def zipped(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type", "ending"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg", "jpg"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png", "png"),
        (b"GIF89a\x01", "image/gif", "gif"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp", "webp"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "audio/wav", "wav"),
        (b"\x00\x00\x00\x18ftypmp42\x00", "video/mp4", "mp4"),
        (b"\x00\x00\x00\x18ftypisom\x00", "video/mp4", "mp4"),
        (b"\x00\x00\x00\x18ftypM4A \x00", "audio/mp4", "m4a"),
        (b"\x00\x00\x00\x18ftypheic\x00", "image/heic", "heic"),
        (b"\x00\x00\x00\x14ftypqt  \x00", "video/quicktime", "mov"),
        (b"ID3\x04\x00", "audio/mpeg", "mp3"),
        (b"\xff\xfb\x90\x00", "audio/mpeg", "mp3"),
        (b"\xff\xf1\x50\x80", "audio/aac", "aac"),
        (b"#!AMR\n\x3c", "audio/amr", "amr"),
        (b"#!AMR-WB\n\x04", "audio/amr-wb", "awb"),
        (b"%PDF-1.7\n", "application/pdf", "pdf"),
        (zipped("[Content_Types].xml", "word/document.xml"), None, "docx"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), None, "xlsx"),
        (zipped("anything.txt"), "application/zip", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "application/msword", "doc"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"),
            "application/vnd.ms-excel",
            "xls",
        ),
        (b"<html><script>alert(1)</script>", "application/octet-stream", "bin"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "application/octet-stream", "bin"),
        (b"MZ\x90\x00", "application/octet-stream", "bin"),
        ("xin chào".encode("utf-16"), "application/octet-stream", "bin"),
        (b"\xff", "application/octet-stream", "bin"),
        (b"", "application/octet-stream", "bin"),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, media_type: str | None, ending: str) -> None:
    found = recognised(content)
    assert found.ending == ending
    assert media_type in {None, found.media_type}


@given(st.binary(max_size=300))
def test_any_bytes_are_something(content: bytes) -> None:
    found = recognised(content)
    assert found.ending.isalnum()
    assert is_picture(found.media_type) == (found.ending in {"jpg", "png", "gif", "webp"})


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("Đơn kiến nghị.pdf", PDF, "Đơn kiến nghị.pdf"),
        (unicodedata.normalize("NFD", "Đơn kiến nghị.pdf"), PDF, "Đơn kiến nghị.pdf"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("..\\..\\windows\\win.ini", PDF, "win.ini.pdf"),
        ("../../x", OTHER, "x.bin"),
        ("/", PDF, "tep.pdf"),
        ("..", PDF, "tep.pdf"),
        ("", PDF, "tep.pdf"),
        (".htaccess", OTHER, "htaccess.bin"),
        ("anh.JPEG", JPEG, "anh.jpg"),
        ("anh.jpg", PDF, "anh.jpg.pdf"),
        ("trinh.exe", OTHER, "trinh.exe.bin"),
        ("anh\u202egpj.exe", OTHER, "anhgpj.exe.bin"),
        ("a\r\nSet-Cookie: b.pdf", PDF, "aSet-Cookie_ b.pdf"),
        ("=cmd|' /C calc'!A0.pdf", PDF, "C calc'!A0.pdf"),
        ("CON.pdf", PDF, "tep.pdf"),
        ("a\x00b.pdf", PDF, "ab.pdf"),
        ("  .  .pdf", PDF, "pdf.pdf"),
        ("\ud83d.pdf", PDF, "_.pdf"),
    ],
)
def test_a_name_plays_no_tricks(name: str, kind: FileType, safe: str) -> None:
    assert safe_name(name, kind, otherwise="tep") == safe


@given(st.text(max_size=400), st.sampled_from([PDF, JPEG, OTHER]))
def test_any_name_becomes_one_that_every_system_takes(name: str, kind: FileType) -> None:
    safe = safe_name(name, kind, otherwise="tep")
    assert safe.endswith(f".{kind.ending}")
    assert not set(safe) & set('/\\:*?"<>|\r\n\x00')
    assert not safe.startswith(".")
    assert len(safe.encode()) <= MAX_NAME_BYTES
    assert unicodedata.is_normalized("NFC", safe)
    assert safe_name(safe, kind, otherwise="tep") == safe or kind is OTHER


def test_every_kind_that_is_copied_has_a_name_for_lack_of_one() -> None:
    assert set(texts.UNNAMED) == COPIED_KINDS
