"""What is uploaded to Zalo: light, of our own files alone, for old phones."""

import json
import re

import pytest

from infra.miniapp import build
from tests.pages.shell.conftest import Shell

pytestmark = pytest.mark.enable_socket  # a free port is looked for


def test_the_bundle_keeps_its_budgets_and_zalos_sdk_waits_in_a_file_of_its_own(shell: Shell) -> None:
    packed = build.weights(shell.folder)
    assert set(packed) == {"app-config.json", "app.css", "app.module.js", "index.html", "zalo.module.js"}
    assert packed["app.module.js"] <= build.SCRIPT_BUDGET
    assert packed["app.css"] <= build.STYLE_BUDGET
    script = (shell.folder / "app.module.js").read_text("utf-8")
    assert 'import("./zalo.module.js")' in script
    assert "ZaloJavaScriptInterface" not in script


def test_zalo_finds_everything_by_relative_addresses(shell: Shell) -> None:
    settings = json.loads((shell.folder / "app-config.json").read_text("utf-8"))
    for name in ("listCSS", "listSyncJS", "listAsyncJS"):
        assert all((shell.folder / file).is_file() for file in settings[name])
    page = (shell.folder / "index.html").read_text("utf-8")
    assert {"app.css", "app.module.js"} == set(re.findall(r'(?:href|src)="([^"]+)"', page))
    style = (shell.folder / "app.css").read_text("utf-8")
    assert style.isascii(), "whoever serves it may name no charset"
    assert "url(" not in style


def test_the_script_speaks_no_newer_language_than_old_phones(shell: Shell) -> None:
    for name in ("app.module.js", "zalo.module.js"):
        script = (shell.folder / name).read_text("utf-8")
        assert not re.search(r"\?\.[a-zA-Z(\[]|\basync function|\bawait ", script), name


def test_the_frame_is_that_of_the_pages() -> None:
    frame = build.frame()
    assert 'href="/@home/lich"' in frame
    assert "place@" in frame
    assert "{{" not in frame
