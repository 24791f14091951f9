"""Officers at their desks: who sees a conversation, whose it is, until when and how it is answered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import requests

from tests.e2e.chat import Resident, lines_of, once, settle
from tests.e2e.town import PROVINCE, VIETNAM, Town

MATTER = "Cống thoát nước trước nhà văn hóa tắc đã một tuần nay, mưa là ngập"


def listed(town: Town, officer: str, unit: str, **query: str) -> list[str]:
    """The residents in a list of a unit, in its order."""
    more = "".join(f"&{name}={value}" for name, value in query.items())
    items = town.api(officer, "GET", f"/conversations?unit={unit}{more}")["items"]
    return [str(item["user_id"]) for item in items]


def head(town: Town, officer: str, resident: Resident) -> dict[str, Any]:
    """A conversation without its lines."""
    shown: dict[str, Any] = town.api(officer, "GET", resident.conversation)["conversation"]
    return shown


def post(town: Town, officer: str, resident: Resident, what: str, body: Any = None) -> requests.Response:
    """Do something to a conversation; whatever is answered is handed back."""
    return town.ask(officer, "POST", f"{resident.conversation}/{what}", body, idempotency_key=uuid4().hex)


def reply(town: Town, officer: str, resident: Resident, text: str) -> None:
    """Answer all that has been written; wait until the resident has it."""
    body = {"text": text, "seen_up_to": head(town, officer, resident)["seen_up_to"]}
    answer = post(town, officer, resident, "replies", body)
    assert answer.status_code == 202, answer.text
    resident.waits_for(text)
    settle(town)


def close(town: Town, officer: str, resident: Resident) -> requests.Response:
    """Close what has been read to the end."""
    seen = head(town, officer, resident)["seen_up_to"]
    return post(town, officer, resident, "close", {"seen_up_to": seen})


def test_up_and_down_the_tree_one_unit_answers_and_always_through_the_same_account(town: Town) -> None:
    place, sibling = town.connected(), town.unit()
    here, there = town.officer(place.path, "editor"), town.officer(sibling, "editor")
    lan = Resident(town, place, "bà Lan")
    lan.writes(MATTER)
    assert listed(town, here, place.path) == [lan.user_id]
    assert town.ask(there, "GET", lan.conversation).status_code == 404
    assert post(town, here, lan, "assignment", {"unit": sibling}).status_code == 422, "neither up nor down"

    assert post(town, here, lan, "assignment", {"officer": "me"}).status_code == 200
    up = post(town, here, lan, "assignment", {"unit": PROVINCE})
    assert (up.status_code, up.json()["unit"], up.json()["assigned_to"]) == (200, PROVINCE, "")
    assert listed(town, here, place.path) == []
    assert lan.user_id in listed(town, "editor", PROVINCE)
    looked = town.ask(here, "GET", lan.conversation)
    assert looked.status_code == 200, "their account's, still to be read"
    for what, body in (("replies", {"text": "Chào bà"}), ("lease", None), ("notes", {"text": "x"})):
        assert post(town, here, lan, what, body).status_code == 403, what

    down = post(town, "editor", lan, "assignment", {"unit": sibling})
    assert down.status_code == 200, down.text
    assert (lan.user_id in listed(town, "editor", PROVINCE)) is False
    assert listed(town, there, sibling) == [lan.user_id]
    reply(town, there, lan, "Xã bên cạnh đã cho thông cống, bà nhé.")
    held = town.zalo("/messages?limit=0&source=0")["messages"]
    (told,) = [message for message in held if "Xã bên cạnh" in message["text"]]
    assert (told["oa_id"], told["user_id"]) == (place.oa_id, lan.user_id)
    (answer,) = [line for line in lines_of(town, here, lan) if "thông cống" in line["text"]]
    assert answer["by_name"] == town.stack.officer(there).name
    assert post(town, here, lan, "replies", {"text": "Chào bà"}).status_code == 403

    assert listed(town, there, sibling, state="answered") == [lan.user_id]
    assert listed(town, here, place.path, state="answered") == []
    lan.writes("Cảm ơn xã, nhưng hôm nay cống lại tắc rồi các bác ạ")
    assert listed(town, there, sibling) == [lan.user_id], "what comes later waits where it is handled"
    assert listed(town, there, sibling, state="answered") == []
    notes = [line["text"] for line in lines_of(town, there, lan) if line["direction"] == "note"]
    assert len(notes) == 3, "assigned, handed up, handed down: each once"


def test_what_is_somebodys_is_found_by_them_and_no_note_reaches_the_resident(town: Town) -> None:
    place = town.connected()
    mine, colleague = town.officer(place.path, "editor"), town.officer(place.path, "editor")
    lan, minh = Resident(town, place, "bà Lan"), Resident(town, place, "ông Minh")
    for resident in (lan, minh):
        resident.writes(MATTER)
    given = post(town, mine, lan, "assignment", {"officer": "me"}).json()
    shown = head(town, colleague, lan)
    assert shown["assigned_to"] == given["assigned_to"] != ""
    assert shown["assigned_name"] == town.stack.officer(mine).name
    assert listed(town, mine, place.path, assignee="me") == [lan.user_id]
    assert listed(town, colleague, place.path, assignee="me") == []
    assert listed(town, colleague, place.path, assignee=given["assigned_to"]) == [lan.user_id]
    assert set(listed(town, colleague, place.path)) == {lan.user_id, minh.user_id}

    secret = "GHI-CHU-NOI-BO <b>bà này hay kêu</b> =1+1"
    key = uuid4().hex
    for _ in range(2):
        noted = town.ask(
            colleague, "POST", f"{lan.conversation}/notes", {"text": secret}, idempotency_key=key
        )
        assert noted.status_code == 201, noted.text
    reply(town, mine, lan, "Chiều nay có người đến xem, bà nhé.")
    assert close(town, mine, lan).status_code == 200
    assert listed(town, mine, place.path, assignee="me") == []
    assert listed(town, mine, place.path, assignee="me", state="closed") == [lan.user_id]
    assert listed(town, mine, place.path, state="closed") == [lan.user_id]
    assert listed(town, mine, place.path, state="answered") == []

    lan.writes("Vẫn chưa thấy ai đến cả, mong các bác xem lại giúp tôi")
    assert listed(town, mine, place.path, assignee="me") == [lan.user_id], "open again, and still theirs"
    assert listed(town, mine, place.path, state="closed") == []
    assert head(town, mine, lan)["closed_at"] is None
    assert [line["text"] for line in lines_of(town, mine, lan)].count(secret) == 1
    assert not [text for text in (*lan.heard(), *minh.heard()) if "GHI-CHU" in text]
    assert post(town, mine, lan, "assignment", {"officer": ""}).json()["assigned_to"] == ""
    assert listed(town, mine, place.path, assignee="me") == []


def test_closing_needs_the_last_word_to_have_been_read(town: Town) -> None:
    place = town.connected()
    officer = town.officer(place.path, "editor")
    lan = Resident(town, place, "bà Lan")
    lan.writes(MATTER)
    seen = head(town, officer, lan)["seen_up_to"]
    lan.writes("Thêm nữa là đường vào xóm cũng lầy lội lắm rồi")
    refused = post(town, officer, lan, "close", {"seen_up_to": seen})
    assert refused.status_code == 409
    assert "vừa nhắn thêm" in refused.json()["detail"]
    assert listed(town, officer, place.path) == [lan.user_id]
    assert close(town, officer, lan).status_code == 200
    assert lan.writes("Chào các bác, tôi hỏi tiếp về việc hôm trước được không") == "", "acknowledged before"
    assert listed(town, officer, place.path) == [lan.user_id]


def test_a_commune_says_in_its_own_words_what_the_province_says_for_all(town: Town) -> None:
    place, sibling = town.connected(), town.unit()
    officer, other = town.officer(place.path, "approver"), town.officer(sibling, "editor")
    name = f"hen-{uuid4().hex[:8]}"
    general = {"title": "Hẹn trả lời", "text": "Kính gửi {ten}, vụ việc {ma} có hạn {han}."}
    above, own = f"/canned-answers/{PROVINCE}/{name}", f"/canned-answers/{place.path}/{name}"
    written = town.ask("approver", "PUT", above, general)
    assert written.status_code == 200, written.text
    assert town.ask(officer, "PUT", above, general | {"version": 1}).status_code == 404

    def used(who: str, unit: str) -> tuple[str, bool]:
        items = town.api(who, "GET", f"/canned-answers?unit={unit}")["items"]
        (found,) = [item for item in items if item["name"] == name]
        alone = town.api(who, "GET", f"/canned-answers/{unit}/{name}")
        assert alone == found
        return found["text"], found["inherited"]

    assert used(officer, place.path) == (general["text"], True)
    mine = {"title": "Hẹn", "text": "Chào {ten}, xã hẹn {ten} ngày {han}."}
    assert town.ask(officer, "PUT", own, mine).status_code == 200
    assert town.ask(officer, "PUT", own, mine | {"text": "Khác"}).status_code == 409, "somebody has seen less"
    assert used(officer, place.path) == (mine["text"], False)
    assert used(other, sibling) == (general["text"], True)
    assert town.ask(officer, "PUT", own, mine | {"text": "{mat_khau}", "version": 1}).status_code == 422

    lan = Resident(town, place, "{ma} <b>Lan</b>")
    lan.writes(MATTER)
    forgotten = post(town, officer, lan, "replies", {"text": mine["text"]})
    assert (forgotten.status_code, "{han}" in forgotten.text) == (422, True)
    filled = {"text": mine["text"], "due": "05/12/2026", "seen_up_to": head(town, officer, lan)["seen_up_to"]}
    answer = town.api(officer, "POST", f"{lan.conversation}/replies", filled, **once())
    assert "{" not in answer["text"].replace("{ma} <b>Lan</b>", "")
    assert "ngày 05/12/2026." in lan.waits_for("xã hẹn")
    for _ in range(2):
        assert town.ask(officer, "DELETE", own).status_code == 200
    assert used(officer, place.path) == (general["text"], True)


@pytest.mark.parametrize("closing", [False, True], ids=["both answer", "one closes"])
def test_two_officers_and_the_resident_at_once(town: Town, *, closing: bool) -> None:
    place = town.connected()
    officers = [town.officer(place.path, "editor") for _ in range(2)]
    lan = Resident(town, place, "bà Lan")
    lan.writes(MATTER)
    said = [MATTER]
    for number in range(3):
        answers = [f"Trả lời {number} của cán bộ {which}" for which in range(2)]
        word = f"Xin nói thêm điều thứ {number}: nước đã vào đến sân nhà tôi rồi"
        seen = head(town, officers[0], lan)["seen_up_to"]

        def work(which: int, seen: str = seen, answers: list[str] = answers) -> int:
            if closing and which:
                return post(town, officers[which], lan, "close", {"seen_up_to": seen}).status_code
            body = {"text": answers[which], "seen_up_to": seen}
            return post(town, officers[which], lan, "replies", body).status_code

        event = town.event(place, word) | {"sender": {"id": lan.user_id}}
        with ThreadPoolExecutor(3) as together:
            told = together.submit(town.post_event, event)
            codes = list(together.map(work, range(2)))
        assert told.result().status_code == 200
        settle(town)
        said.append(word)
        assert set(codes) <= {200, 202, 409}, codes
        if not closing:
            assert sorted(codes) == [202, 409]
        heard = [text for text in lan.heard() if text in answers]
        assert heard == [answers[which] for which, code in enumerate(codes) if code == 202]
        shown = head(town, officers[0], lan)
        assert (shown["unanswered"], shown["closed_at"], shown["state"]) == (1, None, "waiting")
        assert listed(town, officers[1], place.path) == [lan.user_id]
        holder = shown["lease"]
        if holder:  # whoever was faster gives it back, so that the next round is open again
            for officer in officers:
                town.ask(officer, "DELETE", f"{lan.conversation}/lease")
    lines = lines_of(town, officers[0], lan)
    assert [line["text"] for line in lines if line["direction"] == "in"] == said


# When


def days_ago(town: Town, days: float) -> None:
    """Zalo's clock: what residents do now, they did then."""
    town.zalo("/clock", {"set": (datetime.now(UTC) - timedelta(days=days)).isoformat()})


