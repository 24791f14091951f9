"""Articles on accounts get the words of a newer edition: once, resumable, each unit's own words kept."""

import json
from datetime import timedelta
from typing import Any

import pytest

from loa.errors import Conflict, InvalidInput
from loa.foundation.accounts.service import TokenKeeper
from loa.platform.zalo.errors import (
    ConfigurationFault,
    Later,
    NotSent,
    OutcomeUnknown,
    PayloadRefused,
    Transient,
)
from loa.publishing.broadcasts.delivery.articles import VERIFY_PAUSES
from loa.publishing.broadcasts.delivery.correction import Corrector
from loa.publishing.broadcasts.rows.correction_store import CorrectionStore
from loa.publishing.broadcasts.rows.delivery_rows import delivery_sort
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore, DeliveryTaken
from loa.publishing.broadcasts.rules.correction import GIVEN_UP_AFTER, correction_progress
from loa.publishing.broadcasts.rules.delivery import ArticleState, Correcting, DeliveryState
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState
from tests.worlds.fakes import ARTICLE
from tests.worlds.store.broadcast_world import World

FIRST, SECOND, THIRD = "40.10000", "40.10001", "40.10002"
REFUSED = PayloadRefused("invalid_parameter", zalo_code=-201, had_no_effect=True)
OWN = {"type": "text", "content": "Xã Một họp ở nhà văn hóa."}


def _words(title: str = "Lịch đã sửa") -> dict[str, Any]:
    return {**ARTICLE, "title": title}


def _correct(world: World, broadcast: Broadcast, edition: int = 2, title: str = "Lịch đã sửa") -> None:
    world.service.correct_articles(world.now(broadcast), _words(title), edition, officer="officer")


def _corrector(world: World) -> Corrector:
    keeper = TokenKeeper(
        world.accounts, world.credentials, world.zalo, "corrector", clock=world.clock, sleep=lambda _: None
    )
    store = CorrectionStore(world.broadcasts.table)
    return Corrector(store, keeper, world.queues, world.zalo.api, "", world.clock, lambda _: None)


def _work(world: World) -> list[str]:
    """What became of everything that was to be written again."""
    messages, world.queue.messages = world.queue.messages, []
    found = []
    for message in messages:
        body = json.loads(message.body)
        assert body["do"] == "correct"
        broadcast = world.broadcasts.get(body["broadcast_id"])
        found.append(_corrector(world).correct(broadcast, body["unit_path"], body["attempt"]))
    return found


def _sent(world: World) -> Broadcast:
    broadcast = world.all_connected()
    world.work()
    return world.now(broadcast)


def _progress(world: World, broadcast: Broadcast, edition: int = 2) -> tuple[int, ...]:
    return tuple(correction_progress(world.rows(broadcast).values(), edition).values())


def _titles(world: World) -> list[str]:
    return [world.account(path).created[0]["title"] for path in world.paths]


def test_all_articles_get_the_new_words__and_nothing_is_sent_again(world: World) -> None:
    broadcast = _sent(world)
    _correct(world, broadcast)
    assert _progress(world, broadcast) == (0, 3, 0)
    assert _work(world) == ["corrected"] * 3
    assert _titles(world) == ["Lịch đã sửa"] * 3
    assert _progress(world, broadcast) == (3, 0, 0)
    row = world.delivery(broadcast)
    assert (row.state, row.corrected, row.correcting) == (DeliveryState.SENT, 2, None)
    assert world.history(broadcast)[-2:] == ["correct", "corrected"]
    assert all(len(world.account(path).broadcasts) == 1 for path in world.paths)
    found = world.now(broadcast)
    assert found.state is BroadcastState.FINISHED
    assert found.correction
    assert (found.correction.officer, found.correction.edition) == ("officer", 2)
    assert world.look_after(broadcast).finished
    assert world.broadcasts.active("40") == []


def test_a_units_own_words_stay_at_the_end(world: World) -> None:
    broadcast = _sent(world)
    world.broadcasts.table.update(broadcast.broadcast_id, delivery_sort(FIRST), set={"blocks": [OWN]})
    _correct(world, broadcast)
    _work(world)
    assert world.account(FIRST).created[0]["body"][-1]["content"] == OWN["content"]
    assert world.account(SECOND).created[0]["body"][-1]["content"] != OWN["content"]


