"""Articles that stand on accounts are written again, by the role of the sender, against the simulator."""

import json

import pytest

from loa import clock
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.broadcasts.rows.correction_store import CorrectionStore
from loa.publishing.broadcasts.rows.delivery_rows import delivery_sort
from loa.publishing.broadcasts.rules.correction import Correction
from loa.publishing.broadcasts.rules.delivery import LEASE
from tests.component.workers.broadcast_send import test_handler
from tests.component.workers.broadcast_send.test_handler import NAME, NOTHING_FAILED, Desk, work
from tests.worlds.component.zalo import OA, OTHER_OA
from tests.worlds.fakes import ARTICLE
from tests.worlds.province import OTHER_WARD, WARD

pytestmark = pytest.mark.enable_socket

desk = test_handler.desk


def corrected(desk: Desk, edition: int, title: str) -> None:
    """Have both articles say what an edition of the item says."""
    broadcast, store = desk.broadcasts.get(NAME), CorrectionStore(desk.broadcasts.table)
    store.order(broadcast, Correction("officer", clock.now(), edition), ARTICLE | {"title": title})
    commit(
        [store.asking(desk.delivery(unit), edition, "officer", clock.now()) for unit in (WARD, OTHER_WARD)]
    )


def titles(desk: Desk) -> dict[str, str]:
    return {article["oa_id"]: article["title"] for article in desk.zalo.look("articles")["articles"]}


def test_an_article_is_written_again_once_though_its_message_comes_twice(desk: Desk) -> None:
    desk.broadcasts.table.update(
        NAME, delivery_sort(WARD), set={"blocks": [{"type": "text", "content": "Lời của phường."}]}
    )
    assert desk.send(work(), work(OTHER_WARD)) == NOTHING_FAILED
    corrected(desk, 2, "MARKED-SECOND")
    orders = [
        json.dumps({**json.loads(work(unit)), "do": "correct", "attempt": 1}) for unit in (WARD, OTHER_WARD)
    ]
    for _ in range(2):
        assert desk.send(*orders) == NOTHING_FAILED
    summary = desk.zalo.look("summary")
    assert (summary["articles"]["created"], summary["articles"]["updated"]) == (2, 2)
    assert summary["broadcasts"]["accepted"] == 2, "nobody is sent anything again"
    assert titles(desk) == {OA: "MARKED-SECOND", OTHER_OA: "MARKED-SECOND"}
    assert (desk.delivery().corrected, desk.delivery(OTHER_WARD).corrected) == (2, 2)


def test_an_article_that_zalo_still_processes_comes_again__and_is_not_written_twice(desk: Desk) -> None:
    desk.send(work(), work(OTHER_WARD))
    corrected(desk, 2, "MARKED-SECOND")
    desk.zalo.tell("settings", {"article_delay_polls": 6})
    order = json.dumps({**json.loads(work()), "do": "correct", "attempt": 1})
    assert desk.send(order) == NOTHING_FAILED
    assert (desk.delivery().corrected, bool(desk.delivery().correction_token)) == (0, True)
    assert desk.put_back() == 1
    assert desk.send(json.dumps({**json.loads(order), "attempt": 2})) == NOTHING_FAILED
    assert desk.delivery().corrected == 2
    assert desk.zalo.look("summary")["articles"]["updated"] == 1


def test_an_article_is_written_again_after_its_worker_was_killed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.send(work(), work(OTHER_WARD))
    corrected(desk, 2, "MARKED-SECOND")
    order = json.dumps({**json.loads(work()), "do": "correct", "attempt": 1})
    with monkeypatch.context() as killed:

        def die(*_: object, **__: object) -> None:
            raise SystemExit

        killed.setattr(CorrectionStore, "corrected", die)
        with pytest.raises(SystemExit):
            desk.send(order)
    held = desk.send(order)["batchItemFailures"]
    assert [each["itemIdentifier"] for each in held] == ["0"], (
        "it comes again when the dead one's lease is over"
    )
    assert desk.delivery().corrected == 0
    lapsed = clock.to_text(clock.now() - LEASE)
    desk.broadcasts.table.update(NAME, delivery_sort(WARD), set={"correction_lease": lapsed})
    assert desk.send(order) == NOTHING_FAILED
    assert desk.delivery().corrected == 2
    assert titles(desk)[OA] == "MARKED-SECOND"
