"""Files of denouncers: copied once, tried for days; what cannot be had is said."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from loa.casework.denunciations.model import SealedKind
from loa.casework.denunciations.rows.rows import chat_key
from loa.casework.denunciations.work.files import TRIES, Evidence, EvidenceCopier, files_key
from loa.errors import Busy, NotFound
from loa.platform.zalo.media.files import FileLost, HostUnknown
from loa.residents.attachments.service import FileLimits
from tests.conftest import OpenTable
from tests.worlds.store.denunciations import COMMUNE, NOW, PROVINCE, Place, investigator

JPEG = b"\xff\xd8\xff\xe0" + bytes(100)
PICTURE = {"kind": "image", "url": "https://f1.zdn.vn/a.jpg"}
LETTER = {"kind": "file", "url": "https://f1.zdn.vn/b.pdf", "name": "../Đơn.exe"}
LATER = NOW + timedelta(hours=2)


class Files(Place):
    """Denunciations with files, a Zalo that answers what it is told to, and the worker."""

    def __init__(self, table: OpenTable) -> None:
        super().__init__(table)
        self.answers: dict[str, bytes | Exception] = {}
        self.asked: list[str] = []
        self.copier = EvidenceCopier(self.store.table, self.bucket, self.fetch, FileLimits(1000, 1000))  # type: ignore[arg-type] # as a bucket

    def fetch(self, url: str, *, limit: int) -> bytes:
        self.asked.append(url)
        answer = self.answers.get(url, JPEG)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def denounced(self, *files: Mapping[str, str], bundle: str = "", at: datetime = LATER) -> str:
        """Somebody denounced and sent files; the key of their bundle."""
        bundle = self.sealed("ông A nhận tiền", files=files, bundle=bundle)
        assert self.taken_over(bundle, at)
        return bundle

    def copies(self, at: datetime = LATER, *, pieces: int = 1000) -> Counter[str]:
        left = iter(range(pieces))
        counts, self.hosts = self.copier.copy_due(PROVINCE, at, enough=lambda: next(left, None) is None)
        return counts

    def seen(self) -> list[Evidence]:
        """What the investigator of the province is shown of the newest."""
        head = self.heads(PROVINCE)[0]
        return list(self.registry.at(LATER).opened(investigator(PROVINCE), head.id).files)

    def rows(self) -> list[dict[str, Any]]:
        return [
            row
            for head in self.heads(PROVINCE)
            for row in self.store.table.rows(files_key(head.id), consistent=True)
        ]


@pytest.fixture
def place(table: OpenTable) -> Files:
    return Files(table)


def test_files_are_copied_after_the_words_and_shown_by_a_short_link(place: Files) -> None:
    place.denounced(PICTURE, LETTER)
    assert [(one.link, one.failed) for one in place.seen()] == [("", ""), ("", "")], "waited for"
    assert place.copies() == {"kept": 2}
    picture, letter = place.seen()
    assert (picture.kind, picture.name, picture.media_type, picture.size) == (
        "image", "anh.jpg", "image/jpeg", len(JPEG),
    )  # fmt: skip
    assert "expires=300" in picture.link
    assert "inline=True" in picture.link
    assert letter.name.endswith(".jpg"), "by its bytes, whatever it is called"
    assert "/" not in letter.name
    (head,) = place.heads(PROVINCE)
    assert all(key.startswith(f"denunciations/{head.id}/") for key in place.bucket.content)
    (row,) = place.rows()
    assert "zdn.vn" not in repr(row), "addresses go once they are not needed"
    assert "attention_in" not in row
    assert place.copies(LATER + timedelta(days=9)) == {}


def test_nothing_is_copied_before_the_words_are_a_denunciation_nor_of_what_is_cancelled(place: Files) -> None:
    bundle = place.sealed("ông A", files=[PICTURE])
    assert place.copies() == {}
    place.sealed("", bundle=bundle, kind=SealedKind.CANCELLED)
    assert not place.taken_over(bundle, LATER)
    assert place.copies() == {}
    assert "zdn.vn" not in repr(list(place.store.table.rows(chat_key(bundle))))
    assert place.asked == []


def test_what_comes_late_joins_the_files_that_came_before(place: Files) -> None:
    bundle = place.denounced(PICTURE)
    place.denounced(LETTER, bundle=bundle, at=LATER + timedelta(hours=1))
    place.copies(LATER + timedelta(hours=1))
    assert [one.kind for one in place.seen()] == ["image", "file"]


def test_forty_messages_with_files_are_one_transaction_and_more_are_two(place: Files) -> None:
    bundle = ""
    for number in range(90):
        bundle = place.sealed(
            str(number), bundle=bundle, at=NOW + timedelta(seconds=number), files=[PICTURE, LETTER]
        )
    assert place.taken_over(bundle, LATER)
    assert len(place.heads(PROVINCE)) == 1
    assert place.copies() == {"kept": 180}
    assert len(place.seen()) == 180


@pytest.mark.parametrize("reason", ["gone", "too_large", "empty", "address", "redirected"])
def test_a_file_that_cannot_be_had_says_why_and_the_others_are_kept(place: Files, reason: str) -> None:
    place.answers[PICTURE["url"]] = FileLost(reason)
    place.denounced(PICTURE, LETTER)
    assert place.copies() == {reason: 1, "kept": 1}
    assert [one.failed for one in place.seen()] == [reason, ""]


@pytest.mark.parametrize(
    ("error", "shown", "final"),
    [(Busy("x"), "", "no_answer"), (HostUnknown("cdn.example"), "unknown_host", "unknown_host")],
)
def test_what_may_come_is_tried_for_days_ever_more_seldom(
    place: Files, error: Exception, shown: str, final: str
) -> None:
    place.answers[PICTURE["url"]] = error
    place.denounced(PICTURE, LETTER)
    place.copies()
    assert [one.failed for one in place.seen()] == [shown, ""]
    for hour in range(1, 400):
        place.copies(LATER + timedelta(hours=hour))
    assert place.asked.count(PICTURE["url"]) == TRIES
    assert place.asked.count(LETTER["url"]) == 1
    assert [one.failed for one in place.seen()] == [final, ""]
    assert "attention_in" not in place.rows()[0]


def test_a_host_that_was_let_in_meanwhile_is_asked_again(place: Files) -> None:
    place.answers[PICTURE["url"]] = HostUnknown("cdn.example")
    place.denounced(PICTURE)
    place.copies()
    assert place.hosts == ["cdn.example"]
    place.answers.clear()
    assert place.copies(LATER + timedelta(hours=1)) == {"kept": 1}
    assert place.seen()[0].link


def test_one_at_which_the_process_dies_comes_later_and_ends(place: Files) -> None:
    place.answers[PICTURE["url"]] = RuntimeError("killed")
    place.denounced(PICTURE)
    place.denounced(LETTER)
    for hour in range(300):
        try:
            place.copies(LATER + timedelta(hours=hour))
        except RuntimeError:
            continue
    assert place.asked.count(PICTURE["url"]) == TRIES
    assert place.asked.count(LETTER["url"]) == 1
    assert all("attention_in" not in row for row in place.rows())


def test_a_round_without_time_leaves_the_rest_to_the_next(place: Files) -> None:
    place.denounced(PICTURE, LETTER)
    place.denounced(PICTURE)
    assert place.copies(pieces=2)["kept"] == 1
    assert place.copies(LATER + timedelta(hours=1)) == {"kept": 2}


def test_another_unit_is_shown_no_file(place: Files) -> None:
    place.denounced(PICTURE)
    place.copies()
    (head,) = place.heads(PROVINCE)
    with pytest.raises(NotFound):
        place.registry.at(LATER).opened(investigator(COMMUNE), head.id)
