import unicodedata
from typing import Any

import pytest

from tests.simulator.desk import Desk

JPG = b"\xff\xd8\xff" + b"0" * 50


def test_followers_are_listed_by_pages(desk: Desk) -> None:
    account = desk.connect(followers=60)
    first = account.get("/v3.0/oa/user/getlist", {"offset": 0, "count": 50})["data"]
    second = account.get("/v3.0/oa/user/getlist", {"offset": 50, "count": 50})["data"]
    assert (first["total"], first["count"], second["count"]) == (60, 50, 10)
    ids = [user["user_id"] for user in first["users"] + second["users"]]
    assert len(set(ids)) == 60
    assert all(len(user_id) == 19 and user_id.isdigit() for user_id in ids)
    old = account.get("/v2.0/oa/getfollowers", {"offset": 0, "count": 50})["data"]
    assert old["followers"] == first["users"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"offset": 0, "count": 51}, -210),
        ({"offset": 9952, "count": 1}, -210),
        ({"offset": 9951, "count": 1}, 0),
        ({"offset": "0", "count": "1"}, 0),
        ({"offset": -1, "count": 1}, -201),
        ({"offset": 0}, -201),
        ({"offset": 0, "count": 1, "last_interaction_period": "L9D"}, -201),
        ({"offset": 0, "count": 1, "last_interaction_period": "2026_02_30:2026_03_01"}, -201),
        ({"offset": 0, "count": 1, "is_follower": "maybe"}, -201),
    ],
)
def test_limits_of_the_list(desk: Desk, data: Any, code: int) -> None:
    assert desk.connect().get("/v3.0/oa/user/getlist", data)["error"] == code


def test_the_list_is_filtered(desk: Desk) -> None:
    account = desk.connect()
    left = desk.act("follow", account.oa_id, "một")["user_id"]
    desk.act("unfollow", account.oa_id, "một")
    desk.advance(days=1)
    stays = desk.act("follow", account.oa_id, "hai")["user_id"]
    account.token = desk.tokens(account.oa_id)["access_token"]
    account.post("/v2.0/oa/tag/tagfollower", {"user_id": stays, "tag_name": "vinh"})

    def ids(**wish: str) -> list[str]:
        data = account.get("/v3.0/oa/user/getlist", {"offset": 0, "count": 50, **wish})["data"]
        return [user["user_id"] for user in data["users"]]

    assert ids() == [left, stays]
    assert ids(is_follower="true") == [stays]
    assert ids(is_follower="false") == [left]
    assert ids(tag_name="vinh") == [stays]
    assert ids(last_interaction_period="TODAY") == [stays]
    assert ids(last_interaction_period="YESTERDAY") == [left]
    assert ids(last_interaction_period="L7D") == [left, stays]
    assert ids(last_interaction_period="2026_11_21:2026_11_21") == [left]


def test_detail_of_a_user(desk: Desk) -> None:
    account = desk.connect()
    user = desk.act("follow", account.oa_id, "lan", name="Nguyễn Thị Lan")["user_id"]
    change = {
        "user_id": user,
        "user_alias": "Bà Lan",
        "shared_info": {"name": "Lan", "phone": 84901234567, "address": "Vinh", "city_id": "55"},
    }
    assert account.post("/v3.0/oa/user/update", change) == {"error": 0, "message": "Success"}
    data = account.get("/v3.0/oa/user/detail", {"user_id": user})["data"]
    assert data["display_name"] == "Nguyễn Thị Lan"
    assert data["user_alias"] == "Bà Lan"
    assert data["user_is_follower"] is True
    assert data["user_last_interaction_date"] == "21/11/2026"
    assert data["shared_info"]["phone"] == 84901234567
    assert data["user_id_by_app"] != user
    assert account.get("/v3.0/oa/user/detail", {"user_id": int(user)})["data"]["user_id"] == user
    assert account.get("/v3.0/oa/user/detail", {"user_id": "1"})["error"] == -201


def test_one_person_has_one_id_per_account_and_one_per_app(desk: Desk) -> None:
    one, two = desk.connect(), desk.connect()
    first = desk.act("follow", one.oa_id, "lan")["user_id"]
    second = desk.act("follow", two.oa_id, "lan")["user_id"]
    assert first != second
    ids = [
        account.get("/v3.0/oa/user/detail", {"user_id": user})["data"]["user_id_by_app"]
        for account, user in ((one, first), (two, second))
    ]
    assert ids[0] == ids[1]


def test_names_come_in_nfd_when_asked(desk: Desk) -> None:
    account = desk.connect()
    user = desk.act("follow", account.oa_id, "lan", name="Nguyễn Thị Huệ")["user_id"]
    desk.control("/settings", {"text_form": "NFD"})
    name = account.get("/v3.0/oa/user/detail", {"user_id": user})["data"]["display_name"]
    assert name == unicodedata.normalize("NFD", "Nguyễn Thị Huệ")
    assert name != "Nguyễn Thị Huệ"


