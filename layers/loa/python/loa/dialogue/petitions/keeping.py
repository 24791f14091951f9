"""What all use cases of the form share: the stores, the row of pictures, the officers on call."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa.casework.cases.rules.model import Case, Reporter
from loa.casework.cases.work.service import CaseService
from loa.clock import VIETNAM
from loa.dialogue.inbox.alerts import AlertDependencies, on_call_messages, tell_on_call
from loa.dialogue.petitions import texts
from loa.dialogue.petitions.model import FORM_ACCOUNT
from loa.dialogue.petitions.pictures import FormPicture, FormPictures
from loa.dialogue.petitions.store import AccessStore
from loa.platform.aws.dynamodb.tables import Put, Table, Write
from loa.residents.attachments.service import COPIES
from loa.residents.followers.model import Direction, Message
from loa.residents.followers.store import message_key, message_row
from loa.residents.messages.model import Outgoing

URGENT: Final = 2
"""Priority of a case in which somebody calls for help: before one that was reopened."""


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

    def called(self, case: Case, now: datetime) -> list[Outgoing]:
        """Return the notifications of the officers on call of a case, before they are stored."""
        call, words = _call_of(case), self._alert_of(case)
        return on_call_messages(
            call,
            words,
            path=case.unit_path,
            province=case.province,
            dependencies=self.alerts(),
            now=now,
        )

    def tell(self, case: Case) -> None:
        """Notify the officers on call of a case; each once."""
        tell_on_call(
            _call_of(case),
            self._alert_of(case),
            path=case.unit_path,
            province=case.province,
            dependencies=self.alerts(),
            now=self.cases.now(),
        )

    def _alert_of(self, case: Case) -> str:
        when = f"{case.received_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
        return texts.alert(self.cases.who(case), case.code, when)


def references(message: Message) -> tuple[str, ...]:
    """Return the references by which a case names the pictures of a row."""
    _, sort = message_key(message)
    return tuple(f"message#{sort}#{place}" for place in range(len(message.attachments)))


def _call_of(case: Case) -> str:
    return hashlib.sha256(f"call in case {case.id}".encode()).hexdigest()[:24]
