"""POST /zalo/events, called as API Gateway calls it."""

import base64
import hashlib
import json
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import boto3
import pytest

from loa.errors import Busy
from loa.platform.aws import clients
from loa.platform.aws.secrets import Secret
from loa.platform.zalo.webhooks.events import EventKind, parse_event
from loa.platform.zalo.webhooks.signature import mini_app_mac
from tests.worlds.doors import Context, http_event, load
from tests.worlds.quick_moto import make_queue

APP, SECRET = "1122334455", "oa-secret"
MINI_APP_KEY = "mini-app-key"
EVENT = {
    "app_id": APP,
    "sender": {"id": "2512523625412515999"},
    "recipient": {"id": "3344556677889900112"},
    "event_name": "user_send_text",
    "message": {"text": "Xin chào", "msg_id": "m1"},
    "timestamp": "1767225600123",
}


@pytest.fixture
def queue_url(moto_aws: None) -> str:
    url = make_queue("inbox.fifo")
    boto3.client("secretsmanager").create_secret(Name="loa/zalo-webhook", SecretString=SECRET)
    boto3.client("secretsmanager").create_secret(Name="loa/zalo-mini-app", SecretString=MINI_APP_KEY)
    return str(url)


@pytest.fixture
def webhook(queue_url: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setenv("INBOX_QUEUE_URL", queue_url)
    monkeypatch.setenv("ZALO_APP_ID", APP)
    monkeypatch.setenv("ZALO_WEBHOOK_SECRET_ID", "loa/zalo-webhook")
    monkeypatch.setenv("ZALO_MINI_APP_SECRET_ID", "loa/zalo-mini-app")
    return load("webhook")


def signed(raw: bytes, app: str = APP, secret: str = SECRET) -> dict[str, str]:
    timestamp = str(EVENT["timestamp"])
    digest = hashlib.sha256(app.encode() + raw + timestamp.encode() + secret.encode()).hexdigest()
    return {"x-zevent-signature": f"mac={digest}"}


def post(webhook: ModuleType, raw: bytes, headers: dict[str, str] | None = None, **more: Any) -> int:
    event = http_event(
        "POST", "/zalo/events", body=raw.decode(errors="surrogatepass"), headers=headers, **more
    )
    return int(webhook.handler(event, Context())["statusCode"])


def kept(queue_url: str) -> list[Any]:
    answer = boto3.client("sqs").receive_message(
        QueueUrl=queue_url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
    )
    return list(answer.get("Messages", []))


RAW = json.dumps(EVENT, ensure_ascii=False).encode()


def test_a_signed_event_is_kept_as_it_came_in_its_residents_group(
    webhook: ModuleType, queue_url: str
) -> None:
    assert post(webhook, RAW, signed(RAW)) == 200
    (message,) = kept(queue_url)
    assert message["Body"].encode() == RAW
    assert message["Attributes"]["MessageGroupId"] == "3344556677889900112:2512523625412515999"


def test_the_bytes_count_not_their_meaning(webhook: ModuleType, queue_url: str) -> None:
    spaced = json.dumps(EVENT, indent=1).encode()
    assert post(webhook, spaced, signed(RAW)) == 200
    assert kept(queue_url) == []
    assert post(webhook, spaced, signed(spaced)) == 200
    assert len(kept(queue_url)) == 1


def test_a_body_in_base64_is_the_same_body(webhook: ModuleType, queue_url: str) -> None:
    event = http_event(
        "POST", "/zalo/events", body=base64.b64encode(RAW).decode(), headers=signed(RAW), encoded=True
    )
    assert webhook.handler(event, Context())["statusCode"] == 200
    assert kept(queue_url)[0]["Body"].encode() == RAW


@pytest.mark.parametrize(
    ("raw", "headers"),
    [
        (b"", {}),
        (RAW, {}),
        (RAW, {"x-zevent-signature": "mac=" + "0" * 64}),
        (RAW, {"x-zevent-signature": signed(RAW)["x-zevent-signature"].removeprefix("mac=")}),
        (RAW, {"x-zevent-signature": "mac=ü"}),
        (RAW, signed(RAW, secret="another")),
        (RAW, signed(RAW, app="999")),
        (RAW[:-9], signed(RAW[:-9])),
        (b"[1]", signed(b"[1]")),
        (b'{"event_name":"x"}', signed(b'{"event_name":"x"}')),
        (b"[" * 60_000, {}),
        (b'{"timestamp":"' + b"9" * 1_000_000 + b'"}', {}),
    ],
    ids=[
        "the console's empty test", "unsigned", "wrong signature", "no prefix", "no hex", "wrong secret",
        "signed for another app", "truncated", "no object", "no timestamp", "too deep", "a megabyte",
    ],
)  # fmt: skip
def test_what_is_not_to_be_kept_is_answered_200_and_dropped(
    webhook: ModuleType, queue_url: str, raw: bytes, headers: dict[str, str]
) -> None:
    assert post(webhook, raw, headers) == 200
    assert kept(queue_url) == []


def test_an_event_of_another_app_is_dropped_even_if_our_secret_signs_it(
    webhook: ModuleType, queue_url: str
) -> None:
    raw = json.dumps(EVENT | {"app_id": "999"}).encode()
    assert post(webhook, raw, signed(raw)) == 200
    assert kept(queue_url) == []


def test_numbers_as_ids_keep_every_digit(webhook: ModuleType, queue_url: str) -> None:
    raw = RAW.replace(b'"2512523625412515999"', b"2512523625412515999")
    raw = raw.replace(b'"1767225600123"', b"1767225600123")
    assert post(webhook, raw, signed(raw)) == 200
    assert kept(queue_url)[0]["Attributes"]["MessageGroupId"].endswith(":2512523625412515999")


def test_a_repetition_is_one_message_for_the_queue(webhook: ModuleType, queue_url: str) -> None:
    assert [post(webhook, RAW, signed(RAW)) for _ in range(3)] == [200, 200, 200]
    assert len(kept(queue_url)) == 1


def test_characters_that_a_queue_refuses_do_not_lose_the_event(webhook: ModuleType, queue_url: str) -> None:
    raw = json.dumps(EVENT | {"message": {"text": "a\uffff", "msg_id": "m2"}}, ensure_ascii=False).encode()
    assert post(webhook, raw, signed(raw)) == 200
    assert json.loads(kept(queue_url)[0]["Body"])["message"]["text"] == "a\uffff"


def test_what_cannot_be_kept_is_not_answered_200_so_that_zalo_comes_again(
    webhook: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def throttled(*_: object) -> None:
        raise Busy("throttled")

    monkeypatch.setattr("loa.platform.aws.queues.Queue.send", throttled)
    assert post(webhook, RAW, signed(RAW)) == 503


def test_no_word_of_the_resident_reaches_the_log(webhook: ModuleType, logged: Callable[[], str]) -> None:
    marked = json.dumps(EVENT | {"message": {"text": "MARKED 0912345678", "msg_id": "m3"}}).encode()
    post(webhook, marked, signed(marked))
    post(webhook, marked, {})
    post(webhook, marked[:-3], signed(marked))
    written = logged()
    assert written.count("event dropped") >= 2
    assert "MARKED" not in written
    assert "2512523625412515999" not in written


def test_drops_are_counted_by_kind(webhook: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    post(webhook, RAW, {})
    post(webhook, RAW[:-9], {})
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    counted = [set(line) & {"UnverifiedEvents", "EventsDropped"} for line in lines]
    assert counted == [{"UnverifiedEvents"}, {"EventsDropped"}]


def test_a_starting_webhook_has_clients_and_secret_before_the_first_event(
    queue_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "INBOX_QUEUE_URL": queue_url,
        "ZALO_APP_ID": APP,
        "ZALO_WEBHOOK_SECRET_ID": "loa/zalo-webhook",
        "ZALO_MINI_APP_SECRET_ID": "loa/zalo-mini-app",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
    }.items():
        monkeypatch.setenv(name, value)
    clients.sqs.cache_clear()
    started = load("webhook")
    assert clients.sqs.cache_info().currsize == 1
    boto3.client("secretsmanager").delete_secret(SecretId="loa/zalo-webhook", ForceDeleteWithoutRecovery=True)
    assert post(started, RAW, signed(RAW)) == 200
    assert len(kept(queue_url)) == 1


def test_a_webhook_starts_even_when_its_secret_cannot_be_read_yet(
    queue_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "INBOX_QUEUE_URL": queue_url,
        "ZALO_APP_ID": APP,
        "ZALO_WEBHOOK_SECRET_ID": "loa/not-there-yet",
        "ZALO_MINI_APP_SECRET_ID": "loa/zalo-mini-app",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
    }.items():
        monkeypatch.setenv(name, value)
    started = load("webhook")
    assert post(started, RAW, signed(RAW)) == 503
    boto3.client("secretsmanager").create_secret(Name="loa/not-there-yet", SecretString=SECRET)
    assert post(started, RAW, signed(RAW)) == 200


# Its secret is changed


def test_while_the_secret_is_changed_both_values_sign(webhook: ModuleType, queue_url: str) -> None:
    secrets = boto3.client("secretsmanager")
    secrets.put_secret_value(
        SecretId="loa/zalo-webhook", SecretString="next-secret", VersionStages=["AWSPENDING"]
    )
    other, third = RAW.replace(b"m1", b"m2"), RAW.replace(b"m1", b"m3")
    assert post(webhook, RAW, signed(RAW)) == 200
    assert post(webhook, other, signed(other, secret="next-secret")) == 200
    assert post(webhook, third, signed(third, secret="another")) == 200
    assert len(kept(queue_url)) == 2


def test_after_the_change_what_the_old_secret_signed_is_still_taken(
    webhook: ModuleType, queue_url: str
) -> None:
    secrets = boto3.client("secretsmanager")
    secrets.put_secret_value(SecretId="loa/zalo-webhook", SecretString="next-secret")
    assert post(webhook, RAW, signed(RAW)) == 200
    assert len(kept(queue_url)) == 1
    secrets.put_secret_value(SecretId="loa/zalo-webhook", SecretString="third-secret")
    anew = load("webhook")
    assert post(anew, RAW, signed(RAW)) == 200
    assert kept(queue_url) == [], "the one before the last signs no more"


def test_what_the_new_secret_signs_is_taken_by_a_process_that_still_holds_the_old_one(
    webhook: ModuleType, queue_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = [1_000.0]
    monkeypatch.setattr(time, "monotonic", lambda: seconds[0])
    assert post(webhook, RAW, signed(RAW)) == 200
    post(webhook, RAW, signed(RAW, secret="somebody's guess"))
    boto3.client("secretsmanager").put_secret_value(SecretId="loa/zalo-webhook", SecretString="next-secret")
    seconds[0] += 11
    other = RAW.replace(b"m1", b"m2")
    assert post(webhook, other, signed(other, secret="next-secret")) == 200
    assert len(kept(queue_url)) == 2


def test_wrong_signatures_do_not_ask_for_the_secret_again_and_again(
    webhook: ModuleType, queue_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    version = Secret._version

    def noted(self: Secret, stage: str) -> str | None:
        asked.append(stage)
        return version(self, stage)

    monkeypatch.setattr(Secret, "_version", noted)
    for number in range(5):
        post(webhook, RAW, signed(RAW, secret=f"guess-{number}"))
    assert asked == ["AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"]


def test_the_secret_reaches_no_log(webhook: ModuleType, queue_url: str, logged: Callable[[], str]) -> None:
    post(webhook, RAW, signed(RAW))
    post(webhook, RAW, signed(RAW, secret="another"))
    written = logged()
    assert "event dropped" in written
    assert SECRET not in written
    assert signed(RAW)["x-zevent-signature"].removeprefix("mac=") not in written


# The Mini App

REVOKED = {
    "event": "user.revoke.consent",
    "appId": "77",
    "userId": "7788990011223344556",
    "timestamp": 1767225600123,
}


def post_of_mini_app(webhook: ModuleType, body: Any, signature: str | None = None) -> int:
    """As Zalo's Mini App platform signs: the values in the order of their names, then the key."""
    values = [value if isinstance(value, str) else json.dumps(value) for _, value in sorted(body.items())]
    digest = hashlib.sha256(("".join(values) + MINI_APP_KEY).encode()).hexdigest()
    headers = {"x-zevent-signature": digest if signature is None else signature}
    event = http_event("POST", "/zalo/mini-app/events", body=json.dumps(body), headers=headers)
    return int(webhook.handler(event, Context())["statusCode"])


def test_who_takes_back_the_consent_in_the_mini_app_is_a_withdrawal(
    webhook: ModuleType, queue_url: str
) -> None:
    assert post_of_mini_app(webhook, REVOKED) == 200
    (message,) = kept(queue_url)
    event = parse_event(message["Body"])
    assert (event.kind, event.oa_id, event.user_id_by_app) == (EventKind.WITHDRAW, "", "7788990011223344556")
    assert event.timestamp.isoformat() == "2026-01-01T00:00:00.123000+00:00"


@pytest.mark.parametrize("signature", ["", "mac=0", "0" * 64, "đ"])
def test_an_event_of_the_mini_app_that_zalo_did_not_sign_is_dropped(
    webhook: ModuleType, queue_url: str, signature: str
) -> None:
    assert post_of_mini_app(webhook, REVOKED, signature) == 200
    assert kept(queue_url) == []


def test_the_signature_of_an_account_opens_nothing_for_the_mini_app(
    webhook: ModuleType, queue_url: str
) -> None:
    assert post(webhook, RAW, {"x-zevent-signature": mini_app_mac(EVENT, MINI_APP_KEY)}) == 200
    assert kept(queue_url) == []


@pytest.mark.parametrize(
    "body",
    [
        {
            "event": "versions.review.done",
            "appId": "77",
            "versionId": 3,
            "status": 0,
            "timestamp": 1767225600123,
        },
        {**REVOKED, "userId": ""},
        {**REVOKED, "timestamp": None},
        {**REVOKED, "userId": ["x"]},
    ],
)
def test_what_concerns_nobody_we_know_is_answered_and_not_kept(
    webhook: ModuleType, queue_url: str, body: Any
) -> None:
    assert post_of_mini_app(webhook, body) == 200
    assert kept(queue_url) == []
