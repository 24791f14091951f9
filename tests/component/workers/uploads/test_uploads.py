"""Large files: a form for the bucket, a look at what arrived, and a file of the library in the end."""

import base64
import json
import zlib
from datetime import timedelta
from typing import Any

import boto3
import pytest

from loa import clock
from loa.publishing.documents import texts
from loa.publishing.documents.inspection import MAXIMUM_UPLOAD
from tests.component.api.media.test_files import PDF
from tests.conftest import OpenTable
from tests.worlds.doors import Context, load
from tests.worlds.fakes import Killed
from tests.worlds.province import EDITOR, OTHER_WARD_EDITOR, WARD, WARD_EDITOR, Door, door, populate
from tests.worlds.quick_moto import make_bucket
from tests.worlds.word_files import docx

BUCKET = "loa-media"


@pytest.fixture
def library(moto_aws: None, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Door:
    monkeypatch.setenv("MEDIA_BUCKET", make_bucket(BUCKET))
    for name in ("Units", "Content", "Published", "Inbox", "Privacy"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    for name, value in {
        "PROVINCE_CODE": "40",
        "PUBLIC_URL": "https://loa.example.vn",
        "UNITS_AS_OF": "2024-09-30",
    }.items():
        monkeypatch.setenv(name, value)
    populate(open_table("Units"))
    return door("library", load("library"))


@pytest.fixture
def worker(library: Door) -> Any:
    return load("uploads")


def begin(library: Door, **more: Any) -> Any:
    return library.good(WARD_EDITOR, "POST", "/library/uploads", {"title": "Nghị quyết", **more})


def key_of(begun: Any) -> str:
    return str(begun["fields"]["key"])


def arrive(key: str, content: bytes) -> dict[str, Any]:
    boto3.client("s3").put_object(Bucket=BUCKET, Key=key, Body=content)
    return {"detail": {"object": {"key": key}}}


def state(library: Door, begun: Any) -> Any:
    return library.good(WARD_EDITOR, "GET", f"/library/uploads/{begun['upload']['upload_id']}")


def keys() -> set[str]:
    return {row["Key"] for row in boto3.client("s3").list_objects_v2(Bucket=BUCKET).get("Contents", [])}


def written(text: str) -> bytes:
    """A PDF of one page that says so."""
    stream = zlib.compress(f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1"))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return body + head + table + b"trailer << /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def test_the_form_takes_one_file_of_25_megabytes_under_one_key(library: Door) -> None:
    begun = begin(library, page=True)
    policy = json.loads(base64.b64decode(begun["fields"]["policy"]))
    assert ["content-length-range", 1, MAXIMUM_UPLOAD] in policy["conditions"]
    assert {"key": f"uploads/{WARD}/{begun['upload']['upload_id']}"} in policy["conditions"]
    back = begun["fields"]["success_action_redirect"]
    assert back.startswith("https://loa.example.vn/console/noi-dung/tep/tai-len/")
    assert {"success_action_redirect": back} in policy["conditions"]
    assert "success_action_redirect" not in begin(library)["fields"]
    assert state(library, begun)["state"] == "waiting"
    found = library.ask(OTHER_WARD_EDITOR, "GET", f"/library/uploads/{begun['upload']['upload_id']}")
    assert found.status == 404
    assert library.ask(EDITOR, "POST", "/library/uploads", {"title": "x", "unit": "40.999"}).status == 404


def test_what_arrived_is_looked_at_and_becomes_a_file_once(library: Door, worker: Any) -> None:
    begun = begin(library)
    event = arrive(key_of(begun), docx() + b"" * 5)
    assert worker.handler(event, Context()) == {"outcome": "kept"}
    assert worker.handler(event, Context()) == {"outcome": "kept"}, "the event comes twice"
    kept = state(library, begun)
    assert kept["state"] == "kept"
    name = kept["reference"].removeprefix("file:")
    assert keys() == {f"files/{name}", f"files/{name}.txt"}
    (file,) = library.good(WARD_EDITOR, "GET", "/library/media")["items"]
    assert (file["reference"], file["title"]) == (kept["reference"], "Nghị quyết")
    link = library.good(WARD_EDITOR, "GET", f"/library/media/{kept['reference']}/link")["url"]
    assert f"files/{name}" in link
    assert "X-Amz-Expires=300" in link
    assert library.ask(OTHER_WARD_EDITOR, "GET", f"/library/media/{kept['reference']}/link").status == 404


def test_killed_between_file_and_row_the_next_event_ends_it(
    library: Door, worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = begin(library)
    event = arrive(key_of(begun), PDF)

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(type(worker.root().uploads), "end", killed)
        with pytest.raises(Killed):
            worker.handler(event, Context())
    assert state(library, begun)["state"] == "waiting"
    assert worker.handler(event, Context()) == {"outcome": "kept"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"MZ\x90\x00" + bytes(100), texts.UNKNOWN_KIND),
        (PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (x) >>"), texts.PDF_ACTIVE),
        (docx(word__vbaProject=b"x"), texts.DOCX_ACTIVE),
    ],
)
def test_what_may_not_be_kept_says_why_and_leaves_nothing(
    library: Door, worker: Any, content: bytes, reason: str
) -> None:
    begun = begin(library)
    assert worker.handler(arrive(key_of(begun), content), Context()) == {"outcome": "refused"}
    found = state(library, begun)
    assert (found["state"], found["reason"], found["reference"]) == ("refused", reason, "")
    assert keys() == set()


def test_what_nobody_asked_for_is_thrown_away_and_what_is_late_is_over(
    library: Door, worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert worker.handler(arrive(f"uploads/{WARD}/{'0' * 22}", PDF), Context()) == {"outcome": "unknown"}
    assert keys() == set()
    begun = begin(library)
    assert worker.handler({"detail": {"object": {"key": key_of(begun)}}}, Context()) == {"outcome": "gone"}
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert state(library, begun)["state"] == "expired"


def test_the_words_of_a_pdf_are_read_in_a_process_of_their_own(library: Door, worker: Any) -> None:
    key = f"files/{'a' * 64}.pdf"
    assert worker.handler(arrive(key, written("Tieu chuan bau cu")), Context()) == {"outcome": "read"}
    words = boto3.client("s3").get_object(Bucket=BUCKET, Key=f"{key}.txt")["Body"].read().decode()
    assert words.split() == ["Tieu", "chuan", "bau", "cu"]
    broken = f"files/{'b' * 64}.pdf"
    assert worker.handler(arrive(broken, PDF), Context()) == {"outcome": "without words"}
    assert worker.handler(arrive(f"files/{'c' * 64}.pdf.exe.pdf", PDF), Context()) == {"outcome": "ignored"}
