"""Zalo's double: what Loa asks is answered, in the process; nothing opens a connection."""

import io
import struct
from collections.abc import Iterator

import pytest
from PIL import Image

from loa.platform.zalo.api.app import ZaloApp
from loa.platform.zalo.api.messages import text_message
from loa.platform.zalo.errors import InvalidGrant, TokenRefused, ZaloError
from loa.platform.zalo.http import ZaloHttp
from loa.platform.zalo.media.files import FileLost
from loa.platform.zalo.practice import people, pictures
from loa.platform.zalo.practice.double import PracticeZalo, consent_address
from loa.platform.zalo.shared.client import shared_http

OA = people.account_of("40.17506")
NOWHERE = "https://zalo.invalid"
ARTICLE = {"type": "normal", "title": "Họp thôn"}


@pytest.fixture(autouse=True)
def practice(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LOA_PRACTICE", "true")
    shared_http.cache_clear()
    yield
    shared_http.cache_clear()


@pytest.fixture
def app() -> ZaloApp:
    return ZaloApp(shared_http(), "0", lambda: "secret", NOWHERE, NOWHERE)


def test_shared_http__at_practice__is_the_double_and_no_connection_can_be_made() -> None:
    assert isinstance(shared_http(1, 2), PracticeZalo)
    real = ZaloHttp(connect_seconds=1, read_seconds=1)
    request = ZaloApp(real, "0", lambda: "secret", NOWHERE, NOWHERE)
    with pytest.raises(RuntimeError, match="practice"):
        request.api(people.token_of(OA)).official_account()


def test_shared_http__elsewhere__is_the_real_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("false", "", "TRUE"):
        monkeypatch.setenv("LOA_PRACTICE", text)
        shared_http.cache_clear()
        assert isinstance(shared_http(1, 2), ZaloHttp)


def test_a_consent__leads_back_to_us__and_to_the_units_sample_account(app: ZaloApp) -> None:
    address = consent_address("https://loa.vn/callback", state="s&1", unit_path="40.17506")
    assert address == f"https://loa.vn/callback?code=practice-{OA}&oa_id={OA}&state=s%261"
    pair = app.oauth().exchange_code(f"practice-{OA}", code_verifier="v" * 43)
    account = app.api(pair.access_token).official_account()
    assert (account.oa_id, "mẫu" in account.name, account.followers) == (OA, True, people.FOLLOWERS)
    again = app.oauth().refresh(pair.refresh_token or "")
    assert app.api(again.access_token).official_account().oa_id == OA


def test_tokens_of_real_accounts__open_nothing(app: ZaloApp) -> None:
    with pytest.raises(InvalidGrant):
        app.oauth().exchange_code("a-code-of-zalo", code_verifier="v" * 43)
    with pytest.raises(TokenRefused):
        app.api("a-token-of-zalo").official_account()


def test_a_broadcast_and_a_message__are_taken(app: ZaloApp) -> None:
    api = app.api(people.token_of(OA))
    article = api.verify_article(api.create_article(ARTICLE))
    assert article == api.verify_article(api.create_article(ARTICLE))
    assert api.broadcast([article])
    first, second = (api.send_message("90090112", text_message("Chào bà")).message_id for _ in range(2))
    assert first
    assert first != second
    assert api.quota() == ()
    assert api.upload_image("a.png", pictures.road_with_a_hole())


def test_followers__are_samples__listed_once(app: ZaloApp) -> None:
    api = app.api(people.token_of(OA))
    page, rest = api.users(), api.users(offset=people.FOLLOWERS - 2)
    assert page.total == len(page.user_ids) == people.FOLLOWERS
    assert rest.user_ids == page.user_ids[-2:]
    names = [api.user(user_id).display_name for user_id in page.user_ids]
    assert all(name.endswith("(dân mẫu)") for name in names)


def test_a_call_that_nobody_foresaw__is_refused(app: ZaloApp) -> None:
    with pytest.raises(ZaloError):
        app.api(people.token_of(OA)).article("1")


def test_a_residents_id__tells_the_scene__and_whoever_else_has_none() -> None:
    user_id = people.resident_of(7, "key-1")
    assert user_id == people.resident_of(7, "key-1") != people.resident_of(7, "key-2")
    assert people.scene_of(user_id) == 7
    assert people.name_of(user_id)
    assert (people.scene_of("3344556677889900112"), people.name_of("3344556677889900112")) == (0, "")


def test_the_picture__is_one__and_there_is_no_other_file() -> None:
    content = pictures.fetch(pictures.URL, limit=1_000_000)
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        assert image.size == (pictures.WIDTH, pictures.HEIGHT) == struct.unpack(">II", content[16:24])
        assert len(set(image.convert("RGB").get_flattened_data())) > 3
    for url, limit in (("https://zdn.vn/a.jpg", 1_000_000), (pictures.URL, 10)):
        with pytest.raises(FileLost):
            pictures.fetch(url, limit=limit)
