from typing import Any

import pytest

from tests.simulator.desk import ARTICLE, Desk


def test_an_article_is_ready_after_a_delay(desk: Desk) -> None:
    account = desk.connect()
    made = account.post("/v2.0/article/create", ARTICLE)
    assert set(made["data"]) == {"token"}
    token = {"token": made["data"]["token"]}
    assert account.post("/v2.0/article/verify", token) == {
        "error": -214,
        "message": "Article is being processed",
    }
    desk.advance(seconds=1)
    answer = account.post("/v2.0/article/verify", token)
    assert answer["error"] == 0
    assert len(answer["data"]["id"]) == 20
    assert account.post("/v2.0/article/verify", token) == answer


def test_an_article_can_take_a_number_of_polls(desk: Desk) -> None:
    account = desk.connect()
    desk.control("/settings", {"article_delay_seconds": 0, "article_delay_polls": 2})
    token = account.post("/v2.0/article/create", ARTICLE)["data"]
    answers = [account.post("/v2.0/article/verify", token)["error"] for _ in range(3)]
    assert answers == [-214, -214, 0]


def test_an_article_is_hidden_unless_asked(desk: Desk) -> None:
    account = desk.connect()
    without = {name: value for name, value in ARTICLE.items() if name != "status"}
    token = account.post("/v2.0/article/create", without)["data"]
    desk.advance(seconds=2)
    article = account.post("/v2.0/article/verify", token)["data"]["id"]
    detail = account.get("/v2.0/article/getdetail", id=article)["data"]
    assert (detail["status"], detail["comment"]) == ("hide", "show")
    assert account.broadcast(article) == {"error": -201, "message": "attachment_id is invalid!"}


def test_detail_and_list_show_what_was_made(desk: Desk) -> None:
    account = desk.connect()
    first, second = account.article(title="Một"), account.article(title="Hai")
    detail = account.get("/v2.0/article/getdetail", id=first)["data"]
    assert detail["title"] == "Một"
    assert detail["body"] == ARTICLE["body"]
    listed = account.get("/v2.0/article/getslice", offset="0", limit="10", type="normal")["data"]
    assert listed["total"] == 2
    assert [row["id"] for row in listed["medias"]] == [second, first]
    assert set(listed["medias"][0]) == {
        "id", "type", "title", "status", "total_view", "total_share", "create_date", "update_date", "thumb",
        "link_view",
    }  # fmt: skip
    assert account.get("/v2.0/article/getslice", offset="0", limit="10", type="video")["data"]["total"] == 0


def test_an_update_shows_when_it_is_processed(desk: Desk) -> None:
    account = desk.connect()
    article = account.article()
    answer = account.post("/v2.0/article/update", {**ARTICLE, "id": article, "title": "Sửa"})
    token = {"token": answer["data"]["token"]}
    assert account.post("/v2.0/article/verify", token)["error"] == -214
    assert account.get("/v2.0/article/getdetail", id=article)["data"]["title"] == ARTICLE["title"]
    desk.advance(seconds=2)
    assert account.post("/v2.0/article/verify", token)["data"]["id"] == article
    assert account.get("/v2.0/article/getdetail", id=article)["data"]["title"] == "Sửa"


def test_a_removed_article_is_gone(desk: Desk) -> None:
    account = desk.connect()
    article = account.article()
    assert account.post("/v2.0/article/remove", {"id": article}) == {"error": 0, "message": "Success"}
    assert account.post("/v2.0/article/remove", {"id": article})["error"] == -201
    assert account.get("/v2.0/article/getslice")["data"]["total"] == 0
    assert account.broadcast(article)["error"] == -201


def test_another_account_sees_nothing_of_it(desk: Desk) -> None:
    account, other = desk.connect(), desk.connect()
    article = account.article()
    assert other.get("/v2.0/article/getdetail", id=article)["error"] == -201
    assert other.broadcast(article)["error"] == -201


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        ({"type": "poem"}, -201, "type is invalid!"),
        ({"title": ""}, -201, "title is invalid!"),
        ({"title": "x" * 151}, -210, "Parameter exceeds allowable limit"),
        ({"author": "x" * 51}, -210, "Parameter exceeds allowable limit"),
        ({"description": "x" * 301}, -210, "Parameter exceeds allowable limit"),
        ({"description": 5}, -201, "description is invalid!"),
        ({"cover": None}, -201, "cover is invalid!"),
        ({"cover": {"cover_type": "photo"}}, -201, "photo_url is invalid!"),
        ({"cover": {"cover_type": "video"}}, -201, "video_id is invalid!"),
        ({"body": []}, -201, "body is invalid!"),
        ({"body": [{"type": "song"}]}, -201, "body is invalid!"),
        ({"body": [{"type": "image", "url": "a.jpg"}]}, -201, "url is invalid!"),
        ({"body": [{"type": "video"}]}, -201, "body is invalid!"),
        ({"status": "loud"}, -201, "status is invalid!"),
    ],
)
def test_wrong_articles_are_refused(desk: Desk, change: Any, code: int, message: str) -> None:
    account = desk.connect()
    answer = account.post("/v2.0/article/create", {**ARTICLE, **change})
    assert answer == {"error": code, "message": message}


def test_a_daily_quota_of_articles_can_be_set(desk: Desk) -> None:
    account = desk.connect()
    desk.control("/settings", {"article_quota_day": 1})
    account.article()
    answer = account.post("/v2.0/article/create", ARTICLE)
    assert answer == {"error": -223, "message": "Your OA has reach the limit quota create article"}


def test_a_video_is_prepared_and_verified(desk: Desk) -> None:
    account = desk.connect()
    film = b"\x00\x00\x00\x18ftypmp42" + b"0" * 100
    token = account.upload("/v2.0/article/upload_video/preparevideo", "a.mp4", film)["data"]["token"]
    asked = {"params": {"token": token}, "headers": account.headers}
    before = desk.client.get("/v2.0/article/upload_video/verify", **asked).json()["data"]
    assert (before["status"], before["video_id"]) == (3, "")
    desk.advance(seconds=2)
    by_header = {**account.headers, "token": token}
    after = desk.client.get("/v2.0/article/upload_video/verify", headers=by_header).json()["data"]
    assert (after["status"], after["convert_percent"]) == (1, 100)
    video = {"type": "video", "title": "Phim", "video_id": after["video_id"], "avatar": "https://a/b.jpg"}
    assert account.post("/v2.0/article/create", video)["error"] == 0
