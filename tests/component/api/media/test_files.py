"""Documents and sound of items: known by what they are, refused when they could run something."""

import base64
import json
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType, ModuleType
from typing import Any

import boto3
import pytest

from loa.publishing.documents import texts
from tests.conftest import OpenTable
from tests.worlds.doors import Context, http_event, load
from tests.worlds.growth import LINEAR, TIMES, growth
from tests.worlds.province import WARD_EDITOR
from tests.worlds.quick_moto import make_bucket

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = (
    f'<?xml version="1.0"?><w:document xmlns:w="{NAMESPACE}"><w:body>'
    "<w:p><w:r><w:t>Điều 1. Phạm vi</w:t></w:r></w:p><w:p><w:r><w:t>Điều 2.</w:t></w:r></w:p>"
    "</w:body></w:document>"
)


def docx(
    *,
    document: str | bytes = DOCUMENT,
    main: str = "word/document.xml",
    kind: str = "openxmlformats-officedocument.wordprocessingml.document.main+xml",
    types: str = "",
    files: Mapping[str, bytes] = MappingProxyType({}),
    **parts: bytes,
) -> bytes:
    """A Word file; `kind`: what its main part is, `types`: what others are, `parts`: `__` stands for `/`."""
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types><Default Extension="bin" ContentType="application/x-printer"/>'
            f'<Override PartName="/{main}" ContentType="application/vnd.{kind}"/>{types}</Types>',
        )
        archive.writestr(main, document)
        for name, content in {**files, **parts}.items():
            archive.writestr(name.replace("__", "/"), content)
    return output.getvalue()


def packed(objects: bytes, kind: bytes = b"/Type /ObjStm", cut: int = 0) -> bytes:
    stream = zlib.compress(objects)
    stream = stream[: len(stream) - cut] + b"\xff" * cut
    head = b"2 0 obj\n<< " + kind + b" /N 1 /First 4 /Filter /FlateDecode >>\nstream\n"
    return PDF.replace(b"trailer", head + stream + b"\nendstream\nendobj\ntrailer")


def pictured(noise: bytes) -> bytes:
    head = b"3 0 obj\n<< /Subtype /Image >>\nstream\n"
    return PDF.replace(b"trailer", head + noise + b"\nendstream\nendobj\ntrailer")


