"""An opinion that denounces somebody: its words leave for whoever settles denunciations.

It stays counted. The words are sealed as those from the chat are (`casework.denunciations`), in the same
transaction that takes them out of the opinion, so they are never in two places and never in none. What was
spoken has been written down by then, and is deleted: the row names the files until they are.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa.casework.denunciations.model import SealedKind
from loa.casework.denunciations.work.intake import DenunciationIntake, sealed
from loa.errors import Conflict
from loa.foundation.officers.model import Officer
from loa.foundation.units.model import province_of
from loa.participation.campaigns.model import Campaign
from loa.participation.campaigns.texts import CHANGED_MEANWHILE
from loa.participation.consultations.desk import ConsultationDesk
from loa.participation.consultations.rows import as_seen
from loa.participation.consultations.rules import texts
from loa.participation.consultations.rules.model import SetAside
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import ConditionFailed, Put, Row
from loa.platform.aws.dynamodb.transactions import commit

_BUNDLE_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class SealingDesk:
    """Use cases of officers.

    Attributes:
        desk: the rest of their work.
        intake: where words are sealed; nothing is read there.
        bucket: of residents' files.
    """

    desk: ConsultationDesk
    intake: DenunciationIntake
    bucket: Bucket

    def seal(self, officer: Officer, campaign_id: str, receipts: Sequence[str], now: datetime) -> None:
        """Hand the words of opinions to whoever settles denunciations. Safe to repeat, and to stop anywhere.

        Raises:
            InvalidInput, NotFound: as `ConsultationDesk.chosen` does.
            Conflict: the result is public, or somebody else has just changed one.
        """
        campaign = self.desk.working(officer, campaign_id)
        rows = self.desk.chosen(campaign, receipts, sealed=True)
        self.desk.change(campaign)
        for row in rows:
            is_sealed = row["aside"] == SetAside.DENUNCIATION.value
            self._silence(row if is_sealed else self._seal(campaign, row, now))

    def _silence(self, row: Row) -> None:
        """Delete what was spoken; the row names it until then, so that a second press finds it."""
        recording = row.get("recording") or {}
        for key in recording.get("files", ()):
            self.bucket.delete(key)
        if recording:
            self.desk.store.mark(row, {"recording": {}})

    def _seal(self, campaign: Campaign, row: Row, now: datetime) -> Row:
        recording = row.get("recording") or {}
        said = [each for each in (row["words"], row.get("wording"), recording.get("words")) if each]
        emptied = {
            **row,
            "words": "",
            **({"wording": "", "before": []} if "wording" in row else {}),
            **({"recording": {**recording, "words": ""}} if recording else {}),
            **({"trail": [_wordless(each) for each in row["trail"]]} if "trail" in row else {}),
            "theme": "",
            "aside": SetAside.DENUNCIATION.value,
            "version": int(row.get("version", 0)) + 1,
        }
        head = texts.SEALED_HEAD.format(
            title=campaign.title, label=self.desk.present(campaign).label(row["node"])
        )
        left = sealed(
            "\n".join([head, *said]),
            SealedKind.DONE,
            bundle=secrets.token_hex(_BUNDLE_BYTES),
            province=province_of(campaign.unit_path),
            about_path=campaign.unit_path,
            since=now,
            at=now,
            desk=self.intake,
        )
        try:
            commit([Put(self.desk.store.table, emptied, only_if=as_seen(row)), *([left] if said else [])])
        except ConditionFailed as failed:
            raise Conflict(CHANGED_MEANWHILE) from failed
        return emptied


def _wordless(change: Row) -> Row:
    kept = {name: value for name, value in change["before"].items() if name != "words"}
    return {**change, "before": kept}
