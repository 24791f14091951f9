"""Everything that keeps data, and what of it is about residents: the declarations of all packages."""

from typing import Final

from loa.casework.cases.work import cases_of_person
from loa.dialogue.withheld import withheld_of_person
from loa.foundation.readings.model import KEPT
from loa.participation.campaigns import participation_of_person
from loa.personal_data import ErasureMethod, Holding
from loa.reports import reports_of_person
from loa.residents.attachments import chats_of_person
from loa.residents.data_requests.model import RECORD_KEPT
from loa.residents.messages import messages_of_person

IDEMPOTENCY_DAYS: Final = 1
QUEUE_DAYS: Final = 14
DRAFT_DAYS: Final = 7

HOLDINGS: Final[tuple[Holding, ...]] = (
    *chats_of_person.HOLDINGS,
    *messages_of_person.HOLDINGS,
    *cases_of_person.HOLDINGS,
    *reports_of_person.HOLDINGS,
    *withheld_of_person.HOLDINGS,
    *participation_of_person.HOLDINGS,
    Holding("UnitsTable", "units, accounts, officers, the network, dated rules", ErasureMethod.NOBODY),
    Holding("CredentialsTable", "tokens of accounts", ErasureMethod.NOBODY),
    Holding("ContentTable", "articles, canned answers, the library", ErasureMethod.NOBODY),
    Holding("PublishedTable", "what everybody may read: the library, the weather", ErasureMethod.NOBODY),
    Holding("BroadcastsTable", "plans and ledgers by account", ErasureMethod.NOBODY),
    Holding("ConfidentialTable", "denunciations: the Law on Denunciations alone", ErasureMethod.NOT_HERE),
    Holding("DenunciationsBucket", "their files: as long as they", ErasureMethod.NOT_HERE),
    Holding(
        "InboxTable",
        "answers to requests of officers, for repeating them",
        ErasureMethod.EXPIRES,
        IDEMPOTENCY_DAYS,
    ),
    Holding("PrivacyTable", "who did and who read what", ErasureMethod.EXPIRES, KEPT.days),
    Holding(
        "PrivacyTable",
        "requests about data, and what became of them",
        ErasureMethod.EXPIRES,
        RECORD_KEPT.days,
    ),
    Holding(
        "SessionsTable",
        "officers' sessions; forms kept while somebody signs in again",
        ErasureMethod.EXPIRES,
        DRAFT_DAYS,
    ),
    Holding("InboxQueue", "events on their way", ErasureMethod.EXPIRES, QUEUE_DAYS),
    Holding("DeliveriesQueue", "keys of deliveries", ErasureMethod.NOBODY),
    Holding("UrgentQueue", "keys of deliveries", ErasureMethod.NOBODY),
    Holding("FollowersQueue", "accounts to be compared with Zalo's list", ErasureMethod.NOBODY),
    Holding("SchedulesDeadLetterQueue", "schedules that did not run", ErasureMethod.NOBODY),
)
"""Dead letters of a queue are declared with it: they keep for at most fourteen days."""
