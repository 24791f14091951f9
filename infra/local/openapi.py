"""Writes the contracts of the HTTP APIs into `infra/api`, from the code: `make openapi`.

The documents are committed; `tests/unit/code/test_contracts.py` fails when code and document differ.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from infra.local.places import ROOT, function_folder, function_package

FOLDER: Final = ROOT / "infra" / "api"
TITLES: Final = {
    "broadcasts": "Loa: API tin truyền thông",
    "cases": "Loa: API vụ việc",
    "confidential": "Loa: API tố cáo",
    "conversations": "Loa: API trò chuyện",
    "documents": "Loa: API in ấn",
    "library": "Loa: API thư viện",
    "media": "Loa: API ảnh",
    "miniapp": "Loa: API Mini App",
    "search": "Loa: API tìm kiếm",
    "officer": "Loa: API cán bộ",
    "privacy": "Loa: API dữ liệu cá nhân",
    "profile": "Loa: API hồ sơ người dùng Mini App",
    "redaction": "Loa: API che ảnh",
    "reorganisation": "Loa: API sắp xếp đơn vị",
    "report": "Loa: API báo cáo",
}
"""Every function that answers programs over HTTP, and the title of its document."""


ROUTES: Final = dict.fromkeys(
    (
        "broadcasts",
        "cases",
        "conversations",
        "library",
        "privacy",
        "profile",
        "redaction",
        "reorganisation",
        "report",
    ),
    "routes",
)
"""Where the resolver is, of functions whose handler loads it with the first request."""


def document_of(function: str) -> Path:
    """Return where the committed document of a function stands."""
    return FOLDER / f"{function}.json"


def made(function: str) -> str:
    """Return the document as the code has it now, from a process of its own."""
    answer = subprocess.run(
        [
            sys.executable,
            "-m",
            "loa.web.api.openapi",
            f"{function_package(function)}.{ROUTES.get(function, 'handler')}:app",
            TITLES[function],
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "layers/loa/python"), str(function_folder(function))]),
            "PYTHONIOENCODING": "utf-8",
        },
        stdout=subprocess.PIPE,
        check=True,
    )
    return answer.stdout.decode("utf-8")


def main() -> None:
    """Write all documents and say which have changed."""
    FOLDER.mkdir(exist_ok=True)
    for function in TITLES:
        file, text = document_of(function), made(function)
        before = file.read_text("utf-8") if file.exists() else ""
        file.write_text(text, "utf-8")
        print(f"{file.relative_to(ROOT)}: {'as it was' if text == before else 'written'}")


if __name__ == "__main__":
    main()
