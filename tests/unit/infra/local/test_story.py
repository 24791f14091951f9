"""The story that the demo tells: a machine that is busy for a moment does not end it."""

import time
from typing import Any

import pytest
import requests

from infra.local.state import LocalStack
from infra.local.story import Story
from infra.local.storyteller import StoryFailed


class Answers:
    """An API that answers in turn; an exception is raised."""

    def __init__(self, *answers: int | Exception) -> None:
        self.left = list(answers)

    def __call__(self, *_: Any, **__: Any) -> requests.Response:
        answer = self.left.pop(0) if len(self.left) > 1 else self.left[0]
        if isinstance(answer, Exception):
            raise answer
        made = requests.Response()
        made.status_code = answer
        made._content = b'{"finished": true, "ledger": {"planned": 1, "pending": 0, "sending": 0, "sent": 1}}'
        return made


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Story:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    story = Story(LocalStack())
    story._tokens["viewer"] = "token"
    return story


@pytest.mark.parametrize("busy", [502, 503, 504, requests.ConnectionError(), requests.ReadTimeout()])
def test_a_look_that_nobody_answers_is_repeated(
    told: Story, monkeypatch: pytest.MonkeyPatch, busy: int | Exception
) -> None:
    monkeypatch.setattr(requests, "request", Answers(busy, busy, 200))
    assert told.wait_for_broadcast("0" * 22, seconds=5)["sent"] == 1


def test_an_answer_that_says_no_ends_it(told: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "request", Answers(404))
    with pytest.raises(StoryFailed, match="404"):
        told.wait_for_broadcast("0" * 22, seconds=5)


def test_who_never_answers_is_named_at_the_end(told: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "request", Answers(502))
    with pytest.raises(StoryFailed, match=r"did not end: nothing new for 0 s; at last .* 502"):
        told.wait_for_broadcast("0" * 22, seconds=0.05)
