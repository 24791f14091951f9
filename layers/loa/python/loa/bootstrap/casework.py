"""Cases, their publication, and denunciations."""

from functools import cache
from typing import TYPE_CHECKING

from loa.bootstrap import foundation, residents
from loa.bootstrap.wiring import FollowingRules, rules, table
from loa.settings import setting

if TYPE_CHECKING:
    from loa.casework.cases.rows.store import CaseStore
    from loa.casework.cases.work.service import CaseService
    from loa.casework.denunciations.work.intake import DenunciationIntake
    from loa.casework.denunciations.work.service import DenunciationService
    from loa.casework.publication.pictures import CasePictures
    from loa.platform.aws.dynamodb.tables import Table


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


@FollowingRules
def denunciations() -> "DenunciationService":
    """Return the work on denunciations."""
    from loa.casework.denunciations.deadlines import read_denunciation_rules
    from loa.casework.denunciations.rows.store import DenunciationStore
    from loa.casework.denunciations.work.files import EvidenceFiles
    from loa.casework.denunciations.work.service import DenunciationService
    from loa.foundation.rules.store import RuleName
    from loa.platform.aws.blobs import Bucket

    confidential = confidential_requests()
    return DenunciationService(
        store=DenunciationStore(confidential),
        files=EvidenceFiles(confidential, Bucket(setting("denunciations_bucket"))),
        statistics=foundation.statistics(),
        calendar=foundation.calendar(),
        rules=rules().read(RuleName.DENUNCIATIONS, read_denunciation_rules),
    )


def confidential_requests() -> "Table":
    """Return where answers to investigators' POSTs are kept: under the key of the denunciations."""
    return table("confidential_table")


@cache
def denunciation_intake() -> "DenunciationIntake":
    """Return where words from the chat are sealed."""
    from loa.bootstrap import reading
    from loa.casework.denunciations.rows.store import DenunciationStore
    from loa.casework.denunciations.work.intake import DenunciationIntake

    return DenunciationIntake(DenunciationStore(confidential_requests()), reading.public_url())
