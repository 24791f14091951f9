"""What all use cases of the form share: the stores, the row of pictures, the officers on call."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa.casework.cases.rules.model import FORM_ACCOUNT, Case, Reporter
from loa.casework.cases.work.service import CaseService
from loa.clock import VIETNAM
from loa.dialogue.inbox.alerts import AlertDependencies, on_call_messages
from loa.dialogue.petitions import texts
from loa.dialogue.petitions.pictures import FormPicture, FormPictures
from loa.dialogue.petitions.store import CALLS_AN_HOUR, AccessStore
from loa.errors import Busy
from loa.platform.aws.dynamodb.tables import ConditionFailed, Put, Table, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.attachments.service import COPIES
from loa.residents.followers.model import Direction, Message
from loa.residents.followers.store import message_key, message_row
from loa.residents.messages.model import Outgoing
from loa.residents.messages.service import hand_over

URGENT: Final = 2
"""Priority of a case in which somebody calls for help: before one that was reopened."""
_ATTEMPTS: Final = 5


@dataclass(frozen=True, slots=True)
class PetitionDependencies:
    """The dependencies of the use cases; the base of `PetitionService`.

    Attributes:
        province: its code.
        cases: the work on cases.
        access: links to cases.
        pictures: what came with forms.
        audience: the table of messages, where pictures of a case are named.
        alerts: notifies officers of calls for help.
    """

    province: str
    cases: CaseService
    access: AccessStore
    pictures: FormPictures
    audience: Table
    alerts: Callable[[], AlertDependencies]

    def message(
        self,
        case_id: str,
        pictures: Sequence[FormPicture],
        name: str,
        now: datetime,
        reporter: Reporter | None = None,
    ) -> Message:
        """Return the row by which a case finds its pictures, like those that come by Zalo."""
        return Message(
            oa_id=reporter.oa_id if reporter and reporter.user_id else FORM_ACCOUNT,
            user_id=reporter.user_id if reporter and reporter.user_id else case_id,
            message_id=name,
            at=now,
            direction=Direction.IN,
            kind="image",
            text="",
            attachments=tuple({"kind": "image"} for _ in pictures),
            automatic=True,
        )

    def keeping(self, message: Message, pictures: Sequence[FormPicture], case_id: str) -> list[Write]:
        """Keep pictures, and return the write of the row that names them."""
        if not pictures:
            return []
        copies = self.pictures.keep(case_id, pictures)
        row = message_row(message) | {COPIES: {str(place): copy for place, copy in enumerate(copies)}}
        return [Put(self.audience, row)]

    def called(self, case: Case, now: datetime) -> tuple[list[Outgoing], list[Write]]:
        """Return the notifications of a case's officers on call, and the writes that keep and count them.

        After `CALLS_AN_HOUR` forms of a unit one notification says that there are more, and the rest of the
        hour is silent: the list of cases shows them on top. The writes fail after concurrent ones.
        """
        number, counting = self.access.calling(case.unit_path, now)
        if number <= CALLS_AN_HOUR:
            told = self._on_call(_call_of(case), self._alert_of(case), case, now)
        elif number == CALLS_AN_HOUR + 1:
            told = self._collected(case, now)
        else:
            told = []
        return told, [counting, *(write for one in told for write in self.cases.outbox.adding(one))]

    def tell(self, case: Case) -> None:
        """Notify the officers on call of a case; each once.

        Raises:
            Busy: others were in the way; try again.
        """
        now = self.cases.now()
        for _ in range(_ATTEMPTS):
            if self.tell_again(case):
                return
            told, writes = self.called(case, now)
            try:
                commit(writes)
            except ConditionFailed:
                continue
            for message in told:
                hand_over(message, self.cases.queue)
            return
        raise Busy("other calls for help were in the way")

    def tell_again(self, case: Case) -> bool:
        """Hand over again what is kept of the notifications of a case; return whether there is any."""
        own = self._on_call(_call_of(case), self._alert_of(case), case, case.received_at)
        kept = [message for message in self.cases.outbox.get_all([one.key for one in own]) if message]
        for message in kept:
            hand_over(message, self.cases.queue)
        return bool(kept)

    def _collected(self, case: Case, now: datetime) -> list[Outgoing]:
        hour = now.astimezone(VIETNAM)
        call = hashlib.sha256(f"calls of {case.unit_path} {hour:%Y-%m-%dT%H}".encode()).hexdigest()[:24]
        return self._on_call(
            call, texts.more_alerts(self.cases.who(case), f"{hour:%H:00 %d/%m/%Y}"), case, now
        )

    def _on_call(self, call: str, words: str, case: Case, now: datetime) -> list[Outgoing]:
        path, province, alerts = case.unit_path, case.province, self.alerts()
        return on_call_messages(call, words, path=path, province=province, dependencies=alerts, now=now)

    def _alert_of(self, case: Case) -> str:
        when = f"{case.received_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
        return texts.alert(self.cases.who(case), case.code, when)


def references(message: Message) -> tuple[str, ...]:
    """Return the references by which a case names the pictures of a row."""
    _, sort = message_key(message)
    return tuple(f"message#{sort}#{place}" for place in range(len(message.attachments)))


def _call_of(case: Case) -> str:
    return hashlib.sha256(f"call in case {case.id}".encode()).hexdigest()[:24]
