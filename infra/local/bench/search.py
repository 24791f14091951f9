"""How long a search takes in a warm process, among 20,000 made-up items, beside the bare question to FTS5.

Processor time, which other programs on the machine disturb least. The questions are one to four syllables in
a row from the items, two thirds without marks, a third within one unit.
"""

import random
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from infra.local.bench.figures import Figure
from infra.local.bench.made_up_items import items
from infra.units.load import read_units
from loa.clock import local_day
from loa.foundation.units.model import existing_on
from loa.publishing.search.index import IndexWriter, SearchIndex
from loa.publishing.search.model import SearchEntry, SearchQuery
from loa.publishing.search.words import all_of, folded, words

ITEMS: Final = 20_000
QUESTIONS: Final = 370
BUDGET_MILLISECONDS: Final = 150.0
OVER_FLOOR: Final = 3.0


def measure() -> list[Figure]:
    """The 95th percentile, the ratio of medians to the floor, and what building took."""
    now = datetime.now(UTC)
    units = [unit.path for unit in existing_on(read_units(), local_day(now))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.sqlite"
        made = list(items(ITEMS, units))
        began = time.process_time()
        writer = IndexWriter.create(path)
        for entry in made:
            writer.put(entry, "")
        writer.optimise()
        writer.close()
        building = time.process_time() - began
        questions = _questions(made, units)
        index = SearchIndex(path)
        taken, bare = [], []
        with closing(sqlite3.connect(path)) as base:
            for question in questions:
                bare.append(_bare(base, question))
                began = time.process_time()
                index.search(question, now)
                taken.append((time.process_time() - began) * 1000)
        megabytes = path.stat().st_size / 1e6
        index.close()
    note = f"{ITEMS} items of 2 KB, {QUESTIONS} questions, highlights included"
    return [
        Figure("search.p95", _percentile(taken, 95), "ms", budget=BUDGET_MILLISECONDS, note=note),
        Figure(
            "search.p50",
            _percentile(taken, 50),
            "ms",
            floor=_percentile(bare, 50),
            budget=OVER_FLOOR,
            note="floor: the bare question to FTS5, ten rows",
        ),
        Figure("search.file", megabytes, "MB"),
        Figure("search.building", building, "s"),
    ]


def _questions(made: list[SearchEntry], units: list[str]) -> list[SearchQuery]:
    chance = random.Random(7)  # noqa: S311 - repeatable, no secret
    found = []
    for _ in range(QUESTIONS):
        typed = chance.choice(made).text.replace(".", "").split()
        size = chance.randint(1, 4)
        start = chance.randrange(len(typed) - size)
        text = " ".join(typed[start : start + size])
        text = folded(text) if chance.random() < 2 / 3 else text
        found.append(SearchQuery(text, chance.choice(units) if chance.random() < 1 / 3 else ""))
    return found


def _bare(base: sqlite3.Connection, question: SearchQuery) -> float:
    """Milliseconds of the question to FTS5 alone."""
    began = time.process_time()
    base.execute(
        "SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank LIMIT 10", (all_of(words(question.text)),)
    ).fetchall()
    return (time.process_time() - began) * 1000


def _percentile(values: list[float], percent: int) -> float:
    return sorted(values)[len(values) * percent // 100]
