"""Residents write and officers answer: who reads what, who may answer, what is said by itself."""

from typing import Any
from uuid import uuid4

import requests

from tests.e2e.chat import Resident, lines_of, once, settle, waiting_at
from tests.e2e.town import Place, Town
from tests.e2e.waiting import wait_until

WELCOME = "Kính chào ông/bà"
TAKEN = "Đã nhận tin của ông/bà"


def test_a_resident_is_welcomed_acknowledged_once_and_answered_by_one_officer(town: Town) -> None:
    place = town.connected()
    first, second = town.officer(place.path, "editor"), town.officer(place.path, "editor")
    town.zalo("/settings", {"webhook_copies": 2})
    lan = Resident(town, place, "bà Lan")
    lan.does("follow")
    welcome = lan.reads()
    assert WELCOME in welcome
    assert "2. Gửi phản ánh, kiến nghị" in welcome
    assert TAKEN in lan.writes("Đèn đường xóm tôi hỏng đã hai tuần, tối đi lại rất khó")
    assert lan.writes("Nhờ các bác xem giúp, trong xóm nhiều cháu nhỏ đi học về muộn") == ""
    (waiting,) = waiting_at(town, first, place.path)
    assert (waiting["user_id"], waiting["unanswered"]) == (lan.user_id, 2)
    assert waiting["window"]["window"] == "free"

    assert town.api(first, "POST", f"{lan.conversation}/lease")["lease"]["mine"]
    name = town.stack.officer(first).name
    seen = town.api(second, "GET", lan.conversation)["conversation"]["seen_up_to"]
    late = {"text": "Chào bà, chúng tôi đã biết.", "seen_up_to": seen}
    for path, body in (("lease", None), ("replies", late)):
        refused = town.ask(second, "POST", f"{lan.conversation}/{path}", body, idempotency_key=uuid4().hex)
        assert refused.status_code == 409, refused.text
        assert name in refused.json()["detail"]
    answer = {"text": "Chào bà Lan, ngày mai thợ điện sẽ đến sửa.", "seen_up_to": seen}
    key = once()
    told = [town.api(first, "POST", f"{lan.conversation}/replies", answer, **key) for _ in range(2)]
    assert told[0]["id"] == told[1]["id"]
    lan.waits_for(answer["text"])
    settle(town)
    assert [text for text in lan.heard() if text == answer["text"]] == [answer["text"]]
    assert waiting_at(town, first, place.path) == []

    lines = lines_of(town, second, lan)
    assert [line["direction"] for line in lines] == ["out", "in", "out", "in", "out"]
    assert (lines[-1]["text"], lines[-1]["by_name"]) == (answer["text"], name)
    assert town.ask("commune-editor", "GET", lan.conversation).status_code == 404
    assert town.numbers(place.path)["messages_in"] == 2


def test_a_word_that_comes_while_an_answer_is_written_is_not_lost(town: Town) -> None:
    place = town.connected()
    officer = town.officer(place.path, "editor")
    lan = Resident(town, place, "bà Lan")
    lan.writes("Cho tôi hỏi lịch tiếp công dân tháng này của xã mình")
    seen = town.api(officer, "GET", lan.conversation)["conversation"]["seen_up_to"]
    lan.writes("Và tôi hỏi thêm chiều thứ sáu có làm việc không")
    answer = {"text": "Sáng thứ năm hằng tuần, bà nhé.", "seen_up_to": seen}
    town.api(officer, "POST", f"{lan.conversation}/replies", answer, **once())
    lan.waits_for(answer["text"])
    settle(town)
    (waiting,) = waiting_at(town, officer, place.path)
    assert waiting["unanswered"] == 1
    town.api(officer, "POST", f"{lan.conversation}/notes", {"text": "Đã gọi điện cho bà."}, **once())
    now = town.api(officer, "GET", lan.conversation)
    town.api(
        officer,
        "POST",
        f"{lan.conversation}/close",
        {"seen_up_to": now["conversation"]["seen_up_to"]},
        **once(),
    )
    assert waiting_at(town, officer, place.path) == []
    assert "Đã gọi điện cho bà." not in "".join(lan.heard())


