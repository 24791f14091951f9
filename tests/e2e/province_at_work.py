"""A whole province whose broadcasts are sent by real processes, to be killed at will.

The processes run the real door `broadcast_send` on Amazon's own DynamoDB engine (the local AWS's, where
Java is missing), with queue, key and secret of the local AWS, against a Zalo simulator of their own.
"""

import multiprocessing
import random
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from multiprocessing.process import BaseProcess
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import boto3
import requests
from boto3.dynamodb.conditions import Attr, Key

from infra.local import processes
from infra.local.places import (
    HOST,
    LOGS,
    REGION,
    ROOT,
    ROOT_ACCESS_KEY,
    clean_environment,
    free_port,
    is_listening,
)
from infra.local.state import LocalStack
from infra.local.story import ARTICLE
from infra.units.load import read_units
from loa import clock
from loa.foundation.accounts.model import REFRESH_LIFETIME, Account, AccountState
from loa.foundation.accounts.store import AccountStore, CredentialStore, account_row
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.service import subtree
from loa.foundation.units.store import UnitStore
from loa.ids import new_id
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.aws.kms import EncryptionKey
from loa.platform.aws.queues import Queue
from loa.publishing.broadcasts.delivery.forecast import ForecastDependencies
from loa.publishing.broadcasts.delivery.planning import plan
from loa.publishing.broadcasts.drafts.approval import BroadcastApproval
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.queues import Queues
from loa.publishing.broadcasts.rows.quota_store import QuotaStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import Delivery, DeliveryState
from loa.publishing.broadcasts.rules.model import BroadcastContent
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
from loa.publishing.broadcasts.rules.quota import RULES
from loa.publishing.broadcasts.rules.targets import Target
from tests.conftest import declared_tables
from tests.e2e.delivery_worker import THROTTLED, VISIBILITY_SECONDS, work

PROVINCE: Final = "40"
DAY: Final = date(2024, 9, 30)
"""482 units."""
"""Nothing here takes this long, also on a slow machine."""
AT_ONCE: Final = 6
TABLES: Final = ("Units", "Broadcasts", "Credentials", "Statistics")
CALLBACK: Final = "http://127.0.0.1:9/callback"
NEVER_QUIET: Final = "00:00-00:00"
ZALO: Final = {"night_enforced": False, "article_delay_seconds": 0.02, "latency_ms": 30, "token_length": 64}
WITHOUT_LIMITS: Final = {"follower_cap_day": 1_000, "broadcast_quota_month": 0, "rate_limit": False}


