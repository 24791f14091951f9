"""The draw of a lot, on both engines: wherever it is stopped, the same entries win."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState
from loa.participation.campaigns.store import EntryStore
from loa.participation.contests.draw import drawing
from loa.participation.contests.draw.drawing import DrawnLot, DrawService
from loa.participation.contests.marking import MarkService
from loa.participation.contests.reviews import ReviewStore
from loa.participation.contests.rules.lot import RankedEntry, winners
from loa.participation.contests.rules.model import ContestRound, RoundState
from loa.participation.contests.store import KeyEntry, KeyStore
from loa.platform.aws.dynamodb.tables import Page, Row, Table
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable

NOON = datetime(2026, 12, 1, 5, tzinfo=UTC)
CAMPAIGN = Campaign(
    "contest", CampaignKind.CONTEST, "40", "Cuộc thi", "", NOON, NOON + timedelta(hours=1), (),
    CampaignState.PUBLISHED, shards=3,
)  # fmt: skip
ROUND = ContestRound(
    1, NOON, NOON, 2, 20, 2, 3, "Xổ số", (), RoundState.DRAWING, "seal", public_value="48213"
)
PAGES = 12
"""Three partitions of seventeen rows, five to a page, are read in as many; and all that twice."""
ENTRIES = 48


class Killed(Exception):  # noqa: N818 - it is no error of the draw
    """The process ends here."""


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let a page hold five rows; return which partitions were read."""
    read: list[str] = []
    whole = Table.page

    def small(table: Table, partition: str, **more: Any) -> Page:
        if not partition.startswith("entry#"):
            return whole(table, partition, **more)
        read.append(partition)
        return whole(table, partition, **more, limit=5)

    monkeypatch.setattr(Table, "page", small)
    return read


