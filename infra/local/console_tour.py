"""A walk through the officers' console on the running stack, in a real browser, with pictures.

    python -m infra.local.console_tour     # what was found as JSON; pictures in build/demo/console

An editor of a commune signs in with their password and does what they do each day: answers who has waited
longest, enters a case that somebody telephoned, takes it and answers it, and writes a broadcast up to the
page that shows everything. Each page on the way is pictured as on a phone and a desk, and looked through by
axe-core.
"""

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

from infra.local.browser import browser
from infra.local.chromium import ChromiumMissing
from infra.local.places import BUILD
from infra.local.state import LocalStack, Officer
from infra.local.tour import PICTURES, seen

FOLDER: Final = PICTURES / "console"
PATIENCE: Final = 30_000
"""Milliseconds until a page must be there: on a busy machine a function may start for it."""
LOOKED_AT: Final = (
    ("conversations", "/console/tin-nhan"),
    ("cases", "/console/vu-viec"),
    ("broadcasts", "/console/truyen-thong"),
    ("library", "/console/noi-dung"),
    ("participation", "/console/tham-gia"),
    ("report", "/console/bao-cao"),
    ("account", "/console/tai-khoan"),
    ("guide", "/console/huong-dan"),
    ("own", "/console/toi"),
)
"""Pages by the names of their pictures; others are met on the way."""


class JourneyFailed(Exception):  # noqa: N818 - read as an outcome
    """A journey did not come to its end; the message says which, and what the page said."""


@dataclass
class ConsoleTour:
    """The walk.

    Attributes:
        page: where the officer is signed in, or will be.
        violations: what axe-core found wrong, of all pages so far.
        pages: how many were looked at.
        journeys: those that came to their end.
        answered: how many cases.
    """

    page: Page
    violations: int = 0
    pages: int = 0
    journeys: list[str] = field(default_factory=list)
    answered: int = 0

    def look(self, name: str, path: str = "") -> None:
        """Look at a page, or at the one that is open."""
        if path:
            self.page.goto(path)
        self.page.wait_for_load_state("networkidle")  # parts that ask for themselves have come
        self.violations += seen(self.page, FOLDER / name)
        self.pages += 1

    def ends(self, journey: str, words: str) -> None:
        """A journey ends on a page that says so.

        Raises:
            JourneyFailed: it says something else.
        """
        told = self.page.locator("main").inner_text()
        if words not in told:
            raise JourneyFailed(f"{journey}: no “{words}” in {told[:1_500]}")
        self.journeys.append(journey)

    def sign_in(self, officer: Officer) -> None:
        """From the password to today's work."""
        self.look("sign-in", "/console/dang-nhap")
        self.page.fill("[name=username]", officer.username)
        self.page.fill("[name=password]", officer.password)
        self.page.locator("form button.btn-go").click()
        self.look("today")
        self.ends("sign in", "Việc hôm nay")

    def answer(self) -> None:
        """Answer who has waited longest."""
        self.page.goto("/console/tin-nhan/ke-tiep")
        if "/ke-tiep" in self.page.url or self.page.url.endswith("/tin-nhan"):
            return  # nobody waits here: a small story
        self.look("conversation")
        self.page.fill("[name=words]", "Chào ông/bà, chiều nay xã trả lời cụ thể.")
        self.page.locator("form.reply button.btn-go").click()
        self.ends("answer who has waited longest", "chiều nay xã trả lời cụ thể")

    def case(self) -> None:
        """Enter what somebody telephoned, take it, answer it."""
        self.look("entry", "/console/vu-viec/moi")
        self.page.locator("[name=channel][value=telephone]").check()
        self.page.select_option("[name=kind]", "report")
        self.page.fill("[name=what]", "Cây đổ chắn lối vào trạm y tế từ sáng nay, xe máy không qua được.")
        self.page.fill("[name=hamlet]", "Khối 5")
        self.page.fill("[name=phone]", "0912 345 678")
        self.page.locator("form button.btn-go").last.click()
        self.look("slip")
        case = self.page.url.partition("?")[0].removesuffix("/phieu")
        for step, words in (("accept", ""), ("answer", "Xã đã cho dọn cây, đường thông lúc 10 giờ.")):
            self.page.goto(case)
            self.page.locator(f"[name=move][value={step}]").check()
            if words:
                self.page.fill("[name=answer_text]", words)
                self.look("case")
            self.page.locator("form.reply button[name=then][value='']").click()
        self.ends("from a telephone call to its answer", "Xã đã cho dọn cây")
        self.answered += 1

    def write(self) -> None:
        """Write a broadcast up to the page that shows everything, and give it up again."""
        self.page.goto("/console/truyen-thong/moi")
        self.look("recipients")
        self.page.locator("main form button.btn-go").click()
        self.page.fill("[name=title]", "Tiêm phòng cho trẻ sáng thứ Bảy")
        self.page.fill("[name=description]", "Mời đưa trẻ dưới 5 tuổi tới trạm y tế.")
        self.page.fill("[name=words]", "Trạm y tế mở cửa từ 7 giờ 30.\n\nNhớ mang theo sổ tiêm.")
        self.page.locator("button.btn[name=act][value=save]").click()
        self.look("content")
        self.page.locator("button.btn-go[name=act]").click()
        self.look("when")
        self.page.locator("main form button.btn-go").click()
        self.look("check")
        self.ends("write a broadcast", "Tiêm phòng cho trẻ sáng thứ Bảy")
        self.page.locator("form[action$='/bo'] button").click()


def walk(stack: LocalStack) -> dict[str, Any]:
    """Walk; what `build/demo.json` says under `console`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        with browser() as chromium:
            context = chromium.new_context(base_url=stack.api_url, locale="vi-VN")
            context.set_default_timeout(PATIENCE)
            tour = ConsoleTour(context.new_page())
            tour.sign_in(stack.officer("commune-editor"))
            for name, path in LOOKED_AT:
                tour.look(name, path)
            for journey in (tour.answer, tour.case, tour.write):
                journey()
    except ChromiumMissing as missing:
        return {"skipped": str(missing), "answered": 0}
    return {
        "pages": tour.pages,
        "journeys": len(tour.journeys),
        "answered": tour.answered,
        "axe_violations": tour.violations,
        "screenshots": sorted(_from_root(file) for file in FOLDER.glob("*.png")),
    }


def _from_root(file: Path) -> str:
    return str(file.relative_to(BUILD.parent))


def main() -> int:
    """Walk and print what was found."""
    stack = LocalStack.load()
    if stack is None:
        print("no local stack runs here: make up", file=sys.stderr)
        return 1
    print(json.dumps(walk(stack), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
