"""Questions that come in a sheet: all or none, once, and each waits for a second person."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import pytest
from openpyxl import Workbook, load_workbook

from loa.bootstrap import participation
from loa.foundation.officers.model import Role
from loa.participation.contests.rules.model import ContestQuestion
from tests.conftest import OpenTable
from tests.worlds.component.participation import AREA, ParticipationWorld
from tests.worlds.console import OfficerBrowser, body_of, bytes_of, filled_in

BANK: Final = f"{AREA}/cau-hoi"
IMPORT: Final = f"{BANK}/nhap"
GOOD: Final = (
    "Thẻ căn cước đổi lần đầu ở tuổi nào?", "14 tuổi", "18 tuổi", None, "25 tuổi", None, "Phương án 1", "Dễ",
    "Luật Căn cước 2023", "Điều 21 khoản 1", "Khoản 1.\nĐủ 14 tuổi.", date(2024, 7, 1), None,
)  # fmt: skip


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


def with_cells(**cells: Any) -> list[Any]:
    """The good row with other cells, by their place: `_0`, `_6`."""
    row: list[Any] = list(GOOD)
    for place, cell in cells.items():
        row[int(place.removeprefix("_"))] = cell
    return row


def sheet(world: ParticipationWorld, *rows: Sequence[Any]) -> bytes:
    """Fill in the sheet that the page gives, as Excel does."""
    book = load_workbook(io.BytesIO(bytes_of(world.writer.ask(f"{IMPORT}?mau=1"))))
    page = book.worksheets[0]
    for number, row in enumerate(rows, 2):
        for column, cell in enumerate(row, 1):
            page.cell(number, column, cell)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def send(who: OfficerBrowser, content: bytes) -> dict[str, Any]:
    (form,) = (each for each in who.page(IMPORT).all("form") if each.get("action") == IMPORT)
    fields = {name: values[0] for name, values in filled_in(form).items()}
    return who.post_files(IMPORT, fields, {"sheet": content})


def bank() -> list[ContestQuestion]:
    return participation.contests().bank.all()


def test_a_sheet_becomes_questions_once__and_each_waits_for_a_second_person(
    world: ParticipationWorld,
) -> None:
    rows = GOOD, with_cells(_0="Ai được cấp thẻ căn cước?", _6="4", _7="khó", _11="1/7/2024")
    content = sheet(world, *rows)
    first = world.writer.follow(send(world.writer, content)).text()
    assert "Đã thêm 2 câu hỏi" in first
    # The same sheet again, and by a colleague: what is there stays as it is.
    for who in (world.writer, world.officer_of("40", Role.EDITOR)):
        assert "2 câu đã có từ trước" in who.follow(send(who, content)).text()
    first_question, second = sorted(bank(), key=lambda each: each.words, reverse=True)
    assert first_question.options == ("14 tuổi", "18 tuổi", "25 tuổi")
    assert first_question.provision == "Khoản 1.\nĐủ 14 tuổi."
    assert (second.level.value, second.since) == ("hard", date(2024, 7, 1))
    right = participation.contests().right()
    assert (right[first_question.id], right[second.id]) == (0, 2), "an empty option moves the right one"
    assert not any(each.checked_by for each in bank())
    assert f"{BANK}/{second.id}/kiem" not in body_of(world.writer.ask(BANK))
    assert "Đã kiểm" in world.step(world.approver, BANK, f"{BANK}/{second.id}/kiem").text()


def test_an_import_that_stopped_in_the_middle__makes_the_rest(world: ParticipationWorld) -> None:
    send(world.writer, sheet(world, GOOD))
    both = sheet(world, GOOD, with_cells(_0="Ai được cấp thẻ căn cước?"))
    assert "Đã thêm 1 câu hỏi" in world.writer.follow(send(world.writer, both)).text()
    assert len(bank()) == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (with_cells(_0="Ai?"), "Câu hỏi: Xin viết thêm"),
        (with_cells(_6="Phương án 3"), "“Phương án 3”, nhưng ô đó trống"),
        (with_cells(_6=9), "“9”, nhưng ô đó trống"),
        (with_cells(_6=None), "Phương án đúng: Xin điền mục này"),
        (with_cells(_2="14 tuổi"), "Cần từ 2 đến 5 phương án"),
        (with_cells(_1=None, _2=None, _4=None), "Các phương án: Xin điền mục này"),
        (with_cells(_7="Rất khó"), "“Rất khó” không có. Xin ghi một trong: Dễ; Vừa; Khó"),
        (with_cells(_11="31/02/2024"), "Có hiệu lực từ ngày: “31/02/2024” chưa phải là ngày"),
        (with_cells(_12="1/1/2020"), "Ngày hết hiệu lực phải sau"),
        (list(GOOD), "Câu hỏi trùng với dòng 2"),
    ],
)
def test_one_wrong_row__keeps_all_out_and_is_named(
    world: ParticipationWorld, row: list[Any], said: str
) -> None:
    answer = send(world.writer, sheet(world, GOOD, row))
    assert answer["statusCode"] == 422
    page = body_of(answer)
    assert "Dòng 3: " in page
    assert said in page
    assert bank() == []


def test_all_that_is_wrong_with_a_row_is_said_at_once(world: ParticipationWorld) -> None:
    row = with_cells(_0=None, _6=None, _7="Rất khó", _11="hôm qua")
    assert body_of(send(world.writer, sheet(world, row))).count("Dòng 2: ") == 4


def test_what_is_no_sheet__is_refused(world: ParticipationWorld) -> None:
    book, output = Workbook(), io.BytesIO()
    book.save(output)
    for content in (b"", b"PK nothing", output.getvalue()):
        assert send(world.writer, content)["statusCode"] == 422
