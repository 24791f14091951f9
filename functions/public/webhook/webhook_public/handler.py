"""POST /zalo/events: check the signature over the raw bytes, keep the event, answer within two seconds.

POST /zalo/mini-app/events: the same for what the Mini App tells, with its own signature and key. Whoever
takes back the consent there is treated like whoever does it at an account.

Zalo takes the subscription away from an app that does not answer 200, and its console
tests the address with an unsigned POST. So everything that is not to be kept is answered 200 too: it is
dropped, counted and alarmed. Only when the event could not be kept does Zalo hear 503, and comes again.

Lean on purpose: standard library, Powertools' Logger and Metrics, one SQS client.
"""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from loa.errors import LoaError, place_of
from loa.platform.aws import clients
from loa.platform.aws.queues import Queue, QueueMessage
from loa.platform.aws.secrets import Secret
from loa.platform.zalo.webhooks import signature
from loa.platform.zalo.webhooks.envelope import Envelope, MalformedEvent, envelope, identifier, parse_json
from loa.settings import read, starts_in_lambda
from webhook_public.settings import Settings

MAXIMUM_BODY: Final = 64 * 1024
"""Bytes. Zalo's events are a few kilobytes; a queue message may be 256 KB."""

_NOT_FOR_QUEUES: Final = re.compile("[\0-\b\v\f\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that SQS refuses and JSON allows. The class of all others takes ten times as long to compile."""

MINI_APP_PATH: Final = "/zalo/mini-app/events"
CONSENT_REVOKED: Final = "user.revoke.consent"

_METRIC_OF: Final = {
    "empty": "ConsoleTests",  # Zalo's console tries the address
    "unsigned": "UnverifiedEvents",
    "wrong_signature": "UnverifiedEvents",
    "wrong_app": "UnverifiedEvents",
}

logger = Logger()
metrics = Metrics()


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    app_id: str
    secret: Secret
    mini_app_key: Secret
    queue: Queue


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    return Root(
        settings.zalo_app_id,
        Secret(settings.zalo_webhook_secret_id),
        Secret(settings.zalo_mini_app_secret_id),
        Queue(settings.inbox_queue_url),
    )


def _prepare() -> None:
    """What the first event would otherwise wait for: the clients, and the secret."""
    clients.sqs()
    try:
        root().secret()
    except LoaError as error:  # the first event asks again
        logger.warning("secret not read", extra={"code": error.code, "at": place_of(error)})


if starts_in_lambda():
    _prepare()  # a starting function has a whole processor, and Zalo waits for two seconds only


class Dropped(Exception):  # noqa: N818 - read as an outcome
    """The event is not to be kept; the reason is a stable key."""


@metrics.log_metrics
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer one POST of Zalo."""
    try:
        if event.get("rawPath") == MINI_APP_PATH:
            _keep_of_mini_app(event, root())
        else:
            _keep(event, root())
    except Dropped as dropped:
        reason = str(dropped)
        metrics.add_metric(_METRIC_OF.get(reason, "EventsDropped"), MetricUnit.Count, 1)
        logger.warning("event dropped", extra={"reason": reason})
    except LoaError as error:
        logger.error("event not kept", extra={"code": error.code, "at": place_of(error)})  # noqa: TRY400 - no texts
        metrics.add_metric("EventsRefused", MetricUnit.Count, 1)
        return {"statusCode": 503, "headers": {"retry-after": "30"}, "body": ""}
    else:
        metrics.add_metric("EventsAccepted", MetricUnit.Count, 1)
    return {"statusCode": 200, "body": ""}


def _keep(event: dict[str, Any], here: Root) -> None:
    raw = _raw_body(event)
    try:
        body = parse_json(raw)
        outside = envelope(body, raw)
    except MalformedEvent as error:
        raise Dropped(error.reason) from error
    _check_signature(event, raw, outside, here)
    text = raw.decode()
    if _NOT_FOR_QUEUES.search(text):
        text = json.dumps(body, separators=(",", ":"))
    here.queue.send(QueueMessage(text, group=outside.group_key, key=outside.event_id))


def _keep_of_mini_app(event: dict[str, Any], here: Root) -> None:
    """Keep that a person took back the consent; reviews of versions concern the developer console alone."""
    try:
        body = parse_json(_raw_body(event))
    except MalformedEvent as error:
        raise Dropped(error.reason) from error
    header = _signature(event)
    if not header:
        raise Dropped("unsigned")

    def signs(key: str) -> bool:
        return signature.is_mini_app_signed(header, body, key)

    if here.mini_app_key.which(signs) is None:
        raise Dropped("wrong_signature")
    if body.get("event") != CONSENT_REVOKED:
        return
    user_id, timestamp = identifier(body.get("userId")), identifier(body.get("timestamp"))
    if not user_id:
        raise Dropped("no_user")
    withdrawn = {
        "app_id": here.app_id,
        "event_name": "user_withdraw",
        "user_id_by_app": user_id,
        "timestamp": timestamp,
    }
    text = json.dumps(withdrawn, separators=(",", ":"))
    try:
        outside = envelope(withdrawn, text.encode())
    except MalformedEvent as error:
        raise Dropped(error.reason) from error
    here.queue.send(QueueMessage(text, group=outside.group_key, key=outside.event_id))


def _signature(event: dict[str, Any]) -> str:
    headers = {str(name).lower(): value for name, value in (event.get("headers") or {}).items()}
    return str(headers.get("x-zevent-signature", ""))


def _raw_body(event: dict[str, Any]) -> bytes:
    """The bytes as Zalo sent them: the signature is over nothing else."""
    body: str = event.get("body") or ""
    if event.get("isBase64Encoded"):
        if len(body) > MAXIMUM_BODY * 4 // 3 + 4:
            raise Dropped("too_large")
        try:
            raw = base64.b64decode(body, validate=True)
        except binascii.Error as error:
            raise Dropped("not_base64") from error
    else:
        raw = body.encode("utf-8", "surrogatepass")
    if not raw.strip():
        raise Dropped("empty")
    if len(raw) > MAXIMUM_BODY:
        raise Dropped("too_large")
    return raw


def _check_signature(event: dict[str, Any], raw: bytes, outside: Envelope, here: Root) -> None:
    header = _signature(event)
    if not header:
        raise Dropped("unsigned")

    def signs(secret: str) -> bool:
        return signature.is_signed(header, here.app_id, raw, outside.timestamp, secret)

    if here.secret.which(signs) is None:
        other = signature.near_miss(
            header,
            app_id=here.app_id,
            oa_id=outside.oa_id,
            raw_body=raw,
            timestamp=outside.timestamp,
            secret=here.secret(),
        )
        if other:
            logger.warning("another recipe would have matched", extra={"recipe": other})
        raise Dropped("wrong_signature")
    if outside.app_id and outside.app_id != here.app_id:
        raise Dropped("wrong_app")
