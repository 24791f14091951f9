"""Signatures: the published vectors, and everything that must not pass."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.platform.zalo.webhooks.signature import (
    appsecret_proof,
    is_signed,
    near_miss,
    oa_mac,
    pkce_challenge,
    pkce_verifier,
)

VECTORS = json.loads(
    (Path(__file__).parents[4] / "contract" / "recorded" / "signature_vectors.json").read_text("utf-8")
)
BODY = '{"event_name":"follow","ten":"Nghệ An"}'.encode()


def signed(body: bytes = BODY, secret: str = "oa-secret") -> str:
    return "mac=" + oa_mac("app", body, "1767225600123", secret)


def test_the_digest_is_the_published_one() -> None:
    (vector,) = VECTORS["oa_mac"]
    digest = oa_mac(vector["app_id"], vector["body"].encode(), vector["timestamp"], vector["secret"])
    assert digest == vector["digest"]


def test_challenge_and_proof_are_the_published_ones() -> None:
    assert pkce_challenge(VECTORS["pkce"][0]["verifier"]) == VECTORS["pkce"][0]["challenge"]
    proof = VECTORS["appsecret_proof"][0]
    assert appsecret_proof(proof["app_secret"], proof["access_token"]) == proof["proof"]


def test_a_verifier_of_32_bytes_has_43_letters() -> None:
    assert len(pkce_verifier(bytes(32))) == 43
    assert "=" not in pkce_verifier(bytes(range(32)))


def test_a_right_signature_passes() -> None:
    assert is_signed(signed(), "app", BODY, "1767225600123", "oa-secret")


@pytest.mark.parametrize(
    ("header", "app_id", "body", "timestamp", "secret"),
    [
        (None, "app", BODY, "1767225600123", "oa-secret"),
        ("", "app", BODY, "1767225600123", "oa-secret"),
        ("mac=", "app", BODY, "1767225600123", "oa-secret"),
        (signed()[4:], "app", BODY, "1767225600123", "oa-secret"),
        (signed().upper(), "app", BODY, "1767225600123", "oa-secret"),
        (signed(), "another-app", BODY, "1767225600123", "oa-secret"),
        (signed(), "app", BODY + b" ", "1767225600123", "oa-secret"),
        (signed(), "app", BODY, "1767225600124", "oa-secret"),
        (signed(), "app", BODY, "1767225600123", "app-secret"),
        ("mac=ký", "app", BODY, "1767225600123", "oa-secret"),
        ("mac=\ud800", "app", BODY, "1767225600123", "oa-secret"),
        (signed(secret=""), "app", BODY, "1767225600123", ""),
    ],
)
def test_anything_else_does_not_pass(
    header: str | None, app_id: str, body: bytes, timestamp: str, secret: str
) -> None:
    assert not is_signed(header, app_id, body, timestamp, secret)


def test_the_log_learns_which_other_recipe_would_have_matched() -> None:
    plain = {"app_id": "app", "raw_body": BODY, "timestamp": "1", "secret": "s"}
    reprinted = json.dumps(json.loads(BODY), separators=(",", ":")).encode()
    headers = {
        "no_prefix_or_upper_case": oa_mac("app", BODY, "1", "s"),
        "app_secret": "mac=" + oa_mac("app", BODY, "1", "app-secret"),
        "oa_id_first": "mac=" + oa_mac("oa", BODY, "1", "s"),
        "oa_id_first_app_secret": "mac=" + oa_mac("oa", BODY, "1", "app-secret"),
        "without_timestamp": "mac=" + hashlib.sha256(b"app" + BODY + b"s").hexdigest(),
        "body_reprinted_ascii": "mac=" + oa_mac("app", reprinted, "1", "s"),
    }
    for name, header in headers.items():
        assert near_miss(header, oa_id="oa", app_secret="app-secret", **plain) == name  # type: ignore[arg-type]  # one table for str and bytes
    assert near_miss("mac=0", oa_id="oa", **plain) is None  # type: ignore[arg-type]  # as above
    assert near_miss(None, **plain) is None  # type: ignore[arg-type]  # as above


@given(st.text(), st.binary(), st.text(), st.text(min_size=1), st.text())
def test_only_the_right_header_passes_and_nothing_crashes(
    app_id: str, body: bytes, timestamp: str, secret: str, header: str
) -> None:
    try:
        right = "mac=" + oa_mac(app_id, body, timestamp, secret)
    except UnicodeEncodeError:
        return
    assert is_signed(right, app_id, body, timestamp, secret)
    assert is_signed(header, app_id, body, timestamp, secret) == (header == right)
    near_miss(header, app_id=app_id, raw_body=body, timestamp=timestamp, secret=secret)
