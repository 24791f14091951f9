"""Contests and surveys in a browser: what a small window finds wrong."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from loa.participation.campaigns.passes import known_person, pass_of
from tests.conftest import OpenTable
from tests.pages.browsing import overflows, small_targets, visit
from tests.worlds.component.participation import AREA, COMMUNE, SECRET, ParticipationWorld

pytestmark = pytest.mark.enable_socket

type OpenPhone = Callable[..., Page]


def test_contest_and_survey__on_a_phone_without_script__are_right_and_can_be_sent(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, open_phone: OpenPhone
) -> None:
    world = ParticipationWorld(open_table, monkeypatch)
    contest, survey = world.contest(), world.campaign("survey", "Khảo sát về họp xóm")
    question = {"kind": "matrix", "words": "Chấm từng việc của xóm:", "options": "Vệ sinh\nAn ninh"}
    page = f"{AREA}/{survey}/cau"
    world.writer.send(page, page, **question)
    world.writer.send(page, page, kind="scale", words="Ông/bà hài lòng mức nào?")
    world.step(world.approver, f"{AREA}/{survey}", f"{AREA}/{survey}/dang")

    phone = open_phone(world.public, script=False)
    wrong: dict[str, object] = {}

    def look(name: str) -> None:
        phone.wait_for_load_state()
        found = small_targets(phone)
        if found or overflows(phone) > 0:
            wrong[name] = (found, overflows(phone))

    visit(phone, "/thi")
    look("contests")
    phone.get_by_role("link", name="Tìm hiểu Luật Căn cước").click()
    token = pass_of(known_person(SECRET, "zalo-1"), SECRET, world.now)
    visit(phone, f"/thi/{contest}?the={token}")
    look("contest")
    phone.get_by_label("Ông/bà ở xã, phường nào?").select_option(COMMUNE)
    phone.get_by_text("Tôi từ đủ 15 tuổi trở lên").click()
    phone.get_by_text("Tôi đồng ý để Mặt trận lưu bài thi").click()
    phone.get_by_role("button", name="Bắt đầu làm bài").click()
    look("sheet")
    phone.get_by_role("button", name="Nộp bài").click()
    look("sheet-again")
    for box in phone.locator("fieldset").all():
        box.locator("label.pick").first.click()
    phone.get_by_label("Theo ông/bà, bao nhiêu người").fill("12")
    phone.get_by_role("button", name="Nộp bài").click()
    assert "Đã nộp bài" in phone.locator("main").inner_text()
    look("own")
    visit(phone, f"/khao-sat/{survey}")
    look("survey")
    world.finish(contest)
    visit(phone, f"/thi/{contest}/ket-qua/1")
    look("result")
    visit(phone, f"/thi/{contest}/cua-toi")
    look("own-after")
    phone.get_by_role("link", name="In giấy ghi nhận").click()
    phone.get_by_label("Ông/bà").fill("Nguyễn Thị Lan")
    look("certificate")
    phone.get_by_role("link", name="/giay/").click()
    look("certified")
    assert wrong == {}
