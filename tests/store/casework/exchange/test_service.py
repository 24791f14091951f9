"""Cases go out and come in as JSON, any number of times, and what is malformed is named."""

import json
from copy import deepcopy
from typing import Any
from unittest.mock import Mock

import pytest

from loa.casework.cases.rules.model import CaseState, Channel, Move
from loa.casework.exchange.document import MAXIMUM_CASES
from loa.casework.exchange.service import CaseImport, export, import_cases, path_to
from loa.clock import to_text
from loa.errors import Conflict, InvalidInput
from loa.foundation.statistics.model import Metric
from tests.conftest import OpenTable
from tests.worlds.store.case_world import OFFICER, PROVINCE, WARD, World


@pytest.fixture
def world(table: OpenTable) -> World:
    return World(table)


def theirs(world: World, **changed: Any) -> dict[str, Any]:
    return {
        "id": "QG-7",
        "system": "quoc-gia",
        "unit": WARD,
        "kind": "report",
        "state": "received",
        "received_at": to_text(world.now),
        "details": {"what": "Cống bị tắc", "where": "Xóm 2"},
        "reporter": {"name": "Nguyễn Văn B", "phone": ""},
        "revision": 1,
        "history": [
            {"revision": 1, "at": to_text(world.now), "what": "created", "by": "x", "state": "received"}
        ],
    } | changed


def bring(world: World, *cases: dict[str, Any], scope: str = PROVINCE) -> CaseImport:
    document = {"schema": "loa.cases", "version": 1, "cases": list(cases)}
    done = import_cases(
        json.loads(json.dumps(document)), province=PROVINCE, scope=scope, by=OFFICER, service=world.desk
    )
    world.ids = list(dict.fromkeys([*world.ids, *done.opened, *done.supplemented, *done.unchanged]))
    world.check()
    return done


def test_an_export_holds_the_whole_history_and_no_conversation(world: World) -> None:
    case = world.open()
    world.move(case.id, Move.ACCEPT, origin="secret-request")
    world.move(case.id, Move.ANSWER)
    world.desk.rate(case.id, stars=4)
    document = export([case.id, "0" * 22], service=world.desk)
    (row,) = document["cases"]
    assert [line["what"] for line in row["history"]] == ["opened", "accept", "answer", "confirm"]
    assert (row["state"], row["revision"], row["satisfaction"]) == ("confirmed", 4, 4)
    text = json.dumps(document)
    assert "secret-request" not in text
    assert case.reporter.user_id not in json.dumps(row["reporter"])
    assert json.loads(text) == document
    assert bring(world, *document["cases"]).unchanged == (case.id,)
    with pytest.raises(InvalidInput):
        export([case.id] * (MAXIMUM_CASES + 1), service=world.desk)


def test_an_import_opens_once_and_tells_nobody(world: World) -> None:
    done = bring(world, theirs(world))
    assert len(done.opened) == 1
    again = bring(world, theirs(world))
    assert (again.opened, again.unchanged) == ((), done.opened)
    case = world.case(done.opened[0])
    assert (case.channel, case.external_id, case.state) == (
        Channel.IMPORT,
        "quoc-gia:QG-7",
        CaseState.RECEIVED,
    )
    assert world.words() == []
    assert world.counts()[Metric.CASES_REPORT] == 1


def test_a_newer_revision_supplements(world: World) -> None:
    (case_id,) = bring(world, theirs(world)).opened
    world.clock.forward(hours=5)
    line = {"revision": 2, "at": to_text(world.now), "what": "answered", "by": "y", "text": "Đã khơi cống"}
    newer = theirs(world, state="answered", revision=2, answer="Đã khơi cống")
    newer["received_at"] = to_text(world.case(case_id).received_at)
    newer["history"].append(line)
    assert bring(world, newer).supplemented == (case_id,)
    case = world.case(case_id)
    assert (case.state, case.answer) == (CaseState.ANSWERED, "Đã khơi cống")
    before = case.version
    assert bring(world, newer).unchanged == (case_id,)
    assert bring(world, theirs(world)).unchanged == (case_id,), "an older one comes late"
    assert world.case(case_id).version == before
    assert world.counts()[Metric.CASES_ANSWERED] == 1


