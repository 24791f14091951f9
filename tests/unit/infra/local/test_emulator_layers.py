"""However many workers there are, the archive of a layer is unpacked once, and all see its content."""

import zipfile
from pathlib import Path
from threading import Thread

import pytest

from infra.local import emulator_layers
from infra.local.emulator_layers import shared


def packed(file: Path, content: str) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("python/greeting.py", content)
    return file


def unpacked(archive: Path, folder: Path) -> Path:
    """As ministack unpacks for one of its workers."""
    folder.mkdir(parents=True)
    with shared().ZipFile(archive) as opened:
        assert opened.namelist() == []
        opened.extractall(folder)
    return folder


def test_workers_share_what_is_equal_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(emulator_layers, "gettempdir", lambda: str(tmp_path))
    one, same = packed(tmp_path / "1.zip", "# hello"), tmp_path / "2.zip"
    same.write_bytes(one.read_bytes())
    other = packed(tmp_path / "3.zip", "# good bye")
    folders = [tmp_path / f"worker-{number}" / "layer_0" for number in range(3)]
    threads = [Thread(target=unpacked, args=pair) for pair in zip((one, same, other), folders, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second, third = (folder / "python/greeting.py" for folder in folders)
    assert first.samefile(second)
    assert (first.read_text(), third.read_text()) == ("# hello", "# good bye")
    assert len(list((tmp_path / "unpacked").iterdir())) == 2
