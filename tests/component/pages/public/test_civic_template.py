"""The dialect of Zalo's official civic template, asked by a client that does what its program does."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from loa.publishing.library.rules.kinds import ItemKind, Section
from tests.conftest import OpenTable
from tests.pages.public_world import COMMUNE, PROVINCE, PublicWorld, build
from tests.worlds.civic_template import Failed, Template, over
from tests.worlds.doors import http_event

BASE = "https://loa.example.vn"


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> PublicWorld:
    """The function over its tables."""
    return build(open_table, monkeypatch)


@pytest.fixture
def template(world: PublicWorld) -> Template:
    """The template's program."""
    return Template(over(world.handler), BASE, PROVINCE)


def test_the_organisation_names_the_province_and_its_account_alone(template: Template) -> None:
    organisation = template.get("/get_organization_api", miniAppId="1")
    assert str(organisation["id"]) == PROVINCE
    assert organisation["officialAccounts"] == [
        {"oaId": "1111", "name": "Mặt trận tỉnh Nghệ An", "follow": False}
    ]


def test_articles_come_without_an_organisation_and_open_on_our_pages(
    world: PublicWorld, template: Template
) -> None:
    item_id = world.library.publish("Cả tỉnh thi đua", unit=PROVINCE, section=Section.PROVINCE)
    world.library.publish("Chỉ của xã", unit=COMMUNE)
    articles = template.all("/get_articles_api", 2)
    assert f"{BASE}/bai/{item_id}" in [each["link"] for each in articles]
    assert all({"id", "title", "link", "createdAt"} <= set(each) for each in articles)
    assert all(isinstance(each["createdAt"], int) for each in articles)
    assert "Chỉ của xã" not in [each["title"] for each in articles]
    path, query = urlsplit(articles[0]["link"]).path, dict(parse_qsl(urlsplit(articles[0]["link"]).query))
    assert world.handler(http_event("GET", path, query=query or None))["statusCode"] == 200


def test_types_of_feedback_are_never_empty_and_name_no_denunciation(template: Template) -> None:
    types = template.get("/feedback_types_api")
    assert types[0]["id"] == types[0]["order"] == 1
    assert "Tố cáo" not in [each["title"] for each in types]


def test_guides_are_the_handbook_in_plain_text(world: PublicWorld, template: Template) -> None:
    world.library.publish("Ai được bầu?", unit=PROVINCE, kind=ItemKind.PAGE, section=Section.HANDBOOK)
    guides = template.all("/information_guide_api", 1)
    questions = [guide["question"] for guide in guides]
    assert sorted(questions) == ["Ai được bầu?", "Cách tổ chức một buổi họp xóm"]
    assert all("<" not in guide["answer"] for guide in guides)
    assert all("họp vào sáng thứ Hai" in guide["answer"] for guide in guides)


def test_a_code_alone_opens_no_case(template: Template) -> None:
    with pytest.raises(Failed, match="/theo-doi"):
        template.get("/search_profiles_api", profileCode="MT-1", organizationId=PROVINCE)


@pytest.mark.parametrize("wrong", ["-1", "x"])
def test_a_page_that_is_no_number_is_an_error_in_words(template: Template, wrong: str) -> None:
    with pytest.raises(Failed) as failed:
        template.get("/information_guide_api", page=wrong, pargeSize=10)
    assert failed.value.args == (-1, "Số trang chưa đúng.")


def test_a_page_beyond_the_last_is_empty(template: Template) -> None:
    assert template.get("/information_guide_api", page=10**22, pargeSize=10)["data"] == []
