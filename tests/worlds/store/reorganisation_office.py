"""Where reorganisations are planned and run: all that a run moves, on the tables of the template."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import count
from typing import Any, Final

from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules.deadlines import RULES
from loa.casework.cases.work.service import CaseService
from loa.dialogue.conversations.model import WorklistState
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.conversations.worklist_keys import Worklist, parse_worklist_order
from loa.dialogue.desk.canned_answers import CannedAnswerStore
from loa.foundation.accounts.store import AccountStore
from loa.foundation.officers.model import Officer, Role
from loa.foundation.officers.on_call import OnCallStore
from loa.foundation.officers.store import OfficerStore
from loa.foundation.people.handovers import HandOverStore
from loa.foundation.people.records import AccountRecordStore
from loa.foundation.people.service import PeopleService
from loa.foundation.people.store import ProposalStore
from loa.foundation.sessions.store import SessionStore
from loa.foundation.sign_in.store import SignInStore
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.model import Unit
from loa.foundation.units.store import UnitStore
from loa.foundation.working_time.model import WorkingCalendar
from loa.participation.campaigns.service import CampaignService
from loa.participation.campaigns.store import CampaignStore, EntryStore
from loa.platform.aws import clients
from loa.publishing.articles.store import ArticleStore
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.queues import Queues
from loa.publishing.broadcasts.rows.quota_store import QuotaStore
from loa.publishing.broadcasts.rows.series_store import SeriesStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.library.library_moves import LibraryMoves
from loa.publishing.library.rows.media_store import MediaStore
from loa.reorganisation.facts import FactStores, holdings
from loa.reorganisation.running.farewell import FarewellStores
from loa.reorganisation.running.jobs import ReorganisationRound, run
from loa.reorganisation.running.steps import MovingStores
from loa.reorganisation.service import ReorganisationService
from loa.reorganisation.store import Reorganisation, ReorganisationStore
from loa.residents.data_requests.store import DataRequestStore
from loa.residents.followers.store import FollowerStore
from loa.residents.messages.store import Outbox
from tests.conftest import OpenTable
from tests.worlds.fakes import Clock, FakeQueue, Killed
from tests.worlds.library import LibraryWorld
from tests.worlds.people_pool import FakeUserPool

PROVINCE: Final = "40"
PLANNER = Officer("planner", "Hoa", PROVINCE, frozenset({Role.ADMINISTRATOR}))
SECOND = Officer("second", "Bình", PROVINCE, frozenset({Role.ADMINISTRATOR}))


class NoPictures:
    """Keeps no picture: its address holds what the code says."""

    def cover(self) -> str:
        return "https://media.example.vn/cover.jpg"

    def qr(self, address: str) -> str:
        return f"https://media.example.vn/qr.png?of={address}"


class Office:
    """Tables, units, and a service that plans and runs.

    Attributes:
        today: the day whose units count.
    """

    def __init__(self, table: OpenTable, units: Iterable[Unit], *, now: datetime, today: date) -> None:
        self.today, self.clock = today, Clock(now)
        self.units_table, self.audience = table("Units"), table("Audience")
        self.units = UnitStore(self.units_table)
        self.units.save_all(units)
        self.accounts, self.statistics = AccountStore(self.units_table), StatisticsStore(table("Statistics"))
        self.pool = FakeUserPool()
        self.officers, sessions = OfficerStore(self.units_table), SessionStore(table("Sessions"))
        self.people = PeopleService(
            self.pool, self.officers, self.statistics, sessions,
            SignInStore(table("Sessions")), ProposalStore(self.units_table), HandOverStore(self.units_table),
            AccountRecordStore(self.units_table),
        )  # fmt: skip
        self.followers, self.heads = FollowerStore(self.audience), ConversationStore(self.audience)
        self.cases = CaseService(
            store=CaseStore(table("Cases")), statistics=self.statistics, outbox=Outbox(self.audience),
            queue=FakeQueue(), accounts=self.accounts, calendar=WorkingCalendar(), rules=RULES,
            now=self.clock,
        )  # fmt: skip
        self.canned, self.articles = CannedAnswerStore(table("Content")), ArticleStore(table("Content"))
        self.library, self.media = LibraryWorld(table), MediaStore(table("Content"))
        self.requests = DataRequestStore(table("Privacy"))
        self.campaigns = CampaignStore(table("Participation"), PROVINCE)
        self.deliveries, self.queue = DeliveryStore(table("Broadcasts")), FakeQueue()
        self.store = ReorganisationStore(self.units_table)
        self.stores = MovingStores(
            accounts=self.accounts, statistics=self.statistics, people=self.people,
            on_call=OnCallStore(self.units_table), conversations=self.heads, cases=self.cases,
            canned_answers=self.canned, broadcasts=BroadcastStore(table("Broadcasts")),
            series=SeriesStore(table("Broadcasts")),
            library=LibraryMoves(self.library.store, self.library.published, self.clock),
            articles=self.articles, data_requests=self.requests,
            campaigns=CampaignService(
                self.campaigns, EntryStore(table("Participation")), table("Published")
            ),
            farewell=FarewellStores(
                broadcasts=BroadcastStore(table("Broadcasts")), deliveries=self.deliveries,
                quotas=QuotaStore(table("Broadcasts")), accounts=self.accounts, statistics=self.statistics,
                queues=lambda: Queues(self.queue, self.queue), pictures=NoPictures(),
            ),
        )  # fmt: skip
        facts = FactStores(
            self.units, self.accounts, self.officers, self.statistics, self.cases.store, self.heads
        )
        self.service = ReorganisationService(
            PROVINCE, self.store, lambda: self.units.subtree(PROVINCE),
            lambda on: holdings(PROVINCE, on, facts), lambda: self.today, self.clock,
        )  # fmt: skip

    def approved_for(self, on: date) -> Reorganisation:
        """Two people have planned and approved the reorganisation of a day."""
        self.service.draft(on, PLANNER)
        self.service.accept_suggestions(on, PLANNER)
        _, plan = self.service.look(on, PLANNER)
        for each in plan.open_decisions:  # the rules suggest nothing: people take the first
            self.service.decide(on, each.key, each.options[0], PLANNER)
        _, plan = self.service.look(on, PLANNER)
        self.service.submit(on, plan.digest, PLANNER)
        return self.service.approve(on, plan.digest, SECOND)

    def round_on(self, on: date, *, requests: int | None = None) -> ReorganisationRound:
        """One invocation of the job, which dies after so many requests."""
        found = self.store.get(PROVINCE, on)
        assert found
        with self._dying(requests):
            return run(found, store=self.store, stores=self.stores, now=self.clock())

    @contextmanager
    def _dying(self, requests: int | None) -> Iterator[None]:
        events = clients.dynamodb().meta.client.meta.events
        left = count(requests or 0, -1)

        def die(**_: Any) -> None:
            if requests is not None and next(left) <= 0:
                raise Killed

        events.register("before-call.dynamodb", die)
        try:
            yield
        finally:
            events.unregister("before-call.dynamodb", die)

    def listed(self, path: str, standing: WorklistState) -> set[tuple[str, str]]:
        """Account and resident of what stands in a list of exactly one unit."""
        listing = Worklist(path, standing)
        rows = self.heads.listed(listing).rows
        return {parse_worklist_order(listing.order_of(row))[2:] for row in rows}

    def listed_below(self, path: str, standing: WorklistState) -> list[Any]:
        """The rows of a list of a subtree."""
        return self.heads.listed(Worklist(path, standing, subtree=True)).rows
