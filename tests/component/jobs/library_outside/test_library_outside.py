"""Spoken versions and links, against the double of the speech service and a network that a test makes up."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
import requests

from loa.bootstrap import publishing
from loa.errors import Busy
from loa.platform.zalo.api.speech import MAXIMUM_INPUT
from loa.platform.zalo.media.files import FileLost, Hosts, HostUnknown
from loa.publishing.documents.sound import seconds_of
from loa.publishing.library.editing.service import SavedDraft
from loa.publishing.library.outside.links import LinkChecker
from loa.publishing.library.outside.telling import MachineVoice, VoiceState, voice_of
from loa.publishing.library.rows.task_store import STUCK_AFTER, TRIES, TaskKind
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.library.rules.model import WithdrawalKind
from tests.conftest import OpenTable
from tests.worlds.doors import Context, load
from tests.worlds.fakes import Killed
from tests.worlds.library import APPROVER, COMMUNE, EDITOR, PROVINCE, LibraryWorld
from tests.worlds.quick_moto import make_bucket

pytestmark = pytest.mark.enable_socket
KEY_ID = "/loa/zalo-speech-key"


@pytest.fixture
def world(open_table: OpenTable) -> LibraryWorld:
    return LibraryWorld(open_table)


@pytest.fixture
def outside(
    world: LibraryWorld, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, simulator_url: str
) -> Iterator[Any]:
    for name, value in {
        "PROVINCE_CODE": PROVINCE,
        "CONTENT_TABLE": open_table("Content").name,
        "PUBLISHED_TABLE": open_table("Published").name,
        "MEDIA_BUCKET": make_bucket("loa-media"),
        "NEWS_SITES_URL": f"{simulator_url}/_sites",
        "ZALO_SPEECH_URL": f"{simulator_url}/_speech",
        "ZALO_SPEECH_KEY_ID": KEY_ID,
        "SPEECH_HOSTS": f".zalo.ai,{simulator_url}",
        "SPEECH_VOICE": "2",
    }.items():
        monkeypatch.setenv(name, value)
    boto3.client("ssm").put_parameter(Name=KEY_ID, Value="key", Type="SecureString", Overwrite=True)
    module = load("library_outside")
    monkeypatch.setattr("loa.clock.now", lambda: world.now)
    yield module
    requests.delete(f"{simulator_url}/_speech/faults", timeout=10)


def fault(simulator_url: str, kind: str, **more: Any) -> None:
    answer = requests.post(f"{simulator_url}/_speech/faults", json={"kind": kind, **more}, timeout=10)
    assert answer.ok, answer.text


def asked(simulator_url: str) -> list[str]:
    words: list[str] = requests.get(f"{simulator_url}/_speech/calls", timeout=10).json()["words"]
    return words


def spoken(world: LibraryWorld, item_id: str) -> list[str]:
    found = world.published.get(item_id)
    assert found
    return [audio.url for audio in found.content.audio]


def test_what_is_published_is_spoken_once(outside: Any, world: LibraryWorld, simulator_url: str) -> None:
    item_id = world.publish("Họp dân xóm 3")
    before = len(asked(simulator_url))
    assert [outside.handler({}, Context())["speech"] for _ in range(2)] == [{"spoken": 1}, {}]
    (text,) = asked(simulator_url)[before:]
    assert text == "Họp dân xóm 3.\nỦy ban Mặt trận xã họp vào sáng thứ Hai."
    (url,) = spoken(world, item_id)
    key = f"files/{url.removeprefix('audio:')}"
    sound = boto3.client("s3").get_object(Bucket="loa-media", Key=key)["Body"].read()
    found = world.published.get(item_id)
    assert found
    assert found.content.audio[0].seconds == seconds_of(sound) == 4
    # Another edition with the same words: the sound that is there; with other words: another one.
    for title, calls in (("Họp dân xóm 3", 0), ("Họp dân xóm 4 và xóm 5", 1)):
        draft = world.service.open_draft(EDITOR, item_id)
        assert draft.draft().content.audio == ()
        work = world.saved(draft, title, change_note="Sửa")
        work = world.service.submit(EDITOR, item_id, work.draft().revision)
        world.service.approve(APPROVER, item_id, work.draft().revision)
        world.service.publish(APPROVER, item_id)
        assert spoken(world, item_id) == []
        asked_before = len(asked(simulator_url))
        assert outside.handler({}, Context())["speech"] == {"spoken": 1}
        assert len(asked(simulator_url)) - asked_before == calls
        assert (spoken(world, item_id) == [url]) is not bool(calls)


@pytest.mark.parametrize("kind", ["limit", "down", "hang", "garbage", "code", "silence"])
def test_a_fault_is_put_off_and_mended_by_a_later_round(
    outside: Any, world: LibraryWorld, simulator_url: str, kind: str
) -> None:
    publishing.speaker().voice.http._timeout = (1, 0.3)  # type: ignore[attr-defined]
    item_id = world.publish(f"Tin {kind}")
    fault(simulator_url, kind, count=1, seconds=1.0)
    assert outside.handler({}, Context())["speech"] == {"failed": 1}
    assert outside.handler({}, Context())["speech"] == {}
    assert spoken(world, item_id) == []
    world.later(minutes=11)
    assert outside.handler({}, Context())["speech"] == {"spoken": 1}
    assert len(spoken(world, item_id)) == 1


def test_it_is_given_up_after_a_week_and_bounded_in_a_round(
    outside: Any, world: LibraryWorld, simulator_url: str
) -> None:
    for number in range(5):
        world.publish(f"Bài số {number}")
    fault(simulator_url, "down")
    before = len(asked(simulator_url))
    assert outside.handler({}, Context())["speech"] == {"failed": 3}
    for _ in range(3 * TRIES):
        world.later(days=1, minutes=1)
        outside.handler({}, Context())
    assert list(world.service.tasks.due(TaskKind.SPEAK, PROVINCE, world.later(days=9))) == []
    assert len(asked(simulator_url)) - before == 5 * TRIES
    assert len(world.service.reader.worklist(replace(EDITOR, unit_path=COMMUNE)).silent) == 5


def voice(world: LibraryWorld, item_id: str) -> MachineVoice | None:
    task = world.service.tasks.get(TaskKind.SPEAK, item_id)
    return voice_of(world.store.work(item_id), task, world.now)


def silent(world: LibraryWorld) -> list[str]:
    return [item.item_id for item in world.service.reader.worklist(replace(EDITOR, unit_path=COMMUNE)).silent]


def test_officers_are_told_why_nothing_is_heard_and_ask_once_more(
    outside: Any, world: LibraryWorld, simulator_url: str
) -> None:
    item_id = world.publish("Chưa đọc được")
    assert voice(world, item_id) == MachineVoice(VoiceState.SOON, world.now)
    fault(simulator_url, "down")
    for _ in range(STUCK_AFTER - 1):
        outside.handler({}, Context())
        told = voice(world, item_id)
        assert told
        assert (told.state, told.stuck, silent(world)) == (VoiceState.LATER, False, [])
        assert told.again_at
        world.now = told.again_at
    outside.handler({}, Context())
    told = voice(world, item_id)
    assert told
    assert (told.state, told.stuck, silent(world)) == (VoiceState.LATER, True, [item_id])
    requests.delete(f"{simulator_url}/_speech/faults", timeout=10)
    for _ in range(2):
        world.service.speak_again(EDITOR, item_id)
    assert outside.handler({}, Context())["speech"] == {"spoken": 1}
    assert (voice(world, item_id), silent(world)) == (None, [])
    world.service.speak_again(EDITOR, item_id)
    assert outside.handler({}, Context())["speech"] == {}


def test_a_refused_key_is_said_as_such_and_no_key_at_all_too(
    outside: Any, world: LibraryWorld, simulator_url: str
) -> None:
    item_id = world.publish("Khóa sai")
    boto3.client("ssm").put_parameter(Name=KEY_ID, Value="bad", Type="SecureString", Overwrite=True)
    assert outside.handler({}, Context())["speech"] == {"failed": 1}
    told = voice(world, item_id)
    assert told
    assert told.state is VoiceState.REFUSED
    other = world.publish("Chưa có khóa")
    world.later(hours=2)
    told = voice(world, other)
    assert told
    assert told.state is VoiceState.NOBODY
    long = world.draft("Dài")
    content = {"title": "Dài", "blocks": [{"type": "text", "content": "<p>Bà con ta. </p>" * 1_200}]}
    long = world.service.save(EDITOR, long.item.item_id, SavedDraft(content, long.draft().revision))
    long = world.service.submit(EDITOR, long.item.item_id, long.draft().revision)
    world.service.approve(APPROVER, long.item.item_id, long.draft().revision)
    world.service.publish(APPROVER, long.item.item_id)
    assert voice(world, long.item.item_id) == MachineVoice(VoiceState.TOO_LONG)


def test_a_long_text_is_cut_at_sentences_and_heard_as_one_sound(
    outside: Any, world: LibraryWorld, simulator_url: str
) -> None:
    sentences = [f"Câu số {number} nói về đường làng ngõ xóm." for number in range(60)]
    work = world.draft("Bài dài")
    content = {"title": "Bài dài", "blocks": [{"type": "text", "content": f"<p>{' '.join(sentences)}</p>"}]}
    work = world.service.save(EDITOR, work.item.item_id, SavedDraft(content, work.draft().revision))
    work = world.service.submit(EDITOR, work.item.item_id, work.draft().revision)
    world.service.approve(APPROVER, work.item.item_id, work.draft().revision)
    world.service.publish(APPROVER, work.item.item_id)
    before = len(asked(simulator_url))
    assert outside.handler({}, Context())["speech"] == {"spoken": 1}
    pieces = asked(simulator_url)[before:]
    assert len(pieces) > 2
    assert all(len(piece) <= MAXIMUM_INPUT and piece.endswith(".") for piece in pieces)
    assert [line for piece in pieces for line in piece.split("\n")][1:] == sentences
    found = world.published.get(work.item.item_id)
    assert found
    (audio,) = found.content.audio
    assert audio.seconds > 100


def test_killed_after_the_sound_was_kept_it_is_attached_without_another_call(
    outside: Any, world: LibraryWorld, simulator_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    item_id = world.publish("Bị dừng giữa chừng")

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("loa.publishing.library.outside.speaking.attach_audio", killed)
        with pytest.raises(Killed):
            outside.handler({}, Context())
    before = len(asked(simulator_url))
    world.later(minutes=11)
    assert outside.handler({}, Context())["speech"] == {"spoken": 1}
    assert (len(asked(simulator_url)), len(spoken(world, item_id))) == (before, 1)


def test_what_an_officer_uploaded_wins_and_what_is_gone_is_not_spoken(
    outside: Any, world: LibraryWorld, simulator_url: str
) -> None:
    ours = f"audio:{'a' * 64}.mp3"
    work = world.draft("Đã có người đọc")
    content = {
        "title": "Đã có người đọc",
        "blocks": list(work.draft().content.blocks),
        "audio": [{"language": "vi", "url": ours, "seconds": 9, "speaker": "Chị Hoa"}],
    }
    work = world.service.save(EDITOR, work.item.item_id, SavedDraft(content, work.draft().revision))
    work = world.service.submit(EDITOR, work.item.item_id, work.draft().revision)
    world.service.approve(APPROVER, work.item.item_id, work.draft().revision)
    world.service.publish(APPROVER, work.item.item_id)
    link = world.publish("Cổng", kind=ItemKind.LINK, section=Section.PUBLIC_SERVICES, unit=PROVINCE)
    gone = world.publish("Rồi gỡ")
    world.service.withdraw(APPROVER, gone, WithdrawalKind.GONE, "Nhầm")
    before = len(asked(simulator_url))
    assert outside.handler({}, Context())["speech"] == {"needless": 1}
    assert len(asked(simulator_url)) == before
    assert (spoken(world, work.item.item_id), spoken(world, link)) == ([ours], [])


LINKS: dict[str, int | Exception] = {
    "https://nghean.gov.vn/con": 200,
    "https://nghean.gov.vn/mat": 404,
    "https://nghean.gov.vn/loi": 503,
    "https://a.nghean.gov.vn/cam": Busy("no answer"),
    "https://nghean.gov.vn/noi-bo": FileLost("address"),
    "https://nghean.gov.vn/di-noi-khac": HostUnknown("khac.vn"),
    "https://nghean.gov.vn/robot": 403,
}


class Network:
    """Answers as a test says, and remembers who was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def look(self, hosts: Hosts, url: str) -> int:
        self.asked.append(hosts.check(url))
        outcome = LINKS[url]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def linking(*urls: str) -> dict[str, Any]:
    text = "".join(f'<p><a href="{url}">Trang {number}</a></p>' for number, url in enumerate(urls))
    return {"type": "text", "content": text}


