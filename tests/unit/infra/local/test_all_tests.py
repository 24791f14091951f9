"""Two suites at once: either may fail, and what each says can be read."""

import sys
from pathlib import Path

import pytest

from infra.local import all_tests


def says(words: str, code: int) -> list[str]:
    return [sys.executable, "-c", f"import sys; print({words!r}, flush=True); sys.exit({code})"]


@pytest.mark.parametrize(("shown", "beside", "both"), [(0, 0, 0), (1, 0, 1), (0, 2, 2), (1, 2, 1)])
def test_both_suites__are_read_one_after_the_other__and_either_may_fail(
    shown: int, beside: int, both: int,
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setattr(all_tests, "LOGS", tmp_path / "logs")
    assert all_tests.side_by_side(says("the others", shown), says("end to end", beside)) == both
    assert capfd.readouterr().out.split("\n") == ["the others", "end to end", ""]
