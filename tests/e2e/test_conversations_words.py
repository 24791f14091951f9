"""What is said by itself: at any hour, however menu words are written, with or without buttons."""

import json
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from loa.foundation.rules.store import PARTITION, RuleName
from tests.e2e.chat import Resident, once, settle
from tests.e2e.town import VIETNAM, Town

TAKEN = "Đã nhận tin của ông/bà"
KINDS = "Ông/bà muốn gửi gì?"
OPENS = re.compile(r"đọc tin từ (\d\d:\d\d) ngày (\d\d/\d\d/\d{4})")


@contextmanager
def office_hours(town: Town, calendar: dict[str, Any]) -> Iterator[None]:
    """The inbox works with another calendar, as a stage may store one; its processes begin anew."""
    functions, name = town.client("lambda"), town.stack.outputs["InboxFunctionName"]
    usual = functions.get_function_configuration(FunctionName=name)["Environment"]
    other = {"Variables": usual["Variables"] | {"BEGUN_ANEW": uuid4().hex}}
    stored = {"partition": PARTITION, "sort": RuleName.CALENDAR.value, "text": json.dumps(calendar)}
    told = {"changed_at": "2026-11-29T00:00:00.000Z", "changed_by": "test"}
    town.table("Units").put_item(Item=stored | told)
    functions.update_function_configuration(FunctionName=name, Environment=other)
    try:
        yield
    finally:
        town.table("Units").delete_item(Key={"partition": stored["partition"], "sort": stored["sort"]})
        functions.update_function_configuration(FunctionName=name, Environment=usual)


def test_outside_working_hours_they_hear_when_somebody_reads_and_never_twice_in_a_row(town: Town) -> None:
    place = town.connected()
    officer = town.officer(place.path, "editor")
    today = datetime.now(VIETNAM).date()
    opening = today + timedelta(days=3)
    closed = [today + timedelta(days=days) for days in range(3)]
    calendar = {
        "hours": {str(opening.isoweekday()): [["08:15", "11:00"]]},
        "days_off": [{"day": day.isoformat(), "name": "Nghỉ"} for day in closed],
        "working_days": [{"day": opening.isoformat()}],
    }
    lan, minh = Resident(town, place, "bà Lan"), Resident(town, place, "ông Minh")
    with office_hours(town, calendar):
        said = lan.writes("Xin hỏi xã bao giờ làm xong con đường vào xóm tôi")
        found = OPENS.search(said)
        assert found, said
        assert found.groups() == ("08:15", f"{opening:%d/%m/%Y}")
        assert "Giờ này cơ quan nghỉ" in said
        assert lan.writes("Vì trời mưa là xe không đi được, các cháu phải nghỉ học") == ""
        seen = town.api(officer, "GET", lan.conversation)["conversation"]["seen_up_to"]
        answer = {"text": "Tháng sau làm xong, bà nhé.", "seen_up_to": seen}
        town.api(officer, "POST", f"{lan.conversation}/replies", answer, **once())
        lan.waits_for(answer["text"])
        settle(town)
        assert lan.writes("Thế còn đoạn qua cầu thì ai làm, có làm cùng lúc không") == ""
    always = {
        "hours": {str(day): [["00:00", "23:59"]] for day in range(1, 8)},
        "working_days": [{"day": (today + timedelta(days=days)).isoformat()} for days in range(2)],
    }
    with office_hours(town, always):
        said = minh.writes("Tôi muốn hỏi về lịch thu gom rác của xóm tôi")
        assert TAKEN in said
        assert "cơ quan nghỉ" not in said
    told = [text for text in (*lan.heard(), *minh.heard()) if TAKEN in text]
    assert len(told) == 2, "each once"


def test_a_menu_word_is_the_same_word_however_it_is_written(town: Town) -> None:
    place = town.connected()
    lan = Resident(town, place, "bà Lan")
    lan.does("follow")
    lan.reads()
    written = (
        "2",
        "#2",
        "số 2",
        "Gửi phản ánh",
        "GỬI PHẢN ÁNH!!!",
        "gui phan anh",
        "gởi phản ánh",
        "cho tôi gửi phản ánh nhé ạ",
        "gửi phản ánhh",
        "gui  phan\tanh",
    )
    understood = {}
    for form in ("NFC", "NFD"):
        town.zalo("/settings", {"text_form": form})
        for words in written:
            understood[form, words] = KINDS in lan.writes(words)
            lan.writes(unicodedata.normalize(form, "hủy"))
    assert [key for key, right in understood.items() if not right] == []
    officer = town.officer(place.path, "editor")
    assert town.api(officer, "GET", f"/conversations?unit={place.path}")["items"] == [], "none was for people"


def test_where_buttons_are_not_shown_the_words_say_the_same(town: Town) -> None:
    state = town.connected()
    business = town.connected(oa_type="2")
    said = {}
    for place in (state, business):
        lan = Resident(town, place, "bà Lan")
        lan.does("follow")
        held = town.zalo(f"/messages?limit=0&source=0&oa_id={place.oa_id}")["messages"]
        (welcome,) = [message for message in held if message["user_id"] == lan.user_id]
        said[place.path] = welcome
        assert "2. Gửi phản ánh, kiến nghị" in welcome["text"]
        assert KINDS in lan.writes("2")
        assert "Đã hủy" in lan.writes("hủy")
        assert KINDS in lan.writes("#2"), "what a button sends"
    assert said[state.path]["attachments"] == []
    (template,) = said[business.path]["attachments"]
    assert (template["type"], template["payload"]["text"]) == ("template", said[business.path]["text"])
