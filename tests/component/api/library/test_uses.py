"""What an item leads to and is made into: links, files, words for the loudspeaker."""

import pytest

from tests.component.api.library.conftest import IMAGE, PARAGRAPH, PICTURE, draft, item
from tests.worlds.province import ADMINISTRATOR, APPROVER, EDITOR, WARD, WARD_ADMINISTRATOR, Door


def test_links_lead_to_approved_hosts_only(library: Door) -> None:
    link = item(
        kind="link", placement={"section": "media"}, content={"fields": {"url": "https://baonghean.vn/"}}
    )
    made = library.good(EDITOR, "POST", "/library/items", link)
    body = {"step": {"action": "submit", "revision": made["draft"]["revision"]}}
    path = f"/library/items/{made['item']['item_id']}/steps"
    refused = library.ask(EDITOR, "POST", path, body)
    assert set(refused.faults) == {"fields.url"}
    host = {"host": "BaoNgheAn.vn", "owner": "Báo Nghệ An"}
    assert library.ask(APPROVER, "POST", "/library/hosts", host).status == 403
    assert library.ask(WARD_ADMINISTRATOR, "POST", "/library/hosts", host).status == 404
    hosts = library.good(ADMINISTRATOR, "POST", "/library/hosts", host)["items"]
    assert [found["host"] for found in hosts] == ["baonghean.vn"]
    library.good(EDITOR, "POST", path, body)
    assert (
        library.ask(ADMINISTRATOR, "POST", "/library/hosts", {"host": "a b.vn", "owner": "x"}).status == 422
    )
    assert library.good(ADMINISTRATOR, "DELETE", "/library/hosts/baonghean.vn")["items"] == []


def test_a_file_knows_where_it_is_used(library: Door) -> None:
    file = {"unit": WARD, "reference": PICTURE, "title": "Phát quà Tết", "alt": "Cán bộ phát quà"}
    library.good(EDITOR, "POST", "/library/media", file)
    item_id, revision = draft(library, content={"blocks": [PARAGRAPH, IMAGE]})
    uses = library.good(EDITOR, "GET", f"/library/media/{PICTURE}/uses", unit=WARD)
    assert uses["items"] == [item_id]
    assert library.ask(EDITOR, "DELETE", f"/library/media/{PICTURE}", unit=WARD).status == 409
    body = {"content": {"title": "Không ảnh", "blocks": [PARAGRAPH]}, "revision": revision}
    library.good(EDITOR, "PUT", f"/library/items/{item_id}/draft", body)
    assert library.good(EDITOR, "GET", "/library/media", unit=WARD)["items"][0]["title"] == "Phát quà Tết"
    library.good(EDITOR, "DELETE", f"/library/media/{PICTURE}", unit=WARD)
    assert library.ask(EDITOR, "DELETE", f"/library/media/{PICTURE}", unit=WARD).status == 404


def test_the_loudspeaker_reads_when_and_where(library: Door) -> None:
    fields = {
        "place": "Nhà văn hóa xóm 3",
        "occasions": [{"starts_at": "2026-12-05T08:30:00+07:00", "ends_at": "2026-12-05T11:00:00+07:00"}],
    }
    item_id, _ = draft(library, kind="event", placement={"section": "notices"}, content={"fields": fields})
    script = library.good(EDITOR, "GET", f"/library/items/{item_id}/loudspeaker")
    assert "8 giờ 30 phút, thứ Bảy, ngày 5 tháng 12 năm 2026" in script["text"]
    assert "Nhà văn hóa xóm 3" in script["text"]
    assert "<p>" not in script["text"]
    assert 15 < script["seconds"] < 60


@pytest.mark.parametrize("host", ["gov.vn", "COM.VN.", "edu.vn"])
def test_a_host_that_many_share_is_not_approved(library: Door, host: str) -> None:
    refused = library.ask(ADMINISTRATOR, "POST", "/library/hosts", {"host": host, "owner": "Nhiều nơi"})
    assert set(refused.faults) == {"host"}


def test_a_file_belongs_to_a_unit_that_exists(library: Door) -> None:
    file = {"reference": PICTURE, "title": "Phát quà Tết"}
    for unit in ("40.99999", "40.x"):
        refused = library.ask(ADMINISTRATOR, "POST", "/library/media", {"unit": unit, **file})
        assert refused.status in {404, 422}, unit
