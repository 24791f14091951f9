"""Made-up items of a library: as many as wanted, always the same, with words as frequent as in real texts.

Syllables are put together as in Vietnamese (onset, rime, tone) and drawn by Zipf's law. Titles, numbers of
documents and the length of bodies are those of a commune's news.
"""

import itertools
import random
import unicodedata
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from loa.publishing.search.model import SearchEntry

FIRST_DAY: Final = datetime(2022, 1, 3, 2, tzinfo=UTC)
DAYS: Final = 1_700
BODY: Final = (180, 620)
"""Syllables: 2 KB of text on average."""

_ONSETS: Final = ("", *"b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x".split())  # noqa: SIM905
_RIMES: Final = (  # noqa: SIM905 - easier to read
    "a ai am an ang anh ao au ay ac at ach ap ăm ăn ăng ăc ăt âm ân âng âu ây âc ât ê êm ên ênh êu êt êch "
    "e em en eo ec et i im in inh iu ich it iên iêm iêu iêt o oi om on ong oc ot oa oan oang oai ô ôi ôm ôn "
    "ông ôc ôt ơ ơi ơm ơn ơt u ui um un ung uc ut uôi uôn uông uôc uy uyên uyêt uân uê ư ưa ưi ưng ưc ươi "
    "ương ươc ươt ưu"
).split()
_TONES: Final = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
_VOWELS: Final = "aeiouy"
SECTIONS: Final = (
    "local_news",
    "policy",
    "guidance",
    "province",
    "activities",
    "bulletin",
    "notices",
    "handbook",
)


def _syllables() -> list[str]:
    """About 6,500, in a shuffled order that stands for their frequency."""
    made = []
    for onset, rime, tone in itertools.product(_ONSETS, _RIMES, _TONES):
        if rime[-1] in "ctp" and tone not in {"\u0301", "\u0323"}:
            continue
        shaped = [number for number, letter in enumerate(rime) if letter in "ăâêôơư"]
        place = shaped[-1] if shaped else next(i for i, letter in enumerate(rime) if letter in _VOWELS)
        made.append(unicodedata.normalize("NFC", onset + rime[: place + 1] + tone + rime[place + 1 :]))
    chosen = list(dict.fromkeys(made))
    random.Random(40).shuffle(chosen)  # noqa: S311 - repeatable, no secret
    return chosen[:6_500]


SYLLABLES: Final = _syllables()
_WEIGHTS: Final = list(itertools.accumulate(1 / rank for rank in range(1, len(SYLLABLES) + 1)))


@dataclass(frozen=True, slots=True)
class Writer:
    """Draws words."""

    chance: random.Random

    def words(self, count: int) -> str:
        """So many syllables, with a full stop now and then."""
        drawn = (SYLLABLES[bisect(_WEIGHTS, self.chance.random() * _WEIGHTS[-1])] for _ in range(count))
        return " ".join(word + ("." if self.chance.random() < 0.05 else "") for word in drawn)  # noqa: PLR2004


def items(count: int, unit_paths: list[str], *, seed: int = 40) -> Iterator[SearchEntry]:
    """So many items, spread over the units."""
    writer = Writer(chance := random.Random(seed))  # noqa: S311 - repeatable, no secret
    for number in range(count):
        at = FIRST_DAY + timedelta(days=chance.random() * DAYS)
        is_document = chance.random() < 0.2  # noqa: PLR2004
        title = writer.words(chance.randint(8, 16)).capitalize()
        yield SearchEntry(
            item_id=f"{(path := chance.choice(unit_paths))}~{number:022x}",
            version=1,
            unit_path=path,
            section=chance.choice(SECTIONS),
            kind="document" if is_document else "article",
            year=at.year,
            published_at=at,
            expires_at=None,
            title=title,
            number=f"{number % 900 + 1}/KH-MTTQ" if is_document else "",
            text=f"{title}\n{writer.words(chance.randint(*BODY))}",
        )