@pytest.fixture
def draw(table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> DrawService:
    """A round of which ten lead: 48 entries, 17 of each partition with one that was never handed in."""
    monkeypatch.setattr(drawing, "LEADERS", 10)
    rows, keys = table("Participation"), KeyStore(table("AnswerKeys"))
    keys.seal("seal", {"q1": KeyEntry(0, "", "", "")}, "seed")
    rows.put_all(_entries())
    return DrawService(EntryStore(rows), MarkService(rows, keys), keys)


def _entries() -> Iterator[Row]:
    for number in range(ENTRIES):
        yield {
            "partition": f"entry#contest#1#{number % 3}",
            "sort": f"{number:032x}",
            "receipt": f"R{number:02d}",
            "unit_path": f"40.{number % 2}",
            "known": number % 8 != 0,
            "adult": True,
            "best_prediction": 20 + number % 5,
            "best_score": number % 3,
        }
    for shard in range(3):
        yield {"partition": f"entry#contest#1#{shard}", "sort": "f" * 32, "receipt": "none"}


def leading(draw: DrawService, rows: Sequence[Row]) -> list[str]:
    """Who leads if everything is looked at at once."""
    may_win = [each for each in rows if each.get("known")]
    entries = [RankedEntry(each["receipt"], each["best_score"], each["best_prediction"]) for each in may_win]
    perfect = sum(each.score == ROUND.per_sheet for each in entries)
    seed = draw.keys.seed("seal")
    best = winners(entries, perfect=perfect, prizes=10, seed=seed, value=ROUND.public_value)
    return [each.receipt for each in best]


def one_page(draw: DrawService) -> DrawnLot | None:
    """Read a page; then the time is over."""
    turns = iter([True])
    return draw.go_on(CAMPAIGN, ROUND, lambda: next(turns, False))


def receipts(lot: DrawnLot | None) -> list[str]:
    assert lot
    return [each.receipt for each in lot.leaders]


def test_a_draw__uninterrupted__finds_who_leads_and_counts_units(draw: DrawService, pages: list[str]) -> None:
    lot = draw.go_on(CAMPAIGN, ROUND, lambda: True)
    assert receipts(lot) == leading(draw, list(_entries()))
    assert lot
    assert (lot.perfect, lot.persons.total(), lot.scores.total()) == (14, 42, 42)
    assert len(pages) == 2 * PAGES
    assert draw.go_on(CAMPAIGN, ROUND, lambda: True) == lot, "asked again, nothing is read"
    assert len(pages) == 2 * PAGES
    assert ReviewStore(draw.entries.table).of("contest", 1) == {}, "a draw is no review"
    commit([draw.ending(CAMPAIGN, 1)])
    assert draw.go_on(CAMPAIGN, ROUND, lambda: True) == lot


type Happens = Callable[[DrawService, Callable[[], None]], None]


def is_killed_before(_draw: DrawService, _write: Callable[[], None]) -> None:
    """Die before what was counted is written."""
    raise Killed


def is_killed_after(_draw: DrawService, write: Callable[[], None]) -> None:
    """Die just after it is written."""
    write()
    raise Killed


def is_overtaken(draw: DrawService, write: Callable[[], None]) -> None:
    """Write what was counted after another process has read the same page."""
    one_page(draw)
    write()


@pytest.mark.parametrize("happens", [is_killed_before, is_killed_after, is_overtaken])
def test_a_draw__disturbed_at_every_page__gives_the_same(
    draw: DrawService, monkeypatch: pytest.MonkeyPatch, pages: list[str], happens: Happens
) -> None:
    put, wrote = Table.put, 0
    for _ in range(2 * PAGES):
        with monkeypatch.context() as patch:
            first = iter([True])

            def disturbed(table: Table, row: Row, *, first: Iterator[bool] = first, **more: object) -> None:
                if next(first, False):
                    happens(draw, lambda: put(table, row, **more))  # type: ignore[arg-type]
                else:
                    put(table, row, **more)  # type: ignore[arg-type]

            patch.setattr(Table, "put", disturbed)
            with suppress(Killed):
                one_page(draw)
            wrote += 1
        if happens is is_killed_before:
            one_page(draw)
    assert len(pages) >= wrote
    assert receipts(draw.go_on(CAMPAIGN, ROUND, lambda: True)) == leading(draw, list(_entries()))


@pytest.mark.parametrize("at", range(2 * PAGES))
def test_an_entry_erased_while_the_lot_is_drawn__counts_once(
    draw: DrawService, pages: list[str], at: int
) -> None:
    for _ in range(at):
        assert one_page(draw) is None
    (row, *_) = [each for each in _entries() if each["receipt"] == "R01"]
    draw.entries.table.put({**row, "sort": "gone#1"})
    draw.entries.table.delete(row["partition"], row["sort"])
    lot = draw.go_on(CAMPAIGN, ROUND, lambda: True)
    assert receipts(lot) == leading(draw, list(_entries()))
    assert lot
    assert lot.persons.total() == 42
    assert len(pages) >= 2 * PAGES


def test_two_entries_erased__one_in_each_reading__begin_the_draw_anew(
    draw: DrawService, pages: list[str]
) -> None:
    """One is met twice in the first reading, another in the second: as many entries, but not the same."""
    rows = {each["receipt"]: each for each in _entries()}

    def erase(receipt: str, name: str) -> None:
        draw.entries.table.put({**rows[receipt], "sort": name})
        draw.entries.table.delete(rows[receipt]["partition"], rows[receipt]["sort"])

    one_page(draw)
    erase("R03", "gone#1")  # read already, met again at the end of its partition
    while len(pages) < PAGES + 1:
        one_page(draw)
    erase("R06", "gone#2")
    lot = draw.go_on(CAMPAIGN, ROUND, lambda: True)
    assert receipts(lot) == leading(draw, list(_entries()))
    assert lot
    assert lot.persons.total() == 42
    assert len(set(receipts(lot))) == 10


def test_a_round_that_changed__is_drawn_anew(draw: DrawService, pages: list[str]) -> None:
    for _ in range(PAGES + 3):
        one_page(draw)
    other = replace(ROUND, public_value="90001")
    again = draw.go_on(CAMPAIGN, other, lambda: True)
    assert len(pages) == PAGES + 3 + 2 * PAGES
    commit([draw.ending(CAMPAIGN, 1)])
    assert draw.go_on(CAMPAIGN, other, lambda: True) == again
