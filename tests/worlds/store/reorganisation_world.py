"""Three communes and their district on the eve of 1 July 2025, with all that stands there.

The communes become Phường Thành Vinh, the district has no successor. Whatever a run does, `sums` must stay.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import count

from infra.units.load import read_units
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.model import Case, CaseKind, Channel, Details, Move, Reporter
from loa.casework.cases.rules.transitions import RESIDENT
from loa.casework.cases.work.opening import Draft
from loa.dialogue.conversations.model import Conversation, WorklistState
from loa.dialogue.desk.store import DeskStore
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.officers.model import Role
from loa.foundation.officers.store import KnownOfficer
from loa.foundation.statistics.model import Metric
from loa.ids import new_id
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState
from loa.personal_data import Person
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.articles.model import Article, article_id
from loa.publishing.library.importing.sources import NewsSource, SourceStore
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.library.rules.media import MediaFile
from loa.publishing.library.rules.model import Reach
from loa.reorganisation.running.jobs import ReorganisationRound
from loa.reorganisation.store import Reorganisation
from loa.residents.data_requests.model import DataRequest, RequestCause, RequestKind, RequestState
from loa.residents.followers.model import FollowChange, Follower
from tests.conftest import OpenTable
from tests.worlds.store.reorganisation_office import PROVINCE, SECOND, Office

DISTRICT, NEW = "40.412", "40.16681"
JULY = date(2025, 7, 1)
MORNING = datetime(2025, 6, 30, 1, tzinfo=UTC)
"""Of the day before: 8 o'clock in Vietnam."""


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


class World(Office):
    """The units, and what each has."""

    def __init__(self, table: OpenTable) -> None:
        by_id = {unit.unit_id: unit for unit in read_units()}
        new = next(unit for unit in by_id.values() if unit.path == NEW)
        self.old = sorted(unit.path for unit in by_id.values() if new.unit_id in unit.successors)[:3]
        paths = {PROVINCE, DISTRICT, NEW, *self.old}
        units = [unit for unit in by_id.values() if unit.path in paths]
        super().__init__(table, units, now=MORNING, today=JULY)
        self.desk = DeskStore(self.audience)
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
        self.approved_for(JULY)
        self.clock.forward(days=1)
        return self.service.start(JULY, SECOND)

    def round(self, *, requests: int | None = None) -> ReorganisationRound:
        """One invocation of the job, which dies after so many requests."""
        return self.round_on(JULY, requests=requests)

    def finish(self, *, rounds: int = 5) -> None:
        """Rounds without end of the process, until the run is over."""
        for _ in range(rounds):
            if self.round().is_done:
                return
            self.clock.forward(minutes=10)
        raise AssertionError("the run does not come to its end")

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
