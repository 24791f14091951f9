"""A contest from the bank of questions to winners that an outsider computes again."""

import gzip
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from loa.bootstrap import participation
from loa.participation.campaigns.model import Campaign, Participant
from loa.participation.campaigns.passes import known_person, read_pass
from loa.participation.campaigns.store import shard_of
from loa.participation.contests.rounds import rounds_of
from loa.participation.contests.rules.model import ContestRound
from loa.platform.aws.dynamodb.transactions import commit
from loa.web.pages.assets import assets
from tests.conftest import OpenTable
from tests.pages.reading import check
from tests.worlds.component.participation import COMMUNE, OTHER_COMMUNE, SECRET, ParticipationWorld
from tests.worlds.console import body_of, filled_in


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


def test_a_contest__is_played__and_anybody_can_draw_its_lot_again(world: ParticipationWorld) -> None:
    contest = world.contest()
    passing = world.resident()
    assert "Tìm hiểu Luật Căn cước" in passing.page("/thi").text()
    before = passing.page(f"/thi/{contest}").text()

    right = [3, 3, 3, 3, 2, 1]
    for number, score in enumerate(right):
        browser = world.resident(number)
        world.sheet(browser, contest, COMMUNE if number % 2 else OTHER_COMMUNE)
        page = world.hand_in(browser, contest, score, prediction=4)
        assert f"đúng {score}/3 câu" in page.text()
        assert "Đáp án kèm điều luật hiện ở đây sau khi" in page.text()
        assert "Thi thêm một lượt" in page.text(), "two tries"
    # A browser without Zalo plays, is counted, and wins nothing.
    world.sheet(passing, contest)
    assert "không xếp giải" in world.hand_in(passing, contest, 3, prediction=4).text()

    live = world.writer.page(f"/console/tham-gia/{contest}").text()
    assert "Ngườiđãnộp7" in "".join(live.split())
    world.finish(contest)

    # What follows is all that an outsider needs: published data and Python's standard library.
    base = f"/thi/{contest}/ket-qua/1"
    assert "Thi thêm một lượt" not in world.resident(0).page(f"/thi/{contest}/cua-toi").text(), "it is over"
    head = world.data(passing, f"{base}/du-lieu.json")
    assert hashlib.sha256(head["seed"].encode()).hexdigest() == head["commitment"]
    assert passing.ask(head["sealed"])["statusCode"] == 404, "other rounds ask the same questions"
    assert "mở cho mọi người khi cuộc thi này và các cuộc thi dùng chung" in passing.page(base).text()
    world.later(timedelta(hours=1))
    store = participation.campaign_store()
    campaign = store.find(contest)
    other = replace(campaign, id=f"other{contest[5:]}", closes=campaign.closes + timedelta(days=5))
    store.add(other)
    assert passing.ask(head["sealed"])["statusCode"] == 404, "another contest may ask the same questions"
    store.turn(other, replace(other, closes=campaign.closes))
    assert f'href="{head["sealed"]}"' in body_of(passing.ask(base))
    sealed = body_of(passing.ask(head["sealed"]))
    assert hashlib.sha256(sealed.encode()).hexdigest() == head["digest"]
    assert head["digest"] in before
    assert json.loads(sealed)["seed"] == head["seed"]
    assert {each["options"][each["right"]] for each in json.loads(sealed)["questions"].values()} == {"Đúng"}
    entries = []
    for part in range(head["parts"]):
        entries += world.data(passing, head["entries"].replace("PART", str(part)))
    key = f"{head['seed']}:{head['value']}".encode()
    entries.sort(
        key=lambda entry: (
            -entry[1],
            abs(entry[2] - head["perfect"]),
            hmac.new(key, entry[0].encode(), hashlib.sha256).hexdigest(),
        )
    )
    winners = [receipt for receipt, _, _ in entries[: head["prizes"]]]
    assert winners == head["winners"]
    assert (head["perfect"], len(entries), len(winners)) == (4, 6, 3)

    own = world.resident(0).page(f"/thi/{contest}/cua-toi").text()
    assert "Nguyên văn điều" in own
    result = passing.page(base).text()
    assert "Phường Thành Vinh" in result
    assert "Số dân chưa được đối chiếu" in result


def test_a_round__sealed_before_there_was_a_digest__is_read_as_before(world: ParticipationWorld) -> None:
    contest = world.contest()
    campaign = participation.campaign_store().find(contest)
    (old,) = [dict(each) for each in campaign.content["rounds"]]
    del old["digest"]
    after = replace(campaign, content={**campaign.content, "rounds": [old]}, version=campaign.version + 1)
    participation.campaign_store().turn(campaign, after)
    world.finish(contest)
    world.later(timedelta(hours=1))
    anybody = world.resident()
    assert "Dấu niêm phong đề" not in anybody.page(f"/thi/{contest}/ket-qua/1").text()
    assert world.data(anybody, f"/thi/{contest}/ket-qua/1/du-lieu.json")["digest"] == ""
    assert anybody.ask(f"/thi/{contest}/ket-qua/1/de.json")["statusCode"] == 404