def test_an_import_that_died_anywhere_is_finished_by_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = theirs(world, state="confirmed", revision=3, answer="Xong")
    for writes in range(1, 8):
        left = [writes]

        def dying(actions: Any, left: list[int] = left) -> None:
            left[0] -= 1
            if not left[0]:
                raise SystemExit
            from loa.platform.aws.dynamodb.transactions import commit  # noqa: PLC0415 - the real one

            commit(actions)

        with monkeypatch.context() as patched:
            patched.setattr("loa.casework.cases.work.changes.commit", dying)
            try:
                bring(world, row)
            except SystemExit:
                continue
    done = bring(world, row)
    case_id = (done.opened or done.supplemented or done.unchanged)[0]
    world.ids = [case_id]
    world.check()
    assert world.case(case_id).state is CaseState.CONFIRMED
    whats = [line.what for line in world.history(case_id)]
    assert len(whats) == len([line for line in whats if line == "imported"]) + 4


def test_a_case_that_cannot_be_brought_as_far_as_the_document_says_counts_as_refused_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = theirs(world, state="answered", answer="Xong")
    with monkeypatch.context() as patched:
        patched.setattr("loa.casework.exchange.service.path_to", Mock(side_effect=Conflict("không tới")))
        for _ in range(2):
            document = {"schema": "loa.cases", "version": 1, "cases": [row]}
            done = import_cases(document, province=PROVINCE, scope=WARD, by=OFFICER, service=world.desk)
            assert (done.opened, done.supplemented, done.unchanged) == ((), (), ())
            assert done.refused == {"cases.0": "không tới"}
    assert len(bring(world, row).supplemented) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"system": ""}, "cases.0.system"),
        ({"id": "a#b"}, "cases.0.id"),
        ({"id": "x" * 65}, "cases.0.id"),
        ({"unit": "41.10000"}, "cases.0.unit"),
        ({"unit": "../40"}, "cases.0.unit"),
        ({"unit": "40.77777"}, "cases.0.unit"),
        ({"kind": "nonsense"}, "cases.0.kind"),
        ({"kind": "denunciation"}, "cases.0.kind"),
        ({"state": 5}, "cases.0.state"),
        ({"received_at": "yesterday"}, "cases.0.received_at"),
        ({"received_at": "2099-01-01T00:00:00Z"}, "cases.0.received_at"),
        ({"revision": True}, "cases.0.revision"),
        ({"details": None}, "cases.0.details.what"),
        ({"details": {"what": "x" * 80_001}}, "cases.0.details.what"),
        ({"reporter": {"name": "x" * 301}}, "cases.0.reporter.name"),
        ({"history": "all"}, "cases.0.history"),
        ({"history": [{"revision": "1"}]}, "cases.0.history.0"),
    ],
)
def test_what_is_malformed_is_named_and_nothing_is_written(
    world: World, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        bring(world, theirs(world, **changed), theirs(world, id="fine"))
    assert field in caught.value.fields
    assert world.counts() == {}


@pytest.mark.parametrize("document", ["", [], {}, {"schema": "x"}, {"schema": "loa.cases", "version": 2}])
def test_what_is_no_document_of_ours_is_refused(world: World, document: Any) -> None:
    with pytest.raises(InvalidInput):
        import_cases(document, province=PROVINCE, scope=PROVINCE, by=OFFICER, service=world.desk)


def test_an_officer_imports_for_their_own_units_only(world: World) -> None:
    with pytest.raises(InvalidInput):
        bring(world, theirs(world), scope="40.10001")
    with pytest.raises(InvalidInput):
        bring(world, *[theirs(world, id=str(number)) for number in range(MAXIMUM_CASES + 1)])
    with pytest.raises(InvalidInput):
        bring(world, deepcopy({}))


def test_every_state_can_be_reached_from_receipt() -> None:
    for state in CaseState:
        path_to(CaseState.RECEIVED, state)
    with pytest.raises(Conflict):
        path_to(CaseState.WITHDRAWN, CaseState.RECEIVED)
