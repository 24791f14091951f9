"""Recordings of opinions: kept apart from their conversation, listened to, written down by a person.

    opinions/CAMPAIGN/NAME     in the bucket of residents' files; expires after `RECORDING_KEPT`

The name is made of a secret: nobody finds the message from it. That somebody listens is noted by the page.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.officers.model import Officer
from loa.participation.campaigns.access import require_writing
from loa.participation.campaigns.model import Campaign
from loa.participation.campaigns.texts import CHANGED_MEANWHILE
from loa.participation.consultations.desk import ConsultationDesk
from loa.participation.consultations.rows import opinion_of, recording_row
from loa.participation.consultations.rules import texts
from loa.participation.consultations.rules.model import SpokenLanguage, Stance
from loa.participation.consultations.rules.opinions import Opinion
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Put, Row
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.zalo.media.files import FileLost
from loa.residents.attachments.files import recognised
from loa.residents.attachments.service import Fetch

RECORDING_KEPT: Final = timedelta(days=730)
"""As the bucket's rule says: longer than a consultation is open, and answered."""
LARGEST: Final = 5 * 1024 * 1024
"""Bytes: five minutes of speech, as telephones record it, have a tenth of it."""
LINK_SECONDS: Final = 300

_PICTURES: Final = re.compile(rb"hdlr.{8}vide", re.DOTALL)
"""The handler of a track with pictures (ISO/IEC 14496-12, 8.4.3)."""


@dataclass(frozen=True, slots=True)
class RecordingKeeper:
    """Takes recordings out of the chat.

    Attributes:
        bucket: of residents' files.
        fetch: gets them from Zalo.
    """

    bucket: Bucket
    fetch: Fetch

    def fetched(self, campaign_id: str, name: str, url: str) -> "FetchedRecording":
        """Return a recording that is not kept yet; the same name always has the same key.

        Raises:
            FileLost: it cannot be had, or is no sound.
            Busy: its host did not answer.
        """
        content = self.fetch(url, limit=LARGEST)
        kind = recognised(content)
        is_sound = kind.media_type == "video/mp4" and not _PICTURES.search(content)  # some phones record so
        if not kind.media_type.startswith("audio/") and not is_sound:
            raise FileLost("address")
        return FetchedRecording(f"opinions/{campaign_id}/{name}.{kind.ending}", content, kind.media_type)

    def keep(self, recording: "FetchedRecording") -> None:
        """Keep a recording before an opinion names it; safe to repeat. One that none names expires."""
        self.bucket.put(recording.key, recording.content, recording.media_type)

    def drop(self, recording: "FetchedRecording") -> None:
        """Erase a recording that no opinion may name; safe to repeat."""
        self.bucket.delete(recording.key)


@dataclass(frozen=True, slots=True)
class FetchedRecording:
    """A recording on its way from Zalo to the bucket."""

    key: str
    content: bytes = field(repr=False)
    media_type: str


@dataclass(frozen=True, slots=True)
class SpokenOpinion:
    """An opinion that was spoken, as it is now.

    Attributes:
        campaign: about which it was given.
        said: the opinion.
        row: in which it is kept.
    """

    campaign: Campaign
    said: Opinion
    row: Row = field(repr=False)


@dataclass(frozen=True, slots=True)
class ListeningDesk:
    """Use cases of officers who listen.

    Attributes:
        desk: the rest of their work.
        bucket: of residents' files.
    """

    desk: ConsultationDesk
    bucket: Bucket

    def spoken(self, officer: Officer, campaign_id: str, name: str) -> SpokenOpinion:
        """Return an opinion that was spoken, by the name in its address: SHARD-RECEIPT.

        Raises:
            NotFound: there is none of that name, nothing was spoken, or nobody is to hear it.
            NotAllowed: as in `require_writing`: a voice tells more than its words.
        """
        campaign = self.desk.owned(officer, campaign_id)
        require_writing(officer, campaign.unit_path)
        shard, _, receipt = name.partition("-")
        if shard not in {str(each) for each in range(campaign.shards)}:
            raise NotFound
        row = self.desk.store.row_of(campaign, int(shard), receipt)
        if row is None or not row.get("recording"):
            raise NotFound
        said = opinion_of(campaign.id, row)
        if said.aside and said.aside.hides:
            raise NotFound
        return SpokenOpinion(campaign, said, row)

    def link(self, said: Opinion, number: int) -> str:
        """Return a link to the n-th recording of an opinion, from 1; it works for five minutes.

        Raises:
            NotFound: there is none.
        """
        if said.recording is None or not 1 <= number <= len(said.recording.files):
            raise NotFound
        key = said.recording.files[number - 1]
        name = f"{said.receipt}-{number}.{key.rpartition('.')[2]}"
        return self.bucket.link(key, expires_seconds=LINK_SECONDS, file_name=name)

    def write_down(
        self,
        officer: Officer,
        spoken: SpokenOpinion,
        *,
        heard: int,
        language: SpokenLanguage,
        words: str,
        stance: Stance | None,
    ) -> None:
        """Write down what was spoken; again, it replaces what was written.

        Args:
            officer: who has listened.
            spoken: the opinion.
            heard: to how many recordings.
            language: in which they were spoken.
            words: what they say, in Vietnamese.
            stance: what the speaker thinks, as it is heard; counts only if they have not said it otherwise.

        Raises:
            InvalidInput: the words are missing.
            Conflict: another recording has come meanwhile, or the result is public.
        """
        if not words:
            raise InvalidInput(texts.OPINION_MISSING, fields={"words": texts.HEAR_FIRST})
        campaign = self.desk.working(officer, spoken.campaign.id)
        row, said = spoken.row, spoken.said
        if said.recording is None or len(said.recording.files) != heard:
            raise Conflict(texts.RECORDED_MEANWHILE)
        after = replace(said.recording, heard=heard, words=words, language=language)
        kept = said.stance if said.recording.is_stated or stance is None else stance
        changed = {
            **row,
            "recording": recording_row(after),
            "stance": kept.value,
            "theme": "",  # a group is chosen by the words
            "aside": "",
            "before": [*row["before"], {"spoken": said.recording.words, "on": row["on"]}]
            if said.recording.words
            else row["before"],
            "written_by": officer.id,
            "version": row["version"] + 1,
        }
        # Whoever writes down what others said has a hand in the result, like whoever answers.
        self.desk.campaigns.turn(campaign, campaign.with_content(campaign.content, officer.id))
        store, person = self.desk.store, row["sort"].partition("#")[0]
        moved = {said.stance.value: -1, kept.value: 1}
        counted = [store.counting(campaign.id, person, said.node, moved)] if kept is not said.stance else []
        try:
            commit([Put(store.table, changed, only_if=Attr("version").eq(row["version"])), *counted])
        except ConditionFailed as failed:
            raise Conflict(CHANGED_MEANWHILE) from failed


def unheard(said: Iterable[Opinion]) -> int:
    """Return how many opinions somebody has still to listen to."""
    return sum(each.is_unheard for each in said)
