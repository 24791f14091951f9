"""A campaign, the accounts of units, their followers, and what tells them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from loa import ids
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import AccountStore, account_row
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState
from loa.participation.campaigns.store import CampaignStore, EntryStore
from loa.participation.consultations.service import ConsultationService
from loa.participation.consultations.store import ConsultationStore
from loa.participation.telling.service import TellingService
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
from loa.residents.followers.store import FollowerStore
from loa.residents.messages.model import MessageState, Outgoing
from loa.residents.messages.store import Outbox
from loa.residents.messages.windows import RULES
from tests.conftest import OpenTable
from tests.worlds.fakes import FakeQueue

NOON = datetime(2026, 11, 30, 5, tzinfo=UTC)
UNIT, OTHER = "40.16681", "40.17506"
SECRET = "s" * 64


@dataclass
class TellingWorld:
    """What owners of entries and contributors to a draft have in common."""

    open_table: OpenTable
    campaign: Campaign = field(init=False)
    now: datetime = NOON

    def __post_init__(self) -> None:
        self.participation, self.audience = self.open_table("Participation"), self.open_table("Audience")
        self.campaigns, self.queue = CampaignStore(self.participation, "40"), FakeQueue()
        self.store = ConsultationStore(EntryStore(self.participation))
        for path in (UNIT, OTHER):
            account = Account(
                "40", path, f"oa-{path}", path, 4, AccountState.CONNECTED, NOON, NOON, NOON + timedelta(90)
            )
            self.open_table("Units").put(account_row(account))

    def telling(self, quiet: str = "22:00-06:00") -> TellingService:
        """Return what tells contributors, and owners through it."""
        return TellingService(
            campaigns=self.campaigns,
            residents=ConsultationService(self.store),
            accounts=AccountStore(self.open_table("Units")),
            followers=FollowerStore(self.audience),
            outbox=Outbox(self.audience),
            queue=self.queue,
            windows=RULES,
            quiet_hours=QuietHours.parse(quiet),
            secret=lambda: SECRET,
            public_url="https://loa.vn",
        )

    def came(self, user: str, unit: str = UNIT, ago: timedelta = timedelta()) -> None:
        """Note that somebody did something at an account."""
        FollowerStore(self.audience).touched(f"oa-{unit}", f"{user}-at-{unit}", user, self.now - ago)

    def settle(self, message: Outgoing, state: MessageState) -> None:
        """Let the sender find out what became of a message."""
        commit([Outbox(self.audience).turn(message, state, self.now)])


def published(
    kind: CampaignKind, title: str, opens: datetime, closes: datetime, content: Mapping[str, Any]
) -> Campaign:
    """Return a campaign of the province that is public."""
    return Campaign(
        id=ids.new_id(NOON),
        kind=kind,
        unit_path="40",
        title=title,
        about="",
        opens=opens,
        closes=closes,
        hands=("writer",),
        state=CampaignState.PUBLISHED,
        content=content,
    )
