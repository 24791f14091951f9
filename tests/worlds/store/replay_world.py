"""The province of September 2024 with everything under way, told again until July 2025.

Accounts of all units, residents who follow and write through the inbox, cases in every state, a broadcast
that is being sent, a contest and a consultation that are open. What must hold is noted apart, as it is told.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count, cycle, islice
from random import Random
from typing import Final

from infra.units.load import read_units
from loa import ids
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.model import Case, CaseKind, CaseState, Channel, Details, Move, Reporter
from loa.casework.cases.rules.transitions import RESIDENT
from loa.casework.cases.work.opening import Draft
from loa.dialogue.inbox.handlers.dispatch import dispatch
from loa.foundation.accounts.directory import Directory
from loa.foundation.officers.model import Role
from loa.foundation.officers.store import KnownOfficer
from loa.foundation.statistics.model import Metric
from loa.foundation.units.model import Unit, existing_on, present_units
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState, Participant
from loa.participation.campaigns.store import EntryStore
from loa.participation.consultations.rules.model import WHOLE, Stance
from loa.participation.consultations.rules.opinions import GivenOpinion
from loa.participation.consultations.rules.parsing import parsed
from loa.participation.consultations.rules.versions import first_text
from loa.participation.consultations.service import ConsultationService
from loa.participation.consultations.store import ConsultationStore
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.zalo.webhooks.events import parse_event
from loa.publishing.broadcasts.rules.model import Broadcast
from loa.residents.followers.service import EventOutcome
from tests.conftest import OpenTable
from tests.worlds.drafts import DRAFT
from tests.worlds.fakes_inbox import inbox_desk
from tests.worlds.store import broadcast_world
from tests.worlds.store.reorganisation_office import PROVINCE, Office

DECEMBER, JULY = date(2024, 12, 1), date(2025, 7, 1)
EVE: Final = datetime(2024, 11, 30, 1, tzinfo=UTC)
"""8 o'clock in Vietnam, on the last day of 460 communes."""
CUT: Final = ("40.421.17185", "40.421.17194", "40.422.17251")
"""Quỳnh Bá, Quỳnh Hưng and Chi Khê: each has two successors in December 2024."""
SOME: Final = frozenset({"Xã Quỳnh Lưu", "Xã Con Cuông", "Phường Vinh Lộc", "Phường Cửa Lò", "Xã Châu Hồng"})
"""By the names of July 2025: where communes were cut in two, one ward out of two districts, a district that
ended in 2024, and names that moved to others."""

WAYS: Final = {
    CaseState.RECEIVED: (),
    CaseState.RETURNED: (Move.RETURN,),
    CaseState.TRANSFERRED: (Move.TRANSFER,),
    CaseState.OUTSIDE: (Move.ACCEPT, Move.HAND_OUTSIDE),
    CaseState.REFUSED: (Move.REFUSE,),
    CaseState.ACCEPTED: (Move.ACCEPT,),
    CaseState.IN_PROGRESS: (Move.ACCEPT, Move.START),
    CaseState.ANSWERED: (Move.ACCEPT, Move.ANSWER),
    CaseState.CONFIRMED: (Move.ACCEPT, Move.ANSWER, Move.CONFIRM),
    CaseState.REOPENED: (Move.ACCEPT, Move.ANSWER, Move.REOPEN),
    CaseState.CLOSED: (Move.REFUSE, Move.CLOSE),
    CaseState.WITHDRAWN: (Move.WITHDRAW,),
    CaseState.MERGED: (Move.MERGE,),
}
ENDINGS: Final = {
    CaseState.RETURNED: (Move.SUPPLY, Move.ACCEPT, Move.ANSWER),
    CaseState.OUTSIDE: (Move.TAKE_BACK, Move.ANSWER),
    CaseState.ACCEPTED: (Move.ANSWER,),
    CaseState.IN_PROGRESS: (Move.ANSWER,),
    CaseState.REOPENED: (Move.ACCEPT, Move.ANSWER),
}
"""How an open case comes to its answer; of those not named: accepted, then answered."""
OF_RESIDENTS: Final = frozenset({Move.SUPPLY, Move.CONFIRM, Move.REOPEN, Move.WITHDRAW})


def units_of(names: frozenset[str]) -> list[Unit]:
    """Return the units that come together in some of July 2025, and those above; no names: all units."""
    everyone = read_units()
    by_id = {unit.unit_id: unit for unit in everyone}
    found = {
        unit.unit_id
        for unit in everyone
        if not names or names & {heir.name for heir in present_units(unit, by_id, JULY)}
    }
    above = {by_id[name].path.rpartition(".")[0] for name in found}
    return [unit for unit in everyone if unit.unit_id in found or unit.path in {PROVINCE, *above}]


