"""How long a call to AWS may take: botocore itself, against a server that never answers."""

import socket
import time
from typing import Any

import boto3
import pytest
from botocore.exceptions import ReadTimeoutError

from loa.platform.aws.clients import PATIENCE, Patience, config_for, patience


def test_the_longest_call_is_all_attempts_and_the_pauses_between_them() -> None:
    assert Patience(2, 5, 3).seconds == 3 * 7 + 1 + 2
    assert Patience(0.5, 1.5, 2).seconds == 2 * 2 + 1
    assert Patience(1, 1, 1).seconds == 2


def test_the_environment_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_PATIENCE", raising=False)
    assert patience() == PATIENCE["usual"]
    monkeypatch.setenv("AWS_PATIENCE", "brief")
    assert patience() == PATIENCE["brief"]


@pytest.mark.enable_socket
def test_botocore_gives_up_within_the_time_that_we_compute(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many attempts, each as long, and pauses no longer than `Patience.seconds` adds up."""
    short = Patience(0.2, 0.1, 3)
    sent: list[Any] = []
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        client = boto3.client(
            "sqs",
            region_name="ap-southeast-1",
            endpoint_url=f"http://127.0.0.1:{silent.getsockname()[1]}",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=config_for(short),
        )
        client.meta.events.register("before-send", lambda request, **_: sent.append(request))
        with pytest.raises(ReadTimeoutError):
            client.send_message(QueueUrl="http://127.0.0.1/queue", MessageBody="x")
    used: Any = client.meta.config
    assert (used.connect_timeout, used.read_timeout) == (short.connect_seconds, short.read_seconds)
    assert (len(sent), len(pauses)) == (short.attempts, short.attempts - 1)
    waited = len(sent) * (used.connect_timeout + used.read_timeout) + sum(pauses)
    assert waited <= short.seconds
