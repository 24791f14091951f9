from typing import Any

import pytest

from tests.simulator.desk import Desk


def test_a_broadcast_reaches_the_followers_once(desk: Desk) -> None:
    account = desk.connect(followers=5)
    answer = account.broadcast(
        account.article(), target={"cities": "55", "gender": 0, "ages": "0,1,2,3,4,5,6,7"}
    )
    assert set(answer["data"]) == {"message_id"}
    assert (answer["error"], answer["message"]) == (0, "Success")
    held = desk.look("/broadcasts", oa_id=account.oa_id)["broadcasts"]
    assert [(sent["recipients"], sent["state"]) for sent in held] == [(5, "in_review")]
    desk.advance(seconds=1_801)
    assert desk.look("/broadcasts")["broadcasts"][0]["state"] == "sent"


def test_targets_narrow_the_followers(desk: Desk) -> None:
    account = desk.connect(followers=40)
    article = account.article()
    account.broadcast(article, target={"gender": 1})
    account.broadcast(article, target={"gender": "2"})
    men, women = (sent["recipients"] for sent in desk.look("/broadcasts")["broadcasts"])
    assert men + women == 40
    assert 0 < men < 40


def test_cities_override_locations(desk: Desk) -> None:
    account = desk.connect(followers=2)
    article = account.article()
    account.broadcast(article, target={"locations": "0", "cities": "55"})
    assert desk.look("/broadcasts")["broadcasts"][0]["recipients"] == 2


@pytest.mark.parametrize(
    ("target", "field"),
    [
        ({"ages": "8"}, "ages"),
        ({"gender": "male"}, "gender"),
        ({"cities": 64}, "cities"),
        ({"platform": "0"}, "platform"),
        ({"telco": [1]}, "telco"),
        ([], "target"),
    ],
)
def test_unknown_codes_are_named(desk: Desk, target: Any, field: str) -> None:
    account = desk.connect()
    answer = account.broadcast(account.article(), target=target)
    assert answer == {"error": -201, "message": f"{field} is invalid!"}


def test_one_to_five_articles(desk: Desk) -> None:
    account = desk.connect()
    article = account.article()
    assert account.broadcast()["error"] == -201
    assert account.broadcast(*[article] * 6)["error"] == -210
    assert account.broadcast(article, account.article(title="Khác"))["error"] == 0


def test_an_article_in_processing_is_214(desk: Desk) -> None:
    account = desk.connect()
    article = account.article()
    account.post("/v2.0/article/update", {**desk.look("/articles")["articles"][0]["body"], "id": article})
    assert account.broadcast(article)["error"] == -214


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        ("2026-11-21T21:59:50+07:00", 0),
        ("2026-11-21T22:00:00+07:00", -234),
        ("2026-11-22T05:59:59+07:00", -234),
        ("2026-11-22T06:00:00+07:00", 0),
    ],
)
def test_the_night_is_quiet(desk: Desk, moment: str, code: int) -> None:
    account = desk.connect()
    article = account.article()
    desk.at(moment)
    assert account.broadcast(article)["error"] == code
    desk.control("/settings", {"night_enforced": False})
    assert account.broadcast(article)["error"] == 0


def test_a_follower_gets_one_a_day_and_four_a_month(desk: Desk) -> None:
    account = desk.connect(followers=1)
    desk.control("/settings", {"access_token_seconds": 90 * 86_400})
    account.token = desk.tokens(account.oa_id)["access_token"]
    desk.at("2026-12-01T08:00:00+07:00")
    article = account.article()
    assert account.broadcast(article)["error"] == 0
    assert account.broadcast(article) == {"error": -218, "message": "Out of quota receive"}
    for _ in range(3):
        desk.advance(days=1)
        assert account.broadcast(article)["error"] == 0
    desk.advance(days=1)
    assert account.broadcast(article)["error"] == -218
    desk.at("2027-01-01T08:00:00+07:00")
    assert account.broadcast(article)["error"] == 0


def test_over_the_cap_followers_are_dropped_silently_while_others_are_left(desk: Desk) -> None:
    account = desk.connect(followers=1)
    article = account.article()
    account.broadcast(article)
    desk.act("follow", account.oa_id, "người mới")
    assert account.broadcast(article)["error"] == 0
    last = desk.look("/broadcasts")["broadcasts"][-1]
    assert (last["recipients"], last["dropped"]) == (1, 1)


def test_an_account_has_a_monthly_quota(desk: Desk) -> None:
    account = desk.connect()
    desk.control("/settings", {"broadcast_quota_month": 1})
    article = account.article()
    assert account.broadcast(article)["error"] == 0
    assert account.broadcast(article) == {"error": -211, "message": "Out of quota"}


def test_an_unverified_account_may_not(desk: Desk) -> None:
    account = desk.connect(verified=False)
    assert account.broadcast(account.article())["error"] == -221


def test_repeats_show_in_the_summary(desk: Desk) -> None:
    account = desk.connect(followers=1)
    article, again = account.article(), account.article()
    account.broadcast(article)
    account.broadcast(article)
    desk.act("follow", account.oa_id, "người mới")
    account.broadcast(again)
    found = desk.look("/summary")["duplicates"]
    assert (found["articles"], found["broadcasts"], found["broadcast_attempts"]) == (1, 1, 2)
    assert found["broadcasts_of_same_article"] == 0
    assert found["total"] == 2
    assert found["examples"]["broadcasts"][0]["oa_id"] == account.oa_id