def test_what_somebody_has_hidden_stays_hidden__and_what_is_gone_says_so(world: World) -> None:
    broadcast = _sent(world)
    world.account(FIRST).hidden.add("article-1")
    world.account(SECOND).removed.add("article-1")
    _correct(world, broadcast)
    assert _work(world) == ["corrected", "failed", "corrected"]
    assert [world.account(path).created[0]["status"] for path in (FIRST, THIRD)] == ["hide", "show"]
    row = world.delivery(broadcast, SECOND)
    assert (row.correcting, row.correction_reason) == (Correcting.FAILED, "article_gone")


def test_again_it_does_nothing_twice(world: World) -> None:
    broadcast = _sent(world)
    _correct(world, broadcast)
    _correct(world, broadcast)  # impatient: everything is on the queue twice
    assert sorted(_work(world)) == ["corrected"] * 3 + ["nothing"] * 3
    assert [len(world.account(path).updated) for path in world.paths] == [1, 1, 1]
    _correct(world, broadcast)
    assert _work(world) == []


def test_what_is_under_way__or_taken_down__or_older__is_refused(world: World) -> None:
    broadcast = world.all_connected()
    world.send(broadcast)
    with pytest.raises(Conflict, match="đang gửi"):
        _correct(world, broadcast)
    world.cancel(broadcast)
    world.queue.messages.clear()
    with pytest.raises(InvalidInput):
        world.service.correct_articles(world.now(broadcast), _words("{tên}"), 2, officer="officer")
    assert world.now(broadcast).correction is None
    _correct(world, broadcast, 3)
    assert _work(world) == ["corrected"], "one was sent before it was cancelled"
    with pytest.raises(Conflict):
        _correct(world, broadcast, 2)
    world.service.remove_articles(world.now(broadcast), officer="officer", reason="Sai.")
    with pytest.raises(Conflict):
        _correct(world, broadcast, 4)


def test_a_broadcast_that_changes_meanwhile__is_not_ordered_twice(world: World) -> None:
    broadcast = _sent(world)
    seen = world.now(broadcast)
    _correct(world, broadcast)
    with pytest.raises(Conflict):
        world.service.correct_articles(seen, _words("Bản khác"), 3, officer="other")


def test_what_had_failed_is_not_sent_with_the_old_words(world: World) -> None:
    broadcast = world.all_connected()
    world.account(SECOND).fail(
        "create", ConfigurationFault("app_not_active", zalo_code=-209, had_no_effect=True)
    )
    world.work()
    _correct(world, broadcast)
    assert _work(world) == ["corrected"] * 2
    with pytest.raises(Conflict, match="bản mới"):
        world.retry(broadcast)


def test_whoever_sends_again_at_that_moment__sends_no_old_words(world: World) -> None:
    broadcast = world.all_connected()
    world.account(SECOND).fail(
        "create", ConfigurationFault("app_not_active", zalo_code=-209, had_no_effect=True)
    )
    world.work()
    world.look_after(broadcast)
    seen = world.now(broadcast)
    _correct(world, broadcast)
    with pytest.raises(Conflict, match="bản mới"):
        world.service.retry(seen, within="40", officer="officer")
    assert world.delivery(broadcast, SECOND).state is DeliveryState.FAILED
    assert world.now(broadcast).state is BroadcastState.FINISHED


def test_whoever_corrects_while_it_is_sent_again__is_refused(world: World) -> None:
    broadcast = world.all_connected()
    world.account(SECOND).fail(
        "create", ConfigurationFault("app_not_active", zalo_code=-209, had_no_effect=True)
    )
    world.work()
    world.look_after(broadcast)
    seen = world.now(broadcast)
    real = DeliveryStore.of

    def corrected_meanwhile(*args: Any, **options: Any) -> Any:
        with pytest.MonkeyPatch.context() as plain:
            plain.setattr(DeliveryStore, "of", real)
            with pytest.raises(Conflict):
                world.service.correct_articles(seen, _words(), 2, officer="officer")
        return real(*args, **options)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(DeliveryStore, "of", corrected_meanwhile)
        assert world.service.retry(seen, within="40", officer="officer") == 1
    assert world.now(broadcast).correction is None