@dataclass
class ProvinceAtWork:
    """482 connected accounts, and how to send through them."""

    environment: dict[str, str]
    zalo_url: str
    accounts: dict[str, str] = field(default_factory=dict)
    """Zalo's account ids by unit path."""

    @property
    def broadcasts(self) -> BroadcastStore:
        """Broadcasts."""
        return BroadcastStore(Table(self.environment["BROADCASTS_TABLE"]))

    @property
    def ledger(self) -> DeliveryStore:
        """Their deliveries."""
        return DeliveryStore(Table(self.environment["BROADCASTS_TABLE"]))

    @property
    def queue_url(self) -> str:
        """Where deliveries wait."""
        return self.environment["DELIVERIES_QUEUE_URL"]

    def zalo(self, path: str, body: Any = None) -> Any:
        """Ask the simulator's control: POST with a body, GET without."""
        url = f"{self.zalo_url}/_sim{path}"
        answer = requests.get(url, timeout=30) if body is None else requests.post(url, json=body, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def settle(self) -> None:
        """Put tables, units, accounts and consents in place."""
        _create_tables(self.environment)
        units, day = UnitStore(Table(self.environment["UNITS_TABLE"])), DAY
        units.save_all(read_units())
        wanted = subtree(PROVINCE, on=day, store=units)
        self.accounts = {
            unit.path: f"{3_100_000_000_000_000_000 + number}" for number, unit in enumerate(wanted)
        }
        rows = [
            {"oa_id": self.accounts[unit.path], "name": unit.name, "oa_type": "4", "followers": 1}
            for unit in wanted
        ]
        self.zalo("/settings", ZALO | WITHOUT_LIMITS | {"latency_ms": 0})
        app = {"app_id": self.environment["ZALO_APP_ID"], "app_secret": "app-secret", "oa_secret_key": "key"}
        self.zalo("/apps", app | {"redirect_uris": [CALLBACK]})
        self.zalo("/accounts", rows)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(self._connect, self.accounts))
        self.zalo("/settings", ZALO)

    def _connect(self, path: str) -> None:
        """Consent at the simulator, and keep the pair as the callback does."""
        oa_id, app_id, now = self.accounts[path], self.environment["ZALO_APP_ID"], clock.now()
        asked = {"app_id": app_id, "redirect_uri": CALLBACK, "state": "s", "oa_id": oa_id}
        granted = requests.get(
            f"{self.zalo_url}/v4/oa/permission", params=asked, allow_redirects=False, timeout=30
        )
        (code,) = parse_qs(urlsplit(granted.headers["location"]).query)["code"]
        pair = requests.post(
            f"{self.zalo_url}/v4/oa/access_token",
            data={"code": code, "app_id": app_id, "grant_type": "authorization_code"},
            headers={"secret_key": "app-secret"},
            timeout=30,
        ).json()
        credentials = CredentialStore(
            Table(self.environment["CREDENTIALS_TABLE"]),
            EncryptionKey(self.environment["CREDENTIALS_KEY_ID"]),
        )
        until = now + REFRESH_LIFETIME
        sealed = credentials.seal(oa_id, pair["access_token"], pair["refresh_token"])
        account = Account(PROVINCE, path, oa_id, path, 4, AccountState.CONNECTED, now, now, until)
        AccountStore(Table(self.environment["UNITS_TABLE"])).table.put(account_row(account))
        commit([credentials.first(oa_id, sealed, now, until)])

    def plan(self, title: str) -> str:
        """Draft, approve, schedule and plan a broadcast to the province; its messages are queued twice."""
        now = clock.from_text(clock.to_text(clock.now()))
        content = BroadcastContent({**ARTICLE, "title": title}, Target(PROVINCE))
        timer, quiet_hours = NoTimer(), QuietHours.parse(NEVER_QUIET)
        service = BroadcastApproval(
            broadcasts=self.broadcasts,
            quiet_hours=quiet_hours,
            timer=timer,
            pin=dict,
            pin_picture=str,
            now=lambda: now,
        )
        drafted = service.draft(content, unit_path=PROVINCE, author="a")
        seen = content.digest()
        waiting = service.submit(drafted, seen=seen, officer="a")
        approved = service.approve(waiting, seen=seen, approver="b")
        service.schedule(approved, now)
        units = Table(self.environment["UNITS_TABLE"])
        places = ForecastDependencies(
            units=UnitStore(units),
            accounts=AccountStore(units),
            statistics=StatisticsStore(Table(self.environment["STATISTICS_TABLE"])),
            quotas=QuotaStore(Table(self.environment["BROADCASTS_TABLE"])),
            rules=RULES,
            on=DAY,
        )
        for _ in range(2):
            plan(
                drafted.broadcast_id,
                now,
                owner=new_id(now),
                places=places,
                broadcasts=self.broadcasts,
                deliveries=self.ledger,
                queues=Queues(Queue(self.queue_url), Queue(self.environment["URGENT_QUEUE_URL"])),
                quiet_hours=quiet_hours,
                timer=timer,
                now=now,
            )
        return drafted.broadcast_id

    def deliveries(self, name: str) -> list[Delivery]:
        """The ledger of a broadcast, delivery by delivery."""
        return list(self.ledger.of(name, PROVINCE, consistent=True))

    def closed(self, name: str) -> int:
        """How many deliveries have come to an end; asked often, so the rows stay where they are."""
        open_ones = [state.value for state in DeliveryState if state.is_open]
        ended = Key("partition").eq(name) & Key("sort").begins_with("delivery#")
        table: Any = boto3.resource("dynamodb").Table(self.environment["BROADCASTS_TABLE"])
        found = table.query(
            KeyConditionExpression=ended,
            FilterExpression=~Attr("state").is_in(open_ones),
            Select="COUNT",
            ConsistentRead=True,
        )
        return int(found["Count"])

    def waiting(self, queue_url: str | None = None) -> int:
        """How many messages are on the queue, seen or unseen or not yet to be seen."""
        names = ("", "NotVisible", "Delayed")
        wanted = [f"ApproximateNumberOfMessages{name}" for name in names]
        sqs: Any = boto3.client("sqs")
        told = sqs.get_queue_attributes(QueueUrl=queue_url or self.queue_url, AttributeNames=wanted)
        return sum(int(told["Attributes"][name]) for name in wanted)

    def counted(self) -> dict[Metric, int]:
        """The sums of the statistics over all units."""
        today = clock.local_day(clock.now())
        store = StatisticsStore(Table(self.environment["STATISTICS_TABLE"]))
        units = store.activity(PROVINCE, today - timedelta(days=1), today).values()
        return {metric: sum(unit[metric] for unit in units) for metric in Metric}

    def at_zalo(self, title: str) -> dict[str, list[dict[str, Any]]]:
        """What Zalo was asked to send under that title, by account, accepted or not."""
        found: dict[str, list[dict[str, Any]]] = {oa_id: [] for oa_id in self.accounts.values()}
        for broadcast in self.zalo("/broadcasts?limit=0")["broadcasts"]:
            if title in broadcast["titles"]:
                found[broadcast["oa_id"]].append(broadcast)
        return found


class NoTimer:
    """The schedules: the test plans by its own hand."""

    def once(self, name: str, at: datetime, message: Any) -> None:
        """Nobody is called."""

    def cancel(self, name: str) -> None:
        """Nobody would have been called."""


