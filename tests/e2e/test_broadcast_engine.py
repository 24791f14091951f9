"""What officers do about a broadcast before, while and after it is sent; a message and a picture besides."""

import base64
import hashlib
import io
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import openpyxl
import requests
from PIL import Image

from infra.local.story import ARTICLE
from tests.e2e.town import PROVINCE, VIETNAM, Place, Town
from tests.e2e.waiting import SECONDS, wait_until
from tests.worlds import doors


def test_an_edit_voids_the_approval_until_somebody_approves_again(town: Town) -> None:
    good, without = town.connected(followers=2), Place(town.unit(), "")
    name = town.drafted(PROVINCE, "Bản đầu", units=[good, without])
    path = f"/broadcasts/{name}"
    preview = town.api("viewer", "GET", f"{path}/preview")
    assert (preview["accounts"], preview["followers"], preview["cannot"]) == (1, 2, {"no_account": 1})
    approved = town.approve(name)
    assert approved["approval"] is not None
    article = town.api("editor", "POST", "/articles", town.article(title="Bản sửa"))
    order = {"article_id": article["article_id"], "target": approved["target"], "version": 99}
    assert town.ask("editor", "PUT", path, order).status_code == 409  # of another version
    edited = town.api("editor", "PUT", path, order | {"version": approved["version"]})
    assert (edited["state"], edited["approval"]) == ("draft", None)
    (change,) = town.api("viewer", "GET", path)["changes"]
    assert (change["field"], change["before"], change["after"]) == ("article.title", "Bản đầu", "Bản sửa")
    old, seen = {"digest": approved["digest"]}, {"digest": edited["digest"]}
    soon = {"send_at": (datetime.now(VIETNAM) + timedelta(hours=1)).isoformat(), **seen}
    assert town.ask("approver", "POST", f"{path}/schedule", soon).status_code == 409
    town.api("editor", "POST", f"{path}/submit", seen)
    late = town.ask("approver", "POST", f"{path}/approve", old)  # of what was seen before the edit
    assert (late.status_code, [fault["field"] for fault in late.json()["errors"]]) == (409, ["article.title"])
    back = town.api("approver", "POST", f"{path}/return", seen | {"reason": "Thiếu địa điểm"})
    assert (back["state"], back["returned"]["reason"]) == ("draft", "Thiếu địa điểm")
    town.approve(name)
    assert town.schedule(name)["state"] == "scheduled"
    assert town.api("approver", "POST", f"{path}/cancel")["state"] == "cancelled"


def test_an_emergency_takes_the_urgent_queue_and_is_reported_upward(town: Town) -> None:
    place = town.connected()
    name = town.drafted(place.path, "Lệnh sơ tán khẩn cấp")
    why = {"reason": "Lũ quét trong đêm", **town.seen(name)}
    assert town.ask("editor", "POST", f"/broadcasts/{name}/emergency", why).status_code == 403
    approved = town.api("approver", "POST", f"/broadcasts/{name}/emergency", why)
    assert approved["approval"]["emergency"] == "Lũ quét trong đêm"
    with town.nobody_sends():
        town.plan(town.schedule(name), times=1)
        assert town.waiting(town.queue("Urgent")) == 1
        assert town.waiting(town.queue("Deliveries")) == 0
    assert town.wait_for_broadcast(name, SECONDS)["sent"] == len(town.accepted(place.oa_id)) == 1
    reported = town.api("viewer", "GET", "/emergencies")["items"]
    (line,) = [one for one in reported if one["broadcast_id"] == name]
    assert (line["from_unit"], line["why"]) == (PROVINCE, "Lũ quét trong đêm")


def test_a_commune_adds_its_own_words_with_an_approver_of_its_own(town: Town) -> None:
    speaking, silent, declining = (town.connected() for _ in range(3))
    editor, approver = (town.officer(speaking.path, role) for role in ("editor", "approver"))
    until = (datetime.now(VIETNAM) + timedelta(minutes=30)).isoformat()
    places = [speaking, silent, declining]
    name = town.drafted(PROVINCE, "Chung tay vì người nghèo", units=places, localise_until=until)
    town.approve(name)
    (invitation,) = town.api(editor, "GET", "/invitations")["items"]
    assert (invitation["broadcast"]["broadcast_id"], invitation["mine"]) == (name, None)
    own = f"/broadcasts/{name}/localisations/{speaking.path}"
    words = "Xã tiếp nhận ủng hộ tại nhà văn hóa."
    proposed = town.api(editor, "PUT", own, {"paragraph": words})
    assert proposed["state"] == "proposed"
    mine = {"digest": proposed["digest"]}
    assert town.ask(editor, "POST", f"{own}/approve", mine).status_code == 403
    assert town.ask(editor, "PUT", own.replace(speaking.path, silent.path), {}).status_code == 404
    assert town.api(approver, "POST", f"{own}/approve", mine)["state"] == "approved"
    town.api("editor", "PUT", own.replace(speaking.path, declining.path), {"decline": True})
    town.plan(town.schedule(name), times=1)
    ledger = town.wait_for_broadcast(name, SECONDS)
    assert (ledger["sent"], ledger["skipped"]) == (2, 1)
    assert town.delivery(name, declining.path)["reason"] == "declined"
    (with_words,), (common,) = _articles(town, speaking), _articles(town, silent)
    assert words in str(with_words["body"]["body"][-1])
    assert with_words["body"]["body"][:-1] == common["body"]["body"]
    assert _articles(town, declining) == []


