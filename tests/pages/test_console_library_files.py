"""Pages of the library: spoken versions of an item, and files that are too large for a form of ours."""

import json
from base64 import b64decode
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest

from infra.local.speech.app import FRAME
from loa import clock
from loa.foundation.officers.model import Role
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.documents.inspection import MAXIMUM_UPLOAD
from loa.publishing.library.rows.read_store import ReadStore
from loa.publishing.library.rows.task_store import STUCK_AFTER, TaskKind
from tests.component.api.media.test_files import PDF
from tests.conftest import OpenTable
from tests.pages.reading import Element, check
from tests.pages.test_console_library import begun, choose, values, write
from tests.worlds.console import OfficerBrowser, body_of
from tests.worlds.console_library import LIST, MEDIA, ConsoleLibrary, console_library

SOUND = FRAME * 2_500


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ConsoleLibrary:
    return console_library(open_table, monkeypatch)


@pytest.fixture
def lan(world: ConsoleLibrary) -> OfficerBrowser:
    return world.sign_in("Nguyễn Thị Lan")


@pytest.fixture
def hoa(world: ConsoleLibrary) -> OfficerBrowser:
    return world.sign_in("Lê Thị Hoa", Role.APPROVER)


def hidden(page: Element, *names: str) -> dict[str, str]:
    return {name: values(page, name)[0] for name in ("csrf", "khoa", *names)}


def recorded(world: ConsoleLibrary, lan: OfficerBrowser, item: str) -> Element:
    """Upload a sound from the editor; the page that says so."""
    page = lan.follow(write(lan, item, "sound"))
    fields = {**hidden(page, "item", "sort", "after"), "title": "Bản Thái", "alt": ""}
    sent = lan.post_files(f"{LIST}/tep/moi", fields, {"file": SOUND})
    world.look_at_uploads()
    return lan.page(sent["headers"]["location"])


def test_a_recording__is_uploaded__given_its_language__and_confirmed_when_words_change(
    world: ConsoleLibrary, lan: OfficerBrowser, hoa: OfficerBrowser
) -> None:
    item = begun(lan)
    write(lan, item, "add-paragraphs-0")
    kept = recorded(world, lan, item)
    (way,) = [
        link.get("href")
        for link in kept.all("a")
        if "loai=sound" in link.get("href") and "ten=" in link.get("href")
    ]
    chosen = lan.page(way)
    assert "1:00" in chosen.text()
    speechless = lan.send(chosen, f"{LIST}/{item}/chen")
    assert (speechless["statusCode"], "Xin chọn tiếng" in body_of(speechless)) == (422, True)
    put = lan.send(chosen, f"{LIST}/{item}/chen", language="tai", speaker="Bà Vi Thị Hoa")
    editor = lan.follow(put)
    assert "Bản đọc tiếng Thái" in editor.text()
    assert "1 phút · Bà Vi Thị Hoa đọc" in editor.text()
    (audio,) = world.library.store.work(item).draft().content.audio
    assert (audio.language, audio.seconds, audio.speaker) == ("tai", 60, "Bà Vi Thị Hoa")
    refused = write(lan, item, "submit", words=["Họp lúc 9 giờ."])
    assert refused["statusCode"] == 422
    page = check(body_of(refused))
    assert "Bản đọc tiếng Thái đọc chữ của lần trước" in page.text()
    again = lan.send(page, f"{LIST}/{item}/soan", do="heard-tai")
    assert again["headers"]["location"].endswith("#ban-doc")
    assert write(lan, item, "submit")["statusCode"] == 303
    shown = hoa.ask(f"{LIST}/{item}")
    assert "<audio" in body_of(shown)
    assert "media-src 'self' https://" in shown["headers"]["content-security-policy"]
    assert choose(hoa, item, "approve_now", approve_now_read="true")["statusCode"] == 303
    found = world.library.published.get(item)
    assert found
    assert [one.language for one in found.content.audio] == ["tai"]
    choose(lan, item, "edit")
    write(lan, item, "unspeak-tai")
    assert world.library.store.work(item).draft().content.audio == ()


def test_what_the_machine_could_not_speak__stands_in_the_list__with_what_to_do(
    world: ConsoleLibrary, lan: OfficerBrowser, hoa: OfficerBrowser
) -> None:
    item = begun(lan)
    write(lan, item, "add-paragraphs-0")
    write(lan, item, "submit", words=["Họp lúc 9 giờ."])
    choose(hoa, item, "approve_now", approve_now_read="true")
    assert "Máy sẽ đọc bài này" in lan.page(f"{LIST}/{item}").text()
    assert "Máy chưa đọc được" not in lan.page(f"{LIST}?muc=xem-lai").text()
    tasks = world.library.service.tasks
    for _ in range(STUCK_AFTER):
        found = tasks.get(TaskKind.SPEAK, item)
        assert found
        assert found.due_at
        taken = tasks.take(TaskKind.SPEAK, item, found.due_at)
        assert taken
        tasks.settle(taken, type(taken)(**{**_fields(taken), "trouble": "busy"}))
    assert "Máy chưa đọc được thành tiếng" in lan.page(f"{LIST}?muc=xem-lai").text()
    page = lan.page(f"{LIST}/{item}")
    assert "ghi âm rồi thêm bản đọc" in page.text()
    done = choose(lan, item, "speak")
    assert "Máy sẽ đọc bài này" in lan.follow(done).text()


