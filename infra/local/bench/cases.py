"""What a case costs: its opening, each change of its state, and the clock's look at it.

Twenty cases of residents of one ward, through the real use cases. A transaction's rows are weighed as
everywhere in the bench; what the three indexes of the Cases table cost comes on top and is asked of a copy of
the table: each head is written there as it was and as it became.
"""

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from infra.local.bench.figures import Figure
from infra.local.bench.house import house
from infra.local.bench.indexes import Indexes, Place
from infra.local.bench.meter import Meter
from loa.casework.cases.rows.keys import case_key
from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.deadlines import RULES
from loa.casework.cases.rules.model import Case, CaseKind, Channel, Details, Move, Reporter
from loa.casework.cases.work.opening import Draft
from loa.casework.cases.work.service import CaseService
from loa.casework.cases.work.sweep import sweep
from loa.foundation.accounts.store import AccountStore
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.working_time.model import WorkingCalendar
from loa.platform.aws.queues import Queue
from loa.residents.messages.store import Outbox

CASES: Final = 20
WARD: Final = "40.412.16681"
OTHER: Final = "40.412.16663"
START: Final = datetime(2024, 9, 9, 1, 0, tzinfo=UTC)
TEXT: Final = "Đèn đường xóm 3 hỏng đã hai tuần, cháu nhỏ đi học về tối rất nguy hiểm. Kính mong sớm sửa."
OFFICER, ACCOUNT = "officer-1", "3000000000000000001"
REQUEST_BUDGET: Final = 5
"""Reading the case, the other unit, a unit's name, the transaction, the queue."""
CHANGE_BUDGET: Final = 20
"""Write units of a change of state, indexes included."""

type Scales = tuple[Meter, Indexes]

STEPS: Final[dict[str, MoveFacts]] = {
    "accept": MoveFacts(),
    "return": MoveFacts(asked_for="Xin cho biết số cột điện."),
    "transfer": MoveFacts(to_path=OTHER),
    "answer": MoveFacts(text="Đã thay bóng đèn ngày 08/10. Cảm ơn ông/bà đã phản ánh."),
}


def measure() -> list[Figure]:
    """Requests and write units of each step, then what everything twice has changed."""
    with house() as here:
        desk = CaseService(
            store=CaseStore(here.tables["Cases"]),
            statistics=StatisticsStore(here.tables["Statistics"]),
            outbox=Outbox(here.tables["Audience"]),
            queue=Queue(os.environ["MESSAGES_QUEUE_URL"]),
            accounts=AccountStore(here.tables["Units"]),
            calendar=WorkingCalendar(),
            rules=RULES,
        )
        return _measured(desk, here.meter, Indexes(here, "Cases"))


def _measured(desk: CaseService, meter: Meter, indexes: Indexes) -> list[Figure]:
    figures: list[Figure] = []
    clock = START
    scales = (meter, indexes)
    _open(0, desk, clock)  # clients are connected
    cases: list[Case] = []

    def opened(number: int) -> None:
        cases.append(_open(number, desk, clock))

    figures += _step(scales, "opening", range(1, CASES + 1), opened, cases)

    def named(name: str, act: Callable[[Case], Any]) -> None:
        nonlocal clock, figures
        clock += timedelta(hours=2)
        figures += _step(scales, name, cases, act, cases)

    def moving(name: str) -> Callable[[Case], Any]:
        step, facts = Move(name), STEPS[name]
        return lambda case: desk.at(clock).transition(
            case.id, step, facts, by=OFFICER, expected_version=None, idempotency_key=f"{name}-{clock}"
        )

    named("return", moving("return"))
    named("supply", lambda case: desk.at(clock).supplement(case.id, "Cột số 12", by="resident"))
    named("transfer", moving("transfer"))
    named("accept", moving("accept"))
    clock += timedelta(days=4)
    figures += _clock(scales, desk, clock, cases)
    named("answer", moving("answer"))
    named("rating", lambda case: desk.at(clock).rate(case.id, stars=5, word="Tốt"))
    again = [_open(number, desk, START) for number in range(1, CASES + 1)]
    wrong = sum(case.id not in {one.id for one in cases} for case in again)
    figures.append(
        Figure("cases.opened_twice", wrong, "cases", budget=0, note=f"each of {CASES} cases asked for twice")
    )
    return figures


def _open(number: int, desk: CaseService, now: datetime) -> Case:
    draft = Draft(
        province="40",
        unit_path=WARD,
        kind=CaseKind.REPORT,
        channel=Channel.CHAT,
        reporter=Reporter(
            "3000000000000000001", f"25125236254{number:08}", WARD, "Trần Thị Dân", "0912345678"
        ),
        details=Details(TEXT, "Xóm 3", "hai tuần"),
    )
    return desk.at(now).open(draft, idempotency_key=f"bench#{number}", by="resident")


def _step[Thing](
    scales: Scales, name: str, things: Iterable[Thing], act: Callable[[Thing], Any], cases: list[Case]
) -> list[Figure]:
    meter, indexes = scales
    before = indexes.rows(_places(cases))
    things = list(things)
    with meter.counting() as counted:
        for thing in things:
            act(thing)
    return _figures(name, counted, len(things), indexes.units(before, indexes.rows(_places(cases))))


def _clock(scales: Scales, desk: CaseService, now: datetime, cases: list[Case]) -> list[Figure]:
    meter, indexes = scales
    before = indexes.rows(_places(cases))
    with meter.counting() as counted:
        looked = sweep("40", service=desk.at(now))
    if looked.troubles or looked.reminded < CASES:
        raise RuntimeError(f"the clock did not remind: {looked}")
    return _figures("reminder", counted, looked.reminded, indexes.units(before, indexes.rows(_places(cases))))


def _places(cases: Iterable[Case]) -> list[Place]:
    return [case_key(case.id) for case in cases]


def _figures(name: str, counted: Meter, number: int, indexes: float) -> list[Figure]:
    requests = {operation: count / number for operation, count in sorted(counted.requests.items())}
    asked = ", ".join(f"{count:.3g} {operation}" for operation, count in requests.items())
    units, own = counted.write_units / number, indexes / number
    change = name not in {"opening", "reminder"}
    return [
        Figure(
            f"cases.{name}.requests",
            sum(requests.values()),
            "requests",
            budget=REQUEST_BUDGET if change else None,
            note=asked,
        ),
        Figure(
            f"cases.{name}.write_units",
            units + own,
            "units",
            budget=CHANGE_BUDGET if change else None,
            note=f"{units:.3g} for rows (doubled by the transaction), {own:.3g} for indexes",
        ),
    ]
