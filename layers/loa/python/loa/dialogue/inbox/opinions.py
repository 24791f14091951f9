"""Opinions on a draft in the chat: an article is quoted, asked back, and only then an opinion.

What was asked back is kept until it is sent or other words take its place; sent, it is the same opinion as on
the page. Who cannot write names a part and then speaks: each recording that comes right behind is an opinion
at once, kept before it is told. One that Zalo does not give stays an ordinary message for officers.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from loa import clock
from loa.dialogue.chatbot.menu import Reply
from loa.dialogue.conversations.texts import OPINION_SHOWN
from loa.dialogue.inbox.effect_result import EffectResult
from loa.errors import Busy, Conflict, NotFound
from loa.foundation.accounts.model import Account
from loa.foundation.units.model import is_lowest, is_within
from loa.participation.campaigns.model import Campaign, CampaignKind, Participant, Phase
from loa.participation.campaigns.passes import known_person, trace_of
from loa.participation.campaigns.store import CampaignStore, asking_key
from loa.participation.campaigns.texts import PURPOSES
from loa.participation.consultations.rules import texts
from loa.participation.consultations.rules.model import WHOLE, DraftText
from loa.participation.consultations.rules.opinions import GivenOpinion
from loa.participation.consultations.rules.reading import OpinionLine, node_named
from loa.participation.consultations.service import ConsultationService
from loa.platform.aws.dynamodb.tables import Row
from loa.platform.zalo.media.files import FileLost
from loa.residents.followers.model import Message

if TYPE_CHECKING:  # few speak
    from loa.participation.consultations.recordings import RecordingKeeper

_LISTENS_FOR: Final = timedelta(hours=1)
"""How long after they were asked, or spoke, a recording is an opinion."""
_ASKS_AGAIN_FOR: Final = timedelta(hours=1)
"""How long after their words were asked back "đồng ý" alone is about them."""
_REMEMBERED_SECONDS: Final = 5
"""How long a process believes which drafts there are."""
_NUMBER_HELD: Final = timedelta(days=1)
_RECORDINGS: Final = 10
"""On one part of a draft."""
_MOST_LISTED: Final = 5
"""Drafts of a message that asks which: Zalo takes five buttons."""
_QUOTED: Final = 400
"""Letters of a draft's own words that are told back."""


@dataclass(slots=True)
class OpinionChat:
    """What it works with, for all residents.

    Attributes:
        campaigns, residents: consultations and what is said about them.
        secret: makes names of persons.
        public_url: what addresses of pages begin with.
        recordings: keeps what is spoken.
        seconds: a clock that never goes back.
    """

    campaigns: CampaignStore
    residents: ConsultationService
    secret: Callable[[], str]
    public_url: str
    recordings: "Callable[[], RecordingKeeper]"
    seconds: Callable[[], float] = time.monotonic
    _known: tuple[float, list[Campaign]] | None = field(default=None, init=False)

    def drafts(self) -> list[Campaign]:
        """Return the consultations that residents may see, as they were some seconds ago, oldest first."""
        kept = self._known
        if kept is None or self.seconds() - kept[0] > _REMEMBERED_SECONDS:
            found = sorted(self.campaigns.public(CampaignKind.CONSULTATION), key=lambda each: each.id)
            kept = self._known = self.seconds(), found
        return kept[1]

    def speaker(
        self, user_id_by_app: str, message: Message, previous: str, account: Account, now: datetime
    ) -> "Speaker":
        """Return what somebody says by a message; without an id from Zalo nobody is known.

        `previous` is the id of their message before this one.
        """
        known = known_person(self.secret(), user_id_by_app) if user_id_by_app else None
        return Speaker(self, known, message, previous, account, now)


