"""Entries worth a look: people judge, two of them and the owner heard, and anybody draws the lot again."""

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta

import pytest

from loa import clock
from loa.bootstrap import participation
from loa.errors import Conflict, NotAllowed
from loa.foundation.officers.model import Role
from loa.foundation.officers.store import KnownOfficer
from loa.participation.contests.reviews import ReviewState, Telling
from loa.participation.contests.rules.signals import Signal, SignalKind
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable
from tests.worlds.component.participation import AREA, COMMUNE, ParticipationWorld
from tests.worlds.console import body_of
from tests.worlds.permissions import at_work

WHY = "Ba câu trong một giây, không kịp đọc câu hỏi."
SAYS = "Tôi tự làm bài, không nhờ ai."


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


@pytest.fixture
def drawn(world: ParticipationWorld) -> tuple[str, str]:
    """A contest whose lot is drawn, and the receipt that leads, of who was faster than anybody reads."""
    contest = world.contest(prizes=1)
    for number, right, seconds in ((1, 3, 1), (2, 2, 90)):
        browser = world.resident(number)
        world.sheet(browser, contest)
        world.now += timedelta(seconds=seconds)
        world.hand_in(browser, contest, right=right, prediction=1)
    draw(world, contest)
    result = participation.contests().results.find(contest, 1, 1)
    assert result is not None
    return contest, result["winners"][0]["receipt"]


def draw(world: ParticipationWorld, contest: str) -> None:
    world.later(timedelta(hours=4, minutes=2))
    page = f"{AREA}/{contest}"
    world.step(world.writer, page, f"{page}/dot/1/boc-tham", value="48213")
    world.draw()


def test_who_is_seen__is_heard__and_excluded_by_another__for_everybody_to_draw_again(
    world: ParticipationWorld, drawn: tuple[str, str]
) -> None:
    contest, receipt = drawn
    page, one = f"{AREA}/{contest}/dot/1/can-xem", f"{AREA}/{contest}/dot/1/can-xem?phieu={drawn[1]}"
    own = f"/thi/{contest}/cua-toi"
    assert "1 bài đứng đầu cần xem" in world.approver.page(f"{AREA}/{contest}").text()
    assert "Làm 3 câu trong 1 giây" in world.writer.page(page).text()
    assert "can-xem" in body_of(world.writer.ask(f"{AREA}/o-viec"))
    assert world.writer.send(one, f"{page}/de-nghi", reason="ít")["statusCode"] == 422
    world.step(world.writer, one, f"{page}/de-nghi", reason=WHY)
    winner, other = world.resident(1), world.resident(2)
    assert WHY in winner.page(own).text()
    assert WHY not in other.page(own).text()

    decided = {"outcome": "exclude", "answer": "Đã đọc, nhưng một giây thì không kịp."}
    first = world.approver.send(one, f"{page}/quyet-dinh", **decided)
    assert first["statusCode"] == 409, "they are heard first"
    seen = participation.campaign_store().find(contest).version
    with pytest.raises(Conflict):  # it is open
        participation.reviews().confirm(
            world.known_officer("officer-confirms", "40", Role.APPROVER), contest, 1, seen
        )
    answer = f"/thi/{contest}/kien-nghi"
    theirs = {"dot": "1", "cau": f"phieu-{receipt}", "words": SAYS}
    other.post(answer, theirs)
    assert SAYS not in world.approver.page(one).text(), "it is not their entry"
    assert winner.post(answer, {**theirs, "words": "ngắn"})["statusCode"] == 422
    assert SAYS in winner.follow(winner.post(answer, theirs)).text()
    assert winner.post(answer, theirs)["statusCode"] == 422, "once"
    assert SAYS in world.approver.page(one).text()
    assert "trả lời về bài bị đề nghị loại" in body_of(world.writer.ask(f"{AREA}/o-viec"))
    waits = body_of(world.approver.ask(f"{AREA}/o-viec"))
    assert "1 bài có đề nghị chờ" in waits, "who may decide finds it"
    assert "Kết quả chờ duyệt" not in waits, "nobody can publish it yet"
    assert f"{AREA}/{contest}/dot/1/xac-nhan" not in body_of(world.approver.ask(f"{AREA}/{contest}"))
    world.step(world.approver, one, f"{page}/quyet-dinh", **decided)
    assert "không xếp giải" in winner.page(own).text()
    assert "một giây thì không kịp" in winner.page(own).text()

    world.draw()
    confirmed(world, contest)
    data = world.data(world.resident(), f"/thi/{contest}/ket-qua/1/du-lieu.json")
    assert data["excluded"] == [receipt]
    assert drawn_again(world, contest) == data["winners"] != [receipt]
    assert data["perfect"] == 0, "the only one with everything right"
    assert WHY in world.resident().page(f"/thi/{contest}/ket-qua/1").text()
    assert not participation.reviews().reviews.seen(contest, 1)


