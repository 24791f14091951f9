"""Who denounces: the officers of the unit see nothing anywhere, the investigators above read everything."""

import html
import json
import re
from typing import Any, Final
from uuid import uuid4

import requests

from tests.e2e.chat import Resident, once, waiting_at
from tests.e2e.town import Place, Town

SECRET: Final = "thu tiền đất công rồi bỏ túi riêng"
ROLES: Final = ("editor", "approver", "viewer", "administrator", "investigator")


def above_of(path: str) -> str:
    return path.rpartition(".")[0]


def test_a_burst_reaches_the_investigators_above_and_nobody_at_the_unit(town: Town) -> None:
    # Words of its own: the tables are looked through whole, and other tests write the same ones openly.
    secret = f"{SECRET} {uuid4().hex}"
    place = town.connected()
    officers = {role: town.officer(place.path, role) for role in ROLES}
    above = town.officer(above_of(place.path), "investigator")
    lan = Resident(town, place, "bà Lan")
    lan.does("follow")
    lan.reads()
    town.zalo("/settings", {"webhook_copies": 2, "webhook_shuffle": True})
    before = everything_that_officers_see(town, officers, place, lan)
    page = f"{town.stack.api_url}/confidential"
    lan.acts(
        {"act": "send_text", "text": "Tôi muốn tố cáo"},
        {"act": "send_text", "text": f"Cán bộ địa chính {secret}"},
        {"act": "send_image"},
        {"act": "send_file"},
    )
    assert page in lan.waits_for(page)
    assert "được chuyển riêng" in lan.writes("xong")
    assert different(before, everything_that_officers_see(town, officers, place, lan)) == {}

    town.invoke("Confidential", {"task": "remind"})
    heads = town.api(above, "GET", "/confidential-cases")["items"]
    (head,) = [head for head in heads if head["about"] == place.path]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", head["received_at"])
    said = town.api(above, "GET", f"/confidential-cases/{head['id']}")["statement"]["first_words"]
    assert said.count(secret) == 1
    assert sorted(re.findall(r"\[\S+\]", said)) == ["[Tệp]", "[Ảnh]"]
    town.invoke("DenunciationFiles", {"task": "copy"})
    files = town.api(above, "GET", f"/confidential-cases/{head['id']}")["files"]
    assert sorted((file["kind"], file["state_text"]) for file in files) == [("file", ""), ("image", "")]
    for file in files:
        got = requests.get(file["link"], timeout=10)
        assert (got.status_code, len(got.content)) == (200, file["size"])
    assert different(before, everything_that_officers_see(town, officers, place, lan)) == {}
    for role in ("administrator", *officers.values()):
        assert town.ask(role, "GET", f"/confidential-cases/{head['id']}").status_code in {403, 404}, role
    looks = town.api(above, "GET", f"/confidential-cases/{head['id']}/looks")["items"]
    assert {look["officer_name"] for look in looks} == {town.stack.officer(above).name}

    for table in ("Audience", "Cases", "Inbox", "Statistics", "Confidential"):
        rows = json.dumps(town.rows(table), default=repr, ensure_ascii=False)
        assert (secret in rows) == (table == "Confidential"), table
    confidential = json.dumps(town.rows("Confidential"), default=repr)
    assert lan.user_id not in confidential
    assert place.oa_id not in confidential
    assert secret not in logs_of(town)
    lan.writes("Đèn đường ngõ 12 hỏng đã hai tuần")
    assert len(waiting_at(town, officers["editor"], place.path)) == 1


def test_who_accuses_somebody_in_office_chooses_before_anybody_reads(town: Town) -> None:
    place = town.connected()
    editor = town.officer(place.path, "editor")
    lan = Resident(town, place, "bà Lan")
    lan.does("follow")
    lan.reads()
    assert "1. Gửi kín" in lan.writes(f"Ông trưởng thôn {SECRET}, ăn chặn tiền hỗ trợ")
    assert waiting_at(town, editor, place.path) == []
    assert SECRET not in json.dumps(town.api(editor, "GET", lan.conversation), ensure_ascii=False)
    assert "cán bộ đọc và trả lời" in lan.writes("2")
    assert len(waiting_at(town, editor, place.path)) == 1
    assert SECRET in json.dumps(town.api(editor, "GET", lan.conversation), ensure_ascii=False)
    town.invoke("Confidential", {"task": "remind"})
    rows = json.dumps(town.rows("Confidential"), default=repr, ensure_ascii=False)
    assert f"Ông trưởng thôn {SECRET}" not in rows


