"""What the drafting body gets and owes: noted once all is in groups, overdue where anybody reads it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from loa import clock
from loa.bootstrap import participation, reports
from loa.foundation.officers.model import Role
from loa.participation.consultations.rules.periods import ANSWER_RULES, read_answer_rules
from loa.participation.consultations.sending import sending_of
from loa.reports.consultations.document import consultation_document
from loa.web.pages.formats import day
from tests.conftest import OpenTable
from tests.worlds.component.consultation import Consultation
from tests.worlds.component.participation import AREA, COMMUNE, ParticipationWorld
from tests.worlds.console import body_of

OVERDUE = "chưa trả lời, quá hạn từ ngày"
LETTER = {"number": "45/BC-MTTQ-BTT", "way": "network"}


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    for name in ("Statistics", "Broadcasts", "Cases", "Privacy"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    monkeypatch.setenv("REPORTS_BUCKET", "loa-reports")
    return ParticipationWorld(open_table, monkeypatch)


@pytest.fixture
def law(world: ParticipationWorld) -> Consultation:
    """A closed consultation with one opinion in a group."""
    law = Consultation(world)
    law.give(world.resident(1), "Điều 1", "disagree", "Báo trước năm ngày")
    law.give(world.resident(2), "Điều 4", "other", "Hai phần ba số hộ")
    law.group("năm ngày", "Báo trước 05 ngày")
    world.later(timedelta(hours=6))
    return law


def test_what_was_sent__is_noted_once_all_is_in_groups__and_overdue_is_said_everywhere(
    law: Consultation,
) -> None:
    world, page = law.world, f"{law.page}/gui-di"
    refused = world.writer.send(page, page, **LETTER)
    assert refused["statusCode"] == 409
    assert "Còn 1 ý kiến chưa vào nhóm" in body_of(refused)
    second = law.group("Hai phần ba", "Hai phần ba số hộ")
    assert "chờ gửi cơ quan soạn thảo" in body_of(world.writer.ask(f"{AREA}/o-viec"))

    noted = world.step(world.writer, page, page, **LETTER).text()
    today = clock.local_day(world.now)
    due = today + timedelta(days=30)
    assert "Chưa có hồi báo" in noted
    assert day(due) in noted
    public = world.resident().page(law.public).text()
    assert f"đã gửi ý kiến cho Bộ Nội vụ ngày {day(today)}, văn bản số 45/BC-MTTQ-BTT" in public
    assert OVERDUE not in public

    world.later(timedelta(days=2))
    received = clock.local_day(world.now)
    world.step(world.writer, page, page, received_on=received.isoformat())
    sending = sending_of(participation.campaign_store().find(law.id))
    assert sending
    assert (sending.sent_on, sending.received_on, sending.due_on) == (
        today,
        received,
        received + timedelta(30),
    )
    last = f"{received + timedelta(30)}T16:59:59.999Z"
    assert f'data-due="{last}"' in body_of(world.writer.ask(f"{AREA}/o-viec")), (
        "until the day ends in Vietnam"
    )

    world.later(timedelta(days=31))
    late = received + timedelta(days=31)
    since = day(late)
    assert f"{OVERDUE} {since}" in world.resident().page(law.public).text()
    panel = body_of(world.writer.ask(f"{AREA}/o-viec"))
    assert f"{OVERDUE} {since}" in panel
    assert panel.count(f'data-due="{last}"') == 1, "one matter stands once in what ends first"
    assert "nhóm ý kiến chưa trả lời" in panel
    assert "chậm nhất" not in panel
    assert f"Quá hạn từ ngày {since}" in world.writer.page(law.page).text()
    facts = reports.consultations().facts(world.known_officer("approver-x", "40", Role.APPROVER), law.id)
    letter = consultation_document(replace(facts, now=world.now)).letter
    assert letter
    assert f"Chưa trả lời, quá hạn từ ngày {late:%d/%m/%Y}." in " ".join(letter.opening)

    paper = "Công văn số 125/BNV"
    first = next(each.id for each in facts.said.themes if each.id != second)
    for theme, body in ((first, ""), (second, "Bộ Tư pháp")):  # empty: who drafts it
        at = f"{law.page}/nhom/{theme}"
        words = {"outcome": "explained", "answer": "Ba ngày là đủ để báo.", "body": body, "document": paper}
        world.step(world.writer, at, at, **words)
    assert OVERDUE not in world.resident().page(law.public).text()
    world.step(world.approver, law.page, f"{law.page}/cong-bo")
    public = world.resident(1).page(law.public).text()
    assert f"Trả lời của Bộ Nội vụ, {paper}" in public
    assert f"Trả lời của Bộ Tư pháp, {paper}" in public


def test_a_term_that_the_letter_names__stays_when_the_receipt_comes(law: Consultation) -> None:
    law.group("Hai phần ba", "Hai phần ba số hộ")
    page, today = f"{law.page}/gui-di", clock.local_day(law.world.now)
    named = today + timedelta(days=15)
    law.world.step(law.world.writer, page, page, **LETTER, due_on=named.isoformat())
    law.world.step(law.world.writer, page, page, received_on=today.isoformat())
    sending = sending_of(participation.campaign_store().find(law.id))
    assert sending
    assert (sending.received_on, sending.due_on) == (today, named)


@pytest.mark.parametrize(
    ("field", "days", "fault"),
    [("sent_on", 1, "đến hôm nay"), ("received_on", -1, "từ ngày gửi"), ("due_on", 0, "phải sau")],
)
def test_days_that_cannot_follow__are_said_at_their_field(
    law: Consultation, field: str, days: int, fault: str
) -> None:
    law.group("Hai phần ba", "Hai phần ba số hộ")
    page, today = f"{law.page}/gui-di", clock.local_day(law.world.now)
    wrong = {**LETTER, "sent_on": today.isoformat(), field: (today + timedelta(days)).isoformat()}
    answer = law.world.writer.send(page, page, **wrong)
    assert answer["statusCode"] == 422
    assert fault in body_of(answer)
    assert sending_of(participation.campaign_store().find(law.id)) is None


def test_who_only_reads__or_works_below__notes_no_sending(law: Consultation) -> None:
    reader, below = law.world.officer_of("40", Role.VIEWER), law.world.officer_of(COMMUNE, Role.EDITOR)
    assert reader.ask(f"{law.page}/gui-di")["statusCode"] == 403
    assert below.ask(f"{law.page}/gui-di")["statusCode"] == 404, "as all work of a unit above"
    for officer in (reader, below):
        assert "gui-di" not in body_of(officer.ask(law.page))


def test_nothing_is_sent__while_people_still_write(world: ParticipationWorld) -> None:
    law = Consultation(world)
    assert "Chỉ ghi được sau khi hết hạn góp ý" in world.writer.page(f"{law.page}/gui-di").text()
    assert "Ghi việc gửi" not in world.writer.page(law.page).text()


def test_the_term_of_an_answer__is_a_dated_rule_that_nobody_has_verified_yet(law: Consultation) -> None:
    assert not any(rule.verified for rule in ANSWER_RULES)
    assert "chưa có luật gia đối chiếu" in law.world.writer.page(f"{law.page}/gui-di").text()
    row = '[{"since": "2026-01-01", "days": 15, "article": "Điều 9", "source": "read", "verified": true}]'
    (rule,) = read_answer_rules(row)
    assert rule.due_on(date(2026, 12, 1)) == date(2026, 12, 16)
