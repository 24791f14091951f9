"""Zalo's hosts of files, as the simulator plays them."""

import base64

from tests.simulator.desk import Desk


def test_a_name_is_answered_by_its_ending(desk: Desk) -> None:
    for name, start in (("anh.jpg", b"\xff\xd8\xff"), ("đơn.pdf", b"%PDF-"), ("x.amr", b"#!AMR")):
        assert desk.client.get(f"/files/{name}").content.startswith(start)
    assert desk.client.get("/files/unknown").status_code == 404


def test_a_file_is_what_was_put_there(desk: Desk) -> None:
    desk.control("/files", {"name": "a.jpg", "text": "<html>", "content_type": "image/jpeg"})
    answer = desk.client.get("/files/a.jpg")
    assert (answer.content, answer.headers["content-type"]) == (b"<html>", "image/jpeg")
    desk.control("/files", {"name": "big", "text": "ab", "size": 200_001, "declared": -1})
    answer = desk.client.get("/files/big")
    assert len(answer.content) == 200_001
    assert "content-length" not in answer.headers
    desk.control("/files", {"name": "moved", "status": 302, "location": "http://169.254.169.254/"})
    assert desk.client.get("/files/moved").headers["location"] == "http://169.254.169.254/"


def test_a_file_of_several_pieces_is_served_whole(desk: Desk) -> None:
    content = bytes(number % 251 for number in range(150_000))
    desk.control("/files", {"name": "large", "base64": base64.b64encode(content).decode()})
    assert desk.client.get("/files/large").content == content


def test_residents_send_files_that_lie_at_zalo_or_here(desk: Desk) -> None:
    account = desk.connect()

    def url(act: str, **wish: str) -> str:
        desk.act(act, account.oa_id, **wish)
        message = desk.simulator.world.messages[next(reversed(desk.simulator.world.messages))]
        return str(message.attachments[0]["payload"]["url"])

    assert url("send_image").startswith("https://photo-stal-1.zdn.vn/")
    desk.control("/settings", {"media_url": "http://127.0.0.1:8700/"})
    assert url("send_image") == "http://127.0.0.1:8700/files/anh.jpg"
    assert url("send_file", file_name="đơn.pdf") == "http://127.0.0.1:8700/files/%C4%91%C6%A1n.pdf"
    assert url("send_video").endswith("/files/video.mp4")
    assert url("send_audio").endswith("/files/ghi-am.amr")
    assert url("send_image", url="https://x.zdn.vn/1") == "https://x.zdn.vn/1"


def test_a_hidden_profile_tells_no_name(desk: Desk) -> None:
    account = desk.connect()
    user = desk.act("follow", account.oa_id, "lan")["user_id"]
    desk.act("hide_profile", account.oa_id, "lan")
    for path in ("/v3.0/oa/user/detail", "/v2.0/oa/getprofile"):
        data = account.get(path, {"user_id": user})["data"]
        assert (data["is_sensitive"], data["display_name"]) == (True, "")
