"""Two editors and an approver at the same item at the same time: no words lost, nothing unseen published."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from loa.errors import Busy, Conflict, NotAllowed
from loa.foundation.officers.model import Officer
from loa.publishing.library.editing.service import SavedDraft
from loa.publishing.library.rules.model import EditionState
from tests.conftest import ON_THE_REAL_ENGINE, OpenTable
from tests.worlds.library import APPROVER, EDITOR, PARAGRAPH, SECOND_EDITOR, LibraryWorld

WORDS = 8
"""Of each editor."""
PATIENCE = 400
REFUSED = (Conflict, NotAllowed, Busy)


@pytest.fixture
def world(table: OpenTable) -> LibraryWorld:
    return LibraryWorld(table)


def until(step: Callable[[], bool]) -> None:
    """Try a step until it is done; whoever was slower, or came at the wrong state, looks again."""
    for _ in range(PATIENCE):
        try:
            if step():
                return
        except REFUSED:
            continue
    raise AssertionError("never done")


def writing(world: LibraryWorld, officer: Officer, item_id: str, words: list[str]) -> None:
    """Add each word to the draft, then hand it in; what was handed in or published before is opened again."""
    service = world.another()
    for word in words:

        def add(word: str = word) -> bool:
            work = service.store.work(item_id)
            if work.edition is None:
                work = service.open_draft(officer, item_id)
            elif work.edition.state is not EditionState.DRAFT:
                service.recall(officer, item_id)
                return False
            draft = work.draft()
            content = {
                "title": "Ghi tên",
                "summary": f"{draft.content.summary} {word}",
                "blocks": [PARAGRAPH],
            }
            service.save(officer, item_id, SavedDraft(content, draft.revision, change_note="Thêm tên"))
            return True

        until(add)

        def hand_in() -> bool:
            work = service.store.work(item_id)
            if work.edition is None or work.edition.state is not EditionState.DRAFT:
                return True
            service.submit(officer, item_id, work.draft().revision)
            return True

        until(hand_in)


def approving(world: LibraryWorld, item_id: str, over: Event) -> list[str]:
    """Approve and publish what is handed in, as it was seen; the summaries that were agreed to."""
    service, agreed = world.another(), []
    while True:
        last = over.is_set()
        try:
            work = service.store.work(item_id)
            edition = work.edition
            if edition and edition.state is EditionState.SUBMITTED:
                service.approve(APPROVER, item_id, edition.revision)
                agreed.append(edition.content.summary)
            if edition and edition.state in {EditionState.SUBMITTED, EditionState.APPROVED}:
                service.publish(APPROVER, item_id)
        except REFUSED:
            continue
        if last and service.store.work(item_id).edition is None:
            return agreed


@ON_THE_REAL_ENGINE
def test_two_editors_and_an_approver__lose_no_words__and_publish_nothing_unseen(world: LibraryWorld) -> None:
    item_id = world.draft("Ghi tên").item.item_id
    names = {
        EDITOR: [f"lan{number}" for number in range(WORDS)],
        SECOND_EDITOR: [f"binh{number}" for number in range(WORDS)],
    }
    over = Event()
    with ThreadPoolExecutor(3) as pool:
        approver = pool.submit(approving, world, item_id, over)
        editors = [pool.submit(writing, world, officer, item_id, words) for officer, words in names.items()]
        for editor in editors:
            editor.result()
        over.set()
        agreed = approver.result()
    shown = world.published.get(item_id)
    assert shown
    assert sorted(shown.content.summary.split()) == sorted(word for words in names.values() for word in words)
    published = [
        edition.content.summary
        for edition in world.store.editions(item_id)
        if edition.state in {EditionState.PUBLISHED, EditionState.SUPERSEDED}
    ]
    assert published
    assert set(published) <= set(agreed), "somebody had seen each of them"
    assert world.titles(shown.unit_path) == ["Ghi tên"], "one row, however often"


def test_a_form_that_was_opened_on_an_earlier_edition__changes_and_approves_none_of_the_next(
    world: LibraryWorld,
) -> None:
    service, item_id = world.service, world.publish("Bản một")
    first = service.store.edition(item_id, 1)
    following = service.open_draft(EDITOR, item_id)
    for number in range(first.revision):
        following = world.saved(following, f"Bản hai, lần {number}", change_note="Sửa")
        assert following.draft().revision > first.revision
    for revision in range(first.revision + 1):
        stale = SavedDraft({"title": "Bản một", "blocks": [PARAGRAPH]}, revision, change_note="Sửa")
        with pytest.raises(Conflict):
            service.save(SECOND_EDITOR, item_id, stale)
    service.submit(EDITOR, item_id, following.draft().revision)
    for revision in range(first.revision + 1):
        with pytest.raises(Conflict):
            service.approve(APPROVER, item_id, revision)
    work = service.store.work(item_id)
    service.recall(EDITOR, item_id)
    discarded = service.discard(EDITOR, item_id, work.draft().revision + 1)
    third = service.open_draft(EDITOR, item_id)
    assert third.draft().revision > work.draft().revision + 1
    assert discarded.edition is None
