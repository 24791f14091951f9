"""Three communes and their district on the eve of 1 July 2025, with all that stands there.

The communes become Phường Thành Vinh, the district has no successor. Whatever a run does, `sums` must stay.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from infra.units.load import read_units
from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.deadlines import RULES
from loa.casework.cases.rules.model import Case, CaseKind, Channel, Details, Move, Reporter
from loa.casework.cases.rules.transitions import RESIDENT
from loa.casework.cases.work.opening import Draft
from loa.casework.cases.work.service import CaseService
from loa.dialogue.conversations.model import Conversation, WorklistState
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.conversations.worklist_keys import Worklist, parse_worklist_order
from loa.dialogue.desk.canned_answers import CannedAnswerStore
from loa.dialogue.desk.store import DeskStore
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import AccountStore
from loa.foundation.officers.model import Officer, Role
from loa.foundation.officers.on_call import OnCallStore
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.people.handovers import HandOverStore
from loa.foundation.people.service import PeopleService
from loa.foundation.people.store import ProposalStore
from loa.foundation.sessions.store import SessionStore
from loa.foundation.sign_in.store import SignInStore
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.store import UnitStore
from loa.foundation.working_time.model import WorkingCalendar
from loa.ids import new_id
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState
from loa.participation.campaigns.service import CampaignService
from loa.participation.campaigns.store import CampaignStore, EntryStore
from loa.personal_data import Person
from loa.platform.aws import clients
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.articles.model import Article, article_id
from loa.publishing.articles.store import ArticleStore
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.queues import Queues
from loa.publishing.broadcasts.rows.quota_store import QuotaStore
from loa.publishing.broadcasts.rows.series_store import SeriesStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.library.importing.sources import NewsSource, SourceStore
from loa.publishing.library.library_moves import LibraryMoves
from loa.publishing.library.rows.media_store import MediaStore
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.library.rules.media import MediaFile
from loa.publishing.library.rules.model import Reach
from loa.reorganisation.facts import FactStores, holdings
from loa.reorganisation.running.farewell import FarewellStores
from loa.reorganisation.running.jobs import ReorganisationRound, run
from loa.reorganisation.running.steps import MovingStores
from loa.reorganisation.service import ReorganisationService
from loa.reorganisation.store import Reorganisation, ReorganisationStore
from loa.residents.data_requests.model import DataRequest, RequestCause, RequestKind, RequestState
from loa.residents.data_requests.store import DataRequestStore
from loa.residents.followers.model import FollowChange, Follower
from loa.residents.followers.store import FollowerStore
from loa.residents.messages.store import Outbox
from tests.conftest import OpenTable
from tests.worlds.fakes import Clock, FakeQueue
from tests.worlds.library import LibraryWorld
from tests.worlds.people_pool import FakeUserPool

PROVINCE, DISTRICT, NEW = "40", "40.412", "40.16681"
JULY = date(2025, 7, 1)
MORNING = datetime(2025, 6, 30, 1, tzinfo=UTC)
"""Of the day before: 8 o'clock in Vietnam."""
PLANNER = Officer("planner", "Hoa", PROVINCE, frozenset({Role.ADMINISTRATOR}))
SECOND = Officer("second", "Bình", PROVINCE, frozenset({Role.ADMINISTRATOR}))


class Killed(BaseException):
    """The process died in the middle of a request."""


@dataclass(frozen=True)
class Sums:
    """What must be the same before and after; figures without broadcasts: a farewell is one."""

    followers: int
    follower_rows: int
    officers: int
    linked: int
    conversations: int
    cases: int
    items: int
    titles: tuple[str, ...]
    shown_above: tuple[str, ...]
    articles: int
    files: int
    requests: int
    campaigns: int
    figures: Counter[Metric]


class NoPictures:
    """Keeps no picture: its reference holds what the code says."""

    def cover(self) -> str:
        return "media:cover"

    def qr(self, address: str) -> str:
        return f"media:{address}"


