"""On the whole stack, with the roles as they are: files are copied, followers compared and named."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from tests.e2e.chat import Resident
from tests.e2e.town import Place, Town
from tests.e2e.waiting import wait_until


def test_a_file_that_a_resident_sends_is_copied_and_nobody_but_an_officers_link_opens_it(town: Town) -> None:
    place = town.connected()
    here = town.stack.zalo_url
    town.happen(
        _act(place, "send_image", url=f"{here}/files/anh.jpg"),
        _act(place, "send_file", url=f"{here}/files/don.pdf", file_name="../../Đơn.exe"),
        _act(place, "send_image", url="http://169.254.169.254/latest/meta-data/"),
    )
    wait_until(
        lambda: all("copies" in message for message in town.messages(place)), "the files are not copied"
    )
    image, document, trick = (message["copies"]["0"] for message in town.messages(place))
    assert (image["type"], image["name"]) == ("image/jpeg", "anh.jpg")
    assert (document["type"], document["name"]) == ("application/pdf", "Đơn.exe.pdf")
    assert trick == {"failed": "address"}
    bucket, s3 = town.stack.outputs["AttachmentsBucketName"], town.client("s3")
    kept = s3.get_object(Bucket=bucket, Key=image["key"])
    assert kept["Body"].read().startswith(b"\xff\xd8\xff")
    bare = requests.get(f"{town.stack.aws_url}/{bucket}/{image['key']}", timeout=30)
    assert bare.status_code in {401, 403}


def test_followers_of_before_the_connection_become_known_and_get_their_names(town: Town) -> None:
    place = town.connected(followers=3)
    town.happen(_act(place, "follow"))
    assert town.numbers(place.path)["followers"] == 4
    for _ in range(2):
        answer = _invoke(town, {"account": place.path})
        assert answer == {"accounts": 1}
    wait_until(lambda: len(_named(town, place)) == 4, "the followers are not named")
    assert town.numbers(place.path)["followers"] == 4


def test_who_left_without_zalo_telling_us_is_followed_no_more(town: Town) -> None:
    place = town.connected(followers=3)
    lan, minh = Resident(town, place, "bà Lan"), Resident(town, place, "ông Minh")
    earlier = datetime.now(UTC) - timedelta(hours=2)  # what is younger than an hour is left to the events
    town.zalo("/clock", {"set": earlier.isoformat()})
    try:
        lan.does("follow")
        minh.does("follow")
    finally:
        town.zalo("/clock", {"reset": True})
    usual = town.zalo("/settings")["webhook_events_off"]
    town.zalo("/settings", {"webhook_events_off": [*usual, "unfollow"]})
    try:
        lan.does("unfollow")
    finally:
        town.zalo("/settings", {"webhook_events_off": usual})
    assert _follows(town, lan)
    for _ in range(2):
        assert _invoke(town, {"account": place.path}) == {"accounts": 1}
        wait_until(lambda: not town.waiting(town.queue("Followers")), "the comparison does not end", 60)
        assert (_follows(town, lan), _follows(town, minh)) == (False, True)
        assert town.numbers(place.path)["followers"] == 4
    lan.does("follow")
    assert _follows(town, lan)
    assert town.numbers(place.path)["followers"] == 5


def _follows(town: Town, resident: Resident) -> bool:
    return bool(town.api("editor", "GET", resident.conversation)["conversation"]["follows"])


def _act(place: Place, act: str, **fields: Any) -> dict[str, Any]:
    return {"act": act, "oa_id": place.oa_id, "resident": "bà Lan", **fields}


def _named(town: Town, place: Place) -> list[str]:
    rows = town.rows("Audience")
    return [
        row["sort"]
        for row in rows
        if row["partition"] == f"account#{place.oa_id}" and row.get("display_name")
    ]


def _invoke(town: Town, event: dict[str, Any]) -> Any:
    name = town.stack.outputs["FollowersFunctionName"]
    answer = town.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event).encode())
    return json.loads(answer["Payload"].read())
