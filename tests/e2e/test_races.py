"""Many at once on one thing: one wins, every other is told so, and nothing is lost or doubled."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final
from uuid import uuid4

import requests

from tests.e2e.cases import entered_for
from tests.e2e.chat import Resident, settle
from tests.e2e.test_cases import report_by_chat
from tests.e2e.town import Town

AT_ONCE: Final = 50


def test_two_officers_move_one_case_50_times__one_line_comes_of_it(town: Town) -> None:
    place = town.connected()
    officers = [town.officer(place.path, "editor") for _ in range(2)]
    town.invoke("Roster", {})
    report_by_chat(Resident(town, place, "bà Lan"))
    (listed,) = town.api(officers[0], "GET", f"/cases?unit={place.path}")["items"]
    route = f"/cases/{listed['case_id']}"
    order = {"move": "accept", "expected_version": town.api(officers[0], "GET", route)["version"]}

    answers = at_once(town, officers, f"{route}/moves", order)

    one_won(answers)
    history = town.api(officers[0], "GET", route)["history"]
    assert [line["version"] for line in history] == list(range(1, order["expected_version"] + 2))
    assert [line["what"] for line in history].count("accept") == 1


def test_two_officers_answer_one_case_50_times__the_resident_is_told_once(town: Town) -> None:
    place = town.connected()
    officers = [town.officer(place.path, "editor") for _ in range(2)]
    town.invoke("Roster", {})
    lan = Resident(town, place, "bà Lan")
    case = entered_for(lan, officers[0], "đèn đường xóm tôi hỏng")
    accepted = case.move(officers[0], "accept")
    words = "Điện lực đã thay bóng đèn chiều nay."
    order = {"move": "answer", "text": words, "expected_version": accepted["version"]}

    answers = at_once(town, officers, f"{case.route}/moves", order)

    one_won(answers)
    lan.waits_for(words)
    settle(town)
    assert sum(words in text for text in lan.heard()) == 1
    assert [line["what"] for line in case.read(officers[0])["history"]].count("answer") == 1


def at_once(town: Town, officers: list[str], route: str, order: Any) -> list[requests.Response]:
    """Let two officers, signed in before the rush, post the same 50 times at once, each time anew."""
    for officer in officers:
        assert town.token(officer)
    with ThreadPoolExecutor(AT_ONCE) as together:
        return list(
            together.map(
                lambda number: town.ask(
                    officers[number % 2], "POST", route, order, idempotency_key=uuid4().hex
                ),
                range(AT_ONCE),
            )
        )


def one_won(answers: list[requests.Response]) -> None:
    """One was taken; every other was told that it came too late, in words."""
    codes = [answer.status_code for answer in answers]
    assert (codes.count(200), codes.count(409)) == (1, AT_ONCE - 1), codes
    assert all(answer.json()["detail"] for answer in answers if answer.status_code == 409)