def test_an_exclusion_by_mistake__is_undone_by_two_before_the_result_is_public__and_the_lot_drawn_again(
    world: ParticipationWorld, drawn: tuple[str, str]
) -> None:
    contest, receipt = drawn
    page, one = f"{AREA}/{contest}/dot/1/can-xem", f"{AREA}/{contest}/dot/1/can-xem?phieu={drawn[1]}"
    desk, own = participation.reviews(), f"/thi/{contest}/cua-toi"
    world.step(world.writer, one, f"{page}/de-nghi", reason=WHY)
    world.resident(1).page(own)
    world.later(timedelta(days=9))
    world.step(world.approver, one, f"{page}/quyet-dinh", outcome="exclude", answer="Hết hạn trả lời.")
    world.draw()

    assert world.writer.send(one, f"{page}/xep-lai", back="nhầm")["statusCode"] == 422
    back = "Người thi đã cho xem giờ làm bài trên máy, loại là nhầm."
    world.step(world.writer, one, f"{page}/xep-lai", back=back)
    assert "đang không xếp giải" in world.resident(1).page(own).text()
    assert "bài có đề nghị chờ" in body_of(world.approver.ask(f"{AREA}/o-viec"))
    confirm = f"{AREA}/{contest}/dot/1/xac-nhan"
    shown = world.approver.page(f"{AREA}/{contest}")
    assert confirm not in [each.get("action") for each in shown.all("form")]
    third = world.known_officer("officer-confirms", "40", Role.APPROVER)
    with pytest.raises(Conflict):  # nobody has decided
        desk.confirm(third, contest, 1, participation.campaign_store().find(contest).version)
    writer = participation.reviews().reviews.find(contest, 1, receipt)
    assert writer
    assert writer.back
    proposer = world.known_officer(writer.back.by, "40", Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        desk.decide_return(proposer, contest, 1, receipt, returns=True, now=world.now)
    second = world.at_work("participation", "officer-late", "40", Role.APPROVER)
    world.step(second, one, f"{page}/quyet-dinh-lai")
    assert "Đã loại" in world.writer.page(page).text(), "left excluded, it may be proposed again"
    world.step(world.writer, one, f"{page}/xep-lai", back=back)
    world.step(second, one, f"{page}/quyet-dinh-lai", returns="1")
    with pytest.raises(Conflict):
        desk.propose_return(proposer, contest, 1, receipt, "Thêm một lần nữa cho chắc.", world.now)
    assert back in world.resident(1).page(own).text()

    world.draw()
    confirmed(world, contest)
    data = world.data(world.resident(), f"/thi/{contest}/ket-qua/1/du-lieu.json")
    assert (data["winners"], data["excluded"]) == ([receipt], [])
    assert drawn_again(world, contest) == [receipt]
    public = world.resident().page(f"/thi/{contest}/ket-qua/1").text()
    assert back in public
    assert WHY not in public, "what was undone accuses nobody"


def test_an_exclusion__that_a_public_result_has_counted__is_not_undone(
    world: ParticipationWorld, drawn: tuple[str, str]
) -> None:
    contest, receipt = drawn
    page, one = f"{AREA}/{contest}/dot/1/can-xem", f"{AREA}/{contest}/dot/1/can-xem?phieu={drawn[1]}"
    world.step(world.writer, one, f"{page}/de-nghi", reason=WHY)
    world.resident(1).page(f"/thi/{contest}/cua-toi")
    world.later(timedelta(days=9))
    world.step(world.approver, one, f"{page}/quyet-dinh", outcome="exclude", answer="Hết hạn trả lời.")
    world.draw()
    confirmed(world, contest)
    assert "xếp giải lại" not in world.writer.page(page).text()
    officer = world.known_officer("officer-late", "40", Role.EDITOR)
    with pytest.raises(Conflict):
        participation.reviews().propose_return(officer, contest, 1, receipt, "Loại là nhầm.", world.now)


def test_what_is_normal__is_said_by_one__and_nothing_changes(
    world: ParticipationWorld, drawn: tuple[str, str]
) -> None:
    contest, receipt = drawn
    page = f"{AREA}/{contest}/dot/1/can-xem"
    for _ in range(2):
        look(world, world.known_officer("officer-looks", "40", Role.EDITOR), contest, "")
    assert "Bình thường" in world.writer.page(page).text()
    assert "cần xem trước khi" not in world.approver.page(f"{AREA}/{contest}").text()
    assert "xem xét" not in world.resident(1).page(f"/thi/{contest}/cua-toi").text()
    confirmed(world, contest)
    with pytest.raises(Conflict):
        look(world, world.known_officer("officer-late", "40", Role.EDITOR), contest, WHY)
    data = world.data(world.resident(), f"/thi/{contest}/ket-qua/1/du-lieu.json")
    assert (data["winners"], data["excluded"]) == ([receipt], [])
    results = participation.contests().results
    result = results.find(contest, 1, 1)
    assert result is not None
    assert result["averages"] == [], "two people are no average"
    averages = [{"unit_path": COMMUNE, "persons": 50, "hundredths": 205}]
    results.save(contest, 1, 1, {**result, "averages": averages})
    assert "2,05" in world.resident().page(f"/thi/{contest}/ket-qua/1").text()


def test_who_does_not_answer__is_waited_for__and_who_proposed_does_not_decide(
    world: ParticipationWorld, drawn: tuple[str, str]
) -> None:
    contest, receipt = drawn
    page, desk = f"{AREA}/{contest}/dot/1/can-xem", participation.reviews()
    both = world.known_officer("officer-looks", "40", Role.ADMINISTRATOR)
    seen = participation.campaign_store().find(contest).version
    for _ in range(2):
        look(world, both, contest, WHY)
    another = world.known_officer("officer-confirms", "40", Role.APPROVER)
    with pytest.raises(Conflict):  # past the look at reviews, as whoever read them just before the proposal
        desk.contests.confirm(another, contest, 1, seen)
    one = f"{page}?phieu={receipt}"
    waits = world.approver.page(one).text()
    assert "Chưa báo được cho người thi" in waits
    assert "mỗi ngày máy tìm" in waits
    review = desk.reviews.find(contest, 1, receipt)
    assert review
    desk.reviews.telling(contest, 1, review, Telling.UNSENT)
    failed = world.approver.page(one).text()
    assert "không gửi được" in failed
    assert "mỗi ngày" not in failed
    world.later(timedelta(days=2))
    assert "Gửi trả lời" in world.resident(1).page(f"/thi/{contest}/cua-toi").text()
    assert "Chưa báo được" not in world.approver.page(one).text()
    review = desk.reviews.find(contest, 1, receipt)
    assert review
    assert review.informed_at == clock.from_text(clock.to_text(world.now)), "from then on they may answer"
    desk.reviews.telling(contest, 1, review, Telling.UNKNOWN)
    assert desk.reviews.find(contest, 1, receipt) == review, "nothing more once they know"
    world.later(timedelta(days=7))
    assert "Gửi trả lời" not in world.resident(1).page(f"/thi/{contest}/cua-toi").text()
    with pytest.raises(NotAllowed):
        desk.decide(both, contest, 1, receipt, excludes=True, answer="", now=world.now)
    decided = {"outcome": "keep", "answer": "Xem lại thì bình thường."}
    world.step(world.approver, f"{page}?phieu={receipt}", f"{page}/quyet-dinh", **decided)
    assert "vẫn xếp giải" in world.resident(1).page(f"/thi/{contest}/cua-toi").text()
    commune = world.officer_of(COMMUNE, Role.APPROVER)
    assert commune.ask(page)["statusCode"] in {403, 404}


def test_other_signals__are_looked_at_again__and_another_may_propose_over_what_one_found_normal(
    world: ParticipationWorld, drawn: tuple[str, str]
) -> None:
    contest, receipt = drawn
    page, reviews = f"{AREA}/{contest}/dot/1/can-xem", participation.reviews().reviews
    one = f"{page}?phieu={receipt}"
    first, second = world.writer, world.officer_of("40", Role.EDITOR)
    world.step(first, page, f"{page}/binh-thuong")
    assert "Chưa xem" not in first.page(page).text()
    assert "Đề nghị loại bài này" not in first.page(page).text(), "not the same person"
    assert "Đề nghị loại bài này" in second.page(page).text()

    shown = second.page(one)  # and just then the lot is drawn again
    (seen,) = reviews.seen(contest, 1)
    others = replace(seen, signals=(*seen.signals, Signal(SignalKind.CROWD, 40)))
    commit([reviews.noting(contest, 1, [others])])
    assert second.send(shown, f"{page}/de-nghi", reason=WHY)["statusCode"] == 409
    again = first.page(page).text()
    assert "Chưa xem" in again
    assert "dấu hiệu khác trước" in again
    assert "1 bài cần xem" in body_of(first.ask(f"{AREA}/o-viec"))
    world.step(first, page, f"{page}/binh-thuong")
    assert "Chưa xem" not in first.page(page).text()
    assert "cần xem" not in body_of(first.ask(f"{AREA}/o-viec"))

    world.step(second, one, f"{page}/de-nghi", reason=WHY)
    assert WHY in world.resident(1).page(f"/thi/{contest}/cua-toi").text()
    review = reviews.find(contest, 1, receipt)
    assert review
    assert review.state is ReviewState.PROPOSED


def test_while_entries_are_looked_at__officers_read_how_far__and_nobody_makes_the_result_public(
    world: ParticipationWorld,
) -> None:
    contest = world.contest(prizes=1)
    browser = world.resident(1)
    world.sheet(browser, contest)
    world.hand_in(browser, contest, right=3, prediction=1)
    world.later(timedelta(hours=4, minutes=2))
    page, entries = f"{AREA}/{contest}", f"{AREA}/{contest}/dot/1/can-xem"
    confirm = f"{page}/dot/1/xac-nhan"
    world.step(world.writer, page, f"{page}/dot/1/boc-tham", value="48213")
    closing = participation.closing()
    with at_work("clock"):
        assert closing.draw_due(clock.local_day(world.now), lambda: True) == 1
    shown = world.approver.page(page)
    assert "đã đọc 0 trong 1 bài" in shown.text()
    assert not [each for each in shown.all("form") if each.get("action") == confirm]
    assert "đã đọc 0 trong 1 bài" in world.writer.page(entries).text()
    assert "Không có bài nào" not in world.writer.page(entries).text()
    assert "Kết quả chờ duyệt" not in body_of(world.approver.ask(f"{AREA}/o-viec"))
    officer = world.known_officer("officer-confirms", "40", Role.APPROVER)
    seen = participation.campaign_store().find(contest).version
    with pytest.raises(Conflict, match="chưa xem xong"):
        participation.reviews().confirm(officer, contest, 1, seen)

    with at_work("clock"):
        assert closing.look_due(lambda: True) == 1
    assert "Kết quả chờ duyệt" in body_of(world.approver.ask(f"{AREA}/o-viec"))
    assert "Máy đang xem" not in world.writer.page(entries).text()
    confirmed(world, contest)


def look(world: ParticipationWorld, officer: KnownOfficer, contest: str, reason: str) -> None:
    """Let an officer say what they think of the entry that leads."""
    (seen,) = participation.reviews().reviews.seen(contest, 1)
    participation.reviews().look(
        officer, contest, 1, seen.entry.receipt, reason, world.now, signals=seen.digest
    )


def confirmed(world: ParticipationWorld, contest: str) -> None:
    """Make the result public, and let functions forget what they read before."""
    world.step(world.approver, f"{AREA}/{contest}", f"{AREA}/{contest}/dot/1/xac-nhan")
    participation.play.cache_clear()


def drawn_again(world: ParticipationWorld, contest: str) -> list[str]:
    """Return who wins, from published data alone."""
    browser, at = world.resident(), f"/thi/{contest}/ket-qua/1"
    data = world.data(browser, f"{at}/du-lieu.json")
    entries = [
        entry
        for part in range(data["parts"])
        for entry in world.data(browser, data["entries"].replace("PART", str(part)))
    ]
    assert hashlib.sha256(data["seed"].encode()).hexdigest() == data["commitment"]
    key = f"{data['seed']}:{data['value']}".encode()

    def place(entry: list[object]) -> tuple[int, int, str]:
        receipt, score, prediction = str(entry[0]), int(str(entry[1])), int(str(entry[2]))
        drawn = hmac.new(key, receipt.encode(), hashlib.sha256).hexdigest()
        return -score, abs(prediction - data["perfect"]), drawn

    return [str(entry[0]) for entry in sorted(entries, key=place)][: data["prizes"]]
