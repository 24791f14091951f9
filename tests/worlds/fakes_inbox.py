"""What takes in events in tests: the real desk over tables, with queues that remember."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules.deadlines import RULES
from loa.casework.cases.rules.model import Case
from loa.casework.cases.rules.texts import IN_DANGER
from loa.casework.cases.work.service import CaseService
from loa.casework.denunciations.rows.store import DenunciationStore
from loa.casework.denunciations.work.intake import DenunciationIntake
from loa.clock import local_day
from loa.dialogue.conversations.model import Conversation
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.conversations.worklist_keys import Worklist
from loa.dialogue.inbox.alerts import AlertDependencies
from loa.dialogue.inbox.contests import ContestChat
from loa.dialogue.inbox.dependencies import InboxDependencies
from loa.dialogue.inbox.effect_context import EffectContext
from loa.dialogue.inbox.handlers.dispatch import dispatch
from loa.dialogue.inbox.opinions import OpinionChat
from loa.dialogue.withheld.store import WithheldStore
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import AccountStore, account_row
from loa.foundation.officers.on_call import OnCallStore
from loa.foundation.officers.store import OfficerStore
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.store import UnitStore
from loa.foundation.working_time.model import WorkingCalendar
from loa.participation.campaigns.store import CampaignStore, EntryStore
from loa.participation.consultations.recordings import RecordingKeeper
from loa.participation.consultations.service import ConsultationService
from loa.participation.consultations.store import ConsultationStore
from loa.participation.contests.playing import PlayService
from loa.platform.zalo.webhooks.events import parse_event
from loa.residents.data_requests.store import DataRequestStore
from loa.residents.followers.service import EventOutcome
from loa.residents.followers.store import FollowerStore, SeenEvents, message_from
from loa.residents.messages.model import Outgoing
from loa.residents.messages.service import work_from
from loa.residents.messages.store import Outbox
from tests.conftest import OpenTable
from tests.worlds.fakes import START, Clock, FakeQueue


def before_numbers(text: str) -> str:
    """A text without the line of numbers to call, which is said once in a message, and first at night."""
    return text.removesuffix(f"\n{IN_DANGER}")


OA, USER, PATH = "9001", "77", "40.412.16681"


def inbox_desk(
    table: OpenTable,
    account_of: Callable[[str], Account | None],
    *,
    messages: FakeQueue | None = None,
    attachments: FakeQueue | None = None,
) -> InboxDependencies:
    """The desk of the inbox over these tables."""
    people, calendar = table("Audience"), WorkingCalendar()
    statistics, outbox, queue = StatisticsStore(table("Statistics")), Outbox(people), messages or FakeQueue()
    cases = CaseService(
        store=CaseStore(table("Cases")),
        statistics=statistics,
        outbox=outbox,
        queue=queue,
        accounts=AccountStore(table("Units")),
        calendar=calendar,
        rules=RULES,
    )
    return InboxDependencies(
        account_of=account_of,
        audience=FollowerStore(people),
        conversations=ConversationStore(people),
        withheld=WithheldStore(people),
        seen=SeenEvents(table("Inbox")),
        statistics=statistics,
        outbox=outbox,
        messages=queue,
        attachments=attachments or FakeQueue(),
        calendar=lambda: calendar,
        means=EffectContext(
            cases=lambda: cases,
            confidential=lambda: DenunciationIntake(
                DenunciationStore(table("Confidential")), "https://loa.example.vn"
            ),
            officers=lambda: OfficerStore(table("Units")),
            statistics=statistics,
            data_requests=lambda: DataRequestStore(table("Privacy")),
            contests=lambda: ContestChat(
                PlayService(table("Participation"), "40"),
                lambda: "s" * 64,
                UnitStore(table("Units")),
                lambda: local_day(START),
                outbox,
                "https://loa.example.vn",
            ),
            opinions=lambda: OpinionChat(
                CampaignStore(table("Participation"), "40"),
                ConsultationService(ConsultationStore(EntryStore(table("Participation")))),
                lambda: "s" * 64,
                "https://loa.example.vn",
                recordings=_no_recordings,
            ),
            alerts=lambda: AlertDependencies(
                OnCallStore(table("Units")),
                OfficerStore(table("Units")),
                outbox,
                queue,
                nobody=lambda _: None,
            ),
        ),
    )


def _no_recordings() -> RecordingKeeper:
    raise AssertionError("nobody speaks about a draft here")


class Resident:
    """A resident who writes to one account, and all that comes of it.

    The clock stands at a working hour (10:00 in Vietnam) and goes on by a second with each message.
    """

    def __init__(self, table: OpenTable, *, oa_type: int = 4, user: str = USER, path: str = PATH) -> None:
        self.clock = Clock()
        self.user = user
        self.account = Account(
            "40",
            path,
            OA,
            "Mặt trận Tổ quốc phường Thành Vinh",
            oa_type,
            AccountState.CONNECTED,
            START - timedelta(days=30),
            START,
            START + timedelta(days=90),
        )
        table("Units").put(account_row(self.account))
        self.messages, self.attachments = FakeQueue(), FakeQueue()
        self.desk = inbox_desk(
            table, {OA: self.account}.get, messages=self.messages, attachments=self.attachments
        )
        self.numbers = count(1)

    # What happens

    def event(
        self, words: str = "", *, at: datetime | None = None, name: str = "user_send_text", **more: Any
    ) -> str:
        """The body of an event: by default a text of the resident, a second after the last one."""
        if at is None:
            self.clock.forward(seconds=1)
        instant = at or self.clock()
        parties = {"sender": {"id": self.user}, "recipient": {"id": OA}, "user_id_by_app": f"app-{self.user}"}
        message = {"text": words, "msg_id": f"{self.user}-{next(self.numbers):03}", **more.pop("message", {})}
        return json.dumps(
            {
                "app_id": "1",
                "event_name": name,
                "timestamp": str(int(instant.timestamp() * 1000)),
                **parties,
                "message": message,
                **more,
            }
        )

    def picture(self, words: str = "") -> str:
        """The body of an event: a picture."""
        payload = {"url": "https://f1.photo.zdn.vn/x.jpg", "thumbnail": "https://f1.photo.zdn.vn/t.jpg"}
        return self.event(
            words, name="user_send_image", message={"attachments": [{"type": "image", "payload": payload}]}
        )

    def place(self) -> str:
        """The body of an event: a place on the map."""
        payload = {"coordinates": {"latitude": "18.6733", "longitude": "105.6922"}}
        return self.event(
            name="user_send_location", message={"attachments": [{"type": "location", "payload": payload}]}
        )

    def follow(self, name: str = "follow", at: datetime | None = None) -> str:
        """The body of an event: they begin to follow, or cease to."""
        if at is None:
            self.clock.forward(seconds=1)
        return json.dumps(
            {
                "app_id": "1",
                "oa_id": OA,
                "follower": {"id": self.user},
                "user_id_by_app": f"app-{self.user}",
                "event_name": name,
                "source": "oa_profile",
                "timestamp": str(int((at or self.clock()).timestamp() * 1000)),
            }
        )

    def withdraw(self) -> str:
        """The body of an event: they withdraw their consent."""
        return self.event(name="user_withdraw", oa_id=OA, user_id=self.user)

    def by_hand(self, words: str, at: datetime | None = None) -> str:
        """The body of an event: an officer typed something in OA Manager."""
        return self.event(
            words, at=at, name="oa_send_text",
            sender={"id": OA, "admin_id": "5"}, recipient={"id": self.user},
        )  # fmt: skip

    def take(self, raw: str) -> EventOutcome:
        """Take in an event, now."""
        return dispatch(parse_event(raw), raw, desk=self.desk, now=self.clock())

    def says(self, *words: str) -> str:
        """Let them write, one message after the other; answers what they are told to the last one."""
        answer = ""
        for said in words:
            before = len(self.told())
            assert self.take(self.event(said)) is EventOutcome.KEPT
            answer = "\n---\n".join(message.content.text for message in self.told()[before:])
        return answer

    def sends(self, raw: str) -> str:
        """Take in an event; answers what they are told to it."""
        before = len(self.told())
        assert self.take(raw) is EventOutcome.KEPT
        return "\n---\n".join(message.content.text for message in self.told()[before:])

    # What came of it

    def told(self) -> list[Outgoing]:
        """All that was said to them by itself, in the order in which the queue has it; each once."""
        keys = list(dict.fromkeys(work_from(message.body).key for message in self.messages.messages))
        found = [message for key in keys if (message := self.desk.outbox.get(key))]
        return [message for message in found if message.user_id == self.user]

    def head(self) -> Conversation:
        """The head of their conversation."""
        found = self.desk.conversations.get(OA, self.user)
        assert found
        return found

    def row(self) -> dict[str, Any]:
        """Their row as it is."""
        table, partition, sort = self.desk.conversations.place(OA, self.user)
        return table.get(partition, sort) or {}

    def conversation(self) -> list[str]:
        """The words of the conversation, oldest first."""
        page = self.desk.audience.conversation(OA, self.user, limit=200)
        return [message_from(row).text for row in reversed(page.rows)]

    def waiting(self) -> list[str]:
        """The residents in the worklist of the unit."""
        rows = self.desk.conversations.listed(Worklist(PATH), now=self.clock()).rows
        return [row["worklist_order"].split("#")[-1] for row in rows]

    def cases(self) -> list[Case]:
        """Their cases, newest first."""
        return self.desk.means.cases().cases_of(OA, self.user)
