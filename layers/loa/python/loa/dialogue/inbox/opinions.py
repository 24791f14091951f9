"""Opinions on a draft in the chat: an article is quoted, asked back, and only then an opinion.

What was asked back is kept until it is sent or other words take its place; sent, it is the same opinion as on
the page.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from loa.dialogue.chatbot.menu import Reply
from loa.dialogue.inbox.effect_result import EffectResult
from loa.errors import Conflict, NotFound
from loa.foundation.accounts.model import Account
from loa.foundation.units.model import is_lowest, is_within
from loa.participation.campaigns.model import Campaign, CampaignKind, Participant, Phase
from loa.participation.campaigns.passes import known_person, trace_of
from loa.participation.campaigns.store import CampaignStore, asking_key
from loa.participation.campaigns.texts import PURPOSES
from loa.participation.consultations.rules import texts
from loa.participation.consultations.rules.opinions import GivenOpinion
from loa.participation.consultations.rules.reading import OpinionLine, node_named
from loa.participation.consultations.service import ConsultationService
from loa.platform.aws.dynamodb.tables import Row
from loa.residents.followers.model import Message

_QUOTED: Final = 400
"""Letters of a draft's own words that are told back."""


@dataclass(frozen=True, slots=True)
class OpinionChat:
    """What it works with, for all residents.

    Attributes:
        campaigns, residents: consultations and what is said about them.
        secret: makes names of persons.
        public_url: what addresses of pages begin with.
    """

    campaigns: CampaignStore
    residents: ConsultationService
    secret: Callable[[], str]
    public_url: str

    def speaker(self, user_id_by_app: str, message: Message, account: Account, now: datetime) -> "Speaker":
        """Return what somebody says by a message; without an id from Zalo nobody is known."""
        known = known_person(self.secret(), user_id_by_app) if user_id_by_app else None
        return Speaker(self, known, message, account, now)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody in the chat, at one message."""

    chat: OpinionChat
    participant: Participant | None
    message: Message
    account: Account
    now: datetime

    def speaks(self, line: OpinionLine) -> bool:
        """Whether the line is about a draft on which their unit is asked, or about what was asked back."""
        if line.stance is None:
            return bool(self._open())
        asked = self._asked()
        return bool(asked and (asked["words"] or asked.get("trace") == self._trace()))

    def done(self, line: OpinionLine) -> EffectResult:
        """Do what the line asks for: the same message again does it once."""
        try:
            return self._ask_back(line) if line.stance is None else _said(self._send(line))
        except (Conflict, NotFound) as refused:
            return _said(refused.message)

    def _ask_back(self, line: OpinionLine) -> EffectResult:
        drafts = self._open()
        for campaign in drafts:
            text = self.chat.residents.text(campaign)
            node = node_named(text, line.numbers)
            if not node:
                continue
            label = text.label(node)
            link = f"{self.chat.public_url}/gop-y/{campaign.id}/y-kien/{node}"
            if self.participant is None or not self._unit(campaign):
                return _said(texts.CHAT_ON_THE_PAGE.format(label=label, title=campaign.title, link=link))
            self._keep(campaign.id, node, line.words, "")
            quoted = text.by_id[node].words.replace("\n", " ")
            told = texts.CHAT_ASKED_BACK.format(
                label=label,
                title=campaign.title,
                quoted=quoted if len(quoted) <= _QUOTED else f"{quoted[:_QUOTED].rpartition(' ')[0]}…",
                words=line.words[:_QUOTED],
                purpose=PURPOSES["consultation"],
            )
            return _said(told)
        newest = drafts[0]
        told = texts.CHAT_NO_SUCH.format(title=newest.title, link=f"{self.chat.public_url}/gop-y/{newest.id}")
        return replace(_said(told), failed=True)  # perhaps they ask about a law

    def _send(self, line: OpinionLine) -> str:
        asked = self._asked()
        if asked is None or self.participant is None or line.stance is None:
            raise NotFound
        campaign = self.chat.campaigns.find(asked["campaign"])
        text, node = self.chat.residents.text(campaign), str(asked["node"])
        if asked["words"]:
            given = GivenOpinion(line.stance, asked["words"])
            self.chat.residents.give(
                campaign, self.participant, self._unit(campaign), node, given, min(self.message.at, self.now)
            )
            self._keep(campaign.id, node, "", self._trace())
        link = f"{self.chat.public_url}/gop-y/{campaign.id}"
        return texts.CHAT_SENT.format(label=text.label(node), stance=line.stance.label, link=link)

    def _open(self) -> list[Campaign]:
        """Return the consultations that ask the account's residents now, newest first."""
        at = min(self.message.at, self.now)
        return [
            campaign
            for campaign in self.chat.campaigns.public(CampaignKind.CONSULTATION)
            if campaign.phase(at) is Phase.OPEN and is_within(self.account.unit_path, campaign.unit_path)
        ]

    def _unit(self, campaign: Campaign) -> str:
        """Return where they live: as they have said before, else the account's commune; empty: unknown."""
        own = self.chat.residents.own(campaign, self.participant) if self.participant else {}
        said = next((each.unit_path for each in own.values()), "")
        path = self.account.unit_path
        return said or (path if is_lowest(path) else "")

    def _asked(self) -> Row | None:
        if self.participant is None:
            return None
        return self.chat.campaigns.table.get(*asking_key(self.participant.id))

    def _trace(self) -> str:
        """Return a name of the message from which nobody finds the message, and so the conversation."""
        return trace_of(self.chat.secret(), self.message.message_id)

    def _keep(self, campaign_id: str, node: str, words: str, trace: str) -> None:
        if self.participant is None:
            raise NotFound
        partition, sort = asking_key(self.participant.id)
        row = {"campaign": campaign_id, "node": node, "words": words, "trace": trace}
        self.chat.campaigns.table.put({"partition": partition, "sort": sort, **row})


def _said(words: str) -> EffectResult:
    return EffectResult((Reply(words),))
