"""A stage as the smoke test acts on it: officers of its own, Zalo's double if there is one, and a broom.

The double is the simulator (`infra/local/zalo`) at the address that the stage has for Zalo
(`ZaloOpenapiUrl`). A stage that speaks to Zalo itself has none: nobody is connected and nothing is sent.
"""

import contextlib
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from infra.local.story import Story
from infra.local.storyteller import StoryFailed
from infra.smoke.signing_in import id_token
from infra.stages import Stage

ROLES: Final = ("administrator", "editor", "approver", "viewer")
ZALO: Final = "zalo.me"
TABLES: Final = ("Units", "Credentials", "Audience", "Content", "Broadcasts", "Cases")
"""Where the smoke test leaves rows that do not go by themselves."""

QUEUES: Final = ("Inbox", "Messages", "Attachments", "Deliveries", "Urgent")
SETTLED_SECONDS: Final = 60

_SEPARATORS: Final = re.compile(r"[#/]")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Of a stage, as `Story` asks for them.

    Attributes:
        api_url: how the outside reaches the API.
        zalo_url: of Zalo's double; empty: there is none.
        outputs: those of the stack.
    """

    api_url: str
    zalo_url: str
    outputs: dict[str, str]


def addresses_of(stage: Stage) -> Addresses:
    """Where a stage is, and which Zalo it speaks to."""
    if stage.local:
        return Addresses(stage.local.api_url, stage.local.zalo_url, stage.outputs)
    zalo = stage.parameters["ZaloOpenapiUrl"]
    double = "" if (urlsplit(zalo).hostname or "").endswith(ZALO) else zalo
    return Addresses(stage.parameters["PublicUrl"], double, stage.outputs)


@dataclass
class SmokeStory(Story):
    """`Story` at any stage, by officers that are made for it."""

    stage: Stage = field(kw_only=True)
    province: str = "40"
    marks: set[str] = field(default_factory=set)
    """What the keys of rows hold that are to be swept away."""

    @classmethod
    def at(cls, stage: Stage) -> "SmokeStory":
        """The story at a stage."""
        province = stage.parameters.get("ProvinceCode", "40")
        return cls(addresses_of(stage), stage=stage, province=province)  # type: ignore[arg-type]  # what Story asks of a stack

    @property
    def has_double(self) -> bool:
        """Whether something may be sent."""
        return bool(self.stack.zalo_url)

    def waiting(self, queue_url: str) -> int:
        """How many messages are on a queue, seen or unseen."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        sqs = self.stage.client("sqs")
        told = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=names)["Attributes"]
        return sum(int(told.get(name, 0)) for name in names)

    @contextmanager
    def officers(self) -> Iterator[None]:
        """One officer of each role at the province, for as long as the block lasts."""
        cognito, pool = self.stage.client("cognito-idp"), self.stage.outputs["UserPoolId"]
        mark = secrets.token_hex(4)
        made: list[str] = []
        try:
            for role in ROLES:
                name, password = f"smoke-{role}-{mark}", f"Aa1!{secrets.token_urlsafe(24)}"
                attributes = [
                    {"Name": "name", "Value": "Kiểm tra triển khai"},
                    {"Name": "custom:unit", "Value": self.province},
                ]
                named = {"UserPoolId": pool, "Username": name}
                cognito.admin_create_user(
                    **named,
                    UserAttributes=attributes,
                    TemporaryPassword=password,
                    MessageAction="SUPPRESS",
                )
                made.append(name)
                cognito.admin_set_user_password(**named, Password=password, Permanent=True)
                cognito.admin_add_user_to_group(**named, GroupName=role)
                client_id = self.stage.outputs["UserPoolClientId"]
                self._tokens[role] = id_token(cognito, client_id, name, password)
            self._follow_pool()
            yield
        finally:
            for name in made:
                cognito.admin_delete_user(UserPoolId=pool, Username=name)
            self._follow_pool()

    def _follow_pool(self) -> None:
        """Let the registry of officers follow the user pool now."""
        self.stage.client("lambda").invoke(FunctionName=self.stage.outputs["RosterFunctionName"])

    def settle(self) -> None:
        """Wait until nothing is under way that would write a row again; not for ever."""
        queues = [self.stage.outputs[f"{name}QueueUrl"] for name in QUEUES]
        with contextlib.suppress(StoryFailed):
            for left in self._watch(SETTLED_SECONDS, "", lambda: sum(map(self.waiting, queues))):
                if not left:
                    return

    def sweep(self) -> int:
        """Delete the rows whose keys hold a mark; answers how many. Counters of units stay as they are."""
        swept = 0
        dynamodb = self.stage.client("dynamodb")
        for name in TABLES if self.marks else ():
            table = self.stage.outputs[f"{name}TableName"]
            for page in dynamodb.get_paginator("scan").paginate(TableName=table):
                for item in page["Items"]:
                    key = {part: item[part] for part in ("partition", "sort")}
                    told = {part["S"] for part in key.values()} | {item.get("oa_id", {}).get("S", "")}
                    words = told.union(*(_SEPARATORS.split(one) for one in told))
                    if words & self.marks:
                        dynamodb.delete_item(TableName=table, Key=key)
                        swept += 1
        return swept


WAIT: Final = timedelta(minutes=4)
"""For whatever a stage does by itself: a cold start, a queue, a schedule that is a minute late."""
