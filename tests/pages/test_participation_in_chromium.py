"""Contests and surveys in a browser: what a small window finds wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from infra.local.served import Handler
from loa.participation.campaigns.passes import known_person, pass_of
from tests.conftest import OpenTable
from tests.pages.browsing import overflows, small_targets, violations, visit
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


def sheet_on_a_phone(world: ParticipationWorld, handler: Handler, open_phone: OpenPhone) -> tuple[Page, str]:
    """A phone with script on which a try has begun, with the id of its contest."""
    contest = world.contest()
    phone = open_phone(handler)
    visit(phone, f"/thi/{contest}?the={pass_of(known_person(SECRET, 'zalo-1'), SECRET, world.now)}")
    phone.get_by_label("Ông/bà ở xã, phường nào?").select_option(COMMUNE)
    phone.get_by_text("Tôi từ đủ 15 tuổi trở lên").click()
    phone.get_by_text("Tôi đồng ý để Mặt trận lưu bài thi").click()
    phone.clock.install()
    phone.get_by_role("button", name="Bắt đầu làm bài").click()
    phone.get_by_text("phút", exact=False).first.wait_for()
    return phone, contest


def kept_on(phone: Page) -> int:
    kept: int = phone.evaluate(
        "() => Object.keys(localStorage).filter((one) => /^loa-bai:/.test(one)).length"
    )
    return kept


def test_a_sheet__after_a_reload_and_a_cut_line__is_as_it_was_and_handed_in_once(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, open_phone: OpenPhone
) -> None:
    world = ParticipationWorld(open_table, monkeypatch)
    sent: list[str] = []

    def handler(event: dict[str, Any]) -> dict[str, Any]:
        if event["rawPath"].endswith("/nop"):
            sent.append(event["rawPath"])
            if len(sent) == 1:
                return {"statusCode": 429, "headers": {"retry-after": "1"}, "body": ""}
        return world.public(event)

    phone, _ = sheet_on_a_phone(world, handler, open_phone)
    for box in phone.locator("fieldset").all():
        box.locator("label.pick").nth(1).click()
    phone.get_by_label("Theo ông/bà, bao nhiêu người").fill("12")
    phone.reload()
    assert phone.locator("fieldset input:checked").count() == 3
    assert phone.get_by_label("Theo ông/bà, bao nhiêu người").input_value() == "12"
    assert violations(phone) == []
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Nộp bài").click()
    phone.get_by_text("Đang gửi lại").wait_for()
    assert (sent, kept_on(phone)) == ([], 1)
    phone.context.set_offline(False)
    phone.clock.run_for(8_000)
    phone.get_by_role("heading", name="Bài thi của tôi").wait_for()
    assert len(sent) == 2
    assert kept_on(phone) == 0


def test_a_sheet__whose_time_ends__says_so_and_is_handed_in_by_itself(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, open_phone: OpenPhone
) -> None:
    world = ParticipationWorld(open_table, monkeypatch)
    phone, _ = sheet_on_a_phone(world, world.public, open_phone)
    phone.locator("fieldset").first.locator("label.pick").first.click()
    said = phone.get_by_role("status")
    phone.clock.fast_forward(15 * 60_000)
    expect(said).to_have_text("Còn 5 phút.")
    phone.clock.fast_forward(4 * 60_000)
    expect(said).to_have_text("Còn 1 phút.")
    phone.clock.fast_forward(61_000)
    phone.clock.run_for(6_000)
    expect(phone.locator("main")).to_contain_text("Đã nộp bài: đúng")
    assert kept_on(phone) == 0
