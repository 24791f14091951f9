"""Broadcasts on the pages of the stack: returned and mended, sent, its ledger; cascade; emergency."""

import base64
import io
from datetime import timedelta
from typing import Any, Final

import openpyxl

from loa import clock
from loa.clock import VIETNAM
from loa.foundation.officers.model import Role
from tests.e2e.console import officer_at
from tests.e2e.town import PROVINCE, Town
from tests.e2e.waiting import SECONDS
from tests.worlds.console_broadcasts import AREA, submitted, written

_TITLE: Final = "Phòng rét cho trâu bò"


def test_a_message_of_a_commune__returned_mended_approved_sent__has_its_ledger(town: Town) -> None:
    place = town.connected(followers=2)
    writer = officer_at(town, place.path, "Phan Thị Thu", Role.EDITOR)
    approver = officer_at(town, place.path, "Nguyễn Văn Thành", Role.APPROVER)
    name = submitted(writer, f"{_TITLE} {place.oa_id}")
    here = f"{AREA}/{name}"
    assert "1 tài khoản, khoảng 2 người quan tâm" in approver.page(f"{here}/duyet").text()
    decide = f"{here}/duyet"
    returned = approver.send(decide, decide, decision="return", reason="Ghi rõ ngày")
    assert "Đã trả lại" in approver.follow(returned).text()
    content = f"{here}/noi-dung"
    assert "Ghi rõ ngày" in writer.page(content).text()
    mended = writer.send(content, content, words="Từ đêm 3/12, đưa trâu bò về chuồng.", act="")
    assert mended["statusCode"] == 303
    writer.follow(writer.send(f"{here}/xem-lai", f"{here}/trinh"))
    approved = approver.send(decide, decide, decision="approve", read="true")
    assert "Đã duyệt. Tin được gửi lúc" in approver.follow(approved).text()
    ledger = town.wait_for_broadcast(name, SECONDS)
    assert (ledger["planned"], ledger["sent"]) == (1, 1)
    (accepted,) = town.accepted(place.oa_id)
    assert (accepted["titles"], accepted["recipients"]) == ([f"{_TITLE} {place.oa_id}"], 2)
    followed = writer.page(f"{here}?xem=tat-ca").text()
    assert "1 trong 1 tài khoản đã gửi" in followed
    sheet = writer.ask(f"{here}/so-gui")
    assert sheet["statusCode"] == 200
    assert accepted["message_id"] in _cells(sheet)
    stranger = officer_at(town, town.unit(), "Người lạ", Role.EDITOR, Role.APPROVER)
    for page in (here, decide, content, f"{here}/so-gui", f"{here}/tien-do"):
        assert stranger.ask(page)["statusCode"] == 404


def test_a_cascade__gets_the_words_of_a_commune_at_its_end(town: Town) -> None:
    place, silent = town.connected(), town.connected()
    writer = officer_at(town, PROVINCE, "Phan Thị Thu", Role.EDITOR)
    approver = officer_at(town, PROVINCE, "Nguyễn Văn Thành", Role.APPROVER)
    until = (clock.now() + timedelta(hours=1)).astimezone(VIETNAM)
    title = f"Bão số 9 {place.oa_id}"
    name = submitted(
        writer,
        title,
        recipients={"who": "chosen", "unit": [place.path, silent.path]},
        when={"localise": "true", "until_day": f"{until.date()}", "until_hour": f"{until:%H:%M}"},
    )
    decide = f"{AREA}/{name}/duyet"
    approver.follow(approver.send(decide, decide, decision="approve", read="true"))
    hoa = officer_at(town, place.path, "Trần Thị Hoa", Role.EDITOR)
    minh = officer_at(town, place.path, "Lê Văn Minh", Role.APPROVER)
    own = f"{AREA}/gop-loi/{name}"
    assert title in str(hoa.ask(f"{AREA}/o-viec")["body"])
    added = hoa.send(own, own, paragraph="Xã mời bà con tránh bão ở trường tiểu học.")
    assert "Đã gửi lời của đơn vị" in hoa.follow(added).text()
    assert "tránh bão ở trường tiểu học" in minh.page(own).text()
    allowed = minh.send(own, f"{own}/duyet")
    assert "Đã duyệt lời của đơn vị" in minh.follow(allowed).text()
    assert "Đã duyệt" in writer.page(f"{AREA}/{name}").text()
    broadcast = town.api("viewer", "GET", f"/broadcasts/{name}")
    town.plan(broadcast)
    ledger = town.wait_for_broadcast(name, SECONDS)
    assert (ledger["planned"], ledger["sent"]) == (2, 2)
    assert "tránh bão ở trường tiểu học" in _bodies(town, place.oa_id)
    assert "tránh bão ở trường tiểu học" not in _bodies(town, silent.oa_id)


def test_an_emergency__is_sent_by_one_person_who_says_why(town: Town) -> None:
    place = town.connected()
    both = officer_at(town, place.path, "Lê Văn Hai", Role.EDITOR, Role.APPROVER)
    name = written(both, f"Xả lũ {place.oa_id}")
    here = f"{AREA}/{name}"
    sent = both.send(f"{here}/khan-cap", f"{here}/khan-cap", reason="Xả lũ lúc 14:00")
    assert "Gửi khẩn cấp" in both.follow(sent).text()
    ledger = town.wait_for_broadcast(name, SECONDS)
    assert (ledger["planned"], ledger["sent"]) == (1, 1)
    reported = town.api("viewer", "GET", "/emergencies")["items"]
    assert "Xả lũ lúc 14:00" in [each["why"] for each in reported if each["broadcast_id"] == name]
    above = officer_at(town, PROVINCE, "Cao Thị Tư", Role.APPROVER)
    assert f"Xả lũ {place.oa_id}" in str(above.ask(f"{AREA}/o-viec")["body"]), "officers above find it"


def _cells(answer: dict[str, Any]) -> str:
    content = base64.b64decode(answer["body"])
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return "\n".join(
        str(cell) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row
    )


def _bodies(town: Town, oa_id: str) -> str:
    return str(town.zalo(f"/articles?oa_id={oa_id}&limit=0"))
