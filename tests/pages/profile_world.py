"""The function `profile` beside `petitions`: residents whom Zalo knows, and cases that they sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final

import boto3
import pytest

from loa import clock
from loa.bootstrap import residents
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.model import Move
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import account_row
from loa.platform.zalo.errors import TokenRefused
from loa.residents.followers.store import follower_key
from tests.conftest import OpenTable
from tests.pages import petition_world
from tests.pages.petition_world import COMMUNE, PROVINCE, PetitionWorld, Reply, reply_of
from tests.worlds.doors import Context, http_event, load
from tests.worlds.fakes import START

OWN: Final = "/cua-toi"
LAN: Final = "zalo-token"
"""The token that Zalo's double hands to the shell."""
BA: Final = "token-of-ba"
USERS: Final = {LAN: "7001", BA: "7002"}
OA: Final = "4207849230913"


class _Users:
    """Zalo, as it says whose token it is."""

    def id_of(self, access_token: str) -> str:
        if access_token not in USERS:
            raise TokenRefused("token_invalid", call="me")
        return USERS[access_token]


@dataclass
class ProfileWorld:
    """Residents with their own pages, and the pages of their cases."""

    module: ModuleType
    petitions: PetitionWorld
    open_table: OpenTable

    def handler(self, event: dict[str, Any]) -> Mapping[str, Any]:
        """Answer as the two functions do."""
        if event["rawPath"].startswith((OWN, "/profile")):
            answer: Mapping[str, Any] = self.module.handler(event, Context())
            return answer
        return self.petitions.handler(event)

    def get(self, address: str, token: str = LAN) -> Reply:
        path, _, query = address.partition("?")
        pairs = dict(pair.split("=", 1) for pair in query.split("&") if pair)
        return reply_of(self.handler(http_event("GET", path, query=pairs or None, headers=_shown(token))))

    def post(self, address: str, fields: Mapping[str, Any], token: str = LAN, **headers: str) -> Reply:
        event = petition_world.form_event(address, fields, **_shown(token), **headers)
        return reply_of(self.handler(event))

    def press(self, page: str, step: str, token: str = LAN, **fields: Any) -> Reply:
        """Send a form of a page with the key that stands in it."""
        key = self.get(page, token).hidden("khoa")
        return self.post(f"{OWN}/{step}", {"khoa": key, **fields}, token)

    def agree(self, purpose: str, token: str = LAN) -> None:
        assert self.press(OWN, "dong-y", token, **{"muc-dich": purpose, "y": "1"}).status == 303

    def answered(self, link: str, text: str = "Đã thay bóng.") -> None:
        case = self.petitions.case_of(link).case
        for step, facts in ((Move.ACCEPT, MoveFacts()), (Move.ANSWER, MoveFacts(text=text))):
            self.petitions.cases.transition(case.id, step, facts, by="an", expected_version=None)

    def follow(self, user_id: str = "chat-lan", app_user: str = USERS[LAN], oa_id: str = OA) -> None:
        """Let a resident follow the account of the commune."""
        account = Account(
            PROVINCE, COMMUNE, oa_id, "Mặt trận", 4, AccountState.CONNECTED, START, START, START
        )
        self.open_table("Units").put(account_row(account))
        partition, sort = follower_key(oa_id, user_id)
        known = {"user_id_by_app": app_user, "display_name": "Lan", "assigned_to": "officer-1"}
        latest = f"{clock.to_text(START)} follow"
        self.open_table("Audience").put({"partition": partition, "sort": sort, "latest": latest, **known})


def _shown(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"} if token else {}


def build(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ProfileWorld:
    """The two functions over their tables."""
    petitions = petition_world.build(open_table, monkeypatch)
    monkeypatch.setenv("INBOX_TABLE", open_table("Inbox").name)
    monkeypatch.setenv("PARTICIPATION_TABLE", open_table("Participation").name)
    boto3.client("secretsmanager").create_secret(Name="participation", SecretString="s" * 64)
    monkeypatch.setenv("PARTICIPATION_SECRET_ID", "participation")
    module = load("profile")
    monkeypatch.setattr(residents, "mini_app_users", _Users)
    return ProfileWorld(module, petitions, open_table)
