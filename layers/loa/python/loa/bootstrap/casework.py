"""Cases, their publication, and denunciations."""

from functools import cache
from typing import TYPE_CHECKING

from loa.bootstrap import foundation, residents
from loa.bootstrap.wiring import FollowingRules, rules, table
from loa.settings import setting

if TYPE_CHECKING:
    from loa.casework.cases.rows.store import CaseStore
    from loa.casework.cases.work.service import CaseService
    from loa.casework.publication.pictures import CasePictures


@cache
def case_store() -> "CaseStore":
    """Return the rows of cases."""
    from loa.casework.cases.rows.store import CaseStore

    return CaseStore(table("cases_table"))


@FollowingRules
def cases() -> "CaseService":
    """Return the work on cases."""
    from loa.casework.cases.rules.deadlines import read_deadline_rules
    from loa.casework.cases.work.service import CaseService
    from loa.foundation.rules.store import RuleName

    return CaseService(
        store=case_store(),
        statistics=foundation.statistics(),
        outbox=residents.outbox(),
        queue=residents.messages(),
        accounts=foundation.accounts(),
        calendar=foundation.calendar(),
        rules=rules().read(RuleName.DEADLINES, read_deadline_rules),
        units_as_of=foundation.units_as_of(),
    )


@cache
def pictures() -> "CasePictures":
    """Return where pictures of cases are."""
    from loa.casework.publication.pictures import CasePictures
    from loa.platform.aws.blobs import Bucket

    return CasePictures(
        conversations=table("audience_table"),
        private=residents.attachments(),
        public=Bucket(setting("media_bucket")),
    )