@dataclass(slots=True)
class Speaker:
    """Somebody in the chat, at one message."""

    chat: OpinionChat
    participant: Participant | None
    message: Message
    previous: str
    account: Account
    now: datetime
    _row: "tuple[Row | None] | None" = field(default=None, init=False)

    def speaks(self, line: OpinionLine) -> bool:
        """Whether the line is about a draft on which their unit is asked, or about what was asked back."""
        if line.begins or line.draft:
            return any(line.draft in {0, number} for number, _ in self._open())
        if line.has_to_exist:
            return bool(self._with_part(self._open(), line.numbers) or self._suspended(line))
        if line.stance is None and not (line.files or line.is_unclear):
            return bool(self._open() or self._suspended(line))
        asked = self._asked()
        if line.is_unclear:
            return bool(asked and self._may_mean(asked, line.asked_else))
        if line.files:
            return bool(asked and self._listens(asked))
        return bool(asked and (asked["words"] or asked.get("trace") == self._trace() or self._listens(asked)))

    def done(self, line: OpinionLine) -> EffectResult:
        """Do what the line asks for: the same message again does it once."""
        try:
            if line.files:
                return self._speak(line)
            if line.is_unclear:
                return self._ask_again()
            return self._ask_back(line) if line.stance is None else _said(self._send(line))
        except (Conflict, NotFound) as refused:
            return replace(
                _said(refused.message or texts.CHAT_REFUSED), failed=bool(line.files)
            )  # nobody heard it

    def _ask_back(self, line: OpinionLine) -> EffectResult:
        drafts = self._open()
        if line.begins:
            return self._which(drafts)
        numbers, words, speaks = line.numbers, line.words, line.is_spoken
        if line.draft:
            numbers, words = self._asked_before()
            speaks = not words
        drafts = [each for each in drafts if line.draft in {0, each[0]}]
        meant = self._with_part(drafts, numbers)
        if not meant:
            return self._no_such(drafts, line)
        _, campaign, text, node = meant[0]
        label, purpose = text.label(node), PURPOSES["consultation"]
        link = f"{self.chat.public_url}/gop-y/{campaign.id}/y-kien/{node}"
        if self.participant is None or not self._unit(campaign):
            return _said(texts.CHAT_ON_THE_PAGE.format(label=label, title=campaign.title, link=link))
        others = [
            texts.CHAT_OTHER_DRAFT.format(title=other.title, number=number)
            for number, other, _, _ in ([] if line.draft else meant[1:])
        ]
        self._keep(campaign.id, node, "" if speaks else words, listens=speaks, numbers=numbers)
        if speaks:
            told = texts.CHAT_SPEAK.format(label=label, title=campaign.title, purpose=purpose)
            return _said("\n".join([told, *others]))
        quoted = text.by_id[node].words.replace("\n", " ")
        told = texts.CHAT_ASKED_BACK.format(
            label=label,
            title=campaign.title,
            quoted=quoted if len(quoted) <= _QUOTED else f"{quoted[:_QUOTED].rpartition(' ')[0]}…",
            words=words[:_QUOTED],
            purpose=purpose,
        )
        return replace(_said("\n".join([told, *others])), shown_as=OPINION_SHOWN.format(label=label))

    def _with_part(
        self, drafts: "list[_Numbered]", numbers: tuple[str, ...]
    ) -> "list[tuple[int, Campaign, DraftText, str]]":
        """Return the drafts that have a part, each with text and the part's id."""
        found = []
        for number, campaign in drafts:
            text = self.chat.residents.text(campaign)
            if node := node_named(text, numbers) if numbers else WHOLE:
                found.append((number, campaign, text, node))
        return found

    def _asked_before(self) -> tuple[tuple[str, ...], str]:
        """Return the numbers and words of what was asked back right before."""
        asked = self._asked()
        if asked is None or not self._is_next(asked):
            return (), ""
        return tuple(asked.get("numbers", ())), str(asked["words"])

    def _which(self, drafts: "list[_Numbered]") -> EffectResult:
        """Ask whether they mean one of the drafts."""
        shown = drafts[:_MOST_LISTED][::-1]
        address = f"{self.chat.public_url}/gop-y"
        lines = [
            texts.CHAT_WHICH_LINE.format(number=number, title=each.title, link=f"{address}/{each.id}")
            for number, each in shown
        ]
        buttons = [texts.CHAT_DRAFT_BUTTON.format(number=number) for number, _ in shown]
        told = texts.CHAT_WHICH.format(lines="\n".join(lines))
        return EffectResult((Reply(told, tuple((each, each) for each in buttons)),))

    def _no_such(self, drafts: "list[_Numbered]", line: OpinionLine) -> EffectResult:
        """Tell that none of the drafts has such a part; or that the one which has it is suspended."""
        if suspended := self._suspended(line):  # no opinion comes of it: people read what they say
            return replace(_said(_suspended_words(suspended)), failed=bool(line.words))
        if not drafts:
            raise NotFound
        newest = drafts[0][1]
        told = texts.CHAT_NO_SUCH.format(title=newest.title, link=f"{self.chat.public_url}/gop-y/{newest.id}")
        return replace(_said(told), failed=True)  # perhaps they ask about a law

    def _ask_again(self) -> EffectResult:
        """Ask for words that cannot be mistaken; what was asked back stays."""
        asked = self._asked()
        if asked is None:
            raise NotFound
        campaign, node = self._going_on(asked), str(asked["node"])
        label = self.chat.residents.text(campaign).label(node)
        listens, numbers = bool(asked["listens_until"]), asked.get("numbers", ())
        at = asked.get("at", "")  # not anew: it asks for an hour in all
        self._keep(campaign.id, node, asked["words"], listens=listens, numbers=numbers, at=at)
        return _said(texts.CHAT_UNCLEAR.format(label=label))

    def _send(self, line: OpinionLine) -> str:
        asked = self._asked()
        if asked is None or self.participant is None or line.stance is None:
            raise NotFound
        campaign = self._going_on(asked)
        text, node = self.chat.residents.text(campaign), str(asked["node"])
        if asked["words"] or self._listens(asked):
            given = GivenOpinion(line.stance, asked["words"])
            before = self.chat.residents.said_about(campaign, self.participant, node)
            if before and not asked["words"]:  # they spoke: what they mean joins it
                given = GivenOpinion(line.stance, before.words, before.wording, before.calls)
            self.chat.residents.give(
                campaign, self.participant, self._unit(campaign), node, given, min(self.message.at, self.now)
            )
            self._keep(campaign.id, node, "")
        link = f"{self.chat.public_url}/gop-y/{campaign.id}"
        return texts.CHAT_SENT.format(label=text.label(node), stance=line.stance.label, link=link)

    def _speak(self, line: OpinionLine) -> EffectResult:
        """Keep what they spoke, then give it; what cannot be had is for officers, and they are told."""
        asked = self._asked()
        if asked is None or self.participant is None:
            raise NotFound
        campaign, node = self._going_on(asked), str(asked["node"])
        before = self.chat.residents.said_about(campaign, self.participant, node)
        known = before.recording.files if before and before.recording else ()
        if len(known) + len(line.files) > _RECORDINGS:
            return replace(_said(texts.CHAT_SPOKEN_ENOUGH.format(most=_RECORDINGS)), failed=True)
        keeper, trace = self.chat.recordings(), self._trace()
        at = min(self.message.at, self.now)
        if campaign.phase(at) is not Phase.OPEN or not self.chat.residents.text(campaign).knows(node):
            raise NotFound
        try:
            fetched = [
                keeper.fetched(campaign.id, f"{trace}-{place}", str(self.message.attachments[place]["url"]))
                for place in line.files
            ]
        except (FileLost, Busy):  # no wait: a call for help may stand behind it
            return replace(_said(texts.CHAT_NOT_FETCHED), failed=True)
        files = [each.key for each in fetched]
        for each in fetched:  # before the opinion that names it: no opinion names a file that is not there
            keeper.keep(each)
        label, refused = self.chat.residents.text(campaign).label(node), None
        try:
            self.chat.residents.speak(campaign, self.participant, self._unit(campaign), node, files, at)
        except (Conflict, NotFound) as error:
            refused = error
        # What is there now counts: the same message may be worked on twice at once.
        said = self.chat.residents.said_about(campaign, self.participant, node)
        named = said.recording.files if said and said.recording else ()
        unnamed = [each for each in fetched if each.key not in named]
        for each in unnamed:
            keeper.drop(each)
        if refused:
            raise refused
        if unnamed:  # officers have corrected it, or taken it out: nothing joins it any more
            return replace(_said(texts.CHAT_CORRECTED.format(label=label)), failed=True)
        self._keep(campaign.id, node, "", listens=True)
        link = f"{self.chat.public_url}/gop-y/{campaign.id}"
        return _said(texts.CHAT_SPOKEN.format(label=label, link=link))

    def _listens(self, asked: Row) -> bool:
        """Whether they were asked to speak a moment ago, and have said nothing else since."""
        until = asked.get("listens_until", "")
        return bool(until) and clock.to_text(self.message.at) <= until and self._is_next(asked)

    def _may_mean(self, asked: Row, asked_else: datetime | None) -> bool:
        """Whether "đồng ý" may mean what was asked back: of late, with nothing said or asked since."""
        since = asked.get("at", "")
        return (
            bool(asked["words"] or asked["listens_until"])
            and self._is_next(asked)
            and clock.to_text(self.message.at - _ASKS_AGAIN_FOR) <= since
            and (asked_else is None or clock.to_text(asked_else) <= since)
        )

    def _is_next(self, asked: Row) -> bool:
        """Whether they have said nothing else since; the same message may come again."""
        return asked["trace"] in {self._trace(), trace_of(self.chat.secret(), self.previous)}

    def _open(self) -> "list[_Numbered]":
        """Return the consultations that ask the account's residents now, newest first."""
        return self._asking(Phase.OPEN)

    def _suspended(self, line: OpinionLine) -> Campaign | None:
        """Return a suspended consultation with the part that a line names; None: there is none."""
        for _, campaign in self._asking(Phase.SUSPENDED) if not line.draft else ():
            if not line.numbers or node_named(self.chat.residents.text(campaign), line.numbers):
                return campaign
        return None

    def _asking(self, phase: Phase) -> "list[_Numbered]":
        """Return the consultations of the account's residents that stand there, newest first.

        Numbers go by age over all that residents may see, and each is held for a day after its end: a button
        that stays on the phone means the same draft whatever has come or gone meanwhile.
        """
        at = min(self.message.at, self.now)
        listed = [
            each
            for each in self.chat.drafts()
            if is_within(self.account.unit_path, each.unit_path) and each.closes > at - _NUMBER_HELD
        ]
        return [each for each in enumerate(listed, 1) if each[1].phase(at) is phase][::-1]

    def _going_on(self, asked: Row) -> Campaign:
        """Return the consultation that was asked about; raises Conflict while it is suspended."""
        campaign = self.chat.campaigns.find(asked["campaign"])
        if campaign.phase(min(self.message.at, self.now)) is Phase.SUSPENDED:
            raise Conflict(_suspended_words(campaign))
        return campaign

    def _unit(self, campaign: Campaign) -> str:
        """Return where they live: as they have said before, else the account's commune; empty: unknown."""
        own = self.chat.residents.own(campaign, self.participant) if self.participant else {}
        said = next((each.unit_path for each in own.values()), "")
        path = self.account.unit_path
        return said or (path if is_lowest(path) else "")

    def _asked(self) -> Row | None:
        """Return what was asked back before this message, read once."""
        if self._row is None:
            key = asking_key(self.participant.id) if self.participant else None
            self._row = (self.chat.campaigns.table.get(*key) if key else None,)
        return self._row[0]

    def _trace(self) -> str:
        """Return a name of the message from which nobody finds the message, and so the conversation."""
        return trace_of(self.chat.secret(), self.message.message_id)

    def _keep(
        self,
        campaign_id: str,
        node: str,
        words: str,
        *,
        listens: bool = False,
        numbers: Iterable[str] = (),
        at: str = "",
    ) -> None:
        """Keep what was asked back at this message, or first at `at`; `numbers`: the part's, in any draft."""
        if self.participant is None:
            raise NotFound
        partition, sort = asking_key(self.participant.id)
        until = clock.to_text(self.message.at + _LISTENS_FOR) if listens else ""
        row = {"campaign": campaign_id, "node": node, "words": words, "trace": self._trace()}
        about = {
            "listens_until": until,
            "numbers": list(numbers),
            "at": at or clock.to_text(self.message.at),
        }
        self.chat.campaigns.table.put({"partition": partition, "sort": sort, **row, **about})


type _Numbered = tuple[int, Campaign]
"""A consultation with its number in the list."""


def _suspended_words(campaign: Campaign) -> str:
    reason = campaign.suspension.reason if campaign.suspension else ""
    return texts.CHAT_SUSPENDED.format(title=campaign.title, reason=reason)


def _said(words: str) -> EffectResult:
    return EffectResult((Reply(words),))
