"""What a page costs that lists 200 cases: time to write it, and bytes to send; and what polling costs.

The floor of the time is the same words written with f-strings and escaped; CPU time, in turns.
"""

import gzip
import html
import statistics
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, Final

from jinja2 import FileSystemLoader

from infra.local.bench.figures import Figure
from infra.local.places import ROOT
from infra.local.polling import HABITS
from loa.web.pages.forms import Form, FormModel
from loa.web.pages.preferences import Preferences
from loa.web.pages.templates import environment

ROWS: Final = 200
ROUNDS: Final = 25
BUDGET: Final = 10.0
_HABITS: Final = "one officer, one day, pages open as infra.local.polling says"
LARGEST_BYTES: Final = 10 * 1024


class Nothing(FormModel):
    """A form that asks for a name, as the list does."""

    owner: str = ""


def measure() -> list[Figure]:
    """Measure both."""
    made = environment(FileSystemLoader(ROOT / "layers" / "pages" / "templates"))
    made.globals["asset"] = lambda name: f"/assets/0123456789ab/{name}"
    template = made.get_template("console/cases/list.html")
    rows = [_row(number) for number in range(ROWS)]
    known = _names(rows)

    def page() -> str:
        return template.render(known)

    size = len(gzip.compress(page().encode(), 6))
    spent, floor = _in_turns(page, lambda: _by_hand(rows))
    return [
        Figure("console.list_of_200", spent, "ms", floor, BUDGET, "written by Jinja, beside f-strings"),
        Figure("console.list_of_200_gzip", size, "B", budget=LARGEST_BYTES),
        Figure("console.polling_requests", sum(each.requests for each in HABITS), "a day", note=_HABITS),
        Figure("console.polling_cost", 1_000 * sum(each.cost for each in HABITS), "mUSD", note=_HABITS),
    ]


def _row(number: int) -> SimpleNamespace:
    tag = SimpleNamespace(
        words=f"còn {number % 9} ngày, hạn {number % 28 + 1}/12", kind="warn", icon="hourglass"
    )
    return SimpleNamespace(
        id=f"{number:022x}",
        href=f"/console/vu-viec/{number:022x}?muc=open",
        code=f"MT-{number:04}-K{number * 7:04}-VF",
        title=f"Xóm {number % 9}: Đường trước nhà văn hóa ngập từ hôm mưa tới giờ, nhà số {number}",
        kind="Phản ánh",
        state=SimpleNamespace(words="Đang giải quyết", kind="do", icon="hourglass"),
        due=tag,
        owner="Trần Thị Hoa" if number % 3 else "",
        unit="",
    )


def _names(rows: list[SimpleNamespace]) -> dict[str, Any]:
    return {
        "layout": "console/layout.html", "preferences": Preferences(), "path": "/", "query": "",
        "officer": None,
        "unit_name": "", "areas": (), "area": "", "hidden": {"csrf": "x", "khoa": "y"}, "said": "",
        "idle_seconds": 0, "form": Form.empty(Nothing), "rows": rows, "tab": "open", "searching": False,
        "tabs": [("/console/vu-viec?muc=open", "Đang mở", ROWS, True)], "fault": "", "note": "", "next": "",
        "wanted": SimpleNamespace(words="", kind=None, state=None, first=None, last=None), "units": [],
        "unit": "", "kinds": [], "states": [], "owners": [], "ticked": set(), "empty": "", "looked_at": "",
    }  # fmt: skip


def _by_hand(rows: list[SimpleNamespace]) -> str:
    return "".join(
        f'<li><label class="tick"><input type="checkbox" name="case" value="{html.escape(row.id)}"></label>'
        f'<div><h2 class="h3"><a href="{html.escape(row.href)}">{html.escape(row.title)}</a></h2>'
        f"<p>{html.escape(row.code)} {html.escape(row.kind)} {html.escape(row.owner)}</p></div>"
        f"<p>{html.escape(row.due.words)} {html.escape(row.state.words)}</p></li>"
        for row in rows
    )


def _in_turns(*works: Callable[[], str]) -> list[float]:
    """Return the median CPU time of each, in milliseconds."""
    spent: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            began = time.process_time()
            work()
            spent[place].append((time.process_time() - began) * 1000)
    return [statistics.median(times) for times in spent]
