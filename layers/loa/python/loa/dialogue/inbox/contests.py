"""Taking part in a contest in the chat: the same entry as on the page, started or finished in either.

What is typed is a line (`contests.rules.lines`). Nothing here can read what is right: what is handed in waits
until the clock marks it, or the page of one's own entries does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from loa.dialogue.chatbot import menu
from loa.dialogue.chatbot.menu import Reply
from loa.dialogue.inbox.effect_result import EffectResult
from loa.dialogue.understanding.routing import unit_of
from loa.errors import Conflict
from loa.foundation.accounts.model import Account
from loa.foundation.units.model import existing_on, is_lowest, is_within
from loa.foundation.units.store import UnitStore
from loa.participation.campaigns.model import Campaign, Participant
from loa.participation.campaigns.passes import IN_A_LINK, known_person, pass_of, trace_of
from loa.participation.campaigns.texts import PURPOSES
from loa.participation.contests.marking import OwnEntry, own_entry
from loa.participation.contests.playing import OpenTry, PlayService, open_round
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.lines import (
    LETTERS,
    ContestLine,
    ContestWish,
    example,
    sheet_pages,
    told_answers,
)
from loa.participation.contests.rules.model import SETTLED, ContestRound, rounds_of
from loa.residents.followers.model import Message
from loa.residents.messages.model import LOA, Outgoing, automatic_key, text_content
from loa.residents.messages.service import new_message
from loa.residents.messages.store import Outbox

MOST_PAGES: Final = 6
"""Messages of a sheet; a longer one is read on its page."""
LOOKED_AT: Final = 5
"""Contests among which somebody's entry is looked for, newest first."""


@dataclass(frozen=True, slots=True)
class ContestChat:
    """What it works with, for all residents.

    Attributes:
        play: starts, and takes what is handed in.
        secret: makes names of persons and passes.
        units: for the commune where somebody lives.
        today: the day whose units count.
        outbox: messages to residents.
        public_url: what addresses of pages begin with.
    """

    play: PlayService
    secret: Callable[[], str]
    units: UnitStore
    today: Callable[[], date]
    outbox: Outbox
    public_url: str

    def player(self, user_id_by_app: str, message: Message, account: Account, now: datetime) -> "Player":
        """Return what somebody does by a message; without an id from Zalo nobody is known."""
        known = known_person(self.secret(), user_id_by_app) if user_id_by_app else None
        return Player(self, known, message, account, now)


