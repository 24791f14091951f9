"""What taking part leaves of a person: entries under a name made of a secret, and where they took part.

While a campaign is open its entry stays, else one person could come twice. After it the entry loses its name:
what was counted stays counted, and a drawn lot can still be drawn again. Answers to surveys never had a name.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa.errors import NotAllowed, NotFound
from loa.participation.campaigns.model import Campaign, CampaignKind, Participant, Phase
from loa.participation.campaigns.passes import known_person
from loa.participation.campaigns.store import (
    CampaignStore,
    EntryStore,
    asking_key,
    claim_partition,
    forget_claim,
    objection_partition,
    shard_of,
    told_partition,
)
from loa.personal_data import Erased, ErasureMethod, FoundItem, Holding, Retained
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Delete, Put, Row
from loa.platform.aws.dynamodb.transactions import commit

HOLDINGS: Final = (
    Holding("ParticipationTable", "entries under names made of a secret", ErasureMethod.ERASED),
    Holding("AttachmentsBucket", "what they spoke of drafts", ErasureMethod.ERASED),
    Holding("AnswerKeysTable", "what is right in contests", ErasureMethod.NOBODY),
)
NAMELESS: Final = "gone#"
_CLAIM: Final = ("name", "phone", "note")
_WORDLESS: Final[Mapping[CampaignKind, Row]] = {
    CampaignKind.CONSULTATION: {"words": "", "wording": "", "calls": False, "before": [], "recording": {}},
}
"""What goes with the name: free words may say who wrote them. What they came to stays counted."""


@dataclass(frozen=True, slots=True)
class TakingPart:
    """Where residents took part.

    Attributes:
        campaigns, entries: the rows.
        secret: makes the names of persons.
        files: gives the bucket of what they spoke.
    """

    campaigns: CampaignStore
    entries: EntryStore
    secret: Callable[[], str]
    files: Callable[[], Bucket]

    def held(self, user_id: str) -> Iterator[FoundItem]:
        """Return where a user of Zalo took part, what they agreed to, and what they wrote."""
        return self.held_by(known_person(self.secret(), user_id).id)

    def held_by(self, person: str) -> Iterator[FoundItem]:
        """Return the same of somebody by the name in their pass."""
        for row in self.entries.of_person(person):
            campaign = self._campaign(row["sort"])
            if campaign is None:
                continue
            title = {"title": campaign.title}
            yield "participation", {**title, "purpose": row["purpose"], "agreed_on": row["agreed_on"]}
            part = int(row["sort"].partition("#")[2])
            of_kind = {CampaignKind.CONTEST: objection_partition(campaign.id, part)}
            where = of_kind.get(campaign.kind, self._partition(campaign, person, 0))
            for said in self.entries.table.rows(where, prefix=f"{person}#"):
                written = {name: said[name] for name in ("words", "wording") if said.get(name)}
                if spoken := said.get("recording"):
                    written |= {"spoken_on": spoken["sent_on"], "spoken": spoken["words"]}
                if written:
                    yield "participation", {**title, **written}
            claim = self._claim(campaign, person, part)
            if claim:
                yield "participation", {**title, **{name: claim[name] for name in _CLAIM if claim[name]}}

    def name_of(self, user_id: str) -> str:
        """Return the name under which a user of Zalo takes part."""
        return known_person(self.secret(), user_id).id

    def erase(self, person: str, now: datetime, enough: Callable[[], bool]) -> Erased:
        """Take a person, by that name, out of what is over; safe to repeat, and to stop anywhere."""
        return self._erase(
            person, enough, lambda campaign: campaign.phase(now) in {Phase.OPEN, Phase.SUSPENDED}
        )

    def erase_browser(self, participant: Participant) -> Erased:
        """Take a browser out of everything, at once: it could come again as somebody else in any case.

        Raises:
            NotAllowed: Zalo knows them, and a pass in a link may be in another hand.
        """
        if participant.is_known:
            raise NotAllowed
        return self._erase(participant.id, lambda: False, lambda _: False)

    def _erase(
        self, person: str, enough: Callable[[], bool], has_to_stay: Callable[[Campaign], bool]
    ) -> Erased:
        done = Erased()
        for row in self.entries.of_person(person):
            campaign, part = self._campaign(row["sort"]), int(row["sort"].partition("#")[2])
            if campaign and (claim := self._claim(campaign, person, part)):
                done += Erased(rows=forget_claim(self.entries.table, claim))
            if campaign and has_to_stay(campaign):
                done += Erased(kept=(Retained("participation", campaign.ends, campaign.title),))
                continue
            if enough():
                return done + Erased(complete=False)
            if campaign:
                done += self._unnamed(campaign, person, part)
                self.entries.table.delete(told_partition(campaign.id), person)
            self.entries.table.delete(row["partition"], row["sort"])
            done += Erased(rows=1)
        self.entries.table.delete(*asking_key(person))
        return done + self._erase_begun(person, enough, has_to_stay)

    def _erase_begun(
        self, person: str, enough: Callable[[], bool], has_to_stay: Callable[[Campaign], bool]
    ) -> Erased:
        """Take out tries that were begun and never handed in: nothing else says where they are."""
        done = Erased()
        for campaign in self.campaigns.all():
            if campaign.kind is not CampaignKind.CONTEST:
                continue
            for each in campaign.content.get("rounds", ()):
                if enough():
                    return done + Erased(complete=False)
                row = self.entries.find(campaign, person, int(each["number"]))
                if row is None or "best_score" in row:
                    continue  # what was handed in has its note, and was met above
                if has_to_stay(campaign):
                    done += Erased(kept=(Retained("participation", campaign.ends, campaign.title),))
                else:
                    self.entries.table.delete(row["partition"], row["sort"])
                    done += Erased(rows=1)
        return done

    def _unnamed(self, campaign: Campaign, person: str, part: int) -> Erased:
        table = self.entries.table
        partition = self._partition(campaign, person, part)
        changed = files = 0
        for row in list(table.rows(partition, prefix=person, consistent=True)):
            for key in row.get("recording", {}).get("files", ()):  # first: nothing else says where they are
                self.files().delete(key)
                files += 1
            nameless = {
                **row,
                "sort": f"{NAMELESS}{secrets.token_hex(16)}",
                **_WORDLESS.get(campaign.kind, {}),
            }
            left = [Put(table, nameless)] if campaign.kind is not CampaignKind.SURVEY else []
            commit([*left, Delete(table, partition, row["sort"])])
            changed += 1
        for row in list(table.rows(objection_partition(campaign.id, part), prefix=f"{person}#")):
            table.delete(row["partition"], row["sort"])
            changed += 1
        return Erased(rows=changed, files=files)

    def _claim(self, campaign: Campaign, person: str, part: int) -> Row | None:
        """Return how somebody can be reached who has won; None: they have written nothing, or not won."""
        entry = self.entries.find(campaign, person, part) if campaign.kind is CampaignKind.CONTEST else None
        if entry is None or not entry["known"]:
            return None
        found = self.entries.table.get(claim_partition(campaign.id, part), entry["receipt"])
        return found if found and "phone" in found else None

    @staticmethod
    def _partition(campaign: Campaign, person: str, part: int) -> str:
        return f"entry#{campaign.id}#{part}#{shard_of(person, campaign.shards)}"

    def _campaign(self, sort: str) -> Campaign | None:
        try:
            return self.campaigns.find(sort.partition("#")[0])
        except NotFound:
            return None
