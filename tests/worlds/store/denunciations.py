"""A table of denunciations, and what people do there."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import pytest

from loa.casework.denunciations.deadlines import RULES
from loa.casework.denunciations.model import (
    Denunciation,
    DenunciationStep,
    Receipt,
    SealedKind,
    Statement,
    StepFacts,
)
from loa.casework.denunciations.rows.rows import chat_key
from loa.casework.denunciations.rows.store import DenunciationStore
from loa.casework.denunciations.work import intake
from loa.casework.denunciations.work.files import EvidenceFiles
from loa.casework.denunciations.work.intake import DenunciationIntake
from loa.casework.denunciations.work.service import DenunciationService
from loa.foundation.officers.model import Officer, Role
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.working_time.model import WorkingCalendar
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable
from tests.worlds.fakes import FakeFiles

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
COMMUNE, PROVINCE = "40.16681", "40"
SAID = Statement(what="Ông A nhận tiền của dân", who="Ông A", name="MARKED-NAME", address="Xóm 5")


def investigator(path: str) -> Officer:
    """Who may see what a unit has."""
    return Officer(f"investigator-{path}", "Vũ Văn X", path, frozenset({Role.INVESTIGATOR}))


class Place:
    """A table of denunciations and what happens there."""

    def __init__(self, table: OpenTable) -> None:
        self.store = DenunciationStore(table("Confidential"))
        self.statistics = StatisticsStore(table("Statistics"))
        self.bucket = FakeFiles()
        self.files = EvidenceFiles(self.store.table, self.bucket)  # type: ignore[arg-type] # as a bucket
        self.registry = DenunciationService(self.store, self.files, self.statistics, WorkingCalendar(), RULES)

    def sealed(
        self,
        words: str = "tôi muốn tố cáo ông A",
        *,
        at: datetime = NOW,
        about: str = COMMUNE,
        bundle: str = "",
        kind: SealedKind = SealedKind.SAID,
        since: datetime = NOW,
        files: Sequence[Mapping[str, str]] = (),
    ) -> str:
        """Somebody wrote this in the chat; the key of the bundle."""
        bundle = bundle or secrets.token_urlsafe(20)
        desk_of_inbox = DenunciationIntake(self.store, "https://loa.example.vn")
        action = intake.sealed(
            words,
            kind,
            bundle=bundle,
            province=PROVINCE,
            about_path=about,
            since=since,
            at=at,
            desk=desk_of_inbox,
            files=files,
        )
        commit([action])
        return bundle

    def sent(self, key: str = "", said: Statement = SAID, at: datetime = NOW) -> Receipt:
        return self.registry.at(at).submit(key, said, province=PROVINCE)

    def taken_over(self, bundle: str, at: datetime = NOW) -> bool:
        return self.registry.at(at).take_over(chat_key(bundle))

    def opened(self, path: str = COMMUNE) -> Denunciation:
        """A denunciation that a unit has: sent by the page, or written to an account of the unit below."""
        if path == PROVINCE:
            self.sent()
        else:
            bundle = self.sealed(about=f"{path}.1")
            self.sealed("", bundle=bundle, about=f"{path}.1", kind=SealedKind.DONE)
            assert self.taken_over(bundle)
        return self.heads(path)[0]

    def heads(self, path: str) -> list[Denunciation]:
        return self.store.listed(path, limit=100, start=None).heads

    def step(
        self, head: Denunciation, step: DenunciationStep, facts: StepFacts | None = None, at: datetime = NOW
    ) -> Denunciation:
        return self.registry.at(at).step(
            investigator(head.unit_path),
            head.id,
            step,
            facts or StepFacts(text="x", reason="x", legal_ground="x", body="x", reference="x"),
            expected_version=head.version,
        )

    def counted(self) -> dict[str, int]:
        found = self.statistics.activity(PROVINCE, date(2026, 11, 1), date(2026, 12, 31))
        return {path: counts[Metric.CASES_DENUNCIATION] for path, counts in found.items()}


ON_THE_REAL_ENGINE = pytest.mark.parametrize(
    "table", [pytest.param("dynamodb-local", marks=pytest.mark.enable_socket)], indirect=True
)
"""moto keeps no other out of a transaction, and copies its tables for each."""
