"""Documents of Word: what acts or fetches under any name is refused, and what harms nobody is kept."""

import json
import zipfile
from io import BytesIO
from types import ModuleType

import boto3
import pytest

from loa.publishing.documents import texts
from tests.component.api.media.conftest import stored, upload
from tests.worlds.word_files import DOCUMENT, NAMESPACE, docx

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