def test_what_nobody_has_opened__has_a_list_of_its_own(
    world: ConsoleLibrary, lan: OfficerBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.library.now = clock.now() - timedelta(days=20)
    item = world.library.publish("Lịch tiêm phòng", unit="40.17506")
    page = lan.page(f"{LIST}?muc=chua-doc")
    assert "Lịch tiêm phòng" in page.text()
    assert "chưa thấy ai mở" in page.text()
    commit(ReadStore(world.library.content).read({item: 1}, clock.local_day(clock.now())))
    assert "Lịch tiêm phòng" not in lan.page(f"{LIST}?muc=chua-doc").text()


def test_how_often_an_item_is_read__is_told_by_month__small_numbers_in_words(
    world: ConsoleLibrary, lan: OfficerBrowser
) -> None:
    world.library.now = clock.now()
    item, today = world.library.publish("Lịch tiêm phòng", unit="40.17506"), clock.local_day(clock.now())
    reads, month = ReadStore(world.library.content), f"Tháng {today.month}/{today.year}"
    assert f"{month}: chưa thấy ai mở" in lan.page(f"{LIST}/{item}").text()
    for number, words in ((9, "dưới 10 lượt"), (1_255, "ít nhất 1.264 lượt")):
        commit(reads.read({item: number}, today))
        assert f"{month}: {words}" in lan.page(f"{LIST}/{item}").text()
    assert "Lượt mở trang" not in lan.page(f"{LIST}/{begun(lan)}").text()


def _fields(task: Any) -> dict[str, Any]:
    return {name: getattr(task, name) for name in type(task).__dataclass_fields__}


def test_a_large_file__is_named__sent_to_the_bucket__looked_at__and_put_into_the_item(
    world: ConsoleLibrary, lan: OfficerBrowser
) -> None:
    item = begun(lan)
    chooser = lan.follow(write(lan, item, "add-file-0"))
    (way,) = {link.get("href") for link in chooser.all("a") if "/tep/lon" in link.get("href")}
    page = lan.page(way)
    nameless = lan.send(page, f"{LIST}/tep/lon", title=" ")
    assert (nameless["statusCode"], "Xin đặt tên" in body_of(nameless)) == (422, True)
    sent = [lan.send(page, f"{LIST}/tep/lon", title="Nghị quyết Đại hội") for _ in range(2)]
    assert sent[0]["headers"]["location"] == sent[1]["headers"]["location"], "the form comes twice"
    answer = lan.ask(sent[0]["headers"]["location"])
    form = check(body_of(answer))
    (target,) = [one for one in form.all("form") if one.get("enctype")]
    place = urlsplit(target.get("action"))
    assert (
        f"form-action 'self' {place.scheme}://{place.netloc};" in answer["headers"]["content-security-policy"]
    )
    fields = {one.get("name"): one.get("value") for one in target.all("input")}
    assert list(fields)[-1] == "file", "what comes after the file is not read"
    policy = json.loads(b64decode(fields["policy"]))
    assert ["content-length-range", 1, MAXIMUM_UPLOAD] in policy["conditions"]
    assert fields["key"].startswith("uploads/40.17506/")
    back = urlsplit(fields["success_action_redirect"]).path
    boto3.client("s3").put_object(Bucket=MEDIA, Key=fields["key"], Body=PDF)
    assert lan.ask(back)["headers"]["refresh"] == "2"
    assert not list(world.library.content.rows("40.17506", prefix="media#")), (
        "nothing before it was looked at"
    )
    world.look_at_uploads()
    kept = lan.page(back)
    assert "Đã nhận tệp" in kept.text()
    editor = lan.follow(lan.send(kept, f"{LIST}/{item}/chen"))
    assert values(editor, "words") == ["Nghị quyết Đại hội"]
    assert lan.ask(sent[0]["headers"]["location"])["statusCode"] == 303, (
        "once kept, it is not asked for again"
    )


def test_a_large_file__refused_or_too_late__says_why_and_leads_on(
    world: ConsoleLibrary, lan: OfficerBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = []
    for title in ("Có mã", "Quá giờ"):
        sent = lan.send(lan.page(f"{LIST}/tep/lon"), f"{LIST}/tep/lon", title=title)
        places.append(sent["headers"]["location"])
    upload = PurePosixPath(places[0]).name
    harmful = PDF.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript >>")
    boto3.client("s3").put_object(Bucket=MEDIA, Key=f"uploads/40.17506/{upload}", Body=harmful)
    world.look_at_uploads()
    refused = lan.page(f"{LIST}/tep/tai-len/40.17506/{upload}")
    assert "Chưa nhận được tệp" in refused.text()
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr("loa.clock.now", lambda: later)
    late = lan.ask(places[1])
    assert late["statusCode"] == 303
    stranger = world.sign_in("Người xã khác", Role.EDITOR, unit="40.16681")
    assert stranger.ask(places[1])["statusCode"] == 404
