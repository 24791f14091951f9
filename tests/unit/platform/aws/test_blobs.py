"""Expiring links name the bucket's own host in its region: any other is redirected and refused."""

from urllib.parse import parse_qs, urlsplit

import pytest

from loa.platform.aws import clients
from loa.platform.aws.blobs import Bucket

BUCKET = "loa-reports-123456789012"


def link_of(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    clients.s3.cache_clear()
    return Bucket(BUCKET).link("reports/40/x.xlsx", expires_seconds=300, file_name="Báo cáo.xlsx")


@pytest.mark.parametrize("region", ["ap-southeast-1", "ap-southeast-7", "us-east-1"])
def test_a_link_names_the_bucket_in_its_region(monkeypatch: pytest.MonkeyPatch, region: str) -> None:
    link = urlsplit(link_of(monkeypatch, AWS_REGION=region, AWS_DEFAULT_REGION=region))
    assert link.scheme == "https"
    assert link.hostname == f"{BUCKET}.s3.{region}.amazonaws.com"
    assert link.path == "/reports/40/x.xlsx"
    query = parse_qs(link.query)
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert f"/{region}/s3/aws4_request" in query["X-Amz-Credential"][0]


def test_the_local_stack_has_the_bucket_in_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    link = urlsplit(link_of(monkeypatch, AWS_ENDPOINT_URL="http://127.0.0.1:4566"))
    assert (link.netloc, link.path) == ("127.0.0.1:4566", f"/{BUCKET}/reports/40/x.xlsx")
