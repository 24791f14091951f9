"""The page of the search: synonyms, what stands first, and what was sought in vain."""

from datetime import timedelta

import pytest

from loa import clock
from loa.foundation.officers.model import Role
from loa.publishing.library.rules.model import WithdrawalKind
from loa.publishing.search import texts
from loa.publishing.search.model import PromotedResult, SearchRules
from loa.publishing.search.store import MissedSearches, SearchRulesStore
from tests.conftest import OpenTable
from tests.pages.reading import Element, check
from tests.worlds.console import OfficerBrowser, body_of
from tests.worlds.console_library import LIST, ConsoleLibrary, console_library
from tests.worlds.library import APPROVER

PAGE = f"{LIST}/tim-kiem"


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ConsoleLibrary:
    return console_library(open_table, monkeypatch)


@pytest.fixture
def chief(world: ConsoleLibrary) -> OfficerBrowser:
    return world.sign_in("Quản trị tỉnh", Role.ADMINISTRATOR, unit="40")


@pytest.fixture
def rules(open_table: OpenTable) -> SearchRulesStore:
    return SearchRulesStore(open_table("Published"))


def lines(page: Element) -> str:
    return page.one("textarea").text()


def test_synonyms__are_lines__and_what_is_no_group_says_which(
    chief: OfficerBrowser, rules: SearchRulesStore
) -> None:
    before = chief.page(PAGE)
    told = chief.send(before, PAGE, synonyms="căn cước,  chứng minh thư , cccd,\n\n bệnh xá, trạm xá")
    assert texts.SYNONYMS_SAVED in chief.follow(told).text()
    kept = (("căn cước", "chứng minh thư", "cccd"), ("bệnh xá", "trạm xá"))
    assert rules.read() == SearchRules(synonyms=kept, version=1)
    assert lines(chief.page(PAGE)) == "căn cước, chứng minh thư, cccd bệnh xá, trạm xá"
    wrong = "bệnh xá, trạm xá\nmột mình\nHòa, hoà\n!!, ??\n" + ", ".join(f"từ {each}" for each in range(11))
    answer = chief.send(chief.page(PAGE), PAGE, synonyms=f"{wrong}\na, bê")
    shown = check(body_of(answer))
    assert (answer["statusCode"], "một mình" in lines(shown)) == (422, True)
    for number, fault in (
        (2, texts.TOO_FEW_SYNONYMS),
        (3, texts.TOO_FEW_SYNONYMS),
        (4, texts.NO_WORD_IN_PHRASE),
        (5, texts.TOO_MANY_SYNONYMS.format(most=10)),
        (6, texts.PHRASE_LENGTH.format(shortest=2, longest=60)),
    ):
        assert f"Dòng {number}: {fault}" in shown.text()
    assert rules.read().synonyms == kept


def test_synonyms__that_somebody_changed_meanwhile__are_not_written_over__and_stay_typed(
    world: ConsoleLibrary, chief: OfficerBrowser, rules: SearchRulesStore
) -> None:
    seen = chief.page(PAGE)
    other = world.sign_in("Lê Thị Hoa", Role.APPROVER, unit="40")
    other.send(PAGE, PAGE, synonyms="bệnh xá, trạm xá")
    answer = chief.send(seen, PAGE, synonyms="căn cước, cccd")
    shown = check(body_of(answer))
    assert (answer["statusCode"], lines(shown)) == (409, "căn cước, cccd")
    assert texts.RULES_CHANGED_MEANWHILE in shown.text()
    assert rules.read().synonyms == (("bệnh xá", "trạm xá"),)
    chief.send(chief.page(PAGE), PAGE, synonyms="")
    assert rules.read().synonyms == ()


