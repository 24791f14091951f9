"""A look at the entries that lead, on both engines: wherever it is stopped, it ends with the same signals."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from loa import clock
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState
from loa.participation.campaigns.store import EntryStore
from loa.participation.contests.draw import looking
from loa.participation.contests.draw.looking import LookService
from loa.participation.contests.marking import MarkService
from loa.participation.contests.reviews import ReviewStore
from loa.participation.contests.rules.lot import RankedEntry
from loa.participation.contests.rules.model import ContestRound, RoundState
from loa.participation.contests.rules.sheets import SheetQuestion
from loa.participation.contests.rules.signals import SeenEntry, SignalKind
from loa.participation.contests.store import KeyEntry, KeyStore, SheetStore
from loa.platform.aws.dynamodb.tables import Page, Row, Table, Write
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable
from tests.worlds.fakes import Killed

NOON = datetime(2026, 12, 1, 5, tzinfo=UTC)
CAMPAIGN = Campaign(
    "contest",
    CampaignKind.CONTEST,
    "40",
    "Cuộc thi",
    "",
    NOON,
    NOON + timedelta(hours=1),
    (),
    CampaignState.PUBLISHED,
    shards=3,
)
ROUND = ContestRound(1, NOON, NOON, 2, 20, 2, 1, "Xổ số", (), RoundState.DRAWN, "seal")
PAGES = 12
"""Three partitions of seventeen rows, five to a page."""


type Happens = Callable[[LookService, list[Write]], None]


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let a page hold five rows; return which partitions were read."""
    read: list[str] = []
    whole = Table.page

    def small(
        table: Table, partition: str, *, start: Row | None, consistent: bool, only: Sequence[str]
    ) -> Page:
        read.append(partition)
        return whole(table, partition, start=start, consistent=consistent, only=only, limit=5)

    monkeypatch.setattr(Table, "page", small)
    return read


@pytest.fixture
def look(table: OpenTable) -> LookService:
    """A round of 48 entries, 17 of each partition with one that was never handed in."""
    rows, keys = table("Participation"), KeyStore(table("AnswerKeys"))
    questions = tuple(SheetQuestion(name, name, ("a", "b"), (0, 1)) for name in ("q1", "q2"))
    SheetStore(rows).save("seal", [questions])
    keys.seal("seal", {name: KeyEntry(0, "", "", "") for name in ("q1", "q2")}, "seed")
    rows.put_all(_entries())
    return LookService(EntryStore(rows), MarkService(rows, keys))


def _entries() -> Iterator[Row]:
    for number in range(48):
        alike = number % 2 == 0
        yield {
            "partition": f"entry#contest#1#{number % 3}",
            "sort": f"{number:032x}",
            "receipt": f"R{number:02d}",
            "unit_path": "40.1" if alike else "40.2",
            "best_prediction": 300,
            "best_at": clock.to_text(NOON + timedelta(seconds=number if alike else 60 * number)),
            "best_seconds": 1 if number == 7 else 90,
            "best_sheet": 0,
            "best_answers": [0, 1] if alike else [0, 0],
            "best_score": 1 if alike else 2,
        }
    for shard in range(3):
        yield {"partition": f"entry#contest#1#{shard}", "sort": "f" * 32, "receipt": "none"}


def begin(look: LookService, drawn: Campaign = CAMPAIGN, leading: tuple[str, ...] = ("R07", "R10")) -> None:
    """Begin a look at the entries that lead."""
    rows = {each["receipt"]: each for each in _entries()}
    leaders = [RankedEntry(each, 1, 300, rows[each]["unit_path"], rows[each]) for each in leading]
    commit([look.beginning(drawn, 1, leaders)])


def seen(look: LookService) -> list[SeenEntry]:
    """Return what the last look that ended saw."""
    return ReviewStore(look.entries.table).seen("contest", 1)


def one_page(look: LookService) -> None:
    """Read a page; then the time is over."""
    turns = iter([True, False])
    look.go_on(CAMPAIGN, ROUND, lambda: next(turns))


def is_killed_before(look: LookService, _writes: list[Write]) -> None:
    """Die before what was counted is written; the next process reads the page again."""
    one_page(look)
    raise Killed


def is_killed_after(_look: LookService, writes: list[Write]) -> None:
    """Die just after what was counted is written."""
    commit(writes)
    raise Killed


def is_overtaken(look: LookService, writes: list[Write]) -> None:
    """Write what was counted after another process has read the same page."""
    one_page(look)
    commit(writes)


@pytest.mark.parametrize("happens", [is_killed_before, is_killed_after, is_overtaken])
def test_a_look__disturbed_at_every_page__sees_the_same(
    look: LookService, monkeypatch: pytest.MonkeyPatch, pages: list[str], happens: Happens
) -> None:
    begin(look)
    assert look.go_on(CAMPAIGN, ROUND, lambda: True) == 48
    assert len(pages) == PAGES, "each page is read once"
    undisturbed = seen(look)
    fast, alike = undisturbed
    assert [each.kind for each in fast.signals] == [SignalKind.FAST]
    assert [(each.kind, each.count, each.of) for each in alike.signals] == [(SignalKind.ALIKE, 24, 1)]

    begin(look)
    commit([ReviewStore(look.entries.table).noting("contest", 1, [])])
    for page in range(PAGES):
        assert ReviewStore(look.entries.table).looked("contest", 1) is not None
        assert not seen(look), f"nothing is noted after {page} pages"
        with monkeypatch.context() as patch:
            first = iter([partial(happens, look)])
            patch.setattr(looking, "commit", lambda writes, first=first: next(first, commit)(writes))
            with suppress(Killed):
                one_page(look)
    assert ReviewStore(look.entries.table).looked("contest", 1) is None
    assert seen(look) == undisturbed
    assert look.go_on(CAMPAIGN, ROUND, lambda: True) == 0


def test_a_look__of_an_earlier_draw__ends_without_a_word(
    look: LookService, monkeypatch: pytest.MonkeyPatch, pages: list[str]
) -> None:
    begin(look)
    one_page(look)

    def drawn_again(writes: list[Write]) -> None:
        begin(look, replace(CAMPAIGN, version=2), ("R07",))
        commit(writes)

    with monkeypatch.context() as patch:
        patch.setattr(looking, "commit", drawn_again)
        assert look.go_on(CAMPAIGN, ROUND, lambda: True) == 0
    assert ReviewStore(look.entries.table).looked("contest", 1) == 0
    assert look.go_on(CAMPAIGN, ROUND, lambda: True) == 48
    assert [each.entry.receipt for each in seen(look)] == ["R07"]
    assert len(pages) == 2 + PAGES


def test_whose_data_is_erased_while_the_lot_is_drawn__leads_no_look(look: LookService) -> None:
    gone = RankedEntry("R07", 2, 300, "40.2", {"partition": "entry#contest#1#1", "sort": "erased"})
    commit([look.beginning(CAMPAIGN, 1, [gone])])
    assert look.go_on(CAMPAIGN, ROUND, lambda: True) == 48
    assert not seen(look)
