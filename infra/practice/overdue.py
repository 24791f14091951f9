"""A sample case past its deadlines, so that officers learn what one looks like.

No button opens it: the chat answers nothing by itself to words as old as that.
"""

from datetime import datetime, timedelta
from typing import Final

from infra.stages import Stage
from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules.deadlines import RULES
from loa.casework.cases.rules.model import CaseKind, Channel, Details, Reporter
from loa.casework.cases.work.opening import CaseOpening, Draft
from loa.dialogue.practice import texts
from loa.foundation.accounts.store import AccountStore
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.model import province_of
from loa.foundation.working_time.model import read_calendar
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.platform.zalo.practice import people
from loa.residents.messages.store import Outbox

AGO: Final = timedelta(days=30)
"""The deadlines of a report have passed by then, the holidays of Tết included."""


def cases_of(stage: Stage) -> CaseOpening:
    """Return what opens cases at a stage."""
    return CaseOpening(
        store=CaseStore(Table(stage.outputs["CasesTableName"])),
        statistics=StatisticsStore(Table(stage.outputs["StatisticsTableName"])),
        outbox=Outbox(Table(stage.outputs["AudienceTableName"])),
        queue=Queue(stage.outputs["MessagesQueueUrl"]),
        accounts=AccountStore(Table(stage.outputs["UnitsTableName"])),
        calendar=read_calendar(""),
        rules=RULES,
    )


def open_overdue(cases: CaseOpening, unit_path: str, now: datetime) -> None:
    """Let a unit have a sample case past its deadlines; once, however often this is called."""
    resident = people.name_of(people.followers()[0])
    draft = Draft(
        province_of(unit_path),
        unit_path,
        CaseKind.REPORT,
        Channel.TELEPHONE,
        Reporter(name=resident),
        Details(texts.RUBBISH, texts.RUBBISH_AT),
        notify=False,
        received_at=now - AGO,
    )
    cases.open(draft, idempotency_key=f"practice#{unit_path}", by=resident)