@pytest.mark.parametrize("call", ["article", "update", "verify"])
def test_an_answer_that_was_lost_is_asked_for_again(world: World, call: str) -> None:
    broadcast = _sent(world)
    world.account(FIRST).fail(call, OutcomeUnknown("no_answer"), when="after")
    _correct(world, broadcast)
    assert _work(world) == ["again", "corrected", "corrected"]
    assert _work(world) == ["corrected"]
    assert _titles(world) == ["Lịch đã sửa"] * 3


def test_what_zalo_still_processes_is_asked_for_later__and_not_made_again(world: World) -> None:
    broadcast = _sent(world)
    processing = Transient("article_processing", zalo_code=-214, had_no_effect=True)
    for _ in range(len(VERIFY_PAUSES) + 1):
        world.account(FIRST).fail("verify", processing)
    _correct(world, broadcast)
    assert _work(world)[0] == "again"
    assert world.delivery(broadcast).correction_token == "token-1"
    assert _work(world) == ["corrected"]
    assert world.account(FIRST).updated == ["article-1"]
    assert world.delivery(broadcast).correction_token == ""


def test_a_token_that_zalo_has_forgotten_is_asked_for_anew(world: World) -> None:
    broadcast = _sent(world)
    world.account(FIRST).fail("verify", REFUSED)
    _correct(world, broadcast)
    assert _work(world) == ["again", "corrected", "corrected"]
    assert _work(world) == ["corrected"]
    assert world.account(FIRST).updated == ["article-1"] * 2


def test_a_picture_that_zalo_refuses__is_not_told_as_an_article_that_is_gone(world: World) -> None:
    broadcast = _sent(world)
    world.account(FIRST).fail("update", REFUSED)
    _correct(world, broadcast)
    assert _work(world) == ["failed", "corrected", "corrected"]
    assert world.delivery(broadcast).correction_reason == "invalid_parameter"


def test_an_update_whose_tokens_are_refused_twice__has_failed_with_its_reason(world: World) -> None:
    broadcast = _sent(world)
    account, processing = world.account(FIRST), Transient("article_processing", had_no_effect=True)
    account.fail("verify", REFUSED)
    account.fail("article", OutcomeUnknown("no_answer"))
    for _ in range(len(VERIFY_PAUSES) + 1):
        account.fail("verify", processing)
    account.fail("verify", REFUSED)
    _correct(world, broadcast)
    outcomes = [_work(world)[0] for _ in range(4)]
    assert outcomes == ["again", "again", "again", "failed"]
    assert account.updated == ["article-1"] * 2
    row = world.delivery(broadcast)
    assert (row.correcting, row.correction_reason) == (Correcting.FAILED, "invalid_parameter")
    _correct(world, broadcast)
    account.fail("verify", REFUSED)
    assert [_work(world)[0] for _ in range(2)] == ["again", "corrected"], "an officer's order begins anew"


def test_an_article_whose_own_token_is_refused__is_gone(world: World) -> None:
    broadcast = _sent(world)
    world.broadcasts.table.update(
        broadcast.broadcast_id,
        delivery_sort(FIRST),
        set={"article_token": "token-1"},
        remove=("article_id",),
    )
    world.account(FIRST).removed.add("article-1")
    _correct(world, broadcast)
    assert _work(world)[0] == "failed"
    assert world.delivery(broadcast).correction_reason == "article_gone"


def test_a_quota_that_is_used_up_waits_for_the_clock__and_in_the_end_for_an_officer(world: World) -> None:
    broadcast = _sent(world)
    quota = Later("article_quota_used_up", zalo_code=-223, had_no_effect=True)
    world.account(FIRST).fail("update", quota)
    _correct(world, broadcast)
    assert _work(world) == ["later", "corrected", "corrected"]
    assert world.delivery(broadcast).correction_reason == "article_quota_used_up"
    world.look_after(broadcast)
    assert world.queue.messages == []
    world.clock.now += timedelta(minutes=16)
    world.account(FIRST).fail("update", quota)
    assert not world.look_after(broadcast).finished
    assert _work(world) == ["later"]
    world.clock.now += GIVEN_UP_AFTER
    world.look_after(broadcast)
    assert _progress(world, broadcast) == (2, 0, 1)
    assert world.delivery(broadcast).correction_reason == "article_quota_used_up"
    _correct(world, broadcast)
    assert _work(world) == ["corrected"]


