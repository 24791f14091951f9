"""Starting a try: one conditional write, whoever comes at the same time.

    tries            how many were begun; the number of the one that is open
    open_deadline    when it ends; gone once it was handed in
    draft            answers that the chat has understood and nobody has handed in yet
    begun_by         traces of the messages that began a try: a message that comes again later begins no other
    receipt          public number of the entry; unit_path, known, adult, agreed_on as they were at the start

Nothing here can read what is right: what is handed in by chat waits for its mark.
"""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from loa import clock
from loa.errors import Conflict
from loa.participation.campaigns.model import Campaign, CampaignKind, Participant, Phase
from loa.participation.campaigns.store import CampaignStore, entry_key, shard_of, shown_to_residents
from loa.participation.contests.rounds import organises, rounds_of
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.model import ContestRound
from loa.participation.contests.rules.sheets import Sheet, sheet_number
from loa.participation.contests.store import SheetStore, Unmarked, UnmarkedStore
from loa.platform.aws.dynamodb.tables import Attr, Condition, ConditionFailed, Row, Table, Update
from loa.platform.aws.dynamodb.transactions import commit, get_many

REMEMBERED_SECONDS: Final = 5
"""How long a process believes what it last read of a campaign."""
REMEMBERED: Final = 100
MOST_READ: Final = 100
"""Rows that one request reads."""
RECEIPT_SIGNS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_RECEIPT: Final = 10


@dataclass(frozen=True, slots=True)
class OpenTry:
    """A try that goes on.

    Attributes:
        round: which round.
        number: 1 for the first try.
        deadline: by our clock.
        sheet: its questions.
        receipt: of the entry.
        draft: answers written in the chat; empty: none yet.
    """

    round: ContestRound
    number: int
    deadline: datetime
    sheet: Sheet
    receipt: str
    draft: tuple[int, ...] = ()