def test_a_start__again__gives_the_same_sheet_and_uses_no_other_try(world: ParticipationWorld) -> None:
    contest = world.contest()
    browser = world.resident(1)
    world.sheet(browser, contest)
    first = browser.page(f"/thi/{contest}/bai").text()
    again = browser.post(f"/thi/{contest}/bat-dau", {"unit": COMMUNE, "adult": "1", "consent": "1"})
    assert browser.follow(again).text() == first
    world.hand_in(browser, contest, 1, prediction=1)
    world.sheet(browser, contest)
    second = browser.page(f"/thi/{contest}/bai").text()
    assert "Lượt 2" in second
    page = world.hand_in(browser, contest, 3, prediction=9).text()
    assert "Điểmcaonhất3/3" in "".join(page.split())
    refused = browser.post(f"/thi/{contest}/bat-dau", {"unit": COMMUNE, "consent": "1"})
    assert refused["statusCode"] == 422
    assert "hết lượt" in body_of(refused)
    counts = participation.contests().counts(participation.play().campaigns.find(contest), 1)
    assert dict(counts[COMMUNE]) == {
        "persons": 1,
        "known": 1,
        "ranked": 1,
        "submits": 2,
        "score": 3,
        "perfect": 1,
    }


def test_what_is_missing__is_said_beside_it__and_nothing_is_lost(world: ParticipationWorld) -> None:
    contest = world.contest()
    browser = world.resident(1)
    refused = browser.post(f"/thi/{contest}/bat-dau", {"unit": COMMUNE})
    assert refused["statusCode"] == 422
    assert "Xin đánh dấu đồng ý" in body_of(refused)
    world.sheet(browser, contest)
    form = {"dot": "1", "luot": "1", "c0": "2", "prediction": "mot tram"}
    refused = browser.post(f"/thi/{contest}/nop", form)
    assert refused["statusCode"] == 422
    assert "Còn 2 câu chưa trả lời: 2, 3. Gửi luôn?" in body_of(refused)
    assert 'id="c0-2" name="c0" value="2" checked' in body_of(refused)
    form |= {"c1": "0", "c2": "0", "prediction": "100"}
    assert browser.post(f"/thi/{contest}/nop", form)["statusCode"] == 303
    assert browser.post(f"/thi/{contest}/nop", form)["statusCode"] == 303  # the answer got lost


def test_a_sheet_with_gaps__is_warned_of_once__and_then_taken_with_them_wrong(
    world: ParticipationWorld,
) -> None:
    contest, browser = world.contest(), world.resident(1)
    world.sheet(browser, contest)
    places = [
        [label.text()[2:].strip() for label in box.all("label")].index("Đúng")
        for box in browser.page(f"/thi/{contest}/bai").all("fieldset")
    ]
    form = {"dot": "1", "luot": "1", "c1": str(places[1])}
    warned = browser.post(f"/thi/{contest}/nop", form)
    assert warned["statusCode"] == 422
    assert "Còn 2 câu chưa trả lời: 1, 3" in body_of(warned)
    assert "Chưa ghi số dự đoán" in body_of(warned)
    (again,) = [each for each in check(body_of(warned)).all("form") if each.get("action").endswith("/nop")]
    for _ in range(2):
        own = browser.follow(browser.post(f"/thi/{contest}/nop", filled_in(again))).text()
        assert "đúng 1/3 câu" in own
    entry = participation.mark().own(*_first_round(contest), Participant(_person(1), is_known=True))
    assert entry is not None
    assert (entry.submits, entry.prediction) == (1, 0)


def test_who_is_late__by_our_clock__is_told_so_and_keeps_what_they_answered(
    world: ParticipationWorld,
) -> None:
    contest = world.contest()
    browser = world.resident(1)
    world.sheet(browser, contest)
    form = {"dot": "1", "luot": "1", "c0": "0", "c1": "0", "c2": "0", "prediction": "1"}
    world.now += timedelta(minutes=20, seconds=31)
    for _ in range(2):
        page = browser.follow(browser.post(f"/thi/{contest}/nop", form))
        assert "Lượt 1 nộp muộn" in page.text()
        assert "không tính vào kết quả và không xếp giải" in page.text()
        assert "Đã nộp bài" not in page.text()
        assert "đang chờ chấm" not in page.text()
    campaign, first = _first_round(contest)
    row = participation.campaigns().entries.find(campaign, _person(1), 1)
    assert row is not None
    assert [(each["try"], each["answers"], each["prediction"]) for each in row["late"]] == [(1, [0, 0, 0], 1)]
    assert participation.contests().counts(campaign, 1) == {}
    assert _leading_scores(campaign, first) == []
    # The next try is as good as any other.
    world.sheet(browser, contest)
    assert "Đã nộp bài: đúng 3/3 câu" in world.hand_in(browser, contest, 3, prediction=1).text()
    assert _leading_scores(campaign, first) == [3]


