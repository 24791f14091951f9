"""Cases for tests of rules."""

from datetime import datetime, timedelta
from typing import Any

from loa.casework.cases.rules.model import Case, CaseKind, CaseState, Channel, Details, Reporter
from tests.worlds.fakes import START


def a_case(
    *, what: str = "Đèn đường hỏng", where: str = "", received_at: datetime = START, **other: Any
) -> Case:
    """An ordinary report, just received; `other` are further fields of it."""
    fields: dict[str, Any] = {
        "id": "0" * 22,
        "code": "NA-2345-6789-AB",
        "province": "40",
        "unit_path": "40.16681",
        "received_path": "40.16681",
        "kind": CaseKind.REPORT,
        "channel": Channel.CHAT,
        "state": CaseState.RECEIVED,
        "reporter": Reporter(),
        "details": Details(what, where),
        "received_at": received_at,
        "changed_at": received_at,
        "accept_by": received_at + timedelta(days=1),
        "answer_by": received_at + timedelta(days=5),
    }
    return Case(**{**fields, **other})
