"""Spoken versions that officers upload go with the words they say; for other words somebody has to listen."""

from typing import Any

import pytest

from loa.errors import InvalidInput
from loa.publishing.library.editing.service import SavedDraft
from loa.publishing.library.rules.model import Change
from loa.publishing.library.rules.spoken import speaking_other_words
from loa.publishing.library.transitions.work import Work
from tests.conftest import OpenTable
from tests.worlds.library import APPROVER, EDITOR, PARAGRAPH, LibraryWorld

THAI = {"language": "tai", "url": f"audio:{'a' * 64}.mp3", "seconds": 40, "speaker": "Bà Hoa"}
OTHER = {**THAI, "url": f"audio:{'b' * 64}.mp3"}


@pytest.fixture
def world(open_table: OpenTable) -> LibraryWorld:
    return LibraryWorld(open_table)


def saved(world: LibraryWorld, work: Work, title: str, *audio: dict[str, Any]) -> Work:
    content = {"title": title, "blocks": [PARAGRAPH], "audio": list(audio)}
    draft = SavedDraft(content, work.draft().revision, Change.MINOR)
    return world.service.save(EDITOR, work.item.item_id, draft)


def published(world: LibraryWorld, work: Work) -> None:
    item_id = work.item.item_id
    work = world.service.submit(EDITOR, item_id, work.draft().revision)
    world.service.approve(APPROVER, item_id, work.draft().revision)
    world.service.publish(APPROVER, item_id)


def heard(world: LibraryWorld, item_id: str) -> list[str]:
    shown = world.published.get(item_id)
    assert shown
    return [audio.url for audio in shown.content.audio]


def test_a_new_edition_with_other_words_does_not_play_the_old_ones(world: LibraryWorld) -> None:
    work = saved(world, world.draft(), "Họp lúc 8 giờ", THAI)
    published(world, work)
    item_id = work.item.item_id
    assert heard(world, item_id) == [THAI["url"]]
    work = saved(world, world.service.open_draft(EDITOR, item_id), "Họp lúc 9 giờ", THAI)
    for _ in range(2):
        with pytest.raises(InvalidInput) as refused:
            published(world, work)
        assert "tiếng Thái" in refused.value.fields["audio"]
    # Three ways on: the old words again, another recording, or somebody has listened.
    work = saved(world, work, "Họp lúc 8 giờ", THAI)
    assert speaking_other_words(work.draft().content) == []
    work = saved(world, work, "Họp lúc 9 giờ", THAI)
    assert len(speaking_other_words(work.draft().content)) == 1
    work = saved(world, work, "Họp lúc 9 giờ", {**THAI, "confirmed": True})
    assert speaking_other_words(work.draft().content) == []
    work = saved(world, work, "Họp lúc 10 giờ", OTHER)
    published(world, work)
    assert heard(world, item_id) == [OTHER["url"]]


def test_what_was_confirmed_once_is_not_confirmed_for_what_is_written_later(world: LibraryWorld) -> None:
    work = saved(world, world.draft(), "Họp lúc 8 giờ", {**THAI, "confirmed": True})
    work = saved(world, work, "Họp lúc 9 giờ", THAI)
    assert [audio.language for audio in speaking_other_words(work.draft().content)] == ["tai"]


def test_an_old_edition_comes_back_with_the_sound_of_its_own_words(world: LibraryWorld) -> None:
    work = saved(world, world.draft(), "Họp lúc 8 giờ", THAI)
    published(world, work)
    item_id = work.item.item_id
    published(world, saved(world, world.service.open_draft(EDITOR, item_id), "Họp lúc 9 giờ"))
    assert heard(world, item_id) == []
    work = world.service.restore(EDITOR, item_id, 1)
    published(world, saved(world, work, "Họp lúc 8 giờ", THAI))
    assert heard(world, item_id) == [THAI["url"]]
