"""Pictures of released cases, on both engines: only covered ones, exactly those, gone when they should be."""

import pytest

from loa.casework.cases.rows.files import files_of
from loa.casework.cases.rows.public_list import Chosen, PublicCase, PublicCaseStore
from loa.casework.cases.rules import texts
from loa.casework.cases.rules.model import Case, Move
from loa.casework.cases.work import changes
from loa.casework.publication.release import release, withdraw_release
from loa.errors import Busy, Conflict, InvalidInput
from loa.platform.aws.dynamodb.tables import Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.pictures.areas import Area
from loa.residents.attachments.service import redacted_key, remove_files
from tests.conftest import OpenTable
from tests.worlds.store.case_world import OFFICER, PROVINCE, WARD, World, photograph

LEFT, RIGHT = Area(0, 0, 0.5, 1), Area(0.5, 0, 1, 1)


@pytest.fixture
def world(table: OpenTable) -> World:
    return World(table)


def answered(world: World, *contents: bytes) -> Case:
    """A case with pictures, answered."""
    case = world.open(pictures=world.send_pictures(*contents) if contents else ())
    world.move(case.id, Move.ACCEPT)
    return world.move(case.id, Move.ANSWER)


def released(
    world: World, case: Case, *pictures: Chosen, version: int | None = None, origin: str = ""
) -> Case:
    return release(
        world.desk.load(case.id),
        "Đèn hỏng",
        "Đã sửa",
        by=OFFICER,
        gallery=world.gallery,
        pictures=pictures,
        expected_version=version,
        idempotency_key=origin,
        service=world.desk,
    )


def withdrawn(world: World, case: Case) -> Case:
    return withdraw_release(world.desk.load(case.id), by=OFFICER, gallery=world.gallery, service=world.desk)


def public(world: World) -> PublicCase:
    (shown,) = PublicCaseStore(world.table).page(PROVINCE, limit=10).cases
    assert PublicCaseStore(world.table).page(WARD, limit=10).cases == (shown,)
    return shown


def served(world: World) -> list[bytes | None]:
    """What everybody gets."""
    return [world.public.get(picture.key) for picture in public(world).pictures]


def fault_of(world: World, case: Case, *pictures: Chosen) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        released(world, case, *pictures)
    return caught.value.fields


def test_what_was_covered_and_looked_at_is_what_everybody_gets(world: World) -> None:
    case = answered(world, photograph(), photograph(90))
    first, second = case.details.attachments
    chosen = world.cover(case.id, first, LEFT)
    world.cover(case.id, second, LEFT)  # covered, and not released
    assert world.public.content == {}
    assert released(world, case, chosen).released
    (picture,) = public(world).pictures
    assert (picture.name, picture.width, picture.height) == (chosen.name, 40, 30)
    (content,) = served(world)
    assert content == world.private.get(redacted_key(_keys(world, case)[0]))
    assert content != photograph()
    assert case.id not in picture.key
    assert list(world.public.content) == [picture.key]
    world.check()


def test_a_case_without_pictures_is_released_as_ever(world: World) -> None:
    case = answered(world)
    released(world, case)
    assert public(world).pictures == ()
    assert fault_of(world, case, Chosen("message#x#0", "0" * 64 + ".jpg")) == {
        "pictures[0]": texts.NO_SUCH_PICTURE
    }


def test_only_a_picture_of_this_case_in_its_present_form_is_taken(world: World) -> None:
    case, other = answered(world, photograph(), photograph(90)), answered(world, photograph(50))
    first, second = case.details.attachments
    theirs = world.cover(other.id, other.details.attachments[0], LEFT)
    assert fault_of(world, case, theirs) == {"pictures[0]": texts.NO_SUCH_PICTURE}
    looked_at = world.cover(case.id, first, LEFT)
    assert fault_of(world, case, looked_at, Chosen(second, looked_at.name)) == {
        "pictures[1]": texts.COVER_FIRST
    }
    assert fault_of(world, case, Chosen(first, theirs.name)) == {"pictures[0]": texts.COVERED_ANEW}
    assert world.public.content == {}
    anew = world.cover(case.id, first, RIGHT)
    assert fault_of(world, case, looked_at) == {"pictures[0]": texts.COVERED_ANEW}
    released(world, case, anew, anew)
    assert [picture.name for picture in public(world).pictures] == [anew.name]