def test_the_windows_are_shown_and_after_seven_days_a_person_must_find_another_way(town: Town) -> None:
    place = town.connected()
    officer = town.officer(place.path, "editor")
    people = {days: Resident(town, place, f"người {days}") for days in (8, 3, 0)}
    try:
        for days, resident in people.items():
            days_ago(town, days)
            resident.writes(f"{MATTER}, đã {days} ngày")
    finally:
        town.zalo("/clock", {"reset": True})
    old, older_than_free, new = people[8], people[3], people[0]
    assert old.heard() == older_than_free.heard() == [], "the moment to say something by itself has passed"
    windows = {days: head(town, officer, resident)["window"] for days, resident in people.items()}
    assert {days: window["window"] for days, window in windows.items()} == {8: "closed", 3: "paid", 0: "free"}
    assert [windows[days]["can_write"] for days in (8, 3, 0)] == [False, True, True]
    assert windows[0]["free_seconds_left"] > 47 * 3600
    assert (windows[3]["free_seconds_left"], windows[3]["seconds_left"] > 95 * 3600) == (0, True)
    assert windows[8]["seconds_left"] == 0
    order = listed(town, officer, place.path)
    assert order == [new.user_id, older_than_free.user_id, old.user_id], "whose window closes next, first"

    said = len(town.zalo(f"/messages?limit=0&source=0&oa_id={place.oa_id}")["messages"])
    refused = post(town, officer, old, "replies", {"text": "Chào bác, chúng tôi đã biết."})
    assert refused.status_code == 409
    until = datetime.fromisoformat(windows[8]["allowed_until"]).astimezone(VIETNAM)
    assert f"Zalo không cho gửi từ {until:%H:%M %d/%m/%Y}" in refused.json()["detail"]
    settle(town)
    assert len(town.zalo(f"/messages?limit=0&source=0&oa_id={place.oa_id}")["messages"]) == said
    reply(town, officer, older_than_free, "Chào bác, việc của bác đang được xem.")
    assert close(town, officer, old).status_code == 200, "they were telephoned"
    old.writes("Tôi hỏi lại việc cũ, chưa thấy ai trả lời tôi cả")
    assert head(town, officer, old)["window"]["window"] == "free"
    reply(town, officer, old, "Xin lỗi bác, nay chúng tôi trả lời đây.")
