"""Documents and sound of items: known by what they are, refused when they could run something."""

import base64
import json
import zlib
from types import ModuleType

import boto3
import pytest

from loa.publishing.documents import texts
from tests.component.api.media.conftest import stored, upload
from tests.conftest import OpenTable
from tests.worlds.doors import Context, http_event
from tests.worlds.growth import LINEAR, TIMES, growth
from tests.worlds.province import WARD_EDITOR
from tests.worlds.word_files import DOCUMENT, docx

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def packed(objects: bytes, kind: bytes = b"/Type /ObjStm", cut: int = 0) -> bytes:
    stream = zlib.compress(objects)
    stream = stream[: len(stream) - cut] + b"\xff" * cut
    head = b"2 0 obj\n<< " + kind + b" /N 1 /First 4 /Filter /FlateDecode >>\nstream\n"
    return PDF.replace(b"trailer", head + stream + b"\nendstream\nendobj\ntrailer")


def pictured(noise: bytes) -> bytes:
    head = b"3 0 obj\n<< /Subtype /Image >>\nstream\n"
    return PDF.replace(b"trailer", head + noise + b"\nendstream\nendobj\ntrailer")


def publish(open_table: OpenTable, name: str) -> None:
    open_table("Published").put({"partition": f"file#{name}", "sort": "40~0"})


@pytest.mark.parametrize(
    ("content", "scheme", "media_type"),
    [
        (PDF, "file", "application/pdf"),
        (pictured(b"\x00 /JS \x01"), "file", "application/pdf"),
        (packed(b"1 0 << /Type /Page >>"), "file", "application/pdf"),
        (
            pictured(zlib.compress(b"row")).replace(b"/Image", b"/Image /DecodeParms << /Predictor 15 >>"),
            "file",
            "application/pdf",
        ),
        (b"ID3\x04" + bytes(64), "audio", "audio/mpeg"),
        (b"OggS" + bytes(64), "audio", "audio/ogg"),
        (b"\x00\x00\x00\x18ftypM4A " + bytes(64), "audio", "audio/mp4"),
    ],
)
def test_a_good_file_is_kept_and_handed_out(
    media: ModuleType, open_table: OpenTable, content: bytes, scheme: str, media_type: str
) -> None:
    status, kept = upload(media, content)
    assert status == 201, kept
    assert kept["reference"].startswith(f"{scheme}:")
    name = kept["url"].rpartition("/")[2]
    hidden = media.handler(http_event("GET", f"/files/{name}"), Context())
    assert hidden["statusCode"] == 404, "nothing that is published uses it"
    publish(open_table, name)
    shown = media.handler(http_event("GET", f"/files/{name}"), Context())
    assert (shown["statusCode"], base64.b64decode(shown["body"])) == (200, content)
    assert shown["headers"]["Content-Type"] == media_type
    assert upload(media, content)[1] == kept