@pytest.fixture
def media(moto_aws: None, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setenv("PUBLISHED_TABLE", open_table("Published").name)
    make_bucket("loa-media")
    monkeypatch.setenv("PUBLIC_URL", "https://loa.example.vn")
    monkeypatch.setenv("MEDIA_BUCKET", "loa-media")
    return load("media")


def upload(media: ModuleType, content: bytes) -> tuple[int, Any]:
    body = json.dumps({"content_base64": base64.b64encode(content).decode()})
    answer = media.handler(http_event("POST", "/files", body=body, claims=WARD_EDITOR.claims), Context())
    return answer["statusCode"], json.loads(answer["body"])


def publish(open_table: OpenTable, name: str) -> None:
    open_table("Published").put({"partition": f"file#{name}", "sort": "40~0"})


def stored() -> set[str]:
    return {
        item["Key"] for item in boto3.client("s3").list_objects_v2(Bucket="loa-media").get("Contents", [])
    }


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


LED = (
    b'<Relationships><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    b'officeDocument" Target="/word/document2.xml" Id="R1"/></Relationships>'
)
"""What Word in a browser writes."""
STRICT_OFFICE = b"purl.oclc.org/ooxml/officeDocument"
STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"
STRICT = docx(
    document=DOCUMENT.replace(NAMESPACE, STRICT_WORD),
    main="word/main.xml",
    files={
        "_rels/.rels": LED.replace(b"schemas.openxmlformats.org/officeDocument/2006", STRICT_OFFICE).replace(
            b"document2", b"main"
        )
    },
)
"""Saved as Strict Open XML Document."""


def leading(*links: tuple[str, str]) -> bytes:
    """A Word file with a part of no telling name; each link leads to it or outside: its type, the rest."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    rows = "".join(
        f'<Relationship Id="R{number}" Type="{base}{kind}" {rest}/>'
        for number, (kind, rest) in enumerate(links)
    )
    rels = f'<Relationships xmlns="urn:x" xmlns:x="urn:y">{rows}</Relationships>'.encode()
    return docx(files={"word/objects/o.bin": b"x", "word/_RELS/settings.xml.RELS": rels})


def typed(extension: str, kind: str) -> bytes:
    types = f'<Default Extension="{extension}" ContentType="application/vnd.{kind}"/>'
    return docx(types=types, files={"word/x.BIN": b"x"})


def twice() -> bytes:
    output = BytesIO(docx())
    with zipfile.ZipFile(output, "a") as archive:
        archive.writestr("WORD/document.xml", DOCUMENT)
    return output.getvalue()


MACROS = "ms-word.document.macroEnabled.main+xml"
SHEET = "openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES = "openxmlformats-officedocument.presentationml.presentation.main+xml"
INSIDE = 'Target="objects/o.bin"'
OUTSIDE = 'Target="https://x.vn/a" TargetMode="External"'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (typed("bin", "ms-office.vbaProject"), texts.DOCX_ACTIVE),
        (typed("Bin", "openxmlformats-officedocument.oleObject"), texts.DOCX_ACTIVE),
        (docx(kind=MACROS), texts.DOCX_ACTIVE),
        (docx(kind=SHEET), texts.UNKNOWN_KIND),
        (docx(kind=SLIDES, main="ppt/presentation.xml"), texts.UNKNOWN_KIND),
        (leading(("vbaProject", INSIDE)), texts.DOCX_ACTIVE),
        (leading(("oleObject", INSIDE)), texts.DOCX_ACTIVE),
        (leading(("oleObject", OUTSIDE)), texts.DOCX_ACTIVE),
        (leading(("package", INSIDE)), texts.DOCX_ACTIVE),
        (leading(("control", INSIDE)), texts.DOCX_ACTIVE),
        (leading(("aFChunk", INSIDE)), texts.DOCX_ACTIVE),
        (leading(("frame", OUTSIDE)), texts.DOCX_ACTIVE),
        (leading(("hyperlink", OUTSIDE), ("image", OUTSIDE)), texts.DOCX_OUTSIDE),
        (leading(("image", f'{OUTSIDE} x:TargetMode="Internal"')), texts.DOCX_OUTSIDE),
        (leading(("attachedTemplate", OUTSIDE)), texts.DOCX_TEMPLATE),
        (
            leading(("attachedTemplate", r'Target="file:///\\x.vn\a" TargetMode="External"')),
            texts.DOCX_TEMPLATE,
        ),
        (docx(files={"word/_rels/a.rels": b"<Relationships"}), texts.DAMAGED),
        (twice(), texts.DAMAGED),
    ],
    ids=range(18),
)
def test_a_document_of_word_that_acts_or_fetches_under_any_name_is_refused(
    media: ModuleType, content: bytes, message: str
) -> None:
    status, refused = upload(media, content)
    assert (status, stored()) == (422, set())
    assert message in json.dumps(refused, ensure_ascii=False)


def field(*pieces: str, shown: str = "", inside: str = "", end: bool = True) -> str:
    """A field whose code stands in pieces, each in a run; `inside`: another one in its code."""
    code = "".join(f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in pieces)
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    behind = f"{mark('separate')}<w:r><w:t>{shown}</w:t></w:r>" if shown else ""
    return f"{mark('begin')}{code}{inside}{behind}{mark('end') if end else ''}"


def holding(run: str) -> str:
    return DOCUMENT.replace("</w:body>", f"<w:p>{run}</w:p></w:body>")


def headed(run: str) -> bytes:
    """A Word file with something in a header of no telling name."""
    header = f'<w:hdr xmlns:w="{NAMESPACE}"><w:p>{run}</w:p></w:hdr>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    return docx(
        types=f'<Override PartName="/word/x.bin" ContentType="{kind}"/>',
        files={"word/x.bin": header.encode()},
    )


PROGRAM = r" c:\\windows\\system32\\cmd.exe &quot;/k calc&quot; "
ANOTHER = field("QUOTE 104 116 116 112", shown="http")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (docx(document=holding(field("DDEAUTO", PROGRAM, shown="1"))), texts.DOCX_FIELD),
        (docx(document=holding(field(" D", "D", "E", "auto", PROGRAM))), texts.DOCX_FIELD),
        (docx(document=holding(field("dde", PROGRAM, end=False))), texts.DOCX_FIELD),
        (docx(document=holding(field("IF 1 = 1 ", inside=field("DDE", PROGRAM)))), texts.DOCX_FIELD),
        (docx(document=holding(field("PAGE", shown="1") + field("DD", "E", PROGRAM))), texts.DOCX_FIELD),
        (docx(document=holding(f'<w:fldSimple w:instr="DDE{PROGRAM}"/>')), texts.DOCX_FIELD),
        (
            docx(document=holding(field("DDE", PROGRAM).replace("w:instrText", "w:delInstrText"))),
            texts.DOCX_FIELD,
        ),
        (
            docx(
                document=holding(field("DDE", PROGRAM)).replace(NAMESPACE, STRICT_WORD),
                main="word/a.xml",
                files={"_rels/.rels": LED.replace(b"document2", b"a")},
            ),
            texts.DOCX_FIELD,
        ),
        (headed(field("DDE", PROGRAM)), texts.DOCX_FIELD),
        (
            docx(document=holding(field("INCLUDE", "PICTURE &quot;http", "s://x.vn/a.png&quot;"))),
            texts.DOCX_OUTSIDE,
        ),
        (docx(document=holding(field(r"INCLUDETEXT &quot;\\\\x.vn\\a.docx&quot;"))), texts.DOCX_OUTSIDE),
        (docx(document=holding(field(r"LINK Word.Document.12 file://x.vn/a.docx"))), texts.DOCX_OUTSIDE),
        (docx(document=holding(field("INCLUDEPICTURE ", inside=ANOTHER))), texts.DOCX_OUTSIDE),
        (docx(document=holding(field("INCLUDETEXT &quot;", inside=ANOTHER))), texts.DOCX_OUTSIDE),
    ],
    ids=range(14),
)
def test_a_field_that_runs_a_program_or_fetches__in_whatever_pieces__is_refused(
    media: ModuleType, content: bytes, message: str
) -> None:
    status, refused = upload(media, content)
    assert (status, stored()) == (422, set())
    assert message in json.dumps(refused, ensure_ascii=False)


@pytest.mark.parametrize(
    "run",
    [
        field(r"TOC \o &quot;1-3&quot; \h", shown="DDE là gì") + field("PAGE"),
        field("HYPERLINK &quot;https://x.vn/a&quot;", shown="LINK https://x.vn"),
        field(r"INCLUDEPICTURE &quot;C:\\Users\\Lan\\a.png&quot; \* MERGEFORMAT", shown="x"),
        field(r"INCLUDEPICTURE &quot;file:///C:\\Users\\a.png&quot; \* MERGEFORMATINET", shown="x"),
        field("INCLUDEPICTURE &quot;cid:a@b&quot; ", inside=field("INCLUDEPICTURE &quot;cid:a@b&quot;")),
        '<w:r><w:t>DDEAUTO c:</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ],
    ids=range(6),
)
def test_a_field_that_harms_nobody_is_kept(media: ModuleType, run: str) -> None:
    status, kept = upload(media, docx(document=holding(run)))
    assert status == 201, kept


@pytest.mark.parametrize(
    "content",
    [
        leading(("hyperlink", OUTSIDE), ("image", INSIDE)),
        leading(("attachedTemplate", r'Target="file:///C:\Users\Lan\Mau.dotx" TargetMode="External"')),
        typed("vml", "openxmlformats-officedocument.oleObject"),
    ],
    ids=["links and pictures", "the template on its writer's disk", "a type of no part"],
)
def test_a_document_of_word_with_what_harms_nobody_is_kept(media: ModuleType, content: bytes) -> None:
    assert upload(media, content)[0] == 201


@pytest.mark.parametrize(
    "content",
    [docx(), docx(main="word/document2.xml", files={"_rels/.rels": LED}), STRICT],
    ids=["word", "browser", "strict"],
)
def test_the_words_of_a_document_lie_beside_it(media: ModuleType, content: bytes) -> None:
    _, kept = upload(media, content)
    assert kept["words"] == 6
    key = f"files/{kept['reference'].removeprefix('file:')}.txt"
    text = boto3.client("s3").get_object(Bucket="loa-media", Key=key)["Body"].read().decode()
    assert text == "Điều 1. Phạm vi\nĐiều 2."


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
