"""Many at once on one thing: one wins, every other is told so, and nothing is lost or doubled."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final
from uuid import uuid4

from tests.e2e.chat import Resident
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
    assert town.token(officers[1])  # signed in before the rush

    with ThreadPoolExecutor(AT_ONCE) as together:
        answers = list(
            together.map(
                lambda n: town.ask(
                    officers[n % 2], "POST", f"{route}/moves", order, idempotency_key=uuid4().hex
                ),
                range(AT_ONCE),
            )
        )

    codes = [answer.status_code for answer in answers]
    assert (codes.count(200), codes.count(409)) == (1, AT_ONCE - 1), codes
    assert all(answer.json()["detail"] for answer in answers if answer.status_code == 409)
    history = town.api(officers[0], "GET", route)["history"]
    assert [line["version"] for line in history] == list(range(1, order["expected_version"] + 2))
    assert [line["what"] for line in history].count("accept") == 1