def test_an_item__stands_first_by_its_address__once__until_it_is_taken_off(
    world: ConsoleLibrary, chief: OfficerBrowser, rules: SearchRulesStore
) -> None:
    first, second = world.library.publish("Lịch họp dân"), world.library.publish('Họp "xóm" 7 & tổ 8')

    def put(words: str, address: str) -> str:
        answer = chief.send(chief.page(PAGE), f"{PAGE}/dung-dau", words=words, address=address)
        return "" if answer["statusCode"] == 303 else check(body_of(answer)).text()

    assert put("họp dân", f"https://loa.test/bai/{first}?xem=1") == ""
    assert put("Họp Dân", f"{LIST}/{second}") == put("họp dân", first) == ""
    assert rules.read().promoted == (PromotedResult("họp dân", (first, second)),)
    assert texts.NOT_SHOWN in put("họp dân", "https://loa.test/bai/40~khong-co")
    assert texts.NOT_SHOWN in put("họp dân", world.library.draft().item.item_id)
    assert texts.NO_WORD_IN_PHRASE in put("??", first)
    assert texts.SOUGHT_MISSING in put("", first)
    world.library.service.withdraw(APPROVER, first, WithdrawalKind.GONE, "Nhầm")
    shown = chief.page(PAGE)
    assert "Bài không còn đăng" in shown.text()
    assert 'Họp "xóm" 7 & tổ 8' in shown.text()
    (form, _) = [each for each in shown.all("form") if each.get("action") == f"{PAGE}/bo"]
    fields = {each.get("name"): each.get("value") for each in form.all("input")}
    for _ in range(2):  # the same press twice is one
        assert chief.post(f"{PAGE}/bo", fields)["statusCode"] == 303
    assert rules.read().promoted == (PromotedResult("họp dân", (second,)),)
    chief.send(chief.page(PAGE), f"{PAGE}/bo")
    assert rules.read().promoted == ()


def test_an_item__too_many_for_the_same_words__is_refused(
    world: ConsoleLibrary, chief: OfficerBrowser, rules: SearchRulesStore
) -> None:
    for number in range(5):
        item = world.library.publish(f"Bài {number}")
        chief.send(chief.page(PAGE), f"{PAGE}/dung-dau", words="họp dân", address=item)
    last = world.library.publish("Bài cuối")
    answer = chief.send(chief.page(PAGE), f"{PAGE}/dung-dau", words="họp dân", address=last)
    assert (answer["statusCode"], texts.TOO_MANY_FIRST.format(most=5) in body_of(answer)) == (422, True)
    many = tuple(PromotedResult(f"từ {number}", (last,)) for number in range(100))
    rules.save(SearchRules(promoted=many, version=rules.read().version + 1))
    answer = chief.send(chief.page(PAGE), f"{PAGE}/dung-dau", words="từ mới", address=last)
    assert (answer["statusCode"], texts.TOO_MANY_PROMOTED.format(most=100) in body_of(answer)) == (422, True)


def test_what_was_sought_in_vain__is_listed_by_month__from_the_third_time(
    chief: OfficerBrowser, open_table: OpenTable
) -> None:
    missed, now = MissedSearches(open_table("Published")), clock.now()
    before = clock.day_start(clock.local_day(now).replace(day=1)) - timedelta(days=1)
    for words, at, times in (("tien dien", now, 3), ("mot nguoi", now, 2), ("nuoc sach", before, 4)):
        for _ in range(times):
            missed.count(words, at)
    shown = chief.page(PAGE).text()
    assert "tien dien3 lần" in shown
    assert "nuoc sach4 lần" in shown
    assert "mot nguoi" not in shown
    assert f"Tháng {clock.local_day(before).month}/" in shown


def test_the_page__is_the_province_s_alone__and_takes_no_form_of_another_site(
    world: ConsoleLibrary, chief: OfficerBrowser, rules: SearchRulesStore
) -> None:
    commune, writer = world.sign_in("Cán bộ xã", Role.APPROVER), world.sign_in("Người viết", unit="40")
    fields = {"synonyms": "căn cước, cccd", "version": "0", "khoa": "k" * 24}
    for browser, status in ((commune, 404), (writer, 403)):
        assert browser.ask(PAGE)["statusCode"] == status
        assert PAGE not in [each.get("href") for each in browser.page(LIST).all("a")]
        own = {each.get("name"): each.get("value") for each in browser.page(LIST).all("input")}
        for path in ("", "/dung-dau", "/bo"):
            sent = {**fields, "csrf": own["csrf"], "words": "họp", "address": "x", "sought": "x", "item": "x"}
            assert browser.post(f"{PAGE}{path}", sent)["statusCode"] == status
    for path in ("", "/dung-dau", "/bo"):
        assert chief.post(f"{PAGE}{path}", fields)["statusCode"] == 403
    assert PAGE in [each.get("href") for each in chief.page(LIST).all("a")]
    assert rules.read() == SearchRules()
