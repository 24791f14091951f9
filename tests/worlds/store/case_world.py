"""Three units, their tables, and a desk for cases; what must hold whatever happens is checked here."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import count, pairwise

from PIL import Image

from loa.casework.cases.rows.public_list import Chosen
from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.deadlines import RULES
from loa.casework.cases.rules.model import (
    Case,
    CaseKind,
    CaseState,
    Channel,
    Details,
    Entry,
    Move,
    Reporter,
    after,
)
from loa.casework.cases.rules.transitions import RESIDENT, working_time
from loa.casework.cases.work.opening import Draft
from loa.casework.cases.work.service import CaseService
from loa.casework.publication.pictures import CasePictures, cover
from loa.clock import local_day, to_text
from loa.foundation.accounts.store import AccountStore
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.statistics.times import FIRST_ANSWER, SOLUTION
from loa.foundation.units.model import Unit, UnitKind
from loa.foundation.units.store import UnitStore
from loa.foundation.working_time.model import WorkingCalendar
from loa.publishing.pictures.areas import Area
from loa.residents.attachments.service import CopyRequest, file_key
from loa.residents.messages.store import Outbox
from tests.conftest import OpenTable
from tests.worlds.cases import read_with_history
from tests.worlds.fakes import Clock, FakeFiles, FakeQueue

PROVINCE, WARD, OTHER = "40", "40.10000", "40.10001"
OA, USER = "9001", "77"
START = datetime(2024, 10, 7, 1, 0, tzinfo=UTC)
"""Monday, 8 o'clock in Vietnam."""
OFFICER, SECOND = "officer-1", "officer-2"

FACTS = {
    Move.RETURN: MoveFacts(asked_for="Xin cho biết số cột điện."),
    Move.SUPPLY: MoveFacts(text="Cột số 12."),
    Move.TRANSFER: MoveFacts(to_path=OTHER, next_step="xem xét, giải quyết"),
    Move.HAND_OUTSIDE: MoveFacts(body="Điện lực Vinh", reference="12/CV", next_step="Chờ Điện lực trả lời."),
    Move.REFUSE: MoveFacts(reason="Không thuộc thẩm quyền.", legal_ground="Luật Khiếu nại, điều 11"),
    Move.ANSWER: MoveFacts(text="Đã thay bóng đèn ngày 08/10."),
}


def photograph(red: int = 200) -> bytes:
    """A picture as a phone sends it."""
    output = BytesIO()
    Image.new("RGB", (40, 30), (red, 90, 20)).save(output, "JPEG")
    return output.getvalue()


