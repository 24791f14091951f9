"""A survey with a question of every kind, opened; and an answer to all of them."""

from typing import Any

from tests.worlds.component.participation import AREA, ParticipationWorld
from tests.worlds.console import body_of

QUESTIONS: list[dict[str, str]] = [
    {"kind": "single", "words": "Ông/bà có đi họp xóm không?", "options": "Có\nKhông", "is_required": "true"},
    {"kind": "several", "words": "Họp vào lúc nào thì tiện?", "options": "Sáng\nChiều\nTối",
     "is_required": "true", "if_question": "1", "if_option": "1"},
    {"kind": "scale", "words": "Ông/bà hài lòng với xóm mức nào?", "is_required": "true"},
    {"kind": "order", "words": "Việc nào cần làm trước?", "options": "Đường\nĐiện\nNước"},
    {"kind": "matrix", "words": "Chấm từng việc của xóm:", "options": "Vệ sinh\nAn ninh"},
    {"kind": "text", "words": "Muốn nói thêm điều gì?"},
    {"kind": "number", "words": "Nhà có mấy người?"},
    {"kind": "date", "words": "Lần họp gần nhất là ngày nào?"},
]  # fmt: skip
WHOLE: dict[str, Any] = {
    "q1": "0", "q2": ["0", "2"], "q3": "4", "q4-0": "2", "q4-1": "1", "q4-2": "3", "q5-0": "5", "q5-1": "3",
    "q6": "Cần thêm đèn đường", "q7": "4", "q8": "2026-11-01",
}  # fmt: skip


def opened(world: ParticipationWorld) -> str:
    """Write the survey and open it; its id."""
    survey = world.campaign("survey", "Khảo sát về họp xóm")
    for question in QUESTIONS:
        page = f"{AREA}/{survey}/cau"
        answer = world.writer.send(page, page, **{"is_required": [], **question})
        assert answer["statusCode"] == 303, body_of(answer)[-2_000:]
    world.step(world.approver, f"{AREA}/{survey}", f"{AREA}/{survey}/dang")
    return survey
