"""What a reporter does with a case later: find it, say more, rate, have it opened again, call for help."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from loa.casework.cases.rows.models import StoredCase
from loa.casework.cases.rules import codes
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.model import Case, CaseState, Move
from loa.casework.cases.rules.transitions import RESIDENT
from loa.clock import VIETNAM
from loa.dialogue.petitions import texts
from loa.dialogue.petitions.keeping import PetitionDependencies, references
from loa.dialogue.petitions.model import RecognisedWords, phone_end, read_words
from loa.dialogue.petitions.pictures import FormPicture
from loa.dialogue.petitions.store import CaseAccess, same
from loa.errors import Conflict, InvalidInput, NotFound
from loa.platform.aws.dynamodb.transactions import commit
from loa.text.phones import digits_of


@dataclass(frozen=True, slots=True)
class FollowedCase:
    """A case as its reporter follows it.

    Attributes:
        stored: the case with its history.
        told: the case as they see it: where it is part of another one, that one's state and answer.
        access: its link, and what stands beside the code.
        reading: what was recognised in its words.
    """

    stored: StoredCase
    told: Case
    access: CaseAccess
    reading: RecognisedWords

    @property
    def case(self) -> Case:
        """Return their own case."""
        return self.stored.case

    @property
    def takes_pictures(self) -> bool:
        """Tell whether pictures can be kept with it: a case from paper or telephone has no place for them."""
        return bool(self.case.reporter.user_id)


class PetitionFollowing(PetitionDependencies):
    """What is done with a case that there is."""

    __slots__ = ()

    def followed(self, link: str) -> FollowedCase:
        """Return the case that a link leads to.

        Raises:
            NotFound: it leads nowhere.
        """
        case_id = self.access.case_of(link)
        stored = self.cases.store.read(case_id) if case_id else None
        if stored is None:
            raise NotFound
        access = self.access.of_case(stored.case.id) or CaseAccess(link)
        reading = read_words(f"{stored.case.details.what}\n{stored.case.details.where}")
        return FollowedCase(stored, self.cases.as_told(stored.case), access, reading)

    def by_code(self, code_text: str, number: str, *, address: str) -> tuple[Case, str]:
        """Return a case by its code, and the link to its page if the number beside it is right.

        Without a number a stranger learns what the chat tells them: where the case stands.

        Args:
            code_text: with the code in it.
            number: the last four digits of the reporter's telephone number, or those of the receipt; may be
                empty.
            address: of the network that asks.

        Raises:
            InvalidInput: no such code (`code`), a wrong number, or too many tries (`number`).
        """
        code = codes.parse(code_text, codes.PREFIX)
        case_id = self.cases.store.id_of_code(code) if code else None
        stored = self.cases.store.read(case_id) if case_id else None
        if code is None or stored is None:
            raise InvalidInput(texts.NOT_FOUND, fields={"code": texts.NOT_FOUND})
        if not number.strip():
            return self.cases.as_told(stored.case), ""
        wrong = InvalidInput(texts.WRONG_NUMBER, fields={"number": texts.WRONG_NUMBER})
        now = self.cases.now()
        if not self.access.may_try(code, address, now):
            again = (now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)).astimezone(VIETNAM)
            locked = texts.TOO_MANY_TRIES.format(hour=again)
            raise InvalidInput(locked, fields={"number": locked})
        present = self.access.of_case(stored.case.id)
        wanted = present.number if present and present.number else phone_end(stored.case.reporter.phone)
        if not same(digits_of(number), wanted):
            raise wrong
        return self.cases.as_told(stored.case), self.access.found_or_made(stored.case.id).link

    def add(self, followed: FollowedCase, words: str, pictures: Sequence[FormPicture], *, key: str) -> None:
        """Add words and pictures to a case; one that waits for them goes on.

        Raises:
            InvalidInput: neither words nor pictures, or too many.
            Conflict: it is no longer open.
        """
        case, now = followed.case, self.cases.now()
        if followed.stored.line_under(key):
            return
        if not words and not pictures:
            raise InvalidInput(texts.NOTHING_SAID, fields={"words": texts.NOTHING_SAID})
        message = self.message(case.id, pictures, _named(key), now, reporter=case.reporter)
        if row := self.keeping(message, pictures, case.id):
            commit(row)
        self.cases.supplement(followed.stored, words, references(message), by=RESIDENT, idempotency_key=key)

    def rate(self, followed: FollowedCase, stars: int, word: str, *, key: str) -> None:
        """Store what the reporter thinks of the answer; two stars or fewer reopen the case.

        Raises:
            InvalidInput: no such number of stars.
            Conflict: there is no answer to rate, or it is too late to reopen.
        """
        self.cases.rate(followed.stored, stars=stars, word=word, idempotency_key=key)

    def reopen(self, followed: FollowedCase, word: str, *, key: str) -> None:
        """Let a case go on that has ended.

        Raises:
            InvalidInput: no words.
            Conflict: it is not over, or it is too late.
        """
        if not word:
            raise InvalidInput(texts.WORD_MISSING, fields={"words": texts.WORD_MISSING})
        step = Move.UNMERGE if followed.case.state is CaseState.MERGED else Move.REOPEN
        self.cases.transition(
            followed.stored,
            step,
            MoveFacts(text=word),
            by=RESIDENT,
            expected_version=None,
            idempotency_key=key,
        )

    def call_for_help(self, followed: FollowedCase) -> None:
        """Notify the officers on call, once a case: no call for help was recognised in its words."""
        case = followed.case
        if not case.state.is_open:
            raise Conflict
        self.tell(case)

    def picture(self, followed: FollowedCase, place: int) -> tuple[bytes, str]:
        """Return a picture of a case with its media type.

        Args:
            followed: the case.
            place: among its pictures, from 0.

        Raises:
            NotFound: there is none.
        """
        shown = self.pictures_of(followed)
        content = self.pictures.of_case(shown[place]["key"]) if 0 <= place < len(shown) else None
        if content is None:
            raise NotFound
        return content, str(shown[place]["type"])

    def pictures_of(self, followed: FollowedCase) -> list[dict[str, Any]]:
        """Return the copies of a case's pictures that its reporter sent by our pages, in their order."""
        from loa.casework.cases.rows.files import files_of  # noqa: PLC0415 - few look at pictures

        found = files_of(followed.case, followed.stored.history, conversations=self.audience)
        return [
            dict(one.copy) for one in found if str(one.copy.get("key", "")).startswith("attachments/form/")
        ]


def _named(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:24]
