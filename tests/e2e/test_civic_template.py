"""A Mini App made from Zalo's official template, on the whole stack: from a feedback to its answer."""

from datetime import UTC, datetime, timedelta

import pytest
import requests

from tests.e2e.cases import Case
from tests.e2e.town import VIETNAM, Town
from tests.pages.petition_world import picture
from tests.worlds.civic_template import Failed, Template


def exchange(method: str, url: str, *, query: dict[str, str], headers: dict[str, str], body: bytes) -> str:
    """Send a request as a telephone does, and ignore the status as the program does."""
    return requests.request(method, url, params=query, headers=headers, data=body, timeout=60).text


def test_a_feedback_and_a_wish_to_be_received_reach_an_officer_and_come_back_answered(town: Town) -> None:
    place = town.connected()
    editor = town.officer(place.path, "editor")
    token = town.zalo("/users/token", {"app_id": town.stack.zalo_app.app_id, "resident": f"Lan {place.path}"})
    lan = Template(exchange, town.stack.api_url, place.path, token["access_token"])
    assert lan.get("/get_organization_api", miniAppId="1")["id"] == "40"
    (first, *_) = lan.get("/feedback_types_api")
    uploaded = lan.upload(picture())
    # The stack says its public address, which is another one than that of the local gateway.
    shown = requests.get(f"{lan.base}/theo-doi/cho-gui/anh/{uploaded['images'][0]}", timeout=60)
    assert shown.headers["content-type"] == "image/jpeg"
    words = {
        "title": "Cống tắc",
        "content": "Cống đầu xóm 5 bị tắc",
        "feedbackTypeId": first["id"],
        "token": "",
    }
    sent = [lan.post("/feedback_api", **words, imageUrls=uploaded["images"]) for _ in range(2)]
    assert sent[0] == sent[1]

    (listed,) = town.api(editor, "GET", f"/cases?unit={place.path}")["items"]
    assert listed["code"] == sent[0]["code"]
    case = Case(town, listed["case_id"])
    (file,) = case.files(editor)
    assert requests.get(file["url"], timeout=30).content.startswith(b"\xff\xd8\xff")
    case.move(editor, "accept")
    case.move(editor, "answer", text="Đã thông cống chiều nay.")
    own = lan.get("/feedback_api", page=0, pargeSize=10)["data"][0]
    assert own["title"].startswith(listed["code"])
    assert own["response"] == "Đã thông cống chiều nay."
    stranger = Template(exchange, lan.base, place.path)
    seen = [one["title"] for one in stranger.get("/feedback_api", page=0, pargeSize=10)["data"]]
    assert not any(listed["code"] in title for title in seen)

    with pytest.raises(Failed):
        lan.get("/get_schedule_api")
    day = datetime.now(UTC).astimezone(VIETNAM).date() + timedelta(days=2)
    wish = {
        "fullName": "Lan",
        "phoneNumber": "0912345678",
        "content": "Hỏi chế độ",
        "date": f"{day:%m-%d-%Y}",
    }
    assert lan.post("/create_schedule_api", **wish)["status"] == "pending"
    (asked,) = [
        line for line in town.api(editor, "GET", f"/cases?unit={place.path}")["items"]
        if line["code"] != listed["code"]
    ]  # fmt: skip
    appointment = Case(town, asked["case_id"])
    appointment.move(editor, "accept")
    appointment.move(editor, "answer", text="Mời bà đến lúc 8 giờ.")
    received = lan.get("/get_schedule_api")
    assert (received["status"], received["date"]) == ("approved", wish["date"])
    assert "8 giờ" in received["content"]