def test_version_two_is_closed_for_business_accounts(desk: Desk) -> None:
    business, government = desk.connect("2"), desk.connect("4")
    data = {"offset": 0, "count": 10}
    assert business.get("/v2.0/oa/getfollowers", data)["error"] == -209
    assert government.get("/v2.0/oa/getfollowers", data)["error"] == 0
    desk.control("/settings", {"user_api_versions": "v2"})
    assert government.get("/v3.0/oa/user/getlist", data)["error"] == -235
    assert business.get("/v3.0/oa/user/getlist", data)["error"] == 0


def test_the_old_profile_is_for_followers_only(desk: Desk) -> None:
    account = desk.connect()
    user = desk.act("follow", account.oa_id)["user_id"]
    profile = account.get("/v2.0/oa/getprofile", {"user_id": user})["data"]
    assert profile["user_gender"] in (0, 1)
    assert set(profile["avatars"]) == {"120", "240"}
    change = {"user_id": user, "name": "Lan", "phone": "84901234567"}
    assert account.post("/v2.0/oa/updatefollowerinfo", change)["error"] == 0
    desk.act("unfollow", account.oa_id)
    assert account.get("/v2.0/oa/getprofile", {"user_id": user})["error"] == -213


def test_what_was_noted_can_be_deleted(desk: Desk) -> None:
    account = desk.connect()
    user = desk.act("follow", account.oa_id)["user_id"]
    account.post("/v3.0/oa/user/update", {"user_id": user, "user_alias": "Bà Lan"})
    account.post("/v3.0/oa/user/update/custominfo", {"user_id": user, "custom_info": {"hamlet": "3"}})
    custom = account.get("/v3.0/oa/user/detail/custominfo", {"user_id": user})["data"]
    assert custom["custom_info"] == {"hamlet": "3"}
    assert account.post("/v2.0/oa/deletefollowerinfo", {"user_id": user})["error"] == 0
    assert account.get("/v3.0/oa/user/detail", {"user_id": user})["data"]["user_alias"] == ""


def test_tags_come_and_go(desk: Desk) -> None:
    account = desk.connect()
    user = desk.act("follow", account.oa_id)["user_id"]
    body = {"user_id": user, "tag_name": "cử tri"}
    assert account.post("/v2.0/oa/tag/tagfollower", body)["error"] == 0
    assert account.get("/v2.0/oa/tag/gettagsofoa") == {"data": ["cử tri"], "error": 0, "message": "Success"}
    assert account.post("/v2.0/oa/tag/rmfollowerfromtag", body)["error"] == 0
    assert account.post("/v2.0/oa/tag/rmtag", {"tag_name": "cử tri"})["error"] == 0
    assert account.post("/v2.0/oa/tag/rmtag", {"tag_name": "cử tri"})["error"] == -201
    assert account.get("/v2.0/oa/tag/gettagsofoa")["data"] == []
    desk.flush()
    assert desk.receiver.names[1:] == ["add_user_to_tag", "remove_user_from_tag", "remove_tag"]
    assert desk.receiver.events[1]["tag"] == {"user_ids": [user], "name": "cử tri"}


@pytest.mark.parametrize(
    ("path", "name", "content", "key"),
    [
        ("image", "a.jpg", JPG, "attachment_id"),
        ("image", "a", JPG, ""),
        ("image", "a.jpg", b"text", ""),
        ("gif", "a.gif", b"GIF89a", "attachment_id"),
        ("file", "a.pdf", b"%PDF-1.7", "token"),
        ("file", "a.csv", b"a,b", "token"),
        ("file", "a.exe", b"MZ", ""),
    ],
)
def test_uploads_answer_ids_or_nothing(desk: Desk, path: str, name: str, content: bytes, key: str) -> None:
    answer = desk.connect().upload(f"/v2.0/oa/upload/{path}", name, content)
    assert answer["error"] == 0
    assert list(answer["data"]) == ([key] if key else [])


def test_uploads_have_limits(desk: Desk) -> None:
    account = desk.connect()
    assert account.upload("/v2.0/oa/upload/image", "a.jpg", JPG + b"0" * 1_048_576)["error"] == -210
    assert account.post("/v2.0/oa/upload/image", {})["error"] == -201
    desk.control("/settings", {"upload_quota_month": 2})
    assert account.upload("/v2.0/oa/upload/image", "a.jpg", JPG)["error"] == 0
    assert account.upload("/v2.0/oa/upload/image", "a.jpg", JPG)["error"] == -211