def test_dead_links_are_told_before_and_after_publication(world: LibraryWorld) -> None:
    network = Network()
    checker = LinkChecker(world.store, world.hosts, network.look)
    strangers = ("https://khac.example.org/x", "http://nghean.gov.vn/khong-ma-hoa")
    work = world.service.create(
        EDITOR,
        COMMUNE,
        ItemKind.ARTICLE,
        world.draft().item.placement,
        {"title": "Nhiều đường dẫn", "blocks": [linking(*LINKS, *strangers)]},
    )
    item_id = work.item.item_id
    for _ in range(2):  # the second time so soon asks nobody
        checker.check(item_id, world.now)
    assert sorted(network.asked) == sorted(LINKS)

    def told() -> set[str]:
        found = world.service.reader.check(EDITOR, item_id)
        return {url for url in LINKS for finding in found if finding.message.endswith(f": {url}.")}

    surely = {"https://nghean.gov.vn/mat", "https://nghean.gov.vn/noi-bo"}
    in_the_end = surely | {"https://nghean.gov.vn/loi", "https://a.nghean.gov.vn/cam"}
    assert told() == surely
    world.service.submit(EDITOR, item_id, work.draft().revision)
    for _ in range(2):
        assert checker.check_due(PROVINCE, world.now, enough=lambda: False)["checked"] == 1
        world.later(minutes=2)
        work = world.service.recall(EDITOR, item_id)
        work = world.service.submit(EDITOR, item_id, work.draft().revision)
    assert told() == in_the_end
    world.service.approve(APPROVER, item_id, work.draft().revision)
    world.service.publish(APPROVER, item_id)
    assert checker.check_due(PROVINCE, world.now, enough=lambda: False)["dead"] == 4
    assert checker.check_due(PROVINCE, world.later(days=6), enough=lambda: False) == {}
    assert checker.check_due(PROVINCE, world.later(days=2), enough=lambda: False)["checked"] == 1
