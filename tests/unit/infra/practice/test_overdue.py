"""Each unit of a stage for practice has a sample case past its deadlines."""

from datetime import datetime

import boto3
import pytest

from infra.practice.overdue import cases_of, open_overdue
from infra.stages import Stage
from loa import clock
from loa.casework.cases.rules.model import CaseState
from loa.foundation.units.store import UnitStore
from tests.conftest import OpenTable
from tests.pages.public_world import UNITS
from tests.worlds.entrance import COMMUNE, NOW


@pytest.mark.parametrize(
    "now", [NOW, datetime(2027, 2, 20, 2, tzinfo=clock.VIETNAM)], ids=["now", "after Tết"]
)
def test_unit_of_a_course__has_one_overdue_case__however_often_it_begins(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)
    names = ("Cases", "Statistics", "Audience", "Units")
    outputs = {f"{name}TableName": open_table(name).name for name in names}
    sqs = boto3.client("sqs")
    outputs["MessagesQueueUrl"] = sqs.create_queue(QueueName="messages")["QueueUrl"]
    UnitStore(open_table("Units")).save_all(UNITS)
    cases = cases_of(Stage("practice", outputs, lambda _: sqs, None))
    for _ in range(2):
        open_overdue(cases, COMMUNE, now)
    (listed,) = cases.store.worklist_of_unit("40", COMMUNE, limit=10).items
    case = cases.load(listed.id).case
    assert case.state is CaseState.RECEIVED
    assert case.accept_by < case.answer_by < now
    assert case.reporter.name.endswith("(dân mẫu)")
