"""`make demo`: the main job from nothing to the report, on this machine.

RESIDENTS, MESSAGES and STRUCTURE (2024-09: 482 units; 2025-07: 131) change the size, ONCE=1 cleans up at the
end; REORGANISE=2025-07 lets the units merge at last, and compares. Writes build/demo.json; the exit code is
1 if a sum does not add up.
"""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import openpyxl
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table

from infra.local import demo_sums, few
from infra.local.build import BuildFailed
from infra.local.deploy import DeployFailed
from infra.local.import_units import import_units
from infra.local.library.load import communes_of, load_samples, searched, seconds_until_gone, weather_units
from infra.local.places import BUILD, ROOT
from infra.local.processes import DidNotStart
from infra.local.rehearsal import Rehearsal
from infra.local.stack import CannotStart, down, up
from infra.local.state import LocalStack, Ports
from infra.local.story import Story
from infra.local.storyteller import StoryFailed

RESULT: Final = BUILD / "demo.json"
REPORTS: Final = BUILD / "demo"
RETRY_FACTOR: Final = 0.1
"""Zalo's ladder of retries, ten times as quick: 30 s for one late answer would be most of the demo."""


@dataclass
class Telling:
    """The demo under way: how long each step took, and what came out."""

    console: Console = field(default_factory=lambda: Console(highlight=False))
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str, title: str, story: Story | None = None) -> Iterator[None]:
        """Show a bar while a step runs, and keep its seconds."""
        started = time.monotonic()
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Bars(*columns, console=self.console, transient=True) as bars:
            task = bars.add_task(title, total=None)
            if story:
                story.advance = lambda done, of: bars.update(task, completed=done, total=of or None)
            yield
        self.seconds[name] = round(time.monotonic() - started, 1)
        self.console.print(f"[green]✓[/] {title} [dim]{self.seconds[name]:.1f} s[/]")


def main() -> int:
    """Tell the story; 0 if everything adds up."""
    telling = Telling()
    once = bool(os.environ.get("ONCE"))
    try:
        result = _tell(telling)
    except (CannotStart, DidNotStart, BuildFailed, DeployFailed, StoryFailed) as failure:
        telling.console.print(f"[red]✗[/] {failure}")
        if once:
            down()
        return 1
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    faults = demo_sums.check(result)
    _summarise(telling, result, faults)
    if once:
        down()
        telling.console.print("The stack has been ended (ONCE=1).")
    else:
        _look_around(telling.console, result["links"])
    return 1 if faults else 0