@dataclass(slots=True)
class Player:
    """Somebody in the chat, at one message."""

    chat: ContestChat
    participant: Participant | None
    message: Message
    account: Account
    now: datetime
    _found: list[tuple[Campaign, ContestRound, OwnEntry]] | None = field(default=None, init=False)

    @property
    def at(self) -> datetime:
        """When they wrote: a slow queue costs nobody their try."""
        return min(self.message.at, self.now)

    def plays(self, line: ContestLine) -> bool:
        """Whether the line is about a contest; letters are only for who has a try in an open round."""
        match line.kind:
            case ContestWish.ASK:
                return bool(self._contests())
            case ContestWish.START:
                return bool(self._open())
            case ContestWish.SCORE:
                return bool(self._entries())
            case ContestWish.HAND_IN:
                return bool(self._playing())
        return any(
            entry.deadline and (not line.is_plain or len(line.answers) == current.per_sheet)
            for _, current, entry in self._playing()
        )

    def done(self, line: ContestLine) -> EffectResult:
        """Do what the line asks for: the same message again does it once."""
        by_kind = {
            ContestWish.ASK: self._asked,
            ContestWish.START: self._started,
            ContestWish.ANSWERS: self._answered,
            ContestWish.HAND_IN: self._handed_in,
            ContestWish.SCORE: self._scores,
        }
        try:
            return by_kind[line.kind](line)
        except Conflict as refused:
            return _said(refused.message)

    def _asked(self, line: ContestLine) -> EffectResult:
        del line
        if attempt := self._attempt():
            return self._sheet(*attempt)
        invited = self._open()
        if not invited:
            return _said(texts.NONE_OPEN.format(link=f"{self.chat.public_url}/thi"))
        campaign, current = invited[0]
        told = texts.INVITES.format(
            title=campaign.title,
            round=current.number,
            questions=current.per_sheet,
            minutes=current.minutes,
            tries=current.tries,
            closes=menu.hour_and_day(current.closes),
        )
        if self.participant is None:
            return _said(told, texts.ON_THE_PAGE.format(link=self._link(campaign)))
        how = texts.HOW_TO_START.format(purpose=PURPOSES["contest"], link=self._link(campaign))
        return EffectResult((Reply(told), Reply(how, texts.START_BUTTONS)))

    def _started(self, line: ContestLine) -> EffectResult:
        campaign, _ = self._open()[0]
        if self.participant is None:
            return _said(texts.ON_THE_PAGE.format(link=self._link(campaign)))
        unit_path = self._commune(campaign, line.place)
        if not unit_path:
            said = texts.START_ADULT if line.is_adult else texts.START_CHILD
            told = _said(texts.COMMUNE_MISSING.format(said=said))
            # "Thi 15 phút nữa ạ?" is a question to people.
            return replace(told, failed=bool(line.place))
        trace = trace_of(self.chat.secret(), self.message.message_id)
        attempt = self.chat.play.start(
            campaign, self.participant, unit_path, self.now, is_adult=line.is_adult, trace=trace
        )
        return self._sheet(campaign, attempt)

    def _answered(self, line: ContestLine) -> EffectResult:
        found = self._attempt()
        if found is None or self.participant is None:
            return _said(texts.TIME_IS_UP)
        campaign, attempt = found
        if len(line.answers) != len(attempt.sheet):
            need, sample = len(attempt.sheet), example(attempt.sheet)
            return _said(texts.WRONG_COUNT.format(need=need, have=len(line.answers), example=sample))
        for number, (answer, question) in enumerate(zip(line.answers, attempt.sheet, strict=True), 1):
            if answer >= len(question.options):
                return _said(texts.NO_OPTION.format(question=number, letter=LETTERS[answer]))
        self.chat.play.keep_draft(campaign, self.participant, attempt, line.answers)
        return _said(texts.CHOSEN.format(chosen=told_answers(line.answers)))

    def _handed_in(self, line: ContestLine) -> EffectResult:
        found = self._attempt()
        if found is None or self.participant is None:
            return self._already()
        campaign, attempt = found
        if not attempt.draft:
            return _said(texts.NO_ANSWERS.format(example=example(attempt.sheet)))
        if line.prediction is None:
            return _said(texts.NO_PREDICTION)
        if self.now > attempt.round.closes + SETTLED:
            return _said(texts.TIME_IS_UP)
        self.chat.play.hand_over(campaign, self.participant, attempt, line.prediction, self.at)
        return _said(self._receipt(campaign, attempt.number, attempt.receipt))

    def _already(self) -> EffectResult:
        for campaign, _, entry in self._playing():
            if entry.deadline is None:
                return _said(self._receipt(campaign, entry.tries, entry.receipt))
        return _said(texts.TIME_IS_UP)

    def _scores(self, line: ContestLine) -> EffectResult:
        del line
        campaign, current, entry = self._entries()[0]
        parts = [texts.SCORE_OF.format(title=campaign.title, round=current.number, receipt=entry.receipt)]
        if entry.best_score is not None:
            parts.append(texts.BEST.format(score=entry.best_score, full=current.per_sheet))
        if entry.waits:
            parts.append(texts.STILL_WAITS)
        elif entry.deadline and entry.deadline >= self.now:
            parts.append(texts.STILL_OPEN.format(deadline=menu.hour_and_day(entry.deadline)))
        parts.append(texts.SCORE_LINK.format(link=self._link(campaign, "/cua-toi")))
        return _said(" ".join(parts))

    def _sheet(self, campaign: Campaign, attempt: OpenTry) -> EffectResult:
        """Return the sheet of a try, as messages of their own behind the one that says how to answer."""
        count, deadline = len(attempt.sheet), menu.hour_and_day(attempt.deadline)
        pages = sheet_pages(attempt.sheet, menu.LONGEST)
        head = texts.SHEET.format(
            title=campaign.title, round=attempt.round.number, number=attempt.number, deadline=deadline
        )
        if len(pages) > MOST_PAGES:
            return _said(head, texts.LONG_SHEET.format(link=self._link(campaign, "/bai")))
        how = texts.HOW_TO_ANSWER.format(count=count, example=example(attempt.sheet))
        if attempt.draft:
            how = f"{how} {texts.CHOSEN.format(chosen=told_answers(attempt.draft))}"
        told = [self._outgoing(page, number) for number, page in enumerate(pages, 1)]
        actions = tuple(action for outgoing in told for action in self.chat.outbox.adding(outgoing))
        return EffectResult((Reply(head), Reply(how)), actions=actions, told=tuple(told))

    def _outgoing(self, text: str, number: int) -> Outgoing:
        message = self.message
        return new_message(
            _page_key(message, number),
            text_content(text),
            account=self.account.key,
            user_id=message.user_id,
            by=LOA,
            by_name="",
            answers="",
            now=self.now,
        )

    def _receipt(self, campaign: Campaign, number: int, receipt: str) -> str:
        return texts.HANDED_IN.format(number=number, receipt=receipt, link=self._link(campaign, "/cua-toi"))

    def _link(self, campaign: Campaign, page: str = "") -> str:
        address = f"{self.chat.public_url}/thi/{campaign.id}"
        if self.participant is None:
            return address
        return f"{address}{page}?the={pass_of(self.participant, self.chat.secret(), self.now, IN_A_LINK)}"

    def _commune(self, campaign: Campaign, place: str) -> str:
        """Return where they live: the commune they name, else that of the account; empty: it is not known."""
        own = self.account.unit_path
        if not place and is_lowest(own):
            return own
        units = existing_on(self.chat.units.subtree(campaign.unit_path), self.chat.today())
        found = unit_of(place, self.account.province, units) if place else ""
        return found if found and is_lowest(found) else ""

    def _contests(self) -> Sequence[Campaign]:
        """Return the newest contests that invite all residents of the account's unit; then some of them."""
        own, known = self.account.unit_path, self.chat.play.contests()
        inviting_all = [each for each in known if is_within(own, each.unit_path)]
        below = [each for each in known if each.unit_path != own and is_within(each.unit_path, own)]
        return [*inviting_all, *below][:LOOKED_AT]

    def _open(self) -> list[tuple[Campaign, ContestRound]]:
        found = [(campaign, open_round(campaign, self.at)) for campaign in self._contests()]
        return [(campaign, current) for campaign, current in found if current]

    def _entries(self) -> list[tuple[Campaign, ContestRound, OwnEntry]]:
        """Return their entries, those of the newest round first."""
        if self._found is None:
            self._found = [
                (campaign, current, own_entry(row))
                for campaign in self._contests()
                for current in reversed(rounds_of(campaign))
                if current.seal and current.opens <= self.at and self.participant
                if (row := self.chat.play.row(campaign, current, self.participant))
            ]
        return self._found

    def _playing(self) -> list[tuple[Campaign, ContestRound, OwnEntry]]:
        """Return their entries in rounds that are open."""
        return [
            (campaign, current, entry)
            for campaign, current, entry in self._entries()
            if open_round(campaign, self.at) == current
        ]

    def _attempt(self) -> tuple[Campaign, OpenTry] | None:
        """Return the try that they have open."""
        for campaign, _, _ in self._playing():
            if self.participant and (attempt := self.chat.play.current(campaign, self.participant, self.at)):
                return campaign, attempt
        return None


def sheet_keys(message: Message) -> list[str]:
    """Return the keys of the messages in which a sheet may have gone out after a message."""
    return [_page_key(message, number) for number in range(1, MOST_PAGES + 1)]


def _page_key(message: Message, number: int) -> str:
    return automatic_key(message.oa_id, message.user_id, f"{message.message_id}#{number}")


def _said(*words: str) -> EffectResult:
    return EffectResult(tuple(Reply(each) for each in words))
