"""Denunciations at the desk of investigators: looks before words, and nobody else's."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from loa.casework.cases.rules.model import CaseState
from loa.casework.denunciations.model import (
    AccessKind,
    Denunciation,
    DenunciationStep,
    StepFacts,
)
from loa.casework.denunciations.rows.store import DenunciationStore
from loa.casework.denunciations.work import desk
from loa.errors import Conflict, InvalidInput, LoaError, NotAllowed, NotFound, StoreFault
from loa.foundation.officers.model import Officer, Role
from tests.worlds.store.denunciations import COMMUNE, NOW, ON_THE_REAL_ENGINE, PROVINCE, Place, investigator


def test_looks_are_written_before_anything_is_shown(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    head = place.opened()
    officer = investigator(COMMUNE)

    def refuse(_: object) -> None:
        raise StoreFault

    with monkeypatch.context() as patched:
        patched.setattr(DenunciationStore, "write_look", lambda _self, look: refuse(look))
        ways: list[Callable[[], object]] = [
            lambda: place.registry.at(NOW).opened(officer, head.id),
            lambda: place.registry.at(NOW).listed(officer, limit=10, start=None),
            lambda: place.registry.at(NOW).looks(officer, head.id, limit=10, start=None),
            lambda: place.registry.at(NOW).reminders(officer),
        ]
        for way in ways:
            with pytest.raises(StoreFault):
                way()
    shown = place.registry.at(NOW).opened(officer, head.id, request_id="r-1")
    assert shown.statement.first_words == "tôi muốn tố cáo ông A"
    place.registry.at(NOW).listed(officer, limit=10, start=None)
    seen, following = place.registry.at(NOW).looks(officer, head.id, limit=10, start=None)
    assert sorted(look.kind for look in seen) == [AccessKind.CASE, AccessKind.LOOKS]
    assert {look.officer_id for look in seen} == {officer.id}
    assert "r-1" in {look.request_id for look in seen}
    assert following is None
    (listed,) = place.store.list_looks(COMMUNE)
    assert listed.kind is AccessKind.LIST


OFFICERS = [
    Officer("o", "O", path, frozenset(roles))
    for path in (COMMUNE, PROVINCE, "40.16682")
    for roles in (
        *({role} for role in Role),
        *({Role.INVESTIGATOR, role} for role in (Role.ADMINISTRATOR, Role.EDITOR, Role.APPROVER)),
        set[Role](),
    )
]


@pytest.mark.parametrize("officer", OFFICERS, ids=lambda o: f"{o.unit_path}-{'+'.join(sorted(o.roles))}")
def test_only_investigators_of_exactly_the_unit_that_has_it_see_it(place: Place, officer: Officer) -> None:
    head = place.opened()
    facts = StepFacts(reason="x", legal_ground="x")
    ways: list[Callable[[], object]] = [
        lambda: place.registry.at(NOW).opened(officer, head.id),
        lambda: place.registry.at(NOW).looks(officer, head.id, limit=1, start=None),
        lambda: place.registry.at(NOW).step(
            officer,
            head.id,
            DenunciationStep.REFUSE,
            facts,
            expected_version=9,
        ),
        lambda: place.registry.at(NOW).extend(officer, head.id, "x", expected_version=9),
        lambda: place.registry.at(NOW).transfer(officer, head.id, "40", "x", expected_version=9, exists=True),
    ]
    if officer.roles == {Role.INVESTIGATOR} and officer.unit_path == COMMUNE:
        assert ways[0]()
        return
    wanted = NotFound if officer.roles == {Role.INVESTIGATOR} else NotAllowed
    for way in ways:
        with pytest.raises(wanted):
            way()
    assert [entry.what for entry in place.store.history(head.id)] == ["opened"]
    if wanted is NotAllowed:
        with pytest.raises(NotAllowed):
            place.registry.at(NOW).listed(officer, limit=1, start=None)
    else:
        assert place.registry.at(NOW).listed(officer, limit=9, start=None).heads == []


def test_what_is_due_first_is_found_behind_newer_ones(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "_PAGE", 1)
    for _ in range(3):
        place.opened()
    *newer, first = place.heads(COMMUNE)
    for head in newer:
        place.step(head, DenunciationStep.ACCEPT)
    officer = investigator(COMMUNE)
    assert place.registry.at(NOW).next_due(officer) == first.due
    place.step(first, DenunciationStep.REFUSE)
    assert place.registry.at(NOW).next_due(officer) == place.heads(COMMUNE)[0].due


def test_not_yours_and_not_there_look_the_same(place: Place) -> None:
    head = place.opened()
    answers = []
    for case_id in (head.id, "0" * 22, "nonsense", "", "#"):
        with pytest.raises(LoaError) as refused:
            place.registry.at(NOW).opened(investigator("40.16682"), case_id)
        answers.append((type(refused.value), refused.value.message, refused.value.fields))
    assert len({str(answer) for answer in answers}) == 1


def test_the_way_of_a_denunciation(place: Place) -> None:
    head = place.opened()
    with pytest.raises(Conflict):
        place.step(head, DenunciationStep.ANSWER)
    accepted = place.step(head, DenunciationStep.ACCEPT)
    assert accepted.answer_by == datetime(2026, 12, 23, 17, tzinfo=UTC)
    with pytest.raises(Conflict):
        place.step(head, DenunciationStep.ACCEPT)
    begun = place.step(accepted, DenunciationStep.START)
    assert begun.answer_by == accepted.answer_by
    outside = place.step(
        begun, DenunciationStep.HAND_OUTSIDE, StepFacts(body="Thanh tra tỉnh", reference="12/CV")
    )
    assert outside.due == outside.outside_by == datetime(2026, 12, 14, 17, tzinfo=UTC)
    assert outside.attention_at is not None
    later = NOW + timedelta(days=10)
    back = place.step(outside, DenunciationStep.TAKE_BACK, at=later)
    assert back.answer_by is not None
    assert accepted.answer_by is not None
    assert back.answer_by - accepted.answer_by >= timedelta(days=10)
    answered = place.step(back, DenunciationStep.ANSWER, StepFacts(text="Đã xác minh"), at=later)
    assert (answered.reply, answered.due) == ("Đã xác minh", None)
    closed = place.step(answered, DenunciationStep.CLOSE, at=later)
    assert closed.state is CaseState.CLOSED
    history = place.store.history(head.id)
    assert [entry.version for entry in history] == list(range(1, 8))
    assert history[3].facts == {"body": "Thanh tra tỉnh", "reference": "12/CV"}


@pytest.mark.parametrize(
    ("step", "missing"),
    [
        (DenunciationStep.REFUSE, {"reason", "legal_ground"}),
        (DenunciationStep.HAND_OUTSIDE, {"body", "reference"}),
        (DenunciationStep.ACCEPT, set()),
    ],
)
def test_what_belongs_to_a_step_must_be_said(place: Place, step: DenunciationStep, missing: set[str]) -> None:
    head = place.opened()
    if not missing:
        assert place.step(head, step, StepFacts()).version == 2
        return
    with pytest.raises(InvalidInput) as wrong:
        place.step(head, step, StepFacts())
    assert set(wrong.value.fields) == missing


def test_a_complex_matter_is_extended_once_a_particularly_complex_one_twice(place: Place) -> None:
    officer = investigator(COMMUNE)

    def extend(head: Denunciation, *, particularly: bool = False) -> Denunciation:
        return place.registry.at(NOW).extend(
            officer,
            head.id,
            "Phức tạp",
            expected_version=head.version,
            particularly_complex=particularly,
        )

    head = place.opened()
    with pytest.raises(Conflict):
        extend(head)
    accepted = place.step(head, DenunciationStep.ACCEPT)
    once = extend(accepted)
    with pytest.raises(Conflict):
        extend(once)
    twice = extend(once, particularly=True)
    assert accepted.answer_by is not None
    assert twice.answer_by is not None
    assert twice.answer_by - accepted.answer_by >= timedelta(days=60)
    assert twice.particularly_complex
    with pytest.raises(Conflict):
        extend(twice, particularly=True)


def test_who_hands_it_on_sees_it_no_more(place: Place) -> None:
    head = place.opened()
    moved = place.registry.at(NOW).transfer(
        investigator(COMMUNE),
        head.id,
        PROVINCE,
        "Đúng thẩm quyền",
        expected_version=1,
        exists=True,
    )
    assert (moved.unit_path, moved.state) == (PROVINCE, CaseState.TRANSFERRED)
    with pytest.raises(NotFound):
        place.registry.at(NOW).opened(investigator(COMMUNE), head.id)
    assert place.heads(COMMUNE) == []
    assert [found.id for found in place.heads(PROVINCE)] == [head.id]
    assert place.registry.at(NOW).opened(investigator(PROVINCE), head.id).statement.first_words


@pytest.mark.parametrize(("to", "exists"), [("41", True), ("40.99999", False), (COMMUNE, True), ("x", True)])
def test_it_is_handed_to_another_unit_that_exists(place: Place, to: str, *, exists: bool) -> None:
    head = place.opened()
    with pytest.raises(InvalidInput):
        place.registry.at(NOW).transfer(
            investigator(COMMUNE), head.id, to, "x", expected_version=1, exists=exists,
        )  # fmt: skip


SECOND = Officer("investigator-2", "Lê Thị Y", PROVINCE, frozenset({Role.INVESTIGATOR}))


def proposed(place: Place, to: str = COMMUNE) -> Denunciation:
    head = place.opened(PROVINCE)
    return place.registry.at(NOW).transfer(
        investigator(PROVINCE), head.id, to, "x", expected_version=head.version, exists=True,
    )  # fmt: skip


def approved(place: Place, officer: Officer, head: Denunciation, *, exists: bool = True) -> Denunciation:
    return place.registry.at(NOW).approve_transfer(
        officer, head.id, expected_version=head.version, exists=lambda _: exists,
    )  # fmt: skip


def test_a_transfer_downwards_waits_for_a_second_person(place: Place) -> None:
    head = proposed(place)
    assert (head.unit_path, head.proposed_to) == (PROVINCE, COMMUNE)
    assert place.heads(COMMUNE) == []
    with pytest.raises(NotAllowed):
        approved(place, investigator(PROVINCE), head)
    with pytest.raises(NotFound):
        approved(place, investigator(COMMUNE), head)
    with pytest.raises(Conflict):
        approved(place, SECOND, head, exists=False)
    moved = approved(place, SECOND, head)
    assert (moved.unit_path, moved.proposed_to, moved.proposed_by) == (COMMUNE, "", "")
    line = place.store.history(head.id)[-1]
    assert (line.by, line.facts["proposed_by"]) == (SECOND.id, investigator(PROVINCE).id)
    with pytest.raises(NotFound):
        approved(place, SECOND, moved)


def test_what_was_not_proposed_or_has_changed_since_is_not_approved(place: Place) -> None:
    head = place.opened(PROVINCE)
    with pytest.raises(Conflict):
        approved(place, SECOND, head)
    waiting = proposed(place)
    place.step(waiting, DenunciationStep.ACCEPT)
    with pytest.raises(Conflict):
        approved(place, SECOND, waiting)


@ON_THE_REAL_ENGINE
def test_two_investigators_at_once_do_not_write_over_each_other(place: Place) -> None:
    head = place.opened()

    def accept(_: int) -> bool:
        try:
            place.step(head, DenunciationStep.ACCEPT)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(accept, range(4))) == 1
    assert len(place.store.history(head.id)) == 2
