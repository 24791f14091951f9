"""Opinions that are spoken: kept once, counted at once, heard by a person; who speaks in vain is told."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import boto3
import pytest

from loa.bootstrap import participation
from loa.errors import Busy, Conflict
from loa.foundation.officers.model import Role
from loa.participation.campaigns.passes import known_person
from loa.participation.consultations.rows import opinion_key
from loa.participation.consultations.rules.model import SpokenLanguage, Stance
from loa.participation.consultations.rules.opinions import Opinion, SingleCounts
from loa.participation.consultations.service import ConsultationService
from loa.platform.aws import clients
from tests.component.conftest import taken
from tests.component.workers.inbox.test_contests import Chat
from tests.conftest import OpenTable
from tests.pages.reading import Element
from tests.worlds.component.consultation import Consultation
from tests.worlds.component.participation import AREA, COMMUNE, SECRET
from tests.worlds.console import body_of
from tests.worlds.quick_moto import make_bucket
from tests.worlds.zalo_server import Reply, Server, running_server

pytestmark = pytest.mark.enable_socket

BUCKET = "loa-attachments"
SPEECH = b"#!AMR\n" + bytes(300)
MP4 = b"\0\0\0\x18ftypisom" + bytes(12) + b"\0\0\0\x20hdlr" + bytes(8)
LOST = {
    "film.mp4": Reply(body=MP4 + b"soun" + MP4 + b"vide"),
    "gone.amr": Reply(status=404),
    "page.amr": Reply(body=b"<html>"),
    "busy.amr": Reply(status=503),
}
ZALO = known_person(SECRET, "zalo-1")


class VoiceChat(Chat):
    """A chat whose residents can speak, too."""

    def __init__(self, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
        super().__init__(open_table, monkeypatch)
        make_bucket(BUCKET)
        monkeypatch.setenv("MEDIA_HOSTS", server.url)
        monkeypatch.setenv("ATTACHMENTS_BUCKET", BUCKET)
        self.server = server

    def voice(self, path: str = "1.amr", user: str = "1") -> str:
        """The body of an event: a recording."""
        event = json.loads(self.event("", user))
        event["event_name"] = "user_send_audio"
        event["message"] |= {
            "attachments": [{"type": "audio", "payload": {"url": f"{self.server.url}/{path}"}}]
        }
        del event["message"]["text"]
        return json.dumps(event)

    def speaks(self, path: str = "1.amr", user: str = "1") -> str:
        """Speak; the event comes twice."""
        event = self.voice(path, user)
        told = self.brought(event)
        again = self.brought(event)
        assert not told or again in told
        return told


@pytest.fixture
def server() -> Iterator[Server]:
    with running_server() as running:
        files = {
            "1.amr": Reply(body=SPEECH),
            "2.amr": Reply(body=SPEECH + b"2"),
            "3.mp4": Reply(body=MP4 + b"soun"),
            **LOST,
        }
        running.reply = lambda seen: files[seen.path.strip("/")]
        yield running


@pytest.fixture
def chat(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, server: Server) -> VoiceChat:
    return VoiceChat(open_table, monkeypatch, server)


@pytest.fixture
def law(chat: VoiceChat) -> Consultation:
    return Consultation(chat)


def own(law: Consultation) -> dict[str, Opinion]:
    campaign = participation.campaign_store().find(law.id)
    text = participation.consultations().text(campaign)
    said = participation.consultations().own(campaign, ZALO)
    return {text.label(node): each for node, each in said.items()}


def kept_files() -> list[str]:
    found = boto3.client("s3").list_objects_v2(Bucket=BUCKET, Prefix="opinions/")
    return [each["Key"] for each in found.get("Contents", [])]


def test_who_names_an_article_and_speaks__has_one_opinion_that_waits_to_be_heard(
    chat: VoiceChat, law: Consultation
) -> None:
    asked = chat.says("góp ý điều 3 khoản 1")
    assert "nút micro" in asked
    assert "không kèm tên" in asked
    assert own(law) == {}
    assert "Đã nhận lời nói" in chat.speaks()
    assert "Đã nhận lời nói" in chat.speaks("2.amr")
    assert not taken("attachments"), "officers who read the thread cannot play it there"
    thread = open_row_texts(chat)
    assert chat.server.url not in thread
    assert "'kind': 'audio'" in thread or "'kind': 'voice'" in thread
    (said,) = own(law).values()
    assert said.recording
    assert (said.stance, said.is_unheard, len(said.recording.files)) == (Stance.OTHER, True, 2)
    assert sorted(said.recording.files) == sorted(kept_files())
    assert "nhắn đủ chữ" in chat.says("Không đồng ý"), "to what?"
    assert "không đồng ý" in chat.says("gửi không đồng ý").lower()
    counts = participation.consultation_desk().store.single_counts(law.id)
    assert counts[law.node("Điều 3 khoản 1")] == SingleCounts(1, 0, 1, 0, 0)
    assert participation.campaigns().entries.counts(law.id) == {COMMUNE: {"opinions": 1, "persons": 1}}
    (said,) = own(law).values()
    assert said.recording
    assert said.recording.is_stated
    assert not chat.waits_for_people()
    assert "chờ cán bộ nghe" in chat.page_of().page(law.public).text()
    known = re.compile(r"(?<![a-z0-9])(?:9001|zalo-1|m2)(?![a-z0-9])")
    assert known.search("spoken/law_zalo-1.amr")
    assert not [name for name in kept_files() if known.search(name)], "no way back"


def test_a_recording__is_an_opinion_only_right_behind_the_question(
    chat: VoiceChat, law: Consultation
) -> None:
    chat.says("xin chào")
    chat.speaks()
    assert chat.waits_for_people()
    chat.says("góp ý dự thảo", "2")
    chat.says("gặp cán bộ", "2")
    chat.speaks(user="2")
    assert chat.waits_for_people("2")
    chat.says("góp ý dự thảo", "3")
    chat.now += timedelta(hours=2)
    chat.speaks(user="3")
    assert chat.waits_for_people("3")
    assert not kept_files()
    chat.says("gop y du thao", "4")
    assert "Cả dự thảo" in chat.speaks(user="4")
    assert not chat.waits_for_people("4")
    assert own(law) == {}


@pytest.mark.parametrize("lost", LOST)
def test_what_zalo_does_not_give__is_told_and_read_by_people(
    chat: VoiceChat, law: Consultation, lost: str
) -> None:
    chat.says("góp ý điều 4")
    assert "Chưa lấy được tin thoại" in chat.speaks(lost)
    assert chat.waits_for_people()
    assert (own(law), kept_files()) == ({}, [])
    chat.says("góp ý điều 4")
    assert "Đã nhận lời nói" in chat.speaks()
    assert "Đã nhận lời nói" in chat.speaks("3.mp4")
    assert list(own(law)) == ["Điều 4"]


def test_what_is_refused__leaves_no_file_and_is_read_by_people(
    chat: VoiceChat, law: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> Opinion:
        raise Conflict

    chat.says("góp ý điều 4")
    with monkeypatch.context() as broken:
        broken.setattr(ConsultationService, "speak", refused)
        assert "Chưa ghi được ý kiến này" in chat.brought(chat.voice())
    assert chat.waits_for_people()
    chat.says("góp ý điều 4", "2")
    chat.step(chat.approver, law.page, f"{law.page}/ket-thuc")
    chat.now += timedelta(seconds=5)
    chat.speaks(user="2")
    assert chat.waits_for_people("2")
    assert (own(law), kept_files()) == ({}, [])


def test_an_opinion_that_officers_corrected__takes_no_more__and_the_message_is_theirs(
    chat: VoiceChat, law: Consultation
) -> None:
    chat.says("góp ý điều 4")
    chat.speaks()
    kept = kept_files()
    table, campaign = participation.campaign_store().table, participation.campaign_store().find(law.id)
    table.update(*opinion_key(campaign, ZALO.id, law.node("Điều 4")), set={"trail": [{"why": "sai điều"}]})
    told = chat.speaks("2.amr")
    assert "đã được cán bộ sửa lại" in told
    assert "Đã nhận lời nói" not in told
    assert chat.waits_for_people()
    assert kept_files() == kept, "no file that no opinion names"


def test_the_faster_of_two__names_the_file__and_the_slower_leaves_it(
    chat: VoiceChat, law: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.says("góp ý điều 4")
    speak = ConsultationService.speak

    def overtaken(*arguments: object, **named: object) -> Opinion:
        speak(*arguments, **named)  # type: ignore[arg-type]
        raise Conflict

    with monkeypatch.context() as broken:
        broken.setattr(ConsultationService, "speak", overtaken)
        chat.brought(chat.voice())
    (said,) = own(law).values()
    assert said.recording
    assert list(said.recording.files) == kept_files()


@pytest.mark.parametrize("place", ["before it is given", "after it is given"])
def test_killed_in_the_middle__the_next_try_gives_it_once(
    chat: VoiceChat, law: Consultation, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    chat.says("góp ý điều 4")
    event, speak = chat.voice(), ConsultationService.speak

    def killed(*arguments: object, **named: object) -> Opinion:
        if place == "after it is given":
            speak(*arguments, **named)  # type: ignore[arg-type]
        raise Busy

    with monkeypatch.context() as broken:
        broken.setattr(ConsultationService, "speak", killed)
        with pytest.raises(AssertionError):
            chat.brought(event)
    named = [file for each in own(law).values() if each.recording for file in each.recording.files]
    assert set(named) <= set(kept_files()), "what an opinion names is there"
    assert "Đã nhận lời nói" in chat.brought(event)
    (said,) = own(law).values()
    assert said.recording
    assert list(said.recording.files) == kept_files()
    assert participation.campaigns().entries.counts(law.id) == {COMMUNE: {"opinions": 1, "persons": 1}}


def test_an_officer_listens_and_writes_it_down__and_then_it_is_grouped_like_others(
    chat: VoiceChat, law: Consultation
) -> None:
    chat.says("góp ý điều 3 khoản 1")
    chat.speaks()
    (said,) = own(law).values()
    opinions, page = f"{law.page}/y-kien", f"{law.page}/loi-noi/{said.shard}-{said.receipt}"
    assert "Chờ nghe" in chat.writer.page(opinions).text()
    law.give(chat.resident(2), "Điều 4", "other", "Nên bỏ")
    refused = chat.writer.send(opinions, opinions, opinions=[said.receipt], title="Báo trước lâu hơn")
    assert refused["statusCode"] == 422
    assert "Xin nghe và chép lại" in body_of(refused)
    assert participation.consultation_desk().said(participation.campaign_store().find(law.id)).waiting == 2
    shown = chat.writer.page(page)
    assert len(links(shown)) == 1
    written = {"language": "hmong", "words": "Ba ngày ngắn quá", "stance": "disagree"}
    chat.speaks("2.amr")
    stale = chat.writer.send(page, page, **written, heard="1")
    assert stale["statusCode"] == 409
    assert "vừa gửi thêm" in body_of(stale)
    assert "Bằng lời (Tiếng Mông)" in chat.writer.follow(chat.writer.send(page, page, **written)).text()
    (said,) = own(law).values()
    assert said.recording
    assert (said.stance, said.is_unheard, said.waits) == (Stance.DISAGREE, False, True)
    assert said.recording.language is SpokenLanguage.HMONG
    counts = participation.consultation_desk().store.single_counts(law.id)
    assert counts[law.node("Điều 3 khoản 1")] == SingleCounts(1, 0, 1, 0, 0)
    law.group("", "Báo trước lâu hơn")
    assert participation.consultation_desk().said(participation.campaign_store().find(law.id)).waiting == 0
    assert "Ba ngày ngắn quá" in chat.page_of().page(law.public).text()
    written |= {"words": "Ba ngày ngắn quá, nên là năm ngày"}
    chat.writer.follow(chat.writer.send(page, page, **written))
    campaign = participation.campaign_store().find(law.id)
    kept = participation.consultations().store.opinion(campaign, ZALO.id, law.node("Điều 3 khoản 1"))
    assert kept
    assert (kept["theme"], kept["written_by"]) == ("", chat.writer.officer.id)
    assert [each["spoken"] for each in kept["before"] if "spoken" in each] == ["Ba ngày ngắn quá"]
    assert chat.writer.officer.id in campaign.hands
    read = [
        str(row["reference"])
        for row in clients.dynamodb().Table(chat.tables("Privacy").name).scan()["Items"]
        if "#recordings#" in str(row["sort"])
    ]
    assert set(read) == {f"{law.id}/loi-noi/{said.shard}-{said.receipt}"}
    chat.speaks("1.amr")  # another one: it has to be heard, and grouped, again
    (said,) = own(law).values()
    assert (said.is_unheard, said.theme) == (True, "")


def test_nobody_else_listens(chat: VoiceChat, law: Consultation) -> None:
    chat.says("góp ý dự thảo")
    chat.speaks()
    (said,) = own(law).values()
    page = f"{law.page}/loi-noi/{said.shard}-{said.receipt}"
    commune = chat.at_work("participation", "of-the-commune", COMMUNE, Role.EDITOR)
    assert commune.ask(page)["statusCode"] in {403, 404}
    other = (said.shard + 1) % participation.campaign_store().find(law.id).shards
    for name in ("NONE", said.receipt, f"{other}-{said.receipt}", f"-1-{said.receipt}", "8-A", "x-A"):
        assert chat.writer.ask(f"{law.page}/loi-noi/{name}")["statusCode"] == 404, name
    assert AREA in page


def open_row_texts(chat: VoiceChat) -> str:
    """All that the table of conversations holds, as text."""
    return str(clients.dynamodb().Table(chat.tables("Audience").name).scan()["Items"])


def links(page: Element) -> list[str]:
    return [str(each.get("href")) for each in page.all("a") if "opinions" in str(each.get("href"))]
