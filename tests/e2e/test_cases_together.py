"""Several residents with one matter, and one case that several units and a body outside have in turn."""

from tests.e2e.cases import entered_for
from tests.e2e.chat import Resident
from tests.e2e.town import PROVINCE, Town

MATTER = "Trạm bơm thôn Đông hỏng, ruộng khô đã mười ngày"
ANSWER = "Trạm bơm đã được sửa, nước về ruộng từ sáng nay."


def test_residents_of_two_accounts_with_one_matter_all_get_its_answer(town: Town) -> None:
    """One joins before it is accepted, one long after and from another account, one is parted again."""
    here, there = town.connected(), town.connected()
    editor, other_editor = town.officer(here.path, "editor"), town.officer(there.path, "editor")
    lan, binh, minh = (Resident(town, here, name) for name in ("bà Lan", "ông Bình", "anh Minh"))
    hoa = Resident(town, there, "chị Hoa")
    main = entered_for(lan, editor, MATTER)
    second = entered_for(binh, editor, f"{MATTER} rồi")
    mistaken = entered_for(minh, editor, f"{MATTER}, đường vào trạm cũng hỏng")
    late = entered_for(hoa, other_editor, MATTER)
    offered = town.api(editor, "GET", f"{second.route}/similar")["items"]
    assert main.case_id in {item["case_id"] for item in offered}
    assert late.case_id not in {item["case_id"] for item in offered}

    for part in (second, mistaken):
        assert part.join(editor, main)["state"] == "joined"
    assert second.code in binh.waits_for("giải quyết chung")
    main.move(editor, "accept")
    for resident, case in ((lan, main), (binh, second), (minh, mistaken)):
        assert case.code in resident.waits_for("đã nhận giải quyết")
    assert mistaken.part(editor)["state"] == "received"
    assert mistaken.code in minh.waits_for("được giải quyết riêng")
    late.join("editor", main)  # who sees both units
    assert late.code in hoa.waits_for("giải quyết chung")
    whole = main.read(editor)
    assert {item["case_id"] for item in whole["joined"]} == {second.case_id, late.case_id}
    assert whole["members"] == 2

    main.move(editor, "answer", text=ANSWER)
    for resident, case in ((lan, main), (binh, second), (hoa, late)):
        told = resident.waits_for(ANSWER)
        assert case.code in told
        assert sum(ANSWER in line for line in resident.heard()) == 1
    assert ANSWER not in "\n".join(minh.heard())
    assert "đã xong" in lan.writes("5")
    assert main.read(editor)["state"] == "confirmed"
    # Who is not content takes their own case out; the others' stays answered.
    assert late.code in hoa.writes("1. Ruộng nhà tôi vẫn khô")
    apart = late.read(other_editor)
    assert (apart["state"], apart["joined_to"], apart["priority"]) == ("received", "", 1)
    assert main.read(editor)["members"] == 1
    assert second.code in binh.writes("4, cảm ơn cán bộ")
    assert second.read(editor)["satisfaction"] == 4


def test_a_case_goes_up_down_and_outside_and_its_clock_stands_still_there(town: Town) -> None:
    here, there = town.connected(), town.connected()
    mine, theirs = town.officer(here.path, "editor"), town.officer(there.path, "editor")
    lan = Resident(town, here, "bà Lan")
    case = entered_for(lan, mine, "Cột điện cao thế nghiêng sát nhà trẻ")
    case.move(mine, "accept")
    case.move(mine, "transfer", to_path=PROVINCE, next_step="Tỉnh xem xét thẩm quyền")
    assert "Tỉnh xem xét thẩm quyền" in lan.waits_for("đã chuyển đến")
    assert case.read(mine)["moves"] == []
    assert case.read("editor")["state"] == "transferred"
    case.move("editor", "accept")
    case.move("editor", "transfer", to_path=there.path)
    lan.waits_for("là nơi có trách nhiệm")
    assert town.ask("editor", "GET", case.route).ok
    assert case.case_id in {item["case_id"] for item in town.api(theirs, "GET", "/cases")["items"]}

    case.move(theirs, "accept")
    before = case.read(theirs)
    case.move(
        theirs,
        "hand_outside",
        body="Điện lực Diễn Châu",
        reference="45/CV-MTTQ",
        next_step="Điện lực khảo sát",
    )
    told = lan.waits_for("Điện lực Diễn Châu")
    assert all(words in told for words in (case.code, "45/CV-MTTQ", "Điện lực khảo sát"))
    outside = case.read(theirs)
    assert (outside["state"], outside["clock"]["paused"]) == ("outside", True)
    assert outside["outside_reference"] == "45/CV-MTTQ"
    assert not outside["clock"]["overdue"]
    assert "[Nhắc việc]" not in lan.reads()
    case.move(theirs, "take_back")
    assert "đã trả lời về" in lan.waits_for(case.code)
    back = case.read(theirs)
    assert (back["state"], back["clock"]["paused"]) == ("in_progress", False)
    assert back["answer_by"] >= before["answer_by"]
    case.move(theirs, "answer", text="Điện lực đã dựng lại cột.")
    lan.waits_for("Điện lực đã dựng lại cột")
    assert "đã xong" in lan.writes("4")
    assert [line["unit"] for line in case.read(mine)["history"] if line["what"] == "transfer"] == [
        PROVINCE,
        there.path,
    ]
    assert case.read(mine)["received_unit"] == here.path
    received, answered = town.numbers(here.path), town.numbers(there.path)
    assert (received["cases_report"], received["cases_answered"]) == (1, 0)
    assert (answered["cases_report"], answered["cases_answered"], answered["cases_in_time"]) == (0, 1, 1)
