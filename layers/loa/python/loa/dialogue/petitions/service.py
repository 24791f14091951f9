"""The use cases of the form: what a resident sends becomes a case.

A form is ONE transaction: the case as the chat opens it, its link, the row of its pictures, the counter of
the page, and, where somebody calls for help, the notifications of the officers on call. Sent again it finds
its case. What is done with a case later (`following`) carries a key of its own form.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from loa.casework.cases.rules.model import FORM_ACCOUNT, Channel, Details, Reporter
from loa.casework.cases.rules.transitions import RESIDENT
from loa.casework.cases.work.opening import Draft, Opening, id_of
from loa.casework.denunciations.work.flood import Flood
from loa.clock import local_day
from loa.dialogue.petitions import texts
from loa.dialogue.petitions.following import PetitionFollowing
from loa.dialogue.petitions.keeping import URGENT, references
from loa.dialogue.petitions.model import (
    FORM_KEY_BYTES,
    Petition,
    RecognisedWords,
    link_of,
    number_of,
    origin_of,
    phone_end,
    read_words,
)
from loa.dialogue.petitions.pictures import FormPicture
from loa.dialogue.petitions.store import CaseAccess
from loa.dialogue.understanding.routing import unit_of
from loa.errors import Busy, InvalidInput
from loa.foundation.units.model import depth, existing_on
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import ConditionFailed, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.model import Message
from loa.residents.messages.model import Outgoing
from loa.residents.messages.service import hand_over

OPEN_AN_HOUR: Final = 60
"""Forms that a unit takes in an hour before it asks a question: a gathering writes no more at once."""
MOST_AN_HOUR: Final = 600

_ATTEMPTS: Final = 5
_COMMUNE: Final = 2


def new_form_key() -> str:
    """Return the key of a form that is about to be shown."""
    return secrets.token_urlsafe(FORM_KEY_BYTES)


class AccusationFound(InvalidInput):
    """The words accuse somebody in office: which way they go is for their writer to choose first."""

    def __init__(self, reading: RecognisedWords) -> None:
        super().__init__()
        self.reading = reading


class PetitionService(PetitionFollowing):
    """The use cases of the form."""

    __slots__ = ()

    def send(
        self,
        form_key: str,
        petition: Petition,
        pictures: Sequence[FormPicture],
        *,
        answer: str = "",
        is_ordinary: bool = False,
    ) -> CaseAccess:
        """Open the case of a form, once; return how its reporter comes to it.

        Args:
            form_key: of the form.
            petition: what was written.
            pictures: that came with it.
            answer: to the question of a form in a rush.
            is_ordinary: they were offered the confidential way, and chose this one.

        Raises:
            AccusationFound: the confidential way was not offered yet. Nothing has been written.
            InvalidInput: no words, too many, an unknown unit, or the question must be answered.
            PageFull: nothing more is accepted this hour.
            Busy: try again, with the same form.
        """
        now, origin = self.cases.now(), origin_of(form_key, petition)
        case_id = id_of(origin)
        present = self.access.of_case(case_id)
        if present:
            return self._repeated(case_id, present)
        if self.cases.unit_name(petition.unit_path) is None:
            raise InvalidInput(texts.UNIT_UNKNOWN, fields={"unit": texts.UNIT_UNKNOWN})
        reading = read_words(petition.said)
        if reading.accuses and not is_ordinary:
            raise AccusationFound(reading)
        own = CaseAccess(link_of(origin), "" if phone_end(petition.phone) else number_of(origin))
        message = self.message(case_id, pictures, "form", now)
        draft = self._draft(petition, case_id, message, reading, now)
        flood = Flood(self.access.table, f"form#{draft.unit_path}", OPEN_AN_HOUR, MOST_AN_HOUR)
        for _ in range(_ATTEMPTS):
            admitted = flood.admitting(form_key, answer, now)
            opening = self.cases.at(now).opening(draft, idempotency_key=origin, by=RESIDENT)
            called, told = self.called(opening.case, now) if reading.danger else ([], [])
            actions: list[Write] = [
                *opening.actions,
                *self.access.adding(case_id, own),
                *self.keeping(message, pictures, case_id),
                *told,
                admitted,
            ]
            try:
                commit(actions)
            except ConditionFailed as failure:
                if failure.index == 0:
                    return self._repeated(case_id, own)
                continue  # the code is taken, or others were counted meanwhile
            self._hand_over(opening, called)
            return own
        raise Busy("other forms were in the way")

    def _draft(
        self, petition: Petition, case_id: str, message: Message, reading: RecognisedWords, now: datetime
    ) -> Draft:
        return Draft(
            province=self.province,
            unit_path=self._unit_of(petition, now),
            kind=petition.kind,
            channel=Channel.WEB,
            reporter=Reporter(FORM_ACCOUNT, case_id, name=petition.name, phone=petition.phone),
            details=Details(
                what=petition.what,
                where=petition.where,
                hamlet=petition.hamlet,
                attachments=references(message),
            ),
            priority=URGENT if reading.danger else 0,
        )

    def _unit_of(self, petition: Petition, now: datetime) -> str:
        """Return the unit that gets the case: from above the communes it goes down if the place names one."""
        place = f"{petition.hamlet} {petition.where}".strip()
        if not place or depth(petition.unit_path) >= _COMMUNE:
            return petition.unit_path
        units = UnitStore(self.cases.accounts.table).subtree(petition.unit_path)
        on = self.cases.units_as_of or local_day(now)
        return unit_of(place, petition.unit_path, existing_on(units, on))

    def _repeated(self, case_id: str, present: CaseAccess) -> CaseAccess:
        """Take up again what a first try may have left undone: its messages on the queue."""
        case = self.cases.load(case_id).case
        if case.priority == URGENT and case.state.is_open:
            self.tell_again(case)
        return present

    def _hand_over(self, opening: Opening, called: Sequence[Outgoing]) -> None:
        for message in (*opening.messages, *called):
            hand_over(message, self.cases.queue)