def test_a_paused_broadcast_sends_nothing_and_goes_on_when_it_is_resumed(town: Town) -> None:
    places = [town.connected() for _ in range(3)]
    with town.nobody_sends():
        name = _planned(town, places, "Tạm dừng rồi gửi tiếp")
        _work_on(town, name, places[0])
        path = f"/broadcasts/{name}"
        assert town.api("approver", "POST", f"{path}/pause")["state"] == "paused"
    wait_until(lambda: not town.waiting(town.queue("Deliveries")), "the queue is worked off")
    town.invoke("Clock", {})
    shown = town.api("viewer", "GET", path)
    assert (shown["state"], shown["ledger"]["sent"], shown["ledger"]["pending"]) == ("paused", 1, 2)
    assert [len(town.accepted(place.oa_id)) for place in places] == [1, 0, 0]
    assert town.api("approver", "POST", f"{path}/resume")["state"] == "sending"
    assert town.wait_for_broadcast(name, SECONDS)["sent"] == 3
    assert [len(town.accepted(place.oa_id)) for place in places] == [1, 1, 1]
    looked = town.invoke("Clock", {})
    assert (looked["broken"], looked["failed"]) == (0, 0)
    shown = town.api("viewer", "GET", path)
    assert shown["state"] == "finished"
    assert shown["finished_at"] is not None
    _ledger_opens(town, name, places)


def test_content_that_zalo_refuses_stops_the_broadcast_and_retry_sends_the_rest(town: Town) -> None:
    places = [town.connected() for _ in range(3)]
    with town.nobody_sends():
        name = _planned(town, places, "Zalo từ chối nội dung")
        path = f"/broadcasts/{name}"
        _work_on(town, name, places[0])
        town.zalo("/faults", {"kind": "error", "code": -210, "path": "/v2.0/article/create"})
        _work_on(town, name, places[1])
    wait_until(lambda: not town.waiting(town.queue("Deliveries")), "the queue is worked off")
    shown = town.api("viewer", "GET", path)
    assert (shown["state"], shown["reason"]) == ("stopped", "limit_exceeded")
    ledger = shown["ledger"]
    assert (ledger["sent"], ledger["failed"], ledger["pending"]) == (1, 1, 1)
    (fault,) = town.zalo("/faults")["faults"]
    assert fault["hits"] == 1  # one account was refused, and no other was asked
    requests.delete(f"{town.stack.zalo_url}/_sim/faults", timeout=10)
    assert town.api("approver", "POST", f"{path}/retry", {}) == {"retried": 1}
    assert town.wait_for_broadcast(name, SECONDS)["sent"] == 3
    assert [len(town.accepted(place.oa_id)) for place in places] == [1, 1, 1]