class PlayService:
    """What residents do before they hand in.

    A process reads a campaign once in five seconds and a sheet once, so that a start costs one write.
    """

    def __init__(
        self,
        table: Table,
        province: str,
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keep where to read and write.

        Args:
            table: Participation.
            province: its code.
            seconds: a clock that never goes back.
        """
        self.table = table
        self.campaigns = CampaignStore(table, province)
        self._seconds = seconds
        self._known: dict[str, tuple[float, Campaign]] = {}
        self._all: tuple[float, list[Campaign]] | None = None
        self._sheet = lru_cache(maxsize=512)(SheetStore(table).read)

    def contest(self, campaign_id: str) -> Campaign:
        """Return a contest that residents may see, as it was some seconds ago.

        Raises:
            NotFound: there is none.
        """
        kept = self._known.get(campaign_id)
        if kept is None or self._seconds() - kept[0] > REMEMBERED_SECONDS:
            kept = self._seconds(), self.campaigns.find(campaign_id)
            self._known = (
                {**self._known, campaign_id: kept} if len(self._known) < REMEMBERED else {campaign_id: kept}
            )
        return shown_to_residents(kept[1], CampaignKind.CONTEST)

    def contests(self) -> list[Campaign]:
        """Return the contests that residents may see, newest first, as they were some seconds ago."""
        kept = self._all
        if kept is None or self._seconds() - kept[0] > REMEMBERED_SECONDS:
            kept = self._all = self._seconds(), self.campaigns.public(CampaignKind.CONTEST)
        return kept[1]

    def start(
        self,
        campaign: Campaign,
        participant: Participant,
        unit_path: str,
        now: datetime,
        *,
        is_adult: bool,
        trace: str = "",
    ) -> OpenTry:
        """Begin a try, or go on with the one that is open.

        Args:
            campaign: the contest.
            participant: who begins.
            unit_path: where they live.
            now: by our clock.
            is_adult: as they say.
            trace: of the message that asks for it; empty: the page does.

        Raises:
            Conflict: no round is open, no try is left, or the one that this message began is over.
        """
        current = open_round(campaign, now)
        if current is None:
            raise Conflict(texts.ROUND_CLOSED)
        partition, sort = _key(campaign, current, participant)
        free = Attr("open_deadline").not_exists() | Attr("open_deadline").lt(clock.to_text(now))
        left = Attr("tries").not_exists() | Attr("tries").lt(current.tries)
        is_new = free & left & ~Attr("begun_by").contains(trace) if trace else free & left
        try:
            row = self.table.update(
                partition,
                sort,
                set={"open_deadline": clock.to_text(current.deadline(now))},
                defaults={
                    "receipt": "".join(secrets.choice(RECEIPT_SIGNS) for _ in range(_RECEIPT)),
                    "unit_path": unit_path,
                    "known": participant.is_known,
                    "adult": is_adult,
                    "agreed_on": clock.local_day(now).isoformat(),
                    **({"organiser": True} if organises(campaign, participant.id) else {}),
                },
                add={"tries": 1},
                remove=["draft"],
                append={"begun_by": [trace]} if trace else {},
                only_if=is_new,
            )
        except ConditionFailed as failed:
            row = failed.row or {}
            if not is_going_on(row, now):
                is_again = trace and trace in row.get("begun_by", ())
                raise Conflict(texts.TRY_IS_OVER if is_again else texts.NO_TRIES) from failed
        return self._try(current, participant, row)

    def current(self, campaign: Campaign, participant: Participant, now: datetime) -> OpenTry | None:
        """Return the try that somebody has open, in a suspended contest too; None: there is none."""
        current = round_going_on(campaign, now)
        if current is None:
            return None
        row = self.table.get(*_key(campaign, current, participant))
        return self._try(current, participant, row) if row and is_going_on(row, now) else None

    def rows(
        self, rounds: Sequence[tuple[Campaign, ContestRound]], participant: Participant
    ) -> list[Row | None]:
        """Return the rows of somebody's entries to rounds; None: they have not begun that one."""
        keys = [(self.table, *_key(campaign, current, participant)) for campaign, current in rounds]
        parts = (keys[at : at + MOST_READ] for at in range(0, len(keys), MOST_READ))
        return [row for part in parts for row in get_many(part)]

    def keep_draft(
        self, campaign: Campaign, participant: Participant, attempt: OpenTry, answers: Sequence[int]
    ) -> None:
        """Keep answers to a try, to be handed in later, there or elsewhere.

        Raises:
            Conflict: the try is not open any more.
        """
        key = _key(campaign, attempt.round, participant)
        try:
            self.table.update(*key, set={"draft": list(answers)}, only_if=_is_open(attempt))
        except ConditionFailed as failed:
            raise Conflict(texts.NO_OPEN_TRY) from failed

    def hand_over(
        self, campaign: Campaign, participant: Participant, attempt: OpenTry, prediction: int, at: datetime
    ) -> None:
        """Hand in the draft of a try, to be marked by who can read what is right.

        Raises:
            Conflict: the try is not open any more.
        """
        partition, sort = _key(campaign, attempt.round, participant)
        given = Unmarked(participant.id, attempt.number, attempt.draft, prediction, at, attempt.deadline)
        closing = Update(
            self.table, partition, sort, remove=["open_deadline", "draft"], only_if=_is_open(attempt)
        )
        waiting = UnmarkedStore(self.table).adding(campaign.id, attempt.round.number, given)
        try:
            commit([closing, waiting])
        except ConditionFailed as failed:
            raise Conflict(texts.NO_OPEN_TRY) from failed

    def _try(self, current: ContestRound, participant: Participant, row: Row) -> OpenTry:
        number = int(row["tries"])
        sheet = self._sheet(current.seal, sheet_number(current.secret, participant.id, number))
        draft = tuple(int(each) for each in row.get("draft", ()))
        return OpenTry(current, number, clock.from_text(row["open_deadline"]), sheet, row["receipt"], draft)


def open_round(campaign: Campaign, now: datetime) -> ContestRound | None:
    """Return the round in which somebody may start; None: there is none now."""
    return round_going_on(campaign, now) if campaign.phase(now) is Phase.OPEN else None


def round_going_on(campaign: Campaign, now: datetime) -> ContestRound | None:
    """Return the round in which somebody may hand in what they began; None: there is none now."""
    goes_on = campaign.phase(now) in {Phase.OPEN, Phase.SUSPENDED}
    if campaign.kind is not CampaignKind.CONTEST or not goes_on:
        return None
    at = campaign.suspension.at if campaign.suspension else now
    return next((each for each in rounds_of(campaign) if each.is_open(at)), None)


def is_going_on(row: Row, now: datetime) -> bool:
    """Whether a try of an entry is open."""
    return clock.to_text(now) <= str(row.get("open_deadline", ""))


def _is_open(attempt: OpenTry) -> Condition:
    return Attr("tries").eq(attempt.number) & Attr("open_deadline").eq(clock.to_text(attempt.deadline))


def _key(campaign: Campaign, current: ContestRound, participant: Participant) -> tuple[str, str]:
    shard = shard_of(participant.id, campaign.shards)
    return entry_key(campaign.id, current.number, shard, participant.id)