class World:
    """Tables, units, and a service that plans and runs."""

    def __init__(self, table: OpenTable) -> None:
        self.units_table, self.audience = table("Units"), table("Audience")
        self.units = UnitStore(self.units_table)
        by_id = {unit.unit_id: unit for unit in read_units()}
        new = next(unit for unit in by_id.values() if unit.path == NEW)
        self.old = sorted(unit.path for unit in by_id.values() if new.unit_id in unit.successors)[:3]
        self.units.save_all(
            unit for unit in by_id.values() if unit.path in {PROVINCE, DISTRICT, NEW, *self.old}
        )
        self.clock = Clock(MORNING)
        self.accounts, self.statistics = AccountStore(self.units_table), StatisticsStore(table("Statistics"))
        self.pool = FakeUserPool()
        self.officers, sessions = OfficerStore(self.units_table), SessionStore(table("Sessions"))
        self.people = PeopleService(
            self.pool, self.officers, self.statistics, sessions,
            SignInStore(table("Sessions")), ProposalStore(self.units_table), HandOverStore(self.units_table),
        )  # fmt: skip
        self.followers, self.heads = FollowerStore(self.audience), ConversationStore(self.audience)
        self.desk = DeskStore(self.audience)
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
            lambda on: holdings(PROVINCE, on, facts), lambda: JULY, self.clock,
        )  # fmt: skip
        self._numbers = count(1)
        for number, path in enumerate([*self.old, DISTRICT, PROVINCE], start=1):
            self._unit(path, followers=number)

    def _unit(self, path: str, *, followers: int) -> None:
        """An account with followers, two officers of whom one is linked, conversations and cases."""
        oa_id = f"oa-{path}"
        account = Account(
            PROVINCE, path, oa_id, f"MTTQ {path}", 4, AccountState.CONNECTED, MORNING, MORNING, MORNING
        )
        commit([self.accounts.connect(account), self.statistics.follower_base(path, 10 * followers)])
        for number in range(followers):
            self.follow(oa_id, f"u{number}", path)
        admin = KnownOfficer(f"admin-{path}", "Lan", path, frozenset({Role.ADMINISTRATOR}))
        editor = KnownOfficer(
            f"editor-{path}", "An", path, frozenset({Role.EDITOR}), oa_id, f"staff-{path}", MORNING
        )
        commit([self.officers.adding(admin)])
        commit([self.officers.adding(editor)])
        commit([self.officers.linking(editor, MORNING, first=True), self.statistics.officers_change(path, 1)])
        self.stores.on_call.keep(path, [editor], by="x", now=MORNING)
        self.write(oa_id, "waiting", path)
        closed = self.write(oa_id, "closed", path)
        commit([self.desk.closed(closed, MORNING, unit_path=path)])
        taken = self.write(oa_id, "assigned", path)
        commit([self.desk.assigned(taken, editor.id, editor.name, unit_path=path)])
        self.open_case(path)
        done = self.open_case(path)
        for step in (Move.ACCEPT, Move.START, Move.ANSWER):
            self.cases.transition(
                done.id, step, MoveFacts(text="Đã làm."), by=editor.id, expected_version=None
            )
        self.cases.transition(done.id, Move.CONFIRM, MoveFacts(), by=RESIDENT, expected_version=None)
        self.canned.keep(
            path, "hen", title="Hẹn", text=f"Hẹn của {path}", version=0, officer_id="x", now=MORNING
        )

        self._texts(path)
        for number in range(2):  # the second is answered, and keeps its path
            asked = DataRequest(
                id=f"request-{number}-{path}", kind=RequestKind.SEE, cause=RequestCause.OFFICER,
                state=RequestState.OPEN, person=Person(oa_id, "waiting"), unit_path=path,
                requested_at=MORNING, due=MORNING,
            )  # fmt: skip
            self.requests.add(asked)
            if number:
                self.requests.turn(asked, replace(asked, state=RequestState.DONE, done_at=MORNING, version=2))
        campaign = Campaign(
            f"campaign-{path}", CampaignKind.CONTEST, path, "Thi tìm hiểu", "", MORNING,
            datetime(2025, 9, 1, tzinfo=UTC), ("x",), CampaignState.PUBLISHED,
        )  # fmt: skip
        self.campaigns.add(campaign)

    def _texts(self, path: str) -> None:
        """An article, an item that residents read also above, a draft of a page below it, and a picture."""
        article = Article(
            article_id(path, new_id(MORNING)), path, {"title": path}, 1, "x", MORNING, "x", MORNING
        )
        self.articles.create(article)
        self.media.add(MediaFile(f"media:{path}", path, "Ảnh", "x", MORNING))
        SourceStore(self.library.content).add(
            NewsSource(path, new_id(MORNING), "https://a.vn", "Báo", Section.LOCAL_NEWS, "x", MORNING)
        )
        shown = self.library.publish(
            f"Sổ tay {path}", unit=path, kind=ItemKind.PAGE, reach=Reach.UPWARD, section=Section.HANDBOOK
        )
        self.library.draft(
            f"Trang {path}", unit=path, kind=ItemKind.PAGE, section=Section.HANDBOOK,
            fields={"parent": shown},
        )  # fmt: skip

    def follow(self, oa_id: str, user: str, path: str) -> None:
        """Zalo tells that somebody follows; `path` is what the process takes for the account's gauge."""
        before = Follower(oa_id, user)
        after = before.changed(FollowChange(self.clock(), follows=True))
        commit([self.followers.save_changes(after), self.statistics.follower_change(path, 1)])

    def write(self, oa_id: str, user: str, path: str) -> Conversation:
        """A resident writes; `path` is what the process takes for the account's unit."""
        before = self.heads.get(oa_id, user) or Conversation(oa_id, user)
        at = self.clock()
        after = replace(
            before,
            interacted_at=at,
            last_message_at=at,
            unanswered=before.with_word(at),
        )
        commit(
            [
                self.heads.turned(before, after, unit_path=path, reopens=True),
                *self.statistics.increments(path, at, {Metric.MESSAGES_IN: 1}),
            ]
        )
        found = self.heads.get(oa_id, user)
        assert found
        return found

    def open_case(self, path: str) -> Case:
        """A resident reports something to a unit."""
        return self.cases.open(
            Draft(
                province=PROVINCE, unit_path=path, kind=CaseKind.REPORT, channel=Channel.CHAT,
                reporter=Reporter(f"oa-{path}", "waiting", path, "Dân", ""),
                details=Details("Đèn hỏng", "Xóm 3", ""),
            ),
            idempotency_key=f"case-{next(self._numbers)}", by=RESIDENT,
        )  # fmt: skip

    def approved(self) -> Reorganisation:
        """Two people have planned and approved, and the day has come; the run may begin."""
        self.service.draft(JULY, PLANNER)
        self.service.accept_suggestions(JULY, PLANNER)
        _, plan = self.service.look(JULY, PLANNER)
        self.service.submit(JULY, plan.digest, PLANNER)
        self.service.approve(JULY, plan.digest, SECOND)
        self.clock.forward(days=1)
        return self.service.start(JULY, SECOND)

    def round(self, *, requests: int | None = None) -> ReorganisationRound:
        """One invocation of the job, which dies after so many requests."""
        found = self.store.get(PROVINCE, JULY)
        assert found
        with self._dying(requests):
            return run(found, store=self.store, stores=self.stores, now=self.clock())

    def finish(self, *, rounds: int = 5) -> None:
        """Rounds without end of the process, until the run is over."""
        for _ in range(rounds):
            if self.round().is_done:
                return
            self.clock.forward(minutes=10)
        raise AssertionError("the run does not come to its end")

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

    def sums(self) -> Sums:
        """What must neither be lost nor doubled, wherever it stands."""
        accounts = self.accounts.everyone(PROVINCE)
        gauges = self.statistics.gauges(PROVINCE)
        rows = [len(list(self.followers.followers(account.oa_id, consistent=True))) for account in accounts]
        listed = [len(self.listed_below(PROVINCE, standing)) for standing in WorklistState]
        paths = [*self.old, DISTRICT, PROVINCE, NEW]
        figures: Counter[Metric] = Counter()
        for counts in self.statistics.activity(PROVINCE, date(2025, 6, 1), date(2025, 8, 1)).values():
            figures.update({each: number for each, number in counts.items() if each != Metric.BROADCASTS})
        return Sums(
            followers=sum(gauge.followers for gauge in gauges.values()),
            follower_rows=sum(rows),
            officers=len(self.officers.of_province(PROVINCE)),
            linked=sum(gauge.officers for gauge in gauges.values()),
            conversations=sum(listed),
            cases=len(self.cases.store.listing(PROVINCE, PROVINCE, limit=1_000).items),
            items=sum(len(self.library.store.of_unit(path)) for path in paths),
            titles=tuple(sorted(item.title for path in paths for item in self.library.store.of_unit(path))),
            shown_above=tuple(sorted(self.library.titles(PROVINCE, "handbook"))),
            articles=sum(len(list(self.articles.every(path))) for path in paths),
            files=sum(len(self.media.page(path, limit=99).rows) for path in paths),
            requests=len(self.requests.page(PROVINCE, PROVINCE, limit=99).rows),
            campaigns=len(self.campaigns.all()),
            figures=figures,
        )

    def listed_below(self, path: str, standing: WorklistState) -> list[Any]:
        """The rows of a list of a subtree."""
        return self.heads.listed(Worklist(path, standing, subtree=True)).rows
