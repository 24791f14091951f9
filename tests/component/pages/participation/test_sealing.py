"""Opinions whose words nobody reads here: denunciations leave, perhaps secrets of the State are hidden."""

from typing import Any

import pytest

from loa import clock
from loa.bootstrap import participation
from loa.casework.denunciations.model import Sealed, SealedKind
from loa.casework.denunciations.rows.rows import sealed_from
from loa.errors import Busy
from loa.participation.campaigns.passes import known_person
from loa.participation.consultations.rules.opinions import counted
from loa.platform.aws import clients
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable
from tests.worlds.component.consultation import TITLE, Consultation
from tests.worlds.component.participation import COMMUNE, SECRET, ParticipationWorld
from tests.worlds.console import body_of

COMMIT = "loa.participation.consultations.sealing.commit"
BRIBE = "Chủ tịch xã nhận tiền của nhà thầu"


@pytest.fixture
def law(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Consultation:
    law = Consultation(ParticipationWorld(open_table, monkeypatch))
    law.give(law.world.resident(1), "Điều 1", "disagree", BRIBE, wording="Phải công khai")
    return law


def put_aside(law: Consultation, reason: str, *receipts: str) -> dict[str, Any]:
    page = f"{law.page}/y-kien"
    return law.world.writer.send(f"{page}?xem=het", page, opinions=list(receipts), reason=reason)


def everything(open_table: OpenTable, name: str) -> list[dict[str, Any]]:
    return list(clients.dynamodb().Table(open_table(name).name).scan()["Items"])


def left(open_table: OpenTable) -> list[Sealed]:
    return [sealed_from(row) for row in everything(open_table, "Confidential")]


def numbers(law: Consultation) -> object:
    store, campaign = participation.consultation_desk().store, participation.campaign_store().find(law.id)
    assert store.single_counts(law.id) == counted(store.opinions(campaign))
    return store.single_counts(law.id), store.conference_counts(law.id)


def test_a_denunciation__leaves_for_whoever_settles_it__and_its_number_stays(
    law: Consultation, open_table: OpenTable
) -> None:
    before, (receipt,) = numbers(law), law.receipts(BRIBE)
    shown = law.world.writer.follow(put_aside(law, "denunciation", receipt)).text()
    assert "Đã chuyển riêng" in shown
    (gone,) = left(open_table)
    assert gone.words == f"(Viết trong ý kiến góp ý “{TITLE}”, Điều 1)\n{BRIBE}\nPhải công khai"
    assert (gone.kind, gone.about_path, gone.day) == (SealedKind.DONE, "40", clock.local_day(law.world.now))
    assert gone.due <= law.world.now, "the clock makes it a denunciation at its next round"
    person = known_person(SECRET, "zalo-1").id
    assert person not in repr(everything(open_table, "Confidential"))
    assert BRIBE not in repr(everything(open_table, "Participation"))
    assert numbers(law) == before

    assert put_aside(law, "denunciation", receipt)["statusCode"] == 303
    assert len(left(open_table)) == 1
    own = law.world.resident(1).page(law.public)
    assert "đã chuyển riêng lên nơi có trách nhiệm" in own.text()
    assert "/confidential" in [each.get("href") for each in own.all("a")]
    read = law.world.writer.page(f"{law.page}/y-kien?xem=het").text()
    assert "Để riêng: Chuyển riêng theo quy định" in read


def test_an_opinion_of_a_conference__that_denounces__leaves_too(
    law: Consultation, open_table: OpenTable
) -> None:
    held = f"{law.page}/hoi-nghi"
    minutes = {"unit": COMMUNE, "held_on": clock.local_day(law.world.now).isoformat(), "persons": "40"}
    page = law.world.writer.send(held, held, **minutes)["headers"]["location"]
    said = {"node": law.node("Điều 4"), "agree": "30", "words": "Trưởng xóm bán đất công"}
    law.world.step(law.world.writer, page, page, **said)
    before = numbers(law)
    campaign = participation.campaign_store().find(law.id)
    ((one,),) = [participation.consultation_desk().store.conferences(campaign.id)[1]]
    law.world.writer.follow(put_aside(law, "denunciation", one.receipt))
    assert [each.words.rpartition("\n")[2] for each in left(open_table)] == ["Trưởng xóm bán đất công"]
    assert "bán đất công" not in repr(everything(open_table, "Participation"))
    assert numbers(law) == before


def test_stopped_between_two__the_first_has_left_whole__and_the_next_press_takes_the_other(
    law: Consultation, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    law.give(law.world.resident(2), "Điều 4", "other", "Kế toán xã ăn chặn tiền hộ nghèo")
    receipts = [*law.receipts(BRIBE), *law.receipts("ăn chặn")]
    done: list[Any] = []

    def once(writes: Any) -> None:
        if done:
            raise Busy
        commit(writes)
        done.append(writes)

    monkeypatch.setattr(COMMIT, once)
    assert put_aside(law, "denunciation", *receipts)["statusCode"] >= 500
    assert len(left(open_table)) == 1
    monkeypatch.setattr(COMMIT, commit)
    law.world.writer.follow(put_aside(law, "denunciation", *receipts))
    words = sorted(each.words.splitlines()[1] for each in left(open_table))
    assert words == [BRIBE, "Kế toán xã ăn chặn tiền hộ nghèo"]


def test_what_may_be_a_secret_of_the_state__is_hidden_at_once__and_shown_again_when_it_is_none(
    law: Consultation, open_table: OpenTable
) -> None:
    before, (receipt,) = numbers(law), law.receipts(BRIBE)
    law.world.writer.follow(put_aside(law, "classified", receipt))
    assert left(open_table) == []
    for page in (law.world.writer.page(f"{law.page}/y-kien?xem=het"), law.world.resident(1).page(law.public)):
        assert BRIBE not in page.text()
        assert "bí mật nhà nước" in page.text()
    assert numbers(law) == before
    at = f"{law.page}/y-kien"
    again = law.world.writer.send(f"{at}?xem=het", at, opinions=[receipt], title="Công khai đấu thầu")
    law.world.writer.follow(again)
    assert BRIBE in law.world.writer.page(f"{at}?xem=het").text()


def test_what_was_spoken_and_hidden__is_heard_by_nobody(law: Consultation) -> None:
    name = law.spoken("Điều 4")
    at = f"{law.page}/loi-noi/{name}"
    words = {"language": "vi", "words": "Kho đạn ở sau đồi", "stance": "other"}
    law.world.step(law.world.writer, at, at, **words)
    law.world.writer.follow(put_aside(law, "classified", name.partition("-")[2]))
    assert law.world.writer.ask(at)["statusCode"] == 404
    shown = law.world.writer.ask(f"{law.page}/y-kien?xem=het")
    assert "Kho đạn" not in body_of(shown)
    assert at not in body_of(shown)