def test_what_cannot_be_written_says_so__and_is_tried_again_when_asked(world: World) -> None:
    broadcast = _sent(world)
    world.account(FIRST).fail(
        "update", ConfigurationFault("app_not_active", zalo_code=-209, had_no_effect=True)
    )
    _correct(world, broadcast)
    _work(world)
    row = world.delivery(broadcast)
    assert (row.correcting, row.correction_reason) == (Correcting.FAILED, "app_not_active")
    assert _progress(world, broadcast) == (2, 0, 1)
    world.clock.now += timedelta(minutes=16)
    assert world.look_after(broadcast).finished
    assert world.queue.messages == [], "nobody has asked for it again"
    _correct(world, broadcast)
    assert _work(world) == ["corrected"]


def test_what_zalo_refuses_eight_times_has_failed(world: World) -> None:
    broadcast = _sent(world)
    for _ in range(8):
        world.account(FIRST).fail("update", NotSent("no_connection", had_no_effect=True))
    _correct(world, broadcast)
    outcomes = [_work(world)[0] for _ in range(8)]
    assert outcomes == ["again"] * 7 + ["failed"]
    assert world.delivery(broadcast).correction_reason == "too_many_attempts"


def test_what_a_dead_process_left_is_done_by_the_clock(world: World) -> None:
    broadcast = _sent(world)
    _correct(world, broadcast)
    world.queue.messages.clear()
    assert not world.look_after(broadcast).finished
    assert world.queue.messages == []
    world.clock.now += timedelta(minutes=16)
    world.look_after(broadcast)
    assert _work(world) == ["corrected"] * 3
    assert world.look_after(broadcast).finished


def test_an_order_whose_writer_died_before_any_delivery__is_done_by_the_clock(world: World) -> None:
    broadcast = _sent(world)
    _correct(world, broadcast)
    world.queue.messages.clear()
    for path in world.paths:
        world.broadcasts.table.update(
            broadcast.broadcast_id,
            delivery_sort(path),
            remove=("correcting", "correcting_to", "correction_at"),
        )
    world.look_after(broadcast)
    assert _work(world) == ["corrected"] * 3


def test_a_worker_that_died_holds_an_article_for_a_minute(world: World) -> None:
    broadcast = _sent(world)
    _correct(world, broadcast)
    store = CorrectionStore(world.broadcasts.table)
    assert store.claim(broadcast.broadcast_id, FIRST, world.clock())
    with pytest.raises(DeliveryTaken):
        _corrector(world).correct(broadcast, FIRST, 1)
    world.clock.now += timedelta(minutes=2)
    assert _work(world) == ["corrected"] * 3


def test_a_newer_edition_while_an_older_one_is_written__is_what_stands_in_the_end(world: World) -> None:
    broadcast = _sent(world)
    _correct(world, broadcast)
    real = world.account(FIRST).run

    def newer_meanwhile(call: str, act: object) -> object:
        if call == "update":
            world.account(FIRST).run = real  # type: ignore[method-assign]
            _correct(world, broadcast, 3, "Bản ba")
        return real(call, act)  # type: ignore[arg-type]

    world.account(FIRST).run = newer_meanwhile  # type: ignore[method-assign, assignment]
    assert _work(world)[0] == "corrected"
    row = world.delivery(broadcast)
    assert (row.corrected, row.correcting, row.correcting_to) == (0, Correcting.PENDING, 3)
    world.clock.now += timedelta(minutes=2)
    assert set(_work(world)) <= {"corrected", "nothing"}
    assert world.delivery(broadcast).corrected == 3
    assert _titles(world) == ["Bản ba"] * 3


def test_what_is_to_be_taken_down_is_not_written_again(world: World) -> None:
    broadcast = _sent(world)
    _correct(world, broadcast)
    messages = list(world.queue.messages)
    world.service.remove_articles(world.now(broadcast), officer="officer", reason="Sai.")
    world.queue.messages = messages
    assert _work(world) == ["nothing"] * 3
    assert world.delivery(broadcast).article_state is not ArticleState.REMOVED