def test_a_message_that_is_posted_twice_arrives_once(town: Town) -> None:
    place = town.connected()
    act = {"act": "send_text", "oa_id": place.oa_id, "resident": "bà Lan", "text": "Cho tôi hỏi"}
    (said,) = town.zalo("/act", [act])["results"]
    town.hear_all()
    town.wait_for_inbox(SECONDS)
    order = {"unit": place.path, "user_id": said["user_id"], "text": "Mặt trận xã xin trả lời bà."}
    key = uuid4().hex
    answers = [town.ask("editor", "POST", "/messages", order, idempotency_key=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202], answers[0].text
    (name,) = {answer.json()["key"] for answer in answers}
    wait_until(
        lambda: town.api("editor", "GET", f"/messages/{name}")["state"] not in {"pending", "sending"},
        "the message came to an end",
    )
    wait_until(lambda: not town.waiting(town.queue("Messages")), "the queue is worked off")
    told = town.api("editor", "GET", f"/messages/{name}")
    held = town.zalo(f"/messages?oa_id={place.oa_id}&source=0&limit=0")["messages"]
    (arrived,) = [message for message in held if message["text"] == order["text"]]
    assert (told["state"], told["message_id"]) == ("sent", arrived["message_id"])
    assert town.ask("viewer", "GET", f"/messages/{name}").status_code == 403


def test_a_picture_comes_back_through_the_gateway_byte_for_byte(town: Town) -> None:
    file = io.BytesIO()
    Image.effect_noise((800, 450), 80).convert("RGB").save(file, "PNG")
    order = {"file_name": "ảnh.png", "content_base64": base64.b64encode(file.getvalue()).decode()}
    assert town.ask("viewer", "POST", "/images", order).status_code == 403
    kept = town.api("editor", "POST", "/images", order)
    fetched = requests.get(kept["url"], timeout=30)
    assert kept["url"].startswith(f"{town.stack.api_url}/media/")
    assert fetched.status_code == 200
    name = kept["url"].rpartition("/")[2]
    digest = name.partition(".")[0]
    assert hashlib.sha256(fetched.content).hexdigest().startswith(digest)
    stored = town.client("s3").get_object(Bucket=town.stack.outputs["MediaBucketName"], Key=f"media/{name}")
    assert fetched.content == stored["Body"].read()
    assert len(fetched.content) == kept["bytes"]
    picture = Image.open(io.BytesIO(fetched.content))
    assert picture.size == (kept["width"], kept["height"])
    assert fetched.headers["content-type"] == Image.MIME[picture.format or ""]
    tag = {"if-none-match": fetched.headers["etag"]}
    assert requests.get(kept["url"], headers=tag, timeout=30).status_code == 304
    assert requests.get(f"{town.stack.api_url}/media/khong-co.png", timeout=30).status_code == 404


def test_articles_of_what_was_wholly_sent_are_taken_down_again(town: Town) -> None:
    places = [town.connected() for _ in range(2)]
    with town.nobody_sends():
        name = _planned(town, places, "Sai số tài khoản")
    assert town.wait_for_broadcast(name, SECONDS)["sent"] == 2
    path = f"/broadcasts/{name}"
    wait_until(lambda: town.api("viewer", "GET", path)["state"] == "finished", "its last delivery ends it")
    for step in ("pause", "cancel", "resume"):
        assert town.ask("approver", "POST", f"{path}/{step}").status_code == 409
    why = {"reason": "Sai số tài khoản"}
    assert town.ask("editor", "POST", f"{path}/remove", why).status_code == 403
    for _ in range(2):
        assert town.api("approver", "POST", f"{path}/remove", why)["state"] == "withdrawn"

    def down() -> bool:
        found: dict[str, int] = town.api("viewer", "GET", path)["articles"]
        return found == {"removed": 2, "pending": 0, "failed": 0}

    wait_until(down, "both articles are down")
    town.invoke("Clock", {})
    for place in places:
        assert town.delivery(name, place.path)["article_state"] == "removed"
    given = town.api("viewer", "GET", "/approvals")
    (mine,) = [one for one in given["items"] if one["broadcast_id"] == name]
    assert "soon_after_opening" in mine["remarks"]


def test_a_picture_that_cannot_be_had_is_not_submitted(town: Town) -> None:
    article = town.api("editor", "POST", "/articles", ARTICLE | {"cover_url": "https://127.0.0.1/anh.jpg"})
    draft = town.api("editor", "POST", "/broadcasts", {"article_id": article["article_id"]})
    path = f"/broadcasts/{draft['broadcast_id']}"
    refused = town.ask("editor", "POST", f"{path}/submit", {"digest": draft["digest"]})
    assert (refused.status_code, [one["field"] for one in refused.json()["errors"]]) == (422, ["cover_url"])
    assert town.api("viewer", "GET", path)["state"] == "draft"


def _planned(town: Town, places: list[Place], title: str) -> str:
    """A broadcast to these places whose deliveries are on the queue.

    Once each: a copy that another worker has at that moment would come back only a minute later.
    """
    name = town.drafted(PROVINCE, title, units=places)
    town.approve(name)
    town.plan(town.schedule(name), times=1)
    return name


def _work_on(town: Town, name: str, place: Place) -> None:
    """Have one delivery worked on while nobody sends, as the queue would."""
    body = {"broadcast_id": name, "unit_path": place.path, "oa_id": place.oa_id}
    told = town.invoke("BroadcastSend", doors.sqs_event(json.dumps(body)))
    assert told == {"batchItemFailures": []}


def _articles(town: Town, place: Place) -> list[dict[str, Any]]:
    """What an account holds at Zalo."""
    return list(town.zalo(f"/articles?oa_id={place.oa_id}&limit=0")["articles"])


def _ledger_opens(town: Town, name: str, places: list[Place]) -> None:
    ready = town.api("viewer", "POST", f"/broadcasts/{name}/ledger", {})
    assert (ready["planned"], ready["counts"]["sent"]) == (len(places), len(places))
    content = requests.get(ready["url"], timeout=30).content
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    messages = {town.delivery(name, place.path)["message_id"] for place in places}
    assert len(messages) == len(places)
    assert messages <= cells
