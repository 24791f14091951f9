"""The audit of dependencies: what is locked, against what is known, without a network."""

import pytest
from packaging.version import Version

from infra.advisories.audit import BY_HAND, KNOWN, LOCK, Locked, advisories, affects, found, locked

PILLOW = {"package": "pillow", "id": "X-1", "ranges": [[{"introduced": "5.0"}, {"fixed": "13.0.0"}]]}
AGAIN = {
    "package": "pillow",
    "id": "X-2",
    "ranges": [[{"introduced": "0"}, {"fixed": "2.0"}, {"introduced": "3.0"}, {"last_affected": "3.4"}]],
}
LISTED = {"package": "pillow", "id": "X-3", "ranges": [], "versions": ["1.7.8"]}


@pytest.mark.parametrize(
    ("advisory", "version", "affected"),
    [
        (PILLOW, "4.9", False), (PILLOW, "5.0", True), (PILLOW, "12.3.0", True), (PILLOW, "13.0.0", False),
        (PILLOW, "13.0.0rc1", True), (AGAIN, "1.9", True), (AGAIN, "2.0", False), (AGAIN, "3.4", True),
        (AGAIN, "3.5", False), (LISTED, "1.7.8", True), (LISTED, "1.7.9", False),
    ],
)  # fmt: skip
def test_a_version_lies_in_the_ranges_of_an_advisory(
    advisory: dict[str, object], version: str, *, affected: bool
) -> None:
    assert affects(advisory, Locked("pillow", Version(version))) == affected
    assert not affects(advisory, Locked("pillow-heif", Version(version)))


def test_nothing_in_the_lock_has_a_known_vulnerability() -> None:
    assert list(found(locked(LOCK.read_text("utf-8")), advisories(KNOWN, BY_HAND))) == []


def test_the_version_that_we_had_is_found() -> None:
    lock = LOCK.read_text("utf-8").replace(
        'name = "pillow"\nversion = "13.0.0"', 'name = "pillow"\nversion = "12.2.0"'
    )
    said = "\n".join(found(locked(lock), advisories(KNOWN, BY_HAND)))
    assert "pillow 12.2.0: GHSA-8g5g-8vmr-9782, CVE-2026-112403" in said
