"""What the rooms load, and what they must not load."""

import subprocess
import sys

import pytest

LAYER = "layers/loa/python"


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        (
            "loa.platform.zalo.webhooks.signature, loa.platform.zalo.webhooks.envelope",
            {"pydantic", "requests", "boto3", "botocore", "aws_lambda_powertools", "urllib3", "http.client"},
        ),
        ("loa.platform.zalo.webhooks.events", {"pydantic", "requests", "boto3", "aws_lambda_powertools"}),
        (
            "loa.platform.zalo.api.oa, loa.platform.zalo.api.oauth",
            {"pydantic", "requests", "boto3", "aws_lambda_powertools"},
        ),
        ("loa.platform.zalo.http", {"pydantic", "boto3", "aws_lambda_powertools"}),
        ("loa.foundation.officers.model", {"pydantic", "requests", "boto3", "aws_lambda_powertools"}),
        ("loa.web.api.resolver", {"pydantic", "requests"}),
    ],
)
def test_a_room_loads_no_more_than_it_needs(module: str, forbidden: set[str]) -> None:
    program = f"import sys; sys.path.insert(0, {LAYER!r}); import {module}; print(*sys.modules, sep='\\n')"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not forbidden & set(loaded.stdout.split())