class World:
    """A province with two wards."""

    def __init__(self, table: OpenTable) -> None:
        units = table("Units")
        UnitStore(units).save_all(
            [
                Unit(PROVINCE, "2024-09", "40", "Tỉnh Nghệ An", UnitKind.PROVINCE),
                Unit(WARD, "2024-09", "10000", "Phường Một", UnitKind.WARD),
                Unit(OTHER, "2024-09", "10001", "Phường Hai", UnitKind.WARD),
            ]
        )
        self.table = table("Cases")
        self.units = units
        self.queue = FakeQueue()
        self.clock = Clock(START)
        self.statistics = StatisticsStore(table("Statistics"))
        self.outbox = Outbox(table("Audience"))
        self.desk = CaseService(
            store=CaseStore(self.table),
            statistics=self.statistics,
            outbox=self.outbox,
            queue=self.queue,
            accounts=AccountStore(units),
            calendar=WorkingCalendar(),
            rules=RULES,
            now=lambda: self.now,
        )
        self.private, self.public = FakeFiles(), FakeFiles()
        self.gallery = CasePictures(self.outbox.table, self.private, self.public)
        self.ids: list[str] = []
        self._numbers = count(1)

    @property
    def now(self) -> datetime:
        return self.clock.now

    def draft(
        self,
        *,
        user: str = USER,
        kind: CaseKind = CaseKind.REPORT,
        path: str = WARD,
        what: str = "",
        pictures: tuple[str, ...] = (),
    ) -> Draft:
        return Draft(
            province=PROVINCE,
            unit_path=path,
            kind=kind,
            channel=Channel.CHAT if user else Channel.PAPER,
            reporter=Reporter(OA, user, WARD, "Trần Thị Dân", "0912345678") if user else Reporter(),
            details=Details(
                what or "Đèn đường xóm 3 hỏng hai tuần nay", "Xóm 3", "hai tuần", attachments=pictures
            ),
        )

    def open(
        self,
        origin: str = "",
        *,
        user: str = USER,
        kind: CaseKind = CaseKind.REPORT,
        path: str = WARD,
        what: str = "",
        pictures: tuple[str, ...] = (),
    ) -> Case:
        case = self.desk.open(
            self.draft(user=user, kind=kind, path=path, what=what, pictures=pictures),
            idempotency_key=origin or f"chat#{next(self._numbers)}",
            by=RESIDENT,
        )
        if case.id not in self.ids:
            self.ids.append(case.id)
        return case

    def move(
        self,
        case_id: str,
        step: Move,
        facts: MoveFacts | None = None,
        *,
        by: str = OFFICER,
        version: int | None = None,
        origin: str = "",
    ) -> Case:
        return self.desk.transition(
            case_id,
            step,
            facts or FACTS.get(step, MoveFacts()),
            by=by,
            expected_version=version,
            idempotency_key=origin,
        )

    def send_pictures(self, *contents: bytes, user: str = USER) -> tuple[str, ...]:
        """A message with pictures, copied already; how a case refers to them."""
        request = CopyRequest(OA, user, f"{to_text(self.now)}#m{next(self._numbers)}")
        copies = {}
        for position, content in enumerate(contents):
            key = file_key(request, position)
            self.private.put(key, content, "image/jpeg")
            copies[str(position)] = {"key": key, "type": "image/jpeg", "size": 1, "name": "anh.jpg"}
        self.outbox.table.put(
            {
                "partition": request.partition,
                "sort": request.sort,
                "kind": "image",
                "attachments": [{"kind": "image", "url": "https://zalo.example/x"} for _ in contents],
                "copies": copies,
            }
        )
        return tuple(f"message#{request.sort}#{position}" for position in range(len(contents)))

    def cover(self, case_id: str, reference: str, *areas: Area) -> Chosen:
        """What an officer chooses who has covered a picture and looked at it."""
        kept = self.desk.store.read(case_id)
        assert kept
        conversations = self.gallery.conversations
        covered = cover(kept, reference, areas, private=self.private, conversations=conversations)
        return Chosen(reference, covered.name)

    def case(self, case_id: str) -> Case:
        return read_with_history(self.desk, case_id)[0]

    def history(self, case_id: str) -> list[Entry]:
        return read_with_history(self.desk, case_id)[1]

    def counts(self) -> Counter[Metric]:
        sums: Counter[Metric] = Counter()
        first, last = date(2024, 10, 1), local_day(self.now)
        for counts in self.statistics.activity(PROVINCE, first, last).values():
            sums.update(counts)
        return Counter({metric: number for metric, number in sums.items() if number})

    def words(self) -> list[str]:
        """What the outbox holds for those on the queue, in order."""
        keys = list(dict.fromkeys(json.loads(message.body)["key"] for message in self.queue.messages))
        return [message.content.text for message in self.outbox.get_all(keys) if message]

    # What must hold

    def check(self) -> None:
        expected: Counter[Metric] = Counter()
        for case_id in self.ids:
            case, lines = read_with_history(self.desk, case_id)
            self._check_history(case, lines)
            self._check_pauses(case, lines)
            expected += self._recount(case, lines)
        found = self.counts()
        assert not [metric for metric, number in found.items() if number < 0]
        assert found == +expected
        received = sum(found[Metric(f"cases_{kind.value}")] for kind in CaseKind)
        still_open = sum(self.case(case_id).state.is_open for case_id in self.ids)
        assert received == still_open + found[Metric.CASES_ANSWERED] + found[Metric.CASES_ENDED]

    def _check_history(self, case: Case, lines: list[Entry]) -> None:
        assert [line.version for line in lines] == list(range(1, case.version + 1)), "no gap, nothing twice"
        state = CaseState.RECEIVED
        for line in lines[1:]:
            if line.what in set(Move):
                state = after(state, Move(line.what))
            assert line.state is state, f"{line.what} of version {line.version}"
        assert case.state is state
        assert case.unit_path == lines[-1].unit_path
        assert all(earlier.at <= later.at for earlier, later in pairwise(lines))

    def _check_pauses(self, case: Case, lines: list[Entry]) -> None:
        since: datetime | None = None
        pauses = []
        for line in lines:
            if line.state.is_paused and since is None:
                since = line.at
            elif since is not None and not line.state.is_paused:
                pauses.append((since, line.at))
                since = None
        closed = [(pause.since, pause.until) for pause in case.pauses if pause.until]
        assert closed == pauses
        assert (len(case.pauses) > len(closed)) is case.state.is_paused
        assert (since is not None) is case.state.is_paused

    def _recount(self, case: Case, lines: list[Entry]) -> Counter[Metric]:
        """What the counters must be, from the history alone."""
        counts: Counter[Metric] = Counter({Metric(f"cases_{case.kind.value}"): 1})
        answer = next((line for line in reversed(lines) if line.what == Move.ANSWER.value), None)
        first = next((line for line in lines if line.what in {Move.ANSWER.value, Move.REFUSE.value}), None)
        if not case.state.is_open:
            ending = [
                late for early, late in pairwise(lines) if early.state.is_open and not late.state.is_open
            ]
            if answer is not None and ending[-1] is answer:
                counts[Metric.CASES_ANSWERED] += 1
                counts[SOLUTION.bucket(working_time(case, answer.at, self.desk.calendar))] += 1
                counts[Metric.CASES_IN_TIME] += answer.at <= case.answer_by
            else:
                counts[Metric.CASES_ENDED] += 1
        if first:
            counts[FIRST_ANSWER.bucket(working_time(case, first.at, self.desk.calendar))] += 1
        for line in lines:
            counts[Metric.CASES_REOPENED] += line.what == Move.REOPEN.value
            counts[Metric.CASES_OVERDUE] += "100" in line.facts.get("shares", "").split()
            if "stars" in line.facts:
                counts[Metric.CASES_RATED] += 1
                counts[Metric.CASES_STARS] += int(line.facts["stars"])
                counts[Metric.CASES_UNSATISFIED] += line.facts["solved"] == "no"
        return counts


def days(number: float) -> timedelta:
    return timedelta(days=number)
