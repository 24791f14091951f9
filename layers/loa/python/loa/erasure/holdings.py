"""Everything that keeps data, and what of it is about residents: the declarations of all packages."""

from typing import Final

from loa.casework.cases.work import personal as cases
from loa.dialogue.withheld import personal as conversations
from loa.foundation.readings.model import KEPT
from loa.personal_data import Holding, How
from loa.reports import personal as reports
from loa.residents.attachments import personal as audience
from loa.residents.data_requests.model import RECORD_KEPT
from loa.residents.messages import personal as messages

IDEMPOTENCY_DAYS: Final = 1
QUEUE_DAYS: Final = 14

HOLDINGS: Final[tuple[Holding, ...]] = (
    *audience.HOLDINGS,
    *messages.HOLDINGS,
    *cases.HOLDINGS,
    *reports.HOLDINGS,
    *conversations.HOLDINGS,
    Holding("UnitsTable", "units, accounts, officers, dated rules", How.NOBODY),
    Holding("CredentialsTable", "tokens of accounts", How.NOBODY),
    Holding("ContentTable", "articles and canned answers", How.NOBODY),
    Holding("BroadcastsTable", "plans and ledgers by account", How.NOBODY),
    Holding("ConfidentialTable", "denunciations: the Law on Denunciations alone", How.NOT_HERE),
    Holding(
        "InboxTable", "answers to requests of officers, for repeating them", How.EXPIRES, IDEMPOTENCY_DAYS
    ),
    Holding("PrivacyTable", "who read what", How.EXPIRES, KEPT.days),
    Holding("PrivacyTable", "requests about data, and what became of them", How.EXPIRES, RECORD_KEPT.days),
    Holding("InboxQueue", "events on their way", How.EXPIRES, QUEUE_DAYS),
    Holding("DeliveriesQueue", "keys of deliveries", How.NOBODY),
    Holding("UrgentQueue", "keys of deliveries", How.NOBODY),
    Holding("FollowersQueue", "accounts to be compared with Zalo's list", How.NOBODY),
    Holding("SchedulesDeadLetterQueue", "schedules that did not run", How.NOBODY),
)
"""Dead letters of a queue are declared with it: they keep for at most fourteen days."""
