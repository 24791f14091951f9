"""The API of files and pictures, on a bucket of its own."""

import base64
import json
from types import ModuleType
from typing import Any

import boto3
import pytest

from tests.conftest import OpenTable
from tests.worlds.doors import Context, http_event, load
from tests.worlds.province import WARD_EDITOR
from tests.worlds.quick_moto import make_bucket


@pytest.fixture
def media(moto_aws: None, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setenv("PUBLISHED_TABLE", open_table("Published").name)
    make_bucket("loa-media")
    monkeypatch.setenv("PUBLIC_URL", "https://loa.example.vn")
    monkeypatch.setenv("MEDIA_BUCKET", "loa-media")
    return load("media")


def upload(media: ModuleType, content: bytes) -> tuple[int, Any]:
    body = json.dumps({"content_base64": base64.b64encode(content).decode()})
    answer = media.handler(http_event("POST", "/files", body=body, claims=WARD_EDITOR.claims), Context())
    return answer["statusCode"], json.loads(answer["body"])


def stored() -> set[str]:
    return {
        item["Key"] for item in boto3.client("s3").list_objects_v2(Bucket="loa-media").get("Contents", [])
    }
