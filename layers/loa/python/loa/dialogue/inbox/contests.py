"""Taking part in a contest in the chat: the same entry as on the page, started or finished in either.

What is typed is a line (`contests.rules.lines`). Nothing here can read what is right: what is handed in waits
until the clock marks it, or the page of one's own entries does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
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
from loa.participation.campaigns.passes import known_person, pass_of, trace_of
from loa.participation.campaigns.texts import PURPOSES
from loa.participation.contests.marking import OwnEntry, own_entry
from loa.participation.contests.playing import OpenTry, PlayService, open_round, round_going_on
from loa.participation.contests.rounds import organises, rounds_of
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.lines import (
    LETTERS,
    ContestLine,
    ContestWish,
    example,
    named,
    sheet_pages,
    told_answers,
)
from loa.participation.contests.rules.model import SETTLED, ContestRound
from loa.residents.followers.model import Message
from loa.residents.messages.model import LOA, Outgoing, automatic_key, text_content
from loa.residents.messages.service import new_message
from loa.residents.messages.store import Outbox

MOST_PAGES: Final = 6
"""Messages of a sheet; a longer one is read on its page."""
LOOKED_AT: Final = 5
"""Contests that are over among which somebody's entry is looked for, newest first."""
MOST_LISTED: Final = 9
"""Contests of a message that asks which; the others are found by their name."""
_NUMBER_HELD: Final = timedelta(days=1)
_SCORES: Final = 3
"""Contests whose score is told at once."""


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
    _found: "list[_Entry] | None" = field(default=None, init=False)
    _open_entries: "list[_Entry] | None" = field(default=None, init=False)

    @property
    def at(self) -> datetime:
        """When they wrote: a slow queue costs nobody their try."""
        return min(self.message.at, self.now)

    def plays(self, line: ContestLine) -> bool:
        """Whether the line is about a contest; letters are only for who has a try in an open round."""
        match line.kind:
            case ContestWish.ASK:
                return bool(self._chosen(line) if line.name else self._contests())
            case ContestWish.START:
                return bool(self._open() or self._suspended())
            case ContestWish.SCORE:
                return bool(self._entries())
            case ContestWish.HAND_IN:
                return bool(self._playing())
        return (not line.is_plain and self._is_suspended_sheet(len(line.answers))) or any(
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
        going_on, chosen = self._attempt(), self._chosen(line) or self._open()  # no contest has this number
        if going_on and (len(chosen) != 1 or chosen[0][1].id == going_on[0].id):
            return self._sheet(*going_on)
        if not chosen:
            return _said(self._suspended() or texts.NONE_OPEN.format(link=f"{self.chat.public_url}/thi"))
        if len(chosen) > 1:
            return self._which(chosen)
        number, campaign, current = chosen[0]
        told = texts.INVITES.format(
            title=campaign.title,
            round=current.number,
            questions=current.per_sheet,
            minutes=current.minutes,
            tries=current.tries,
            closes=menu.hour_and_day(current.closes),
        )
        if self.participant and organises(campaign, self.participant.id):
            told = f"{told} {texts.ORGANISER}"
        if self.participant is None:
            return _said(told, texts.ON_THE_PAGE.format(link=self._link(campaign)))
        says = self._start_words(number)
        how = texts.HOW_TO_START.format(
            purpose=PURPOSES["contest"], link=self._link(campaign), adult=says[0], child=says[1]
        )
        return EffectResult((Reply(told), Reply(how, tuple(zip(texts.START_WORDS, says, strict=True)))))

    def _which(self, chosen: Sequence["_Numbered"]) -> EffectResult:
        """Ask which of several contests is meant."""
        lines = [
            texts.WHICH_LINE.format(number=number, title=each.title, closes=menu.hour_and_day(current.closes))
            for number, each, current in chosen[:MOST_LISTED]
        ]
        if more := len(chosen[MOST_LISTED:]):
            lines.append(texts.WHICH_MORE.format(count=more))
        return _said(texts.WHICH.format(count=len(chosen), lines="\n".join(lines))[: menu.LONGEST])

    def _start_words(self, number: int) -> tuple[str, str]:
        """Return what an adult and a child type to begin, with the number if there are several."""
        words = texts.START_ADULT, texts.START_CHILD
        if len(self._open()) == 1:
            return words
        adult, child = (texts.NUMBERED.format(said=each, number=number) for each in words)
        return adult, child

    def _started(self, line: ContestLine) -> EffectResult:
        going_on, chosen = self._attempt(), self._chosen(line)
        if going_on and not line.contest:
            chosen = [each for each in chosen if each[1].id == going_on[0].id]
        if not chosen:  # no contest has this number, or none is open
            told = self._which(found) if (found := self._open()) else _said(self._suspended())
            return replace(told, failed=bool(line.place and not found))  # as below
        if len(chosen) > 1 and (not line.place or self.participant is None):
            return self._which(chosen)
        number, campaign, _ = chosen[0]
        if self.participant is None:
            return _said(texts.ON_THE_PAGE.format(link=self._link(campaign)))
        if going_on and going_on[0].id != campaign.id:
            deadline = menu.hour_and_day(going_on[1].deadline)
            return _said(texts.BUSY_ELSEWHERE.format(title=going_on[0].title, deadline=deadline))
        unit_path = self._commune(campaign, line.place)
        if not unit_path:
            said = self._start_words(number)[0 if line.is_adult else 1]
            told = _said(texts.COMMUNE_MISSING.format(said=said))
            return replace(told, failed=bool(line.place))  # "Thi 15 phút nữa ạ?" is for people
        begins = len(chosen) == 1
        return self._begun(self.participant, campaign, unit_path, line) if begins else self._which(chosen)

    def _begun(
        self, participant: Participant, campaign: Campaign, unit_path: str, line: ContestLine
    ) -> EffectResult:
        trace = trace_of(self.chat.secret(), self.message.message_id)
        attempt = self.chat.play.start(
            campaign, participant, unit_path, self.now, is_adult=line.is_adult, trace=trace
        )
        return self._sheet(campaign, attempt)

    def _answered(self, line: ContestLine) -> EffectResult:
        found = self._attempt()
        if found is None or self.participant is None:
            return _said(self._why_over(line))
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
            return self._already(line)
        campaign, attempt = found
        if not attempt.draft:
            return _said(texts.NO_ANSWERS.format(example=example(attempt.sheet)))
        if line.prediction is None:
            return _said(texts.NO_PREDICTION)
        if self.now > attempt.round.closes + SETTLED:
            return _said(texts.TIME_IS_UP)
        self.chat.play.hand_over(campaign, self.participant, attempt, line.prediction, self.at)
        return _said(self._receipt(campaign, attempt.number, attempt.receipt))

    def _already(self, line: ContestLine) -> EffectResult:
        for campaign, _, entry in self._playing():
            if entry.deadline is None:
                return _said(self._receipt(campaign, entry.tries, entry.receipt))
        return _said(self._why_over(line))

    def _scores(self, _: ContestLine) -> EffectResult:
        newest = {each[0].id: each for each in self._entries()[::-1]}
        return _said(*(self._score(*each) for each in list(newest.values())[::-1][:_SCORES]))

    def _score(self, campaign: Campaign, current: ContestRound, entry: OwnEntry) -> str:
        parts = [texts.SCORE_OF.format(title=campaign.title, round=current.number, receipt=entry.receipt)]
        if entry.best_score is not None:
            parts.append(texts.BEST.format(score=entry.best_score, full=current.per_sheet))
        if entry.waits:
            parts.append(texts.STILL_WAITS)
        elif entry.deadline and entry.deadline >= self.now:
            parts.append(texts.STILL_OPEN.format(deadline=menu.hour_and_day(entry.deadline)))
        if current.edition:
            parts.append(texts.RESULT_IS_OUT)
        parts.append(texts.SCORE_LINK.format(link=self._link(campaign, "/cua-toi")))
        return " ".join(parts)

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
        return new_message(
            _page_key(self.message, number),
            text_content(text),
            account=self.account.key,
            user_id=self.message.user_id,
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
        return f"{address}{page}?the={pass_of(self.participant, self.chat.secret(), self.now)}"

    def _commune(self, campaign: Campaign, place: str) -> str:
        """Return where they live: the commune they name, else that of the account; empty: it is not known."""
        own = self.account.unit_path
        if not place and is_lowest(own):
            return own
        units = existing_on(self.chat.units.subtree(campaign.unit_path), self.chat.today())
        found = unit_of(place, self.account.province, units) if place else ""
        return found if found and is_lowest(found) else ""

    def _contests(self) -> Sequence[Campaign]:
        """Return the contests of the account's residents: all that are open, and the newest others.

        Those that invite all residents of its unit come first, then those of units below; newest first.
        """
        own, known = self.account.unit_path, self.chat.play.contests()
        inviting_all = [each for each in known if is_within(own, each.unit_path)]
        below = [each for each in known if each.unit_path != own and is_within(each.unit_path, own)]
        found = [*inviting_all, *below]
        over = [each for each in found if open_round(each, self.at) is None][:LOOKED_AT]
        return [each for each in found if each in over or open_round(each, self.at)]

    def _open(self) -> list["_Numbered"]:
        """Return the contests with an open round, in the order in which they were made.

        A new one so takes nobody's number; each has its own between rounds, too, and for a day after its end,
        for whoever types what they have read before.
        """
        found = sorted(self._contests(), key=lambda each: each.id)
        listed = [each for each in found if each.closes > self.at - _NUMBER_HELD]
        rounds = ((number, each, open_round(each, self.at)) for number, each in enumerate(listed, 1))
        return [(number, campaign, current) for number, campaign, current in rounds if current]

    def _suspended(self) -> str:
        """Return that a contest of theirs is suspended, and why; empty: none is."""
        found = next((each for each in self._contests() if each.suspension), None)
        reason = found.suspension.reason if found and found.suspension else ""
        return texts.SUSPENDED.format(title=found.title, reason=reason) if found else ""

    def _why_over(self, line: ContestLine) -> str:
        """Return why nothing is taken any more: the time of their try is up, or its contest is suspended."""
        begun = [(each, current) for each, current, entry in self._playing() if entry.deadline]
        over = [one for each, one in begun if not each.suspension and len(line.answers) in {0, one.per_sheet}]
        return texts.TIME_IS_UP if over else self._suspended() or texts.TIME_IS_UP

    def _is_suspended_sheet(self, answers: int) -> bool:
        """Whether so many letters are a sheet of a contest of theirs that is suspended."""
        suspended = (each for each in self._contests() if each.suspension)
        return any(one.seal and one.per_sheet == answers for each in suspended for one in rounds_of(each))

    def _chosen(self, line: ContestLine) -> list["_Numbered"]:
        """Return the open contests that a line may mean, by number or by name; without either all."""
        found = self._open()
        if line.contest:
            return [each for each in found if each[0] == line.contest]
        if line.name:
            return [found[place] for place in named(line.name, [each.title for _, each, _ in found])]
        return found

    def _entries(self) -> list["_Entry"]:
        """Return their entries, those of the newest round first."""
        if self._found is None:
            rounds = [(each, current) for each in self._contests() for current in reversed(rounds_of(each))]
            begun = [(each, current) for each, current in rounds if current.seal and current.opens <= self.at]
            self._found = self._read(begun)
        return self._found

    def _playing(self) -> list["_Entry"]:
        """Return their entries in rounds that are open."""
        if self._open_entries is None:
            rounds = ((each, round_going_on(each, self.at)) for each in self._contests())
            self._open_entries = self._read([(each, current) for each, current in rounds if current])
        return self._open_entries

    def _read(self, rounds: Sequence[tuple[Campaign, ContestRound]]) -> list["_Entry"]:
        """Return their entries to rounds: one request, however many there are."""
        if self.participant is None or not rounds:
            return []
        rows = self.chat.play.rows(rounds, self.participant)
        return [
            (campaign, current, own_entry(row))
            for (campaign, current), row in zip(rounds, rows, strict=True)
            if row
        ]

    def _attempt(self) -> tuple[Campaign, OpenTry] | None:
        """Return the try that they have open."""
        for campaign, _, entry in self._playing():
            if not entry.deadline or entry.deadline < self.at:
                continue
            if self.participant and (attempt := self.chat.play.current(campaign, self.participant, self.at)):
                return campaign, attempt
        return None


type _Entry = tuple[Campaign, ContestRound, OwnEntry]
type _Numbered = tuple[int, Campaign, ContestRound]
"""An open contest with its number in the list, and its open round."""


def sheet_keys(message: Message) -> list[str]:
    """Return the keys of the messages in which a sheet may have gone out after a message."""
    return [_page_key(message, number) for number in range(1, MOST_PAGES + 1)]


def _page_key(message: Message, number: int) -> str:
    return automatic_key(message.oa_id, message.user_id, f"{message.message_id}#{number}")


def _said(*words: str) -> EffectResult:
    return EffectResult(tuple(Reply(each) for each in words))
