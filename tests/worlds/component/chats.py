"""A resident in the chat of a ward on a working day, for the tests of the inbox."""

from datetime import timedelta

from loa import clock
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.model import Move
from tests.worlds.fakes import START
from tests.worlds.fakes_inbox import Resident

MONDAY = START + timedelta(days=2)
"""10:00 in Vietnam on a working day."""

INTAKE = ("gửi phản ánh", "1", "Đèn đường hỏng", "Xóm 5", "2 tuần nay", "xong", "Điện lực", "1")


def known(resident: Resident) -> Resident:
    """A resident who was welcomed a while ago."""
    resident.sends(resident.follow())
    resident.clock.forward(hours=1)
    return resident


def counts(resident: Resident, path: str = "") -> dict[str, int]:
    path = path or resident.account.unit_path
    first, last = clock.local_day(START - timedelta(days=3)), clock.local_day(resident.clock())
    found = resident.desk.statistics.activity("40", first, last).get(path)
    return {metric.value: number for metric, number in found.items()} if found else {}


def acted(resident: Resident, step: Move, *, asked_for: str = "", text: str = "") -> None:
    """An officer moves the newest case."""
    resident.clock.forward(minutes=1)
    resident.desk.means.cases().at(resident.clock()).transition(
        resident.cases()[0].id,
        step,
        MoveFacts(asked_for=asked_for, text=text),
        by="officer-1",
        expected_version=None,
    )
