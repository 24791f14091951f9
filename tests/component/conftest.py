"""The doors, wired to tables made from the template and to moto's AWS."""

import json
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest

from infra.local.zalo.server import serve_in_thread
from loa import clock
from loa.casework.cases.work.service import CaseService
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import account_row
from loa.platform.zalo.media.downloads import Downloads
from tests.conftest import OpenTable
from tests.worlds.component.cases import case_desk, cases_door
from tests.worlds.component.settings import CONSENT_KEY, PICTURE, SCHEDULES
from tests.worlds.component.zalo import Zalo
from tests.worlds.doors import load
from tests.worlds.province import PROVINCE, Door, door, doors, populate
from tests.worlds.quick_moto import make_bucket, make_queue


@pytest.fixture
def logged(
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[], str]:
    """Everything written so far at level DEBUG: lines of the log with all their fields, metrics, prints."""
    for double in ("asyncio", "httpcore", "httpx", "moto", "responses", "uvicorn", "werkzeug"):
        caplog.set_level(logging.WARNING, logger=double)  # what stands in for AWS and Zalo is not ours
    monkeypatch.setenv("POWERTOOLS_LOG_LEVEL", "DEBUG")
    for name, logger in logging.root.manager.loggerDict.items():
        if isinstance(logger, logging.Logger) and logger.level == logging.INFO:
            caplog.set_level(logging.DEBUG, logger=name)
    caplog.set_level(logging.DEBUG)

    def everything() -> str:
        printed = capsys.readouterr()
        return caplog.text + repr([vars(record) for record in caplog.records]) + printed.out + printed.err

    return everything


def wire_queues(monkeypatch: pytest.MonkeyPatch) -> None:
    """The queues of deliveries, ordinary and urgent, of messages and of followers, with their variables."""
    for name in ("deliveries", "urgent", "messages", "followers"):
        monkeypatch.setenv(f"{name.upper()}_QUEUE_URL", make_queue(name))


def wire_inbox(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the inbox is told: its tables, its queues, its rules."""
    names = ("Units", "Audience", "Statistics", "Inbox", "Cases", "Confidential", "Privacy", "Participation")
    for name in names:
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    wire_queues(monkeypatch)
    url = make_queue("attachments")
    for name, value in {
        "ATTACHMENTS_QUEUE_URL": url,
        "ATTACHMENTS_BUCKET": "loa-attachments",
        "MEDIA_HOSTS": ".zdn.vn",
        "OWN_QUEUE": "https://sqs.example.vn/inbox.fifo",
        "PARTICIPATION_SECRET_ID": "participation",
        "PROVINCE_CODE": "40",
        "PUBLIC_URL": "https://loa.example.vn",
        "UNITS_AS_OF": "2024-09-30",
    }.items():
        monkeypatch.setenv(name, value)


def wire_clock(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the clock is told: its tables, its queues, its rules, and that no hour is quiet."""
    names = [
        "Units",
        "Content",
        "Published",
        "Broadcasts",
        "Statistics",
        "Audience",
        "Cases",
        "Participation",
        "Inbox",
    ]
    for name in names:
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    wire_queues(monkeypatch)
    url = make_queue("inbox")
    for name, value in {
        "ANSWER_KEYS_TABLE": open_table("AnswerKeys").name,
        "INBOX_QUEUE_URL": url,
        "MEDIA_BUCKET": "loa-media",
        "PARTICIPATION_SECRET_ID": "participation",
        "PROVINCE_CODE": "40",
        "PUBLIC_URL": "https://loa.example.vn",
        "QUIET_HOURS": "00:00-00:00",
        "UNITS_AS_OF": "2024-09-30",
    }.items():
        monkeypatch.setenv(name, value)


def taken(name: str) -> list[tuple[str, dict[str, Any]]]:
    """All messages on a queue, taken off it: the group of each and what it says."""
    sqs = boto3.client("sqs")
    queue_url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    found = []
    while messages := sqs.receive_message(
        QueueUrl=queue_url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
    ).get("Messages"):
        found += [
            (message["Attributes"]["MessageGroupId"], json.loads(message["Body"])) for message in messages
        ]
        sqs.delete_message_batch(
            QueueUrl=queue_url,
            Entries=[
                {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
                for number, message in enumerate(messages)
            ],
        )
    return found


def connect(
    open_table: OpenTable, path: str, state: AccountState = AccountState.CONNECTED, *, oa_type: int = 4
) -> None:
    """Let a unit have an account."""
    now = clock.now()
    account = Account(PROVINCE, path, f"oa-{path}", path, oa_type, state, now, now, now + timedelta(days=90))
    open_table("Units").put(account_row(account))


def officer_door(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Door:
    """The officer API on these tables, with a secret and a schedule group; its doors behind one gateway."""
    boto3.client("secretsmanager").create_secret(Name="loa/consent", SecretString=CONSENT_KEY)
    boto3.client("scheduler").create_schedule_group(Name=SCHEDULES)
    monkeypatch.setenv("MEDIA_BUCKET", make_bucket("loa-media"))
    monkeypatch.setattr(Downloads, "fetch", lambda _self, url, *, limit: PICTURE + url.encode()[:limit])
    for name in ("Units", "Content", "Broadcasts", "Statistics", "Inbox", "Audience", "Sessions", "Privacy"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    wire_queues(monkeypatch)
    for name, value in {
        "PROVINCE_CODE": "40",
        "PUBLIC_URL": "https://loa.example.vn",
        "UNITS_AS_OF": "2024-09-30",
        "QUIET_HOURS": "22:00-06:00",
        "CONSENT_SECRET_ID": "loa/consent",
        "SCHEDULE_GROUP": SCHEDULES,
        "SCHEDULE_PREFIX": "loa-broadcast-",
        "PLAN_FUNCTION_ARN": "arn:aws:lambda:ap-southeast-1:123456789012:function:plan",
        "SCHEDULER_ROLE_ARN": "arn:aws:iam::123456789012:role/scheduler",
        "SCHEDULE_DLQ_ARN": "arn:aws:sqs:ap-southeast-1:123456789012:schedules-dead-letters",
    }.items():
        monkeypatch.setenv(name, value)
    populate(open_table("Units"))
    return doors(door("officer", load("officer")), door("broadcasts", load("broadcasts")))


@pytest.fixture
def officer(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Door:
    """The officer API on moto."""
    return officer_door(open_table, monkeypatch)


@pytest.fixture(scope="session")
def simulator_url() -> Iterator[str]:
    """The Zalo simulator, once per test process."""
    with serve_in_thread() as running:
        yield running.url


@pytest.fixture
def zalo(simulator_url: str) -> Zalo:
    """The simulator with one app and two accounts, as after a restart."""
    simulator = Zalo(simulator_url)
    simulator.reset()
    return simulator


@pytest.fixture
def cases(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Door:
    """The API of cases."""
    wire_queues(monkeypatch)
    for bucket in ("loa-media", "loa-attachments"):
        make_bucket(bucket)
    return cases_door(open_table, monkeypatch)


@pytest.fixture
def desk(cases: Door, open_table: OpenTable) -> CaseService:
    """The desk at which residents and other officers work on cases meanwhile."""
    return case_desk(open_table)