@dataclass
class Told:
    """What Zalo and the people have told, each thing once.

    Attributes:
        follows: account and resident.
        waiting: account and resident of whom an officer is to answer.
        entries: persons who took part.
        cases: by id: the state into which each was brought.
        deliveries: of broadcasts.
        events: bodies of all events, in order.
    """

    follows: set[tuple[str, str]] = field(default_factory=set)
    waiting: set[tuple[str, str]] = field(default_factory=set)
    entries: int = 0
    cases: dict[str, CaseState] = field(default_factory=dict)
    deliveries: int = 0
    events: list[str] = field(default_factory=list)

    @property
    def figures(self) -> dict[Metric, int]:
        """What must be counted."""
        return {
            Metric.EVENTS: len(self.events),
            Metric.FOLLOWERS_GAINED: len(self.follows),
            Metric.MESSAGES_IN: len(self.events) - len(self.follows),
            Metric.CONVERSATIONS_BEGUN: len(self.waiting),
            Metric.CASES_REPORT: len(self.cases),
            Metric.DELIVERIES_SENT: self.deliveries,
        }


class ProvinceReplay(Office):
    """A province whose units come together twice.

    Attributes:
        told: what must be found at the end, wherever it stands.
        sending: the engine of broadcasts on the same tables; also that of farewells.
        broadcast: the one that is under way; half of it is sent.
    """

    def __init__(self, table: OpenTable, *, residents: int, names: frozenset[str] = SOME) -> None:
        self.sending = broadcast_world.World(table, communes=0)
        super().__init__(table, units_of(names), now=EVE, today=date(2024, 11, 30))
        self.sending.clock, self.sending.day = self.clock, self.today
        self.queue = self.sending.queue
        self.told, self.chance = Told(), Random(18)
        self._numbers = count(1)
        known = Directory(self.accounts, clock=lambda: self.clock().timestamp())
        self.desk = inbox_desk(table, known.by_oa)
        self.entries = EntryStore(table("Participation"))
        self.opinions = ConsultationService(ConsultationStore(self.entries))
        self.born = [unit.path for unit in existing_on(self.units.subtree(PROVINCE), self.today)]
        for path in self.born:
            self.sending.connect(path)
            officer = KnownOfficer(f"editor-{path}", "An", path, frozenset({Role.EDITOR}))
            commit([self.officers.adding(officer)])
        self.contest, self.consultation = self._campaigns()
        for number, path in enumerate(islice(cycle(self.born), residents)):
            self.lives(f"u{number}", f"oa-{path}", path, number)
        for number, state in enumerate(WAYS):
            self._case(self.born[-1 - number % 2], state)
        states = (CaseState.IN_PROGRESS, CaseState.OUTSIDE, CaseState.ANSWERED)
        for path, state in zip(CUT, states, strict=True):
            self._case(path, state)
        self.broadcast = self._broadcast()

    # What is told

    def lives(self, user: str, oa_id: str, path: str, number: int) -> None:
        """Somebody follows an account; every other one writes, every fifth takes part."""
        self.follow(oa_id, user)
        if number % 2:
            self.write(oa_id, user)
        if number % 5 == 0:
            self.take_part(user, path)

    def follow(self, oa_id: str, user: str, at: datetime | None = None) -> EventOutcome:
        """Zalo tells that somebody follows."""
        self.told.follows.add((oa_id, user))
        parties = {"oa_id": oa_id, "follower": {"id": user}, "source": "oa_profile"}
        return self._event("follow", user, at, parties)

    def write(self, oa_id: str, user: str, at: datetime | None = None) -> EventOutcome:
        """Somebody asks what an officer has to answer."""
        self.told.waiting.add((oa_id, user))
        said = {"text": "Trạm y tế mở cửa mấy giờ?", "msg_id": f"m{next(self._numbers)}"}
        parties = {"sender": {"id": user}, "recipient": {"id": oa_id}, "message": said}
        return self._event("user_send_text", user, at, parties)

    def _event(
        self, name: str, user: str, at: datetime | None, parties: Mapping[str, object]
    ) -> EventOutcome:
        self.clock.forward(milliseconds=10)
        instant = str(int((at or self.clock()).timestamp() * 1000))
        body = {"app_id": "1", "event_name": name, "timestamp": instant, "user_id_by_app": f"app-{user}"}
        self.told.events.append(json.dumps(body | dict(parties)))
        return self.take(self.told.events[-1])

    def take(self, raw: str) -> EventOutcome:
        """Take in an event, which may have been told before."""
        return dispatch(parse_event(raw), raw, desk=self.desk, now=self.clock())

    def take_part(self, user: str, path: str) -> None:
        """Somebody hands in an entry to the contest, and says what they think of the draft."""
        self.told.entries += 1
        person = f"{int(user[1:]):032x}"
        values = {"unit_path": path}
        commit(
            [
                self.entries.entering(self.contest, person, values),
                self.entries.counting(self.contest.id, person, path, {"persons": 1}),
            ]
        )
        said = GivenOpinion(Stance.AGREE, "Đồng ý", "")
        someone = Participant(person, is_known=True)
        self.opinions.give(self.consultation, someone, path, WHOLE, said, self.clock())

    def _campaigns(self) -> tuple[Campaign, Campaign]:
        """A contest and a consultation, of two communes of which one was cut in two."""
        made = []
        for kind, path in ((CampaignKind.CONTEST, self.born[-1]), (CampaignKind.CONSULTATION, CUT[0])):
            campaign = Campaign(
                ids.new_id(EVE), kind, path, "Tìm hiểu Luật Căn cước", "", EVE - timedelta(days=1),
                datetime(2025, 12, 1, tzinfo=UTC), ("x",), CampaignState.PUBLISHED,
                content={"text": "0001#a"},
            )  # fmt: skip
            self.campaigns.add(campaign)
            made.append(campaign)
        self.opinions.store.save_text(made[1].id, "0001#a", first_text(parsed(DRAFT)))
        return made[0], made[1]

    def _case(self, path: str, state: CaseState) -> None:
        """A case of a unit, brought into a state."""
        case = self._opened(path)
        for step in WAYS[state]:
            into = self._opened(path).id if step is Move.MERGE else ""
            self.move(case.id, step, into=into)
        self.told.cases[case.id] = state

    def _opened(self, path: str) -> Case:
        number = next(self._numbers)
        draft = Draft(
            province=PROVINCE, unit_path=path, kind=CaseKind.REPORT, channel=Channel.CHAT,
            reporter=Reporter(f"oa-{path}", f"u{number}", path, "Dân", ""),
            details=Details(f"Đèn số {number} hỏng", "Xóm 3", ""),
        )  # fmt: skip
        case = self.cases.open(draft, idempotency_key=f"case-{number}", by=RESIDENT)
        self.told.cases[case.id] = CaseState.RECEIVED
        return case

    def move(self, case_id: str, step: Move, *, into: str = "") -> Case:
        """Move a case, with all that a move may need."""
        facts = MoveFacts(
            text="Đã làm.", reason="Không thuộc thẩm quyền.", legal_ground="Điều 11", to_path=CUT[0],
            body="Điện lực", reference="12/CV", next_step="Chờ trả lời.", asked_for="Cột số mấy?", into=into,
        )  # fmt: skip
        by = RESIDENT if step in OF_RESIDENTS else "editor"
        return self.cases.transition(case_id, step, facts, by=by, expected_version=None)

    def _broadcast(self) -> Broadcast:
        """A broadcast to every account, half of which have it."""
        broadcast = self.sending.planned()
        self.told.deliveries = len(self.born)
        waiting = self.queue.messages
        half = len(waiting) // 2
        self.queue.messages = waiting[:half]
        self.sending.work()
        self.queue.messages += waiting[half:]
        return broadcast

    # Meanwhile

    def again_and_late(self, number: int = 3) -> list[EventOutcome]:
        """Zalo repeats events, and tells of the day before only now; what came of the repeated ones."""
        for oa_id in self.chance.sample([f"oa-{path}" for path in self.born], number):
            user = f"u{next(self._numbers)}"
            before = self.clock() - timedelta(hours=self.chance.randint(1, 30))
            assert self.follow(oa_id, user, before) is EventOutcome.KEPT
            assert self.write(oa_id, user, before + timedelta(minutes=1)) is EventOutcome.KEPT
        return [self.take(raw) for raw in self.chance.sample(self.told.events, number)]

    # What is found

    def present(self) -> dict[str, Unit]:
        """The units of today, by path."""
        return {unit.path: unit for unit in existing_on(self.units.subtree(PROVINCE), self.today)}

    def found_cases(self) -> Iterator[Case]:
        """Every case, wherever it stands."""
        start = None
        while True:
            page = self.cases.store.listing(PROVINCE, PROVINCE, limit=500, start=start)
            yield from self.cases.store.read_many([line.id for line in page.items])
            start = page.next_start
            if start is None:
                return

    def figures(self) -> Counter[Metric]:
        """The sums of the province, by metric."""
        sums: Counter[Metric] = Counter()
        for counts in self.statistics.activity(PROVINCE, date(2024, 11, 1), date(2025, 7, 31)).values():
            sums.update(counts)
        return sums