def test_a_copy_that_failed_or_is_under_way_is_said(world: World) -> None:
    references = world.send_pictures(photograph(), photograph())
    case = world.open(pictures=references)
    sort = references[0].removeprefix("message#").rpartition("#")[0]
    partition = next(iter(world.private.content)).split("/")[1]
    assert partition == "9001"
    world.outbox.table.update(f"conversation#{partition}#77", sort, set={"copies": {"0": {"failed": "gone"}}})
    for reference, words in zip(references, ("gửi lại", "đang được tải"), strict=True):
        with pytest.raises(InvalidInput) as caught:
            world.cover(case.id, reference, LEFT)
        assert words in caught.value.fields["reference"]


def test_a_file_that_is_no_picture_or_is_erased_is_refused(world: World) -> None:
    case = answered(world, b"%PDF-1.7", photograph()[:300])
    for reference in case.details.attachments:
        with pytest.raises(InvalidInput) as caught:
            world.cover(case.id, reference, LEFT)
        assert caught.value.fields == {"reference": texts.NOT_COVERABLE}
    world.private.content.clear()
    with pytest.raises(InvalidInput) as caught:
        world.cover(case.id, case.details.attachments[0], LEFT)
    assert caught.value.fields == {"reference": texts.PICTURE_GONE}


def test_withdrawn_it_is_gone_with_its_bytes(world: World) -> None:
    case = answered(world, photograph())
    chosen = world.cover(case.id, case.details.attachments[0], LEFT)
    released(world, case, chosen)
    for _ in range(2):
        assert not withdrawn(world, case).released
        assert PublicCaseStore(world.table).page(PROVINCE, limit=10).cases == ()
        assert world.public.content == {}
    released(world, case, chosen)
    assert len(served(world)) == 1


def test_a_new_release_replaces_pictures_and_their_bytes(world: World) -> None:
    case = answered(world, photograph(), photograph(90))
    first, second = (world.cover(case.id, reference, LEFT) for reference in case.details.attachments)
    released(world, case, first)
    (old,) = public(world).pictures
    released(world, case, second)
    assert [picture.name for picture in public(world).pictures] == [second.name]
    assert world.public.get(old.key) is None
    assert len(world.public.content) == 1
    world.clock.forward(days=1)
    world.move(case.id, Move.REOPEN)
    world.move(case.id, Move.ANSWER)
    released(world, case)
    assert public(world).pictures == ()
    assert world.public.content == {}


def test_a_released_picture_may_stay_when_its_covered_form_is_forgotten(world: World) -> None:
    case = answered(world, photograph())
    chosen = world.cover(case.id, case.details.attachments[0], LEFT)
    released(world, case, chosen)
    before = served(world)
    world.private.content.clear()
    released(world, case, chosen)
    assert served(world) == before
    withdrawn(world, case)
    assert fault_of(world, case, chosen) == {"pictures[0]": texts.COVER_FIRST}


def test_once_the_message_is_erased_nothing_of_it_is_released(world: World) -> None:
    case = answered(world, photograph())
    (reference,) = case.details.attachments
    chosen = world.cover(case.id, reference, LEFT)
    sort = reference.removeprefix("message#").rpartition("#")[0]
    row = world.outbox.table.get("conversation#9001#77", sort)
    assert row
    remove_files(row["copies"], world.private)  # type: ignore[arg-type]
    assert world.private.content == {}, "the covered form went with the original"
    world.outbox.table.delete("conversation#9001#77", sort)
    assert fault_of(world, case, chosen) == {"pictures[0]": texts.NO_SUCH_PICTURE}