def test_the_page_works_without_a_script_and_progress_by_code(town: Town) -> None:
    province = town.officer("40", "investigator")
    page = f"{town.stack.api_url}/confidential"
    form = requests.get(page, timeout=30)
    assert form.status_code == 200
    assert form.headers["cache-control"] == "no-store"
    assert "<script" not in form.text
    statement = {
        name: "" for name in re.findall(r'name="(\w+)"', form.text) if name not in {"referrer", "viewport"}
    }
    (key,) = re.findall(r'name="form" value="([^"]+)"', form.text)
    mark = uuid4().hex
    statement |= {
        "form": key,
        "what": f"Cán bộ địa chính {SECRET} {mark}",
        "name": "Trần Thị Lan",
        "address": "Xóm 4",
        "may_contact": "no",
    }
    receipts = [requests.post(page, data=statement, timeout=30) for _ in range(2)]
    assert [receipt.status_code for receipt in receipts] == [200, 200]
    code, word = (_beside(receipts[0], label) for label in ("Mã hồ sơ", "Mật khẩu tra cứu (giữ kín)"))
    assert receipts[0].text == receipts[1].text
    progress = f"{page}/progress"
    shown = requests.post(progress, data={"code": code, "word": word}, timeout=30)
    assert _beside(shown, "Mã hồ sơ") == code
    wrong = [requests.post(progress, data={"code": code, "word": f"SAI-{n}"}, timeout=30) for n in range(12)]
    assert {answer.status_code for answer in wrong} == {404}
    old = requests.get(f"{page}/{'a' * 43}", timeout=30, allow_redirects=False)
    assert (old.status_code, old.headers["location"]) == (303, "/confidential")

    heads = town.api(province, "GET", "/confidential-cases")["items"]
    (head,) = [head for head in heads if head["code"] == code]
    assert (head["completed"], head["unit"], head["about"]) == (True, "40", "")
    route = f"/confidential-cases/{head['id']}"
    assert mark in town.api(province, "GET", route)["statement"]["what"]
    place = town.unit()
    wish = {"unit": place, "reason": "Đúng nơi", "version": head["version"]}
    proposed = town.api(province, "POST", f"{route}/transfer", wish, **once())
    assert (proposed["unit"], proposed["proposed_to"]) == ("40", place)
    approval = {"version": proposed["version"]}
    own = town.ask(province, "POST", f"{route}/transfer/approval", approval, idempotency_key=uuid4().hex)
    assert own.status_code == 403
    second = town.officer("40", "investigator")
    assert town.api(second, "POST", f"{route}/transfer/approval", approval, **once())["unit"] == place


def everything_that_officers_see(
    town: Town, officers: dict[str, str], place: Place, resident: Resident
) -> dict[str, Any]:
    """What every role at the unit gets from every list, the thread, the export and the counters."""
    routes = [
        resident.conversation,
        *(f"/conversations?unit={place.path}&state={state}" for state in ("waiting", "answered", "closed")),
        f"/cases?unit={place.path}&all=true",
        f"/cases/export?unit={place.path}",
        "/reminders",
        "/confidential-cases",
    ]
    seen: dict[str, Any] = {}
    for role, officer in officers.items():
        for route in routes:
            answer = town.ask(officer, "GET", route)
            text = re.sub(
                r'"(made_at|exported_at|request_id|instance)":"[^"]*"|seconds_left":\d+', "", answer.text
            )
            seen[f"{role} {route}"] = (answer.status_code, text)
    seen["numbers"] = {name: number for name, number in town.numbers(place.path).items() if name != "events"}
    return seen


def different(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What is not as it was, and from where on."""
    found = {}
    for name in before.keys() | after.keys():
        one, other = str(before.get(name)), str(after.get(name))
        if one != other:
            pairs = enumerate(zip(one, other, strict=False))
            at = next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
            found[name] = (one[max(0, at - 80) : at + 60], other[max(0, at - 80) : at + 60])
    return found


def logs_of(town: Town) -> str:
    """All that the functions have logged."""
    logs = town.client("logs")
    found = []
    for group in logs.describe_log_groups()["logGroups"]:
        for stream in logs.describe_log_streams(logGroupName=group["logGroupName"])["logStreams"]:
            events = logs.get_log_events(
                logGroupName=group["logGroupName"], logStreamName=stream["logStreamName"]
            )
            found += [event["message"] for event in events["events"]]
    return "\n".join(found)


def _beside(page: requests.Response, label: str) -> str:
    """What stands beside a label on a page of facts."""
    found = re.search(rf"<dt>{re.escape(label)}</dt><dd[^>]*>(.*?)</dd>", page.text, re.DOTALL)
    assert found, (label, page.status_code, page.text)
    return html.unescape(found[1])