def _leading_scores(campaign: Campaign, current: ContestRound) -> list[int]:
    """The scores of those that would lead if the lot were drawn now."""
    drawing = participation.closing().draws
    commit([drawing.ending(campaign, current.number)])  # what an earlier call has found
    lot = drawing.go_on(campaign, current, lambda: True)
    assert lot
    return [each.score for each in lot.leaders]


def test_a_sheet__sent_again_by_its_script_until_half_a_minute_after_its_end__counts(
    world: ParticipationWorld,
) -> None:
    contest = world.contest()
    browser = world.resident(1)
    world.sheet(browser, contest)
    form = {"dot": "1", "luot": "1", "c0": "0", "c1": "0", "c2": "0", "prediction": "1"}
    world.now += timedelta(minutes=20, seconds=29)
    page = browser.follow(browser.post(f"/thi/{contest}/nop", form))
    assert "Đã nộp bài: đúng" in page.text()
    assert "nộp muộn" not in page.text()


def test_a_sheet__with_its_script_and_style__is_at_most_30_kb(world: ParticipationWorld) -> None:
    contest, browser = world.contest(per_sheet=12), world.resident(1)
    world.sheet(browser, contest)
    page = browser.ask(f"/thi/{contest}/bai")
    files = [each.get("src") or each.get("href") for each in check(body_of(page)).all("script", "link")]
    names = {name.rpartition("/")[2] for name in files if "/assets/" in name}
    assert {"sheet.js", "loa.css"} <= names
    loaded = [assets()[name].content for name in names] + [body_of(page).encode()]
    assert sum(len(gzip.compress(each, 6)) for each in loaded) <= 30_000


def test_the_sheet__as_the_browser_gets_it__does_not_hold_what_is_right(world: ParticipationWorld) -> None:
    contest = world.contest()
    seal = participation.play().campaigns.find(contest).content["rounds"][0]["seal"]
    rows = list(participation.play().table.rows(f"sheet#{seal}"))
    assert len(rows) == 256
    assert {name for row in rows for each in row["questions"] for name in each} == {
        "id", "words", "options", "order",
    }  # fmt: skip


def test_persons__over_64_partitions__are_spread_evenly() -> None:
    counts = [0] * 64
    for number in range(64_000):
        counts[shard_of(hashlib.sha256(str(number).encode()).hexdigest(), 64)] += 1
    assert sum((count - 1_000) ** 2 / 1_000 for count in counts) < 105  # chi square, 63 degrees: 0.1 %


def test_a_link_that_is_passed_on__is_its_owners_for_a_day__and_a_browser_keeps_its_own(
    world: ParticipationWorld,
) -> None:
    contest = world.contest()
    known, forwarded, passing = world.resident(1), world.resident(), world.resident()
    world.sheet(known, contest)
    given = known.cookies["loa-the"]
    answer = forwarded.ask(f"/thi/{contest}?the={given}")
    assert (answer["statusCode"], answer["headers"]["location"]) == (303, f"/thi/{contest}")
    assert forwarded.cookies["loa-the"] == given, "as it came, and no longer"
    assert "Max-Age=86400" in str(answer["cookies"])
    assert forwarded.ask(f"/thi/{contest}/bai")["statusCode"] == 200, "whoever has it is taken for them"
    assert forwarded.ask(f"/thi/{contest}?the=rubbish")["statusCode"] == 303
    assert forwarded.cookies["loa-the"] == given
    world.sheet(passing, contest)
    own = passing.cookies["loa-the"]

    world.later(timedelta(days=1, minutes=1))
    assert forwarded.ask(f"/thi/{contest}/bai")["statusCode"] == 303
    answer = forwarded.ask(f"/thi/{contest}?the={given}")
    assert "cookies" not in answer or not answer["cookies"]
    assert own.startswith("w.")
    assert read_pass(own, SECRET, world.now) is not None


def _first_round(contest: str) -> tuple[Campaign, ContestRound]:
    campaign = participation.play().campaigns.find(contest)
    return campaign, rounds_of(campaign)[0]


def _person(number: int) -> str:
    return known_person(SECRET, f"zalo-{number}").id