# Twice, half-way, at once


def test_the_same_request_twice_is_one_release(world: World) -> None:
    case = answered(world, photograph())
    chosen = world.cover(case.id, case.details.attachments[0], LEFT)
    once = released(world, case, chosen, version=case.version, origin="r1")
    world.desk.note(case.id, "Đã gọi", by=OFFICER)
    again = released(world, case, chosen, version=case.version, origin="r1")
    assert (once.version, again.version) == (case.version + 1, case.version + 2)
    assert [line.what for line in world.history(case.id)].count("released") == 1
    assert len(served(world)) == len(world.public.content) == 1
    assert served(world) != [None]


def test_who_dies_before_the_rows_shows_nothing_and_the_next_one_sweeps(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = answered(world, photograph(), photograph(90))
    first, second = (world.cover(case.id, reference, LEFT) for reference in case.details.attachments)
    with monkeypatch.context() as patched:
        patched.setattr(changes, "commit", _dies)
        with pytest.raises(Busy):
            released(world, case, first)
    assert len(world.public.content) == 1
    assert PublicCaseStore(world.table).page(PROVINCE, limit=10).cases == ()
    released(world, case, second)
    assert [picture.name for picture in public(world).pictures] == [second.name]
    assert list(world.public.content) == [public(world).pictures[0].key]


def test_who_dies_before_deleting_has_withdrawn_and_the_same_again_deletes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = answered(world, photograph())
    released(world, case, world.cover(case.id, case.details.attachments[0], LEFT))
    with monkeypatch.context() as patched:
        patched.setattr(world.public, "delete", _dies)
        with pytest.raises(Busy):
            withdrawn(world, case)
    assert PublicCaseStore(world.table).page(PROVINCE, limit=10).cases == ()
    assert len(world.public.content) == 1
    withdrawn(world, case)
    assert world.public.content == {}


def test_of_two_officers_at_once_one_releases_and_nothing_of_the_other_stays_in_sight(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = answered(world, photograph(), photograph(90))
    first, second = (world.cover(case.id, reference, LEFT) for reference in case.details.attachments)
    rivals = [second]

    def beaten(actions: list[Write]) -> None:
        while rivals:
            released(world, case, rivals.pop(), version=case.version)
        commit(actions)

    monkeypatch.setattr(changes, "commit", beaten)
    with pytest.raises(Conflict):
        released(world, case, first, version=case.version)
    assert [picture.name for picture in public(world).pictures] == [second.name]
    assert served(world) != [None]
    withdrawn(world, case)
    assert world.public.content == {}


def test_a_late_deletion_does_not_hit_a_newer_release(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the rows of a withdrawal and its deletions, another officer releases the case again."""
    case = answered(world, photograph())
    chosen = world.cover(case.id, case.details.attachments[0], LEFT)
    released(world, case, chosen)
    keys, rivals = world.public.keys, [chosen]

    def slow(prefix: str) -> list[str]:
        while rivals:
            released(world, case, rivals.pop())
        return keys(prefix)

    monkeypatch.setattr(world.public, "keys", slow)
    withdrawn(world, case)
    (picture,) = public(world).pictures
    assert served(world) != [None]
    assert list(world.public.content) == [picture.key]


def test_the_history_says_which_pictures_were_released(world: World) -> None:
    case = answered(world, photograph())
    chosen = world.cover(case.id, case.details.attachments[0], LEFT)
    released(world, case, chosen)
    line = world.history(case.id)[-1]
    assert (line.what, line.by, line.facts["pictures"]) == ("released", OFFICER, chosen.name)


def _dies(*_: object) -> None:
    raise Busy("cut off")


def _keys(world: World, case: Case) -> list[str]:
    files = files_of(case, world.history(case.id), conversations=world.outbox.table)
    return [file.copy["key"] for file in files]
