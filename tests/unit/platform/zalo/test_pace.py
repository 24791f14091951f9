"""Staying within Zalo's limit: a worker keeps to its share, and slow calls are not slowed down."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.platform.zalo.errors import NotSent
from loa.platform.zalo.exchange import HttpAnswer, HttpRequest
from loa.platform.zalo.pace import PacedHttp

REQUEST = HttpRequest("article/create", "POST", "https://openapi.zalo.me/x", has_effect=True)
SHARE = 60 * 20 / 4_000


@dataclass
class FakeZaloTime:
    """A Zalo whose calls take as long as told, on a clock that sleeping moves."""

    takes: list[float] = field(default_factory=list)
    now: float = 1_000.0
    begun: list[float] = field(default_factory=list)
    slept: float = 0.0

    def send(self, request: HttpRequest) -> HttpAnswer:
        self.begun.append(self.now)
        self.now += self.takes.pop(0) if self.takes else 0.0
        return HttpAnswer(200, {"error": 0})

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds
        self.slept += seconds

    def paced(self) -> PacedHttp:
        return PacedHttp(self, calls_per_minute=4_000, workers=20, clock=lambda: self.now, sleep=self.sleep)


def test_twenty_workers_share_four_thousand_calls_a_minute() -> None:
    zalo = FakeZaloTime()
    http = zalo.paced()
    for _ in range(3):
        http.send(REQUEST)
    assert zalo.slept == pytest.approx(2 * 0.3)


def test_articles_have_a_share_of_their_own() -> None:
    zalo = FakeZaloTime()
    http = PacedHttp(
        zalo,
        calls_per_minute=600,
        article_calls_per_minute=1_200,
        workers=1,
        clock=lambda: zalo.now,
        sleep=zalo.sleep,
    )
    article = HttpRequest(
        "article/create", "POST", "https://openapi.zalo.me/v2.0/article/create", has_effect=True
    )
    for request in (REQUEST, article, article, REQUEST):
        http.send(request)
    assert zalo.slept == pytest.approx(0.05 + 0.05)


def test_the_first_call_does_not_wait() -> None:
    zalo = FakeZaloTime()
    assert zalo.paced().send(REQUEST) == HttpAnswer(200, {"error": 0})
    assert zalo.slept == 0


@given(st.lists(st.floats(0, 1), min_size=2, max_size=30), st.data())
def test_in_no_stretch_of_time_are_there_more_calls_than_the_share_and_one(
    takes: list[float], data: st.DataObject
) -> None:
    zalo = FakeZaloTime(list(takes))
    http = zalo.paced()
    for _ in takes:
        zalo.now += data.draw(st.sampled_from((0.0, 0.1, 2.0)))
        http.send(REQUEST)
    for first, since in enumerate(zalo.begun):
        for calls, until in enumerate(zalo.begun[first:], start=1):
            assert calls <= (until - since) / SHARE + 2 + 1e-6


@given(st.lists(st.floats(SHARE + 0.001, 5), min_size=2, max_size=30))
def test_calls_that_are_slower_than_the_share_are_not_slowed_down(takes: list[float]) -> None:
    zalo = FakeZaloTime(list(takes))
    http = zalo.paced()
    for _ in takes:
        http.send(REQUEST)
    assert zalo.slept == 0


def test_a_pause_is_made_up_for_by_one_call_and_no_more() -> None:
    zalo = FakeZaloTime()
    http = zalo.paced()
    http.send(REQUEST)
    zalo.now += 60
    for _ in range(4):
        http.send(REQUEST)
    assert zalo.slept == pytest.approx(2 * SHARE)


def test_a_late_call_does_not_delay_those_behind_it() -> None:
    zalo = FakeZaloTime()
    http = zalo.paced()
    for late in (0.0, SHARE * 1.5, 0.0, 0.0):
        zalo.now += late
        http.send(REQUEST)
    assert zalo.now == pytest.approx(1_000.0 + 3 * SHARE)


def test_a_call_that_fails_counts_too_and_its_error_goes_on() -> None:
    zalo = FakeZaloTime()
    http = zalo.paced()

    def refuse(_request: HttpRequest) -> HttpAnswer:
        raise NotSent("no_connection", had_no_effect=True)

    real, zalo.send = zalo.send, refuse  # type: ignore[method-assign,assignment]
    with pytest.raises(NotSent):
        http.send(REQUEST)
    zalo.send = real  # type: ignore[method-assign]
    http.send(REQUEST)
    assert zalo.slept == pytest.approx(SHARE)
