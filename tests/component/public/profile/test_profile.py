"""The profile of a resident in the Mini App, against Zalo's double: who they are, and what is theirs."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import boto3
import pytest

from infra.units.load import read_units
from loa import clock
from loa.bootstrap import casework, participation
from loa.casework.cases.rows.keys import resident_key
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.model import Case, CaseKind, Channel, Details, Move, Reporter
from loa.casework.cases.work import cases_of_person
from loa.casework.cases.work.opening import Draft
from loa.dialogue.petitions.store import AccessStore, CaseAccess
from loa.foundation.units.store import UnitStore
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState
from loa.participation.campaigns.passes import read_pass
from loa.participation.consultations.rules.model import Stance
from loa.participation.consultations.rules.opinions import GivenOpinion
from loa.participation.consultations.rules.parsing import parsed
from loa.participation.consultations.rules.versions import first_text
from loa.personal_data import Person
from loa.platform.zalo.api.users import KEPT_SECONDS, MiniAppUsers
from loa.platform.zalo.errors import NotSent, TokenRefused
from loa.platform.zalo.exchange import HttpAnswer
from loa.platform.zalo.http import ZaloHttp
from loa.residents.followers.store import follower_key
from tests.conftest import OpenTable
from tests.worlds.component.zalo import APP, SECRET, Zalo
from tests.worlds.doors import Context, http_event, load
from tests.worlds.quick_moto import make_queue

pytestmark = pytest.mark.enable_socket

COMMUNE = "40.17506"
ME = "GET /v2.0/me"


@dataclass
class ProfileWorld:
    """Residents with a Mini App."""

    handler: Callable[[dict[str, Any], Any], Mapping[str, Any]]
    zalo: Zalo
    tokens: dict[str, str] = field(default_factory=dict)
    keys: int = 0

    def token(self, resident: str) -> str:
        if resident not in self.tokens:
            given = self.zalo.tell("users/token", {"app_id": APP, "resident": resident})
            self.tokens[resident] = given["access_token"]
        return self.tokens[resident]

    def ask(
        self,
        resident: str | None,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = "",
        **more: str,
    ) -> tuple[int, Any]:
        self.keys += 1
        headers = dict(more)
        if resident:
            headers.setdefault("authorization", f"Bearer {self.token(resident)}")
        if method == "POST" and key is not None:
            headers["idempotency-key"] = key or f"key-{self.keys:08}"
        sent = None if body is None else json.dumps(body)
        answer = self.handler(http_event(method, path, body=sent, headers=headers), Context())
        return answer["statusCode"], json.loads(answer["body"])

    def good(self, resident: str, method: str, path: str, body: Any = None, **more: Any) -> Any:
        status, found = self.ask(resident, method, path, body, **more)
        assert status == 200, found
        return found

    def agree(self, resident: str, **consents: bool) -> Any:
        return self.good(resident, "POST", "/profile", {"consents": consents})


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, zalo: Zalo) -> ProfileWorld:
    boto3.client("secretsmanager").create_secret(Name="loa/zalo-app", SecretString=SECRET)
    UnitStore(open_table("Units")).save_all([unit for unit in read_units() if unit.valid_to is None])
    boto3.client("secretsmanager").create_secret(Name="participation", SecretString="s" * 64)
    for name in ("Units", "Cases", "Statistics", "Audience", "Privacy", "Inbox", "Participation"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    queue = make_queue("messages")
    for name, value in {
        "PROVINCE_CODE": "40",
        "UNITS_AS_OF": "",
        "MESSAGES_QUEUE_URL": queue,
        "ZALO_GRAPH_URL": zalo.url,
        "ZALO_APP_SECRET_ID": "loa/zalo-app",
        "PARTICIPATION_SECRET_ID": "participation",
    }.items():
        monkeypatch.setenv(name, value)
    return ProfileWorld(load("profile").handler, zalo)


def opened(open_table: OpenTable, number: int = 1) -> tuple[Case, str]:
    """A case from the form, and its link."""
    reporter = Reporter("form", f"{number:022}", name="Lan", phone="0912345678")
    case = casework.cases().open(
        Draft("40", COMMUNE, CaseKind.REPORT, Channel.WEB, reporter, Details("Đèn đường hỏng")),
        idempotency_key=f"form#{number}",
        by="resident",
    )
    link = f"{number}".rjust(26, "a").replace("1", "b").replace("0", "c")
    AccessStore(open_table("Cases")).given(case.id, CaseAccess(link))
    return case, link


def test_nothing_is_remembered_before_it_is_agreed_to_and_nothing_after_it_is_taken_back(
    world: ProfileWorld, open_table: OpenTable
) -> None:
    fresh = world.good("lan", "GET", "/profile")
    assert (fresh["home_unit"], [each["given_at"] for each in fresh["consents"]]) == ("", [None, None])
    status, refused = world.ask("lan", "POST", "/profile", {"home_unit": COMMUNE})
    assert (status, refused["errors"][0]["field"]) == (422, "home_unit")
    both = {"consents": {"home": True}, "home_unit": COMMUNE}
    assert world.good("lan", "POST", "/profile", both)["home_unit"] == COMMUNE
    assert world.good("lan", "GET", "/profile")["home_unit"] == COMMUNE
    assert world.good("ba", "GET", "/profile")["home_unit"] == ""
    assert world.ask("lan", "POST", "/profile", {"home_unit": "40.99999"})[0] == 422
    assert world.agree("lan", home=False)["home_unit"] == ""
    assert not list(open_table("Audience").rows(follower_key("mini-app", "")[0]))


def test_own_cases_are_theirs_by_link_and_nobody_elses(world: ProfileWorld, open_table: OpenTable) -> None:
    case, link = opened(open_table)
    assert world.ask("lan", "POST", "/profile/cases", {"link": link})[0] == 422
    world.agree("lan", cases=True)
    assert world.ask("lan", "POST", "/profile/cases", {"link": "a" * 26})[0] == 404
    for _ in range(2):
        assert world.good("lan", "POST", "/profile/cases", {"link": link})["code"] == case.code
    for step, facts in ((Move.ACCEPT, MoveFacts()), (Move.ANSWER, MoveFacts(text="Đã thay bóng."))):
        casework.cases().transition(case.id, step, facts, by="an", expected_version=None)
    (shown,) = world.good("lan", "GET", "/profile/cases")["items"]
    assert (shown["state"], shown["answer"], shown["link"]) == ("answered", "Đã thay bóng.", link)
    assert world.good("ba", "GET", "/profile/cases")["items"] == []
    world.agree("lan", cases=False)
    assert world.good("lan", "GET", "/profile/cases")["items"] == []
    assert casework.cases().read(case.id).reporter.name == "Lan"


def test_an_erasure_empties_the_list_and_leaves_the_cases_and_nothing_is_listed_without_consent(
    world: ProfileWorld, open_table: OpenTable
) -> None:
    case, link = opened(open_table)
    world.agree("lan", cases=True)
    world.good("lan", "POST", "/profile/cases", {"link": link})
    (row,) = open_table("Audience").rows(follower_key("mini-app", "")[0])
    person = Person("mini-app", row["sort"].partition("#")[2])
    open_table("Audience").delete(row["partition"], row["sort"])
    assert world.good("lan", "GET", "/profile/cases")["items"] == []
    listing = resident_key(person.oa_id, person.user_id, case.received_at, "")[0]
    assert len(list(open_table("Cases").rows(listing))) == 1
    for _ in range(2):
        assert cases_of_person.erase(person, service=casework.cases(), enough=lambda: False).complete
    assert not list(open_table("Cases").rows(listing))
    assert casework.cases().read(case.id).reporter.phone == "0912345678"


def test_what_is_held_is_seen_corrected_and_erased(world: ProfileWorld, open_table: OpenTable) -> None:
    case, link = opened(open_table)
    other, _ = opened(open_table, 2)
    world.agree("lan", cases=True, home=True)
    world.good("lan", "POST", "/profile/cases", {"link": link})
    held = world.good("lan", "GET", "/profile/data")["items"]
    assert {item["where"] for item in held} == {"profile", "case"}
    (listed,) = (item["what"] for item in held if item["where"] == "case")
    assert listed["what"] == "Đèn đường hỏng"
    assert not {"name", "phone", "since", "whom", "satisfaction_word"} & set(listed)
    assert "0912345678" not in json.dumps(held)
    assert world.ask("lan", "POST", "/profile/corrections", {"case_id": other.id, "name": "X"})[0] == 422
    fix = {"case_id": case.id, "name": "Nguyễn Thị Lan"}
    for guessed in ("", "5678", "0912345679"):  # who has the link reads the last four digits on the receipt
        status, refused = world.ask(
            "lan", "POST", "/profile/corrections", {**fix, "present_phone": guessed, "phone": "0999999999"}
        )
        assert (status, refused["errors"][0]["field"]) == (422, "present_phone")
    fix["present_phone"] = "0912 345 678"
    for _ in range(2):
        world.good("lan", "POST", "/profile/corrections", fix, key="correction-1")
    kept = casework.cases().load(case.id)
    assert (kept.case.reporter.name, kept.case.reporter.phone) == ("Nguyễn Thị Lan", "0912345678")
    assert kept.case.version == 2
    asked = world.good("lan", "POST", "/profile/erasure", key="erasure-01")
    assert world.good("lan", "POST", "/profile/erasure", key="erasure-01") == asked
    assert (asked["state"], bool(asked["begins_at"])) == ("waiting", True)
    assert [each["id"] for each in world.good("lan", "GET", "/profile/erasure")["items"]] == [asked["id"]]
    assert world.good("ba", "POST", "/profile/erasure/cancel")["items"] == []
    (ended,) = world.good("lan", "POST", "/profile/erasure/cancel")["items"]
    assert ended["state"] == "cancelled"
    assert world.good("lan", "GET", "/profile/erasure")["items"] == []


@pytest.mark.parametrize(
    "authorization", ["", "Bearer ", "Bearer x", "Basic abc", "Bearer \u0111", f"Bearer {'x' * 3000}"]
)
def test_who_proves_nothing_is_asked_to_sign_in(world: ProfileWorld, authorization: str) -> None:
    status, body = world.ask(None, "GET", "/profile", authorization=authorization)
    assert (status, body["code"]) == (401, "unauthenticated")


def test_a_write_without_a_key_is_refused_and_one_key_is_one_write(world: ProfileWorld) -> None:
    assert world.ask("lan", "POST", "/profile", {"consents": {"home": True}}, key=None)[0] == 422
    world.good("lan", "POST", "/profile", {"consents": {"home": True}}, key="the-same-key")
    assert world.ask("lan", "POST", "/profile", {"consents": {"home": False}}, key="the-same-key")[0] == 422
    world.good("ba", "POST", "/profile", {"consents": {"cases": True}}, key="the-same-key")


def test_zalo_is_asked_once_in_a_while_and_only_for_the_id(world: ProfileWorld) -> None:
    before = world.zalo.calls("/v2.0/me")
    for _ in range(3):
        world.good("lan", "GET", "/profile")
    assert world.zalo.calls("/v2.0/me") - before == 1
    world.zalo.tell("settings", {"caller_country": "SG"})  # the id alone is not personal information
    world.good("ba", "GET", "/profile")
    world.zalo.tell("settings", {"caller_country": "VN"})


def test_zalo_is_asked_once_a_minute_about_a_token_that_it_refuses(world: ProfileWorld) -> None:
    before = world.zalo.calls("/v2.0/me")
    for made_up, calls in (("short", 0), ("a token with spaces", 0), ("made-up-token-of-nobody", 1)):
        for _ in range(3):
            assert world.ask(None, "GET", "/profile", authorization=f"Bearer {made_up}")[0] == 401
        assert world.zalo.calls("/v2.0/me") - before == calls


def test_a_token_that_ended_is_believed_for_five_minutes_and_no_longer(world: ProfileWorld) -> None:
    now = [0.0]
    users = MiniAppUsers(
        ZaloHttp(connect_seconds=2, read_seconds=5), world.zalo.url, lambda: SECRET, clock=lambda: now[0]
    )
    old = world.token("lan")
    known = users.id_of(old)
    world.tokens.clear()
    world.token("lan")  # the next one ends it
    assert users.id_of(old) == known
    now[0] = KEPT_SECONDS + 1
    with pytest.raises(TokenRefused, match="token_invalid"):
        users.id_of(old)


@pytest.mark.parametrize(
    "answer",
    [
        {"error": -501, "message": "not inside Vietnam: 203.0.113.7"},
        {"error": -242},
        NotSent("no_connection"),
    ],
)
def test_when_zalo_does_not_say_who_it_is_the_caller_may_try_later(
    world: ProfileWorld, monkeypatch: pytest.MonkeyPatch, answer: Any, logged: Callable[[], str]
) -> None:
    def said(_http: object, _request: object) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return HttpAnswer(200, answer)

    monkeypatch.setattr(ZaloHttp, "send", said)
    token = world.token("lan")
    status, body = world.ask("lan", "GET", "/profile")
    assert (status, body["code"] in {"busy", "zalo_not_sent"}) == (503, True)
    assert token not in logged()


def test_what_they_took_part_in_is_held_with_their_words_and_nobody_elses(world: ProfileWorld) -> None:
    now, service = clock.now(), participation.consultations()
    service.store.save_text("law", "1", first_text(parsed("Điều 1. Phạm vi\nÁp dụng ở xóm.")))
    for kind, title in ((CampaignKind.CONSULTATION, "Góp ý Luật"), (CampaignKind.SURVEY, "Khảo sát chợ")):
        campaign = Campaign(
            "law" if kind is CampaignKind.CONSULTATION else "market",
            kind, "40", title, "", now - timedelta(days=1), now + timedelta(days=9), (),
            CampaignState.PUBLISHED, content={"text": "1"},
        )  # fmt: skip
        participation.campaign_store().add(campaign)
    for resident, words in (("lan", "Nên họp tối thứ bảy"), ("ba", "Không nên")):
        person = read_pass(world.good(resident, "GET", "/profile/pass")["pass"], "s" * 64, now)
        assert person
        draft, market = map(participation.campaign_store().find, ("law", "market"))
        service.give(draft, person, COMMUNE, "1", GivenOpinion(Stance.OTHER, words), now)
        if resident == "lan":
            participation.surveys().answer(market, person, COMMUNE, {}, now)
    held = [
        each["what"]
        for each in world.good("lan", "GET", "/profile/data")["items"]
        if each["where"] == "participation"
    ]
    assert [each.get("words") for each in held if "words" in each] == ["Nên họp tối thứ bảy"]
    assert {each["title"]: each["purpose"] for each in held if "purpose" in each} == {
        "Góp ý Luật": "consultation",
        "Khảo sát chợ": "survey",
    }
    assert len(held) == 3, "of a survey only that they answered"


def test_a_pass__is_the_same_person_each_time_and_says_nothing_of_them(
    world: ProfileWorld,
) -> None:
    first, again = (world.good("an", "GET", "/profile/pass")["pass"] for _ in range(2))
    other = world.good("binh", "GET", "/profile/pass")["pass"]
    known = [read_pass(each, "s" * 64, clock.now()) for each in (first, again, other)]
    assert all(each and each.is_known for each in known)
    assert known[0] == known[1] != known[2]
    forged = read_pass(first[:-1] + ("0" if first[-1] != "0" else "1"), "s" * 64, clock.now())
    assert forged is None
    tomorrow = clock.now() + timedelta(days=1, seconds=5)
    assert read_pass(first, "s" * 64, tomorrow) is None, "a link that was passed on opens nothing for long"
    assert world.ask(None, "GET", "/profile/pass")[0] == 401
