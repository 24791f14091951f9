"""Opinions whose words nobody reads here: denunciations leave, perhaps secrets of the State are hidden."""

from typing import Any

import pytest

from loa import clock
from loa.bootstrap import participation
from loa.casework.denunciations.model import Sealed, SealedKind
from loa.casework.denunciations.rows.rows import sealed_from
from loa.errors import Busy, Conflict
from loa.participation.campaigns.passes import known_person
from loa.participation.consultations.rules.opinions import counted
from loa.participation.consultations.store import ConsultationStore
from loa.platform.aws import clients
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Row
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable
from tests.worlds.component.consultation import TITLE, Consultation
from tests.worlds.component.participation import COMMUNE, SECRET, ParticipationWorld
from tests.worlds.console import body_of

COMMIT = "loa.participation.consultations.sealing.commit"
BUCKET = "loa-attachments"
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

    every = law.world.writer.page(f"{law.page}/y-kien?xem=het")
    assert receipt not in {box.get("value") for box in every.all("input")}, "it can be put nowhere any more"
    assert receipt in every.text()
    assert put_aside(law, "denunciation", receipt)["statusCode"] == 303
    assert len(left(open_table)) == 1
    form = f"{law.public}/y-kien/{law.node('Điều 1')}"
    links = law.world.resident(1).page(law.public).all("a")
    assert form not in {link.get("href") for link in links}, "what cannot be changed is not offered"
    again = law.world.resident(1).send(form, form, stance="disagree", words=BRIBE)
    assert "không sửa được nữa" in body_of(again), "an old form does not bring the words back"
    for reason in ("insult", "classified"):
        assert "không xếp hay sửa được nữa" in body_of(put_aside(law, reason, receipt))
    at = f"{law.page}/y-kien"
    grouped = law.world.writer.send(f"{at}?xem=het", at, opinions=[receipt], title="Đấu thầu")
    assert grouped["statusCode"] == 422
    assert BRIBE not in repr(everything(open_table, "Participation"))
    assert participation.consultation_desk().store.themes(law.id) == []
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


def written_down(law: Consultation, words: str) -> tuple[str, str]:
    """Let somebody speak, and an officer write it down; the receipt, and the key of the recording."""
    name, file = law.spoken("Điều 4"), f"opinions/{law.id}/1.amr"
    clients.s3().put_object(Bucket=BUCKET, Key=file, Body=b"#!AMR")
    at = f"{law.page}/loi-noi/{name}"
    law.world.step(law.world.writer, at, at, language="vi", words=words, stance="other")
    return name.partition("-")[2], file


def test_a_spoken_denunciation__leaves_in_words__and_no_voice_stays(
    law: Consultation, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients.s3().create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "ap-southeast-1"}
    )
    receipt, file = written_down(law, "Kế toán xã ăn chặn")
    before = numbers(law)
    with monkeypatch.context() as stopped:
        stopped.setattr(Bucket, "delete", refuse)
        assert put_aside(law, "denunciation", receipt)["statusCode"] >= 500
    assert file in repr(everything(open_table, "Participation")), "a second press, or an erasure, finds it"
    law.world.writer.follow(put_aside(law, "denunciation", receipt))
    assert [each.words.rpartition("\n")[2] for each in left(open_table)] == ["Kế toán xã ăn chặn"]
    assert clients.s3().list_objects_v2(Bucket=BUCKET, Prefix="opinions/")["KeyCount"] == 0
    kept = repr(everything(open_table, "Participation"))
    assert file not in kept
    assert "ăn chặn" not in kept
    assert numbers(law) == before
    with pytest.raises(Conflict):  # the same recording comes again
        law.spoken("Điều 4")


def refuse(*_: object) -> None:
    raise Busy


def test_hidden_words__stay_when_their_writer_speaks_besides(law: Consultation) -> None:
    law.world.writer.follow(put_aside(law, "classified", *law.receipts(BRIBE)))
    service, campaign = participation.consultations(), participation.campaign_store().find(law.id)
    who, node = known_person(SECRET, "zalo-1"), law.node("Điều 1")
    said = service.speak(campaign, who, COMMUNE, node, [f"opinions/{law.id}/2.amr"], law.world.now)
    assert (said.words, said.wording) == (BRIBE, "Phải công khai")


def test_hidden_words_of_a_conference__are_not_in_what_officers_read_of_taking_it_out(
    law: Consultation,
) -> None:
    held = f"{law.page}/hoi-nghi"
    minutes = {"unit": COMMUNE, "held_on": clock.local_day(law.world.now).isoformat(), "persons": "40"}
    page = law.world.writer.send(held, held, **minutes)["headers"]["location"]
    said = {"node": law.node("Điều 4"), "agree": "30", "words": "Kho đạn ở sau đồi"}
    law.world.step(law.world.writer, page, page, **said)
    (one,) = participation.consultation_desk().store.conferences(law.id)[1]
    law.world.writer.follow(put_aside(law, "classified", one.receipt))
    removal = {"what": law.node("Điều 4"), "why": "Ghi nhầm điều"}
    law.world.writer.follow(law.world.writer.send(f"{page}/sua", f"{page}/bo", **removal))
    shown = law.world.writer.page(f"{law.page}/bien-nhan").text()
    assert "Ghi nhầm điều" in shown
    assert "Kho đạn" not in shown


def test_a_group__whose_press_failed_between_two_opinions__is_not_made_twice(
    law: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    law.give(law.world.resident(2), "Điều 4", "other", "Công khai đấu thầu")
    receipts, at = [*law.receipts(BRIBE), *law.receipts("Công khai")], f"{law.page}/y-kien"
    mark, done = ConsultationStore.mark, list[object]()

    def once(store: ConsultationStore, row: Row, values: Row) -> None:
        if done:
            raise Conflict
        mark(store, row, values)
        done.append(row)

    with monkeypatch.context() as stopped:
        stopped.setattr(ConsultationStore, "mark", once)
        answer = law.world.writer.send(at, at, opinions=receipts, title="Đấu thầu")
        assert answer["statusCode"] == 409
    law.world.writer.follow(law.world.writer.send(f"{at}?xem=het", at, opinions=receipts, title="Đấu thầu"))
    campaign = participation.campaign_store().find(law.id)
    (share,) = participation.consultation_desk().shares(
        campaign, participation.consultation_desk().said(campaign)
    )
    assert (share.theme.title, share.opinions) == ("Đấu thầu", 2)


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
