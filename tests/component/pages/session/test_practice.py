"""A stage for practice: an officer presses a button, a sample resident writes, and answers back."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from types import ModuleType

import boto3
import pytest

from loa import clock
from loa.bootstrap import casework
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.model import CaseState, Move
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.practice import texts
from loa.dialogue.practice.scenes import SCENES
from loa.foundation.accounts.model import Account, AccountKey, AccountState
from loa.foundation.accounts.store import CredentialStore, account_row, account_sort
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.aws.kms import EncryptionKey
from loa.platform.aws.queues import Queue
from loa.platform.zalo.practice import people, pictures
from loa.platform.zalo.shared.client import shared_http
from loa.residents.followers.store import FollowerStore, message_from
from loa.residents.messages.model import text_content
from loa.residents.messages.service import hand_over, new_message
from loa.residents.messages.store import Outbox
from loa.residents.messages.windows import RULES, Window, verdict
from tests.component.conftest import taken, wire_inbox
from tests.conftest import OpenTable
from tests.worlds.component.conversations import ATTACHMENTS, PICTURES, make_buckets
from tests.worlds.console import filled_in
from tests.worlds.doors import Context, load, sqs_event
from tests.worlds.entrance import COMMUNE, NOW, Entrance, Newcomer, entrance_with_officers

OA = people.account_of(COMMUNE)
PAGE = "/console/thuc-hanh"


@dataclass
class Practice:
    """An officer before the page, and what works behind it."""

    entrance: Entrance
    tables: OpenTable
    browser: Newcomer
    inbox: ModuleType
    sender: ModuleType

    def press(self, scene: str) -> None:
        """Let a sample resident write, and let the inbox take it in."""
        self.browser.open(PAGE)
        self.browser.send(action=PAGE, scene=scene)
        self.hear()

    def hear(self) -> int:
        """Let the inbox take what waits; how many events there were."""
        bodies = [json.dumps(body, ensure_ascii=False) for _, body in taken("inbox.fifo")]
        for body in bodies:
            assert self.inbox.handler(sqs_event(body), Context()) == {"batchItemFailures": []}
        return len(bodies)

    def send(self) -> int:
        """Let the worker send what waits; how many messages there were."""
        bodies = [json.dumps(body) for _, body in taken("messages")]
        for body in bodies:
            assert self.sender.handler(sqs_event(body), Context()) == {"batchItemFailures": []}
        return len(bodies)

    def residents(self) -> list[str]:
        """Who has written."""
        rows = boto3.resource("dynamodb").Table(self.tables("Audience").name).scan()["Items"]
        heads = [str(row["sort"]) for row in rows if str(row["sort"]).startswith("follower#")]
        return [sort.removeprefix("follower#") for sort in heads]

    @property
    def audience(self) -> FollowerStore:
        return FollowerStore(self.tables("Audience"))

    def answer(self, user_id: str, words: str) -> None:
        """An officer replies, as the function of conversations keeps it."""
        head = ConversationStore(self.tables("Audience")).get(OA, user_id)
        assert head
        reply = new_message(
            f"officer-{hash(words)}",
            text_content(words),
            account=AccountKey("40", COMMUNE, OA),
            user_id=user_id,
            by="sub-hoa",
            by_name="Trần Thị Hoa",
            answers=clock.to_text(head.last_message_at or NOW),
            now=clock.now(),
        )
        assert Outbox(self.tables("Audience")).add(reply) is None
        hand_over(reply, Queue(boto3.client("sqs").get_queue_url(QueueName="messages")["QueueUrl"]))

    def said(self, user_id: str) -> list[str]:
        """A conversation, the oldest first."""
        page = self.audience.conversation(OA, user_id, limit=100)
        return [message_from(row).text for row in reversed(page.rows)]


@pytest.fixture
def practice(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Iterator[Practice]:
    shared_http.cache_clear()
    sqs = boto3.client("sqs")
    inbox = sqs.create_queue(
        QueueName="inbox.fifo", Attributes={"FifoQueue": "true", "VisibilityTimeout": "1"}
    )["QueueUrl"]
    session = load("session")
    entrance = entrance_with_officers(open_table, monkeypatch, session)
    wire_inbox(open_table, monkeypatch)
    make_buckets()
    boto3.client("secretsmanager").create_secret(Name="loa/zalo-app", SecretString="none")
    boto3.client("secretsmanager").create_secret(Name="participation", SecretString="none")
    key = boto3.client("kms").create_key()["KeyMetadata"]["KeyId"]
    for name, value in {
        "UNITS_AS_OF": "",
        "LOA_PRACTICE": "true",
        "PRACTICE_INBOX_URL": inbox,
        "CREDENTIALS_TABLE": open_table("Credentials").name,
        "CREDENTIALS_KEY_ID": key,
        "ZALO_APP_ID": "0",
        "ZALO_APP_SECRET_ID": "loa/zalo-app",
        "ZALO_OAUTH_URL": "https://zalo.invalid",
        "ZALO_OPENAPI_URL": "https://zalo.invalid",
        "MESSAGE_CALLS_PER_MINUTE": "1000000",
        "SEND_WORKERS": "5",
        "OWN_QUEUE": sqs.get_queue_url(QueueName="messages")["QueueUrl"],
        "ATTACHMENTS_BUCKET": ATTACHMENTS,
        "MEDIA_BUCKET": PICTURES,
    }.items():
        monkeypatch.setenv(name, value)
    credentials = CredentialStore(open_table("Credentials"), EncryptionKey(key))
    ends = NOW + timedelta(days=90)
    token = people.token_of(OA)
    account = Account("40", COMMUNE, OA, people.account_name(OA), 4, AccountState.CONNECTED, NOW, NOW, ends)
    open_table("Units").put(account_row(account))
    commit([credentials.first(OA, credentials.seal(OA, token, token), NOW, ends)])
    yield Practice(entrance, open_table, entrance.signed_in(), load("inbox"), load("message_send"))
    shared_http.cache_clear()


def test_each_scene__is_a_new_resident_with_a_marked_name(practice: Practice) -> None:
    for scene in SCENES:
        practice.press(scene.name)
    practice.press("hoi")
    written = practice.residents()
    assert sorted(people.scene_of(user_id) for user_id in written) == [1, 1, 2, 3, 4, 5]
    for user_id in written:
        kept = practice.tables("Audience").get(*practice.audience.follower_place(OA, user_id)[1:])
        assert kept
        assert kept["display_name"] == people.name_of(user_id)
        assert kept["display_name"].endswith("(dân mẫu)")


def test_the_report__is_a_case_with_a_picture(practice: Practice) -> None:
    practice.press("phan-anh")
    rows = boto3.resource("dynamodb").Table(practice.tables("Cases").name).scan()["Items"]
    (details,) = [row for row in rows if row["sort"] == "details"]
    assert str(details["attachments"]).count("message#") == 1
    (asked,) = [body for _, body in taken("attachments")]
    line = practice.tables("Audience").get(f"conversation#{OA}#{asked['user_id']}", asked["sort"])
    assert line
    assert line["attachments"][0]["url"] == pictures.URL


def test_who_has_waited__wrote_two_days_ago(practice: Practice) -> None:
    practice.press("cho-lau")
    (user_id,) = practice.residents()
    head = ConversationStore(practice.tables("Audience")).get(OA, user_id)
    assert head
    assert head.interacted_at == NOW - timedelta(hours=46.5)


def test_who_waited_too_long__can_no_longer_be_answered(practice: Practice) -> None:
    practice.press("qua-han")
    (user_id,) = practice.residents()
    head = ConversationStore(practice.tables("Audience")).get(OA, user_id)
    assert head
    assert head.unanswered
    assert verdict(RULES, 4, head.interacted_at, NOW).window is Window.CLOSED


def test_the_same_form_twice__is_one_resident(practice: Practice) -> None:
    practice.browser.open(PAGE)
    assert practice.browser.page
    form = filled_in(practice.browser.page.one("main").one("form")) | {"scene": "hoi"}
    for _ in range(2):
        assert practice.browser.post(PAGE, form)["statusCode"] == 303
    assert practice.hear() == 1


def test_who_asks_again__does_so_once__however_often_they_are_answered(practice: Practice) -> None:
    practice.press("hoi-lai")
    practice.send()
    (user_id,) = practice.residents()
    for number in range(2):
        practice.answer(user_id, f"Họp tối thứ sáu, ở nhà văn hóa ({number}).")
        practice.send()
        practice.hear()
    assert [text for text in practice.said(user_id) if text == texts.ASKED_AGAIN] == [texts.ASKED_AGAIN]


def test_who_only_asked__says_no_more(practice: Practice) -> None:
    practice.press("hoi")
    practice.send()
    (user_id,) = practice.residents()
    practice.answer(user_id, "Sáng thứ bảy xã có trực, mời ông bà đến.")
    practice.send()
    assert practice.hear() == 0


def test_who_reported__gives_stars_once_the_case_is_answered(practice: Practice) -> None:
    practice.press("phan-anh")
    practice.send()
    rows = boto3.resource("dynamodb").Table(practice.tables("Cases").name).scan()["Items"]
    (case_id,) = [str(row["partition"]).partition("#")[2] for row in rows if row["sort"] == "details"]
    cases = casework.cases()
    for step, facts in ((Move.ACCEPT, MoveFacts()), (Move.ANSWER, MoveFacts(text="Đã vá ổ gà sáng nay."))):
        practice.entrance.at[0] += timedelta(minutes=5)
        cases.transition(case_id, step, facts, by="sub-hoa", expected_version=None)
        practice.entrance.at[0] += timedelta(seconds=5)
        practice.send()
    assert practice.hear() == 1
    found = cases.load(case_id).case
    assert (found.state, found.satisfaction) == (CaseState.CONFIRMED, 5)
    practice.send()
    assert practice.hear() == 0


def test_unknown_scene__or_a_unit_without_account__is_refused(practice: Practice) -> None:
    practice.browser.open(PAGE)
    practice.browser.send(action=PAGE, scene="nobody", status=422)
    assert practice.hear() == 0
    practice.tables("Units").delete("40", account_sort(COMMUNE))
    assert "chưa có tài khoản mẫu" in practice.browser.open(PAGE).text()


def test_every_page__says_where_one_is__elsewhere_none_does(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    banner = "người dân ở đây là mẫu"
    for page in ("/console", "/console/toi", "/console/huong-dan", PAGE):
        assert banner in practice.browser.open(page).text(), page
    assert banner in practice.entrance.browser().open("/console").text()
    monkeypatch.setenv("LOA_PRACTICE", "false")
    for page in ("/console", "/console/toi"):
        assert banner not in practice.browser.open(page).text(), page
    assert practice.browser.get(PAGE)["statusCode"] == 404
    assert practice.hear() == 0