class Crew:
    """Worker processes; a killed one is replaced at once."""

    def __init__(self, province: ProvinceAtWork, hands: int, throttled: float) -> None:
        self._environment = province.environment
        self._throttled = throttled
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.e2e.delivery_worker"])
        self._log = LOGS / "e2e-deliveries.log"
        self._throttled_before = self._times_throttled()
        self._workers = [self._start() for _ in range(hands)]
        self.kills = 0

    def _start(self) -> BaseProcess:
        told = (self._environment, self._log, self._throttled)
        worker = self._context.Process(target=work, args=told, daemon=True)
        worker.start()
        return worker

    @property
    def throttled(self) -> int:
        """How often a table has refused one of them as throttled."""
        return self._times_throttled() - self._throttled_before

    def _times_throttled(self) -> int:
        return self._log.read_text("utf-8", "replace").count(THROTTLED) if self._log.exists() else 0

    def kill(self, number: int) -> None:
        """Kill one with SIGKILL, and let another take its place."""
        _kill(self._workers[number])
        self.kills += 1
        self._workers[number] = self._start()

    def end(self) -> None:
        """End all."""
        for worker in self._workers:
            _kill(worker)

    def __len__(self) -> int:
        return len(self._workers)


def _kill(worker: BaseProcess) -> None:
    worker.kill()
    worker.join()
    worker.close()


@contextmanager
def crew(province: ProvinceAtWork, hands: int = 8, *, throttled: float = 0) -> Iterator[Crew]:
    """Processes that work on deliveries for as long as the block lasts; tables refuse a share of requests."""
    team = Crew(province, hands, throttled)
    try:
        yield team
    finally:
        team.end()


@contextmanager
def zalo_of_its_own(seed: int) -> Iterator[str]:
    """A simulator in a process of its own; its address."""
    port = free_port()
    command = [sys.executable, "-m", "infra.local.zalo", "--port", str(port), "--seed", str(seed)]
    program = processes.start(
        "zalo", command, log=LOGS / "e2e-zalo.log", environment=clean_environment(), folder=ROOT
    )
    try:
        processes.wait_until(program, lambda: is_listening(port), seconds=60)
        yield f"http://{HOST}:{port}"
    finally:
        processes.stop([program])


def environment_of(stack: LocalStack, zalo_url: str, dynamodb_url: str) -> dict[str, str]:
    """The environment in which a worker finds everything; makes queue, key and secret."""
    made = boto3.Session(ROOT_ACCESS_KEY, ROOT_ACCESS_KEY, region_name=REGION)
    sqs: Any = made.client("sqs", endpoint_url=stack.aws_url)
    name = f"killed-{random.randrange(10**9)}"
    aside = sqs.create_queue(QueueName=f"{name}-dead")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=aside, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    # More often than in the template: the kills and throttles of a day meet here within a minute.
    redrive = f'{{"deadLetterTargetArn":"{arn}","maxReceiveCount":"20"}}'
    attributes = {"VisibilityTimeout": str(VISIBILITY_SECONDS), "RedrivePolicy": redrive}
    queue = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    kms: Any = made.client("kms", endpoint_url=stack.aws_url)
    secrets: Any = made.client("secretsmanager", endpoint_url=stack.aws_url)
    secrets.create_secret(Name=name, SecretString="app-secret")
    return {
        "AWS_ACCESS_KEY_ID": ROOT_ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": ROOT_ACCESS_KEY,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_ENDPOINT_URL": stack.aws_url,
        "AWS_ENDPOINT_URL_DYNAMODB": dynamodb_url,
        "POWERTOOLS_LOG_LEVEL": "WARNING",
        "POWERTOOLS_METRICS_NAMESPACE": "Loa",
        "POWERTOOLS_SERVICE_NAME": "broadcast_send",
        "POWERTOOLS_TRACE_DISABLED": "true",
        **{f"{table.upper()}_TABLE": f"{name}-{table}" for table in TABLES},
        "DELIVERIES_QUEUE_URL": queue,
        "URGENT_QUEUE_URL": queue,
        "DEAD_LETTERS": aside,
        "PUBLIC_URL": CALLBACK.removesuffix("/callback"),
        "QUIET_HOURS": NEVER_QUIET,
        "BROADCAST_CALLS_PER_MINUTE": "1000000",
        "ARTICLE_CALLS_PER_MINUTE": "1000000",
        "SEND_WORKERS": "1",
        "CREDENTIALS_KEY_ID": kms.create_key()["KeyMetadata"]["KeyId"],
        "ZALO_APP_ID": "1122334455667788990",
        "ZALO_APP_SECRET_ID": name,
        "ZALO_OAUTH_URL": zalo_url,
        "ZALO_OPENAPI_URL": zalo_url,
    }


def _create_tables(environment: dict[str, str]) -> None:
    dynamodb: Any = boto3.client("dynamodb")
    for table in TABLES:
        dynamodb.create_table(TableName=environment[f"{table.upper()}_TABLE"], **declared_tables()[table])