BOMB = docx(word__media__a=bytes(61 * 1024 * 1024))
SCRIPT = b"1 0 << /S /JavaScript /JS (app.alert) >>"
ENTITIES = DOCUMENT.replace("<w:document", '<!DOCTYPE d [<!ENTITY a "aaaa">]><w:document')


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html><script>alert(1)</script>", texts.UNKNOWN_KIND),
        (b"MZ\x90\x00", texts.UNKNOWN_KIND),
        (PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (x) >>"), texts.PDF_ACTIVE),
        (PDF.replace(b"/Catalog", b"/Catalog /Names << /J#61vaScript 3 0 R >>"), texts.PDF_ACTIVE),
        (packed(SCRIPT), texts.PDF_ACTIVE),
        (packed(SCRIPT, b"/Type /Obj#53tm"), texts.PDF_ACTIVE),
        (packed(SCRIPT, b"/Type /ObjStm" + b" " * 600), texts.PDF_ACTIVE),
        (packed(SCRIPT, cut=4), texts.PDF_ACTIVE),
        (packed(bytes(5000) + SCRIPT), texts.PDF_ACTIVE),
        (packed(b"1 0 null", b"/Type /ObjStm /Decode#50arms << /Predictor 12 >>"), texts.PDF_ACTIVE),
        (packed(b"1 0 null", b"/DecodeParms 7 0 R"), texts.PDF_ACTIVE),
        (packed(b"", b"/Type /ObjStm /DecodeParms [] /F [/ASCIIHexDecode]"), texts.PDF_ACTIVE),
        (
            PDF.replace(b"trailer", b"%stream\n4 0 obj\n" + SCRIPT + b"\n%endstream\ntrailer"),
            texts.PDF_ACTIVE,
        ),
        (PDF.replace(b"trailer", b"stream\nx\x9c" * 10_001 + b"trailer"), texts.DAMAGED),
        (PDF.replace(b"trailer <<", b"trailer << /Encr#79pt 9 0 R"), texts.PDF_ENCRYPTED),
        (PDF.replace(b"/Catalog", b"/Catalog /Names << /EmbeddedFiles 3 0 R >>"), texts.PDF_ACTIVE),
        (PDF.replace(b"trailer <<", b"trailer << /Encrypt 9 0 R"), texts.PDF_ENCRYPTED),
        (PDF[:-7], texts.DAMAGED),
        (docx(word__vbaProject=b"x"), texts.DOCX_ACTIVE),
        (docx(word__embeddings__a=b"x"), texts.DOCX_ACTIVE),
        (BOMB, texts.DOCX_TOO_LARGE),
        (docx(document=ENTITIES), texts.DAMAGED),
        (docx(document=ENTITIES.replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")), texts.DAMAGED),
        (docx()[:-30], texts.DAMAGED),
        (b"PK\x03\x04" + bytes(200), texts.DAMAGED),
    ],
    ids=range(25),
)
def test_what_could_run_or_burst_is_refused_and_nothing_is_stored(
    media: ModuleType, content: bytes, message: str
) -> None:
    status, refused = upload(media, content)
    assert status in {413, 422}
    assert message in json.dumps(refused, ensure_ascii=False)
    assert stored() == set()


def test_a_name_that_is_none_of_ours_leads_nowhere(media: ModuleType) -> None:
    for name in ("..%2Fmedia", f"{'a' * 64}.exe", f"{'a' * 64}.pdf"):
        assert media.handler(http_event("GET", f"/files/{name}"), Context())["statusCode"] == 404


def test_who_has_a_file_is_not_sent_it_again(media: ModuleType, open_table: OpenTable) -> None:
    name = upload(media, PDF)[1]["url"].rpartition("/")[2]
    publish(open_table, name)
    first = media.handler(http_event("GET", f"/files/{name}"), Context())
    assert first["headers"]["Cache-Control"] == "public, max-age=3600"
    known = {"if-none-match": first["headers"]["ETag"]}
    again = media.handler(http_event("GET", f"/files/{name}", headers=known), Context())
    assert (again["statusCode"], again["body"]) == (304, "")


def test_words_of_streams__cost__as_much_more_as_there_are_more(media: ModuleType) -> None:
    def upload_with(words: int) -> None:
        assert upload(media, PDF.replace(b"trailer", b"stream\n" * words + b"trailer"))[0] == 201

    assert growth(upload_with, 100_000 // TIMES) < LINEAR


@pytest.mark.parametrize("path", ["/files", "/images"])
def test_an_upload_for_what_is_no_unit_is_refused(media: ModuleType, path: str) -> None:
    unit = f"{WARD_EDITOR.unit}.x"
    body = json.dumps({"unit": unit, "content_base64": base64.b64encode(PDF).decode()})
    event = http_event("POST", path, body=body, claims=WARD_EDITOR.claims)
    assert media.handler(event, Context())["statusCode"] == 404


def test_what_is_larger_than_an_answer_may_be_is_fetched_from_the_bucket(
    media: ModuleType, open_table: OpenTable
) -> None:
    name = f"{'d' * 64}.pdf"
    boto3.client("s3").put_object(Bucket="loa-media", Key=f"files/{name}", Body=PDF + bytes(4 * 1024 * 1024))
    assert media.handler(http_event("GET", f"/files/{name}"), Context())["statusCode"] == 404
    publish(open_table, name)
    answer = media.handler(http_event("GET", f"/files/{name}"), Context())
    assert (answer["statusCode"], answer["headers"]["Cache-Control"]) == (302, "no-store")
    assert f"files/{name}" in answer["headers"]["Location"]
    assert "X-Amz-Expires=60" in answer["headers"]["Location"]