def understood() -> dict[str, Any]:
    """What the dialogue makes of the labelled inputs, all sets; a process with the layer on its path."""
    done = subprocess.run(
        [sys.executable, "-m", "infra.local.dialogue", "--json"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "layers" / "loa" / "python")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _drift() -> int:
    """How many counters of the demo are not what the facts say."""
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    days = ("--from", (today - timedelta(days=1)).isoformat(), "--to", today.isoformat())
    return int(_apart("infra.recount", *days, "--json")["differ"])


def _looked_at(telling: Telling, commune: str) -> dict[str, Any]:
    """What a walk through the pages found; a process of its own, for Playwright keeps an event loop."""
    with telling.step("pages", "Residents' pages and the Mini App's shell, looked at on a phone"):
        return _apart("infra.local.tour", commune.rpartition(".")[2])


def _console(telling: Telling) -> dict[str, Any]:
    """What a walk through the officers' console found; likewise."""
    with telling.step("console", "The officers' console, from signing in to an answered case"):
        return _apart("infra.local.console_tour")


def _apart(module: str, *arguments: str) -> dict[str, Any]:
    """What a step says that is a process of its own, with the layer on its path.

    Raises:
        StoryFailed: it ended early.
    """
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "layers" / "loa" / "python"))),
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StoryFailed(f"{module} ended early: {done.stderr[-1500:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _guide(telling: Telling) -> dict[str, Any]:
    """Make the officers' guide: how many tasks, pictures, books."""
    with telling.step("guide", "The officers' guide, with pictures of the real pages"):
        done = subprocess.run(
            [sys.executable, "-m", "infra.guide", "--json"],
            env={**os.environ, "PYTHONPATH": str(ROOT / "layers" / "loa" / "python")},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise StoryFailed(f"the guide cannot be made: {done.stdout[-1500:]} {done.stderr[-500:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _dialogue(telling: Telling) -> dict[str, Any]:
    """What the dialogue makes of the labelled inputs, as a step of its own."""
    with telling.step("dialogue", "What the dialogue understands"):
        return understood()


def _number(name: str, default: int) -> int:
    return int(os.environ.get(name) or default)


def _started(ports: Ports) -> LocalStack:
    structure = os.environ.get("STRUCTURE") or "2024-09"
    stack = up(ports=ports, structure=structure, parameters=few.parameters())
    few.few_at_once(stack)
    return stack


def _tell(telling: Telling) -> dict[str, Any]:
    residents, messages = _number("RESIDENTS", 2_000), _number("MESSAGES", 500)
    if down():
        telling.console.print("The running stack has been ended: the story begins with nothing.")
    ports = Ports(
        aws=_number("AWS_PORT", Ports().aws),
        zalo=_number("ZALO_PORT", Ports().zalo),
        api=_number("API_PORT", Ports().api),
    )
    began = time.monotonic()
    stack = _started(ports)
    telling.seconds["up"] = round(time.monotonic() - began, 1)
    story = Story(stack)
    # The demo is told at any hour, and Zalo takes no broadcasts at night.
    story.zalo("/settings", {"night_enforced": False, "webhook_retry_factor": RETRY_FACTOR})
    with telling.step("units", "Import the units of Nghệ An"):
        import_units(stack)
        units = story.units()
    with telling.step("connect", f"Connect {len(units)} Official Accounts", story):
        ids = story.create_accounts(units)
        story.connect(ids)
        health = story.health()
    with telling.step("petition", "One report, from a chat to an answer that is accepted", story):
        path, oa_id = next((path, oa_id) for path, oa_id in ids.items() if path != "40")
        petition = story.petition(path, oa_id)
    with telling.step("emergency", "A call for help at night", story):
        emergency = story.emergency(path, oa_id, ids["40"])
    with telling.step("spoken", "A report by voice alone", story):
        spoken = story.spoken(path, oa_id)
    with telling.step("library", "The library: written, approved by a second person, published"):
        communes = communes_of(units)
        library = load_samples(story, communes)
        library.withdrawn_gone_seconds = seconds_until_gone(story, stack, communes[0])
        library.weather_units = weather_units(stack)
        library.searched = searched(stack)
    with telling.step("participation", "One contest, one consultation, one survey"):
        participation = _apart("infra.local.participation", communes[0])
    pages = _looked_at(telling, communes[0])
    with telling.step("follow", f"{residents} residents follow", story):
        story.follow(ids, residents)
    with telling.step("write", f"{messages} residents write", story):
        story.write(ids, messages)
    with telling.step("inbox", "Every event is taken in", story):
        story.wait_for_inbox()
    console = _console(telling)
    with telling.step("broadcast", f"One broadcast through {len(units)} accounts", story):
        ledger = story.wait_for_broadcast(story.broadcast())
    with telling.step("report", "The report"):
        files, total = _reports(story, stack)
        missing = story.missing_officers(units)
    summary = story.zalo("/summary")
    reorganised = None
    if to := os.environ.get("REORGANISE"):
        with telling.step("reorganisation", f"The units merge: {stack.structure} → {to}", story):
            reorganised = Rehearsal(story, stack).tell(to)
    telling.seconds["total"] = round(time.monotonic() - began, 1)
    return {
        "links": _links(story, path if reorganised is None else "40"),
        "units": len(units),
        "accounts_connected": health["connected"],
        # Zalo also repeats to us what we said ourselves (`oa_send_…`): nobody keeps that.
        "events_sent": sum(
            count for name, count in summary["events_by_name"].items() if name.startswith(("user_", "follow"))
        ),
        "events_kept": total["events"],
        "followers": total["followers"],
        "messages": total["messages_in"],
        "petition": {name: petition[name] for name in ("code", "state", "satisfaction", "said")},
        "emergency": {name: emergency[name] for name in ("urgent", "told")},
        "spoken": {name: spoken[name] for name in ("code", "recordings")},
        "library": library.figures(),
        "participation": participation,
        "pages": pages,
        "console": console,
        "guide": _guide(telling),
        "dialogue": _dialogue(telling),
        "cases_answered": total["cases_answered"],
        "deliveries": {
            "planned": ledger["planned"],
            "sent": ledger["sent"],
            "failed": ledger["failed"],
            "skipped": ledger["skipped"],
            "unknown": ledger["unknown"],
            "pending": ledger["pending"] + ledger["sending"] + ledger["held"],
        },
        "messages_unknown": story.unknown_messages(),
        "duplicates": summary["duplicates"]["total"],
        "report": files,
        "reports": {
            "tables": _tables(files["xlsx"]),
            "files": files,
            "missing_officers": missing,
            "drift": _drift(),
        },
        "reorganisation": reorganised,
        "seconds": telling.seconds,
        "expected": {
            "followers": residents + 1,
            "messages": messages + petition["said"] + emergency["said"] + spoken["said"],
            "broadcasts": summary["broadcasts"],
        },
    }


def _reports(story: Story, stack: LocalStack) -> tuple[dict[str, str], dict[str, int]]:
    """Make the month's report in all forms, keep them in build/demo, open them again and compare them."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    totals, files = {}, {}
    for file_format in ("json", "xlsx", "docx", "pdf", "html"):
        told, content = story.report(file_format)
        file = REPORTS / f"report.{file_format}"
        file.write_bytes(content)
        files[file_format] = str(file.relative_to(BUILD.parent))
        totals[file_format] = told["total"]
    document = json.loads((REPORTS / "report.json").read_bytes())
    own = sum(line["own"]["messages_in"] for line in document["lines"])
    for total in totals.values():
        del total["messages_out"]  # residents are still being welcomed while the two are made
    if (
        totals["json"] != totals["xlsx"]
        or not totals["json"].items() <= document["total"].items()
        or own != totals["json"]["messages_in"]
    ):
        raise StoryFailed(f"the reports of {stack.structure} do not agree: {totals}")
    _check_sheet(REPORTS.joinpath("report.xlsx").read_bytes(), totals["xlsx"])
    return files, totals["xlsx"]


def _tables(sheet: str) -> int:
    """How many tables a report holds: each is a sheet."""
    names = openpyxl.load_workbook(BUILD.parent / sheet, read_only=True).sheetnames
    return len([name for name in names if name != "Biểu đồ"])


def _check_sheet(content: bytes, total: dict[str, int]) -> None:
    """Open the workbook again: its last row is the total that the report announced."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["Hoạt động"]
    last = [row for row in sheet.iter_rows(values_only=True) if row and row[0] == "Tổng cộng"]
    if not last or total["followers"] not in last[0] or total["messages_in"] not in last[0]:
        raise StoryFailed(f"the sheet's total is {last}, the report said {total}")


def _summarise(telling: Telling, result: dict[str, Any], faults: list[str]) -> None:
    table = Table(title="What happened", title_justify="left", show_header=False, box=None)
    rows = {
        "Accounts connected": f"{result['accounts_connected']} of {result['units']}",
        "Events sent by Zalo, kept by Loa": f"{result['events_sent']}, {result['events_kept']}",
        "Followers": str(result["followers"]),
        "Messages from residents": str(result["messages"]),
        "Report by chat": f"{result['petition']['code']}, {result['petition']['satisfaction']} of 5 stars",
        "Report by voice": f"{result['spoken']['code']}, {result['spoken']['recordings']} recordings",
        "Items of the library": f"{result['library']['items']} in {result['library']['sections']} sections",
        "Taking part": demo_sums.taking_part(result["participation"]),
        "Pages looked at": demo_sums.pages(result["pages"]),
        "The officers' console": demo_sums.console(result["console"]),
        "The officers' guide": "{tasks} tasks, {pictures} pictures, {pdf} books".format(**result["guide"]),
        "Labelled inputs understood": f"{result['dialogue']['right']} of {result['dialogue']['inputs']}",
        "Deliveries sent": f"{result['deliveries']['sent']} of {result['deliveries']['planned']}",
        "Outcome unknown": demo_sums.unknown(result),
        "Sent twice": str(result["duplicates"]),
        "Reorganisation": demo_sums.reorganised(result["reorganisation"]),
        "Report (sheet)": result["report"]["xlsx"],
        "Report (JSON)": result["report"]["json"],
        "All figures": str(RESULT.relative_to(BUILD.parent)),
        "Seconds": str(telling.seconds["total"]),
    }
    for name, value in ((name, value) for name, value in rows.items() if value):
        table.add_row(name, value)
    telling.console.print(table)
    for fault in faults:
        telling.console.print(f"[red]✗ {fault}[/]")
    if not faults:
        telling.console.print("[green]✓ Everything adds up.[/]")


def _links(story: Story, path: str) -> list[str]:
    """What there is to look at; each has been asked before it is named."""
    links = [f"/accounts?within={path}", "/broadcasts", "/units?text=vinh"]
    for link in links:
        story.api("viewer", "GET", link)
    return links


def _look_around(console: Console, links: Sequence[str]) -> None:
    stack = LocalStack.load()
    if stack is None:
        return
    console.print("The stack stays up. Look around:")
    token = "$(make --silent token OFFICER=viewer)"  # noqa: S105 - a command, not a token
    for path in links:
        console.print(f'  curl -H "authorization: {token}" "{stack.api_url}{path}"')
    console.print(f"  curl {stack.zalo_url}/_sim/summary      # what Zalo holds")
    console.print("  make down                                      # ends it")


if __name__ == "__main__":
    raise SystemExit(main())
