"""What the function works with."""

from dataclasses import dataclass
from functools import cache

from loa.casework.cases.rows.store import CaseStore
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.settings import read
from redaction_api.settings import Settings


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    cases: CaseStore
    conversations: Table
    attachments: Bucket


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    return Root(
        cases=CaseStore(Table(settings.cases_table)),
        conversations=Table(settings.audience_table),
        attachments=Bucket(settings.attachments_bucket),
    )