def test_an_officer_opens_what_a_resident_sent_and_what_is_no_file_of_zalo_is_refused(town: Town) -> None:
    place = town.connected()
    officer = town.officer(place.path, "editor")
    here = town.stack.zalo_url
    wishes: dict[str, dict[str, Any]] = {
        "to-aws.jpg": {"status": 302, "location": "http://169.254.169.254/latest/meta-data/"},
        "to-evil.jpg": {"status": 302, "location": "https://evil.example/anh.jpg"},
        "large.jpg": {"size": 30_000_000},
        "endless.jpg": {"size": 30_000_000, "declared": -1},
        "small.jpg": {"size": 30_000_000, "declared": 900},
    }
    for name, wish in wishes.items():
        town.zalo("/files", {"name": name, **wish})
    hostile = {
        "http://169.254.169.254/latest/meta-data/iam": "address",
        "https://evil.example/anh.jpg": "unknown_host",
        "https://photo.zdn.vn.evil.example/anh.jpg": "unknown_host",
        f"{here}/files/to-aws.jpg": "address",
        f"{here}/files/to-evil.jpg": "unknown_host",
        f"{here}/files/large.jpg": "too_large",
        f"{here}/files/endless.jpg": "too_large",
    }
    lan = Resident(town, place, "bà Lan")
    good = {"act": "send_image", "url": f"{here}/files/anh.jpg", "text": "Cột đèn gãy"}
    lan.acts(good, *({"act": "send_image", "url": url} for url in hostile))
    lines: list[dict[str, Any]] = []

    def copied() -> bool:
        lines[:] = [line for line in lines_of(town, officer, lan) if line["direction"] == "in"]
        return not any(file["pending"] for line in lines for file in line["attachments"])

    wait_until(copied, "the files are copied or refused", 90)
    (first,), *others = (line["attachments"] for line in lines)
    picture = requests.get(first["url"], timeout=30)
    assert picture.status_code == 200
    assert picture.content.startswith(b"\xff\xd8\xff")
    assert here not in first["url"]
    assert requests.get(first["url"].partition("?")[0], timeout=30).status_code in {401, 403}
    assert [file["failed"] for (file,) in others] == list(hostile.values())
    for (file,) in others:
        assert (file["url"], bool(file["failed_text"])) == ("", True)


def test_however_zalo_tells_it_the_conversation_stands_the_same(town: Town) -> None:
    place = town.connected()
    officer = town.officer(place.path, "editor")
    town.zalo("/settings", {"webhook_copies": 3, "webhook_shuffle": True})
    people = [Resident(town, place, f"người {number}") for number in range(4)]
    said = [f"Đoạn đường số {number} trước nhà văn hóa ngập nước" for number in range(3)]
    acts = [{"act": "follow"}, *({"act": "send_text", "text": text} for text in said)]
    town.zalo(
        "/act",
        [{"oa_id": place.oa_id, "resident": person.name, **act} for act in acts for person in people],
    )
    settle(town)
    waiting = _standing(town, officer, place)
    assert len(waiting) == 4
    for user_id, item in waiting.items():
        person = Resident(town, place, "", user_id)
        heard = person.heard()
        assert sum(WELCOME in text for text in heard) == 1, heard
        assert sum(TAKEN in text for text in heard) == 1, heard
        lines = [line for line in lines_of(town, officer, person) if line["direction"] == "in"]
        assert [line["text"] for line in lines] == said
        assert (item["unanswered"], item["unanswered_since"]) == (3, lines[0]["at"])
        assert item["follows"]
    numbers = town.numbers(place.path)
    assert (numbers["messages_in"], numbers["followers"]) == (12, 4)
    spoken = len(town.zalo(f"/messages?limit=0&source=0&oa_id={place.oa_id}")["messages"])
    _queue_again(town, place)
    assert _standing(town, officer, place) == waiting
    assert town.numbers(place.path) == numbers
    assert len(town.zalo(f"/messages?limit=0&source=0&oa_id={place.oa_id}")["messages"]) == spoken


def test_who_has_withdrawn_is_written_to_no_more_until_they_write_themselves(town: Town) -> None:
    place = town.connected()
    officer = town.officer(place.path, "editor")
    lan = Resident(town, place, "bà Lan")
    lan.does("follow")
    lan.writes("Tôi muốn hỏi thủ tục vay vốn hộ nghèo")
    lan.does("withdraw")
    before = lan.heard()
    entered = {
        "kind": "question",
        "channel": "chat",
        "what": "Hỏi về hỗ trợ hộ nghèo",
        "conversation": lan.at_their_account,
    }
    case = town.api(officer, "POST", "/cases", entered, **once())
    town.api(
        officer,
        "POST",
        f"/cases/{case['case_id']}/moves",
        {"move": "accept", "expected_version": case["version"]},
        **once(),
    )
    settle(town)
    lan.does("unfollow")
    assert lan.heard() == before
    conversation = town.api(officer, "GET", lan.conversation)["conversation"]
    assert conversation["withdrawn"]
    assert conversation["window"]["refused"] == "withdrawn"
    reply = {"text": "Chào bà, bà còn cần gì không?"}
    refused = town.ask("approver", "POST", f"{lan.conversation}/replies", reply, idempotency_key=uuid4().hex)
    assert refused.status_code == 409, refused.text
    assert WELCOME in lan.writes("Tôi muốn hỏi tiếp việc hôm trước")


def _standing(town: Town, officer: str, place: Place) -> dict[str, dict[str, Any]]:
    """A unit's worklist by resident, without what passes while one looks."""
    return {item["user_id"]: item | {"window": ""} for item in waiting_at(town, officer, place.path)}


def _queue_again(town: Town, place: Place) -> None:
    """Put everything that Zalo told of an account on the queue once more, under new keys."""
    told = town.zalo(f"/events/list?oa_id={place.oa_id}&limit=0")["events"]
    for number, event in enumerate(reversed(told)):
        key = f"again-{place.oa_id}-{number}"
        town.client("sqs").send_message(
            QueueUrl=town.queue("Inbox"),
            MessageBody=event["body"],
            MessageGroupId=key,
            MessageDeduplicationId=key,
        )
    settle(town)
