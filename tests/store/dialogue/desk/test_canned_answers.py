"""Canned answers of a unit and those above."""

import pytest

from loa.dialogue.desk.canned_answers import filled, places_in
from loa.errors import Conflict, InvalidInput, NotFound
from tests.worlds.fakes_messages import PATH
from tests.worlds.store.desk import PROVINCE, SIBLING, Room


def keep(room: Room, path: str, name: str, text: str, version: int = 0) -> None:
    room.canned.keep(
        path, name, title=f"Mẫu {name}", text=text, version=version, officer_id="lan", now=room.clock()
    )


def test_the_nearest_units_words_count(room: Room) -> None:
    keep(room, PROVINCE, "cam-on", "Tỉnh cảm ơn {ten}.")
    keep(room, PROVINCE, "hen", "Hẹn {ten} ngày {han}.")
    keep(room, PATH, "cam-on", "Phường cảm ơn {ten}.")
    assert [(one.name, one.unit_path) for one in room.canned.for_unit(PATH)] == [
        ("cam-on", PATH),
        ("hen", PROVINCE),
    ]
    assert [one.unit_path for one in room.canned.for_unit(SIBLING)] == [PROVINCE, PROVINCE]
    assert room.canned.nearest(PATH, "cam-on").text == "Phường cảm ơn {ten}."
    assert room.canned.nearest(SIBLING, "cam-on").text == "Tỉnh cảm ơn {ten}."
    room.canned.remove(PATH, "cam-on")
    room.canned.remove(PATH, "cam-on")
    assert room.canned.nearest(PATH, "cam-on").unit_path == PROVINCE
    with pytest.raises(NotFound):
        room.canned.nearest(PATH, "khac")


def test_two_who_write_the_same_words_at_once(room: Room) -> None:
    keep(room, PATH, "cam-on", "Một.")
    keep(room, PATH, "cam-on", "Một.")  # the same request again
    with pytest.raises(Conflict):
        keep(room, PATH, "cam-on", "Hai.")
    keep(room, PATH, "cam-on", "Hai.", version=1)
    with pytest.raises(Conflict):
        keep(room, PATH, "cam-on", "Ba.", version=1)
    assert room.canned.nearest(PATH, "cam-on").version == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [("Cảm ơn", "x"), ("a/b", "x"), ("-a", "x"), ("a" * 41, "x"), ("a", ""), ("a", "x" * 2001), ("a", "{0}"),
     ("a", "{ten.__class__}")],
)  # fmt: skip
def test_words_that_cannot_be_kept(room: Room, name: str, text: str) -> None:
    with pytest.raises(InvalidInput):
        keep(room, PATH, name, text)


def test_placeholders_are_filled_and_nothing_else() -> None:
    text = "Chào {ten}, mã {ma}, hạn { han }, {khac} {{ten}}"
    assert places_in(text) == ["ten", "ma", "han", "khac"]
    assert filled(text, {"ten": "{ma}", "ma": "X1"}) == "Chào {ma}, mã X1, hạn { han }, {khac} {{ma}}"
