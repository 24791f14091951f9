"""The dialect of Zalo's official civic template, asked by a client that does what its program does."""

import json
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest

from loa.publishing.library.rules.kinds import ItemKind, Section
from tests.conftest import OpenTable
from tests.pages.public_world import COMMUNE, PROVINCE, PublicWorld, build
from tests.worlds.doors import http_event

BASE = "https://loa.example.vn"
LARGEST_SAFE = 2**53 - 1


class Failed(Exception):  # noqa: N818 - as the template throws it
    """What the template throws: the code of an answer that is wrong, or has no data."""


class Template:
    """Asks as the template does: paths from the root of the host, `pargeSize`, whatever status comes."""

    def __init__(self, world: PublicWorld) -> None:
        self._world = world

    def get(self, path: str, **query: Any) -> Any:
        address = urlsplit(urljoin(BASE, path))
        headers = {"authorization": "Bearer zalo-token", "x-organization-id": PROVINCE}
        pairs = {name: str(value) for name, value in query.items()}
        answer = self._world.handler(http_event("GET", address.path, headers=headers, query=pairs or None))
        envelope = json.loads(answer["body"])
        assert set(envelope) == {"err", "message", "data"}
        if envelope["err"] != 0 or not envelope["data"]:
            raise Failed(envelope["err"], envelope["message"])
        return envelope["data"]

    def all(self, path: str, size: int) -> list[Any]:
        """Scroll until `total` is there, as its lists do."""
        found: list[Any] = []
        page = 0
        while True:
            answer = self.get(path, page=page, pargeSize=size)
            assert answer["current"] == page
            found += answer["data"]
            if len(found) >= answer["total"]:
                return found
            page = answer["current"] + 1
            assert page < 20, "it would scroll for ever"


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> PublicWorld:
    """The function over its tables."""
    return build(open_table, monkeypatch)


@pytest.fixture
def template(world: PublicWorld) -> Template:
    """The template's program."""
    return Template(world)


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


@pytest.mark.parametrize("size", [1, 3, 10])
def test_scrolling_through_feedback_ends_with_every_released_case_once(template: Template, size: int) -> None:
    cases = template.all("/feedback_api", size)
    assert len({case["id"] for case in cases}) == len(cases) == 4
    for case in cases:
        assert isinstance(case["id"], int)
        assert 0 < case["id"] <= LARGEST_SAFE
        assert case["response"]
        assert case["creationTime"] < case["responseTime"]


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


def test_nobody_has_an_appointment_and_a_code_alone_opens_no_case(template: Template) -> None:
    with pytest.raises(Failed) as none:
        template.get("/get_schedule_api")
    assert none.value.args[0] == 0, "the program shows its form"
    with pytest.raises(Failed, match="/theo-doi"):
        template.get("/search_profiles_api", profileCode="MT-1", organizationId=PROVINCE)


@pytest.mark.parametrize("wrong", ["-1", "x"])
def test_a_page_that_is_no_number_is_an_error_in_words(template: Template, wrong: str) -> None:
    with pytest.raises(Failed) as failed:
        template.get("/feedback_api", page=wrong, pargeSize=10)
    assert failed.value.args == (-1, "Số trang chưa đúng.")


def test_a_page_beyond_the_last_is_empty(template: Template) -> None:
    assert template.get("/feedback_api", page=10**22, pargeSize=10)["data"] == []
