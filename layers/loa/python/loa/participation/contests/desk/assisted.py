"""Sheets on paper for people without a telephone: an officer prints one, and types the answers in.

The entry is `assisted`: a person of their commune, who is not ranked and wins nothing. Its person is named by
the code on the paper, and by nothing else. Nothing here can read what is right: what is typed in waits for
its mark as what comes by chat does.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa import clock
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.officers.model import Officer
from loa.participation.campaigns.access import require_helping
from loa.participation.campaigns.model import LONGEST, Campaign, Participant
from loa.participation.campaigns.store import entry_key, shard_of
from loa.participation.contests.playing import RECEIPT_SIGNS, OpenTry, PlayService, is_going_on, open_round
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.model import SETTLED, ContestRound
from loa.participation.contests.rules.sheets import UNANSWERED, Sheet, sheet_number
from loa.participation.contests.store import SheetStore
from loa.platform.aws.dynamodb.tables import ConditionFailed, Row

_CODE: Final = 10
_TRY: Final = 1


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """A sheet that was given out on paper.

    Attributes:
        code: stands on it, and is the receipt of its entry.
        unit_path: where whoever fills it in lives.
        sheet: its questions.
        deadline: until when it can be typed in; None: it was.
        score: once the round is over; None: it goes on, or nothing was typed in.
    """

    code: str
    unit_path: str
    sheet: Sheet
    deadline: datetime | None
    score: int | None


@dataclass(frozen=True, slots=True)
class AssistedDesk:
    """Use cases of officers.

    Attributes:
        play: as residents start and hand in.
    """

    play: PlayService

    def give_out(
        self, officer: Officer, campaign: Campaign, number: int, unit_path: str, key: str, now: datetime
    ) -> str:
        """Draw a sheet as for anybody; return its code. The same key again is the same sheet.

        Raises:
            NotFound, NotAllowed: as in `require_helping`.
            Conflict: the round is not open.
        """
        require_helping(officer, campaign, unit_path)
        current = self._open(campaign, number, now)
        code = _code(f"{campaign.id}:{number}:{key}")
        partition, sort = _key(campaign, current, code)
        row = {
            "partition": partition,
            "sort": sort,
            "assisted": True,
            "receipt": code,
            "unit_path": unit_path,
            "known": False,
            "adult": False,
            "agreed_on": clock.local_day(now).isoformat(),
            "tries": _TRY,
            "open_deadline": clock.to_text(current.closes + LONGEST),  # on paper only the round itself ends
        }
        try:
            self.play.table.put(row, new=True)
        except ConditionFailed:
            return code
        return code

    def find(
        self, officer: Officer, campaign: Campaign, current: ContestRound, code: str, now: datetime
    ) -> PaperSheet:
        """Return a sheet that was given out where an officer helps.

        Raises:
            NotFound, NotAllowed: there is none of that code, or as in `require_helping`.
        """
        row = self._row(officer, campaign, current, code)
        place = sheet_number(current.secret, _person(campaign, current, code), _TRY)
        is_over = now >= current.closes + SETTLED
        return PaperSheet(
            code=code,
            unit_path=row["unit_path"],
            sheet=SheetStore(self.play.table).read(current.seal, place),
            deadline=clock.from_text(row["open_deadline"]) if "open_deadline" in row else None,
            score=int(row["best_score"]) if is_over and "best_score" in row else None,
        )

    def hand_in(
        self,
        officer: Officer,
        campaign: Campaign,
        number: int,
        code: str,
        answers: Sequence[int],
        now: datetime,
    ) -> None:
        """Hand in what stands on a sheet, once, to be marked by who can read what is right.

        Raises:
            NotFound, NotAllowed: as in `find`.
            Conflict: the round is over, or the sheet was typed in before.
            InvalidInput: nothing is answered.
        """
        current = self._open(campaign, number, now)
        row = self._row(officer, campaign, current, code)
        if not is_going_on(row, now):
            raise Conflict(texts.NO_OPEN_TRY)
        if all(answer == UNANSWERED for answer in answers):
            raise InvalidInput(texts.NOTHING_TYPED, fields={"c0-0": texts.NOTHING_TYPED})
        person = Participant(_person(campaign, current, code), is_known=False)
        deadline = clock.from_text(row["open_deadline"])
        attempt = OpenTry(current, _TRY, deadline, sheet=(), receipt=code, draft=tuple(answers))
        self.play.hand_over(campaign, person, attempt, prediction=0, at=now)

    def _open(self, campaign: Campaign, number: int, now: datetime) -> ContestRound:
        current = open_round(campaign, now)
        if current is None or current.number != number:
            raise Conflict(texts.ROUND_CLOSED)
        return current

    def _row(self, officer: Officer, campaign: Campaign, current: ContestRound, code: str) -> Row:
        row = self.play.table.get(*_key(campaign, current, code))
        if row is None:
            raise NotFound
        require_helping(officer, campaign, row["unit_path"])
        return row


def _code(words: str) -> str:
    """Return what is written on a sheet: signs that nobody takes for others."""
    digest = hashlib.sha256(words.encode()).digest()
    return "".join(RECEIPT_SIGNS[each % len(RECEIPT_SIGNS)] for each in digest[:_CODE])


def _person(campaign: Campaign, current: ContestRound, code: str) -> str:
    said = f"assisted:{campaign.id}:{current.number}:{code}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _key(campaign: Campaign, current: ContestRound, code: str) -> tuple[str, str]:
    person = _person(campaign, current, code)
    return entry_key(campaign.id, current.number, shard_of(person, campaign.shards), person)
